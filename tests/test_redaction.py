"""Redaction: a text goes from every revision, and who took it out, when and why stays."""

import logging
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner

import learning_tracker as lt
from learning_tracker.cli import main
from learning_tracker.errors import (
    CannotBeRedacted,
    NoAuthor,
    NothingToRedact,
    ReadOnly,
    RepeatsTheText,
    UndoRefused,
    UnknownId,
)
from learning_tracker.kinds import Record, kinds
from learning_tracker.redacting import Place
from learning_tracker.redaction import REDACTED, may_be_redacted, texts_in, without_text
from learning_tracker.stores.verifying import verify
from parts import needs_module
from servers import started

SECRET = "Zaphod Quillfeather-Ångström told so"  # noqa: S105 - nobody's password
PARTS = [part.encode() for part in (SECRET, "Zaphod", "Quillfeather", "Ångström")]
BY = {"by": "business-unit", "why": "a name stood there"}


@pytest.fixture(params=["memory", "json", "sqlite", "postgres"])
def tracker(request: pytest.FixtureRequest, tmp_path: Path) -> lt.Tracker:
    """A tracker, wherever it is kept, in which a name was noted, changed and partly taken away."""
    match request.param:
        case "memory":
            tracker = lt.Tracker([])
        case "json":
            tracker = lt.open(tmp_path / "riverton.json", create=True)
        case "sqlite":
            tracker = lt.open(tmp_path / "riverton.db")
        case _:
            tracker = lt.open(str(request.getfixturevalue("postgres")))
    return with_secret(tracker)


def with_secret(tracker: lt.Tracker) -> lt.Tracker:
    """Three revisions of a theme, the first two with the secret; and an agency removed with it."""
    with tracker.change(by="chair", why="first"):
        tracker.add(
            lt.Theme(id="fathers", name="Fathers", note=SECRET),
            lt.Agency(id="police", name="Police", aliases=("The force", SECRET)),
        )
    with tracker.change(by="chair", why="second"):
        tracker.replace(attrs.evolve(theme(tracker), name="Fathers and male carers"))
    with tracker.change(by="chair", why="third"):
        tracker.replace(attrs.evolve(theme(tracker), note="in general terms"))
        tracker.remove("police")
    return tracker


def theme(tracker: lt.Tracker) -> lt.Theme:
    """The theme, as it is now."""
    found = tracker["fathers"]
    assert isinstance(found, lt.Theme)
    return found


def told(tracker: lt.Tracker, text: str = SECRET) -> bool:
    """Whether a text stands in any revision that is kept."""
    return text in str(tracker._writable().store.revisions())


def test_the_text_goes_from_every_revision(tracker: lt.Tracker) -> None:
    """Also from those of a record that was removed, and from one of several texts of a field."""
    done = tracker.redact("fathers", "note", **BY)
    assert done.redaction.revisions == 3
    tracker.redact("police", "aliases", **BY)
    assert not told(tracker)
    assert theme(tracker).note == REDACTED
    assert "police" not in tracker


def test_who_when_and_why_stay(tracker: lt.Tracker) -> None:
    """The history goes on as it was, and a revision tells of the redaction."""
    before = tracker._writable().store.revisions()
    done = tracker.redact("fathers", "note", **BY)
    after = tracker._writable().store.revisions()
    assert [(one.sequence, one.at, one.by, one.why) for one in after[:-1]] == [
        (one.sequence, one.at, one.by, one.why) for one in before
    ]
    assert (after[-1].id, after[-1].by, after[-1].why) == (
        "fathers",
        "business-unit",
        "note redacted: a name stood there",
    )
    assert tracker.redactions() == (done.redaction,)
    assert (done.redaction.id, done.redaction.field) == ("fathers", "note")


def test_where_it_still_stands_is_told(tracker: lt.Tracker) -> None:
    """By record and field, never by repeating the text."""
    done = tracker.redact("fathers", "note", **BY)
    assert done.elsewhere == (Place("police", "aliases", now=False),)
    assert "aliases of police" in str(done)
    assert SECRET not in str(done) + repr(done)


