"""`learning-tracker trace`: the thread from a source to what changed."""

import click

from learning_tracker.cli.inputs import (
    examples,
    known_at_option,
    sample_option,
    tracker_of,
)
from learning_tracker.cli.outputs import show


@click.command(
    short_help="Show the thread through a record.",
    epilog=examples(
        "learning-tracker trace --sample medway lcspr-laura",
        "learning-tracker trace example.json action-marac-hub",
    ),
)
@click.argument("words", nargs=-1, metavar="[FILE] ID")
@sample_option
@known_at_option
def trace(words: tuple[str, ...], sample: str | None, known_at: str | None) -> None:
    """Show what a record rests on and what rests on it, from the source to the evidence."""
    *files, identifier = words or ("",)
    if len(words) != (2 if sample is None else 1):
        raise click.UsageError("name a FILE and an ID, or --sample NAME and an ID")
    tracker = tracker_of(files[0] if files else None, sample, known_at=known_at)
    show(str(tracker.trace(identifier)))
