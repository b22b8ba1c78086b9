"""`learning-tracker history`, `log` and `undo`: who changed what, when and why."""

import click

from learning_tracker.cli.inputs import (
    LOCATION,
    by_option,
    examples,
    format_option,
    known_at_option,
    rows_option,
    tracker_of,
    why_option,
)
from learning_tracker.cli.outputs import answer, tell
from learning_tracker.cli.waiting import waiting

_file = click.argument("file", metavar="FILE", type=LOCATION)


@click.command(
    short_help="Show who changed a record, when and why.",
    epilog=examples(
        "learning-tracker history riverton.db",
        "learning-tracker history riverton.db action-07",
    ),
)
@_file
@click.argument("identifier", required=False, metavar="[ID]")
@known_at_option
@format_option
@rows_option
def history(
    file: str, identifier: str | None, known_at: str | None, form: str, rows: int | None
) -> None:
    """Show the revisions of the record with this ID: when, by whom, why, and what changed.

    It is told of records that were removed as well. Without an ID: every record by its last
    change, the newest first.
    """
    tracker = tracker_of(file, None, known_at=known_at)
    answer(
        lambda: tracker.history(identifier) if identifier else tracker.last_changed(), form, rows
    )


@click.command(
    short_help="Show the changes, the newest first.",
    epilog=examples(
        "learning-tracker log riverton.db",
        "learning-tracker log riverton.db --since 2025-11-01",
    ),
)
@_file
@click.option(
    "--since",
    metavar="D",
    help="From the beginning of this day (2025-11-01), month or year on, or from a moment on.",
)
@known_at_option
@format_option
@rows_option
def log(file: str, since: str | None, known_at: str | None, form: str, rows: int | None) -> None:
    """Show every change: when, by whom, why, and how many records of which kinds it touched."""
    tracker = tracker_of(file, None, known_at=known_at)
    answer(lambda: tracker.log(since), form, rows)


@click.command(
    short_help="Put back what a change found, by a new change.",
    epilog=examples(
        "learning-tracker undo riverton.db change-01kb3f --by business-unit --why 'wrong review'",
    ),
)
@_file
@click.argument("change", metavar="CHANGE")
@by_option
@why_option
def undo(file: str, change: str, by: str, why: str) -> None:
    """Put back what the CHANGE with this id found; `log` and `history` tell the ids.

    The log then tells of both changes. It is refused where records have changed since.
    """
    tracker = tracker_of(file, None)
    with waiting("Putting it back"):
        tracker.undo(change, by=by, why=why)
    tell(f"undid {change}")
