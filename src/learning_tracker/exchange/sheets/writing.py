"""Workbooks for people to fill in and return: what they hold, and their bytes.

Text is always text, whatever it begins with. The same sheets give the same bytes.
"""

import datetime as dt
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import attrs

from learning_tracker.errors import MissingExtra

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Cell = str | int | float | bool | dt.date | None

LONGEST_TEXT = 32_767
"""How many characters a cell of a workbook can hold, as `length` counts them."""

MOST_ROWS = 1_048_576
"""How many rows a sheet can hold, the headings among them."""

_MADE_ON = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - not a moment: every workbook has the same
LISTS = "Lists"
"""The name of the hidden sheet that holds the choices."""
_DAY = "d mmmm yyyy"
_TEXT = "@"
_NUMBER = "General"
_FONT = {"font_name": "Arial", "font_size": 10}
"""What every computer has, or something as wide."""
_PAPER = 980
"""How wide A4 is, on its side and without margins, in the pixels of a screen, or a little less."""
_SUCH_AS = dt.date(2026, 3, 31)
"""A day to show how one is written."""
_LINE, _HIGHEST = 13.5, 409.0
"""How high a line is, and the highest row that a workbook can have, in points."""


@attrs.frozen
class SheetColumn:
    """A column of a sheet that is written.

    Attributes:
        heading: what stands above it.
        width: how wide it is, in characters.
        open: whether people may write into it, where the sheet is protected.
        choices: the values it offers, one to a cell; none for any.
        or_others: whether other values than its choices may be written, after a question.
        number: whether numbers are to be written into it; else all that is written is text.
        day: whether people are to write a day into it.
        not_before: with `day`, the first that may be written.
        hint: what is shown while a cell of it is chosen.
    """

    heading: str
    width: int = 20
    open: bool = False
    choices: tuple[str, ...] = ()
    or_others: bool = False
    number: bool = False
    day: bool = False
    not_before: dt.date | None = None
    hint: str = ""


@attrs.frozen
class GridSheet:
    """A sheet with headings and rows.

    Attributes:
        name: its name, at most 31 characters.
        columns: its columns.
        rows: a value for each column.
        spare: how many empty rows beneath are made ready to be filled in.
        protected: whether only the open columns may be written into (without a password).
        hidden: whether it is for programs alone.
        kept: how many columns stay in sight, and stand again on each page that is printed.
        split: the column with which, printed, a second page begins; 0 for one page's width.
    """

    name: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[Sequence[Cell], ...]
    spare: int = 0
    protected: bool = False
    hidden: bool = False
    kept: int = 0
    split: int = 0


@attrs.frozen
class TextSheet:
    """A sheet of lines to read, the first of them its title.

    Attributes:
        name: its name, at most 31 characters.
        lines: the lines.
    """

    name: str
    lines: tuple[str, ...]


def length(text: str) -> int:
    """How many characters spreadsheets count in a text: two for an emoji.

    >>> length("naïve"), length("👍")
    (5, 2)
    """
    return len(text) + sum(character > "\uffff" for character in text)


def workbook(title: str, *sheets: GridSheet | TextSheet) -> bytes:
    """The bytes of an .xlsx file with these sheets, in order.

    Args:
        title: what the file says it is, for who reads it by ear.
        sheets: what it holds.

    Raises:
        MissingExtra: XlsxWriter is not installed.
    """
    try:
        import xlsxwriter  # noqa: PLC0415 - only who writes workbooks needs it
    except ImportError as error:
        package, extra = "xlsxwriter", "excel"
        raise MissingExtra(package, extra) from error

    content = io.BytesIO()
    with xlsxwriter.Workbook(
        content, {"in_memory": True, "default_format_properties": _FONT}
    ) as made:
        made.set_properties({"title": title, "created": _MADE_ON})
        writer = _Writer(made)
        for sheet in sheets:
            writer.write(sheet)
        writer.write_lists()
    return content.getvalue()


