"""A made-up tracker of any size from a seed: the same seed and size give the same bytes.

Its shape is that of a real one. A few themes are raised all the time and most seldom; beyond
some five thousand records there are more partnerships, which share the themes of one practice
frame and have a few of their own. Rapid reviews lead to LCSPRs, sources to findings, these to
recommendations, actions, updates and evidence; meetings rule.

Where the library knows more than other tools could be asked in a line or two, the data keep to
what these can answer as well: each finding has one source, each LCSPR at most one rapid review,
and no two updates of an action have the same day. So all can be asked for the same answer.
"""

import datetime as dt
import json
import random
from collections.abc import Iterator
from itertools import accumulate, chain, count, islice
from typing import Any

from learning_tracker import Record, kinds

Raw = dict[str, Any]

OF_A_PARTNERSHIP = 5_000
"""How many records a partnership has; of more, the next partnership's come."""

_FIRST = dt.date(2010, 4, 1)
_DAYS = [
    (_FIRST + dt.timedelta(number)).isoformat()
    for number in range((dt.date(2025, 10, 1) - _FIRST).days)
]
_MEETINGS = range(0, len(_DAYS), 91)

_AREAS = (
    *("Daily life of the child", "Reluctant engagement", "Critical thinking"),
    *("Changing risk", "Information sharing", "Leadership and culture"),
)
_SIDES = ("assessment", "supervision", "recording", "transitions", "fathers and male carers")
_NATIONAL = tuple(f"theme-{number:02}" for number in range(len(_AREAS) * (1 + len(_SIDES))))
_LOCAL = 4
# Zipf's law: the second is raised half as often as the first, the third a third as often.
_SKEW = tuple(accumulate(1 / rank for rank in range(1, len(_NATIONAL) + _LOCAL + 1)))

_SECTORS = (
    *("children's social care", "health", "police", "education", "probation", "housing"),
    *("adult social care", "mental health", "youth justice", "ambulance", "public health"),
)
_HARMS = ("neglect", "physical abuse", "sexual abuse", "exploitation", "suicide", "infant death")
_AGES = ("under 1", "1 to 4", "5 to 10", "11 to 15", "16 to 17")
_FOUND = (
    "Practitioners did not ask what a day is like for the child and what adults at home do",
    "Information that one agency held was not known to the others when they decided",
    "Fathers and other men of the household were not spoken to, and nobody asked about them",
    "Supervision was regular and gave room to doubt what had been thought at first",
    "The plan was not changed when the family moved and the risk changed with it",
)
_ASKED = (
    "Ask every adult in the household what they see, and write down what the child says",
    "Agree who tells whom within one working day when a child is not brought",
    "Review the threshold for strategy meetings and tell all agencies what was decided",
)
_DONE = (
    "Train staff and audit twenty case files a quarter for what the child said",
    "Change the template for assessments so that it asks for all adults of the household",
    "Agree a procedure with general practice for children who are not brought",
)
_SAID = ("Under way as planned", "Waiting for the audit", "Delayed by vacancies", "Most is done")
_CHANGES = ("training", "procedure", "system", "commissioning", "audit", "communication")
_COLOURS = ("green", "green", "amber", "amber", "red")
_CLOSINGS = (*("signed_off",) * 12, *("withdrawn", "superseded"))


def mappings(size: int, seed: int = 1) -> Iterator[Raw]:
    """So many records as they stand in a file, each after those that it refers to."""
    return islice(chain(_themes(), _of_all_partnerships(seed)), size)


def records(size: int, seed: int = 1) -> list[Record]:
    """So many records, made by their constructors."""
    made = []
    for raw in mappings(size, seed):
        fields = dict(raw)
        made.append(kinds()[fields.pop("kind")](**fields))
    return made


def file_of(raw: Iterator[Raw] | list[Raw]) -> bytes:
    """A file of these records in order of kind, then id: one to a line."""
    in_order = sorted(raw, key=lambda one: (one["kind"], one["id"]))
    encode = json.JSONEncoder(ensure_ascii=False).encode
    lines = ",\n".join(map(encode, in_order))
    return f'{{"format": "learning-tracker", "version": 1, "records": [\n{lines}\n]}}\n'.encode()


