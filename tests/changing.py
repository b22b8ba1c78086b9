"""Records of a tracker changed at random."""

from collections.abc import Sequence
from contextlib import suppress

import attrs
from hypothesis import strategies as st

import learning_tracker as lt
from learning_tracker.errors import BrokenNetwork
from learning_tracker.keeping import fields_that_differ
from learning_tracker.kinds import Record


def edit(data: st.DataObject, tracker: lt.Tracker, others: Sequence[Record]) -> None:
    """Change one record towards that of another tracker, or take it away."""
    there = tracker.view.network
    differing = [one for one in others if there.get(one.id) != one]
    if not differing:
        return
    other = data.draw(st.sampled_from(differing))
    here = there.get(other.id)
    if here is None:
        tracker.add(other)
    elif type(here) is not type(other) or data.draw(st.integers(0, 9)) == 0:
        tracker.remove(here.id)
    else:
        name = data.draw(st.sampled_from(fields_that_differ(here, other)))
        tracker.replace(attrs.evolve(here, **{name: getattr(other, name)}))


def change(data: st.DataObject, tracker: lt.Tracker, others: Sequence[Record]) -> None:
    """Make a few edits; one that leads nowhere is undone, and that is a change too."""
    for _ in range(data.draw(st.integers(1, 6))):
        with suppress(BrokenNetwork):
            edit(data, tracker, others)
