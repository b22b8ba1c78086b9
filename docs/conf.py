"""How Sphinx builds these documents: `python -m sphinx -W -n -b html docs docs/_build/html`."""

import re
import sys
from importlib.metadata import version as version_of
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from learning_tracker.fields import Checked

if TYPE_CHECKING:
    from sphinx.application import Sphinx

sys.path.insert(0, str(Path(__file__).parent))

project = "learning-tracker"
author = "the learning-tracker contributors"
project_copyright = author
release = version = version_of("learning-tracker")
language = "en-GB"

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.graphviz",
    "_ext.generated",
]
exclude_patterns = ["_build", "_ext"]
html_theme = "furo"
html_title = "learning-tracker"
html_copy_source = False
html_static_path = ["_static"]
html_css_files = ["docs.css"]
graphviz_output_format = "svg"

myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3
nitpicky = True
default_role = "code"
add_module_names = False
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
napoleon_use_ivar = True

# Python's own names and other libraries' are not linked to, so that the build needs no network;
# type variables and local names for types are no things to look up.
nitpick_ignore_regex = [
    (r"py:.*", r"(?!learning_tracker\.)\w+\..*"),
    (r"py:.*", r"(.*\.)?(R|T|W|K|Row|Told|Plain|Figure|Made)"),
]


_CODE_BEFORE_A_LETTER = re.compile(r"(?<!`)(`[^`]+`)(?=[A-Za-z])")


def _as_written(_: object, what: str, *given: Any) -> None:
    """Let docstrings be plain sentences, without knowledge of reStructuredText."""
    lines = given[-1]
    lines[:] = [_CODE_BEFORE_A_LETTER.sub(r"\1\\ ", line) for line in lines]
    if what == "property":
        # An empty comment keeps napoleon from taking the words before a colon for a type.
        lines[:0] = ["..", ""]


def _keywords(*given: Any) -> tuple[str, None] | None:
    """A record's keywords by name; what each may hold is told on the page of the records."""
    _, what, _, documented, *_ = given
    if what != "class" or not (issubclass(documented, Checked) and attrs.has(documented)):
        return None
    keywords = (
        one.name if one.default is attrs.NOTHING else f"{one.name}=..."
        for one in attrs.fields(documented)
    )
    return f"(*, {', '.join(keywords)})", None


def setup(app: "Sphinx") -> None:
    """Connect what is needed beside the extensions."""
    app.connect("autodoc-process-docstring", _as_written, priority=400)
    app.connect("autodoc-process-signature", _keywords)
