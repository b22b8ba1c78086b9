"""The straight way of reading takes and refuses what the exact way does, and makes the same."""

import copy
import json
import random
from enum import Enum
from itertools import count
from typing import Annotated, Any, ClassVar

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bad_files import SOUND, BadFile, bad_files, written
from learning_tracker.codec import decode, encode, from_text, network_of, straight_network, to_text
from learning_tracker.codec.plans import plan_of
from learning_tracker.codec.straight import may_hold_controls
from learning_tracker.codec.strict_json import parse
from learning_tracker.dates import When
from learning_tracker.errors import InvalidData, InvalidField, Misfit
from learning_tracker.fields import Rule, Text
from learning_tracker.kinds import _KINDS, Record
from learning_tracker.links import Links, Relation
from learning_tracker.problems import Problems
from learning_tracker.records import Agency, Theme
from strategies import networks

FEBRUARY = When.parse("2025-02")
Outcome = tuple[Record, ...] | Problems


def exactly(text: str | bytes) -> Outcome:
    """The records of a file or all that is wrong with it, by the exact way alone."""
    try:
        return decode(parse(text))
    except InvalidData as found:
        return found.problems


def as_read(text: str | bytes) -> Outcome:
    """The records of a file or all that is wrong with it, as users get them."""
    try:
        return from_text(text)
    except InvalidData as found:
        return found.problems


def straight(text: str) -> tuple[Record, ...] | None:
    """The records of a file by the straight way, or None where it refuses it."""
    found = straight_network(text)
    return None if found is None else found.records


def must_agree(text: str) -> None:
    """See that both ways make the same of a text."""
    expected = exactly(text)
    assert as_read(text) == expected
    if isinstance(expected, Problems):
        assert straight(text) is None
    elif not may_hold_controls(text):
        assert straight(text) == expected


@given(networks())
def test_sound_files_go_straight(network: list[Record]) -> None:
    """Both ways make the same records of a sound file, and the straight way refuses none."""
    must_agree(to_text(network))
    must_agree(json.dumps(encode(network)))  # with escapes


@pytest.mark.parametrize("bad", bad_files(), ids=lambda bad: bad.name)
def test_bad_files_do_not(bad: BadFile) -> None:
    """No broken file goes straight."""
    try:
        text = bad.content.decode()
    except UnicodeDecodeError:
        return
    assert straight(text.removeprefix("\ufeff")) is None


def values() -> st.SearchStrategy[Any]:
    """What may stand where something else belongs."""
    plain = st.none() | st.booleans() | st.integers(-3, 10**16) | st.floats()
    texts = st.sampled_from(["", " ", "2025-02", "2025-02-30", "improvement", "x\x00", "a b", "é"])
    single = plain | texts | st.text(max_size=70)
    named = st.dictionaries(st.sampled_from(["kind", "id", "name", "met", "of"]), single)
    return single | st.lists(single, max_size=3) | named


@st.composite
def damaged(draw: st.DrawFn) -> dict[str, Any]:
    """The content of a file in which up to three things are not as they were."""
    document: dict[str, Any] = draw(st.just(SOUND) | networks().map(encode))
    document = copy.deepcopy(document)
    for _ in range(draw(st.integers(1, 3))):
        record = draw(st.sampled_from(document["records"]))
        other = draw(st.sampled_from(document["records"]))
        keys = sorted({*record, *other, "nonsense"})
        key = draw(st.sampled_from(keys))
        match draw(st.sampled_from(["value", "gone", "theirs", "twice", "within", "again"])):
            case "value":
                record[key] = draw(values())
            case "gone":
                record.pop(key, None)
            case "theirs":
                record[key] = copy.deepcopy(other.get(key))
            case "twice" if isinstance(record.get(key), list):
                record[key] = record[key] * 2
            case "within" if isinstance(record.get(key), list):
                record[key].append(draw(values() | st.just(other.get("id", ""))))
            case _:
                document["records"].append(copy.deepcopy(record))
    if draw(st.integers(0, 9)) == 0:
        document[draw(st.sampled_from(["format", "version", "records", "kind"]))] = draw(values())
    return document


@given(damaged())
def test_damaged_records(document: dict[str, Any]) -> None:
    """Whatever is put in the place of a value, both ways make the same of it."""
    must_agree(json.dumps(document, ensure_ascii=False))


