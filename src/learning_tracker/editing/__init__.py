"""A tracker edited as a workbook: what was changed in it since the export, and taking it in.

Each value is held against what was exported: one that only the workbook changed is taken, one
that only the tracker changed stays, and one that both changed, each in another way, is a
conflict, which is told and left.
"""

from learning_tracker.editing.edits import Deed, Edits, Piece
from learning_tracker.editing.taking import apply_edits, import_workbook, preview_workbook

__all__ = ["Deed", "Edits", "Piece", "apply_edits", "import_workbook", "preview_workbook"]
