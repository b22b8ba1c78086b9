"""`learning-tracker copy`: a tracker from one file or database into another."""

import os

import click

from learning_tracker.cli.inputs import BY, LOCATION, examples, tracker_of
from learning_tracker.cli.outputs import tell
from learning_tracker.cli.waiting import waiting
from learning_tracker.errors import WouldOverwrite


@click.command(
    short_help="Copy a tracker, with its history, into a new file or database.",
    epilog=examples(
        "learning-tracker copy example.json example.db --by business-unit",
        "learning-tracker copy example.db copy.json",
    ),
)
@click.argument("source", metavar="FROM", type=LOCATION)
@click.argument("target", metavar="TO", type=LOCATION)
@click.option(
    "--by",
    metavar="WHO",
    envvar=BY,
    default="",
    help=f"Who makes the copy, where it is a change: a role or a group. By default what {BY} says.",
)
@click.option("--why", metavar="WHY", default="copied", help="Why; by default: copied.")
def copy(source: str, target: str, by: str, why: str) -> None:
    """Copy a tracker; from a database into a database with its whole history.

    TO is a .json or .db file that is not there yet, or a database that holds no records. From
    a .json file into a database the records are one change: say with --by who makes it.
    """
    from learning_tracker.stores.locations import is_database  # noqa: PLC0415 - --help needs none
    from learning_tracker.stores.notes import place_words  # noqa: PLC0415 - the same

    if not is_database(target) and not target.lower().endswith(".json"):
        raise click.UsageError("the copy must end in .json or .db, or be postgresql://…")
    if not is_database(target) and os.path.lexists(target):
        raise WouldOverwrite(target)
    tracker = tracker_of(source, None)
    with waiting("Copying"):
        tracker.save(target, by=by, why=why)
    tell(f"wrote {place_words(target) if '://' in target else target}")
