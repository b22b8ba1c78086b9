"""`learning-tracker redact`: take a text out of every revision."""

import click

from learning_tracker.cli.inputs import LOCATION, by_option, examples, tracker_of, why_option
from learning_tracker.cli.outputs import show
from learning_tracker.cli.waiting import waiting


@click.command(
    short_help="Take a text out of a record and all its history.",
    epilog=examples(
        'learning-tracker redact riverton.db action-07 note --by business-unit --why "a name"',
        'learning-tracker redact riverton.db change-01kb3f by --by business-unit --why "a name"',
        'learning-tracker redact riverton.db redaction-1 why --by business-unit --why "too much"',
    ),
)
@click.argument("file", metavar="FILE", type=LOCATION)
@click.argument("identifier", metavar="ID")
@click.argument("field", metavar="FIELD")
@by_option
@why_option
def redact(file: str, identifier: str, field: str, by: str, why: str) -> None:
    """Take the text of a field out of a record and every earlier revision of it, for good.

    What stands there then is [redacted]. ID is that of a record, also of one that was removed.
    It may be that of a change, as `log` tells it, or of a redaction, such as redaction-1: there
    FIELD is by, for who made it, or why, for the reason. It cannot be undone.
    """
    with tracker_of(file, None) as tracker:
        with waiting("Taking it out"):
            done = tracker.redact(identifier, field, by=by, why=why)
        show(str(done))
