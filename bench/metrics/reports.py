"""The theme report as its readers get it, its tables cut: how long it takes, how long it is."""

from collections.abc import Callable, Iterator

import attrs

import generate
import learning_tracker as lt
from data import CLOCK, OURS, Data, Entrant, Result
from learning_tracker.codec import from_text
from learning_tracker.reading import Reading

DATE, YEAR = "2025-03-31", "2024-25"
LESS = 10
"""The length is told beside that of so many times fewer records, so that one run shows growth."""

FORMS: dict[str, Callable[[lt.Report], str]] = {"text": str, "html": lt.Report.to_html}


def measure(data: Data) -> Iterator[Result]:
    """As text and as HTML, each made from nothing."""
    tracker = data.tracker
    lengths: dict[str, float] = {}

    def fresh() -> Reading:
        return tracker.as_at(DATE)

    for key, write in FORMS.items():

        def make(asked: Reading, write: Callable[[lt.Report], str] = write, key: str = key) -> None:
            lengths[f"characters of the report as {key}"] = len(write(_report(asked)))

        result = data.race(
            f"report_{key}",
            f"the theme report as {key}, made from nothing",
            {OURS: Entrant(make, prepare=fresh), CLOCK: data.clock},
        )
        if lengths:
            fewer = f"characters of the report as {key}, of a tenth of the records"
            lengths[fewer] = len(write(_report(_smaller(data))))
        yield attrs.evolve(result, figures=dict(lengths))
        lengths.clear()


def _report(tracker: Reading) -> lt.Report:
    return lt.theme_report(tracker, year=YEAR)


def _smaller(data: Data) -> Reading:
    """A tracker of a tenth of the records."""
    content = generate.file_of(generate.mappings(data.size // LESS, data.seed))
    return lt.Tracker(from_text(content)).as_at(DATE)
