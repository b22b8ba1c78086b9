"""Records in a JSON file: read, written whole or not at all, and errors that say what to do."""

import errno
import io
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from learning_tracker.codec import to_text
from learning_tracker.errors import InvalidData, LearningTrackerError, StoreProblem
from learning_tracker.records import Agency, Theme
from learning_tracker.stores.json_file import JsonFile
from users import on_posix, ordinary_user

AGENCY = Agency(id="police", name="Police")
THEME = Theme(id="fathers", name="Fathers")


@pytest.fixture
def store(tmp_path: Path) -> JsonFile:
    """A file that holds one agency, alone in its folder."""
    made = JsonFile(tmp_path / "riverton.json")
    made.save([AGENCY])
    return made


def mode(path: Path) -> int:
    """The permissions of a file."""
    return stat.S_IMODE(path.stat().st_mode)


def names(folder: Path) -> list[str]:
    """What is in a folder."""
    return [path.name for path in folder.iterdir()]


# What is saved is loaded


def test_round_trip(tmp_path: Path) -> None:
    """What is saved is loaded, and stands in the file as the codec writes it."""
    path = tmp_path / "riverton.json"
    JsonFile(path).save([THEME, AGENCY])
    assert JsonFile(path).load() == JsonFile(str(path)).load() == (AGENCY, THEME)
    assert path.read_bytes() == to_text([AGENCY, THEME]).encode()


def test_any_iterable(store: JsonFile) -> None:
    """Records may come one by one."""
    store.save(iter([THEME]))
    assert store.load() == (THEME,)


def test_letters(tmp_path: Path) -> None:
    """Letters of every language are kept, and line ends are the same on every system."""
    theme = Theme(id="父", name="naïve\n家族 😀")
    JsonFile(tmp_path / "a.json").save([theme])
    assert JsonFile(tmp_path / "a.json").load() == (theme,)
    assert b"\r" not in (tmp_path / "a.json").read_bytes()


def test_nothing_else_is_left(store: JsonFile) -> None:
    """After a save there is the file and nothing beside it."""
    store.save([THEME])
    assert names(store.path.parent) == [store.path.name]


@on_posix
def test_new_files_are_the_owners(store: JsonFile) -> None:
    """A new file can be read by its owner alone: it may tell of children."""
    assert mode(store.path) == 0o600


@on_posix
@pytest.mark.parametrize("kept", [0o600, 0o640, 0o664, 0o666])
def test_mode_is_kept(store: JsonFile, kept: int) -> None:
    """A file keeps the permissions that somebody has given it."""
    store.path.chmod(kept)
    store.save([THEME])
    assert mode(store.path) == kept


@on_posix
@pytest.mark.parametrize("there", ["there", ""])
def test_symbolic_links(tmp_path: Path, there: str) -> None:
    """A symbolic link stays one, and the file it leads to is written."""
    drive = tmp_path / "drive"
    drive.mkdir()
    if there:
        JsonFile(drive / "riverton.json").save([AGENCY])
    link = tmp_path / "link.json"
    link.symlink_to(Path("drive") / "riverton.json")
    JsonFile(link).save([THEME])
    assert link.is_symlink()
    assert JsonFile(link).load() == JsonFile(drive / "riverton.json").load() == (THEME,)
    assert names(drive) == ["riverton.json"]


def test_order_of_steps(store: JsonFile, monkeypatch: pytest.MonkeyPatch) -> None:
    """The content is on the disk before it takes the file's name, and the name is after that."""
    steps: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def noted_fsync(descriptor: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        steps.append("folder" if is_folder else "content")
        fsync(descriptor)

    def noted_replace(self: Path, target: Path) -> Path:
        steps.append("name")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(Path, "replace", noted_replace)
    store.save([THEME])
    assert steps == (["content", "name"] if os.name == "nt" else ["content", "name", "folder"])


# A failure leaves the file as it was


def failing(error: BaseException) -> Any:
    """A function that fails, whatever it is given."""

    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "x"), KeyboardInterrupt(), MemoryError()])
