"""`learning-tracker backup`: a whole copy of a tracker, also while others write."""

import click

from learning_tracker.cli.inputs import LOCATION, examples, tracker_of
from learning_tracker.cli.outputs import tell
from learning_tracker.cli.waiting import waiting


@click.command(
    short_help="Write a backup, also while others write.",
    epilog=examples(
        "learning-tracker backup riverton.db -o riverton-2025-11-20.db",
    ),
)
@click.argument("file", metavar="FILE", type=LOCATION)
@click.option(
    "-o", "--output", metavar="PATH", type=LOCATION, required=True, help="The new file to write."
)
def backup(file: str, output: str) -> None:
    """Write a backup of a tracker into a new file; one that is there is never overwritten.

    Of an SQLite file, and of a PostgreSQL database, the backup is an SQLite file with the whole
    history; of a .json file it is a copy of the file.
    """
    tracker = tracker_of(file, None)
    with waiting("Copying"):
        tracker.backup(output)
    tell(f"wrote {output}")
