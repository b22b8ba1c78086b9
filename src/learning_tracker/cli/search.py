"""`learning-tracker search`: still to come, and refused until then."""

import click

from learning_tracker.cli.inputs import examples, sample_option
from learning_tracker.errors import NotYet


@click.command(
    short_help="Find records by words: still to come.",
    epilog=examples(
        "learning-tracker trace --sample medway lcspr-laura",
    ),
)
@click.argument("words", nargs=-1, metavar="[FILE] WORDS...")
@sample_option
def search(words: tuple[str, ...], sample: str | None) -> None:
    """Find records by their words: this is still to come.

    Until then, find the words in FILE with a text editor and trace the id beside them.
    """
    del words, sample
    raise NotYet(
        "search",
        "find the words in FILE with a text editor and use learning-tracker trace FILE ID",
    )
