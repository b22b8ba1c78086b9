"""Questions about actions: outstanding, late, undated, claimed, their colours, and whose."""

import datetime as dt
from collections import Counter
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import learning_tracker as lt
from asking import (
    UNHURRIED,
    family,
    holder,
    learning,
    noted,
    sources_of,
    themes_of,
    trackers,
    under,
)
from learning_tracker.dates import When
from learning_tracker.errors import AmbiguousName, UnknownChoice
from learning_tracker.kinds import Record
from learning_tracker.policy import Policy
from learning_tracker.records import (
    Action,
    Agency,
    Evidence,
    Finding,
    Partnership,
    RapidReview,
    Recommendation,
    Source,
    Theme,
    Update,
)
from learning_tracker.view import Standing, policy_of, standing
from learning_tracker.vocabulary import Colour, Level, State, Verdict

PARTNERSHIP = Partnership(id="p", name="Riverton")
LEAD = Agency(id="lead", name="Kent Police", aliases=("the Police",))
AUDIT = RapidReview(id="audit", title="An audit", held_on="2024-01-10")
ACTION = Action(id="a", statement="Train.", lead="lead", agreed_on="2025-01-01")
DATED = attrs.evolve(ACTION, due_on="2025-02-28")
DATE = "2025-03-31"

STAGES = {State.COMPLETED: "said to be done", State.ORDER_NOT_KNOWN: "cannot tell"}


def said(on: str, event: str, by: str = "lead", **more: Any) -> Update:
    """What was said of the action."""
    return Update(action="a", on=on, by=by, event=event, **more)


def shown(on: str = "2025-02-01", level: str = "quality", **more: Any) -> Evidence:
    """Evidence for the action that can be looked at."""
    fields = {"statement": "Seen.", "supports": ("a",), "drawn_from": "audit"}
    return Evidence(on=on, level=level, **(fields | more))


def tracker_of(*records: Record, date: str | None = DATE, **policy: Any) -> lt.Tracker:
    """A tracker of these records with a partnership and a lead."""
    partnership = attrs.evolve(PARTNERSHIP, policy=Policy(**policy))
    return lt.Tracker([partnership, LEAD, AUDIT, *records], date=date)


def ids(table: Any) -> list[str]:
    """The ids of the records that the rows are about."""
    return [row["id"] for row in table.to_records()]


# Against slow references


def standings(tracker: lt.Tracker) -> dict[str, Standing]:
    """Where every action stands."""
    return {one.id: standing(tracker.view, one) for one in tracker.of(Action)}


def is_outstanding(one: Standing) -> bool:
    """Whether it is not signed off, superseded or withdrawn."""
    closed = {State.SUPERSEDED, State.WITHDRAWN}
    return one.state not in {State.SIGNED_OFF, *closed} and not one.closed


def is_shown(tracker: lt.Tracker, action: Action) -> bool:
    """Whether the action has enough evidence, had it never been reopened."""
    least = list(Level).index(policy_of(tracker.view, action).sign_off_level)
    return any(
        action.id in one.supports
        and (one.drawn_from or one.url)
        and list(Level).index(one.level) >= least
        for one in tracker.of(Evidence)
    )


def answered_sources(tracker: lt.Tracker, action: Action) -> set[str]:
    """The sources that an action answers: themselves, by a recommendation or by a finding."""
    found = set()
    for one in map(tracker.__getitem__, action.answers):
        if isinstance(one, Source):
            found.add(one.id)
            continue
        findings = [one] if isinstance(one, Finding) else [tracker[f] for f in one.findings]
        found |= {source.id for each in findings for source in sources_of(tracker, each)}
        if isinstance(one, Recommendation):
            found.add(one.source)
    return found


