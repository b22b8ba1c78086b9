"""`learning-tracker compare`: what differs between two trackers, and taking one into the other."""

from functools import partial
from typing import TYPE_CHECKING

import click

from learning_tracker.cli.inputs import (
    LOCATION,
    STREAM,
    apply_options,
    examples,
    format_option,
    rows_option,
    tracker_of,
)
from learning_tracker.cli.outputs import Showing, show_table, tell
from learning_tracker.cli.waiting import waiting

if TYPE_CHECKING:
    from learning_tracker.tracker import Tracker

SOMETHING_LEFT = 1
WHY = "what another copy of the tracker held was taken in"


@click.command(
    short_help="List what differs between two trackers, and merge them.",
    epilog=examples(
        "learning-tracker compare example.db copy.db",
        "learning-tracker compare example.db copy.db --merge",
        "learning-tracker compare example.db copy.db --merge --apply --by business-unit",
    )
    + "\n\nIt exits with 0 if nothing differs, or with --merge if nothing of B is left; "
    "with 1 otherwise, and with 2 if it could not be done.",
)
@click.argument("a", metavar="A", type=LOCATION)
@click.argument("b", metavar="B", type=LOCATION)
@click.option(
    "--merge", is_flag=True, help="List what of B would be taken into A, and what would be left."
)
@apply_options("With --merge: take it into A, as one change.", WHY)
@format_option
@rows_option
@click.pass_context
def compare(  # noqa: PLR0913 - its options
    ctx: click.Context,
    *,
    a: str,
    b: str,
    merge: bool,
    apply: bool,
    by: str,
    why: str,
    form: str,
    rows: int | None,
) -> None:
    """List the records that are not the same in the trackers A and B, with both values.

    Where their histories have a common beginning, it is told which of them changed a record
    since; what both changed is a conflict. With --merge, what only B changed is taken into A.
    """
    if apply and not merge:
        raise click.UsageError("--apply goes with --merge; add it, after a look at what it lists")
    if a == b == STREAM:
        raise click.UsageError("only one of the two can be standard input")
    as_asked = partial(show_table, form=form, rows=rows)
    with tracker_of(a, None) as one, tracker_of(b, None) as other:
        if merge:
            left = _merge(one, other, as_asked, by=by, why=why, apply=apply)
        else:
            with waiting("Comparing"):
                found = one.compare(other)
            as_asked(found.table)
            left = bool(found.differences)
    ctx.exit(SOMETHING_LEFT if left else 0)


def _merge(  # noqa: PLR0913 - its options
    one: "Tracker", other: "Tracker", as_asked: Showing, *, by: str, why: str, apply: bool
) -> bool:
    """Take B into A or show what would be taken; whether something of B is left."""
    with waiting("Comparing"):
        found = one.merge(other, by=by, why=why) if apply else one.preview_merge(other)
    as_asked(found.table)
    tell("A was changed" if apply and found.taken else "nothing was changed")
    return bool(found.left)
