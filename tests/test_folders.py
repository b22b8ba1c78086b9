"""Folders that other computers see are recognised, and one at a time writes in them."""

import json
import os
import sqlite3
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest
from click.testing import CliRunner

import learning_tracker as lt
from learning_tracker.cli import main
from learning_tracker.errors import OneWriter, StoreProblem
from learning_tracker.stores import folders, mounts, sqlite
from learning_tracker.stores.conflicted import told_of
from learning_tracker.stores.folders import (
    NETWORK_SYSTEMS,
    Shared,
    marked,
    on_network,
    shared_folder,
    synchronised,
)
from learning_tracker.stores.locking import one_at_a_time
from learning_tracker.stores.mounts import Mount, from_mount, from_mountinfo, network_drive
from learning_tracker.stores.one_writer import Marker
from learning_tracker.stores.sqlite_file import SQLiteFile
from users import on_posix

FATHERS = lt.Theme(id="fathers", name="Fathers")
NEGLECT = lt.Theme(id="neglect", name="Neglect")

# Which folders are shared

WINDOWS, POSIX = PureWindowsPath, PurePosixPath


@pytest.mark.parametrize(
    ("path", "by"),
    [
        (WINDOWS(r"C:\Users\me\OneDrive\riverton.db"), "OneDrive"),
        (WINDOWS(r"C:\Users\me\OneDrive - Riverton Council\LSCP\riverton.db"), "OneDrive"),
        (WINDOWS(r"C:\Users\me\Dropbox (Riverton)\riverton.db"), "Dropbox"),
        (WINDOWS(r"C:\Users\me\Riverton Dropbox\riverton.db"), "Dropbox"),
        (WINDOWS(r"G:\My Drive\riverton.db"), "Google Drive"),
        (WINDOWS(r"G:\Shared drives\LSCP\riverton.db"), "Google Drive"),
        (WINDOWS(r"C:\Users\me\iCloudDrive\riverton.db"), "iCloud Drive"),
        (WINDOWS(r"C:\Users\me\Box\riverton.db"), "Box"),
        (WINDOWS(r"C:\Users\me\Nextcloud\riverton.db"), "Nextcloud"),
        (
            POSIX("/Users/me/Library/CloudStorage/OneDrive-Riverton/riverton.db"),
            "a cloud's program",
        ),
        (POSIX("/Users/me/Library/Mobile Documents/com~apple~CloudDocs/r.db"), "iCloud Drive"),
        (POSIX("/home/me/Nextcloud2/riverton.db"), "Nextcloud"),
    ],
    ids=str,
)
def test_a_synchronised_folder_is_known_by_its_name(path: PurePath, by: str) -> None:
    """Each service's folder is recognised by the name that the service gives it."""
    assert synchronised(path, {}) == Shared(by)


@pytest.mark.parametrize(
    "path",
    [
        POSIX("/home/me/Documents/riverton.db"),
        POSIX("/home/me/Toolbox/riverton.db"),
        POSIX("/home/me/boxes/OneDrive.db"),
        POSIX("/home/me/OneDriven/riverton.db"),
        WINDOWS(r"C:\Users\me\Documents\Dropbox.db"),
    ],
    ids=str,
)
def test_an_ordinary_folder_is_none(path: PurePath) -> None:
    """A name that only resembles one, or that the file itself has, makes no shared folder."""
    assert synchronised(path, {}) is None


@pytest.mark.parametrize("variable", ["OneDrive", "OneDriveCommercial", "OneDriveConsumer"])
def test_onedrive_tells_where_it_is(variable: str) -> None:
    """A folder that OneDrive names in the environment is recognised, whatever it is called."""
    path = WINDOWS(r"D:\Work files\LSCP\riverton.db")
    assert synchronised(path, {variable: r"d:\work files"}) == Shared("OneDrive")
    assert synchronised(path, {variable: r"D:\Work"}) is None