@pytest.mark.parametrize(("owner", "step"), [(os, "fsync"), (Path, "chmod"), (Path, "replace")])
def test_failures_leave_the_old(
    store: JsonFile, monkeypatch: pytest.MonkeyPatch, owner: object, step: str, error: BaseException
) -> None:
    """Whichever step fails, and however, the old file is there, and no other."""
    before = store.path.read_bytes()
    expected = StoreProblem if isinstance(error, OSError) else type(error)
    monkeypatch.setattr(owner, step, failing(error))
    with pytest.raises(expected):
        store.save([THEME])
    assert store.path.read_bytes() == before
    assert names(store.path.parent) == [store.path.name]


def test_half_written(store: JsonFile, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is full after half of the content leaves the old file, and no other."""
    fdopen = os.fdopen

    class Half(io.BufferedIOBase):
        def __init__(self, descriptor: int, how: str) -> None:
            self.file = fdopen(descriptor, how)

        def write(self, content: Any) -> int:
            self.file.write(content[: len(content) // 2])
            self.file.flush()
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        def close(self) -> None:
            self.file.close()

    before = store.path.read_bytes()
    monkeypatch.setattr(os, "fdopen", Half)
    with pytest.raises(StoreProblem, match="the disk is full; make room and try again"):
        store.save([THEME])
    assert store.path.read_bytes() == before
    assert names(store.path.parent) == [store.path.name]


def test_what_cannot_be_encoded_touches_nothing(store: JsonFile) -> None:
    """If the records themselves fail, no file is touched."""
    before = store.path.read_bytes()
    with pytest.raises(AttributeError):
        store.save([AGENCY, None])  # type: ignore[list-item]
    assert store.path.read_bytes() == before
    assert names(store.path.parent) == [store.path.name]


def test_temporary_file_that_will_not_go(store: JsonFile, monkeypatch: pytest.MonkeyPatch) -> None:
    """If even the temporary file cannot be removed, the first error is the one that is told."""
    monkeypatch.setattr(Path, "replace", failing(OSError(errno.ENOSPC, "x")))
    monkeypatch.setattr(Path, "unlink", failing(OSError(errno.EIO, "y")))
    with pytest.raises(StoreProblem, match="the disk is full"):
        store.save([THEME])


def test_folder_that_cannot_be_settled(store: JsonFile, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a folder cannot be opened or put on the disk, as on Windows, the save stands."""
    fsync, opened = os.fsync, os.open

    def content_only(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "x")
        fsync(descriptor)

    def files_only(path: str, *more: Any) -> int:
        if Path(path).is_dir():
            raise PermissionError(errno.EACCES, "x")
        return opened(path, *more)

    monkeypatch.setattr(os, "fsync", content_only)
    store.save([THEME])
    assert store.load() == (THEME,)
    monkeypatch.setattr(os, "open", files_only)
    store.save([AGENCY])
    assert store.load() == (AGENCY,)


# Errors that say what to do


def why_not(store: JsonFile, deed: str) -> str:
    """The reason given for which a file cannot be read or written."""
    with pytest.raises(StoreProblem) as caught:
        store.load() if deed == "read" else store.save([THEME])
    error = caught.value
    assert isinstance(error, LearningTrackerError)
    assert isinstance(error.__cause__, OSError | ValueError)
    assert error.where == store.path
    before, colon, after = str(error).partition(f" cannot be {deed}: ")
    assert (before, bool(colon)) == (str(store.path), True)
    return after


def test_no_such_file(tmp_path: Path) -> None:
    """A file that is not there cannot be read."""
    why = "there is no such file or folder; check the name"
    assert why_not(JsonFile(tmp_path / "rivreton.json"), "read") == why


def test_no_such_folder(tmp_path: Path) -> None:
    """No file is written into a folder that is not there."""
    why = "there is no such file or folder; check the name"
    assert why_not(JsonFile(tmp_path / "2025" / "riverton.json"), "written") == why
    assert names(tmp_path) == []


@pytest.mark.parametrize("deed", ["read", "written"])
def test_folder(tmp_path: Path, deed: str) -> None:
    """A folder is no file."""
    assert why_not(JsonFile(tmp_path), deed) == "it is a folder; name a file in it"


@on_posix
@pytest.mark.parametrize("deed", ["read", "written"])
def test_file_for_a_folder(store: JsonFile, deed: str) -> None:
    """A file is no folder."""
    why = "part of its path is a file and no folder; name a folder there"
    assert why_not(JsonFile(store.path / "riverton.json"), deed) == why


@on_posix
@pytest.mark.parametrize("deed", ["read", "written"])
def test_links_in_a_circle(tmp_path: Path, deed: str) -> None:
    """Symbolic links that lead to each other lead to no file."""
    (tmp_path / "a.json").symlink_to("b.json")
    (tmp_path / "b.json").symlink_to("a.json")
    why = "its links lead in a circle; name the file itself"
    assert why_not(JsonFile(tmp_path / "a.json"), deed) == why


@on_posix
@pytest.mark.parametrize("deed", ["read", "written"])
def test_long_name(tmp_path: Path, deed: str) -> None:
    """A name can be too long for the system."""
    store = JsonFile(tmp_path / ("x" * 300))
    assert why_not(store, deed) == "the name is too long; shorten it"


@pytest.mark.parametrize("deed", ["read", "written"])
def test_impossible_name(tmp_path: Path, deed: str) -> None:
    """A name that no file can have is refused in a sentence too."""
    why = why_not(JsonFile(tmp_path / "a\0b"), deed)
    assert why.startswith("the system says: ")
    assert "embedded null" in why


@on_posix
def test_device() -> None:
    """A device is never replaced by a file."""
    why = "it is a device or a pipe; name an ordinary file"
    assert why_not(JsonFile(os.devnull), "written") == why
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


DENIED = "you may not, or another program holds it open; ask for access, or close it there"


@on_posix
def test_may_not_read(open_folder: Path) -> None:
    """A file that one may not read is not read."""
    store = JsonFile(open_folder / "riverton.json")
    store.save([AGENCY])
    store.path.chmod(0o000)
    with ordinary_user():
        assert why_not(store, "read") == DENIED


@on_posix
def test_may_not_write_the_file(open_folder: Path) -> None:
    """A file that may only be read is not replaced, although its folder would allow it."""
    store = JsonFile(open_folder / "riverton.json")
    store.save([AGENCY])
    store.path.chmod(0o444)
    with ordinary_user(open_folder, store.path):
        assert why_not(store, "written") == DENIED
        assert store.load() == (AGENCY,)
        assert names(open_folder) == ["riverton.json"]


@on_posix
def test_may_not_write_the_folder(open_folder: Path) -> None:
    """Where the folder cannot be written the old file stays."""
    store = JsonFile(open_folder / "riverton.json")
    store.save([AGENCY])
    store.path.chmod(0o666)
    open_folder.chmod(0o555)
    with ordinary_user(open_folder, store.path):
        assert why_not(store, "written") == DENIED
        assert why_not(JsonFile(open_folder / "new.json"), "written") == DENIED
        assert store.load() == (AGENCY,)
        assert names(open_folder) == ["riverton.json"]


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (errno.EROFS, "that drive can only be read; choose another place"),
        (errno.EDQUOT, "your share of the disk is used up; make room and try again"),
        (errno.EFBIG, "the file would be larger than that disk allows; choose another place"),
        (errno.EPERM, DENIED),
        (errno.EIO, "the drive does not answer; try again, or choose another place"),
        (errno.ESTALE, "the drive does not answer; try again, or choose another place"),
        (errno.ENOTEMPTY, "the system says: out of order"),
    ],
)
def test_other_errors(
    store: JsonFile, monkeypatch: pytest.MonkeyPatch, number: int, why: str
) -> None:
    """What the system reports is told in a sentence, and in its own words where there is none."""
    monkeypatch.setattr(os, "fsync", failing(OSError(number, "out of order")))
    assert why_not(store, "written") == why


def test_not_a_tracker(store: JsonFile) -> None:
    """What is wrong with the content is told with the file's name, every problem of it."""
    text = to_text([AGENCY]).replace('"name": "Police"', '"nmae": 5')
    store.path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidData) as caught:
        store.load()
    assert str(caught.value).splitlines() == [
        "nothing was loaded:",
        (
            'error: riverton.json: records[0].name: "name" is missing, and every agency needs it; '
            "add it [missing-key]"
        ),
        (
            "error: riverton.json: records[0].nmae: 'nmae' is not a key of agency; "
            "did you mean name? [unknown-key]"
        ),
    ]
    assert [one.record for one in caught.value.problems] == ["police", "police"]


def test_not_json(store: JsonFile) -> None:
    """A file that holds something else is refused with the place where it ceases to be JSON."""
    store.path.write_bytes(store.path.read_bytes()[:-20])
    with pytest.raises(InvalidData, match=r"riverton\.json: line 8, column 15: the file ends"):
        store.load()
