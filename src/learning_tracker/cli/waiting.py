"""Telling whoever waits at a terminal what is being done, and for how long already."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import TextIO, TypeAlias

_PATIENCE = 1.0
"""Seconds after which people wonder whether anything happens."""

HowFar: TypeAlias = Callable[[str], None]
"""Takes words for how far the work is: "rows, 3,000 of 8,000"."""


@contextmanager
def waiting(
    deed: str, *, stream: TextIO | None = None, patience: float | None = None
) -> Iterator[HowFar]:
    """While something is done, tell so on a terminal, once it has lasted a second.

    Nothing is told where standard error is no terminal, and nothing is left of it afterwards.

    Args:
        deed: what is done: "Reading riverton.json".
        stream: where it is told; by default standard error.
        patience: how long nothing is told, and how often it is told anew; by default a second.

    Yields:
        what can be told how far it is, if that is known.
    """
    told_on = sys.stderr if stream is None else stream
    if not told_on.isatty():
        yield lambda _: None
        return
    said = [deed]
    done = Event()
    every = _PATIENCE if patience is None else patience
    teller = Thread(target=_tell, args=(said, told_on, every, done), daemon=True)
    teller.start()
    try:
        yield lambda how_far: said.__setitem__(slice(1, None), [how_far])
    finally:
        done.set()
        teller.join()


def _tell(said: list[str], stream: TextIO, patience: float, done: Event) -> None:
    began = time.monotonic()
    line = ""
    try:
        while not done.wait(patience):
            told = f"{', '.join(said)}: {time.monotonic() - began:.0f} s"
            # What was told before and was longer is wiped away.
            line = told.ljust(len(line))
            # Back at the first column, a warning that is written meanwhile takes its place.
            print(line, end="\r", file=stream, flush=True)
        if line:
            print(" " * len(line), end="\r", file=stream, flush=True)
    except OSError:
        return  # the terminal was closed: nobody waits any more
