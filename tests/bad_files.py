"""A corpus of broken files, each with what must be said of it.

`bad_files()` makes it: a sound file, broken in one way at a time. A file is bad in one
place only, so that the problem told of it can be named exactly; a file that is bad in
many ways at once is in `test_codec`.
"""

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

import attrs

import learning_tracker.records  # noqa: F401 - it fills the registry of kinds
from learning_tracker.kinds import Record, kinds
from learning_tracker.links import MAY_RUN_IN_CIRCLES, Link, links_of

Document = dict[str, Any]

SOUND: Document = {
    "format": "learning-tracker",
    "version": 1,
    "records": [
        {"kind": "partnership", "id": "riverton", "name": "Riverton", "policy": {"first_day": 1}},
        {"kind": "agency", "id": "police", "name": "Police", "aliases": ["The force"]},
        {"kind": "theme", "id": "fathers", "name": "Fathers"},
        {"kind": "rapid-review", "id": "rr", "title": "Rapid review", "children": 2},
        {"kind": "lcspr", "id": "alex", "title": "Alex", "published_on": "2025-02"},
        {
            "kind": "case-file-audit",
            "id": "audit",
            "title": "Audit",
            "topic": "fathers",
            "grades": [["good", 3], ["poor", 1]],
        },
        {
            "kind": "standards-audit",
            "id": "s11",
            "title": "Section 11",
            "framework": "section-11",
            "sections": [{"name": "Leadership", "met": 3, "of": 4}],
        },
        {
            "kind": "finding",
            "id": "finding",
            "sources": ["alex"],
            "judgement": "improvement",
            "statement": "Fathers were not asked.",
            "themes": ["fathers"],
        },
        {"kind": "action", "id": "action", "statement": "Ask.", "answers": ["finding"]},
        {"kind": "measure", "id": "measure", "name": "Seen", "unit": "per cent"},
        {
            "kind": "observation",
            "id": "observation",
            "of": "measure",
            "on": "2025-03-31",
            "value": 40.5,
        },
        {"kind": "meeting", "id": "meeting", "body": "Learning Lessons group", "on": "2025-03"},
        {
            "kind": "request",
            "id": "request",
            "agency": "police",
            "sent_on": "2025-01-06",
            "due_back_on": "2025-01-31",
        },
    ],
}

PLACES = {record["id"]: f"records[{n}]" for n, record in enumerate(SOUND["records"])}
NEW = f"records[{len(PLACES)}]"


@attrs.frozen
class BadFile:
    """A broken file.

    Attributes:
        name: what is wrong with it.
        content: its bytes.
        code: the code of the problem that must be told.
        place: the place it must be told at.
    """

    name: str
    content: bytes
    code: str
    place: str


def written(document: object) -> str:
    """The document as a file has it."""
    return json.dumps(document, indent=2)


def bad_files() -> list[BadFile]:
    """The whole corpus."""
    return [*_unreadable(), *_not_strict(), *_headers(), *_values(), *_keys(), *_links()]


# Files that are no JSON


def _unreadable() -> Iterator[BadFile]:
    text = written(SOUND)
    in_word = text.index("improvement") + 3
    lines = text[:in_word].split("\n")
    column = lines[-1].rindex('"') + 1
    quote = f"line {len(lines)}, column {column}"
    start = "line 1, column 1"
    yield BadFile("empty", b"", "empty-file", start)
    yield BadFile("only white space", b" \n\n\t", "empty-file", start)
    yield BadFile("only a byte order mark", b"\xef\xbb\xbf", "empty-file", start)
    yield BadFile("cut off after the first bracket", b"{", "cut-off", "line 1, column 2")
    yield BadFile("cut off in a text", text[:in_word].encode(), "cut-off", quote)
    yield BadFile("cut off in a word", b'{"a": tru', "cut-off", "line 1, column 7")
    yield BadFile("cut off in a number", b'{"a": -', "cut-off", "line 1, column 7")
    yield BadFile("cut off in an escape", rb'{"a": "\u20', "cut-off", "line 1, column 9")
    yield BadFile("cut off in a character", '{"a": "é'.encode()[:-1], "cut-off", "line 1, column 8")
    yield BadFile("cut off before the end", b'{"a": [1, 2]', "cut-off", "line 1, column 13")
    yield BadFile("plain text", b"Dear all,", "not-json", start)
    yield BadFile("a table", b"id,name\r\n1,Police\r\n", "not-json", start)
    yield BadFile("HTML", b"<!DOCTYPE html>", "not-json", start)
    yield BadFile("Excel", b"PK\x03\x04\x14\x00\x06\x00", "not-json", start)
    yield BadFile("SQLite", b"SQLite format 3\x00\x10\x00", "not-json", start)
    yield BadFile("UTF-16, low byte first", text.encode("utf-16"), "not-json", start)
    yield BadFile("UTF-16, high byte first", b"\xfe\xff\x00{", "not-json", start)
    yield BadFile(
        "UTF-16 without a mark", '{"a": 1}'.encode("utf-16-le"), "not-json", "line 1, column 2"
    )
    yield BadFile(
        "Windows-1252", '{\n"a": "naïve"}'.encode("cp1252"), "not-utf-8", "line 2, column 9"
    )
    yield BadFile("binary", bytes(range(128, 256)), "not-utf-8", start)
    yield BadFile("zero bytes", bytes(100), "not-json", start)
    yield BadFile("two documents", b"{}\n{}", "not-json", "line 2, column 1")
    yield BadFile("a comment", b"{} // all", "not-json", "line 1, column 4")
    yield BadFile("single quotes", b"{'a': 1}", "not-json", "line 1, column 2")
    yield BadFile("a control character", b'{"a": "\x07"}', "not-json", "line 1, column 8")
    yield BadFile("a line break in a text", b'{"a": "x\ny"}', "not-json", "line 1, column 9")
    yield BadFile("an escape there is not", rb'{"a": "\x41"}', "not-json", "line 1, column 8")
    yield BadFile("a word of Python", b'{"a": None}', "not-json", "line 1, column 7")
    yield BadFile("a missing comma", b'{"a": 1\n"b": 2}', "not-json", "line 2, column 1")


