"""Who sees what on PostgreSQL: every login reads and writes what is its business, no more."""

import json
import os
import shlex
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import attrs
import pytest
from click.testing import CliRunner

import learning_tracker as lt
from learning_tracker.cli import main
from learning_tracker.codec import plain
from learning_tracker.errors import InvalidArgument, InvalidData, StoreProblem, UnknownChoice
from learning_tracker.kinds import Record, kinds
from learning_tracker.revisions import now_after
from learning_tracker.stores import granting, schema, sql_views
from learning_tracker.stores.granting import Access, Login
from learning_tracker.stores.postgres import Postgres
from learning_tracker.stores.shown_fields import shown_fields
from learning_tracker.view.standings import standing
from learning_tracker.vocabulary import RULINGS
from parts import needs_module

psycopg = needs_module("psycopg", "postgres")

SECRET = "SECRET"  # noqa: S105 - what must not be read
PASSWORD = "correct-horse"  # noqa: S105 - of roles that are gone with the test

_ROLES = count(1)

WORLD: tuple[Record, ...] = (
    lt.Partnership(id="ourtown", name="Ourtown", note=SECRET),
    lt.Agency(id="police", name="Police", note=SECRET),
    lt.Agency(id="borough", name="Borough police", succeeded_by="police", succeeded_on="2020-04"),
    lt.Agency(id="health", name="Health"),
    lt.Agency(id="group", name="Learning group", role="group"),
    lt.Theme(id="fathers", name="Fathers", note=SECRET),
    lt.RapidReview(
        id="ash", title="Review Ash", summary=SECRET, incident_on="2025-01-10", children=2,
        attributes=(("harm", SECRET),), decision=SECRET, note=SECRET,
    ),
    lt.CaseFileAudit(id="audit", title="Audit of files", topic="fathers", summary=SECRET),
    lt.LCSPR(
        id="open", title="Review Oak", summary="Told to all.", publication="published",
        published_on="2025-03-01", arises_from=("ash", "SECRET-rapid"), note=SECRET,
        attributes=(("harm", SECRET),),
    ),
    lt.RapidReview(id="elm", title="Review Elm", incident_on="2024-12-01", summary=SECRET),
    lt.RapidReview(id="SECRET-rapid", title=SECRET),
    lt.LearningReview(id="SECRET-unseen", title=SECRET),
    lt.LCSPR(id="SECRET-embargo", title=f"{SECRET} embargo", publication="embargoed"),
    lt.Finding(id="SECRET-found", sources=("audit",), judgement="improvement", statement=SECRET),
    lt.Recommendation(
        id="rec-police", source="ash", statement="Ask fathers.", findings=("SECRET-found",),
        addressed_to=("police", "health"), themes=("fathers",), note=SECRET,
    ),
    lt.Recommendation(
        id="rec-borough", source="ash", statement="Ask again.", addressed_to=("borough",)
    ),
    lt.Recommendation(
        id="SECRET-rec-health", source="elm", statement=SECRET, addressed_to=("health",)
    ),
    lt.Recommendation(
        id="SECRET-rec-all", source="elm", statement=SECRET, addressed_to=("ourtown",)
    ),
    lt.Response(
        id="answer-police", recommendation="rec-police", agency="police", decision="accepted",
        on="2025-02-01", reason="Agreed.",
    ),
    lt.Response(
        id="SECRET-answer", recommendation="rec-police", agency="health", decision="accepted",
        on="2025-02-01", reason=SECRET,
    ),
    lt.Action(
        id="act-police", statement="Change the form.", answers=("rec-police", "SECRET-rec-health"),
        lead="police", agreed_on="2025-03-01", due_on="2025-06-30", depends_on=("SECRET-act",),
        note=SECRET,
    ),
    lt.Action(
        id="act-support", statement="Train.", answers=("SECRET-found",), lead="health",
        supporting=("police",), agreed_on="2025-03-01",
    ),
    lt.Action(
        id="SECRET-act", statement=SECRET, answers=("SECRET-rec-health",), lead="health",
        agreed_on="2025-03-01",
    ),
    lt.Meeting(id="SECRET-meeting", body=SECRET, on="2025-04-01"),
    lt.Decision(
        id="SECRET-decided", meeting="SECRET-meeting", about=("act-police",), statement=SECRET
    ),
    lt.Update(
        id="said-police", action="act-police", on="2025-04-01", by="police", event="progress",
        statement="Half way.", meeting="SECRET-meeting", note=SECRET,
    ),
    lt.Update(
        id="said-borough", action="act-police", on="2025-04-02", by="borough", event="progress"
    ),
    lt.Update(
        id="SECRET-said", action="act-support", on="2025-04-01", by="health", event="progress",
        statement=SECRET,
    ),
    lt.Update(
        id="SECRET-said-2", action="SECRET-act", on="2025-04-01", by="health", event="progress",
        statement=SECRET,
    ),
    lt.Update(
        id="ruled", action="act-police", on="2025-04-01", by="group", event="rescheduled",
        due_on="2025-09-30", statement=SECRET, meeting="SECRET-meeting", note=SECRET,
    ),
    lt.Update(
        id="SECRET-ruled", action="SECRET-act", on="2025-04-01", by="group", event="signed_off",
        statement=SECRET,
    ),
    lt.Measure(id="files", name="Files with a father", unit="per cent", note=SECRET),
    lt.Measure(id="SECRET-other", name=SECRET, unit="per cent"),
    lt.Observation(id="SECRET-seen", of="files", on="2025-05-01", value=12345.5),
    lt.Evidence(
        id="shows-police", on="2025-05-01", statement="Forms are used.", level="quality",
        supports=("act-police", "SECRET-act", "SECRET-found"), drawn_from="files", note=SECRET,
    ),
    lt.Evidence(
        id="shows-support", on="2025-05-01", statement="Lists.", level="activity",
        supports=("act-support",), drawn_from="audit",
    ),
    lt.Evidence(
        id="SECRET-shows", on="2025-05-01", statement=SECRET, level="quality",
        supports=("SECRET-act", "rec-police"), drawn_from="SECRET-other",
    ),
    lt.Dissemination(id="SECRET-spread", sources=("open",), channel="website", on="2025-05-01"),
    lt.Request(
        id="asks-police", agency="police", actions=("act-police", "SECRET-act"),
        sent_on="2025-05-01", due_back_on="2025-05-15", note=SECRET,
    ),
    lt.Request(
        id="SECRET-asks", agency="health", actions=("act-police",), sent_on="2025-05-01",
        due_back_on="2025-05-15", note=SECRET,
    ),
)  # fmt: skip
"""A tracker of which the police may read everything that is not marked."""

WHOLE = {
    "ourtown", "police", "borough", "health", "group", "fathers", "open", "rec-police",
    "rec-borough", "answer-police", "act-police", "act-support", "said-police", "said-borough",
    "shows-police", "shows-support", "asks-police",
}  # fmt: skip
IN_TITLE = {"ash", "audit", "elm", "files"}
""""elm" is behind an action of the police by way of a recommendation to others."""


def as_role(url: str, role: str) -> str:
    """The URL of the same tracker for another login."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{role}:{PASSWORD}@{host}").geturl()


@attrs.frozen
class World:
    """A tracker on a server, and logins to it.

    Attributes:
        url: the owner's.
        login: makes a role and grants it access: its kind and, of an agency, which.
    """

    url: str
    login: Callable[..., str]

    def connect(self, url: str) -> Any:
        """A connection for plain SQL."""
        return psycopg.connect(url, autocommit=True)


@pytest.fixture
def roles(server: str) -> Iterator[Callable[[], str]]:
    """Gives names of roles that no other test has; they are gone when the test is over."""
    given: list[str] = []

    def one_more() -> str:
        given.append(f"lt test {os.getpid()} {next(_ROLES)}".replace(" ", "_"))
        return given[-1]

    yield one_more
    with psycopg.connect(server, autocommit=True) as connection:
        for role in given:
            if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                connection.execute(f"DROP OWNED BY {role}")
                connection.execute(f"DROP ROLE {role}")


@pytest.fixture
def world(roles: Callable[[], str], postgres: str) -> World:
    """The tracker `WORLD` on a server, with a past."""
    with lt.open(postgres) as tracker:
        with tracker.change(by=SECRET, why=SECRET):
            tracker.add(*(_earlier(record) for record in WORLD))
        with tracker.change(by=SECRET, why=SECRET):
            for record in WORLD:
                tracker.replace(record)

    def login(access: Access = Access.AGENCY, agency: str | None = "police") -> str:
        role = roles()
        server = Postgres(postgres)
        of = agency if access is Access.AGENCY else None
        granting.grant(server, Login(role, access, of), PASSWORD)
        server.close()
        return as_role(postgres, role)

    return World(postgres, login)


def _earlier(record: Record) -> Record:
    """A record as it stood before: it held something that is not for everybody."""
    if isinstance(record, lt.Source):
        return attrs.evolve(record, summary=f"{SECRET} earlier", publication="unpublished")
    if isinstance(record, lt.Update):
        return attrs.evolve(
            record, statement=SECRET if record.by in {"health", "group"} else "Begun."
        )
    return attrs.evolve(record, where=f"{SECRET} earlier")


# What an agency reads


@pytest.fixture
def police(world: World) -> str:
    """The URL of a login for the police."""
    return world.login()


def _everything(url: str) -> str:
    """All that a login can select from any table or view that it can name, as text."""
    told = []
    with psycopg.connect(url, autocommit=True) as connection:
        names = connection.execute(
            "SELECT oid::regclass::text FROM pg_class WHERE relkind IN ('r', 'v', 'm', 'S', 'f')"
            " AND relnamespace = current_schema()::regnamespace"
        ).fetchall()
        assert ("revision",) in names
        for (name,) in names:
            try:
                told += connection.execute(f"SELECT row(x.*)::text FROM {name} x").fetchall()  # noqa: S608 - ours
            except psycopg.errors.InsufficientPrivilege:
                continue
    return "\n".join(text for (text,) in told)


def test_an_agency_reads_what_is_its_business(police: str) -> None:
    """Its tracker holds what is published, what is its own and what is needed to read them."""
    assert set(lt.open(police)) == WHOLE | IN_TITLE | {"ruled"}


def test_nothing_else_is_read_in_plain_sql_either(police: str) -> None:
    """In all that an agency can select there is no word, id, reason or earlier text of others'."""
    told = _everything(police)
    assert "Ask fathers." in told
    assert SECRET not in told
    assert "12345" not in told