@given(
    st.just(written(SOUND)) | networks().map(to_text),
    st.lists(st.integers(0, 10**6), min_size=1, max_size=3),
    st.randoms(use_true_random=False),
)
def test_damaged_texts(text: str, places: list[int], chance: random.Random) -> None:
    """Whatever letters are lost, doubled or changed, both ways make the same of it."""
    for place in (one % len(text) for one in places):
        end = place + chance.choice([0, 1, 1, 5])
        instead = chance.choice(["", '"', "\\", ",", ":", "[]", "{}", "\x9f", "\\u0001", "1", " "])
        text = text[:place] + instead + text[end:]
    must_agree(text)


@pytest.mark.parametrize(
    "record",
    [
        '{"kind": "theme", "id": "a", "name": "A", "name": "B"}',
        '{"kind": "theme", "id": "a", "name": "A", "kind": "theme"}',
        '{"kind": "theme", "id": "a", "name": "A", "aliases": {"kind": "theme", "id": "b"}}',
        '{"kind": "theme", "id": "a", "name": {"kind": "theme", "id": "b", "name": "B"}}',
        '{"kind": ["theme"], "id": "a", "name": "A"}',
        '{"kind": null, "id": "a", "name": "A"}',
        '{"kind": "theme", "id": ["a"], "name": "A"}',
        '{"kind": "theme", "id": "a", "name": "A", "basis": ["stated"]}',
        '{"kind": "theme", "id": "a", "name": "A\\u0007"}',
        '{"kind": "theme", "id": "a", "name": "A\\ud800"}',
        '{"kind": "theme", "id": "a", "name": "A\x85"}',
        '{"kind": "theme", "id": "a", "name": "A", "broader": "a"}',
        '{"kind": "theme", "id": "a", "name": "A", "matches": ""}',
        '{"kind": "theme", "id": "a", "name": "A", "matches": "a"}',
        '{"kind": "theme", "id": "a", "name": "A", "matches": {}}',
        '{"kind": "theme", "id": "a", "name": "A", "matches": false}',
        '{"kind": "partnership", "id": "a", "name": "A", "policy": {"kind": null}}',
        '{"kind": "partnership", "id": "a", "name": "A", "policy": {"first_day": 2}}',
    ],
)
def test_what_only_looks_sound(record: str) -> None:
    """What JSON's reader takes, and no file may hold, does not go straight."""
    text = f'{{"format": "learning-tracker", "version": 1, "records": [{record}]}}'
    assert isinstance(exactly(text), Problems)
    must_agree(text)


@pytest.mark.parametrize("matches", [["b", "b"], ["b", "c", "b"], ["b", "c", "d", "b"]])
def test_an_id_that_stands_twice_in_a_link(matches: list[str]) -> None:
    """However many ids a link holds, one that stands there twice is refused by both ways."""
    others = [{"kind": "theme", "id": one, "name": one} for one in "bcd"]
    linked = {"kind": "theme", "id": "a", "name": "A", "matches": matches}
    header = {"format": "learning-tracker", "version": 1}
    text = json.dumps({**header, "records": [linked, *others]})
    assert isinstance(exactly(text), Problems)
    must_agree(text)


@pytest.mark.parametrize("version", ["true", "1.0"])
def test_a_version_that_only_equals_one(version: str) -> None:
    """A version that is no whole number is refused by both ways."""
    text = f'{{"format": "learning-tracker", "version": {version}, "records": []}}'
    assert isinstance(exactly(text), Problems)
    must_agree(text)


def test_an_emoji_as_escapes_goes_the_exact_way() -> None:
    """A character written as two escapes is read, though not straight."""
    text = json.dumps(encode([Theme(id="a", name="\U0001f600")]))
    assert straight(text) is None
    assert as_read(text) == (Theme(id="a", name="\U0001f600"),)


def test_ids_and_dates_are_shared() -> None:
    """An id, a date and a word of a vocabulary are one object in all records of a file."""
    raw = [
        {"kind": "theme", "id": "a", "name": "A"},
        {"kind": "meeting", "id": "m", "body": "Group", "on": "2025-02-14"},
        {"kind": "meeting", "id": "n", "body": "Group", "on": "2025-02-14"},
        {"kind": "theme", "id": "b", "name": "B", "broader": "a"},
    ]
    header = {"format": "learning-tracker", "version": 1}
    network = network_of(json.dumps({**header, "records": raw}))
    a, m, n, b = (network[one["id"]] for one in raw)
    assert b.broader is a.id  # type: ignore[attr-defined]
    assert m.on is n.on  # type: ignore[attr-defined]
    assert a.basis is b.basis


