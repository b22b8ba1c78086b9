"""Questions about meetings: which was the last, what it decided, and what happened since."""

from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import learning_tracker as lt
from asking import UNHURRIED, deciding, noted
from learning_tracker.errors import AmbiguousName, InvalidArgument, UnknownChoice
from learning_tracker.kinds import Record
from learning_tracker.queries.decided import Decided
from learning_tracker.records import (
    LCSPR,
    Action,
    Agency,
    CaseFileAudit,
    Decision,
    Dissemination,
    Evidence,
    Finding,
    Measure,
    Meeting,
    Observation,
    Partnership,
    RapidReview,
    Recommendation,
    Request,
    Response,
    Theme,
    Update,
)
from learning_tracker.vocabulary import RULINGS

DATE = "2025-11-20"
PARTNERSHIP = Partnership(id="p", name="Riverton")
LEAD = Agency(id="lead", name="Rivershire Police")
ACTION = Action(id="a", statement="Teach officers.", lead="lead", agreed_on="2025-01-10")
REVIEW = RapidReview(id="review", title="Rapid review Alder", held_on="2025-02-03")
THEME = Theme(id="theme", name="Fathers")
MEETING = Meeting(id="august", body="Learning Lessons group", on="2025-08-21")


def tracker_of(*records: Record, date: str | None = DATE) -> lt.Tracker:
    """A tracker of these records with a partnership, a lead and its action."""
    return lt.Tracker([PARTNERSHIP, LEAD, ACTION, *records], date=date)


def met(identifier: str, on: str, body: str = "Learning Lessons group") -> Meeting:
    """A meeting."""
    return Meeting(id=identifier, body=body, on=on)


def said(on: str, event: str, by: str = "p", **more: Any) -> Update:
    """What was said of the action."""
    return Update(action="a", on=on, by=by, event=event, **more)


def ruled(event: str, **more: Any) -> Update:
    """What the meeting of August ruled on the action."""
    return said("2025-08-21", event, id="ruling", meeting="august", **more)


def decision(*about: str, follow_up_on: str | None = None) -> Decision:
    """What the meeting of August decided about these."""
    return Decision(
        id="decision",
        meeting="august",
        about=about,
        statement="Fathers are asked.",
        follow_up_on=follow_up_on,
    )


# The last meeting


def last(*meetings: Record, body: str | None = None, date: str | None = DATE) -> str | None:
    """The id of the last meeting."""
    found = tracker_of(*meetings, date=date).meetings.last(body)
    return found and found.id


def test_the_last_meeting_is_the_latest_that_was_held() -> None:
    """A meeting after the tracker's day is none yet, and without a meeting there is no last."""
    meetings = [met("one", "2025-05-22"), met("two", "2025-08-21"), met("three", "2026-02-19")]
    assert last(*meetings) == "two"
    assert last(*meetings, date="2025-08-20") == "one"
    assert last(*meetings, date="2025-05-21") is None
    assert last() is None


def test_a_meeting_that_is_only_planned_is_not_the_last() -> None:
    """A tracker without a date looks as of today, and shows what is planned as not yet held."""
    assert last(met("one", "2025-05-22"), met("two", "2099-01-01"), date=None) == "one"


def test_the_last_meeting_of_a_body() -> None:
    """Each body has its own last meeting; capitals and white space do not matter."""
    meetings = [met("one", "2025-07-17", "Executive group"), met("two", "2025-08-21")]
    assert last(*meetings) == "two"
    assert last(*meetings, body="executive  GROUP") == "one"


def test_a_body_that_never_met_is_refused() -> None:
    """A word that no meeting's body goes by is refused with what it may have meant."""
    meetings = tracker_of(met("one", "2025-07-17", "Executive group")).meetings
    with pytest.raises(UnknownChoice, match="is no body that meets; did you mean Executive group"):
        meetings.last("Executive grup")
    with pytest.raises(InvalidArgument, match="body: expected the name of a body that meets"):
        meetings.last(3)  # type: ignore[arg-type]