def test_libraries_of_sharepoint_lie_beside_the_folder_of_onedrive() -> None:
    """The folder named as the organisation holds what OneDrive keeps of SharePoint."""
    path = WINDOWS(r"C:\Users\me\Riverton Council\LSCP - Documents\riverton.db")
    home = {"OneDriveCommercial": r"C:\Users\me\OneDrive - Riverton Council"}
    assert synchronised(path, home) == Shared("OneDrive")
    assert synchronised(path, {}) is None


@pytest.mark.parametrize(
    ("mark", "by"),
    [(".stfolder", "Syncthing"), (".dropbox.cache", "Dropbox"), (".sync_1a2b.db", "Nextcloud")],
)
def test_a_synchronised_folder_is_known_by_its_mark(tmp_path: Path, mark: str, by: str) -> None:
    """What a service leaves in the uppermost of its folders tells of those below."""
    file = tmp_path / "LSCP" / "riverton.db"
    file.parent.mkdir()
    assert marked(file) is None
    (tmp_path / mark).touch()
    assert marked(file) == shared_folder(file) == Shared(by)


MOUNTINFO = r"""
22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
36 27 0:41 / /mnt/our\040share rw,relatime shared:2 master:3 - cifs //server/share rw,vers=3.1.1
37 27 0:42 / /home/me/away rw - fuse.sshfs me@server:/ rw
38 36 0:43 / /mnt/our\040share/own rw - tmpfs tmpfs rw
39 27 0:44 / /srv rw - nfs4 server:/srv rw
40 27 0:45 / /srv rw - ext4 /dev/vdb rw
nonsense
"""


@pytest.mark.parametrize(
    ("path", "network"),
    [
        ("/home/me/riverton.db", False),
        ("/mnt/our share/LSCP/riverton.db", True),
        ("/mnt/our shares/riverton.db", False),
        ("/mnt/our share/own/riverton.db", False),
        ("/home/me/away/riverton.db", True),
        ("/srv/riverton.db", False),
    ],
)
def test_what_linux_mounts_from_the_network(path: str, *, network: bool) -> None:
    """The file system that a path leads to decides: the innermost, and the last at one place."""
    found = on_network(POSIX(path), tuple(from_mountinfo(MOUNTINFO)))
    assert (found == Shared("the network")) is network


def test_what_macos_mounts_from_the_network() -> None:
    """What `mount` prints on macOS is understood, commas and blanks in names included."""
    told = (
        "/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)\n"
        "//me@server/Our%20share on /Volumes/Our share (smbfs, nodev, nosuid, mounted by me)\n"
    )
    table = tuple(from_mount(told))
    assert table == (Mount("/", "apfs"), Mount("/Volumes/Our share", "smbfs"))
    assert on_network(POSIX("/Volumes/Our share/riverton.db"), table) == Shared("the network")
    assert on_network(POSIX("/Users/me/riverton.db"), table) is None


@pytest.mark.parametrize(
    ("path", "network"),
    [
        (r"\\server\share\riverton.db", True),
        (r"\\?\UNC\server\share\riverton.db", True),
        (r"S:\LSCP\riverton.db", True),
        (r"C:\Users\me\riverton.db", False),
        (r"\\?\C:\Users\me\riverton.db", False),
        (r"riverton.db", False),
    ],
)
def test_what_windows_has_on_the_network(
    path: str, monkeypatch: pytest.MonkeyPatch, *, network: bool
) -> None:
    """Paths of a server, and drives that Windows says are remote, are on the network."""
    remote = {"s:\\": 4, "c:\\": 3}
    monkeypatch.setattr(mounts, "_drive_type", lambda root: remote.get(root, 0))
    assert (on_network(WINDOWS(path), ()) == Shared("the network")) is network


def test_only_windows_is_asked_about_drives() -> None:
    """Where drives have no letters, nothing is one of the network's."""
    assert not network_drive("S:")


def test_this_computer_tells_what_it_mounts() -> None:
    """The folder of the tests is not taken for one that others see."""
    assert any(one.at == "/" for one in mounts.mounts_here())
    assert not {"ext4", "xfs", "btrfs", "tmpfs", "overlay", "apfs"} & NETWORK_SYSTEMS


