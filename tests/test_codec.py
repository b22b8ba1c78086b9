"""The file format: what is written is read back, and what is broken is refused with its reasons."""

import copy
import gc
import json
import random
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Annotated, Any, ClassVar

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bad_files import SOUND, BadFile, bad_files, written
from learning_tracker.codec import (
    FORMAT,
    VERSION,
    decode,
    encode,
    from_text,
    plain,
    strict_json,
    to_text,
)
from learning_tracker.errors import InvalidData, Misfit
from learning_tracker.fields import Checked, Count, Identifier, Text
from learning_tracker.kinds import _KINDS, Record, kinds
from learning_tracker.links import Links, Relation
from learning_tracker.network import Network
from learning_tracker.policy import Policy
from learning_tracker.records import (
    LCSPR,
    Action,
    Agency,
    Finding,
    Observation,
    Partnership,
    StandardsAudit,
    StandardsSection,
    Theme,
)
from strategies import networks, records_of

BAD_FILES = bad_files()


def in_order(records: list[Record]) -> tuple[Record, ...]:
    """The records as a file has them."""
    return tuple(sorted(records, key=lambda one: (one.kind, one.id)))


def file_of(*records: object, **more: object) -> dict[str, Any]:
    """The content of a file with these records."""
    return {"format": FORMAT, "version": VERSION, "records": [*records], **more}


def refused(data: object) -> list[str]:
    """What is said of a file's content that is not sound, a line for each problem."""
    with pytest.raises(InvalidData) as caught:
        decode(data)
    return [f"{one.place}: {one.sentence} [{one.code}]" for one in caught.value.problems]


def refused_text(text: str | bytes) -> list[tuple[str, str]]:
    """The code and place of every problem of a text that is no sound file."""
    with pytest.raises(InvalidData) as caught:
        from_text(text)
    return [(one.code, one.place) for one in caught.value.problems]


# What is written is read back


@given(networks(min_size=0))
def test_round_trip(network: list[Record]) -> None:
    """Any network is read back as it was written, in order of kind, then id."""
    encoded = encode(network)
    assert decode(encoded) == in_order(network)
    assert json.loads(to_text(network)) == encoded
    assert from_text(to_text(network)) == from_text(to_text(network).encode()) == in_order(network)


@pytest.mark.parametrize("kind", kinds().values(), ids=kinds())
@given(data=st.data())
def test_plain(kind: type[Record], data: st.DataObject) -> None:
    """A record is written with kind and id first, and without the fields that are as by default."""
    record = data.draw(records_of(kind))
    written_down = plain(record)
    assert [*written_down][:2] == ["kind", "id"]
    for field in attrs.fields(kind):
        default = field.default
        if field.name == "id" or default is attrs.NOTHING:
            assert field.name in written_down
        else:
            default = default.factory() if isinstance(default, attrs.Factory) else default
            assert (field.name in written_down) == (getattr(record, field.name) != default)


@given(networks(), st.randoms(use_true_random=False))
def test_same_records_same_text(network: list[Record], chance: random.Random) -> None:
    """The text does not depend on the order in which the records are given."""
    text = to_text(network)
    chance.shuffle(network)
    assert to_text(network) == text
    assert to_text(from_text(text)) == text


def test_text() -> None:
    """A file is read by people: two spaces of indent, letters as they are, a last new line."""
    assert to_text([Theme(id="père", name="Père")]) == (
        "{\n"
        '  "format": "learning-tracker",\n'
        '  "version": 1,\n'
        '  "records": [\n'
        "    {\n"
        '      "kind": "theme",\n'
        '      "id": "père",\n'
        '      "name": "Père"\n'
        "    }\n"
        "  ]\n"
        "}\n"
    )


def test_values_in_files() -> None:
    """Words stand by their value, dates in ISO 8601, tuples as lists, parts as objects."""
    section = StandardsSection(name="1", met=2, of=5, reported_percent=40)
    audit = StandardsAudit(
        id="a",
        title="Section 11",
        framework="section-11",
        held_on="2025-01/2025-03",
        sections=(section,),
        attributes=(("area", "north"),),
    )
    assert plain(audit) == {
        "kind": "standards-audit",
        "id": "a",
        "title": "Section 11",
        "framework": "section-11",
        "held_on": "2025-01/2025-03",
        "attributes": [["area", "north"]],
        "sections": [{"name": "1", "met": 2, "of": 5, "reported_percent": 40}],
    }
    partnership = Partnership(id="p", name="Riverton", policy=Policy(colours=(("late", "red"),)))
    assert plain(partnership)["policy"] == {"colours": [["late", "red"]]}


