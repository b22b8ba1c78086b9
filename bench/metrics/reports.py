"""The theme report: how long it takes to make and how long it is."""

from collections.abc import Iterator

import attrs

import learning_tracker as lt
from data import CLOCK, OURS, Data, Entrant, Result
from learning_tracker.reading import Reading


def measure(data: Data) -> Iterator[Result]:
    """As text and as HTML, each made from nothing."""
    tracker = data.tracker
    lengths = {}

    def fresh() -> Reading:
        return tracker.as_at("2025-03-31")

    for key, write in (("text", str), ("html", lambda report: report.to_html())):

        def make(asked: Reading, write: object = write, key: str = key) -> None:
            lengths[f"characters of the report as {key}"] = len(
                write(lt.theme_report(asked, year="2024-25"))
            )

        result = data.race(
            f"report_{key}",
            f"the theme report as {key}, made from nothing",
            {OURS: Entrant(make, prepare=fresh), CLOCK: data.clock},
        )
        yield attrs.evolve(result, figures=dict(lengths))
