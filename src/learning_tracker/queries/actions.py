"""What is outstanding, what is late, and what is said to be done."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from itertools import chain

from learning_tracker.errors import UnknownChoice
from learning_tracker.queries.action_rows import ActionRow, notes_on
from learning_tracker.queries.counting import plural
from learning_tracker.queries.narrowing import Among, actions_among
from learning_tracker.records import Action
from learning_tracker.tables import Column, Table
from learning_tracker.view import View, standing
from learning_tracker.vocabulary import State

_LEAD = Column[ActionRow]("lead", "Lead", lambda row: row.lead_name)
_ACTION = Column[ActionRow]("action", "Action", lambda row: row.record.statement)
_FIRST = Column[ActionRow]("first_due", "First date", lambda row: row.standing.first_due)
_DUE = Column[ActionRow]("due", "Agreed date", lambda row: row.standing.due)
_SLIPPAGE = Column[ActionRow]("slippage_days", "Slippage in days", lambda row: row.slippage)
_DAYS_LATE = Column[ActionRow]("days_late", "Days late", lambda row: row.standing.days_late)
_LAST_WORD = Column[ActionRow]("last_word", "Last word", lambda row: row.last_word)
_REPORTED = Column[ActionRow]("reported", "Reported colour", lambda row: row.reported)
_STAGE = Column[ActionRow]("stage", "To do or said to be done", lambda row: row.stage)
_VERDICT = Column[ActionRow]("verdict", "Verdict", lambda row: row.standing.verdict)
_EVIDENCE = Column[ActionRow](
    "evidence", "Enough evidence", lambda row: len(row.standing.telling_evidence)
)
_COLUMNS = (_LEAD, _ACTION, _STAGE, _FIRST, _DUE, _SLIPPAGE, _LAST_WORD, _REPORTED, _VERDICT)


def state(view: View, identifier: str) -> State:
    """The state that follows from an action's updates.

    Raises:
        UnknownId: there is no such record.
        UnknownChoice: the record is no action.
    """
    record = view[identifier]
    if not isinstance(record, Action):
        raise UnknownChoice("action", identifier, (one.id for one in view.of(Action)))
    return standing(view, record).state


def outstanding(
    view: View,
    *,
    agency: str | None = None,
    theme: str | None = None,
    source: str | None = None,
) -> Table[ActionRow]:
    """Actions that are neither signed off, superseded nor withdrawn.

    Each is "to do" or "said to be done".

    Args:
        view: the records to ask.
        agency: led by this agency, those it succeeded or its parts (an id, a name or an alias).
        theme: on this theme or one narrower.
        source: that answer this source, its findings or its recommendations.

    Raises:
        UnknownChoice: there is no such agency, theme or source.
    """
    among = actions_among(view, agency, theme, source)
    rows = [row for row in among.rows if row.standing.outstanding]
    states = Counter(row.standing.state for row in rows)
    doubt, said = states[State.ORDER_NOT_KNOWN], states[State.COMPLETED]
    in_doubt = f", {doubt} cannot be told" if doubt else ""
    return _table(
        view,
        among,
        rows,
        caption=f"Outstanding actions{among.words}",
        empty=f"No action{among.words} is outstanding.",
        columns=_COLUMNS,
        split=f"{len(rows) - doubt - said} to do and {said} said to be done{in_doubt}, ",
    )


def late(view: View, *, agency: str | None = None) -> Table[ActionRow]:
    """Outstanding actions whose agreed date is wholly past and that are not evidenced.

    A bare claim that an action is done does not stop the clock.

    Args:
        view: the records to ask.
        agency: led by this agency, those it succeeded or its parts.

    Raises:
        UnknownChoice: there is no such agency.
    """
    among = actions_among(view, agency)
    rows = [row for row in among.rows if row.standing.late]
    rows.sort(key=_last_day_agreed)
    columns = (_LEAD, _ACTION, _STAGE, _FIRST, _DUE, _DAYS_LATE, _SLIPPAGE, _LAST_WORD, _REPORTED)
    return _table(
        view,
        among,
        rows,
        caption=f"Late actions{among.words}",
        empty=f"No action{among.words} is known to be late.",
        columns=columns,
    )


def _last_day_agreed(row: ActionRow) -> dt.date:
    """By what the latest stand first: one that has no agreed date is never late."""
    return dt.date.max if row.standing.due is None else row.standing.due.last


def undated(view: View) -> Table[ActionRow]:
    """Outstanding actions without an agreed date: they can never be late."""
    among = actions_among(view)
    rows = [one for one in among.rows if one.standing.outstanding and one.standing.due is None]
    return _table(
        view,
        among,
        rows,
        caption="Outstanding actions without an agreed date",
        empty="Every outstanding action has an agreed date."
        if among.rows
        else "No action is on record.",
        columns=(_LEAD, _ACTION, _STAGE, _LAST_WORD, _VERDICT),
    )


def awaiting_sign_off(view: View) -> Table[ActionRow]:
    """Actions that are said to be done and wait for the partnership's ruling."""
    among = actions_among(view)
    return _table(
        view,
        among,
        [row for row in among.rows if row.standing.said_to_be_done],
        caption="Actions that wait for sign-off",
        empty="No action waits for sign-off.",
        columns=(_LEAD, _ACTION, _DUE, _LAST_WORD, _EVIDENCE, _VERDICT),
    )


def claimed(view: View) -> Table[ActionRow]:
    """Actions that are said to be done without enough evidence."""
    among = actions_among(view)
    rows = [
        row for row in among.rows if row.standing.said_to_be_done and not row.standing.evidenced
    ]
    return _table(
        view,
        among,
        rows,
        caption="Actions said to be done without enough evidence",
        empty="No action is said to be done without enough evidence.",
        columns=(_LEAD, _ACTION, _DUE, _LAST_WORD, _VERDICT),
    )


def _table(  # noqa: PLR0913 - the parts of a table, given by name
    view: View,
    among: Among,
    rows: Iterable[ActionRow],
    *,
    caption: str,
    empty: str,
    columns: tuple[Column[ActionRow], ...],
    split: str = "",
) -> Table[ActionRow]:
    shown = tuple(rows)
    return Table(
        caption=caption,
        rows=shown,
        columns=columns,
        empty=empty,
        denominator=f"{split}of the {plural(len(among.rows), 'action')}{among.words}",
        basis=lambda: (*among.basis, *chain.from_iterable(row.records for row in among.rows)),
        notes=notes_on(view, shown),
    )