# SQLite in a shared folder


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """The path of a file in a folder that OneDrive keeps."""
    folder = tmp_path / "OneDrive - Riverton"
    folder.mkdir()
    return folder / "riverton.db"


def _asked(tracker: lt.Tracker, pragma: str) -> object:
    assert tracker._store is not None
    ((answer,),) = tracker._store.engine.ask(f"PRAGMA {pragma}")  # type: ignore[attr-defined]
    return answer


def test_a_disk_of_ones_own_has_the_log(tmp_path: Path) -> None:
    """Elsewhere SQLite writes its log, and no marker lies beside the file."""
    with lt.open(tmp_path / "riverton.db") as tracker:
        assert (_asked(tracker, "journal_mode"), _asked(tracker, "synchronous")) == ("wal", 2)
        with tracker.change(by="business-unit"):
            tracker.add(FATHERS)
        assert not list(tmp_path.glob("*.in-use*"))


def test_a_shared_folder_has_the_journal(shared: Path) -> None:
    """In a shared folder SQLite rolls back from a journal, and settles the folder too."""
    with lt.open(shared) as tracker:
        assert (_asked(tracker, "journal_mode"), _asked(tracker, "synchronous")) == ("delete", 3)
        with tracker.change(by="business-unit"):
            tracker.add(FATHERS)
        assert not list(shared.parent.glob("*-wal"))
    assert [one.name for one in shared.parent.iterdir()] == ["riverton.db"]


@pytest.fixture
def once_local(shared: Path, monkeypatch: pytest.MonkeyPatch) -> lt.Tracker:
    """A tracker that was begun before its folder was shared, and that is still open."""
    with monkeypatch.context() as before:
        before.setattr(sqlite, "shared_folder", lambda _: None)
        tracker = lt.open(shared)
    with tracker.change(by="business-unit"):
        tracker.add(FATHERS)
    return tracker


def test_a_file_that_was_local_is_brought_over(once_local: lt.Tracker, shared: Path) -> None:
    """A file with a log is opened with the journal once nobody has it open, and is whole."""
    once_local.close()
    with lt.open(shared) as tracker:
        assert _asked(tracker, "journal_mode") == "delete"
        assert tracker.of(lt.Theme) == (FATHERS,)
        with lt.open(shared) as another:
            assert len(another) == 1


def test_a_log_left_by_a_crash_is_taken_in(
    once_local: lt.Tracker, shared: Path, tmp_path: Path
) -> None:
    """What only the log holds is there after the file was brought over."""
    moved = tmp_path / "Dropbox" / "riverton.db"
    moved.parent.mkdir()
    for ending in ("", "-wal"):
        content = shared.with_name(f"riverton.db{ending}").read_bytes()
        moved.with_name(f"riverton.db{ending}").write_bytes(content)
    once_local.close()
    with lt.open(moved) as tracker:
        assert (_asked(tracker, "journal_mode"), len(tracker)) == ("delete", 1)