def test_copies_that_hold_it_are_told(tracker: lt.Tracker, tmp_path: Path) -> None:
    """Those made since the text was there."""
    tracker.save(tmp_path / "copy.json")
    done = tracker.redact("fathers", "note", **BY)
    assert [one.place for one in done.copies] == [str(tmp_path / "copy.json")]
    assert "copy.json" in str(done)


def test_copies_from_before_the_record_are_not_told(tmp_path: Path) -> None:
    """Nor when a redaction is asked for once more, which no longer knows since when it stood."""
    with lt.open(tmp_path / "riverton.db") as tracker:
        tracker.save(tmp_path / "earlier.json")
        with_secret(tracker)
        tracker.save(tmp_path / "later.json")
        for _ in range(2):
            done = tracker.redact("fathers", "note", **BY)
            assert [Path(one.place).name for one in done.copies] == ["later.json"]


def test_the_reason_must_not_repeat_the_text(tracker: lt.Tracker) -> None:
    """Nor the author; nothing is changed, and the message does not repeat it either."""
    for wrong in ({"why": f"it said {SECRET.upper()}"}, {"by": SECRET}):
        with pytest.raises(RepeatsTheText) as refused:
            tracker.redact("fathers", "note", **{**BY, **wrong})
        assert "zaphod" not in str(refused.value).casefold()
    assert told(tracker)
    assert tracker.redactions() == ()


def test_what_cannot_be_redacted(tracker: lt.Tracker) -> None:
    """An id, a link, what holds no text, what is not there: each is refused in words."""
    for field in ("id", "broader", "basis", "nothing"):
        with pytest.raises(CannotBeRedacted):
            tracker.redact("fathers", field, **BY)
    with pytest.raises(NothingToRedact):
        tracker.redact("fathers", "definition", **BY)
    with pytest.raises(UnknownId):
        tracker.redact("nobody", "note", **BY)
    with pytest.raises(UnknownId):
        tracker.redact("change-nobody", "why", **BY)
    with pytest.raises(NoAuthor):
        tracker.redact("fathers", "note", by=" ", why="a name")
    with pytest.raises(lt.LearningTrackerError):
        tracker.redact("fathers", "note", by="chair", why=" ")
    with pytest.raises(ReadOnly):
        tracker.as_at("2025-01-01").redact("fathers", "note", **BY)


def test_the_reason_of_a_change(tracker: lt.Tracker) -> None:
    """It is taken out of all the revisions of the change, by the change's id."""
    with tracker.change(by="chair", why=SECRET):
        tracker.replace(attrs.evolve(theme(tracker), definition="What fathers do."))
    store = tracker._writable().store
    change = store.revisions()[-1].change
    done = tracker.redact(change, "why", **BY)
    assert done.redaction.revisions == 1
    assert {one.why for one in store.revisions(change=change)} == {REDACTED}


def change_of(tracker: lt.Tracker) -> str:
    """The id of the last change."""
    return tracker._writable().store.revisions()[-1].change


def said(tracker: lt.Tracker) -> str:
    """All that is kept of the tracker's past, with its redactions."""
    return str(tracker._writable().store.revisions()) + str(tracker.redactions())


def test_who_made_a_change(tracker: lt.Tracker) -> None:
    """A name in the place of a role is taken out; that there was a change, when and why stays."""
    with tracker.change(by=SECRET, why="fourth"):
        tracker.replace(attrs.evolve(theme(tracker), definition="What fathers do."))
        tracker.add(lt.Theme(id="sleep", name="Sleep"))
    before = tracker._writable().store.revisions()
    done = tracker.redact(before[-1].change, "by", **BY)
    assert (done.redaction.field, done.redaction.revisions) == ("by", 2)
    after = tracker._writable().store.revisions()
    assert after == (*before[:-2], *(attrs.evolve(one, by=REDACTED) for one in before[-2:]))
    logged = tracker.log()[0]
    assert (logged.one.by, logged.one.why, logged.one.at) == (REDACTED, "fourth", before[-1].at)
    assert REDACTED in str(tracker.history("sleep"))
    with pytest.raises(UndoRefused, match=r"changed since, by \[redacted\] at"):
        tracker.undo(before[1].change, by="chair", why="a mistake")


