"""The records as they stood on a day, and what follows from them there.

`as_at` shows the network as at a date; `lineage` tells what raised a finding and which
sources are independent; `standing` tells where an action stands.
"""

from learning_tracker.view.as_at import View
from learning_tracker.view.lineage import (
    Origin,
    in_order,
    incidents,
    independent,
    occurred_on,
    origin,
    origin_of,
)
from learning_tracker.view.standing import Standing, may_rule, standing

__all__ = [
    "Origin",
    "Standing",
    "View",
    "in_order",
    "incidents",
    "independent",
    "may_rule",
    "occurred_on",
    "origin",
    "origin_of",
    "standing",
]
