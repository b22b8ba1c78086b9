"""Which rows can be taken, and the records that they make.

A row that is refused takes along what depends on it, until the rest fits together and fits
what the tracker holds.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

import attrs

from learning_tracker.codec.items import read
from learning_tracker.codec.writing import plain
from learning_tracker.exchange.rows.gathering import Gathered
from learning_tracker.exchange.rows.known_names import Trouble
from learning_tracker.exchange.rows.pieces import CLEARED, Blame, Piece
from learning_tracker.fields import once_per_kind
from learning_tracker.integrity import Entry, circles, entry
from learning_tracker.kinds import Record, kind_words, kinds
from learning_tracker.links import MAY_RUN_IN_CIRCLES, Link, links_of, references
from learning_tracker.network import Network
from learning_tracker.problems import Problem
from learning_tracker.wording import quoted

_OFTEN = 500
_FIELD = re.compile(r"records\[0\]\.?(\w*)")


@attrs.define
class Settled:
    """What is taken of a sheet.

    Attributes:
        records: the records that the rows taken make, by id, as the tracker would hold them.
        refused: what is wrong with each row that is not taken, by the place of the row.
    """

    records: dict[str, Record]
    refused: dict[int, list[Blame]]


def settle(
    gathered: Gathered, network: Network, watch: Callable[[int, int], None] = lambda *_: None
) -> Settled:
    """What can be taken of a sheet.

    Args:
        gathered: what its rows say.
        network: what the tracker holds.
        watch: told now and then how many records are made, and of how many.
    """
    return _Settling(gathered, network, watch).settled()


class _Settling:
    """Refuses rows until the rest is whole."""

    def __init__(
        self, gathered: Gathered, network: Network, watch: Callable[[int, int], None]
    ) -> None:
        self._watch = watch
        self._gathered = gathered
        self._network = network
        self._records: dict[str, Record] = {}
        self._refused: dict[int, list[Blame]] = {}

    def settled(self) -> Settled:
        # Of all rows, before any is refused: what is wrong is told at once.
        found = [*self._build(self._gathered.pieces)]
        told = {(one.row, one.column) for one in self._gathered.blames}
        more = (one for one in found if (one.row, one.column) not in told)
        again = self._refuse([*self._gathered.blames, *more])
        again = again or self._refuse([*self._loose()] or [*self._circles()])
        while again:
            blames = [*self._build(again)]
            blames = blames or [*self._loose()] or [*self._circles()]
            again = self._refuse(blames)
        return Settled(self._records, self._refused)

    def _refuse(self, blames: Iterable[Blame]) -> dict[str, None]:
        """Refuse the rows to blame; the ids of which they said something."""
        touched: dict[str, None] = {}  # in order
        for one in blames:
            if one.row not in self._refused:
                touched.update(dict.fromkeys(self._gathered.ids[one.row]))
            self._refused.setdefault(one.row, []).append(one)
        return touched

    def _good(self, identifier: str) -> list[Piece]:
        pieces = self._gathered.pieces[identifier]
        if not self._refused:
            return pieces
        return [one for one in pieces if one.row not in self._refused]

    def _build(self, ids: Collection[str]) -> Iterator[Blame]:
        """Make the records with these ids anew, of the rows that are not refused."""
        for number, identifier in enumerate(ids):
            if number % _OFTEN == 0:
                self._watch(number, len(ids))
            self._records.pop(identifier, None)
            if pieces := self._good(identifier):
                yield from self._make(identifier, pieces)

    def _make(self, identifier: str, pieces: list[Piece]) -> Iterator[Blame]:
        kind = pieces[0].kind
        raw, blames = self._gathered.together(pieces)
        held = self._network.get(identifier)
        if held is not None and type(held) is not kind:
            blames += [_other_kind(one, held) for one in pieces]
        if blames:
            yield from blames
            return
        item = read(0, _whole(kind, identifier, raw, held))
        if item.record is None:
            for problem in item.problems:
                yield from _told_at_cells(problem, pieces)
        else:
            self._records[identifier] = item.record

    def _loose(self) -> Iterator[Blame]:
        """What refers to records that only refused rows make."""
        for identifier, record in self._records.items():
            for link, target in references(record):
                if target in self._records or target in self._network:
                    continue
                for piece in self._good(identifier):
                    held = piece.raw.get(link.field, ())
                    if target == held or target in held:
                        yield self._depends(piece, target, link.field)

    def _depends(self, piece: Piece, target: str, field: str) -> Blame:
        makers = self._gathered.pieces.get(target)
        column = piece.columns.get(field)
        if not makers:
            sentence = f"it refers to {target}, and there is no such record; add it first"
            return Blame(piece.row, column, Trouble("dangling-link", sentence), piece.id)
        rows = sorted({self._gathered.sheet.rows[one.row].number for one in makers})
        where = f"row {rows[0]}" if len(rows) == 1 else f"rows {rows[0]} to {rows[-1]}"
        what = kind_words(makers[0].kind.kind)
        sentence = f"it needs the {what} {target} of {where}, which cannot be taken"
        return Blame(
            piece.row, column, Trouble("depends-on-refused", sentence), piece.id, follows=True
        )

    def _circles(self) -> Iterator[Blame]:
        for problem in circles(self._entries()):
            for piece in self._gathered.pieces.get(problem.record, ()):
                yield Blame(piece.row, None, Trouble(problem.code, problem.sentence), piece.id)

    def _entries(self) -> Iterator[Entry]:
        """The links by which circles can run, of what is taken and what is reached from there."""
        ahead = [one for one, record in self._records.items() if _may_circle(type(record))]
        ahead.reverse()
        seen = set(ahead)
        while ahead:
            identifier = ahead.pop()
            record = self._records.get(identifier) or self._network[identifier]
            way = _may_circle(type(record))
            one = entry(record)
            on = tuple(each for each in one.references if each.link in way)
            yield attrs.evolve(one, references=on)
            found = {each.target for each in on} - seen
            seen |= found
            ahead += found


@once_per_kind
def _may_circle(kind: type[Record]) -> frozenset[Link]:
    """The links of a kind by which one may come back to it: those to kinds with such a link."""
    return frozenset(
        link
        for link in links_of(kind)
        if link.relation not in MAY_RUN_IN_CIRCLES
        and any(
            link.admits(one) and any(link.relation is other.relation for other in links_of(one))
            for one in kinds().values()
        )
    )


def _whole(
    kind: type[Record], identifier: str, raw: dict[str, Any], held: Record | None
) -> dict[str, Any]:
    """The record as a file would hold it: what the rows say, and else what the tracker holds."""
    before = {"kind": kind.kind, "id": identifier} if held is None else plain(held)
    whole = {**before, **raw}
    if "attributes" in raw and "attributes" in before:
        held_pairs: Any = before["attributes"]
        whole["attributes"] = _attributes(held_pairs, raw["attributes"])
    return {field: value for field, value in whole.items() if value is not CLEARED}


def _attributes(held: list[list[str]], said: list[list[str]]) -> list[list[str]]:
    """The pairs that are held, with what the rows say of these names, and then the others."""
    new: dict[str, str] = dict(said)
    kept = [[name, new.pop(name, text)] for name, text in held]
    return [*kept, *([name, text] for name, text in new.items())]


def _other_kind(piece: Piece, held: Record) -> Blame:
    sentence = (
        f"the id {piece.id} stands for a {kind_words(held.kind)} in the tracker already; have the "
        f"mapping make another id of a {kind_words(piece.kind.kind)}"
    )
    return Blame(piece.row, None, Trouble("other-kind", sentence), piece.id)


def _told_at_cells(problem: Problem, pieces: list[Piece]) -> Iterator[Blame]:
    """What is wrong with a record, told at the cells from which the field came."""
    found = _FIELD.match(problem.place)
    field = found[1] if found else ""
    giving = [one for one in pieces if field in one.raw] or pieces
    for piece in giving:
        column = piece.columns.get(field)
        sentence = problem.sentence
        if problem.code == "missing-key":
            what = kind_words(piece.kind.kind)
            cell = "the cell is empty" if column is not None else f"{quoted(field)} is not given"
            sentence = f"{cell}, and every {what} needs it; fill it in"
        yield Blame(piece.row, column, Trouble(problem.code, sentence), piece.id)
