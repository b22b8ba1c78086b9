"""One entry to every sort of sheet that people bring."""

from pathlib import Path

from learning_tracker.errors import InvalidArgument, StoreProblem
from learning_tracker.exchange.sheets.archive import content_of
from learning_tracker.exchange.sheets.delimited import read_delimited
from learning_tracker.exchange.sheets.sheet import Sheet
from learning_tracker.exchange.sheets.workbook import read_workbook

_DELIMITED = (".csv", ".tsv")
_WORKBOOK = ".xlsx"

_SAVE_AS = "open it in Excel or LibreOffice, save it as .xlsx, and bring that"
_MACROS = f"it may hold macros, which are programs; {_SAVE_AS}"
_NO_SHEET = f"only sheets in .xlsx, .csv and .tsv are taken; {_SAVE_AS}"
_OTHERS = {
    ".xlsm": _MACROS,
    ".xltm": _MACROS,
    ".xls": f"it is a workbook of the old sort (.xls); {_SAVE_AS}",
    ".xlsb": f"it is a binary workbook (.xlsb); {_SAVE_AS}",
    ".ods": f"it is an OpenDocument file (.ods); {_SAVE_AS}",
    ".numbers": "it is a Numbers file; in Numbers choose File, Export To, Excel",
}


def read_sheet(path: Path | str, name: str | None = None, header_row: int = 1) -> Sheet:
    """Read one sheet of a .xlsx, .csv or .tsv file.

    Args:
        path: the file.
        name: the worksheet; None for the only one that holds something.
        header_row: the row with the headings, counted from 1; what stands above is not read.

    Raises:
        StoreProblem: the file cannot be read, or is none that can be taken.
        UnknownChoice: there is no worksheet of that name.
        InvalidArgument: `header_row` is less than 1.
        InvalidData: its headings or its rows are not as they must be.
        MissingExtra: openpyxl is not installed, and a workbook is to be read.
    """
    path = Path(path)
    sort = path.suffix.casefold()
    if header_row < 1:
        raise InvalidArgument("header_row", "the number of a row, counted from 1", header_row)
    content = content_of(path)
    if sort not in (*_DELIMITED, _WORKBOOK):
        raise StoreProblem(path, "read", _OTHERS.get(sort, _NO_SHEET))
    if sort == _WORKBOOK:
        return read_workbook(path, content, name, header_row)
    return read_delimited(path, content, header_row)
