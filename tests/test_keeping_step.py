"""What is kept of answers while records change is what a fresh look at the records gives."""

import datetime as dt
import gc
from collections import Counter
from collections.abc import Mapping
from importlib import import_module
from itertools import chain, product
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import learning_tracker as lt
from asking import DAYS, QUESTIONS, UNHURRIED, deciding
from changing import change
from learning_tracker import network as networks
from learning_tracker.kinds import Record
from learning_tracker.network import Network
from learning_tracker.queries.action_rows import ActionRow
from learning_tracker.records import Finding, Source, Theme
from learning_tracker.tables import Table
from learning_tracker.view import View, first_days, kept_in_order
from learning_tracker.vocabulary import Judgement
from strategies import networks as of_every_kind


def told(tracker: lt.Tracker) -> dict[str, Any]:
    """What every question is answered: the text, the plain values, and all records behind it."""
    return read(asked(tracker))


def asked(tracker: lt.Tracker) -> dict[str, Table[Any]]:
    """The answers to every question, of which some is worked out only when it is read."""
    return {name: ask(tracker) for name, ask in QUESTIONS.items()}


def read(tables: Mapping[str, Table[Any]]) -> dict[str, Any]:
    """What is read in answers."""
    return {name: (str(one), one.to_records(), behind(one)) for name, one in tables.items()}


def behind(table: Table[Any]) -> set[Record]:
    """The records behind a table: of one that changed, an old and a new one would be two."""
    return set(chain(table.basis, *(row.records for row in table.rows)))


def same_as_fresh(tracker: lt.Tracker) -> None:
    """See that a tracker that has kept much answers as one of the same records that has not."""
    records = tuple(tracker.view.network[one] for one in tracker.view.network)
    assert told(tracker) == told(lt.Tracker(records, date=tracker.date))


@UNHURRIED
@given(records=deciding(), others=deciding(), data=st.data())
def test_every_question_keeps_step(
    records: list[Record], others: list[Record], data: st.DataObject
) -> None:
    """After changes at random every question is answered as if nothing had been kept."""
    tracker = lt.Tracker(records)
    told(tracker)
    for _ in range(2):
        change(data, tracker, others)
        same_as_fresh(tracker)


@UNHURRIED
@given(
    records=deciding(),
    others=deciding(),
    data=st.data(),
    day=st.sampled_from(DAYS),
    at_least=st.integers(1, 3),
)
def test_recurring_themes_keep_step(
    records: list[Record], others: list[Record], data: st.DataObject, day: str, at_least: int
) -> None:
    """Recurring themes are counted by difference as if all were counted, however they are asked."""
    sides = [*product(Judgement, (None, day), (False, True))]

    def recurring(tracker: lt.Tracker) -> dict[str, Any]:
        return read({
            str((judgement, since, roll_up)): tracker.themes.recurring(
                judgement=judgement, since=since, at_least=at_least, roll_up=roll_up
            )
            for judgement, since, roll_up in sides
        })  # fmt: skip

    tracker = lt.Tracker(records)
    recurring(tracker)
    bearing = [one for one in others if isinstance(one, Finding | Source | Theme)]
    for _ in range(4):
        change(data, tracker, bearing)
        records = [tracker.view.network[one] for one in tracker.view.network]
        assert recurring(tracker) == recurring(lt.Tracker(records))


@UNHURRIED
@given(records=deciding(), others=deciding(), data=st.data())
def test_answers_are_read_late(
    records: list[Record], others: list[Record], data: st.DataObject
) -> None:
    """An answer that is read only after changes tells of the records for which it was asked."""
    tracker = lt.Tracker(records)
    answers = asked(tracker)
    for _ in range(2):
        change(data, tracker, others)
        told(tracker)
    assert read(answers) == told(lt.Tracker(records))


@UNHURRIED
@given(records=deciding(), others=deciding(), day=st.sampled_from(DAYS), data=st.data())
def test_every_question_to_a_tracker_with_a_date_keeps_step(
    records: list[Record], others: list[Record], day: str, data: st.DataObject
) -> None:
    """So it is of a tracker that has a date, of which records change on both sides of it."""
    tracker = lt.Tracker(records, date=day)
    told(tracker)
    for _ in range(2):
        change(data, tracker, others)
        same_as_fresh(tracker)


