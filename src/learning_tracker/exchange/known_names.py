"""Who or what is meant by a name in a cell: a record of the tracker, or one that the sheet makes.

Names are compared without regard to accents, capitals and spacing. Nothing is guessed: a name
that several records have, or none, is told.
"""

import re
from collections.abc import Callable, Iterable, Iterator

import attrs

from learning_tracker.errors import either, near_misses, quoted
from learning_tracker.exchange.folding import folded, slug
from learning_tracker.kinds import Record, kind_words, kinds
from learning_tracker.links import Link

CREATED = ("agency", "theme")
"""The kinds of which a mapping may have missing records made from their names."""

_MOST_NAMES = 10_000
_SPACES = re.compile("[ \t]+")


@attrs.frozen
class Trouble:
    """Why a cell cannot be read.

    Attributes:
        code: a stable name for scripts.
        sentence: what is the matter and what to do.
    """

    code: str
    sentence: str


def names_of(record: Record) -> Iterator[str]:
    """Everything by which people may call a record."""
    yield record.id
    for field in ("title", "name"):
        if name := getattr(record, field, ""):
            yield name
    yield from getattr(record, "aliases", ())


class KnownNames:
    """The names of records by which links can lead to them.

    Attributes:
        created: the agencies and themes to be made, by id: their kind and name.
    """

    def __init__(self, held: Iterable[Record]) -> None:
        self._held = list(held)
        self._made: list[tuple[type[Record], str, str]] = []
        self._by_targets: dict[tuple[str, ...], dict[str, dict[str, str]]] = {}
        self.created: dict[str, tuple[type[Record], str]] = {}
        self._hints = 100
        self._taken = {record.id for record in self._held}

    def add(self, kind: type[Record], identifier: str, names: Iterable[str]) -> None:
        """Have a record that the sheet makes go by these names; before anything is asked."""
        self._taken.add(identifier)
        self._made += ((kind, identifier, name) for name in {identifier, *names})

    def finder(self, link: Link, *, create: bool) -> Callable[[str], str | Trouble]:
        """What finds the id for a name in a cell.

        Args:
            link: where the id stands.
            create: whether a name that nothing has makes a new agency or theme.
        """
        made = next((one for one in CREATED if link.admits(kinds()[one])), "") if create else ""

        def find(name: str) -> str | Trouble:
            found = self._names(link).get(folded(name), {})
            if len(found) == 1:
                return next(iter(found))
            if name in found:
                return name
            if found:
                return _several(name, found)
            return self._create(kinds()[made], name) if made else self._none(name, link)

        return find

    def _names(self, link: Link) -> dict[str, dict[str, str]]:
        targets = link.declared.targets
        if targets not in self._by_targets:
            names: dict[str, dict[str, str]] = {}
            for kind, identifier, name in self._all(link):
                names.setdefault(folded(name), {})[identifier] = kind.kind
            self._by_targets[targets] = names
        return self._by_targets[targets]

    def _all(self, link: Link) -> Iterator[tuple[type[Record], str, str]]:
        """The kind, the id and each name of the records to which a link may lead."""
        for record in self._held:
            if link.admits(type(record)):
                yield from ((type(record), record.id, name) for name in names_of(record))
        yield from (one for one in self._made if link.admits(one[0]))

    def _as_written(self, link: Link) -> Iterable[str]:
        """Each name as people write it; or an id that is no name but for its hyphens."""
        return {folded(name): name for _, _, name in self._all(link)}.values()

    def _create(self, kind: type[Record], name: str) -> str | Trouble:
        identifier = slug(name)
        if not identifier:
            sentence = f"{quoted(name)} has no letter and no digit to make an id of; write a name"
            return Trouble("no-id", sentence)
        if identifier in self._taken:
            sentence = (
                f"a new {kind_words(kind.kind)} called {quoted(name)} would have the id "
                f"{identifier}, which another record has; add it to the tracker by hand"
            )
            return Trouble("duplicate-id", sentence)
        self._taken.add(identifier)
        self.created[identifier] = (kind, _SPACES.sub(" ", name))
        for targets, names in self._by_targets.items():
            if kind.__name__ in targets:
                names.setdefault(folded(name), {})[identifier] = kind.kind
        self._made.append((kind, identifier, name))
        return identifier

    def _none(self, name: str, link: Link) -> Trouble:
        # Looking for near misses is slow; past some hundred nobody would read them.
        self._hints -= 1
        few = self._hints > 0 and len(self._names(link)) < _MOST_NAMES
        near = near_misses(name[:100], self._as_written(link)) if few else ""
        what = either(_words(one) for one in link.declared.targets)
        sentence = f"nothing is called {quoted(name)} where {what} is expected{near}"
        return Trouble("unknown-name", sentence)


def a_record(kind: str) -> str:
    """What people call a record of a kind, with its article.

    >>> a_record("action"), a_record("lcspr"), a_record("rapid-review")
    ('an action', 'an LCSPR', 'a rapid review')
    """
    words = kind_words(kind)
    return f"{'an' if words[0] in 'aeiouL' else 'a'} {words}"


def _words(target: str) -> str:
    """What people call a class of record that a link admits."""
    by_class = {kind.__name__: name for name, kind in kinds().items()}
    return a_record(by_class.get(target, target.lower()))


def _several(name: str, found: dict[str, str]) -> Trouble:
    sentence = f"{quoted(name)} can mean {either(sorted(found))}; write the id of the one meant"
    return Trouble("ambiguous-name", sentence)
