"""What is asked of one agency: actions, recommendations and requests; and what it got done."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import learning_tracker as lt
from asking import UNHURRIED, deciding, family, noted
from learning_tracker.errors import InvalidArgument, UnknownChoice
from learning_tracker.kinds import Record
from learning_tracker.policy import Policy
from learning_tracker.queries import asked_of, made_to, sent_to, signed_off
from learning_tracker.records import (
    Action,
    Agency,
    Evidence,
    Finding,
    Partnership,
    RapidReview,
    Recommendation,
    Request,
    Response,
    Update,
)
from learning_tracker.vocabulary import State

DATE = "2025-11-20"
BASE = (
    Partnership(id="p", name="Riverton"),
    Agency(id="group", name="Learning Lessons group", role="group"),
    Agency(id="police", name="Rivershire Police", aliases=("the Police",)),
    Agency(id="unit", name="Child abuse unit", part_of="police"),
    Agency(id="ccg", name="Riverton CCG", succeeded_by="icb", succeeded_on="2022-07-01"),
    Agency(id="icb", name="Rivershire ICB"),
    RapidReview(id="review", title="Rapid review Elm", held_on="2024-02-01"),
    RapidReview(id="audit", title="Rapid review Oak", held_on="2024-03-01"),
)


def view(*records: Record, date: str = DATE) -> Any:
    """What is seen of a tracker with these records and the agencies."""
    return lt.Tracker([*BASE, *records], date=date).view


def action(identifier: str, lead: str = "police", **more: Any) -> Action:
    """An action of the police."""
    return Action(id=identifier, statement=f"Do {identifier}.", lead=lead, **more)


def said(about: str, on: str, event: str, by: str = "police", **more: Any) -> Update:
    """What was said of an action."""
    return Update(id=f"{about}-{on}-{event}", action=about, on=on, by=by, event=event, **more)


def ids(table: lt.Table[Any]) -> list[str]:
    """What the rows of a table are about, in order."""
    return [row.record.id for row in table]


# Of whom


@pytest.mark.parametrize(
    "word", ["police", "Rivershire Police", "rivershire  police", "the Police"]
)
def test_an_agency_goes_by_id_name_and_alias(word: str) -> None:
    """Whatever it is called, it is the same agency, and it answers for its part."""
    who = asked_of.whom(view(), word)
    assert who.agency.id == "police"
    assert who.ids == {"police", "unit"}
    assert [one.id for one in who.others] == ["unit"]


def test_who_answers_today() -> None:
    """A successor answers for its predecessor; each that came between is known by its record."""
    chain = (
        Agency(id="pct", name="PCT", succeeded_by="ccg", succeeded_on="2013-04-01"),
        Agency(id="gp", name="Practice", part_of="pct"),
    )
    who = asked_of.whom(view(*chain), "pct")
    assert who.today.id == "icb"
    assert who.ids == {"pct", "gp"}
    assert {one.id for one in who.records} == {"pct", "gp", "ccg", "icb"}
    assert asked_of.whom(view(*chain), "icb").ids == {"icb", "ccg", "pct", "gp"}


def test_a_succession_that_is_yet_to_come_changes_nothing() -> None:
    """As at a day before its successor took over, an agency answers for itself."""
    assert asked_of.whom(view(date="2022-06-30"), "ccg").today.id == "ccg"


def test_an_unknown_agency_is_refused_with_near_misses() -> None:
    """Of each of the questions; and so is what is no text."""
    for ask in (asked_of.outstanding, made_to.recommendations, sent_to.requests,
                signed_off.signed_off):  # fmt: skip
        with pytest.raises(UnknownChoice, match="did you mean Rivershire Police"):
            ask(view(), "Rivershire Polise")
        with pytest.raises(InvalidArgument, match="an id or a name"):
            ask(view(), 5)  # type: ignore[arg-type]


# Outstanding actions


def test_the_most_urgent_action_comes_first() -> None:
    """The longest late, then what is due next, what has no date, and last what is evidenced."""
    done = (
        action("evidenced", due_on="2025-06-30"),
        said("evidenced", "2025-06-01", "completed"),
        Evidence(id="e", on="2025-06-02", statement="Seen.", level="quality",
                 supports=("evidenced",), drawn_from="audit"),
    )  # fmt: skip
    table = asked_of.outstanding(
        view(
            action("undated"), action("due-later", due_on="2026-03"),
            action("late", due_on="2025-10-31"), action("due-next", due_on="2025-12-01"),
            action("later", due_on="2025-06-30"), *done,
            action("signed"), said("signed", "2025-01-01", "signed_off", "group"),
        ),
        "police",
    )  # fmt: skip
    assert ids(table) == ["later", "late", "due-next", "due-later", "undated", "evidenced"]
    assert [row.late for row in table] == [True, True, False, False, False, False]
    assert [row.days_left for row in table] == [-143, -20, 11, 131, None, -143]
    assert table.denominator == (
        "5 to do and 1 said to be done, of the 7 actions led by Rivershire Police"
    )


def test_why_an_action_is_asked_stands_in_the_words_of_the_review() -> None:
    """A recommendation and a finding are quoted with their source; a whole source is named."""
    records = (
        Finding(id="f", sources=("review", "audit"), judgement="improvement", statement="Unseen."),
        Recommendation(id="r", source="review", statement="See every father."),
        action("a", answers=("r", "f", "audit")), action("b"),
    )  # fmt: skip
    table = asked_of.outstanding(view(*records), "police")
    why = {row.record.id: row.asked_by for row in table}
    assert why["a"] == (
        "“See every father” (recommendation, Rapid review Elm)",
        "“Unseen” (finding, Rapid review Elm or Rapid review Oak)",
        "Rapid review Oak, as a whole",
    )
    assert why["b"] == ("no recommendation, finding or review is named",)
    (row,) = (row for row in table if row.record.id == "a")
    assert {"f", "r", "review", "audit", "police"} <= {one.id for one in row.records}


@pytest.mark.parametrize(
    ("level", "enough"),
    [
        ("activity", "how much was done"),
        ("quality", "how well it was done, or what difference it made"),
        ("difference", "what difference it made for children"),
    ],
)
def test_what_would_be_enough_is_the_partnerships_choice(level: str, enough: str) -> None:
    """The evidence that is asked for is that of the level at which the partnership signs off."""
    partnership = Partnership(id="p", name="Riverton", policy=Policy(sign_off_level=level))
    tracker = lt.Tracker([partnership, *BASE[1:], action("a")], date=DATE)
    (row,) = asked_of.outstanding(tracker.view, "police")
    assert row.enough == f"evidence that can be looked at, of {enough}"


def test_the_lead_is_told_where_it_may_not_be_the_same() -> None:
    """A part of an agency may lead actions of its own: then a column says whose each is."""
    alone = asked_of.outstanding(view(action("a", lead="icb"), action("b", lead="ccg")), "icb")
    assert "lead" not in [one.name for one in alone.columns]
    both = asked_of.outstanding(view(action("a"), action("b", lead="unit")), "police")
    leads = {row["id"]: row["lead"] for row in both.to_records()}
    assert leads == {"a": "Rivershire Police", "b": "Child abuse unit"}


@given(records=deciding(), data=st.data())
@UNHURRIED
def test_an_agency_is_asked_for_all_that_its_family_leads(
    records: list[Record], data: st.DataObject
) -> None:
    """Its outstanding actions are those of `outstanding` whose lead is one of its family."""
    tracker = lt.Tracker(records, date="2025-03-31")
    agency = data.draw(st.sampled_from(sorted(one.id for one in tracker.of(Agency))))
    rows = asked_of.outstanding(tracker.view, agency).rows
    leads = family(tracker, agency)
    wanted = [row.record.id for row in tracker.actions.outstanding() if row.record.lead in leads]
    assert sorted(row.record.id for row in rows) == sorted(wanted)
    late = [row.now.standing.days_late for row in rows if row.late]
    assert late == sorted(late, reverse=True)
    assert [row.late for row in rows] == sorted((row.late for row in rows), reverse=True)


# Recommendations


def recommendation(identifier: str, *to: str, **more: Any) -> Recommendation:
    """A recommendation of the rapid review."""
    return Recommendation(
        id=identifier, source="review", statement=f"Do {identifier}.", addressed_to=to, **more
    )


def test_what_waits_for_an_answer_comes_first() -> None:
    """Then what was answered; of each the oldest first, dated by its source if by nothing else."""
    table = made_to.recommendations(
        view(
            recommendation("answered", "police", made_on="2023-01-01"),
            Response(id="no", recommendation="answered", agency="police", on="2023-03-01",
                     decision="not_accepted", reason="It is done."),
            recommendation("new", "police", made_on="2025-01-01"),
            recommendation("old", "police", "icb"), recommendation("others", "icb"),
        ),
        "police",
    )  # fmt: skip
    assert ids(table) == ["old", "new", "answered"]
    rows = {row["id"]: row for row in table.to_records()}
    assert rows["old"]["answer"] == ["no answer"]
    assert rows["old"]["made_on"] == "2024-02-01"
    assert rows["answered"]["answer"] == ["not accepted, 1 March 2023"]
    assert rows["answered"]["reason"] == ["It is done."]
    assert table.denominator == (
        "2 without an answer, of the 3 recommendations made to Rivershire Police"
    )


def test_an_action_is_an_answer() -> None:
    """It stands with its verdict; an action of somebody else is no answer of the agency's."""
    table = made_to.recommendations(
        view(
            recommendation("r", "police", "icb"),
            action("a", answers=("r",), due_on="2025-06-30"),
        ),
        "police",
    )
    (row,) = table
    assert row.answered
    assert row.answer == ("by action",)
    assert table.to_records()[0]["actions"] == ["Do a (late)"]
    (row,) = made_to.recommendations(
        view(recommendation("r", "icb"), action("a", answers=("r",))), "icb"
    )
    assert row.answer == ("no answer",)


