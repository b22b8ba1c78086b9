"""What is outstanding, what is late, what is claimed, and whose it is."""

from collections import Counter
from collections.abc import Callable, Iterable

import attrs

from learning_tracker.errors import UnknownChoice
from learning_tracker.kinds import Record, by_id
from learning_tracker.policy import Policy
from learning_tracker.queries import coding
from learning_tracker.queries.counting import note_if, note_of_straddling, notes, plural
from learning_tracker.queries.naming import agency_named, source_named, theme_named
from learning_tracker.records import (
    Action,
    Agency,
    Partnership,
    Recommendation,
    Source,
    Theme,
    Update,
)
from learning_tracker.tables import Column, Note, Table
from learning_tracker.view import (
    Standing,
    View,
    between,
    family,
    line,
    partnerships,
    policy_in_doubt,
    standing,
)
from learning_tracker.vocabulary import Colour, State, Verdict

Lead = Agency | Partnership

TO_DO, SAID_DONE, DOUBT = "to do", "said to be done", "cannot tell"
"""The two parts into which outstanding actions are always split, and where that is not known."""


@attrs.frozen
class ActionRow:
    """An action with where it stands.

    Attributes:
        standing: where it stands on the day of the table.
        lead: who answers for it today: its lead, or the lead's successor; None if not told.
        basis: the other records that its standing rests on.
    """

    standing: Standing
    lead: Lead | None
    basis: tuple[Record, ...]

    @property
    def record(self) -> Action:
        """The action."""
        return self.standing.action

    @property
    def records(self) -> tuple[Record, ...]:
        """The action, who answers for it, what was said of it and what supports it."""
        one = self.standing
        return (one.action, *self.basis, *one.updates, *one.evidence)

    def known_by(self, because: Iterable[Record]) -> "ActionRow":
        """The same row, which rests also on what tells that it is one of those asked for."""
        return attrs.evolve(self, basis=(*self.basis, *because))

    @property
    def lead_name(self) -> str:
        """The name of who answers for it."""
        return self.lead.name if self.lead else "no lead named"

    @property
    def stage(self) -> str:
        """To do, or said to be done; in doubt where the order of updates is not known."""
        if self.standing.state is State.ORDER_NOT_KNOWN:
            return DOUBT
        return SAID_DONE if self.standing.said_to_be_done else TO_DO

    @property
    def slippage(self) -> int | str | None:
        """Days of slippage, "cannot tell", or None where there is no date."""
        return "cannot tell" if self.standing.slippage_in_doubt else self.standing.slippage

    @property
    def last_word(self) -> str:
        """The last that was said of it, with its date; all that may have been the last."""
        return "; or ".join(map(_word, self.standing.last_words)) or "nothing said"

    @property
    def reported(self) -> str:
        """The last reported colour, with its date."""
        last = self.standing.reported
        if self.standing.colour_in_doubt:
            return DOUBT
        return "" if last is None or last.colour is None else f"{last.colour.label}, {last.on}"


def _word(update: Update) -> str:
    said = f": {update.statement}" if update.statement else ""
    return f"{update.event.label}, {update.on}{said}"


def action_row(view: View, action: Action) -> ActionRow:
    """An action with where it stands on the view's day."""
    now = standing(view, action)
    leads: list[Lead] = [*view.linked(action, "lead", Agency)]
    leads += view.linked(action, "lead", Partnership)
    lead = leads[0] if leads else None
    answers = line(view, lead) if isinstance(lead, Agency) else leads
    shown_by = [view[one.drawn_from] for one in now.evidence if one.drawn_from is not None]
    said_by = [view[update.by] for update in now.updates]
    answered = [view[one] for one in action.answers]
    answering = answers[-1] if answers else None
    basis = [*answers, *_speaking_for(view, now, answering), *answered, *shown_by, *said_by,
             *partnerships(view)]  # fmt: skip
    return ActionRow(now, answering, tuple({one.id: one for one in basis}.values()))


def _speaking_for(view: View, now: Standing, answering: Lead | None) -> list[Agency]:
    """The agencies by which it is known that those who say it is done may say so."""
    if not isinstance(answering, Agency):
        return []
    said_by = [one for claim in now.claims for one in view.linked(claim, "by", Agency)]
    return [kin for one in said_by for kin in between(view, one, answering)]


def action_rows(view: View) -> list[ActionRow]:
    """Every action with where it stands, in order of id."""
    actions = sorted(view.of(Action), key=by_id)
    return list(
        view.once(("action rows", view.today), lambda: [action_row(view, one) for one in actions])
    )


