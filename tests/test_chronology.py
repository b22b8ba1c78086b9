"""How many origins count since a day is told as by walking them."""

from hypothesis import given
from hypothesis import strategies as st

import learning_tracker as lt
from asking import DAYS, UNHURRIED, trackers
from learning_tracker.dates import when
from learning_tracker.records import Finding
from learning_tracker.view import Chronology, independent, origin


@UNHURRIED
@given(tracker=trackers(), single=st.booleans())
def test_origins_count_as_in_a_walk(tracker: lt.Tracker, *, single: bool) -> None:
    """Since any day those are counted that share no incident with one before."""
    found = [origin(tracker.view, one) for one in tracker.of(Finding)]
    origins = [one for one in found if len(one.incidents) == 1 or not single]
    chronology = Chronology.of(origins)
    assert chronology.of_one_incident or not single
    assert chronology.independent(None) == tuple(independent(origins))
    assert chronology.count(None) == len(independent(origins))
    for day in (when(one).first for one in DAYS):
        since = [one for one in origins if one.known_on and one.known_on.first >= day]
        assert set(chronology.origins[chronology.since(day)]) == set(since)
        assert chronology.independent(day) == tuple(independent(since))
        assert chronology.count(day) == len(independent(since))
