"""`learning-tracker salvage`: what can be read of a damaged database, in a new file."""

import click

from learning_tracker.cli.inputs import LOCATION, examples
from learning_tracker.cli.outputs import show
from learning_tracker.cli.waiting import waiting


@click.command(
    short_help="Copy what can be read of a damaged database.",
    epilog=examples("learning-tracker salvage example.db -o salvaged.db"),
)
@click.argument("file", metavar="FILE", type=LOCATION)
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    type=LOCATION,
    required=True,
    help="The new .db file; one that is there is never overwritten.",
)
@click.pass_context
def salvage(ctx: click.Context, file: str, output: str) -> None:
    """Copy what can be read of FILE into a new file; list what was lost, and exit with 1.

    FILE is a .db file or the URL of a database (postgresql://…); it stays as it is.
    """
    from learning_tracker.stores import salvaging  # noqa: PLC0415 - --help needs no store

    with waiting("Copying what can be read"):
        done = salvaging.salvage(file, output)
    show(str(done))
    ctx.exit(1 if done.lost else 0)