def test_other_changes_by_the_same_person_are_told(tracker: lt.Tracker) -> None:
    """Each by its id, so that all can be taken out; those in whose reason it stands too."""
    made = []
    for by, why in ((SECRET, "one"), (f"{SECRET}, chair", "two"), ("chair", f"as {SECRET} says")):
        with tracker.change(by=by, why=why):
            tracker.replace(attrs.evolve(theme(tracker), definition=f"What fathers do: {why[:3]}."))
        made.append(change_of(tracker))
    done = tracker.redact(made[0], "by", **BY)
    places = {Place(made[1], "by", now=True), Place(made[2], "why", now=True)}
    assert places < set(done.elsewhere)
    for place in done.elsewhere:
        tracker.redact(place.id, place.field, **BY)
    assert SECRET not in said(tracker)


def test_the_reason_of_a_redaction(tracker: lt.Tracker) -> None:
    """A name typed into it can be taken out; who took what out, and when, stays."""
    tracker.redact("police", "aliases", **BY)
    tracker.redact("fathers", "name", by="business-unit", why=SECRET)
    before, telling = tracker.redactions(), tracker._writable().store.revisions()[-1]
    done = tracker.redact("fathers", "note", **BY)
    assert done.elsewhere == (Place("redaction-2", "why", now=True),)
    again = tracker.redact("redaction-2", "why", **BY)
    assert again.elsewhere == ()
    assert SECRET not in said(tracker)
    gone = attrs.evolve(before[1], why=REDACTED)
    assert tracker.redactions() == (before[0], gone, done.redaction, again.redaction)
    (told,) = tracker._writable().store.revisions(change=telling.change)
    assert (told.at, told.by) == (telling.at, telling.by)
    assert told.why == "name redacted: [redacted]"
    assert str(again).startswith("why of redaction-2 was redacted in 1 revision (redaction-4).")


def test_a_redaction_of_a_change_leaves_none_of_its_own(tracker: lt.Tracker) -> None:
    """No change tells of it, and yet what was typed into it can be taken out."""
    tracker.redact("police", "aliases", **BY)
    with tracker.change(by="chair", why="a name"):
        tracker.replace(attrs.evolve(theme(tracker), definition="What fathers do."))
    tracker.redact(change_of(tracker), "why", by="Tommy Tiddler", why=SECRET)
    done = tracker.redact("fathers", "note", **BY)
    assert done.elsewhere == (Place("redaction-2", "why", now=True),)
    why = tracker.redact("redaction-2", "why", **BY)
    by = tracker.redact("redaction-2", "by", **BY)
    assert str(why).startswith("why of redaction-2 was redacted (redaction-4).")
    assert (why.redaction.revisions, by.redaction.id) == (0, "redaction-2")
    second = tracker.redactions()[1]
    assert (second.field, second.by, second.why) == ("why", REDACTED, REDACTED)
    assert not {SECRET, "Tommy Tiddler"} & set(re.findall(f"{SECRET}|Tommy Tiddler", said(tracker)))


@pytest.mark.parametrize("field", ["by", "why"])
def test_the_change_that_tells_of_a_redaction(tracker: lt.Tracker, field: str) -> None:
    """It is taken for the redaction, whose author and reason it repeats."""
    tracker.redact("police", "aliases", **BY)
    tracker.redact("fathers", "note", **{**BY, field: "Tommy Tiddler"})
    done = tracker.redact(change_of(tracker), field, **BY)
    assert (done.redaction.id, done.redaction.field) == ("redaction-2", field)
    assert "Tommy" not in said(tracker)
    assert getattr(tracker.redactions()[1], field) == REDACTED
    again = tracker.redact("redaction-2", field, **BY)
    assert again.redaction == done.redaction
    assert len(tracker.redactions()) == 3


