"""What a person means by a word: the record with that id, name, title or alias."""

from collections import defaultdict
from typing import TypeVar

from learning_tracker.errors import AmbiguousName, InvalidArgument, UnknownChoice
from learning_tracker.kinds import Record
from learning_tracker.records import Agency, Partnership, Source, Theme
from learning_tracker.view import View

R = TypeVar("R", bound=Record)


def agency_named(view: View, word: str) -> Agency | Partnership:
    """The agency, or partnership, with an id, a name or an alias.

    Raises:
        UnknownChoice: there is none; it names those that are like it.
        AmbiguousName: several go by that name.
        InvalidArgument: `word` is no text.
    """
    everyone: list[Agency | Partnership] = [*view.of(Agency), *view.of(Partnership)]
    return _named("agency", word, everyone)


def theme_named(view: View, word: str) -> Theme:
    """The theme with an id, a name or an alias.

    Raises:
        UnknownChoice: there is none; it names those that are like it.
        AmbiguousName: several go by that name.
        InvalidArgument: `word` is no text.
    """
    return _named("theme", word, list(view.of(Theme)))


def source_named(view: View, word: str) -> Source:
    """The source with an id or a title.

    Raises:
        UnknownChoice: there is none; it names those that are like it.
        AmbiguousName: several go by that title.
        InvalidArgument: `word` is no text.
    """
    return _named("source", word, list(view.of(Source)))


def _named(what: str, word: str, among: list[R]) -> R:
    """An id outranks a name: a script that gives one must get that record."""
    _must_be_text(what, word)
    by_id = {one.id: one for one in among}
    if word in by_id:
        return by_id[word]
    known: dict[str, dict[str, R]] = defaultdict(dict)
    for one in among:
        for name in (one.id, one.label, *getattr(one, "aliases", ())):
            known[_folded(name)][one.id] = one
    meant = known.get(_folded(word), {})
    if not meant:
        raise UnknownChoice(what, word, {*by_id, *(one.label for one in among)})
    if len(meant) > 1:
        raise AmbiguousName(what, word, sorted(meant))
    return next(iter(meant.values()))


def _must_be_text(what: str, word: object) -> None:
    if not isinstance(word, str):
        raise InvalidArgument(what, "an id or a name", word)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
