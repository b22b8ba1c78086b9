"""Redaction: a text goes from every revision, and who took it out, when and why stays."""

import logging
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


def test_the_reason_of_a_redaction(tracker: lt.Tracker) -> None:
    """A name typed into it can be taken out, of the change that tells of it and of the list."""
    tracker.redact("police", "aliases", **BY)
    tracker.redact("fathers", "name", by="business-unit", why=SECRET)
    store = tracker._writable().store
    telling = store.revisions()[-1].change
    done = tracker.redact("fathers", "note", **BY)
    assert done.elsewhere == (Place(telling, "why", now=True),)
    tracker.redact(telling, "why", **BY)
    assert SECRET not in str(store.revisions()) + str(tracker.redactions())
    whys = [(one.field, one.why) for one in tracker.redactions()]
    kept = BY["why"]
    assert whys == [("aliases", kept), ("name", REDACTED), ("note", kept), ("why", kept)]


def test_no_byte_of_the_reason_of_a_redaction_is_left(tmp_path: Path) -> None:
    """Not in the file, nor beside it; and the list of redactions is guarded again."""
    with lt.open(tmp_path / "riverton.db") as tracker:
        with tracker.change(by="chair", why="first"):
            tracker.add(lt.Theme(id="fathers", name="Fathers", note="a note"))
        tracker.redact("fathers", "note", by="business-unit", why=SECRET)
        assert holding(tmp_path)
        store = tracker._writable().store
        tracker.redact(store.revisions()[-1].change, "why", **BY)
        assert holding(tmp_path) == []
        with pytest.raises(lt.LearningTrackerError):
            store.engine.run("UPDATE redaction SET why = 'x'")  # type: ignore[attr-defined]


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
        with tracker.change(by="unit", why="about Tommy Tiddler"):
            tracker.add(lt.Theme(id=f"theme-{number}", name="Fathers", note="Tommy Tiddler"))
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("ANALYZE")
        told = connection.execute(
            "SELECT pg_stats::text FROM pg_stats WHERE schemaname = current_schema()"
        )
        known = "".join(line for (line,) in told)
    assert "unit" in known
    assert "Tiddler" not in known


def test_the_database_is_whole_and_guarded_after_it(database: str) -> None:
    """Checksums are right, `verify` finds nothing, and revisions cannot be changed again."""
    tracker = with_secret(lt.open(database))
    tracker.redact("fathers", "note", **BY)
    tracker.redact("police", "aliases", **BY)
    assert str(verify(database)).startswith(verify(database).name)
    assert not verify(database).problems
    for deed in ("UPDATE revision SET why = 'x'", "DELETE FROM revision"):
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
