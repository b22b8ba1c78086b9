"""Several programs that change one tracker at the same time."""

from collections import Counter
from multiprocessing import get_context

import attrs

import learning_tracker as lt
from learning_tracker.errors import ConflictError

CONTEXT = get_context("forkserver")
SHARED = 5
"""How many records all of them change."""


def begin(location: str) -> None:
    """Make the records that all of them change."""
    with lt.open(location, create=True) as tracker, tracker.change(by="crowd", why="begin"):
        tracker.add(*(lt.Theme(id=f"shared-{one}", name="Shared") for one in range(SHARED)))


def take_part(who: str, location: str, changes: int) -> list[tuple[str, bool]]:
    """Make changes, one in three of them to what others change too.

    Returns:
        the reason of each change, and whether it was kept; if not, it was in conflict.
    """
    outcomes = []
    with lt.open(location) as tracker:
        for number in range(changes):
            reason = f"{who}-{number}"
            outcomes.append((reason, _kept(tracker, reason, number)))
    return outcomes


def _kept(tracker: lt.Tracker, reason: str, number: int) -> bool:
    try:
        with tracker.change(by="crowd", why=reason):
            if number % 3:
                tracker.add(lt.Theme(id=reason, name="A theme of its own"))
            else:
                shared = tracker[f"shared-{number % SHARED}"]
                tracker.replace(attrs.evolve(shared, note=reason))
    except ConflictError:
        return False
    return True


def crowd(location: str, members: int, changes: int) -> Counter[tuple[str, bool]]:
    """Have several programs change a tracker at the same time; what became of each change."""
    begin(location)
    with CONTEXT.Pool(members) as pool:
        each = [(f"member{one}", location, changes) for one in range(members)]
        return Counter(one for outcomes in pool.starmap(take_part, each) for one in outcomes)