def test_of_two_meetings_on_one_day_the_busier_is_the_last() -> None:
    """Rulings and decisions count, progress does not; of two alike it is the first by id."""
    meetings = [met("one", "2025-08-21"), met("two", "2025-08-21")]
    assert last(*meetings) == "one"
    ruling = said("2025-08-21", "rescheduled", meeting="two", due_on="2025-12-31")
    assert last(*meetings, ruling) == "two"
    assert last(*meetings, Decision(meeting="two", statement="Fathers are asked.")) == "two"
    heard = [said("2025-08-21", "progress", meeting="one") for _ in range(3)]
    assert last(*meetings, ruling, *heard) == "two"


@pytest.mark.parametrize(
    "dates",
    [
        ("2025-08", "2025-08-21"),
        ("2025-08", "2025-08"),
        ("2025-08-21", "2025-11"),
        ("2025-11",),
    ],
)
def test_the_last_meeting_is_not_guessed(dates: tuple[str, ...]) -> None:
    """Where dates overlap, or one lies partly after the day, there is no last meeting."""
    meetings = [met(f"m{n}", on) for n, on in enumerate(dates)]
    table = tracker_of(*meetings).meetings.decided()
    assert last(*meetings) is None
    assert table.empty == "It is not certain which meeting was the last."
    assert noted(table, "may have been the last") <= {one.id for one in meetings}
    assert meetings[-1].id in noted(table, "may have been the last")


def test_a_month_that_is_over_and_follows_all_others_is_the_last() -> None:
    """A date as wide as a month is no doubt where nothing overlaps it."""
    assert last(met("one", "2025-08-21"), met("two", "2025-10")) == "two"


@UNHURRIED
@given(deciding(), st.sampled_from(["2024-03-31", "2024-12-31", "2025-06-30"]))
def test_no_meeting_was_held_after_the_last(records: list[Record], date: str) -> None:
    """Every other meeting came before it for certain, or on its very day."""
    tracker = lt.Tracker(records, date=date)
    found = tracker.meetings.last()
    others = [one for one in tracker.of(Meeting) if one.on.first <= tracker.date]
    if found is None:
        days = {one.on for one in others}
        assert not days or any(not one.is_day for one in days)
        return
    assert found.on.last <= tracker.date
    assert all(one.on.entirely_before(found.on) or one.on == found.on for one in others)
    tied = [one for one in others if one.on == found.on]
    counts = {
        one.id: sum(u.meeting == one.id and u.event in RULINGS for u in tracker.of(Update))
        + sum(d.meeting == one.id for d in tracker.of(Decision))
        for one in tied
    }
    assert found.id == min(one for one, count in counts.items() if count == max(counts.values()))


# What a meeting decided


def row_of(*records: Record, date: str = DATE) -> Decided:
    """The one row on the meeting of August."""
    (row,) = tracker_of(MEETING, *records, date=date).meetings.decided("august")
    return row


def test_rulings_and_decisions_are_what_a_meeting_decided() -> None:
    """A row for each ruling that cites the meeting and each decision; progress is neither."""
    tracker = tracker_of(
        MEETING,
        ruled("rescheduled", due_on="2025-12-31"),
        said("2025-08-21", "progress", "lead", meeting="august"),
        said("2025-08-21", "sent_back"),
        decision("a"),
    )
    table = tracker.meetings.decided("august")
    assert {row.record.id: row.text for row in table} == {
        "ruling": "rescheduled, due 31 December 2025: Teach officers.",
        "decision": "Fathers are asked.",
    }
    assert table.caption.startswith("Decided by Learning Lessons group, 21 August 2025")
    assert [row["about"] for row in table.to_records()] == [["a"], ["a"]]


def test_the_meeting_may_be_given_in_several_ways() -> None:
    """By its id, as itself, by its date, or not at all: then it is the last one held."""
    meetings = tracker_of(MEETING, met("may", "2025-05-22"), decision("a")).meetings
    for given_as in ("august", MEETING, "meeting of 21 August 2025", None):
        assert [row.record.id for row in meetings.decided(given_as)] == ["decision"]
    assert meetings.decided("may").empty == "No decision of this meeting is on record."


