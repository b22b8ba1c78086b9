"""A sheet and a mapping become a preview, and a preview becomes a change."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import attrs

from learning_tracker.errors import InvalidData
from learning_tracker.exchange.gathering import Gathered
from learning_tracker.exchange.mapping import SheetMapping
from learning_tracker.exchange.mapping_files import read_mapping
from learning_tracker.exchange.pieces import Blame
from learning_tracker.exchange.sheet import Sheet
from learning_tracker.exchange.sheet_columns import SheetColumns
from learning_tracker.importing.preview import Planned, Preview, RefusedRow
from learning_tracker.importing.settling import Settled, settle
from learning_tracker.kinds import Record
from learning_tracker.network import Network
from learning_tracker.problems import Problem, Problems, error
from learning_tracker.tracker import Tracker


def preview_import(
    tracker: Tracker, sheet: str | Path | Sheet, mapping: str | Path | SheetMapping
) -> Preview:
    """What a sheet would change in a tracker; nothing is changed.

    Args:
        tracker: the tracker.
        sheet: the path of a .xlsx, .csv or .tsv file, or a sheet that was read.
        mapping: the path of the mapping, or one that was read.

    Raises:
        StoreProblem: one of the files cannot be read.
        InvalidData: the mapping is not as it should be, or names columns that are not there.
        MissingExtra: it is a workbook, and openpyxl is not installed.
    """
    rules = mapping if isinstance(mapping, SheetMapping) else read_mapping(mapping)
    read = sheet if isinstance(sheet, Sheet) else _read(sheet, rules)
    if lacking := Problems(SheetColumns(read).lacking(rules)):
        raise InvalidData(lacking)
    network = tracker.view.network
    gathered = Gathered(read, rules, network.of(Record))
    settled = settle(gathered, network)
    return _preview(gathered, settled, network)


def _read(path: str | Path, mapping: SheetMapping) -> Sheet:
    from learning_tracker.exchange.reading import read_sheet

    return read_sheet(path, mapping.sheet.name or None, mapping.sheet.heading_row)


def _preview(gathered: Gathered, settled: Settled, network: Network) -> Preview:
    sheet = gathered.sheet
    planned, same = [], []
    for identifier, record in settled.records.items():
        before = network.get(identifier)
        if before == record:
            same.append(record)
            continue
        rows = (sheet.rows[one.row].number for one in gathered.pieces[identifier]
                if one.row not in settled.refused)  # fmt: skip
        planned.append(Planned(record, before, tuple(dict.fromkeys(rows))))
    return Preview(
        title=f"{sheet.file}, sheet {sheet.name}" if sheet.name else sheet.file,
        rows=len(sheet.rows),
        planned=tuple(planned),
        same=tuple(same),
        problems=Problems(_problems(sheet, settled)),
        refused=tuple(_refused(sheet, settled)),
        notes=(*sheet.notes, *_columns_told(gathered)),
    )


def _problems(sheet: Sheet, settled: Settled) -> Iterator[Problem]:
    """What is wrong, in the order of the rows: not what is refused only for the sake of others."""
    for row in sorted(settled.refused):
        for one in _once(settled.refused[row]):
            if one.trouble.code != "depends-on-refused":
                place = _place(sheet, one)
                yield error(one.trouble.code, one.record, place, one.trouble.sentence)


def _once(blames: Iterable[Blame]) -> Iterable[Blame]:
    return dict.fromkeys(blames)


def _place(sheet: Sheet, blame: Blame) -> str:
    return sheet.place(sheet.rows[blame.row].number, blame.column)


def _refused(sheet: Sheet, settled: Settled) -> Iterator[RefusedRow]:
    for row in sorted(settled.refused):
        reasons = (
            f"{_place(sheet, one).rpartition(', ')[2]}: {one.trouble.sentence}"
            for one in _once(settled.refused[row])
        )
        yield RefusedRow(sheet.rows[row].number, tuple(reasons))


def _columns_told(gathered: Gathered) -> Iterator[str]:
    headings = gathered.sheet.headings
    if gathered.kept:
        names = ", ".join(headings[place].text for place in gathered.kept)
        yield f"Columns that the mapping does not name, kept as attributes of sources: {names}."
    for place, why in sorted(gathered.dropped.items()):
        name = headings[place].text
        yield f"Column {headings[place].letters}, {name}, is not taken: {why}."


def import_sheet(  # noqa: PLR0913 - what is imported, and who says so
    tracker: Tracker,
    sheet: str | Path | Sheet,
    mapping: str | Path | SheetMapping,
    *,
    by: str = "",
    why: str = "",
    leave_out_bad_rows: str | Path | None = None,
) -> Preview:
    """Take a sheet into a tracker, as one change.

    Raises:
        InvalidData: rows are refused, and they are not to be left out; nothing is changed.
    """
    preview = preview_import(tracker, sheet, mapping)
    if preview.refused and leave_out_bad_rows is None:
        raise InvalidData(preview.problems)
    with tracker.change(by=by, why=why):
        for one in preview.planned:
            if one.before is None:
                tracker.add(one.record)
            else:
                tracker.replace(one.record)
    return attrs.evolve(preview, applied=True)