class _Writer:
    """Writes sheets into a workbook."""

    def __init__(self, made: "Workbook") -> None:
        self.made = made
        wrapped: dict[str, Any] = {"text_wrap": True, "valign": "top"}
        to_type_in = {**wrapped, "locked": False, "border": 1}
        self.forms = {
            (number_format, is_open): made.add_format({**form, "num_format": number_format})
            for number_format in (_TEXT, _NUMBER, _DAY)
            for is_open, form in ((False, wrapped), (True, to_type_in))
        }
        self.plain = self.forms[_TEXT, False]
        self.to_fill_in = made.add_format({"bg_color": "#FFF8DC"})
        self.heading = made.add_format({**wrapped, "bold": True, "bottom": 2})
        self.title = made.add_format({**wrapped, "bold": True, "font_size": 16})
        self.lists: list[tuple[str, ...]] = []

    def write(self, sheet: GridSheet | TextSheet) -> None:
        page = self.made.add_worksheet(sheet.name)
        page.set_paper(9)  # A4
        page.set_landscape()
        page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        page.fit_to_pages(1, 0)
        if isinstance(sheet, TextSheet):
            page.set_column(0, 0, 100)
            for number, line in enumerate(sheet.lines):
                page.write_string(number, 0, line, self.plain if number else self.title)
                height = _LINE * _lines(line, 100) + 6 if number else 24 * _lines(line, 60)
                page.set_row(number, height)
            page.protect()
            return
        self._grid(page, sheet)

    def _grid(self, page: "Worksheet", sheet: GridSheet) -> None:
        for place, column in enumerate(sheet.columns):
            page.set_column(place, place, column.width, self._form(column, None))
            page.write_string(0, place, column.heading, self.heading)
            self._rule(page, sheet, place)
            if column.open:
                self._colour(page, sheet, place)
        for number, row in enumerate(sheet.rows, 1):
            for place, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
                self._cell(page, number, place, value, column)
            self._height(page, number, row, sheet)
        if sheet.protected:  # else they have what the whole column has
            for number in range(len(sheet.rows) + 1, len(sheet.rows) + 1 + sheet.spare):
                for place, column in enumerate(sheet.columns):
                    self._cell(page, number, place, None, column)
        self._height(page, 0, [one.heading for one in sheet.columns], sheet)
        _keep_in_sight(page, sheet)
        if sheet.protected:
            page.protect(options={"format_columns": True, "format_rows": True, "autofilter": True})
        if sheet.hidden:
            page.hide()

    def _height(
        self, page: "Worksheet", number: int, row: Sequence[Cell], sheet: GridSheet
    ) -> None:
        """Make a row as high as its texts; not every program does so by itself."""
        texts = zip(sheet.columns, row, strict=True)
        lines = max(
            (_lines(one, column.width) for column, one in texts if isinstance(one, str)), default=1
        )
        if lines > 1:
            page.set_row(number, min(_LINE * lines + 4, _HIGHEST))

    def _cell(
        self, page: "Worksheet", row: int, place: int, value: Cell, column: SheetColumn
    ) -> None:
        form = self._form(column, value)
        match value:
            case None | "":
                page.write_blank(row, place, None, form)
            case bool():
                page.write_boolean(row, place, value, form)
            case int() | float():
                page.write_number(row, place, value, form)
            case dt.date():
                page.write_datetime(row, place, value, form)
            case _:
                page.write_string(row, place, value, form)

    def _form(self, column: SheetColumn, value: Cell) -> "Format":
        """How a cell looks; in one that is formatted as text, what is typed stays text."""
        if column.day or isinstance(value, dt.date):
            return self.forms[_DAY, column.open]
        is_number = column.number or isinstance(value, int | float)
        return self.forms[_NUMBER if is_number else _TEXT, column.open]

    def _colour(self, page: "Worksheet", sheet: GridSheet, place: int) -> None:
        """Colour the cells to fill in by a rule: a colour of their own would be somebody's word."""
        last = len(sheet.rows) + sheet.spare
        always = {"type": "formula", "criteria": "=TRUE", "format": self.to_fill_in}
        if last:
            page.conditional_format(1, place, last, place, always)

    def _rule(self, page: "Worksheet", sheet: GridSheet, place: int) -> None:
        """Have a column take only what it is for, and say so plainly."""
        column = sheet.columns[place]
        last = len(sheet.rows) + sheet.spare
        if last == 0 or not (column.choices or column.day or column.hint):
            return
        rule: dict[str, Any] = {"validate": "any"}
        if column.choices:
            rule = {
                "validate": "list",
                "source": self._list(column.choices),
                "error_title": "Choose from the list",
                "error_message": "Please choose one of the values that the arrow offers.",
            }
            if column.or_others:
                rule |= {
                    "error_type": "warning",
                    "error_message": "This is none of the values that the arrow offers.",
                }
        elif column.day:
            rule = _only_days(column.not_before)
        if column.hint:
            rule |= {"input_title": column.heading[:32], "input_message": column.hint[:255]}
        page.data_validation(1, place, last, place, rule)

    def _list(self, choices: tuple[str, ...]) -> str:
        """Where a list of choices stands; beside the rule, a long one would not be allowed."""
        if choices not in self.lists:
            self.lists.append(choices)
        letter = _letters(self.lists.index(choices))
        return f"={LISTS}!${letter}$1:${letter}${len(choices)}"

    def write_lists(self) -> None:
        """Write the choices onto a hidden sheet, where there are any."""
        if not self.lists:
            return
        page = self.made.add_worksheet(LISTS)
        page.hide()
        for place, choices in enumerate(self.lists):
            for number, choice in enumerate(choices):
                page.write_string(number, place, choice)


def _only_days(not_before: dt.date | None) -> dict[str, Any]:
    """The rule for cells that take days, with what is said of anything else."""
    said = f"Please write a day, such as {_told(not_before or _SUCH_AS)}"
    return {
        "validate": "date",
        "criteria": ">=",
        "value": not_before or dt.date(1900, 1, 1),
        "error_title": "Write a date",
        "error_message": f"{said}, not before it." if not_before else f"{said}.",
    }


def _keep_in_sight(page: "Worksheet", sheet: GridSheet) -> None:
    """Keep the headings and the first columns in sight, on the screen and on paper."""
    page.freeze_panes(1, sheet.kept)
    page.repeat_rows(0)
    if sheet.kept:
        page.repeat_columns(0, sheet.kept - 1)
    if sheet.split:
        page.set_v_pagebreaks([sheet.split])
        page.set_print_scale(_scale(sheet))  # and no longer as many pages as fit


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column, rather one more than one less."""
    return sum(1 + int(len(one) * 1.1) // width for one in text.split("\n"))


def _scale(sheet: GridSheet) -> int:
    """To how much, in percent, a sheet of two pages' width is made smaller."""
    widths = [7 * column.width + 5 for column in sheet.columns]
    pages = (sum(widths[: sheet.split]), sum(widths[: sheet.kept]) + sum(widths[sheet.split :]))
    return max(10, min(100, 100 * _PAPER // max(pages)))


def _letters(place: int) -> str:
    from xlsxwriter.utility import xl_col_to_name  # noqa: PLC0415 - only who writes needs it

    return str(xl_col_to_name(place))


def _told(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"
