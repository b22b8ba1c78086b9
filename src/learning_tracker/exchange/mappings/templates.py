"""Texts with places for cells in them: `"{Inquiry}-{Number}"`."""

import re
from collections.abc import Callable
from typing import Self

import attrs

from learning_tracker.errors import Misfit

_PLACE = re.compile(r"\{([^{}]*)\}")
_ID_OF = "id of "


@attrs.frozen
class Template:
    """A text with places for cells, and for the ids of other records of the row.

    Attributes:
        text: as it was written.
        between: the texts around the places; one more than there are places.
        places: what stands in braces: a heading, or "id of" and the name of a part.
    """

    text: str
    between: tuple[str, ...]
    places: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a template.

        Raises:
            Misfit: a brace is left open, or nothing stands between two.

        >>> Template.parse("{Inquiry}-{Number}").places
        ('Inquiry', 'Number')
        """
        pieces = _PLACE.split(text)
        between, places = tuple(pieces[::2]), tuple(one.strip() for one in pieces[1::2])
        if not all(places) or any("{" in one or "}" in one for one in between):
            raise Misfit('headings in braces, such as "{Inquiry}-{Number}"', text)
        return cls(text, between, places)

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings that stand in it."""
        return tuple(one for one in self.places if not one.startswith(_ID_OF))

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the parts whose ids stand in it."""
        return tuple(
            one.removeprefix(_ID_OF).strip() for one in self.places if one.startswith(_ID_OF)
        )

    def filled(self, value_of: Callable[[str], str]) -> str:
        """The text with something in each place."""
        whole = [self.between[0]]
        for place, after in zip(self.places, self.between[1:], strict=True):
            whole += (value_of(place), after)
        return "".join(whole)