@UNHURRIED
@given(trackers(), st.data())
def test_outstanding_is_what_is_not_closed(tracker: lt.Tracker, data: Any) -> None:
    """Outstanding is what is not signed off, superseded or withdrawn, of who and what is asked."""

    def one_of(kind: type[Record]) -> str | None:
        return data.draw(st.sampled_from([None, *(one.id for one in tracker.of(kind))]))

    agency, theme, source = one_of(Agency), one_of(Theme), one_of(Source)
    expected = {
        one.action.id: STAGES.get(one.state, "to do")
        for one in standings(tracker).values()
        if is_outstanding(one)
        and (agency is None or one.action.lead in family(tracker, agency))
        and (theme is None or themes_of(tracker, one.action) & under(tracker, theme))
        and (source is None or source in answered_sources(tracker, one.action))
    }
    table = tracker.actions.outstanding(agency=agency, theme=theme, source=source)

    assert {row["id"]: row["stage"] for row in table.to_records()} == expected
    split = Counter(expected.values())
    doubt = f", {split['cannot tell']} cannot be told" if split["cannot tell"] else ""
    assert table.denominator.startswith(
        f"{split['to do']} to do and {split['said to be done']} said to be done{doubt}, of the "
    )


def is_late_for_certain(one: Standing) -> bool:
    """Whether an action past its date is late in every state that it may have."""
    if one.state is State.COMPLETED:
        return not one.telling_evidence
    if one.state is not State.ORDER_NOT_KNOWN:
        return True
    # Every state that it may have must be late; `test_standing` enumerates them.
    return one.late


@UNHURRIED
@given(trackers())
def test_the_lists_of_actions_divide_the_outstanding(tracker: lt.Tracker) -> None:
    """Late, undated, waiting and claimed are each what their words say of the outstanding."""
    now = {one: each for one, each in standings(tracker).items() if is_outstanding(each)}
    waiting = {one for one, each in now.items() if each.state is State.COMPLETED}
    evidenced = {one for one in waiting if now[one].telling_evidence}
    late = {
        one: (tracker.view.today - each.due.last).days
        for one, each in now.items()
        if each.due and each.due.last < tracker.view.today and is_late_for_certain(each)
    }
    assert set(ids(tracker.actions.awaiting_sign_off())) == waiting
    assert set(ids(tracker.actions.claimed())) == waiting - evidenced
    assert set(ids(tracker.actions.undated())) == {one for one, each in now.items() if not each.due}
    assert {row["id"]: row["days_late"] for row in tracker.actions.late().to_records()} == late
    assert [row.standing.days_late for row in tracker.actions.late()] == sorted(
        late.values(), reverse=True
    )
    assert evidenced <= {one for one in now if is_shown(tracker, now[one].action)}


@UNHURRIED
@given(trackers())
def test_state_is_that_of_the_standing(tracker: lt.Tracker) -> None:
    """The state of an action is the one that follows from its updates."""
    for one, each in standings(tracker).items():
        assert tracker.actions.state(one) is each.state


@UNHURRIED
@given(learning() | learning(), st.sampled_from(["2024-04-01", "2025-01-15", "2025-06-30"]))
def test_colour_challenges_are_what_was_too_good_that_day(records: Any, date: str) -> None:
    """A challenge: the last colour was better than the verdict's on each day it may be from."""
    tracker = lt.Tracker(records, date=date)
    order = list(Colour)

    def flatters(update: Update, stood: Standing) -> bool:
        fair = dict(stood.policy.colours)
        return stood.verdict in fair and order.index(update.colour) < order.index(
            fair[stood.verdict]
        )

    expected = {}
    for action in tracker.of(Action):
        coloured = [one for one in tracker.of(Update) if one.action == action.id and one.colour]
        lasts = [
            one
            for one in coloured
            if not any(one.on.entirely_before(other.on) for other in coloured)
        ]
        if len({one.colour for one in lasts}) == 1:
            last = max(lasts, key=lambda one: (one.on, one.id))
            days = {last.on.first, min(last.on.last, tracker.date)}
            then = [standing(tracker.view, action, day) for day in days]
            now = standing(tracker.view, action)
            if State.ORDER_NOT_KNOWN in {one.state for one in (*then, now)}:
                continue
            if all(flatters(last, one) for one in then):
                expected[action.id] = "challenge"
            elif flatters(last, now):
                expected[action.id] = "out of date"
    table = tracker.actions.colour_challenges()
    assert {row["id"]: row["challenge"] for row in table.to_records()} == expected


