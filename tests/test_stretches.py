"""Where an action stood, stretch by stretch: every day tells what the tracker tells as at it."""

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

import attrs
from hypothesis import given
from hypothesis import strategies as st

import learning_tracker as lt
from asking import DATES, UNHURRIED, deciding
from learning_tracker.dates import When
from learning_tracker.fields import fields_of
from learning_tracker.flat.shapes import core_of
from learning_tracker.kinds import Record
from learning_tracker.links import links_of, references
from learning_tracker.network import Network
from learning_tracker.records import Action, Evidence, Partnership, Update
from learning_tracker.view import View
from learning_tracker.view.stretches import FIRST_DAY, LAST_DAY, Course, Told, course_of, told_of
from learning_tracker.vocabulary import State, Verdict
from strategies import networks

DAY = dt.timedelta(1)
ACTION = Action(id="a", statement="Train them", agreed_on="2024-01-10", due_on="2024-06")
PARTNERSHIP = Partnership(id="p", name="Riverton")


def told_on(course: Course, day: dt.date) -> Told | None:
    """What the stretches tell of a day; None if the action is not there."""
    found = [one.told for one in course.stretches if one.first <= day <= one.last]
    assert len(found) <= 1
    return found[0] if found else None


def told_by_tracker(network: Network, identifier: str, day: dt.date) -> Told | None:
    """What the tracker tells as at a day."""
    view = View(network, day)
    action = view.get(identifier)
    return told_of(view, action) if isinstance(action, Action) else None


def telling_days(network: Network) -> Iterator[dt.date]:
    """The days about which something may change, by any date of any record."""
    for one in network:
        for field in attrs.fields(type(network[one])):
            on = getattr(network[one], field.name)
            if isinstance(on, When):
                for end in (on.first, on.last):
                    for days in (-29, -28, -27, -1, 0, 1, 99, 100, 101):
                        yield end + days * DAY


def touched(record: Record) -> Iterator[str]:
    """What is asked of a network if this record is to have a part in the answer."""
    yield f"is {record.id}"
    yield f"of {type(record).kind}"
    for link, target in references(record):
        yield f"{target} in {link.field}"
        yield f"any {target}"
        if link.declared.thread:
            yield f"threads {target}"


def test_an_action_by_hand() -> None:
    """Not there, on time, at risk for four weeks, late until it is done and shown, evidenced."""
    records = [
        PARTNERSHIP,
        ACTION,
        Update(id="u", action="a", on="2024-08-01", by="p", event="completed"),
        Evidence(
            id="e", on="2024-09-01", statement="Done", level="quality", supports=("a",), url="x"
        ),
    ]
    told = [
        (one.first, one.last, one.told.verdict, one.told.state)
        for one in course_of(Network(records), "a").stretches
    ]
    due = dt.date(2024, 6, 30)
    assert told == [
        (dt.date(2024, 1, 10), dt.date(2024, 4, 18), Verdict.ON_TIME, State.AGREED),
        (dt.date(2024, 4, 19), due, Verdict.AT_RISK, State.AGREED),
        (due + DAY, dt.date(2024, 7, 31), Verdict.LATE, State.AGREED),
        (dt.date(2024, 8, 1), dt.date(2024, 8, 31), Verdict.LATE, State.COMPLETED),
        (dt.date(2024, 9, 1), LAST_DAY, Verdict.EVIDENCED, State.COMPLETED),
    ]


def test_an_action_without_any_date() -> None:
    """It is there on all days, in one stretch."""
    (stretch,) = course_of(Network([Action(id="a", statement="Train them")]), "a").stretches
    assert (stretch.first, stretch.last) == (FIRST_DAY, LAST_DAY)
    assert stretch.told.verdict is Verdict.NO_DUE_DATE


def test_thresholds_beyond_the_calendar() -> None:
    """A policy may wait longer than there are days."""
    policy = lt.Policy(stale_days=10**14, amber_days=10**14)
    course = course_of(Network([attrs.evolve(PARTNERSHIP, policy=policy), ACTION]), "a")
    assert [one.told.verdict for one in course.stretches] == [Verdict.AT_RISK, Verdict.LATE]