def test_a_meeting_that_is_not_on_record_is_refused() -> None:
    """Ids that are like it are named; so is what several meetings of one day are called."""
    meetings = tracker_of(MEETING, met("other", "2025-08-21")).meetings
    with pytest.raises(UnknownChoice, match="'agust' is no meeting; did you mean august"):
        meetings.decided("agust")
    with pytest.raises(UnknownChoice, match="'a' is no meeting"):
        meetings.decided("a")
    with pytest.raises(AmbiguousName, match="give the id: august or other"):
        meetings.decided("meeting of 21 August 2025")
    with pytest.raises(InvalidArgument, match="meeting: expected an id"):
        meetings.decided(3)  # type: ignore[arg-type]


def test_a_ruling_by_the_lead_itself_is_left_out() -> None:
    """Nobody rules on an action that it leads: a note names what was said so."""
    tracker = tracker_of(MEETING, ruled("signed_off", by="lead"))
    table = tracker.meetings.decided("august")
    assert not table
    assert noted(table, "may not decide") == {"ruling"}
    assert table.denominator.startswith("0 of the 0 decisions")


@pytest.mark.parametrize(
    ("since", "status"),
    [
        ([], "nothing heard"),
        ([said("2025-08-20", "progress", "lead")], "nothing heard"),
        ([said("2025-08-21", "progress", "lead")], "nothing heard"),
        ([said("2025-08-22", "progress", "lead")], "heard since"),
        ([said("2025-08", "progress", "lead")], "cannot tell"),
        ([said("2025-10-01", "completed", "lead")], "said to be done since"),
        ([said("2025-10-01", "completed")], "said to be done since"),
        ([said("2025-10-01", "signed_off")], "signed off since"),
        ([said("2025-10-01", "signed_off", "lead")], "said to be done since"),
        ([said("2025-10-01", "withdrawn")], "withdrawn since"),
        ([said("2025-10-01", "superseded")], "superseded since"),
        ([said("2025-10-01", "sent_back")], "reopened since"),
        (
            [said("2025-10-01", "signed_off"), said("2025-11-01", "reopened")],
            "reopened since",
        ),
        ([said("2025-10", "signed_off"), said("2025-10", "reopened")], "heard since"),
        ([said("2025-06-01", "completed", "lead"), said("2025-10-01", "progress")], "heard since"),
    ],
)
def test_what_became_of_a_ruling(since: list[Update], status: str) -> None:
    """What came certainly after the meeting's day is told, and never that it is done."""
    row = row_of(ruled("rescheduled", due_on="2025-12-31"), *since)
    assert row.status == status
    assert row.heard is (status not in {"nothing heard", "cannot tell"})
    assert row.overdue is False


@pytest.mark.parametrize("event", ["signed_off", "withdrawn", "superseded"])
def test_a_sign_off_asks_for_nothing_more(event: str) -> None:
    """A ruling that ends an action stands until something is heard again."""
    assert row_of(ruled(event)).status == "stands, nothing heard"
    assert row_of(ruled(event), said("2025-10-01", "reopened")).status == "reopened since"
    table = tracker_of(MEETING, ruled(event)).meetings.decided()
    assert table.denominator == (
        "0 of the 1 decision of this meeting heard of since, 1 more signed off or closed an "
        "action; 0 follow-ups overdue"
    )
    assert any(line.startswith("Stands:") for line in table.key)


@pytest.mark.parametrize(
    ("follow_up_on", "status"),
    [
        (None, "nothing heard"),
        ("2025-11-19", "follow-up overdue"),
        ("2025-11-20", "follow-up due now"),
        ("2025-11", "follow-up due now"),
        ("2025-11-21", "follow-up not yet due"),
    ],
)
def test_a_follow_up(follow_up_on: str | None, status: str) -> None:
    """A follow-up is overdue once its date is wholly past and nothing was heard since."""
    row = row_of(decision("a", follow_up_on=follow_up_on))
    assert (row.status, row.overdue) == (status, status == "follow-up overdue")
    heard = row_of(decision("a", follow_up_on=follow_up_on), said("2025-09-01", "progress", "lead"))
    assert (heard.status, heard.overdue) == ("heard since", False)
    perhaps = row_of(decision("a", follow_up_on=follow_up_on), said("2025-08", "progress", "lead"))
    assert (perhaps.status, perhaps.heard, perhaps.overdue) == ("cannot tell", False, False)


