"""What each row of a sheet makes: pieces of records, and what is wrong with its cells."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from learning_tracker.errors import quoted
from learning_tracker.exchange.cell_readers import Cells, Reader, text_of
from learning_tracker.exchange.folding import slug
from learning_tracker.exchange.holding import Fillable, Holds, fillable
from learning_tracker.exchange.known_names import Trouble
from learning_tracker.exchange.mapping import Part, Taken
from learning_tracker.exchange.pieces import CLEARED, Blame, Piece, Values
from learning_tracker.exchange.row_ids import IdMaker
from learning_tracker.exchange.sheet_columns import SheetColumns
from learning_tracker.exchange.templates import Template
from learning_tracker.kinds import kind_words


@attrs.frozen
class _Step:
    """How one field is filled from a column."""

    field: str
    column: int
    read: Reader
    many: bool
    required: bool
    fans: bool
    default: Any


class PartMaker:
    """Makes the records of one part of a mapping, row by row.

    Attributes:
        part: the part.
    """

    def __init__(
        self, part: Part, columns: SheetColumns, cells: Cells, own: Sequence[int],
        kept: Sequence[int],
    ) -> None:  # fmt: skip
        """Put together what reads its columns.

        Args:
            part: the part.
            columns: the columns of the sheet.
            cells: what holds for all cells.
            own: the columns of which one must be filled for a row to make the part.
            kept: the unmapped columns that become attributes of what it makes.
        """
        self.part = part
        self._cells = cells
        self._own = own
        known = fillable(part.makes)
        required = {one.name for one in attrs.fields(part.makes) if one.default is attrs.NOTHING}
        self._constants = dict(_constants(part, known, cells))
        self._troubled = [one for one in self._constants.values() if isinstance(one, Trouble)]
        self._steps = [
            _step(known[name], taken, columns, cells, name in required)
            for name, taken in part.fields.items()
            if taken.column is not None
        ]
        self._templates = [
            _templated(known[name], taken, columns, cells)
            for name, taken in part.fields.items()
            if taken.template is not None
        ]
        self._links = [
            (name, known[name].many, taken.same_row, name in required)
            for name, taken in part.fields.items()
            if taken.same_row
        ]
        self._ids = IdMaker(part, columns, cells) if part.id else None
        explicit = [columns[heading] for heading in part.attributes]
        self._attributes = tuple(dict.fromkeys((*explicit, *kept)))
        self.columns = {one.field: one.column for one in self._steps}
        self.columns |= {field: place for field, place, _, _ in self._templates}
        self._fans = any(one.fans for one in self._steps)

    def make(self, row: int, values: Values, made: dict[str, list[str]]) -> Iterator[Piece | Blame]:
        """What the row makes, and what is wrong with its cells.

        Args:
            row: its place among the rows.
            values: its cells.
            made: the ids that earlier parts made of it, by name; those made here are added.
        """
        is_empty = self._cells.is_empty
        if not any(not is_empty(values[place]) for place in self._own):
            return
        raw: dict[str, Any] = {}
        fan: tuple[str, tuple[Any, ...]] | None = None
        blames = []
        for step in self._steps:
            found = step.read(values[step.column])
            if found is None and step.required:
                return  # the words in the cell say that there is no such record
            if type(found) is Trouble:
                blames.append(Blame(row, step.column, found))
            elif not found:
                if step.default is CLEARED:
                    raw[step.field] = CLEARED
            elif step.many:
                raw[step.field] = list(found)
            else:
                raw[step.field] = found[0]
                if step.fans:
                    fan = (step.field, found)
        for field, place, read, fill in self._templates:
            found = read(fill(values))
            if type(found) is Trouble:
                blames.append(Blame(row, place, found))
            elif found:
                raw[field] = list(found) if fillable(self.part.makes)[field].many else found[0]
        for field, many, names, _ in self._links:
            ids = [one for name in names for one in made.get(name, ())]
            if ids:
                raw[field] = ids if many else ids[0]
        raw |= self._constants
        blames += (Blame(row, None, one) for one in self._troubled)
        yield from blames
        yield from self._identified(row, values, raw, fan, made, told=bool(blames))

    def _identified(  # noqa: PLR0913 - what it knows of the row
        self,
        row: int,
        values: Values,
        raw: dict[str, Any],
        fan: tuple[str, tuple[Any, ...]] | None,
        made: dict[str, list[str]],
        *,
        told: bool,
    ) -> Iterator[Piece | Blame]:
        for field, value in self._each(raw, fan):
            whole = {**raw, field: value} if field else raw
            base = self._ids.base(row, values, made) if self._ids else self._derived(row, whole)
            if isinstance(base, Blame):
                if not (told and self.part.id is None):
                    yield base
                return
            text, key = base
            identifier = slug(f"{text}-{value}" if field and self._ids else text)
            if not identifier:
                sentence = f"no letter and no digit is left to make an id of in {quoted(text)}"
                yield Blame(row, None, Trouble("no-id", sentence))
                return
            made.setdefault(self.part.name, []).append(identifier)
            attributes = {
                place: text_of(values[place])
                for place in self._attributes
                if not self._cells.is_empty(values[place])
            }
            yield Piece(
                self.part, self.part.makes, identifier, row, whole, key, attributes, self.columns
            )

    def _each(
        self, raw: dict[str, Any], fan: tuple[str, tuple[Any, ...]] | None
    ) -> list[tuple[str, Any]]:
        """The field by which the row makes several records, with each value; else one pair."""
        if not self._fans or fan is None:
            return [("", None)]
        return [(fan[0], value) for value in fan[1]]

    def _derived(self, row: int, raw: dict[str, Any]) -> tuple[str, tuple[str, ...]] | Blame:
        """An id made of what the record belongs to, what it is and its date."""
        pieces = []
        for field, many, names, _ in self._links:
            held = raw.get(field)
            if held is None:
                what = kind_words(self.part.makes.kind)
                sentence = f"the row fills in a {what}, and makes no {' or '.join(names)} for it"
                return Blame(row, None, Trouble("no-id", sentence))
            pieces += held if many else [held]
        if raw.get("on") in (None, CLEARED):
            sentence = "the cell is empty, and a date is needed here; fill it in"
            return Blame(row, self.columns.get("on"), Trouble("missing-key", sentence))
        pieces.append(str(raw.get("event", self.part.makes.kind)))
        pieces += (str(raw[one]) for one in ("agency", "by") if one in raw and one == "agency")
        pieces.append(str(raw["on"]))
        return "-".join(pieces), tuple(pieces)


def _step(
    known: Fillable,
    taken: Taken,
    columns: SheetColumns,
    cells: Cells,
    required: bool,  # noqa: FBT001 - a fact of the field
) -> _Step:
    several = any(len(meant) > 1 for meant in taken.meanings.values())
    return _Step(
        field=known.field.name,
        column=columns[str(taken.column)],
        read=cells.reader(known, taken),
        many=known.many,
        required=required,
        fans=several and not known.many and known.holds is Holds.WORD,
        default=CLEARED if taken.clear else None,
    )


def _templated(
    known: Fillable, taken: Taken, columns: SheetColumns, cells: Cells
) -> tuple[str, int, Reader, Callable[[Values], str | None]]:
    """A field that several columns fill: its name, the first column, and what reads them."""
    template = Template.parse(str(taken.template))
    places = {one: columns[one] for one in template.headings}

    def fill(values: Values) -> str | None:
        held = {
            heading: "" if cells.is_empty(values[place]) else text_of(values[place])
            for heading, place in places.items()
        }
        return template.filled(held.__getitem__) if any(held.values()) else None

    first = next(iter(places.values()), 0)
    return known.field.name, first, cells.reader(known, taken), fill


def _constants(
    part: Part, known: Mapping[str, Fillable], cells: Cells
) -> Iterator[tuple[str, Any]]:
    for name, taken in part.fields.items():
        if taken.always is None:
            continue
        field = known[name]
        listed = taken.always if isinstance(taken.always, list) else [taken.always]
        if field.link is not None:
            find = cells.names.finder(field.link, create=False)
            listed = [find(str(one)) for one in listed]
            if trouble := next((one for one in listed if isinstance(one, Trouble)), None):
                yield name, trouble
                continue
        yield name, listed if field.many else taken.always if field.link is None else listed[0]
