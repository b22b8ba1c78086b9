"""Bars on a pair of axes: the shapes that a chart may have.

Readable without colour: every bar has its figure beside or in it, series differ in their
hatches, and neighbours in how dark they are. No fill is green, amber or red: in action
plans these are words, and a picture must not say what nobody said.
"""

import textwrap
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, TypedDict

from learning_tracker.tables.chart import Chart, Series, Shape
from learning_tracker.tables.values import shown

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PAPER = "#ffffff"
INK = "#1c1c1c"
SMALL = 9
"""The size of the smallest text, in points."""

FILLS: tuple[tuple[str, str], ...] = (
    ("#12355b", ""),
    ("#5b8fc0", "///"),
    ("#3d2b56", "---"),
    ("#8a8a8a", "\\\\\\"),
    ("#1c1c1c", "|||"),
    ("#a07cc0", "xxx"),
    ("#0f4c4c", "+++"),
    ("#5a9a9a", "//--"),
)
"""The fill and hatch of each series: dark and light in turn, each clear of the paper.

Only lines: a hatch of dots or circles makes a web page ten times as large.
"""

BAR = 0.75
"""How much of its category's room a bar, or a group of them, takes."""

ROOM = 1.1
"""How much longer the axis is than the longest bar, so that its figure finds room."""


def height(chart: Chart) -> float:
    """How high the bars of a chart and the gaps between them are, in inches."""
    match chart.shape:
        case Shape.STRIPS:
            return 0.55 * len(chart.series)
        case Shape.STACKED:
            return 0.34 * len(chart.categories)
        case Shape.BARS:
            return max(0.45, 0.22 * len(chart.series)) * len(chart.categories)


def put(chart: Chart, axes: "Axes") -> None:
    """Put the bars of a chart on the axes, with their figures and what they are of."""
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0, colors=INK, labelsize=SMALL)
    axes.set_xlabel(wrapped(chart.unit, 30), color=INK, fontsize=SMALL)
    _SHAPES[chart.shape](chart, axes)


def wrapped(text: str, width: int = 22, lines: int = 3) -> str:
    r"""A label in a few lines; what does not fit is cut short.

    >>> wrapped("Parents' experience of being parented")
    "Parents' experience of\nbeing parented"
    """
    return "\n".join(textwrap.wrap(text, width, max_lines=lines, placeholder=" …"))


def _bars(chart: Chart, axes: "Axes") -> None:
    thick = BAR / len(chart.series)
    for number, series in enumerate(chart.series):
        offset = (number + 0.5) * thick - BAR / 2
        places = [place + offset for place in range(len(series.values))]
        axes.barh(places, series.values, thick, label=wrapped(series.name), **_look(number))
        for place, value in zip(places, series.values, strict=True):
            _figure(axes, value, (value, place), (3, 0), "left")
    _lie(axes, chart.categories, [value for one in chart.series for value in one.values])


def _stacked(chart: Chart, axes: "Axes") -> None:
    ends = _ends(chart.series)
    wholes = ends[-1]
    for number, series in enumerate(chart.series):
        starts, places = ends[number], range(len(series.values))
        axes.barh(places, series.values, BAR, starts, label=wrapped(series.name), **_look(number))
        for place, start, value in zip(places, starts, series.values, strict=True):
            if value / max(*wholes, 1) > _room_for(value):
                _figure(axes, value, (start + value / 2, place), (0, 0), "center")
    for place, whole in enumerate(wholes):
        _figure(axes, whole, (whole, place), (3, 0), "left")
    _lie(axes, chart.categories, wholes)


def _ends(series: Sequence[Series]) -> list[tuple[float, ...]]:
    """Where the parts of each bar begin, series by series; the last: where the bars end."""
    columns = zip(*(one.values for one in series), strict=True)
    return list(zip(*(accumulate(column, initial=0) for column in columns), strict=True))


def _room_for(value: float) -> float:
    """The share of the longest bar that a figure needs to stand within a part of a bar."""
    return 0.03 + 0.03 * len(shown(value))


def _strips(chart: Chart, axes: "Axes") -> None:
    peak = max(1, *(value for series in chart.series for value in series.values))
    across = len(chart.categories)
    for row, series in enumerate(chart.series):
        heights = [0.6 * value / peak for value in series.values]
        axes.bar(range(across), heights, 0.6, -row, **_look(0))
        axes.plot((-0.5, across - 0.5), (-row, -row), color=INK, linewidth=0.6)
        for place, (value, top) in enumerate(zip(series.values, heights, strict=True)):
            _figure(axes, value, (place, top - row), (0, 2), "center", "bottom")
    names = [wrapped(series.name) for series in chart.series]
    axes.set_yticks([0.25 - row for row in range(len(names))], names)
    axes.set_ylim(0.95 - len(names), 0.9)
    axes.set_xlim(-0.5, across - 0.5)
    width = max(4, 30 // across)
    axes.set_xticks(range(across), [wrapped(one, width, 4) for one in chart.categories])
    axes.xaxis.tick_top()


def _lie(axes: "Axes", categories: Iterable[str], values: Iterable[float]) -> None:
    """Name the categories down the side, the first on top; figures need no scale."""
    names = [wrapped(one) for one in categories]
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_xlim(0, max(1, *values) * ROOM)
    axes.set_xticks(())
    axes.axvline(0, color=INK, linewidth=0.6)


def _figure(  # noqa: PLR0913, PLR0917 - what places a text
    axes: "Axes",
    value: float,
    at: tuple[float, float],
    away: tuple[float, float],
    side: str,
    line: str = "center_baseline",
) -> None:
    """Write a figure at a place, some points away from it, on paper so that hatches spare it."""
    axes.annotate(
        shown(value), at, away, textcoords="offset points", ha=side, va=line, color=INK,
        fontsize=SMALL, bbox={"boxstyle": "square,pad=0.1", "facecolor": PAPER, "linewidth": 0},
        in_layout=False,  # within the axes: measuring each would take most of the time
    )  # fmt: skip


class _Look(TypedDict):
    facecolor: str
    hatch: str
    edgecolor: str
    linewidth: float
    clip_on: bool


def _look(number: int) -> _Look:
    fill, hatch = FILLS[number]
    # A hatch is drawn in the colour of the edge: the paper's, which shows on every fill.
    return {
        "facecolor": fill, "hatch": hatch, "edgecolor": PAPER, "linewidth": 0.8, "clip_on": False,
    }  # fmt: skip


_SHAPES: dict[Shape, Callable[[Chart, "Axes"], None]] = {
    Shape.BARS: _bars,
    Shape.STACKED: _stacked,
    Shape.STRIPS: _strips,
}
