"""The ids that a mapping has made of cells."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

from learning_tracker.dates import When
from learning_tracker.exchange.mappings.mapping import Part
from learning_tracker.exchange.mappings.sheet_columns import SheetColumns
from learning_tracker.exchange.mappings.templates import Template
from learning_tracker.exchange.rows.cell_readers import text_of, unreadable
from learning_tracker.exchange.rows.known_names import Trouble, a_record
from learning_tracker.exchange.rows.pieces import Blame, Values


class IdMaker:
    """Makes the ids of one part of a mapping by its template."""

    def __init__(
        self, part: Part, columns: SheetColumns, dated: Collection[int] = frozenset()
    ) -> None:
        """Find the columns of which the ids are made.

        Args:
            part: the part.
            columns: the columns of the sheet.
            dated: the places of the columns that the mapping reads as dates.
        """
        self._template: Template = part.id or Template("", ("",), ())
        self._what = a_record(part.makes.kind)
        self._places = {heading: columns[heading] for heading in self._template.headings}
        self._dated = dated

    def base(
        self, row: int, values: Values, made: Mapping[str, Sequence[str]]
    ) -> tuple[str, tuple[str, ...]] | Blame:
        """The text of which an id is made and the cells' texts in it, or what is lacking.

        Two texts that differ may give one id; by the cells' texts that is noticed.

        Args:
            row: the place of the row among the rows.
            values: its cells.
            made: the ids that earlier parts made of it, by their names.
        """
        texts: list[str] = []
        filled: dict[str, str] = {}
        for place in self._template.places:
            column = self._places.get(place)
            if column is None:
                ids = made.get(place.removeprefix("id of ").strip(), ())
                filled[place] = ids[0] if ids else ""
            else:
                value = values[column]
                if trouble := unreadable(value):
                    return Blame(row, column, trouble)
                if isinstance(value, dt.date) and column not in self._dated:
                    return Blame(row, column, self._perhaps_a_number(value))
                filled[place] = text_of(value)
                texts.append(" ".join(filled[place].casefold().split()))
            if not filled[place]:
                return self._lacking(row, column, place)
        return self._template.filled(filled.__getitem__), tuple(texts)

    def _perhaps_a_number(self, day: dt.date) -> Trouble:
        """Excel makes 1 February of the number 1/2, and nobody knows it afterwards."""
        when = When.day(day.date() if isinstance(day, dt.datetime) else day)
        sentence = (
            f"it holds the date {when.text}, and {self._what}'s id is made of it; Excel makes such "
            "a date of a number like 1/2: have the cell formatted as text, and write the number "
            "again; or write the date as text, if it is one"
        )
        return Trouble("date-in-id", sentence)

    def _lacking(self, row: int, column: int | None, place: str) -> Blame:
        if column is None:
            sentence = f"{self._what}'s id is made of the {place}, and the row makes none"
        else:
            sentence = f"the cell is empty, and {self._what}'s id is made of it; fill it in"
        return Blame(row, column, Trouble("no-id", sentence))
