"""What the workbook of a tracker says after people have changed it."""

import re
from collections.abc import Mapping
from typing import Any

import attrs

from learning_tracker.errors import Misfit
from learning_tracker.exchange.sheets.marked_sheets import MARK, MarkedBook
from learning_tracker.exchange.sheets.sheet import Row, Sheet, Unreadable, Value
from learning_tracker.exchange.sheets.writing import LISTS
from learning_tracker.exchange.workbooks.export_mark import Exported, exported_of, fingerprint
from learning_tracker.exchange.workbooks.field_cells import CellColumn
from learning_tracker.exchange.workbooks.record_layouts import Body, RowList, id_column, layout_of
from learning_tracker.exchange.workbooks.tracker_workbook import HOW, sheet_names
from learning_tracker.kinds import Record, kind_words
from learning_tracker.problems import Problem, error, warning
from learning_tracker.wording import near_misses

_PLACE = re.compile(r"records\[0\]\.(?P<field>\w+)(\[(?P<row>\d+)\])?(\.(?P<within>\w+))?")


@attrs.define
class EditedRecord:
    """A row of a sheet of records, with the rows that belong to it.

    Attributes:
        kind: its kind.
        id: its id; one made from its content where the cell is empty.
        body: the values that its cells give, by heading.
        given: the headings that there are.
        where: where it stands.
        cells: where the value under each heading stands.
        rows: of each field with a sheet of its own, where its rows stand: the cells by heading.
        broken: whether a cell of it cannot be read, so that no record can be made.
    """

    kind: type[Record]
    id: str
    body: Body
    given: frozenset[str]
    where: str
    cells: Mapping[str, str]
    rows: dict[str, list[Mapping[str, str]]] = attrs.field(factory=dict)
    broken: bool = False

    def place_of(self, heading: str) -> str:
        """Where the value under a heading stands."""
        return self.cells.get(heading, self.where)

    def located(self, problem: Problem) -> Problem:
        """A problem that the codec or the network has with the record, by sheet and cell."""
        found = _PLACE.match(problem.place)
        if found is None:
            return attrs.evolve(problem, place=self.where)
        field, row, within = found["field"], found["row"], found["within"]
        if row is not None and within and field in self.rows:
            cells = self.rows[field][int(row)]
            return attrs.evolve(problem, place=cells.get(within) or cells[""])
        heading = f"{field}.{within}" if f"{field}.{within}" in self.cells else field
        if problem.code == "missing-key" and heading in self.cells:
            sentence = f"the cell is empty, and every {kind_words(self.kind.kind)} needs it"
            problem = attrs.evolve(problem, sentence=f"{sentence}; fill it in")
        return attrs.evolve(problem, place=self.place_of(heading))


@attrs.frozen
class EditedWorkbook:
    """A workbook of a tracker as it was brought back.

    Attributes:
        exported: what it held as it was exported.
        records: what it holds.
        kinds: the kinds whose sheets are there.
        problems: what is wrong with its cells.
    """

    exported: Exported
    records: tuple[EditedRecord, ...]
    kinds: frozenset[str]
    problems: tuple[Problem, ...]


def edited_workbook(book: MarkedBook) -> EditedWorkbook:
    """Read the workbook of a tracker.

    Raises:
        StoreProblem: a sheet cannot be read.
        InvalidData: its headings are not whole.
    """
    exported = exported_of(book)
    names = sheet_names()
    sheets = book.read(names.values())
    reader = _Reader()
    kinds = set()
    for (kind, field), name in names.items():
        sheet = sheets.get(name)
        if sheet is None:
            continue
        if kind.kind in exported.kinds.values() and not field and _lacks_ids(sheet):
            reader.problems.append(_no_ids(sheet))
        elif field:
            reader.read_rows(kind, layout_of(kind).list_of(field), sheet)
        else:
            kinds.add(kind.kind)
            reader.read_records(kind, sheet)
    for name in book.names:
        if name in sheets or name in {HOW, LISTS, MARK}:
            continue
        place = f"{book.path.name}, sheet {name}"
        sentence = "this sheet is not one of the tracker's and was not read"
        reader.problems.append(warning("unknown-sheet", "", place, sentence))
    return EditedWorkbook(
        exported, tuple(reader.records.values()), frozenset(kinds), tuple(reader.problems)
    )