def test_sources_are_read_in_title_only(police: str) -> None:
    """Of an unpublished source there is its title, and what no record of its kind lacks."""
    shown = lt.open(police)
    assert shown["ash"] == lt.RapidReview(id="ash", title="Review Ash")
    assert shown["elm"] == lt.RapidReview(id="elm", title="Review Elm")
    assert shown["audit"] == lt.CaseFileAudit(id="audit", title="Audit of files", topic="fathers")


def test_published_sources_are_read_as_the_public_reads_them(police: str) -> None:
    """A published source is shown without notes, attributes and small counts of children."""
    shown = lt.open(police)["open"]
    assert isinstance(shown, lt.LCSPR)
    assert (shown.summary, shown.note, shown.attributes) == ("Told to all.", "", ())
    assert lt.open(police)["ash"].children is None  # type: ignore[attr-defined] # a rapid review


def test_links_to_what_is_not_shown_are_left_out(police: str) -> None:
    """A record that is shown leads to nothing that is not; sources stand for what is behind."""
    shown = lt.open(police)
    assert shown["open"].arises_from == ("ash",)  # type: ignore[attr-defined] # an LCSPR
    assert shown["rec-police"].findings == ()  # type: ignore[attr-defined] # a recommendation
    assert shown["act-police"].answers == ("rec-police", "elm")  # type: ignore[attr-defined] # an action
    assert shown["act-police"].depends_on == ()  # type: ignore[attr-defined] # the same
    assert shown["act-support"].answers == ("audit",)  # type: ignore[attr-defined] # the same
    assert shown["shows-police"].supports == ("act-police",)  # type: ignore[attr-defined] # evidence
    assert shown["asks-police"].actions == ("act-police",)  # type: ignore[attr-defined] # a request


def test_a_ruling_is_read_without_its_words(police: str) -> None:
    """The dates of a ruling are shown, so that an action is not called late which is not."""
    shown = lt.open(police)
    assert shown["ruled"] == lt.Update(
        id="ruled", action="act-police", on="2025-04-01", by="group", event="rescheduled",
        due_on="2025-09-30",
    )  # fmt: skip
    assert not shown.as_at("2025-07-31").actions.late()


def test_evidence_counts_for_an_agency_as_it_does_for_all(world: World, police: str) -> None:
    """What evidence was drawn from is named, so that it is not taken for mere words."""
    for url in (world.url, police):
        shows = lt.open(url)["shows-police"]
        assert isinstance(shows, lt.Evidence)
        assert shows.counts_as.value == "quality"


def test_other_agencies_read_other_things(world: World) -> None:
    """What the one agency reads of its own, another does not."""
    shown = set(lt.open(world.login(agency="health")))
    assert {"SECRET-act", "act-support", "SECRET-said"} <= shown
    assert shown.isdisjoint({"act-police", "said-police", "rec-borough", "asks-police"})


def test_an_agency_is_not_read_by_the_one_that_it_became(world: World) -> None:
    """The successor reads what its predecessor was asked; not the other way round."""
    assert "rec-police" not in lt.open(world.login(agency="borough"))


def test_a_succession_that_has_not_begun_changes_nothing(world: World) -> None:
    """What is asked of an agency stays its own until the day on which another takes over."""
    with lt.open(world.url) as tracker, tracker.change(by="unit"):
        later = attrs.evolve(tracker["borough"], succeeded_on="2099-04")
        tracker.replace(later)
    assert "rec-borough" not in lt.open(world.login())


def _expected(tracker: lt.Tracker, agency: str) -> set[str]:
    """What an agency reads of a whole tracker, reckoned from the records alone."""
    us = {agency}
    while more := {one.id for one in tracker.of(lt.Agency) if one.succeeded_by in us} - us:
        us |= more
    actions = [one for one in tracker.of(lt.Action) if us & {one.lead, *one.supporting}]
    asked = [one for one in tracker.of(lt.Recommendation) if us & set(one.addressed_to)]
    on = {one.id for one in actions}
    updates = [one for one in tracker.of(lt.Update) if one.action in on]
    shows = [one for one in tracker.of(lt.Evidence) if on & set(one.supports)]
    behind = {one.source for one in asked}
    for answered in (tracker[one] for action in actions for one in action.answers):
        if isinstance(answered, lt.Recommendation):
            behind.add(answered.source)
        else:
            behind |= set(getattr(answered, "sources", (answered.id,)))
    named = [one.drawn_from for one in shows if one.drawn_from is not None]
    published = (one for one in tracker.of(lt.Source) if one.publication.value == "published")
    reference = (lt.Partnership, lt.Agency, lt.Theme)
    own = [
        *(one for kind in reference for one in tracker.of(kind)),
        *(*published, *asked, *actions, *shows),
        *(one for one in updates if one.by in us or one.event in RULINGS),
        *(one for one in tracker.of(lt.Response)
          if one.agency in us and one.recommendation in {each.id for each in asked}),
        *(one for one in tracker.of(lt.Request) if one.agency in us),
    ]  # fmt: skip
    return {one.id for one in own} | behind | set(named)


def test_every_agency_of_an_example_reads_what_it_should(
    postgres: str, roles: Callable[[], str]
) -> None:
    """For each agency of Riverton, what its login reads is what the records themselves give."""
    sample, role = lt.sample(), roles()
    with lt.open(postgres) as tracker:
        with tracker.change(by="unit"):
            tracker.add(*(sample.view.network[one] for one in sample.view.network))
        for agency in tracker.of(lt.Agency):
            granting.grant(Postgres(postgres), Login(role, Access.AGENCY, agency.id), PASSWORD)
            shown = lt.open(as_role(postgres, role))
            assert set(shown) == _expected(tracker, agency.id)
            assert not shown.check().errors


# The history


def test_the_history_of_others_is_not_read(police: str) -> None:
    """Of what others changed, an agency reads the last revision, and not who or why."""
    made = lt.open(police)._store.revisions()  # type: ignore[union-attr] # it has one
    others = [one for one in made if one.id not in {"said-police", "said-borough"}]
    assert len({one.id for one in others}) == len(others)
    assert {(one.by, one.why) for one in made} == {("", "")}


def test_the_history_of_its_own_updates_is_read(police: str) -> None:
    """Of its own updates an agency reads every revision."""
    store = lt.open(police)._store
    assert store is not None
    made = store.revisions(record="said-police")
    assert [(one.number, one.record.statement) for one in made] == [  # type: ignore[union-attr] # an update
        (1, "Begun."),
        (2, "Half way."),
    ]


def test_what_was_known_then_is_not_told_to_an_agency(world: World, police: str) -> None:
    """An agency's login is shown what is held since it is there, and is told so."""
    before = now_after(None)
    store = lt.open(police)._store
    assert store is not None
    held, opened = set(store.load().records), now_after(None)
    with lt.open(world.url) as unit, unit.change(by="unit"):
        unit.replace(attrs.evolve(unit["act-police"], due_on="2026-01-01"))
    assert set(store.load().records) != held == set(store.load(opened).records)
    with pytest.raises(StoreProblem, match="shown what is held now"):
        store.load(before)


def test_an_agency_asks_for_the_history(police: str) -> None:
    """The log and a record's history are told to an agency, as far as they are its own."""
    tracker = lt.open(police)
    with tracker.change(by="police", why="June"):
        tracker.add(SAID)
    assert len(tracker.history("said-police")) == 2
    assert len(tracker.history("rec-police")) == 1
    told = f"{tracker.log()}{tracker.history('said')}{tracker.history('ash')}"
    assert "June" in told
    assert SECRET not in told
    with pytest.raises(lt.LearningTrackerError):
        tracker.known_at("2020-01-01")


def test_what_is_no_longer_an_agencys_is_gone(world: World, police: str) -> None:
    """A tracker that is open loses what the unit takes from the agency, and gains what it gives."""
    shown, unit = lt.open(police), lt.open(world.url)
    with unit.change(by="unit"):
        unit.replace(attrs.evolve(unit["rec-borough"], addressed_to=("health",)))
        unit.replace(attrs.evolve(unit["SECRET-rec-health"], addressed_to=("police",)))
        unit.replace(attrs.evolve(unit["SECRET-unseen"], publication="published"))
    shown.refresh()
    assert "rec-borough" not in shown
    assert {"SECRET-rec-health", "SECRET-unseen"} <= set(shown)
    assert set(shown) == set(lt.open(police))


# What an agency adds

