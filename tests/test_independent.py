"""How many origins count is told as by walking them."""

from hypothesis import given
from hypothesis import strategies as st

import learning_tracker as lt
from asking import UNHURRIED, trackers
from learning_tracker.records import Finding
from learning_tracker.view import independent, number_independent, origin


@UNHURRIED
@given(tracker=trackers(), single=st.booleans())
def test_as_many_count_as_in_a_walk(tracker: lt.Tracker, *, single: bool) -> None:
    """Those are counted that share no incident with one before, also where some look at several."""
    found = [origin(tracker.view, one) for one in tracker.of(Finding)]
    origins = [one for one in found if len(one.incidents) == 1 or not single]
    assert number_independent(origins) == len(independent(origins))
