"""`learning-tracker template`: a workbook to fill in."""

from pathlib import Path

import click

from learning_tracker.cli.inputs import examples, file_argument, sample_option, tracker_of
from learning_tracker.cli.outputs import tell


@click.command(
    short_help="Write a workbook to fill in: an action plan, or one review.",
    epilog=examples(
        "learning-tracker template riverton.db -o to-fill-in.xlsx",
        "learning-tracker template -o made-up-lists.xlsx",
        "learning-tracker import riverton.db to-fill-in.xlsx",
    ),
)
@file_argument
@sample_option
@click.option(
    "-o",
    "--output",
    metavar="WORKBOOK",
    required=True,
    type=click.Path(),
    help="The .xlsx file to write. It must not be there yet.",
)
def template(*, file: str | None, sample: str | None, output: str) -> None:
    """Write a workbook to fill in: an action plan with a row for each action, and one review.

    With FILE it offers that tracker's agencies and themes, else made-up ones. Bring it back with:
    learning-tracker import.
    """
    from learning_tracker.exchange.workbooks.template import (  # noqa: PLC0415 - --help needs none
        template_workbook,
    )
    from learning_tracker.exchange.workbooks.tracker_workbook import write_workbook  # noqa: PLC0415 - the same
    from learning_tracker.records import Agency, Theme  # noqa: PLC0415 - the same

    lists: tuple[tuple[Agency, ...], tuple[Theme, ...]] = ((), ())
    if file is not None or sample is not None:
        tracker = tracker_of(file, sample)
        lists = (tracker.of(Agency), tracker.of(Theme))
    write_workbook(Path(output), template_workbook(*lists))
    tell(f"wrote {output}")
