"""`learning-tracker sample`: an example as a file to start from."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from learning_tracker.cli.inputs import (
    SAMPLE,
    STREAM,
    examples,
    output_option,
)
from learning_tracker.cli.outputs import show, tell
from learning_tracker.errors import WouldOverwrite

if TYPE_CHECKING:
    from learning_tracker.tracker import Tracker

BY_EXAMPLE = "learning-tracker"
"""Who made the records of an example, for a database, which keeps that."""


@click.command(
    short_help="Write an example as a file to start from.",
    epilog=examples(
        "learning-tracker sample medway -o my-copy.json",
        "learning-tracker sample medway",
    ),
)
@click.argument("name", default=SAMPLE, metavar="[NAME]")
@output_option
def sample(name: str, output: str) -> None:
    """Write an example as a file to start from; a file that is there is never overwritten.

    NAME is riverton, a made-up partnership for which every question has an answer, or medway,
    what Medway's safeguarding partnership published for 2024-25.
    """
    from learning_tracker import opening  # noqa: PLC0415 - --help needs no tracker

    tracker = opening.sample(name)
    if output == STREAM:
        show(_as_file(tracker))
        return
    if os.path.lexists(output):
        raise WouldOverwrite(output)
    tracker.save(output, by=BY_EXAMPLE, why="an example to start from")
    tell(f"wrote {output}; its reports are as at today unless you add --as-at {tracker.date}")


def _as_file(tracker: "Tracker") -> str:
    """All its records, also those dated later than the tracker's day, as a file holds them."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sample.json"
        tracker.save(path)
        return path.read_text(encoding="utf-8")