def _of_all_partnerships(seed: int) -> Iterator[Raw]:
    for number in count():
        yield from _Partnership(seed, number).records()


def _themes() -> Iterator[Raw]:
    for number, area in enumerate(_AREAS):
        top = number * (1 + len(_SIDES))
        yield {"kind": "theme", "id": _NATIONAL[top], "name": area}
        for place, side in enumerate(_SIDES, 1):
            name = f"{area}: {side}"
            yield {"kind": "theme", "id": _NATIONAL[top + place], "name": name,
                   "broader": _NATIONAL[top]}  # fmt: skip


class _Partnership:
    """The records of one partnership, which come about as its years go by."""

    def __init__(self, seed: int, number: int) -> None:
        self.chance = random.Random(f"{seed}/{number}")
        self.id = f"p{number:03}"
        self.group = f"{self.id}-agency-group"
        self.agencies = [f"{self.id}-agency-{place:02}" for place in range(len(_SECTORS))]
        self.meetings = [f"{self.id}-meeting-{place:02}" for place in range(len(_MEETINGS))]
        self.own = [f"{self.id}-theme-{place}" for place in range(_LOCAL)]
        # Each partnership has its own order of what comes up most.
        self.ranked = [*_NATIONAL, *self.own]
        self.chance.shuffle(self.ranked)
        self.number = 0
        self.actions: list[str] = []

    def records(self) -> Iterator[Raw]:
        """All of them: as many as a partnership has."""
        every = chain(self._standing(), self._standards(), self._learning())
        return islice(every, OF_A_PARTNERSHIP)

    def _learning(self) -> Iterator[Raw]:
        """Its years go by as its records become more."""
        while True:
            yield from self._incident(len(_DAYS) * self.number // OF_A_PARTNERSHIP)

    def _new(self, kind: str, **fields: Any) -> Raw:
        self.number += 1
        return {"kind": kind, "id": f"{self.id}-{kind}-{self.number:04}", **fields}

    def _coded(self) -> list[str]:
        how_many = self.chance.choice((1, 1, 2, 3))
        drawn = self.chance.choices(self.ranked, cum_weights=_SKEW, k=how_many)
        return list(dict.fromkeys(drawn))

    def _some_agencies(self, most: int) -> list[str]:
        return self.chance.sample(self.agencies, self.chance.randint(1, most))

    def _standing(self) -> Iterator[Raw]:
        """What is there from the beginning."""
        yield {"kind": "partnership", "id": self.id, "name": f"Partnership {self.id}"}
        yield {"kind": "agency", "id": self.group, "name": "Learning Lessons group",
               "role": "group"}  # fmt: skip
        for place, (one, sector) in enumerate(zip(self.agencies, _SECTORS, strict=True)):
            role = "safeguarding_partner" if place < len(_SECTORS) // 4 else "relevant_agency"
            agency = {"kind": "agency", "id": one, "name": f"{sector.capitalize()} {self.id}",
                      "sector": sector, "role": role}  # fmt: skip
            if place == len(_SECTORS) - 1:
                agency |= {"succeeded_by": self.agencies[1], "succeeded_on": "2022-07-01"}
            yield agency
        for place, one in enumerate(self.own):
            yield {"kind": "theme", "id": one, "name": f"Local theme {place} of {self.id}",
                   "broader": _NATIONAL[place * (1 + len(_SIDES))]}  # fmt: skip
        for one, day in zip(self.meetings, _MEETINGS, strict=True):
            yield {"kind": "meeting", "id": one, "body": "Learning Lessons group",
                   "on": _DAYS[day]}  # fmt: skip

    def _standards(self) -> Iterator[Raw]:
        for year in range(2011, 2026):
            sections = [
                {"name": f"Section {place}", "met": self.chance.randint(8, 20), "not_met": 3,
                 "of": 24}
                for place in range(1, 9)
            ]  # fmt: skip
            yield self._source("standards-audit", "Section 11 audit", framework="section-11",
                               held_on=f"{year}-02-14", returns=24, sections=sections)  # fmt: skip

    def _incident(self, day: int) -> Iterator[Raw]:
        """A source or two of about this day, with all that comes of them."""
        drawn = self.chance.random()
        if drawn < 0.15:
            yield from self._audit(day)
        elif drawn < 0.2:
            yield from self._external(day)
        elif drawn < 0.25:
            yield from self._raises(self._full("lcspr", day), day, most=7)
        else:
            rapid = self._rapid(day)
            yield from self._raises(rapid, day, most=4)
            if self.chance.random() < 0.4 and day + 300 < len(_DAYS):
                kind = "lcspr" if self.chance.random() < 0.8 else "learning-review"
                full = self._full(kind, day + self.chance.randint(150, 300), rapid["id"])
                yield from self._raises(full, day + 300, most=7)

    def _source(self, kind: str, title: str, **fields: Any) -> Raw:
        attributes = [
            ["harm type", self.chance.choice(_HARMS)],
            ["age band", self.chance.choice(_AGES)],
        ]
        made = self._new(kind, title=title, partnership=self.id, attributes=attributes, **fields)
        return made | {"title": f"{title} {made['id'].rpartition('-')[2]}"}

    def _rapid(self, day: int) -> Raw:
        aware = max(0, day - self.chance.randint(10, 40))
        return self._source(
            "rapid-review", "Rapid review", incident_on=_DAYS[max(0, aware - 20)],
            aware_on=_DAYS[aware], notified_on=_DAYS[min(aware + 3, day)], held_on=_DAYS[day],
            submitted_on=_DAYS[day], children=self.chance.choice((1, 1, 1, 2, 3)),
            publication="unpublished",
        )  # fmt: skip

    def _full(self, kind: str, day: int, rapid: str = "") -> Raw:
        on = _DAYS[day] if self.chance.random() < 0.8 else _DAYS[day][:7]
        return self._source(
            kind, "LCSPR" if kind == "lcspr" else "Learning review",
            **({"arises_from": [rapid]} if rapid else {}), initiated_on=_DAYS[max(0, day - 200)],
            published_on=on, publication="published",
            summary="What agencies knew of the family and how they worked together.",
        )  # fmt: skip

    def _audit(self, day: int) -> Iterator[Raw]:
        files = self.chance.randint(6, 20)
        good = self.chance.randint(0, files)
        audit = self._source(
            "case-file-audit", "Case-file audit", topic=self._coded()[0],
            period=f"{_DAYS[max(0, day - 90)]}/{_DAYS[max(0, day - 1)]}", held_on=_DAYS[day],
            grades=[["good", good], ["requires improvement", files - good]],
        )  # fmt: skip
        yield from self._raises(audit, day, most=6)

    def _external(self, day: int) -> Iterator[Raw]:
        inspection = self._source(
            "external-review", "Inspection", body="An inspectorate", review_type="inspection",
            published_on=_DAYS[day], publication="published",
        )  # fmt: skip
        yield from self._raises(inspection, day, most=5)

    def _raises(self, source: Raw, day: int, most: int) -> Iterator[Raw]:
        """A source with its findings and what comes of them."""
        yield source
        improvements = []
        for _ in range(self.chance.randint(2, most)):
            finding = self._finding(source["id"])
            yield finding
            if finding["judgement"] == "improvement":
                improvements.append(finding)
        for finding in improvements:
            if self.chance.random() < 0.6:
                yield from self._recommends(source["id"], finding, day)
        later = min(day + 30, len(_DAYS) - 1)
        if self.chance.random() < 0.5:
            spread = self._new("dissemination", sources=[source["id"]], channel="briefing",
                               on=_DAYS[later])  # fmt: skip
            yield spread
            yield self._new("observation", of=spread["id"], on=_DAYS[later],
                            value=self.chance.randint(20, 400))  # fmt: skip
        if improvements and self.chance.random() < 0.3:
            yield self._new("decision", meeting=self.meetings[later // _MEETINGS.step],
                            about=[improvements[0]["id"]], follow_up_on=_DAYS[-1],
                            statement="Hear of it again when the audit is done.")  # fmt: skip

    def _finding(self, source: str) -> Raw:
        judgement = "improvement" if self.chance.random() < 0.7 else "strength"
        return self._new(
            "finding", sources=[source], judgement=judgement,
            statement=f"{self.chance.choice(_FOUND)} ({self.chance.randrange(1000)} notes).",
            themes=self._coded(), agencies=self._some_agencies(3),
        )  # fmt: skip

    def _recommends(self, source: str, finding: Raw, day: int) -> Iterator[Raw]:
        asked = self._some_agencies(3)
        made = self._new(
            "recommendation", source=source, statement=f"{self.chance.choice(_ASKED)}.",
            findings=[finding["id"]], addressed_to=asked, themes=finding["themes"],
            made_on=_DAYS[day],
        )  # fmt: skip
        yield made
        for agency in asked:
            if self.chance.random() < 0.8 and day + 30 < len(_DAYS):
                decision = self.chance.choice(("accepted", "accepted", "accepted_in_part"))
                yield self._new("response", recommendation=made["id"], agency=agency,
                                decision=decision, on=_DAYS[day + 30])  # fmt: skip
        for lead in asked[:2]:
            if self.chance.random() < 0.85:
                yield from self._acts(made, lead, day)

    def _acts(self, recommendation: Raw, lead: str, day: int) -> Iterator[Raw]:
        agreed = min(day + self.chance.randint(10, 60), len(_DAYS) - 1)
        due = dt.date.fromisoformat(_DAYS[agreed]) + dt.timedelta(self.chance.randint(60, 400))
        action = self._new(
            "action", statement=f"{self.chance.choice(_DONE)}, for {recommendation['id']}.",
            answers=[recommendation["id"]], themes=self._coded(), lead=lead,
            supporting=self._some_agencies(2), agreed_on=_DAYS[agreed], due_on=due.isoformat(),
            change=self.chance.choice(_CHANGES), success_measure="Nine in ten files show it.",
            depends_on=self.actions[-1:] if self.chance.random() < 0.1 else [],
            where=f"page {self.chance.randint(2, 60)}", note="Agreed with the lead agency.",
        )  # fmt: skip
        yield action
        if self.chance.random() < 0.2 and agreed + 120 < len(_DAYS):
            back = {"returned_on": _DAYS[agreed + 110]} if self.chance.random() < 0.8 else {}
            yield self._new("request", agency=lead, actions=[action["id"]],
                            sent_on=_DAYS[agreed + 90], due_back_on=_DAYS[agreed + 104],
                            **back)  # fmt: skip
        yield from self._updates(action, agreed)
        self.actions.append(action["id"])

    def _updates(self, action: Raw, day: int) -> Iterator[Raw]:
        """What is said of an action from quarter to quarter, until it ends or the data do."""
        for event in self._course():
            day += self.chance.randint(30, 110)
            if day >= len(_DAYS):
                return
            yield self._update(action, event, day)
            if event == "completed" and self.chance.random() < 0.6:
                yield self._evidence(action, day)

    def _course(self) -> list[str]:
        course = ["progress"] * self.chance.randint(0, 3)
        if self.chance.random() < 0.2:
            course.append("rescheduled")
        if self.chance.random() < 0.8:
            course.append("completed")
            if self.chance.random() < 0.15:
                course += ["sent_back", "progress", "completed"]
            if self.chance.random() < 0.75:
                course.append(self.chance.choice(_CLOSINGS))
                if course[-1] == "signed_off" and self.chance.random() < 0.05:
                    course += ["reopened", "progress"]
        return course

    def _update(self, action: Raw, event: str, day: int) -> Raw:
        said: Raw = {"action": action["id"], "on": _DAYS[day], "event": event}
        if event in ("progress", "completed"):
            colour = self.chance.choice(_COLOURS)
            said |= {"by": action["lead"], "statement": self.chance.choice(_SAID), "colour": colour}
        else:
            said |= {"by": self.group, "meeting": self.meetings[day // _MEETINGS.step]}
        if event == "rescheduled":
            said["due_on"] = _DAYS[min(day + 120, len(_DAYS) - 1)][:7]
        if event == "superseded" and self.actions:
            said["superseded_by"] = self.actions[-1]
        return self._new("update", **said)

    def _evidence(self, action: Raw, day: int) -> Raw:
        level = self.chance.choice(("activity", "activity", "quality", "difference"))
        return self._new(
            "evidence", on=_DAYS[day], statement="An audit of twenty files found it in eighteen.",
            level=level, supports=[action["id"]], url="https://example.org/audits/1",
        )  # fmt: skip
