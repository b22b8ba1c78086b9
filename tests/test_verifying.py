"""Damage is found wherever it is, and what is salvaged is whole and says what is lost."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import learning_tracker as lt
from faults import (
    BY,
    FATHERS,
    POLICE,
    RENAMED,
    SLEEP,
    WHY,
    add,
    behind,
    content,
    forged,
    held,
    large_tracker,
    overwrite,
    place_of,
    small_tracker,
    sql,
)
from learning_tracker.cli import main
from learning_tracker.errors import StoreProblem, WouldOverwrite
from learning_tracker.stores import salvaging
from learning_tracker.stores.holes import holes
from learning_tracker.stores.locations import open_store
from learning_tracker.stores.rows import Row
from learning_tracker.stores.salvaging import AUTHOR


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """A small tracker in an SQLite file, closed."""
    return small_tracker(tmp_path / "riverton.db")


def codes(path: Path) -> list[str]:
    """The codes of all that verify finds; it writes nothing."""
    before = content(path)
    found = [one.code for one in lt.verify(path).problems]
    assert content(path) == before
    return found


# Verifying


def test_all_is_well(whole: Path, tmp_path: Path) -> None:
    """Of a whole tracker its records, revisions and changes are counted, and nothing is written."""
    assert codes(whole) == []
    assert str(lt.verify(whole)) == f"{whole} is whole: 3 records, in 4 revisions by 3 changes."
    plain = small_tracker(tmp_path / "riverton.json")
    assert str(lt.verify(plain)) == f"{plain} is whole: 3 records."
    assert [one.name for one in tmp_path.iterdir()].count("riverton.db") == 1


def test_a_tracker_in_use(whole: Path) -> None:
    """A tracker that is open, and has changes waiting beside it, is verified with them."""
    with lt.open(whole) as tracker:
        add(tracker, lt.Theme(id="new", name="New"))
        assert codes(whole) == []
        assert lt.verify(whole).records == 4


def test_a_new_tracker(tmp_path: Path) -> None:
    """One that holds nothing yet is whole."""
    lt.open(tmp_path / "riverton.db").close()
    assert str(lt.verify(tmp_path / "riverton.db")).endswith("in 0 revisions by 0 changes.")


def test_nothing_there(tmp_path: Path) -> None:
    """What is not there is not made."""
    for name in ("riverton.db", "riverton.json"):
        with pytest.raises(StoreProblem, match="there is no such file"):
            lt.verify(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE revision SET why = 'x' WHERE sequence = 3", ["damaged-revision"]),
        ("UPDATE revision SET body = NULL WHERE sequence IN (1, 2)", ["damaged-revision"] * 2),
        ("DELETE FROM revision WHERE sequence = 1", ["lacking-revision"]),
        (
            "DELETE FROM revision WHERE sequence = 2",
            ["lacking-revision", "lacking-revision-of-record"],
        ),
        ("DROP TABLE migration", ["unknown-version"]),
    ],
)
def test_what_was_changed_behind_a_tracker(whole: Path, change: str, found: list[str]) -> None:
    """A changed revision, one that is lacking and a lost list of versions are found."""
    behind(whole, change)
    assert codes(whole) == found


def test_damage_to_an_index(whole: Path) -> None:
    """An index that does not fit its table is found by SQLite itself."""
    behind(
        whole,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET rootpage = 3 WHERE name = 'revision_change'",
    )
    assert set(codes(whole)) == {"damaged-database"}


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"body": "no JSON"}, "unreadable-revision"),
        (
            {"body": json.dumps({"kind": "theme", "id": "other", "name": "x"})},
            "unreadable-revision",
        ),
        ({"body": json.dumps({"kind": "theme", "id": "safe-sleep"})}, "missing-key"),
        ({"body": json.dumps({"kind": "x", "id": "safe-sleep"})}, "unknown-kind"),
        (
            {
                "body": json.dumps(
                    {"kind": "theme", "id": "safe-sleep", "name": "x", "broader": "nothing"}
                )
            },
            "dangling-link",
        ),
        ({"recorded_at": "2020-01-01T00:00:00.000000Z"}, "moment-out-of-order"),
    ],
)
def test_what_has_the_right_checksum(whole: Path, values: dict[str, object], found: str) -> None:
    """What a checksum cannot tell is found too: bodies, links and the order of moments."""
    forged(whole, 4, **values)
    assert found in codes(whole)


def test_a_damaged_view(whole: Path) -> None:
    """The definition of a view that cannot be read is named, as nothing can be opened with it."""
    sql(
        whole,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET sql = replace(sql, 'SELECT', 'SELEKT') WHERE name = 'finding'",
    )
    assert codes(whole) == ["damaged-database"]
    (problem,) = lt.verify(whole).problems
    assert "(finding)" in problem.sentence


def test_an_altered_view(whole: Path) -> None:
    """A view that was altered, if by a flipped byte, is named, and made again when asked for."""
    whole.write_bytes(whole.read_bytes().replace(b'"due_on"', b'"due_oo"'))
    assert set(codes(whole)) == {"altered-view"}
    (problem, *_) = lt.verify(whole).problems
    assert "read as action" in problem.sentence
    with lt.open(whole) as tracker:
        tracker.make_views()
    assert codes(whole) == []


def test_a_file_that_no_longer_refuses(whole: Path) -> None:
    """A trigger is lacking that keeps what was recorded from being changed."""
    sql(whole, "DROP TRIGGER revision_not_deleted", "DROP TRIGGER redaction_not_updated")
    assert codes(whole) == ["lacking-guard", "lacking-guard"]
    found = [(one.place, one.sentence) for one in lt.verify(whole).problems]
    assert [place for place, _ in found] == ["revision_not_deleted", "redaction_not_updated"]
    assert "in the table redaction;" in found[1][1]
    copy = whole.with_name("copy.db")
    with lt.open(whole) as tracker:
        tracker.save(copy)
    assert codes(copy) == []


def test_json(tmp_path: Path) -> None:
    """Of a .json file all is found that keeps it from being loaded."""
    path = small_tracker(tmp_path / "riverton.json")
    path.write_text(path.read_text().replace('"broader": "fathers"', '"broader": "fathrs"'))
    assert codes(path) == ["dangling-link"]


def _row(sequence: int, record: str, number: int, change: str = "a", at: str = "1") -> Row:
    return Row(sequence, change, record, number, "theme", at, BY, WHY, None, "")


@given(st.integers(1, 60), st.sets(st.integers(1, 60)))
def test_holes(last: int, lacking: set[int]) -> None:
    """Every revision that is lacking before the last one is told, and no other."""
    there = [one for one in range(1, last + 1) if one not in lacking]
    numbered = [_row(one, f"record-{one}", 1) for one in there]
    told = [one for one in holes(numbered) if one.code == "lacking-revision"]
    gone = [one for one in range(1, max(there, default=0)) if one in lacking]
    if len(gone) > 20:
        assert told[0].sentence.startswith(
            f"{len(gone)} revisions between {gone[0]} and {gone[-1]}"
        )
    else:
        assert [one.place for one in told] == [f"revision {one}" for one in gone]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([_row(1, "x", 1), _row(2, "x", 2, "b", "2")], []),
        ([_row(1, "x", 2), _row(2, "x", 1, "b", "2")], ["lacking-revision-of-record"]),
        ([_row(1, "x", 1), _row(2, "y", 1, "b", "1")], ["moment-out-of-order"]),
        ([_row(1, "x", 1), _row(2, "y", 1, "a", "2")], ["moment-out-of-order"]),
        ([_row(1, "x", 1, at="2"), _row(2, "y", 1, "b", "1")], ["moment-out-of-order"]),
    ],
)
def test_order(rows: list[Row], found: list[str]) -> None:
    """Numbers of a record count up; a change has one moment, later than the one before."""
    assert [one.code for one in holes(rows)] == found


# Salvaging


def salvaged(path: Path) -> tuple[set[lt.Record], list[str]]:
    """What a copy of what can be read holds, and what is told to be lost; both are tried."""
    before = content(path)
    copy = path.with_name("salvaged.db")
    done = lt.salvage(path, copy)
    copied = content(path)
    assert {name: copied[name] for name in before} == before
    assert codes(copy) == []
    store = open_store(copy, create=False, mode=0o600)
    for one in store.revisions():
        assert store.load(one.at).records is not None  # it was whole at every moment
    store.close()
    assert (done.records, done.copy) == (len(held(copy)), copy)
    return held(copy), [one.sentence for one in done.lost]


def test_nothing_to_salvage(whole: Path) -> None:
    """The copy of a whole tracker is the same tracker, revision for revision."""
    assert salvaged(whole) == ({POLICE, RENAMED, SLEEP}, [])
    stores = [
        open_store(one, create=False, mode=0o600) for one in (whole, whole.with_name("salvaged.db"))
    ]
    assert stores[0].revisions() == stores[1].revisions()


def test_the_latest_is_lost(whole: Path) -> None:
    """Of a record whose latest revision is lost the one before is kept, and that is told."""
    behind(whole, "UPDATE revision SET why = 'x' WHERE sequence = 3")
    records, lost = salvaged(whole)
    assert records == {POLICE, FATHERS, SLEEP}
    assert lost == [
        (
            "revision 3 (fathers, the 2nd of it) was lost: it is not as it was written: its "
            "checksum differs; the copy holds fathers as its 1st revision left it"
        )
    ]


def test_an_older_one_is_lost(whole: Path) -> None:
    """Of a record whose older revision is lost the latest is kept."""
    behind(whole, "UPDATE revision SET why = 'x' WHERE sequence = 2")
    records, lost = salvaged(whole)
    assert records == {POLICE, RENAMED, SLEEP}
    assert len(lost) == 1


def test_what_leads_to_what_is_lost(whole: Path) -> None:
    """A record that leads to one of which nothing is left is left out, and that is told."""
    behind(whole, "UPDATE revision SET why = 'x' WHERE record_id = 'fathers'")
    records, lost = salvaged(whole)
    assert records == {POLICE}
    assert lost[-1] == (
        "revision 4 (safe-sleep, the 1st of it) was left out: it leads to what was lost"
    )
    assert len(lost) == 3


def test_what_can_stand_only_later(tmp_path: Path) -> None:
    """What can stand only once a later revision is there is kept by a change that says so."""
    path = tmp_path / "riverton.db"
    with lt.open(path) as tracker:
        add(tracker, FATHERS)
        add(tracker, SLEEP)
        with tracker.change(by=BY, why=WHY):
            tracker.replace(RENAMED)
    behind(path, "UPDATE revision SET why = 'x' WHERE sequence = 1")
    records, lost = salvaged(path)
    assert records == {RENAMED, SLEEP}
    assert lost[-1].endswith("was not kept in its place: it leads to what was lost")
    store = open_store(path.with_name("salvaged.db"), create=False, mode=0o600)
    fathers, sleep = store.revisions()
    assert (fathers.by, sleep.by) == (BY, AUTHOR)
    assert sleep.why.startswith("what could be read of riverton.db, which was damaged")
    store.close()


def test_a_removal_that_cannot_stand(tmp_path: Path) -> None:
    """A record to which others still lead stays, if what freed it is lost."""
    path = small_tracker(tmp_path / "riverton.db")
    with lt.open(path) as tracker:
        with tracker.change(by=BY, why=WHY):
            tracker.replace(lt.Theme(id="safe-sleep", name="Safe sleep"))
        with tracker.change(by=BY, why=WHY):
            tracker.remove("fathers")
    behind(path, "UPDATE revision SET why = 'x' WHERE sequence = 5")
    records, _ = salvaged(path)
    assert records == {POLICE, RENAMED, SLEEP}


def test_a_page_is_lost(tmp_path: Path) -> None:
    """Of a file of which a page is lost everything on the others is kept."""
    path = large_tracker(tmp_path / "riverton.db")
    sql(path, "PRAGMA journal_mode = DELETE")
    before = held(path)
    page = place_of(path, "20 20 20") // 4096
    overwrite(path, page * 4096, b"\xff" * 4096)
    assert "damaged-database" in codes(path)
    records, lost = salvaged(path)
    assert records <= before
    assert len(before) - 20 < len(records) < len(before)
    assert any("(theme-20, the 1st of it) was lost: it cannot be read" in one for one in lost)


def test_nothing_is_left(tmp_path: Path) -> None:
    """Of a file of which nothing can be read no copy is made."""
    path = tmp_path / "riverton.db"
    path.write_bytes(b"x" * 8192)
    with pytest.raises(StoreProblem, match="it is no SQLite file"):
        lt.salvage(path, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


def test_what_cannot_be_written(whole: Path, tmp_path: Path) -> None:
    """A copy is never written over a file, nor as something else than a database."""
    with pytest.raises(WouldOverwrite):
        lt.salvage(whole, whole)
    for other in (tmp_path / "copy.json", "postgresql://unit:secret@db.example/riverton"):
        with pytest.raises(StoreProblem, match=r"a new file whose name ends in \.db") as found:
            lt.salvage(whole, other)
        assert "secret" not in str(found.value)
    with pytest.raises(StoreProblem, match=r"riverton\.json cannot be salvaged: only a \.db file"):
        lt.salvage(tmp_path / "riverton.json", tmp_path / "copy.db")
    with pytest.raises(StoreProblem, match="there is no such file or folder"):
        lt.salvage(whole, tmp_path / "nowhere" / "copy.db")


def test_notes_are_kept(whole: Path) -> None:
    """What was redacted, and where copies are, is told by what was salvaged as by the damaged one.

    It also tells of the damaged one, which may still hold a text that is redacted later.
    """
    _note(whole, redactions=2)
    with lt.open(whole) as tracker:
        redactions, copies = tracker.redactions(), tracker._store.copies()
    assert len(redactions) == len(copies) == 2
    assert salvaged(whole)[1] == []
    with lt.open(whole.with_name("salvaged.db")) as copy:
        assert copy.redactions() == redactions
        *others, original = copy._store.copies()
        assert tuple(others) == copies
        assert (original.place, original.what) == (str(whole), "original")


def _note(path: Path, redactions: int) -> None:
    """Have a tracker note redactions and as many copies."""
    with lt.open(path) as tracker:
        for number in range(redactions):
            add(tracker, lt.Agency(id=f"agency-{number}", name="A", note="A name. " * 30))
            tracker.redact(f"agency-{number}", "note", by=BY, why="a name " * 30)
            tracker.backup(path.with_name(f"backup-{number}.db"))


def test_a_note_that_is_lost_is_told(whole: Path) -> None:
    """A note of which the moment cannot be read is told as lost; the others are kept."""
    _note(whole, redactions=3)
    behind(whole, "UPDATE redaction SET redacted_at = 'x' WHERE number = 2")
    behind(whole, "UPDATE made_copy SET made_at = 7 WHERE number = 3")
    _, lost = salvaged(whole)
    assert lost == [
        "the note of redaction 2 was lost: it cannot be read",
        "the note of copy 3 was lost: it cannot be read",
    ]
    with lt.open(whole.with_name("salvaged.db")) as copy:
        assert [one.id for one in copy.redactions()] == ["agency-0", "agency-2"]
        assert len(copy._store.copies()) == 3  # with the damaged one


def test_a_page_of_notes_is_lost(whole: Path) -> None:
    """Of notes of which a page is lost those on the others are kept, and the rest is told."""
    _note(whole, redactions=40)
    sql(whole, "PRAGMA journal_mode = DELETE")
    page = place_of(whole, "agency-20note") // 4096
    overwrite(whole, page * 4096, b"\xff" * 4096)
    _, lost = salvaged(whole)
    told = [one for one in lost if one.startswith("the note of redaction")]
    assert "the note of redaction 21 was lost: it cannot be read" in told
    with lt.open(whole.with_name("salvaged.db")) as copy:
        assert 0 < len(copy.redactions()) == 40 - len(told)


def test_no_note_is_left(whole: Path) -> None:
    """Of notes of which the first page is lost none is kept, and that is told."""
    _note(whole, redactions=2)
    sql(whole, "PRAGMA journal_mode = DELETE")
    ((root,),) = sql(whole, "SELECT rootpage FROM sqlite_master WHERE name = 'redaction'")
    overwrite(whole, (root - 1) * 4096, b"\xff" * 4096)
    records, lost = salvaged(whole)
    assert lost == ["every note of a redaction was lost: none can be read"]
    assert len(records) == 5


def test_a_copy_that_cannot_be_finished(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is left of a copy that fails in its midst, nor of what SQLite keeps beside it."""

    def fails(_: object) -> None:
        raise StoreProblem("copy.db", "written", "the disk is full")

    folder = tmp_path / "copies"
    folder.mkdir()
    monkeypatch.setattr(salvaging, "row_of", fails)
    with pytest.raises(StoreProblem, match="full"):
        lt.salvage(whole, folder / "copy.db")
    assert list(folder.iterdir()) == []


