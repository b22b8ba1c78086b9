"""What a type checker must make of the public interface; mypy reads it, nobody runs it."""

import datetime as dt
from typing import Any, assert_type

import pandas as pd
import polars as pl
from matplotlib.figure import Figure

import learning_tracker as lt
from learning_tracker.editing import Edits
from learning_tracker.importing.preview import Counted
from learning_tracker.queries.action_rows import ActionRow
from learning_tracker.queries.agreement import Disagreement, ThemeAgreement
from learning_tracker.queries.by_theme import FoundOnTheme
from learning_tracker.queries.crosstab import CrossRow
from learning_tracker.queries.decided import Decided
from learning_tracker.queries.over_time import AtDay
from learning_tracker.queries.pairs import PairOfThemes
from learning_tracker.queries.recheck import Recheck
from learning_tracker.queries.recurring import RecurringTheme
from learning_tracker.queries.requests import Asked, Silent
from learning_tracker.queries.search import Found
from learning_tracker.queries.training import TrainingOnly
from learning_tracker.rounds import Received
from learning_tracker.rounds.sending import SentTo
from learning_tracker.rounds.status import Status
from learning_tracker.tables import Table
from learning_tracker.vocabulary import State

tracker = lt.open("riverton.json")
assert_type(tracker, lt.Tracker)
assert_type(lt.sample("medway"), lt.Tracker)
assert_type(lt.Tracker([], date="2025-03-31"), lt.Tracker)
assert_type(tracker["lcspr-laura"], lt.Record)
assert_type(tracker.of(lt.Update), tuple[lt.Update, ...])
assert_type(tracker.of(lt.Source), tuple[lt.Source, ...])
assert_type(tracker.as_at("2025-03-31"), lt.Tracker)
assert_type(tracker.date, dt.date | None)
assert_type(tracker.check(), lt.Problems)
assert_type(tracker.themes["fathers"], lt.Theme)
assert_type(tracker.actions["action-07"], lt.Action)
assert_type(tracker.themes.recurring(judgement="improvement"), lt.Table[RecurringTheme])
assert_type(tracker.themes.pairs(at_least=3), lt.Table[PairOfThemes])
assert_type(tracker.findings.crosstab("theme", "year", count="findings"), lt.Table[CrossRow])
assert_type(tracker.findings.agreement(tracker), lt.Table[ThemeAgreement])
assert_type(tracker.findings.disagreements({"finding-1": ["fathers"]}), lt.Table[Disagreement])
assert_type(lt.merge(tracker, lt.sample("medway"), prefix="medway-"), lt.Tracker)
assert_type(lt.agreement(tracker, "coding.csv"), lt.Agreement)
assert_type(tracker.frames(), dict[str, pd.DataFrame])
assert_type(tracker.frames("polars"), dict[str, pl.DataFrame])
assert_type(tracker.actions.late().to_frame(), pd.DataFrame)
assert_type(tracker.actions.late().to_frame("polars"), pl.DataFrame)
assert_type(tracker.search("fathers"), lt.Table[Found])
assert_type(tracker.findings.by_theme(year="2024-25", roll_up=True), lt.Table[FoundOnTheme])
assert_type(lt.preview_import(tracker, "plan.xlsx", "plan.toml"), lt.Preview)
tracker.export_workbook("riverton.xlsx")
assert_type(lt.preview_workbook(tracker, "riverton.xlsx"), Edits)
assert_type(lt.import_workbook(tracker, "riverton.xlsx", by="unit", remove=True), Edits)
assert_type(lt.import_sheet(tracker, "plan.xlsx", "plan.toml", by="unit").counts, lt.Table[Counted])
assert_type(tracker.actions.outstanding(agency="Kent Police"), lt.Table[ActionRow])
assert_type(tracker.actions.late()[0].standing.days_late, int)
assert_type(tracker.actions.state("action-07"), State)
assert_type(tracker.actions.training_only(), lt.Table[TrainingOnly])
assert_type(tracker.actions.due_for_recheck(months=6), lt.Table[Recheck])
assert_type(tracker.actions.over_time(), lt.Table[AtDay])
assert_type(tracker.agencies.asked(), lt.Table[Asked])
assert_type(tracker.agencies.silent(), lt.Table[Silent])
assert_type(tracker.agencies.silent()[0].last_heard, lt.When | None)
assert_type(tracker.meetings["meeting-01"], lt.Meeting)
assert_type(tracker.meetings.last(body="Executive group"), lt.Meeting | None)
assert_type(tracker.meetings.decided("meeting-01"), lt.Table[Decided])
assert_type(tracker.meetings.decided(tracker.meetings.last())[0].overdue, bool)

report = lt.theme_report(tracker, year="2024-25", audience="group")
assert_type(report, lt.Report)
assert_type(report.to_html(), str)
assert_type(report.as_word(), bytes)
report.to_word("theme-report.docx")
assert_type(lt.agency_report(tracker, "Kent Police", audience="executive"), lt.Report)
assert_type(lt.briefing(tracker, "lcspr-laura", audience="public"), lt.Report)
lt.agency_report(tracker)  # type: ignore[call-arg] # it is on one agency
lt.briefing(tracker, "lcspr-laura", "public")  # type: ignore[call-arg] # the audience is named
assert_type(report.to_html(figures=False), str)
assert_type(tracker.evidence.by_level().to_figure(), Figure)

with tracker.change(by="business-unit", why="March meeting"):
    tracker.add(lt.Theme(name="Fathers"), lt.Partnership(name="Riverton"))

on = lt.When.parse("2025-02")
assert_type(on.first, dt.date)
meeting = lt.Meeting(body="Learning Lessons group", on=on)
assert_type(meeting.on, lt.When)

lt.smaple()  # type: ignore[attr-defined] # a name that is loaded later is checked as well
lt.Theme("Fathers")  # type: ignore[call-arg] # fields are given by name
lt.Theme(name="Fathers", definition=5)  # type: ignore[arg-type] # a text is a text
lt.Action(lead="kent-police")  # type: ignore[call-arg] # an action says what is to be done
meeting.body = "Executive"  # type: ignore[misc] # records do not change
rows: list[dict[str, Any]] = tracker.themes.recurring().to_records()

assert_type(lt.send_round(tracker, "round", due_back="2026-01-30"), Table[SentTo])
assert_type(lt.receive_round(tracker, "returns"), Received)
assert_type(lt.round_status(tracker), Table[Status])
