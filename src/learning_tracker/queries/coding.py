"""How records are coded to themes, and how themes lie within each other."""

from collections.abc import Iterable, Iterator

from learning_tracker.errors import UnknownChoice
from learning_tracker.kinds import by_id
from learning_tracker.records import Action, Finding, Recommendation, Source, Theme
from learning_tracker.view import View


def lineage(view: View, theme: Theme) -> list[Theme]:
    """The theme, the one broader than it, and so on up."""
    line = [theme]
    while broader := view.linked(line[-1], "broader", Theme):
        line += broader
    return line


def top(view: View, theme: Theme) -> Theme:
    """The broadest theme that a theme lies in: itself, if none is broader."""
    return lineage(view, theme)[-1]


def with_narrower(view: View, theme: Theme) -> list[Theme]:
    """The theme and all those within it."""
    found = [theme]
    for one in found:
        found += sorted(view.incoming(Theme, "broader", one.id), key=by_id)
    return found


def themes_in(view: View, record: Finding | Recommendation | Action, frame: str) -> list[Theme]:
    """The themes of one frame that a record is itself coded to."""
    return [theme for theme in view.linked(record, "themes", Theme) if theme.frame == frame]


def themes_of_action(view: View, action: Action) -> list[Theme]:
    """An action's themes: its own, and those of what it answers."""
    coded = [action, *_answered(view, action)]
    themes = (theme for record in coded for theme in view.linked(record, "themes", Theme))
    return list({theme.id: theme for theme in themes}.values())


def _answered(view: View, action: Action) -> Iterator[Finding | Recommendation]:
    for recommendation in view.linked(action, "answers", Recommendation):
        yield recommendation
        yield from view.linked(recommendation, "findings", Finding)
    yield from view.linked(action, "answers", Finding)


def basis_of_coding(view: View, action: Action) -> list[Finding | Recommendation]:
    """The records from which an action has themes beside its own."""
    return list(_answered(view, action))


def names(themes: Iterable[Theme]) -> str:
    """The names of themes in a row."""
    return "; ".join(theme.name for theme in themes)


PRACTICE = "practice"
"""The frame by which every question counts unless it is told another."""


def check_frame(view: View, frame: str) -> None:
    """Refuse a frame of which there is no theme, but for that of practice.

    Raises:
        UnknownChoice: there is none, though there are themes in others.
    """
    frames = {theme.frame for theme in view.of(Theme)}
    if frames and frame not in {PRACTICE, *frames}:
        raise UnknownChoice("frame of themes", frame, frames)


def sources_of(view: View, record: Finding | Recommendation) -> list[Source]:
    """What raised a finding or made a recommendation."""
    return view.linked(
        record, "source" if isinstance(record, Recommendation) else "sources", Source
    )
