"""How long `import learning_tracker` takes, over a bare interpreter."""

from collections.abc import Iterator

from data import CLOCK, OURS, Data, Goal, Result
from metrics.processes import program

BARE = "python that imports nothing"
PEERS = "import attrs, cattrs"
# 80 ms on the machine on which the two take 37, and Python itself 10.
_AT_MOST = 80 / (37 + 10)


def measure(data: Data) -> Iterator[Result]:
    """Imports in processes of their own."""
    goal = Goal("under 80 ms over a bare interpreter", PEERS, _AT_MOST, less=BARE)
    yield data.race(
        "import_time",
        "import learning_tracker",
        {
            OURS: program("-c", "import learning_tracker"),
            BARE: program("-c", ""),
            PEERS: program("-c", "import attrs, cattrs"),
            "import networkx": program("-c", "import networkx"),
            CLOCK: data.clock,
        },
        (goal,),
    )
