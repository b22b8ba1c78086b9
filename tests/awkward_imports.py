"""A corpus of awkward sheets with mappings, each with the problems that importing it must give.

Each kind of dirt that real registers have stands alone, and then several together. The sheets
are made by script as .xlsx files; what must be told of them stands beside them, by cell.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import attrs

from registers import HEADINGS, PLAN, ROW

Told = Mapping[str, str | tuple[str, ...]]
"""What is told, by its place: a code and, after a colon, words of the sentence; or several."""


@attrs.frozen(kw_only=True)
class AwkwardImport:
    """A sheet, a mapping, and what must come of them.

    Attributes:
        about: what is awkward.
        rows: the rows below the headings, each as headings with what stands below them.
        change: what is done to the sheet before it is saved.
        mapping: the mapping in TOML.
        problems: what is told at each place, such as "C2" or "row 3", and nothing else is.
        refused: the numbers of the rows that are refused.
        made: how many records are added.
        notes: words of the notes on the sheet.
    """

    about: str
    rows: tuple[Mapping[str, object], ...]
    change: Callable[[Any], object] = lambda _: None
    mapping: str = PLAN
    problems: Told = attrs.field(factory=dict)
    refused: tuple[int, ...] = ()
    made: int = 0
    notes: tuple[str, ...] = ()

    def save(self, folder: Path) -> Path:
        """The sheet as a file."""
        from openpyxl import Workbook  # noqa: PLC0415 - the corpus can be listed without

        book = Workbook()
        page = book.active
        assert page is not None
        page.title = "Actions"
        headings = list(dict.fromkeys([*HEADINGS, *(key for row in self.rows for key in row)]))
        page.append(headings)
        for row in self.rows:
            page.append([row.get(heading) for heading in headings])
        self.change(page)
        path = folder / "plan.xlsx"
        book.save(path)
        return path


def rows(*changes: Mapping[str, object]) -> tuple[Mapping[str, object], ...]:
    """The row of the plan once for each of the changes, changed so, each with its own number."""
    return tuple({**ROW, "No": number, **one} for number, one in enumerate(changes, 1))


def merge(place: str) -> Callable[[Any], object]:
    """Merge cells."""
    return lambda page: page.merge_cells(place)


KNOWN_ONLY = PLAN.replace(", create = true", "")
"""The mapping with agencies that must be known."""
ACTIONS_FIRST = PLAN.replace('"{id of recommendation}-action"', '"{Review}-action-{No}"').replace(
    "[make.recommendation]", '[make.recommendation]\n    only_if = ["Recommendation"]'
)
"""The mapping with actions whose ids do not need a recommendation."""
FILLED_DOWN = '[sheet]\nfill_down = ["Review", "Recommendation"]\n' + PLAN
WITH_EMPTY = '[sheet]\nempty = ["n/a", "TBC", "-"]\n' + PLAN
ONGOING = PLAN.replace(
    'due_on = { column = "Due", dates = "day first" }',
    'due_on = { column = "Due", dates = "day first", values = { Ongoing = [], ASAP = [] } }',
)
MANY_DATES = PLAN.replace(
    'column = "Due", dates = "day first"',
    'column = "Due", dates = ["day first", "day in words", "month in words", "quarter", '
    '"excel serial"]',
)
BOTH_FIRST = PLAN.replace(
    'column = "Due", dates = "day first"', 'column = "Due", dates = ["day first", "month first"]'
)
NOT_TAKEN = (
    "Column J, Notes, is not taken: the mapping does not name it, and the rows of one source "
    "differ in it."
)
LONG = "Staff are trained. " * 2_000

DUPLICATES = (
    AwkwardImport(
        about="two rows with one number and other words",
        rows=rows({}, {"No": 1, "Recommendation": "Ask mothers", "Action": "Audit"}),
        problems={
            "C2": "rows-disagree: 'See fathers' here and 'Ask mothers' in cell C3",
            "E2": "rows-disagree: 'Train staff' here and 'Audit' in cell E3",
            "C3": "rows-disagree: 'Ask mothers' here and 'See fathers' in cell C2",
            "E3": "rows-disagree: 'Audit' here and 'Train staff' in cell E2",
        },
        refused=(2, 3),
    ),
    AwkwardImport(
        about="two rows that are alike",
        rows=rows({}, {"No": 1}),
        made=4,
    ),
    AwkwardImport(
        about="two rows that differ in the date agreed alone",
        rows=rows({}, {"No": 1, "Due": "02/03/2025"}),
        problems={
            "G2": "rows-disagree: '01/03/2025' here and '02/03/2025' in cell G3",
            "G3": "rows-disagree: '02/03/2025' here and '01/03/2025' in cell G2",
        },
        refused=(2, 3),
    ),
    AwkwardImport(
        about="three rows, of which the last disagrees",
        rows=rows({}, {"No": 1}, {"No": 1, "Action": "Audit"}),
        problems={
            "E2": "rows-disagree: 'Train staff' here and 'Audit' in cell E4",
            "E4": "rows-disagree: 'Audit' here and 'Train staff' in cell E2",
        },
        refused=(2, 3, 4),
    ),
    AwkwardImport(
        about="three rows with one id, of which the last has it by other words",
        rows=rows({"No": "1/2"}, {"No": "1/2"}, {"No": "1.2"}),
        problems={
            "row 2": "id-collision: of other words in row 4",
            "row 4": "id-collision: of other words in row 2",
        },
        refused=(2, 3, 4),
    ),
    AwkwardImport(
        about="two addressees, a row for each",
        rows=rows({"Agencies": "Police"}, {"No": 1, "Agencies": "Health"}),
        made=4,
    ),
    AwkwardImport(
        about="ids that collide after slugging",
        rows=rows({"No": "1/2"}, {"No": "1.2"}),
        problems={
            "row 2": "id-collision: of other words in row 3",
            "row 3": "id-collision: of other words in row 2",
        },
        refused=(2, 3),
    ),
    AwkwardImport(
        about="reviews that differ in an accent alone",
        rows=rows({"Review": "Zoe"}, {"Review": "Zoë"}),
        problems={
            "row 2": "id-collision: of other words in row 3",
            "A2": "rows-disagree: 'Zoe' here and 'Zoë' in cell A3",
            "row 3": "id-collision: of other words in row 2",
            "A3": "rows-disagree: 'Zoë' here and 'Zoe' in cell A2",
        },
        refused=(2, 3),
    ),
    AwkwardImport(
        about="a number with nothing to make an id of",
        rows=rows({"No": "?", "Review": "!"}),
        problems={"row 2": "no-id: no letter and no digit is left to make an id of in '!'"},
        refused=(2,),
    ),
)
DATES = (
    AwkwardImport(
        about="no date agreed",
        rows=rows({"Due": None}),
        made=4,
    ),
    AwkwardImport(
        about="closed without a closing date",
        rows=rows({"Status on": None}),
        problems={"I2": "missing-key: the cell is empty, and a date is needed here"},
        refused=(2,),
    ),
    AwkwardImport(
        about="a closing date without a status",
        rows=rows({"Status": None}),
        problems={"H2": "missing-key: the cell is empty, and every update needs it"},
        refused=(2,),
    ),
    AwkwardImport(
        about="open, with a date all the same",
        rows=rows({"Status": "Open"}),
        made=3,
    ),
    AwkwardImport(
        about="Ongoing in place of a date",
        rows=rows({"Due": "Ongoing"}),
        problems={"G2": "wrong-value: these words name no day"},
        refused=(2,),
    ),
    AwkwardImport(
        about="ASAP, which the mapping knows",
        rows=rows({"Due": "asap"}),
        mapping=ONGOING,
        made=4,
    ),
    AwkwardImport(
        about="a day that could be either, and is day first",
        rows=rows({"Due": "03/04/2025"}),
        made=4,
    ),
    AwkwardImport(
        about="a day that could be either, where the mapping says both",
        rows=rows({"Due": "03/04/2025"}, {"Due": "31/03/2025"}, {"Due": "04/04/2025"}),
        mapping=BOTH_FIRST,
        problems={"G2": 'wrong-value: by "day first" 3 April 2025, by "month first" 4 March 2025'},
        refused=(2,),
        made=7,
    ),
    AwkwardImport(
        about="a date with the month first",
        rows=rows({"Due": "03/31/2025"}),
        problems={"G2": 'wrong-value: by "month first" it would be 31 March 2025'},
        refused=(2,),
    ),
    AwkwardImport(
        about="dates written in five ways, all stated",
        rows=rows(
            {"Due": "31st March 2025"},
            {"Due": "Sept 2023"},
            {"Due": "Q4 2024-25"},
            {"Due": 45747},
            {"Due": dt.date(2025, 3, 31)},
        ),
        mapping=MANY_DATES,
        made=16,
    ),
    AwkwardImport(
        about="a date in words that the mapping does not state",
        rows=rows({"Due": "31st March 2025"}),
        problems={"G2": 'wrong-value: by "day in words" it would be 31 March 2025'},
        refused=(2,),
    ),
    AwkwardImport(
        about="a number of Excel's that the mapping does not state",
        rows=rows({"Due": 45747}),
        problems={"G2": 'wrong-value: by "excel serial" it would be 31 March 2025'},
        refused=(2,),
    ),
    AwkwardImport(
        about="a day that no calendar has",
        rows=rows({"Due": "31/02/2025"}),
        problems={"G2": "wrong-value: found '31/02/2025'"},
        refused=(2,),
    ),
    AwkwardImport(
        about="two dates in a cell",
        rows=rows({"Due": "01/03/2025, moved to 01/05/2025"}),
        problems={"G2": "wrong-value: found '01/03/2025, moved to 01/05/2025'"},
        refused=(2,),
    ),
    AwkwardImport(
        about="TBC, which the mapping calls empty",
        rows=rows({"Due": "tbc"}),
        mapping=WITH_EMPTY,
        made=4,
    ),
    AwkwardImport(
        about="n/a, which the mapping does not",
        rows=rows({"Due": "n/a"}),
        problems={"G2": "wrong-value: these words name no day"},
        refused=(2,),
    ),
    AwkwardImport(
        about="a formula that was never worked out",
        rows=rows({"Due": "=TODAY()+30"}),
        problems={"G2": "unreadable-cell: it holds a formula whose result was never worked out"},
        refused=(2,),
    ),
    AwkwardImport(
        about="an error in a cell",
        rows=rows({"Due": "#REF!"}),
        problems={"G2": "unreadable-cell: it holds the error #REF!"},
        refused=(2,),
    ),
)
NAMES = (
    AwkwardImport(
        about="addressees by a bar, a semicolon and a new line",
        rows=rows({"Agencies": "Police|Health;\nEducation"}),
        made=5,
        notes=("New, of kind agency: Education.",),
    ),
    AwkwardImport(
        about="addressees by a comma, which the mapping does not split",
        rows=rows({"Agencies": "Police, Health"}),
        mapping=KNOWN_ONLY,
        problems={"D2": "unknown-name: did you mean Police or Health?"},
        refused=(2,),
    ),
    AwkwardImport(
        about="a name that is but a part of an agency's",
        rows=rows({"Lead": "Kent", "Agencies": None}),
        mapping=KNOWN_ONLY,
        problems={"F2": "unknown-name: did you mean NHS Kent?"},
        refused=(2,),
    ),
    AwkwardImport(
        about="several leads in one cell",
        rows=rows({"Lead": "Police; Health"}),
        mapping=KNOWN_ONLY,
        problems={"F2": "unknown-name: did you mean Police or Health?"},
        refused=(2,),
    ),
    AwkwardImport(
        about="an agency that is nearly one that is known",
        rows=rows({"Lead": "Kent Polise"}),
        mapping=KNOWN_ONLY,
        problems={"F2": "unknown-name: did you mean Kent Police?"},
        refused=(2,),
    ),
    AwkwardImport(
        about="an agency that nobody knows",
        rows=rows({"Agencies": "Probation"}),
        mapping=KNOWN_ONLY,
        problems={"D2": "unknown-name: nothing is called 'Probation'"},
        refused=(2,),
    ),
    AwkwardImport(
        about="a new agency that is nearly one that is known",
        rows=rows({"Lead": "Kent Polise"}),
        problems={"F2": "new-name: 'Kent Police' is nearly the same"},
        made=5,
        notes=("New, of kind agency: Kent Polise.",),
    ),
    AwkwardImport(
        about="an agency in other capitals, with spaces that do not break",
        rows=rows({"Lead": "KENT\u00a0 police "}),
        mapping=KNOWN_ONLY,
        made=4,
    ),
)
WORDS = (
    AwkwardImport(
        about="a status that the mapping does not know",
        rows=rows({"Status": "Parked"}),
        problems={"H2": "unknown-word: found 'Parked'"},
        refused=(2,),
    ),
    AwkwardImport(
        about="a status that is nearly one that it knows",
        rows=rows({"Status": "Don"}),
        problems={"H2": "unknown-word: found 'Don'"},
        refused=(2,),
    ),
    AwkwardImport(
        about="an action without a recommendation",
        rows=rows({"Recommendation": None}),
        problems={"C2": "missing-key: the cell is empty, and every recommendation needs it"},
        refused=(2,),
    ),
    AwkwardImport(
        about="an action without a recommendation, whose id needs none",
        rows=rows({"Recommendation": None, "Agencies": None}),
        mapping=ACTIONS_FIRST,
        made=3,
    ),
    AwkwardImport(
        about="a recommendation without an action",
        rows=rows({"Action": None, "Due": None, "Lead": None, "Status": None, "Status on": None}),
        made=2,
    ),
    AwkwardImport(
        about="a status and no action",
        rows=rows({"Action": None, "Due": None}),
        problems={"row 2": "no-id: makes no action for it"},
        refused=(2,),
    ),
    AwkwardImport(
        about="recommendations written once, above their actions",
        rows=rows({}, {"No": 1, "Review": None, "Recommendation": None}),
        mapping=FILLED_DOWN,
        made=4,
    ),
    AwkwardImport(
        about="a text at the limit of a cell",
        rows=rows({"Action": LONG[:32_767]}),
        made=4,
    ),
    AwkwardImport(
        about="a title that is too long for an id",
        rows=rows({"Review": "The review of " + "a very long name " * 9}),
        made=4,
    ),
    AwkwardImport(
        about="two titles that are too long for an id, and differ at their ends",
        rows=rows(
            {"Review": "The review of " + "a very long name " * 9 + "one"},
            {"Review": "The review of " + "a very long name " * 9 + "two"},
        ),
        made=8,
    ),
    AwkwardImport(
        about="a row with a word in a strange column alone",
        rows=({**dict.fromkeys(ROW), "Notes": "see above"},),
        problems={"row 2": "makes-nothing: makes no record"},
        refused=(2,),
        notes=("Kept as attributes of sources, as the mapping does not name them: Notes.",),
    ),
    AwkwardImport(
        about="carriage returns that Excel wrote out",
        rows=rows({"Action": "Train staff._x000D_\nAll of them."}),
        made=4,
    ),
    AwkwardImport(
        about="garbled letters",
        rows=rows({"Action": "Hear the childâ€™s voice"}),
        problems={"E2": "garbled-text: ('â€™')"},
        made=4,
    ),
    AwkwardImport(
        about="a text that looks like a formula",
        rows=rows({"Action": "-Train staff"}),
        made=4,
    ),
)
PEOPLE = (
    AwkwardImport(
        about="an NHS number in an action",
        rows=rows({"Action": "Ring 943 476 5919"}),
        problems={"E2": "identifier-in-text: (NHS number)"},
        made=4,
    ),
    AwkwardImport(
        about="an e-mail address in a recommendation",
        rows=rows({"Recommendation": "Write to jo@example.org"}),
        problems={"C2": "identifier-in-text: (e-mail address)"},
        made=4,
    ),
    AwkwardImport(
        about="a date of birth in the title",
        rows=rows({"Review": "Child A, born 01/02/2019"}),
        problems={"A2": "identifier-in-text: (date of birth)"},
        made=4,
    ),
    AwkwardImport(
        about="a telephone number in a column that nobody mapped",
        rows=rows({"Contact": "01634 306306"}),
        problems={"J2": "identifier-in-text: (telephone number)"},
        made=4,
        notes=("Kept as attributes of sources, as the mapping does not name them: Contact.",),
    ),
)
LAYOUT = (
    AwkwardImport(
        about="merged cells",
        rows=rows({}, {"No": 1, "Recommendation": None, "Action": "Audit"}),
        change=merge("C2:C3"),
        problems={
            "E2": "rows-disagree: 'Train staff' here and 'Audit' in cell E3",
            "C3": "unreadable-cell: it is merged with C2",
            "E3": "rows-disagree: 'Audit' here and 'Train staff' in cell E2",
        },
        refused=(2, 3),
        notes=("Merged cells hold their value in the first of them alone: C2:C3.",),
    ),
    AwkwardImport(
        about="merged cells that the mapping fills down",
        rows=rows({}, {"Review": None}),
        change=merge("A2:A3"),
        mapping=FILLED_DOWN,
        made=7,
        notes=("Merged cells hold their value in the first of them alone: A2:A3.",),
    ),
    AwkwardImport(
        about="a column that the rows of a review differ in",
        rows=rows({"Notes": "a"}, {"Notes": "b"}),
        made=7,
        notes=(NOT_TAKEN,),
    ),
    AwkwardImport(
        about="a column that all rows of a review agree in",
        rows=rows({"Harm": "neglect"}, {"Harm": "neglect"}),
        made=7,
        notes=("Kept as attributes of sources, as the mapping does not name them: Harm.",),
    ),
    AwkwardImport(
        about="a hidden row",
        rows=rows({}, {"Due": "Ongoing"}),
        change=lambda page: setattr(page.row_dimensions[3], "hidden", True),
        problems={"G3": "wrong-value: these words name no day"},
        refused=(3,),
        made=4,
        notes=("Rows that are hidden were read like the others: 3.",),
    ),
    AwkwardImport(
        about="an empty row between",
        rows=(*rows({}), {}, *rows({"No": 2})),
        made=7,
    ),
    AwkwardImport(
        about="formatting out to column XFD",
        rows=rows({}),
        change=lambda page: setattr(page["XFD2"], "number_format", "0.00"),
        made=4,
    ),
)
TOGETHER = (
    AwkwardImport(
        about="three things wrong in one row",
        rows=rows({"Due": "Ongoing", "Status": "Parked", "Action": "Ring 943 476 5919"}),
        problems={
            "G2": "wrong-value: these words name no day",
            "H2": "unknown-word: found 'Parked'",
            "E2": "identifier-in-text: (NHS number)",
        },
        refused=(2,),
    ),
    AwkwardImport(
        about="one thing wrong in each of three rows, and one row sound",
        rows=rows({}, {"Due": "ASAP"}, {"Status": "Parked"}, {"Recommendation": None}),
        problems={
            "G3": "wrong-value: these words name no day",
            "H4": "unknown-word: found 'Parked'",
            "C5": "missing-key: the cell is empty, and every recommendation needs it",
        },
        refused=(3, 4, 5),
        made=4,
    ),
    AwkwardImport(
        about="a duplicate number whose first row has no date",
        rows=rows({"Due": "Ongoing"}, {"No": 1, "Action": "Audit"}),
        problems={
            "G2": "wrong-value: these words name no day",
            "E2": "rows-disagree: 'Train staff' here and 'Audit' in cell E3",
            "E3": "rows-disagree: 'Audit' here and 'Train staff' in cell E2",
        },
        refused=(2, 3),
    ),
    AwkwardImport(
        about="a misspelt addressee among several, and a date that could be either",
        rows=rows({"Agencies": "Police;\n\u00a0Helth | ", "Due": "03/04/2025"}),
        mapping=KNOWN_ONLY.replace(
            'column = "Due", dates = "day first"',
            'column = "Due", dates = ["day first", "month first"]',
        ),
        problems={
            "D2": "unknown-name: did you mean Health?",
            "G2": 'wrong-value: by "day first" 3 April 2025, by "month first" 4 March 2025',
        },
        refused=(2,),
    ),
    AwkwardImport(
        about="merged cells, a missing closing date and garbled letters",
        rows=rows(
            {"Action": "See the childâ€™s home", "Status on": None},
            {"No": 2, "Review": None},
        ),
        change=merge("A2:A3"),
        problems={
            "A3": "unreadable-cell: it is merged with A2",
            "I2": "missing-key: the cell is empty, and a date is needed here",
            "E2": "garbled-text: ('â€™')",
        },
        refused=(2, 3),
        notes=("Merged cells hold their value in the first of them alone: A2:A3.",),
    ),
    AwkwardImport(
        about="ids that collide, with an e-mail address in both",
        rows=rows(
            {"No": "1a", "Action": "Ask a@example.org"}, {"No": "1A", "Action": "Ask b@example.org"}
        ),
        problems={
            "E2": (
                "rows-disagree: 'Ask a@example.org' here and 'Ask b@example.org' in cell E3",
                "identifier-in-text: (e-mail address)",
            ),
            "E3": (
                "rows-disagree: 'Ask b@example.org' here and 'Ask a@example.org' in cell E2",
                "identifier-in-text: (e-mail address)",
            ),
        },
        refused=(2, 3),
    ),
)

AWKWARD = (*DUPLICATES, *DATES, *NAMES, *WORDS, *PEOPLE, *LAYOUT, *TOGETHER)
