"""A preview of an import, to the time in which openpyxl reads the same workbook."""

import datetime as dt
import io
from collections.abc import Iterator

import openpyxl
import xlsxwriter

import learning_tracker as lt
from data import OURS, Data, Entrant, Goal, Result

READING = "openpyxl reading the file"
_MOST = 20_000

HEADINGS = (
    *("Review", "No", "Recommendation", "Agencies", "Action", "Lead"),
    *("Due", "As at", "Status", "Colour", "Themes", "Harm type"),
)
MAPPING = """
[make.review]
kind = "lcspr"
id = "{Review}"
title = "Review"

[make.recommendation]
id = "{Review}-{No}"
source = { same_row = "review" }
statement = "Recommendation"
addressed_to = { column = "Agencies", split = ";", create = true }
themes = { column = "Themes", split = ";", create = true }

[make.action]
id = "{id of recommendation}-action"
answers = { same_row = "recommendation" }
statement = "Action"
lead = { column = "Lead", create = true }
due_on = "Due"

[make.update]
action = { same_row = "action" }
on = { column = "As at", dates = "day first" }
by = "Lead"
event = { column = "Status", values = { Done = "completed", Started = "progress", Open = [] } }
colour = "Colour"
"""


def register(rows: int) -> bytes:
    """An action plan as a workbook: twelve columns, of which each row fills all."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True}) as book:
        page = book.add_worksheet("Actions")
        day = book.add_format({"num_format": "d mmmm yyyy"})
        page.write_row(0, 0, HEADINGS)
        for number in range(rows):
            page.write_row(number + 1, 0, _row(number)[:6])
            page.write_datetime(
                number + 1, 6, dt.date(2025, 1, 1) + dt.timedelta(number % 365), day
            )
            page.write_row(number + 1, 7, _row(number)[6:])
    return content.getvalue()


def _row(number: int) -> tuple[str | int, ...]:
    review = number // 20
    return (
        f"Child {review}",
        number % 20 + 1,
        f"Agencies should ask what fathers see, and write it down by visit {number}.",
        "Police; Health; Children's social care",
        f"Train {number % 50 + 3} members of staff in what fathers told the review.",
        ("Police", "Health", "Children's social care")[number % 3],
        f"{number % 28 + 1:02d}/03/2025",
        ("Done", "Open", "Started")[number % 3],
        ("Red", "Amber", "Green")[number % 3],
        "Fathers; Voice of the child",
        ("Neglect", "Physical abuse")[review % 2],
    )


def measure(data: Data) -> Iterator[Result]:
    """Twenty thousand rows of twelve columns, or fewer where there are fewer records."""
    rows = min(_MOST, data.size)
    sheet, mapping = data.folder / "plan.xlsx", data.folder / "plan.toml"
    sheet.write_bytes(register(rows))
    mapping.write_text(MAPPING, encoding="utf-8")

    def read() -> int:
        book = openpyxl.load_workbook(sheet, read_only=True, data_only=True)
        return sum(1 for _ in book["Actions"].iter_rows(values_only=True)) - 1

    yield data.race(
        "import_preview",
        "preview an import of a workbook",
        {
            OURS: Entrant(lambda: lt.preview_import(lt.Tracker([]), sheet, mapping).taken),
            READING: Entrant(read),
        },
        (Goal("at most 3 times what openpyxl needs to read it", READING, 3.0, at="200k"),),
    )
