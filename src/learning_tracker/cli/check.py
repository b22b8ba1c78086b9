"""`learning-tracker check`: what is wrong with a tracker, and what should be looked at."""

from typing import TYPE_CHECKING

import click

from learning_tracker.cli.inputs import (
    examples,
    file_argument,
    known_at_option,
    sample_option,
    tracker_of,
)
from learning_tracker.cli.outputs import show
from learning_tracker.cli.waiting import waiting
from learning_tracker.errors import InvalidData

if TYPE_CHECKING:
    from learning_tracker.problems import Problems


@click.command(
    short_help="List every problem in a tracker.",
    epilog=examples(
        "learning-tracker check --sample medway",
        "learning-tracker check example.json",
    ),
)
@file_argument
@sample_option
@known_at_option
@click.pass_context
def check(
    ctx: click.Context, *, file: str | None, sample: str | None, known_at: str | None
) -> None:
    """List every problem, one a line, and count them; exit with 1 if one must be mended."""
    problems, loaded = _problems(file, sample, known_at)
    lines = [" ".join(str(one).split()) for one in problems]
    later = "" if loaded else "; nothing else could be checked until they are mended"
    show("\n".join([*lines, f"{_counted(problems)}{later}."]))
    ctx.exit(1 if problems.errors else 0)


def _problems(
    file: str | None, sample: str | None, known_at: str | None
) -> "tuple[Problems, bool]":
    """The problems, and whether the tracker could be loaded."""
    from learning_tracker.problems import Problems  # noqa: PLC0415 - --help needs none

    try:
        tracker = tracker_of(file, sample, known_at=known_at)
        with waiting("Checking"):
            return tracker.check(), True
    except InvalidData as found:
        return Problems(found.problems), False


def _counted(problems: "Problems") -> str:
    errors = _plural(len(problems.errors), "error")
    return f"{errors.capitalize()} and {_plural(len(problems.warnings), 'warning')}"


def _plural(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"
