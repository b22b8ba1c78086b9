"""Questions about findings: by theme and with marks, not taken up, and where threads stop."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import learning_tracker as lt
from asking import (
    UNHURRIED,
    coded,
    counted,
    counted_on,
    frames,
    improvements,
    marks,
    noted,
    sources_of,
    trackers,
    year_of,
)
from learning_tracker.dates import ReportingYear
from learning_tracker.errors import InvalidArgument
from learning_tracker.kinds import Record
from learning_tracker.records import (
    LCSPR,
    Action,
    CaseFileAudit,
    Evidence,
    ExternalReview,
    Finding,
    LearningReview,
    Partnership,
    RapidReview,
    Recommendation,
    Review,
    Source,
    Theme,
    Update,
)
from learning_tracker.view import standing
from learning_tracker.vocabulary import Judgement

FATHERS = Theme(id="fathers", name="Fathers")
UNSEEN = Theme(id="unseen", name="Unseen fathers", broader="fathers")
TOPIC = Theme(id="topic", name="Neglect", frame="audit-topic")
KINDS = {"review": Review, "lcspr": LCSPR, "case-file-audit": CaseFileAudit}


def rapid(identifier: str, held_on: str | None = "2024-01-10") -> RapidReview:
    """A rapid review."""
    return RapidReview(id=identifier, title=identifier.upper(), held_on=held_on)


def lcspr(identifier: str, *arises_from: str, on: str | None = "2025-02-01") -> LCSPR:
    """An LCSPR that takes rapid reviews further."""
    return LCSPR(id=identifier, title=identifier.upper(), arises_from=arises_from, published_on=on)


def audit(identifier: str, held_on: str = "2024-01-10") -> CaseFileAudit:
    """A case-file audit."""
    return CaseFileAudit(id=identifier, title=identifier.upper(), topic="topic", held_on=held_on)


def inspection(identifier: str, on: str) -> ExternalReview:
    """An inspection by another body."""
    return ExternalReview(
        id=identifier, title="Inspection", body="Ofsted", review_type="inspection", published_on=on
    )


def finding(identifier: str, *sources: str, on: str = "fathers", **more: Any) -> Finding:
    """An improvement on fathers, unless said otherwise."""
    fields = {"judgement": "improvement", "statement": identifier.upper(), "themes": (on,)}
    return Finding(id=identifier, sources=sources, **(fields | more))


def strength(identifier: str, *sources: str, on: str = "fathers", **more: Any) -> Finding:
    """A strength on fathers, unless said otherwise."""
    return finding(identifier, *sources, on=on, judgement="strength", **more)


def tracker_of(*records: Record, date: str | None = None) -> lt.Tracker:
    """A tracker of these records with themes to code and audit."""
    return lt.Tracker([FATHERS, UNSEEN, TOPIC, *records], date=date)


def marks_in(tracker: lt.Tracker, **asked: Any) -> dict[str, str]:
    """The mark of each finding in a table by theme."""
    table = tracker.findings.by_theme(**asked)
    return {one.finding.id: one.mark for row in table for one in row.findings}


def doubted(tracker: lt.Tracker) -> set[str]:
    """The findings that have no mark because the order is not certain."""
    return noted(tracker.findings.by_theme(), "not certain which came first")


# By theme


@UNHURRIED
@given(trackers(), st.data())
def test_by_theme_sorts_findings_with_their_marks(tracker: lt.Tracker, data: Any) -> None:
    """Each finding of the year and kinds stands on its themes, marked by what came earlier."""
    kinds = data.draw(st.sampled_from([None, *KINDS, ("lcspr", "case-file-audit")]))
    year = data.draw(st.sampled_from([None, "2023-24", "2024-25"]))
    frame = data.draw(st.sampled_from(frames(tracker)))
    roll_up = data.draw(st.booleans())
    asked = [kinds] if isinstance(kinds, str) else kinds
    classes = tuple(KINDS[one] for one in asked) if asked else (Source,)
    of_kinds = [
        one
        for one in tracker.of(Finding)
        if any(isinstance(source, classes) for source in sources_of(tracker, one))
    ]
    among = [one for one in of_kinds if not year or year_of(counted_on(tracker, one)) == year]
    expected = {
        (judgement, theme, frozenset(ids))
        for judgement in Judgement
        for theme, ids in coded(
            tracker, (one for one in among if one.judgement is judgement), frame, roll_up=roll_up
        ).items()
    }
    table = tracker.findings.by_theme(source_kinds=kinds, year=year, frame=frame, roll_up=roll_up)

    assert {
        (row.judgement, row.theme.id, frozenset(one.finding.id for one in row.findings))
        for row in table
    } == expected
    for row in table:
        for one in row.findings:
            found = marks(tracker, one.finding)
            assert {other.finding.id for other in one.progress} == found["*"]
            assert {other.finding.id for other in one.recurring} == found["**"]
            assert one.mark == " ".join(mark for mark in ("*", "**") if found[mark])
    unmarked = {
        one.id
        for one in among
        if (found := marks(tracker, one))["?"] and not found["*"] | found["**"]
    }
    assert noted(table, "not certain which came first") == unmarked
    held = [
        one
        for one in tracker.of(Source)
        if isinstance(one, classes) and (not year or year_of(counted(one)) == year)
    ]
    assert table.denominator.startswith(f"{len(among)} finding")
    assert f" of the {len(held)} " in table.denominator


def test_reviews_compare_with_reviews_only() -> None:
    """A review's finding is not marked by an audit's, an audit's is by both."""
    tracker = tracker_of(
        *(audit("c1"), rapid("r1", "2024-02-01"), rapid("r2", "2024-03-01")),
        *(audit("c2", "2024-04-01"), inspection("x1", "2024-05-01")),
        *(finding(f"f-{one}", one) for one in ("c1", "r1", "r2", "c2", "x1")),
    )
    assert marks_in(tracker) == {
        "f-c1": "", "f-r1": "", "f-r2": "**", "f-c2": "**", "f-x1": ""
    }  # fmt: skip
    rows = {one.finding.id: one for row in tracker.findings.by_theme() for one in row.findings}
    assert {one.finding.id for one in rows["f-r2"].recurring} == {"f-r1"}
    assert {one.finding.id for one in rows["f-c2"].recurring} == {"f-c1", "f-r1", "f-r2"}


