"""Opening a tracker and printing the theme report, as a whole process."""

from collections.abc import Iterator

from data import OURS, Data, Goal, Result
from metrics.processes import program

BARE = "python that imports networkx and decodes the file"


def measure(data: Data) -> Iterator[Result]:
    """The command line's report, its tables cut as usual, and the least a program would do."""
    path = str(data.path)
    bare = f"import json, networkx; json.loads(open({path!r}, 'rb').read())"
    yield data.race(
        "whole_process",
        "open a tracker and print the theme report, whole process",
        {
            OURS: program("-m", "learning_tracker", "report", path, "--kind", "theme"),
            BARE: program("-c", bare),
        },
        (Goal("at most 3 times a bare process", BARE, 3.0, at="5k"),),
    )
