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


@click.command(
    short_help="Write the records as tables for spreadsheets and other tools.",
    epilog=examples(
        "learning-tracker export riverton.db --tables riverton-tables",
        "learning-tracker export --sample --tables tables --as-at 2025-03-31",
        "learning-tracker export example.json --tables for-analysts --format parquet",
    ),
)
@file_argument
@sample_option
@click.option(
    "--tables",
    metavar="FOLDER",
    required=True,
    type=click.Path(),
    help="The folder to write: one file for each table. It must not be there yet, or be empty.",
)
@as_at_option
@known_at_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "parquet"]),
    default="csv",
    show_default=True,
    help="CSV for spreadsheets; Parquet for programs.",
)
def export(  # noqa: PLR0913 - its options
    *,
    file: str | None,
    sample: str | None,
    tables: str,
    as_at: str | None,
    known_at: str | None,
    form: str,
) -> None:
    """Write a table for every kind of record and every link, and where each action stands.

    The files hold everything, also what is not published: keep them as safe as the tracker.
    """
    tracker = tracker_of(file, sample, as_at=as_at, known_at=known_at)
    written = tracker.export(tables, form)
    tell(f"wrote {len(written)} tables into {tables}")
