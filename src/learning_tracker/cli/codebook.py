"""`learning-tracker codebook`: themes as a codebook of other programs, and in from one."""

from functools import partial
from typing import TYPE_CHECKING

import click

from learning_tracker.cli.inputs import (
    LOCATION,
    apply_options,
    examples,
    file_argument,
    format_option,
    rows_option,
    sample_option,
    tracker_of,
)
from learning_tracker.cli.outputs import Showing, show_table, tell, written_by
from learning_tracker.cli.waiting import waiting

if TYPE_CHECKING:
    from learning_tracker.tracker import Tracker

PROBLEMS_FOUND = 1
WHY = "a codebook was taken in"


@click.command(
    short_help="Exchange themes with NVivo, ATLAS.ti, MAXQDA or QualCoder.",
    epilog=examples(
        "learning-tracker codebook example.json -o themes.qdc",
        "learning-tracker codebook example.json --import themes.qdc",
        "learning-tracker codebook example.json --import themes.qdc --apply --by business-unit",
    )
    + "\n\nIt exits with 1 if something is wrong with the codebook; then nothing is taken in.",
)
@file_argument
@sample_option
@click.option(
    "-o", "--output", metavar="PATH", type=LOCATION, help="Write the themes there (.qdc)."
)
@click.option(
    "--import",
    "codebook_file",
    metavar="CODEBOOK",
    type=LOCATION,
    help="List what would be taken in from a codebook (.qdc) or project (.qdpx).",
)
@click.option(
    "--frame",
    metavar="F",
    default="practice",
    show_default=True,
    help="The list of themes to write, or that new themes are added to.",
)
@apply_options("With --import: take it in, as one change.", WHY)
@format_option
@rows_option
@click.pass_context
def codebook(  # noqa: PLR0913 - its options
    ctx: click.Context,
    *,
    file: str | None,
    sample: str | None,
    output: str | None,
    codebook_file: str | None,
    frame: str,
    apply: bool,
    by: str,
    why: str,
    form: str,
    rows: int | None,
) -> None:
    """Write the themes as a codebook in REFI-QDA, or list what a codebook would change.

    Names, definitions and the tree are exchanged. Themes are known again by their guid.
    """
    from learning_tracker.codebooks import write_codebook  # noqa: PLC0415 - --help needs none

    if (output is None) == (codebook_file is None):
        raise click.UsageError(
            "give -o PATH to write the themes, or --import CODEBOOK; one of them"
        )
    if apply and codebook_file is None:
        raise click.UsageError("--apply goes with --import; add it, after a look at what it lists")
    if apply and sample is not None:
        raise click.UsageError("an example cannot be changed; name a FILE of your own")
    with tracker_of(file, sample) as tracker:
        if codebook_file is None:
            written_by(
                lambda to: write_codebook(tracker, to, frame=frame), str(output), read_from=file
            )
            return
        as_asked = partial(show_table, form=form, rows=rows)
        ctx.exit(
            _take_in(tracker, codebook_file, as_asked, frame=frame, apply=apply, by=by, why=why)
        )


def _take_in(  # noqa: PLR0913 - the options
    tracker: "Tracker", path: str, as_asked: Showing, *, frame: str, apply: bool, by: str, why: str
) -> int:
    """Take the codebook in or show what would be; the exit code."""
    from learning_tracker.codebooks import import_codebook, preview_codebook  # noqa: PLC0415 - as above

    if not apply:
        with waiting("Looking through the codebook"):
            found = preview_codebook(tracker, path, frame=frame)
        as_asked(found.table)
        for problem in found.problems:
            tell(str(problem))
        tell("nothing was changed")
        return PROBLEMS_FOUND if found.problems.errors else 0
    with waiting("Recording what it holds"):
        found = import_codebook(tracker, path, frame=frame, by=by, why=why)
    as_asked(found.table)
    for problem in found.problems:
        tell(str(problem))
    tell("the tracker was changed" if found.changes else "nothing was changed")
    return 0
