"""What changed since a date: by what is dated after it, and by what was recorded after it."""

import datetime as dt
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import learning_tracker as lt
from asking import UNHURRIED, trackers
from learning_tracker.dates import When, when
from learning_tracker.errors import InvalidDate
from learning_tracker.queries import changed_since

DAY = "2025-06-30"


def partnership() -> list[lt.Record]:
    """An action, what it answers, and what was said of it before and after a meeting."""
    return [
        lt.Agency(id="group", name="Group", role="group"),
        lt.Agency(id="police", name="Police"),
        lt.RapidReview(id="old", title="Old", held_on="2025-01-10"),
        lt.LCSPR(id="new", title="New", completed_on="2025-05-01", published_on="2025-07-20"),
        lt.Recommendation(id="r", source="old", statement="Change the form."),
        lt.Action(id="a", statement="Change it.", answers=("r",), agreed_on="2025-02-01"),
        update("said", "2025-06-30", "progress", by="police"),
        update("done", "2025-07-01", "completed", by="police"),
        update("accepted", "2025-07-10", "signed_off"),
        update("back", "2025-08", "reopened"),
        update("wide", "2025-06", "progress", by="police"),
        lt.Request(id="q", agency="police", sent_on="2025-06-01", due_back_on="2025-07-01",
                   returned_on="2025-07-02"),
    ]  # fmt: skip


def update(identifier: str, on: str, event: str, by: str = "group") -> lt.Update:
    """Something said of the action."""
    return lt.Update(id=identifier, action="a", on=on, by=by, event=event)


def test_what_is_dated_after() -> None:
    """Updates, publications and answers after the date are told, in order, with what they mean."""
    tracker = lt.Tracker(partnership(), date="2025-12-31")
    told = [(row.what, row.record.id) for row in tracker.changes_since(DAY)]
    assert told == [
        ("completed", "done"),
        ("request answered", "q"),
        ("signed off", "accepted"),
        ("published", "new"),
        ("reopened", "back"),
    ]
    table = tracker.changes_since("2025-04-30")
    assert ("new LCSPR", "new") in {(row.what, row.record.id) for row in table}
    assert next(one.id for one in table[0].records) == table[0].record.id


def test_what_is_dated_on_the_day_came_before_it() -> None:
    """What is of the very day is not told; a note names what is dated too widely to tell."""
    tracker = lt.Tracker(partnership())
    ids = {row.record.id for row in tracker.changes_since("2025-06-15")}
    assert "said" in ids
    table = tracker.changes_since("2025-06-15")
    assert "wide" not in ids
    assert [one.id for one in table.notes[0].records] == ["wide"]
    assert "said" not in {row.record.id for row in tracker.changes_since(DAY)}


def test_succession_and_an_empty_answer() -> None:
    """An agency that succeeded another is told; where nothing is later, a sentence."""
    records = [
        lt.Agency(id="ccg", name="CCG", succeeded_by="icb", succeeded_on="2025-07-01"),
        lt.Agency(id="icb", name="ICB"),
    ]
    (row,) = lt.Tracker(records).changes_since(DAY)
    assert (row.what, row.record.id, [one.id for one in row.about]) == ("succeeded", "ccg", ["icb"])
    assert "Nothing is dated after 1 July 2025." in str(
        lt.Tracker(records).changes_since("2025-07-01")
    )


def test_what_was_recorded_late(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where history is kept, what was recorded since and is dated earlier is told apart."""
    clock = iter(dt.datetime(2025, month, 15, tzinfo=dt.UTC) for month in (6, 7, 8, 9))
    monkeypatch.setattr("learning_tracker.revisions.now_after", lambda _: next(clock))
    with lt.open(database) as tracker:
        with tracker.change(by="unit"):
            tracker.add(*partnership())
        with tracker.change(by="unit"):
            tracker.add(update("late", "2025-05-05", "progress", by="police"))
        with tracker.change(by="unit"):
            tracker.replace(attrs.evolve(tracker["r"], statement="Change both forms."))
        with tracker.change(by="unit"):
            tracker.add(lt.Theme(id="fathers", name="Fathers"))
        late = [one for one in tracker.changes_since(DAY) if one.late]
        assert [(one.what, one.record.id, one.on and one.on.iso) for one in late] == [
            ("new theme", "fathers", None),
            ("progress", "late", "2025-05-05"),
            ("changed on record", "r", "2025-01-10"),
        ]
        known = tracker.known_at("2025-08-01")
        assert [one.record.id for one in known.changes_since(DAY) if one.late] == ["late"]
        assert not any(one.late for one in tracker.public().changes_since(DAY))


def test_where_no_history_tells(tmp_path: Path) -> None:
    """Where no history reaches so far back, nothing is called late, and a note says why."""
    with lt.open(tmp_path / "a.db") as tracker:
        with tracker.change(by="unit"):
            tracker.add(*partnership())
        for one in (tracker, lt.Tracker(partnership())):
            table = one.changes_since(DAY)
            assert not any(row.late for row in table)
            assert "cannot be told" in table.notes[-1].text
        assert "Recorded" not in table.headings


def test_what_is_no_date() -> None:
    """What is no date is refused."""
    with pytest.raises(InvalidDate):
        lt.sample().changes_since("the last meeting")


@UNHURRIED
@given(tracker=trackers(), day=st.dates(dt.date(2023, 1, 1), dt.date(2025, 12, 31)))
def test_only_what_is_later_is_told(tracker: lt.Tracker, day: dt.date) -> None:
    """Every row is certain to have come after the date, and every update that did is a row."""
    rows = changed_since.changed_since(tracker.view, When.day(day), {})
    assert all(row.on is not None and row.on.first > day for row in rows)
    told = {row.record.id for row in rows}
    assert {one.id for one in tracker.of(lt.Update) if when(one.on).first > day} <= told
