"""Reports: documents built from the questions, and the ways of printing them."""

from learning_tracker.reports.agency_report import agency_report
from learning_tracker.reports.briefing import briefing
from learning_tracker.reports.learning_section import learning_section
from learning_tracker.reports.report import Report
from learning_tracker.reports.theme_report import theme_report

__all__ = ["Report", "agency_report", "briefing", "learning_section", "theme_report"]
