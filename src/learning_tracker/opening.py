"""Opening a tracker that is kept somewhere, or an example that comes with the library."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from learning_tracker.dates import When
from learning_tracker.errors import UnknownChoice
from learning_tracker.stores.json_file import JsonFile
from learning_tracker.stores.locations import is_database, open_store
from learning_tracker.tracker import Tracker

SAMPLES: Mapping[str, dt.date] = {
    "riverton": dt.date(2025, 11, 20),
    "medway": dt.date(2025, 3, 31),
}
"""The examples that come with the library, each with the date as at which it is read."""


def open(  # noqa: A001 - `lt.open` opens a tracker as `open` opens a file
    location: str | Path,
    *,
    date: When | dt.date | str | None = None,
    create: bool | None = None,
    mode: int = 0o600,
) -> Tracker:
    """Open a tracker kept in a file or a database; it is written as each change ends.

    Args:
        location: the path of a plain file (.json) or of an SQLite file (.db), or the URL of
            a PostgreSQL database (postgresql://…).
        date: the day as at which it is read; None hides nothing.
        create: whether an empty one is begun where there is none; by default a database is,
            and a .json file is not.
        mode: who may read and write a new file; by default its owner alone.

    Raises:
        StoreProblem: it cannot be read.
        InvalidData: something is wrong with its content; the error holds all that is.
    """
    make = is_database(location) if create is None else create
    return Tracker._kept_in(open_store(location, create=make, mode=mode), date)  # noqa: SLF001 - it makes trackers, and users do not


def sample(name: str = "riverton") -> Tracker:
    """An example that comes with the library, as at a date of its own.

    Args:
        name: "riverton" is a made-up partnership for which every question has an answer, as
            at 20 November 2025; "medway" is what Medway's safeguarding partnership published
            for 2024-25, as at 31 March 2025.

    Raises:
        UnknownChoice: there is no such example.
    """
    if name not in SAMPLES:
        raise UnknownChoice("example", name, SAMPLES)
    from importlib.resources import as_file, files  # noqa: PLC0415 - few need it

    with as_file(files("learning_tracker") / "samples" / f"{name}.json") as path:
        return Tracker(JsonFile(path).load(), date=SAMPLES[name])