def test_marks_need_an_independent_source() -> None:
    """What the rapid review said first gives no mark to the LCSPR that arises from it."""
    converted = (rapid("r1"), lcspr("l1", "r1"), finding("f1", "r1"), finding("f2", "l1"))
    assert marks_in(tracker_of(*converted)) == {"f1": "", "f2": ""}
    unknown = (rapid("r1"), lcspr("l1"), finding("f1", "r1"), finding("f2", "l1"))
    assert marks_in(tracker_of(*unknown)) == {"f1": "", "f2": "**"}


def test_marks_compare_coded_themes_even_rolled_up() -> None:
    """A finding on a narrower theme is not marked by one on the broader, rolled up or not."""
    tracker = tracker_of(
        rapid("r1"), rapid("r2", "2024-02"), finding("f1", "r1"), finding("f2", "r2", on="unseen")
    )
    assert marks_in(tracker) == {"f1": "", "f2": ""}
    assert marks_in(tracker, roll_up=True) == {"f1": "", "f2": ""}
    assert [row.theme.id for row in tracker.findings.by_theme(roll_up=True)] == ["fathers"]


def test_no_mark_where_the_order_is_not_certain() -> None:
    """Overlapping or missing dates give no mark, and a note names the finding."""
    for later in ("2024-01", None):
        tracker = tracker_of(
            rapid("r1"), rapid("r2", later), strength("f1", "r1"), strength("f2", "r2")
        )
        assert marks_in(tracker) == {"f1": "", "f2": ""}
        assert doubted(tracker) == {"f1", "f2"}


def test_a_mark_that_is_certain_leaves_no_doubt() -> None:
    """A finding that one earlier finding marks is not named for another of uncertain order."""
    tracker = tracker_of(
        *(rapid("r0", "2023"), rapid("r1"), rapid("r2", "2024-01")),
        *(finding("f0", "r0"), finding("f1", "r1"), finding("f2", "r2")),
    )
    assert marks_in(tracker) == {"f0": "", "f1": "**", "f2": "**"}
    assert doubted(tracker) == set()


def test_progress_and_recurrence_together() -> None:
    """A strength after an improvement and a strength has both marks; an improvement has not."""
    tracker = tracker_of(
        *(rapid("r1"), rapid("r2", "2024-02"), rapid("r3", "2024-03"), rapid("r4", "2024-04")),
        *(finding("f1", "r1"), strength("f2", "r2"), strength("f3", "r3"), finding("f4", "r4")),
    )
    assert marks_in(tracker) == {"f1": "", "f2": "*", "f3": "* **", "f4": "**"}
    table = tracker.findings.by_theme()
    rows = [(row["judgement"], row["progress"], row["recurring"]) for row in table.to_records()]
    assert rows == [("strength", 2, 1), ("improvement", 0, 1)]
    assert [line[:2] for line in table.key] == ["* ", "**"]
    assert "F3 * **" in str(table)


