"""What is measured: a module for each row of the table of goals.

Each has `measure`, which gives its results.
"""

from collections.abc import Callable, Iterator

from data import Data, Result
from metrics import (
    appending,
    as_at,
    changing,
    graph,
    import_preview,
    import_time,
    interchange,
    loading,
    memory,
    outstanding,
    questions,
    reading,
    recurring,
    reports,
    whole_process,
    working_days,
)

METRICS: dict[str, Callable[[Data], Iterator[Result]]] = {
    one.__name__.rpartition(".")[2]: one.measure
    for one in (
        whole_process, reading, loading, recurring, outstanding, questions, graph, changing,
        as_at, interchange, appending, import_time, import_preview, working_days, reports, memory,
    )
}  # fmt: skip
"""Each by name, in the order in which they are told."""