def _not_strict() -> Iterator[BadFile]:
    deep = "line 1, column 13"
    yield BadFile("lists without end", b"[" * 200_000, "too-deep", deep)
    yield BadFile("deep lists", b"[" * 200_000 + b"]" * 200_000, "too-deep", deep)
    yield BadFile(
        "deep objects", b'{"[":' * 100_000 + b"1" + b"}" * 100_000, "too-deep", "line 1, column 61"
    )
    yield BadFile(
        "a number of 5000 digits",
        b'["' + b"5" * 5000 + b'",\n' + b"5" * 5000 + b"]",
        "huge-number",
        "line 2, column 1",
    )
    text = written(SOUND)
    for name, before, after, place in (
        ("the format", '"version": 1', '"format": "x", "version": 1', "format"),
        ("a name", '"name": "Police"', '"name": "A", "name": "B"', f"{PLACES['police']}.name"),
        ("an id", '"id": "rr"', '"id": "rr", "id": "rr"', f"{PLACES['rr']}.id"),
        ("a part", '"met": 3', '"met": 3, "met": 4', f"{PLACES['s11']}.sections[0].met"),
        ("an odd key", '"met": 3', '"a b": 3, "a b": 4', f"{PLACES['s11']}.sections[0]['a b']"),
    ):
        content = text.replace(before, after, 1).encode()
        yield BadFile(f"the key of {name} twice", content, "duplicate-key", place)


# Files that are JSON


def _bad(name: str, code: str, place: str, change: Callable[[Document], object]) -> BadFile:
    document = copy.deepcopy(SOUND)
    change(document)
    return BadFile(name, written(document).encode(), code, place)


def _set(path: str, value: object) -> Callable[[Document], object]:
    """A change of what stands at a path, such as `police.name`."""
    identifier, *keys, last = path.replace("[", ".").replace("]", "").split(".")

    def change(document: Document) -> None:
        within: Any = next(one for one in document["records"] if one["id"] == identifier)
        for key in keys:
            within = within[int(key) if key.isdigit() else key]
        within[int(last) if last.isdigit() else last] = value

    return change


def _added(**record: object) -> Callable[[Document], object]:
    return lambda document: document["records"].append(record)


def _headers() -> Iterator[BadFile]:
    for name, value in (("a list", []), ("a number", 5), ("a text", "x"), ("null", None)):
        content = written(value).encode()
        yield BadFile(f"{name} and no object", content, "not-a-tracker", "top level")
    yield BadFile("another object", b'{"type": "bundle"}', "not-a-tracker", "format")
    for name, value in (("another", "stix"), ("no", None), ("a list as", ["learning-tracker"])):
        change = _top("format", value)
        yield _bad(f"{name} format", "not-a-tracker", "format", change)
    yield _bad("a newer version", "newer-version", "version", _top("version", 3))
    yield _bad("a huge version", "newer-version", "version", _top("version", 10**400))
    for value in (0, -1, "1", 1.0, True, None, [1]):
        yield _bad(f"version {value!r}", "wrong-value", "version", _top("version", value))
    for value in (None, {}, "x", 5):
        yield _bad(f"records {value!r}", "wrong-value", "records", _top("records", value))
    for key in ("version", "records"):
        yield _bad(f"no {key}", "missing-key", key, lambda document, key=key: document.pop(key))
    yield _bad("an unknown key at the top", "unknown-key", "date", _top("date", "2025-03-31"))
    yield _bad("an empty key at the top", "unknown-key", "['']", _top("", 1))