@UNHURRIED
@given(trackers())
def test_workload_is_by_who_answers_today(tracker: lt.Tracker) -> None:
    """An agency has its own actions and those of the agencies it succeeded."""
    expected: dict[str | None, list[Standing]] = {}
    for one in standings(tracker).values():
        lead = one.action.lead and holder(tracker, one.action.lead)
        expected.setdefault(lead, []).append(one)
    table = tracker.agencies.workload()

    assert {
        row.record and row.record.id: (
            cells["actions"],
            cells["outstanding"],
            cells["to_do"] + cells["said_to_be_done"] + cells["cannot_tell"],
            cells["evidenced"],
            cells["late"],
        )
        for row, cells in zip(table, table.to_records(), strict=True)
    } == {
        lead: (
            len(them),
            sum(map(is_outstanding, them)),
            sum(map(is_outstanding, them)),
            sum(one.evidenced for one in them),
            sum(one.late for one in them),
        )
        for lead, them in expected.items()
    }


# Late and claimed


@pytest.mark.parametrize(
    ("records", "late"),
    [
        ([DATED], True),
        ([DATED, said("2025-02-15", "completed")], True),
        ([DATED, said("2025-02-15", "completed"), shown(level="activity")], True),
        ([DATED, said("2025-02-15", "completed"), shown(drawn_from=None)], True),
        ([DATED, shown()], True),
        ([DATED, said("2025-02-15", "completed"), shown()], False),
        ([DATED, said("2025-02-15", "signed_off", "p")], False),
        ([DATED, said("2025-02-15", "withdrawn", "p")], False),
        ([DATED, said("2025-02-15", "rescheduled", "p", due_on="2025-05-31")], False),
        ([DATED, said("2025-02-15", "proposed_date", due_on="2025-05-31")], True),
        ([attrs.evolve(ACTION, due_on="2025-03")], False),
        ([attrs.evolve(ACTION, due_on="2025-03-30")], True),
        ([ACTION], False),
    ],
)
def test_a_claim_does_not_stop_the_clock(records: list[Record], *, late: bool) -> None:
    """Only enough evidence, a sign-off, a closing or an agreed new date ends lateness."""
    table = tracker_of(*records).actions.late()
    assert ids(table) == ["a"] * late
    assert table.denominator == "of the 1 action"


def test_late_tells_how_late() -> None:
    """Days late count from the agreed date's last day; slippage from the first date's."""
    tracker = tracker_of(
        attrs.evolve(ACTION, due_on="2025-01-31"),
        said("2025-01-15", "rescheduled", "p", due_on="2025-02"),
    )
    (row,) = tracker.actions.late().to_records()
    assert (row["due"], row["days_late"], row["slippage_days"]) == ("2025-02", 31, 28)


def test_slippage_cannot_be_told_where_the_dates_overlap() -> None:
    """A date moved from a day to its own month has slipped by nobody knows how much."""
    tracker = tracker_of(DATED, said("2025-01-15", "rescheduled", "p", due_on="2025-02"))
    table = tracker.actions.outstanding()
    assert table.to_records()[0]["slippage_days"] == "cannot tell"
    assert noted(table, "Slippage cannot be told") == {"a"}


def test_order_not_known_is_named() -> None:
    """A sign-off and a reopening of one month leave the state untold, and a note says so."""
    tracker = tracker_of(
        ACTION, said("2025-02", "signed_off", "p"), said("2025-02", "reopened", "p")
    )
    table = tracker.actions.outstanding()
    assert tracker.actions.state("a") is State.ORDER_NOT_KNOWN
    assert (ids(table), noted(table, "State not known")) == (["a"], {"a"})


def test_what_straddles_the_date_is_named() -> None:
    """Word that may come from after the date counts, and a note names it."""
    update = said("2025-03/2025-04", "completed")
    table = tracker_of(ACTION, update).actions.awaiting_sign_off()
    assert (ids(table), noted(table, "partly after")) == (["a"], {update.id})


def test_claimed_and_waiting() -> None:
    """What is said to be done waits for sign-off; it is claimed until evidence tells."""
    claim = said("2025-02-15", "completed", statement="All trained.")
    claimed = tracker_of(ACTION, claim)
    assert ids(claimed.actions.claimed()) == ids(claimed.actions.awaiting_sign_off()) == ["a"]
    assert claimed.actions.claimed()[0].last_word == "completed, 15 February 2025: All trained."
    evidenced = tracker_of(ACTION, claim, shown())
    assert ids(evidenced.actions.claimed()) == []
    assert evidenced.actions.awaiting_sign_off().to_records()[0]["evidence"] == 1


