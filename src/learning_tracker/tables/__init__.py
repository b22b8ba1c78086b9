"""Tables: what every question answers with."""

from learning_tracker.tables.chart import MOST_SERIES, Chart, Series, Shape
from learning_tracker.tables.cut import ALONE, ROWS, check_rows, in_cell, more
from learning_tracker.tables.drawing import LINE
from learning_tracker.tables.figure import to_figure, to_png, to_svg
from learning_tracker.tables.gradual import Gradually
from learning_tracker.tables.table import Column, HasId, HasRecords, Note, Table
from learning_tracker.tables.values import Plain, plain, shown

__all__ = [
    "ALONE",
    "LINE",
    "MOST_SERIES",
    "ROWS",
    "Chart",
    "Column",
    "Gradually",
    "HasId",
    "HasRecords",
    "Note",
    "Plain",
    "Series",
    "Shape",
    "Table",
    "check_rows",
    "in_cell",
    "more",
    "plain",
    "shown",
    "to_figure",
    "to_png",
    "to_svg",
]