def _top(key: str, value: object) -> Callable[[Document], object]:
    return lambda document: document.update({key: value})


VALUES: tuple[tuple[str, object], ...] = (
    # a text that is not blank
    ("police.name", None), ("police.name", 5), ("police.name", True), ("police.name", ["Police"]),
    ("police.name", {}), ("police.name", ""), ("police.name", " \n\t"), ("police.name", "a\x00b"),
    ("police.name", "a\x1bb"), ("police.name", "a\x85b"), ("police.name", "\ud800"),
    ("police.name", float("nan")), ("finding.statement", "   "),
    # a text
    ("police.sector", None), ("police.sector", 5), ("police.sector", ["police"]),
    ("police.note", "\x7f"), ("police.where", "\udfff"),
    # an id
    ("police.id", None), ("police.id", 5), ("police.id", ""), ("police.id", "the police"),
    ("police.id", "police\n"), ("police.id", "p" * 65), ("police.id", "\ud800"),
    ("audit.topic", None), ("audit.topic", 5), ("audit.topic", ["fathers"]), ("audit.topic", ""),
    ("audit.topic", "the fathers"), ("audit.topic", "f" * 65),
    # a list of ids
    ("finding.themes", None), ("finding.themes", "fathers"), ("finding.themes", {"0": "fathers"}),
    ("finding.themes[0]", None), ("finding.themes[0]", 5), ("finding.themes[0]", ["fathers"]),
    ("finding.themes[0]", "a b"), ("finding.sources", []),
    ("finding.themes", ["fathers", "fathers"]),
    # a list of texts
    ("police.aliases", "abc"), ("police.aliases", None), ("police.aliases[0]", 5),
    ("police.aliases[0]", " "),
    # a word of a vocabulary
    ("finding.judgement", "strenght"), ("finding.judgement", "STRENGTH"),
    ("finding.judgement", None), ("finding.judgement", 1), ("finding.judgement", ["strength"]),
    ("finding.basis", "guessed"), ("audit.reported_outcome", "better"),
    # a date
    ("meeting.on", "2025-02-30"), ("meeting.on", "2025-13"), ("meeting.on", "30/01/2025"),
    ("meeting.on", "March 2025"), ("meeting.on", "2025-03-31T10:00:00Z"), ("meeting.on", "2025-3"),
    ("meeting.on", "2025-03/2025-01"), ("meeting.on", "1776-07-04"), ("meeting.on", 2025),
    ("meeting.on", 20250331), ("meeting.on", None), ("meeting.on", ["2025-03"]),
    ("meeting.on", ""), ("meeting.on", "٢٠٢٥"), ("alex.published_on", "soon"),
    # a whole number
    ("rr.children", "2"), ("rr.children", "no"), ("rr.children", True), ("rr.children", 2.0),
    ("rr.children", 2.5), ("rr.children", -1), ("rr.children", [2]), ("rr.children", 10**16),
    ("rr.children", 10**400), ("rr.children", float("inf")),
    # a number
    ("observation.value", "40"), ("observation.value", "no"), ("observation.value", None),
    ("observation.value", True), ("observation.value", float("nan")),
    ("observation.value", float("-inf")), ("observation.value", 10**400),
    # pairs
    ("audit.grades", "good"), ("audit.grades", {"good": 3}), ("audit.grades[0]", "go"),
    ("audit.grades[0]", ["good"]), ("audit.grades[0]", ["good", 3, 1]), ("audit.grades[0][0]", 5),
    ("audit.grades[1][1]", -1), ("audit.grades[1][1]", "3"), ("alex.attributes", [["harm", None]]),
    # parts
    ("riverton.policy", None), ("riverton.policy", "default"), ("riverton.policy", []),
    ("riverton.policy.first_day", 2), ("riverton.policy.first_day", False),
    ("riverton.policy.amber_days", "28"), ("riverton.policy.colours", [["late", "black"]]),
    ("s11.sections", {}), ("s11.sections[0]", 3), ("s11.sections[0].met", "3"),
    ("s11.sections[0].name", None), ("s11.sections[0].reported_percent", 101),
)  # fmt: skip
"""Paths in the sound file, each with a value that does not fit there."""

DEEPER = {
    ("alex.attributes", "[['harm', None]]"): "[0][1]",
    ("riverton.policy.colours", "[['late', 'black']]"): "[0][1]",
}
"""Where a value is wrong further in than at its path."""


