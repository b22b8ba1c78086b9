"""TOML as it is written for people: values, tables, and comments that fit on a line."""

import json
import re
import textwrap
from collections.abc import Iterable, Mapping

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_WIDE = 96

Plain = str | int | bool | list[str] | Mapping[str, "Plain"]


def value(plain: Plain) -> str:
    r"""A value; what stands for nothing is an empty list.

    >>> print(value({"column": "By \"when\"", "dates": ["iso"], "values": {"In hand": []}}))
    { column = "By \"when\"", dates = ["iso"], values = { "In hand" = [] } }
    """
    if isinstance(plain, bool):
        return "true" if plain else "false"
    if isinstance(plain, int):
        return str(plain)
    if isinstance(plain, str):
        # JSON and TOML differ in one sign that is not seen.
        return json.dumps(plain, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(plain, list):
        return f"[{', '.join(map(value, plain))}]"
    return f"{{ {', '.join(f'{key(name)} = {value(one)}' for name, one in plain.items())} }}"


def key(name: str) -> str:
    """A key, between quotation marks where it needs them."""
    return name if _BARE.fullmatch(name) else value(name)


def comment(*sentences: str) -> list[str]:
    """Sentences as lines of comment, whatever stands in them."""
    plain = " ".join(" ".join(_UNSEEN.sub(" ", one).split()) for one in sentences)
    return textwrap.wrap(plain, _WIDE, initial_indent="# ", subsequent_indent="# ",
                         break_on_hyphens=False)  # fmt: skip


def table(name: str, content: Mapping[str, Plain]) -> list[str]:
    """A table: its name, a line for each key, and what explains words as a table of its own."""
    lines = [f"[{name}]"]
    apart: dict[str, Mapping[str, Plain]] = {}
    for field, plain in content.items():
        if isinstance(plain, Mapping) and isinstance(plain.get("values"), Mapping):
            apart[f"{name}.{key(field)}"] = plain
        else:
            lines.append(f"{key(field)} = {value(plain)}")
    for place, plain in apart.items():
        lines += table(place, {one: held for one, held in plain.items() if one != "values"})
        for words in (plain["values"],):
            lines += table(f"{place}.values", words) if isinstance(words, Mapping) else []
    return lines


def text(lines: Iterable[str]) -> str:
    """Lines as the content of a file."""
    return "\n".join(lines).rstrip("\n") + "\n"
