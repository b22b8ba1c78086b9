"""Finding records by their words."""

from collections.abc import Iterable, Iterator
from functools import cached_property

import attrs

from learning_tracker.kinds import Record, kind_words
from learning_tracker.queries.counting import plural
from learning_tracker.queries.word_index import Text, WordIndex, rank, texts_of
from learning_tracker.queries.words import Hit, Term, terms_of
from learning_tracker.tables import Column, Table
from learning_tracker.view import View
from learning_tracker.wording import near_misses

EXCERPT = 80
"""How many characters of a text are shown around what was found in it."""


@attrs.frozen
class Found:
    """A record in which all words were found.

    Attributes:
        record: the record.
        rank: how telling the words are all together; less is more.
    """

    record: Record
    rank: int
    _terms: tuple[Term, ...]

    @cached_property
    def _hits(self) -> list[list["_Seen"]]:
        """Where each term stands: only told when it is asked for, as thousands may be found."""
        texts = texts_of(self.record)
        return [[*_seen(texts, term)] for term in self._terms]

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields in which a word was found, the most telling first."""
        there = {one.text for seen in self._hits for one in seen}
        return tuple(dict.fromkeys(one.field for one in texts_of(self.record) if one in there))

    @property
    def excerpt(self) -> str:
        """What stands around the most telling of the words."""
        best = (min(seen, key=lambda one: one.rank) for seen in self._hits)
        telling = min(best, key=lambda one: one.rank)
        return _excerpt(telling.text.text, telling.hit)

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
    terms = tuple(terms_of(words))
    index = view.index(WordIndex)
    everyone = index.records()
    found = [
        (rank, type(record).kind, record.id, record)
        for number, rank in _ranks(index, terms).items()
        if (record := everyone[number]) is not None
    ]
    found.sort()  # no two have the same id
    return Table(
        caption=f"Records with {_quoted(terms)}",
        rows=tuple(Found(record, rank, terms) for rank, _, _, record in found),
        columns=FOUND_COLUMNS,
        as_data=FOUND_AS_DATA,
        empty="" if found else _nothing(index, terms),
        denominator=f"{len(found)} of the {plural(len(view), 'record')} there are",
        basis=lambda: _in_order(everyone),
    )


def _ranks(index: WordIndex, terms: Iterable[Term]) -> dict[int, int]:
    """The numbers of the records that have all terms, and how telling these are together."""
    found, *others = sorted(map(index.ranks, terms), key=len)
    for one in others:
        found = {number: rank + one[number] for number, rank in found.items() if number in one}
    return found


def _in_order(records: Iterable[Record | None]) -> list[Record]:
    there = [one for one in records if one is not None]
    return sorted(there, key=lambda one: (type(one).kind, one.id))


def _quoted(terms: Iterable[Term]) -> str:
    return " and ".join(f"“{' '.join(term.words)}”" for term in terms)


# What is found


@attrs.frozen
class _Seen:
    """A term found in a text."""

    text: Text
    hit: Hit

    @property
    def rank(self) -> int:
        """How telling it is; less is more."""
        return rank(self.text.weight, whole=self.hit.whole)


def _seen(texts: Iterable[Text], term: Term) -> Iterator[_Seen]:
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


def _nothing(index: WordIndex, terms: Iterable[Term]) -> str:
    """That nothing was found, with the words on record that may have been meant."""
    known = index.words()
    asked = dict.fromkeys(word for term in terms for word in term.words)
    missing = [word for word in asked if not any(one.startswith(word) for one in known)]
    if not missing:
        return f"No record has all of this: {_quoted(terms)}."
    hints = ((word, near_misses(word, known)) for word in missing)
    return " ".join(f"No record has “{word}”{hint or '.'}" for word, hint in hints)