SAID = lt.Update(
    id="said", action="act-police", on="2025-06-01", by="police", event="completed",
    statement="The form is “in use”.\n\tSince May: é \\ 👍", due_on="2025-06/2025-07",
    colour="green",
)  # fmt: skip
SHOWN = lt.Evidence(
    id="shows", on="2025-06", statement="18 of 20.", level="quality", url="https://a.example/?q=1",
    supports=("act-police", "act-support"), drawn_from="open",
)  # fmt: skip


def test_an_agency_adds_updates_and_evidence(world: World, police: str) -> None:
    """What an agency adds is held at once, for everybody, with its name and its reason."""
    tracker = lt.open(police)
    with tracker.change(by="police", why="our return of June"):
        tracker.add(SAID, SHOWN)
    with lt.open(world.url) as unit:
        assert unit["said"] == SAID == tracker["said"] == lt.open(police)["said"]
        assert unit["shows"] == SHOWN == tracker["shows"] == lt.open(police)["shows"]
        assert unit._store is not None
        first, second = unit._store.revisions()[-2:]
    assert (first.by, first.why) == (second.by, second.why) == ("police", "our return of June")
    assert (first.change, first.at) == (second.change, second.at)
    assert second.sequence == first.sequence + 1
    assert (first.number, second.number) == (1, 1)


def test_the_reason_of_its_own_changes_is_read(police: str) -> None:
    """An agency reads who made its own changes and why, whichever of its names it gave."""
    tracker = lt.open(police)
    role = str(urlsplit(police).username)
    for number, by in enumerate(("police", role)):
        with tracker.change(by=by, why="June"):
            tracker.add(attrs.evolve(SAID, id=f"said-{number}"))
        (revision,) = tracker._store.revisions(record=f"said-{number}")  # type: ignore[union-attr] # it has one
        assert (revision.by, revision.why) == (by, "June")


def test_changes_of_others_do_not_hinder_an_agency(world: World, police: str) -> None:
    """An agency adds on top of what others did meanwhile, shown to it or not."""
    tracker, unit = lt.open(police), lt.open(world.url)
    for number, other in enumerate(("SECRET-act", "act-police")):
        with unit.change(by="unit"):
            unit.replace(attrs.evolve(unit[other], statement=f"{SECRET} {number}"))
        with tracker.change(by="police"):
            tracker.add(attrs.evolve(SAID, id=f"said-{number}"))
    assert tracker["act-police"].statement == f"{SECRET} 1"  # type: ignore[attr-defined] # an action
    with unit.change(by="unit"):
        unit.replace(attrs.evolve(unit["said-0"], note="Read."))
    assert len(unit) == len(WORLD) + 2


def test_moments_grow_whatever_clocks_say(world: World, police: str) -> None:
    """What an agency adds comes after a change that a clock gone wrong put into the future."""
    with psycopg.connect(world.url, autocommit=True) as owner:
        owner.execute("ALTER TABLE revision DISABLE TRIGGER USER")
        owner.execute(
            "UPDATE revision SET recorded_at = '2099-12-31T23:59:59.999999Z' "
            "WHERE sequence = (SELECT max(sequence) FROM revision)"
        )
        with lt.open(police) as tracker, tracker.change(by="police"):
            tracker.add(SAID, SHOWN)
        moments = owner.execute("SELECT recorded_at FROM revision ORDER BY sequence DESC LIMIT 2")
        assert moments.fetchall() == [("2100-01-01T00:00:00.000000Z",)] * 2


NOT_TO_ADD: dict[str, tuple[Record, str, str]] = {
    "an update in another's name": (attrs.evolve(SAID, by="health"), "police", "is by police"),
    "an update of a group": (attrs.evolve(SAID, by="group"), "police", "is by police"),
    "an update of the agency before": (attrs.evolve(SAID, by="borough"), "police", "is by police"),
    "a change in another's name": (SAID, "health", "the change is by police or lt_test"),
    "a change of the unit": (SHOWN, "business-unit", "the change is by police or lt_test"),
    "a note": (attrs.evolve(SAID, note="x"), "police", "note is not for it to fill in"),
    "evidence for a recommendation": (
        attrs.evolve(SHOWN, supports=("act-police", "rec-police")), "police",
        "supports must lead to an action",
    ),
    "evidence for nothing": (
        attrs.evolve(SHOWN, supports=()), "police", "supports must be filled in"
    ),
    "an action": (lt.Action(id="new", statement="x", lead="police"), "police", "nothing else"),
    "a theme": (lt.Theme(id="new", name="x"), "police", "nothing else"),
    "a response": (
        lt.Response(
            id="new", recommendation="rec-police", agency="police", decision="accepted",
            on="2025-06-01",
        ), "police", "nothing else",
    ),
    **{
        f"a ruling: {event.value}": (
            attrs.evolve(SAID, event=event), "police",
            "event must be one of progress, proposed_date, completed",
        ) for event in sorted(RULINGS, key=lambda one: one.value)
    },
}  # fmt: skip


@pytest.mark.parametrize("case", NOT_TO_ADD)
def test_what_an_agency_may_not_add(world: World, police: str, case: str) -> None:
    """What is not in its own name, or not its business, is refused and leaves all as it was."""
    record, by, why = NOT_TO_ADD[case]
    tracker = lt.open(police)
    before = dict(tracker)
    with pytest.raises(StoreProblem, match=why), tracker.change(by=by):
        tracker.add(attrs.evolve(SAID, id="said-well"), record)
    assert dict(tracker) == before == dict(lt.open(police))
    assert len(lt.open(world.url)) == len(WORLD)
    with tracker.change(by="police"):
        tracker.add(attrs.evolve(SAID, id="said-well"))


def test_a_refused_change_is_told_once(police: str, caplog: pytest.LogCaptureFixture) -> None:
    """The error says why; the driver logs, and so prints, nothing on the rows that follow."""
    tracker = lt.open(police)
    many = (attrs.evolve(SHOWN, id=f"shows-{number}") for number in range(500))
    with pytest.raises(StoreProblem, match="is by police"), tracker.change(by="police"):
        tracker.add(attrs.evolve(SAID, by="health"), *many)
    assert [one.getMessage() for one in caplog.records if one.name == "psycopg"] == []


def test_an_agency_changes_and_removes_nothing(world: World, police: str) -> None:
    """Neither its own records nor those of others can be replaced or removed."""
    tracker = lt.open(police)
    before = dict(tracker)
    with pytest.raises(StoreProblem, match="is or was a record"), tracker.change(by="police"):
        tracker.replace(attrs.evolve(tracker["said-police"], statement="Never said."))
    with pytest.raises(StoreProblem, match="nothing else"), tracker.change(by="police"):
        tracker.replace(attrs.evolve(tracker["act-police"], due_on="2030-01-01"))
    with pytest.raises(StoreProblem, match="it removes nothing"), tracker.change(by="police"):
        tracker.remove("said-police")
    assert dict(tracker) == before
    assert lt.open(world.url)["said-police"] == next(
        one for one in WORLD if one.id == "said-police"
    )


def test_an_id_that_was_ever_used_is_refused(world: World, police: str) -> None:
    """Also one that the agency is not shown, and one of a record that was removed."""
    with lt.open(world.url) as unit, unit.change(by="unit"):
        unit.remove("SECRET-spread")
    for taken in ("SECRET-said", "SECRET-spread"):
        tracker = lt.open(police)
        with pytest.raises(StoreProblem, match="is or was a record"), tracker.change(by="police"):
            tracker.add(attrs.evolve(SAID, id=taken))


# What an agency tries in plain SQL


def _role(url: str) -> str:
    """The role with which a URL logs in."""
    return str(urlsplit(url).username)


def _body(record: Record, **other: object) -> str:
    return json.dumps({**plain(record), **other})


def _try(url: str, statement: str, *values: object) -> str:
    """What a login is told that tries a statement: the code of the error, or its own words."""
    with psycopg.connect(url, autocommit=True) as connection:
        try:
            connection.execute(statement, values)
        except psycopg.Error as refused:
            told = refused.diag.message_primary if refused.sqlstate == "LT001" else None
            return told or str(refused.sqlstate)
    return "done"


NOT_ALLOWED = psycopg.errors.InsufficientPrivilege.sqlstate

ATTEMPTS = (
    "SELECT * FROM revision",
    "SELECT why FROM revision",
    "SELECT * FROM login",
    "SELECT * FROM agency_field",
    "INSERT INTO revision SELECT * FROM revision",
    "INSERT INTO login VALUES ('x', 'unit', NULL)",
    "UPDATE login SET access = 'unit', agency = NULL",
    "UPDATE revision SET why = 'x'",
    "DELETE FROM revision",
    "TRUNCATE revision",
    "DROP TABLE revision",
    "ALTER TABLE revision DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE revision DISABLE TRIGGER ALL",
    "DROP TRIGGER revision_not_changed ON revision",
    "DROP TRIGGER agency_adds ON agency_revision",
    "UPDATE agency_revision SET why = 'x'",
    "DELETE FROM agency_revision",
    "DROP VIEW agency_revision",
    "CREATE OR REPLACE VIEW agency_revision AS SELECT 1",
    "CREATE TABLE mine (x int)",
    "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "INSERT INTO migration VALUES (99, 'x')",
    "UPDATE migration SET version = 99",
    "SET ROLE postgres",
    "SET SESSION AUTHORIZATION postgres",
    "SET session_replication_role = replica",
    "CREATE ROLE mine",
    "GRANT SELECT ON revision TO PUBLIC",
    "CREATE POLICY mine ON revision USING (true)",
    "SELECT agency_refusal('health', NULL)",
    "SELECT agency_wrong_field('{}', NULL)",
    "SELECT agency_plain('x')",
    "COPY agency_revision TO PROGRAM 'cat'",
    "COPY revision TO STDOUT",
)


