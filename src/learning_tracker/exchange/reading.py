"""One entry to every sort of sheet that people bring."""

from pathlib import Path

from learning_tracker.errors import StoreProblem
from learning_tracker.exchange.delimited import read_delimited
from learning_tracker.exchange.sheet import Sheet
from learning_tracker.exchange.workbook import read_workbook
from learning_tracker.files import explained

_DELIMITED = (".csv", ".tsv")
_WORKBOOK = ".xlsx"


def read_sheet(path: Path | str, name: str | None = None, header_row: int = 1) -> Sheet:
    """Read one sheet of a .xlsx, .csv or .tsv file.

    Args:
        path: the file.
        name: the worksheet; None for the only one that holds something.
        header_row: the row with the headings, counted from 1; what stands above is not read.

    Raises:
        StoreProblem: the file cannot be read, or is none that can be taken.
        UnknownChoice: there is no worksheet of that name.
        InvalidData: its headings or its rows are not as they must be.
        MissingExtra: openpyxl is not installed, and a workbook is to be read.
    """
    path = Path(path)
    sort = path.suffix.casefold()
    if sort not in (*_DELIMITED, _WORKBOOK):
        raise StoreProblem(path, "read", "only .xlsx, .csv and .tsv are; save it as .xlsx")
    with explained(path, "read"):
        content = path.read_bytes()
    if sort == _WORKBOOK:
        return read_workbook(path, content, name, header_row)
    return read_delimited(path, content, header_row)
