"""What was signed off long ago, and whether anybody has looked since."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from operator import attrgetter

import attrs

from learning_tracker.dates import When
from learning_tracker.errors import InvalidArgument
from learning_tracker.kinds import Record
from learning_tracker.queries import coding
from learning_tracker.queries.action_rows import ActionRow, action_row, action_rows
from learning_tracker.queries.counting import plural
from learning_tracker.queries.noting import note_if, note_of_straddling, notes
from learning_tracker.queries.since import Since, Things, Told, found_on_each, since, told_of_by
from learning_tracker.records import (
    Action,
    CaseFileAudit,
    Evidence,
    Finding,
    Recommendation,
    StandardsAudit,
    Theme,
    Update,
)
from learning_tracker.tables import Column, Gradually, Table
from learning_tracker.view import KeptInOrder, View, actions_resting_on
from learning_tracker.vocabulary import Event, Judgement, Level, State
from learning_tracker.workdays import last_day_before

MOST_MONTHS = 1200
"""The most months that may be asked for; no record is older than that."""


@attrs.frozen
class Recheck:
    """An action that was signed off, with when somebody last looked at it.

    Attributes:
        row: the action with where it stands.
        signed_off_on: when it was last signed off.
        looked_at: when somebody last looked: it was signed off or ruled on, evidence above
            activity was found, or evidence was drawn from an audit.
        rested_on: the evidence there was when it was signed off.
        since: what was said, decided and shown of it since.
        themes: its themes and the narrower ones, with what gives them to it.
    """

    row: ActionRow
    signed_off_on: When
    looked_at: When
    rested_on: tuple[Evidence, ...]
    since: Since
    themes: tuple[Record, ...]
    _found_on: Mapping[str, Things] = attrs.field(repr=False, eq=False)

    @cached_property
    def found(self) -> Since:
        """What was found since on its themes or on narrower ones."""
        themes = (one.id for one in self.themes if isinstance(one, Theme))
        things = tuple(self._found_on[one] for one in themes)
        return Since(things, self.signed_off_on)

    @property
    def record(self) -> Action:
        """The action."""
        return self.row.record

    @property
    def records(self) -> tuple[Record, ...]:
        """The action and how it stands, its themes, and what was said and found since."""
        return (*self.row.records, *self.since.records, *self.themes, *self.found.records)

    @property
    def level(self) -> Level | None:
        """The highest level of the evidence there was when it was signed off."""
        levels = [one.counts_as for one in self.rested_on]
        return max(levels, key=lambda level: level.rung, default=None)

    @property
    def improvements(self) -> list[Told]:
        """The improvements that were found on its themes since, the latest first."""
        return [one for one in self.found.told if _is_improvement(one.record)]


def _is_improvement(record: Record) -> bool:
    return isinstance(record, Finding) and record.judgement is Judgement.IMPROVEMENT


RECHECK_COLUMNS: tuple[Column[Recheck], ...] = (
    Column("lead", "Lead", lambda row: row.row.lead_name),
    Column("action", "Action", lambda row: row.row.record.statement),
    Column("signed_off_on", "Signed off", lambda row: row.signed_off_on),
    Column("rested_on", "On evidence of", lambda row: row.level or "nothing"),
    Column("looked_at", "Last looked at", lambda row: row.looked_at),
    Column("since", "Known since", lambda row: row.since.text or "nothing"),
    Column("improvements", "Improvements found on its themes", lambda row: len(row.improvements)),
)


def due_for_recheck(view: View, *, months: int = 12) -> Table[Recheck]:
    """Actions that are signed off and that nobody has looked at for so long.

    Somebody looked when the action was signed off or ruled on, when evidence above activity
    that can be looked at was found, and when evidence of any level was drawn from an audit.

    Args:
        view: the records to ask.
        months: how many calendar months ago that must have been at the least. Six months
            after 31 August is 28 February.

    Raises:
        InvalidArgument: `months` is no whole number from 1 to 1200.
    """
    if type(months) is not int or not 1 <= months <= MOST_MONTHS:
        raise InvalidArgument("months", f"a whole number from 1 to {MOST_MONTHS}", months)
    every = action_rows(view)
    looks = view.index(_Looks).every()
    signed_off = [one for one in looks if one.certain]
    last = last_day_before(view.today, months)
    due = sorted((one for one in signed_off if one.looked_at.last <= last), key=attrgetter("place"))
    found_on = found_on_each(view)
    # Made as they are read: to make 9,000 rows takes 10 of 25 ms.
    rows = Gradually((one.as_row(found_on) for one in due), lambda: len(due))
    return Table(
        caption=f"Signed off, and not looked at for {plural(months, 'month')} or more",
        rows=rows,
        columns=RECHECK_COLUMNS,
        empty="No action that is signed off is known to need another look."
        if signed_off
        else "No action is known to be signed off.",
        denominator=f"of the {plural(len(signed_off), 'action')} signed off",
        basis=lambda: chain.from_iterable(row.records for row in every),
        notes=notes(
            note_if(
                (
                    one.row.record
                    for one in signed_off
                    if one.looked_at.first <= last < one.looked_at.last
                ),
                "It cannot be told whether they are due, as the date on which somebody last "
                "looked is too wide ({n})",
            ),
            note_if(
                (one.row.record for one in looks if not one.certain),
                "Left out, as it is not certain whether their sign-off still stands ({n})",
            ),
            note_of_straddling(view, _behind(due, found_on)),
        ),
    )


def _sign_offs(row: ActionRow) -> list[Update]:
    return [one for one in row.standing.rulings if one.event is Event.SIGNED_OFF]


@attrs.frozen
class _Look:
    """When somebody last looked at an action that is signed off: its row, but for its themes.

    Attributes:
        certain: whether it is; where the order of updates is not known, it only may be.
        place: by which it is put in order: when somebody last looked, and its id.
    """

    certain: bool
    row: ActionRow
    signed_off_on: When
    looked_at: When
    rested_on: tuple[Evidence, ...]
    since: Since
    themes: tuple[Record, ...]
    place: tuple[dt.date, dt.date, str]

    def as_row(self, found_on: Mapping[str, Things]) -> Recheck:
        """Its row, with what was found on every theme."""
        return Recheck(
            self.row,
            self.signed_off_on,
            self.looked_at,
            self.rested_on,
            self.since,
            self.themes,
            found_on,
        )


def _behind(looks: Iterable[_Look], found_on: Mapping[str, Things]) -> Iterator[Record]:
    """All that rows rest on.

    What was found on a theme is gathered once for all actions on it, since the first of them was
    signed off: row by row it would be millions of records.
    """
    since: dict[str, When] = {}
    for one in looks:
        yield from (*one.row.records, *one.since.records, *one.themes)
        for theme in one.themes:
            if isinstance(theme, Theme):
                first = since.setdefault(theme.id, one.signed_off_on)
                since[theme.id] = min(first, one.signed_off_on, key=lambda on: on.first)
    for key, on in since.items():
        yield from Since((found_on[key],), on).records


class _Looks(KeptInOrder[Action, _Look]):
    """When somebody last looked at each action that is signed off, or may be; None of others.

    They rest on what their standings do, on their themes, and on what was told of them since. To
    look at all 9,000 takes 0.45 s; kept, they are told in 9 ms. What was found on a theme is not
    kept with each of its actions, of which there are hundreds.
    """

    kind = Action

    def _work_out(self, record: Action) -> _Look | None:
        row = action_row(self._view, record)
        certain = row.standing.state is State.SIGNED_OFF
        doubtful = row.standing.state is State.ORDER_NOT_KNOWN and bool(_sign_offs(row))
        return _look(self._view, row, certain=certain) if certain or doubtful else None

    def _resting_on(self, record: Record) -> Iterable[str] | None:
        network = self._view.network
        actions = actions_resting_on(network, record)
        if actions is None or isinstance(record, Theme):
            return None
        rest = network.incoming(Recommendation, "findings", record.id)
        answering = (network.incoming(Action, "answers", one.id) for one in rest)
        coded = (one.id for one in chain.from_iterable(answering))
        return chain(actions, coded, told_of_by(network, record))


def _look(view: View, row: ActionRow, *, certain: bool) -> _Look:
    sign_offs = _sign_offs(row)
    signed_off_on = When.latest(one.on for one in sign_offs)
    looks = [one.on for one in row.standing.rulings]
    looks += [one.on for one in row.standing.evidence if _looks(view, one)]
    looked_at = When.latest(looks)
    apart = frozenset(one.id for one in sign_offs)
    return _Look(
        certain=certain,
        row=row,
        signed_off_on=signed_off_on,
        looked_at=looked_at,
        rested_on=tuple(
            one for one in row.standing.evidence if not one.on.entirely_after(signed_off_on)
        ),
        since=since(view, [row.record], signed_off_on, apart=apart),
        themes=(*_themes(view, row), *coding.basis_of_coding(view, row.record)),
        place=(looked_at.first, looked_at.last, row.record.id),
    )


def _looks(view: View, evidence: Evidence) -> bool:
    """Whether evidence tells that somebody looked: above activity, or drawn from an audit."""
    drawn_from = view.linked(evidence, "drawn_from", Record)
    from_audit = any(isinstance(one, CaseFileAudit | StandardsAudit) for one in drawn_from)
    return from_audit or evidence.counts_as is not Level.ACTIVITY


def _themes(view: View, row: ActionRow) -> Iterable[Theme]:
    """The themes of an action and those within them, each once."""
    found: Iterator[Theme] = chain.from_iterable(
        coding.with_narrower(view, theme) for theme in coding.themes_of_action(view, row.record)
    )
    return {theme.id: theme for theme in found}.values()