def test_records_are_what_constructors_make() -> None:
    """A record that was read straight can be no more written than another, and is equal to it."""
    (record,) = network_of(to_text([Agency(id="a", name="A", aliases=("B",))])).records
    made = Agency(id="a", name="A", aliases=("B",))
    assert type(record) is Agency
    assert (record, hash(record), repr(record)) == (made, hash(made), repr(made))
    assert attrs.evolve(record, name="C") == attrs.evolve(made, name="C")
    assert copy.copy(record) == record
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        record.name = "C"  # type: ignore[attr-defined]


@pytest.fixture
def registry() -> Any:
    """The registry of kinds, as it was before afterwards."""
    before = dict(_KINDS)
    yield
    _KINDS.clear()
    _KINDS.update(before)


@pytest.mark.usefixtures("registry")
def test_kinds_of_others() -> None:
    """A kind whose constructor does more than others' is made by its constructor."""

    @attrs.frozen(kw_only=True)
    class Pair(Record):
        kind: ClassVar[str] = "pair"

        first: Text
        second: Text
        of: Annotated[str | None, Links(Relation.OF, "Pair")] = None

        def __attrs_post_init__(self) -> None:
            Record.__attrs_post_init__(self)
            if self.first == self.second:
                raise InvalidField("Pair", "second", Misfit("another text", self.second))

    text = to_text(
        [Pair(id="p", first="a", second="b", of="p2"), Pair(id="p2", first="a", second="c")]
    )
    must_agree(text)
    assert straight(text) is not None
    must_agree(text.replace('"b"', '"a"'))
    must_agree(text.replace('"id": "p2"', '"idd": "p2"'))
    assert straight(text.replace('"b"', '"a"')) is None


@pytest.mark.usefixtures("registry")
def test_defaults_and_marks_of_others() -> None:
    """Whatever a kind of others declares, both ways read it alike."""

    class Rank(Enum):
        FIRST = "first"
        SECOND = 2

    numbers = count()

    @attrs.frozen(kw_only=True)
    class Odd(Record):
        kind: ClassVar[str] = "odd"

        on: When = FEBRUARY
        rank: Rank = Rank.FIRST
        some: Annotated[str | None, Rule(lambda text: text != "no", "another text")] = None
        number: int = attrs.field(factory=lambda: next(numbers))
        pairs: Annotated[tuple[Text, ...], Links(Relation.OF, "Odd")] = ()

    header = {"format": "learning-tracker", "version": 1}
    first = {"kind": "odd", "id": "a"}
    for odd in [
        {},
        {"on": "2025-02-14", "rank": "first", "some": "yes"},
        {"rank": 2},
        {"some": "no"},
        {"some": None},
        {"pairs": ["a", "a"]},
        {"pairs": ["a"]},
    ]:
        must_agree(json.dumps({**header, "records": [{"number": 1, **first, **odd}]}))
    records = [{**first, "id": one} for one in "abc"]
    made = straight(json.dumps({**header, "records": records}))
    assert made is not None
    assert [one.number for one in made] == [0, 1, 2]  # type: ignore[attr-defined]


@pytest.mark.usefixtures("registry")
def test_where_anything_may_stand() -> None:
    """An object within a record that looks like a record stays what it is."""

    @attrs.frozen(kw_only=True)
    class Free(Record):
        kind: ClassVar[str] = "free"

        pairs: tuple[tuple[Text, object], ...] = ()

    theme = {"kind": "theme", "id": "b", "name": "B"}
    header = {"format": "learning-tracker", "version": 1}
    free = {"kind": "free", "id": "a", "pairs": [["one", theme]]}
    text = json.dumps({**header, "records": [free]})
    assert straight(text) is None
    (record,) = as_read(text)
    assert record.pairs == (("one", theme),)  # type: ignore[union-attr]


@pytest.mark.usefixtures("registry")
def test_a_plan_for_every_kind() -> None:
    """Every kind of the library is written out, field by field."""
    assert {plan_of(kind).__name__ for kind in _KINDS.values()} == {"plan"}
    assert {plan_of(kind).__qualname__ for kind in _KINDS.values()} == {"plan"}
