"""`learning-tracker import`: what a spreadsheet would change in a tracker, and changing it."""

import json
from contextlib import nullcontext
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import click

from learning_tracker.cli.import_workbook import take_workbook
from learning_tracker.cli.inputs import LOCATION, STREAM, apply_options, examples, tracker_of
from learning_tracker.cli.outputs import show, tell
from learning_tracker.cli.waiting import waiting
from learning_tracker.errors import NoAuthor

if TYPE_CHECKING:
    from learning_tracker.importing import Preview
    from learning_tracker.tracker import Tracker

ROWS_REFUSED = 1
WHY = "a sheet was imported"

_TABLES = (".csv", ".tsv")


def _by_heading(_: click.Context, __: click.Parameter, texts: tuple[str, ...]) -> dict[str, str]:
    """What is given for all rows, by its heading."""
    pairs = [one.partition("=") for one in texts]
    if not all(equals for _, equals, _ in pairs):
        raise click.UsageError('--set wants HEADING=VALUE, such as --set "Review=lcspr-ash"')
    return {heading.strip(): value.strip() for heading, _, value in pairs}


@click.command(
    name="import",
    short_help="Take in a spreadsheet, or a workbook that was edited; first a preview.",
    epilog=examples(
        "learning-tracker import riverton.db riverton.xlsx",
        "learning-tracker import riverton.db plan.xlsx --mapping plan.toml",
        "learning-tracker import riverton.db plan.xlsx --mapping plan.toml --apply "
        "--by business-unit",
        "learning-tracker import riverton.db plan.xlsx --mapping plan.toml --apply "
        "--by business-unit --leave-out-bad-rows mend.xlsx",
    )
    + "\n\nIt exits with 0 if every row is taken, or would be; with 1 if rows are refused, and "
    "with 2 if it could not be done.",
)
@click.argument("file", metavar="FILE", type=LOCATION)
@click.argument("sheet", metavar="SHEET", type=click.Path(readable=False))
@click.option(
    "--mapping",
    metavar="M",
    type=click.Path(readable=False),
    help="The file in TOML that says how a row becomes records, or the name of a ready mapping. "
    "A workbook that export or template wrote needs none.",
)
@click.option(
    "--set",
    "given",
    metavar="HEADING=VALUE",
    multiple=True,
    callback=_by_heading,
    help="What the sheet does not say and is the same in all its rows, such as the review that a "
    "plan is of; by the heading that the mapping has for it. Can be given several times.",
)
@apply_options("Do it, as one change, and not only show it.", WHY)
@click.option(
    "--leave-out-bad-rows",
    metavar="PATH",
    type=click.Path(readable=False),
    help="With --apply: write the rows that are refused, with the reasons, into this new file "
    "and take the others. Mend it and import it in its turn.",
)
@click.option(
    "--remove",
    is_flag=True,
    help="Without a mapping: remove the records whose rows were taken out of the workbook.",
)
@click.option("--new", is_flag=True, help="Begin FILE, which is not there yet.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="For people, or JSON for programs, which holds every record and problem.",
)
@click.pass_context
def import_sheet(  # noqa: PLR0913 - its options
    ctx: click.Context,
    *,
    file: str,
    sheet: str,
    mapping: str | None,
    given: dict[str, str],
    apply: bool,
    by: str,
    why: str,
    leave_out_bad_rows: str | None,
    remove: bool,
    new: bool,
    form: str,
) -> None:
    """Show what the rows of SHEET (.xlsx, .csv, .tsv) would add to a tracker and change in it.

    A workbook from this library is held against what was exported: what was changed in it is
    taken, and what the tracker changed too meanwhile is left and named.

    Nothing is changed without --apply, and nothing while rows are refused, unless they are left
    out. Importing the same sheet twice changes nothing.
    """
    from learning_tracker.importing import Prepared  # noqa: PLC0415 - --help needs none

    if leave_out_bad_rows is not None and not apply:
        raise click.UsageError("--leave-out-bad-rows goes with --apply; add it, after a preview")
    if apply and file == STREAM:
        raise click.UsageError("standard input cannot be changed; name a file")
    if mapping is None and leave_out_bad_rows is not None:
        raise click.UsageError("--leave-out-bad-rows goes with --mapping; leave it out")
    if mapping is None and given:
        raise click.UsageError("--set goes with --mapping; leave it out")
    if mapping is not None and remove:
        raise click.UsageError("--remove goes with a workbook that was exported, without --mapping")
    if mapping is None and Path(sheet).suffix.lower() in _TABLES:
        raise click.UsageError(
            f"--mapping must say how the rows of {sheet} become records; "
            f"learning-tracker mapping {sheet} drafts one"
        )
    if mapping is None:
        with _held(file, new=new) as tracker:
            begin = (lambda held: _begun(file, by) if new else nullcontext(held)) if apply else None
            code = take_workbook(tracker, begin, sheet, form, by=by, why=why, remove=remove)
        ctx.exit(code)
    with _held(file, new=new) as tracker:
        with waiting(f"Looking through {PurePath(sheet).name}") as say:
            prepared = Prepared(
                tracker,
                sheet,
                mapping,
                lambda *far: say("{}, {:,} of {:,}".format(*far)),
                given=given,
            )
        preview = prepared.preview
        if apply and (leave_out_bad_rows is not None or not preview.refused):
            if leave_out_bad_rows is not None:
                prepared.must_be_new(Path(leave_out_bad_rows))  # or else FILE is not begun
            with (
                _begun(file, by) if new else nullcontext(tracker) as changed,
                waiting("Recording what it holds"),
            ):
                preview = prepared.apply(
                    changed, by=by, why=why, leave_out_bad_rows=leave_out_bad_rows
                )
    as_json = json.dumps(preview.to_data(), indent=2, ensure_ascii=False)
    show(as_json if form == "json" else str(preview))
    tell(_done(preview, leave_out_bad_rows))
    ctx.exit(ROWS_REFUSED if preview.refused else 0)


def _held(file: str, *, new: bool) -> "Tracker":
    """The tracker as it is held against the sheet; an empty one where a file is to be begun."""
    from learning_tracker.tracker import Tracker  # noqa: PLC0415 - --help needs none

    is_path = file != STREAM and "://" not in file
    there = is_path and Path(file).exists()
    if new and (there or not is_path):
        raise click.UsageError(f"--new begins a file, and {file} is there; leave it out")
    if new:
        return Tracker()
    if is_path and not there:
        raise click.UsageError(f"there is no file {file}; to begin an empty tracker, add --new")
    return tracker_of(file, None)


def _begun(file: str, by: str) -> "Tracker":
    """The empty tracker in a new file; not begun where nothing could be written into it."""
    from learning_tracker.opening import open  # noqa: A004, PLC0415 - see `opening.open`
    from learning_tracker.stores.locations import is_database  # noqa: PLC0415 - --help needs none

    if is_database(file) and not by.strip():
        raise NoAuthor
    return open(file, create=True)


def _done(preview: "Preview", mend: str | None) -> str:
    """What was done, in a line."""
    refused = len(preview.refused)
    if not preview.applied:
        why = "rows are refused" if refused else "this is a preview; --apply does it"
        return f"nothing was changed: {why}"
    left = f"; {refused} refused, written into {mend}" if refused else ""
    deed = "the tracker was changed" if preview.planned else "there was nothing to change"
    return f"{deed}{left}"
