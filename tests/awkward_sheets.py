"""A corpus of awkward sheets, made by script, each with what must be read or told of it.

Each kind of dirt that real registers have stands alone, and several stand together. Nothing
is kept as a file: the bytes are made, and what they must give stands beside them.
"""

from awkward_cells import CELLS
from awkward_files import ENCODINGS, FILES
from awkward_layouts import LAYOUTS
from awkward_words import TOGETHER, WORDS

AWKWARD = (*CELLS, *WORDS, *LAYOUTS, *ENCODINGS, *FILES, *TOGETHER)