@pytest.mark.parametrize(
    ("value", "text"),
    [(5, "5"), (5.0, "5"), (-0.0, "0"), (5.5, "5.5"), (1e22, "1e+22"), (10**22, f"{10**22}")],
)
def test_numbers_in_files(value: float, text: str) -> None:
    """Numbers that are equal give the same text, as far as a float is exact."""
    record = Observation(id="o", of="m", on="2025", value=value)
    assert json.dumps(plain(record)["value"]) == text
    assert decode(file_of(plain(Agency(id="a", name="x"))))


def test_integrity_is_the_readers_business() -> None:
    """A record is written even if it refers to nothing; the file is refused when it is read."""
    finding = Finding(id="f", sources=("nothing",), judgement="strength", statement="x")
    assert refused_text(to_text([finding])) == [("dangling-link", "records[0].sources[0]")]


def test_data_is_left_alone() -> None:
    """Reading does not change what is read."""
    data = copy.deepcopy(SOUND)
    decode(data)
    assert data == SOUND


def test_null_for_none() -> None:
    """A field that can be empty may be written out as null."""
    (agency,) = decode(file_of({"kind": "agency", "id": "a", "name": "x", "part_of": None}))
    assert agency == Agency(id="a", name="x")


def test_byte_order_mark() -> None:
    """A byte order mark, which Windows puts before a text, is no part of it."""
    records = decode(SOUND)
    text = "\ufeff" + written(SOUND)
    assert from_text(text) == from_text(text.encode()) == records


def test_matches_may_run_in_circles() -> None:
    """Themes of two frames may each say that the other means the same."""
    themes = [
        Theme(id="a", name="Fathers", matches=("b",)),
        Theme(id="b", name="Men", matches=("a",)),
    ]
    assert from_text(to_text(themes)) == tuple(themes)


@pytest.mark.parametrize("was_on", [True, False])
@pytest.mark.parametrize("data", [SOUND, {}])
def test_garbage_collection(was_on: bool, data: object) -> None:  # noqa: FBT001 - a case
    """Whether garbage is collected is afterwards as it was before, with an error too."""
    try:
        if not was_on:
            gc.disable()
        with suppress(InvalidData):
            from_text(written(data))
        assert gc.isenabled() == was_on
    finally:
        gc.enable()


# What is broken is refused


def test_sound() -> None:
    """The file from which the broken ones are made is sound."""
    assert len(from_text(written(SOUND))) == len(SOUND["records"])


def test_corpus() -> None:
    """The corpus is as large as it is meant to be, and no file is in it twice."""
    assert len({bad.content for bad in BAD_FILES}) == len(BAD_FILES) >= 60


@pytest.mark.parametrize("bad", BAD_FILES, ids=[bad.name for bad in BAD_FILES])
def test_bad_file(bad: BadFile) -> None:
    """A broken file is refused with one problem, which names its place, and can be printed."""
    with pytest.raises(InvalidData) as caught:
        from_text(bad.content)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place) == (bad.code, bad.place)
    assert str(caught.value) == f"nothing was loaded:\n{problem}"
    assert str(problem).encode()
    assert len(str(problem)) < 400
    assert "\n" not in str(problem)


@given(networks(max_size=6), st.data())
def test_cut_off(network: list[Record], data: st.DataObject) -> None:
    """A file that is cut off is told to be, wherever the cut is."""
    content = to_text(network).rstrip().encode()
    cut = data.draw(st.integers(1, len(content) - 1))
    ((code, _),) = refused_text(content[:cut])
    assert code == "cut-off"