@on_posix
def test_two_that_bring_a_file_over_do_not_wait_for_each_other(
    once_local: lt.Tracker, shared: Path
) -> None:
    """Of two programs that open such a file, each to have it for itself, both succeed."""
    with closing(sqlite3.connect(shared, timeout=0, isolation_level=None)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    with closing(sqlite3.connect(shared, timeout=0, isolation_level=None)) as other:
        # The other has begun to read, and waits for whoever reads too: as if both began at once.
        shared.with_name("riverton.db-shm").unlink()
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("SELECT 1 FROM sqlite_master")
        once_local.close()
        with ThreadPoolExecutor() as pool:
            opening = pool.submit(lt.open, shared)
            time.sleep(0.2)
            assert opening.running()
            other.execute("PRAGMA busy_timeout = 5000")
            other.execute("PRAGMA journal_mode = DELETE")
            other.close()
            with opening.result() as tracker:
                assert (_asked(tracker, "journal_mode"), len(tracker)) == ("delete", 1)


def test_a_file_that_is_open_elsewhere_with_a_log_says_so(
    once_local: lt.Tracker, shared: Path
) -> None:
    """While another has it open with a log it is not opened, and nothing is lost."""
    with pytest.raises(StoreProblem, match="another program has it open; close it everywhere"):
        lt.open(shared)
    with once_local.change(by="business-unit"):
        once_local.add(NEGLECT)
    once_local.close()
    with lt.open(shared) as tracker:
        assert len(tracker) == 2


# One writer

WRITER = """
import sys
import learning_tracker as lt

tracker = lt.open(sys.argv[1])
with tracker.change(by="the chair"):
    tracker.add(lt.Theme(id="fathers", name="Fathers"))
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def writer(shared: Path) -> Iterator[subprocess.Popen[str]]:
    """Another program, which has changed the tracker and still has it open."""
    with subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-c", WRITER, str(shared)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "held\n"
        yield program
        program.kill()


def _add(tracker: lt.Tracker, record: lt.Record) -> None:
    with tracker.change(by="business-unit"):
        tracker.add(record)


def test_the_second_to_write_learns_who_holds_the_file(
    writer: subprocess.Popen[str], shared: Path
) -> None:
    """A change is refused with who holds the file, where and since when; reading goes on."""
    with lt.open(shared) as tracker:
        with pytest.raises(OneWriter) as found:
            _add(tracker, NEGLECT)
        told = str(found.value)
        for part in (
            *("riverton.db cannot be written", "kept by OneDrive", "the chair on the computer"),
            *(os.uname().nodename, "since", "(UTC)", "go on reading", "delete riverton.db.in-use"),
        ):
            assert part in told
        assert told.count("cannot be written") == 1
        assert list(tracker) == ["fathers"]
        writer.communicate("")
        _add(tracker, NEGLECT)
        assert len(tracker) == 2
    assert sorted(one.name for one in shared.parent.iterdir()) == ["riverton.db"]


def test_who_holds_a_file_is_no_login_name(
    writer: subprocess.Popen[str], shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The marker tells the role that was given and the computer, and nothing of the login."""
    assert writer.poll() is None
    told = json.loads(shared.with_name("riverton.db.in-use-by").read_text(encoding="utf-8"))
    assert told.keys() == {"by", "computer", "since"}
    monkeypatch.setenv("USER", "anna")
    holder = Marker(shared, Shared("OneDrive")).holder()
    assert (holder.by, holder.computer) == ("the chair", os.uname().nodename)
    shared.with_name("riverton.db.in-use-by").write_text("[]")
    assert str(Marker(shared, Shared("OneDrive")).holder()) == "another program"


def test_who_changes_a_file_next_is_told_in_place_of_the_last(shared: Path) -> None:
    """Also where both do it in one program: a name that was redacted stands nowhere then."""
    told = shared.with_name("riverton.db.in-use-by")
    with lt.open(shared) as tracker:
        with tracker.change(by="Tommy Tiddler", why="a name in the wrong place"):
            tracker.add(NEGLECT)
        assert "Tommy" in told.read_text(encoding="utf-8")
        tracker.redact(tracker.log()[0].one.change, "by", by="the unit", why="a name")
        assert Marker(shared, Shared("OneDrive")).holder().by == "the unit"
        assert "Tommy" not in told.read_text(encoding="utf-8")


def test_a_program_that_died_here_holds_nothing(
    writer: subprocess.Popen[str], shared: Path
) -> None:
    """The marker of a program that was killed on this computer goes by itself."""
    writer.kill()
    writer.wait()
    assert shared.with_name("riverton.db.in-use").exists()
    with lt.open(shared) as tracker:
        _add(tracker, NEGLECT)
        assert set(tracker) == {"fathers", "neglect"}


def test_a_computer_that_crashed_holds_the_file_until_its_marker_is_deleted(shared: Path) -> None:
    """What another computer left is believed, and is gone when the file named is deleted."""
    with lt.open(shared) as tracker:
        marker = shared.with_name("riverton.db.in-use")
        marker.write_text("4711\nDESKTOP-AB12\n")
        with pytest.raises(OneWriter, match=r"held by another program\."):
            _add(tracker, FATHERS)
        marker.unlink()
        _add(tracker, FATHERS)


def test_whoever_only_reads_holds_nothing(shared: Path) -> None:
    """Opening, also for the first time, leaves the file to whoever changes it first."""
    with lt.open(shared) as reader, lt.open(shared) as author:
        _add(author, FATHERS)
        _add(author, NEGLECT)
        reader.refresh()
        assert len(reader) == 2
        with pytest.raises(OneWriter, match="business-unit on the computer"):
            _add(reader, lt.Theme(id="third", name="Third"))
        author.close()
        _add(reader, lt.Theme(id="third", name="Third"))


def test_a_program_that_forgets_to_close_lets_go_when_it_ends(shared: Path) -> None:
    """The marker goes with the program, also if nobody closed the tracker."""
    subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", WRITER, str(shared)], input=b"", check=True, stdout=subprocess.PIPE
    )
    assert [one.name for one in shared.parent.iterdir()] == ["riverton.db"]


