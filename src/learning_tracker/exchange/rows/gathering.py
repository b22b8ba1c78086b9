"""What all the rows of a sheet say, gathered: pieces of records by their ids."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from learning_tracker.errors import InvalidData
from learning_tracker.exchange.folding import folded, slug
from learning_tracker.exchange.holding import Holds, fillable
from learning_tracker.exchange.mappings.mapping import Part, SheetMapping
from learning_tracker.exchange.mappings.sheet_columns import SheetColumns
from learning_tracker.exchange.rows.agreeing import Agreement, differing_attributes, new_attributes
from learning_tracker.exchange.rows.cell_readers import Cells, text_of, unreadable
from learning_tracker.exchange.rows.known_names import KnownNames, Trouble
from learning_tracker.exchange.rows.left_out import was_left_out
from learning_tracker.exchange.rows.pieces import Blame, Piece, Values
from learning_tracker.exchange.rows.row_ids import IdMaker
from learning_tracker.exchange.rows.row_parts import Made, PartMaker, names_in
from learning_tracker.exchange.sheets.sheet import Sheet, Unreadable, Value
from learning_tracker.kinds import Record, kind_words
from learning_tracker.links import links_of
from learning_tracker.problems import Problem, Problems, error
from learning_tracker.records import Source
from learning_tracker.tables.values import unguarded


class Gathered:
    """What the rows of a sheet say.

    Attributes:
        sheet: the sheet.
        columns: its columns.
        rows: the cells of each row, cleaned, and with what is filled down.
        pieces: what the rows say of each record, by its id, in the order of the rows.
        ids: the ids of the records that each row makes.
        blames: what is wrong with cells and rows.
        kept: the unmapped columns that became attributes of sources.
        dropped: the unmapped columns that did not, each with the reason.
        untaken: the filled cells that nothing takes, as their rows do not make the record that
            they belong to: row, column and the record in words.
    """

    def __init__(
        self,
        sheet: Sheet,
        mapping: SheetMapping,
        held: Iterable[Record],
        watch: Callable[[int, int], None] = lambda *_: None,
    ) -> None:
        """Read every row.

        Args:
            sheet: the sheet; it has every column that the mapping names.
            mapping: how its rows become records.
            held: the records of the tracker, which names in cells can mean.
            watch: told now and then how many rows are read, and of how many.

        Raises:
            InvalidData: names in the mapping itself mean nothing, or several records.
        """
        self._watch = watch
        self.sheet = sheet
        self.columns = SheetColumns(sheet)
        self._mapping = mapping
        held = list(held)
        self._names = KnownNames(held)
        empty = frozenset(map(folded, mapping.sheet.empty))
        self._cells = Cells(empty, self._names, frozenset(self._date_columns()))
        self.rows = self._cleaned()
        self.pieces: dict[str, list[Piece]] = {}
        self.ids: list[list[str]] = []
        self.blames: list[Blame] = []
        unmapped = self.columns.unmapped(mapping)
        taker = next((one for one in mapping.parts if issubclass(one.makes, Source)), None)
        self.kept = unmapped if taker else ()
        self.dropped: dict[int, str] = {} if taker else dict.fromkeys(unmapped, _NO_SOURCE)
        self.untaken: list[tuple[int, int, str]] = []
        self._announce()
        self._create_first()
        if unknown := [*self._unknown_names()]:
            raise InvalidData(Problems(unknown))
        makers = [
            PartMaker(
                part,
                self.columns,
                self._cells,
                own=self._own(part),
                kept=unmapped if part is taker else (),
            )
            for part in mapping.parts
        ]
        self._read(makers)
        for place in differing_attributes(self.pieces, self.kept):
            self.dropped.setdefault(place, _ROWS_DIFFER)
        if self.columns.tells_what_is_wrong:
            for place in new_attributes(held, self.pieces, self.kept, sheet):
                self.dropped.setdefault(place, _NO_ATTRIBUTE)
        self.kept = tuple(one for one in self.kept if one not in self.dropped)
        self._agreement = Agreement(sheet, self.rows, self.dropped)

    def _cleaned(self) -> list[Values]:
        """The cells of the rows, cleaned; where they are to be filled down, as what is above."""
        cleaned = self._cells.cleaned
        rows: list[Values] = [[*map(cleaned, row.values)] for row in self.sheet.rows]
        if was_left_out(self.sheet):
            rows = [
                [unguarded(one) if isinstance(one, str) else one for one in row] for row in rows
            ]
        for heading in self._mapping.sheet.fill_down:
            place = self.columns[heading]
            above: Value = None
            for row in rows:
                value = row[place]
                beneath = isinstance(value, Unreadable) and value.beneath
                above = row[place] = above if value is None or beneath else value
        return rows

    def _own(self, part: Part) -> list[int]:
        """The columns that decide whether a row makes a part; what is given for all does not."""
        if part.only_if:
            return [self.columns[one] for one in part.only_if]
        deciding = self._deciding(part)
        return [one for one in deciding if self.sheet.headings[one].letters]

    def _deciding(self, part: Part) -> list[int]:
        others = {
            self.columns[heading]
            for one in self._mapping.parts
            if one is not part
            for heading in one.headings
        }
        read = [self.columns[heading] for heading in part.headings]
        ids = [self.columns[heading] for heading in (part.id.headings if part.id else ())]
        return [one for one in read if one not in others] or read or ids

    def _date_columns(self) -> Iterator[int]:
        """The columns that some part reads as dates."""
        for part in self._mapping.parts:
            known = fillable(part.makes)
            for name, taken in part.fields.items():
                if taken.column and known[name].holds is Holds.DATE:
                    yield self.columns[taken.column]

    def _announce(self) -> None:
        """Have names mean the records that the sheet makes, where columns lead to such."""
        kinds_led_to = [
            link
            for part in self._mapping.parts
            for link in links_of(part.makes)
            if (taken := part.fields.get(link.field)) and (taken.column or taken.template)
        ]
        told = [
            part
            for part in self._mapping.parts
            if part.id and any(link.admits(part.makes) for link in kinds_led_to)
        ]
        needed = [part for part in self._mapping.parts if part.id] if told else []
        makers = [(part, IdMaker(part, self.columns, self._cells.dated)) for part in needed]
        for row, values in enumerate(self.rows):
            made: dict[str, list[str]] = {}
            for part, maker in makers:
                base = maker.base(row, values, made)
                if isinstance(base, Blame) or not (identifier := slug(base[0])):
                    continue
                made[part.name] = [identifier]
                if part in told:
                    self._names.add(part.makes, identifier, self._labels(part, values))

    def _labels(self, part: Part, values: Values) -> Iterator[str]:
        for field in ("title", "name"):
            taken = part.fields.get(field)
            column = taken.column if taken else None
            if column and (text := text_of(values[self.columns[column]])):
                yield text

    def _create_first(self) -> None:
        """Make the agencies and themes that are to be made, so that every column can name them."""
        for part in self._mapping.parts:
            for name, taken in part.fields.items():
                if taken.create and taken.column:
                    read = self._cells.reader(fillable(part.makes)[name], taken)
                    place = self.columns[taken.column]
                    for value in dict.fromkeys(values[place] for values in self.rows):
                        read(value)

    def _unknown_names(self) -> Iterator[Problem]:
        """The names in the mapping itself, in constants and value maps, that mean no one record."""
        for part in self._mapping.parts:
            for name, taken in part.fields.items():
                link = fillable(part.makes)[name].link
                if link is None:
                    continue
                find = self._names.finder(link)
                meant = [one for several in taken.meanings.values() for one in several]
                constant = [] if taken.always is None else names_in(taken.always)
                for one in dict.fromkeys([*constant, *map(str, meant)]):
                    found = find(one)
                    if isinstance(found, Trouble):
                        place = f"{self._mapping.file}: make.{part.name}.{name}"
                        yield error(found.code, "", place, found.sentence)

    def _read(self, makers: Sequence[PartMaker]) -> None:
        for row, values in enumerate(self.rows):
            if row % _OFTEN == 0:
                self._watch(row, len(self.rows))
            made: dict[str, list[str]] = {}
            ids: list[str] = []
            for maker in makers:
                for found in maker.make(row, values, made):
                    if type(found) is Blame:
                        # What cannot be made for want of what a bad cell would make follows.
                        if found.column is not None or not self._is_blamed(row):
                            self.blames.append(found)
                    else:
                        self._take(found, ids)  # type: ignore[arg-type] # it is a piece
            self.ids.append(ids)
            if self._is_blamed(row):
                continue
            # A part without columns is made by every row, and says nothing of this one.
            if not any(one.columns and one.part.name in made for one in makers):
                self.blames += _makes_none(row, values, makers)
            elif len(made) < len(makers):
                untaken = _untaken(row, values, makers, made)
                self.untaken += (one for one in untaken if self.sheet.headings[one[1]].letters)

    def _is_blamed(self, row: int) -> bool:
        """Whether something was found wrong with the row that is being read."""
        return bool(self.blames) and self.blames[-1].row == row

    def _take(self, piece: Piece, ids: list[str]) -> None:
        self.pieces.setdefault(piece.id, []).append(piece)
        ids.append(piece.id)
        if not self._names.created:
            return
        for link in links_of(piece.kind):
            held = piece.raw.get(link.field)
            for target in held if isinstance(held, list) else [held]:
                if target in self._names.created:
                    kind, name = self._names.created[target]
                    column = {"name": piece.columns.get(link.field, 0)}
                    self.pieces.setdefault(target, []).append(
                        Piece(None, kind, target, piece.row, {"name": name}, (), {}, column)
                    )
                    ids.append(target)

    @property
    def makes_more_than_sources(self) -> bool:
        """Whether rows can make something that belongs to a source."""
        return not all(issubclass(one.makes, Source) for one in self._mapping.parts)

    @property
    def left_out(self) -> tuple[str, ...]:
        """The columns that the mapping says are not to be taken."""
        return self._mapping.sheet.leave_out

    @property
    def created(self) -> Mapping[str, tuple[type[Record], str]]:
        """The agencies and themes that names in cells make, by id: their kind and name."""
        return self._names.created

    @property
    def text_columns(self) -> set[int]:
        """The columns of which texts are kept as they are: in fields, attributes, names and ids."""
        headings = [one for part in self._mapping.parts for one in _texts_of(part)]
        return {*self.kept, *(self.columns[one] for one in headings)}

    def together(self, pieces: Sequence[Piece]) -> tuple[dict[str, Any], list[Blame]]:
        """The fields of a record as some rows give them, and where these rows do not agree."""
        return self._agreement.of(pieces)


_OFTEN = 500
_NO_SOURCE = "the mapping does not name it, and its rows make no source whose attribute it could be"
_ROWS_DIFFER = "the mapping does not name it, and the rows of one source differ in it"
_NO_ATTRIBUTE = (
    "the mapping does not name it, and it was made no attribute when the other rows were taken"
)
_MAKES_NONE = Trouble(
    "makes-nothing", "the row makes no record by this mapping; fill it in, or take it away"
)


def _makes_none(row: int, values: Values, makers: Sequence[PartMaker]) -> list[Blame]:
    """Why a row makes nothing: cells that cannot be read, or that nothing stands in those read."""
    read = sorted({place for one in makers for place in one.columns})
    found = [Blame(row, place, trouble) for place in read if (trouble := unreadable(values[place]))]
    return found or [Blame(row, None, _MAKES_NONE)]


def _untaken(
    row: int, values: Values, makers: Sequence[PartMaker], made: Made
) -> Iterator[tuple[int, int, str]]:
    """The filled cells of a row that only a part which it does not make would take."""
    taken = {place for one in makers if one.part.name in made for place in one.columns}
    lacking: dict[int, list[str]] = {}
    for one in makers:
        for place in one.columns - taken:
            if values[place] is not None:
                lacking.setdefault(place, []).append(kind_words(one.part.makes.kind))
    return ((row, place, " and no ".join(what)) for place, what in sorted(lacking.items()))


def _texts_of(part: Part) -> Iterator[str]:
    """The headings of the columns whose texts a part keeps as they are."""
    yield from part.attributes
    yield from part.id.headings if part.id else ()
    known = fillable(part.makes)
    for name, taken in part.fields.items():
        if taken.create or known[name].holds is Holds.TEXT:
            yield from taken.headings
