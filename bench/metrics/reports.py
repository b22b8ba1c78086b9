"""The theme report as its readers get it, its tables cut: how long it takes, how long it is."""

from collections.abc import Callable, Iterator

import attrs

import learning_tracker as lt
from data import CLOCK, OURS, Data, Entrant, Result
from learning_tracker.reading import Reading

DATE, YEAR = "2025-03-31", "2024-25"
GIVE_UP = 900
"""Seconds for which a report is waited for, whatever else is: its length must be told."""

FORMS: dict[str, Callable[[lt.Report], str]] = {"text": str, "html": lt.Report.to_html}


def measure(data: Data) -> Iterator[Result]:
    """As text and as HTML, each made from nothing; of a large tracker once."""
    tracker = data.tracker
    for key, write in FORMS.items():
        lengths: dict[str, float] = {}

        def make(asked: Reading, write: Callable[[lt.Report], str] = write) -> str:
            return write(lt.theme_report(asked, year=YEAR))

        def measured(report: str, key: str = key, lengths: dict[str, float] = lengths) -> None:
            lengths[f"characters of the report as {key}"] = len(report)
            if key == "text":
                lengths["lines of the report as text"] = len(report.splitlines())

        result = data.race(
            f"report_{key}",
            f"the theme report as {key}, made from nothing",
            {
                OURS: Entrant(make, prepare=lambda: tracker.as_at(DATE), answer=measured),
                CLOCK: data.clock,
            },
            least=0,
            give_up=GIVE_UP,
        )
        yield attrs.evolve(result, figures=lengths)
