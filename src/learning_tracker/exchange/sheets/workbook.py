"""Worksheets of .xlsx files: which is meant, and what is told of what cannot be seen in it."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from learning_tracker.errors import MissingExtra, UnknownChoice
from learning_tracker.exchange.sheets.archive import Archive
from learning_tracker.exchange.sheets.book_parts import Book, Leaf
from learning_tracker.exchange.sheets.grid import Grid, listed
from learning_tracker.exchange.sheets.sheet import Sheet
from learning_tracker.exchange.sheets.unseen import Unseen


def read_workbook(path: Path, content: bytes, name: str | None, header_row: int) -> Sheet:
    """Read one worksheet; see `reading.read_sheet`.

    Merged cells: the value stands in the first of them, where Excel keeps it; each of the others
    is `Unreadable`, for whether it was meant for them too is not known. Hidden rows and columns
    are read, and told in the notes.

    Args:
        path: the file, for what is told of it.
        content: its bytes.
        name: the worksheet; None for the only one that holds something.
        header_row: the number of the row of headings.

    Raises:
        StoreProblem: it is no .xlsx workbook, is damaged, is not to be trusted or too large, or
            no sheet is named where several hold something.
        UnknownChoice: there is no worksheet of that name.
        InvalidData: its headings are not as they must be.
        MissingExtra: openpyxl is not installed.
    """
    needs_openpyxl()
    book = Book(Archive(path, content))
    leaf, notes = _only(book) if name is None else (_named(book, name), ())
    return read_leaf(book, leaf, header_row, notes)


def read_leaf(book: Book, leaf: Leaf, header_row: int, notes: tuple[str, ...] = ()) -> Sheet:
    """Read one worksheet of a workbook that is open; see `read_workbook`.

    Raises:
        StoreProblem: it is damaged, or not to be trusted.
        InvalidData: its headings are not as they must be.
    """
    page = book.read(leaf)
    unseen = Unseen(page, header_row, book.archive.refused)
    told = (
        *notes,
        *unseen.merged(),
        *unseen.hidden(),
        *unseen.colours(),
        *_of_the_book(book, leaf),
    )
    return Grid(book.archive.path, leaf.name, header_row, page.rows, told).sheet()


def needs_openpyxl() -> None:
    """Say what to install where workbooks cannot be read.

    Raises:
        MissingExtra: openpyxl is not installed.
    """
    try:
        import openpyxl  # noqa: F401, PLC0415 - only who reads workbooks needs it
    except ImportError as error:
        package, extra = "openpyxl", "excel"
        raise MissingExtra(package, extra) from error


def _named(book: Book, name: str) -> Leaf:
    """The worksheet of a name; Excel too takes no account of capitals."""
    for leaf in book.leaves:
        if leaf.name.strip().casefold() == name.strip().casefold():
            return leaf
    raise UnknownChoice(f"worksheet of {book.archive.path.name}", name, _names(book.leaves))


def _only(book: Book) -> tuple[Leaf, tuple[str, ...]]:
    """The only worksheet that is shown and holds something."""
    shown = [leaf for leaf in book.leaves if not leaf.hidden]
    hidden = [leaf for leaf in book.leaves if leaf.hidden]
    full = [leaf for leaf in shown if book.holds_something(leaf)]
    if len(full) > 1:
        names = listed(_names(full))
        raise book.archive.refused(
            f"several of its sheets hold something: {names}; say which, with "
            "--sheet for a draft, and as name under [sheet] in a mapping"
        )
    if not full:
        more = f"; if a hidden one is meant, name it: {listed(_names(hidden))}" if hidden else ""
        raise book.archive.refused(f"no sheet of it that is shown holds anything{more}")
    notes = []
    if len(shown) > 1:
        notes.append(f"The sheet {full[0].name} was read: no other holds anything.")
    if hidden:
        notes.append(f"Hidden sheets were not read: {listed(_names(hidden))}.")
    return full[0], tuple(notes)


def _names(leaves: Iterable[Leaf]) -> list[str]:
    return [leaf.name for leaf in leaves]


def _of_the_book(book: Book, leaf: Leaf) -> Iterator[str]:
    if book.from_1904:
        yield (
            "The workbook counts dates from 1904: a date that is but a number is written in the "
            'format "excel serial 1904".'
        )
    if book.has_comments(leaf):
        yield "Comments are attached to cells; they were not read."