def test_an_agency_is_refused_whatever_else_it_tries(world: World, police: str) -> None:
    """No table but its own view can be read, and nothing can be rewritten, removed or made."""
    errors = psycopg.errors
    refusals = {
        errors.InsufficientPrivilege.sqlstate,
        errors.WrongObjectType.sqlstate,  # a view's triggers
        errors.ObjectNotInPrerequisiteState.sqlstate,  # a view that takes no UPDATE
    }
    assert {one for one in ATTEMPTS if _try(police, one) not in refusals} == set()
    assert dict(lt.open(world.url)) == {one.id: one for one in WORLD}


def test_row_security_cannot_be_switched_off(world: World, police: str) -> None:
    """Somebody who is given the table by mistake reads no row of it, whatever is set."""
    role = urlsplit(police).username
    with psycopg.connect(world.url, autocommit=True) as owner:
        owner.execute(f"GRANT SELECT, INSERT ON revision TO {role}")
    with psycopg.connect(police, autocommit=True) as connection:
        assert connection.execute("SELECT * FROM revision").fetchall() == []
        connection.execute("SET row_security = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT * FROM revision")
    assert set(lt.open(police)) == WHOLE | IN_TITLE | {"ruled"}


def test_a_function_of_its_own_sees_nothing_more(police: str) -> None:
    """A function in a WHERE, cheap as it calls itself, is given no row that is not shown."""
    told: list[str] = []
    with psycopg.connect(police, autocommit=True) as connection:
        connection.add_notice_handler(lambda notice: told.append(str(notice.message_primary)))
        connection.execute(
            "CREATE FUNCTION pg_temp.leak(text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 "
            "AS $$ BEGIN RAISE NOTICE 'saw %', $1; RETURN true; END $$"
        )
        for column in ("body", "why", "record_id", "changed_by"):
            leaking = f"SELECT 1 FROM agency_revision WHERE pg_temp.leak({column})"  # noqa: S608 - ours
            connection.execute(leaking)
    assert any("Ask fathers." in one for one in told)
    assert not [one for one in told if SECRET in one]


def test_tables_of_its_own_do_not_stand_in_for_the_trackers(world: World, police: str) -> None:
    """A temporary table or view of the same name deceives nobody but the session that made it."""
    with psycopg.connect(police, autocommit=True) as connection:
        schema = connection.execute("SELECT current_schema()").fetchone()[0]
        connection.execute("CREATE TEMP TABLE login (role text, access text, agency text)")
        connection.execute("INSERT INTO login VALUES (session_user, 'agency', 'health')")
        connection.execute("CREATE TEMP TABLE agency_field AS SELECT 1 AS kind")
        connection.execute("CREATE TEMP VIEW agency_revision AS SELECT 'act-police' AS record_id")
        connection.execute(f"SET search_path = pg_temp, {schema}")
        view = f"{schema}.agency_revision"
        shown = connection.execute(f"SELECT record_id FROM {view} WHERE current")  # noqa: S608 - ours
        assert {one for (one,) in shown.fetchall()} == WHOLE | IN_TITLE | {"ruled"}
        with pytest.raises(psycopg.Error, match="is by police"):
            connection.execute(
                BY_HAND.replace("agency_revision", view),
                ["c", "said", "update", "police", "", _body(attrs.evolve(SAID, by="health"))],
            )
    assert len(lt.open(world.url)) == len(WORLD)


BY_HAND = (
    "INSERT INTO agency_revision (change_id, record_id, kind, changed_by, why, body) "
    "VALUES (%s, %s, %s, %s, %s, %s)"
)


def test_an_agency_adds_by_hand(world: World, police: str) -> None:
    """What is added in plain SQL is numbered, dated and sealed by the server, and can be read."""
    assert _try(police, BY_HAND, "c", "said", "update", "police", None, _body(SAID)) == "done"
    assert lt.open(world.url)["said"] == SAID


def test_numbers_and_moments_cannot_be_given(world: World, police: str) -> None:
    """An agency gives no sequence, no number and no moment: it may not fill in these columns."""
    for column, value in (
        ("sequence", 1), ("number", 7), ("recorded_at", "2020-01-01T00:00:00.000000Z"),
    ):  # fmt: skip
        statement = BY_HAND.replace("change_id", f"{column}, change_id").replace("(%s", "(%s, %s")
        told = _try(police, statement, value, "c", "said", "update", "police", "", _body(SAID))
        assert told == NOT_ALLOWED
    assert len(lt.open(world.url)) == len(WORLD)


WRONG_ROWS: dict[str, tuple[tuple[str | None, ...], str]] = {
    "no body": (("c", "said", "update", "police", "", None), "it removes nothing"),
    "a list": (("c", "said", "update", "police", "", "[]"), "nothing else"),
    "a text": (("c", "said", "update", "police", "", '"said"'), "nothing else"),
    "null": (("c", "said", "update", "police", "", "null"), "nothing else"),
    "another kind": (("c", "said", "evidence", "police", "", _body(SAID)), "are not those"),
    "another kind within": (("c", "said", "update", "police", "", _body(SHOWN)), "are not those"),
    "another id": (("c", "x", "update", "police", "", _body(SAID)), "are not those"),
    "no kind": (("c", "said", None, "police", "", _body(SAID)), "nothing else"),
    "no id": (("c", None, "update", "police", "", _body(SAID)), "are not those"),
    "no author": (("c", "said", "update", None, "", _body(SAID)), "by police or"),
    "no change": ((None, "said", "update", "police", "", _body(SAID)), "no plain text"),
    "a change with a space": (
        ("a b", "said", "update", "police", "", _body(SAID)),
        "no plain text",
    ),
    "a control character": (
        ("c", "said", "update", "police", "\x1f", _body(SAID)),
        "no plain text",
    ),
}


def test_a_row_that_does_not_hang_together_is_refused(world: World, police: str) -> None:
    """Kind, id, author and change of a revision must be there and fit its record."""
    told = {case: _try(police, BY_HAND, *values) for case, (values, _) in WRONG_ROWS.items()}
    assert [told[case] for case, (_, why) in WRONG_ROWS.items() if why not in told[case]] == []
    assert len(lt.open(world.url)) == len(WORLD)


BAD_FIELDS: list[tuple[Record, str, object]] = [
    (SAID, "on", "tomorrow"), (SAID, "on", "2025-02-30"), (SAID, "on", "2025-13"),
    (SAID, "on", "1899-12-31"), (SAID, "on", "2101"), (SAID, "on", "2025-02/2025-01"),
    (SAID, "on", "2025-2-1"), (SAID, "on", "2025-01-01/2025-01-02/2025-01-03"), (SAID, "on", ""),
    (SAID, "on", "2025-01\n"), (SAID, "on", 2025), (SAID, "on", None), (SAID, "on", "٢٠٢٥"),
    (SAID, "due_on", "soon"), (SAID, "due_on", None), (SAID, "colour", "purple"),
    (SAID, "colour", None), (SAID, "statement", 5), (SAID, "statement", None),
    (SAID, "statement", "a\x01b"), (SAID, "statement", "a\x85b"), (SAID, "statement", ["a"]),
    (SAID, "where", "\x7f"), (SAID, "basis", "guessed"), (SAID, "event", "done"),
    (SAID, "event", ["completed"]), (SAID, "action", ["act-police"]), (SAID, "action", "act"),
    (SAID, "action", "SECRET-act"), (SAID, "action", "rec-police"), (SAID, "action", None),
    (SAID, "meeting", "SECRET-meeting"), (SAID, "superseded_by", "act-police"),
    (SAID, "by", None), (SAID, "by", ["police"]), (SAID, "unknown", "x"), (SAID, "", "x"),
    (SHOWN, "statement", ""), (SHOWN, "statement", " \u00a0\u2003\n"), (SHOWN, "statement", None),
    (SHOWN, "level", "great"), (SHOWN, "supports", []), (SHOWN, "supports", "act-police"),
    (SHOWN, "supports", ["act-police", "act-police"]), (SHOWN, "supports", [["act-police"]]),
    (SHOWN, "supports", [None]), (SHOWN, "supports", ["act-police", 5]), (SHOWN, "supports", {}),
    (SHOWN, "supports", ["SECRET-act"]), (SHOWN, "supports", ["fathers"]),
    (SHOWN, "supports", None), (SHOWN, "drawn_from", "SECRET-unseen"),
    (SHOWN, "drawn_from", "fathers"), (SHOWN, "drawn_from", None), (SHOWN, "url", 1),
    (SHOWN, "by", "police"), (SHOWN, "id", "shows evidence"), (SHOWN, "id", "é"),
    (SHOWN, "id", "x" * 65), (SHOWN, "id", ""),
]  # fmt: skip


def test_nothing_is_taken_that_could_not_be_read_again(world: World, police: str) -> None:
    """A field that does not fit is refused: what is added stays, and everybody must read it."""
    for record, field, value in BAD_FIELDS:
        body = _body(record, **{field: value})
        told = _try(police, BY_HAND, "c", json.loads(body)["id"], record.kind, "police", "", body)
        assert field in told or "its update is by police" in told, (field, value, told)
    assert len(lt.open(world.url)) == len(WORLD)


