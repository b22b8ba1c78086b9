"""What commands are given: a tracker, from a file or a sample, and the options they share."""

import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import click

from learning_tracker.errors import NotYet

if TYPE_CHECKING:
    from learning_tracker.tracker import Tracker

STREAM = "-"
NOT_YET_A_SAMPLE = "riverton"

Command = TypeVar("Command", bound=Callable[..., Any])

# What cannot be read is for the stores to tell: they say what to do about it.
LOCATION = click.Path(readable=False, allow_dash=True)

file_argument = click.argument("file", required=False, metavar="[FILE]", type=LOCATION)

sample_option = click.option(
    "--sample",
    is_flag=False,
    flag_value=NOT_YET_A_SAMPLE,
    metavar="[NAME]",
    help="Read an example that comes with the library in place of FILE: medway.",
)

as_at_option = click.option(
    "--as-at",
    metavar="D",
    help="Tell what was dated by then: a day (2025-03-31), a month or a year.",
)

format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="A table for people, or JSON or CSV for programs.",
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


def tracker_of(file: str | None, sample: str | None) -> "Tracker":
    """The tracker that a FILE or --sample names.

    Raises:
        UsageError: neither is given, or both are.
        LearningTrackerError: it cannot be read, or this version has no such example.
    """
    from learning_tracker import tracker  # noqa: PLC0415 - --help needs no tracker
    from learning_tracker.codec import from_text  # noqa: PLC0415 - the same

    if file is not None and sample is not None:
        raise click.UsageError("give a FILE or --sample, not both")
    if sample is not None:
        return sample_named(sample, instead="use --sample medway")
    if file is None:
        raise click.UsageError("name a FILE (- is standard input), or try --sample medway")
    if file == STREAM:
        return tracker.Tracker(from_text(sys.stdin.buffer.read()))
    return tracker.open(file)


def sample_named(name: str, *, instead: str) -> "Tracker":
    """The example with a name.

    Raises:
        NotYet: it is Riverton; the message says what to do `instead`.
        UnknownChoice: there is no such example.
    """
    from learning_tracker.tracker import sample  # noqa: PLC0415 - --help needs no tracker

    if name == NOT_YET_A_SAMPLE:
        raise NotYet("the example Riverton", instead)
    return sample(name)


def refusing(
    instead: Mapping[str, str],
) -> Callable[[click.Context, click.Parameter, str], str]:
    """A callback for an option that refuses by name the choices which are still to come.

    Args:
        instead: for each of these choices, what to do until then.
    """

    def refuse(_: click.Context, option: click.Parameter, value: str) -> str:
        if value in instead:
            raise NotYet(f"{option.opts[0]} {value}", instead[value])
        return value

    return refuse


def refused(instead: str) -> Callable[[click.Context, click.Parameter, str | None], None]:
    """A callback for an option that is still to come.

    Args:
        instead: what to do until then.
    """

    def refuse(_: click.Context, option: click.Parameter, value: str | None) -> None:
        if value is not None:
            raise NotYet(option.opts[0], instead)

    return refuse


def the_one(flags: Mapping[str, bool], default: str) -> str:
    """The one flag that is given, or the default.

    Raises:
        UsageError: several are given.
    """
    given = [name for name, there in flags.items() if there]
    if len(given) > 1:
        raise click.UsageError(f"{' and '.join(given)} exclude each other; give one of them")
    return given[0] if given else default
