"""What changed for children in a year, and where there is little or no evidence, in sentences."""

from learning_tracker.dates import ReportingYear
from learning_tracker.queries import gaps
from learning_tracker.queries.changes import Shown
from learning_tracker.queries.counting import plural
from learning_tracker.queries.gaps import STAGES, Gap
from learning_tracker.reports.citing import counted
from learning_tracker.reports.document import Bullets, Paragraph, Statement
from learning_tracker.tables import Table
from learning_tracker.view import View
from learning_tracker.vocabulary import Level


def changed(view: View, year: ReportingYear, table: Table[Shown], told: int) -> Bullets | Paragraph:
    """The evidence of a year that shows a difference for children, in its own words."""
    differences = [row for row in table if row.record.counts_as is Level.DIFFERENCE]
    if not differences:
        what = f"No published evidence of {year}" if view.public else f"No evidence of {year}"
        text = f"{what} shows a difference for children."
        return Paragraph((Statement("changed/none", text, among=table.basis),))
    return Bullets((*map(_difference, differences[:told]), *_more(differences, told, table)))


def _difference(row: Shown) -> Statement:
    return Statement(f"changed/{row.record.id}", row.record.statement, row.records)


def _more(differences: list[Shown], told: int, table: Table[Shown]) -> list[Statement]:
    left = differences[told:]
    if not left:
        return []
    text = f"{plural(len(left), 'piece')} of evidence {'more ' if told else ''}in the table."
    return [Statement("changed/more", text, counted(left), table.basis)]


def little_shown(view: View, year: ReportingYear) -> Bullets | Paragraph:
    """How many improvements of a year have no evidence of how well they were acted on."""
    table = gaps.gaps(view, year=year)
    if not table:
        return Paragraph((Statement("little/none", table.empty, among=table.basis),))
    little = STAGES[: STAGES.index("evidence of how well it was done")]
    by_stage = {stage: [row for row in table if row.stage == stage] for stage in little}
    told = [_stage(stage, rows, table) for stage, rows in by_stage.items() if rows]
    if told:
        return Bullets(tuple(told))
    text = f"Every improvement of {year} has evidence of how well it was acted on."
    return Paragraph((Statement("little/none", text, among=table.basis),))


def _stage(stage: str, rows: list[Gap], table: Table[Gap]) -> Statement:
    text = f"For {len(rows)} of the {plural(len(table), 'improvement')} there is {stage}."
    return Statement(f"little/{stage}", text, counted(rows), table.basis)
