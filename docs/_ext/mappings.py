"""The keys of mappings, as the classes that they are read into tell of them."""

from _ext.docstrings import entries
from _ext.markdown import plain, prose, table

from learning_tracker.exchange.mappings.mapping import Taken, TheSheet
from learning_tracker.exchange.sheets.day_formats import FORMATS


def of_sheet() -> str:
    """The keys of the section about the sheet."""
    return _keys("Keys of [sheet]", TheSheet)


def of_fields() -> str:
    """The keys that say where the value of a field comes from."""
    return _keys("Keys of a field", Taken)


def of_dates() -> str:
    """The ways of writing dates that a mapping can state."""
    rows = ((f"`{one.name}`", plain(one.example)) for one in FORMATS.values())
    return table("Ways of writing dates", ("Name", "For example"), rows)


def _keys(caption: str, kind: type) -> str:
    rows = ((f"`{key}`", prose(told)) for key, told in entries(kind, "Attributes").items())
    return table(caption, ("Key", "What it says"), rows)
