"""How long `import learning_tracker` takes, over a bare interpreter."""

from collections.abc import Iterator

import attrs

from data import CLOCK, OURS, Data, Result, within
from metrics.processes import program

BARE = "python that imports nothing"


def measure(data: Data) -> Iterator[Result]:
    """Imports in processes of their own."""
    goal = within(80, "under 80 ms over a bare interpreter")
    yield data.race(
        "import_time",
        "import learning_tracker",
        {
            OURS: program("-c", "import learning_tracker"),
            BARE: program("-c", ""),
            "import attrs, cattrs": program("-c", "import attrs, cattrs"),
            "import networkx": program("-c", "import networkx"),
            CLOCK: data.clock,
        },
        (attrs.evolve(goal, less=BARE),),
    )
