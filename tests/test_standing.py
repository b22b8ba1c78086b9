"""Where an action stands on a day: its state, dates and verdict, against slow references."""

import datetime as dt
from itertools import permutations
from typing import Any

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from learning_tracker.dates import When
from learning_tracker.kinds import Record
from learning_tracker.network import Network
from learning_tracker.policy import Policy
from learning_tracker.records import (
    Action,
    Agency,
    Evidence,
    Partnership,
    RapidReview,
    Update,
)
from learning_tracker.view import Standing, View, may_rule, standing
from learning_tracker.vocabulary import Event, Level, State, Verdict

LEAD = Agency(id="lead", name="Kent Police", role="safeguarding_partner")
OTHER = Agency(id="other", name="Medway Community Health", role="relevant_agency")
GROUP = Agency(id="group", name="Learning Lessons group", role="group")
AUDIT = RapidReview(id="audit", title="An audit to draw from")
ACTION = Action(id="action", statement="Train.", lead="lead", agreed_on="2025-01-01")
DAY = dt.date(2025, 6, 1)
DATED = attrs.evolve(ACTION, due_on="2025-12-31")

CLOSED = {State.SUPERSEDED, State.WITHDRAWN}
DONE = {State.SIGNED_OFF, *CLOSED}


def update(on: str, event: str, by: str = "partnership", **more: Any) -> Update:
    """An update on the action."""
    return Update(action="action", on=on, by=by, event=event, **more)


def evidence(on: str, level: str = "quality", **more: Any) -> Evidence:
    """Evidence for the action that can be looked at."""
    shown = {"drawn_from": "audit"} | more
    return Evidence(on=on, statement="Seen.", level=level, supports=("action",), **shown)


def view_of(*records: Record, policy: Policy | None = None, date: dt.date | None = None) -> View:
    """The records, with a partnership, its agencies and its group."""
    partnership = Partnership(id="partnership", name="Riverton", policy=policy or Policy())
    return View(Network([partnership, LEAD, OTHER, GROUP, AUDIT, *records]), date)


def stand(action: Action, *records: Record, day: dt.date = DAY, **policy: Any) -> Standing:
    """Where the action stands on the day."""
    return standing(view_of(action, *records, policy=Policy(**policy)), action, day)


# A slow reference: every order in which the updates may have come


def orders(updates: list[Update]) -> list[tuple[Update, ...]]:
    """Every order of the updates that their dates allow."""
    return [
        order
        for order in permutations(updates)
        if not any(
            later.on.entirely_before(one.on)
            for place, one in enumerate(order)
            for later in order[place + 1 :]
        )
    ]


def what_counts(action: Action, one: Update) -> Event | None:
    """What an update says, given who says it: the lead's sign-off is but its claim."""
    if one.event in {Event.PROGRESS, Event.COMPLETED, Event.PROPOSED_DATE}:
        return one.event
    if one.by in {"partnership", "group"} and one.by != action.lead:
        return one.event
    return Event.COMPLETED if one.event is Event.SIGNED_OFF and one.by == action.lead else None


BECOMES = {
    Event.PROGRESS: State.IN_PROGRESS,
    Event.COMPLETED: State.COMPLETED,
    Event.SIGNED_OFF: State.SIGNED_OFF,
    Event.SENT_BACK: State.REOPENED,
    Event.REOPENED: State.REOPENED,
    Event.SUPERSEDED: State.SUPERSEDED,
    Event.WITHDRAWN: State.WITHDRAWN,
}
UNLESS = {
    Event.PROGRESS: set(State) - {State.AGREED},
    Event.COMPLETED: DONE,
    Event.SIGNED_OFF: CLOSED,
}


def step(state: State, event: Event | None) -> State:
    """The state after an event."""
    if event not in BECOMES or state in UNLESS.get(event, set()):
        return state
    return BECOMES[event]


def states(action: Action, updates: list[Update]) -> set[State]:
    """The states that the action may have reached."""
    reached = set()
    for order in orders(updates):
        state = State.AGREED
        for one in order:
            state = step(state, what_counts(action, one))
        reached.add(state)
    return reached


