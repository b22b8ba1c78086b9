"""Who or what is meant by a name in a cell: a record of the tracker, or one that the sheet makes.

Names are compared without regard to accents, capitals and spacing. Nothing is guessed: a name
that several records have, or none, is told.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator

import attrs

from learning_tracker.exchange.folding import folded, slug
from learning_tracker.kinds import Record, kind_words, kinds
from learning_tracker.links import Link
from learning_tracker.wording import either, near_misses, quoted

CREATED = ("agency", "theme")
"""The kinds of which a mapping may have missing records made from their names."""

UNKNOWN = "unknown-name"
"""The code of the trouble that nothing has a name."""

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
    """The names of records by which links can lead to them; rows may go on bringing new ones.

    Attributes:
        created: the agencies and themes to be made, by id: their kind and name.
    """

    def __init__(self, held: Iterable[Record]) -> None:
        self._by_kind: dict[type[Record], dict[str, set[str]]] = {
            kind: {} for kind in kinds().values()
        }
        self._as_written: dict[str, str] = {}
        self._taken: set[str] = set()
        self._hints = 100
        self.created: dict[str, tuple[type[Record], str]] = {}
        for one in held:
            self.add(type(one), one.id, names_of(one))

    def add(self, kind: type[Record], identifier: str, names: Iterable[str]) -> None:
        """Have a record go by these names, and by its id."""
        self._taken.add(identifier)
        for name in (identifier, *names):
            self._by_kind[kind].setdefault(folded(name), set()).add(identifier)
            self._as_written[folded(name)] = name

    def finder(self, link: Link, *, create: bool = False) -> Callable[[str], str | Trouble]:
        """What finds the id for a name in a cell.

        Args:
            link: where the id stands.
            create: whether a name that nothing has makes a new agency or theme.
        """
        made = next((one for one in CREATED if link.admits(kinds()[one])), "") if create else ""
        admitted = [names for kind, names in self._by_kind.items() if link.admits(kind)]

        def find(name: str) -> str | Trouble:
            found = {one for names in admitted for one in names.get(folded(name), ())}
            if name in found:
                return name
            if found:
                return found.pop() if len(found) == 1 else _several(name, found)
            if made:
                return self._create(kinds()[made], name)
            return self._none(name, link, admitted)

        return find

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
        self.add(kind, identifier, [name])
        self.created[identifier] = (kind, _SPACES.sub(" ", name))
        return identifier

    def _none(self, name: str, link: Link, admitted: Iterable[Collection[str]]) -> Trouble:
        # Looking for near misses is slow; past some hundred nobody would read them.
        self._hints -= 1
        few = self._hints > 0 and sum(map(len, admitted)) < _MOST_NAMES
        known = (self._as_written[one] for names in admitted for one in names if few)
        near = near_misses(name[:100], known)
        what = either(_words(one) for one in link.declared.targets)
        sentence = f"nothing is called {quoted(name)} where {what} is expected{near}"
        return Trouble(UNKNOWN, sentence)


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


def _several(name: str, found: Iterable[str]) -> Trouble:
    sentence = f"{quoted(name)} can mean {either(sorted(found))}; write the id of the one meant"
    return Trouble("ambiguous-name", sentence)
