"""Who changed what, when and why; what was known at a moment; and how a change is undone."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

import learning_tracker as lt
from learning_tracker.errors import (
    ChangeWithinChange,
    InvalidMoment,
    NoAuthor,
    NoHistory,
    ReadOnly,
    StillToCome,
    UndoRefused,
    UnknownChoice,
    UnknownId,
)

FATHERS = lt.Theme(id="fathers", name="Fathers")
POLICE = lt.Agency(id="police", name="Police")
RENAMED = attrs.evolve(FATHERS, name="Fathers and male carers")
TICK = dt.timedelta(microseconds=1)


@pytest.fixture(params=["memory", "json", "sqlite", "postgres"])
def tracker(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[lt.Tracker]:
    """An empty tracker, in each store."""
    match request.param:
        case "memory":
            yield lt.Tracker()
            return
        case "postgres":
            location = str(request.getfixturevalue("postgres"))
        case suffix:
            location = str(tmp_path / f"riverton.{'db' if suffix == 'sqlite' else suffix}")
    with lt.open(location, create=True) as opened:
        yield opened


def change(tracker: lt.Tracker, *records: lt.Record, why: str = "why", by: str = "unit") -> str:
    """Add or replace records as one change; its id."""
    with tracker.change(by=by, why=why):
        for one in records:
            (tracker.replace if one.id in tracker else tracker.add)(one)
    return tracker.log()[0].one.change


def remove(tracker: lt.Tracker, *ids: str, by: str = "unit") -> str:
    """Remove records as one change; its id."""
    with tracker.change(by=by, why="it was wrong"):
        for one in ids:
            tracker.remove(one)
    return tracker.log()[0].one.change


def moments(tracker: lt.Tracker) -> list[dt.datetime]:
    """When the changes were recorded, the first first."""
    return [one.one.at for one in reversed(tracker.log())]


# Of a record


def test_the_history_of_a_record(tracker: lt.Tracker) -> None:
    """Each revision is told with its author, its reason and the fields it changed, in words."""
    change(tracker, FATHERS, POLICE, why="the first list")
    change(tracker, RENAMED, why="a better name", by="chair")
    remove(tracker, "fathers")
    change(tracker, FATHERS, why="it was right")
    told = tracker.history("fathers")
    assert [row.text for row in told] == [
        "added: Fathers",
        "changed: name: Fathers → Fathers and male carers",
        "removed: Fathers and male carers",
        "restored: name: Fathers and male carers → Fathers",
    ]
    assert [row.revision.by for row in told] == ["unit", "chair", "unit", "unit"]
    second = told.to_records()[1]
    assert (second["fields"], second["before"]) == (["name"], ["Fathers"])
    assert second["why"] == "a better name"


def test_a_removed_record_and_an_unknown_one(tracker: lt.Tracker) -> None:
    """The history of what was removed is told; of an unknown id, those that are like it."""
    change(tracker, FATHERS)
    remove(tracker, "fathers")
    assert len(tracker.history("fathers")) == 2
    with pytest.raises(UnknownId, match="did you mean fathers"):
        tracker.history("father")


def test_an_id_that_stood_for_another_kind(tracker: lt.Tracker) -> None:
    """What an id stood for before is told by its kind, and not compared field by field."""
    change(tracker, lt.Theme(id="x", name="Fathers", definition="About fathers."))
    with tracker.change(by="unit", why="it is an agency"):
        tracker.remove("x")
        tracker.add(lt.Agency(id="x", name="Police"))
    remove(tracker, "x")
    change(tracker, lt.Theme(id="x", name="Safe sleep"))
    remove(tracker, "x")
    change(tracker, lt.Theme(id="x", name="Safe sleep"))
    assert [one.text for one in tracker.history("x")] == [
        "added: Fathers",
        "removed as theme, added as agency: Police",
        "removed: Police",
        "removed as agency, added as theme: Safe sleep",
        "removed: Safe sleep",
        "restored: Safe sleep",
    ]
    told = tracker.history("x").to_records()
    deeds = ["added", "changed", "removed", "added", "removed", "restored"]
    assert [one["deed"] for one in told] == deeds
    assert not any(one["fields"] for one in told)
    assert [one.added for one in reversed(tracker.log())] == [1, 0, 0, 1, 0, 1]


def test_fields_in_words() -> None:
    """Links, policies and what is empty are told in words."""
    policy = lt.Partnership(id="ours", name="Ours")
    tracker = lt.Tracker([FATHERS, policy, lt.Theme(id="carers", name="Carers")])
    tracker.replace(attrs.evolve(FATHERS, broader="carers"))
    tracker.replace(attrs.evolve(policy, policy=attrs.evolve(policy.policy, amber_days=14)))
    assert tracker.history("fathers")[1].text == "changed: broader: nothing → carers"
    assert "amber_days 28" in tracker.history("ours")[1].differences[0].before


def test_where_no_history_is_kept(tmp_path: Path) -> None:
    """Of a plain file and of memory what was there is told, and from when on more is known."""
    lt.Tracker([FATHERS]).save(tmp_path / "a.json")
    for tracker in (lt.Tracker([FATHERS]), lt.open(tmp_path / "a.json")):
        tracker.replace(RENAMED)
        told = tracker.history("fathers")
        assert [row.deed for row in told] == ["there when the history began", "changed"]
        (log,) = tracker.log()
        assert (log.added, log.changed, log.removed) == (0, 1, 0)
        for table in (told, tracker.log(), tracker.last_changed()):
            assert "begins when the tracker was opened" in table.notes[0].text


# Of all records


def test_the_log(tracker: lt.Tracker) -> None:
    """Every change is told, the newest first, with how many records of which kinds."""
    first = change(tracker, FATHERS, POLICE, why="the first list")
    change(tracker, RENAMED, lt.Theme(id="carers", name="Carers"))
    remove(tracker, "fathers")
    change(tracker, FATHERS)
    told = [(row.added, row.changed, row.removed) for row in tracker.log()]
    assert told == [(1, 0, 0), (0, 0, 1), (1, 1, 0), (2, 0, 0)]
    oldest = tracker.log().to_records()[-1]
    assert (oldest["change"], oldest["by"], oldest["why"]) == (first, "unit", "the first list")
    assert (oldest["kinds"], oldest["records"]) == (
        ["agency: 1", "theme: 1"],
        ["fathers", "police"],
    )


def test_the_log_since(tracker: lt.Tracker) -> None:
    """From a moment on, or from the beginning of a day; the whole is its denominator."""
    change(tracker, FATHERS)
    change(tracker, POLICE)
    first, second = moments(tracker)
    assert len(tracker.log(first)) == 2
    assert [row.one.at for row in tracker.log(since=second)] == [second]
    assert len(tracker.log(first.date())) == 2
    later = tracker.log(first.date() + dt.timedelta(days=2))
    assert (len(later), later.denominator) == (0, "0 of 2 changes")
    assert later.empty.endswith("is still to come: nothing can have changed since.")
    assert tracker.log(second + TICK).empty.startswith("Nothing was changed since")


def test_records_by_their_last_change(tracker: lt.Tracker) -> None:
    """Every record is there once, the last changed first, removed ones as well."""
    change(tracker, FATHERS, POLICE)
    change(tracker, RENAMED)
    remove(tracker, "police")
    told = tracker.last_changed()
    assert [(row.heading.id, row.deed, row.heading.number) for row in told] == [
        ("police", "removed", 2),
        ("fathers", "changed", 2),
    ]
    assert told.denominator == "1 record, and 1 that was removed"


def test_an_empty_history(tracker: lt.Tracker) -> None:
    """Where nothing was ever recorded, that is what is told."""
    assert str(tracker.log()).startswith("Changes, the newest first\n\nNothing was changed.")
    assert "Nothing was ever recorded." in str(tracker.last_changed())


def test_the_log_reads_no_record(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The log and the last changes are told without reading what the records hold."""
    with lt.open(database) as tracker:
        change(tracker, FATHERS)
        monkeypatch.delattr("learning_tracker.stores.database.revision_of")
        assert len(tracker.log()) == len(tracker.last_changed()) == 1


