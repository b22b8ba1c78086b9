"""What other tools find in a database: read here in plain SQL, without the library."""

import asyncio
import datetime as dt
import json
import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated, Any, ClassVar
from urllib.parse import urlencode

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import learning_tracker as lt
from asking import DAYS, deciding
from learning_tracker.dates import When
from learning_tracker.errors import StoreProblem
from learning_tracker.fields import Checked, Identifier, Text, fields_of
from learning_tracker.flat import shapes
from learning_tracker.flat.rows import headings, rows_of
from learning_tracker.kinds import _KINDS, Record, kinds
from learning_tracker.links import Links, Relation, links_of
from learning_tracker.network import Network
from learning_tracker.records import Action
from learning_tracker.stores import derived, sql_views
from learning_tracker.stores.dialects import PostgresDialect, SQLiteDialect
from learning_tracker.stores.postgres import Postgres
from learning_tracker.stores.schema import STEPS
from learning_tracker.stores.sqlite import SQLite
from learning_tracker.view import View
from learning_tracker.view.standings import standing
from parts import needs_module
from strategies import networks, whens
from test_stretches import changed, telling_days

Ask = Callable[..., list[dict[str, Any]]]
GUIDE = Path(__file__).parents[1] / "docs" / "how-to" / "other-tools.md"
EXAMPLES = re.findall(r"^```sql\n(.*?)^```$", GUIDE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
CHANGE = {"by": "business-unit", "why": "a test"}


def asker(location: str) -> Ask:
    """Asks a database in SQL with its own driver, and gives rows by the names of columns."""

    def ask(statement: str, *values: object) -> list[dict[str, Any]]:
        with asking(location) as ask_once:
            return ask_once(statement, *values)

    return ask


@contextmanager
def asking(location: str) -> Iterator[Ask]:
    """Asks by one connection, while a block lasts."""
    with closing(connected(location)) as connection:

        def ask(statement: str, *values: object) -> list[dict[str, Any]]:
            marked = statement.replace("?", "%s") if location.startswith("postgres") else statement
            cursor = connection.execute(marked, values)
            names = [one[0] for one in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor] if names else []

        yield ask


def connected(location: str) -> Any:
    """A connection by the engine's own driver."""
    if location.startswith("postgres"):
        return needs_module("psycopg", "postgres").connect(location, autocommit=True)
    return sqlite3.connect(location, isolation_level=None)


def filled(location: str, records: list[Record]) -> lt.Tracker:
    """A tracker in a database that holds these records, and whose views are up to date."""
    tracker = lt.open(location)
    with tracker.change(**CHANGE):
        tracker.add(*records)
    tracker.make_views()
    return tracker


def all_of(tracker: lt.Tracker) -> list[Record]:
    """Every record, whatever the tracker's date."""
    network = tracker.view.network
    return [network[one] for one in network]


def day_text(value: object) -> object:
    """A day as SQLite holds it."""
    return value.isoformat() if isinstance(value, dt.date) else value


# Records


def expected(record: Record) -> dict[str, object]:
    """What a record's row must tell, from the record itself."""
    row: dict[str, object] = {}
    for field in fields_of(type(record)):
        value = getattr(record, field.name)
        if shapes.core_of(field.annotation) is When:
            row[field.name] = value.iso if value else None
            row[f"{field.name}_first"] = value.first.isoformat() if value else None
            row[f"{field.name}_last"] = value.last.isoformat() if value else None
        elif isinstance(value, tuple) and not any(isinstance(one, Checked) for one in value):
            row[field.name] = json.loads(json.dumps(value))
        elif not isinstance(value, tuple | Checked):
            row[field.name] = getattr(value, "value", value)
    return row


def told(row: dict[str, Any], like: dict[str, object]) -> dict[str, object]:
    """A row as `expected` tells of it: days as text, lists read from JSON."""
    return {
        name: json.loads(value) if isinstance(like.get(name), list) else day_text(value)
        for name, value in row.items()
    }


@pytest.mark.parametrize("sample", ["riverton", "medway"])
def test_every_field_of_every_record(database: str, sample: str) -> None:
    """Each record is a row of its kind's view, with every field as the record has it."""
    tracker = filled(database, all_of(lt.sample(sample)))
    ask = asker(database)
    for name, kind in kinds().items():
        view = name.replace("-", "_")
        rows = {row["id"]: row for row in ask(f'SELECT * FROM "{view}"')}
        records = {one.id: one for one in tracker.of(kind)}
        assert rows.keys() == records.keys()
        for one, record in records.items():
            wanted = expected(record)
            rows_told = told(rows[one], wanted)
            empty = [
                field.name for field in fields_of(kind)
                if shapes.shape_of(field) in {shapes.Shape.ROW, shapes.Shape.PART}
            ]  # fmt: skip
            assert rows_told == {key: wanted[key] for key in wanted if key not in empty}


def test_every_link(database: str) -> None:
    """Each reference is a row of its link's view, in the record's order, with its target's kind."""
    tracker = filled(database, all_of(lt.sample()))
    ask = asker(database)
    for kind in kinds().values():
        for link in links_of(kind):
            view = f"{kind.kind}_{link.field}".replace("-", "_")
            rows = ask(f'SELECT * FROM "{view}" ORDER BY id, position')
            assert [tuple(row.values()) for row in rows] == [
                (record.id, place, target, type(tracker[target]).kind)
                for record in tracker.of(kind)
                for place, target in enumerate(link.ids(record), 1)
            ], view


def test_what_stands_within_records(database: str) -> None:
    """Grades, attributes, sections and policies are rows of views of their own."""
    tracker = filled(database, [*all_of(lt.sample())])
    ask = asker(database)
    assert [tuple(row.values()) for row in ask(
        "SELECT * FROM case_file_audit_grades ORDER BY id, position"
    )] == [
        (audit.id, place, *grade)
        for audit in tracker.of(lt.CaseFileAudit)
        for place, grade in enumerate(audit.grades, 1)
    ]  # fmt: skip
    assert [tuple(row.values()) for row in ask(
        "SELECT * FROM lcspr_attributes ORDER BY id, position"
    )] == [
        (review.id, place, *pair)
        for review in tracker.of(lt.LCSPR)
        for place, pair in enumerate(review.attributes, 1)
    ]  # fmt: skip
    assert ask("SELECT * FROM standards_audit_sections ORDER BY id, position") == [
        {"id": audit.id, "position": place} | attrs.asdict(section)
        for audit in tracker.of(lt.StandardsAudit)
        for place, section in enumerate(audit.sections, 1)
    ]
    (policy,) = ask("SELECT * FROM partnership_policy")
    (partnership,) = tracker.of(lt.Partnership)
    assert policy["stale_days"] == partnership.policy.stale_days == 100
    assert policy["sign_off_level"] == partnership.policy.sign_off_level.value
    assert dict(json.loads(policy["colours"])) == {
        verdict.value: colour.value for verdict, colour in partnership.policy.colours
    }


def one_by_one(rows: list[dict[str, Any]]) -> list[tuple[object, ...]]:
    """Rows as plain tuples, days as text."""
    return sorted((tuple(map(day_text, row.values())) for row in rows), key=repr)


@pytest.fixture(scope="module")
def databases(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """An SQLite file and a PostgreSQL schema that many examples share."""
    psycopg = needs_module("psycopg", "postgres")
    mark = "&" if "?" in server else "?"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA many_views")
        yield [
            str(tmp_path_factory.mktemp("views") / "riverton.db"),
            f"{server}{mark}options=-csearch_path%3Dmany_views",
        ]
        connection.execute("DROP SCHEMA many_views CASCADE")


MANY = settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large,
                           HealthCheck.function_scoped_fixture],
)  # fmt: skip


