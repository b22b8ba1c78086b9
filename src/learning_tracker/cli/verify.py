"""`learning-tracker verify`: whether a tracker's file or database is whole."""

import click

from learning_tracker.cli.inputs import LOCATION, examples
from learning_tracker.cli.outputs import show
from learning_tracker.cli.waiting import waiting


@click.command(
    short_help="Tell whether a file or database is whole.",
    epilog=examples(
        "learning-tracker sample -o my-tracker.json",
        "learning-tracker verify my-tracker.json",
    ),
)
@click.argument("file", metavar="FILE", type=LOCATION)
@click.pass_context
def verify(ctx: click.Context, file: str) -> None:
    """Read all that FILE holds, and list every damage; exit with 1 if there is any.

    FILE is a .db or .json file or the URL of a database (postgresql://…). Nothing is written.
    """
    from learning_tracker.stores import verifying  # noqa: PLC0415 - --help needs no store

    with waiting("Reading all that it holds"):
        found = verifying.verify(file)
    show(str(found))
    ctx.exit(1 if found.problems else 0)
