"""Under what conditions things are timed: waited for so long, and with nothing else in memory."""

import gc
import signal
from collections.abc import Iterator
from contextlib import contextmanager


class TookTooLong(Exception):
    """An answer is waited for no longer."""


@contextmanager
def giving_up(seconds: float) -> Iterator[None]:
    """Wait for something so long and no longer; for ever, if that is infinite. Not on Windows.

    Raises:
        TookTooLong: it has not ended.
    """
    if seconds == float("inf"):
        yield
        return

    def stop(*_: object) -> None:
        raise TookTooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def alone() -> Iterator[None]:
    """As if nothing were held in memory but what is made from now on.

    Garbage is looked for everywhere once a quarter more is held than before. What a benchmark
    holds beside a tracker, such as the tables of others, makes that seldom and slow: beside a
    tracker of a million records prov built the same document in a fifth of the time. What is
    hidden here is held for good, and a program that opens a tracker and asks it pays no less: of
    200 thousand records all questions were asked first in 21.6 s, 5.1 of them for garbage, and
    with the tracker hidden in 21.3 s, 4.3 of them for garbage; after a change there is next to
    nothing to look for. What a question makes itself is looked through as ever.
    """
    gc.collect()
    gc.freeze()
    gc.collect()  # by what this one finds, it is told when the next is due
    try:
        yield
    finally:
        gc.unfreeze()
