"""What safeguarding reviews taught, what was done about it, and what changed for children.

The records come with the package. Whatever opens, reports or imports is loaded when it is first
named, so that `import learning_tracker` takes a quarter of the time: see `_LATER`.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from learning_tracker.dates import ReportingYear, When
from learning_tracker.errors import ClashingIds, ConflictError, LearningTrackerError, StoreWarning
from learning_tracker.kinds import Record, kinds
from learning_tracker.links import Links, Relation
from learning_tracker.policy import Policy
from learning_tracker.problems import Problem, Problems
from learning_tracker.records import (
    LCSPR,
    Action,
    Agency,
    CaseFileAudit,
    Decision,
    Dissemination,
    Evidence,
    ExternalReview,
    Finding,
    LearningReview,
    Measure,
    Meeting,
    Observation,
    Partnership,
    RapidReview,
    Recommendation,
    Request,
    Response,
    Review,
    Source,
    StandardsAudit,
    StandardsSection,
    Theme,
    Update,
)

if TYPE_CHECKING:  # the same names as in `_LATER`, for those who check types
    from learning_tracker.codebooks import import_codebook, preview_codebook, write_codebook
    from learning_tracker.coders import Agreement, agreement
    from learning_tracker.editing import import_workbook, preview_workbook
    from learning_tracker.exchange.drafts.drafting import draft_mapping
    from learning_tracker.importing import Preview, import_sheet, preview_import
    from learning_tracker.opening import open, sample  # noqa: A004 - see `opening.open`
    from learning_tracker.regional import merge
    from learning_tracker.reports import (
        Report,
        agency_report,
        briefing,
        learning_section,
        theme_report,
    )
    from learning_tracker.rounds import receive_round, record_returns, round_status, send_round
    from learning_tracker.stores.salvaging import salvage
    from learning_tracker.stores.verifying import verify
    from learning_tracker.tables import Column, Note, Table
    from learning_tracker.tracker import Tracker

__all__ = [
    "Action",
    "Agency",
    "agency_report",
    "Agreement",
    "agreement",
    "briefing",
    "CaseFileAudit",
    "ClashingIds",
    "Column",
    "ConflictError",
    "Decision",
    "Dissemination",
    "draft_mapping",
    "Evidence",
    "ExternalReview",
    "Finding",
    "import_codebook",
    "import_sheet",
    "import_workbook",
    "kinds",
    "LCSPR",
    "learning_section",
    "LearningReview",
    "LearningTrackerError",
    "Links",
    "Measure",
    "Meeting",
    "merge",
    "Note",
    "Observation",
    "open",
    "Partnership",
    "Policy",
    "Preview",
    "preview_codebook",
    "preview_import",
    "preview_workbook",
    "Problem",
    "Problems",
    "RapidReview",
    "receive_round",
    "Recommendation",
    "Record",
    "record_returns",
    "Relation",
    "Report",
    "ReportingYear",
    "Request",
    "Response",
    "Review",
    "round_status",
    "salvage",
    "sample",
    "send_round",
    "Source",
    "StandardsAudit",
    "StandardsSection",
    "StoreWarning",
    "Table",
    "Theme",
    "theme_report",
    "Tracker",
    "Update",
    "verify",
    "When",
    "write_codebook",
]

_LATER: Mapping[str, tuple[str, ...]] = {
    "codebooks": ("import_codebook", "preview_codebook", "write_codebook"),
    "coders": ("Agreement", "agreement"),
    "editing": ("import_workbook", "preview_workbook"),
    "exchange.drafts.drafting": ("draft_mapping",),
    "importing": ("Preview", "import_sheet", "preview_import"),
    "opening": ("open", "sample"),
    "regional": ("merge",),
    "reports": ("Report", "agency_report", "briefing", "learning_section", "theme_report"),
    "rounds": ("receive_round", "record_returns", "round_status", "send_round"),
    "stores.salvaging": ("salvage",),
    "stores.verifying": ("verify",),
    "tables": ("Column", "Note", "Table"),
    "tracker": ("Tracker",),
}
"""Which module each name comes from that is loaded when it is first named."""

if not TYPE_CHECKING:  # else every name, also a misspelt one, would pass the check of types

    def __getattr__(name: str) -> object:
        """Load a name of `_LATER`; from then on it is an ordinary one of the package."""
        for module, names in _LATER.items():
            if name in names:
                found = getattr(import_module(f"{__name__}.{module}"), name)
                return globals().setdefault(name, found)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def __dir__() -> list[str]:
        """The public names, whether they are loaded yet or not."""
        return __all__
