"""Codebooks as programs for qualitative analysis exchange them: REFI-QDA, Codebook 1.0.

NVivo, ATLAS.ti, MAXQDA, QualCoder and others read and write them. One lists codes, each with its
identity, its name and what belongs to it, and within it the codes that are narrower.
"""

import io
import re
from collections.abc import Iterable
from uuid import UUID, uuid5
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

import attrs

from learning_tracker.errors import InvalidArgument
from learning_tracker.kinds import by_id
from learning_tracker.records import Theme

NAMESPACE = "urn:QDA-XML:codebook:1.0"

_OURS = UUID("6f1c2f0e-6f0b-5d0a-9b7e-3c4e0d5a8b21")
_NOT_XML = re.compile("[\ufffe\uffff]")


@attrs.frozen
class Code:
    """A code of a codebook.

    Attributes:
        guid: its identity, as the file has it.
        name: what it is called.
        description: what belongs to it; "" where the file says nothing.
        broader: the place among the codes of the one that it lies in; None at the top.
    """

    guid: str
    name: str
    description: str = ""
    broader: int | None = None


# Identity


def as_guid(text: str) -> str | None:
    """A GUID in small letters and without braces; None where the text is none.

    >>> as_guid("{6F1C2F0E-6F0B-5D0A-9B7E-3C4E0D5A8B21}")
    '6f1c2f0e-6f0b-5d0a-9b7e-3c4e0d5a8b21'
    """
    bare = text.strip().casefold()
    if bare.startswith("{") and bare.endswith("}"):
        bare = bare[1:-1]
    return bare if re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", bare) else None


def guid_of(theme: Theme) -> str:
    """A theme's identity in codebooks: its own, or else always the same one made of its id."""
    return as_guid(theme.guid) or str(uuid5(_OURS, theme.guid or theme.id))


# Out


def to_qdc(themes: Iterable[Theme]) -> bytes:
    """A codebook of themes, each beneath the one that is broader; the same bytes every time.

    Raises:
        InvalidArgument: two themes have one guid, there is no theme, or a text holds what XML
            cannot.
    """
    held = {theme.id: theme for theme in themes}
    _must_fit(held.values())
    within: dict[str | None, list[Theme]] = {}
    for theme in sorted(held.values(), key=by_id):
        within.setdefault(theme.broader if theme.broader in held else None, []).append(theme)
    out = io.BytesIO()
    xml = XMLGenerator(out, "utf-8", short_empty_elements=True)
    xml.startDocument()
    start = {"xmlns": NAMESPACE, "origin": "learning-tracker"}
    xml.startElement("CodeBook", AttributesImpl(start))
    xml.startElement("Codes", AttributesImpl({}))
    ahead: list[Theme | None] = []
    ahead += within.get(None, [])[::-1]
    while ahead:
        theme_or_end = ahead.pop()
        if theme_or_end is None:
            xml.endElement("Code")
        else:
            _begin(xml, theme_or_end)
            ahead += [None, *within.get(theme_or_end.id, [])[::-1]]
    xml.endElement("Codes")
    xml.endElement("CodeBook")
    xml.endDocument()
    return out.getvalue()


def _begin(xml: XMLGenerator, theme: Theme) -> None:
    code = {"guid": guid_of(theme), "name": theme.name, "isCodable": "true"}
    xml.startElement("Code", AttributesImpl(code))
    if theme.definition:
        xml.startElement("Description", AttributesImpl({}))
        xml.characters(theme.definition)
        xml.endElement("Description")


def _must_fit(themes: Iterable[Theme]) -> None:
    known: dict[str, Theme] = {}
    for theme in themes:
        other = known.setdefault(guid_of(theme), theme)
        if other is not theme:
            both = f"{other.id} and {theme.id}"
            raise InvalidArgument("themes", f"every one to have a guid of its own; {both}", "one")
        if _NOT_XML.search(theme.name + theme.definition):
            expected = f"texts without U+FFFE and U+FFFF, which XML cannot hold; mend {theme.id}"
            raise InvalidArgument("themes", expected, "one with it")
    if not known:
        raise InvalidArgument("themes", "at least one: a codebook holds a code", known)
