"""The records as they stood on a day, and what follows from them there.

`as_at` shows the network as at a date; `lineage` tells what raised a finding and which
sources are independent; `standing` tells where an action stands. `keeping` keeps what was
worked out of each record, as long as nothing changes on which it rests.
"""

from learning_tracker.view.as_at import View
from learning_tracker.view.kept import Kept
from learning_tracker.view.kept_in_order import KeptInOrder
from learning_tracker.view.lineage import (
    Origin,
    findings_resting_on,
    in_order,
    incidents,
    independent,
    is_of_unknown_origin,
    number_independent,
    occurred_on,
    origin,
    origin_of,
    origin_of_source,
    source_origins,
    sources_resting_on,
)
from learning_tracker.view.policies import partnership_of, partnerships, policy_in_doubt, policy_of
from learning_tracker.view.standing import Standing, may_claim, may_rule
from learning_tracker.view.standings import Heard, actions_resting_on, heard, standing
from learning_tracker.view.succession import between, family, holder, kin_of, line

__all__ = [
    "actions_resting_on",
    "between",
    "family",
    "heard",
    "holder",
    "kin_of",
    "line",
    "may_claim",
    "partnership_of",
    "partnerships",
    "policy_in_doubt",
    "policy_of",
    "Heard",
    "Kept",
    "KeptInOrder",
    "Origin",
    "Standing",
    "View",
    "findings_resting_on",
    "in_order",
    "incidents",
    "independent",
    "is_of_unknown_origin",
    "may_rule",
    "number_independent",
    "occurred_on",
    "origin",
    "origin_of",
    "origin_of_source",
    "source_origins",
    "sources_resting_on",
    "standing",
]
