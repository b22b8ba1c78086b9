"""What was answered by training alone."""

from typing import Any

import pytest
from hypothesis import given

import learning_tracker as lt
from asking import UNHURRIED, noted, trackers
from learning_tracker.kinds import Record
from learning_tracker.records import (
    Action,
    Finding,
    Partnership,
    RapidReview,
    Recommendation,
    Update,
)
from learning_tracker.view import standing
from learning_tracker.vocabulary import Change

LEARNING = (
    Partnership(id="p", name="Riverton"),
    RapidReview(id="r", title="Rapid review Alder", held_on="2025-01-10"),
    Finding(id="f", sources=("r",), judgement="improvement", statement="Not asked."),
    Recommendation(id="m", source="r", statement="Ask fathers.", findings=("f",)),
    Recommendation(id="n", source="r", statement="Ask mothers."),
)


def answer(identifier: str, change: str, *answers: str) -> Action:
    """An action that answers these."""
    return Action(id=identifier, statement="Do.", change=change, answers=answers or ("m",))


def closed(action: str, event: str = "withdrawn", on: str = "2025-03-01") -> Update:
    """The update by which an action was closed."""
    return Update(action=action, on=on, by="p", event=event)


def table_of(*records: Record) -> Any:
    """What is answered by training alone."""
    return lt.Tracker([*LEARNING, *records], date="2025-11-20").actions.training_only()


def ids(table: Any) -> list[str]:
    """The ids of the records that the rows are about."""
    return [row.record.id for row in table]


@pytest.mark.parametrize(
    ("records", "alone"),
    [
        ([], []),
        ([answer("a", "training")], ["m"]),
        ([answer("a", "training"), answer("b", "training")], ["m"]),
        ([answer("a", "training"), answer("b", "procedure")], []),
        ([answer("a", "communication")], []),
        ([answer("a", "other")], []),
        ([answer("a", "training"), answer("b", "procedure"), closed("b")], ["m"]),
        ([answer("a", "training"), answer("b", "system"), closed("b", "superseded")], ["m"]),
        ([answer("a", "training"), closed("a")], []),
        ([answer("a", "training", "m", "n")], ["m", "n"]),
        ([answer("a", "training", "f")], ["f"]),
        ([answer("a", "training", "f"), answer("b", "procedure", "m")], []),
        ([answer("a", "training", "f"), answer("b", "training", "m")], ["m", "f"]),
        ([answer("a", "training", "r")], []),
    ],
)
def test_answered_by_training_alone(records: list[Record], alone: list[str]) -> None:
    """All live actions that answer it are training, and there is one at least.

    A finding is answered by what answers the recommendations that rest on it, too.
    """
    assert ids(table_of(*records)) == alone


def test_the_denominator_is_what_has_a_live_action() -> None:
    """It counts recommendations, and findings that an action answers, with a live action."""
    records = [answer("a", "system", "m", "f"), answer("b", "training", "n"), closed("b")]
    table = table_of(*records)
    assert table.denominator == "of the 1 recommendation and 1 finding with an action"
    assert table.empty == "Nothing is answered by training alone."
    assert table_of().empty == "No action answers a recommendation or a finding."


def test_where_it_depends_on_an_order_that_is_not_known_it_is_left_out() -> None:
    """An action closed and reopened in one month may be live or not: a note says so."""
    doubtful = [answer("b", "system"), closed("b"), closed("b", "reopened", on="2025-03")]
    table = table_of(answer("a", "training"), *doubtful)
    assert (ids(table), noted(table, "order of what was said")) == ([], {"m"})
    either = [answer("b", "training"), closed("b"), closed("b", "reopened", on="2025-03")]
    assert ids(table_of(answer("a", "training"), *either)) == ["m"]
    alone = table_of(*either)
    assert (ids(alone), noted(alone, "order of what was said")) == ([], {"m"})


def test_an_answer_to_the_whole_review_is_noted() -> None:
    """Whether an action on the whole review answers the recommendation too is not known."""
    table = table_of(answer("a", "training"), answer("b", "system", "r"))
    assert (ids(table), noted(table, "the whole of what these come from")) == (["m"], {"m"})
    for other in ([answer("b", "training", "r")], [answer("b", "system", "r"), closed("b")]):
        assert not noted(table_of(answer("a", "training"), *other), "the whole of what")


def test_a_row_tells_of_its_actions() -> None:
    """It names what asked for it, the training and how that stands today."""
    (cells,) = table_of(answer("a", "training"), closed("a", "signed_off")).to_records()
    assert cells == {
        "id": "m",
        "kind": "recommendation",
        "statement": "Ask fathers.",
        "source": ["Rapid review Alder"],
        "actions": ["a"],
        "verdict": ["signed_off"],
    }


@UNHURRIED
@given(trackers())
def test_training_alone_by_a_slow_count(tracker: lt.Tracker) -> None:
    """The rows are those of which every answering action that may be live is training."""

    def answering(one: Record) -> list[Action]:
        resting = [m.id for m in tracker.of(Recommendation) if one.id in m.findings]
        wanted = {one.id, *(resting if isinstance(one, Finding) else [])}
        return [each for each in tracker.of(Action) if wanted & set(each.answers)]

    answered = [
        *tracker.of(Recommendation),
        *(f for f in tracker.of(Finding) if any(f.id in a.answers for a in tracker.of(Action))),
    ]
    expected = set()
    for one in answered:
        stood = [standing(tracker.view, each) for each in answering(one)]
        surely = [each for each in stood if not each.may_be_closed]
        perhaps = [each for each in stood if not each.closed]
        if surely and all(each.action.change is Change.TRAINING for each in perhaps):
            expected.add(one.id)
    table = tracker.actions.training_only()
    assert set(ids(table)) == expected
