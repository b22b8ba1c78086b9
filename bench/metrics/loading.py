"""Opening a file as a tracker."""

import json
from collections.abc import Iterator

import learning_tracker as lt
from data import OURS, Data, Entrant, Goal, Result

DECODING = "json.loads of the same bytes"


def measure(data: Data) -> Iterator[Result]:
    """Read, check, index: all of it."""
    path = data.path
    yield data.race(
        "loading",
        "open a file as a tracker, everything checked",
        {
            OURS: Entrant(lambda: lt.open(path), answer=sorted),
            DECODING: Entrant(lambda: json.loads(path.read_bytes()), answer=_ids),
        },
        (Goal("at most 3 times json.loads of the same bytes", DECODING, 3.0, at="1m"),),
    )


def _ids(content: dict[str, list[dict[str, str]]]) -> list[str]:
    return sorted(one["id"] for one in content["records"])