def test_what_is_said_of_it_is_bound_to_the_same(tracker: lt.Tracker) -> None:
    """Who takes a name out, and why, must not repeat it; nothing is changed then."""
    with tracker.change(by=SECRET, why="fourth"):
        tracker.replace(attrs.evolve(theme(tracker), definition="What fathers do."))
    for wrong in ({"why": f"it was {SECRET}"}, {"by": SECRET}):
        with pytest.raises(RepeatsTheText):
            tracker.redact(change_of(tracker), "by", **{**BY, **wrong})
    assert tracker.redactions() == ()


def test_a_record_may_go_by_the_name_of_a_redaction(tracker: lt.Tracker) -> None:
    """Its own fields are its; who made the redaction, and why, are not."""
    tracker.redact("police", "aliases", by="business-unit", why="about Tommy Tiddler")
    with tracker.change(by="chair", why="fourth"):
        tracker.add(lt.Theme(id="redaction-1", name="Tommy Tiddler"))
    done = tracker.redact("redaction-1", "name", **BY)
    assert done.elsewhere == (Place("redaction-1", "why", now=True),)
    tracker.redact("redaction-1", "why", **BY)
    assert "Tommy" not in said(tracker)


def test_what_is_wrong_is_told_of_what_was_meant(tracker: lt.Tracker) -> None:
    """An id of no change is none of a record; and a wrong field is told with the right ones."""
    tracker.redact("fathers", "note", **BY)
    change = tracker._writable().store.revisions()[0].change
    unknown = {
        ("change-x", "why"): "there is no change 'change-x'",
        ("change-x", "note"): "there is no change 'change-x'",
        (change[:-1], "by"): f"there is no change '{change[:-1]}'; did you mean {change}",
        ("nobody", "by"): "there is no change 'nobody'",
        ("", "why"): "there is no change ''",
        ("redaction-2", "why"): "there is no redaction 'redaction-2'; did you mean redaction-1?",
        ("fathrs", "note"): "there is no record 'fathrs'; did you mean fathers?",
    }
    for (identifier, field), sentence in unknown.items():
        with pytest.raises(UnknownId) as refused:
            tracker.redact(identifier, field, **BY)
        assert str(refused.value).startswith(sentence)
    wrong = {
        (change, "reason"): "reason of a change cannot be redacted: .* what can be is by or why",
        ("redaction-1", "at"): "at of a redaction cannot be .* what can be is by or why",
        ("fathers", "why"): "why of a record of kind theme cannot .* is note, where, name,",
    }
    for (identifier, field), sentence in wrong.items():
        with pytest.raises(CannotBeRedacted, match=sentence):
            tracker.redact(identifier, field, **BY)


def test_an_update_is_no_change(tracker: lt.Tracker) -> None:
    """Which agency an update is by is a link, and stays."""
    with tracker.change(by="chair", why="fourth"):
        tracker.add(
            lt.Agency(id="nhs", name="NHS"),
            lt.Action(id="a", statement="Train"),
            lt.Update(id="u", action="a", on="2025", by="nhs", event="progress"),
        )
    with pytest.raises(CannotBeRedacted, match="by of a record of kind update cannot"):
        tracker.redact("u", "by", **BY)


def test_copies_without_a_history_hold_no_author(tracker: lt.Tracker, tmp_path: Path) -> None:
    """Nor a reason: only copies that have the history are told of then; of a record, all."""
    with tracker.change(by=SECRET, why="fourth"):
        tracker.replace(attrs.evolve(theme(tracker), definition="What fathers do."))
    tracker.save(tmp_path / "copy.json")
    tracker.export(tmp_path / "tables")
    tracker.save(tmp_path / "copy.db", by="chair", why="a copy")
    done = tracker.redact(change_of(tracker), "by", **BY)
    assert [Path(one.place).name for one in done.copies] == ["copy.db"]
    again = tracker.redact(change_of(tracker), "by", **BY)
    assert again.copies == done.copies
    whole = tracker.redact("fathers", "definition", **BY)
    assert [Path(one.place).name for one in whole.copies] == ["copy.json", "tables", "copy.db"]


