"""Who is asked in a round, and about what: its outstanding actions, the most urgent first."""

import datetime as dt
from collections.abc import Iterable

import attrs

from learning_tracker.kinds import Record
from learning_tracker.queries import asked_of
from learning_tracker.queries.action_rows import SAID_DONE, ActionRow, action_rows
from learning_tracker.queries.asked_of import AskedAction
from learning_tracker.queries.counting import plural
from learning_tracker.records import Agency
from learning_tracker.view import Standing, View
from learning_tracker.vocabulary import AgencyRole, Verdict


@attrs.frozen
class Ask:
    """What an agency is asked.

    Attributes:
        agency: who answers today: of an agency that was succeeded, its successor.
        actions: what it is asked about, the most urgent first.
    """

    agency: Agency
    actions: tuple[AskedAction, ...]

    @property
    def records(self) -> tuple[Record, ...]:
        """The agency, and its actions with what their standing rests on."""
        return (self.agency, *(record for one in self.actions for record in one.records))

    @property
    def late(self) -> int:
        """How many of the actions are late."""
        return sum(one.late for one in self.actions)


def asks(view: View) -> tuple[Ask, ...]:
    """What each agency is asked, in order of the agencies' ids.

    An agency answers for what it leads itself and for those that it succeeded; its parts
    answer for themselves. The partnership and its groups ask, and are not asked.
    """
    leads = {row.lead.id: row.lead for row in _outstanding(view) if row.lead and _is_asked(row)}
    return tuple(
        Ask(lead, tuple(_led_by(lead, asked_of.outstanding(view, one))))
        for one, lead in sorted(leads.items())
        if isinstance(lead, Agency)
    )


def of_nobody(view: View) -> tuple[ActionRow, ...]:
    """The outstanding actions of which no agency is asked.

    No lead is named, or it is the partnership or one of its groups.
    """
    return tuple(row for row in _outstanding(view) if not _is_asked(row))


def _outstanding(view: View) -> list[ActionRow]:
    return [row for row in action_rows(view) if row.standing.outstanding]


def _is_asked(row: ActionRow) -> bool:
    return isinstance(row.lead, Agency) and row.lead.role is not AgencyRole.GROUP


def _led_by(lead: Agency, rows: Iterable[AskedAction]) -> list[AskedAction]:
    return [row for row in rows if row.now.lead == lead]


def stands(row: ActionRow) -> str:
    """How an action stands, in words: its verdict, and by how much."""
    now = row.standing
    match now.verdict:
        case Verdict.LATE:
            claimed = ", and said to be done without enough evidence"
            return f"Late by {plural(now.days_late, 'day')}" + (
                claimed if row.stage == SAID_DONE else ""
            )
        case Verdict.CLAIMED:
            return "Said to be done, without enough evidence"
        case Verdict.EVIDENCED:
            return "Evidenced: it waits for the partnership to sign it off"
        case Verdict.AT_RISK:
            return f"At risk: {_why_at_risk(now)}"
        case Verdict.NO_DUE_DATE:
            return "No date is agreed"
        case _:
            return "On time"


def _why_at_risk(now: Standing) -> str:
    if now.due is not None and now.due_soon:
        return f"due {_in_days(now.due.last, now.day)}"
    heard = (
        "" if now.last_heard is None else f" for {plural((now.day - now.last_heard).days, 'day')}"
    )
    return f"nothing was heard{heard}"


def _in_days(due: dt.date, day: dt.date) -> str:
    left = (due - day).days
    return f"in {plural(left, 'day')}" if left > 0 else "now"
