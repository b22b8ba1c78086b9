"""Identifiers of people in free text, which has no place for them.

NHS numbers, unique pupil numbers, National Insurance numbers, dates of birth, e-mail
addresses, postcodes and telephone numbers have a shape by which they can be found. Names
of people have none, nor has an address without its postcode: a text in which nothing is
found here may still name a child.

>>> [(one.sort.label, one.start, one.end) for one in find("Call 01632 960001 about Child A.")]
[('telephone number', 5, 17)]
"""

import re
from collections.abc import Callable, Iterator

from learning_tracker.identifiers.birth_dates import birth_dates
from learning_tracker.identifiers.contact import email_addresses, postcodes, telephone_numbers
from learning_tracker.identifiers.found import Found, Sort
from learning_tracker.identifiers.numbers import (
    national_insurance_numbers,
    nhs_numbers,
    pupil_numbers,
)

__all__ = ["Found", "Sort", "find"]

_FINDERS: tuple[Callable[[str], Iterator[Found]], ...] = (
    nhs_numbers,
    pupil_numbers,
    national_insurance_numbers,
    birth_dates,
    postcodes,
    telephone_numbers,
)
_TELLING = re.compile(r"[\d@]")
_WEB_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)

# The spaces, hyphens, apostrophes and digits that word processors and web pages put in place
# of the plain ones: one character for one, so that places in the text stay what they are.
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\t", " "),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        **dict.fromkeys("\u2018\u2019", "'"),
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
    }
)


def find(text: str) -> tuple[Found, ...]:
    """The identifiers of people in a text, in the order in which they stand there.

    Of those that overlap the one is told whose sort says more of one person: a valid NHS
    number, though one could ring it. Of a web address only e-mail addresses in it are
    told: the numbers there are mostly those of pages.
    """
    if not _TELLING.search(text):
        return ()
    plain = text.translate(_PLAIN)
    offline = _WEB_ADDRESS.sub(lambda match: "_" * len(match.group()), plain)
    found = [*email_addresses(plain), *(one for finder in _FINDERS for one in finder(offline))]
    return _apart(found)


def _apart(found: list[Found]) -> tuple[Found, ...]:
    """The identifiers from left to right; of two that overlap, the one that is told."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: one.start):
        if kept and one.overlaps(kept[-1]):
            kept[-1] = min(kept[-1], one, key=_rank)
        else:
            kept.append(one)
    return tuple(kept)


def _rank(found: Found) -> tuple[int, int]:
    return list(Sort).index(found.sort), found.start
