"""A record as a database holds it: the JSON of what a file holds, character by character."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning_tracker.codec import plain
from learning_tracker.codec.compact import compact_record
from learning_tracker.dates import When
from learning_tracker.fields import Checked, Count, Text
from learning_tracker.kinds import _KINDS, Record, kinds
from learning_tracker.records import Observation
from learning_tracker.vocabulary import State
from strategies import records_of


def encoded(record: Record) -> str:
    """What a file holds of a record, encoded without line breaks and blanks."""
    return json.dumps(plain(record), ensure_ascii=False, separators=(",", ":"))


@pytest.mark.parametrize("kind", kinds().values(), ids=kinds())
@given(data=st.data())
def test_any_record(kind: type[Record], data: st.DataObject) -> None:
    """Whatever a record holds, its text is that of what a file holds of it."""
    record = data.draw(records_of(kind))
    assert compact_record(record) == encoded(record)


@pytest.mark.parametrize("value", [5, 5.0, -0.0, 5.5, 1e22, 10**22])
def test_numbers(value: float) -> None:
    """Numbers that are equal give the same text, as in a file."""
    record = Observation(id="o", of="m", on="2025", value=value)
    assert compact_record(record) == encoded(record)


YEAR = When.parse("2025")


@attrs.frozen
class Alone(Checked):
    """A part with one field."""

    name: Text = "nobody"


@contextmanager
def made_up_kind() -> Iterator[type[Record]]:
    """A kind of record that is in the registry for a while, with whatever a field may hold."""

    @attrs.frozen(kw_only=True)
    class Visit(Record):
        kind: ClassVar[str] = "visit"

        to: Text
        stands: State | None
        by: Alone = attrs.field(factory=Alone)
        others: tuple[Alone, ...] = ()
        on: When = YEAR
        days: tuple[When | None, ...] = ()
        counts: tuple[tuple[Text, Count], ...] = ()
        again: str = attrs.field(default=attrs.Factory(lambda self: self.to, takes_self=True))
        shown: bool = False
        anything: object = None

    try:
        yield Visit
    finally:
        del _KINDS["visit"]


@pytest.mark.parametrize(
    ("given_values", "text"),
    [
        ({}, ""),
        ({"stands": State.AGREED}, ""),
        ({"again": "twice", "shown": True}, ',"again":"twice","shown":true'),
        ({"by": Alone(), "on": "2025-01/2025-12"}, ""),
        ({"by": Alone("a"), "others": [Alone("b"), Alone()]}, ',"by":{"name":"a"},"others":'),
        ({"days": ["2025-02", None], "counts": [["é\n", 2]]}, ',"counts":[["é\\n",2]]'),
        ({"anything": 5, "on": "2025-02-28"}, ',"on":"2025-02-28","anything":5'),
    ],
)
def test_a_kind_that_nobody_foresaw(given_values: dict[str, object], text: str) -> None:
    """Defaults that are made are left out too, and parts are written as in a file."""
    with made_up_kind() as kind:
        record = kind(**{"id": "v", "to": "them", "stands": None, **given_values})
        assert compact_record(record) == encoded(record)
        assert text in compact_record(record)
        assert compact_record(record).startswith('{"kind":"visit","id":"v","to":"them","stands":')
