"""Questions that a scrutineer asks of Riverton's report, answered by following its notes.

Each answer is found from the report alone: a sentence or a row is picked by what it says, its
note leads to records, and the records give the answer.
"""

import datetime as dt
import json
from typing import Any, TypeVar

import attrs
import pytest

import learning_tracker as lt
from learning_tracker.records import (
    Action,
    Agency,
    CaseFileAudit,
    Decision,
    Evidence,
    Finding,
    FullReview,
    Meeting,
    RapidReview,
    Recommendation,
    Request,
    Response,
    Source,
    StandardsAudit,
    Update,
)
from learning_tracker.vocabulary import Change, Colour, Event, Judgement, Level
from learning_tracker.workdays import is_working_day

R = TypeVar("R", bound=lt.Record)
TODAY = dt.date(2025, 11, 20)
RIVERTON = lt.sample()


@attrs.frozen
class Told:
    """Something that the report says, with the records to which its note leads."""

    text: str
    values: dict[str, Any]
    cited: tuple[str, ...]
    among: tuple[str, ...]

    def of(self, kind: type[R]) -> list[R]:
        """The records of a kind to which the note leads."""
        return [one for name in self.cited if isinstance(one := RIVERTON[name], kind)]


def _sentence(one: dict[str, Any]) -> Told:
    return Told(one["text"], {}, tuple(one["records"]), tuple(one["among"]))


def _row(one: dict[str, Any]) -> Told:
    return Told(json.dumps(one["values"]), one["values"], tuple(one["records"]), ())


@pytest.fixture(scope="module")
def report() -> dict[str, Any]:
    """The theme report of Riverton as a scrutineer's computer reads it."""
    data: dict[str, Any] = json.loads(lt.theme_report(RIVERTON).to_json())
    return data


def page_one(report: dict[str, Any], words: str) -> Told:
    """The one sentence of page one that holds these words."""
    (found,) = (
        each
        for section in report["page_one"]
        for block in section["blocks"]
        for each in map(_sentence, block["sentences"])
        if words in each.text
    )
    return found


def table(report: dict[str, Any], caption: str) -> dict[str, Any]:
    """The one table whose caption begins so."""
    (found,) = (
        block
        for section in report["behind"]
        for block in section["blocks"]
        if block["type"] == "table" and block["caption"].startswith(caption)
    )
    return dict(found)


def rows(report: dict[str, Any], caption: str, **wanted: Any) -> list[Told]:
    """The rows of a table that have these values."""
    every = map(_row, table(report, caption)["rows"])
    return [one for one in every if all(one.values[key] == wanted[key] for key in wanted)]


def row(report: dict[str, Any], caption: str, **wanted: Any) -> Told:
    """The one row of a table that has these values."""
    (found,) = rows(report, caption, **wanted)
    return found


def below(report: dict[str, Any], caption: str, words: str) -> Told:
    """The one line below a table that holds these words."""
    every = map(_sentence, table(report, caption)["below"])
    (found,) = (one for one in every if words in one.text)
    return found


def test_01_fathers_which_reviews(report: dict[str, Any]) -> None:
    """Fathers were raised by 8 sources: which, and is no incident among them twice?"""
    told = page_one(report, "“Fathers and male carers” was raised by 8 of the 35")
    sources = told.of(Source)
    assert len(sources) == 8
    arising = [one.arises_from for one in sources if isinstance(one, FullReview)]
    incidents = {origin for each in arising for origin in each}
    assert incidents.isdisjoint(one.id for one in sources)


def test_02_fathers_what_else_was_counted_once(report: dict[str, Any]) -> None:
    """Which review of fathers is left out of the 8, as it looks at an incident counted before?"""
    told = row(report, "Themes raised as improvement", id="theme-fathers")
    counted = {one.id for one in page_one(report, "“Fathers and male carers” was").of(Source)}
    others = {one.id for one in told.of(Source)} - counted
    assert "lcspr-ada" in others
    assert "rapid-review-alder" in counted


def test_03_late_by_whose_dates(report: dict[str, Any]) -> None:
    """Seven actions are late: was each agreed for a day that is past, by a ruling or at first?"""
    late = page_one(report, "7 are late").of(Action)
    assert len(late) == 7
    for action in late:
        told = row(report, "Outstanding actions", id=action.id)
        ruled = [one.due_on for one in told.of(Update)
                 if one.event is Event.RESCHEDULED and one.due_on]  # fmt: skip
        due = ruled[-1] if ruled else action.due_on
        assert due is not None
        assert due.last < TODAY


