"""`learning-tracker report`: a document for people."""

import click

from learning_tracker.cli.inputs import (
    STREAM,
    as_at_option,
    examples,
    file_argument,
    output_option,
    refused,
    refusing,
    sample_option,
    tracker_of,
)
from learning_tracker.cli.outputs import show, write

_ACTIONS = "use learning-tracker actions FILE --agency AGENCY"
_TRACE = "use learning-tracker trace FILE ID"


@click.command(
    short_help="Write the report on themes.",
    epilog=examples(
        "learning-tracker report --sample medway",
        "learning-tracker report example.json --year 2024-25 --as-at 2025-03-31",
        "learning-tracker report --sample medway --format html -o report.html",
    ),
)
@file_argument
@sample_option
@click.option(
    "--kind",
    type=click.Choice(["theme", "agency", "learning", "briefing"]),
    default="theme",
    show_default=True,
    callback=refusing(
        {
            "agency": _ACTIONS,
            "learning": "use --kind theme and take from it what may be published",
            "briefing": _TRACE,
        }
    ),
    help="What it is about. All but theme are still to come.",
)
@click.option(
    "--year", metavar="Y", help="The reporting year, as 2024-25; by default that of the date."
)
@as_at_option
@click.option(
    "--audience",
    type=click.Choice(["group", "executive", "public"]),
    default="group",
    show_default=True,
    callback=refusing(
        {
            "executive": "use --audience group and choose from it what they should see",
            "public": "use --audience group and take from it only what may be published",
        }
    ),
    help="Who reads it. All but group are still to come.",
)
@click.option(
    "--agency", metavar="A", callback=refused(_ACTIONS), help="Whom it is about: still to come."
)
@click.option(
    "--source", metavar="S", callback=refused(_TRACE), help="What it is about: still to come."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "html", "json", "word"]),
    default="text",
    show_default=True,
    callback=refusing({"word": "use --format html, which Word opens"}),
    help="How it is written. Word is still to come.",
)
@output_option
def report(  # noqa: PLR0913 - its options
    *,
    file: str | None,
    sample: str | None,
    kind: str,
    year: str | None,
    as_at: str | None,
    audience: str,
    agency: None,
    source: None,
    form: str,
    output: str,
) -> None:
    """Write the report on what recurs, what was done about it and what changed."""
    from learning_tracker.reports import theme_report  # noqa: PLC0415 - --help needs none

    del kind, agency, source
    tracker = tracker_of(file, sample)
    if as_at is not None:
        tracker = tracker.as_at(as_at)
    document = theme_report(tracker, year=year, audience=audience)
    forms = {
        "text": document.__str__,
        "markdown": document.to_markdown,
        "html": document.to_html,
        "json": document.to_json,
    }
    text = forms[form]()
    if output == STREAM:
        show(text)
    else:
        write(text, output, read_from=file)
