"""Where a person can be found or reached: postcodes, e-mail addresses, telephone numbers."""

import re
from collections.abc import Iterator

from learning_tracker.identifiers.found import END, START, Found, Sort

# The 124 postcode areas, with those of Guernsey, Jersey and the Isle of Man.
_AREAS = (
    "AB|AL|B|BA|BB|BD|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT"
    "|DY|E|EC|EH|EN|EX|FK|FY|G|GL|GU|GY|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|L|LA"
    "|LD|LE|LL|LN|LS|LU|M|ME|MK|ML|N|NE|NG|NN|NP|NR|NW|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|S|SA|SE"
    "|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|W|WA|WC|WD|WF|WN|WR|WS|WV"
    "|YO|ZE"
)

# Only districts of inner London end in a letter. An inward part has no C, I, K, M, O or V;
# in small letters it may be something else: "s11 2nd edition", "L2 3hr course". That few words
# have a digit so soon is asked before anything else: it takes a tenth of the time.
_POSTCODE = re.compile(
    rf"""(?= [A-Z]{{1,2}} [0-9] ) {START}
    (?: (?: EC[1-4] | WC[12] | (?: E | N | NW | SE | SW | W )1 ) [A-HJKMNPR-Y]
      | (?: {_AREAS} ) (?: [1-9][0-9]? | 0 ) )
    [ ]{{0,2}}
    (?! [0-9] (?-i: st | nd | rd | th | hr | yr | ft | lb | pt ) )
    [0-9] [ABD-HJLNP-UW-Z]{{2}}
    {END}""",
    re.IGNORECASE | re.VERBOSE,
)

# It must not begin in the midst of a word: else a long one would be tried from every letter.
_EMAIL = re.compile(
    r"(?<![\w.+%'-])[\w+%'-][\w.+%'-]{0,63}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?![\w@])"
)

# The beginnings that the United Kingdom's numbering plan gives out (01, 02, 03 ...), and then
# as many digits as make eleven with the nought, in whatever groups; 0800, 0500 and a few
# places have numbers of ten.
_TELEPHONE = re.compile(
    rf"""{START}
    (?: (?: \( (?: \+ | 00 ) 44 \) | (?: \+ | 00 ) 44 ) [ -]{{0,2}} (?: \(?0\)? [ -]? )?
      | \( (?= [0-9]{{3,6}} \) ) 0
      | 0 )
    (?: (?: 1[1-9] | 2[03489] | 3[0347] | 5[056] | 7[04-9] | 8[047] | 9[01] )
        (?: \)? [ .-]{{0,2}} [0-9] ){{8}}
      | [58]00 (?: \)? [ .-]{{0,2}} [0-9] ){{6}}
      | 1[0-9]{{3}} \)? [ -] [0-9]{{5}} )
    {END}""",
    re.VERBOSE,
)


def postcodes(text: str) -> Iterator[Found]:
    """Whole postcodes of an area that there is."""
    for match in _POSTCODE.finditer(text):
        yield Found(Sort.POSTCODE, *match.span())


def email_addresses(text: str) -> Iterator[Found]:
    """E-mail addresses, those within a web address too."""
    for match in _EMAIL.finditer(text):
        yield Found(Sort.EMAIL_ADDRESS, *match.span())


def telephone_numbers(text: str) -> Iterator[Found]:
    """Telephone numbers of the United Kingdom with their area code."""
    for match in _TELEPHONE.finditer(text):
        yield Found(Sort.TELEPHONE_NUMBER, *match.span())
