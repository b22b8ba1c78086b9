"""A mapping drafted for a sheet: what its headings and cells tell, and questions on the rest.

The draft is a valid mapping whatever the sheet, and begins to be useful where the sheet is an
action plan or a register of recommendations. What cannot be told is written down as a question,
never decided.
"""

from collections.abc import Iterator
from pathlib import Path

from learning_tracker.exchange.drafts.column_facts import some
from learning_tracker.exchange.drafts.drafted_columns import Columns
from learning_tracker.exchange.drafts.drafted_fields import DraftedPart
from learning_tracker.exchange.drafts.drafted_parts import parts_of
from learning_tracker.exchange.drafts.heading_words import Role
from learning_tracker.exchange.mappings.toml_text import Plain, comment, table, text
from learning_tracker.exchange.mappings.toml_text import value as in_toml
from learning_tracker.exchange.sheets.reading import read_sheet
from learning_tracker.exchange.sheets.sheet import Sheet, Unreadable, Value


def draft_mapping(
    sheet: str | Path | Sheet, *, name: str | None = None, heading_row: int = 1
) -> str:
    """A mapping for a sheet, in TOML, to be read and mended by a person.

    Args:
        sheet: the path of a .xlsx, .csv or .tsv file, or a sheet that was read.
        name: the worksheet; None for the only one that holds something.
        heading_row: the row with the headings, counted from 1.

    Returns:
        the content of a mapping file, with a comment on whatever could not be told.

    Raises:
        StoreProblem: the file cannot be read, or is none that can be taken.
        UnknownChoice: there is no worksheet of that name.
        InvalidArgument: `heading_row` is less than 1.
        InvalidData: its headings or its rows are not as they must be.
        MissingExtra: it is a workbook, and openpyxl is not installed.
    """
    held = sheet if isinstance(sheet, Sheet) else read_sheet(sheet, name, heading_row)
    columns = Columns(held)
    parts = parts_of(columns)
    lines = comment(_ABOUT)
    for section in (_sheet(held, columns, parts, heading_row), *map(_part, parts)):
        lines += ["", *section]
    if told := [*_left(columns)]:
        lines += ["", *(line for one in told for line in comment(one))]
    return text(lines)


_ABOUT = (
    "This mapping was drafted from the headings and cells of a sheet. It can be used as it is; "
    "read its comments first. A line that begins with # and no space is switched off."
)

_PEOPLE = (
    "The columns that are left out seem to name people, and no tracker holds names of officers. "
    "Is that so?"
)


def _sheet(
    sheet: Sheet, columns: Columns, parts: list[DraftedPart], heading_row: int
) -> Iterator[str]:
    content: dict[str, Plain] = {}
    if sheet.name.strip() and sheet.name.isprintable():
        content["name"] = sheet.name
    if heading_row > 1:
        content["heading_row"] = heading_row
    if columns.empty:
        content["empty"] = list(columns.empty)
        yield from comment("The words in “empty” say as much as an empty cell. Is that so?")
    people = [one.heading for one in columns.take_all(Role.OFFICER)]
    if people:
        content["leave_out"] = list(people)
        yield from comment(_PEOPLE)
    if unreadable := [cell for one in columns.all for cell in one.unreadable]:
        yield from comment(
            f"What stands in {some(unreadable)} cannot be read. The preview says why."
        )
    yield from table("sheet", content)
    yield from _gaps(columns, parts)


def _gaps(columns: Columns, parts: list[DraftedPart]) -> Iterator[str]:
    """The empty cells that may mean what stands above them."""
    statement = next((one.fields.get("statement") for one in parts if one.name == "action"), None)
    done = next((one for one in columns.all if one.heading == statement), None)
    gaps: dict[str, str] = {}
    ids = " ".join(str(one.fields["id"]) for one in parts if one.name == "recommendation")
    watched = columns.of(Role.SOURCE, Role.RECOMMENDATION)
    watched += [one for one in columns.all if f"{{{one.heading}}}" in ids and one not in watched]
    for column in watched:
        if done is None or column is done:
            continue
        rows = columns.beside(column, done)
        empty = [cell for above, here, cell in rows if _is_gap(above) and here is not None]
        if empty:
            gaps[column.heading] = some(empty)
    if gaps:
        places = ", ".join(f"{cells} of “{heading}”" for heading, cells in gaps.items())
        yield from comment(
            f"Nothing stands in {places}. If that means what stands above, switch this on:"
        )
        yield f"#fill_down = {in_toml(list(gaps))}"


def _is_gap(value: Value) -> bool:
    return value is None or (isinstance(value, Unreadable) and value.beneath)


def _part(part: DraftedPart) -> Iterator[str]:
    for one in part.comments:
        yield from comment(one)
    lines = table(f"make.{part.name}", part.fields)
    yield from (f"#{line}" for line in lines) if part.off else lines


def _left(columns: Columns) -> Iterator[str]:
    """The columns of which the draft makes nothing."""
    left = [f"“{one.heading}”" for one in columns.left()]
    if left:
        yield (
            f"Nothing was made of these columns: {', '.join(left)}. They become attributes of the "
            "review where its rows say the same; otherwise the preview tells that they are not "
            "taken."
        )
    if columns.unnamed:
        letters = ", ".join(columns.unnamed)
        yield f"No mapping can name these columns, for the signs in their headings: {letters}."
