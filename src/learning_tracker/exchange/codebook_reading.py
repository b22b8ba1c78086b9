"""The codes in a codebook (.qdc) or a project (.qdpx) that anybody may have made.

A project is an archive whose part `project.qde` holds the codebook beside all else. Both are
read as a stream: nothing is unpacked onto the disk, and nothing but codes is held in memory.
The parser is expat, of Python itself, told to refuse what the exchange of codebooks never needs.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO
from xml.parsers import expat

import attrs

from learning_tracker.errors import StoreProblem
from learning_tracker.exchange.codebook import Code
from learning_tracker.files import explained

MOST_CODEBOOK = 50 * 2**20
"""How many bytes a codebook may have. The largest in use have some hundred kB."""

MOST_PROJECT = 1000 * 2**20
"""How many bytes `project.qde` may have when it is unpacked, whatever the archive declares."""

MOST_KEPT = 20 * 2**20
"""How many characters of codes and descriptions are held in memory."""

MOST_DIRECTORY = 16 * 2**20
"""How many bytes the list of an archive's parts may have: it is read as a whole."""

DEEPEST = 1_000
LONGEST_TAG = 2**20
"""How many bytes a tag may have: the parser holds it until it ends."""

_CHUNK = 2**16
_PROJECT = "project.qde"
_ROOTS = {"CodeBook", "Project"}
_SPACES = "urn:QDA-XML:"
"""How the vocabularies begin; programs differ in what follows."""

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
            return _Reader(path).codes_in(_chunks(path, file, MOST_CODEBOOK))


def _in_project(path: Path, file: IO[bytes]) -> tuple[Code, ...]:
    try:
        _check_directory(path, file)
        with zipfile.ZipFile(file) as archive:
            named = [one for one in archive.namelist() if one.casefold() == _PROJECT]
            if len(named) != 1:
                why = f"it is an archive without a {_PROJECT}, and so no REFI-QDA project"
                raise StoreProblem(path, "read", f"{why}; {_EXPORT}")
            with archive.open(named[0]) as part:
                return _Reader(path).codes_in(_chunks(path, part, MOST_PROJECT))
    except _BROKEN as error:
        why = f"it is damaged, or encrypted; {_EXPORT}"
        raise StoreProblem(path, "read", why) from error


def _check_directory(path: Path, file: IO[bytes]) -> None:
    """Refuse an archive whose list of parts is too long, before it is read as a whole."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - _LONGEST_COMMENT - _END.size))
    tail = file.read()
    place = tail.rfind(_END_SIGNATURE)
    if place < 0:
        raise zipfile.BadZipFile
    length = _END.unpack_from(tail.ljust(place + _END.size, b"\0"), place)[5]
    if _END_64_SIGNATURE in tail or length > MOST_DIRECTORY:
        why = "it has more than 4 GB, or far more parts than a project"
        raise StoreProblem(path, "read", f"{why}; {_EXPORT}")
    file.seek(0)


def _chunks(path: Path, file: IO[bytes], at_most: int) -> Iterator[bytes]:
    left = at_most
    while chunk := file.read(_CHUNK):
        left -= len(chunk)
        if left < 0:
            why = f"its codebook or project has more than {at_most // 2**20} MB"
            raise StoreProblem(path, "read", f"{why}; {_EXPORT}")
        yield chunk


class _Reader:
    """Takes the codes out of XML that anybody may have written, as a stream of events."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._codes: list[Code] = []
        self._tags: list[str] = []
        self._open: list[int] = []  # the places of the codes that are not closed yet
        self._text: list[str] | None = None
        self._kept = 0
        self._parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters

    def codes_in(self, chunks: Iterable[bytes]) -> tuple[Code, ...]:
        fed = 0
        try:
            for chunk in chunks:
                self._parser.Parse(chunk, False)  # noqa: FBT003 - expat takes it by position
                fed += len(chunk)
                if fed - self._parser.CurrentByteIndex > LONGEST_TAG:
                    raise self._refused("its XML has tags without end")
            self._parser.Parse(b"", True)  # noqa: FBT003 - expat takes it by position
        except expat.ExpatError as error:
            raise self._refused("it is no XML, or is damaged") from error
        return tuple(self._codes)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        if not self._tags and (tag not in _ROOTS or (space and not space.startswith(_SPACES))):
            raise self._refused("it is XML of another sort, and no REFI-QDA codebook or project")
        parent = self._tags[-1] if self._tags else ""
        self._tags.append(tag)
        if len(self._tags) > DEEPEST:
            raise self._refused("its XML lies too deep")
        if tag == "Code" and parent in {"Codes", "Code"}:
            code = Code(
                attributes.get("guid", ""),
                attributes.get("name", ""),
                broader=self._open[-1] if self._open else None,
            )
            self._keep(code.guid + code.name)
            self._open.append(len(self._codes))
            self._codes.append(code)
        elif tag == "Description" and parent == "Code":
            self._text = []

    def _end(self, _: str) -> None:
        tag = self._tags.pop()
        if tag == "Code" and self._open:
            self._open.pop()
        elif tag == "Description" and self._text is not None:
            place = self._open[-1]
            text = "".join(self._text).strip()
            self._codes[place] = attrs.evolve(self._codes[place], description=text)
            self._text = None

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._keep(text)
            self._text.append(text)

    def _keep(self, text: str) -> None:
        self._kept += len(text) + 100  # a code takes memory even without a name
        if self._kept > MOST_KEPT:
            raise self._refused("it holds far more codes or text than a codebook")

    def _doctype(self, *_: object) -> None:
        why = (
            "its XML declares a document type or entities, as no program for codebooks does; do "
            "not open it, and ask who sent it"
        )
        raise StoreProblem(self._path, "read", why)

    def _refused(self, why: str) -> StoreProblem:
        return StoreProblem(self._path, "read", f"{why}; {_EXPORT}")
