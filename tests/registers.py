"""Made-up sheets and mappings for the tests of importing, put together by hand."""

import textwrap
from collections.abc import Sequence
from typing import Any

import learning_tracker as lt
from learning_tracker.codec import plain
from learning_tracker.exchange.mappings.mapping import SheetMapping
from learning_tracker.exchange.mappings.mapping_files import mapping_of
from learning_tracker.exchange.sheets.grid import letters
from learning_tracker.exchange.sheets.sheet import Heading, Row, Sheet, Value

PLAN = """
    [make.review]
    kind = "lcspr"
    id = "{Review}"
    title = "Review"

    [make.recommendation]
    id = "{Review}-{No}"
    source = { same_row = "review" }
    statement = "Recommendation"
    addressed_to = { column = "Agencies", split = [";", "|", "new line"], create = true }

    [make.action]
    id = "{id of recommendation}-action"
    answers = { same_row = "recommendation" }
    statement = "Action"
    lead = { column = "Lead", create = true }
    due_on = { column = "Due", dates = "day first" }

    [make.update]
    action = { same_row = "action" }
    on = { column = "Status on", dates = "day first" }
    by = "Lead"
    event = { column = "Status", values = { Done = "completed", Started = "progress", Open = [] } }
"""
"""A mapping of an action plan: a row makes a review, a recommendation, an action and an update."""

HEADINGS = (
    *("Review", "No", "Recommendation", "Agencies"),
    *("Action", "Lead", "Due", "Status", "Status on"),
)
ROW: dict[str, Value] = {
    "Review": "Child A",
    "No": 1,
    "Recommendation": "See fathers",
    "Agencies": "Police; Health",
    "Action": "Train staff",
    "Lead": "Police",
    "Due": "01/03/2025",
    "Status": "Done",
    "Status on": "14/02/2025",
}


def mapping(text: str = PLAN) -> SheetMapping:
    """The mapping in a text."""
    return mapping_of(textwrap.dedent(text).encode(), "plan.toml")


def sheet(*rows: dict[str, Value], headings: Sequence[str] = ()) -> Sheet:
    """A sheet with these rows, the first of them row 2; its headings are those of the rows."""
    titles = [*(headings or dict.fromkeys(key for row in rows for key in row))]
    return Sheet(
        "plan.xlsx",
        "Actions",
        tuple(Heading(one, letters(place)) for place, one in enumerate(titles)),
        tuple(
            Row(number, tuple(row.get(one) for one in titles)) for number, row in enumerate(rows, 2)
        ),
    )


def plan(*changes: dict[str, Value]) -> Sheet:
    """An action plan with the row above once for each of the changes, changed so."""
    return sheet(*({**ROW, **one} for one in changes), headings=HEADINGS)


POLICE = lt.Agency(id="police", name="Kent Police", aliases=("Police",))
HEALTH = lt.Agency(id="health", name="NHS Kent", aliases=("Health",))


def tracker(*records: lt.Record) -> lt.Tracker:
    """A tracker with the two agencies of the plan, and these records."""
    return lt.Tracker([POLICE, HEALTH, *records])


def previewed(read: Sheet, rules: SheetMapping | None = None, *held: lt.Record) -> lt.Preview:
    """What a sheet would change."""
    return lt.preview_import(tracker(*held), read, rules or mapping())


def told(preview: lt.Preview) -> dict[str, str]:
    """The problems by the cells or rows where they are, of each the first: code and sentence."""
    return {
        one.place.rpartition(", ")[2]: f"{one.code}: {one.sentence}"
        for one in reversed(preview.problems)
    }


def imported(read: Sheet, rules: SheetMapping | None = None, *held: lt.Record) -> lt.Tracker:
    """A tracker into which a sheet was taken."""
    into = tracker(*held)
    lt.import_sheet(into, read, rules or mapping(), by="business-unit")
    return into


def made(read: Sheet, rules: SheetMapping | None = None, *held: lt.Record) -> dict[str, Any]:
    """What a sheet adds, as a file would hold it, by id."""
    preview = previewed(read, rules, *held)
    assert not preview.problems.errors, str(preview)
    return {one.record.id: plain(one.record) for one in preview.added}


def with_column(name: str, *values: Value) -> Sheet:
    """An action plan with one more column, a row for each of its values."""
    rows = [{**ROW, "No": number, name: value} for number, value in enumerate(values)]
    return sheet(*rows, headings=[*HEADINGS, name])