def test_redactions_keep_their_names_in_a_copy(database: str, tmp_path: Path) -> None:
    """What is to be taken out of a copy as well goes by the same name there."""
    tracker = with_secret(lt.open(database))
    tracker.redact("police", "aliases", **BY)
    tracker.redact("fathers", "note", by="business-unit", why="about Tommy Tiddler")
    tracker.save(tmp_path / "copy.db")
    with lt.open(tmp_path / "copy.db") as copy:
        assert copy.redactions() == tracker.redactions()
        copy.redact("redaction-2", "why", **BY)
        assert "Tommy" not in said(copy)
    assert not verify(tmp_path / "copy.db").problems


def test_no_byte_of_what_is_said_of_a_redaction_is_left(tmp_path: Path) -> None:
    """Not in the file, nor beside it; and the list of redactions is guarded again."""
    with lt.open(tmp_path / "riverton.db") as tracker:
        with tracker.change(by=SECRET, why="first"):
            tracker.add(lt.Theme(id="fathers", name="Fathers", note="a note"))
        change = change_of(tracker)
        tracker.redact("fathers", "note", by="business-unit", why=SECRET)
        tracker.redact("fathers", "name", by=SECRET, why="a name")
        for identifier, field in ((change, "by"), ("redaction-1", "why"), ("redaction-2", "by")):
            assert holding(tmp_path)
            tracker.redact(identifier, field, **BY)
        assert holding(tmp_path) == []
        with pytest.raises(lt.LearningTrackerError):
            tracker._writable().store.engine.run(  # type: ignore[attr-defined]
                "UPDATE redaction SET why = 'x'"
            )


def test_others_learn_of_it_and_cannot_write_it_back(database: str) -> None:
    """Another open tracker gets a conflict for that record, and holds the redacted one then."""
    mine, other = with_secret(lt.open(database)), lt.open(database)
    with mine.change(by="chair", why="again"):
        mine.replace(attrs.evolve(theme(mine), note=SECRET))
    other.refresh()
    assert theme(other).note == SECRET
    mine.redact("fathers", "note", **BY)
    with (
        pytest.raises(lt.ConflictError) as refused,
        other.change(by="chair", why="later"),
    ):
        other.replace(attrs.evolve(theme(other), name="Men"))
    assert SECRET not in str(refused.value)
    assert theme(other).note == REDACTED
    other.redact("police", "aliases", **BY)
    mine.refresh()
    assert not told(mine)


def test_a_redaction_is_not_undone(database: str) -> None:
    """The change that tells of a redaction has nothing that could be put back, and it is said."""
    tracker = lt.open(database)
    with tracker.change(by="unit", why="begin"):
        tracker.add(lt.Theme(id="fathers", name="Fathers", note="Tommy Tiddler"))
    tracker.redact("fathers", "note", by="unit", why="a name")
    last = tracker.log()[0].one.change
    with pytest.raises(UndoRefused, match="a redaction is not undone, for the text is gone"):
        tracker.undo(last, by="unit", why="a mistake")
    assert tracker.log()[0].one.change == last


def test_a_server_gathers_no_statistics_of_texts(postgres: str) -> None:
    """What PostgreSQL knows of the values of a column would outlive their redaction."""
    psycopg = needs_module("psycopg", "postgres")
    tracker = lt.open(postgres)
    for number in range(5):
        with tracker.change(by="Tommy Tiddler", why="about Tommy Tiddler"):
            tracker.add(lt.Theme(id=f"theme-{number}", name="Fathers", note="Tommy Tiddler"))
    for number in range(4):
        tracker.redact(f"theme-{number}", "name", by="Tommy Tiddler", why="of Tommy Tiddler")
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("ANALYZE")
        told = connection.execute(
            "SELECT pg_stats::text FROM pg_stats WHERE schemaname = current_schema()"
        )
        known = "".join(line for (line,) in told)
    assert "theme-3" in known
    assert "Tiddler" not in known


def files_holding(folder: Path) -> set[str]:
    """The files below a folder in which the secret, or a part of it, stands."""
    files = (one for one in folder.rglob("*") if one.is_file())
    return {
        one.relative_to(folder).as_posix()
        for one in files
        if any(part in one.read_bytes() for part in PARTS)
    }