def test_settings_of_a_session_change_nothing(world: World, police: str) -> None:
    """What a login may set for its session does not let a blank or crooked text through."""
    with psycopg.connect(police, autocommit=True) as connection:
        for setting in ("standard_conforming_strings = off", "datestyle = 'German'"):
            with suppress(psycopg.Error):  # newer servers know strings of one sort only
                connection.execute(f"SET {setting}")
        for field, value in (("statement", " "), ("on", "01.02.2025")):
            body = _body(SHOWN, **{field: value})
            with pytest.raises(psycopg.Error, match=field):
                connection.execute(BY_HAND, ["c", "shows", "evidence", "police", "", body])
        connection.execute(BY_HAND, ["c", "shows", "evidence", "police", "", _body(SHOWN)])
    assert lt.open(world.url)["shows"] == SHOWN


def test_a_key_given_twice_is_kept_once(world: World, police: str) -> None:
    """A body in which a key stands twice, which no file may hold, is kept with the last."""
    twice = _body(SAID).replace('{"kind"', '{"kind": "theme", "kind"')
    assert _try(police, BY_HAND, "c", "said", "update", "police", "", twice) == "done"
    assert lt.open(world.url)["said"] == SAID


def test_a_change_is_made_by_one_transaction(world: World, police: str) -> None:
    """Nobody can slip a row into a change of before, not even into its own."""
    with lt.open(world.url) as unit:
        assert unit._store is not None
        (ours,) = {one.change for one in unit._store.revisions() if one.number == 2}
    with psycopg.connect(police) as connection:
        for number in (1, 2):
            said = attrs.evolve(SAID, id=f"said-{number}")
            connection.execute(BY_HAND, ["mine", said.id, "update", "police", "", _body(said)])
    for change in (ours, "mine"):
        told = _try(police, BY_HAND, change, "said", "update", "police", "", _body(SAID))
        assert told == "there is a change with this id already"


def test_a_role_that_was_set_does_not_count(world: World, police: str) -> None:
    """Who logged in counts: a superuser in an agency's role is no agency."""
    role = urlsplit(police).username
    with psycopg.connect(world.url, autocommit=True) as owner:
        owner.execute(f"SET ROLE {role}")
        assert owner.execute("SELECT * FROM agency_revision").fetchall() == []
        with pytest.raises(psycopg.Error, match="speaks for no agency"):
            owner.execute(BY_HAND, ["c", "said", "update", "police", "", _body(SAID)])


# The other logins


WRITING = ("INSERT INTO revision SELECT * FROM revision",)
REWRITING = (
    "UPDATE revision SET why = 'x'",
    "DELETE FROM revision",
    "TRUNCATE revision",
    "DROP TABLE revision",
    "DROP TRIGGER revision_not_changed ON revision",
    "ALTER TABLE revision DISABLE TRIGGER ALL",
    "ALTER TABLE revision DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE revision OWNER TO session_user",
    (
        "CREATE OR REPLACE FUNCTION refuse_to_change_a_revision() RETURNS trigger "
        "LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'"
    ),
    "CREATE TABLE mine (x int)",
    "CREATE RULE mine AS ON INSERT TO revision DO INSTEAD NOTHING",
    "SET session_replication_role = replica",
    "INSERT INTO migration VALUES (99, 'x')",
    "DELETE FROM migration",
    "INSERT INTO login VALUES ('x', 'unit', NULL)",
    "DELETE FROM agency_field",
    "SELECT * FROM login",
    "INSERT INTO made (name, sort, fingerprint) VALUES ('revision', 'TABLE', 'x')",
    "DELETE FROM made",
    "UPDATE made SET name = 'revision'",
    "UPDATE made SET sort = 'TABLE'",
    "UPDATE made SET fingerprint = 'x'",
    "TRUNCATE action_stretch",
    "UPDATE as_at SET one = 2",
)


def test_a_reader_reads_everything_and_writes_nothing(world: World) -> None:
    """A reader's tracker is the whole tracker, with its history, and no change to it is kept."""
    reader = world.login(Access.READER)
    tracker = lt.open(reader)
    assert dict(tracker) == dict(lt.open(world.url)) == {one.id: one for one in WORLD}
    assert len(tracker._store.revisions(record="ash")) == 2  # type: ignore[union-attr] # it has one
    with pytest.raises(StoreProblem, match="may not do that"), tracker.change(by="reader"):
        tracker.add(SAID)
    assert "said" not in tracker
    assert {one for one in (*WRITING, *REWRITING) if _try(reader, one) != NOT_ALLOWED} == set()


def test_readers_and_the_unit_are_known_to_be_shown_everything(world: World, police: str) -> None:
    """Their policy shows them every revision; to an agency, and to whoever is kept short, none."""
    reader, unit = world.login(Access.READER), world.login(Access.UNIT)
    assert Postgres(world.url).sees_all()
    assert Postgres(reader).sees_all()
    assert Postgres(unit).sees_all()
    assert not Postgres(police).sees_all()
    with psycopg.connect(world.url, autocommit=True) as owner:
        owner.execute(
            f"CREATE POLICY short ON revision AS RESTRICTIVE FOR SELECT TO {_role(reader)} "
            "USING (kind <> 'finding')"
        )
    assert not Postgres(reader).sees_all()
    assert Postgres(unit).sees_all()


def test_a_policy_without_a_condition_shows_nothing(world: World, roles: Callable[[], str]) -> None:
    """A login with such a policy reads no revision, and is not taken to be shown all of them."""
    role = roles()
    with psycopg.connect(world.url, autocommit=True) as owner:
        schema = owner.execute("SELECT current_schema()").fetchone()[0]
        owner.execute("ALTER TABLE revision ENABLE ROW LEVEL SECURITY")
        owner.execute(f"CREATE ROLE {role} LOGIN PASSWORD '{PASSWORD}'")
        owner.execute(f"GRANT USAGE ON SCHEMA {schema} TO {role}")
        owner.execute(f"GRANT SELECT ON revision TO {role}")
        owner.execute(f"CREATE POLICY empty ON revision FOR SELECT TO {role}")
    server = Postgres(as_role(world.url, role))
    assert server.ask("SELECT count(*) FROM revision") == [(0,)]
    assert not server.sees_all()


@pytest.mark.parametrize("access", [Access.READER, Access.UNIT])
def test_readers_and_the_unit_copy_the_whole_history(
    world: World, tmp_path: Path, access: Access
) -> None:
    """A backup into a file holds every revision, as the owner's would."""
    copied = tmp_path / "backup.db"
    with lt.open(world.login(access)) as tracker:
        tracker.backup(copied)
    with lt.open(copied) as backup, lt.open(world.url) as whole:
        assert backup._store is not None
        assert whole._store is not None
        assert backup._store.revisions() == whole._store.revisions()


def test_a_reader_is_told_of_a_hole(world: World) -> None:
    """Where a revision was taken out behind its back, a reader's tracker is not opened."""
    reader = world.login(Access.READER)
    with psycopg.connect(world.url, autocommit=True) as owner:
        owner.execute("ALTER TABLE revision DISABLE TRIGGER USER")
        owner.execute("DELETE FROM revision WHERE sequence = 3")
    with pytest.raises(InvalidData):
        lt.open(reader)


def test_the_business_unit_reads_and_adds_everything(world: World) -> None:
    """The unit changes any record, and each change is one more revision."""
    unit = world.login(Access.UNIT)
    with lt.open(unit) as tracker, tracker.change(by="business-unit", why="March"):
        tracker.replace(attrs.evolve(tracker["ash"], note="Read."))
        tracker.remove("SECRET-spread")
        tracker.add(attrs.evolve(SAID, by="health", event="signed_off"))
    assert dict(lt.open(unit)) == dict(lt.open(world.url))
    assert lt.open(world.url)["ash"].note == "Read."


def test_the_business_unit_rewrites_nothing(world: World) -> None:
    """The unit owns nothing: it can change no revision, and nothing that keeps them."""
    unit = world.login(Access.UNIT)
    assert {one for one in REWRITING if _try(unit, one) != NOT_ALLOWED} == set()
    assert dict(lt.open(world.url)) == {one.id: one for one in WORLD}


# All that there is


def test_no_object_of_the_database_is_an_agencys_but_those_meant(world: World, police: str) -> None:
    """Of every table, view, sequence and function, an agency's login has what is listed here.

    A new object that an agency can get at fails this test until it is decided that it may.
    """
    role = urlsplit(police).username
    assert granting.rights_of(Postgres(world.url), str(role)) == {
        ("migration", "SELECT"),
        ("agency_revision", "SELECT"),
        ("agency_revision", "INSERT"),
    }
    with psycopg.connect(world.url) as owner:
        functions = owner.execute(
            "SELECT proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace"
            " AND prorettype <> 'trigger'::regtype AND has_function_privilege(%s, oid, 'EXECUTE')",
            [role],
        ).fetchall()
        sequences = owner.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace"
            " AND CASE relkind WHEN 'S' THEN"
            " has_sequence_privilege(%s, oid, 'SELECT, USAGE, UPDATE') END",
            [role],
        ).fetchall()
    assert functions == sequences == []