@given(networks(max_size=6), st.binary(max_size=8), st.data())
def test_overwritten_bytes(network: list[Record], junk: bytes, data: st.DataObject) -> None:
    """A file with other bytes somewhere is read or refused, and nothing else happens."""
    content = to_text(network).encode()
    at = data.draw(st.integers(0, len(content)))
    with suppress(InvalidData):
        from_text(content[:at] + junk + content[at + len(junk) :])


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
JSON = st.recursive(
    SCALARS, lambda held: st.lists(held, max_size=3) | st.dictionaries(st.text(), held, max_size=3)
)


def places(value: object, around: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value within a value."""
    yield around
    members: Any = ()
    if isinstance(value, dict | list):
        members = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in members:
        yield from places(one, (*around, key))


PLACES = [place for place in places({"": SOUND}) if place]


@given(st.lists(st.tuples(st.sampled_from(PLACES), JSON | st.text(max_size=70)), max_size=4))
def test_other_values(changes: list[tuple[tuple[Any, ...], object]]) -> None:
    """A file with other values somewhere is refused, or read and written again."""
    around = {"": copy.deepcopy(SOUND)}
    for (*way, last), value in changes:
        within: Any = around
        for key in way:
            within = within[key] if _has(within, key) else None
        if _has(within, last):
            within[last] = value
    with suppress(InvalidData):
        records = decode(around[""])
        assert from_text(to_text(records)) == in_order([*records])
        Network(records)


def _has(value: object, key: Any) -> bool:
    if isinstance(value, dict):
        return key in value
    return isinstance(value, list) and isinstance(key, int) and key < len(value)


@pytest.mark.parametrize("deep", [[], {}])
def test_deep_data(deep: Any) -> None:
    """Values that lie deeper than Python can follow are refused like others."""
    for _ in range(50_000):
        deep = [deep]
    data = file_of({"kind": "agency", "id": "a", "name": deep, "aliases": deep, "x": deep})
    assert len(refused(data)) == 3
    assert len(refused(deep)) == 1


def test_deep_below_the_limit() -> None:
    """Nesting that Python can follow is refused by the field; a key twice in it changes nothing."""
    deep = "[" * 100 + '{"a": 1, "a": 2}' + "]" * 100
    text = to_text([Agency(id="a", name="x")]).replace('"x"', deep)
    assert refused_text(text) == [("wrong-value", "records[0].name")]


def test_places_that_cannot_be_told() -> None:
    """Where Python stops for a reason of its own, the place told is the beginning."""
    assert strict_json._deepest("[[]]") == strict_json._long_number("[5]") == "line 1, column 1"


# cattrs is lax; this library is not


@pytest.mark.parametrize(
    ("record", "field", "value"),
    [
        ({"kind": "agency", "id": "a", "name": "x"}, "name", None),
        ({"kind": "agency", "id": "a", "name": "x"}, "name", 5),
        ({"kind": "agency", "id": "a", "name": "x"}, "name", b"x"),
        ({"kind": "agency", "id": "a", "name": "x"}, "aliases", "abc"),
        ({"kind": "agency", "id": "a", "name": "x"}, "aliases", {"abc": 1}),
        ({"kind": "agency", "id": "a", "name": "x"}, "aliases", {"abc"}),
        ({"kind": "rapid-review", "id": "a", "title": "x"}, "children", "5"),
        ({"kind": "rapid-review", "id": "a", "title": "x"}, "children", True),
        ({"kind": "rapid-review", "id": "a", "title": "x"}, "children", 5.0),
        ({"kind": "observation", "id": "a", "of": "m", "on": "2025", "value": 1}, "value", "no"),
        ({"kind": "observation", "id": "a", "of": "m", "on": "2025", "value": 1}, "value", False),
        ({"kind": "observation", "id": "a", "of": "m", "on": "2025", "value": 1}, "on", 2025),
        ({"kind": "action", "id": "a", "statement": "x"}, "change", None),
        ({"kind": "action", "id": "a", "statement": "x"}, "change", "TRAINING"),
        ({"kind": "lcspr", "id": "a", "title": "x"}, "attributes", [["ab"]]),
        ({"kind": "lcspr", "id": "a", "title": "x"}, "attributes", ["ab"]),
    ],
)
def test_nothing_is_coerced(record: dict[str, object], field: str, value: object) -> None:
    """What cattrs would bend until it fits is refused, at its place."""
    measure = {"kind": "measure", "id": "m", "name": "x", "unit": "x"}
    decode(file_of(record, measure))
    (line,) = refused(file_of({**record, field: value}, measure))
    assert line.startswith(f"records[0].{field}")
    assert line.endswith("[wrong-value]")


# All of it at once, in sentences


def test_sentences() -> None:
    """Everything wrong with a file is told at once, in its order, each with what to do."""
    statement = "Practitioners did not ask who else was living in the household. " * 3
    finding = {"kind": "finding", "id": "f", "sources": ["l"], "judgement": "strenght"}
    data = file_of(
        {**finding, "themes": [5, "x y", "fathers"], "stetement": statement},
        {"kind": "lcspr", "id": "l", "title": None, "publication": statement},
        {"kind": "partnership", "id": "p", "name": "x", "policy": {"amber": 1, "first_day": "1"}},
        {
            "kind": "standards-audit",
            "id": "s",
            "title": "x",
            "framework": "other",
            "sections": [{}],
        },
        {"kind": "acton", "id": "q"},
        "theme",
        {"id": "r"},
        {"kind": "theme", "name": "Fathers", "broader": "father"},
        {"kind": "theme", "id": "father s", "name": "Fathers", "broader": "r"},
        {"kind": "agency", "id": "l", "name": "x", "part_of": "l"},
        vresion=1,
    )
    assert refused(data) == [
        "vresion: 'vresion' is not a key of the file; did you mean version? [unknown-key]",
        (
            "records[0].judgement: expected strength or improvement, found 'strenght'; correct it "
            "[wrong-value]"
        ),
        (
            'records[0].statement: "statement" is missing, and every finding needs it; add it '
            "[missing-key]"
        ),
        "records[0].themes[0]: expected a text, found 5; correct it [wrong-value]",
        (
            "records[0].themes[1]: expected an id of 1 to 64 characters without white space, found "
            "'x y'; correct it [wrong-value]"
        ),
        (
            "records[0].stetement: 'stetement' is not a key of finding; did you mean statement? "
            "[unknown-key]"
        ),
        (
            "records[1].title: expected a text, found null; correct it, or leave the key out if "
            "the field can be empty [wrong-value]"
        ),
        (
            "records[1].publication: expected unpublished, published, withheld or embargoed, found "
            "'Practitioners did not ask who else was living in the house…; correct it [wrong-value]"
        ),
        "records[2].policy.first_day: expected a whole number, found '1'; correct it [wrong-value]",
        (
            "records[2].policy.amber: 'amber' is not a key of Policy; did you mean amber_days? "
            "[unknown-key]"
        ),
        *(
            f'records[3].sections[0].{key}: "{key}" is missing, and every StandardsSection needs '
            "it; add it [missing-key]"
            for key in ("name", "met", "of")
        ),
        "records[4].kind: 'acton' is not a kind of record; did you mean action? [unknown-kind]",
        (
            "records[5]: expected an object with a kind and an id, found 'theme'; correct it "
            "[wrong-value]"
        ),
        'records[6].kind: "kind" is missing, and every record needs it; add it [missing-key]',
        'records[7].id: "id" is missing, and every theme needs it; add it [missing-key]',
        (
            "records[8].id: expected an id of 1 to 64 characters without white space, found "
            "'father s'; correct it [wrong-value]"
        ),
        (
            "records[9].id: the id 'l' stands for the record at records[1] already; give one of "
            "the two another id [duplicate-id]"
        ),
        (
            "records[0].themes[2]: f refers to fathers, and there is no such record; add it or "
            "mend the id [dangling-link]"
        ),
        (
            "records[7].broader: the record at records[7] refers to father, and there is no such "
            "record; add it or mend the id [dangling-link]"
        ),
    ]


def test_problems_name_their_record() -> None:
    """A problem holds the id of its record, or nothing where there is no id that could stand."""
    data = file_of(
        {"kind": "theme", "id": "a", "name": 1, "broader": "x"},
        {"kind": "theme", "id": "a b", "name": 1, "broader": "x"},
        {"kind": "theme", "id": "a", "name": "A", "broader": "x"},
    )
    with pytest.raises(InvalidData) as caught:
        decode(data)
    found = [(one.code, one.record) for one in caught.value.problems]
    assert sorted(found) == [
        ("dangling-link", ""),
        ("dangling-link", "a"),
        ("dangling-link", "a"),
        ("duplicate-id", "a"),
        ("wrong-value", ""),
        ("wrong-value", ""),
        ("wrong-value", "a"),
    ]


def test_a_bad_record_can_be_referred_to() -> None:
    """A record with a bad field is there for others' links, and its own links are looked at."""
    data = file_of(
        {"kind": "theme", "id": "a", "name": 5, "broader": "b"},
        {"kind": "theme", "id": "b", "name": "B", "broader": "a"},
    )
    assert refused(data) == [
        "records[0].name: expected a text, found 5; correct it [wrong-value]",
        (
            'records[0]: the relation "broader" runs in a circle: a → b → a; take one of these '
            "links away [circle]"
        ),
    ]


@pytest.mark.parametrize(
    "doubtful",
    [
        [{"kind": "them", "id": "b"}],
        [{"id": "b"}],
        [{"kind": "theme", "id": "b", "name": "B"}, {"kind": "agency", "id": "b", "name": "B"}],
    ],
)
def test_links_to_what_is_doubtful(doubtful: list[object]) -> None:
    """A link to a record of which the kind is not certain is not blamed for it."""
    theme = {"kind": "theme", "id": "a", "name": "A", "broader": "b"}
    assert len(refused(file_of(theme, *doubtful))) == 1


def test_ids_twice_beside_other_problems() -> None:
    """That a link names an id twice, or none, is told beside what else is wrong."""
    data = file_of(
        {"kind": "theme", "id": "t", "name": "x"},
        {"kind": "finding", "id": "f", "sources": [], "judgement": 1, "themes": ["t", "t"]},
    )
    assert [line for line in refused(data) if "statement" not in line] == [
        "records[1].judgement: expected strength or improvement, found 1; correct it [wrong-value]",
        "records[1].sources: expected at least 1 id, found an empty list; correct it [wrong-value]",
        "records[1].themes: expected every id once, found 't'; correct it [wrong-value]",
    ]


def test_near_misses_are_bounded() -> None:
    """The first of many dangling links come with a hint, in a file of any sensible size."""
    theme = {"kind": "theme", "id": "fathers", "name": "Fathers"}
    lost = [
        {"kind": "theme", "id": f"{number}", "name": "x", "broader": "fater"}
        for number in range(30)
    ]
    lines = refused(file_of(theme, *lost))
    assert [line.count("did you mean fathers?") for line in lines] == [1] * 20 + [0] * 10
    many = [{"kind": "theme", "id": f"{number}", "name": "x"} for number in range(10_000)]
    (line,) = refused(file_of(theme, lost[0], *many[1:]))
    assert "did you mean" not in line


def test_long_lists_of_problems() -> None:
    """An error prints the first hundred of its problems, counts the others, and holds all."""
    with pytest.raises(InvalidData) as caught:
        decode(file_of(*range(150)))
    assert len(caught.value.problems) == 150
    assert len(str(caught.value).splitlines()) == 102
    assert str(caught.value).endswith("and 50 more")


def test_keys_twice() -> None:
    """Every key that stands twice is told, in the file's order, before anything else is."""
    text = '{"records": [{"a": 1, "a": 1, "b": 1, "b": 1}, {"c": [{"d": 1, "d": 2}]}], "records": '
    assert refused_text(
        text + '[{"a": 1, "a": 1, "b": 1, "b": 1}, {"c": [{"d": 1, "d": 2}]}]}'
    ) == [
        ("duplicate-key", "records"),
        ("duplicate-key", "records[0].a"),
        ("duplicate-key", "records[0].b"),
        ("duplicate-key", "records[1].c[0].d"),
    ]


def test_keys_that_are_no_text() -> None:
    """Content that did not come from JSON may have any keys; they are unknown ones."""
    partnership = {"kind": "partnership", "id": "p", "name": "x", "policy": {5: 1}, None: 2}
    assert [line.partition(";")[0] for line in refused(file_of(partnership))] == [
        "records[0].policy['5']: '5' is not a key of Policy",
        "records[0].None: 'None' is not a key of partnership",
    ]


# A kind that nobody foresaw


@attrs.frozen(kw_only=True)
class Seat(Checked):
    """A part of the made-up kind."""

    name: Text
    number: Count = 0


@contextmanager
def made_up_kind() -> Iterator[type[Record]]:
    """A kind of record that is in the registry for a while."""
    (mark,) = Count.__metadata__  # type: ignore[attr-defined] # it is Annotated
    few = attrs.evolve(mark, holds=lambda value: len(value) <= 2, expected="at most two")

    @attrs.frozen(kw_only=True)
    class Panel(Record):
        kind: ClassVar[str] = "panel"

        looks_at: Annotated[tuple[Identifier, ...], Links(Relation.CONCERNS, "Action", at_least=1)]
        seats: Annotated[tuple[Seat, ...], few] = ()
        chair: Seat | None = None

        def __attrs_post_init__(self) -> None:
            Record.__attrs_post_init__(self)
            if self.note == "impossible":
                raise RuntimeError

    try:
        yield Panel
    finally:
        del _KINDS["panel"]


@pytest.fixture
def panel() -> Iterator[type[Record]]:
    """The made-up kind, for the length of a test."""
    with made_up_kind() as kind:
        yield kind


def test_made_up_kind(panel: type[Record]) -> None:
    """A kind that is defined later is written and read as any other."""
    action = Action(id="a", statement="x")
    given: Any = {"looks_at": ["a"], "seats": [{"name": "x", "number": 2}]}
    made = panel(id="p", chair=Seat(name="y"), **given)  # type: ignore[call-arg]
    assert plain(made) == {
        "kind": "panel",
        "id": "p",
        "looks_at": ["a"],
        "seats": [{"name": "x", "number": 2}],
        "chair": {"name": "y"},
    }
    assert from_text(to_text([made, action])) == (action, made)


@settings(max_examples=10)
@given(st.data())
def test_made_up_kind_is_drawn(data: st.DataObject) -> None:
    """The strategies know a made-up kind as soon as it is defined."""
    with made_up_kind() as kind:
        assert type(data.draw(records_of(kind))) is kind
        network = data.draw(networks())
        assert from_text(to_text(network)) == in_order(network)


@pytest.mark.usefixtures("panel")
def test_made_up_kind_refused() -> None:
    """What is wrong with a record of a made-up kind is told as of any other."""
    data = file_of(
        {"kind": "panel", "id": "p", "looks_at": [], "seats": [{"name": "x"}] * 3, "chair": {}},
        {"kind": "panel", "id": "q", "looks_at": ["p"], "seats": [{"name": ""}], "chair": 5},
    )
    *fields, link = refused(data)
    assert link.startswith("records[1].looks_at[0]: q refers to p, which is of kind panel")
    assert fields == [
        "records[0].seats: expected at most two, found a list of 3; correct it [wrong-value]",
        "records[0].chair: expected Seat with name, found an object; correct it [wrong-value]",
        (
            "records[0].looks_at: expected at least 1 id, found an empty list; correct it "
            "[wrong-value]"
        ),
        (
            "records[1].seats[0].name: expected a text that is not blank, found ''; correct it "
            "[wrong-value]"
        ),
        (
            "records[1].chair: expected Seat with the fields name, number, found 5; correct it "
            "[wrong-value]"
        ),
    ]


def test_programmers_mistakes_are_raised(panel: type[Record]) -> None:
    """An error in a class of records is no problem of a file's, and is not told as one."""
    with pytest.raises(RuntimeError):
        decode(file_of({"kind": panel.kind, "id": "p", "looks_at": ["a"], "note": "impossible"}))


def test_a_huge_number_in_a_script() -> None:
    """A number that Python declines to print is refused in a sentence too."""
    assert refused(file_of({"kind": "agency", "id": 10**5000, "name": "x"})) == [
        (
            "records[0].id: expected a text, found a number of more than 60 digits; correct it "
            "[wrong-value]"
        )
    ]
    with pytest.raises(Misfit, match="a number of more than 60 digits"):
        raise Misfit("a text", -(10**5000))


def test_review_can_be_read() -> None:
    """What a script makes and what a file holds are the same records."""
    (review,) = decode(
        file_of({"kind": "lcspr", "id": "l", "title": "x", "published_on": "2025-02"})
    )
    assert review == LCSPR(id="l", title="x", published_on="2025-02")
