"""How Sphinx builds these documents: `python -m sphinx -W -n -b html docs docs/_build/html`."""

import sys
from importlib.metadata import version as version_of
from pathlib import Path

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
graphviz_output_format = "svg"

myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3
nitpicky = True
default_role = "code"
add_module_names = False
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_class_signature = "separated"
napoleon_use_ivar = True