def test_04_claimed_by_whom(report: dict[str, Any]) -> None:
    """Three claims have no evidence: who made each, and is there really none?"""
    for action in page_one(report, "3 are said to be done without enough evidence").of(Action):
        told = row(report, "Actions that wait for sign-off", id=action.id)
        (claim,) = (one for one in told.of(Update) if one.event is Event.COMPLETED)
        assert claim.by == action.lead
        assert all(
            one.level is Level.ACTIVITY or not (one.url or one.drawn_from)
            for one in told.of(Evidence)
        )


def test_05_came_back_after_which_sign_off(report: dict[str, Any]) -> None:
    """Babies died on a night away: when had the action been signed off, and at which meeting?"""
    told = row(report, "Themes that came back", id="finding-poplar-out-of-routine")
    (signed_off,) = (one for one in told.of(Update) if one.event is Event.SIGNED_OFF)
    assert signed_off.meeting is not None
    meeting = RIVERTON[signed_off.meeting]
    assert isinstance(meeting, Meeting)
    assert str(meeting.on) == "17 August 2023"
    assert told.values["done_on"] == "2023-08-17"


def test_06_did_it_happen_after_the_sign_off(report: dict[str, Any]) -> None:
    """For every return: did the incident, or the audited period, begin after the sign-off?"""
    found = rows(report, "Themes that came back")
    assert len(found) == 35
    for told in found:
        done = lt.When.parse(told.values["done_on"])
        began = lt.When.parse(told.values["occurred_on"])
        assert done.last < began.first


def test_07_decided_last_time(report: dict[str, Any]) -> None:
    """What did the group decide in August, and of which decisions was nothing heard since?"""
    told = page_one(report, "Learning Lessons group, 21 August 2025: 7 decisions")
    assert len(told.of(Update)) + len(told.of(Decision)) == 7
    statuses = {
        one.values["id"]: one.values["status"]
        for one in rows(report, "Decided by Learning Lessons group, 21 August 2025")
    }
    silent = {one for one, status in statuses.items() if "follow-up" in status}
    assert {"decision-antenatal-invitations", "decision-schools-called"} <= silent


def test_08_follow_up_overdue_since_when(report: dict[str, Any]) -> None:
    """Since when are the follow-ups overdue?"""
    decisions = page_one(report, "Follow-up overdue").of(Decision)
    days = {one.id: one.follow_up_on for one in decisions}
    assert len(days) == 2
    assert all(day is not None and day.last < TODAY for day in days.values())


def test_09_silent_on_what(report: dict[str, Any]) -> None:
    """Three agencies are silent: what were they asked, when was it due, was it never returned?"""
    agencies = page_one(report, "3 of the 10 agencies asked have not answered").of(Agency)
    assert len(agencies) == 3
    for agency in agencies:
        asked = row(report, "Agencies that have not answered", id=agency.id).of(Request)
        overdue = [one for one in asked if one.returned_on is None and one.due_back_on.last < TODAY]
        assert overdue
        assert all(one.actions for one in overdue)


def test_10_a_late_notification(report: dict[str, Any]) -> None:
    """Why is the notification before rapid review Maple late, and do holidays count?"""
    told = row(report, "Reviews against the statutory", id="rapid-review-maple",
               limit="notification within 5 working days")  # fmt: skip
    (review,) = told.of(RapidReview)
    assert told.values["verdict"] == "late"
    assert review.aware_on is not None
    assert review.notified_on is not None
    day, working = review.aware_on.first, 0
    while day < review.notified_on.first:
        day += dt.timedelta(days=1)
        working += is_working_day(day)
    assert working > 5


def test_11_a_clock_that_cannot_be_read(report: dict[str, Any]) -> None:
    """Two clocks cannot be read: what is missing?"""
    unread = rows(report, "Reviews against the statutory", verdict="cannot tell")
    assert {one.values["id"] for one in unread} == {"rapid-review-aspen", "lcspr-imogen"}
    (aspen,) = (one for one in unread if one.values["id"] == "rapid-review-aspen")
    (review,) = aspen.of(RapidReview)
    assert review.submitted_on is not None
    assert not review.submitted_on.is_day


def test_12_rescheduled_how_often(report: dict[str, Any]) -> None:
    """A slippage of 365 days: how often was the action rescheduled, and where?"""
    told = row(report, "Outstanding actions", slippage_days=365)
    moved = [one for one in told.of(Update) if one.event is Event.RESCHEDULED]
    assert len(moved) == 2
    assert all(one.meeting is not None for one in moved)


def test_13_green_although_late(report: dict[str, Any]) -> None:
    """Which colour was challenged: who reported it, when, and what did the facts say that day?"""
    told = row(report, "Reported colours", id="action-strategy-meetings")
    assert told.values["challenge"] == "challenge"
    assert told.values["then"] == "late"
    (action,) = told.of(Action)
    green = [one for one in told.of(Update) if one.colour is Colour.GREEN]
    update = max(green, key=lambda one: one.on)
    assert told.values["reported"] == f"green, {update.on}"
    assert update.by == action.lead
    assert action.due_on is not None
    assert action.due_on.entirely_before(update.on)


