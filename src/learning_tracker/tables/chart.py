"""What a table looks like when it is drawn: plain figures, which `figure` turns into a picture."""

from enum import Enum

import attrs


class Shape(Enum):
    """How the figures of a chart stand."""

    BARS = "bars"
    """A group of bars for each category, a bar for each series."""
    STACKED = "stacked"
    """A bar for each category, of which each series is a part."""


@attrs.frozen
class Series:
    """Figures of one sort, one for each category.

    Attributes:
        name: what they are.
        values: the figures, in the order of the categories.
    """

    name: str
    values: tuple[float, ...]


@attrs.frozen(kw_only=True)
class Chart:
    """Figures to be drawn beside the table that holds them.

    Attributes:
        title: what it shows, in a line.
        description: what it tells, in a sentence or two, for those who cannot see it.
        shape: how the figures stand.
        unit: what is counted: the words along the axis.
        categories: what the figures are of.
        series: the figures.
    """

    title: str
    description: str
    shape: Shape
    unit: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
