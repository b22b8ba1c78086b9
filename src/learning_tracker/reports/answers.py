"""What a report asks of its records: what several of its parts need is asked once."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import attrs

from learning_tracker.dates import ReportingYear
from learning_tracker.view import View

T = TypeVar("T")


@attrs.frozen
class Answers:
    """What a view answers, each question asked once, for as long as a report is made.

    Page one and the tables behind it ask the same. What came back alone, asked twice, took a
    third of the time of a report on five thousand records.

    Attributes:
        view: the records that the report's readers may see.
        year: the reporting year of the report.
    """

    view: View
    year: ReportingYear
    _known: dict[Callable[[View], Any], Any] = attrs.field(factory=dict, init=False, repr=False)

    def to(self, question: Callable[[View], T]) -> T:
        """The answer to a question that asks for nothing but the view."""
        if question not in self._known:
            self._known[question] = question(self.view)
        return cast("T", self._known[question])