class _Reader:
    """Reads the sheets one by one."""

    def __init__(self) -> None:
        self.records: dict[str, EditedRecord] = {}
        self.problems: list[Problem] = []

    def read_records(self, kind: type[Record], sheet: Sheet) -> None:
        layout = layout_of(kind)
        columns = self._columns(sheet, layout.columns)
        for row in sheet.rows:
            values = self._values(sheet, row, columns)
            body = {
                one.heading: values[one.heading]
                for one in layout.columns
                if values.get(one.heading, one.left_out) != one.left_out
            }
            given = frozenset(one.heading for one in columns.values())
            identifier = str(body.setdefault("id", f"{kind.kind}-{fingerprint(body)}"))
            cells = {one.heading: sheet.place(row.number, place) for place, one in columns.items()}
            where = sheet.place(row.number)
            record = EditedRecord(kind, identifier, body, given, where, cells)
            record.broken = len(values) < len(columns)
            self._enter(record)

    def _enter(self, record: EditedRecord) -> None:
        first = self.records.setdefault(record.id, record)
        if first is not record:
            sentence = f"the id {record.id} stands in {first.place_of('id')} already; give another"
            self.problems.append(error("duplicate-id", record.id, record.place_of("id"), sentence))

    def read_rows(self, kind: type[Record], rows: RowList, sheet: Sheet) -> None:
        """Read the rows that belong to records of a kind, whose sheet was read before."""
        owners = [one for one in self.records.values() if one.kind is kind]
        for one in owners:
            one.given |= {rows.field}
            one.rows[rows.field] = []
        columns = self._columns(sheet, rows.columns, kind.kind)
        named = [place for place, one in enumerate(sheet.headings) if one.text == kind.kind]
        by_id = {one.id: one for one in owners}
        for row in sheet.rows:
            values = self._values(sheet, row, columns)
            identifier = self._owner(row.values[named[0]]) if named else ""
            owner = by_id.get(identifier)
            if owner is None:
                place = sheet.place(row.number, named[0] if named else None)
                near = near_misses(identifier, by_id)
                sentence = f"no row of the sheet {kind.kind} has the id {identifier!r}{near}"
                self.problems.append(error("unknown-owner", "", place, sentence))
                continue
            owner.broken |= len(values) < len(columns)
            owner.body.setdefault(rows.field, []).append(rows.read(values))
            cells = {one.heading: sheet.place(row.number, place) for place, one in columns.items()}
            owner.rows[rows.field].append({"": sheet.place(row.number), **cells})

    def _owner(self, cell: Value) -> str:
        """The id that a cell names; "" if it names none, which no record has."""
        try:
            return str(id_column().read(cell) or "")
        except Misfit:
            return ""

    def _columns(
        self, sheet: Sheet, columns: tuple[CellColumn, ...], *others: str
    ) -> dict[int, CellColumn]:
        """The columns of a sheet that are known, by their place."""
        known = {one.heading: one for one in columns}
        found = {}
        for place, heading in enumerate(sheet.headings):
            if heading.text in known:
                found[place] = known[heading.text]
            elif heading.text not in others:
                near = near_misses(heading.text, known)
                sentence = f"{heading.text!r} is no field of it; the column was not read{near}"
                self.problems.append(warning("unknown-column", "", sheet.place(1, place), sentence))
        return found

    def _values(self, sheet: Sheet, row: Row, columns: Mapping[int, CellColumn]) -> dict[str, Any]:
        values = {}
        for place, column in columns.items():
            cell = row.values[place]
            try:
                values[column.heading] = column.read(cell)
            except Misfit as misfit:
                where = sheet.place(row.number, place)
                self.problems.append(_misfit(where, cell, misfit))
        return values


def _lacks_ids(sheet: Sheet) -> bool:
    return bool(sheet.rows) and not any(one.text == "id" for one in sheet.headings)


def _no_ids(sheet: Sheet) -> Problem:
    """That nobody can tell which record a row is: each would be taken for a new one."""
    sentence = (
        "the column id is gone, by which its rows are known; put it back with the heading id, or "
        "make the changes in a new export"
    )
    return error("no-ids", "", sheet.place(1), sentence)


def _misfit(place: str, cell: object, misfit: Misfit) -> Problem:
    if isinstance(cell, Unreadable):
        return error("unreadable-cell", "", place, f"the cell cannot be read: {cell.why}")
    return error("wrong-value", "", place, f"{misfit}; correct it")
