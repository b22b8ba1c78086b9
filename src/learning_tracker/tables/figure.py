"""A chart as a picture: for a notebook, a web page or a document.

matplotlib is used without pyplot, in the style below whatever the user's own, and leaves
no setting changed. The same chart gives the same bytes with the same matplotlib.
"""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from html import escape
from typing import TYPE_CHECKING

import attrs

from learning_tracker.errors import MissingExtra
from learning_tracker.tables.bars import INK, PAPER, SMALL, height, put, wrapped
from learning_tracker.tables.chart import Chart, Series, Shape

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH = 4.2
"""Inches. Narrow, so that the text is still read when a telephone shrinks the picture."""

_UNSIGNED = dict.fromkeys(("Creator", "Date", "Format", "Type"))
_STYLE = {
    "font.family": ["DejaVu Sans"],  # comes with matplotlib, so that every computer draws the same
    "font.size": SMALL,
    "hatch.linewidth": 0.7,
    "svg.fonttype": "path",
    "svg.hashsalt": "learning-tracker",
    "text.parse_math": False,  # a name may hold two dollars
}


def to_figure(chart: Chart, *, title: bool = True) -> "Figure":
    """The chart as a matplotlib figure, for a notebook or to change it further.

    Args:
        chart: the chart.
        title: whether its title stands above it; what has a caption elsewhere needs none.

    Raises:
        MissingExtra: matplotlib is not installed.
    """
    with _style():
        return _figure(chart, title=title)


def to_svg(chart: Chart, key: str = "figure") -> str:
    """The chart as an `svg` element to stand in a web page, or to be written as a file.

    It is as wide as what holds it. It has no title of its own but for those who do not see
    it: the page has a caption.

    Args:
        chart: the chart.
        key: what every id in it begins with; each figure of a page needs its own.

    Raises:
        MissingExtra: matplotlib is not installed.
    """
    drawn = io.StringIO()
    with _style():
        _figure(chart, title=False).savefig(drawn, format="svg", metadata=_UNSIGNED)
    return _element(chart, drawn.getvalue(), key)


def to_png(chart: Chart, dpi: int = 200) -> bytes:
    """The chart as a PNG, 4.2 inches wide, without its title: a document has a caption.

    Args:
        chart: the chart.
        dpi: dots per inch.

    Raises:
        MissingExtra: matplotlib is not installed.
    """
    drawn = io.BytesIO()
    with _style():
        figure = _figure(chart, title=False)
        figure.savefig(drawn, format="png", dpi=dpi, metadata={"Software": None})
    return drawn.getvalue()


@contextmanager
def _style() -> Iterator[None]:
    """Draw in the style of this module; the user's own is there again afterwards."""
    try:
        from matplotlib import style  # noqa: PLC0415 - heavy, and an extra
    except ModuleNotFoundError as missing:
        raise MissingExtra("matplotlib", "figures") from missing
    with style.context(["default", _STYLE]):
        yield


def _figure(chart: Chart, *, title: bool) -> "Figure":
    from matplotlib.layout_engine import ConstrainedLayoutEngine  # noqa: PLC0415 - heavy, and an extra

    legend = len(chart.series) > 1 and chart.shape is not Shape.STRIPS
    rows = -(-len(chart.series) // 2) if legend else 0
    size = (WIDTH, height(chart) + 0.2 * rows + 0.6)
    layout = ConstrainedLayoutEngine(w_pad=0.08, h_pad=0.08)
    figure = _kind_of_figure()(size, facecolor=PAPER, layout=layout)
    axes = figure.add_subplot(facecolor=PAPER)
    drawable = _drawable(chart)
    put(drawable, axes)
    if title:
        figure.suptitle(wrapped(drawable.title, 42), color=INK, fontsize=SMALL + 1.5)
    if legend:
        figure.legend(loc="outside lower left", ncols=2, frameon=False, labelcolor=INK)
    return figure


@cache
def _kind_of_figure() -> "type[Figure]":
    from matplotlib.figure import Figure  # noqa: PLC0415 - heavy, and an extra

    class ShownFigure(Figure):
        """A figure that a notebook shows by itself, as it does those of pyplot."""

        def _repr_png_(self) -> bytes:
            drawn = io.BytesIO()
            self.savefig(drawn, format="png", dpi=110)
            return drawn.getvalue()

    return ShownFigure


def _drawable(chart: Chart) -> Chart:
    """The chart with a mark for every character that the font does not have."""
    from matplotlib.font_manager import findfont, get_font  # noqa: PLC0415 - heavy, and an extra

    known = get_font(findfont("DejaVu Sans")).get_charmap()

    def drawable(text: str) -> str:
        spaced = " ".join(text.split())
        return "".join(one if ord(one) in known else "\N{REPLACEMENT CHARACTER}" for one in spaced)

    return attrs.evolve(
        chart,
        title=drawable(chart.title),
        unit=drawable(chart.unit),
        categories=tuple(map(drawable, chart.categories)),
        series=tuple(Series(drawable(one.name), one.values) for one in chart.series),
    )


def _element(chart: Chart, drawn: str, key: str) -> str:
    """What matplotlib wrote, as an element that may stand beside others in a page."""
    size = drawn.partition('viewBox="')[2].partition('"')[0]
    names = (("title", chart.title), ("desc", chart.description))
    told = "".join(f'<{tag} id="{key}-{tag}">{escape(text)}</{tag}>' for tag, text in names)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="{size}" role="img" aria-labelledby="{key}-title {key}-desc" '
        'stroke-linejoin="round" stroke-linecap="butt">'
        f"{told}{_marks(drawn, key)}</svg>"
    )


def _marks(drawn: str, key: str) -> str:
    """The inside of what matplotlib wrote.

    Every id gets a beginning of its own, as they are the same in each figure. The style
    sheet goes, as it would hold for the whole page, and so do comments, which repeat what
    people wrote.
    """
    inside = drawn.partition("<svg")[2].partition(">")[2].rpartition("</svg>")[0]
    lean = re.sub(r"<!--.*?-->|<style.*?</style>", "", inside, flags=re.DOTALL)
    named = re.sub(r'(\bid="|\bhref="#|\burl\(#)', rf"\1{key}-", lean)
    return " ".join(named.split()).replace("> <", "><")
