"""The one entry to all sheets."""

import subprocess
import sys
from pathlib import Path

import pytest

from learning_tracker.errors import InvalidArgument, StoreProblem
from learning_tracker.exchange.sheets.reading import read_sheet
from sheet_files import book, text_file


@pytest.mark.parametrize(
    ("name", "content"),
    [("plan.XLSX", book()), ("Plan.Csv", text_file()), ("plan.tsv", text_file(separator="\t"))],
)
def test_by_the_end_of_the_name(name: str, content: bytes, tmp_path: Path) -> None:
    """What a file is called tells what it is, in capitals or not, as a text or as a path."""
    path = tmp_path / name
    path.write_bytes(content)
    sheet = read_sheet(str(path))
    assert sheet == read_sheet(path)
    assert (sheet.file, len(sheet.rows)) == (name, 2)
    assert sheet.place(3, 1).endswith("cell B3")


def test_no_file(tmp_path: Path) -> None:
    """A file that is not there, a folder and a device are told apart."""
    with pytest.raises(StoreProblem, match="there is no such file"):
        read_sheet(tmp_path / "plan.xlsx")
    (tmp_path / "folder.xlsx").mkdir()
    with pytest.raises(StoreProblem, match="it is a folder"):
        read_sheet(tmp_path / "folder.xlsx")
    (tmp_path / "device.csv").symlink_to("/dev/zero")
    with pytest.raises(StoreProblem, match="it is a device or a pipe"):
        read_sheet(tmp_path / "device.csv")


def test_rows_are_counted_from_1(tmp_path: Path) -> None:
    """There is no row before the first."""
    with pytest.raises(InvalidArgument, match="header_row: expected the number of a row"):
        read_sheet(tmp_path / "plan.xlsx", header_row=0)


def test_nothing_heavy_is_loaded_for_a_text_file(tmp_path: Path) -> None:
    """Openpyxl is loaded only by who reads a workbook."""
    path = tmp_path / "plan.csv"
    path.write_bytes(text_file())
    code = (
        "import sys; from learning_tracker.exchange.sheets.reading import read_sheet;"
        "read_sheet(sys.argv[1]); sys.exit('openpyxl' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=True)  # noqa: S603 - ourselves
