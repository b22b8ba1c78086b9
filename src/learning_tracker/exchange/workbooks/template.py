"""A workbook to fill in: an action plan with a row for each action, and one review.

Its lists of agencies and themes are a tracker's, or made up. `filled_template` reads it back.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

from learning_tracker.exchange.folding import slug
from learning_tracker.exchange.sheets.marked_sheets import marked
from learning_tracker.exchange.sheets.writing import (
    Cell,
    GridSheet,
    SheetColumn,
    TextSheet,
    workbook,
)
from learning_tracker.kinds import kind_words
from learning_tracker.records import LCSPR, Agency, LearningReview, RapidReview, Review, Theme
from learning_tracker.vocabulary import Judgement

TEMPLATE = "learning-tracker template"
"""What the mark of the workbook says."""

VERSION = 1

PLAN, REVIEW, FINDINGS = "Action plan", "Review", "Findings"
RECOMMENDATIONS, AGENCIES, THEMES = "Recommendations", "Agencies", "Themes"

EXAMPLE = "Example: "
"""With what the first text of a row begins that is there to show how, and is never taken."""

SORTS: dict[str, type[Review]] = {
    kind_words(one.kind): one for one in (LCSPR, RapidReview, LearningReview)
}
"""The sorts of review that can be filled in, by what people call them."""

_SPARE = 200
_FINDINGS = 30

_GUIDE = (
    "A workbook to fill in",
    "Fill in Action plan, a row for each action; or Review, Findings and Recommendations; or both.",
    "Agencies and themes go by their names on the last two sheets: add there what is missing.",
    'Rows that begin with "Example:" show how. They are never taken; delete them or leave them.',
    "Describe children and families in general terms. No names, no dates of birth, no addresses.",
    "Then: learning-tracker import FILE WORKBOOK shows what would be added; with --apply it is.",
)

_MADE_UP_AGENCIES = (
    "Children's social care", "Police", "Integrated care board", "Schools and colleges",
)  # fmt: skip
_MADE_UP_THEMES = (
    "Voice of the child", "Fathers and male carers", "Professional curiosity",
    "Information sharing",
)  # fmt: skip


def template_workbook(agencies: Sequence[Agency] = (), themes: Sequence[Theme] = ()) -> bytes:
    """The bytes of the .xlsx file.

    Args:
        agencies: those to choose from; made-up ones if there are none.
        themes: the same.

    Raises:
        MissingExtra: XlsxWriter is not installed.
    """
    who = _listed(agencies, _MADE_UP_AGENCIES)
    about = _listed(themes, _MADE_UP_THEMES)
    names, topics = _names(who), _names(about)
    return workbook(
        _GUIDE[0],
        TextSheet("How to", _GUIDE),
        _plan(names),
        _review(),
        _findings(names, topics),
        _recommendations(names, topics),
        _list(AGENCIES, who),
        _list(THEMES, about),
        marked(TEMPLATE, VERSION),
    )


Listed = tuple[tuple[str, str], ...]
"""The ids and names of what can be chosen."""


def _listed(records: Iterable[Agency | Theme], made_up: tuple[str, ...]) -> Listed:
    held = tuple((one.id, one.name) for one in records)
    return held or tuple((slug(name), name) for name in made_up)


def _names(listed: Listed) -> tuple[str, ...]:
    return tuple(name for _, name in listed)


def _plan(agencies: tuple[str, ...]) -> GridSheet:
    columns = (
        SheetColumn("Source", 30, hint="The title of the review, the same in each of its rows."),
        _sorts(),
        SheetColumn("Recommendation", 40),
        SheetColumn("Agency", 24, choices=agencies, or_others=True, hint="One agency to a row."),
        SheetColumn("Action", 40, hint="What the agency does about it."),
        SheetColumn("Due date", 16, day=True),
        SheetColumn("Progress", 40, hint="What the agency has said that it did."),
        SheetColumn("Evidence", 40, hint="What shows that it was done."),
        SheetColumn("As at", 16, day=True, hint="The day on which progress or evidence was told."),
    )
    source = f"{EXAMPLE}LCSPR about a made-up child"
    asked = "Ask about fathers and male carers in every assessment."
    rows: tuple[tuple[Cell, ...], ...] = (
        (source, kind_words(LCSPR.kind), asked, agencies[0], "Change the assessment form.",
         dt.date(2026, 3, 31), "The form was changed.", "The new form.", dt.date(2026, 1, 20)),
        (source, kind_words(LCSPR.kind), asked, agencies[-1], "Brief all designated leads.",
         dt.date(2026, 5, 29), None, None, None),
    )  # fmt: skip
    return GridSheet(PLAN, columns, rows, spare=_SPARE, kept=1)


def _review() -> GridSheet:
    columns = (
        SheetColumn("Title", 40, hint="With a pseudonym where it concerns a child."),
        _sorts(),
        SheetColumn("Incident on", 16, day=True),
        SheetColumn("Held or completed on", 16, day=True),
        SheetColumn("Published on", 16, day=True),
        SheetColumn("Summary", 60, hint="What happened, in general terms."),
    )
    row = (f"{EXAMPLE}LCSPR about a made-up child", kind_words(LCSPR.kind), None, None, None,
           "A baby was injured while professionals had seen only one parent.")  # fmt: skip
    return GridSheet(REVIEW, columns, (row,), spare=1)


def _findings(agencies: tuple[str, ...], themes: tuple[str, ...]) -> GridSheet:
    columns = (
        SheetColumn("Finding", 60, hint="What was found, in general terms."),
        SheetColumn("Strength or improvement", 20, choices=tuple(one.value for one in Judgement)),
        SheetColumn("Themes", 28, choices=themes, or_others=True, hint="One to a line."),
        SheetColumn("Agencies", 28, choices=agencies, or_others=True, hint="One to a line."),
        SheetColumn("Number", 10, number=True, hint="By which recommendations refer to it."),
    )
    shown = (
        f"{EXAMPLE}The father was not seen by any agency.", Judgement.IMPROVEMENT.value,
        themes[0], agencies[0], 1,
    )  # fmt: skip
    numbers = ((None, None, None, None, number) for number in range(2, _FINDINGS))
    return GridSheet(FINDINGS, columns, (shown, *numbers))


def _recommendations(agencies: tuple[str, ...], themes: tuple[str, ...]) -> GridSheet:
    columns = (
        SheetColumn("Recommendation", 60),
        SheetColumn("Agencies", 28, choices=agencies, or_others=True, hint="One to a line."),
        SheetColumn("Themes", 28, choices=themes, or_others=True, hint="One to a line."),
        SheetColumn("Rests on findings", 20, hint="Their numbers, one to a line."),
    )
    shown = (f"{EXAMPLE}See fathers before birth.", agencies[0], themes[0], "1")
    return GridSheet(RECOMMENDATIONS, columns, (shown,), spare=_SPARE)


def _sorts() -> SheetColumn:
    return SheetColumn("Sort of review", 18, choices=tuple(SORTS))


def _list(name: str, listed: Listed) -> GridSheet:
    columns = (
        SheetColumn("Name", 40),
        SheetColumn("Id", 30, hint="May be left empty: it is then made of the name."),
    )
    return GridSheet(name, columns, tuple((name, one) for one, name in listed), spare=_SPARE)


def is_example(row: Sequence[object]) -> bool:
    """Whether a row, by its first text, is there to show how."""
    first = next((one for one in row if isinstance(one, str)), "")
    return first.strip().casefold().startswith(EXAMPLE.strip().casefold())
