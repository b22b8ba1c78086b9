"""`learning-tracker views`: a database made ready for other tools."""

import click

from learning_tracker.cli.inputs import LOCATION, examples
from learning_tracker.cli.outputs import show
from learning_tracker.cli.waiting import waiting


@click.command(
    short_help="Make a database ready for Datasette, Power BI and other tools.",
    epilog=examples(
        "learning-tracker views riverton.db",
        "learning-tracker views postgresql://db.example/riverton",
    ),
)
@click.argument("file", metavar="FILE", type=LOCATION)
def views(file: str) -> None:
    """Make the views of a database, bring them up to date, and list them.

    FILE is an SQLite file (.db) or the URL of a PostgreSQL database. Changes keep the views
    up to date by themselves, but for those that bear on more than 5,000 actions.
    """
    from learning_tracker import opening  # noqa: PLC0415 - --help needs no tracker

    with waiting("Making the views"), opening.open(file, create=False) as opened:
        names = opened.make_views()
    if not names:
        raise click.UsageError("only a database has views: name a .db file or postgresql://…")
    show("\n".join(names))
