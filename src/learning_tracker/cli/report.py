"""`learning-tracker report`: a document for people."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import click

from learning_tracker.cli.inputs import (
    STREAM,
    as_at_option,
    examples,
    file_argument,
    known_at_option,
    output_option,
    rows_of_each_option,
    sample_option,
    tracker_of,
)
from learning_tracker.cli.outputs import show, tell, write, written_by
from learning_tracker.cli.waiting import waiting
from learning_tracker.tables import more

if TYPE_CHECKING:
    from learning_tracker.reports import Report
    from learning_tracker.tracker import Tracker

_GOES_WITH = {"year": ("theme", "learning"), "agency": ("agency",), "source": ("briefing",)}
"""With which kinds of report an option goes; a kind with an option of its own needs it."""

_BY_ENDING = {".html": "html", ".htm": "html", ".docx": "word", ".md": "markdown", ".json": "json"}
"""What is written into a file by the ending of its name; into any other, text."""


@click.command(
    short_help="Write a report: on themes, for an agency, for the public, on one review.",
    epilog=examples(
        "learning-tracker report --sample",
        "learning-tracker report example.json --year 2024-25 --as-at 2025-03-31",
        "learning-tracker report riverton.db --as-at 2025-03-31 --known-at 2025-04-15T12:00Z",
        "learning-tracker report --sample --audience executive --format word -o report.docx",
        'learning-tracker report --sample --kind agency --agency "Rivershire Police"',
        "learning-tracker report --sample medway --kind learning --format html -o section.html",
        "learning-tracker report --sample --kind briefing --source lcspr-esme",
        "learning-tracker report --sample --rows all -o everything.txt",
    ),
)
@file_argument
@sample_option
@click.option(
    "--kind",
    type=click.Choice(["theme", "agency", "learning", "briefing"]),
    default="theme",
    show_default=True,
    help="On themes; for one agency; the learning section of an annual report; on one review.",
)
@click.option(
    "--year",
    metavar="Y",
    help="With theme and learning: the reporting year, as 2024-25; by default that of the date.",
)
@as_at_option
@known_at_option
@click.option(
    "--audience",
    type=click.Choice(["group", "executive", "public"]),
    help="Who reads it: by default the group; of a learning section, the public.",
)
@click.option("--agency", metavar="A", help="With agency: whose report it is; an id or a name.")
@click.option("--source", metavar="S", help="With briefing: what it is about; an id or a title.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "html", "json", "word"]),
    help="How it is written: by default as the ending of -o PATH says, as .html or .docx, or "
    "else as text. A Word document needs -o PATH.",
)
@rows_of_each_option
@click.option("--page-one", is_flag=True, help="Page one alone, as text.")
@output_option
def report(  # noqa: PLR0913 - its options
    *,
    file: str | None,
    sample: str | None,
    kind: str,
    year: str | None,
    as_at: str | None,
    known_at: str | None,
    audience: str | None,
    agency: str | None,
    source: str | None,
    form: str | None,
    rows: int | None,
    page_one: bool,
    output: str,
) -> None:
    """Write a report on what was learnt, what was done about it and what changed."""
    asked = {"year": year, "agency": agency, "source": source}
    _must_go_with(kind, asked)
    form = form or _BY_ENDING.get(PurePath(output).suffix.lower(), "text")
    if page_one and form != "text":
        raise click.UsageError("--page-one is text; leave out --format, or end -o PATH in .txt")
    if form == "word" and output == STREAM:
        raise click.UsageError("a Word document is no text: name its file with -o PATH")
    tracker = tracker_of(file, sample, as_at=as_at, known_at=known_at)
    with waiting("Making the report"):
        document = _made(tracker, kind, audience, asked, rows)
        text = "" if form == "word" else _text(document, form, page_one=page_one)
    if form == "word":
        written_by(document.to_word, output, read_from=file)
    elif output == STREAM:
        show(text)
    else:
        write(text, output, read_from=file)
    _warn(document.warnings, rows)


def _warn(warnings: Sequence[str], rows: int | None) -> None:
    for warning in warnings[:rows]:
        tell(f"warning: {warning}")
    if left := more(len(warnings[:rows]), len(warnings), "warning"):
        tell(left)


def _must_go_with(kind: str, asked: dict[str, str | None]) -> None:
    """Refuse an option that goes with another kind of report, and a kind without its own."""
    for option, kinds in _GOES_WITH.items():
        if asked[option] is not None and kind not in kinds:
            raise click.UsageError(f"--{option} goes with --kind {' or '.join(kinds)}")
        if asked[option] is None and kinds == (kind,):
            raise click.UsageError(f"--kind {kind} needs --{option}: an id or a name")


def _made(
    tracker: "Tracker",
    kind: str,
    audience: str | None,
    asked: dict[str, str | None],
    rows: int | None,
) -> "Report":
    from learning_tracker import reports  # noqa: PLC0415 - --help needs none

    readers: dict[str, Any] = {} if audience is None else {"audience": audience}
    match kind:
        case "agency":
            agency = asked["agency"] or ""
            return reports.agency_report(tracker, agency, rows=rows, **readers)
        case "briefing":
            return reports.briefing(tracker, asked["source"] or "", rows=rows, **readers)
        case "learning":
            return reports.learning_section(tracker, asked["year"], rows=rows, **readers)
        case _:
            return reports.theme_report(tracker, asked["year"], rows=rows, **readers)


def _text(document: "Report", form: str, *, page_one: bool) -> str:
    forms = {
        "text": document.page_one if page_one else document.__str__,
        "markdown": document.to_markdown,
        "html": document.to_html,
        "json": document.to_json,
    }
    return forms[form]()