def holds(tracker: lt.Tracker, records: list[Record]) -> None:
    """Have a tracker hold these records and no others, by one change."""
    with tracker.change(**CHANGE):
        for one in list(tracker):
            tracker.remove(one)
        tracker.add(*records)


@MANY
@given(networks(max_size=30), st.lists(whens(), max_size=6))
def test_any_records(databases: list[str], records: list[Record], dates: list[When]) -> None:
    """Whatever the records, each view tells the same as the files of an export."""
    dated = [lt.Meeting(id=f"dated-{n}", body="Group", on=on) for n, on in enumerate(dates)]
    view = View(lt.Tracker([*records, *dated]).view.network)
    for location in databases:
        with lt.open(location) as tracker:
            holds(tracker, [*records, *dated])
        with asking(location) as ask:
            for table in shapes.tables(sql_views.RESERVED):
                rows = ask(f'SELECT * FROM "{table.name}"')
                names = [one.name for one in headings(table)]
                wanted = [dict(zip(names, row, strict=True)) for row in rows_of(table, view)]
                assert one_by_one(rows) == one_by_one(wanted), table.name
                assert {(*row,) for row in rows} <= {(*names,)}


def test_the_log_of_changes(database: str) -> None:
    """Each change is a row of `change`: when, by whom, why, and of how many records."""
    tracker = filled(database, all_of(lt.sample()))
    with tracker.change(by="chair", why="Renamed"):
        tracker.add(lt.Theme(id="new", name="New"))
    ask = asker(database)
    rows = ask("SELECT * FROM change ORDER BY recorded_at")
    assert [(row["changed_by"], row["why"], row["records"]) for row in rows] == [
        ("business-unit", "a test", len(tracker) - 1),
        ("chair", "Renamed", 1),
    ]
    assert rows[0]["recorded_at"] < rows[1]["recorded_at"]
    assert ask("SELECT count(*) AS n FROM revision_current") == [{"n": len(tracker)}]