# Names

_FORBIDDEN = set('<>:"/\\|?*')
_RESERVED = {
    "CON",
    "PRN",
    "AUX",
    "NUL",
    *(f"{port}{n}" for port in ("COM", "LPT") for n in range(10)),
}


def _legal_on_windows(name: str) -> bool:
    return (
        not set(name) & _FORBIDDEN
        and min(map(ord, name)) >= 32
        and not name.endswith((" ", "."))
        and name.partition(".")[0].upper() not in _RESERVED
    )


def test_every_file_beside_a_tracker_has_a_name_that_windows_allows(
    shared: Path, tmp_path: Path
) -> None:
    """The marker, what it tells, the lock of a plain file: all may be files on Windows too."""
    seen: set[str] = set()
    with lt.open(shared) as database:
        _add(database, FATHERS)
        seen.update(one.name for one in shared.parent.iterdir())
    with one_at_a_time(tmp_path / "riverton.json"):
        seen.update(one.name for one in tmp_path.iterdir())
    copies = SQLiteFile(shared).copies(1)
    seen.update(next(copies).name for _ in range(2))
    assert {"riverton.db.in-use", "riverton.db.in-use-by", ".riverton.json.lock"} <= seen
    assert [one for one in seen if not _legal_on_windows(one)] == []
    assert not any(map(_legal_on_windows, ("aux.json", "a:b", "ends.", "what?", "tab\t")))


# Conflicted copies


@pytest.mark.parametrize(
    ("name", "service"),
    [
        ("riverton-DESKTOP-AB12.db", "OneDrive"),
        ("riverton-DESKTOP-AB12-2.db", "OneDrive"),
        ("riverton (Some Person's conflicted copy 2026-11-24).db", "Dropbox"),
        ("riverton (conflicted copy 2026-11-24).db", "Nextcloud"),
        ("riverton (conflicted copy 2026-11-24 101010).db", "Nextcloud"),
        ("riverton_conflict-20261124-101010.db", "Nextcloud"),
        ("riverton.sync-conflict-20261124-101010-ABCDEFG.db", "Syncthing"),
        ("riverton (1).db", "Google Drive"),
        ("riverton 2.db", "iCloud Drive"),
        ("riverton (Anna's PC).db", "a synchronising program"),
        ("riverton-Annas-MacBook-Pro.db", "OneDrive"),
    ],
)
def test_the_names_that_services_give(name: str, service: str) -> None:
    """Each service's way of naming a conflicted copy is known, and names nobody when told."""
    told = told_of(name, of="riverton.db", computer="annas-macbook-pro")
    assert f"(as {service} names them)" in told
    assert not {"Anna", "Some", "Person", "DESKTOP"} & set(told.replace("'", " ").split())
    if "2026" in name:
        assert told.endswith(" of 24 November 2026")


@pytest.mark.parametrize(
    "name",
    [
        *("riverton-2024.db", "riverton-2024-25.db", "riverton-backup.db", "riverton-BACKUP.db"),
        *("riverton-Q1-2026.db", "riverton-NOV-2026.db", "riverton.db", "riverton (old).db"),
        *("riverton (1).json", "riverton-draft.db", "rivers (1).db", "riverton 2025.db"),
        *("riverton.db.in-use", "riverton-V2.db", "riverton.version-1.db"),
    ],
)
def test_ordinary_names_are_none(name: str) -> None:
    """A year, a word or another ending makes no conflicted copy."""
    assert told_of(name, of="riverton.db", computer="DESKTOP-AB12") == ""


