"""The paper: A4, upright or turned, with what stands at the head and foot of every page."""

from collections.abc import Sequence
from enum import Enum
from itertools import pairwise

from docx.oxml.ns import qn

from learning_tracker.reports.word.elements import Element, element

CM = 567
"""Twentieths of a point in a centimetre; Word measures paper in them."""

_SHORT, _LONG = 11906, 16838  # the sides of A4
_MARGIN, _TOP = 2 * CM, 9 * CM // 4
_EDGE = 1 * CM  # from the head and foot to the edge of the paper

LONELY = 4
"""Fewer sections than this are not worth turning the paper back for."""


class Paper(Enum):
    """How the paper lies."""

    UPRIGHT = (_SHORT, _LONG)
    TURNED = (_LONG, _SHORT)

    @property
    def room(self) -> int:
        """The width of the text, in twentieths of a point."""
        return self.value[0] - 2 * _MARGIN


def lain(wide: Sequence[bool]) -> list[Paper]:
    """How the paper lies for each section, given which of them need it turned.

    A few sections that do not need it, between two that do, are printed on turned paper
    too: each turn begins a page, and leaves the one before it unfilled.

    >>> [paper.name for paper in lain([False, True, False, True, False])]
    ['UPRIGHT', 'TURNED', 'TURNED', 'TURNED', 'UPRIGHT']
    """
    turned = list(wide)
    places = [place for place, needed in enumerate(wide) if needed]
    for before, after in pairwise(places):
        if after - before - 1 < LONELY:
            turned[before:after] = [True] * (after - before)
    return [Paper.TURNED if one else Paper.UPRIGHT for one in turned]


def section_end(paper: Paper, head: str, foot: str) -> Element:
    """What ends the pages on such paper, where `head` and `foot` name the parts with their text."""
    width, height = paper.value
    size = element("pgSz", w=width, h=height)
    if paper is Paper.TURNED:
        size.set(qn("w:orient"), "landscape")
    return element(
        "sectPr",
        _part("headerReference", head),
        _part("footerReference", foot),
        size,
        element(
            "pgMar", top=_TOP, right=_MARGIN, bottom=_MARGIN, left=_MARGIN,
            header=_EDGE, footer=_EDGE, gutter=0,
        ),
    )  # fmt: skip


def _part(tag: str, name: str) -> Element:
    made = element(tag, type="default")
    made.set(qn("r:id"), name)
    return made