def test_undated_outstanding_actions() -> None:
    """An action without an agreed date is listed until one is ruled or it is signed off."""
    assert ids(tracker_of(ACTION).actions.undated()) == ["a"]
    assert tracker_of(ACTION).actions.undated()[0].last_word == "nothing said"
    ruled = said("2025-02-01", "rescheduled", "p", due_on="2025-06")
    assert ids(tracker_of(ACTION, ruled).actions.undated()) == []
    assert ids(tracker_of(ACTION, said("2025-02-01", "signed_off", "p")).actions.undated()) == []


def test_lateness_without_a_date_is_judged_by_today() -> None:
    """A tracker without a date judges lateness by today."""
    yesterday = When.day(dt.datetime.now().astimezone().date() - dt.timedelta(days=2))
    tracker = tracker_of(attrs.evolve(ACTION, due_on=yesterday), date=None)
    assert ids(tracker.actions.late()) == ["a"]
    assert ids(tracker.as_at("2025-03-31").actions.late()) == []


# Of whom and of what


FAMILY = (
    Agency(id="icb", name="NHS Kent and Medway", aliases=("ICB",)),
    Agency(id="ccg", name="CCG", succeeded_by="icb", succeeded_on="2024-07-01"),
    Agency(id="unit", name="Safeguarding unit", part_of="icb"),
    *(
        Action(id=f"by-{who}", statement="Train.", lead=who, agreed_on="2024-05-01")
        for who in ("icb", "ccg", "unit", "lead")
    ),
)


def test_outstanding_of_an_agency_with_predecessors_and_parts() -> None:
    """An agency's actions are its own, those of whom it succeeded and those of its parts."""
    actions = tracker_of(*FAMILY).actions
    for name in ("icb", "NHS Kent and Medway", "nhs kent  and medway", "ICB"):
        assert ids(actions.outstanding(agency=name)) == ["by-ccg", "by-icb", "by-unit"]
    assert ids(actions.outstanding(agency="ccg")) == ["by-ccg"]
    assert ids(actions.outstanding(agency="p")) == []
    assert actions.outstanding(agency="icb").caption == (
        "Outstanding actions led by NHS Kent and Medway"
    )
    assert ids(tracker_of(*FAMILY, date="2024-06-30").actions.outstanding(agency="icb")) == [
        "by-icb", "by-unit"
    ]  # fmt: skip


def test_an_id_outranks_anothers_name() -> None:
    """A word that is a record's id names that record, though another bears it as a name."""
    tracker = tracker_of(
        *(Agency(id="g1", name="G2"), Agency(id="G2", name="Health")),
        *(Theme(id="t1", name="T2"), Theme(id="T2", name="Fathers")),
        *(RapidReview(id="r1", title="R2"), RapidReview(id="R2", title="Laura")),
        Action(id="b", statement="Train.", lead="G2", themes=("T2",), answers=("R2",)),
    )
    assert ids(tracker.actions.outstanding(agency="G2", theme="T2", source="R2")) == ["b"]


def test_outstanding_on_a_theme_and_from_a_source() -> None:
    """The theme may be narrower or that of what is answered; the source is reached by any way."""
    records = (
        *(Theme(id="t1", name="Fathers"), Theme(id="t2", name="Unseen", broader="t1")),
        *(RapidReview(id="r1", title="Laura"), RapidReview(id="r2", title="Julia")),
        Finding(id="f", sources=("r1",), judgement="improvement", statement="F", themes=("t2",)),
        Recommendation(id="m", source="r2", statement="M", findings=("f",)),
        Action(id="own", statement="A", themes=("t1",)),
        Action(id="of-finding", statement="A", answers=("f",)),
        Action(id="of-advice", statement="A", answers=("m",)),
        Action(id="of-review", statement="A", answers=("r2",)),
    )
    actions = tracker_of(*records).actions
    assert ids(actions.outstanding(theme="fathers")) == ["of-advice", "of-finding", "own"]
    assert ids(actions.outstanding(theme="Unseen")) == ["of-advice", "of-finding"]
    assert ids(actions.outstanding(source="Laura")) == ["of-advice", "of-finding"]
    assert ids(actions.outstanding(source="r2")) == ["of-advice", "of-review"]
    assert ids(actions.outstanding(source="r2", theme="t1")) == ["of-advice"]


