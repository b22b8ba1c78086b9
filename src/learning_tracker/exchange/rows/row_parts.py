"""What each row of a sheet makes: pieces of records, and what is wrong with its cells."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from learning_tracker.exchange.folding import slug
from learning_tracker.exchange.holding import Fillable, Holds, fillable
from learning_tracker.exchange.mappings.mapping import Part, Taken
from learning_tracker.exchange.mappings.sheet_columns import SheetColumns
from learning_tracker.exchange.mappings.templates import Template
from learning_tracker.exchange.rows.cell_readers import Cells, Reader, text_of, unreadable
from learning_tracker.exchange.rows.known_names import Trouble, a_record
from learning_tracker.exchange.rows.pieces import CLEARED, Blame, Piece, Values
from learning_tracker.exchange.rows.row_ids import IdMaker
from learning_tracker.exchange.sheets.sheet import Unreadable, Value
from learning_tracker.wording import quoted

Made = dict[str, list[str]]
"""The ids that the parts of a mapping made of a row, by the parts' names."""


@attrs.frozen
class _Step:
    """How one field is filled from cells.

    Attributes:
        field: its name.
        column: the place of its column; of a template, of the first.
        read: what reads a value.
        many: whether the field holds several.
        required: whether no record can be without it.
        fans: whether several values make several records.
        clears: whether an empty cell empties the field.
        fill: what puts the value together, where several columns fill the field; a cell that
            cannot be read, if one of them is.
    """

    field: str
    column: int
    read: Reader
    many: bool
    required: bool
    fans: bool
    clears: bool
    fill: Callable[[Values], Value] | None = None


class _NoSuchRecord(Exception):
    """The words in a cell say that the row makes no record of this part."""