def test_no_byte_of_it_is_left_in_the_files_of_a_server() -> None:
    """But in its write-ahead log, which is told: every file of it is searched."""
    psycopg = needs_module("psycopg", "postgres")
    with started() as server, psycopg.connect(server.get_uri(), autocommit=True) as connection:
        tracker = with_secret(lt.open(server.get_uri()))
        changes = []
        for one in ("sleep", "neglect", "injury"):  # statistics are of what is there repeatedly
            with tracker.change(by=SECRET, why=SECRET):
                tracker.add(lt.Theme(id=one, name=one, definition="a theme"))
            changes.append(change_of(tracker))
        tracker.redact("sleep", "name", by=SECRET, why=SECRET)
        tracker.redact("sleep", "definition", by=SECRET, why=SECRET)
        connection.execute("ANALYZE")
        connection.execute("CHECKPOINT")
        ((folder,),) = connection.execute("SHOW data_directory").fetchall()
        tables = {
            connection.execute("SELECT pg_relation_filepath(%s)", [one]).fetchall()[0][0]
            for one in ("revision", "redaction")
        }
        assert tables <= files_holding(Path(folder))
        tracker.redact("fathers", "note", **BY)
        tracker.redact("police", "aliases", **BY)
        for identifier in (*changes, "redaction-1", "redaction-2"):
            tracker.redact(identifier, "why", **BY)
            done = tracker.redact(identifier, "by", **BY)
        connection.execute("CHECKPOINT")
        left = files_holding(Path(folder))
        assert {one for one in left if not one.startswith("pg_wal/")} == set()
        assert left
        assert "the server's write-ahead log" in str(done)
        assert done.elsewhere == ()
        tracker.close()


def test_the_database_is_whole_and_guarded_after_it(database: str) -> None:
    """Checksums are right, `verify` finds nothing, and revisions cannot be changed again."""
    tracker = with_secret(lt.open(database))
    tracker.redact("fathers", "note", **BY)
    tracker.redact("police", "aliases", **BY)
    for field in ("by", "why"):
        tracker.redact(change_of(tracker), field, by="unit", why="a word")
        tracker.redact(tracker._writable().store.revisions()[0].change, field, **BY)
        tracker.redact("redaction-3", field, by="secretary", why="another word")
    assert REDACTED in str(tracker.log())
    assert str(verify(database)).startswith(verify(database).name)
    assert not verify(database).problems
    for deed in (
        "UPDATE revision SET why = 'x'",
        "DELETE FROM revision",
        "UPDATE redaction SET why = 'x'",
    ):
        with pytest.raises(lt.LearningTrackerError):
            tracker._writable().store.engine.run(deed)  # type: ignore[attr-defined]
    assert not verify(database).problems


def bytes_of(folder: Path) -> dict[str, bytes]:
    """All that is in a folder."""
    return {one.name: one.read_bytes() for one in folder.iterdir() if one.is_file()}


def holding(folder: Path) -> list[str]:
    """The files in which the secret, or a part of it, stands."""
    return [
        name for name, content in bytes_of(folder).items() if any(part in content for part in PARTS)
    ]


@pytest.mark.parametrize("often", [1, 300])
def test_no_byte_of_it_is_left_in_the_file(tmp_path: Path, often: int) -> None:
    """Not in the file, its -wal, its -shm nor its -journal, also while the tracker is open."""
    with lt.open(tmp_path / "riverton.db") as tracker:
        with_secret(tracker)
        for number in range(often):
            with tracker.change(by="chair", why="again"):
                tracker.replace(attrs.evolve(theme(tracker), note=f"{SECRET} {number}"))
        assert holding(tmp_path)
        tracker.redact("fathers", "note", **BY)
        done = tracker.redact("police", "aliases", **BY)
        assert holding(tmp_path) == []
        assert done.left == ()
    assert holding(tmp_path) == []


