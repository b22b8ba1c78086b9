"""Recurring themes with what was done about them and what shows a change."""

from collections.abc import Iterable
from itertools import chain

import attrs

from learning_tracker.kinds import Record
from learning_tracker.queries.action_rows import ActionRow, action_rows
from learning_tracker.queries.coding import basis_of_coding, themes_of_action, with_narrower
from learning_tracker.queries.recurring import RecurringTheme
from learning_tracker.records import Evidence
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
        done = chain.from_iterable(one.records for one in self.actions)
        return (*self.row.records, *done, *self.evidence, *self.basis)

    @property
    def differences(self) -> int:
        """How many pieces of evidence tell of a difference for children."""
        return sum(map(_tells_of_difference, self.evidence))


def story(view: View, row: RecurringTheme) -> Story:
    """The story of a recurring theme."""
    within = {theme.id: theme for theme in with_narrower(view, row.theme)}
    on_it = [
        one
        for one in action_rows(view)
        if not within.keys().isdisjoint(theme.id for theme in themes_of_action(view, one.record))
    ]
    coded = list(chain.from_iterable(basis_of_coding(view, one.record) for one in on_it))
    supported = (
        *within.values(),
        *coded,
        *(one.record for one in on_it),
        *(one.finding for one in row.findings),
    )
    evidence = _supporting(view, supported)
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
