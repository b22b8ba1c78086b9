"""How far two coders agree: a tracker held against another, or against a sheet."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import attrs

from learning_tracker.errors import (
    AmbiguousName,
    InvalidData,
    UnknownChoice,
    UnknownHeading,
    UnknownId,
)
from learning_tracker.exchange.sheets.cells import clean
from learning_tracker.exchange.sheets.reading import read_sheet
from learning_tracker.exchange.sheets.sheet import Row, Sheet, Unreadable, Value
from learning_tracker.problems import Problem, Problems, error
from learning_tracker.queries import agreement as asked
from learning_tracker.queries.coding import PRACTICE
from learning_tracker.queries.naming import folded, theme_named
from learning_tracker.tables import Table
from learning_tracker.tracker import Tracker

_BETWEEN_THEMES = re.compile(r"[;|\n]")


@attrs.frozen
class Agreement:
    """How far two coders, A and B, agree.

    Attributes:
        by_theme: on how many findings they agree about each theme.
        disagreements: the findings that they coded differently, to be talked through.
    """

    by_theme: Table[asked.ThemeAgreement]
    disagreements: Table[asked.Disagreement]

    def __str__(self) -> str:
        return f"{self.by_theme}\n\n\n{self.disagreements}"

    __repr__ = __str__


def agreement(
    a: Tracker,
    b: Tracker | str | Path,
    *,
    frame: str = PRACTICE,
    finding: str = "finding",
    themes: str = "themes",
) -> Agreement:
    """How far two people agree who coded the same findings to themes.

    What is counted, and what kappa is, is told under `queries.agreement.agreement`.

    Args:
        a: the findings as one of them coded them.
        b: another tracker with the same findings, or a sheet (.xlsx, .csv, .tsv) with a column
            for the id of a finding and one for its themes. Themes are given by id, name or
            alias, several in a cell with a semicolon, an upright bar or a line's end between
            them; a finding may also have several rows.
        frame: the list of themes.
        finding: the heading of the column with the ids of findings.
        themes: the heading of the column with the themes.

    Raises:
        UnknownChoice: no theme is in such a frame, or (`UnknownHeading`) the sheet has no such
            heading.
        StoreProblem: the sheet cannot be read.
        InvalidData: it names findings or themes that there are not; the error holds all.
    """
    other = b if isinstance(b, Tracker) else _read_coding(a, Path(b), frame, finding, themes)
    return Agreement(
        a.findings.agreement(other, frame=frame), a.findings.disagreements(other, frame=frame)
    )


def _read_coding(
    tracker: Tracker, path: Path, frame: str, finding: str, themes: str
) -> dict[str, tuple[str, ...]]:
    """The ids of themes by the ids of findings, as a sheet gives them; see `agreement`."""
    sheet = read_sheet(path)
    places = _column(sheet, "finding", finding), _column(sheet, "themes", themes)
    return _CodingSheet(tracker, sheet, frame, *places).read()


def _column(sheet: Sheet, option: str, heading: str) -> int:
    headings = {folded(one.text): place for place, one in enumerate(sheet.headings)}
    if folded(heading) not in headings:
        raise UnknownHeading(sheet.file, option, heading, (one.text for one in sheet.headings))
    return headings[folded(heading)]


class _CodingSheet:
    """A sheet with the ids of findings in one column and their themes in another."""

    def __init__(
        self, tracker: Tracker, sheet: Sheet, frame: str, finding: int, themes: int
    ) -> None:
        self._tracker = tracker
        self._sheet = sheet
        self._frame = frame
        self._finding = finding
        self._themes = themes
        self._problems: list[Problem] = []
        self._meant: dict[str, str] = {}

    def read(self) -> dict[str, tuple[str, ...]]:
        coded: dict[str, dict[str, None]] = defaultdict(dict)
        for row in self._sheet.rows:
            finding = self._finding_of(row)
            themes = dict.fromkeys(self._themes_of(row))
            if finding is not None:
                coded[finding] |= themes
        if self._problems:
            raise InvalidData(Problems(self._problems))
        return {finding: tuple(themes) for finding, themes in coded.items()}

    def _finding_of(self, row: Row) -> str | None:
        identifier = self._text(row, self._finding)
        try:
            if identifier:
                return self._tracker.findings[identifier].id
            if any(value is not None for value in row.values):
                self._note(row, self._finding, "no-finding", "it names no finding; write its id")
        except UnknownId as found:
            self._note(row, self._finding, "unknown-finding", str(found))
        return None

    def _themes_of(self, row: Row) -> Iterator[str]:
        for word in filter(
            None, map(str.strip, _BETWEEN_THEMES.split(self._text(row, self._themes)))
        ):
            if word not in self._meant:
                try:
                    self._meant[word] = self._theme_meant(word)
                except (UnknownChoice, AmbiguousName) as found:
                    self._note(row, self._themes, "unknown-theme", str(found))
                    continue
            yield self._meant[word]

    def _theme_meant(self, word: str) -> str:
        """The id of a theme of the frame that goes by a word, or else of any other."""
        try:
            return theme_named(self._tracker.view, word, self._frame).id
        except UnknownChoice:
            return theme_named(self._tracker.view, word).id

    def _text(self, row: Row, column: int) -> str:
        value = row.values[column]
        if isinstance(value, Unreadable):
            self._note(row, column, "unreadable", value.why)
        return clean(_written(value))

    def _note(self, row: Row, column: int, code: str, sentence: str) -> None:
        self._problems.append(error(code, "", self._sheet.place(row.number, column), sentence))


def _written(value: Value) -> str:
    return "" if value is None or isinstance(value, Unreadable) else str(value)
