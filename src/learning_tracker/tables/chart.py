"""What a table looks like when it is drawn: plain figures, which `figure` turns into a picture."""

from enum import Enum

import attrs

from learning_tracker.errors import InvalidArgument

MOST_SERIES = 8
"""As many series as can be told apart without colour; whoever has more draws the largest."""


class Shape(Enum):
    """How the figures of a chart stand."""

    BARS = "bars"
    """A group of bars for each category, a bar for each series."""
    STACKED = "stacked"
    """A bar for each category, of which each series is a part."""
    STRIPS = "strips"
    """A strip for each series, in which a bar stands for each category; all to one scale."""


@attrs.frozen
class Series:
    """Figures of one sort, one for each category.

    Attributes:
        name: what they are.
        values: the figures, none below 0, in the order of the categories.
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
        series: the figures, from one series to eight.

    Raises:
        InvalidArgument: there is no series, there are more than eight, or one has not a
            figure for each category.
    """

    title: str
    description: str
    shape: Shape
    unit: str
    categories: tuple[str, ...]
    series: tuple[Series, ...] = attrs.field()

    @series.validator
    def _can_be_drawn(self, _: object, series: tuple[Series, ...]) -> None:
        if not 0 < len(series) <= MOST_SERIES:
            raise InvalidArgument("series", f"1 to {MOST_SERIES} of them", series)
        for one in series:
            if len(one.values) != len(self.categories) or any(value < 0 for value in one.values):
                expected = f"{len(self.categories)} figures from 0 up in {one.name}"
                raise InvalidArgument("series", expected, one.values)