def test_14_a_difference_drawn_from_what(report: dict[str, Any]) -> None:
    """What shows a difference for children, and can each piece be looked at?"""
    told = row(report, "Evidence by level", level="difference")
    pieces = told.of(Evidence)
    assert len(pieces) == told.values["evidence"]
    assert all(one.drawn_from is not None or one.url for one in pieces)
    assert all(one.drawn_from in told.cited for one in pieces if one.drawn_from)


def test_15_stated_and_not_shown(report: dict[str, Any]) -> None:
    """Which evidence is stated to be more than activity and cannot be looked at?"""
    told = below(report, "Evidence by level", "Stated, not shown")
    pieces = told.of(Evidence)
    assert len(pieces) == 2
    assert all(one.level is not Level.ACTIVITY for one in pieces)
    assert not any(one.drawn_from or one.url for one in pieces)


def test_16_an_audit_that_came_out_worse(report: dict[str, Any]) -> None:
    """Neglect declined: by which grades, of how many files, on one scale?"""
    told = row(report, "Case-file audits of 2025-26", topic="Neglect")
    assert told.values["outcome"] == "decline"
    now, before = sorted(told.of(CaseFileAudit), key=lambda one: one.id, reverse=True)
    assert [grade for grade, _ in now.grades] == [grade for grade, _ in before.grades]
    mean = {
        one.id: sum(n * files for n, (_, files) in enumerate(one.grades, 1))
        / sum(files for _, files in one.grades)
        for one in (now, before)
    }
    assert round(mean[now.id], 4) == told.values["mean_grade"]
    assert mean[now.id] - mean[before.id] >= 0.25


def test_17_a_per_cent_that_disagrees() -> None:
    """Which printed per cent do its counts not give? It stands in the report of its own year."""
    earlier: dict[str, Any] = json.loads(lt.theme_report(RIVERTON, "2024-25").to_json())
    told = row(earlier, "Audits against standards", agrees="no")
    (audit,) = told.of(StandardsAudit)
    (section,) = (one for one in audit.sections if one.name == told.values["section"])
    assert section.reported_percent is not None
    assert abs(100 * section.met / section.of - section.reported_percent) > 0.5


def test_18_taken_up_by_nobody(report: dict[str, Any]) -> None:
    """Eighteen improvements are taken up by nobody: does really nothing refer to them?"""
    found = rows(report, "Improvements that no recommendation")
    assert len(found) == 18
    rests = {one for each in RIVERTON.of(Recommendation) for one in each.findings}
    answered = {one for each in RIVERTON.of(Action) for one in each.answers}
    assert {one.values["id"] for one in found}.isdisjoint(rests | answered)


def test_19_answered_by_training_alone(report: dict[str, Any]) -> None:
    """What was answered by training alone, and does every action on it say so?"""
    found = rows(report, "Answered by training alone")
    assert {"rec-ada-bruising", "rec-spruce-online"} <= {one.values["id"] for one in found}
    for told in found:
        actions = [RIVERTON[one] for one in told.values["actions"]]
        assert all(isinstance(one, Action) and one.change is Change.TRAINING for one in actions)


def test_20_unanswered_by_whom(report: dict[str, Any]) -> None:
    """Which agencies owe an answer to a recommendation, and did they never give one?"""
    found = rows(report, "Recommendations that agencies have not answered")
    assert len(found) == 4
    for told in found:
        (agency,) = told.of(Agency)
        answered = [one for one in RIVERTON.of(Response) if one.recommendation == told.values["id"]]
        assert agency.id not in {one.agency for one in answered}


def test_21_progress_on_what(report: dict[str, Any]) -> None:
    """A strength is marked as progress: who raised it as an improvement, and was that earlier?"""
    told, *_ = rows(report, "Strengths on themes", id="finding-audit-da-2025-notice")
    earlier = [one for one in told.of(Finding) if one.judgement is Judgement.IMPROVEMENT]
    held = RIVERTON["case-file-audit-domestic-abuse-2025"]
    assert isinstance(held, CaseFileAudit)
    assert held.held_on is not None
    raised = [RIVERTON[source] for one in earlier for source in one.sources]
    assert raised
    for source in raised:
        assert isinstance(source, Source)
        assert source.known_on is not None
        assert source.known_on.entirely_before(held.held_on)


def test_22_counted_among_what(report: dict[str, Any]) -> None:
    """Of the year's sources, which are not counted, and why?"""
    told = below(report, "Reviews, audits and other sources", "Not counted")
    assert set(told.cited) == {"lcspr-kit", "rapid-review-yew"}
    assert all(one.counted_on is None for one in told.of(Source))