# Where actions stand


def standings_of(tracker: lt.Tracker, day: dt.date) -> list[dict[str, object]]:
    """What the tracker itself tells of every action as at a day."""
    view = tracker.as_at(day).view
    rows: list[dict[str, object]] = []
    for action in sorted(view.of(Action), key=lambda one: one.id):
        now = standing(view, action)
        reported = now.reported.colour if now.reported else None
        colour = now.policy.colour_of(now.verdict)
        rows.append(
            {
                "id": action.id,
                "lead": action.lead,
                "state": now.state.value,
                "verdict": now.verdict.value,
                "colour": colour.value if colour else None,
                "reported_colour": reported.value if reported else None,
                "outstanding": now.outstanding,
                "said_to_be_done": now.said_to_be_done,
                "evidenced": now.evidenced,
                "late": now.late,
                "first_due_on": now.first_due.iso if now.first_due else None,
                "due_on": now.due.iso if now.due else None,
                "due_on_last": now.due.last.isoformat() if now.due else None,
                "slippage_days": now.slippage,
                "slippage_in_doubt": now.slippage_in_doubt,
                "last_heard_on": day_text(now.last_heard),
                "days_late": now.days_late,
            }
        )
    return rows


def told_in_sql(ask: Ask, day: dt.date | None) -> list[dict[str, object]]:
    """What `action_as_at` tells once the parameter is set."""
    ask("UPDATE as_at SET day = ?", day and day.isoformat())
    rows = ask("SELECT * FROM action_as_at ORDER BY id")
    wanted = (
        "id lead state verdict colour reported_colour outstanding said_to_be_done evidenced late "
        "first_due_on due_on due_on_last slippage_days slippage_in_doubt last_heard_on days_late"
    )
    return [{name: day_text(row[name]) for name in wanted.split()} for row in rows]


def test_where_the_actions_of_riverton_stand(database: str) -> None:
    """As at any day, and as at today, plain SQL gives the tracker's own answers."""
    tracker = filled(database, all_of(lt.sample()))
    ask = asker(database)
    for day in (dt.date(2023, 3, 31), dt.date(2024, 12, 31), dt.date(2025, 11, 20)):
        assert told_in_sql(ask, day) == standings_of(tracker, day)
        at = tracker.as_at(day)
        outstanding = ask("SELECT id FROM action_as_at WHERE outstanding = (1 = 1) ORDER BY id")
        late = ask("SELECT id, days_late FROM action_as_at WHERE late = (1 = 1)")
        assert [row["id"] for row in outstanding] == [
            row.record.id for row in at.actions.outstanding()
        ]
        assert {row["id"]: row["days_late"] for row in late} == {
            row.record.id: row.standing.days_late for row in at.actions.late()
        }
        answerable = ask("SELECT id, answerable FROM action_as_at")
        names = {row.record.id: row.lead.id for row in at.actions.outstanding() if row.lead}
        assert {row["id"]: row["answerable"] for row in answerable if row["id"] in names} == names
    today = dt.datetime.now().astimezone().date()
    assert told_in_sql(ask, None) == standings_of(tracker, today)


@MANY
@given(deciding() | networks(max_size=30), st.data())
def test_where_any_actions_stand(
    databases: list[str], records: list[Record], data: st.DataObject
) -> None:
    """After any changes, one after another, plain SQL gives the tracker's answers of any day."""
    for location in databases:
        tracker = lt.open(location)
        holds(tracker, records)
        for _ in range(2):
            if len(tracker):
                before, after = changed(tracker.view.network, data)
                with tracker.change(**CHANGE):
                    tracker.remove(before.id) if after is None else tracker.replace(after)
        ask = asker(location)
        about = sorted({*telling_days(tracker.view.network), *map(dt.date.fromisoformat, DAYS)})
        for day in data.draw(st.lists(st.sampled_from(about), min_size=2, max_size=5)):
            assert told_in_sql(ask, day) == standings_of(tracker, day)
        tracker.close()


