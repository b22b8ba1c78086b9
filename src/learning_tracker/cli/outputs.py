"""What commands give: data on standard output or into a file, messages on standard error."""

import errno
import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path, PurePath
from typing import Any, TypeAlias

import click

from learning_tracker.cli.waiting import waiting
from learning_tracker.errors import StoreProblem, WouldOverwrite
from learning_tracker.files import replace_file
from learning_tracker.tables import Table

# What a write into a pipe gives when its reader has gone; Windows has EINVAL for it.
_READER_GONE = frozenset({errno.EPIPE, errno.EINVAL})


def tell(message: str) -> None:
    """Write a message to standard error; where that is closed, nobody asked for it."""
    with suppress(OSError):
        click.echo(message, err=True)


def show(text: str) -> None:
    """Write data to standard output, until its reader has seen enough.

    Raises:
        StoreProblem: it cannot be written, as when it goes into a file on a full disk.
    """
    try:
        click.echo(text.removesuffix("\n"))
    except OSError as found:
        _write_no_more()
        if found.errno not in _READER_GONE:
            raise StoreProblem(
                "standard output", "written", f"{found.strerror}; send it elsewhere"
            ) from found


def _write_no_more() -> None:
    """Point standard output at nothing: Python writes what is left of it when it ends."""
    with Path(os.devnull).open("wb") as nothing:
        os.dup2(nothing.fileno(), sys.stdout.fileno())


Showing: TypeAlias = Callable[[Table[Any]], None]
"""What writes a table to standard output in the form that is asked for."""


def show_table(table: Table[Any], form: str, rows: int | None) -> None:
    """Write a table to standard output: so many rows of it as a table, or all as JSON or CSV."""
    match form:
        case "json":
            show(_json(table))
        case "csv":
            show(table.to_csv())
        case _:
            show(table.to_text(rows))


def answer(ask: Callable[[], Table[Any]], form: str, rows: int | None) -> None:
    """Ask a question, telling whoever waits at a terminal that it is looked for, and show it."""
    with waiting("Looking for the answer"):
        table = ask()
    show_table(table, form, rows)


def _json(table: Table[Any]) -> str:
    content = {
        "caption": table.caption,
        "denominator": table.denominator,
        "notes": [note.text for note in table.notes],
        "rows": table.to_records(),
    }
    return json.dumps(content, indent=2, ensure_ascii=False)


def write(text: str, path: str, *, read_from: str | None) -> None:
    """Put a text into a file, in place of what it held, and say so.

    Raises:
        WouldOverwrite: it is the file that the tracker was read from.
        StoreProblem: it cannot be written.
    """
    content = (text.removesuffix("\n") + "\n").encode()
    written_by(lambda to: replace_file(Path(to), content), path, read_from=read_from)


def written_by(writer: Callable[[str], None], path: str, *, read_from: str | None) -> None:
    """Have a file written, and say so.

    Raises:
        WouldOverwrite: it is the file that the tracker was read from.
        StoreProblem: it cannot be written.
    """
    if read_from is not None and _same_file(path, read_from):
        raise WouldOverwrite(path)
    with waiting(f"Writing {PurePath(path).name}"):
        writer(path)
    tell(f"wrote {path}")


def _same_file(one: str, other: str) -> bool:
    try:
        return Path(one).samefile(other)
    except OSError:
        return False
