"""What the words of status columns mean, as many partnerships write them."""

import re

from learning_tracker.exchange.folding import folded
from learning_tracker.vocabulary import Colour, Event, Scope

# The lead can only say that it has completed its action: signing off is the partnership's.
_DONE = """
    complete, completed, closed, done, achieved, finished, implemented, delivered, met, yes, y,
    signed off, action complete, completed and closed, fully implemented
"""
_UNDER_WAY = """
    in progress, ongoing, on going, on track, started, overdue, delayed, in hand, progressing,
    partially complete, partly complete, partially met, behind schedule, at risk, incomplete
"""
_NOT_BEGUN = """
    not started, not yet started, not due, open, outstanding, no, n, not met, pending, planned, new
"""


def _each(words: str) -> frozenset[str]:
    return frozenset(" ".join(one.split()) for one in words.split(","))


_WORDS_DONE, _WORDS_UNDER_WAY = _each(_DONE), _each(_UNDER_WAY)
_WORDS_NOT_BEGUN = _each(_NOT_BEGUN)
_COLOURS = {colour.value: colour.value for colour in Colour} | {
    letter: colour.value for letter, colour in zip("bgar", Colour, strict=True)
}
_SCOPES = {scope.value: scope.value for scope in Scope} | {
    "locally": "local",
    "this partnership": "local",
    "region": "regional",
    "eastern region": "regional",
    "nationally": "national",
}


def event_meant(text: str) -> str | list[str] | None:
    """What a word of status says of the day of completion: [] for nothing, None if unknown.

    >>> event_meant("Completed"), event_meant("In progress"), event_meant("Parked")
    ('completed', [], None)
    """
    word = folded(text).strip(" .")
    if word in _WORDS_DONE:
        return Event.COMPLETED.value
    return [] if word in _WORDS_UNDER_WAY | _WORDS_NOT_BEGUN else None


def event_reported(text: str) -> str | list[str] | None:
    """What a word of status says on the day it was reported: [] for nothing, None if unknown.

    >>> event_reported("Completed"), event_reported("In progress"), event_reported("Not started")
    ('completed', 'progress', [])
    """
    if folded(text).strip(" .") in _WORDS_UNDER_WAY:
        return Event.PROGRESS.value
    return event_meant(text)


def colour_meant(text: str) -> str | None:
    """The colour that a word of status names; None where it names none, or several.

    >>> colour_meant("Green - on track"), colour_meant("A"), colour_meant("Red/Amber")
    ('green', 'amber', None)
    """
    words = re.findall(r"\w+", folded(text))
    if len(words) == 1:
        return _COLOURS.get(words[0])
    named = {word for word in words if word in _COLOURS and len(word) > 1}
    return _COLOURS[named.pop()] if len(named) == 1 else None


def scope_meant(text: str) -> str | None:
    """How far something reaches; None where the word does not tell."""
    return _SCOPES.get(folded(text).strip(" ."))