def test_a_successor_answers_what_was_asked_of_its_predecessor() -> None:
    """The list of each holds it, and says to whom it was made."""
    records = (
        recommendation("r", "ccg"),
        Response(id="yes", recommendation="r", agency="icb", on="2024-03-01", decision="accepted"),
    )
    for agency in ("ccg", "icb"):
        table = made_to.recommendations(view(*records), agency)
        (row,) = table
        assert row.addressee.id == "ccg"
        assert row.answer == ("accepted, 1 March 2024",)
        assert ("addressee" in [one.name for one in table.columns]) is (agency == "icb")


def test_a_partnership_answers_by_actions() -> None:
    """What is recommended to the partnership itself can be asked for by its name."""
    table = made_to.recommendations(
        view(recommendation("r", "p"), recommendation("s", "p"), action("a", "p", answers=("s",))),
        "Riverton",
    )
    assert [(row.record.id, row.answered) for row in table] == [("r", False), ("s", True)]


@given(records=deciding(), data=st.data())
@UNHURRIED
def test_an_agency_owes_the_answers_of_which_the_list_of_all_tells(
    records: list[Record], data: st.DataObject
) -> None:
    """What one agency has not answered is what `unanswered` says of it and of its family."""
    tracker = lt.Tracker(records, date="2025-03-31")
    agency = data.draw(st.sampled_from(sorted(one.id for one in tracker.of(Agency))))
    rows = made_to.recommendations(tracker.view, agency)
    owed = {(row.record.id, row.addressee.id) for row in rows if not row.answered}
    kin = family(tracker, agency)
    everyone = tracker.recommendations.unanswered()
    assert owed == {(r.record.id, r.asked.id) for r in everyone if r.asked.id in kin}


