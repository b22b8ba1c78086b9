"""What was signed off long ago and not looked at since."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import learning_tracker as lt
from asking import UNHURRIED, noted, trackers
from learning_tracker.errors import InvalidArgument
from learning_tracker.kinds import Record
from learning_tracker.records import (
    Action,
    Agency,
    CaseFileAudit,
    Evidence,
    Finding,
    Partnership,
    RapidReview,
    Theme,
    Update,
)
from learning_tracker.view import standing
from learning_tracker.vocabulary import Event, Level, State

DATE = "2025-08-31"
RECORDS = (
    Partnership(id="p", name="Riverton"),
    Agency(id="lead", name="Rivershire Police"),
    Theme(id="t", name="Fathers"),
    Theme(id="n", name="Fathers unseen", broader="t"),
    RapidReview(id="r", title="Rapid review Alder", held_on="2024-01-10"),
    CaseFileAudit(id="audit", title="Audit", topic="t", held_on="2024-02-01"),
    Action(id="a", statement="Ask.", lead="lead", themes=("t",), agreed_on="2023-01-10"),
)


def said(on: str, event: str = "signed_off", by: str = "p") -> Update:
    """What was said of the action."""
    return Update(action="a", on=on, by=by, event=event)


def shown(on: str, level: str = "quality", drawn_from: str | None = "r") -> Evidence:
    """Evidence for the action."""
    return Evidence(
        id=f"e-{on}", on=on, level=level, statement="Seen.", supports=("a",), drawn_from=drawn_from
    )


def table_of(*records: Record, date: str = DATE, months: int = 12) -> Any:
    """What is due for another look."""
    tracker = lt.Tracker([*RECORDS, *records], date=date)
    return tracker.actions.due_for_recheck(months=months)


def is_due(*records: Record, date: str = DATE, months: int = 12) -> bool:
    """Whether the action is due for another look."""
    return bool(table_of(*records, date=date, months=months))


@pytest.mark.parametrize(
    ("signed_off", "months", "date", "due"),
    [
        ("2024-08-31", 12, "2025-08-31", True),
        ("2024-09-01", 12, "2025-08-31", False),
        ("2024-08-31", 6, "2025-02-27", False),
        ("2024-08-31", 6, "2025-02-28", True),
        ("2024-01-31", 1, "2024-02-29", True),
        ("2024-08", 12, "2025-08-31", True),
        ("2024-08", 1200, "2025-08-31", False),
    ],
)
def test_due_by_calendar_months(signed_off: str, months: int, date: str, due: bool) -> None:  # noqa: FBT001
    """Six months after 31 August is the last day of February."""
    assert is_due(said(signed_off), date=date, months=months) is due


def test_a_date_too_wide_to_tell_is_noted() -> None:
    """A sign-off of a month that straddles the limit leaves it open, and a note says so."""
    table = table_of(said("2024-09"), date="2025-09-15")
    assert (len(table), noted(table, "cannot be told whether they are due")) == (0, {"a"})
    assert table.denominator == "of the 1 action signed off"


@pytest.mark.parametrize(
    ("since", "due"),
    [
        ([shown("2025-01-10")], False),
        ([shown("2025-01-10", level="difference")], False),
        ([shown("2025-01-10", level="activity")], True),
        ([shown("2025-01-10", drawn_from=None)], True),
        ([shown("2025-01-10", level="activity", drawn_from="audit")], False),
        ([shown("2024-06-10")], True),
        ([said("2025-01-10", "progress", "lead")], True),
        ([said("2025-01-10", "completed", "lead")], True),
        ([said("2025-01-10", "rescheduled")], False),
        ([said("2025-01-10", "rescheduled", "lead")], True),
        ([said("2025-01-10", "signed_off")], False),
    ],
)
def test_what_is_another_look(since: list[Record], due: bool) -> None:  # noqa: FBT001
    """Evidence above activity, what is drawn from an audit, and a ruling; a bare word is none."""
    assert is_due(said("2024-05-01"), *since) is due


def test_an_action_looked_at_long_ago_is_due_again() -> None:
    """What counts is when somebody last looked, not whether anybody ever did."""
    (row,) = table_of(said("2023-05-01"), shown("2024-06-10"))
    assert (str(row.signed_off_on), str(row.looked_at)) == ("1 May 2023", "10 June 2024")


@pytest.mark.parametrize("event", ["reopened", "sent_back", "withdrawn"])
def test_only_what_is_signed_off_today(event: str) -> None:
    """An action that was reopened or closed since is not due for another look."""
    table = table_of(said("2023-05-01"), said("2023-06-01", event))
    assert table.empty == "No action is known to be signed off."
    assert not table


def test_where_the_sign_off_may_not_stand_it_is_left_out() -> None:
    """Signed off and reopened in one month: a note says that it is not certain."""
    table = table_of(said("2023-05"), said("2023-05", "reopened"))
    assert (len(table), noted(table, "sign-off still stands")) == (0, {"a"})


def test_a_row_tells_what_it_rested_on_and_what_is_known_since() -> None:
    """The level of the evidence by then, the last word since, and improvements on its themes."""
    later = CaseFileAudit(id="later", title="Audit", topic="t", held_on="2025-03-01")
    earlier = Finding(
        id="f0", sources=("r",), judgement="improvement", statement="F", themes=("t",)
    )
    found = [
        Finding(id=f"f{n}", sources=("later",), judgement=judgement, statement="F", themes=(theme,))
        for n, (judgement, theme) in enumerate(
            [("improvement", "t"), ("improvement", "n"), ("strength", "t")], 1
        )
    ]
    evidence = [
        shown("2024-04-10", "activity"),
        shown("2024-04-20"),
        shown("2025-01-05", "activity"),
    ]
    table = table_of(said("2024-05-01"), later, earlier, *found, *evidence)
    assert table.to_records() == [
        {
            "id": "a",
            "lead": "Rivershire Police",
            "action": "Ask.",
            "signed_off_on": "2024-05-01",
            "rested_on": "quality",
            "looked_at": "2024-05-01",
            "since": "evidence of activity, 5 January 2025: Seen",
            "improvements": 2,
        }
    ]
    assert {one.id for one in found} <= {one.id for one in table[0].records}


def test_a_sign_off_that_rested_on_nothing() -> None:
    """Without evidence by then, the row says so, and that nothing is known since."""
    (cells,) = table_of(said("2024-05-01")).to_records()
    assert (cells["rested_on"], cells["since"], cells["improvements"]) == ("nothing", "nothing", 0)


@pytest.mark.parametrize("months", [0, -1, 1201, True, 1.0, "12", None])
def test_months_are_a_whole_number(months: Any) -> None:
    """Anything but a whole number of months from 1 to 1200 is refused."""
    with pytest.raises(InvalidArgument, match="months: expected a whole number from 1 to 1200"):
        table_of(months=months)


def looks(tracker: lt.Tracker, evidence: Evidence) -> bool:
    """Whether evidence tells that somebody looked."""
    from_audit = evidence.drawn_from and "audit" in tracker[evidence.drawn_from].kind
    above = evidence.level is not Level.ACTIVITY and (evidence.drawn_from or evidence.url)
    return bool(from_audit or above)


@UNHURRIED
@given(trackers(), st.integers(1, 30))
def test_due_is_whose_last_look_is_so_long_ago(tracker: lt.Tracker, months: int) -> None:
    """By a slow count of what is certain: every look on its last day is long enough ago."""
    today = tracker.view.today
    table = tracker.actions.due_for_recheck(months=months)
    signed_off = [
        one
        for action in tracker.of(Action)
        if (one := standing(tracker.view, action)).state is State.SIGNED_OFF
    ]
    due = {row.record.id for row in table}
    for one in signed_off:
        whens = [u.on for u in one.rulings]
        whens += [e.on for e in one.evidence if looks(tracker, e)]
        last = max(on.last for on in whens)
        month = (today.year - last.year) * 12 + today.month - last.month
        if month > months:
            assert one.action.id in due
        if month < months:
            assert one.action.id not in due
    assert due <= {one.action.id for one in signed_off}
    assert table.denominator.startswith(f"of the {len(signed_off)} action")
    for row in table:
        assert any(u.event is Event.SIGNED_OFF for u in row.row.standing.rulings)


@UNHURRIED
@given(tracker=trackers(), months=st.sampled_from((1, 12)))
def test_a_note_names_all_that_lies_partly_after_the_date(tracker: lt.Tracker, months: int) -> None:
    """It names each record of that kind on which a row rests, however rows share them."""
    table = tracker.actions.due_for_recheck(months=months)
    behind = {record.id: record for row in table for record in row.records}
    straddling = {one.id for one in tracker.view.straddling(behind.values())}
    assert noted(table, "partly after") == straddling
