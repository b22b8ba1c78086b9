"""A Sphinx extension: puts what the registry and the tables tell into pages that ask for it.

A page asks with a comment of its own line, `<!-- generated: records -->`.
"""

import re
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Any

from _ext import mappings, measures, model, performance, views

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

PARTS: Mapping[str, Callable[[], str]] = {
    "records": model.records,
    "links": model.links,
    "rests": model.rests,
    "circles": model.circles,
    "thread-diagram": model.thread_diagram,
    "people-diagram": model.people_diagram,
    "others-diagram": model.others_diagram,
    "file-format": model.file_format,
    "example-file": model.example_json,
    "view-kinds": views.of_kinds,
    "view-links": views.of_links,
    "view-parts": views.of_parts,
    "view-standings": views.of_standings,
    "definitions": measures.definitions,
    "policy": measures.policy,
    "questions": measures.questions,
    "limits": measures.limits,
    "performance": performance.goals,
    "mapping-sheet": mappings.of_sheet,
    "mapping-fields": mappings.of_fields,
    "mapping-dates": mappings.of_dates,
}

_ASKED = re.compile(r"<!-- generated: ([a-z-]+) -->")


def filled(text: str) -> str:
    """A page with every part that it asks for.

    Raises:
        KeyError: it asks for one that there is not.
    """
    return _ASKED.sub(lambda asked: PARTS[asked[1]](), text)


def _fill(_: "Sphinx", __: str, source: list[str]) -> None:
    source[0] = filled(source[0])


def _always_again(app: "Sphinx", env: "BuildEnvironment", *_: AbstractSet[str]) -> list[str]:
    """Pages with generated parts are read anew: Sphinx sees no change in what they are made of."""
    del app
    return [one for one in env.found_docs if _ASKED.search(env.doc2path(one).read_text("utf-8"))]


def setup(app: "Sphinx") -> dict[str, Any]:
    """Enter the extension."""
    app.connect("source-read", _fill)
    app.connect("env-get-outdated", _always_again)
    return {"version": "1", "parallel_read_safe": True}
