"""What is asked of one agency: for whom it answers, and its outstanding actions with their reasons.

An agency is asked also for those that it succeeded and for its parts. The recommendations
made to it stand in `made_to`, the requests sent to it in `sent_to`.
"""

from itertools import chain

import attrs

from learning_tracker.kinds import Record, by_id, kind_words
from learning_tracker.queries import actions, coding
from learning_tracker.queries.action_rows import ActionRow, Lead
from learning_tracker.queries.naming import agency_named
from learning_tracker.records import Action, Agency, Finding, Partnership, Recommendation, Source
from learning_tracker.tables import Column, Table
from learning_tracker.view import View, family, holder, line
from learning_tracker.vocabulary import Level

ENOUGH = {
    Level.ACTIVITY: "how much was done",
    Level.QUALITY: "how well it was done, or what difference it made",
    Level.DIFFERENCE: "what difference it made for children",
}
"""What evidence must show for an action to be signed off, by the partnership's level."""


@attrs.frozen
class Whom:
    """An agency of which things are asked.

    Attributes:
        agency: the agency, or the partnership itself.
        kin: the agency with those that it succeeded and its parts, and theirs.
        line: the agency, its successor, and so on.
    """

    agency: Lead
    kin: tuple[Lead, ...]
    line: tuple[Lead, ...]

    @property
    def today(self) -> Lead:
        """Who answers for it today: itself, or the last of its successors."""
        return self.line[-1]

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all that it is asked for."""
        return frozenset(one.id for one in self.kin)

    @property
    def name(self) -> str:
        """The agency's name."""
        return self.agency.name

    @property
    def others(self) -> tuple[Lead, ...]:
        """Those that it succeeded and its parts."""
        return tuple(one for one in self.kin if one.id != self.agency.id)

    @property
    def records(self) -> tuple[Record, ...]:
        """The agencies by which it is known who answers for what."""
        return (*self.kin, *self.line)


def whom(view: View, agency: str) -> Whom:
    """The agency with an id, a name or an alias, and those for which it answers.

    Raises:
        UnknownChoice: there is none; it names those that are like it.
        AmbiguousName: several go by that name.
        InvalidArgument: `agency` is no text.
    """
    one = agency_named(view, agency)
    if isinstance(one, Partnership):
        return Whom(one, (one,), (one,))
    kin = sorted(family(view, one), key=by_id)
    return Whom(one, tuple(kin), tuple(line(view, one)))


@attrs.frozen
class AskedAction:
    """An outstanding action of an agency, and why it is asked.

    Attributes:
        now: the action with where it stands.
        reasons: the recommendations, findings or sources that it answers, each with the
            sources that it comes from.
        kin: the agencies by which it is known that it is this agency's.
    """

    now: ActionRow
    reasons: tuple[tuple[Record, tuple[Source, ...]], ...]
    kin: tuple[Record, ...]

    @property
    def record(self) -> Action:
        """The action."""
        return self.now.record

    @property
    def records(self) -> tuple[Record, ...]:
        """The action, what its standing rests on, and what asks for it."""
        sources = chain.from_iterable(sources for _, sources in self.reasons)
        return (*self.now.records, *(reason for reason, _ in self.reasons), *sources, *self.kin)

    @property
    def asked_by(self) -> tuple[str, ...]:
        """What asks for it, in its own words, and where it comes from."""
        told = tuple(_in_its_words(reason, sources) for reason, sources in self.reasons)
        return told or ("no recommendation, finding or review is named",)

    @property
    def late(self) -> bool:
        """Whether it is late."""
        return self.now.standing.late

    @property
    def evidenced(self) -> bool:
        """Whether it only waits for the partnership's ruling."""
        return self.now.standing.evidenced

    @property
    def days_left(self) -> int | None:
        """Days until the last day of the agreed date; None without a date."""
        due = self.now.standing.due
        return None if due is None else (due.last - self.now.standing.day).days

    @property
    def enough(self) -> str:
        """What evidence would be enough for it to be signed off."""
        return (
            f"evidence that can be looked at, of {ENOUGH[self.now.standing.policy.sign_off_level]}"
        )

    @property
    def urgency(self) -> tuple[int, int, str]:
        """Its place among others, the most urgent first.

        First what is late, the longest first; then what is due, the next first; then what has
        no date; last what is evidenced, for which the partnership is waited for.
        """
        due = self.now.standing.due
        if self.evidenced or due is None:
            return (3 if self.evidenced else 2), 0, self.record.id
        return (0 if self.late else 1), due.last.toordinal(), self.record.id


def _in_its_words(reason: Record, sources: tuple[Source, ...]) -> str:
    if isinstance(reason, Source):
        return f"{reason.title}, as a whole"
    titles = " or ".join(one.title for one in sources)
    return f"“{reason.label.rstrip('.')}” ({kind_words(type(reason).kind)}, {titles})"


ASKED_ACTION_COLUMNS: tuple[Column[AskedAction], ...] = (
    Column("action", "Action", lambda row: row.record.statement),
    Column("due", "Agreed date", lambda row: row.now.standing.due),
    Column("days_late", "Days late", lambda row: row.now.standing.days_late),
    Column("first_due", "First date", lambda row: row.now.standing.first_due),
    Column("slippage_days", "Slippage in days", lambda row: row.now.slippage),
    Column("reported", "Reported colour", lambda row: row.now.reported),
    Column("verdict", "Verdict", lambda row: row.now.standing.verdict),
)


def outstanding(view: View, agency: str) -> Table[AskedAction]:
    """The outstanding actions of one agency, the most urgent first.

    Args:
        view: the records to ask.
        agency: led by this agency, those it succeeded or its parts (an id, a name or an alias).

    Raises:
        UnknownChoice: there is no such agency.
    """
    who = whom(view, agency)
    found = actions.outstanding(view, agency=who.agency.id)
    rows = [AskedAction(row, _reasons(view, row.record), who.records) for row in found]
    return Table(
        caption=found.caption,
        rows=tuple(sorted(rows, key=lambda row: row.urgency)),
        columns=(*ASKED_ACTION_COLUMNS[:1], *_leads(view, who), *ASKED_ACTION_COLUMNS[1:]),
        empty=found.empty,
        denominator=found.denominator,
        basis=(*found.basis, *who.records),
        notes=found.notes,
    )


def _leads(view: View, who: Whom) -> tuple[Column[AskedAction], ...]:
    """A column that tells the leads, where it answers for parts that have actions of their own."""
    leads = {holder(view, one).id for one in who.kin if isinstance(one, Agency)}
    if len(leads) <= 1:
        return ()
    return (Column("lead", "Lead", lambda row: row.now.lead_name),)


def _reasons(view: View, action: Action) -> tuple[tuple[Record, tuple[Source, ...]], ...]:
    return tuple((one, _behind(view, one)) for one in view.linked(action, "answers", Record))


def _behind(view: View, reason: Record) -> tuple[Source, ...]:
    if isinstance(reason, Finding | Recommendation):
        return tuple(coding.sources_of(view, reason))
    return ()
