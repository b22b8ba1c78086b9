"""The thread through a record, the evidence by level, and how learning was spread."""

from collections.abc import Callable, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

import learning_tracker as lt
from asking import UNHURRIED, noted, trackers
from learning_tracker.errors import UnknownId
from learning_tracker.kinds import Record
from learning_tracker.records import (
    LCSPR,
    Action,
    Agency,
    Dissemination,
    Evidence,
    Finding,
    LearningReview,
    Observation,
    RapidReview,
    Recommendation,
    Response,
    Theme,
    Update,
)
from learning_tracker.vocabulary import Judgement, Level

THREADS: dict[type[Record], tuple[str, ...]] = {
    LCSPR: ("arises_from",),
    LearningReview: ("arises_from",),
    Finding: ("sources", "repeats"),
    Recommendation: ("source", "findings"),
    Response: ("recommendation",),
    Action: ("answers",),
    Update: ("action",),
    Evidence: ("supports",),
}
"""The fields by which a record rests on others: design's thread, written out."""


# The thread through a record


def rests_on(tracker: lt.Tracker, identifier: str) -> set[str]:
    """What a record rests on directly."""
    record = tracker[identifier]
    found: set[str] = set()
    for field in THREADS.get(type(record), ()):
        value = getattr(record, field)
        found |= {value} if isinstance(value, str) else set(value)
    return found


def closure(start: str, ahead: Callable[[str], Iterable[str]]) -> dict[str, int]:
    """All that can be reached from a record, with how many steps it takes."""
    far = {start: 0}
    for step in range(1, 1000):
        new = {two for one, there in far.items() if there == step - 1 for two in ahead(one)}
        if not new - set(far):
            break
        far |= dict.fromkeys(new - set(far), step)
    return {one: there for one, there in far.items() if one != start}


@UNHURRIED
@given(trackers(), st.data())
def test_trace_is_all_above_and_all_below(tracker: lt.Tracker, data: st.DataObject) -> None:
    """A trace holds all that a record rests on but themes, itself, and all that rests on it."""
    if not len(tracker):
        return
    here = data.draw(st.sampled_from(sorted(tracker)))

    def up(one: str) -> set[str]:
        return {two for two in rests_on(tracker, one) if not isinstance(tracker[two], Theme)}

    def down(one: str) -> list[str]:
        return [two for two in tracker if one in rests_on(tracker, two)]

    above, below = closure(here, up), closure(here, down)
    table = tracker.trace(here)
    sides = [row.side for row in table]

    assert sides == ["before"] * len(above) + ["this"] + ["after"] * len(below)
    steps = {(row.side, row.record.id): row.distance for row in table}
    assert steps == {
        **{("before", one): far for one, far in above.items()},
        ("this", here): 0,
        **{("after", one): far for one, far in below.items()},
    }
    distances = [-row.distance if row.side == "before" else row.distance for row in table]
    assert distances == sorted(distances)


REVIEW = RapidReview(id="r", title="Rapid review", held_on="2024-01-10")
RECORDS = (
    Agency(id="g", name="Kent Police"),
    Theme(id="t", name="Fathers"),
    REVIEW,
    LCSPR(id="l", title="Laura", arises_from=("r",), published_on="2024-09"),
    Finding(id="f", sources=("l",), judgement="improvement", statement="F", themes=("t",)),
    Finding(id="f2", sources=("r",), judgement="improvement", statement="F2", themes=("t",)),
    Recommendation(
        id="m", source="l", statement="M", findings=("f",), addressed_to=("g",), made_on="2024-10"
    ),
    Response(id="n", recommendation="m", agency="g", decision="accepted", on="2024-11"),
    Action(id="a", statement="A", answers=("m",), lead="g", agreed_on="2024-12"),
    Update(id="u", action="a", on="2025-01", by="g", event="progress"),
    Evidence(id="e", on="2025-02", statement="E", level="quality", supports=("a", "t")),
)


def test_trace_from_the_action_to_both_ends() -> None:
    """From an action the thread runs up to the review and down to the evidence."""
    table = lt.Tracker(RECORDS).trace("a")
    assert [row["id"] for row in table.to_records()] == [
        "r", "l", "f", "m", "a", "e", "u"
    ]  # fmt: skip
    assert [row["on"] for row in table.to_records()] == [
        "2024-01-10", "2024-09", None, "2024-10", "2024-12", "2025-02", "2025-01"
    ]  # fmt: skip
    assert table.denominator == "4 records before it and 2 after it"
    assert table.caption == "The thread through “A”"


def test_trace_does_not_pass_through_agencies_or_themes() -> None:
    """Two findings on one theme, and all that one agency does, stay apart."""
    tracker = lt.Tracker(RECORDS)
    assert [row.record.id for row in tracker.trace("f2")] == ["r", "f2"]
    assert [row.record.id for row in tracker.trace("g")] == ["g"]
    assert [row.record.id for row in tracker.trace("t")] == ["t", "e"]
    assert "t" not in {row.record.id for row in tracker.trace("e")}


