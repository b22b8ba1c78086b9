"""Words as a search takes them: without regard to capitals, accents and apostrophes."""

import re
from functools import cached_property
from unicodedata import category, normalize

import attrs

from learning_tracker.errors import InvalidArgument

_WORD = re.compile(r"[^\W_]+")
_BEFORE, _BETWEEN, _AFTER = r"(?<![^\W_])", r"[\W_]+", r"(?![^\W_])"
_QUOTED_OR_NOT = re.compile(r'"([^"]*)"|(\S+)')
_APOSTROPHES = dict.fromkeys(
    map(ord, "'\N{RIGHT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}")
)
_QUOTES = {ord("\N{LEFT DOUBLE QUOTATION MARK}"): '"', ord("\N{RIGHT DOUBLE QUOTATION MARK}"): '"'}


def folded(text: str) -> str:
    """A text without capitals, accents and apostrophes.

    >>> folded("Zoë's naïve café")
    'zoes naive cafe'
    """
    if text.isascii():
        return text.lower().replace("'", "")
    letters = (one for one in normalize("NFKD", text).casefold() if category(one)[0] != "M")
    return "".join(letters).translate(_APOSTROPHES)


def words_in(text: str) -> list[str]:
    """The words of a text, folded.

    >>> words_in("Multi-agency: the children's day")
    ['multi', 'agency', 'the', 'childrens', 'day']
    """
    return _WORD.findall(folded(text))


@attrs.frozen
class Hit:
    """Where words were found in a text.

    Attributes:
        begin: the first of their letters.
        end: the letter after their last.
        whole: whether the last was found as a whole word, and not as the beginning of one.
    """

    begin: int
    end: int
    whole: bool


@attrs.frozen(slots=False)
class Term:
    """A word that is looked for, or several that must follow each other.

    Attributes:
        words: folded, at least one.
    """

    words: tuple[str, ...]

    @cached_property
    def _as_beginning(self) -> re.Pattern[str]:
        return re.compile(_BEFORE + _BETWEEN.join(self.words))

    @cached_property
    def _whole(self) -> re.Pattern[str]:
        return re.compile(self._as_beginning.pattern + _AFTER)

    def find(self, text: str) -> Hit | None:
        """Where it first stands in a text, as a whole word rather than as a beginning."""
        bare = folded(text)
        if self.words[0] not in bare:
            return None
        whole = self._whole.search(bare)
        found = whole or self._as_beginning.search(bare)
        if found is None:
            return None
        places = _places(text)
        return Hit(places[found.start()], places[found.end() - 1] + 1, whole is not None)


def _places(text: str) -> list[int]:
    """From which letter of a text each letter of the folded text comes.

    >>> _places("Zoë's"), _places("ﬁn")
    ([0, 1, 2, 4], [0, 0, 1])
    """
    return [place for place, letter in enumerate(text) for _ in folded(letter)]


def terms_of(words: str) -> list[Term]:
    """What is asked for: each word and, in quotation marks, each phrase.

    Raises:
        InvalidArgument: there is no letter and no digit in it.

    >>> [term.words for term in terms_of('Fathers "voice of the child" multi-agency')]
    [('fathers',), ('voice', 'of', 'the', 'child'), ('multi', 'agency')]
    """
    expected = "at least one word with a letter or a digit"
    if not isinstance(words, str):
        raise InvalidArgument("words", expected, words)
    asked = ("".join(one) for one in _QUOTED_OR_NOT.findall(words.translate(_QUOTES)))
    terms = dict.fromkeys(Term(tuple(found)) for one in asked if (found := words_in(one)))
    if not terms:
        raise InvalidArgument("words", expected, words)
    return list(terms)
