"""What came back after it was done is what comparing each action with each improvement tells."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

import learning_tracker as lt
from asking import UNHURRIED, learning, noted, trackers
from learning_tracker.dates import When
from learning_tracker.kinds import Record, by_id
from learning_tracker.queries import coding
from learning_tracker.queries.bits import BitsByDay, bits_of, places_of
from learning_tracker.queries.doings import STAGES
from learning_tracker.queries.found_again import found_again
from learning_tracker.records import Action, Finding
from learning_tracker.tables import Gradually
from learning_tracker.view import Standing, View, origin, standing
from learning_tracker.vocabulary import Event, Judgement, State
from test_keeping_step import change

Row = tuple[str, str, str, str, When]
"""The theme that was found, the finding, the action, the action's theme, and when it was done."""


def scanned(view: View, after: str) -> tuple[list[Row], set[str]]:
    """Every pair in which an improvement came back; and the improvements that cannot be told."""
    rows: list[tuple[str, Row]] = []
    untold: set[str] = set()
    for action in sorted(view.of(Action), key=by_id):
        if reached_on(standing(view, action), after) is None:
            continue
        for theme, coded, finding in candidates(view, action):
            done_on = came_back(view, action, finding, after)
            if done_on is None:
                untold.add(finding.id)
            elif done_on is not False:
                row = (coded.id, finding.id, action.id, theme.id, done_on)
                rows.append((coded.name, row))
    rows.sort(key=lambda each: (each[0], each[1][1], each[1][2]))
    return [row for _, row in rows], untold


def candidates(view: View, action: Action) -> Iterator[tuple[lt.Theme, lt.Theme, Finding]]:
    """Each improvement on a theme of the action or one narrower, once."""
    seen: set[str] = set()
    for theme in coding.themes_of_action(view, action):
        for within in coding.with_narrower(view, theme):
            for finding in view.incoming(Finding, "themes", within.id):
                if finding.judgement is Judgement.IMPROVEMENT and finding.id not in seen:
                    seen.add(finding.id)
                    yield theme, within, finding


def came_back(view: View, action: Action, finding: Finding, after: str) -> When | bool | None:
    """When the action had been done before; False if it had not, None if that is not certain."""
    began = origin(view, finding).began
    if began is None:
        return None
    then, *others = (
        standing(view, action, day - dt.timedelta(days=1))
        for day in sorted({began.first, began.last})
    )
    done = {was_done(each, after) for each in (then, *others)}
    if done == {False}:
        return False
    reached = reached_on(then, after)
    if done != {True} or reached is None or not reached.entirely_before(began):
        return None
    return reached


def was_done(then: Standing, after: str) -> bool | None:
    """Whether the action stood at the stage or past it; None where the order is not known."""
    if reached_on(then, after) is None or then.closed:
        return False
    if then.state is not State.ORDER_NOT_KNOWN:
        return then.state in STAGES[after]
    return True if after == "agreed" and not may_be_closed(then) else None


def may_be_closed(then: Standing) -> bool:
    """Whether a closing may have come after every reopening."""
    back = [one.on for one in then.rulings if one.event in (Event.REOPENED, Event.SENT_BACK)]
    return any(
        one.event in (Event.SUPERSEDED, Event.WITHDRAWN)
        and not any(one.on.entirely_before(on) for on in back)
        for one in then.rulings
    )


def reached_on(one: Standing, after: str) -> When | None:
    """When the action last reached the stage."""
    if after == "agreed":
        agreed = one.action.agreed_on
        return agreed if agreed is not None and agreed.first <= one.day else None
    reached = [update.on for update in one.rulings if update.event is Event.SIGNED_OFF]
    if after == "completed":
        reached += [update.on for update in one.claims]
    return max(reached, default=None)


def same_as_scanned(tracker: lt.Tracker) -> None:
    """See that what is told to have come back is what comparing each with each tells."""
    for after in STAGES:
        table = tracker.themes.returned(after=after)
        rows, untold = scanned(tracker.view, after)
        assert len(table) == len(rows)
        assert [
            (row.coded.id, row.record.id, row.action.id, row.theme.id, row.done_on) for row in table
        ] == rows
        assert noted(table, "Cannot be told") == untold


@UNHURRIED
@given(trackers())
def test_what_came_back_is_what_a_scan_tells(tracker: lt.Tracker) -> None:
    """Every action with every improvement that came after it is there, and nothing else."""
    same_as_scanned(tracker)


@UNHURRIED
@given(records=learning(), others=learning(), data=st.data())
def test_what_came_back_keeps_step(
    records: list[Record], others: list[Record], data: st.DataObject
) -> None:
    """So it is after changes, where it was asked before."""
    tracker = lt.Tracker(records)
    same_as_scanned(tracker)
    change(data, tracker, others)
    same_as_scanned(tracker)


@UNHURRIED
@given(trackers())
def test_what_came_back_by_theme_is_what_the_rows_tell(tracker: lt.Tracker) -> None:
    """Each theme has the findings, the actions and the records of its rows, each once."""
    rows = defaultdict(list)
    for row in tracker.themes.returned():
        rows[row.coded.id].append(row)
    again = {one.theme.id: one for one in found_again(tracker.view)}
    assert again.keys() == rows.keys()
    for theme, one in again.items():
        of_rows = [row.record.id for row in rows[theme]]
        assert [each.finding.id for each in one.found] == sorted(set(of_rows))
        assert {each.id for each in one.actions} == {row.action.id for row in rows[theme]}
        assert set(one.records) == {each for row in rows[theme] for each in row.records}
    numbers = [len(one.found) for one in again.values()]
    assert numbers == sorted(numbers, reverse=True)


@given(st.sets(st.integers(0, 200)))
def test_places_are_those_of_the_bits(places: set[int]) -> None:
    """A set of places is the same as a number and back."""
    assert list(places_of(bits_of(places, 201))) == sorted(places)


SPANS = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 30), st.integers(0, 30)))


@given(days=st.sets(st.integers(0, 30)), spans=SPANS)
def test_bits_hold_from_the_first_day_to_the_last(
    days: set[int], spans: list[tuple[int, int, int]]
) -> None:
    """On each day there is a bit for each span that holds it."""
    held = {place: (place, first, end) for place, first, end in spans if first <= end}
    found = BitsByDay(held.values(), 21)
    for day in days:
        holding = {place for place, first, end in held.values() if first <= day < end}
        assert set(places_of(found.on(day))) == holding


@given(st.lists(st.integers()), st.slices(10), st.integers(0, 12))
def test_rows_that_are_made_as_they_are_read_are_a_sequence(
    rows: list[int], part: slice, read: int
) -> None:
    """They are what a tuple of them is, whatever was read of them before."""

    def some() -> Gradually[int]:
        made = Gradually(iter(rows), lambda: len(rows))
        assert list(zip(range(read), made, strict=False)) == list(
            zip(range(read), rows, strict=False)
        )
        return made

    assert (len(some()), bool(some()), list(some())) == (len(rows), bool(rows), rows)
    assert some()[part] == tuple(rows[part])
    for place in range(-len(rows), len(rows)):
        assert some()[place] == rows[place]
    for place in (len(rows), -len(rows) - 1):
        with pytest.raises(IndexError):
            some()[place]


def test_a_row_is_made_once() -> None:
    """A row that was read is the same when it is read again."""
    rows = Gradually((object() for _ in range(3)), lambda: 3)
    assert [id(one) for one in rows] == [id(one) for one in rows]
