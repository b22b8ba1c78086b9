"""The records: what a partnership knows of its learning, typed and frozen.

A record is made with keywords, never changed, and replaced by a changed copy
(`attrs.evolve`). Dates may be given as text (`"2025-02"`), words of a vocabulary by
their value (`"improvement"`). Links to other records hold ids.
"""

from learning_tracker.records.learning import (
    Action,
    Dissemination,
    Evidence,
    Finding,
    Measure,
    Observation,
    Recommendation,
    Response,
    Update,
)
from learning_tracker.records.meetings import Decision, Meeting, Request
from learning_tracker.records.partnership import Agency, Partnership, Theme
from learning_tracker.records.sources import (
    LCSPR,
    CaseFileAudit,
    ExternalReview,
    FullReview,
    LearningReview,
    RapidReview,
    Review,
    Source,
    StandardsAudit,
    StandardsSection,
)

__all__ = [
    "Action",
    "Agency",
    "CaseFileAudit",
    "Decision",
    "Dissemination",
    "Evidence",
    "ExternalReview",
    "Finding",
    "FullReview",
    "LCSPR",
    "LearningReview",
    "Measure",
    "Meeting",
    "Observation",
    "Partnership",
    "RapidReview",
    "Recommendation",
    "Request",
    "Response",
    "Review",
    "Source",
    "StandardsAudit",
    "StandardsSection",
    "Theme",
    "Update",
]
