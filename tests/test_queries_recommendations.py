"""Questions about recommendations: who owes an answer, and what no action answers."""

import pytest
from hypothesis import given

import learning_tracker as lt
from asking import UNHURRIED, family, holder, known, noted, trackers
from learning_tracker.kinds import Record
from learning_tracker.records import (
    Action,
    Agency,
    Evidence,
    Partnership,
    RapidReview,
    Recommendation,
    Response,
    Update,
)
from learning_tracker.view import standing

REVIEW = RapidReview(id="r", title="R", held_on="2024-01-10")
POLICE = Agency(id="police", name="Kent Police")
CCG = Agency(id="ccg", name="CCG", succeeded_by="icb", succeeded_on="2024-07-01")
ICB = Agency(id="icb", name="ICB")
PARTNERSHIP = Partnership(id="p", name="Riverton")


def recommendation(*addressed_to: str) -> Recommendation:
    """A recommendation to these."""
    return Recommendation(id="m", source="r", statement="Train.", addressed_to=addressed_to)


def response(agency: str, decision: str = "accepted", on: str = "2024-09-01") -> Response:
    """An agency's answer."""
    return Response(id="n", recommendation="m", agency=agency, decision=decision, on=on)


def tracker_of(*records: Record) -> lt.Tracker:
    """A tracker of these records with a review and agencies, one of which took over another."""
    return lt.Tracker([PARTNERSHIP, ICB, CCG, POLICE, REVIEW, *records])


def owing(tracker: lt.Tracker) -> list[tuple[str, str]]:
    """Who owes an answer: the agency today and the one that was asked."""
    return [(row.agency.id, row.asked.id) for row in tracker.recommendations.unanswered()]


# Who owes an answer


@UNHURRIED
@given(trackers())
def test_unanswered_is_each_agency_that_said_and_did_nothing(tracker: lt.Tracker) -> None:
    """A row for each agency addressed that, with its kin, neither responded nor leads an action."""
    asked = [
        (one.id, agency)
        for one in tracker.of(Recommendation)
        for agency in one.addressed_to
        if isinstance(tracker[agency], Agency)
    ]
    answered = {(one.recommendation, one.agency) for one in tracker.of(Response)}
    answered |= {(one, action.lead) for action in tracker.of(Action) for one in action.answers}
    expected = {
        (one, agency)
        for one, agency in asked
        if not any((one, each) in answered for each in family(tracker, holder(tracker, agency)))
    }
    table = tracker.recommendations.unanswered()

    assert {(row.record.id, row.asked.id) for row in table} == expected
    assert all(row.agency.id == holder(tracker, row.asked.id) for row in table)
    assert table.denominator.startswith(f"of the {len(asked)} answer")


def test_unanswered_one_row_an_agency() -> None:
    """Each agency addressed owes its own answer; the partnership owes none and is named."""
    tracker = tracker_of(recommendation("police", "icb", "p"), response("police"))
    assert owing(tracker) == [("icb", "icb")]
    assert tracker.recommendations.unanswered().to_records()[0]["made_on"] == "2024-01-10"
    assert noted(tracker.recommendations.unanswered(), "Addressed to the partnership") == {"m"}


def test_unanswered_names_what_is_addressed_to_nobody() -> None:
    """A recommendation to nobody has no row, and a note names it."""
    table = tracker_of(recommendation()).recommendations.unanswered()
    assert (len(table), noted(table, "Addressed to nobody")) == (0, {"m"})


def test_unanswered_after_a_succession() -> None:
    """The successor owes what its predecessor was asked; either one's answer counts."""
    assert owing(tracker_of(recommendation("ccg"))) == [("icb", "ccg")]
    assert owing(tracker_of(recommendation("ccg"), response("icb"))) == []
    assert owing(tracker_of(recommendation("icb"), response("ccg"))) == []


def test_unanswered_answered_by_an_action_or_a_part() -> None:
    """An action that a part of the agency leads is an answer; another agency's is none."""
    part = Agency(id="unit", name="Child abuse unit", part_of="police")
    action = Action(id="a", statement="Train.", answers=("m",), lead="unit")
    assert owing(tracker_of(recommendation("police"), part, action)) == []
    assert owing(tracker_of(recommendation("icb"), part, action)) == [("icb", "icb")]


