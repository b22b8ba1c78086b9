"""Sheets of which the cells are awkward, each in one way."""

import datetime as dt

from sheet_files import (
    DUE,
    FIRST_XML,
    PLAIN,
    TOP,
    TOP_XML,
    Awkward,
    book,
    both,
    coloured,
    commented,
    formatted,
    from_1904,
    hide,
    not_calculated,
    put,
    raw,
    row_xml,
)

_WORDS_1904 = (
    "The workbook counts dates from 1904: a date that is but a number is written in the format "
    '"excel serial 1904".'
)

CELLS = (
    Awkward(about="nothing is awkward", file="plan.xlsx", content=book(), values={"D2": DUE}),
    Awkward(
        about="a formula without a kept value",
        file="plan.xlsx",
        content=book(change=put(D3="=D2+30")),
        unreadable={"D3": "holds a formula whose result was never worked out"},
    ),
    Awkward(
        about="a formula with its value",
        file="plan.xlsx",
        content=raw(
            TOP_XML + '<row r="2"><c r="A2" t="str"><f>"R"&amp;1</f><v>R1</v></c>'
            '<c r="D2" s="1"><f>D1</f><v>45747</v></c></row>'
        ),
        numbers=(2,),
        values={"A2": "R1", "D2": DUE},
    ),
    Awkward(
        about="a formula that gives an empty text",
        file="plan.xlsx",
        content=raw(
            TOP_XML + FIRST_XML + '<row r="3"><c r="A3"><v>3</v></c>'
            '<c r="B3" t="str"><f>IF(A3=3,"","x")</f><v></v></c></row>'
        ),
        values={"A3": 3, "B3": None},
    ),
    Awkward(
        about="formulas in a workbook that asks to be calculated when it is opened",
        file="plan.xlsx",
        content=not_calculated(),
        unreadable={"D3": "never worked out"},
    ),
    Awkward(
        about="error values",
        file="plan.xlsx",
        content=book(change=put(C2="#REF!", D3="#N/A")),
        unreadable={"C2": "holds the error #REF!", "D3": "holds the error #N/A"},
    ),
    Awkward(
        about="a formula that gives an error",
        file="plan.xlsx",
        content=raw(
            TOP_XML + FIRST_XML + '<row r="3"><c r="A3" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
        ),
        unreadable={"A3": "holds the error #DIV/0!"},
    ),
    Awkward(
        about="a recommendation merged over its actions",
        file="plan.xlsx",
        content=book(
            (*PLAIN, ("R3", None, "Schools", DUE, "Open")), lambda page: page.merge_cells("B3:B4")
        ),
        numbers=(2, 3, 4),
        values={"B3": "Hear the child."},
        unreadable={"B4": "it is merged with B3"},
        notes=("Merged cells hold their value in the first of them alone: B3:B4.",),
    ),
    Awkward(
        about="cells merged across a row",
        file="plan.xlsx",
        content=book(change=lambda page: page.merge_cells("B2:D2")),
        values={"B2": "Ask fathers."},
        unreadable={"C2": "merged with B2", "D2": "merged with B2"},
        notes=("Merged cells hold their value in the first of them alone: B2:D2.",),
    ),
    Awkward(
        about="merged cells that are all empty",
        file="plan.xlsx",
        content=book((*PLAIN, ("R3",), ("R4",)), lambda page: page.merge_cells("C4:D5")),
        numbers=(2, 3, 4, 5),
        values={"C4": None, "D5": None},
    ),
    Awkward(
        about="a value that lies hidden beneath merged cells",
        file="plan.xlsx",
        content=raw(
            TOP_XML + row_xml(2, "R1", "Shown", "Hidden"),
            '<mergeCells><mergeCell ref="B2:C2"/></mergeCells>',
        ),
        numbers=(2,),
        values={"B2": "Shown"},
        unreadable={"C2": "merged with B2"},
        notes=("Merged cells hold their value in the first of them alone: B2:C2.",),
    ),
    Awkward(
        about="a title merged above the headings",
        file="plan.xlsx",
        content=book(
            (("Action plan 2024-25",), (), *PLAIN), lambda page: page.merge_cells("A1:E1")
        ),
        ask={"header_row": 3},
        numbers=(4, 5),
        values={"A4": "R1"},
    ),
    Awkward(
        about="hidden rows and columns",
        file="plan.xlsx",
        content=book(change=hide),
        values={"C3": "Health"},
        notes=(
            "Rows that are hidden were read like the others: 3.",
            "Columns that are hidden were read like the others: C.",
        ),
    ),
    Awkward(
        about="many rows hidden by a filter",
        file="plan.xlsx",
        content=raw(
            TOP_XML
            + "".join(
                row_xml(number, f"R{number}", attributes="" if number == 5 else ' hidden="1"')
                for number in range(2, 9)
            )
        ),
        numbers=(2, 3, 4, 5, 6, 7, 8),
        notes=("Rows that are hidden were read like the others: 2 to 4 and 6 to 8.",),
    ),
    Awkward(
        about="more merged cells than can be listed",
        file="plan.xlsx",
        content=raw(
            TOP_XML + "".join(row_xml(number, f"R{number}", "x") for number in range(2, 32)),
            "<mergeCells>{}</mergeCells>".format(
                "".join(f'<mergeCell ref="B{at}:C{at}"/>' for at in range(2, 32))
            ),
        ),
        numbers=tuple(range(2, 32)),
        unreadable={f"C{at}": f"merged with B{at}" for at in range(2, 32)},
        notes=(
            "Merged cells hold their value in the first of them alone: "
            + ", ".join(f"B{at}:C{at}" for at in range(2, 14))
            + " and 18 more.",
        ),
    ),
    Awkward(
        about="formatting out to column XFD and to the last row",
        file="plan.xlsx",
        content=book(change=formatted),
    ),
    Awkward(
        about="a sheet that declares itself smaller than it is",
        file="plan.xlsx",
        content=raw(
            TOP_XML + FIRST_XML + row_xml(3, "R2", "Hear the child."),
            before='<dimension ref="A1"/>',
        ),
        values={"B3": "Hear the child."},
    ),
    Awkward(
        about="numbers stored as text, and numbers with leading zeros",
        file="plan.xlsx",
        content=book(change=put(A2="12", A3="007", E2=12)),
        values={"A2": "12", "A3": "007", "E2": 12},
    ),
    Awkward(
        about="whole numbers, broken ones and truth",
        file="plan.xlsx",
        content=book(change=put(A2=12, B2=0.5, C2=True, E2=-3)),
        values={"A2": 12, "B2": 0.5, "C2": True, "E2": -3},
    ),
    Awkward(
        about="dates with a time, times, and lengths of time",
        file="plan.xlsx",
        content=book(
            change=put(
                D2=dt.datetime(2025, 3, 31, 9, 30),  # noqa: DTZ001 - a sheet knows no zone
                D3=dt.time(9, 30),
                E2=dt.timedelta(hours=30),
            )
        ),
        values={"D2": dt.datetime(2025, 3, 31, 9, 30), "D3": dt.time(9, 30)},  # noqa: DTZ001
        unreadable={"E2": "it holds a length of time"},
        dates={"D2": (("excel date",), "2025-03-31"), "D3": (("excel date",), "expected a date")},
    ),
    Awkward(
        about="a workbook that counts dates from 1904",
        file="plan.xlsx",
        content=book(change=both(from_1904, put(E3=44_285))),
        values={"D2": DUE, "E3": 44_285},
        dates={"E3": (("excel serial 1904",), "2025-03-31")},
        notes=(_WORDS_1904,),
    ),
    Awkward(
        about="dates as serial numbers, and as text of digits",
        file="plan.xlsx",
        content=book(change=put(E2=45_747, E3="45747")),
        values={"E2": 45_747, "E3": "45747"},
        dates={
            "E2": (("excel serial",), "2025-03-31"),
            "E3": (("excel serial", "iso"), "2025-03-31"),
        },
    ),
    Awkward(
        about="numbers formatted as dates that name no day",
        file="plan.xlsx",
        content=raw(
            TOP_XML + '<row r="2"><c r="D2" s="1"><v>-5</v></c></row>'
            '<row r="3"><c r="D3" s="1"><v>99999999</v></c></row>'
        ),
        unreadable={"D2": "names no day", "D3": "names no day"},
    ),
    Awkward(
        about="numbers that are none",
        file="plan.xlsx",
        content=raw(
            TOP_XML + '<row r="2"><c r="A2"><v>nan</v></c></row>'
            f'<row r="3"><c r="A3"><v>{"9" * 5000}</v></c></row>'
            '<row r="4"><c r="A4"><v>one</v></c><c r="B4" t="d"><v>soon</v></c></row>'
        ),
        numbers=(2, 3, 4),
        unreadable={
            "A2": "is no number",
            "A3": "is no number",
            "A4": "is no number",
            "B4": "names no day",
        },
    ),
    Awkward(
        about="texts in several colours, and with how they are spoken",
        file="plan.xlsx",
        content=raw(
            TOP_XML + '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c>'
            '<c r="C2" t="inlineStr"><is><r><t>In </t></r><r><t>place</t></r>'
            '<rPh sb="0" eb="1"><t>spoken</t></rPh></is></c></row>'
        ),
        numbers=(2,),
        values={"A2": "Shared", "B2": "In two colours", "C2": "In place"},
    ),
    Awkward(
        about="dates written in ISO 8601 into the file",
        file="plan.xlsx",
        content=raw(
            TOP_XML + '<row r="2"><c r="D2" t="d"><v>2025-03-31</v></c>'
            '<c r="E2" t="d"><v>PT30H</v></c></row>'
        ),
        numbers=(2,),
        values={"D2": DUE},
        unreadable={"E2": "it holds a length of time"},
    ),
    Awkward(
        about="comments beside cells",
        file="plan.xlsx",
        content=book(change=commented),
        notes=("Comments are attached to cells; they were not read.",),
    ),
    Awkward(
        about="empty rows between, and spaces alone",
        file="plan.xlsx",
        content=book((*PLAIN[:2], (), (" ", "\u00a0"), PLAIN[2])),
        numbers=(2, 5),
    ),
    Awkward(
        about="a column of colours without words",
        file="plan.xlsx",
        content=book((TOP, ("R1", "Ask fathers."), ("R2", "Hear the child.")), coloured),
        values={"E2": None},
        notes=("Columns that hold colours alone, which are not read: E.",),
    ),
)