# What is filled, and when


def test_an_import_is_told_at_once(database: str) -> None:
    """After a change of very many records, and one that bears on all actions, all is told."""
    actions = [
        lt.Action(id=f"a{n}", statement="Train them", lead="police", due_on="2025-01")
        for n in range(1100)
    ]
    partnership = lt.Partnership(id="p", name="Riverton")
    with lt.open(database) as tracker:
        with tracker.change(**CHANGE):
            tracker.add(partnership, lt.Agency(id="police", name="Police"), *actions)
        ask, day = asker(database), dt.date(2025, 1, 20)
        assert told_in_sql(ask, day) == standings_of(tracker, day)
        with tracker.change(**CHANGE):
            tracker.replace(attrs.evolve(partnership, policy=lt.Policy(amber_days=3)))
        assert told_in_sql(ask, day) == standings_of(tracker, day)
        assert ask("SELECT DISTINCT verdict, filled FROM action_as_at") == [
            {"verdict": "on_time", "filled": True}
        ]


def test_what_is_too_much_for_a_change(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of more actions than a change waits for nothing is told; of the others, what is so."""
    tracker = lt.open(database)
    with tracker.change(**CHANGE):
        tracker.add(lt.Action(id="a", statement="Train them", due_on="2025-01"))
    monkeypatch.setattr(derived, "MANY_ACTIONS", 1)
    with tracker.change(**CHANGE):
        tracker.add(*(lt.Action(id=one, statement="Train them") for one in "bc"))
    ask = asker(database)
    a, b, c = ask("SELECT * FROM action_as_at ORDER BY id")
    assert (a["state"], a["filled"]) == ("agreed", True)
    for row in (b, c):
        assert (row["filled"], row["state"], row["late"], row["days_late"]) == (0, *[None] * 3)
    assert {row["action_id"] for row in ask("SELECT action_id FROM action_standing")} == {"a"}
    assert [row["id"] for row in ask("SELECT id FROM action_unfilled ORDER BY id")] == ["b", "c"]
    tracker.make_views()
    assert [row["state"] for row in ask("SELECT state FROM action_as_at")] == ["agreed"] * 3
    assert ask("SELECT id FROM action_unfilled") == []


def test_what_was_undone_is_not_waited_for(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change of too many actions that is not kept leaves none of them behind to be counted."""
    tracker = lt.open(database)
    with tracker.change(**CHANGE):
        tracker.add(lt.Action(id="a", statement="Train them"))
    monkeypatch.setattr(derived, "MANY_ACTIONS", 1)
    whole = derived.Derived.keep_up

    def fails(one: derived.Derived, last: int, network: Network) -> None:
        whole(one, last, network)
        raise StoreProblem(database, "written", "the disk is full")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(derived.Derived, "keep_up", fails)
        with pytest.raises(StoreProblem, match="full"), tracker.change(**CHANGE):
            tracker.add(*(lt.Action(id=one, statement="Train them") for one in "bcd"))
    with tracker.change(**CHANGE):
        tracker.add(lt.Action(id="e", statement="Train them"))
    assert asker(database)("SELECT id FROM action_unfilled") == []
    assert [*tracker] == ["a", "e"]


def test_what_waits_is_counted_once(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As long as too many actions wait, no change looks for them anew; once filled, it does."""
    tracker = lt.open(database)
    with tracker.change(**CHANGE):
        tracker.add(lt.Action(id="a", statement="Train them"))
    asked: list[str] = []
    for engine in (SQLite, Postgres):
        monkeypatch.setattr(engine, "ask", _noting(engine.ask, asked))
    monkeypatch.setattr(derived, "MANY_ACTIONS", 1)
    for ids in ("bc", "d"):
        with tracker.change(**CHANGE):
            tracker.add(*(lt.Action(id=one, statement="Train them") for one in ids))
    assert len([one for one in asked if "action_unfilled ORDER" in one]) == 1
    tracker.make_views()
    with tracker.change(**CHANGE):
        tracker.add(lt.Action(id="e", statement="Train them"))
    assert asker(database)("SELECT id FROM action_unfilled") == []


def _noting(ask: Any, asked: list[str]) -> Any:
    def noted(engine: Any, statement: str, *values: object) -> Any:
        asked.append(statement)
        return ask(engine, statement, *values)

    return noted


BEFORE = [
    lt.Agency(id="police", name="Police"),
    lt.LCSPR(id="review", title="A review"),
    lt.Action(id="a", statement="Train them", lead="police", agreed_on="2025-01"),
    lt.Action(id="b", statement="Train them", answers=("review",), agreed_on="2025-01"),
    lt.Update(id="u", action="a", on="2025-02", by="police", event="progress"),
]
"""Two actions, and the one answers an undated review."""


@pytest.mark.parametrize(
    ("change", "touched"),
    [
        ([lt.Update(id="v", action="a", on="2025-03", by="police", event="progress")], "a"),
        (
            [
                lt.Evidence(
                    id="e", on="2025-03", statement="Lists", level="activity", supports=("a", "b")
                )
            ],
            "ab",
        ),
        ([lt.Recommendation(id="r", source="review", statement="Train", made_on="2025-03")], "b"),
        ([lt.Partnership(id="p", name="Riverton")], "ab"),
        ([lt.Theme(id="t", name="Theme"), lt.Agency(id="health", name="Health")], ""),
        ([lt.Action(id="c", statement="Train them", answers=("review",))], "bc"),
        ([attrs.evolve(BEFORE[0], name="Riverton Police")], "a"),
        ([attrs.evolve(BEFORE[4], action="b")], "ab"),
        (["u"], "a"),
        (["b"], "b"),
    ],
)
def test_what_a_change_bears_on(
    database: str, monkeypatch: pytest.MonkeyPatch, change: list[Record | str], touched: str
) -> None:
    """Of these actions, and of no others, nothing is told until they are filled."""
    with lt.open(database) as tracker:
        with tracker.change(**CHANGE):
            tracker.add(*BEFORE)
        monkeypatch.setattr(derived, "MANY_ACTIONS", -1)
        with tracker.change(**CHANGE):
            for one in change:
                if isinstance(one, str):
                    tracker.remove(one)
                else:
                    (tracker.replace if one.id in tracker else tracker.add)(one)
    ask = asker(database)
    assert (
        "".join(row["id"] for row in ask("SELECT id FROM action_unfilled ORDER BY id")) == touched
    )
    told = {row["action_id"] for row in ask("SELECT action_id FROM action_standing")}
    assert told == {"a", "b"} - {*touched}


@MANY
@given(deciding() | networks(max_size=30), st.data())
def test_what_lags_behind_tells_nothing_wrong(
    databases: list[str], records: list[Record], data: st.DataObject
) -> None:
    """However many changes were not waited for: what is told is true, and of the rest nothing is.

    So in `action_standing`, too. The next change that waits tells all.
    """
    network = lt.Tracker(records).view.network
    loose = sorted(one.id for one in records if not [*network.referring(one.id)])
    added = data.draw(st.sets(st.sampled_from(loose), max_size=4)) if loose else set()
    for location in databases:
        with lt.open(location) as tracker, asking(location) as ask:
            holds(tracker, [one for one in records if one.id not in added])
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(derived, "MANY_ACTIONS", -1)
                with tracker.change(**CHANGE):
                    tracker.add(*(one for one in records if one.id in added))
                for _ in range(2):
                    if len(tracker):
                        before, after = changed(tracker.view.network, data)
                        with tracker.change(**CHANGE):
                            tracker.remove(before.id) if after is None else tracker.replace(after)
            about = sorted({*telling_days(tracker.view.network), *map(dt.date.fromisoformat, DAYS)})
            unfilled = {row["id"] for row in ask("SELECT id FROM action_unfilled")}
            for day in data.draw(st.lists(st.sampled_from(about), min_size=1, max_size=3)):
                filled = [row for row in told_in_sql(ask, day) if row["id"] not in unfilled]
                wanted = [
                    row for row in standings_of(tracker, day) if str(row["id"]) not in unfilled
                ]
                assert filled == wanted
                told = ask("SELECT id FROM action_as_at WHERE filled <> (1 = 1)")
                now = {one.id for one in all_of(tracker) if isinstance(one, Action)}
                assert {row["id"] for row in told} == unfilled & now
            assert unfilled.isdisjoint(
                row["action_id"] for row in ask("SELECT action_id FROM action_standing")
            )
            with tracker.change(**CHANGE):
                tracker.add(lt.Theme(id="one-more", name="One more"))
            assert told_in_sql(ask, about[0]) == standings_of(tracker, about[0])
            assert ask("SELECT id FROM action_unfilled") == []


def test_only_what_is_touched_is_told_anew(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One more update has its own action told anew, and no other."""
    tracker = filled(database, all_of(lt.sample()))
    asked: list[str] = []
    whole = derived.course_of
    monkeypatch.setattr(
        derived, "course_of", lambda network, one: (asked.append(one), whole(network, one))[1]
    )
    action = tracker.of(lt.Action)[0]
    with tracker.change(**CHANGE):
        tracker.add(
            lt.Update(action=action.id, on="2025-11-19", by=action.lead or "", event="progress")
        )
    assert asked == [action.id]


def test_what_somebody_else_wrote_is_caught_up_with(database: str) -> None:
    """Where revisions were added without stretches, nothing is told until they are filled."""
    tracker = filled(database, all_of(lt.sample()))
    ask = asker(database)
    ask("UPDATE made SET sequence = NULL WHERE name = 'action_stretch'")
    assert {row["verdict"] for row in ask("SELECT verdict FROM action_as_at")} == {None}
    with tracker.change(**CHANGE):
        tracker.add(lt.Theme(id="new", name="New"))
    day = dt.date(2025, 11, 20)
    assert told_in_sql(ask, day) == standings_of(tracker, day)


def test_a_change_that_fails_leaves_nothing(database: str) -> None:
    """Views and stretches stand or fall with the change that brings them."""
    tracker = lt.open(database)
    with pytest.raises(lt.LearningTrackerError), tracker.change(**CHANGE):
        tracker.add(lt.Action(id="a", statement="Train them", lead="nobody"))
    with tracker.change(**CHANGE):
        tracker.add(lt.Action(id="a", statement="Train them"))
    assert [row["id"] for row in asker(database)("SELECT id FROM action_as_at")] == ["a"]


def test_views_are_made_again_only_where_they_differ(database: str) -> None:
    """What an earlier version made otherwise is made again, the rest is left alone."""
    tracker = filled(database, all_of(lt.sample()))
    ask = asker(database)
    ask("DROP VIEW theme")
    ask("CREATE VIEW theme AS SELECT 1 AS old")
    ask("UPDATE made SET fingerprint = 'old' WHERE name = 'theme'")
    ask("INSERT INTO made (name, sort, fingerprint) VALUES ('gone', 'VIEW', 'x')")
    ask("CREATE VIEW gone AS SELECT 1 AS old")
    ask("CREATE VIEW my_own AS SELECT id FROM agency")
    names = tracker.make_views()
    assert "name" in ask("SELECT * FROM theme")[0]
    assert "gone" not in names
    there = {row["name"] for row in ask("SELECT name FROM made")}
    assert there == set(names)
    assert len(ask("SELECT * FROM my_own")) == len(tracker.of(lt.Agency))
    with pytest.raises(Exception, match="gone"):
        ask("SELECT * FROM gone")


@pytest.mark.parametrize("what", ["VIEW finding", "TABLE action_stretch", "TABLE action_rests_on"])
def test_what_somebody_took_away_is_made_again(database: str, what: str) -> None:
    """A view or a table that is gone does not stand in the way of a change, which makes it anew."""
    filled(database, all_of(lt.sample())).close()
    ask = asker(database)
    ask(f"DROP {what} CASCADE" if database.startswith("postgresql") else f"DROP {what}")
    with lt.open(database) as tracker:
        with tracker.change(**CHANGE):
            tracker.add(lt.Theme(id="new", name="New"))
        for name in tracker.make_views():
            ask(f'SELECT count(*) FROM "{name}"')
        day = dt.date(2025, 11, 20)
        assert told_in_sql(ask, day) == standings_of(tracker, day)


def test_other_rules_have_everything_told_anew(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the code that tells where actions stand is another, nothing of what it told stays."""
    filled(database, all_of(lt.sample())).close()
    monkeypatch.setattr(sql_views, "_RULES", ())
    with lt.open(database) as tracker:
        with tracker.change(**CHANGE):
            tracker.add(lt.Theme(id="new", name="New"))
        day = dt.date(2025, 11, 20)
        assert told_in_sql(asker(database), day) == standings_of(tracker, day)


# Names


@pytest.fixture
def kind_named() -> Iterator[Callable[[str], type[Record]]]:
    """Makes kinds of record, with names as the tests ask, which are gone when a test is over."""
    before = dict(_KINDS)

    def make(name: str) -> type[Record]:
        @attrs.frozen(kw_only=True)
        class Made(Record):
            """Something made up."""

            kind: ClassVar[str] = name

            statement: Text = 'it\'s "said" 100% \\ really?'
            change: Annotated[Identifier | None, Links(Relation.ABOUT, "Theme")] = None
            due: When | None = None
            due_first: str = "x"
            position: int = 3

        return Made

    yield make
    _KINDS.clear()
    _KINDS.update(before)


OURS = ("revision", "migration", "redaction", "made", "as_at", "action-standing", "CON", "Theme")


@pytest.mark.parametrize("name", OURS)
def test_no_kind_takes_a_name_that_is_ours(
    database: str, kind_named: Callable[[str], type[Record]], name: str
) -> None:
    """Whatever a kind is called, its view has a name of its own and tells of it."""
    made = kind_named(name)
    tracker = lt.open(database)
    with tracker.change(**CHANGE):
        tracker.add(made(id="one", due="2025-02"), lt.Theme(id="t", name="T"))
    (table,) = [
        one for one in shapes.tables(sql_views.RESERVED)
        if one.kind is made and one.shape is shapes.Shape.RECORD
    ]  # fmt: skip
    assert table.name.casefold() != name.casefold().replace("-", "_")
    (row,) = asker(database)(f'SELECT * FROM "{table.name}"')
    assert row["statement"] == 'it\'s "said" 100% \\ really?'
    assert (day_text(row["due_first"]), row["due_first_"]) == ("2025-02-01", "x")
    assert row["position"] == 3


def test_what_is_there_already_stays(database: str) -> None:
    """A table that somebody else put into the database keeps its name and its rows."""
    lt.open(database).close()
    ask = asker(database)
    ask("CREATE TABLE theme (mine integer)")
    ask("INSERT INTO theme VALUES (1)")
    tracker = lt.open(database)
    with tracker.change(**CHANGE):
        tracker.add(lt.Theme(id="t", name="T"))
    assert ask("SELECT * FROM theme") == [{"mine": 1}]
    assert ask("SELECT name FROM theme_") == [{"name": "T"}]


@pytest.mark.parametrize("dialect", [SQLiteDialect(), PostgresDialect()])
def test_names_are_all_different(dialect: SQLiteDialect | PostgresDialect) -> None:
    """No two of all that is made, and of the tables that the steps make, share a name."""
    names = [one.name.casefold() for one in sql_views.everything(dialect)]
    assert len(set(names)) == len(names)
    by_steps = {
        statement.split()[2].strip("(").casefold()
        for step in STEPS
        for statement in (*step.sqlite, *step.postgres)
        if statement.split()[:2] == ["CREATE", "TABLE"]
    }
    assert by_steps <= sql_views.RESERVED
    assert by_steps.isdisjoint(names)


# Real tools


@pytest.mark.parametrize("statement", EXAMPLES)
def test_what_the_guide_asks(database: str, statement: str) -> None:
    """Each piece of SQL in the guide is answered by both engines, and none without an answer."""
    filled(database, all_of(lt.sample())).close()
    rows = asker(database)(statement)
    assert rows or statement.startswith("UPDATE")


def test_datasette_reads_the_file(tmp_path: Path) -> None:
    """Datasette serves the views of an SQLite file, and answers SQL as at any day."""
    datasette = needs_module("datasette.app", "dev")
    location = tmp_path / "riverton.db"
    tracker = filled(str(location), all_of(lt.sample()))
    tracker.close()
    served = datasette.Datasette([str(location)])

    async def ask() -> tuple[dict[str, Any], list[dict[str, Any]]]:
        rows = await served.client.get("/riverton/agency.json?_shape=array&_size=max")
        query = (
            "SELECT action_id FROM action_standing WHERE late "
            "AND :day BETWEEN from_day AND until_day"
        )
        asked = urlencode({"sql": query, "day": "2025-11-20", "_shape": "array"})
        late = await served.client.get(f"/riverton.json?{asked}")
        return rows.json(), late.json()

    agencies, late = asyncio.run(ask())
    assert {one["id"] for one in agencies} == {one.id for one in tracker.of(lt.Agency)}
    wanted = tracker.as_at("2025-11-20").actions.late()
    assert {one["action_id"] for one in late} == {row.record.id for row in wanted}


@pytest.fixture
def reader(postgres: str) -> Iterator[str]:
    """The location of the same tracker for a role that sees themes alone, and may add them."""
    ask, role = asker(postgres), f"reader_{os.getpid()}"
    ((schema,),) = (row.values() for row in ask("SELECT current_schema()"))
    filled(postgres, all_of(lt.sample())).close()
    for statement in (
        f"CREATE ROLE {role}",
        f"GRANT USAGE ON SCHEMA {schema} TO {role}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}",
        f"GRANT INSERT ON revision TO {role}",
        "ALTER TABLE revision ENABLE ROW LEVEL SECURITY",
        f"CREATE POLICY themes ON revision TO {role} USING (kind = 'theme')",
    ):
        ask(statement)
    yield f"{postgres}%20-crole%3D{role}"
    ask(f"DROP OWNED BY {role}")
    ask(f"DROP ROLE {role}")


def test_a_view_shows_nobody_more_than_they_may_see(reader: str) -> None:
    """On PostgreSQL a view shows who reads it the revisions that this login may see."""
    ask = asker(reader)
    assert ask("SELECT count(*) AS n FROM action") == [{"n": 0}]
    assert ask("SELECT count(*) AS n FROM finding_themes") == [{"n": 0}]
    assert ask("SELECT count(*) AS n FROM theme") != [{"n": 0}]


def test_who_may_not_fill_can_write_all_the_same(postgres: str, reader: str) -> None:
    """A login without rights on what is derived leaves it, and its owner fills it afterwards.

    Meanwhile nothing is told of what it touched, and of all the rest what is so.
    """
    ask, day = asker(postgres), dt.date(2025, 11, 20)
    with connected(reader) as connection, connection.cursor() as cursor:
        cursor.execute(PostgresDialect.may_make)
        assert cursor.fetchone() == (False,)
        cursor.execute(PostgresDialect.may_fill)
        assert cursor.fetchone() == (False,)
    with lt.open(postgres) as tracker:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(PostgresDialect, "may_make", "SELECT false")
            patch.setattr(PostgresDialect, "may_fill", "SELECT false")
            action = tracker.of(lt.Action)[0]
            said = lt.Update(
                id="said", action=action.id, on="2025-11-19", by=action.lead or "", event="progress"
            )
            with tracker.change(**CHANGE):
                tracker.add(said, lt.Theme(id="new", name="New"))
            with pytest.raises(lt.LearningTrackerError, match="from version 15 on"):
                tracker.make_views()
            patch.setattr(Postgres, "owns", lambda _: False)
            with pytest.raises(lt.LearningTrackerError, match="only the owner of its tables"):
                tracker.make_views()
        told = told_in_sql(ask, day)
        assert [row["id"] for row in told if row["verdict"] is None] == [action.id]
        wanted = [row for row in standings_of(tracker, day) if row["id"] != action.id]
        assert [row for row in told if row["id"] != action.id] == wanted
        assert ask("SELECT name FROM theme WHERE id = 'new'") == [{"name": "New"}]
        with tracker.change(**CHANGE):
            tracker.remove("new")
    assert told_in_sql(ask, day) == standings_of(tracker, day)


# Copies


def test_a_copy_has_the_views(database: str, tmp_path: Path) -> None:
    """A copy into a database tells at once where its actions stand, without a change to it."""
    day = dt.date(2025, 11, 20)
    with filled(str(tmp_path / "original.db"), all_of(lt.sample())) as tracker:
        tracker.save(database)
        ask = asker(database)
        assert told_in_sql(ask, day) == standings_of(tracker, day)
        assert len(ask("SELECT id FROM theme")) == len(tracker.of(lt.Theme))
        assert ask("SELECT id FROM action_unfilled") == []


def test_a_backup_has_the_views(database: str, tmp_path: Path) -> None:
    """So does a backup, of a file as of a server."""
    day = dt.date(2025, 11, 20)
    with filled(database, all_of(lt.sample())) as tracker:
        tracker.backup(tmp_path / "backup.db")
        ask = asker(str(tmp_path / "backup.db"))
        assert told_in_sql(ask, day) == standings_of(tracker, day)
        assert len(ask("SELECT id FROM theme")) == len(tracker.of(lt.Theme))
        assert ask("SELECT id FROM action_unfilled") == []


def test_a_copy_waits_for_all_actions(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many there are: whoever copies a tracker waits in any case."""
    with filled(str(tmp_path / "original.db"), all_of(lt.sample())) as tracker:
        monkeypatch.setattr(derived, "MANY_ACTIONS", 0)
        tracker.save(database)
    assert asker(database)("SELECT DISTINCT filled FROM action_as_at") == [{"filled": True}]