class PartMaker:
    """Makes the records of one part of a mapping, row by row.

    Attributes:
        part: the part.
        columns: the places of the columns that it reads.
    """

    def __init__(
        self,
        part: Part,
        columns: SheetColumns,
        cells: Cells,
        *,
        own: Sequence[int],
        kept: Sequence[int],
    ) -> None:
        """Put together what reads its columns.

        Args:
            part: the part.
            columns: the columns of the sheet.
            cells: what holds for all cells.
            own: the columns of which one must be filled for a row to make the part; none where
                every row does.
            kept: the unmapped columns that become attributes of what it makes.
        """
        self.part = part
        ids = part.id.headings if part.id else ()
        self.columns = frozenset(columns[heading] for heading in (*part.headings, *ids))
        self._own = own
        known = fillable(part.makes)
        self._steps = [
            _step(known[name], taken, columns, cells)
            for name, taken in part.fields.items()
            if taken.column is not None or taken.template is not None
        ]
        self._links = [
            (name, known[name].many, taken.same_row)
            for name, taken in part.fields.items()
            if taken.same_row
        ]
        self._constants = dict(_constants(part, known, cells))
        self._ids = IdMaker(part, columns, cells.dated) if part.id else None
        self._named = [columns[heading] for heading in part.attributes]
        self._attributes = tuple(dict.fromkeys((*self._named, *kept)))
        self._columns = {one.field: one.column for one in self._steps}

    def make(self, row: int, values: Values, made: Made) -> Iterator[Piece | Blame]:
        """What the row makes, and what is wrong with its cells.

        Args:
            row: its place among the rows.
            values: its cells.
            made: the ids that earlier parts made of it; those made here are added.
        """
        if self._own and not any(values[place] is not None for place in self._own):
            return
        raw: dict[str, Any] = {}
        # What a field is filled from is told there; the rest nothing else looks at.
        blames = [
            Blame(row, place, trouble)
            for place in dict.fromkeys((*self._named, *self._undecided(values)))
            if (trouble := unreadable(values[place]))
        ]
        try:
            fanned = self._fill(row, values, raw, blames)
        except _NoSuchRecord:
            made[self.part.name] = []
            return
        for field, many, names in self._links:
            ids = [one for name in names for one in made.get(name, ())]
            if ids:
                raw[field] = ids if many else ids[0]
        raw |= self._constants
        yield from blames
        for one in [{**raw, fanned: each} for each in raw[fanned]] if fanned else [raw]:
            if self._ids is not None or self._is_placed(one):
                yield self._piece(row, values, one, made, str(one[fanned]) if fanned else "")
            else:
                yield from self._lacking(row, one, blames)

    def _undecided(self, values: Values) -> Iterator[int]:
        """The columns that no field reads and that alone say whether the row makes the part."""
        if all(values[one] is None or unreadable(values[one]) for one in self._own):
            yield from (one for one in self._own if one not in self.columns)

    def _fill(self, row: int, values: Values, raw: dict[str, Any], blames: list[Blame]) -> str:
        """Fill in what cells hold; the field that is to be fanned out, if any."""
        fanned = ""
        for step in self._steps:
            value = values[step.column] if step.fill is None else step.fill(values)
            if value is None:
                if step.clears:
                    raw[step.field] = CLEARED
                continue
            found = step.read(value)
            if isinstance(found, Trouble):
                blames.append(Blame(row, step.column, found))
            elif found is None:
                if step.required:
                    raise _NoSuchRecord
            elif step.many or step.fans:
                raw[step.field] = list(found)
                fanned = step.field if step.fans else fanned
            else:
                raw[step.field] = found[0]
        return fanned

    def _piece(
        self, row: int, values: Values, raw: dict[str, Any], made: Made, ending: str
    ) -> Piece | Blame:
        """What the row says of a record, or why it can have no id."""
        base = self._ids.base(row, values, made) if self._ids else self._derived(raw)
        if isinstance(base, Blame):
            return base
        text, key = base
        identifier = slug(f"{text}-{ending}" if ending and self._ids else text)
        if not identifier:
            sentence = f"no letter and no digit is left to make an id of in {quoted(text)}"
            return Blame(row, None, Trouble("no-id", sentence))
        made.setdefault(self.part.name, []).append(identifier)
        attributes = {
            place: text_of(values[place]) for place in self._attributes if values[place] is not None
        }
        kind = self.part.makes
        return Piece(self.part, kind, identifier, row, raw, key, attributes, self._columns)

    def _is_placed(self, raw: dict[str, Any]) -> bool:
        """Whether it is known what the record belongs to, and its date."""
        return raw.get("on") not in (None, CLEARED) and all(one[0] in raw for one in self._links)

    def _lacking(self, row: int, raw: dict[str, Any], blames: list[Blame]) -> Iterator[Blame]:
        """Why the row can have no id of what the record belongs to and its date."""
        for field, _, names in self._links:
            if field not in raw:
                what = a_record(self.part.makes.kind)
                sentence = f"the row fills in {what}, and makes no {' or '.join(names)} for it"
                yield Blame(row, None, Trouble("no-id", sentence))
        # A date that cannot be read is there; and what nobody understands may need none.
        told = {one.column for one in blames}
        if raw.get("on") in (None, CLEARED) and told.isdisjoint(
            self._columns[one] for one in ("on", "event") if one in self._columns
        ):
            sentence = "the cell is empty, and a date is needed here; fill it in"
            yield Blame(row, self._columns.get("on"), Trouble("missing-key", sentence))

    def _derived(self, raw: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
        """An id made of what the record belongs to, what it is, by whom and its date."""
        pieces: list[str] = []
        for field, many, _ in self._links:
            pieces += raw[field] if many else [raw[field]]
        pieces.append(str(raw.get("event", self.part.makes.kind)))
        pieces += [raw["agency"]] if "agency" in raw else []
        pieces.append(str(raw["on"]))
        return "-".join(pieces), tuple(pieces)


def _step(known: Fillable, taken: Taken, columns: SheetColumns, cells: Cells) -> _Step:
    several = any(len(meant) > 1 for meant in taken.meanings.values())
    fill = _filler(Template.parse(taken.template), columns) if taken.template else None
    first = next(iter(taken.headings), "")
    return _Step(
        field=known.field.name,
        column=columns[first] if first else 0,
        read=cells.reader(known, taken),
        many=known.many,
        required=known.required,
        fans=several and not known.many and known.holds is Holds.WORD,
        clears=taken.clear,
        fill=fill,
    )


def _filler(template: Template, columns: SheetColumns) -> Callable[[Values], Value]:
    """What puts a text together of several cells; None where all are empty."""
    places = {one: columns[one] for one in template.headings}

    def fill(values: Values) -> Value:
        for place in places.values():
            if isinstance(values[place], Unreadable):
                return values[place]
        held = {heading: text_of(values[place]) for heading, place in places.items()}
        return template.filled(held.__getitem__).strip() if any(held.values()) else None

    return fill


def _constants(
    part: Part, known: Mapping[str, Fillable], cells: Cells
) -> Iterator[tuple[str, Any]]:
    """The fields that are the same in every row; names there were looked up before."""
    for name, taken in part.fields.items():
        if taken.always is None:
            continue
        field = known[name]
        if field.link is None:
            listed = field.many and isinstance(taken.always, str)
            yield name, [taken.always] if listed else taken.always
        else:
            find = cells.names.finder(field.link)
            found = [find(one) for one in names_in(taken.always)]
            yield name, found if field.many else found[0]


def names_in(meant: object) -> list[str]:
    """The names in a value of a mapping that leads to records: one, or a list of them."""
    return [str(one) for one in (meant if isinstance(meant, list) else [meant])]
