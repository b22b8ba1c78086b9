"""Sheets of which the texts are awkward, or many things at once."""

from sheet_files import COMMA, TEXTS, TOP, Awkward, book, both, formatted, put, text_file

WORDS = (
    Awkward(
        about="returns that Excel writes as _x000D_",
        file="plan.xlsx",
        content=book(change=put(B2="Ask._x000D_\nTell.", B3="Ask._x000D_Tell.")),
        values={"B2": "Ask.\r\nTell."},
        cleaned={"B2": "Ask.\nTell.", "B3": "Ask.\nTell."},
    ),
    Awkward(
        about="the same in a text file",
        file="plan.csv",
        content=text_file((*TEXTS[:2], ("R2", "Ask._x000D_\nTell.", "", "", ""))),
        cleaned={"B3": "Ask.\nTell."},
        notes=(COMMA,),
    ),
    Awkward(
        about="spaces that do not break, have no width, or stand at the end",
        file="plan.xlsx",
        content=book(change=put(B2="Ask\u00a0fathers. ", B3="\ufeffHear\u200b the child.  \n")),
        cleaned={"B2": "Ask fathers.", "B3": "Hear the child."},
    ),
    Awkward(
        about="letters with their accents apart",
        file="plan.xlsx",
        content=book(change=put(C2="Cafe\u0301 Zoe\u0308")),
        cleaned={"C2": "Caf\u00e9 Zo\u00eb"},
    ),
    Awkward(
        about="garbled letters",
        file="plan.xlsx",
        content=book(
            change=put(B2="the childâ€™s voice", B3="it cost Â£500", C2="cafÃ©", C3="caf�")
        ),
        cleaned={"B2": "the childâ€™s voice"},
        garbled={"B2": "â€™", "B3": "Â£", "C2": "Ã©", "C3": "�"},
    ),
    Awkward(
        about="several addressees in a cell",
        file="plan.xlsx",
        content=book(change=put(C2="Police|Health", C3="Police;\nSchools")),
        values={"C2": "Police|Health", "C3": "Police;\nSchools"},
    ),
    Awkward(
        about="what begins like a formula and is a text",
        file="plan.csv",
        content=text_file((*TEXTS[:2], ("=1+1", "-Ask", "@x", "+1", "\tx"))),
        values={"A3": "=1+1", "B3": "-Ask", "C3": "@x", "D3": "+1", "E3": "\tx"},
        notes=(COMMA,),
    ),
    Awkward(
        about="dates in words, quarters and years",
        file="plan.xlsx",
        content=book(
            (
                TOP,
                ("R1", None, "31st March 2025", "Sept 2023", "Q4 2024-25"),
                ("R2", None, "Monday 31 March 2025", "2024-25", "31/03/2025"),
            )
        ),
        dates={
            "C2": (("day in words",), "2025-03-31"),
            "D2": (("month in words",), "2023-09"),
            "E2": (("quarter",), "2025-01/2025-03"),
            "C3": (("day in words",), "2025-03-31"),
            "D3": (("reporting year",), "2024-04/2025-03"),
            "E3": (("day first",), "2025-03-31"),
        },
    ),
    Awkward(
        about="words where a date belongs, and dates that nobody said how to read",
        file="plan.xlsx",
        content=book(
            (
                TOP,
                ("R1", None, "Ongoing", "ASAP", "03/04/2025"),
                ("R2", None, "30th February 2025", "Mar-25", "Q4 2024"),
            )
        ),
        dates={
            "C2": (("iso", "day in words"), "these words name no day"),
            "D2": (("iso",), "these words name no day"),
            "E2": (("iso",), 'by "day first" it would be 3 April 2025, by "month first" 4 March'),
            "C3": (("day in words",), "31st March 2025 (day in words), found '30th February 2025'"),
            "D3": (("month in words", "iso"), "Sept 2023 (month in words)"),
            "E3": (("quarter",), "Q4 2024-25 (quarter)"),
        },
    ),
)


TOGETHER = (
    Awkward(
        about="a title, merged and hidden cells, formulas, errors, words and a second sheet",
        file="plan.xlsx",
        content=book(
            (
                ("Riverton action plan",),
                TOP,
                ("R1", "Ask\u00a0fathers._x000D_\n", "Police;\nHealth", "Ongoing", "=1+1"),
                ("R1", None, "Schools", 45_747, "#REF!"),
                (),
                ("R2", "the childâ€™s voice ", " ", "Q4 2024-25", "Closed"),
            ),
            both(
                lambda page: page.merge_cells("A1:E1"),
                lambda page: page.merge_cells("B3:B4"),
                lambda page: page.row_dimensions[6].__setattr__("hidden", True),
                formatted,
            ),
        ),
        ask={"header_row": 2},
        numbers=(3, 4, 6),
        values={"C3": "Police;\nHealth", "C6": None},
        unreadable={"E3": "formula", "B4": "merged with B3", "E4": "#REF!"},
        cleaned={"B3": "Ask fathers."},
        garbled={"B6": "â€™"},
        dates={
            "D3": (("quarter", "excel serial"), "these words name no day"),
            "D4": (("quarter", "excel serial"), "2025-03-31"),
            "D6": (("quarter", "excel serial"), "2025-01/2025-03"),
        },
        notes=(
            "Merged cells hold their value in the first of them alone: B3:B4.",
            "Rows that are hidden were read like the others: 6.",
        ),
    ),
    Awkward(
        about="headings blank, doubled and unreadable at once",
        file="plan.xlsx",
        content=book((("Ref", "REF", None, "=1"), ("R1", "a", "b", "c"))),
        refused=(
            "cell B1: the heading 'REF'",
            "cell D1: the heading cannot",
            "cell C1: there is no",
        ),
    ),
    Awkward(
        about="Windows-1252 with semicolons, values over lines, a title and words for dates",
        file="plan.csv",
        content=(
            "Plan;\r\nRef;Recommendation;Due\r\n"
            'R1;"Ask\u00a0fathers.\r\nIt\u2019s “late”.";ASAP\r\n'
            ";;\r\nR2;50 £;31/03/2025\r\n"
        ).encode("cp1252"),
        ask={"header_row": 2},
        headings=("Ref", "Recommendation", "Due"),
        numbers=(3, 6),
        cleaned={"B3": "Ask fathers.\nIt\u2019s “late”.", "B6": "50 £"},
        dates={"C3": (("day first",), "name no day"), "C6": (("day first",), "2025-03-31")},
        notes=("Read as Windows-1252 (line 3 is not UTF-8), with semicolons between the columns.",),
    ),
    Awkward(
        about="UTF-8 that was read as Windows-1252 and kept as UTF-16",
        file="plan.tsv",
        content=text_file(
            (TOP, ("R1", "the childâ€™s", "Zo\u00c3\u00ab", "2011-12", "")), "\t", "utf-16"
        ),
        numbers=(2,),
        garbled={"B2": "â€™", "C2": "\u00c3\u00ab"},
        dates={"D2": (("iso", "reporting year"), "can be read in one way, not by")},
        notes=("Read as UTF-16, with tabs between the columns.",),
    ),
)