# As known at a moment


def test_what_was_known(tracker: lt.Tracker) -> None:
    """What was recorded by a moment is held then, and its history ends there."""
    change(tracker, FATHERS)
    change(tracker, RENAMED, POLICE)
    first, second = moments(tracker)
    known = tracker.known_at(first)
    assert dict(known) == {"fathers": FATHERS}
    assert dict(tracker.known_at(second - TICK)) == dict(known)
    assert dict(tracker.known_at(second)) == dict(tracker)
    assert [len(known.log()), len(known.last_changed()), len(known.history("fathers"))] == [1, 1, 1]
    with pytest.raises(UnknownId):
        known.history("police")
    assert "as recorded by" in repr(known)


def test_what_is_known_is_only_read(tracker: lt.Tracker) -> None:
    """As known at a moment, a tracker is not changed and nothing in it is undone."""
    made = change(tracker, FATHERS)
    known = tracker.known_at(*moments(tracker))
    for forbidden in (lambda: known.add(POLICE), lambda: known.undo(made, by="unit")):
        with pytest.raises(ReadOnly, match="as known at a moment"):
            forbidden()


def test_known_at_goes_with_as_at_and_with_public(tracker: lt.Tracker) -> None:
    """The two dates go together in either order, and what the public may not read stays hidden."""
    review = lt.RapidReview(id="rr", title="Rapid review", held_on="2025-03-01")
    meeting = lt.Meeting(id="meeting", body="Group", on="2025-06-01")
    change(tracker, FATHERS, review, meeting)
    (at,) = moments(tracker)
    change(tracker, POLICE)
    one, other = tracker.known_at(at).as_at("2025-04-30"), tracker.as_at("2025-04-30").known_at(at)
    assert sorted(one) == sorted(other) == ["fathers", "rr"]
    for both in (one, other):
        assert (both.date, both.view.known_at) == (dt.date(2025, 4, 30), at)
    public = tracker.public().known_at(at), tracker.known_at(at).public()
    for shown in public:
        assert "rr" not in shown
        assert "police" not in shown
        assert shown.view.known_at == shown.view.whole.known_at == at


