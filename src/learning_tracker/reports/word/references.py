"""The notes of a report and the records behind it, each at a place to which links lead."""

import re
from collections.abc import Iterator

from learning_tracker.kinds import Record
from learning_tracker.reports.document import kind_of, told_of
from learning_tracker.reports.notes import Notes
from learning_tracker.reports.to_text import leads_to
from learning_tracker.reports.word.elements import Element, bookmark, link, paragraph, run
from learning_tracker.reports.word.sentences import note_place, record_place

_PIECES = re.compile(r"(and [\d,]+ more|\d+)")
_HOW = (
    "Each note leads to the records that a figure counts, and to those among which it counts "
    "them. Every number is a link: in Word, hold Ctrl and click it."
)


def references(notes: Notes) -> Iterator[Element]:
    """The notes, then the records they lead to, each list under its heading."""
    yield paragraph("Heading1", [run("Notes")])
    yield paragraph("Normal", [run(f"{_HOW} {notes.told}".rstrip())])
    for number, one in enumerate(notes.notes, 1):
        places = bookmark(note_place(number), number, run(f"[{number}]"))
        yield paragraph("Numbered", [*places, run("\t"), *_linked(leads_to(one))])
    yield paragraph("Heading1", [run("Records")])
    for number, record in enumerate(notes.records, 1):
        # A bookmark's number may not be a note's.
        places = bookmark(record_place(number), len(notes.notes) + number, run(f"{number}."))
        yield paragraph("Numbered", [*places, *_described(record)])


def _linked(text: str) -> Iterator[Element]:
    """A text in which every number of a record leads to it."""
    for piece in filter(None, _PIECES.split(text)):
        yield link(record_place(int(piece)), piece) if piece.isdecimal() else run(piece)


def _described(record: Record) -> Iterator[Element]:
    told = told_of(record)
    label = " ".join(record.label.split())
    yield run("\t")
    yield run(kind_of(record), "Strong")
    yield run(f": {label}" + (f" ({told})" if told else "") + " ")
    yield run(record.id, "RecordId")
