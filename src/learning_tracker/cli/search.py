"""`learning-tracker search`: find records by their words."""

import click

from learning_tracker.cli.inputs import (
    examples,
    format_option,
    known_at_option,
    rows_option,
    sample_option,
    tracker_of,
)
from learning_tracker.cli.outputs import answer


@click.command(
    short_help="Find records by their words.",
    epilog=examples(
        "learning-tracker search --sample medway fathers",
        "learning-tracker search example.json neglect gcp2 --format csv",
        "learning-tracker search example.json '\"voice of the child\"'",
    ),
)
@click.argument("words", nargs=-1, metavar="[FILE] WORDS...")
@sample_option
@known_at_option
@format_option
@rows_option
def search(
    words: tuple[str, ...], sample: str | None, known_at: str | None, form: str, rows: int | None
) -> None:
    """Find the records that have all the WORDS in their titles, statements, notes or other texts.

    Capitals and accents make no difference, and a word is also found as the beginning of a
    longer one. Words in double quotation marks must follow each other. With --sample, all
    that stands after its name is WORDS.
    """
    file, asked = (None, words) if sample is not None else (words[:1], words[1:])
    if not asked:
        raise click.UsageError("name a FILE and WORDS, or --sample NAME and WORDS")
    tracker = tracker_of(file[0] if file else None, sample, known_at=known_at)
    answer(lambda: tracker.search(" ".join(asked)), form, rows)