def test_trace_as_at_a_date_ends_there() -> None:
    """As at a date the thread holds only what was there by then."""
    tracker = lt.Tracker(RECORDS, date="2024-10-31")
    assert [row.record.id for row in tracker.trace("m")] == ["r", "l", "f", "m"]
    with pytest.raises(UnknownId, match="'a' is dated after 31 October 2024"):
        tracker.trace("a")


# Evidence by level


@UNHURRIED
@given(trackers())
def test_evidence_stands_at_the_level_it_counts_at(tracker: lt.Tracker) -> None:
    """Evidence that cannot be looked at counts as activity; without any there is no row."""
    held = tracker.of(Evidence)
    table = tracker.evidence.by_level()
    counted = {one.id: one.level if one.drawn_from or one.url else Level.ACTIVITY for one in held}
    assert {one.id: row.level for row in table for one in row.evidence} == counted
    assert [row.level for row in table] == (list(Level) if held else [])
    for row in table:
        supported = {one for each in row.evidence for one in each.supports}
        actions = {one for one in supported if isinstance(tracker[one], Action)}
        assert {one.id for one in row.actions} == actions
    assert noted(table, "Stated, not shown") == {
        one.id for one in held if counted[one.id] is not one.level
    }


def test_evidence_by_level() -> None:
    """Each level stands with its question, its pieces of evidence and the actions they support."""
    tracker = lt.Tracker(
        [
            *(REVIEW, Action(id="a", statement="A"), Action(id="b", statement="B")),
            *(
                Evidence(on="2025-02", statement="E", level=level, supports=supports, url=url)
                for level, supports, url in (
                    ("quality", ("a", "b"), "https://example.org"),
                    ("quality", ("a",), "https://example.org"),
                    ("difference", ("a",), ""),
                )
            ),
        ]
    )
    table = tracker.evidence.by_level()
    assert [(row["level"], row["evidence"], row["actions"]) for row in table.to_records()] == [
        ("activity", 1, 1), ("quality", 2, 2), ("difference", 0, 0)
    ]  # fmt: skip
    assert table.denominator == "of the 3 pieces of evidence and 2 actions on record"


# How learning was spread


@UNHURRIED
@given(trackers())
def test_reach_is_the_last_count_held(tracker: lt.Tracker) -> None:
    """Every way of spreading stands with the last count of whom it reached, if there is one."""
    expected = {}
    for one in tracker.of(Dissemination):
        counts = [each for each in tracker.of(Observation) if each.of == one.id]
        last = {a.value for a in counts if not any(a.on.last < b.on.first for b in counts)}
        expected[one.id] = last.pop() if len(last) == 1 else None
    table = tracker.disseminations.reach()
    assert {row["id"]: row["reach"] for row in table.to_records()} == expected
    dated = [row.record.on for row in table if row.record.on is not None]
    assert dated == sorted(dated)
    counted = sum(value is not None for value in expected.values())
    assert table.denominator.startswith(f"{counted} of the {len(expected)} way")


def test_reach_as_at_a_date() -> None:
    """A later count is not there yet; the ways stand in order of date, the undated last."""
    tracker = lt.Tracker(
        [
            REVIEW,
            Dissemination(id="d1", sources=("r",), channel="website"),
            Dissemination(id="d2", sources=("r",), channel="video", on="2024-09"),
            Dissemination(id="d3", sources=("r",), channel="briefing", on="2024-12"),
            Dissemination(id="d4", sources=("r",), channel="training", on="2025-02"),
            Observation(id="o1", of="d2", on="2025-01", value=12),
            Observation(id="o2", of="d2", on="2025-05", value=310),
        ]
    )
    then = tracker.as_at("2025-03-31").disseminations.reach().to_records()
    assert [(row["id"], row["reach"]) for row in then] == [
        ("d2", 12), ("d3", None), ("d4", None), ("d1", None)
    ]  # fmt: skip
    now = tracker.disseminations.reach()
    assert (now[0].record.id, now.to_records()[0]["reach"]) == ("d2", 310)


def test_the_order_of_what_answers_a_finding_does_not_matter() -> None:
    """What a gap rests on is in order of id, in whatever order it was added."""
    raised = (
        lt.LCSPR(id="laura", title="Laura"),
        lt.Finding(
            id="fathers",
            sources=("laura",),
            judgement=Judgement.IMPROVEMENT,
            statement="Fathers were not seen.",
        ),
    )
    answers = [
        lt.Action(id=f"action-{number}", statement="Ask fathers", answers=("laura", "fathers"))
        for number in (1, 2)
    ]
    told = [
        lt.Tracker([*raised, *ordered]).findings.gaps().rows[0].records
        for ordered in (answers, answers[::-1])
    ]
    assert told[0] == told[1]
