"""Questions about requests: what was asked in the last round, and who has not answered."""

from typing import Any

import pytest
from hypothesis import given

import learning_tracker as lt
from asking import UNHURRIED, family, holder, noted, trackers
from learning_tracker.dates import When
from learning_tracker.kinds import Record
from learning_tracker.records import (
    Action,
    Agency,
    Partnership,
    RapidReview,
    Recommendation,
    Request,
    Response,
    Update,
)

DATE = "2025-11-20"
AGENCIES = (
    Partnership(id="p", name="Riverton"),
    Agency(id="police", name="Rivershire Police"),
    Agency(id="unit", name="Child abuse unit", part_of="police"),
    Agency(id="icb", name="NHS Rivershire"),
    Agency(id="ccg", name="CCG", succeeded_by="icb", succeeded_on="2025-11-01"),
    Action(id="a", statement="Train.", lead="police"),
    Action(id="b", statement="Ask.", lead="police"),
)


def request(
    identifier: str, agency: str = "police", due: str = "2025-10-31", **more: Any
) -> Request:
    """A request of October."""
    fields = {"sent_on": "2025-10-13", "actions": ("a",)} | more
    return Request(id=identifier, agency=agency, due_back_on=due, **fields)


def agencies(*records: Record, date: str | None = DATE) -> Any:
    """The agencies of a tracker with these records."""
    return lt.Tracker([*AGENCIES, *records], date=date).agencies


# Requests of the last round


@pytest.mark.parametrize(
    ("due", "returned", "days_late", "status"),
    [
        ("2025-10-31", "2025-10-30", None, "returned in time"),
        ("2025-10-31", "2025-10-31", None, "returned in time"),
        ("2025-10-31", "2025-11-03", 3, "returned late"),
        ("2025-10-31", "2025-11", 1, "returned late"),
        ("2025-10-31", "2025-10", None, "returned in time"),
        ("2025-10-20", "2025-10", "cannot tell", "cannot tell"),
        ("2025-10", "2025-10-20", "cannot tell", "cannot tell"),
        ("2025-10", "2025-11-03", 3, "returned late"),
        ("2025-10-31", None, 20, "not returned, overdue"),
        ("2025-10", None, 20, "not returned, overdue"),
        ("2025-11-20", None, None, "not yet due"),
        ("2025-12-05", None, None, "not yet due"),
        ("2025-11", None, "cannot tell", "cannot tell"),
    ],
)
def test_a_request_and_what_came_of_it(
    due: str, returned: str | None, days_late: int | str | None, status: str
) -> None:
    """A request is late by the fewest days that it can be; overlapping dates tell nothing."""
    table = agencies(request("q", due=due, returned_on=returned)).asked()
    (cells,) = table.to_records()
    assert (cells["days_late"], cells["status"], cells["actions"]) == (days_late, status, 1)
    assert noted(table, "cannot be told") == ({"q"} if status == "cannot tell" else set())
    answered = int(returned is not None)
    assert table.denominator == f"{answered} returned, of the 1 request of this round"


def test_the_last_round_began_when_several_were_last_asked() -> None:
    """A round is what was sent when two agencies or more were asked, and since."""
    requests = [
        request("july-1", sent_on="2025-07-14"),
        request("july-2", "icb", sent_on="2025-07-14"),
        request("october-1"),
        request("october-2", "icb"),
        request("november", sent_on="2025-11-17", due="2025-12-05"),
    ]
    table = agencies(*requests).asked()
    assert [row.record.id for row in table] == ["october-2", "october-1", "november"]
    assert table.caption == "Requests of the last round, sent since 13 October 2025"
    before = agencies(*requests, date="2025-10-01").asked()
    assert [row.record.id for row in before] == ["july-2", "july-1"]


def test_without_a_round_every_request_is_shown() -> None:
    """Where no two agencies were ever asked at once, all requests are one round."""
    table = agencies(request("q1", sent_on="2025-07-14"), request("q2")).asked()
    assert (len(table), table.caption) == (2, "Requests of the last round")


def test_a_request_that_may_be_of_the_round_before_is_noted() -> None:
    """A request of which only the month is known is shown, and named."""
    table = agencies(
        request("q1"), request("q2", "icb"), request("q3", sent_on="2025-10")
    ).asked()  # fmt: skip
    assert len(table) == 3
    assert noted(table, "sent before this round began") == {"q3"}


# Who has not answered


