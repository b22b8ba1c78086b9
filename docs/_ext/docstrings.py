"""What docstrings say: their prose, and what they tell of each attribute."""

import inspect
import re

_SECTION = re.compile(r"^(Args|Attributes|Returns|Raises|Yields):$")
_ENTRY = re.compile(r"^ {4}(\w+): (.*)$")


def told(thing: object) -> str:
    """The paragraphs of a docstring before its sections and examples."""
    lines = []
    for line in inspect.cleandoc(thing.__doc__ or "").splitlines():
        if _SECTION.match(line) or line.startswith(">>>"):
            break
        lines.append(line)
    return "\n".join(lines).strip()


def section(thing: object, name: str) -> list[str]:
    """The lines of one section of a docstring, as deep as they stand."""
    lines: list[str] = []
    inside = False
    for line in inspect.cleandoc(thing.__doc__ or "").splitlines():
        if line and not line.startswith(" "):
            inside = line == f"{name}:"
        elif inside:
            lines.append(line)
    return lines


def entries(thing: object, name: str) -> dict[str, str]:
    """The entries of one section of a docstring, each with what it says."""
    found: dict[str, str] = {}
    last = ""
    for line in section(thing, name):
        if entry := _ENTRY.match(line):
            last = entry[1]
            found[last] = entry[2]
        elif last and line.strip():
            found[last] += f" {line.strip()}"
    return found