def test_a_decision_about_several_actions_is_told_by_all_of_them() -> None:
    """What became of one of two actions did not become of the decision."""
    other = attrs.evolve(ACTION, id="b")
    records = [other, decision("a", "b"), said("2025-10-01", "signed_off")]
    assert row_of(*records).status == "heard since"
    also = Update(action="b", on="2025-10-02", by="p", event="signed_off")
    assert row_of(*records, also).status == "signed off since"
    assert [one.record.id for one in row_of(*records).actions] == ["a", "b"]


LATER: dict[str, tuple[str, list[Record]]] = {
    "evidence for an action": (
        "a",
        [Evidence(id="x", on="2025-09-01", statement="S", level="quality", supports=("a",))],
    ),
    "a later decision": (
        "theme",
        [met("later", "2025-11-06"), Decision(id="x", meeting="later", about=("theme",),
                                              statement="S")],
    ),
    "a finding on a theme": (
        "theme",
        [CaseFileAudit(id="audit", title="T", topic="theme", held_on="2025-10-01"),
         Finding(id="x", sources=("audit",), judgement="strength", statement="S",
                 themes=("theme",))],
    ),
    "a recommendation from a review": (
        "review",
        [Recommendation(id="x", source="review", statement="S", made_on="2025-09-01")],
    ),
    "a recommendation that its review dates": (
        "theme",
        [RapidReview(id="newer", title="T", held_on="2025-10-01"),
         Recommendation(id="x", source="newer", statement="S", themes=("theme",))],
    ),
    "a review that arises from another": (
        "review", [LCSPR(id="x", title="T", arises_from=("review",), published_on="2025-10")],
    ),
    "a dissemination": (
        "review",
        [Dissemination(id="x", sources=("review",), channel="briefing", on="2025-10")],
    ),
    "a response": (
        "m",
        [Recommendation(id="m", source="review", statement="S"),
         Response(id="x", recommendation="m", agency="lead", decision="accepted",
                  on="2025-09-01")],
    ),
    "an action": (
        "m",
        [Recommendation(id="m", source="review", statement="S"),
         Action(id="x", statement="S", answers=("m",), agreed_on="2025-09-01")],
    ),
    "an observation": (
        "measure",
        [Measure(id="measure", name="N", unit="per cent"),
         Observation(id="x", of="measure", on="2025-09-01", value=40)],
    ),
}  # fmt: skip
"""What may be heard of a record after a meeting: the record, and what tells of it."""


@pytest.mark.parametrize("what", LATER)
def test_what_is_heard_of_other_records(what: str) -> None:
    """Anything said, decided, found or shown of a record is heard of the decision about it."""
    about, records = LATER[what]
    row = row_of(REVIEW, THEME, *records, decision(about))
    assert row.heard
    assert [one.record.id for one in row.since.told] == ["x"]
    assert {"x", about} <= {one.id for one in row.records}
    assert "2025" in row.since.text


@pytest.mark.parametrize(
    ("about", "records"),
    [
        ("a", [Request(agency="lead", actions=("a",), sent_on="2025-10", due_back_on="2025-11")]),
        ("lead", [said("2025-10-01", "progress", "lead")]),
        (
            "lead",
            [attrs.evolve(REVIEW, id="later", held_on="2025-10-01"),
             Finding(sources=("later",), judgement="strength", statement="S", agencies=("lead",))],
        ),
        (
            "theme",
            [Finding(sources=("review",), judgement="strength", statement="S", themes=("theme",))],
        ),
    ],
    ids=["a request", "word of another matter", "a finding about an agency", "an old finding"],
)  # fmt: skip
def test_what_is_not_heard_of_a_decision(about: str, records: list[Record]) -> None:
    """To ask is not to hear, and what an agency does elsewhere is no word of the decision."""
    row = row_of(REVIEW, THEME, *records, decision(about, follow_up_on="2025-10-31"))
    assert (row.heard, row.status) == (False, "follow-up overdue")


