"""The actions that a question is about: of one agency, on one theme, from one source."""

from collections.abc import Iterable, Sequence

import attrs

from learning_tracker.kinds import Record
from learning_tracker.queries import coding
from learning_tracker.queries.action_rows import ActionRow, Lead, action_rows
from learning_tracker.queries.naming import agency_named, source_named, theme_named
from learning_tracker.records import Action, Partnership, Recommendation, Source, Theme
from learning_tracker.view import View, between, family, partnerships


@attrs.frozen
class Among:
    """The actions that a question is about, and how to speak of them.

    Attributes:
        rows: the actions.
        words: whose or what they are, to follow the word "actions"; "" for all of them.
        basis: what the narrowing rests on.
    """

    rows: Sequence[ActionRow]
    words: str
    basis: tuple[Record, ...]


def actions_among(
    view: View, agency: str | None = None, theme: str | None = None, source: str | None = None
) -> Among:
    """The actions led by an agency, on a theme and from a source, as far as one is given.

    Raises:
        UnknownChoice: there is no such agency, theme or source.
    """
    rows: Sequence[ActionRow] = action_rows(view)
    words, basis = "", list[Record](partnerships(view))
    if agency is not None:
        named = agency_named(view, agency)
        rows = _led_by(view, rows, named)
        words += f" led by {named.name}"
        basis += [named]
    if theme is not None:
        about = theme_named(view, theme)
        rows = _on_theme(view, rows, about)
        words += f" on {about.name}"
        basis += [about]
    if source is not None:
        asked = source_named(view, source)
        rows = [
            row.known_by(coding.basis_of_coding(view, row.record))
            for row in rows
            if asked.id in _source_ids(view, row.record)
        ]
        words += f" from {asked.title}"
        basis += [asked]
    return Among(rows, words, tuple(basis))


def _led_by(view: View, rows: Iterable[ActionRow], lead: Lead) -> list[ActionRow]:
    """Those that are led by a lead, those it succeeded or its parts."""
    if isinstance(lead, Partnership):
        return [row for row in rows if row.record.lead == lead.id]
    kin = {one.id: between(view, one, lead) for one in family(view, lead)}
    return [row.known_by(kin[one]) for row in rows if (one := row.record.lead) in kin]


def _on_theme(view: View, rows: Iterable[ActionRow], about: Theme) -> list[ActionRow]:
    """Those that are on a theme or one narrower."""
    found = []
    for row in rows:
        lines = (coding.lineage(view, one) for one in coding.themes_of_action(view, row.record))
        within = [one for line in lines if about in line for one in line]
        if within:
            found.append(row.known_by([*within, *coding.basis_of_coding(view, row.record)]))
    return found


def _source_ids(view: View, action: Action) -> set[str]:
    sources = {one.id for one in view.linked(action, "answers", Source)}
    for recommendation in view.linked(action, "answers", Recommendation):
        sources.add(recommendation.source)
    for finding in coding.basis_of_coding(view, action):
        sources |= {one.id for one in coding.sources_of(view, finding)}
    return sources
