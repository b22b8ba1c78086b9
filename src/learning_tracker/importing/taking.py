"""A sheet and a mapping become a preview, and a preview becomes a change."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import attrs

from learning_tracker.errors import InvalidArgument, InvalidData, KeptBack, WouldOverwrite
from learning_tracker.exchange.mappings.mapping import SheetMapping
from learning_tracker.exchange.mappings.ready_mappings import mapping_at
from learning_tracker.exchange.mappings.sheet_columns import SheetColumns
from learning_tracker.exchange.rows.gathering import Gathered
from learning_tracker.exchange.rows.given_columns import with_given
from learning_tracker.exchange.rows.left_out import left_out
from learning_tracker.exchange.rows.pieces import Blame
from learning_tracker.exchange.sheets.grid import listed
from learning_tracker.exchange.sheets.reading import read_sheet
from learning_tracker.exchange.sheets.sheet import Sheet, Value
from learning_tracker.files import replace_file
from learning_tracker.importing.looked_at import looked_at
from learning_tracker.importing.preview import Planned, Preview, RefusedRow
from learning_tracker.importing.settling import Settled, settle
from learning_tracker.kinds import Record, kind_words
from learning_tracker.network import Network
from learning_tracker.pausing import collection_paused
from learning_tracker.problems import Problem, Problems, error
from learning_tracker.tracker import Tracker

Watch = Callable[[str, int, int], None]
"""Told what is done, how much of it and of how much."""

WHY = "a sheet was imported"


_NOTHING: Mapping[str, str] = MappingProxyType({})


def _unwatched(*_: object) -> None:
    """Nobody is told."""


def preview_import(
    tracker: Tracker,
    sheet: str | Path | Sheet,
    mapping: str | Path | SheetMapping,
    *,
    given: Mapping[str, str] = _NOTHING,
    watch: Watch = _unwatched,
) -> Preview:
    """What a sheet would change in a tracker; nothing is changed.

    Args:
        tracker: the tracker; all its records count, whatever its date.
        sheet: the path of a .xlsx, .csv or .tsv file, or a sheet that was read.
        mapping: the path of the mapping in TOML, the name of a ready one, or one that was read.
        given: what stands in none of its columns and is the same in all rows, by the headings
            that the mapping has for it.
        watch: told now and then how far it is.

    Raises:
        StoreProblem: one of the files cannot be read.
        InvalidData: the mapping is not as it should be, or names columns that the sheet has not;
            or the sheet cannot be read for certain.
        UnknownChoice: the workbook has no sheet of the name that the mapping states.
        MissingExtra: it is a workbook, and openpyxl is not installed.
        KeptBack: the tracker is for the public.
    """
    return Prepared(tracker, sheet, mapping, watch, given=given).preview


def import_sheet(  # noqa: PLR0913 - what is imported, and who says so
    tracker: Tracker,
    sheet: str | Path | Sheet,
    mapping: str | Path | SheetMapping,
    *,
    given: Mapping[str, str] = _NOTHING,
    by: str = "",
    why: str = WHY,
    leave_out_bad_rows: str | Path | None = None,
    watch: Watch = _unwatched,
) -> Preview:
    """Take a sheet into a tracker, as one change; taking the same sheet twice changes nothing.

    A field that the mapping does not mention, and one whose cell is empty, stays as it is.

    Args:
        tracker: the tracker.
        sheet: the path of a .xlsx, .csv or .tsv file, or a sheet that was read.
        mapping: the path of the mapping in TOML, the name of a ready one, or one that was read.
        given: what stands in none of its columns and is the same in all rows, by the headings
            that the mapping has for it.
        by: who makes the change: a role or a group, never an officer's name.
        why: the reason.
        leave_out_bad_rows: a new file for the rows that cannot be taken, with the reasons, to be
            mended and imported in their turn; None to take nothing if there are such.
        watch: told now and then how far it is.

    Returns:
        what was done.

    Raises:
        InvalidData: rows are refused, and are not to be left out; or as for `preview_import`.
        WouldOverwrite: the file for the rows left out is there already.
        InvalidArgument: it is no file of the same sort as the sheet.
        NoAuthor: the tracker is kept in a database, and `by` is blank.
        ConflictError: others changed the same records meanwhile; nothing is changed.
        StoreProblem: a file cannot be read, or the change not be kept; nothing is changed.
        ReadOnly: the tracker is as at a date.
    """
    prepared = Prepared(tracker, sheet, mapping, watch, given=given)
    return prepared.apply(tracker, by=by, why=why, leave_out_bad_rows=leave_out_bad_rows)


class Prepared:
    """A sheet held against a tracker.

    Attributes:
        preview: what it would change.
    """

    def __init__(
        self,
        tracker: Tracker,
        sheet: str | Path | Sheet,
        mapping: str | Path | SheetMapping,
        watch: Watch = _unwatched,
        *,
        given: Mapping[str, str] = _NOTHING,
    ) -> None:
        """Read the sheet and hold it against the tracker; see `preview_import`."""
        if tracker.view.public:
            raise KeptBack(
                "no sheet is held against a tracker for the public: what would change tells of "
                "what is not published",
                "use the tracker that it was made from",
            )
        self._mapping = mapping if isinstance(mapping, SheetMapping) else mapping_at(mapping)
        with collection_paused():
            watch("reading", 0, 1)
            self._sheet = sheet if isinstance(sheet, Sheet) else _read(sheet, self._mapping)
            watch("reading", 1, 1)
            whole = with_given(self._sheet, self._mapping, given)
            if lacking := Problems(SheetColumns(whole).lacking(self._mapping)):
                raise InvalidData(lacking)
            network = tracker.view.network
            self._gathered = Gathered(
                whole, self._mapping, network.of(Record), lambda *far: watch("rows", *far)
            )
            self._settled = settle(self._gathered, network, lambda *far: watch("records", *far))
            self.preview = _preview(self._gathered, self._settled, network)

    def apply(
        self, tracker: Tracker, *, by: str, why: str, leave_out_bad_rows: str | Path | None
    ) -> Preview:
        """Change the tracker as the preview tells; see `import_sheet`."""
        if leave_out_bad_rows is None:
            if self.preview.refused:
                raise InvalidData(self.preview.problems.errors)
            return self._apply(tracker, by, why)
        path = Path(leave_out_bad_rows)
        self.must_be_new(path)
        self._write_left_out(path)
        try:
            return self._apply(tracker, by, why)
        except BaseException:
            path.unlink(missing_ok=True)  # no row was taken, so none is left out
            raise

    def _apply(self, tracker: Tracker, by: str, why: str) -> Preview:
        if self.preview.planned:
            with tracker.change(by=by, why=why):
                for one in self.preview.planned:
                    if one.before is None:
                        tracker.add(one.record)
                    else:
                        tracker.replace(one.record)
        return attrs.evolve(self.preview, applied=True)

    def must_be_new(self, path: Path) -> None:
        """Make sure that the rows left out can have a file of their own, of the sheet's sort.

        Raises:
            WouldOverwrite: there is such a file already.
            InvalidArgument: it is no file of the same sort as the sheet.
        """
        ending = Path(self._sheet.file).suffix.casefold()
        if path.suffix.casefold() != ending:
            name = "leave_out_bad_rows"
            raise InvalidArgument(name, f"a file that ends in {ending}, as the sheet", path.name)
        if path.exists():
            raise WouldOverwrite(path)

    def _write_left_out(self, path: Path) -> None:
        """Write the rows that are refused, if there are any, with the reasons."""
        if not self.preview.refused:
            return
        rows = zip(
            map(self._as_it_stood, sorted(self._settled.refused)),
            ("\n".join(one.reasons) for one in self.preview.refused),
            strict=True,
        )
        heading_row = self._mapping.sheet.heading_row
        content = left_out(self._sheet, heading_row, rows, path.suffix.casefold())
        replace_file(path, content)

    def _as_it_stood(self, row: int) -> list[Value]:
        """The cells of a row as they were; what stands above it no longer does, so that stays."""
        values = list(self._sheet.rows[row].values)
        for heading in self._mapping.sheet.fill_down:
            place = self._gathered.columns[heading]
            if place >= len(values):  # it is given, and stands in no cell
                continue
            values[place] = self._gathered.rows[row][place]
        return values


def _read(path: str | Path, mapping: SheetMapping) -> Sheet:
    return read_sheet(path, mapping.sheet.name or None, mapping.sheet.heading_row)


def _preview(gathered: Gathered, settled: Settled, network: Network) -> Preview:
    sheet = gathered.sheet
    planned, same = [], []
    for identifier in gathered.pieces:
        record = settled.records.get(identifier)
        if record is None:
            continue
        before = network.get(identifier)
        if before == record:
            same.append(record)
        else:
            rows = _rows(gathered, settled, identifier)
            planned.append(Planned(record, before, rows))
    # Two records of a row may want the same cell, and what is given for all rows is told once.
    found = [*_problems(sheet, settled), *looked_at(gathered, network)]
    problems = _once(found)
    return Preview(
        title=f"{sheet.file}, sheet {sheet.name}" if sheet.name else sheet.file,
        rows=len(sheet.rows),
        planned=tuple(planned),
        same=tuple(same),
        problems=Problems(problems),
        refused=tuple(_refused(sheet, settled)),
        notes=(*sheet.notes, *_columns_told(gathered), *_names_told(gathered, planned)),
    )


def _once(problems: Iterable[Problem]) -> Iterable[Problem]:
    """The problems, each that reads like another one told once."""
    told: dict[tuple[str, str, str], Problem] = {}
    for one in problems:
        told.setdefault((one.code, one.place, one.sentence), one)
    return told.values()


def _rows(gathered: Gathered, settled: Settled, identifier: str) -> tuple[int, ...]:
    """The numbers of the rows that are taken and make a record."""
    rows = dict.fromkeys(one.row for one in gathered.pieces[identifier])
    return tuple(gathered.sheet.rows[row].number for row in rows if row not in settled.refused)


def _problems(sheet: Sheet, settled: Settled) -> Iterator[Problem]:
    """What is wrong, row by row; what is refused only for the sake of others is no cause."""
    for row in sorted(settled.refused):
        for one in dict.fromkeys(settled.refused[row]):
            if not one.follows:
                place = _place(sheet, one)
                yield error(one.trouble.code, one.record, place, one.trouble.sentence)


def _place(sheet: Sheet, blame: Blame) -> str:
    return sheet.place(sheet.rows[blame.row].number, blame.column)


def _refused(sheet: Sheet, settled: Settled) -> Iterator[RefusedRow]:
    for row in sorted(settled.refused):
        number = sheet.rows[row].number
        reasons = (_reason(sheet, one) for one in settled.refused[row])
        yield RefusedRow(number, tuple(dict.fromkeys(reasons)))


def _reason(sheet: Sheet, blame: Blame) -> str:
    """What is the matter; in the file of rows left out cells stand elsewhere, so by heading."""
    if blame.column is None:
        return blame.trouble.sentence
    return f"{sheet.headings[blame.column].text}: {blame.trouble.sentence}"


def _columns_told(gathered: Gathered) -> Iterable[str]:
    headings = gathered.sheet.headings
    if gathered.left_out:
        yield f"Left out, as the mapping says: {', '.join(gathered.left_out)}."
    if gathered.kept:
        names = ", ".join(headings[place].text for place in gathered.kept)
        yield f"Kept as attributes of sources, as the mapping does not name them: {names}."
    for place, why in sorted(gathered.dropped.items()):
        yield f"Column {headings[place].letters}, {headings[place].text}, is not taken: {why}."


def _names_told(gathered: Gathered, planned: Iterable[Planned]) -> Iterator[str]:
    """The agencies and themes that names in cells make, to be looked over."""
    made: dict[str, list[str]] = {}
    for one in planned:
        if one.record.id in gathered.created:
            made.setdefault(kind_words(one.record.kind), []).append(one.record.label)
    for what, names in made.items():
        yield f"New, of kind {what}: {listed(names)}."
