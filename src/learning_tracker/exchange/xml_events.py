"""XML that anybody may have written, as a stream of events: no document is ever held."""

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol
from xml.parsers import expat

DEEPEST = 100
"""How deep elements may lie in each other: those of a workbook lie twenty deep at most."""

LONGEST_TOKEN = 2**20
"""How many bytes a tag may have: the parser holds it until it ends."""

_SPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/package/2006/relationships",
)

Refuse = Callable[[str], Exception]


class Handler(Protocol):
    """What is told of the elements of a workbook's own vocabularies, by their names."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take note that an element begins."""

    def end(self, tag: str) -> None:
        """Take note that it ends."""

    def text(self, text: str) -> None:
        """Take a piece of text."""


class _Names(dict[str, str]):
    """The names of elements without the vocabulary, "" in a foreign one; looked up once."""

    def __missing__(self, name: str) -> str:
        space, _, tag = name.rpartition(" ")
        self[name] = tag if space in _SPACES else ""
        return self[name]


def walk(chunks: Iterable[bytes], handler: Handler, refuse: Refuse) -> Iterator[None]:
    """Tell a handler what XML holds.

    Args:
        chunks: the bytes of it.
        handler: what is told.
        refuse: makes the error that says why it is not read.

    Yields:
        nothing, after each chunk, so that who asks can stop.

    Raises:
        Exception: what `refuse` makes; the XML is malformed, declares a document type (by which
            entities are made that swell or that read other files), or lies too deep.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    names = _Names()
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise refuse("its XML lies too deep, as no spreadsheet program writes it")
        if tag := names[name]:
            handler.start(tag, attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        if tag := names[name]:
            handler.end(tag)

    def doctype(*_: object) -> None:
        raise refuse(
            "its XML declares a document type or entities, as no spreadsheet program does; do not "
            "open it, and ask who sent it"
        )

    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = doctype
    fed = 0
    damaged = "it is damaged; open it in Excel or LibreOffice, save it as .xlsx, and bring that"
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)  # noqa: FBT003 - expat takes it by position
            fed += len(chunk)
            if fed - parser.CurrentByteIndex > LONGEST_TOKEN:
                raise refuse("its XML has tags without end, as no spreadsheet program writes it")
            yield
        parser.Parse(b"", True)  # noqa: FBT003 - expat takes it by position
    except expat.ExpatError as error:
        raise refuse(damaged) from error
