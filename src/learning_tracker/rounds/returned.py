"""A workbook that came back: whose it is, what was filled in, and what was changed in it."""

from collections.abc import Iterator
from pathlib import Path

import attrs

from learning_tracker.errors import InvalidData, StoreProblem, UnknownChoice
from learning_tracker.exchange.sheets.reading import read_sheet
from learning_tracker.exchange.sheets.sheet import Sheet, Value
from learning_tracker.problems import Problem, error, warning
from learning_tracker.rounds import form
from learning_tracker.rounds.cells import is_filled, plain_text


@attrs.frozen
class Filled:
    """A row of a return with something filled in, as it stands there.

    Attributes:
        action: the id of the action that it is about.
        number: its number in the workbook.
        values: what stands in each column to fill in, by heading.
        places: where each of them stands, for people.
        place: where the row stands.
    """

    action: str
    number: int
    values: dict[str, Value]
    places: dict[str, str]
    place: str


@attrs.frozen
class Changed:
    """What was changed in a cell that may not be: told, and never recorded."""

    place: str
    heading: str
    before: str
    after: str


@attrs.frozen
class Returned:
    """A workbook that came back.

    Attributes:
        path: the file.
        request: the id of the request that it answers; "" where that cannot be told.
        rows: those with something filled in.
        changed: what was changed in locked cells.
        problems: what cannot be read in it, and what is out of place.
    """

    path: Path
    request: str = ""
    rows: tuple[Filled, ...] = ()
    changed: tuple[Changed, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.path.name


def read(path: Path) -> Returned:
    """Read a workbook that came back; what is wrong with it stands among its problems.

    Raises:
        MissingExtra: openpyxl is not installed.
    """
    try:
        kept = _sheet(path, form.KEPT)
        filled = _sheet(path, form.ACTIONS)
    except InvalidData as found:
        return Returned(path, problems=tuple(found.problems))
    except StoreProblem as found:
        return _refused(path, "return-unreadable", str(found))
    sent = {} if kept is None else {row[_NUMBER_AT]: row for row in _kept_rows(kept)}
    if len(_requests(sent)) != 1:
        return _refused(path, "not-a-return", _NOT_OURS)
    if filled is None:
        return _refused(path, "sheet-missing", _NO_SHEET)
    if missing := _missing(filled):
        return _refused(path, "heading-missing", _NO_HEADING.format(missing))
    reading = _Reading(filled, sent)
    reading.read()
    (request,) = _requests(sent)
    return Returned(
        path, request, tuple(reading.rows), tuple(reading.changed), tuple(reading.problems)
    )


def _requests(sent: dict[str, tuple[str, ...]]) -> set[str]:
    """The requests that the hidden sheet names in a layout that is known: one, of a return."""
    return {request for layout, request, *_ in sent.values() if layout == str(form.LAYOUT)}


def _missing(filled: Sheet) -> str:
    """The first heading that is not there; "" if all are."""
    there = {one.text for one in filled.headings}
    return next((one for one in _HEADINGS if one not in there), "")


def _sheet(path: Path, name: str) -> Sheet | None:
    """A sheet of a workbook, or None where it has none of that name."""
    try:
        return read_sheet(path, name)
    except UnknownChoice:
        return None


_HEADINGS = (form.NUMBER, *(one.heading for one in form.TOLD), *form.TO_FILL_IN)
_NOT_OURS = (
    "it is no workbook of a round, or was saved in a way that lost what it keeps; ask for the "
    "workbook that was sent, filled in and saved as .xlsx, or take the file out of the folder"
)
_NO_SHEET = f"there is no sheet “{form.ACTIONS}”; give it back the name with which it was sent"
_NO_HEADING = (
    "the heading “{}” is not in the first row; put it back as it was, or copy the answers into the "
    "workbook that was sent"
)


def _refused(path: Path, code: str, sentence: str) -> Returned:
    return Returned(path, problems=(error(code, "", path.name, sentence),))


_NUMBER_AT = len(form.KEPT_HEADINGS)


def _kept_rows(kept: Sheet) -> Iterator[tuple[str, ...]]:
    width = len(form.KEPT_HEADINGS) + 1 + len(form.TOLD)
    for row in kept.rows:
        texts = tuple(plain_text(value) for value in row.values)
        yield (*texts, *("" for _ in range(width)))[:width]


class _Reading:
    """Goes through the rows of a return, each held against what was sent."""

    def __init__(self, filled: Sheet, sent: dict[str, tuple[str, ...]]) -> None:
        self.sheet = filled
        self.sent = sent
        self.columns = {one.text: place for place, one in enumerate(filled.headings)}
        self.rows: list[Filled] = []
        self.changed: list[Changed] = []
        self.problems: list[Problem] = []

    def read(self) -> None:
        """Go through them."""
        for note in self.sheet.notes:
            self.problems.append(warning("look-at-sheet", "", self.sheet.file, note))
        self._added_columns()
        seen: dict[str, str] = {}
        for row in self.sheet.rows:
            values = {one: row.values[place] for one, place in self.columns.items()}
            number = plain_text(values[form.NUMBER]).removesuffix(".")
            place = self.sheet.place(row.number)
            if number not in self.sent:
                self._added(place, values)
            elif number in seen:
                self._twice(number, seen[number], place)
            else:
                seen[number] = place
                self._row(number, row.number, values)
        self._deleted([one for one in self.sent if one not in seen])

    def _added_columns(self) -> None:
        for place, heading in enumerate(self.sheet.headings):
            if heading.text not in _HEADINGS and self._holds_something(place):
                sentence = (
                    f"column {heading.letters}, “{heading.text}”, was not sent; nothing of it is "
                    "recorded: move what it says into the yellow cells, or enter it by hand"
                )
                self.problems.append(warning("column-added", "", self.sheet.file, sentence))

    def _holds_something(self, place: int) -> bool:
        return any(is_filled(row.values[place]) for row in self.sheet.rows)

    def _row(self, number: str, row: int, values: dict[str, Value]) -> None:
        _, _, action, _, *told = self.sent[number]
        for column, before in zip(form.TOLD, told, strict=True):
            after = plain_text(values[column.heading])
            if after.split() != before.split():
                place = self.sheet.place(row, self.columns[column.heading])
                self.changed.append(Changed(place, column.heading, before, after))
        given = {one: values[one] for one in form.TO_FILL_IN if is_filled(values[one])}
        if given:
            cells = {one: self.sheet.place(row, self.columns[one]) for one in form.TO_FILL_IN}
            self.rows.append(Filled(action, int(number), given, cells, self.sheet.place(row)))

    def _added(self, place: str, values: dict[str, Value]) -> None:
        if any(map(is_filled, values.values())):
            self.problems.append(
                error(
                    "row-added", "", place,
                    "this row was not sent: its number is none of those that were; if it tells of "
                    "an action, enter it by hand, and delete the row",
                )
            )  # fmt: skip

    def _twice(self, number: str, first: str, again: str) -> None:
        sentence = f"No. {number} stands in two rows, here and in {first}; delete one of them"
        self.problems.append(error("row-twice", "", again, sentence))

    def _deleted(self, numbers: list[str]) -> None:
        for number in numbers:
            _, _, action, _, statement, *_ = self.sent[number]
            self.problems.append(
                warning(
                    "row-deleted", action, self.sheet.file,
                    f"the row with No. {number} was deleted (“{statement}”); nothing is recorded "
                    "of that action",
                )
            )  # fmt: skip