def test_every_day_of_a_year_of_riverton() -> None:
    """Over a year of Riverton, every action is told of as the tracker tells of it that day."""
    network = lt.sample().view.network
    courses = {one.id: course_of(network, one.id) for one in network.of(Action)}
    for number in range(0, 366, 5):
        day = dt.date(2024, 11, 20) + number * DAY
        for one, course in courses.items():
            assert told_on(course, day) == told_by_tracker(network, one, day), (one, day)


@UNHURRIED
@given(networks(max_size=30) | deciding(), st.data())
def test_any_day_of_any_network(records: list[Record], data: st.DataObject) -> None:
    """Whatever the records and the day, a stretch tells what the tracker tells as at it."""
    network = Network(records)
    about = sorted({*telling_days(network)}) or [FIRST_DAY]
    days = data.draw(st.lists(st.sampled_from(about) | st.dates(), min_size=8, max_size=16))
    for action in network.of(Action):
        course = course_of(network, action.id)
        for day in days:
            if day >= FIRST_DAY:
                assert told_on(course, day) == told_by_tracker(network, action.id, day), day


@UNHURRIED
@given(networks(max_size=30) | deciding())
def test_stretches_are_in_order_and_differ(records: list[Record]) -> None:
    """Stretches follow each other without overlap, and two that touch tell different things."""
    network = Network(records)
    for action in network.of(Action):
        stretches = course_of(network, action.id).stretches
        for one, other in pairwise(stretches):
            assert one.last < other.first
            assert one.told != other.told or one.last + DAY < other.first


# What an answer rests on


def changed(network: Network, data: st.DataObject) -> tuple[Record, Record | None]:
    """A record of a network, and what it becomes: None, or one of its fields is another."""
    one = network[data.draw(st.sampled_from(sorted(network)))]
    if not any(network.referring(one.id)) and data.draw(st.booleans()):
        return one, None
    links = {link.field: link for link in links_of(type(one))}
    optional: dict[str, object] = {}
    for field in fields_of(type(one)):
        if core_of(field.annotation) is When:
            optional[field.name] = data.draw(st.sampled_from(DATES))
        elif field.name in links and not links[field.name].required:
            optional[field.name] = () if links[field.name].many else None
        elif field.name == "policy":
            optional[field.name] = lt.Policy(stale_days=7, amber_days=3)
    if not optional:
        return one, attrs.evolve(one, note="Another")
    name = data.draw(st.sampled_from(sorted(optional)))
    return one, attrs.evolve(one, **{name: optional[name]})


@UNHURRIED
@given(networks(max_size=30) | deciding(), st.data())
def test_nothing_else_changes_an_answer(records: list[Record], data: st.DataObject) -> None:
    """After any change, an action's stretches differ only if they rest on what was touched."""
    network = Network(records)
    before = {one.id: course_of(network, one.id) for one in network.of(Action)}
    one, after = changed(network, data)
    network.remove(one.id) if after is None else network.replace(after)
    words = {*touched(after)} if after else {f"is {one.id}", f"of {type(one).kind}"}
    for action in network.of(Action):
        if before[action.id].rests_on.isdisjoint(words):
            assert course_of(network, action.id) == before[action.id]


def test_a_word_of_an_agency_does_not_touch_what_others_said() -> None:
    """One more update by a partnership touches its own action, and no other."""
    other = attrs.evolve(ACTION, id="b")
    said = [
        Update(id=f"u{one}", action=one, on="2024-02", by="p", event="progress") for one in "ab"
    ]
    network = Network([PARTNERSHIP, ACTION, other, *said])
    more = {*touched(Update(id="u", action="a", on="2024-03", by="p", event="progress"))}
    assert not course_of(network, "a").rests_on.isdisjoint(more)
    assert course_of(network, "b").rests_on.isdisjoint(more)


def test_what_is_said_of_an_undated_source_dates_what_answers_it() -> None:
    """An undated review is there from its first recommendation on, and so is what answers it."""
    review = lt.LCSPR(id="review", title="A review")
    action = Action(id="a", statement="Train them", answers=("review",))
    before = course_of(Network([review, action]), "a")
    said = lt.Recommendation(id="r", source="review", statement="Train", made_on="2025-03")
    after = course_of(Network([review, action, said]), "a")
    assert [one.stretches[0].first for one in (before, after)] == [FIRST_DAY, dt.date(2025, 3, 1)]
    assert not before.rests_on.isdisjoint(touched(said))
