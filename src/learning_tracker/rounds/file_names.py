"""Names of files that every computer allows, made of ids."""

import re
import unicodedata
from collections.abc import Iterable

_NOT_ALLOWED = re.compile(r"[^\w.-]+")
_LONGEST = 56
"""How many characters of an id are taken: each may be four bytes, of 255 that Linux allows."""
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
"""What Windows takes for a device, whatever its ending."""


def file_names(ids: Iterable[str]) -> dict[str, str]:
    """A name for each id, without an ending; no two that Windows or a Mac would take for one.

    >>> file_names(["a/b", "a:b", "nul", "kent", "Kent"])
    {'a/b': 'a-b', 'a:b': 'a-b-2', 'nul': 'nul-', 'kent': 'kent', 'Kent': 'Kent-2'}
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for one in ids:
        name = base = _allowed(one)
        number = 1
        while _folded(name) in taken:
            number += 1
            name = f"{base}-{number}"
        taken.add(_folded(name))
        names[one] = name
    return names


def _allowed(identifier: str) -> str:
    name = _NOT_ALLOWED.sub("-", unicodedata.normalize("NFC", identifier))[:_LONGEST].strip(".")
    name = name or "agency"
    return f"{name}-" if _RESERVED.fullmatch(name) else name


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