def test_silent_is_who_has_not_answered_though_the_date_is_past() -> None:
    """One row an agency: what is overdue and what is not, the oldest, and on how many actions."""
    table = agencies(
        request("q1", sent_on="2025-07-14", due="2025-08-01"),
        request("q2", actions=("a", "b")),
        request("q3", sent_on="2025-11-17", due="2025-12-05"),
        request("q4", sent_on="2025-04-14", due="2025-05-02", returned_on="2025-05-02"),
        request("q5", "icb", returned_on="2025-11-12"),
    ).silent()
    assert table.to_records() == [
        {
            "id": "police",
            "agency": "Rivershire Police",
            "overdue": 2,
            "waiting": 1,
            "asked_on": "2025-07-14",
            "due_back_on": "2025-08-01",
            "days_overdue": 111,
            "actions": 2,
            "last_heard": "2025-05-02",
        }
    ]
    assert table.denominator == "of the 2 agencies asked"
    assert noted(table, "Not yet due") == {"q3"}


@pytest.mark.parametrize(
    ("due", "note"),
    [("2025-11-20", "Not yet due"), ("2025-12", "Not yet due"), ("2025-11", "cannot be told")],
)
def test_no_silence_before_the_date_is_wholly_past(due: str, note: str) -> None:
    """A request that is due today, later, or within the month is no silence but is named."""
    table = agencies(request("q", due=due)).silent()
    assert table.empty == "No agency owes an answer that is overdue."
    assert (len(table), noted(table, note)) == (0, {"q"})


def test_a_successor_answers_for_what_its_predecessor_was_asked() -> None:
    """The row is that of who answers today."""
    requests = [request("q1", "ccg", due="2025-10-20"), request("q2", "icb")]
    assert [row.agency.id for row in agencies(*requests, date="2025-10-25").silent()] == ["ccg"]
    (row,) = agencies(*requests).silent()
    assert (row.agency.id, [one.id for one in row.overdue]) == ("icb", ["q1", "q2"])


HEARD: dict[str, Record] = {
    "an update": Update(action="a", by="police", on="2025-09-05", event="progress"),
    "an update of a part": Update(action="a", by="unit", on="2025-09-05", event="progress"),
    "a response": Response(
        recommendation="m", agency="police", decision="accepted", on="2025-09-05"
    ),
    "a request returned": Request(
        agency="police", sent_on="2025-08-11", due_back_on="2025-08-29", returned_on="2025-09-05"
    ),
}


@pytest.mark.parametrize("what", HEARD)
def test_when_an_agency_was_last_heard_from(what: str) -> None:
    """By an update, a response or a request returned, its parts' too; others' do not count."""
    known = [
        RapidReview(id="r", title="R"),
        Recommendation(id="m", source="r", statement="S"),
        Update(action="a", by="police", on="2025-03-01", event="progress"),
        Update(action="a", by="icb", on="2025-11-01", event="progress"),
        HEARD[what],
    ]
    (row,) = agencies(request("q"), *known).silent()
    assert row.last_heard == When.parse("2025-09-05")
    assert HEARD[what] in row.records


def test_an_agency_that_was_never_heard_from() -> None:
    """Nothing stands where nothing was heard."""
    (row,) = agencies(request("q")).silent()
    assert row.last_heard is None


def test_when_it_was_last_heard_from_is_as_wide_as_it_is_known() -> None:
    """Of a month and a day within it, the last lies between that day and the month's end."""
    heard = [
        Update(action="a", by="police", on=on, event="progress") for on in ("2025-10", "2025-10-20")
    ]
    (row,) = agencies(request("q"), *heard).silent()
    assert row.last_heard == When.parse("2025-10-20/2025-10-31")


def test_an_answer_that_may_come_from_after_the_day_is_noted() -> None:
    """It counts as an answer, as everything that may have been there does."""
    table = agencies(request("q", returned_on="2025-11")).silent()
    assert (len(table), noted(table, "partly after")) == (0, {"q"})


def test_the_longest_overdue_stands_first() -> None:
    """In order of how long they have owed an answer."""
    table = agencies(request("q1"), request("q2", "icb", due="2025-08-01")).silent()
    assert [row.agency.id for row in table] == ["icb", "police"]


@UNHURRIED
@given(trackers())
def test_silent_is_counted_by_who_answers(tracker: lt.Tracker) -> None:
    """The rows are the agencies of the requests that are overdue, by a slow count."""
    overdue: dict[str, set[str]] = {}
    for one in tracker.of(Request):
        if one.returned_on is None and one.due_back_on.last < tracker.view.today:
            overdue.setdefault(holder(tracker, one.agency), set()).add(one.id)
    asked = {holder(tracker, one.agency) for one in tracker.of(Request)}
    table = tracker.agencies.silent()
    assert {row.agency.id: {one.id for one in row.overdue} for row in table} == overdue
    assert table.denominator.startswith(f"of the {len(asked)} agenc")
    for row in table:
        kin = family(tracker, row.agency.id)
        spoken = {one.id for one in tracker.of(Update) if one.by in kin}
        assert spoken == {one.id for one in row.heard if isinstance(one, Update)}