def test_a_persons_judgement_gives_the_mark() -> None:
    """A finding that repeats another is marked, whatever its theme, source and date."""
    tracker = tracker_of(
        rapid("r1"),
        *(finding("f1", "r1"), strength("f2", "r1", on="unseen", repeats=("f1",))),
        *(finding("f3", "r1", themes=(), repeats=("f1",)), finding("f4", "r1", repeats=("f2",))),
    )
    rows = {one.id: marks(tracker, one) for one in tracker.of(Finding)}
    assert [rows[f"f{n}"]["**"] for n in (1, 2, 3, 4)] == [set(), set(), {"f1"}, set()]
    assert marks_in(tracker) == {"f1": "", "f2": "*", "f4": ""}
    assert noted(tracker.findings.by_theme(), "coded to no theme") == {"f3"}


def test_several_sources_mark_only_what_none_of_them_may_have_raised() -> None:
    """A finding of one of two reviews is not earlier than one that either may have raised."""
    earlier = (rapid("r1", "2023"), rapid("r2", "2023"), finding("f1", "r1", "r2"))
    both = tracker_of(*earlier, rapid("r3"), finding("f2", "r2", "r3"))
    assert marks_in(both) == {"f1": "", "f2": ""}
    apart = tracker_of(*earlier, rapid("r3"), finding("f2", "r3"))
    assert marks_in(apart) == {"f1": "", "f2": "**"}
    assert noted(apart.findings.by_theme(), "count as one source") == {"f1"}


def test_by_theme_of_a_year_names_what_straddles() -> None:
    """A finding whose sources lie in two years, or have no date, is named and not counted."""
    tracker = tracker_of(
        *(rapid("r1", "2024-03"), rapid("r2", "2024-04"), rapid("r3", None)),
        *(rapid("r4", "2024-03-31/2024-04-01"),),
        *(finding("f1", "r1"), finding("f2", "r2"), finding("f3", "r3")),
        finding("f4", "r1", "r2"),
    )
    table = tracker.findings.by_theme(year="2024-25")
    assert set(marks_in(tracker, year=ReportingYear(2024))) == {"f2"}
    assert noted(table, "the date of their source") == {"f3", "f4"}
    assert noted(table, "Not among the sources counted") == {"r3", "r4"}
    assert table.denominator == "1 finding of the 1 source of 2024-25"


def test_by_theme_names_its_sources() -> None:
    """The caption and the denominator say of what kinds of source the findings are."""
    tracker = tracker_of(rapid("r1"), lcspr("l1"), audit("c1"), finding("f1", "r1"))
    asked = [None, "review", ("lcspr", "rapid-review"), "case-file-audit"]
    said = [tracker.findings.by_theme(source_kinds=one).denominator for one in asked]
    assert said == [
        "1 finding of the 3 sources on record",
        "1 finding of the 2 reviews on record",
        "1 finding of the 2 reviews on record",
        "0 findings of the 1 case-file audit on record",
    ]


def test_rolled_up_names_the_narrower_themes() -> None:
    """A rolled-up row names the narrower themes of its findings; another names none."""
    tracker = tracker_of(rapid("r1"), finding("f1", "r1"), finding("f2", "r1", on="unseen"))
    rolled = tracker.findings.by_theme(roll_up=True).to_records()
    assert [row["narrower"] for row in rolled] == [["Unseen fathers"]]
    assert [row["narrower"] for row in tracker.findings.by_theme().to_records()] == [[], []]


def test_sources_of_mixed_kinds_give_no_mark_and_are_named() -> None:
    """What either a review or an audit raised may be comparable with a review's: a note says so."""
    earlier = (rapid("r1", "2023"), audit("c1", "2023"), finding("f1", "r1", "c1"))
    tracker = tracker_of(*earlier, rapid("r2"), finding("f2", "r2"))
    assert marks_in(tracker) == {"f1": "", "f2": ""}
    assert doubted(tracker) == {"f2"}


def test_to_ask_for_no_kind_of_source_is_refused() -> None:
    """An empty list of kinds would find nothing, whatever there is."""
    with pytest.raises(InvalidArgument, match="source_kinds: expected at least one kind of source"):
        tracker_of().findings.by_theme(source_kinds=[])


