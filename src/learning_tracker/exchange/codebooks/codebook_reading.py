"""The codes in a codebook (.qdc) or a project (.qdpx) that anybody may have made.

A project is an archive whose part `project.qde` holds the codebook beside all else. Both are
read as a stream: nothing is unpacked onto the disk, and nothing but codes is held in memory.
The parser is that of workbooks, which refuses whatever such exchange never needs.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

import attrs

from learning_tracker.errors import StoreProblem
from learning_tracker.exchange.codebooks.codebook import Code
from learning_tracker.exchange.sheets.xml_events import Refuse, Sort, walk
from learning_tracker.files import explained

MOST_CODEBOOK = 50 * 2**20
"""How many bytes a codebook may have. The largest in use have some hundred kB."""

MOST_PROJECT = 1000 * 2**20
"""How many bytes `project.qde` may have when it is unpacked, whatever the archive declares."""

MOST_KEPT = 20 * 2**20
"""How many characters of codes and descriptions are held in memory."""

MOST_DIRECTORY = 16 * 2**20
"""How many bytes the list of an archive's parts may have: it is read as a whole."""

_CHUNK = 2**16
_PROJECT = "project.qde"
_ROOTS = {"CodeBook", "Project"}

# The end of an archive: its signature, then five numbers up to the size of the list of parts.
_END = struct.Struct("<4s4H2LH")
_END_SIGNATURE, _END_64_SIGNATURE = b"PK\x05\x06", b"PK\x06\x07"
_LONGEST_COMMENT = 2**16

_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError),
    *(RuntimeError, ValueError, struct.error),
)
"""What the standard library raises on archives that are damaged, or made to do harm."""

_EXPORT = "in your program export the codebook as REFI-QDA (.qdc), and bring that"

CODEBOOK = Sort(
    has=lambda space: not space or space.startswith("urn:QDA-XML:"),  # programs differ in the rest
    program="program for codebooks",
    damaged=f"it is no XML, or is damaged; {_EXPORT}",
)


def read_codes(path: Path) -> tuple[Code, ...]:
    """The codes of a codebook (.qdc) or of a project (.qdpx), each after the one it lies in.

    Raises:
        StoreProblem: it cannot be read, is none of the two, or is not to be trusted.
    """
    with explained(path, "read"):
        if path.is_dir():
            raise IsADirectoryError
        with path.open("rb") as file:
            beginning = file.read(4)
            file.seek(0)
            if beginning.startswith(b"PK"):
                return _in_project(path, file)
            return _codes_in(path, _chunks(path, file, MOST_CODEBOOK))


def _in_project(path: Path, file: IO[bytes]) -> tuple[Code, ...]:
    try:
        _check_directory(path, file)
        with zipfile.ZipFile(file) as archive:
            named = [one for one in archive.namelist() if one.casefold() == _PROJECT]
            if len(named) != 1:
                why = f"it is an archive without a {_PROJECT}, and so no REFI-QDA project"
                raise StoreProblem(path, "read", f"{why}; {_EXPORT}")
            with archive.open(named[0]) as part:
                return _codes_in(path, _chunks(path, part, MOST_PROJECT))
    except _BROKEN as error:
        why = f"it is damaged, or encrypted; {_EXPORT}"
        raise StoreProblem(path, "read", why) from error


def _check_directory(path: Path, file: IO[bytes]) -> None:
    """Refuse an archive whose list of parts is too long, before it is read as a whole."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - _LONGEST_COMMENT - _END.size))
    tail = file.read()
    if _END_64_SIGNATURE in tail or max(_directory_lengths(tail)) > MOST_DIRECTORY:
        why = "it has more than 4 GB, or far more parts than a project"
        raise StoreProblem(path, "read", f"{why}; {_EXPORT}")
    file.seek(0)


def _directory_lengths(tail: bytes) -> Iterator[int]:
    """What every end that a reader could take for the archive's says of the length of its list."""
    yield 0
    place = tail.find(_END_SIGNATURE)
    while place >= 0:
        yield _END.unpack(tail[place : place + _END.size].ljust(_END.size, b"\0"))[5]
        place = tail.find(_END_SIGNATURE, place + 1)


def _chunks(path: Path, file: IO[bytes], at_most: int) -> Iterator[bytes]:
    left = at_most
    while chunk := file.read(_CHUNK):
        left -= len(chunk)
        if left < 0:
            why = f"its codebook or project has more than {at_most // 2**20} MB"
            raise StoreProblem(path, "read", f"{why}; {_EXPORT}")
        yield chunk


def _codes_in(path: Path, chunks: Iterable[bytes]) -> tuple[Code, ...]:
    def refuse(why: str) -> StoreProblem:
        return StoreProblem(path, "read", why)

    found = _Codes(refuse)
    for _ in walk(chunks, found, refuse, CODEBOOK):
        pass  # nobody waits to be told how far it is
    if not found.begun:
        raise found.another_sort()
    return tuple(found.codes)


class _Codes:
    """Takes note of the codes in XML as it is told what the XML holds.

    Attributes:
        codes: those that it was told of.
        begun: whether it was told of anything.
    """

    def __init__(self, refuse: Refuse) -> None:
        self.codes: list[Code] = []
        self.begun = False
        self._refuse = refuse
        self._tags: list[str] = []
        self._open: list[int] = []  # the places of the codes that are not closed yet
        self._text: list[str] | None = None
        self._kept = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take note that an element begins."""
        if not self.begun and tag not in _ROOTS:
            raise self.another_sort()
        self.begun = True
        parent = self._tags[-1] if self._tags else ""
        self._tags.append(tag)
        if tag == "Code" and parent in {"Codes", "Code"}:
            code = Code(
                attributes.get("guid", ""),
                attributes.get("name", ""),
                broader=self._open[-1] if self._open else None,
            )
            self._keep(code.guid + code.name)
            self._open.append(len(self.codes))
            self.codes.append(code)
        elif tag == "Description" and parent == "Code":
            self._text = []

    def end(self, _: str) -> None:
        """Take note that it ends."""
        tag = self._tags.pop()
        if tag == "Code" and self._open:
            self._open.pop()
        elif tag == "Description" and self._text is not None:
            place = self._open[-1]
            text = "".join(self._text).strip()
            self.codes[place] = attrs.evolve(self.codes[place], description=text)
            self._text = None

    def text(self, text: str) -> None:
        """Take a piece of text."""
        if self._text is not None:
            self._keep(text)
            self._text.append(text)

    def another_sort(self) -> Exception:
        """The error that says that it is no codebook."""
        why = "it is XML of another sort, and no REFI-QDA codebook or project"
        return self._refuse(f"{why}; {_EXPORT}")

    def _keep(self, text: str) -> None:
        self._kept += len(text) + 100  # a code takes memory even without a name
        if self._kept > MOST_KEPT:
            raise self._refuse(f"it holds far more codes or text than a codebook; {_EXPORT}")