def test_lateness_as_known_at_a_moment(tracker: lt.Tracker) -> None:
    """Without a date, lateness is judged by the day of the moment and not by today."""
    change(tracker, FATHERS)
    (at,) = moments(tracker)
    assert tracker.known_at(at).view.today == at.date()
    assert tracker.known_at(at).as_at("2025-04-30").view.today == dt.date(2025, 4, 30)


def test_a_moment_still_to_come(tracker: lt.Tracker) -> None:
    """By a moment still to come more may be recorded: it is refused, and so is a naive time."""
    change(tracker, FATHERS)
    tomorrow = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    with pytest.raises(StillToCome, match="is still to come, and more may be recorded by then"):
        tracker.known_at(tomorrow)
    with pytest.raises(InvalidMoment, match="any place on earth"):
        tracker.known_at("2025-03-31T12:00")


def test_a_clock_that_was_set_back(tracker: lt.Tracker, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was recorded by a clock that ran ahead is known at its moment."""
    ahead = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
    monkeypatch.setattr("learning_tracker.revisions.now_after", lambda _: ahead)
    change(tracker, FATHERS)
    assert dict(tracker.known_at(ahead)) == {"fathers": FATHERS}


def test_known_before_the_tracker_was_opened() -> None:
    """Memory and plain files know nothing of the time before they were opened, and say so."""
    with pytest.raises(NoHistory, match="none; a database keeps all of it"):
        lt.sample().known_at("2025-01-31")


def test_the_public_is_told_no_history(tracker: lt.Tracker) -> None:
    """A history may hold what is not published, so that the public is told none."""
    change(tracker, FATHERS)
    public = tracker.public()
    for asked in (lambda: public.history("fathers"), public.log, public.last_changed):
        with pytest.raises(NoHistory, match="may hold what is not published"):
            asked()


# Reports as they were recorded


def printed(tracker: lt.Tracker, folder: Path) -> list[bytes]:
    """The theme report of a tracker, in every form."""
    report = lt.theme_report(tracker)
    report.to_word(folder / "report.docx")
    forms = (str(report), report.to_markdown(), report.to_html(), report.to_json())
    return [*(one.encode() for one in forms), (folder / "report.docx").read_bytes()]


def a_year_of_changes(tracker: lt.Tracker) -> None:
    """New records, dated before and after, changed and removed ones."""
    with tracker.change(by="unit", why="the new year"):
        for one in tracker.of(lt.Action):
            tracker.replace(attrs.evolve(one, statement="Something else.", due_on="2025-01"))
        for one in tracker.of(lt.Observation)[:5]:
            tracker.remove(one.id)
    action = tracker.of(lt.Action)[0].id
    for number in range(5):
        change(
            tracker,
            lt.Meeting(id=f"new-{number}", body="Learning Lessons group", on=f"2025-1{number % 3}"),
            lt.Update(id=f"new-update-{number}", action=action, on=f"2025-11-1{number}",
                      by=tracker.of(lt.Partnership)[0].id, event="signed_off"),
        )  # fmt: skip


def test_a_report_as_it_was_recorded(database: str, tmp_path: Path) -> None:
    """With the same two dates the same bytes are printed, whatever was recorded since."""
    sample = lt.sample()
    with lt.open(database) as tracker:
        change(tracker, *(sample.view.network[one] for one in sample.view.network))
        (at,) = moments(tracker)
        before = printed(tracker.as_at("2025-11-20").known_at(at), tmp_path)
        a_year_of_changes(tracker)
    with lt.open(database) as tracker:
        assert printed(tracker.known_at(at).as_at("2025-11-20"), tmp_path) == before
        now = printed(tracker.as_at("2025-11-20"), tmp_path)
        assert all(one != other for one, other in zip(now, before, strict=True))


def test_both_dates_stand_on_page_one(tmp_path: Path) -> None:
    """Every form says as at which date and as recorded by which moment; JSON also as data."""
    tracker = lt.open(tmp_path / "a.db")
    change(tracker, *lt.sample("medway").view.network.of(lt.Record))
    (at,) = moments(tracker)
    asked = tracker.as_at("2025-03-31").known_at(at)
    told = f"As at 31 March 2025; as recorded by {at.time().isoformat()}"
    report = lt.theme_report(asked)
    for text in (str(report), report.to_markdown(), report.to_html()):
        assert told in text.replace("\\", "")
    assert told in report.document.running
    assert f'"known_at": "{at.isoformat()}"' in report.to_json()
    assert '"known_at": null' in lt.theme_report(tracker).to_json()
    assert told in str(lt.theme_report(asked, audience="public"))
    tracker.close()


# Undoing


def test_a_change_is_undone(tracker: lt.Tracker) -> None:
    """What a change added goes, what it changed and removed is as before; both are in the log."""
    change(tracker, FATHERS, POLICE)
    before = dict(tracker)
    with tracker.change(by="unit", why="a mistake"):
        tracker.replace(RENAMED)
        tracker.remove("police")
        tracker.add(lt.Theme(id="carers", name="Carers"))
    mistaken = tracker.log()[0].one.change
    tracker.undo(mistaken, by="chair", why="it was another review")
    assert dict(tracker) == before
    latest = tracker.log()[0].one
    assert (latest.by, latest.why) == ("chair", f"undoes {mistaken}: it was another review")
    assert len(tracker.log()) == 3


def test_changes_are_undone_one_after_another(tracker: lt.Tracker) -> None:
    """The last, then the one before; and what was undone is undone again."""
    change(tracker, FATHERS)
    second, third = change(tracker, RENAMED), change(tracker, attrs.evolve(FATHERS, name="Dads"))
    tracker.undo(third, by="chair")
    tracker.undo(second, by="chair")
    assert tracker["fathers"] == FATHERS
    tracker.undo(tracker.log()[0].one.change, by="chair")
    assert tracker["fathers"] == RENAMED


def test_undoing_is_refused_where_records_have_changed(tracker: lt.Tracker) -> None:
    """The records are named, with who changed them and when; nothing is changed."""
    mistaken = change(tracker, FATHERS, POLICE)
    change(tracker, RENAMED, by="chair")
    remove(tracker, "police", by="partner")
    with pytest.raises(UndoRefused) as refused:
        tracker.undo(mistaken, by="unit")
    sentence = str(refused.value)
    assert refused.value.change == mistaken
    assert "fathers was changed since, by chair at" in sentence
    assert "police was removed since, by partner at" in sentence
    assert dict(tracker) == {"fathers": RENAMED}


def test_undoing_leaves_the_network_whole(tracker: lt.Tracker) -> None:
    """What others refer to by now is not taken away from under them."""
    made = change(tracker, FATHERS)
    change(tracker, lt.Theme(id="young-fathers", name="Young fathers", broader="fathers"))
    with pytest.raises(UndoRefused, match="young-fathers still refers to fathers"):
        tracker.undo(made, by="unit")
    assert "fathers" in tracker


def test_what_cannot_be_undone(tracker: lt.Tracker) -> None:
    """An unknown change is met with those like it; one under way, or without an author, is told."""
    made = change(tracker, FATHERS)
    with pytest.raises(UnknownChoice, match=f"did you mean {made}"):
        tracker.undo(made[:-2], by="unit")
    for nothing in ("", "nonsense"):
        with pytest.raises(UnknownChoice):
            tracker.undo(nothing, by="unit")
    with pytest.raises(ChangeWithinChange), tracker.change(by="unit"):
        tracker.undo(made, by="unit")
    assert "fathers" in tracker


def test_undoing_is_signed(database: str) -> None:
    """A database keeps who undoes a change, and demands it."""
    with lt.open(database) as tracker:
        made = change(tracker, FATHERS)
        with pytest.raises(NoAuthor):
            tracker.undo(made)


def test_what_another_changed_meanwhile_is_looked_at(database: str) -> None:
    """A change is not undone over what somebody else has made of its records meanwhile."""
    with lt.open(database) as mine, lt.open(database) as yours:
        made = change(mine, FATHERS)
        yours.refresh()
        change(yours, RENAMED, by="chair")
        with pytest.raises(UndoRefused, match="by chair"):
            mine.undo(made, by="unit")
        assert mine["fathers"] == RENAMED
