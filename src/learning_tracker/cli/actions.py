"""`learning-tracker actions`: what is still to do, and who has to do it."""

import click

from learning_tracker.cli.inputs import (
    as_at_option,
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

_WAITING = "--awaiting-sign-off"


@click.command(
    short_help="List actions outstanding, late or awaiting sign-off.",
    epilog=examples(
        "learning-tracker actions --sample medway",
        'learning-tracker actions example.json --agency "Kent Police" --as-at 2025-03-31',
        "learning-tracker actions --sample medway --awaiting-sign-off --format json",
    ),
)
@file_argument
@sample_option
@click.option(
    "--outstanding",
    is_flag=True,
    help="Actions still to do, or said to be done and not signed off: the default.",
)
@click.option(
    "--late", is_flag=True, help="Actions past their agreed date that no evidence shows to be done."
)
@click.option(_WAITING, is_flag=True, help="Actions said to be done that wait for sign-off.")
@click.option(
    "--agency",
    metavar="A",
    help="Only actions led by this agency, those it succeeded or its parts: an id or a name.",
)
@as_at_option
@known_at_option
@format_option
@rows_option
def actions(  # noqa: PLR0913 - its options
    *,
    file: str | None,
    sample: str | None,
    outstanding: bool,
    late: bool,
    awaiting_sign_off: bool,
    agency: str | None,
    as_at: str | None,
    known_at: str | None,
    form: str,
    rows: int | None,
) -> None:
    """List actions that are outstanding, that are late, or that wait for sign-off."""
    flags = {"--outstanding": outstanding, "--late": late, _WAITING: awaiting_sign_off}
    question = the_one(flags, default="--outstanding")
    if agency is not None and question == _WAITING:
        raise click.UsageError(
            f"--agency does not go with {_WAITING}; "
            "use it with --outstanding, which tells what is said to be done"
        )
    asked = tracker_of(file, sample, as_at=as_at, known_at=known_at).actions
    match question:
        case "--outstanding":
            answer(lambda: asked.outstanding(agency=agency), form, rows)
        case "--late":
            answer(lambda: asked.late(agency=agency), form, rows)
        case _:
            answer(asked.awaiting_sign_off, form, rows)
