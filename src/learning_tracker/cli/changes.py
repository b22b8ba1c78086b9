"""`learning-tracker changes`: what changed since a date, such as that of the last meeting."""

import click

from learning_tracker.cli.inputs import (
    as_at_option,
    examples,
    file_argument,
    format_option,
    known_at_option,
    rows_option,
    sample_option,
    tracker_of,
)
from learning_tracker.cli.outputs import answer


@click.command(
    short_help="List what changed since a date, such as the last meeting.",
    epilog=examples(
        "learning-tracker changes --sample --since 2025-08-21",
        "learning-tracker changes riverton.db --since 2025-03-12 --as-at 2025-06-11",
    ),
)
@file_argument
@sample_option
@click.option(
    "--since",
    metavar="D",
    required=True,
    help="What is dated after this day (2025-08-21), month or year.",
)
@as_at_option
@known_at_option
@format_option
@rows_option
def changes(  # noqa: PLR0913 - its options
    *,
    file: str | None,
    sample: str | None,
    since: str,
    as_at: str | None,
    known_at: str | None,
    form: str,
    rows: int | None,
) -> None:
    """List what happened since a date: what was found, decided, done, answered and published.

    Of a tracker in a database it also lists what was only recorded since and is dated earlier.
    Who recorded it, and why, is for history and log to tell.
    """
    tracker = tracker_of(file, sample, as_at=as_at, known_at=known_at)
    answer(lambda: tracker.changes_since(since), form, rows)