def test_what_has_no_date_is_noted() -> None:
    """What has no date, as its source has none or by itself, is not heard, and a note names it."""
    records = [
        THEME,
        Dissemination(id="d", sources=("undated",), channel="briefing"),
        RapidReview(id="undated", title="T"),
        Finding(id="f", sources=("undated",), judgement="improvement", statement="S",
                themes=("theme",)),
        decision("theme", "undated", follow_up_on="2025-10-31"),
    ]  # fmt: skip
    table = tracker_of(MEETING, *records).meetings.decided()
    assert (table[0].status, noted(table, "no date")) == ("follow-up overdue", {"f", "d"})


def test_what_may_have_come_before_the_meeting_is_noted() -> None:
    """Word as wide as the meeting's month leaves open what became of the decision."""
    word = said("2025-08", "progress", "lead", id="word")
    table = tracker_of(MEETING, word, decision("a")).meetings.decided()
    assert noted(table, "not certain whether these came after") == {"word"}


def test_a_decision_about_nothing_is_noted() -> None:
    """Of a decision that names no record nothing can be heard."""
    table = tracker_of(MEETING, decision()).meetings.decided()
    assert (table[0].status, noted(table, "About no record")) == ("nothing heard", {"decision"})


def test_overdue_follow_ups_stand_first() -> None:
    """What is overdue comes before what was not heard of, and that before all else."""
    tracker = tracker_of(
        MEETING,
        attrs.evolve(ACTION, id="b"),
        Decision(id="d1", meeting="august", about=("a",), statement="One."),
        Decision(id="d2", meeting="august", about=("b",), statement="Two."),
        Decision(id="d3", meeting="august", about=("b",), statement="Three.",
                 follow_up_on="2025-10-31"),
        said("2025-10-01", "progress", "lead", statement="Half are trained."),
    )  # fmt: skip
    table = tracker.meetings.decided()
    assert [row.record.id for row in table] == ["d3", "d2", "d1"]
    assert table.denominator == (
        "1 of the 3 decisions of this meeting heard of since; 1 follow-up overdue"
    )
    assert table[2].since.text == "progress, 1 October 2025: Half are trained"


def test_as_at_an_earlier_day_nothing_was_heard_yet() -> None:
    """A row tells what had happened by the tracker's day."""
    records = [decision("a", follow_up_on="2025-10-31"), said("2025-11-10", "progress", "lead")]
    assert row_of(*records, date="2025-10-31").status == "follow-up due now"
    assert row_of(*records, date="2025-11-01").status == "follow-up overdue"
    assert row_of(*records, date="2025-11-10").status == "heard since"


@UNHURRIED
@given(deciding(), st.sampled_from([None, "2024-06-15", "2025-03-31"]))
def test_every_decision_of_a_meeting_has_a_row(records: list[Record], date: str | None) -> None:
    """Rows are the decisions, and the rulings of those who may decide; the counts are theirs."""
    tracker = lt.Tracker(records, date=date)
    for meeting in tracker.meetings.values():
        table = tracker.meetings.decided(meeting)
        decisions = {one.id for one in tracker.of(Decision) if one.meeting == meeting.id}
        cited = {
            one.id
            for one in tracker.of(Update)
            if one.meeting == meeting.id and one.event in RULINGS
        }
        rows = {row.record.id for row in table}
        assert rows - cited == decisions
        assert rows | noted(table, "may not decide") == decisions | cited
        heard = sum(row.heard for row in table)
        assert table.denominator.startswith(f"{heard} of the {len(table)} decision")
        for row in table:
            assert all(one.on.entirely_after(meeting.on) for one in row.since.told)
            assert not (row.heard and row.overdue)