@pytest.fixture(params=["db", "json"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The path of a tracker with a record in it."""
    path = tmp_path / f"riverton.{request.param}"
    with lt.open(path, create=True) as tracker:
        _add(tracker, FATHERS)
    return path


def _copied(kept: Path, added: str) -> Path:
    """A copy under a service's name, in which somebody then changed something."""
    copy = kept.with_name(f"{kept.stem}{added}{kept.suffix}")
    copy.write_bytes(kept.read_bytes())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", lt.StoreWarning)
        with lt.open(copy) as tracker:
            _add(tracker, NEGLECT)
    return copy


def test_a_conflicted_copy_is_noticed(kept: Path) -> None:
    """Opening warns of the copy and names nobody; the tracker is opened as ever."""
    _copied(kept, " (Some Person's conflicted copy 2026-11-24)")
    with pytest.warns(lt.StoreWarning) as found:
        tracker = lt.open(kept)
    (warned,) = found
    told = str(warned.message)
    assert "a conflicted copy lies beside" in told
    assert "of 24 November 2026, last changed on " in told
    assert f"compare {kept.name} COPY" in told
    assert "Person" not in told
    assert warned.filename == __file__
    assert list(tracker) == ["fathers"]


def test_several_conflicted_copies_are_told_at_once(kept: Path) -> None:
    """Of several copies one warning tells."""
    for added in (" (1)", "-DESKTOP-AB12"):
        _copied(kept, added)
    with pytest.warns(lt.StoreWarning, match="2 conflicted copies lie beside") as found:
        lt.open(kept)
    assert len(found) == 1


def test_the_command_line_tells_it_in_one_line(kept: Path) -> None:
    """A command does its work, and tells of the copy in a line on standard error."""
    _copied(kept, " (1)")
    result = CliRunner().invoke(main, ["search", str(kept), "fathers"])
    assert result.exit_code == 0
    assert "Fathers" in result.stdout
    (line,) = result.stderr.splitlines()
    assert line.startswith("learning-tracker: warning: a conflicted copy lies beside")


def test_what_is_no_copy_is_none(kept: Path) -> None:
    """Another tracker, a file of another sort and an exact copy are not told of."""
    with lt.open(kept.with_name(f"another{kept.suffix}"), create=True) as another:
        _add(another, NEGLECT)
    for added, content in (
        *((" (1)", b"no tracker"), (" (2)", kept.read_bytes())),
        *((" (3)", b""), (" (4)", b'{"format": "something else"}')),
    ):
        kept.with_name(f"riverton{added}{kept.suffix}").write_bytes(content)
    if kept.suffix == ".db":
        kept.with_name("another.db").replace(kept.with_name("riverton (5).db"))
    assert len(lt.open(kept)) == 1


def test_a_copy_is_left_as_it_is(kept: Path) -> None:
    """Looking at a copy writes nothing, into it or beside it."""
    copy = _copied(kept, " (1)")
    before = {one.name: one.read_bytes() for one in kept.parent.iterdir() if "(1)" in one.name}
    with pytest.warns(lt.StoreWarning):
        lt.open(kept).close()
    after = {one.name: one.read_bytes() for one in kept.parent.iterdir() if "(1)" in one.name}
    assert copy.name in before
    assert before == after


def test_the_folder_is_looked_at_as_spelled_and_as_it_is(shared: Path, tmp_path: Path) -> None:
    """A link into a shared folder leads into it, and the marker lies beside the file itself."""
    link = tmp_path / "riverton.db"
    link.symlink_to(shared)
    lt.open(shared).close()
    assert folders.shared_folder(link) == Shared("OneDrive")
    with lt.open(link) as tracker:
        _add(tracker, FATHERS)
        assert shared.with_name("riverton.db.in-use").exists()