def test_the_rights_of_readers_and_the_unit_are_those_meant(world: World) -> None:
    """A reader selects from all but the list of logins; the unit adds, and keeps up what follows.

    Of `made` the unit has a single column: the owner's library makes statements from the others.
    """
    server = Postgres(world.url)
    reader, unit = (
        granting.rights_of(server, str(urlsplit(world.login(access)).username))
        for access in (Access.READER, Access.UNIT)
    )
    assert {("revision", "SELECT"), ("migration", "SELECT")} <= reader
    assert {verb for _, verb in reader} == {"SELECT"}
    assert {relation for relation, _ in reader}.isdisjoint({"login", "agency_field"})
    assert unit - reader == {
        ("revision", "INSERT"), ("made_copy", "INSERT"), ("made", "UPDATE"), ("as_at", "UPDATE"),
        *((table, verb) for table in ("action_stretch", "action_rests_on")
          for verb in ("INSERT", "UPDATE", "DELETE")),
    }  # fmt: skip
    assert reader < unit
    role = _role(world.login(Access.UNIT))
    assert server.ask(
        "SELECT relname, attname FROM pg_attribute JOIN pg_class ON attrelid = pg_class.oid "
        "WHERE relname IN ('made', 'as_at') AND attnum > 0 "
        "AND relnamespace = current_schema()::regnamespace "
        "AND has_column_privilege(?::name, attrelid, attnum, 'INSERT, UPDATE') ORDER BY 1",
        role,
    ) == [("as_at", "day"), ("made", "sequence")]


def test_the_unit_keeps_up_where_actions_stand(world: World) -> None:
    """After its change `action_as_at` is filled, and tells what the tracker tells."""
    with lt.open(world.url) as owner:
        owner.make_views()
    with lt.open(world.login(Access.UNIT)) as unit, unit.change(by="business-unit"):
        unit.add(attrs.evolve(SAID, event="signed_off", by="group"))
    with lt.open(world.url) as tracker:
        told = Postgres(world.url).ask("SELECT id, filled, verdict FROM action_as_at ORDER BY id")
        assert told == [
            (one.id, True, standing(tracker.view, one).verdict.value)
            for one in sorted(tracker.of(lt.Action), key=lambda action: action.id)
        ]


def test_the_unit_fills_what_an_agency_left_behind(world: World, police: str) -> None:
    """An agency's addition leaves its action without a word until the unit fills it.

    Of all other actions `action_as_at` tells what it told before.
    """
    with lt.open(world.url) as owner:
        names = owner.make_views()
    unit, reader = world.login(Access.UNIT), world.login(Access.READER)
    with lt.open(police) as tracker, tracker.change(by="police"):
        tracker.add(SAID)
    server = Postgres(world.url)
    filled = "SELECT id, filled, verdict IS NOT NULL FROM action_as_at ORDER BY id"
    assert server.ask(filled) == [
        ("SECRET-act", True, True), ("act-police", False, False), ("act-support", True, True)
    ]  # fmt: skip
    assert Postgres(reader).ask("SELECT id FROM action_unfilled") == [("act-police",)]
    assert "act-police" not in {
        one for (one,) in Postgres(reader).ask("SELECT action_id FROM action_standing")
    }
    with lt.open(reader) as tracker, pytest.raises(StoreProblem, match="only the owner"):
        tracker.make_views()
    with lt.open(unit) as tracker:
        assert set(tracker.make_views()) == set(names)
    assert {(told, word) for _, told, word in server.ask(filled)} == {(True, True)}


def test_who_may_not_make_the_tables_fills_none_of_another_version(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With other rules than the owner's the unit's change is kept, and nothing told of it."""
    with lt.open(world.url) as owner:
        owner.make_views()
    unit = world.login(Access.UNIT)
    monkeypatch.setattr(sql_views, "_RULES", ())
    with lt.open(unit) as tracker, tracker.change(by="business-unit"):
        tracker.add(SAID)
    told = Postgres(world.url).ask("SELECT id, verdict FROM action_as_at WHERE NOT filled")
    assert told == [("act-police", None)]
    assert lt.open(world.url)["said"] == SAID


def test_who_was_let_in_before_there_were_views_uses_them(
    postgres: str, roles: Callable[[], str]
) -> None:
    """The unit keeps them up and a reader reads them, though they were made after both grants."""
    server = Postgres(postgres)
    unit, reader = roles(), roles()
    granting.grant(server, Login(unit, Access.UNIT), PASSWORD)
    granting.grant(server, Login(reader, Access.READER), PASSWORD)
    assert not server.has("action_as_at")
    with lt.open(postgres) as owner, owner.change(by="owner"):
        owner.add(lt.Agency(id="police", name="Police"))
    with lt.open(as_role(postgres, unit)) as tracker, tracker.change(by="business-unit"):
        tracker.add(lt.Action(id="a", statement="Train", lead="police", agreed_on="2025-03-01"))
    told = Postgres(as_role(postgres, reader)).ask("SELECT id, filled, state FROM action_as_at")
    assert told == [("a", True, "agreed")]
    for role, access in ((unit, Access.UNIT), (reader, Access.READER)):
        assert granting.beyond(server, Login(role, access)) == []
    assert _try(as_role(postgres, reader), "DELETE FROM action_stretch") == NOT_ALLOWED


def test_a_unit_at_work_keeps_up_views_that_are_made_meanwhile(
    postgres: str, roles: Callable[[], str]
) -> None:
    """It need not open the tracker again."""
    role = roles()
    granting.grant(Postgres(postgres), Login(role, Access.UNIT), PASSWORD)
    with lt.open(as_role(postgres, role)) as tracker:
        with tracker.change(by="business-unit"):
            tracker.add(lt.Action(id="a", statement="Train"))
        with lt.open(postgres) as owner:
            owner.make_views()
        with tracker.change(by="business-unit"):
            tracker.add(lt.Action(id="b", statement="Train"))
    told = Postgres(postgres).ask("SELECT id, filled FROM action_as_at ORDER BY id")
    assert told == [("a", True), ("b", True)]


def test_a_view_that_is_new_is_for_who_was_let_in_before(world: World) -> None:
    """After an upgrade readers read what another version had not, and agencies do not."""
    reader, police = world.login(Access.READER), world.login()
    server = Postgres(world.url)
    server.run("DROP VIEW theme")
    server.run("DELETE FROM made WHERE name = 'theme'")
    with lt.open(world.url) as owner:
        owner.make_views()
    assert Postgres(reader).ask("SELECT id FROM theme") == [("fathers",)]
    assert _try(police, "SELECT id FROM theme") == NOT_ALLOWED


def test_a_role_that_was_dropped_is_given_no_view(world: World) -> None:
    """Views are made all the same, and another role of its name has nothing of them."""
    dropped = _role(world.login(Access.READER))
    server = Postgres(world.url)
    server.run(f"DROP OWNED BY {dropped}")
    server.run(f"DROP ROLE {dropped}")
    for again in (False, True):
        if again:
            server.run(f"CREATE ROLE {dropped}")
        server.run("DROP VIEW theme")
        server.run("DELETE FROM made WHERE name = 'theme'")
        with lt.open(world.url) as owner:
            assert "theme" in owner.make_views()
    assert granting.rights_of(server, dropped) == set()


def test_what_is_made_again_keeps_what_was_granted_on_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When another version makes tables and views anew, readers and the unit go on as before."""
    with lt.open(world.url) as owner:
        owner.make_views()
    server = Postgres(world.url)
    roles = [_role(world.login(access)) for access in (Access.READER, Access.UNIT)]
    before = [granting.rights_of(server, role) for role in roles]
    made = set(server.ask("SELECT name, fingerprint FROM made"))
    monkeypatch.setattr(sql_views, "_RULES", ())
    current = "SELECT r.* FROM revision r WHERE true"
    monkeypatch.setattr(
        sql_views,
        "_current",
        lambda dialect: sql_views._view_of(dialect, sql_views.CURRENT, current),
    )
    with lt.open(world.url) as owner:
        owner.make_views()
    kept = made & set(server.ask("SELECT name, fingerprint FROM made"))
    assert {name for name, _ in kept} == {"change"}
    assert [granting.rights_of(server, role) for role in roles] == before


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("UPDATE ON made", "UPDATE on name of made"),
        ("UPDATE (name) ON made", "UPDATE on name of made"),
        ("INSERT ON made", "has INSERT on made"),
        ("DELETE ON made", "has DELETE on made"),
    ],
)
def test_the_unit_is_refused_what_would_give_it_the_owners_hand(
    world: World, roles: Callable[[], str], more: str, told: str
) -> None:
    """From what `made` holds the owner has things dropped: nobody else may write there."""
    server = Postgres(world.url)
    server.run(f"GRANT {more} TO PUBLIC")
    with pytest.raises(StoreProblem, match=told):
        granting.grant(server, Login(roles(), Access.UNIT))
    assert granting.logins(server) == ()


def test_every_kind_is_shown_by_a_list_of_its_fields() -> None:
    """Every field that is shown is one of the kind's; notes and counts of children never are."""
    for shown in shown_fields():
        assert shown.field == "kind" or shown.field in attrs.fields_dict(kinds()[shown.kind])
    told = {shown.field for shown in shown_fields()}
    assert told.isdisjoint({"note", "attributes", "children", "grades"})
    manners = {(shown.kind, shown.manner) for shown in shown_fields()}
    assert {kind for kind, manner in manners if manner == "entered"} == {"update", "evidence"}
    assert {kind for kind, _ in manners}.isdisjoint({"finding", "decision", "meeting"})
    whole = {(shown.kind, shown.manner, shown.field) for shown in shown_fields()}
    for kind, manner in manners:
        needed = {field.name for field in attrs.fields(kinds()[kind])
                  if field.default is attrs.NOTHING}  # fmt: skip
        assert {(kind, manner, field) for field in needed} <= whole


# Granting


