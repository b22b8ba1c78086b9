"""Workbooks of a round as agencies return them: filled in by openpyxl, or by LibreOffice itself."""

import datetime as dt
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

import attrs
import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

import learning_tracker as lt
from learning_tracker.rounds import Received, form
from parts import needs

SENT, BACK, DUE_BACK = "2025-11-21", "2025-12-01", "2025-12-12"
Filling = Mapping[str, str | float | dt.date | None]


@attrs.frozen
class Round:
    """Riverton's round of November 2025, sent, with a folder for what comes back.

    Attributes:
        tracker: from which it was sent.
        out: the folder that was made.
        back: the folder for returns.
    """

    tracker: lt.Tracker
    out: Path
    back: Path

    def returned(self, agency: str, *fillings: Filling, name: str = "") -> Path:
        """A workbook that came back, its rows filled in from the first on."""
        path = self.back / (name or f"{agency}.xlsx")
        book = openpyxl.load_workbook(self.out / f"{agency}.xlsx")
        for number, filling in enumerate(fillings, 1):
            fill(book, number, filling)
        book.save(path)
        return path

    def receive(self, day: str = BACK) -> Received:
        """What the returns would have recorded."""
        return lt.receive_round(self.tracker, self.back, returned_on=day)


def round_of(tracker: lt.Tracker, folder: Path) -> Round:
    """Send a round from a tracker."""
    back = folder / "back"
    back.mkdir()
    lt.send_round(tracker, folder / "out", due_back=DUE_BACK, sent_on=SENT, by="business-unit")
    return Round(tracker, folder / "out", back)


def page_of(book: Workbook) -> Worksheet:
    """The sheet that is filled in."""
    page = book[form.ACTIONS]
    assert isinstance(page, Worksheet)
    return page


def column(page: Worksheet, heading: str) -> int:
    """The number of a column, from 1."""
    return 1 + [one.value for one in page[1]].index(heading)


def fill(book: Workbook, number: int, filling: Filling) -> None:
    """Write values into the row of an action, by heading."""
    page = page_of(book)
    for heading, value in filling.items():
        page.cell(1 + number, column(page, heading)).value = value


def texts(path: Path) -> str:
    """Everything that stands in a workbook: every part of it, its properties among them."""
    with zipfile.ZipFile(path) as package:
        return "\n".join(package.read(one).decode() for one in package.namelist())


def replace_in(path: Path, before: str, after: str) -> None:
    """Put a text in the place of another in every part of a workbook."""
    with zipfile.ZipFile(path) as package:
        parts = {one: package.read(one) for one in package.namelist()}
    with zipfile.ZipFile(path, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part.replace(before.encode(), after.encode()))


# LibreOffice


_MODULE = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1"
 script:language="StarBasic">{code}</script:module>
"""
_CODE = """\
Sub Main
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  book = StarDesktop.loadComponentFromURL("{source}", "_blank", 0, hidden())
  page = book.Sheets.getByName("{sheet}")
{lines}
  Dim kind(0) As New com.sun.star.beans.PropertyValue
  kind(0).Name = "FilterName" : kind(0).Value = "Calc MS Excel 2007 XML"
  book.storeToURL("{target}", kind())
  book.close(True)
End Sub
"""


def fill_by_libreoffice(source: Path, target: Path, cells: Mapping[str, str]) -> None:
    """Open a workbook in LibreOffice, type into cells as a person would, and save it as .xlsx."""
    office = needs("soffice", "libreoffice-calc")
    folder = target.parent.parent / "office"  # beside the returns, which are all looked at
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    # The first start puts an empty module there, which is then filled.
    _run([office, profile, "--headless", "--terminate_after_init"])
    lines = "\n".join(
        f"  page.getCellRangeByName({_quoted(cell)}).setFormula({_quoted(text)})"
        for cell, text in cells.items()
    )
    code = _CODE.format(
        source=source.as_uri(), target=target.as_uri(), sheet=form.ACTIONS, lines=lines
    )
    module = folder / "profile" / "user" / "basic" / "Standard" / "Module1.xba"
    module.write_text(_MODULE.format(code=escape(code)), encoding="utf-8")
    _run([office, profile, "--headless", "--norestore", "macro:///Standard.Module1.Main"])
    assert target.exists()


def _quoted(text: str) -> str:
    lines = text.replace('"', '""').split("\n")
    return " & Chr(10) & ".join(f'"{one}"' for one in lines)


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603 - `needs` found it
