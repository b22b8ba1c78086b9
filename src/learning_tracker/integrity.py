"""What must hold between records: links lead to what may stand there, and not in circles.

`integrity` tells all that is wrong, each with its place. What is sound a network tells from its
indexes in a tenth of the time, so this is asked only where something is wrong, or of records
that are in no network.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

import attrs

from learning_tracker.kinds import Record
from learning_tracker.links import MAY_RUN_IN_CIRCLES, Link, Relation, links_of
from learning_tracker.problems import Problem, error
from learning_tracker.wording import either


@attrs.frozen
class Reference:
    """One id in a link of a record, and where it stands."""

    link: Link
    target: str
    place: str


@attrs.frozen
class Entry:
    """What the checks of integrity need to know of a record."""

    id: str
    kind: type[Record]
    place: str
    references: tuple[Reference, ...]


def entry(record: Record, place: str = "") -> Entry:
    """The entry of a record that is whole in itself."""
    return Entry(record.id, type(record), place, tuple(_references(record, place)))


def _references(record: Record, place: str) -> Iterator[Reference]:
    dot = f"{place}." if place else ""
    for link in links_of(type(record)):
        for number, target in enumerate(link.ids(record)):
            index = f"[{number}]" if link.many else ""
            yield Reference(link, target, f"{dot}{link.field}{index}")


def integrity(
    entries: Iterable[Entry],
    kind_of: Callable[[str], type[Record] | None],
    near: Callable[[str], str] = lambda _: "",
) -> Iterator[Problem]:
    """What is wrong with the links of these entries, among records of known kinds.

    Args:
        entries: the records to look at.
        kind_of: the kind of the record with an id, or None where there is none.
        near: a hint at ids like one that is unknown.
    """
    entries = list(entries)
    for one in entries:
        for reference in one.references:
            kind = kind_of(reference.target)
            if kind is None:
                yield _dangling(one, reference, near(reference.target))
            elif not reference.link.admits(kind):
                yield _wrong_kind(one, reference, kind)
    yield from circles(entries)


def _dangling(one: Entry, reference: Reference, hint: str) -> Problem:
    sentence = (
        f"{one.id} refers to {reference.target}, and there is no such record; "
        f"add it or mend the id{hint}"
    )
    return error("dangling-link", one.id, reference.place, sentence)


def _wrong_kind(one: Entry, reference: Reference, kind: type[Record]) -> Problem:
    sentence = (
        f"{one.id} refers to {reference.target}, which is of kind {kind.kind}; "
        f"{reference.link.field} takes {either(reference.link.declared.targets)}"
    )
    return error("wrong-kind", one.id, reference.place, sentence)


def circles(entries: Iterable[Entry]) -> Iterator[Problem]:
    """One problem for each circle in which a relation runs among these entries."""
    steps: dict[Relation, dict[str, list[str]]] = {}
    places = {}
    for one in entries:
        places[one.id] = one.place
        for reference in one.references:
            relation = reference.link.relation
            if relation not in MAY_RUN_IN_CIRCLES:
                steps.setdefault(relation, {}).setdefault(one.id, []).append(reference.target)
    for relation, step in steps.items():
        for circle in circles_in(step):
            way = " → ".join([*circle, circle[0]])
            words = relation.value.replace("_", " ")
            yield error(
                "circle",
                circle[0],
                places[circle[0]],
                f'the relation "{words}" runs in a circle: {way}; take one of these links away',
            )


def circles_in(step: dict[str, list[str]]) -> Iterator[list[str]]:
    """Depth first, without recursion: a chain may be as long as the file."""
    done: set[str] = set()
    for start in step:
        path: dict[str, Iterator[str]] = {}
        here: str | None = start if start not in done else None
        while here is not None:
            following = path.setdefault(here, iter(step.get(here, ())))
            ahead = next(following, None)
            if ahead is None:
                done.add(here)
                del path[here]
                here = next(reversed(path), None)
            elif ahead in path:
                way = list(path)
                yield way[way.index(ahead) :]
            elif ahead not in done and ahead in step:
                here = ahead


@lru_cache(maxsize=8)
def circling(kinds: tuple[type[Record], ...]) -> Mapping[type[Record], tuple[Link, ...]]:
    """The links by which records of these kinds can come back to where they began.

    Most relations lead from one kind to others that cannot lead back, and need not be walked.
    """
    return {
        kind: tuple(
            link
            for link in links_of(kind)
            if link.relation not in MAY_RUN_IN_CIRCLES and kind in _ahead_of(link, kinds)
        )
        for kind in kinds
    }


def _ahead_of(first: Link, kinds: tuple[type[Record], ...]) -> set[type[Record]]:
    """The kinds to which the relation of a link can lead, however far."""
    found: set[type[Record]] = set()
    links = [first]
    while links:
        link = links.pop()
        new = {kind for kind in kinds if link.admits(kind)} - found
        found |= new
        links += (one for kind in new for one in links_of(kind) if one.relation is first.relation)
    return found
