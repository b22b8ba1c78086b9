"""Sentences and lists of them, each with the mark that leads to its note."""

from collections.abc import Iterable, Iterator

from learning_tracker.reports.document import Statement
from learning_tracker.reports.notes import Notes
from learning_tracker.reports.word.elements import Element, link, paragraph, run


def note_place(number: int) -> str:
    """The place of a note, to which marks lead."""
    return f"note_{number}"


def record_place(number: int) -> str:
    """The place of a record in the list of records, to which notes lead."""
    return f"record_{number}"


def mark(statement: Statement, notes: Notes) -> Iterator[Element]:
    """The mark that leads from a statement to its note; nothing where it cites nothing."""
    number = notes.number(statement)
    if number is not None:
        yield link(note_place(number), notes.mark(statement))


def sentence(statement: Statement, notes: Notes) -> Iterator[Element]:
    """A statement, and its mark on the same line as its last word."""
    yield run(statement.text)
    for one in mark(statement, notes):
        yield run("\u00a0")
        yield one


def paragraph_of(style: str, statements: Iterable[Statement], notes: Notes) -> Element:
    """Statements that run on, as one paragraph."""
    content: list[Element] = []
    for one in statements:
        content += [run(" ")] * bool(content)
        content += sentence(one, notes)
    return paragraph(style, content)