def dates_after(action: Action, order: tuple[Update, ...]) -> tuple[When | None, When | None]:
    """The first agreed date and the current one, had the updates come in this order."""
    first = due = action.due_on
    restarted = False
    for one in order:
        event = what_counts(action, one)
        if event in {Event.REOPENED, Event.SENT_BACK}:
            due = one.due_on or due
            first, restarted = due, one.due_on is None
        elif event is Event.RESCHEDULED and one.due_on is not None:
            due = one.due_on
            first = due if first is None or restarted else first
            restarted = False
    return first, due


def slippage_in(action: Action, order: tuple[Update, ...]) -> int | None:
    """The days of slippage, had the updates come in this order."""
    first, due = dates_after(action, order)
    if first is None or due is None:
        return None
    if first == due:
        return 0
    return None if first.overlaps(due) else (due.last - first.last).days


def some_days(least: int = 1, most: int = 12) -> st.SearchStrategy[When]:
    """Spans of a few days in January 2025, and single days."""
    days = st.integers(least, most).map(lambda number: dt.date(2025, 1, number))
    spans = st.tuples(days, days).map(lambda ends: When(*sorted(ends)))
    return days.map(When.day) | spans


UPDATES = st.lists(
    st.builds(
        Update,
        action=st.just("action"),
        on=some_days(),
        by=st.sampled_from(["partnership", "partnership", "group", "lead", "other"]),
        event=st.sampled_from(Event),
        due_on=st.none() | st.sampled_from(["2025-03", "2025-03-14", "2025-06", "2025-07"]),
    ),
    max_size=5,
)
ACTIONS = st.builds(
    Action,
    id=st.just("action"),
    statement=st.just("Train."),
    lead=st.sampled_from([None, "lead", "group", "partnership"]),
    due_on=st.sampled_from([None, "2025-02", "2025-03"]),
)


# The state


@given(action=ACTIONS, updates=UPDATES)
@example(ACTION, [update("2025-01", "signed_off"), update("2025-01-14", "sent_back")])
@example(ACTION, [update("2025-01", "withdrawn"), update("2025-01-14", "superseded")])
def test_state(action: Action, updates: list[Update]) -> None:
    """The state is the one that every possible order of the updates leads to, or none is known."""
    reached = states(action, updates)
    wanted = reached.pop() if len(reached) == 1 else State.ORDER_NOT_KNOWN
    assert stand(action, *updates).state is wanted


@given(action=ACTIONS, updates=UPDATES)
@example(ACTION, [update("2025-01", "withdrawn"), update("2025-01-14", "superseded")])
def test_outstanding(action: Action, updates: list[Update]) -> None:
    """An action is outstanding unless it is sure to be signed off or closed."""
    reached = states(action, updates)
    found = stand(action, *updates)
    assert found.outstanding == (not (reached <= CLOSED or reached == {State.SIGNED_OFF}))
    assert found.may_be_closed == bool(reached & CLOSED)
    assert found.said_to_be_done == (reached == {State.COMPLETED})
    assert (found.verdict is Verdict.CLOSED) == (reached <= CLOSED)
    assert (found.verdict is Verdict.SIGNED_OFF) == (reached == {State.SIGNED_OFF})


@given(action=ACTIONS, updates=UPDATES, data=st.data())
def test_order_of_entry(action: Action, updates: list[Update], data: st.DataObject) -> None:
    """It does not matter in which order updates were entered."""
    mixed = data.draw(st.permutations(updates))
    assert stand(action, *mixed).state is stand(action, *updates).state


@given(action=ACTIONS, updates=UPDATES, evidenced_on=some_days(), day=some_days())
def test_day_by_day(action: Action, updates: list[Update], evidenced_on: When, day: When) -> None:
    """What an action's standing was on a day does not change with what came later."""
    records = [*updates, evidence(evidenced_on.iso)]
    by_then = [one for one in records if one.on.first <= day.first]
    then = stand(action, *records, day=day.first)
    assert then == stand(action, *by_then, day=day.first)
    as_at = view_of(action, *records, date=day.first)
    assert then == standing(as_at, action)


