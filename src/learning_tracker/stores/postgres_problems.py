"""What PostgreSQL and its driver report, told in sentences that hold nothing of a URL's secrets."""

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from learning_tracker.stores import locking
from learning_tracker.stores.agency_entry import REFUSED

if TYPE_CHECKING:
    from psycopg import Error

_GONE = "the server does not answer; see that it runs and can be reached, and try again"
_NOBODY = "the server knows no such user, or the password is wrong; check both"
_NO_DATABASE = "the server has no such database; check its name, or have it made"
_NO_ROOM = "the server has no room left, or too many connections; tell who looks after it"
_BAD_URL = (
    "that is no URL of a database; write postgresql://user@host:port/database, with every "
    "special character of the password as % and two digits"
)

_BY_CODE = {
    "28": _NOBODY,
    "3D": _NO_DATABASE,
    "08": _GONE,
    "57": _GONE,
    "53": _NO_ROOM,
    "42501": "this login may not do that; ask the business unit, or the owner of its tables",
    "3F": "there is no such schema, or this login is not let in; ask who looks after the server",
    "25": "it can only be read; ask who looks after the server",
    "XX": "the server says that it is damaged; tell who looks after it",
}
"""What to do about each error of PostgreSQL, by its code or the class that begins it."""

_BY_WORDS = (
    (r"password|authentication|role .* does not exist|pg_hba", _NOBODY),
    (r"database .* does not exist", _NO_DATABASE),
    (r"too many", _NO_ROOM),
    (r"resolve|translate host", "no server has that name; check the host in the URL"),
)
"""The same where the driver gives no code: before a connection stands it has but words."""

UNCERTAIN = (
    "the server went away just as the change was being kept, so that it is not certain whether "
    "it was; refresh the tracker, which tells, before you make it again"
)


def why(found: "Error") -> str:
    """What to do about an error of PostgreSQL."""
    code = found.sqlstate
    if code is None:
        return _why_in_words(found)
    if code == REFUSED:
        return str(found.diag.message_primary)
    if code == "55P03":
        return f"others have been writing it for {locking.PATIENCE:g} seconds; try again"
    known = (told for begins, told in _BY_CODE.items() if code.startswith(begins))
    return next(
        known, f"PostgreSQL gives its error {code}; look it up, or tell who runs the server"
    )


def _why_in_words(found: "Error") -> str:
    if type(found).__name__ == "ProgrammingError":
        return _BAD_URL
    words = str(found)
    known = (told for pattern, told in _BY_WORDS if re.search(pattern, words))
    return next(known, _GONE)


def without_password(url: str) -> str:
    """A URL as messages may show it.

    >>> without_password("postgresql://unit:secret@db.example/riverton?sslmode=require")
    'postgresql://unit@db.example/riverton'
    >>> without_password("postgres:unit:secret@db.example")
    'postgres://…'
    >>> without_password("postgresql://unit:a@b/secret@db.example/riverton")
    'postgresql://…'
    """
    scheme = url.partition(":")[0].strip()
    try:
        parts = urlsplit(url)
        user, port = parts.username, parts.port
    except ValueError:
        return f"{scheme}://…"
    # Of a password with a character that should be written as % any part may stand behind.
    behind = f"{parts.path}?{parts.query}#{parts.fragment}"
    if "@" in behind or (not parts.netloc and parts.scheme):
        return f"{scheme}://…"  # whatever stands there may be a password
    who = f"{user}@" if user else ""
    where = f"{parts.hostname or ''}{f':{port}' if port else ''}"
    return f"{scheme}://{who}{where}{parts.path}"
