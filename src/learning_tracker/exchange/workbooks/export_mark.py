"""What a workbook of a tracker needs for the way back: what it is, and what was exported.

It stands on a hidden sheet. Of each value that was exported there is a fingerprint and not the
value: what people take out of a workbook before they pass it on is in it no more.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from learning_tracker.codec.writing import compact
from learning_tracker.exchange.sheets.marked_sheets import MarkedBook, marked
from learning_tracker.exchange.sheets.writing import GridSheet
from learning_tracker.exchange.workbooks.record_layouts import Body, id_column, layout_of
from learning_tracker.kinds import Record

TRACKER = "learning-tracker workbook"
"""What the mark of a whole tracker says."""

VERSION = 1
_BYTES = 8


def fingerprint(value: Any) -> str:
    """What tells a value, as files hold it, from others.

    >>> fingerprint("Fathers") == fingerprint("Fathers"), fingerprint("Fathers") == fingerprint("")
    (True, False)
    """
    return hashlib.blake2b(compact(value).encode(), digest_size=_BYTES).hexdigest()


@attrs.frozen
class Exported:
    """What a workbook held as it was exported.

    Attributes:
        kinds: the kind of each record, by id.
        fingerprints: of each record, by id, those of the values that were given.
    """

    kinds: Mapping[str, str]
    fingerprints: Mapping[str, Mapping[str, str]]

    def held(self, identifier: str, heading: str, value: Any) -> bool:
        """Whether the record had this value as it was exported; None where it had none."""
        was = self.fingerprints.get(identifier, {}).get(heading)
        return was == (None if value is None else fingerprint(value))


def mark_sheet(records: Iterable[Record]) -> GridSheet:
    """The hidden sheet of a workbook that holds these records."""
    rows = tuple(
        (one.kind, str(id_column().written(one.id)), _fingerprints(layout_of(type(one)).body(one)))
        for one in records
    )
    return marked(TRACKER, VERSION, "fingerprints", rows)


def _fingerprints(body: Body) -> str:
    return " ".join(f"{heading}={fingerprint(value)}" for heading, value in body.items())


def exported_of(book: MarkedBook) -> Exported:
    """What the hidden sheet tells of the export.

    Raises:
        InvalidData: it is not as it was written, or was written by a later version.
    """
    book.must_be(VERSION, columns=3)
    kinds: dict[str, str] = {}
    fingerprints: dict[str, dict[str, str]] = {}
    for row in book.mark.rows:
        kind, named, listed = row.values
        identifier = str(id_column().read(named))
        kinds[identifier] = str(kind)
        pairs = (one.rpartition("=") for one in str(listed).split())
        fingerprints[identifier] = {heading: told for heading, _, told in pairs}
    return Exported(kinds, fingerprints)