# Not taken up


def live(tracker: lt.Tracker) -> list[Action]:
    """The actions that were neither superseded nor withdrawn."""
    return [one for one in tracker.of(Action) if not standing(tracker.view, one).closed]


@UNHURRIED
@given(trackers())
def test_unaddressed_is_what_nothing_rests_on(tracker: lt.Tracker) -> None:
    """An improvement is unaddressed if no recommendation and no live action takes it up."""
    taken_up = {one for each in tracker.of(Recommendation) for one in each.findings}
    taken_up |= {one for each in live(tracker) for one in each.answers}
    table = tracker.findings.unaddressed()
    found = improvements(tracker)
    assert {one.record.id for one in table} == {one.id for one in found} - taken_up
    assert (
        table.denominator == f"of the {len(found)} improvement{'s' * (len(found) != 1)} on record"
    )


@pytest.mark.parametrize(
    ("record", "taken_up"),
    [
        (Recommendation(id="m", source="r1", statement="Train.", findings=("f1",)), True),
        (Action(id="a", statement="Train.", answers=("f1",)), True),
        (Recommendation(id="m", source="r1", statement="Train.", themes=("fathers",)), False),
        (Action(id="a", statement="Train.", answers=("r1",)), False),
    ],
)
def test_unaddressed_asks_for_a_link_to_the_finding(record: Record, *, taken_up: bool) -> None:
    """An answer to the whole review, or on the same theme, does not take up the finding."""
    tracker = tracker_of(rapid("r1"), finding("f1", "r1"), strength("f2", "r1"), record)
    assert [one.record.id for one in tracker.findings.unaddressed()] == ["f1"] * (not taken_up)


WITHDRAWN = (
    Partnership(id="p", name="Riverton"),
    Update(id="u", action="a", on="2024-05", by="p", event="withdrawn"),
)


@pytest.mark.parametrize("answered", ["f1", "r1"])
def test_a_closed_action_takes_up_nothing(answered: str) -> None:
    """A withdrawn action answers neither the finding nor its source, and is among the records."""
    action = Action(id="a", statement="Train.", answers=(answered,))
    tracker = tracker_of(rapid("r1"), finding("f1", "r1"), action, *WITHDRAWN)
    for table in (tracker.findings.unaddressed(), tracker.findings.gaps()):
        assert [row.record.id for row in table] == ["f1"]
        assert noted(table, "Actions answer what raised") == set()
        assert {"a", "u"} <= {one.id for one in table.records}
    (row,) = tracker.findings.gaps()
    assert row.stage == "no recommendation or action"
    assert tracker.findings.unaddressed()[0].answered_at_source is False


def test_unaddressed_tells_what_is_inferred_and_answered_at_its_source() -> None:
    """A row tells whether its finding was inferred and whether an action answers its source."""
    action = Action(id="a", statement="Train.", answers=("r1",))
    records = (rapid("r1"), finding("f1", "r1", basis="inferred"), action)
    tracker = tracker_of(*records, rapid("r2"), finding("f2", "r2"))
    rows = {row.record.id: row for row in tracker.findings.unaddressed()}
    assert {one: (row.inferred, row.answered_at_source) for one, row in rows.items()} == {
        "f1": (True, True), "f2": (False, False)
    }  # fmt: skip
    for table in (tracker.findings.unaddressed(), tracker.findings.gaps()):
        assert noted(table, "Inferred, not stated by a source") == {"f1"}


def test_nothing_on_record_is_not_everything_taken_up() -> None:
    """Without an improvement, the sentence does not claim that every one is taken up."""
    assert tracker_of().findings.unaddressed().empty == "No improvement is on record."


def test_straddling_sources_of_improvements_are_named() -> None:
    """An improvement is shown though its source's date lies partly later, and the source named."""
    tracker = tracker_of(rapid("r1", "2024-05"), finding("f1", "r1"), date="2024-05-15")
    for table in (tracker.findings.unaddressed(), tracker.findings.gaps()):
        assert noted(table, "partly after") == {"r1"}


# Where threads stop


THREAD = (Recommendation, Action, Update, Evidence)