def _values() -> Iterator[BadFile]:
    for path, value in VALUES:
        identifier, _, rest = path.partition(".")
        place = f"{PLACES[identifier]}.{rest}" + DEEPER.get((path, repr(value)), "")
        shown = repr(value) if len(repr(value)) < 40 else f"{repr(value)[:10]}…"
        name = f"{path} is {shown}".encode("ascii", "backslashreplace").decode()
        change = _set(path, value)
        if path.endswith(".id"):  # what refers to it would be wrong as well
            place = f"{NEW}.id"
            change = _added(kind="theme", id=value, name="Theme")
        yield _bad(name, "wrong-value", place, change)
    for value in (5, None, [], "theme"):
        change = lambda document, value=value: document["records"].append(value)  # noqa: E731
        yield _bad(f"{value!r} for a record", "wrong-value", NEW, change)


def _keys() -> Iterator[BadFile]:
    for name, kind in (
        ("a misspelt kind", "acton"),
        ("a capital in a kind", "Action"),
        ("an empty kind", ""),
    ):
        yield _bad(name, "unknown-kind", f"{NEW}.kind", _added(kind=kind, id="x", statement="x"))
    for value in (None, 5, ["action"]):
        change = _added(kind=value, id="x", statement="x")
        yield _bad(f"{value!r} for a kind", "wrong-value", f"{NEW}.kind", change)
    yield _bad("no kind", "missing-key", f"{NEW}.kind", _added(id="x", statement="x"))
    yield _bad("no id", "missing-key", f"{NEW}.id", _added(kind="action", statement="x"))
    yield _bad("no statement", "missing-key", f"{NEW}.statement", _added(kind="action", id="x"))
    place = f"{PLACES['s11']}.sections[0]"
    change = _set("s11.sections[0]", {"name": "Leadership", "met": 3})
    yield _bad("no key of a part", "missing-key", f"{place}.of", change)
    place = PLACES["police"]
    for key in ("nmae", "Name", "label", "known_on", "__class__"):
        code_place = f"{place}.{key}"
        yield _bad(f"the unknown key {key}", "unknown-key", code_place, _set(f"police.{key}", "x"))
    odd = "\ud800 x\n"
    yield _bad("an odd key", "unknown-key", f"{place}[{odd!r}]", _set(f"police.{odd}", "x"))
    place = f"{PLACES['riverton']}.policy.amber"
    yield _bad("an unknown key of a part", "unknown-key", place, _set("riverton.policy.amber", 28))


def _links() -> Iterator[BadFile]:
    again = _added(kind="theme", id="police", name="Police")
    yield _bad("an id of another kind twice", "duplicate-id", f"{NEW}.id", again)
    again = _added(kind="agency", id="police", name="Police")
    yield _bad("an id twice", "duplicate-id", f"{NEW}.id", again)
    for path, target, code in (
        ("audit.topic", "nothing", "dangling-link"),
        ("finding.themes[0]", "Fathers", "dangling-link"),
        ("finding.sources[0]", "alxe", "dangling-link"),
        ("request.agency", "polise", "dangling-link"),
        ("audit.topic", "police", "wrong-kind"),
        ("finding.themes[0]", "alex", "wrong-kind"),
        ("finding.sources[0]", "fathers", "wrong-kind"),
        ("observation.of", "riverton", "wrong-kind"),
        ("action.answers[0]", "meeting", "wrong-kind"),
    ):
        identifier, _, rest = path.partition(".")
        place = f"{PLACES[identifier]}.{rest}"
        yield _bad(f"{path} is {target}", code, place, _set(path, target))
    for kind in kinds().values():
        for link in links_of(kind):
            if link.admits(kind) and link.relation not in MAY_RUN_IN_CIRCLES:
                yield from _circles(kind, link)


LEAST: dict[str, dict[str, object]] = {
    "agency": {"name": "x"},
    "theme": {"name": "x"},
    "finding": {"sources": ["alex"], "judgement": "strength", "statement": "x"},
    "action": {"statement": "x"},
    "decision": {"meeting": "meeting", "statement": "x"},
}
"""What records of the kinds that can refer to their like need at the least."""


def _circles(kind: type[Record], link: Link) -> Iterator[BadFile]:
    for length in (1, 2, 3):
        ids = [f"c{number}" for number in range(length)]

        def change(document: Document, ids: list[str] = ids) -> None:
            for here, there in zip(ids, [*ids[1:], ids[0]], strict=True):
                to = {link.field: [there] if link.many else there}
                record = {"kind": kind.kind, "id": here, **LEAST[kind.kind], **to}
                document["records"].append(record)

        yield _bad(f"a circle of {length} in {link.key}", "circle", NEW, change)
