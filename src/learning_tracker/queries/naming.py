"""What a person means by a word: the record with that id, name, title or alias."""

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

from learning_tracker.errors import AmbiguousName, InvalidArgument, NotPublic, UnknownChoice
from learning_tracker.kinds import Record, by_id
from learning_tracker.records import Agency, Meeting, Partnership, Source, Theme
from learning_tracker.view import View
from learning_tracker.vocabulary import Word
from learning_tracker.wording import near_misses

R = TypeVar("R", bound=Record)
W = TypeVar("W", bound=Word)


def word_named(what: str, words: type[W], value: W | str) -> W:
    """A word of a vocabulary, given as itself or by its value.

    Raises:
        UnknownChoice: it is no such word; the message calls it `what`.
    """
    if isinstance(value, words):
        return value
    by_value = {one.value: one for one in words}
    if value not in by_value:
        raise UnknownChoice(what, value, by_value)
    return by_value[value]


def agency_named(view: View, word: str) -> Agency | Partnership:
    """The agency, or partnership, with an id, a name or an alias.

    Raises:
        UnknownChoice: there is none; it names those that are like it.
        AmbiguousName: several go by that name.
        InvalidArgument: `word` is no text.
    """
    everyone: list[Agency | Partnership] = [*view.of(Agency), *view.of(Partnership)]
    return _named("agency", word, everyone)


def theme_named(view: View, word: str, frame: str | None = None) -> Theme:
    """The theme with an id, a name or an alias, of one frame or of any.

    Raises:
        UnknownChoice: there is none; it names those that are like it.
        AmbiguousName: several go by that name.
        InvalidArgument: `word` is no text.
    """
    themes = [one for one in view.of(Theme) if frame in {None, one.frame}]
    return _named("theme", word, themes)


def source_named(view: View, word: str) -> Source:
    """The source with an id or a title.

    Raises:
        UnknownChoice: there is none; it names those that are like it.
        NotPublic: there is one, and the public may not read it. Its title is not repeated.
        AmbiguousName: several go by that title.
        InvalidArgument: `word` is no text.
    """
    _must_be_text("source", word)
    shown = list(view.of(Source))
    kept_back = view.public and not _meant(word, shown) and _meant(word, view.whole.of(Source))
    if kept_back:
        raise NotPublic(next(iter(kept_back)))
    return _named("source", word, shown)


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
    _must_be_text(what, word)
    meant = _meant(word, among)
    if not meant:
        # Names alone are counted; near misses may be ids or names.
        every = {name for one in among for name in (one.id, one.label)}
        near = near_misses(word, every)
        raise UnknownChoice(what, word, every if near else {one.label for one in among})
    if len(meant) > 1:
        raise AmbiguousName(what, word, sorted(meant))
    return next(iter(meant.values()))


def _meant(word: str, among: Iterable[R]) -> dict[str, R]:
    """The records that go by a word, by id, in order of id.

    An id outranks a name: a script that gives one must get that record.
    """
    known: dict[str, dict[str, R]] = defaultdict(dict)
    for one in sorted(among, key=by_id):
        if one.id == word:
            return {one.id: one}
        for name in (one.id, one.label, *getattr(one, "aliases", ())):
            known[folded(name)][one.id] = one
    return known.get(folded(word), {})


def _must_be_text(what: str, word: object) -> None:
    if not isinstance(word, str):
        raise InvalidArgument(what, "an id or a name", word)


def folded(name: str) -> str:
    """A name without regard to capitals and white space.

    >>> folded("Learning  Lessons group")
    'learning lessons group'
    """
    return " ".join(name.casefold().split())
