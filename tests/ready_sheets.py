"""A small made-up sheet for each ready mapping, in the layout that it was modelled on."""

import csv
import io
from pathlib import Path

NORFOLK = (
    ("Recommendation", "Scope", "Action", "Lead agency", "Key milestones", "Target date", "RAG",
     "Agency response", "Date of completion and outcome"),
    ("Fathers are part of every assessment", "Local", "Change the assessment form",
     "Children's Services", "Draft by May 2024", "30/09/2024", "Green",
     "The form has a page for fathers", "September 2024: in use in all teams"),
    ("Fathers are part of every assessment", "Local", "Audit twenty assessments", "NHS Riverton",
     "", "31st March 2025", "Amber", "Begun", ""),
    ("Agencies share what they know within a day", "National", "Ask the Panel for guidance",
     "Riverton Police", "", "Q4 2024-25", "Red", "", "n/a"),
)  # fmt: skip
SLOUGH = (
    ("Specific action", "Timescale", "Lead", "Outcome measurement", "RAG"),
    ("Train staff to see fathers", "Sept 2024", "NHS Riverton", "An audit of ten files", "Green"),
    ("Review the policy on bruises", "31/12/2024", "Riverton Police", "A dip sample", "Red"),
    ("Tell schools of the new form", "TBC", "Education", "", "Amber"),
)
LSCB_2014 = (
    ("How", "What", "Lead", "By when", "Desired outcome",
     "What will the impact be and how measured"),
    ("Two half days with each team", "Training on neglect", "NHS Riverton", "30/06/2014",
     "Neglect is seen early", "More referrals before crisis; counted each quarter"),
    ("A letter from the chair", "Schools know whom to ring", "Education", "May 2014",
     "Calls reach the right team", ""),
)  # fmt: skip
KENT = (
    ("Theme", "Ref", "Action", "Lead agency", "Evidence of outcomes"),
    ("Voice of the child", "1.1", "Ask children at each visit", "Children's Services",
     "An audit shows it in 8 of 10 files"),
    ("Voice of the child", "1.2", "Write down what they say", "NHS Riverton", ""),
    ("Information sharing", "2.1", "One form for all agencies", "Riverton Police", "In use"),
)  # fmt: skip

READY = {"norfolk": NORFOLK, "slough": SLOUGH, "lscb-2014": LSCB_2014, "kent": KENT}
"""The rows of each sheet, its headings first, by the name of the ready mapping."""


def ready_csv(name: str) -> str:
    """The sheet for a ready mapping as the content of a CSV file."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(READY[name])
    return out.getvalue()


def ready_sheet(name: str, folder: Path) -> Path:
    """The sheet for a ready mapping as a file."""
    path = folder / f"{name}.csv"
    path.write_text(ready_csv(name), encoding="utf-8")
    return path
