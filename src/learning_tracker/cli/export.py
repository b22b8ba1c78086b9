"""`learning-tracker export`: the records as files for other tools."""

import click

from learning_tracker.cli.inputs import (
    as_at_option,
    examples,
    file_argument,
    known_at_option,
    sample_option,
    tracker_of,
)
from learning_tracker.cli.outputs import tell
from learning_tracker.cli.waiting import waiting


@click.command(
    short_help="Write the records as a workbook to edit, or as tables for other tools.",
    epilog=examples(
        "learning-tracker export riverton.db -o riverton.xlsx",
        "learning-tracker export riverton.db --tables riverton-tables",
        "learning-tracker export --sample --tables tables --as-at 2025-03-31",
        "learning-tracker export example.json --tables for-analysts --format parquet",
    ),
)
@file_argument
@sample_option
@click.option(
    "-o",
    "--output",
    metavar="WORKBOOK",
    type=click.Path(),
    help="The .xlsx file to write: a sheet for each kind of record. It must not be there yet.",
)
@click.option(
    "--tables",
    metavar="FOLDER",
    type=click.Path(),
    help="The folder to write: one file for each table. It must not be there yet, or be empty.",
)
@as_at_option
@known_at_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "parquet"]),
    help="With --tables: csv for spreadsheets, the default, or parquet for programs.",
)
def export(  # noqa: PLR0913 - its options
    *,
    file: str | None,
    sample: str | None,
    output: str | None,
    tables: str | None,
    as_at: str | None,
    known_at: str | None,
    form: str | None,
) -> None:
    """Write the whole tracker as a workbook to edit, or as tables for other tools.

    A workbook (-o) can be edited and brought back with: learning-tracker import. Tables
    (--tables) are a file for every kind of record and every link, and one for where each action
    stands.

    The files hold everything, also what is not published: keep them as safe as the tracker.
    """
    if (output is None) == (tables is None):
        raise click.UsageError("give -o WORKBOOK or --tables FOLDER, and not both")
    if form is not None and tables is None:
        raise click.UsageError("--format goes with --tables; a workbook is always .xlsx")
    tracker = tracker_of(file, sample, as_at=as_at, known_at=known_at)
    if output is not None:
        with waiting("Writing the workbook"):
            tracker.export_workbook(output)
        tell(f"wrote {output}")
    elif tables is not None:
        with waiting("Writing the tables"):
            written = tracker.export(tables, form or "csv")
        tell(f"wrote {len(written)} tables into {tables}")