def test_granting_again_replaces(world: World, roles: Callable[[], str]) -> None:
    """A role has what it was granted last, and the right of another kind of login is gone."""
    server, role = Postgres(world.url), roles()
    assert granting.grant(server, Login(role, Access.UNIT), PASSWORD)
    assert not granting.grant(server, Login(role, Access.AGENCY, "health"), "another")
    assert granting.logins(server) == (Login(role, Access.AGENCY, "health"),)
    assert "SECRET-act" in lt.open(as_role(world.url, role))
    assert _try(as_role(world.url, role), "SELECT * FROM revision") == NOT_ALLOWED


def test_revoking_takes_everything(world: World, roles: Callable[[], str]) -> None:
    """A role from which all was taken reads nothing; the others keep what they have."""
    server = Postgres(world.url)
    other = world.login(Access.READER)
    for access, agency in ((Access.AGENCY, "police"), (Access.READER, None), (Access.UNIT, None)):
        role = roles()
        granting.grant(server, Login(role, access, agency), PASSWORD)
        granting.revoke(server, role)
        assert granting.rights_of(server, role) == set()
        with pytest.raises(StoreProblem, match="not let in"):
            lt.open(as_role(world.url, role))
    assert len(lt.open(other)) == len(WORLD)
    with pytest.raises(UnknownChoice, match="login of this tracker"):
        granting.revoke(server, "nobody")


def test_a_role_that_was_dropped_is_forgotten(world: World, roles: Callable[[], str]) -> None:
    """Another role of the same name does not come into what the one before was granted."""
    server, role = Postgres(world.url), roles()
    granting.grant(server, Login(role, Access.UNIT))
    server.run(f"DROP OWNED BY {role}")
    server.run(f"DROP ROLE {role}")
    world.login()
    assert role not in {one.role for one in granting.logins(server)}


MORE = {
    "ALTER ROLE {role} SUPERUSER": "is a superuser",
    "ALTER ROLE {role} BYPASSRLS": "passes by row-level security",
    "ALTER ROLE {role} CREATEROLE": "may make roles",
    "ALTER ROLE {role} REPLICATION": "may copy the whole server",
    "GRANT pg_read_all_data TO {role}": "is a member of pg_read_all_data",
    "GRANT CREATE ON SCHEMA {schema} TO PUBLIC": "may make objects in the schema",
    "GRANT SELECT (why) ON revision TO PUBLIC": "has SELECT on revision",
    "ALTER TABLE revision OWNER TO {role}": "owns the table or view revision",
    "ALTER SCHEMA {schema} OWNER TO {role}": "owns the schema",
    "CREATE FUNCTION all_of_it() RETURNS text LANGUAGE sql SECURITY DEFINER AS "
    "'SELECT min(body::text) FROM revision'": "may run all_of_it() with its owner's rights",
}


@pytest.mark.parametrize("has", MORE)
def test_a_role_that_has_more_than_is_meant_is_refused(
    world: World, roles: Callable[[], str], has: str
) -> None:
    """Whoever can read or write by another way is named with it, and is granted nothing."""
    server, role = Postgres(world.url), roles()
    ((schema, owner),) = server.ask("SELECT current_schema(), current_user")
    server.run(f"CREATE ROLE {role} LOGIN")
    server.run(has.format(role=role, schema=schema))
    with pytest.raises(StoreProblem) as refused:
        granting.grant(server, Login(role, Access.AGENCY, "police"))
    assert MORE[has] in str(refused.value)
    assert granting.logins(server) == ()
    server.run(f"ALTER TABLE revision OWNER TO {owner}")
    server.run(f"ALTER SCHEMA {schema} OWNER TO {owner}")


def test_what_cannot_be_granted_is_told(world: World, roles: Callable[[], str]) -> None:
    """A name that is none, and an agency that is not there, are told; no role is made."""
    server, role = Postgres(world.url), roles()
    for name in ("", " ", "public", "pg_monitor", "x" * 58, "a\0b", "who?"):
        with pytest.raises(InvalidArgument, match="the name of a role"):
            granting.grant(server, Login(name, Access.READER))
    with pytest.raises(UnknownChoice, match="'polise' is no agency; did you mean police"):
        granting.grant(server, Login(role, Access.AGENCY, "polise"))
    assert not server.ask("SELECT 1 FROM pg_roles WHERE rolname = ?", role)


def test_names_are_taken_as_they_are(world: World, roles: Callable[[], str]) -> None:
    """A name with quotation marks, capitals or a space is a name, and no statement."""
    role = f"{roles()[-20:]} \"; DROP TABLE revision;--'%"
    server = Postgres(world.url)
    try:
        assert granting.grant(server, Login(role, Access.UNIT), "p'a\\ss?%")
        assert granting.logins(server) == (Login(role, Access.UNIT),)
        granting.revoke(server, role)
        assert granting.rights_of(server, role) == set()
    finally:
        server.run("DROP ROLE " + granting._name(role))


def test_only_the_owner_grants(world: World, police: str) -> None:
    """Neither an agency nor the business unit can let others in."""
    for url in (police, world.login(Access.UNIT)):
        server = Postgres(url)
        with pytest.raises(StoreProblem, match="only the owner of its tables sees and decides"):
            granting.grant(server, Login("lt_test_nobody", Access.READER))
        with pytest.raises(StoreProblem, match="only the owner of its tables sees and decides"):
            granting.revoke(server, "police")
        code, _, wrong = _run(url, "--list")
        assert (code, "ask them" in wrong) == (2, True)


# What a login may not do, and who can

ONLY_ADDS = "an agency's login may only add its own updates and evidence; ask"
NOT_ALL = (
    "this login is not shown all of it, as an agency's never is; ask the business unit, or the"
)
REFUSED_TO_AGENCIES = {
    "report --known-at 2025-01-01": "ask the business unit for the others",
    "backup -o copy.db": "an agency's login is shown a part of it only; ask the business unit",
    "views": f"cannot be given views: {ONLY_ADDS} the business unit, or the owner",
    "verify": f"cannot be verified: {NOT_ALL}",
    "salvage -o copy.db": f"cannot be salvaged: {NOT_ALL}",
    "undo CHANGE --by police --why x": f"cannot be changed back: {ONLY_ADDS} the business unit",
    "redact act-police note --by police --why x": f"{ONLY_ADDS} the owner of its tables",
    "redact said-police statement --by police --why x": f"{ONLY_ADDS} the owner of its tables",
}
ONLY_THE_OWNER = "only the owner of its tables takes a text out of its history; ask them"
REFUSED_TO_READERS = {
    "views": "only the owner of its tables makes them, and the business unit brings them up",
    "undo CHANGE --by reader --why x": "may not do that; ask the business unit, or the owner",
    "redact act-police where --by reader --why x": ONLY_THE_OWNER,
}


def _ask(url: str, command: str, folder: Path, change: str = "") -> tuple[int, str, str]:
    """What a command says of the tracker at a URL; new files go into a folder."""
    name, *words = command.split()
    put = {"CHANGE": change, "copy.db": str(folder / "copy.db")}
    done = CliRunner().invoke(main, [name, url, *(put.get(one, one) for one in words)])
    return done.exit_code, done.stdout, done.stderr


def _last_change(world: World) -> str:
    with lt.open(world.url) as tracker:
        return str(tracker.log().to_records()[0]["change"])


@pytest.mark.parametrize("command", REFUSED_TO_AGENCIES)
def test_an_agency_is_told_who_can(world: World, police: str, command: str, tmp_path: Path) -> None:
    """What an agency's login may not do is refused as that, and whom to ask is named."""
    code, told, wrong = _ask(police, command, tmp_path, _last_change(world))
    assert (code, told) == (2, "")
    assert REFUSED_TO_AGENCIES[command] in wrong
    assert not list(tmp_path.iterdir())
    assert dict(lt.open(world.url)) == {one.id: one for one in WORLD}


@pytest.mark.parametrize("command", REFUSED_TO_READERS)
def test_a_reader_is_told_who_can(world: World, command: str, tmp_path: Path) -> None:
    """What a reader's login may not do is refused as that, and whom to ask is named."""
    code, told, wrong = _ask(world.login(Access.READER), command, tmp_path, _last_change(world))
    assert (code, told) == (2, "")
    assert REFUSED_TO_READERS[command] in wrong
    assert dict(lt.open(world.url)) == {one.id: one for one in WORLD}


def test_the_business_unit_is_told_that_the_owner_redacts(world: World, tmp_path: Path) -> None:
    """The unit, which rewrites nothing, is sent to the owner and not to itself."""
    code, _, wrong = _ask(
        world.login(Access.UNIT), "redact act-police where --by unit --why x", tmp_path
    )
    assert (code, ONLY_THE_OWNER in wrong) == (2, True)


@pytest.mark.parametrize("command", ["log", "history", "history act-police"])
def test_an_agency_is_told_what_of_the_history_it_reads(
    police: str, command: str, tmp_path: Path
) -> None:
    """The history says which part of it an agency is told, and nothing of files or memory."""
    code, told, _ = _ask(police, command, tmp_path)
    assert code == 0
    assert "An agency's login is told the last revision of each record" in " ".join(told.split())
    assert "memory" not in told
    assert "restored" not in told  # of what stood before it is told nothing


@pytest.mark.parametrize("access", [Access.READER, Access.UNIT])
def test_readers_and_the_unit_verify(world: World, access: Access, tmp_path: Path) -> None:
    """They read all of it, so that what they are told of it is what the owner is told."""
    code, told, _ = _ask(world.login(access), "verify", tmp_path)
    assert code == 0
    assert told.split(" is whole: ")[1] == str(lt.verify(world.url)).split(" is whole: ")[1] + "\n"