@UNHURRIED
@given(
    records=of_every_kind(max_size=20) | deciding(),
    others=deciding(),
    days=st.tuples(*[st.sampled_from(DAYS)] * 2),
    data=st.data(),
)
def test_views_as_at_several_days_keep_step(
    records: list[Record], others: list[Record], days: tuple[str, str], data: st.DataObject
) -> None:
    """So it is of several that are read as at days, however seldom each of them is asked."""
    tracker = lt.Tracker(records)
    views = [tracker.as_at(day) for day in days]
    for then in views:
        told(then)
        checked(then)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(first_days, "REMEMBERED", data.draw(st.sampled_from((2, 100))))
        for _ in range(3):
            change(data, tracker, others)
            then = data.draw(st.sampled_from(views))
            there = tuple(then.view.network[one] for one in then.view.network)
            fresh = lt.Tracker(there, date=then.date)
            assert set(then.values()) == set(fresh.values())
            assert checked(then) == checked(fresh)
            same_as_fresh(then)


def seen(tracker: lt.Tracker) -> dict[str, tuple[int, set[Record]]]:
    """How many records are seen as at some days, and which, without what came later."""
    days = {day: tracker.as_at(day) for day in DAYS}
    return {day: (len(then), set(then.values())) for day, then in days.items()}


@UNHURRIED
@given(records=of_every_kind(max_size=20) | deciding(), others=deciding(), data=st.data())
def test_what_is_seen_keeps_step(
    records: list[Record], others: list[Record], data: st.DataObject
) -> None:
    """After changes at random the same records are seen as at each day as if all were new."""
    tracker = lt.Tracker(records)
    seen(tracker)
    for _ in range(3):
        change(data, tracker, others)
        there = tuple(tracker.view.network[one] for one in tracker.view.network)
        assert seen(tracker) == seen(lt.Tracker(there))


def checked(tracker: lt.Tracker) -> tuple[str, list[str]]:
    """The problems, and what a search finds."""
    found = [tracker.search(words) for words in ("finding", "rev", '"full review"', "nothing")]
    return str(tracker.check()), [str(one) for one in found]


@UNHURRIED
@given(records=of_every_kind(max_size=20) | deciding(), others=deciding(), data=st.data())
def test_problems_and_searches_keep_step(
    records: list[Record], others: list[Record], data: st.DataObject
) -> None:
    """After changes at random, few or many, the same is found as if all records were new."""
    tracker = lt.Tracker(records)
    checked(tracker)
    for _ in range(3):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(kept_in_order, "FEW", data.draw(st.sampled_from((0, kept_in_order.FEW))))
            change(data, tracker, others)
            there = tuple(tracker.view.network[one] for one in tracker.view.network)
            assert checked(tracker) == checked(lt.Tracker(there))


@UNHURRIED
@given(records=deciding(), others=deciding(), data=st.data())
def test_more_changes_than_are_remembered(
    records: list[Record], others: list[Record], data: st.DataObject
) -> None:
    """Where too much has changed to be told, everything is worked out anew."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(networks, "REMEMBERED", 2)
        tracker = lt.Tracker(records)
        told(tracker)
        change(data, tracker, others)
        same_as_fresh(tracker)


@UNHURRIED
@given(records=deciding(), days=st.tuples(*[st.sampled_from(DAYS)] * 2))
def test_the_day_is_told_anew(records: list[Record], days: tuple[str, str]) -> None:
    """What was kept yesterday is not told of today: what was on time then may be late now."""
    tracker = lt.Tracker(records)
    for day in map(dt.date.fromisoformat, days):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(View, "today", property(lambda _, day=day: day))
            same_as_fresh(tracker)


def _objects() -> Counter[str]:
    """How many objects of the library's classes there are."""
    gc.collect()
    classes = (type(one) for one in gc.get_objects())
    ours = (one for one in classes if str(one.__module__).startswith(lt.__name__))
    return Counter(one.__qualname__ for one in ours)