@pytest.mark.parametrize(
    ("events", "state"),
    [
        ("", State.AGREED),
        ("proposed_date", State.AGREED),
        ("rescheduled", State.AGREED),
        ("progress", State.IN_PROGRESS),
        ("completed progress", State.COMPLETED),
        ("completed signed_off", State.SIGNED_OFF),
        ("signed_off", State.SIGNED_OFF),
        ("signed_off completed", State.SIGNED_OFF),
        ("completed sent_back", State.REOPENED),
        ("signed_off reopened progress", State.REOPENED),
        ("signed_off reopened completed", State.COMPLETED),
        ("withdrawn reopened", State.REOPENED),
        ("withdrawn signed_off", State.WITHDRAWN),
        ("withdrawn superseded", State.SUPERSEDED),
        ("superseded withdrawn", State.WITHDRAWN),
    ],
)
def test_state_of_a_history(events: str, state: State) -> None:
    """What was said in turn leads to the state, and progress never undoes completed."""
    told = [update(f"2025-01-{day:02}", one) for day, one in enumerate(events.split(), start=1)]
    assert stand(ACTION, *told).state is state


@pytest.mark.parametrize(
    ("first", "second", "state"),
    [
        ("completed", "signed_off", State.SIGNED_OFF),
        ("progress", "completed", State.COMPLETED),
        ("signed_off", "withdrawn", State.WITHDRAWN),
        ("completed", "sent_back", State.ORDER_NOT_KNOWN),
        ("signed_off", "reopened", State.ORDER_NOT_KNOWN),
        ("withdrawn", "superseded", State.ORDER_NOT_KNOWN),
        ("sent_back", "reopened", State.REOPENED),
        ("sent_back", "progress", State.REOPENED),
    ],
)
def test_order_that_matters(first: str, second: str, state: State) -> None:
    """Two updates of one month leave the state in doubt only where their order matters."""
    assert stand(ACTION, update("2025-02", first), update("2025-02", second)).state is state


# Rulings


RULERS = {"partnership": True, "group": True, "lead": False, "other": False}


@pytest.mark.parametrize("by", RULERS)
@pytest.mark.parametrize("lead", [*RULERS, None])
def test_who_may_rule(by: str, lead: str | None) -> None:
    """The partnership and its groups rule, but never on an action that they lead themselves."""
    action = attrs.evolve(ACTION, lead=lead)
    ruling = update("2025-02", "withdrawn", by=by)
    may = RULERS[by] and by != lead
    assert may_rule(view_of(action, ruling), ruling) == may
    assert (stand(action, ruling).state is State.WITHDRAWN) == may


@pytest.mark.parametrize("event", ["sent_back", "reopened", "superseded", "withdrawn"])
def test_lead_rules_on_nothing(event: str) -> None:
    """What the lead rules on its own action changes nothing."""
    claim, ruling = update("2025-02", "completed", by="lead"), update("2025-03", event, by="lead")
    assert stand(ACTION, claim, ruling).state is State.COMPLETED


def test_lead_cannot_sign_off() -> None:
    """The lead's sign-off of its own action is heard as its word that the action is done."""
    assert stand(ACTION, update("2025-02", "signed_off", by="lead")).state is State.COMPLETED
    assert stand(ACTION, update("2025-02", "signed_off", by="other")).state is State.AGREED


@pytest.mark.parametrize("event", ["rescheduled", "proposed_date"])
@pytest.mark.parametrize("by", ["lead", "other"])
def test_lead_can_only_propose_a_date(event: str, by: str) -> None:
    """The agreed date stays until the partnership moves it."""
    moved = update("2025-02", event, by=by, due_on="2026-01")
    assert stand(DATED, moved).due == DATED.due_on
    ruled = update("2025-03", "rescheduled", due_on="2026-02")
    assert stand(DATED, moved, ruled).due == When.parse("2026-02")


# Evidence