_LEAD = Column[ActionRow]("lead", "Lead", lambda row: row.lead_name)
_ACTION = Column[ActionRow]("action", "Action", lambda row: row.record.statement)
_FIRST = Column[ActionRow]("first_due", "First date", lambda row: row.standing.first_due)
_DUE = Column[ActionRow]("due", "Agreed date", lambda row: row.standing.due)
_SLIPPAGE = Column[ActionRow]("slippage_days", "Slippage in days", lambda row: row.slippage)
_DAYS_LATE = Column[ActionRow]("days_late", "Days late", lambda row: row.standing.days_late)
_LAST_WORD = Column[ActionRow]("last_word", "Last word", lambda row: row.last_word)
_REPORTED = Column[ActionRow]("reported", "Reported colour", lambda row: row.reported)
_STAGE = Column[ActionRow]("stage", "To do or said to be done", lambda row: row.stage)
_STATE = Column[ActionRow]("state", "State", lambda row: row.standing.state)
_VERDICT = Column[ActionRow]("verdict", "Verdict", lambda row: row.standing.verdict)
_EVIDENCE = Column[ActionRow](
    "evidence", "Enough evidence", lambda row: len(row.standing.telling_evidence)
)
_COLUMNS = (_LEAD, _ACTION, _STAGE, _FIRST, _DUE, _SLIPPAGE, _LAST_WORD, _REPORTED, _VERDICT)


@attrs.frozen
class _Among:
    """The actions that a question is about, and how to speak of them."""

    rows: list[ActionRow]
    words: str
    basis: tuple[Record, ...]


def _among(
    view: View, agency: str | None = None, theme: str | None = None, source: str | None = None
) -> _Among:
    rows, words, basis = action_rows(view), "", list[Record](partnerships(view))
    if agency is not None:
        named = agency_named(view, agency)
        rows = _led_by(view, rows, named)
        words += f" led by {named.name}"
        basis += [named]
    if theme is not None:
        about = theme_named(view, theme)
        rows = _on_theme(view, rows, about)
        words += f" on {about.name}"
        basis += [about]
    if source is not None:
        asked = source_named(view, source)
        rows = [
            row.known_by(coding.basis_of_coding(view, row.record))
            for row in rows
            if asked.id in _source_ids(view, row.record)
        ]
        words += f" from {asked.title}"
        basis += [asked]
    return _Among(rows, words, tuple(basis))


def _led_by(view: View, rows: Iterable[ActionRow], lead: Lead) -> list[ActionRow]:
    """Those that are led by a lead, those it succeeded or its parts."""
    if isinstance(lead, Partnership):
        return [row for row in rows if row.record.lead == lead.id]
    kin = {one.id: between(view, one, lead) for one in family(view, lead)}
    return [row.known_by(kin[one]) for row in rows if (one := row.record.lead) in kin]


def _on_theme(view: View, rows: Iterable[ActionRow], about: Theme) -> list[ActionRow]:
    """Those that are on a theme or one narrower."""
    found = []
    for row in rows:
        lines = (coding.lineage(view, one) for one in coding.themes_of_action(view, row.record))
        within = [one for line in lines if about in line for one in line]
        if within:
            found.append(row.known_by([*within, *coding.basis_of_coding(view, row.record)]))
    return found


def _source_ids(view: View, action: Action) -> set[str]:
    sources = {one.id for one in view.linked(action, "answers", Source)}
    for recommendation in view.linked(action, "answers", Recommendation):
        sources.add(recommendation.source)
    for finding in coding.basis_of_coding(view, action):
        sources |= {one.id for one in coding.sources_of(view, finding)}
    return sources


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
    among = _among(view, agency, theme, source)
    rows = [row for row in among.rows if row.standing.outstanding]
    split = Counter(row.stage for row in rows)
    in_doubt = f", {split[DOUBT]} cannot be told" if split[DOUBT] else ""
    return _table(
        view,
        among,
        rows,
        caption=f"Outstanding actions{among.words}",
        empty=f"No action{among.words} is outstanding.",
        columns=_COLUMNS,
        split=f"{split[TO_DO]} to do and {split[SAID_DONE]} said to be done{in_doubt}, ",
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
    among = _among(view, agency)
    rows = [row for row in among.rows if row.standing.late]
    rows.sort(key=lambda row: -row.standing.days_late)
    columns = (_LEAD, _ACTION, _STAGE, _FIRST, _DUE, _DAYS_LATE, _SLIPPAGE, _LAST_WORD, _REPORTED)
    return _table(
        view,
        among,
        rows,
        caption=f"Late actions{among.words}",
        empty=f"No action{among.words} is known to be late.",
        columns=columns,
    )


def undated(view: View) -> Table[ActionRow]:
    """Outstanding actions without an agreed date: they can never be late."""
    among = _among(view)
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
    among = _among(view)
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
    among = _among(view)
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
    among: _Among,
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
        basis=(*among.basis, *(record for row in among.rows for record in row.records)),
        notes=notes_on(view, shown),
    )


