"""XML that anybody may have written, as a stream of events: no document is ever held."""

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol
from xml.parsers import expat

import attrs

DEEPEST = 100
"""How deep elements may lie in each other: those of a workbook lie twenty deep at most."""

LONGEST_TOKEN = 2**20
"""How many bytes a tag may have: the parser holds it until it ends."""

Refuse = Callable[[str], Exception]


@attrs.frozen
class Sort:
    """A sort of XML: what is read of it, and what is said of what is not of the sort.

    Attributes:
        has: whether a vocabulary, given by its name, is one of its own.
        program: what writes it.
        damaged: why it is not read if it is no XML, and what to do.
    """

    has: Callable[[str], bool]
    program: str
    damaged: str


_SPACES = frozenset(
    (
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
        "http://schemas.openxmlformats.org/package/2006/relationships",
    )
)

WORKBOOK = Sort(
    has=_SPACES.__contains__,
    program="spreadsheet program",
    damaged="it is damaged; open it in Excel or LibreOffice, save it as .xlsx, and bring that",
)


class Handler(Protocol):
    """What is told of the elements of the sort's own vocabularies, by their names."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take note that an element begins."""

    def end(self, tag: str) -> None:
        """Take note that it ends."""

    def text(self, text: str) -> None:
        """Take a piece of text."""


class _Names(dict[str, str]):
    """The names of elements without the vocabulary, "" in a foreign one; looked up once."""

    def __init__(self, sort: Sort) -> None:
        super().__init__()
        self._sort = sort

    def __missing__(self, name: str) -> str:
        space, _, tag = name.rpartition(" ")
        self[name] = tag if self._sort.has(space) else ""
        return self[name]


def walk(
    chunks: Iterable[bytes], handler: Handler, refuse: Refuse, sort: Sort = WORKBOOK
) -> Iterator[None]:
    """Tell a handler what XML holds.

    Args:
        chunks: the bytes of it.
        handler: what is told.
        refuse: makes the error that says why it is not read.
        sort: what sort of XML it is to be.

    Yields:
        nothing, after each chunk, so that who asks can stop.

    Raises:
        Exception: what `refuse` makes; the XML is malformed, declares a document type (by which
            entities are made that swell or that read other files), or lies too deep.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    names = _Names(sort)
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise refuse(f"its XML lies too deep, as no {sort.program} writes it")
        if tag := names[name]:
            handler.start(tag, attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        if tag := names[name]:
            handler.end(tag)

    def doctype(*_: object) -> None:
        raise refuse(
            f"its XML declares a document type or entities, as no {sort.program} does; do not "
            "open it, and ask who sent it"
        )

    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = doctype
    fed = 0
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)  # noqa: FBT003 - expat takes it by position
            fed += len(chunk)
            if fed - parser.CurrentByteIndex > LONGEST_TOKEN:
                raise refuse(f"its XML has tags without end, as no {sort.program} writes it")
            yield
        parser.Parse(b"", True)  # noqa: FBT003 - expat takes it by position
    except expat.ExpatError as error:
        raise refuse(sort.damaged) from error
