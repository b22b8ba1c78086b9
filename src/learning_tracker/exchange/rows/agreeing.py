"""Rows that make the same record must agree; where a field holds several, each adds its own."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Any

from learning_tracker.exchange.rows.cell_readers import text_of
from learning_tracker.exchange.rows.known_names import Trouble
from learning_tracker.exchange.rows.pieces import CLEARED, Blame, Piece, Values
from learning_tracker.exchange.sheets.sheet import Sheet
from learning_tracker.kinds import Record, kind_words
from learning_tracker.records import Source
from learning_tracker.wording import quoted


class Agreement:
    """Puts together what rows say of one record."""

    def __init__(self, sheet: Sheet, rows: Sequence[Values], dropped: Container[int]) -> None:
        """Know the sheet.

        Args:
            sheet: the sheet.
            rows: its cells, cleaned.
            dropped: the columns that do not become attributes.
        """
        self._sheet = sheet
        self._rows = rows
        self._dropped = dropped

    def of(self, pieces: Sequence[Piece]) -> tuple[dict[str, Any], list[Blame]]:
        """The fields of a record as some rows give them, and where these rows do not agree."""
        first, *others = pieces
        blames: list[Blame] = []
        raw, attributes = first.raw, first.attributes
        if others:
            raw, attributes = dict(raw), dict(attributes)
            givers = dict.fromkeys(raw, first)
            for one in others:
                blames += self._clash(first, one)
                if one.raw != raw:
                    blames += self._merged(raw, givers, one)
            blames += self._of_attributes(attributes, pieces)
            if blames:
                blames += _with_them(pieces, blames)
        pairs = [
            [self._sheet.headings[place].text, text]
            for place, text in attributes.items()
            if place not in self._dropped
        ]
        return ({**raw, "attributes": pairs} if pairs else raw), blames

    def _clash(self, first: Piece, one: Piece) -> Iterator[Blame]:
        """Rows whose cells differ, and whose ids are the same all the same."""
        if one.part is not first.part and one.row == first.row:
            sentence = f"two parts of the mapping make the id {one.id} of this row"
            yield Blame(one.row, None, Trouble("id-collision", sentence), one.id)
        elif one.part is not first.part or one.key != first.key:
            for here, there in ((first, one), (one, first)):
                sentence = (
                    f"the id {one.id} is made of other words in {self._where(there)}; write both "
                    "the same way if they are one, or tell them apart"
                )
                yield Blame(here.row, None, Trouble("id-collision", sentence), one.id)

    def _merged(self, raw: dict[str, Any], givers: dict[str, Piece], one: Piece) -> Iterator[Blame]:
        """Take in what a further row says."""
        for field, value in one.raw.items():
            held = raw.get(field, CLEARED)
            if held is CLEARED:
                raw[field], givers[field] = value, one
            elif value is CLEARED or value == held:
                continue
            elif isinstance(held, list):
                raw[field] = list(dict.fromkeys([*held, *value]))
            else:
                yield from self._differ(givers[field], one, one.columns.get(field), field)

    def _of_attributes(
        self, attributes: dict[int, str], pieces: Sequence[Piece]
    ) -> Iterator[Blame]:
        givers: dict[int, Piece] = {}
        for one in pieces:
            for place, text in one.attributes.items():
                giver = givers.setdefault(place, one)
                said = giver.attributes[place]
                attributes[place] = said
                if said != text and place not in self._dropped:
                    yield from self._differ(giver, one, place, "")

    def _differ(self, one: Piece, other: Piece, column: int | None, field: str) -> Iterator[Blame]:
        """A difference between two rows, told at both."""
        what = kind_words(one.kind.kind)
        for here, there in ((one, other), (other, one)):
            mine, theirs = self._said(here, column, field), self._said(there, column, field)
            sentence = (
                f"{mine} here and {theirs} in {self._where(there, column)}, and both rows make the "
                f"{what} {one.id}; make them agree, or, if they are two, have their ids differ"
            )
            yield Blame(here.row, column, Trouble("rows-disagree", sentence), one.id)

    def _said(self, piece: Piece, column: int | None, field: str) -> str:
        if column is None:
            return quoted(piece.raw[field])
        return quoted(text_of(self._rows[piece.row][column]))

    def _where(self, piece: Piece, column: int | None = None) -> str:
        place = self._sheet.place(self._sheet.rows[piece.row].number, column)
        return place.rpartition(", ")[2]


def _with_them(pieces: Sequence[Piece], blames: Sequence[Blame]) -> Iterator[Blame]:
    """The rows that agree with one side of those that do not: which is right, nobody knows."""
    told = {one.row for one in blames}
    sentence = "other rows that make the {} {} do not agree; make them agree"
    for one in pieces:
        if one.row not in told:
            what = sentence.format(kind_words(one.kind.kind), one.id)
            yield Blame(one.row, None, Trouble("rows-disagree", what), one.id, follows=True)


def differing_attributes(
    pieces: Mapping[str, Sequence[Piece]], columns: Sequence[int]
) -> Iterator[int]:
    """The columns in which rows of one record do not all say the same.

    A cell that one of them fills alone tells of that row, and not of the source.
    """
    for several in pieces.values():
        if len(several) > 1 and any(one.attributes for one in several):
            for place in columns:
                if len({one.attributes.get(place) for one in several}) > 1:
                    yield place


def new_attributes(
    held: Iterable[Record],
    pieces: Mapping[str, Sequence[Piece]],
    columns: Sequence[int],
    sheet: Sheet,
) -> Iterator[int]:
    """The columns that would add an attribute to a source that the tracker holds.

    Of rows once left out and now mended that tells nothing of the source: few rows agree easily.
    """
    for source in held:
        if isinstance(source, Source):
            known = dict(source.attributes)
            filled = {place for one in pieces.get(source.id, ()) for place in one.attributes}
            yield from (
                one for one in columns if one in filled and sheet.headings[one].text not in known
            )