def notes_on(view: View, rows: Iterable[ActionRow]) -> tuple[Note, ...]:
    """What cannot be told of these actions, and why."""
    shown = list(rows)
    in_doubt = (row.record for row in shown if row.standing.state is State.ORDER_NOT_KNOWN)
    slipped = (row.record for row in shown if row.standing.slippage_in_doubt)
    said = (one for row in shown for one in (
        row.record, *row.standing.updates, *row.standing.evidence))  # fmt: skip
    return notes(
        note_if(
            in_doubt,
            "State not known, as the order of what was said is not certain ({n})",
        ),
        note_if(slipped, "Slippage cannot be told, as the two dates overlap ({n})"),
        note_if(
            (row.record for row in shown if policy_in_doubt(view, row.record)),
            "Judged by the default policy, as it is not known whose they are ({n})",
        ),
        note_of_straddling(view, said),
    )


# Reported colours


@attrs.frozen
class ColourRow:
    """An action whose reported colour is better than its verdict's.

    Attributes:
        row: the action with where it stands today.
        then: the verdict on the day the colour was reported.
        challenged: whether it was too good even then; otherwise it is out of date.
    """

    row: ActionRow
    then: Verdict
    challenged: bool

    @property
    def record(self) -> Action:
        """The action."""
        return self.row.record

    @property
    def records(self) -> tuple[Record, ...]:
        """The action and what its standing rests on."""
        return self.row.records


COLOUR_COLUMNS: tuple[Column[ColourRow], ...] = (
    Column("lead", "Lead", lambda row: row.row.lead_name),
    Column("action", "Action", lambda row: row.record.statement),
    Column("reported", "Reported", lambda row: row.row.reported),
    Column("then", "Verdict that day", lambda row: row.then),
    Column("now", "Verdict today", lambda row: row.row.standing.verdict),
    Column(
        "challenge", "What is said", lambda row: "challenge" if row.challenged else "out of date"
    ),
)


def colour_challenges(view: View, *, agency: str | None = None) -> Table[ColourRow]:
    """Actions whose last reported colour is better than the verdict's.

    A challenge: it was so on the day it was reported. Out of date: only today's differs.

    Args:
        view: the records to ask.
        agency: led by this agency, those it succeeded or its parts.

    Raises:
        UnknownChoice: there is no such agency.
    """
    among = _among(view, agency)
    whose = f", of actions{among.words}" if among.words else ""
    reported = [row for row in among.rows if row.standing.reported is not None]
    in_doubt = [row for row in among.rows if row.standing.colour_in_doubt]
    rows = [one for row in among.rows if (one := _colour_row(view, row)) is not None]
    return Table(
        caption=f"Reported colours that are better than the verdict{whose}",
        rows=tuple(sorted(rows, key=lambda row: (not row.challenged, row.record.id))),
        columns=COLOUR_COLUMNS,
        empty=f"No reported colour is better than the verdict{whose}.",
        denominator=f"of the {plural(len(reported), 'action')}{among.words} with a reported colour",
        basis=(
            *among.basis,
            *(record for row in (*reported, *in_doubt) for record in row.records),
        ),
        notes=notes(
            *notes_on(view, [row.row for row in rows]),
            note_if(
                (row.record for row in in_doubt),
                "Left out, as it is not certain which colour was reported last ({n})",
            ),
            note_if(
                (row.record for row in reported if not _known_then(view, row)),
                "Left out, as the order of what was said by then is not certain ({n})",
            ),
        ),
    )


def _colour_row(view: View, row: ActionRow) -> ColourRow | None:
    update = row.standing.reported
    if update is None or update.colour is None:
        return None
    if not _known_then(view, row):
        return None
    then = [one.verdict for one in _then(view, row)]
    flatters = _flatters(row.standing.policy, update.colour)
    if all(map(flatters, then)):
        return ColourRow(row, then[-1], challenged=True)
    return ColourRow(row, then[-1], challenged=False) if flatters(row.standing.verdict) else None


def _then(view: View, row: ActionRow) -> list[Standing]:
    """How the action stood when its colour was reported.

    A date as wide as a month is given the benefit of the doubt: a challenge must hold on its
    first day and on its last.
    """
    update = row.standing.reported
    if update is None:
        return []
    days = (update.on.first, min(update.on.last, row.standing.day))
    return [standing(view, row.record, day) for day in days]


def _known_then(view: View, row: ActionRow) -> bool:
    """Whether the state is certain, today and when the colour was reported."""
    stood = [row.standing, *_then(view, row)]
    return all(one.state is not State.ORDER_NOT_KNOWN for one in stood)


def _flatters(policy: Policy, colour: Colour) -> Callable[[Verdict], bool]:
    def better(verdict: Verdict) -> bool:
        fair = policy.colour_of(verdict)
        return fair is not None and colour.better_than(fair)

    return better
