"""Names without regard to accents, capitals and spacing, and the ids that are made of them."""

import hashlib
import re
import unicodedata
from functools import lru_cache

_LONGEST_ID = 64
_DIGEST = 8
_SPACING = re.compile(r"[\s\-_\u2010-\u2015]+")
_NO_WORD = re.compile(r"[\W_]+")
_QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})


@lru_cache(maxsize=65_536)
def folded(name: str) -> str:
    """A name as it is compared: hyphens count as spaces, curly quotation marks as straight ones.

    >>> folded("Sant\u00e9  Publique"), folded("kent-police") == folded("Kent Police")
    ('sante publique', True)
    """
    parts = unicodedata.normalize("NFKD", name.translate(_QUOTES))
    bare = "".join(one for one in parts if not unicodedata.combining(one))
    return _SPACING.sub(" ", bare.casefold()).strip()


@lru_cache(maxsize=65_536)
def slug(text: str) -> str:
    """A text as an id: its letters and digits in lower case, joined by hyphens.

    One that is too long for an id ends with a few letters that stand for the whole.

    >>> slug("Child Q: 2024/7")
    'child-q-2024-7'
    """
    joined = _NO_WORD.sub("-", folded(text)).strip("-")
    if len(joined) <= _LONGEST_ID:
        return joined
    digest = hashlib.sha256(text.encode()).hexdigest()[:_DIGEST]
    return f"{joined[: _LONGEST_ID - _DIGEST - 1].rstrip('-')}-{digest}"