def test_no_more_is_kept_day_by_day() -> None:
    """A tracker that stays open for a month keeps no more than on its second day."""
    tracker = lt.Tracker(lt.sample("riverton").values())
    kept = []
    for day in range(1, 31):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(View, "today", property(lambda _, day=day: dt.date(2027, 6, day)))
            for ask in QUESTIONS.values():
                ask(tracker)
        if day in {2, 30}:
            kept.append(_objects())
    before, after = kept
    assert before["Standing"] >= len(tracker.of(lt.Action))
    assert not after - before


def test_what_changed_is_told() -> None:
    """A network tells what was put or taken since a version, as long as it remembers."""
    network = Network(lt.sample("riverton").values())
    version = network.version
    assert network.changed_since(version) == ()
    one = next(iter(View(network).of(lt.Action)))
    other = attrs.evolve(one, note="looked at again")
    network.replace(other)
    assert network.changed_since(version) == (one, other)
    assert network.changed_since(version - networks.REMEMBERED) is None


def _outstanding(tracker: lt.Tracker) -> dict[str, ActionRow]:
    return {row.record.id: row for row in tracker.actions.outstanding()}


def test_only_what_rests_on_a_change_is_worked_out_anew() -> None:
    """As at a day too: an update that is said, or not yet said, makes but its action's row stale.

    Where an action comes into sight, the rows of the others stay as they are.
    """
    tracker = lt.sample("riverton")
    assert tracker.date is not None
    update = next(iter(tracker.view.of(lt.Update)))
    before = _outstanding(tracker)
    said = attrs.evolve(update, id="said", on=tracker.date, event="progress")
    later = attrs.evolve(said, id="later", on=tracker.date + dt.timedelta(1))
    new = lt.Action(id="new", statement="Ask both parents.", agreed_on=tracker.date)
    for step in (
        lambda: tracker.replace(attrs.evolve(update, note="Looked at again.")),
        lambda: tracker.add(said),
        lambda: tracker.add(later),
        lambda: tracker.add(new),
    ):
        step()
        after = _outstanding(tracker)
        kept = [one for one, row in before.items() if one != update.action and after[one] is row]
        assert len(kept) == len(before.keys() - {update.action}) > 1
    assert "new" in after


class BrokenOff(BaseException):
    """Somebody at a keyboard waits no longer."""


LOOKS = {
    "learning_tracker.queries.gaps.origin": lambda tracker: str(tracker.findings.gaps()),
    "learning_tracker.queries.recurring_rows.raised_by": lambda tracker: str(
        tracker.themes.recurring()
    ),
    "learning_tracker.queries.counted_on_theme._add": lambda tracker: str(
        tracker.themes.recurring()
    ),
    "learning_tracker.queries.word_index.words_in": lambda tracker: str(tracker.search("again")),
    "learning_tracker.rules.standing": lambda tracker: str(tracker.check()),
    "learning_tracker.view.first_days._first_days": seen,
}
"""What an answer rests on, and the question."""


@pytest.mark.parametrize("looking", LOOKS)
@pytest.mark.parametrize("kept", [True, False], ids=["after a change", "at first"])
def test_a_look_that_is_broken_off_is_begun_again(looking: str, *, kept: bool) -> None:
    """A question that is broken off in the midst is answered in full when it is asked again."""
    ask = LOOKS[looking]
    tracker = lt.Tracker(lt.sample("riverton").values())
    if kept:
        ask(tracker)
    for kind in (lt.Finding, lt.Action, lt.Update, lt.RapidReview):
        record = next(tracker.view.of(kind))
        tracker.replace(attrs.evolve(record, note="Looked at again."))
    calls, limit = 0, 2 if kept else 20
    module, _, name = looking.rpartition(".")
    real = getattr(import_module(module), name)

    def breaking_off(*given: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == limit:
            raise BrokenOff
        return real(*given, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(looking, breaking_off)
        with pytest.raises(BrokenOff):
            ask(tracker)
    assert ask(tracker) == ask(lt.Tracker(tuple(tracker.values())))
