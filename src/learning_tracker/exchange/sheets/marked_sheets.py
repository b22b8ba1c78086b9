"""The sheets of a workbook that this library wrote, as people have filled in or changed them."""

from collections.abc import Collection
from functools import cached_property
from pathlib import Path

from learning_tracker.errors import InvalidData
from learning_tracker.exchange.sheets.archive import Archive, content_of
from learning_tracker.exchange.sheets.book_parts import Book
from learning_tracker.exchange.sheets.sheet import Sheet
from learning_tracker.exchange.sheets.workbook import needs_openpyxl, read_leaf
from learning_tracker.exchange.sheets.writing import GridSheet, SheetColumn
from learning_tracker.problems import Problem, Problems, error
from learning_tracker.wording import quoted

MARK = "learning-tracker"
"""The name of the hidden sheet by which such a workbook is known."""


def marked(
    form: str, version: int, heading: str = "", rows: tuple[tuple[str, ...], ...] = ()
) -> GridSheet:
    """The hidden sheet that says what a workbook is.

    Args:
        form: what it is, in words.
        version: of that form.
        heading: what stands above the last column of the rows, if there are any.
        rows: what else is needed on the way back, in three columns.
    """
    headings = (form, f"version {version}", *((heading,) if heading else ()))
    return GridSheet(MARK, tuple(map(SheetColumn, headings)), rows, hidden=True)


class MarkedBook:
    """A workbook that bears this library's mark.

    Attributes:
        path: the file.
        names: the names of its sheets.
        mark: the sheet with the mark.

    Raises:
        StoreProblem: it cannot be read, is no workbook, or is not to be trusted.
        InvalidData: it bears no mark.
        MissingExtra: openpyxl is not installed.
    """

    def __init__(self, path: Path) -> None:
        needs_openpyxl()
        self.path = path
        self._book = Book(Archive(path, content_of(path)))
        self.names = [leaf.name for leaf in self._book.leaves]
        if MARK not in self.names:
            raise InvalidData(Problems([self._unmarked()]))
        self.mark = self.read({MARK})[MARK]

    def read(self, wanted: Collection[str]) -> dict[str, Sheet]:
        """Those of the sheets wanted that are there, by name.

        Raises:
            StoreProblem: one is damaged, or has no headings.
            InvalidData: headings are missing or stand twice.
        """
        sheets: dict[str, Sheet] = {}
        problems: list[Problem] = []
        for leaf in self._book.leaves:
            if leaf.name in wanted:
                try:
                    sheets[leaf.name] = read_leaf(self._book, leaf, 1)
                except InvalidData as found:
                    problems += found.problems
        if problems:
            raise InvalidData(Problems(problems))
        return sheets

    @cached_property
    def form(self) -> str:
        """What the mark says that it is."""
        return self.mark.headings[0].text

    def must_be(self, version: int, columns: int) -> None:
        """See that the mark is one that this version of the library can read.

        Raises:
            InvalidData: it was written by a later version, or changed by hand.
        """
        told = [one.text for one in self.mark.headings]
        if len(told) != columns:
            raise self.refused("the hidden sheet is not as it was written; have it written again")
        if told[1] != f"version {version}":
            raise self.refused(
                f"the workbook is of {quoted(told[1])}; this library reads version {version}; "
                "upgrade it (pip install --upgrade learning-tracker)"
            )

    def refused(self, sentence: str) -> InvalidData:
        """The error that says why the workbook is not taken."""
        place = f"{self.path.name}, sheet {MARK}"
        return InvalidData(Problems([error("bad-mark", "", place, sentence)]))

    def _unmarked(self) -> Problem:
        sentence = (
            f"it has no hidden sheet {MARK}, as a workbook has that export or template wrote; what "
            "agencies return of a round comes in with: learning-tracker round receive; for any "
            "other sheet, say with --mapping how its columns become records"
        )
        return error("no-mark", "", self.path.name, sentence)
