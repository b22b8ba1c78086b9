"""Numbers that are given to one person: NHS, unique pupil and National Insurance numbers.

The rules of the check digits are those of python-stdnum. It is imported only once a text
holds something of the right shape: it takes about 60 ms to import.
"""

import re
from collections.abc import Iterator

from learning_tracker.identifiers.found import END, START, Found, Sort

# What follows +1 or +353 is the rest of a telephone number.
_ABROAD = r"(?<!\+[0-9][ -])(?<!\+[0-9]{2}[ -])(?<!\+[0-9]{3}[ -])"
_NHS = re.compile(
    rf"""(?= [0-9]{{3}} ) (?: {START} {_ABROAD} | (?<=nhs) )
    [0-9]{{3}} [ .-]{{0,3}} [0-9]{{3}} [ .-]{{0,3}} [0-9]{{4}}
    {END}""",
    re.IGNORECASE | re.VERBOSE,
)

# A check letter; the local authority; the school; the year; a serial number, which ends
# in a letter if the pupil number is a temporary one. I, O and S are not used.
_PUPIL = re.compile(
    rf"""{START}
    [A-HJ-NP-RT-Z] [ -]? [0-9]{{3}} [ -]? [0-9]{{4}} [ -]? [0-9]{{2}} [ -]? [0-9]{{2}}
    [0-9A-HJ-NP-RT-Z]
    {END}""",
    re.IGNORECASE | re.VERBOSE,
)

# Which letters and pairs of letters it may begin with is in HMRC's manual NIM39110. Small
# letters are believed only where it is written in one: "at 10-11 12 a" is no such number.
_NATIONAL_INSURANCE = re.compile(
    rf"""{START}
    (?-i: (?= [A-Z]{{2}} | [a-z]{{2}}[0-9]{{6}}[a-d] ) )
    (?! BG | GB | KN | NK | NT | TN | ZZ )
    [A-CEGHJ-PR-TW-Z] [A-CEGHJ-NPR-TW-Z]
    (?: [ -]? [0-9]{{2}} ){{3}}
    [ -]? [A-D]
    {END}""",
    re.IGNORECASE | re.VERBOSE,
)


def _bare(written: str) -> str:
    return written.translate(str.maketrans("", "", " .-"))


def nhs_numbers(text: str) -> Iterator[Found]:
    """NHS numbers: ten digits with a valid check digit.

    One digit ten times over would be valid too, but stands for "not known".
    """
    for match in _NHS.finditer(text):
        digits = _bare(match.group())
        if len(set(digits)) > 1 and _is_nhs_number(digits):
            yield Found(Sort.NHS_NUMBER, *match.span())


def _is_nhs_number(digits: str) -> bool:
    from stdnum.gb import nhs  # noqa: PLC0415 - slow to import, and seldom needed

    return nhs.is_valid(digits)


def pupil_numbers(text: str) -> Iterator[Found]:
    """Unique pupil numbers, permanent and temporary ones, with a valid check letter."""
    for match in _PUPIL.finditer(text):
        if _is_pupil_number(_bare(match.group()).upper()):
            yield Found(Sort.UNIQUE_PUPIL_NUMBER, *match.span())


def _is_pupil_number(characters: str) -> bool:
    """Whether the check letter is right.

    `upn.is_valid` would also ask for a local authority of its list of 2011, in which those
    formed later, such as Dorset and Cumberland, are missing.
    """
    from stdnum.gb import upn  # noqa: PLC0415 - slow to import, and seldom needed

    return upn.calc_check_digit(characters[1:]) == characters[0]


def national_insurance_numbers(text: str) -> Iterator[Found]:
    """National Insurance numbers with their last letter, spaced or not."""
    for match in _NATIONAL_INSURANCE.finditer(text):
        yield Found(Sort.NATIONAL_INSURANCE_NUMBER, *match.span())
