"""The little Markdown that generated pages are made of."""

import re
from collections.abc import Iterable, Sequence

_SPECIAL = re.compile(r"([\\*_\[\]<>|])")


def plain(text: str) -> str:
    r"""Text that Markdown prints as it stands, on one line.

    >>> plain("marked **, a|b")
    'marked \\*\\*, a\\|b'
    """
    return _escaped(" ".join(text.split()))


def prose(text: str) -> str:
    r"""The text of a docstring: its code stays code, the rest is plain.

    >>> prose("findings (`a|b`) * all")
    'findings (`a\\|b`) \\* all'
    """
    parts = " ".join(text.split()).split("`")
    return "`".join(
        part.replace("|", "\\|") if number % 2 else _escaped(part)
        for number, part in enumerate(parts)
    )


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def table(caption: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with a caption; its cells are Markdown already."""
    lines = [headings, ["---"] * len(headings), *rows]
    body = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"```{{table}} {caption}\n\n{body}\n```\n"
