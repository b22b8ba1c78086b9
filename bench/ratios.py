"""How long things take, each told as a ratio to something else in the same run.

A computer twice as slow takes twice as long for both, so that ratios can be compared between
computers and versions. Run it as `python bench/ratios.py`; each metric is a line of JSON.
"""

import datetime as dt
import io
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import xlsxwriter

import learning_tracker as lt

ROWS = 20_000
RUNS = 3

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


def register() -> bytes:
    """An action plan as a workbook: twelve columns, of which each row fills all."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True}) as book:
        page = book.add_worksheet("Actions")
        day = book.add_format({"num_format": "d mmmm yyyy"})
        page.write_row(0, 0, HEADINGS)
        for number in range(ROWS):
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


def seconds(*functions: Callable[[], object]) -> list[float]:
    """How long each call takes: the median of some runs.

    They take turns, so that what else the computer does meanwhile slows all of them.
    """
    taken: list[list[float]] = [[] for _ in functions]
    for _ in range(RUNS):
        for function, times in zip(functions, taken, strict=True):
            begun = time.perf_counter()
            function()
            times.append(time.perf_counter() - begun)
    return [statistics.median(times) for times in taken]


def import_preview() -> dict[str, float | str]:
    """A preview of 20,000 rows by 12 columns, to the time in which openpyxl reads them."""
    with tempfile.TemporaryDirectory() as folder:
        sheet, mapping = Path(folder) / "plan.xlsx", Path(folder) / "plan.toml"
        sheet.write_bytes(register())
        mapping.write_text(MAPPING, encoding="utf-8")

        def read() -> int:
            book = openpyxl.load_workbook(sheet, read_only=True, data_only=True)
            return sum(len(row) for row in book["Actions"].iter_rows(values_only=True))

        def preview() -> None:
            found = lt.preview_import(lt.Tracker([]), sheet, mapping)
            if found.taken != ROWS:
                raise SystemExit(str(found))

        reading, previewing = seconds(read, preview)
    return {
        "metric": "import_preview_to_openpyxl_reading",
        "ratio": round(previewing / reading, 2),
        "at_most": 3.0,
        "seconds": round(previewing, 2),
    }


if __name__ == "__main__":
    print(json.dumps(import_preview()))
