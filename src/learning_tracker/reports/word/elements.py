"""What a Word file is made of: paragraphs, runs of text, links, and the places they lead to.

Word asks for properties in a fixed order (ISO/IEC 29500-1, part 17); whoever makes an
element gives its children in that order.
"""

import re
from collections.abc import Iterable
from copy import deepcopy
from functools import cache
from typing import TypeAlias, cast

from docx.oxml.ns import nsmap, qn
from docx.oxml.parser import oxml_parser
from docx.oxml.xmlchemy import BaseOxmlElement

Element: TypeAlias = BaseOxmlElement

# What XML 1.0 cannot hold; records let some of it through, as U+FFFE.
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PIECES = re.compile(r"([\n\t])")
_BREAKS = {"\n": "br", "\t": "tab"}
_MAIN = {"w": nsmap["w"]}
_name = cache(qn)


def element(tag: str, *children: Element, **attributes: object) -> Element:
    """An element of the main namespace, with attributes of that namespace."""
    # What `OxmlElement` does, but for reading the name anew each time: a file has 100,000.
    made = cast("Element", oxml_parser.makeelement(_name(f"w:{tag}"), nsmap=_MAIN))
    for name, value in attributes.items():
        made.set(_name(f"w:{name}"), str(value))
    made.extend(children)
    return made


def clean(text: str) -> str:
    """Text in which what XML cannot hold is marked as lost.

    >>> clean("a\uffffb")
    'a\ufffdb'
    """
    return _NOT_IN_XML.sub("\ufffd", text)


def run(text: str, style: str = "") -> Element:
    """A run of text in one style of characters; new lines and tabs stay."""
    made = element("r")
    if style:
        made.append(element("rPr", element("rStyle", val=style)))
    made.extend(_piece(piece) for piece in _PIECES.split(clean(text)) if piece)
    return made


def _piece(text: str) -> Element:
    if text in _BREAKS:
        return element(_BREAKS[text])
    made = element("t")
    made.text = text
    made.set(_name("xml:space"), "preserve")
    return made


def paragraph(style: str, content: Iterable[Element] = (), *, keep_next: bool = False) -> Element:
    """A paragraph in a style; `keep_next` keeps it on one page with what follows."""
    properties = element("pPr", element("pStyle", val=style))
    if keep_next:
        properties.append(element("keepNext"))
    return element("p", properties, *content)


def link(place: str, text: str) -> Element:
    """A text of one piece that leads to a place in the document."""
    made = deepcopy(_link())
    made.set(_name("w:anchor"), place)
    made[0][-1].text = text
    return made


@cache
def _link() -> Element:
    """What all links are copied from: a report has some 20,000, most of what is in its file."""
    return element("hyperlink", run("0", "Hyperlink"), anchor="", history=1)


def bookmark(place: str, number: int, content: Element) -> tuple[Element, ...]:
    """Content to which links to `place` lead; no other place may have the number."""
    start = element("bookmarkStart", id=number, name=place)
    return start, content, element("bookmarkEnd", id=number)


def field(instruction: str) -> Element:
    """What Word works out by itself, such as the number of the page."""
    return element("fldSimple", run("1"), instr=f" {instruction} ")
