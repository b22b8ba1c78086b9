"""The problems that any part of a file may have, in sentences."""

import json
from collections.abc import Iterable
from functools import lru_cache

from learning_tracker.errors import Misfit
from learning_tracker.problems import Problem, error
from learning_tracker.wording import near_misses, quoted

_LONGEST_KEY = 40


def wrong_value(record: str, place: str, misfit: Misfit) -> Problem:
    """A value that does not fit its field."""
    or_not = ", or leave the key out if the field can be empty" if misfit.value is None else ""
    sentence = f"expected {misfit.expected}, found {shown(misfit.value)}; correct it{or_not}"
    return error("wrong-value", record, place + misfit.place, sentence)


def missing_key(record: str, place: str, key: str, needing: str) -> Problem:
    """A key that must be there and is not; every `needing` needs it."""
    sentence = f'"{key}" is missing, and every {needing} needs it; add it'
    return error("missing-key", record, joined(place, key), sentence)


def unknown_key(record: str, place: str, key: object, owner: str, names: Iterable[str]) -> Problem:
    """A key that nothing reads."""
    known = hint(str(key), tuple(names), "its keys")
    sentence = f"{quoted(key)} is not a key of {owner}{known}"
    return error("unknown-key", record, joined(place, key), sentence)


def joined(place: str, key: object) -> str:
    """The place of what a key holds, seen from the place of the object."""
    if isinstance(key, str) and key.isidentifier() and len(key) <= _LONGEST_KEY:
        return f"{place}.{key}" if place else key
    return f"{place}[{quoted(key)}]"


@lru_cache(maxsize=256)
def hint(word: str, known: tuple[str, ...], these: str) -> str:
    """Known words like this one, or all of them, ready to follow a sentence."""
    return near_misses(word[:100], known) or f"; {these} are {', '.join(known)}"


def shown(value: object) -> str:
    """What came, as it is written in JSON."""
    if value is None or isinstance(value, bool | float):
        return json.dumps(value)
    return quoted(value)