def test_unanswered_as_at_a_date() -> None:
    """An answer given later is none yet, and before the succession the predecessor owes it."""
    tracker = tracker_of(recommendation("ccg"), response("icb"))
    assert owing(tracker.as_at("2024-06-30")) == [("ccg", "ccg")]
    assert owing(tracker.as_at("2024-08-31")) == [("icb", "ccg")]
    assert owing(tracker.as_at("2024-09-01")) == []


# What no action answers


@UNHURRIED
@given(trackers())
def test_without_action_is_what_no_live_action_answers(tracker: lt.Tracker) -> None:
    """A recommendation is without action if every action that answers it is closed."""
    expected = {
        one.id
        for one in tracker.of(Recommendation)
        if all(
            standing(tracker.view, action).closed
            for action in tracker.of(Action)
            if one.id in action.answers
        )
    }
    table = tracker.recommendations.without_action()
    assert {row.record.id for row in table} == expected
    assert table.denominator.startswith(f"of the {len(tracker.of(Recommendation))} recommendation")


@pytest.mark.parametrize(
    ("events", "closed"),
    [
        ([], None),
        (["signed_off"], None),
        (["withdrawn"], 1),
        (["superseded"], 1),
        (["superseded", "withdrawn"], 1),
        (["withdrawn", "reopened"], None),
    ],
)
def test_without_action_counts_those_closed(events: list[str], closed: int | None) -> None:
    """An action superseded or withdrawn, in whichever order, is no action; a signed-off one is."""
    updates = [Update(action="a", on="2024-06", by="p", event=event) for event in events]
    action = Action(id="a", statement="Train.", answers=("m",))
    table = tracker_of(recommendation("police"), action, *updates).recommendations.without_action()
    assert [row["closed"] for row in table.to_records()] == ([] if closed is None else [closed])


def test_without_action_tells_the_responses() -> None:
    """A row tells what agencies answered, and when the recommendation or its review was made."""
    tracker = tracker_of(recommendation("police"), response("police", "not_accepted"))
    assert tracker.recommendations.without_action().to_records() == [
        {
            "id": "m",
            "recommendation": "Train.",
            "source": "R",
            "made_on": "2024-01-10",
            "responses": ["not_accepted"],
            "closed": 0,
        }
    ]


def test_nothing_on_record_is_not_everything_acted_on() -> None:
    """Without a recommendation, the sentence does not claim that every one has an action."""
    assert tracker_of().recommendations.without_action().empty == "No recommendation is on record."


def test_unanswered_names_what_straddles_the_date() -> None:
    """An answer that may be dated later than the tracker counts, and is named."""
    tracker = tracker_of(recommendation("police"), response("police", on="2024-09"))
    table = tracker.as_at("2024-09-15").recommendations.unanswered()
    assert (len(table), noted(table, "partly after")) == (0, {"n"})


# What was done on each


@UNHURRIED
@given(trackers())
def test_follow_through_tells_all_that_was_done_and_shown(tracker: lt.Tracker) -> None:
    """Each stands with its answers, actions and evidence, those of the latest source first."""
    table = tracker.recommendations.follow_through()
    for row in table:
        one = row.record.id
        actions = {each.id for each in tracker.of(Action) if one in each.answers}
        shown = [each for each in tracker.of(Evidence) if {one, *actions} & {*each.supports}]
        assert row.source == tracker[row.record.source]
        assert {each.id for each in row.responses} == {
            each.id for each in tracker.of(Response) if each.recommendation == one
        }
        assert {each.record.id for each in row.actions} == actions
        assert all(each.standing == standing(tracker.view, each.record) for each in row.actions)
        assert {each.id for each in row.evidence} == {each.id for each in shown}
        rungs = [each.counts_as.rung for each in shown]
        assert (row.level.rung if row.level else None) == max(rungs, default=None)

    def place(one: Recommendation) -> tuple[bool, int, str, str]:
        on = known(tracker[one.source])
        return on is None, -on.first.toordinal() if on else 0, one.source, one.id

    in_order = sorted(tracker.of(Recommendation), key=place)
    assert [row.record.id for row in table] == [one.id for one in in_order]