def test_a_file_in_use_is_told_of(tmp_path: Path) -> None:
    """While another program reads, that is said; asked for once more, the rest goes too."""
    path = tmp_path / "riverton.db"
    tracker = with_secret(lt.open(path))
    tracker.redact("police", "aliases", **BY)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM revision").fetchall()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("learning_tracker.stores.locking.PATIENCE", 0.2)
            impatient = lt.open(path)
        done = impatient.redact("fathers", "note", **BY)
        assert "riverton.db-wal" in str(done)
        assert not told(impatient)
        other.execute("ROLLBACK")
    again = impatient.redact("fathers", "note", **BY)
    assert again.left == ()
    assert holding(tmp_path) == []
    assert again.redaction == done.redaction


def test_no_byte_of_it_is_left_in_a_plain_file(tmp_path: Path) -> None:
    """The file is rewritten."""
    tracker = lt.open(tmp_path / "riverton.json", create=True)
    tracker.add(lt.Theme(id="fathers", name="Fathers", note=SECRET))
    tracker.redact("fathers", "note", **BY)
    assert holding(tmp_path) == []


def test_no_plain_file_holds_who_made_a_change(tmp_path: Path) -> None:
    """So earlier copies of it are told of as holding a text of a record, and not an author."""
    tracker = lt.open(tmp_path / "riverton.json", create=True)
    with tracker.change(by=SECRET, why="first"):
        tracker.add(lt.Theme(id="fathers", name="Fathers", note="as told"))
    assert holding(tmp_path) == []
    assert tracker.redact(change_of(tracker), "by", **BY).left == ()
    assert "earlier copies of" in str(tracker.redact("fathers", "note", **BY).left)


def test_a_server_has_it_in_no_row(postgres: str) -> None:
    """Every row is rewritten, the tables are written anew, and the server's logs are named."""
    tracker = with_secret(lt.open(postgres))
    engine = tracker._writable().store.engine  # type: ignore[attr-defined]
    files = "SELECT pg_relation_filenode('revision'), pg_relation_filenode('redaction')"
    ((revision, redaction),) = engine.ask(files)
    tracker.redact("police", "aliases", **BY)
    done = tracker.redact("fathers", "note", **BY)
    ((revision_now, redaction_now),) = engine.ask(files)
    assert revision_now != revision
    assert redaction_now != redaction
    assert engine.ask("SELECT 1 FROM revision WHERE body::text LIKE '%Zaphod%'") == []
    assert "write-ahead log" in str(done)


def test_nothing_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Neither the log nor the command line repeats the text."""
    with_secret(lt.open(tmp_path / "riverton.db")).close()
    caplog.set_level(logging.DEBUG)
    words = ["redact", str(tmp_path / "riverton.db"), "fathers", "note", "--by", "unit"]
    wrong = CliRunner().invoke(main, [*words, "--why", f"about {SECRET}"])
    right = CliRunner().invoke(main, [*words, "--why", "a name"])
    assert (wrong.exit_code, right.exit_code) == (2, 0)
    assert "note of fathers was redacted in" in right.output
    for part in ("Zaphod", "Quillfeather"):
        assert part not in wrong.output + right.output + caplog.text


def riverton_and_medway() -> list[Record]:
    """Every record of the examples."""
    return [*lt.sample().values(), *lt.sample("medway").values()]


@pytest.mark.parametrize("record", riverton_and_medway()[::7], ids=lambda one: one.id)
def test_every_text_field_can_be_redacted(record: Record) -> None:
    """Whatever the field, the record stays one, and nothing of the text is left in it."""
    for field in may_be_redacted(type(record)):
        after = without_text(record, field)
        assert list(texts_in(getattr(after, field))) == []
        assert attrs.evolve(after, **{field: getattr(record, field)}) == record


def test_what_may_be_redacted() -> None:
    """Every kind has texts that can be; no id, no link, no word of a vocabulary is one."""
    assert "note" in set.intersection(*(set(may_be_redacted(kind)) for kind in kinds().values()))
    assert "attributes" in may_be_redacted(lt.LCSPR)
    assert {"grades", "title"} <= set(may_be_redacted(lt.CaseFileAudit))
    assert "sections" in may_be_redacted(lt.StandardsAudit)
    assert "policy" not in may_be_redacted(lt.Partnership)
