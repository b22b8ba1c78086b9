"""Partnerships in order, and who answers for an agency: see `view.succession`."""

from learning_tracker.records import Partnership
from learning_tracker.view import View, family, holder

__all__ = ["family", "holder", "partnerships"]


def partnerships(view: View) -> list[Partnership]:
    """The partnerships, in order of id."""
    return sorted(view.of(Partnership), key=lambda one: one.id)