def test_a_reader_who_verifies_is_told_of_damage(world: World, tmp_path: Path) -> None:
    """A revision that was changed behind its back is named to a reader."""
    reader = world.login(Access.READER)
    with psycopg.connect(world.url, autocommit=True) as owner:
        owner.execute("ALTER TABLE revision DISABLE TRIGGER USER")
        owner.execute("UPDATE revision SET why = 'x' WHERE sequence = 3")
    code, told, _ = _ask(reader, "verify", tmp_path)
    assert (code, "revision 3" in told) == (1, True)


def test_who_was_let_in_nowhere_verifies_nothing(world: World, police: str, tmp_path: Path) -> None:
    """A login from which everything was taken is not told that an empty tracker is whole."""
    server = Postgres(world.url)
    granting.revoke(server, str(urlsplit(police).username))
    server.close()
    code, _, wrong = _ask(police, "verify", tmp_path)
    assert (code, "not shown all of it" in wrong) == (2, True)


def test_only_the_owner_brings_the_tables_up_to_date(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who opens a tracker of an older version and is not its owner is sent to them."""
    unit = world.login(Access.UNIT)
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, schema.Step((), ("SELECT 1",))))
    with pytest.raises(StoreProblem, match="only the owner of its tables brings it up to date"):
        lt.open(unit)
    assert set(lt.open(world.url)) == {one.id for one in WORLD}
    assert set(lt.open(unit)) == {one.id for one in WORLD}


# Copying into a server


@pytest.fixture
def small(tmp_path: Path) -> str:
    """A file that can be copied into a database."""
    lt.Tracker([lt.Agency(id="police", name="Police")]).save(tmp_path / "small.json")
    return str(tmp_path / "small.json")


def _granted(url: str, role: str, access: Access) -> str:
    """A login to a tracker that holds no records yet."""
    with lt.open(url):
        server = Postgres(url)
        granting.grant(server, Login(role, access, None), PASSWORD)
        server.close()
    return as_role(url, role)


def _copy(source: str, target: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["copy", source, target, "--by", "unit", "--why", "moved"])
    return done.exit_code, done.stderr


def test_the_unit_copies_into_an_empty_database(
    postgres: str, roles: Callable[[], str], small: str
) -> None:
    """The business unit fills a database that the owner made; the log names who and why."""
    unit = _granted(postgres, roles(), Access.UNIT)
    code, told = _copy(small, unit)
    assert (code, told.startswith("wrote postgresql://")) == (0, True)
    with lt.open(postgres) as tracker:
        assert set(tracker) == {"police"}
        (logged,) = tracker.log().to_records()
        assert (logged["by"], logged["why"]) == ("unit", "moved")


def test_the_unit_copies_a_history_into_an_empty_database(
    postgres: str, roles: Callable[[], str], tmp_path: Path
) -> None:
    """The unit moves a tracker with its past, but for one with redactions: only the owner does."""
    unit = _granted(postgres, roles(), Access.UNIT)
    with lt.open(tmp_path / "past.db") as past:
        with past.change(by="first"):
            past.add(lt.Agency(id="police", name="Police", note="A name."))
        past.redact("police", "note", by="first", why="a name")
        with pytest.raises(StoreProblem, match="only the owner of its tables notes redactions"):
            past.save(unit)
        assert not lt.open(postgres)
    with lt.open(tmp_path / "plain.db") as plain:
        with plain.change(by="first"):
            plain.add(lt.Agency(id="police", name="Police"))
        with plain.change(by="second"):
            plain.add(lt.Agency(id="health", name="Health"))
        plain.save(unit)
        assert lt.open(postgres)._store.revisions() == plain._store.revisions()  # type: ignore[union-attr] # they have one


def test_a_reader_copies_into_no_database(
    postgres: str, roles: Callable[[], str], small: str
) -> None:
    """A reader who copies into a database is told who can, and it stays empty."""
    reader = _granted(postgres, roles(), Access.READER)
    code, told = _copy(small, reader)
    assert code == 2
    assert "this login may not do that; ask the business unit, or the owner of its tables" in told
    assert not lt.open(postgres)


@pytest.mark.parametrize("access", Access)
def test_nobody_copies_over_records(world: World, access: Access, small: str) -> None:
    """A database that holds records is left as it is, whoever would copy into it."""
    code, told = _copy(small, world.login(access))
    assert code == 2
    assert "may only add what is its own" in told or "is not written over" in told
    assert dict(lt.open(world.url)) == {one.id: one for one in WORLD}


# The command


def _run(*arguments: str, **environment: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, ["grant", *arguments], env=environment)
    return done.exit_code, done.stdout, done.stderr


def test_the_command_lets_in_and_tells(world: World, roles: Callable[[], str]) -> None:
    """The command says in plain words what a role may do, and never a password."""
    role, reader, unit = roles(), roles(), roles()
    code, told, wrong = _run(
        world.url, "--agency", "police", "--role", role, LEARNING_TRACKER_ROLE_PASSWORD=PASSWORD
    )
    assert (code, wrong) == (0, "")
    assert told.startswith(f"{role} speaks for police.\nIt sees the published sources;")
    assert PASSWORD not in told
    assert "act-police" in lt.open(as_role(world.url, role))
    assert "can add and change nothing" in _run(world.url, "--reader", "--role", reader)[1]
    assert "can neither rewrite nor delete" in _run(world.url, "--unit", "--role", unit)[1]
    listed = [f"{role} speaks for police", f"{reader} reads", f"{unit} works for the business unit"]
    assert _run(world.url, "--list") == (0, "\n".join(sorted(listed)) + "\n", "")


def test_the_examples_in_the_help_run(world: World, roles: Callable[[], str]) -> None:
    """Each example of granting and revoking does what it says, on a server that is there."""
    role = roles()
    put = {"postgresql://db.example/riverton": world.url, "kent-police": "police", "kent": role}
    told = []
    for command in ("grant", "revoke"):
        text = CliRunner().invoke(main, [command, "--help"]).stdout
        lines = text.partition("Examples:\n")[2].strip().splitlines()
        for _, *arguments in map(shlex.split, lines):
            done = CliRunner().invoke(main, [put.get(one, one) for one in arguments])
            assert done.exit_code == 0, done.stderr
            told.append(done.stdout.splitlines()[0])
    assert told[:2] == [f"{role} speaks for police.", f"{role} speaks for police"]
    assert told[2].startswith(f"{role} can no longer read")


def test_the_command_tells_what_was_given_beyond(world: World, police: str) -> None:
    """The list names what a role was given behind the back of the command."""
    role = urlsplit(police).username
    with psycopg.connect(world.url, autocommit=True) as owner:
        owner.execute(f"GRANT SELECT ON revision TO {role}")
    assert "beyond that, it has SELECT on revision" in _run(world.url, "--list")[1]


def test_the_command_asks_for_a_password(world: World, roles: Callable[[], str]) -> None:
    """A password that is asked for is not shown, and the server is given it scrambled."""
    role = roles()
    arguments = ["grant", world.url, "--reader", "--role", role, "--password"]
    done = CliRunner().invoke(main, arguments, input=f"{PASSWORD}\n{PASSWORD}\n")
    assert done.exit_code == 0
    assert PASSWORD not in done.output
    assert _password_of(world, role).startswith("SCRAM-SHA-256$")
    assert PASSWORD not in Postgres(world.url).scrambled(role, PASSWORD)


def _password_of(world: World, role: str) -> str:
    with psycopg.connect(world.url) as owner:
        kept = owner.execute("SELECT rolpassword FROM pg_authid WHERE rolname = %s", [role])
        return str(kept.fetchone()[0])


def test_a_role_that_is_there_keeps_its_password(world: World, roles: Callable[[], str]) -> None:
    """The command makes no role twice, and leaves the password of one that is there."""
    role = roles()
    _, made, _ = _run(world.url, "--reader", "--role", role)
    _, there, _ = _run(world.url, "--unit", "--role", role, LEARNING_TRACKER_ROLE_PASSWORD=PASSWORD)
    assert "made without a password" in made
    assert "its password is as it was" in there
    assert _password_of(world, role) == "None"


def test_the_command_revokes(world: World, police: str) -> None:
    """What was granted is taken again, and the command says so."""
    role = str(urlsplit(police).username)
    done = CliRunner().invoke(main, ["revoke", world.url, "--role", role])
    assert done.exit_code == 0
    assert done.stdout.startswith(f"{role} can no longer read or change this tracker.")
    assert _run(world.url, "--list")[1] == "No login but its owner's may use this tracker.\n"


@pytest.mark.parametrize(
    "arguments",
    [
        (), ("--role", "x"), ("--reader",), ("--reader", "--unit", "--role", "x"),
        ("--list", "--reader"), ("--agency", "police"), ("--list", "--role", "x"),
    ],
)  # fmt: skip
def test_the_command_says_what_is_wanting(arguments: tuple[str, ...]) -> None:
    """Whoever gives too little or too much is told what to give."""
    code, _, wrong = _run("postgresql://nowhere.example/x", *arguments)
    assert code == 2
    assert "give --role and one of --agency, --reader and --unit; or --list" in wrong


def test_only_a_server_has_logins() -> None:
    """A file has no logins: the command asks for the URL of a server."""
    code, _, wrong = _run("riverton.db", "--list")
    assert code == 2
    assert "only a tracker on PostgreSQL has logins" in wrong