# Requests


def request(
    identifier: str, agency: str = "police", due: str = "2025-10-31", **more: Any
) -> Request:
    """A request of October."""
    fields = {"sent_on": "2025-10-13", "actions": ("a",)} | more
    return Request(id=identifier, agency=agency, due_back_on=due, **fields)


def test_requests_not_returned_come_first() -> None:
    """The longest due first; then those returned, the latest first; others' are left out."""
    table = sent_to.requests(
        view(
            action("a"), request("back-old", due="2024-10-31", returned_on="2024-11-05"),
            request("back", returned_on="2025-10-30"), request("open", agency="unit"),
            request("older", due="2025-07-31", sent_on="2025-07-01"), request("other", "icb"),
            request("next", due="2025-12-05"),
        ),
        "police",
    )  # fmt: skip
    assert ids(table) == ["older", "open", "next", "back", "back-old"]
    assert [row["days_late"] for row in table.to_records()] == [112, 20, None, None, 5]
    assert table.to_records()[0]["returned_on"] == "not returned"
    assert table.to_records()[0]["actions"] == ["Do a"]
    assert table.denominator == "3 not returned, of the 5 requests to Rivershire Police"


def test_what_cannot_be_told_of_a_request_is_noted() -> None:
    """Where the month of the return and the day on which it was due overlap, nothing is guessed."""
    table = sent_to.requests(
        view(action("a"), request("r", due="2025-10-20", returned_on="2025-10")), "police"
    )
    assert table[0].days_late == "cannot tell"
    assert noted(table, "cannot be told whether these were returned late") == {"r"}


