"""What a person means by a word: the record with that id, name, title or alias."""

from collections import defaultdict
from typing import TypeVar

from learning_tracker.errors import AmbiguousName, InvalidArgument, UnknownChoice
from learning_tracker.kinds import Record
from learning_tracker.records import Agency, Meeting, Partnership, Source, Theme
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


def meeting_named(view: View, word: str) -> Meeting:
    """The meeting with an id, or the one of a date ("meeting of 21 August 2025").

    Raises:
        UnknownChoice: there is none; it names those that are like it.
        AmbiguousName: there are several of that date.
        InvalidArgument: `word` is no text.
    """
    return _named("meeting", word, list(view.of(Meeting)))


def body_named(view: View, word: str) -> str:
    """The name, folded by `folded`, of a body of which a meeting is on record.

    Raises:
        UnknownChoice: there is none; it names those that are like it.
        InvalidArgument: `word` is no text.
    """
    if not isinstance(word, str):
        raise InvalidArgument("body", "the name of a body that meets", word)
    known = {folded(one.body): one.body for one in view.of(Meeting)}
    if folded(word) not in known:
        raise UnknownChoice("body that meets", word, known.values())
    return folded(word)


def _named(what: str, word: str, among: list[R]) -> R:
    """An id outranks a name: a script that gives one must get that record."""
    _must_be_text(what, word)
    by_id = {one.id: one for one in among}
    if word in by_id:
        return by_id[word]
    known: dict[str, dict[str, R]] = defaultdict(dict)
    for one in among:
        for name in (one.id, one.label, *getattr(one, "aliases", ())):
            known[folded(name)][one.id] = one
    meant = known.get(folded(word), {})
    if not meant:
        raise UnknownChoice(what, word, {*by_id, *(one.label for one in among)})
    if len(meant) > 1:
        raise AmbiguousName(what, word, sorted(meant))
    return next(iter(meant.values()))


def _must_be_text(what: str, word: object) -> None:
    if not isinstance(word, str):
        raise InvalidArgument(what, "an id or a name", word)


def folded(name: str) -> str:
    """A name without regard to capitals and white space.

    >>> folded("Learning  Lessons group")
    'learning lessons group'
    """
    return " ".join(name.casefold().split())
