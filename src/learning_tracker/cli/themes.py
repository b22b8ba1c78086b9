"""`learning-tracker themes`: what keeps coming back, and where there is progress."""

import click

from learning_tracker.cli.inputs import (
    examples,
    file_argument,
    format_option,
    known_at_option,
    rows_option,
    sample_option,
    the_one,
    tracker_of,
)
from learning_tracker.cli.outputs import answer


@click.command(
    short_help="List themes that recur, returned or progress.",
    epilog=examples(
        "learning-tracker themes --sample medway",
        "learning-tracker themes example.json --recurring --since 2023-24",
        "learning-tracker themes --sample medway --progress --format csv",
    ),
)
@file_argument
@sample_option
@click.option(
    "--recurring", is_flag=True, help="Themes that several independent sources raised: the default."
)
@click.option(
    "--returned", is_flag=True, help="Themes that came back after an action on them was signed off."
)
@click.option("--progress", is_flag=True, help="Strengths on what was an area for improvement.")
@click.option(
    "--since",
    metavar="Y",
    help="With --recurring: count sources of this reporting year (2023-24) or date, or later.",
)
@known_at_option
@format_option
@rows_option
def themes(  # noqa: PLR0913 - its options
    *,
    file: str | None,
    sample: str | None,
    recurring: bool,
    returned: bool,
    progress: bool,
    since: str | None,
    known_at: str | None,
    form: str,
    rows: int | None,
) -> None:
    """List practice themes that recur, that returned, or on which there is progress."""
    flags = {"--recurring": recurring, "--returned": returned, "--progress": progress}
    question = the_one(flags, default="--recurring")
    if since is not None and question != "--recurring":
        raise click.UsageError(f"--since goes with --recurring; leave it out with {question}")
    asked = tracker_of(file, sample, known_at=known_at).themes
    match question:
        case "--returned":
            answer(asked.returned, form, rows)
        case "--progress":
            answer(asked.progress, form, rows)
        case _:
            answer(lambda: asked.recurring(since=since), form, rows)
