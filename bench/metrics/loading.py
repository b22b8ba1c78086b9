"""Opening a file as a tracker, and how long it would take with another reader of JSON."""

import json
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import learning_tracker as lt
from data import OURS, Data, Entrant, Goal, Result
from learning_tracker.codec import reading
from learning_tracker.codec.plans import Ids, plan_of
from learning_tracker.codec.straight import may_hold_controls
from learning_tracker.kinds import kinds
from peers import there

DECODING = "json.loads of the same bytes"
MSGSPEC = "the same with msgspec in place of json"


def measure(data: Data) -> Iterator[Result]:
    """Read, check, index: all of it."""
    path = data.path
    yield data.race(
        "loading",
        "open a file as a tracker, everything checked",
        {
            OURS: Entrant(lambda: lt.open(path), answer=sorted),
            DECODING: Entrant(lambda: json.loads(path.read_bytes()), answer=_ids),
            **(_msgspec(data) if there("msgspec") else {}),
        },
        (Goal("at most 3 times json.loads of the same bytes", DECODING, 3.0, at="1m"),),
    )


def _ids(content: dict[str, list[dict[str, str]]]) -> list[str]:
    return sorted(one["id"] for one in content["records"])


def _msgspec(data: Data) -> dict[str, Entrant]:
    """Records from the mappings that msgspec reads. It does not see that a key stands twice."""
    import msgspec  # noqa: PLC0415 - only where it is installed

    plans = {kind: plan_of(record) for kind, record in kinds().items()}

    def straight(text: str) -> Any:
        if may_hold_controls(text):
            return None
        content = msgspec.json.decode(text)
        ids = Ids()
        content["records"] = [plans[one.pop("kind")](one, ids) for one in content["records"]]
        return content

    def load() -> lt.Tracker:
        with patch.object(reading, "straight", straight):
            return lt.open(data.path)

    return {MSGSPEC: Entrant(load, answer=sorted)}
