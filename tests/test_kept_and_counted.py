"""What is kept of answers while records change is what slow counts give, which keep nothing.

The slow counts are those of the questions' own tests; here they are made again and again of one
tracker, between changes at random.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import learning_tracker as lt
import test_agreement as agreement
import test_queries_actions as actions
import test_queries_findings as findings
import test_queries_recommendations as recommendations
import test_queries_requests as requests
import test_queries_reviews as reviews
import test_queries_threads as threads
import test_queries_training as training
from asking import UNHURRIED, deciding
from changing import change
from learning_tracker.kinds import Record


def count_of(test: Any, **given: Any) -> Callable[..., None]:
    """The slow count that a property test makes of a tracker."""
    return partial(test.hypothesis.inner_test, **given)


COUNTS = {
    "unanswered": count_of(
        recommendations.test_unanswered_is_each_agency_that_said_and_did_nothing
    ),
    "without_action": count_of(recommendations.test_without_action_is_what_no_live_action_answers),
    "follow_through": count_of(
        recommendations.test_follow_through_tells_all_that_was_done_and_shown
    ),
    "unaddressed": count_of(findings.test_unaddressed_is_what_nothing_rests_on),
    "gaps": count_of(findings.test_gaps_tell_how_far_each_thread_reaches, year=None),
    "agreement": count_of(agreement.test_any_tracker_is_counted_finding_by_finding),
    "workload": count_of(actions.test_workload_is_by_who_answers_today),
    "outcomes": count_of(reviews.test_outcomes_on_any_network, year=None),
    "reach": count_of(threads.test_reach_is_the_last_count_held),
    "training": count_of(training.test_training_alone_by_a_slow_count),
    "silent": count_of(requests.test_silent_is_counted_by_who_answers),
}


@pytest.mark.parametrize("count", COUNTS)
@UNHURRIED
@given(records=deciding(), others=deciding(), data=st.data())
def test_what_is_kept_is_what_is_counted(
    count: str, records: list[Record], others: list[Record], data: st.DataObject
) -> None:
    """After each of several changes at random the answer is what a slow count gives."""
    tracker = lt.Tracker(records)
    for _ in range(15):
        COUNTS[count](tracker)
        change(data, tracker, others)
    COUNTS[count](tracker)


@UNHURRIED
@given(records=deciding(), others=deciding(), data=st.data())
def test_findings_are_sorted_as_they_are_counted(
    records: list[Record], others: list[Record], data: st.DataObject
) -> None:
    """So are findings by theme, of any kinds, years and lists of themes."""
    tracker = lt.Tracker(records)
    for _ in range(4):
        findings.test_by_theme_sorts_findings_with_their_marks.hypothesis.inner_test(tracker, data)
        change(data, tracker, others)
    findings.test_by_theme_sorts_findings_with_their_marks.hypothesis.inner_test(tracker, data)
