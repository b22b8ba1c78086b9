"""Sheets are taken into a tracker: first a preview, then, as one change, what it showed."""

from learning_tracker.importing.preview import Preview
from learning_tracker.importing.taking import Prepared, import_sheet, preview_import

__all__ = ["Prepared", "Preview", "import_sheet", "preview_import"]
