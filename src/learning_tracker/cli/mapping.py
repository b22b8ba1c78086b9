"""`learning-tracker mapping`: a mapping drafted for a sheet, or a ready one to start from."""

import os

import click

from learning_tracker.cli.inputs import STREAM, examples, output_option
from learning_tracker.cli.outputs import show, write
from learning_tracker.errors import WouldOverwrite


@click.command(
    short_help="Draft a mapping for a spreadsheet, or begin with a ready one.",
    epilog=examples(
        "learning-tracker mapping plan.xlsx -o draft.toml",
        "learning-tracker mapping plan.xlsx --sheet Actions",
        "learning-tracker mapping --ready norfolk -o norfolk.toml",
    ),
)
@click.argument("sheet", metavar="[SHEET]", required=False, type=click.Path(readable=False))
@click.option("--sheet", "name", metavar="NAME", help="The worksheet; by default the only one.")
@click.option(
    "--heading-row",
    metavar="N",
    type=int,
    default=1,
    show_default=True,
    help="The row in which the headings stand.",
)
@click.option("--ready", metavar="NAME", help="A ready mapping, in place of SHEET.")
@output_option
def mapping(
    *, sheet: str | None, name: str | None, heading_row: int, ready: str | None, output: str
) -> None:
    """Draft a mapping from the headings and cells of SHEET (.xlsx, .csv, .tsv).

    The draft can be used at once with `import`, which shows what it would do. Its comments ask
    what the sheet does not tell. With --ready it is a mapping that comes with the library.
    """
    if (sheet is None) == (ready is None):
        raise click.UsageError("give a SHEET to draft a mapping for, or --ready, and not both")
    if output != STREAM and os.path.lexists(output):
        raise WouldOverwrite(output)
    text = _drafted(sheet, name, heading_row) if sheet is not None else _ready(str(ready))
    if output == STREAM:
        show(text)
    else:
        write(text, output, read_from=None)


def _drafted(sheet: str, name: str | None, heading_row: int) -> str:
    from learning_tracker.exchange.drafts.drafting import draft_mapping  # noqa: PLC0415 - --help needs none

    return draft_mapping(sheet, name=name, heading_row=heading_row)


def _ready(name: str) -> str:
    from learning_tracker.exchange.mappings.ready_mappings import ready_text  # noqa: PLC0415 - the same

    return ready_text(name)
