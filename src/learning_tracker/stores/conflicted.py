"""Conflicted copies: what a service lays beside a file that was changed on two computers at once.

Their names may hold a person's name, or that of a person's computer. It is never repeated.
"""

import datetime as dt
import filecmp
import platform
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from learning_tracker.codec import FORMAT
from learning_tracker.errors import StoreWarning
from learning_tracker.tables import shown


class _Naming(NamedTuple):
    """How a service names a conflicted copy: what follows the file's own name.

    Attributes:
        service: what makes such copies.
        pattern: what follows; its group `on` is the day on which it was made.
        masked: the same as it may be told, without a person's name.
    """

    service: str
    pattern: re.Pattern[str]
    masked: str


_DAY = r"(?P<on>\d{4}-?\d\d-?\d\d)"
_ORDINARY = (
    r"(?:BACKUP|COPY|ARCHIVE|DRAFT|FINAL|TEST|Q[1-4]"
    r"|(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*)"
)
_ANY_COMPUTER = rf"-(?!{_ORDINARY}\b)(?=[^A-Z]*[A-Z])[A-Z0-9][A-Z0-9-]{{3,}}"
"""What OneDrive adds on Windows: the computer's name, which is no year and no ordinary word."""

_NAMINGS = (
    _Naming("Syncthing", re.compile(rf"\.sync-conflict-{_DAY}-\w+(-\w+)?"), ".sync-conflict-…"),
    _Naming("Nextcloud", re.compile(rf" \(conflicted copy {_DAY}.*\)"), " (conflicted copy …)"),
    _Naming("Nextcloud", re.compile(rf"_conflict-{_DAY}.*"), "_conflict-…"),
    _Naming(
        "Dropbox",
        re.compile(rf" \(.*conflicted copy(?: {_DAY})?.*\)", re.IGNORECASE),
        " (… conflicted copy …)",
    ),
    _Naming("a synchronising program", re.compile(r" \(.+['\u2019]s .+\)"), " (…)"),
    _Naming("Google Drive", re.compile(r" \(\d{1,2}\)"), " (number)"),
    _Naming("iCloud Drive", re.compile(r" [2-9]"), " number"),
    _Naming("OneDrive", re.compile(_ANY_COMPUTER), "-computer's name"),
)

_BEGINNING = 200
"""How many characters of a plain file tell its format."""

_FIRST_AND_LAST = (
    "SELECT change_id FROM revision WHERE sequence IN "
    "((SELECT min(sequence) FROM revision), (SELECT max(sequence) FROM revision)) "
    "ORDER BY sequence"
)


def warn_of_copies(path: Path, stacklevel: int) -> None:
    """Warn if conflicted copies of a file lie beside it.

    Args:
        path: the file, which was just opened.
        stacklevel: how many calls lie between this one and the user's.

    Warns:
        StoreWarning: there are some; it names nobody.
    """
    if copies := tuple(conflicted_copies(path)):
        warnings.warn(_sentence(path, copies), StoreWarning, stacklevel=stacklevel + 1)


def conflicted_copies(path: Path) -> Iterator[tuple[Path, str]]:
    """The conflicted copies of a file, each as it may be told.

    One is a file whose name a service would give it, of the same sort and, of a database, with
    the same history to begin with. What is in all the same as the file is none.
    """
    with suppress(OSError):
        for other in sorted(path.parent.glob(f"{_literal(path.stem)}?*{path.suffix}")):
            if (told := told_of(other.name, path.name)) and _of_one_origin(path, other):
                yield other, f"{told}, last changed on {_last_changed(other)}"


def _literal(name: str) -> str:
    """A name in which no character stands for others when files are looked for."""
    return re.sub(r"([*?[])", r"[\1]", name)


def told_of(name: str, of: str, computer: str | None = None) -> str:
    """A conflicted copy as it may be told; "" if the name is not one's.

    Args:
        name: the name of the file that may be a conflicted copy.
        of: the name of the file beside which it lies.
        computer: the name of this computer; by default the system tells.

    >>> told_of("riverton (Some Person's conflicted copy 2026-11-24).db", of="riverton.db")
    'riverton (… conflicted copy …).db (as Dropbox names them) of 24 November 2026'
    >>> told_of("riverton-2024.db", of="riverton.db")
    ''
    """
    file, known = Path(name), Path(of)
    if file.suffix != known.suffix or not file.stem.startswith(known.stem):
        return ""
    added = file.stem.removeprefix(known.stem)
    for service, pattern, masked in _namings(computer or platform.node()):
        if found := pattern.fullmatch(added):
            return f"{known.stem}{masked}{known.suffix} (as {service} names them){_day(found)}"
    return ""


def _namings(computer: str) -> Sequence[_Naming]:
    """Those of all services, and of OneDrive on this computer, whatever it is called."""
    here = re.compile(rf"-{re.escape(computer)}(-\d+)?", re.IGNORECASE)
    own = _Naming("OneDrive", here, "-computer's name")
    return (*_NAMINGS, own) if computer else _NAMINGS


def _day(found: re.Match[str]) -> str:
    on = found.groupdict().get("on")
    with suppress(ValueError, TypeError):
        return f" of {shown(dt.date.fromisoformat(on or ''))}"
    return ""


def _last_changed(file: Path) -> str:
    return shown(dt.datetime.fromtimestamp(file.stat().st_mtime, dt.UTC).date())


def _of_one_origin(path: Path, other: Path) -> bool:
    """Whether both are of one sort and began as one, and differ since."""
    if path.suffix.lower() == ".json":
        with suppress(OSError):
            return not filecmp.cmp(path, other, shallow=False) and _is_plain_file(other)
        return False
    here = _first_and_last(path, "mode=ro")
    # Nobody else is to find that the copy was opened: no lock, no file beside it.
    there = _first_and_last(other, "mode=ro&immutable=1")
    return bool(here) and here[:1] == there[:1] and here != there


def _is_plain_file(path: Path) -> bool:
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        beginning = file.read(_BEGINNING)
    return re.search(rf'^\s*{{\s*"format"\s*:\s*"{FORMAT}"', beginning) is not None


def _first_and_last(path: Path, how: str) -> list[str]:
    """The ids of the first and the last change of a database; none if it is no tracker's.

    It is only read, and only through SQLite, which would else lose its locks on it.
    """
    import sqlite3  # noqa: PLC0415 - a plain file needs none

    absolute = path.absolute().as_posix()
    slash = "" if absolute.startswith("/") else "/"
    name = f"file://{slash}{quote(absolute)}?{how}"
    with suppress(sqlite3.Error), closing(sqlite3.connect(name, uri=True)) as connection:
        return [change for (change,) in connection.execute(_FIRST_AND_LAST)]
    return []


def _sentence(path: Path, copies: Sequence[tuple[Path, str]]) -> str:
    what = "a conflicted copy lies" if len(copies) == 1 else f"{len(copies)} conflicted copies lie"
    listed = "; ".join(told for _, told in copies)
    return (
        f"{what} beside {path}: {listed}. Somebody changed the file on another computer at the "
        f"same time: see what differs (learning-tracker compare {path.name} COPY), take in what "
        "is wanted (--merge), then move the copy away"
    )
