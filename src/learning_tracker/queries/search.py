"""Finding records by their words."""

from collections.abc import Iterable, Iterator

import attrs

from learning_tracker.errors import near_misses
from learning_tracker.fields import Checked, fields_of
from learning_tracker.kinds import Record, kind_words
from learning_tracker.links import Links
from learning_tracker.queries.counting import plural
from learning_tracker.queries.words import Hit, Term, terms_of, words_in
from learning_tracker.tables import Column, Table
from learning_tracker.view import View

EXCERPT = 80
"""How many characters of a text are shown around what was found in it."""

_FIRST = {"title": 0, "name": 0, "statement": 1}
_OTHERS = 2


@attrs.frozen
class Found:
    """A record in which all words were found.

    Attributes:
        record: the record.
        fields: the fields in which a word was found, the most telling first.
        excerpt: what stands around the most telling of the words.
        rank: how telling the words are all together; less is more.
    """

    record: Record
    fields: tuple[str, ...]
    excerpt: str
    rank: int

    @property
    def records(self) -> tuple[Record, ...]:
        """The record."""
        return (self.record,)

    @property
    def kind(self) -> str:
        """What people call such a record."""
        return kind_words(type(self.record).kind)


FOUND_COLUMNS: tuple[Column[Found], ...] = (
    Column("record", "Record", lambda row: row.record.id),
    Column("found_in", "Found in", lambda row: f"{row.kind}: {'; '.join(row.fields)}"),
    Column("excerpt", "Text", lambda row: row.excerpt),
)

FOUND_AS_DATA: tuple[Column[Found], ...] = (
    Column("kind", "Kind", lambda row: type(row.record).kind),
    Column("fields", "Found in", lambda row: row.fields),
    Column("excerpt", "Text", lambda row: row.excerpt),
)


def search(view: View, words: str) -> Table[Found]:
    """The records that have all these words in their texts.

    Capitals, accents and apostrophes make no difference. A word is found as a whole and as
    the beginning of a longer one; words in double quotation marks must follow each other.
    Records with the words in their title or name come first, then those with them in their
    statement; and whole words come before beginnings.

    Args:
        view: the records to search, as they were on its day.
        words: one or more, in any order.

    Raises:
        InvalidArgument: there is no letter and no digit in `words`.
    """
    terms = terms_of(words)
    everyone = sorted(view.of(Record), key=lambda one: (type(one).kind, one.id))
    rows = [row for one in everyone if (row := _found(one, terms)) is not None]
    return Table(
        caption=f"Records with {_quoted(terms)}",
        rows=tuple(sorted(rows, key=lambda row: row.rank)),
        columns=FOUND_COLUMNS,
        as_data=FOUND_AS_DATA,
        empty="" if rows else _nothing(everyone, terms),
        denominator=f"{len(rows)} of the {plural(len(everyone), 'record')} there are",
        basis=tuple(everyone),
    )


def _quoted(terms: Iterable[Term]) -> str:
    return " and ".join(f"“{' '.join(term.words)}”" for term in terms)


# The texts of a record


@attrs.frozen
class _Text:
    """A text of a record, on one line.

    Attributes:
        field: where it stands.
        weight: how telling it is; less is more.
        text: the text itself.
    """

    field: str
    weight: int
    text: str


def _texts(record: Record) -> list[_Text]:
    """All that people wrote into a record, the most telling first."""
    texts = [
        _Text(field.name, _FIRST.get(field.name, _OTHERS), " ".join(text.split()))
        for field in fields_of(type(record))
        if field.name != "id" and field.mark(Links) is None
        for text in _texts_in(getattr(record, field.name))
    ]
    return sorted(texts, key=lambda one: one.weight)


def _texts_in(value: object) -> Iterator[str]:
    """The texts that a field holds; of a pair both as one."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Checked):
        for field in fields_of(type(value)):
            yield from _texts_in(getattr(value, field.name))
    elif isinstance(value, tuple):
        for one in value:
            texts = list(_texts_in(one))
            yield from [": ".join(texts)] if isinstance(one, tuple) else texts


# What is found


@attrs.frozen
class _Seen:
    """A term found in a text."""

    text: _Text
    hit: Hit

    @property
    def rank(self) -> int:
        """How telling it is: first the field, then whether it is a whole word."""
        return 2 * self.text.weight + (not self.hit.whole)


def _found(record: Record, terms: Iterable[Term]) -> Found | None:
    """The record as it is found; None if it lacks a term."""
    texts = _texts(record)
    each = [list(_seen(texts, term)) for term in terms]
    if not all(each):
        return None
    best = [min(seen, key=lambda one: one.rank) for seen in each]
    telling = min(best, key=lambda one: one.rank)
    fields = {one.text for seen in each for one in seen}
    return Found(
        record=record,
        fields=tuple(dict.fromkeys(text.field for text in texts if text in fields)),
        excerpt=_excerpt(telling.text.text, telling.hit),
        rank=sum(one.rank for one in best),
    )


def _seen(texts: Iterable[_Text], term: Term) -> Iterator[_Seen]:
    for text in texts:
        if (hit := term.find(text.text)) is not None:
            yield _Seen(text, hit)


def _excerpt(text: str, hit: Hit) -> str:
    """What stands around a hit, from word to word."""
    if len(text) <= EXCERPT:
        return text
    room = max(0, EXCERPT - (hit.end - hit.begin))
    begin = max(0, min(hit.begin - room // 2, len(text) - EXCERPT))
    end = max(begin + EXCERPT, hit.end)
    if begin and (space := text.find(" ", begin - 1, hit.begin)) >= 0:
        begin = space + 1
    if end < len(text) and (space := text.rfind(" ", hit.end, end + 1)) >= 0:
        end = space
    return f"{'… ' if begin else ''}{text[begin:end]}{' …' if end < len(text) else ''}"


def _nothing(everyone: Iterable[Record], terms: Iterable[Term]) -> str:
    """That nothing was found, with the words on record that may have been meant."""
    known = {word for one in everyone for text in _texts(one) for word in words_in(text.text)}
    asked = dict.fromkeys(word for term in terms for word in term.words)
    missing = [word for word in asked if not any(one.startswith(word) for one in known)]
    if not missing:
        return f"No record has all of this: {_quoted(terms)}."
    hints = ((word, near_misses(word, known)) for word in missing)
    return " ".join(f"No record has “{word}”{hint or '.'}" for word, hint in hints)
