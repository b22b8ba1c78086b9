"""What stands in a cell: made clean of what cannot be seen, and whether anything is left.

What programs leave behind and nobody sees is taken away. What somebody must look at, such as
letters that a program has garbled, is told and never mended.
"""

import re
import unicodedata
from collections.abc import Collection

from learning_tracker.exchange.sheets.sheet import Value

_LEFT_BY_EXCEL = {"_x000d_": "\r", "_x000a_": "\n", "_x0009_": "\t"}
_ESCAPE = re.compile("_x000[dDaA9]_")

# What ends a line in one program or another: Word's line break is a vertical tab.
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")

# Spaces that do not break, or are as wide as a figure; all other wide and narrow ones stay.
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u202f"), " ")

# Zero-width spaces, the mark of byte order, soft hyphens, and the marks of direction that
# Outlook leaves beside dates. Joiners stay: they belong to some scripts and to emoji.
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u2060\ufeff\u00ad\u200e\u200f"))

_SPACE_BEFORE_END = re.compile("[ \t]+$", re.MULTILINE)

# How the bytes 80 to BF, which follow the first of a letter in UTF-8, look in Windows-1252.
_FOLLOWING = "".join(
    bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in range(0x80, 0xC0)
)
_GARBLED = re.compile(
    # A letter of two bytes, of three, or of four. The first bytes are those of letters that
    # are met with: É and a quotation mark side by side are good French.
    f"[\u00c2-\u00c5\u00d0\u00d1][{_FOLLOWING}]"
    f"|[\u00e2\u00e3\u00ef][{_FOLLOWING}]{{2}}"
    f"|\u00f0[{_FOLLOWING}]{{3}}"
    # The same as an old Macintosh shows it: a quotation mark or dash, a pound.
    "|\u201a\u00c4[\u00f4\u00f2\u00fa\u00f9\u00ec\u00ee\u00b6\u00a2]|\u00ac\u00a3"
    # What stands in the place of a letter that is lost.
    "|\ufffd"
)


def clean(text: str) -> str:
    r"""The text without what programs leave in it and nobody sees.

    Line ends become `\n`, also those that Excel writes as `_x000D_`; spaces that do not break
    become ordinary ones; zero-width spaces and soft hyphens go, as do spaces at the end of a
    line and around the whole; letters are composed (NFC). Cleaning twice changes nothing.

    >>> clean("Ask\u00a0fathers. _x000D_\nTell them.\u200b ")
    'Ask fathers.\nTell them.'
    """
    if text.isascii() and text.isprintable() and "_x" not in text:
        return text.strip()  # as most are, and the rest takes time
    text = text.translate(_UNSEEN).translate(_SPACES)
    text = _ESCAPE.sub(lambda found: _LEFT_BY_EXCEL[found[0].lower()], text)
    text = _SPACE_BEFORE_END.sub("", _LINE_ENDS.sub("\n", text))
    return unicodedata.normalize("NFC", text.strip())


def garbled(text: str) -> str | None:
    """The first piece of the text that looks garbled, as when UTF-8 is read as Windows-1252.

    It is to be told, and put right by somebody who knows what stood there.

    Returns:
        the piece; None where nothing looks so.

    >>> garbled("the childâ€™s voice")
    'â€™'
    >>> garbled("Zoë at the café: £5")
    """
    found = _GARBLED.search(text)
    return found[0] if found else None


def is_empty(value: Value, also: Collection[str] = ()) -> bool:
    r"""Whether a cell holds nothing: no value, or a text of which cleaning leaves nothing.

    Args:
        value: what the cell holds.
        also: words that mean nothing too, such as "n/a" or "TBC", whatever their capitals;
            only who made the sheet can say so.

    >>> is_empty("\u00a0 "), is_empty("N/A"), is_empty("N/A", also=("n/a", "-"))
    (True, False, True)
    """
    if not isinstance(value, str):
        return value is None
    if not also and value[:1].isalnum():
        return False  # which most are, and cleaning takes time
    text = clean(value).casefold()
    return not text or any(text == clean(word).casefold() for word in also)
