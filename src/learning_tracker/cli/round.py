"""`learning-tracker round`: ask agencies what has become of their actions, and take in answers."""

import click

from learning_tracker.cli.inputs import (
    LOCATION,
    STREAM,
    apply_options,
    as_at_option,
    by_option,
    examples,
    file_argument,
    format_option,
    rows_option,
    sample_option,
    tracker_of,
)
from learning_tracker.cli.outputs import answer, show, show_table, tell
from learning_tracker.cli.waiting import waiting

TO_BE_MENDED = 1

_LOOKED_AT = "nothing was changed; add --apply to record it"

_file = click.argument("file", metavar="FILE", type=LOCATION)


@click.group(
    name="round",
    short_help="Run a quarter's round: workbooks out to agencies, answers back.",
    epilog=examples(
        "learning-tracker round send riverton.db --sent-on 2026-01-12 --due-back 2026-01-30 "
        "-o round --by business-unit",
        "learning-tracker round receive riverton.db returns",
        "learning-tracker round receive riverton.db returns --apply --by business-unit",
        "learning-tracker round status riverton.db",
    )
    + "\n\nreceive exits with 1 if something must be mended first; nothing is changed then.",
)
def round_() -> None:
    """Ask each agency about its outstanding actions by workbook, and take in what it answers."""


def _must_be_kept(file: str) -> None:
    """Refuse to change what is read from standard input: it would be lost."""
    if file == STREAM:
        raise click.UsageError("a round is recorded in its tracker; name a FILE, and not -")


@round_.command(short_help="Make a workbook and an e-mail for each agency.")
@_file
@click.option(
    "--due-back", metavar="D", required=True, help="The day by which agencies are to answer."
)
@click.option(
    "-o",
    "--output",
    metavar="FOLDER",
    type=click.Path(),
    required=True,
    help="The folder to write; it must not be there yet, or be empty.",
)
@click.option(
    "--sent-on", metavar="D", help="The day of the round, as at which actions are told; today."
)
@by_option
def send(*, file: str, due_back: str, output: str, sent_on: str | None, by: str) -> None:
    """Make a workbook and a covering e-mail for each agency with outstanding actions.

    A request is recorded for each. The files hold what may be unpublished: send each to its
    agency only.
    """
    from learning_tracker.rounds import send_round  # noqa: PLC0415 - --help needs no tracker

    _must_be_kept(file)
    with tracker_of(file, None) as tracker, waiting("Making the workbooks"):
        table = send_round(tracker, output, due_back=due_back, sent_on=sent_on, by=by)
    show_table(table, "table", None)
    tell(f"wrote {2 * len(table)} files into {output}" if table else "nothing was written")


@round_.command(short_help="Look at the workbooks that came back, and record them.")
@_file
@click.argument("folder", metavar="FOLDER", type=click.Path())
@click.option("--returned-on", metavar="D", help="The day on which they came back; today.")
@apply_options("Record what is shown, as one change.")
@click.pass_context
def receive(  # noqa: PLR0913 - its options
    ctx: click.Context, *, file: str, folder: str, returned_on: str | None, apply: bool, by: str
) -> None:
    """Show what the workbooks in a FOLDER would have recorded, and what does not add up.

    With --apply it is recorded, unless there are errors; what was recorded before is left.
    """
    from learning_tracker.queries.counting import plural  # noqa: PLC0415 - --help needs no tracker
    from learning_tracker.rounds import receive_round, record_returns  # noqa: PLC0415 - the same

    if apply:
        _must_be_kept(file)
    with tracker_of(file, None) as tracker:
        with waiting("Looking through what came back"):
            received = receive_round(tracker, folder, returned_on=returned_on)
        show(str(received))
        if received.problems.errors:
            tell("nothing was changed; mend the errors, and try again")
            ctx.exit(TO_BE_MENDED)
        if apply:
            with waiting("Recording what they hold"):
                record_returns(tracker, received, by=by)
    added = sum(len(one.added) for one in received.plans)
    verb = "was" if added == 1 else "were"
    tell(f"{plural(added, 'record')} {verb} added" if apply else _LOOKED_AT)


@round_.command(short_help="Tell who has answered, and who has not.")
@file_argument
@sample_option
@as_at_option
@format_option
@rows_option
def status(
    *, file: str | None, sample: str | None, as_at: str | None, form: str, rows: int | None
) -> None:
    """Tell of the last round who was asked, who has answered, and when each was last heard."""
    from learning_tracker.rounds import round_status  # noqa: PLC0415 - the same

    tracker = tracker_of(file, sample, as_at=as_at)
    answer(lambda: round_status(tracker), form, rows)