def thread(tracker: lt.Tracker, finding: Finding) -> list[set[str]]:
    """The recommendations, actions, updates and evidence on the thread from a finding."""
    recommendations = {one.id for one in tracker.of(Recommendation) if finding.id in one.findings}
    answered = {finding.id, *recommendations}
    actions = {one.id for one in live(tracker) if answered & set(one.answers)}
    updates = {one.id for one in tracker.of(Update) if one.action in actions}
    shown = answered | actions
    evidence = {one.id for one in tracker.of(Evidence) if shown & set(one.supports)}
    return [recommendations, actions, updates, evidence]


def reached(tracker: lt.Tracker, finding: Finding) -> str:
    """How far the thread from a finding reaches, in words."""
    recommendations, actions, updates, evidence = thread(tracker, finding)
    levels = {tracker[one].counts_as.value for one in evidence}
    for level, words in (
        ("difference", "evidence of a difference for children"),
        ("quality", "evidence of how well it was done"),
        ("activity", "evidence of activity only"),
    ):
        if level in levels:
            return words
    if updates:
        return "word of an action, but no evidence"
    if actions:
        return "an action, but nothing said of it"
    return "a recommendation, but no action" if recommendations else "no recommendation or action"


@UNHURRIED
@given(trackers(), st.sampled_from([None, "2024-25"]))
def test_gaps_tell_how_far_each_thread_reaches(tracker: lt.Tracker, year: str | None) -> None:
    """Each improvement of the year stands with the furthest that its thread reaches."""
    found = [
        one
        for one in improvements(tracker)
        if year is None or year_of(counted_on(tracker, one)) == year
    ]
    table = tracker.findings.gaps(year=year)
    assert {row.record.id: row.stage for row in table} == {
        one.id: reached(tracker, one) for one in found
    }
    for row in table:
        on_it = [one for one in row.thread if isinstance(one, THREAD)]
        assert {one.id for one in on_it} == set().union(*thread(tracker, row.record))
    end = sum(row.stage == "evidence of a difference for children" for row in table)
    assert table.denominator.startswith(f"{end} of the {len(found)} improvement")


def test_gaps_stage_by_stage() -> None:
    """With each record on the thread it reaches further; what cannot be looked at is activity."""
    records: list[Record] = [rapid("r1"), finding("f1", "r1")]
    stages = []
    for more in (
        (),
        (Recommendation(id="m", source="r1", statement="Train.", findings=("f1",)),),
        (Action(id="a", statement="Train.", answers=("m",)),),
        (
            lt.Agency(id="g", name="Kent Police"),
            Update(id="u", action="a", on="2024-06", by="g", event="progress"),
        ),
        (evidence("e1", "difference"),),
        (evidence("e2", "quality", url="https://example.org"),),
        (evidence("e3", "difference", drawn_from="r1"),),
    ):
        records += more
        (row,) = tracker_of(*records).findings.gaps()
        stages.append(row.stage)
    assert stages == [
        "no recommendation or action",
        "a recommendation, but no action",
        "an action, but nothing said of it",
        "word of an action, but no evidence",
        "evidence of activity only",
        "evidence of how well it was done",
        "evidence of a difference for children",
    ]


def evidence(identifier: str, level: str, **more: str) -> Evidence:
    """Evidence for the action."""
    fields = {"on": "2024-07", "statement": "Seen.", "level": level, "supports": ("a",)}
    return Evidence(id=identifier, **fields, **more)


def test_gaps_put_the_shortest_thread_first_and_leave_later_findings_alone() -> None:
    """A finding that repeats another has a thread of its own; the shortest stands first."""
    tracker = tracker_of(
        *(rapid("r1"), rapid("r2", "2024-05")),
        *(finding("f1", "r1"), finding("f2", "r2", repeats=("f1",))),
        Action(id="a", statement="Train.", answers=("f1",)),
    )
    assert [row.record.id for row in tracker.findings.gaps()] == ["f2", "f1"]
    answered = tracker_of(
        *(rapid("r1"), rapid("r2", "2024-05")),
        *(finding("f1", "r1"), finding("f2", "r2", repeats=("f1",))),
        Action(id="a", statement="Train.", answers=("f2",)),
    )
    assert [row.record.id for row in answered.findings.gaps()] == ["f1", "f2"]


def test_gaps_name_what_straddles_the_year() -> None:
    """An improvement whose source has no date, or one in two years, is named and not counted."""
    review = LearningReview(id="l1", title="L1", published_on="2024-03/2024-04")
    tracker = tracker_of(review, rapid("r1", None), finding("f1", "l1"), finding("f2", "r1"))
    table = tracker.findings.gaps(year="2024-25")
    assert (len(table), noted(table, "straddles the year")) == (0, {"f1", "f2"})
