"""Workbooks of which the headings or the sheets are awkward, each in one way."""

from sheet_files import DUE, PLAIN, Awkward, book, two_sheets

LAYOUTS = (
    Awkward(
        about="a heading there twice",
        file="plan.xlsx",
        content=book((("Ref", "Date", " date "), ("R1", "a", "b"))),
        refused=("plan.xlsx, sheet Actions, cell C1", "the heading 'date' stands in B1 already"),
    ),
    Awkward(
        about="no heading above a column that holds something",
        file="plan.xlsx",
        content=book((("Ref", None, "Date"), ("R1", None, "b"), ("R2", "x", "c"))),
        refused=("plan.xlsx, sheet Actions, cell B1", "something stands beneath it in B3"),
    ),
    Awkward(
        about="no heading above a column that is empty",
        file="plan.xlsx",
        content=book((("Ref", None, "Date"), ("R1", None, "b"))),
        headings=("Ref", "Date"),
        numbers=(2,),
        values={"C2": "b"},
    ),
    Awkward(
        about="headings over two lines, with spaces that do not break",
        file="plan.xlsx",
        content=book((("Ref", "Target\n date\u00a0 "), ("R1", "b"))),
        headings=("Ref", "Target date"),
        numbers=(2,),
    ),
    Awkward(
        about="headings that are a year and a date",
        file="plan.xlsx",
        content=book((("Ref", 2024, DUE), ("R1", "a", "b"))),
        headings=("Ref", "2024", "2025-03-31"),
        numbers=(2,),
    ),
    Awkward(
        about="a heading that is a formula without a value",
        file="plan.xlsx",
        content=book((("Ref", '="Da"&"te"'), ("R1", "a"))),
        refused=("sheet Actions, cell B1", "the heading cannot be read: it holds a formula"),
    ),
    Awkward(
        about="headings in a row that nobody named",
        file="plan.xlsx",
        content=book(((), *PLAIN)),
        refused=("row 1 of its sheet Actions holds no headings",),
    ),
    Awkward(
        about="several sheets that hold something",
        file="plan.xlsx",
        content=two_sheets(second_row=["Something"]),
        refused=("several of its sheets hold something: Actions and Notes; say which",),
    ),
    Awkward(
        about="the same, with one of them named",
        file="plan.xlsx",
        content=two_sheets(second_row=["Something"]),
        ask={"name": "actions"},
    ),
    Awkward(
        about="a sheet named that is not there",
        file="plan.xlsx",
        content=two_sheets(second_row=["Something"]),
        ask={"name": "Action"},
        refused=("'Action' is no worksheet of plan.xlsx; did you mean Actions?",),
    ),
    Awkward(
        about="a second sheet that is only coloured",
        file="plan.xlsx",
        content=two_sheets(),
        notes=("The sheet Actions was read: no other holds anything.",),
    ),
    Awkward(
        about="a second sheet that holds but a space",
        file="plan.xlsx",
        content=two_sheets(second_row=[" "]),
        notes=("The sheet Actions was read: no other holds anything.",),
    ),
    Awkward(
        about="a hidden sheet",
        file="plan.xlsx",
        content=two_sheets(second_row=["Police"], hidden=True),
        notes=("Hidden sheets were not read: Notes.",),
    ),
    Awkward(
        about="an empty workbook",
        file="plan.xlsx",
        content=book(()),
        refused=("no sheet of it that is shown holds anything",),
    ),
    Awkward(
        about="headings out to column XFD",
        file="plan.xlsx",
        content=book((tuple(f"H{number}" for number in range(16_384)), ("x",))),
        refused=("it has 16,384 headings, and at most 500 can be taken",),
    ),
)
