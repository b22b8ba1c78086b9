"""Dates of birth: dates that the words beside them call so. No other date is one.

A month or a year of birth is not taken for one: many children share it.
"""

import re
from collections.abc import Iterator

from learning_tracker.identifiers.found import END, START, Found, Sort

_FAR = 120
"""How many characters before and after a date are looked at."""

_DAY = r"[0-3]?[0-9](?:st|nd|rd|th)?"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?:(?:19|20)[0-9]{2}|'?[0-9]{2})"
_DATE = re.compile(
    rf"""(?= [0-9JFMASOND] ) (?: {START} | (?<=dob) ) (?:
        (?:19|20)[0-9]{{2}} (?P<a>[-/.]) [01]?[0-9] (?P=a) [0-3]?[0-9]
      | [0-3]?[0-9] (?P<b>[ ]?[-/.][ ]?|[ ]) [01]?[0-9] (?P=b) {_YEAR}
      | [0-3][0-9][01][0-9](?:19|20)[0-9]{{2}}
      | {_DAY} [ /-]? (?:of[ ])? {_MONTH} (?: [ .,/-]{{1,2}} {_YEAR} )?
      | {_MONTH} \.? [ ] {_DAY} (?: ,?[ ] {_YEAR} )?
    ) {END}""",
    re.IGNORECASE | re.VERBOSE,
)

# As a form says it, and as a story tells it. What lies between and the date is some words, but
# none that tells of something else: "date of birth corrected on", "born here and placed on".
_CALLED = (
    r"(?<![\w-])(?:d\.?o\.?b\.?(?:'?s)?|d/o/b|d\ o\ b|dates?[ -]of[ -]birth|birth[ -]?dates?)"
    r"(?!\w)"
)
_BORN = r"(?<![\w-])(?:(?:still-?)?born|gave\ birth|birthday)(?![\w-])"
_NOT_SO = (
    "not|missing|unknown|wrong|incorrect|corrected|amended|changed|checked|verified|removed"
    "|redacted|until|since|before|after|between|from|during|when|while|and|but|or|who|which"
)
_AND_THEN = (
    r"is|was|are|were|be|been|has|had|have|seen|came|went|left|began|(?!aged\b)\w+ed"
    "|party|cards?|visit"
)
_WORD = r"[\w'+-]+(?:[.:][0-9]+)?\)?"
_WORDS_OF_A_FORM = rf"(?:[ (/]+(?!(?:{_NOT_SO})\b){_WORD}){{0,6}}"
_WORDS_OF_A_STORY = (
    r"(?:(?:,(?=\ (?:at|by|in|to)\b))?[ (/]+"
    rf"(?!(?:{_NOT_SO}|{_AND_THEN})\b){_WORD}){{0,8}}"
)
_PUNCTUATION = r"\s*[:=(|;,-]*\s*"
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?(?:the\s+)?"

_BEFORE = re.compile(
    rf"""(?:
        {_CALLED} \s* (?: of | is | was | are | were | as | being )? {_PUNCTUATION}
      | {_CALLED} {_WORDS_OF_A_FORM} \s* [:=|(-] \s*
      | {_CALLED} {_WORDS_OF_A_FORM} \s+ (?: is | was | are | were | as | being | be ) :? \s+
      | {_BORN} \s* (?: is | was | falls | fell )? \s* (?: on )? {_PUNCTUATION}
      | {_BORN} {_WORDS_OF_A_STORY} ,? \s+ on \s+
      | (?<!pre-) (?<!of\ ) \b birth (?: \ of (?: \ [\w'-]+ ){{1,4}} )? (?: \s* : | ,?\ on ) \s*
    ) {_WEEKDAY} \Z""",
    re.IGNORECASE | re.VERBOSE,
)

# Words after a date that make it a date of birth, unless they tell of another after them.
_HIS_OR_HERS = (
    "is|was|were|as|being|which|when|given|recorded|the|his|her|their|a|an|he|she|they|it"
    "|child|child's|baby|infant|boy|girl|twins|mother's|father's|sibling's"
    "|[0-9]{1,2}(?:st|nd|rd|th)|[a-z]+th|first|second|third"
)
_AFTER = re.compile(
    rf"""\s* [,:(-]* \s* (?: (?:{_HIS_OR_HERS}) \s+ ){{0,6}} (?: {_CALLED} | {_BORN} )
    (?! \s* [:=-]
      | \s+ (?: is | was | of | on | as | not | missing | unknown ) \b
      | \s+ (?: in \s+ )? \(?[0-9] )""",
    re.IGNORECASE | re.VERBOSE,
)
_ANOTHER = re.compile(r"\s*(?:,|&|/|,?\s*and)\s*(?:on\s+)?(?:the\s+)?")


def birth_dates(text: str) -> Iterator[Found]:
    """Dates, with or without a year, that the words beside them call dates of birth.

    A date that follows one by no more than a comma or an "and" is one too.
    """
    last = None
    for match in _DATE.finditer(text):
        start, end = match.span()
        another = last is not None and _ANOTHER.fullmatch(text, last, start)
        if another or _is_of_birth(text, start, end):
            yield Found(Sort.DATE_OF_BIRTH, start, end)
            last = end


def _is_of_birth(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - _FAR) : start], text[end : end + _FAR]
    return bool(_BEFORE.search(before) or _AFTER.match(after))
