"""Things in order of id change by making others, and stay as they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning_tracker.queries import in_order
from learning_tracker.queries.in_order import InOrder

IDS = st.text("abcdef", min_size=1, max_size=2)


@given(
    begun=st.sets(IDS),
    changes=st.lists(st.tuples(IDS, st.booleans())),
    most=st.sampled_from((2, 3, in_order.MOST)),
)
def test_each_state_stays(begun: set[str], changes: list[tuple[str, bool]], most: int) -> None:
    """After each change they are what was put and not taken, in order, and later still are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(in_order, "MOST", most)
        held = InOrder.of([(one, 0) for one in sorted(begun)], lambda pair: pair[0])
        there = dict.fromkeys(begun, 0)
        states = [(held, dict(there))]
        for number, (key, put) in enumerate(changes, 1):
            if put:
                held, there[key] = held.put((key, number)), number
            else:
                held = held.take((key, number))
                there.pop(key, None)
            states.append((held, dict(there)))
    for told, expected in states:
        assert list(told) == sorted(expected.items())
        assert len(told) == len(expected)
