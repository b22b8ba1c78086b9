"""`learning-tracker agreement`: how far two coders of the same findings agree."""

from pathlib import Path

import click

from learning_tracker.cli.inputs import (
    LOCATION,
    STREAM,
    examples,
    format_option,
    rows_option,
    tracker_of,
)
from learning_tracker.cli.outputs import show_table
from learning_tracker.cli.waiting import waiting

SHEETS = (".csv", ".tsv", ".xlsx")


@click.command(
    short_help="Tell how far two coders of the same findings agree.",
    epilog=examples(
        "learning-tracker agreement example.db copy.db",
        "learning-tracker agreement example.db copy.db --disagreements --format csv",
        "learning-tracker agreement example.json coding.csv --finding Ref --themes Codes",
    ),
)
@click.argument("a", metavar="A", type=LOCATION)
@click.argument("b", metavar="B", type=LOCATION)
@click.option(
    "--disagreements", is_flag=True, help="List the findings that they coded differently instead."
)
@click.option(
    "--frame", metavar="F", default="practice", show_default=True, help="The list of themes."
)
@click.option(
    "--finding",
    metavar="HEADING",
    default="finding",
    show_default=True,
    help="Of a sheet: what stands above the ids of findings.",
)
@click.option(
    "--themes",
    metavar="HEADING",
    default="themes",
    show_default=True,
    help="Of a sheet: what stands above the themes.",
)
@format_option
@rows_option
def agreement(  # noqa: PLR0913 - its options
    *,
    a: str,
    b: str,
    disagreements: bool,
    frame: str,
    finding: str,
    themes: str,
    form: str,
    rows: int | None,
) -> None:
    """Compare how the findings of a tracker, A, are coded to themes with how another coded them.

    B is another tracker with the same findings, or a sheet (.xlsx, .csv, .tsv) with a column for
    the id of a finding and one for its themes.
    """
    from learning_tracker import coders  # noqa: PLC0415 - --help needs none

    if a == b == STREAM:
        raise click.UsageError("only one of the two can be standard input")
    with tracker_of(a, None) as one:
        if Path(b).suffix.casefold() in SHEETS:
            with waiting("Comparing"):
                found = coders.agreement(one, b, frame=frame, finding=finding, themes=themes)
        else:
            with tracker_of(b, None) as other, waiting("Comparing"):
                found = coders.agreement(one, other, frame=frame)
        show_table(found.disagreements if disagreements else found.by_theme, form, rows)
