"""Memory per record: each way of holding the records in a process of its own.

A tracker that was opened holds its records and the links between them; one that has answered holds
what it worked out for its answers too. Both are told.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from data import OURS, Data, Result
from metrics.processes import program

_HELD = {
    OURS: "import learning_tracker as lt; held = lt.open(path)",
    f"{OURS}, every question asked once": """
held = learning_tracker.open(path)
for ask in QUESTIONS.values():
    read_first_rows(ask(held))
""",
    "json.loads": "import json; held = json.loads(open(path, 'rb').read())",
    "ordinary networkx graph of ours": "import learning_tracker as lt; held = lt.open(path); "
    "graph = held.graph.copy()",
}
# What is resident, once the memory of what is gone is given back.
_TOLD = """
import gc, sys
path = sys.argv[1]
{imports}
def resident():
    gc.collect()
    pages = int(open('/proc/self/statm').read().split()[1])
    return pages * {page}
before = resident()
{held}
print(resident() - before)
"""
_BENCH = str(Path(__file__).parents[1])
_QUESTIONS = f"""
sys.path.insert(0, {_BENCH!r})
from metrics.questions import QUESTIONS, read_first_rows
"""
_PAGE = 4096


def measure(data: Data) -> Iterator[Result]:
    """Nothing where the system does not tell what a process holds."""
    if sys.platform != "linux":
        return
    figures = {}
    for name, held in _HELD.items():
        imports = "import json, learning_tracker, networkx" + _QUESTIONS
        script = _TOLD.format(imports=imports, held=held, page=_PAGE)
        told = program("-c", script, str(data.path)).run()
        figures[f"bytes per record, {name}"] = int(told) / data.size
    size = Path(data.path).stat().st_size
    figures["bytes per record, in the file"] = size / data.size
    yield Result("memory", "resident memory per record, over the imports", figures=figures)
