"""Against stix2 and prov, libraries for graphs of records that other fields exchange.

They are given the sources, findings and themes with the links between them, as their own
documents suggest it: stix2 objects with relationships in a memory store, prov entities with
derivations in a document.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import generate
import learning_tracker as lt
from data import OURS, Data, Entrant, Goal, Result
from learning_tracker import kinds
from metrics.questions import changing
from metrics.recurring import Answer, several
from peers import there

_MOST = 50_000
_ENOUGH = 200_000
Tool = tuple[Callable[[list[generate.Raw]], Any], Callable[[Any], Answer]]
"""How another builds its graph, and how it is asked."""

_LINKS = ("sources", "themes", "arises_from")
_NOTES = ("all are given the sources, findings and themes of the tracker, but at most 50,000",)


def measure(data: Data) -> Iterator[Result]:
    """Building, and the question which themes recur.

    Not at a larger scale than that of the goal: the objects would be the same, and take minutes.
    """
    if data.size > _ENOUGH:
        return
    tools: dict[str, Tool] = {
        **({"stix2": (_stix, _ask_stix)} if there("stix2") else {}),
        **({"prov": (_prov, _ask_prov)} if there("prov") else {}),
    }
    if tools:
        raw = _given(data)
        yield _built(data, raw, tools)
        yield _asked(data, raw, tools)


def _given(data: Data) -> list[generate.Raw]:
    """The objects: sources and findings without what the others are not given."""
    of_these = (
        {**one, "partnership": None} if "title" in one else {**one, "agencies": []}
        for one in data.raw
        if "title" in one or one["kind"] == "finding"
    )
    themes = [one for one in data.raw if one["kind"] == "theme"]
    return [*themes, *islice(of_these, _MOST - len(themes))]


def _built(data: Data, raw: list[generate.Raw], tools: dict[str, Tool]) -> Result:
    return data.race(
        "interchange_build",
        "build objects from mappings",
        {
            OURS: Entrant(lambda: _tracker(raw), answer=None),
            **{
                name: Entrant(lambda build=build: build(raw), answer=None)
                for name, (build, _) in tools.items()
            },
        },
        (
            Goal("at least 20 times faster than stix2", "stix2", 1 / 20),
            Goal("at least 5 times faster than prov", "prov", 1 / 5),
        ),
        _NOTES,
    )


def _asked(data: Data, raw: list[generate.Raw], tools: dict[str, Tool]) -> Result:
    tracker = _tracker(raw)
    held = {name: (build(raw), ask) for name, (build, ask) in tools.items()}
    return data.race(
        "interchange_query",
        "recurring themes among these objects; ours after one change",
        {
            OURS: Entrant(lambda _: _ask(tracker), prepare=changing(tracker)),
            **{
                name: Entrant(lambda graph=graph, ask=ask: ask(graph))
                for name, (graph, ask) in held.items()
            },
        },
        (
            Goal("at least 1,000 times faster than stix2", "stix2", 1 / 1000, at="200k"),
            Goal("at least 1,000 times faster than prov", "prov", 1 / 1000, at="200k"),
        ),
        _NOTES,
    )


def _tracker(raw: list[generate.Raw]) -> lt.Tracker:
    by_kind = kinds()
    records = []
    for one in raw:
        fields = dict(one)
        records.append(by_kind[fields.pop("kind")](**fields))
    return lt.Tracker(records)


def _ask(tracker: lt.Tracker) -> Answer:
    rows = tracker.themes.recurring().rows
    return {row.theme.id: len(row.independent) for row in rows}


def _links(raw: list[generate.Raw]) -> Iterator[tuple[str, str, str]]:
    for one in raw:
        for field in _LINKS:
            yield from ((one["id"], field, target) for target in one.get(field, ()))


def _counted(improvements: set[str], links: dict[str, dict[str, list[str]]]) -> Answer:
    """The answer, from each field's links by id."""
    incidents = defaultdict(set)
    for finding in improvements:
        (source,) = links["sources"][finding]
        (incident,) = links["arises_from"].get(source, (source,))
        for theme in links["themes"][finding]:
            incidents[theme].add(incident)
    return several(incidents)


def _stix_id(sort: str, identifier: str) -> str:
    return f"{sort}--{uuid.uuid5(uuid.NAMESPACE_URL, identifier)}"


def _stix(raw: list[generate.Raw]) -> Any:
    import stix2  # noqa: PLC0415 - only where it is installed

    sorts = {"theme": stix2.AttackPattern, "finding": stix2.IntrusionSet}
    made, ids = [], {}
    for one in raw:
        sort = sorts.get(one["kind"], stix2.Campaign)
        ids[one["id"]] = _stix_id(sort._type, one["id"])  # noqa: SLF001 - its objects' own name
        labels = {"labels": [one["judgement"]]} if "judgement" in one else {}
        text = one.get("statement") or one.get("title") or one["name"]
        made.append(sort(id=ids[one["id"]], name=one["id"], description=text, **labels))
    made += [
        stix2.Relationship(ids[one], field.replace("_", "-"), ids[target])
        for one, field, target in _links(raw)
    ]
    return stix2.MemoryStore(made)


def _ask_stix(store: Any) -> Answer:
    from stix2 import Filter  # noqa: PLC0415 - only where it is installed

    is_improvement = Filter("labels", "contains", "improvement")
    findings = store.query([Filter("type", "=", "intrusion-set"), is_improvement])
    links: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for link in store.query([Filter("type", "=", "relationship")]):
        field = link.relationship_type.replace("-", "_")
        links[field][link.source_ref].append(link.target_ref)
    counted = _counted({one.id for one in findings}, links)
    return {store.get(theme).name: number for theme, number in counted.items()}


def _prov(raw: list[generate.Raw]) -> Any:
    from prov.model import ProvDocument  # noqa: PLC0415 - only where it is installed

    document = ProvDocument()
    document.add_namespace("lt", "https://example.org/learning/")
    for one in raw:
        told = {
            f"lt:{name}": value
            for name, value in one.items()
            if name not in _LINKS and isinstance(value, str)
        }
        document.entity(f"lt:{one['id']}", told)
    for one, field, target in _links(raw):
        document.wasDerivedFrom(f"lt:{one}", f"lt:{target}", other_attributes={"lt:by": field})
    return document


def _ask_prov(document: Any) -> Answer:
    from prov.model import ProvDerivation, ProvEntity  # noqa: PLC0415 - only where it is installed

    improvements = {
        entity.identifier.localpart
        for entity in document.get_records(ProvEntity)
        if "improvement" in entity.get_attribute("lt:judgement")
    }
    links: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for link in document.get_records(ProvDerivation):
        ends = dict(link.formal_attributes)
        one, other = (end.localpart for end in [*ends.values()][:2])
        (field,) = link.get_attribute("lt:by")
        links[field][one].append(other)
    return _counted(improvements, links)