# On the command line


def test_verify_on_the_command_line(whole: Path) -> None:
    """It ends with 0 and a sentence if all is well, with 1 and every problem if not."""
    done = CliRunner().invoke(main, ["verify", str(whole)])
    assert (done.exit_code, done.output) == (0, f"{lt.verify(whole)}\n")
    behind(whole, "UPDATE revision SET why = 'x' WHERE sequence = 3")
    done = CliRunner().invoke(main, ["verify", str(whole)])
    assert done.exit_code == 1
    assert "revision 3 (fathers, the 2nd of it) is damaged" in done.output
    assert CliRunner().invoke(main, ["verify", "nowhere.db"]).exit_code == 2


@pytest.mark.parametrize(
    ("file", "output", "said"),
    [
        ("r.json", "s.db", "r.json cannot be salvaged: only a .db file or postgresql://… can"),
        ("r.db", "s.json", "s.json cannot be written: what is salvaged goes into a new file"),
    ],
)
def test_salvage_says_what_it_takes(file: str, output: str, said: str) -> None:
    """What is no database is refused in the words of the command, not in those of Python."""
    done = CliRunner().invoke(main, ["salvage", file, "-o", output])
    assert (done.exit_code, said in done.stderr) == (2, True)
    assert "location" not in done.stderr
    assert "copy:" not in done.stderr


def test_salvage_on_the_command_line(whole: Path) -> None:
    """It lists what is lost and ends with 1, or with 0 if nothing is."""
    copy = whole.with_name("copy.db")
    done = CliRunner().invoke(main, ["salvage", str(whole), "-o", str(copy)])
    assert done.exit_code == 0
    assert done.output == f"{copy} holds 3 records in 4 revisions; nothing was lost.\n"
    behind(whole, "UPDATE revision SET why = 'x' WHERE sequence = 3")
    other = whole.with_name("other.db")
    done = CliRunner().invoke(main, ["salvage", str(whole), "-o", str(other)])
    assert done.exit_code == 1
    assert done.output.splitlines()[-1] == (
        f"{other} holds 3 records in 3 revisions; what is not in it is listed above."
    )
