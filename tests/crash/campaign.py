"""Killing programs while they write, and looking at what is left.

    python tests/crash/campaign.py sqlite --kills 3000

A program makes numbered changes and reports each as soon as the tracker says that it is kept.
It is killed without warning, and the tracker is opened again: every change that was reported is
there, none is half there, and `verify` finds nothing.
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import FrameType

import attrs

import learning_tracker as lt
from learning_tracker.errors import StoreProblem
from learning_tracker.stores.locations import is_database

CONTEXT = get_context("forkserver")
CONTEXT.set_forkserver_preload(["learning_tracker", "filelock", "psycopg", "crash.campaign"])


def write(location: str, report: Connection, first: int, fatal: int = 0) -> None:
    """Make changes for ever, from a number on, and report each once it is kept.

    A change adds two records, one of which refers to the other, and replaces a third. The
    program ends when the store no longer answers.

    Args:
        location: where the tracker is kept.
        report: where numbers go to.
        first: the number of the first change.
        fatal: the number of the call at which the program kills itself; 0 for none. It is
            counted from the second change on: with the first, modules are imported, and what
            databases keep beside the records is made, by calls that nobody could foresee.
    """
    tracker = lt.open(location, create=True)
    with suppress(StoreProblem):
        for number in count(first):
            with tracker.change(by="crash-campaign", why=str(number)):
                tracker.add(
                    lt.Theme(id=f"broad-{number}", name="Broad"),
                    lt.Theme(id=f"narrow-{number}", name="Narrow", broader=f"broad-{number}"),
                )
                _put(tracker, lt.Theme(id="counter", name="Counter", note=str(number)))
            report.send(number)
            if fatal and number == first:
                sys.setprofile(_killing_at(fatal))


def _put(tracker: lt.Tracker, record: lt.Record) -> None:
    (tracker.replace if record.id in tracker else tracker.add)(record)


def _killing_at(fatal: int) -> Callable[[FrameType, str, object], None]:
    """What ends the program at a certain call of what a change asks of the system."""
    left = fatal

    def watch(frame: FrameType, event: str, argument: object) -> None:
        nonlocal left
        called = frame.f_code.co_name if event == "call" else getattr(argument, "__name__", "")
        if event in {"call", "c_call"} and called in WATCHED:
            left -= 1
            if left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)

    return watch


WATCHED = frozenset(
    {"chmod", "execute", "executemany", "flush", "fsync", "mkstemp", "replace", "send", "write"}
)
"""What a change asks of the system: of SQLite, of the file system, of the connection."""


@attrs.define
class Campaign:
    """A tracker under attack.

    Attributes:
        location: where it is kept.
        chance: what the moments of the kills are drawn from.
        kills: how many there were.
        kept: how many changes were reported as kept, in all.
        unreported: how many were found kept whose report did not come.
    """

    location: str
    chance: random.Random
    kills: int = 0
    kept: int = 0
    unreported: int = 0
    _last: int = 0

    def kill_at_random(self) -> None:
        """Kill a writer somewhere in its first few changes."""
        with self._writer() as (process, reports):
            reported = self._wait_for(reports, self.chance.randrange(4))
            time.sleep(self.chance.random() * 0.02)
            process.kill()
            process.join()
            self._look(reported + self._drain(reports))

    def kill_within(self, call: int) -> None:
        """Have a writer killed at a certain call of its change."""
        with self._writer(call) as (process, reports):
            process.join()
            self._look(self._drain(reports))

    def crash(self, server: Callable[[], None]) -> None:
        """Crash the server under a writer, somewhere in its first few changes."""
        with self._writer() as (process, reports):
            reported = self._wait_for(reports, self.chance.randrange(1, 4))
            time.sleep(self.chance.random() * 0.02)
            server()
            process.join()
            self._look(reported + self._drain(reports))

    @contextmanager
    def _writer(self, fatal: int = 0) -> Iterator[tuple[BaseProcess, Connection]]:
        ours, theirs = CONTEXT.Pipe(duplex=False)
        process = CONTEXT.Process(target=write, args=(self.location, theirs, self._last + 1, fatal))
        process.start()
        theirs.close()
        try:
            yield process, ours
        finally:
            process.kill()
            process.join()
            ours.close()
        self.kills += 1

    def _wait_for(self, reports: Connection, number: int) -> int:
        """Wait for that many reports; give back how many came."""
        for _ in range(number):
            reports.recv()
        return number

    def _drain(self, reports: Connection) -> int:
        came = 0
        with suppress(EOFError):
            while reports.poll(1):
                reports.recv()
                came += 1
        return came

    def _look(self, reported: int) -> None:
        """See that what was reported is there, and nothing by halves."""
        with lt.open(self.location, create=True) as tracker:
            found = _changes(tracker)
            expected = self._last + reported
            assert found in {expected, expected + 1}, f"{found} kept, {expected} reported"
            if is_database(self.location):
                reasons = dict.fromkeys(one.why for one in tracker._store.revisions())
                assert list(reasons) == [str(number) for number in range(1, found + 1)]
        if found:
            assert not lt.verify(self.location).problems
        self.kept += reported
        self.unreported += found - expected
        self._last = found


def _changes(tracker: lt.Tracker) -> int:
    """How many changes are in a tracker, each of them whole."""
    numbers = {int(one.removeprefix("broad-")) for one in tracker if one.startswith("broad-")}
    assert numbers == set(range(1, len(numbers) + 1))
    assert {f"narrow-{one}" for one in numbers} == {one for one in tracker if "narrow" in one}
    assert tracker["counter"].note == str(len(numbers)) if numbers else not tracker
    return len(numbers)


def main() -> None:
    """Run a campaign from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("store", help="json, sqlite, or the URL of an empty PostgreSQL database")
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    asked = parser.parse_args()
    suffix = {"sqlite": "db"}.get(asked.store, asked.store)
    with tempfile.TemporaryDirectory() as folder:
        chance, kept, unreported = random.Random(asked.seed), 0, 0
        for start in range(0, asked.kills, 50):
            path = str(Path(folder) / f"crash-{start}.{suffix}")
            campaign = Campaign(asked.store if "://" in asked.store else path, chance)
            for _ in range(min(50, asked.kills - start)):
                campaign.kill_at_random()
            kept, unreported = kept + campaign.kept, unreported + campaign.unreported
            print(
                f"{start + campaign.kills} kills: {kept} changes reported, all there; "
                f"{unreported} more were whole without a report (seed {asked.seed})"
            )


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from crash.campaign import main as run  # children must find it under this name

    run()
