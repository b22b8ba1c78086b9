"""Who or what is meant by a name, while rows go on bringing new names."""

from collections.abc import Iterable

from learning_tracker.exchange.folding import folded
from learning_tracker.exchange.rows.known_names import Trouble, names_of
from learning_tracker.kinds import Record
from learning_tracker.links import Link
from learning_tracker.wording import either, near_misses, quoted

UNKNOWN = "unknown-name"
"""The code of the trouble that nothing has a name."""


class GrowingNames:
    """The names of records, compared without regard to accents, capitals and spacing.

    `known_names` is faster, and takes no more names once it was asked.
    """

    def __init__(self, held: Iterable[Record]) -> None:
        self._meant: dict[str, dict[str, type[Record]]] = {}
        self._as_written: dict[str, str] = {}
        for one in held:
            self.add(type(one), one.id, names_of(one))

    def add(self, kind: type[Record], identifier: str, names: Iterable[str]) -> None:
        """Have a record go by these names, and by its id."""
        for name in (identifier, *names):
            self._meant.setdefault(folded(name), {})[identifier] = kind
            self._as_written[folded(name)] = name

    def find(self, link: Link, name: str) -> str | Trouble:
        """The id of the record that a name means, where the link may lead to it."""
        found = self._admitted(link, folded(name))
        if name in found or len(found) == 1:
            return name if name in found else found[0]
        if found:
            sentence = f"{quoted(name)} can mean {either(found)}; write the id of the one meant"
            return Trouble("ambiguous-name", sentence)
        near = near_misses(
            name, (one for key, one in self._as_written.items() if self._admitted(link, key))
        )
        what = either(one.lower() for one in link.declared.targets)
        return Trouble(UNKNOWN, f"no {what} is called {quoted(name)}{near}")

    def _admitted(self, link: Link, name: str) -> list[str]:
        return sorted(one for one, kind in self._meant.get(name, {}).items() if link.admits(kind))