@pytest.mark.parametrize(
    ("sign_off_level", "level", "more", "tells"),
    [
        ("quality", "quality", {}, True),
        ("quality", "difference", {}, True),
        ("quality", "activity", {}, False),
        ("difference", "quality", {}, False),
        ("difference", "difference", {}, True),
        ("activity", "activity", {}, True),
        ("quality", "difference", {"drawn_from": None}, False),
        ("quality", "quality", {"drawn_from": None, "url": "https://example.org"}, True),
        ("activity", "difference", {"drawn_from": None}, False),
        ("activity", "activity", {"drawn_from": None}, False),
    ],
)
def test_telling_evidence(
    sign_off_level: str,
    level: str,
    more: dict[str, Any],
    tells: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """Evidence tells at the partnership's level or above, if it can be looked at."""
    shown = evidence("2025-03", level, **more)
    claim = update("2025-02", "completed", by="lead")
    found = stand(ACTION, claim, shown, sign_off_level=sign_off_level)
    assert found.telling_evidence == ((shown,) if tells else ())
    assert found.evidenced == tells


def test_evidence_without_a_claim() -> None:
    """Evidence alone makes no action evidenced: somebody must say that it is done."""
    found = stand(ACTION, evidence("2025-03"))
    assert found.telling_evidence
    assert not found.evidenced


def test_evidence_of_something_else() -> None:
    """Evidence for another action says nothing of this one."""
    elsewhere = attrs.evolve(evidence("2025-03"), supports=("next",))
    assert stand(ACTION, attrs.evolve(ACTION, id="next"), elsewhere).evidence == ()


@pytest.mark.parametrize(("on", "counts"), [("2025-03-13", False), ("2025-03-15", True)])
def test_evidence_before_a_reopening(
    on: str,
    counts: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """Evidence from before an action was sent back does not show that it was done again."""
    told = [
        update("2025-02", "completed", by="lead"),
        update("2025-03-14", "sent_back"),
        update("2025-04", "completed", by="lead"),
    ]
    found = stand(ACTION, *told, evidence(on))
    assert found.state is State.COMPLETED
    assert found.evidenced == counts


# The verdict


LATE_DUE = attrs.evolve(ACTION, due_on="2025-05")
CLAIM = update("2025-04-30", "completed", by="lead")
SIGN_OFF = update("2025-05", "signed_off")


@pytest.mark.parametrize(
    ("action", "records", "verdict"),
    [
        (LATE_DUE, [CLAIM, evidence("2025-05"), update("2025-05", "withdrawn")], Verdict.CLOSED),
        (LATE_DUE, [update("2025-05", "superseded")], Verdict.CLOSED),
        (LATE_DUE, [SIGN_OFF], Verdict.SIGNED_OFF),
        (
            LATE_DUE,
            [CLAIM, evidence("2025-05"), update("2025-05", "signed_off")],
            Verdict.SIGNED_OFF,
        ),
        (LATE_DUE, [CLAIM, evidence("2025-05")], Verdict.EVIDENCED),
        (LATE_DUE, [CLAIM, evidence("2025-05", drawn_from=None)], Verdict.LATE),
        (LATE_DUE, [CLAIM], Verdict.LATE),
        (LATE_DUE, [evidence("2025-05")], Verdict.LATE),
        (LATE_DUE, [update("2025-05", "progress", by="lead")], Verdict.LATE),
        (LATE_DUE, [update("2025-05", "signed_off", by="lead")], Verdict.LATE),
        (LATE_DUE, [], Verdict.LATE),
        (LATE_DUE, [update("2025-05", "rescheduled", due_on="2025-09")], Verdict.ON_TIME),
        (LATE_DUE, [update("2025-05", "proposed_date", due_on="2025-09")], Verdict.LATE),
        (DATED, [CLAIM], Verdict.CLAIMED),
        (ACTION, [CLAIM], Verdict.CLAIMED),
        (attrs.evolve(ACTION, due_on="2025-06"), [CLAIM], Verdict.CLAIMED),
        (DATED, [], Verdict.AT_RISK),
        (ACTION, [], Verdict.AT_RISK),
        (DATED, [update("2025-05", "progress", by="lead")], Verdict.ON_TIME),
        (ACTION, [update("2025-05", "progress", by="lead")], Verdict.NO_DUE_DATE),
        (attrs.evolve(ACTION, agreed_on=None), [], Verdict.NO_DUE_DATE),
        (attrs.evolve(DATED, agreed_on=None), [], Verdict.ON_TIME),
    ],
)
def test_verdict(action: Action, records: list[Record], verdict: Verdict) -> None:
    """On 1 June 2025 the verdict is the first of the design's list that applies."""
    assert stand(action, *records).verdict is verdict


HEARD = update("2025-05-31", "progress", by="lead")


@pytest.mark.parametrize("due", ["2025-05-31", "2025-05", "2025-04-30/2025-05-31"])
def test_late_from_the_day_after(due: str) -> None:
    """On the last day of the agreed date an action is not late; on the next day it is."""
    action = attrs.evolve(ACTION, due_on=due)
    due_day = stand(action, HEARD, day=dt.date(2025, 5, 31))
    next_day = stand(action, HEARD, day=dt.date(2025, 6, 1))
    assert (due_day.verdict, due_day.late, due_day.days_late) == (Verdict.AT_RISK, False, 0)
    assert (next_day.verdict, next_day.late, next_day.days_late) == (Verdict.LATE, True, 1)


@pytest.mark.parametrize("amber_days", [0, 1, 28])
def test_amber_days(amber_days: int) -> None:
    """An action is at risk when due in exactly so many days, and a day earlier it is not."""
    due = DAY + dt.timedelta(days=amber_days)
    action = attrs.evolve(ACTION, due_on=due)
    on_edge = stand(action, HEARD, amber_days=amber_days)
    assert (on_edge.verdict, on_edge.due_soon) == (Verdict.AT_RISK, True)
    day_before = stand(action, HEARD, day=DAY - dt.timedelta(days=1), amber_days=amber_days)
    assert (day_before.verdict, day_before.due_soon) == (Verdict.ON_TIME, False)


@pytest.mark.parametrize("stale_days", [1, 100])
@pytest.mark.parametrize("by_update", [True, False])
def test_stale_days(
    stale_days: int,
    by_update: bool,  # noqa: FBT001 - both ways of being heard of
) -> None:
    """An action is at risk when nothing was heard for exactly so many days; a day less, not."""
    heard = DAY - dt.timedelta(days=stale_days)
    told = [update(heard.isoformat(), "progress", by="lead")] if by_update else []
    action = attrs.evolve(DATED, agreed_on=None if by_update else heard)
    on_edge = stand(action, *told, stale_days=stale_days)
    assert (on_edge.verdict, on_edge.stale, on_edge.last_heard) == (Verdict.AT_RISK, True, heard)
    sooner = stand(action, *told, day=DAY - dt.timedelta(days=1), stale_days=stale_days)
    assert (sooner.verdict, sooner.stale) == (Verdict.ON_TIME, False)


def test_never_heard_of() -> None:
    """Of an action without a date and without an update it cannot be told whether it is stale."""
    silent = stand(attrs.evolve(ACTION, agreed_on=None))
    assert (silent.last_heard, silent.stale, silent.last_words) == (None, False, [])


def test_last_word() -> None:
    """The last word is the update of the latest date, the last colour that of the last coloured."""
    first = update("2025-02", "progress", by="lead", colour="green")
    last = update("2025-03", "progress", by="lead")
    found = stand(ACTION, last, first)
    assert (found.last_words, found.reported) == ([last], first)
    assert stand(ACTION, last).reported is None


def test_day_of_the_view() -> None:
    """An action stands as on the view's day unless another is named; without one, as of today."""
    told = update("2025-05", "completed", by="lead")
    assert standing(view_of(ACTION, told, date=DAY), ACTION).day == DAY
    today = dt.datetime.now().astimezone().date()
    assert standing(view_of(ACTION, told), ACTION).day >= today


# The agreed date and slippage


@given(action=ACTIONS, updates=UPDATES)
@example(
    attrs.evolve(ACTION, due_on=None),
    [
        update("2025-01", "rescheduled", due_on="2025-03"),
        update("2025-01", "rescheduled", due_on="2025-06"),
    ],
)
@example(
    attrs.evolve(ACTION, due_on="2025-02"),
    [
        update("2025-01", "rescheduled", due_on="2025-03"),
        update("2025-01", "rescheduled", due_on="2025-06"),
    ],
)
def test_slippage(action: Action, updates: list[Update]) -> None:
    """Slippage is told only if every possible order of the updates gives the same."""
    found = stand(action, *updates)
    possible = {slippage_in(action, order) for order in orders(updates)}
    dues = {dates_after(action, order)[1] for order in orders(updates)}
    if found.slippage is not None:
        assert possible == {found.slippage}
    elif len(orders(updates)) == 1:
        assert possible == {None}
    if None in dues:
        assert found.due is None or len(dues) > 1
    else:
        assert all(due is not None and found.due and due.within(found.due) for due in dues)
    assert found.slippage_in_doubt == (found.due is not None and found.slippage is None)


@pytest.mark.parametrize(
    ("due", "updates", "slippage"),
    [
        (None, [], None),
        ("2025-02-14", [], 0),
        ("2025-02", [], 0),
        (None, [update("2025-01-02", "rescheduled", due_on="2025-02-14")], 0),
        ("2025-02-14", [update("2025-01-02", "rescheduled", due_on="2025-02-24")], 10),
        ("2025-02-24", [update("2025-01-02", "rescheduled", due_on="2025-02-14")], -10),
        ("2025-02", [update("2025-01-02", "rescheduled", due_on="2025-03-02")], 2),
        ("2025-02", [update("2025-01-02", "rescheduled", due_on="2025-02")], 0),
        ("2025-02", [update("2025-01-02", "rescheduled", due_on="2025-02-28")], None),
        ("2025-02-14", [update("2025-01-02", "rescheduled")], 0),
        (
            "2025-02-14",
            [
                update("2025-01-02", "rescheduled", due_on="2025-03-14"),
                update("2025-01-03", "rescheduled", due_on="2025-02-15"),
            ],
            1,
        ),
        (
            "2025-02-14",
            [
                update("2025-01-02", "rescheduled", due_on="2025-03-14"),
                update("2025-01-03", "reopened", due_on="2025-06-01"),
            ],
            0,
        ),
        (
            "2025-02-14",
            [
                update("2025-01-02", "reopened", due_on="2025-06-01"),
                update("2025-01-03", "rescheduled", due_on="2025-06-08"),
            ],
            7,
        ),
        (
            "2025-02-14",
            [
                update("2025-01-02", "rescheduled", due_on="2025-03-14"),
                update("2025-01-03", "sent_back"),
            ],
            0,
        ),
        (
            "2025-02-14",
            [
                update("2025-01-02", "sent_back"),
                update("2025-01-03", "rescheduled", due_on="2025-06-01"),
                update("2025-01-04", "rescheduled", due_on="2025-06-04"),
            ],
            3,
        ),
        (None, [update("2025-01-02", "reopened")], None),
    ],
)
def test_slippage_of_a_history(
    due: str | None, updates: list[Update], slippage: int | None
) -> None:
    """Slippage runs from the first agreed date's last day to the current one's.

    It restarts with a reopening, and cannot be told where the two overlap.
    """
    assert stand(attrs.evolve(ACTION, due_on=due), *updates).slippage == slippage


@pytest.mark.parametrize(
    ("due", "updates", "first"),
    [
        (None, [], None),
        ("2025-02", [update("2025-01-02", "rescheduled", due_on="2025-03")], "2025-02"),
        (None, [update("2025-01-02", "rescheduled", due_on="2025-03")], "2025-03"),
        ("2025-02", [update("2025-01-02", "reopened", due_on="2025-03")], "2025-03"),
        ("2025-02", [update("2025-01-02", "reopened")], "2025-02"),
        (None, [update("2025-01-02", "reopened")], None),
        (
            None,
            [
                update("2025-01", "rescheduled", due_on="2025-03"),
                update("2025-01", "rescheduled", due_on="2025-06"),
            ],
            "2025-03/2025-06",
        ),
    ],
)
def test_first_due(due: str | None, updates: list[Update], first: str | None) -> None:
    """The first agreed date starts anew with a reopening, and spans those it may have been."""
    found = stand(attrs.evolve(ACTION, due_on=due), *updates)
    assert found.first_due == (When.parse(first) if first else None)


def test_due_in_doubt() -> None:
    """Where it is not certain which ruling was the last, the date may be that of either."""
    told = [
        update("2025-01", "rescheduled", due_on="2025-02"),
        update("2025-01", "rescheduled", due_on="2025-04"),
    ]
    found = stand(attrs.evolve(ACTION, due_on="2025-01"), *told)
    assert found.due == When.parse("2025-02/2025-04")
    assert (found.slippage, found.slippage_in_doubt) == (None, True)
    assert found.verdict is Verdict.LATE
    assert stand(found.action, *told, day=dt.date(2025, 4, 30)).verdict is Verdict.AT_RISK


def test_evidence_levels() -> None:
    """The default level at which an action may be signed off is quality."""
    assert Policy().sign_off_level is Level.QUALITY
