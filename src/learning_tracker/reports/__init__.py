"""Reports: documents built from the questions, and the ways of printing them."""

from learning_tracker.reports.report import Report
from learning_tracker.reports.theme_report import theme_report

__all__ = ["Report", "theme_report"]