# Signed off


@pytest.mark.parametrize(
    ("on", "told", "doubtful"),
    [
        ("2024-11-20", False, False),
        ("2024-11-21", True, False),
        ("2024-11", False, True),
        ("2024-12", True, False),
        ("2025-11-20", True, False),
    ],
)
def test_the_last_twelve_months(on: str, told: bool, doubtful: bool) -> None:  # noqa: FBT001
    """A sign-off counts from the day after this day last year; a month around it is in doubt."""
    table = signed_off.signed_off(view(action("a"), said("a", on, "signed_off", "group")), "police")
    assert bool(table) is told
    assert bool(noted(table, "cannot be told whether they were signed off")) is doubtful
    assert table.denominator == "of the 1 action led by Rivershire Police that is signed off"


def test_what_was_opened_again_is_not_signed_off() -> None:
    """Only what is signed off today is told, by the date of its last sign-off."""
    table = signed_off.signed_off(
        view(
            action("open"), said("open", "2025-05-01", "signed_off", "group"),
            said("open", "2025-06-01", "reopened", "group"),
            action("again"), said("again", "2024-01-01", "signed_off", "group"),
            said("again", "2025-02-01", "reopened", "group"),
            said("again", "2025-08-21", "signed_off", "group"),
        ),
        "police",
    )  # fmt: skip
    (row,) = table
    assert (row.record.id, str(row.on)) == ("again", "21 August 2025")
    assert row.shown_by == ("nothing on record",)


@pytest.mark.parametrize("months", [0, -1, 1201, True, 12.0, "12"])
def test_months_are_whole_numbers(months: Any) -> None:
    """How far to look back is a whole number from 1 to 1200."""
    with pytest.raises(InvalidArgument, match="a whole number from 1 to 1200"):
        signed_off.signed_off(view(), "police", months=months)


@given(records=deciding(), data=st.data())
@UNHURRIED
def test_all_that_was_ever_signed_off(records: list[Record], data: st.DataObject) -> None:
    """Looking back for a hundred years tells of every action of the family that is signed off."""
    tracker = lt.Tracker(records, date="2025-03-31")
    agency = data.draw(st.sampled_from(sorted(one.id for one in tracker.of(Agency))))
    table = signed_off.signed_off(tracker.view, agency, months=1200)
    leads = family(tracker, agency)
    assert {row.record.id for row in table} == {
        one.id
        for one in tracker.of(Action)
        if one.lead in leads and tracker.actions.state(one.id) is State.SIGNED_OFF
    }
