"""Recurring themes with what was done about them and what shows a change."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain

import attrs

from learning_tracker.kinds import Record
from learning_tracker.queries.action_rows import ActionRow, action_rows
from learning_tracker.queries.coding import basis_of_coding, themes_of_action, with_narrower
from learning_tracker.queries.recurring import RecurringTheme
from learning_tracker.records import Evidence, Finding, Recommendation
from learning_tracker.reports.cited import Cited
from learning_tracker.tables import Table
from learning_tracker.view import View
from learning_tracker.vocabulary import Level


@attrs.frozen
class Story:
    """A recurring theme with what was done about it and what shows a change.

    Attributes:
        row: the theme with what raised it.
        actions: the actions on the theme or one narrower.
        evidence: what supports these actions, what they answer, the findings or the theme.
        basis: the records that tie the actions to the theme and the evidence to its origin.
        unshown: whether a difference is shown by what is kept from the public.
    """

    row: RecurringTheme
    actions: tuple[ActionRow, ...]
    evidence: tuple[Evidence, ...]
    basis: tuple[Record, ...]
    unshown: bool = False

    @property
    def record(self) -> Record:
        """The theme."""
        return self.row.theme

    @property
    def records(self) -> tuple[Record, ...]:
        """All that the story rests on."""
        return tuple(behind([self]))

    @property
    def differences(self) -> int:
        """How many pieces of evidence tell of a difference for children."""
        return sum(map(_tells_of_difference, self.evidence))


def behind(told: Collection[Story]) -> Iterator[Record]:
    """All that stories rest on, what was done on several themes once.

    An action may be on dozens of themes: story by story it takes 3 s among 200 thousand records.
    """
    done = {one.standing.action.id: one for story in told for one in story.actions}
    yield from chain.from_iterable(one.records for one in done.values())
    for story in told:
        yield from (*story.row.records, *story.evidence, *story.basis)


def told_among(table: Table[RecurringTheme], told: Collection[Story]) -> Cited:
    """All that a table of recurring themes and stories of some of them rest on."""
    return Cited(lambda: behind(told), lambda: table.basis)


def stories(view: View, rows: Iterable[RecurringTheme]) -> list[Story]:
    """The stories of recurring themes.

    What themes actions are on is asked once for all: asked anew for each theme it takes forty
    times as long.
    """
    on_theme: dict[str, list[_Coded]] = defaultdict(list)
    for one in action_rows(view):
        coded = _Coded(one, basis_of_coding(view, one.record))
        for theme in {theme.id for theme in themes_of_action(view, one.record)}:
            on_theme[theme].append(coded)
    return [_story(view, row, on_theme) for row in rows]


@attrs.frozen
class _Coded:
    """An action with the records from which it has themes beside its own."""

    row: ActionRow
    basis: list[Finding | Recommendation]


def _story(view: View, row: RecurringTheme, on_theme: Mapping[str, list[_Coded]]) -> Story:
    within = {theme.id: theme for theme in with_narrower(view, row.theme)}
    each = {one.row.record.id: one for theme in within for one in on_theme.get(theme, ())}
    found = [each[identifier] for identifier in sorted(each)]
    on_it = [one.row for one in found]
    coded = list({one.id: one for action in found for one in action.basis}.values())
    supported = (
        *within.values(),
        *coded,
        *(one.record for one in on_it),
        *(one.finding for one in row.findings),
    )
    evidence = _supporting(view, supported)
    kept_back: Iterable[str] = ()
    if view.public:
        kept_back = _supporting(view.whole, supported).keys() - evidence.keys()
    drawn = [view[one.drawn_from] for one in evidence.values() if one.drawn_from is not None]
    basis = (*within.values(), *coded, *drawn)
    unshown = any(_tells_of_difference(view.whole[one]) for one in kept_back)
    return Story(row, tuple(on_it), tuple(evidence.values()), basis, unshown)


def _supporting(view: View, supported: Iterable[Record]) -> dict[str, Evidence]:
    found = (e for record in supported for e in view.incoming(Evidence, "supports", record.id))
    return {one.id: one for one in found}


def _tells_of_difference(record: Record) -> bool:
    return isinstance(record, Evidence) and record.counts_as is Level.DIFFERENCE