def test_workload_after_a_succession() -> None:
    """The successor has its predecessor's actions, a part its own; nobody's stand last."""
    tracker = tracker_of(*FAMILY, attrs.evolve(ACTION, lead=None))
    table = tracker.agencies.workload()
    assert {row.name: len(row.actions) for row in table} == {
        "NHS Kent and Medway": 2, "Kent Police": 1, "Safeguarding unit": 1, "no lead named": 1
    }  # fmt: skip
    assert [row.name for row in table][::3] == ["NHS Kent and Medway", "no lead named"]
    before = tracker_of(*FAMILY, date="2024-06-30").agencies.workload()
    assert {row.name: len(row.actions) for row in before}["CCG"] == 1


# Colours


@pytest.mark.parametrize(
    ("records", "said_of_it"),
    [
        ([DATED, said("2025-03-15", "progress", colour="green")], "challenge"),
        ([DATED, said("2025-02-15", "progress", colour="green")], "challenge"),
        ([DATED, said("2025-01-02", "progress", colour="green")], "out of date"),
        ([DATED, said("2025-01-02", "progress", colour="red")], None),
        ([DATED, said("2025-03", "progress", colour="amber")], "challenge"),
        ([DATED, said("2025-02/2025-03", "progress", colour="amber")], "out of date"),
        ([DATED, said("2025-03-15", "withdrawn", "p", colour="blue")], None),
        ([ACTION, said("2025-02-15", "completed", colour="blue")], "challenge"),
        ([ACTION, said("2025-02-15", "completed", colour="green"), shown("2025-02-01")], None),
        (
            [ACTION, said("2025-02-15", "completed", colour="green"), shown("2025-03-01")],
            "challenge",
        ),
        (
            [DATED, said("2025-03-15", "progress", colour="green"),
             said("2025-03-16", "progress", colour="red")],
            None,
        ),
    ],
)  # fmt: skip
def test_colour_challenge_or_out_of_date(records: list[Record], said_of_it: str | None) -> None:
    """Too good on the day it was reported is a challenge; too good only today is out of date."""
    table = tracker_of(*records).actions.colour_challenges()
    assert [row["challenge"] for row in table.to_records()] == ([said_of_it] if said_of_it else [])
    assert table.denominator == "of the 1 action with a reported colour"


def test_colours_follow_the_policy() -> None:
    """What a verdict's colour is, the partnership says."""
    records = [ACTION, said("2025-03-15", "progress", colour="green")]
    assert ids(tracker_of(*records).actions.colour_challenges()) == ["a"]
    lenient = tracker_of(*records, colours=((Verdict.NO_DUE_DATE, Colour.GREEN),))
    assert ids(lenient.actions.colour_challenges()) == []


def test_challenges_stand_before_the_out_of_date() -> None:
    """Challenges come first, and each row tells the verdict of that day and of today."""
    other = attrs.evolve(DATED, id="b")
    tracker = tracker_of(
        *(DATED, other, said("2025-01-02", "progress", colour="green")),
        Update(action="b", on="2025-03-15", by="lead", event="progress", colour="green"),
    )
    rows = tracker.actions.colour_challenges().to_records()
    assert [(row["id"], row["then"], row["now"]) for row in rows] == [
        ("b", "late", "late"), ("a", "on_time", "late")
    ]  # fmt: skip


def test_a_name_that_several_go_by_is_refused() -> None:
    """Nobody guesses which of two agencies of one name is meant; an id always is."""
    tracker = lt.Tracker(
        [lt.Agency(id=one, name="Riverton Health", aliases=("RH",)) for one in ("a", "b")]
    )
    with pytest.raises(AmbiguousName, match="more than one agency; give the id: a or b"):
        tracker.actions.outstanding(agency="riverton  HEALTH")
    with pytest.raises(AmbiguousName):
        tracker.actions.late(agency="rh")
    assert tracker.actions.outstanding(agency="a").rows == ()
    with pytest.raises(UnknownChoice, match="is no theme; there is none to choose from"):
        tracker.actions.outstanding(theme="fathers")
