"""What commands are given: a tracker, from a file or a sample, and the options they share."""

import sys
from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, TypeVar

import click

from learning_tracker.cli.outputs import tell
from learning_tracker.cli.waiting import waiting
from learning_tracker.tables import ALONE, ROWS

if TYPE_CHECKING:
    from learning_tracker.tracker import Tracker

STREAM = "-"
SAMPLE = "riverton"
ALL = "all"
BY = "LEARNING_TRACKER_BY"
"""The environment variable that says who makes changes."""

Command = TypeVar("Command", bound=Callable[..., Any])

# What cannot be read is for the stores to tell: they say what to do about it.
LOCATION = click.Path(readable=False, allow_dash=True)

file_argument = click.argument("file", required=False, metavar="[FILE]", type=LOCATION)

sample_option = click.option(
    "--sample",
    is_flag=False,
    flag_value=SAMPLE,
    metavar="[NAME]",
    help="Read an example in place of FILE: riverton, the default, or medway.",
)

as_at_option = click.option(
    "--as-at",
    metavar="D",
    help="Tell what was dated by then: a day (2025-03-31), a month or a year.",
)

known_at_option = click.option(
    "--known-at",
    metavar="M",
    help="Tell what was recorded by then: a moment (2025-03-31T17:00Z), or the end of a day.",
)


def _must_name(_: click.Context, __: click.Parameter, by: str | None) -> str:
    if by is None or not by.strip():
        raise click.UsageError(
            "say who makes the change, a role or a group and never a person's name: "
            f"--by business-unit, or the environment variable {BY}"
        )
    return by


by_option = click.option(
    "--by",
    metavar="WHO",
    envvar=BY,
    callback=_must_name,
    help=f"Who makes the change: a role or a group. By default what {BY} says.",
)

why_option = click.option("--why", metavar="WHY", required=True, help="Why it is made.")


def apply_options(what: str, why: str | None = None) -> Callable[[Command], Command]:
    """The options of a command that first shows what it would do: --apply, --by and --why.

    Args:
        what: what --apply does, for its help.
        why: the reason that is kept where none is given; None for a command that tells its own.
    """
    apply = click.option("--apply", is_flag=True, help=what)
    by = click.option(  # asked for only with --apply, other than by `by_option`
        "--by",
        metavar="WHO",
        envvar=BY,
        default="",
        help=f"With --apply: who makes the change, a role or a group. By default what {BY} says.",
    )
    if why is None:
        return lambda command: apply(by(command))
    reason = click.option("--why", metavar="WHY", default=why, help="With --apply: why it is made.")
    return lambda command: apply(by(reason(command)))


format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="A table for people, or JSON or CSV for programs.",
)


def _number_of_rows(_: click.Context, __: click.Parameter, rows: str) -> int | None:
    if rows == ALL:
        return None
    if not (rows.isascii() and rows.isdigit() and int(rows)):
        raise click.BadParameter(f"{rows!r} is neither a number from 1 up nor {ALL}")
    return int(rows)


def _rows_option(default: int, help_text: str) -> Callable[[Command], Command]:
    return click.option(
        "--rows",
        metavar="N",
        default=str(default),
        show_default=True,
        callback=_number_of_rows,
        help=help_text,
    )


rows_option = _rows_option(
    ALONE, f"How many rows of the table are shown at most, or {ALL}; JSON and CSV have all."
)
rows_of_each_option = _rows_option(
    ROWS, f"How many rows of each table are shown at most, or {ALL}."
)

output_option = click.option(
    "-o",
    "--output",
    metavar="PATH",
    type=LOCATION,
    default=STREAM,
    help="The file to write; - is standard output, the default.",
)


def examples(*lines: str) -> str:
    """The lines as the examples at the end of a command's help."""
    return "\n".join(("\b", "Examples:", *(f"  {line}" for line in lines)))


def tracker_of(
    file: str | None,
    sample: str | None,
    *,
    as_at: str | None = None,
    known_at: str | None = None,
) -> "Tracker":
    """The tracker that a FILE or --sample names, as at a date and as known at a moment.

    Raises:
        UsageError: neither is given, or both are.
        LearningTrackerError: it cannot be read, or there is no such example.
    """
    tracker = _opened(file, sample)
    if known_at is not None:
        tracker = _as_known(tracker, known_at)
    return tracker if as_at is None else tracker.as_at(as_at)


def _as_known(tracker: "Tracker", at: str) -> "Tracker":
    """The tracker as it was recorded by a moment; if nothing was by then, that is told."""
    from learning_tracker.moments import minute_words, moment, moment_words  # noqa: PLC0415 - --help needs none

    known = tracker.known_at(at)
    if not known.last_changed():
        logged = tracker.log()
        first = f"; the first change is of {minute_words(logged[-1].one.at)}" if logged else ""
        tell(f"nothing was recorded by {moment_words(moment(at))}{first}")
    return known


def _opened(file: str | None, sample: str | None) -> "Tracker":
    from learning_tracker import opening  # noqa: PLC0415 - --help needs no tracker
    from learning_tracker.codec import from_text  # noqa: PLC0415 - the same
    from learning_tracker.tracker import Tracker  # noqa: PLC0415 - the same

    if file is not None and sample is not None:
        raise click.UsageError("give a FILE or --sample, not both")
    if sample is not None:
        return opening.sample(sample)
    if file is None:
        raise click.UsageError("name a FILE (- is standard input), or try --sample")
    if file == STREAM:
        content = sys.stdin.buffer.read()
        with waiting("Reading standard input"):
            return Tracker(from_text(content))
    with waiting(f"Reading {_name(file)}"):
        return opening.open(file, create=False)


def _name(location: str) -> str:
    """What a file or database is called on one line: a URL may hold a password."""
    return "the database" if "://" in location else PurePath(location).name


def the_one(flags: Mapping[str, bool], default: str) -> str:
    """The one flag that is given, or the default.

    Raises:
        UsageError: several are given.
    """
    given = [name for name, there in flags.items() if there]
    if len(given) > 1:
        raise click.UsageError(f"{' and '.join(given)} exclude each other; give one of them")
    return given[0] if given else default
