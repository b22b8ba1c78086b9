"""What every report has: for whom it is, as at which date, what it leaves out, what it may hold."""

from collections import Counter
from functools import cached_property
from typing import Protocol

import attrs

from learning_tracker.dates import ReportingYear, long_date, reporting_year
from learning_tracker.errors import YearNotBegun
from learning_tracker.free_text import Mention, identifiers_in
from learning_tracker.kinds import kind_words
from learning_tracker.moments import moment_words
from learning_tracker.policy import Policy
from learning_tracker.queries.counting import listed, plural
from learning_tracker.queries.naming import word_named
from learning_tracker.queries.suppression import threshold_of
from learning_tracker.records import Source
from learning_tracker.reports.document import Bullets, Document, Section, Statement
from learning_tracker.reports.glossary import DEFINITIONS, verdicts
from learning_tracker.reports.report import Report
from learning_tracker.tables import ROWS, check_rows
from learning_tracker.view import View, partnerships
from learning_tracker.vocabulary import Audience

READERS = {
    Audience.GROUP: "the Learning Lessons group",
    Audience.EXECUTIVE: "the executive",
    Audience.PUBLIC: "the public",
}
"""What the audiences are called."""

FEW = 1000
"""Of so many records a report lists all that it rests on."""

RECORDS = 20
"""To how many records a note leads where there are more; it says how many more it rests on."""

NAMED = 4
"""How many partnerships a title names, and says what they say of their records."""


class Viewed(Protocol):
    """What a report is made of: a tracker."""

    @property
    def view(self) -> View:
        """The records as questions see them."""
        ...


@attrs.frozen(slots=False)
class Frame:
    """What a report shows, to whom, and what it says of itself.

    Attributes:
        view: the records that its readers may see.
        audience: who reads it.
        title: its title.
        readers: what its readers are called.
        warns: what they must know of it before anything else.
        rows: how many rows of each table they are shown; None for all.
    """

    view: View
    audience: Audience
    title: str
    readers: str
    warns: tuple[Statement, ...] = ()
    rows: int | None = ROWS

    @property
    def running(self) -> str:
        """What stands on every page."""
        return f"{self.title}. For {self.readers}. {self._as_at}"

    @property
    def _as_at(self) -> str:
        as_at, known_at = long_date(self.view.today), self.view.known_at
        recorded = f"; as recorded by {moment_words(known_at)}" if known_at else ""
        return f"As at {as_at}{recorded}."

    @cached_property
    def about(self) -> tuple[Statement, ...]:
        """For whom it is, as at which date, and how new what it tells is."""
        told = [
            Statement("about/audience", f"For {self.readers}."),
            Statement("about/date", self._as_at),
        ]
        if latest := self.view.latest():
            on, records = latest
            told.append(Statement("about/latest", f"The latest date on record is {on}.", records))
        return tuple(told)

    @cached_property
    def first(self) -> tuple[Statement, ...]:
        """What stands before everything else: what the partnership says of its records.

        Before that, what must be known first; for the public, also what must be taken out
        first, and what is left out.
        """
        return (*self._not_ready, *self.warns, *self._of_partnerships, *left_out(self.view))

    @property
    def _of_partnerships(self) -> list[Statement]:
        """What partnerships say of their records; of a region's, what the first say."""
        saying = [one for one in partnerships(self.view) if one.note]
        shown = saying if self.rows is None else saying[:NAMED]
        told = [Statement(f"first/{one.id}", one.note, (one,)) for one in shown]
        if left := saying[len(shown) :]:
            text = f"{len(left)} more say something of their records, which --rows all shows."
            told.append(Statement("first/more", text, left))
        return told

    @cached_property
    def _mentions(self) -> tuple[Mention, ...]:
        """What the texts that the public would read hold of people's identifiers."""
        return identifiers_in(self.view.values()) if self.view.public else ()

    @property
    def _not_ready(self) -> list[Statement]:
        if not self._mentions:
            return []
        records = {one.record: self.view[one.record] for one in self._mentions}
        sorts = dict.fromkeys(one.sort.label for one in self._mentions)
        text = (
            f"Not ready to be published: texts of {plural(len(records), 'record')} look as if they "
            f"held identifiers of people ({', '.join(sorts)}). Take them out first."
        )
        return [Statement("first/identifiers", text, records.values())]

    @property
    def before(self) -> tuple[Statement, ...]:
        """All that stands on page one before its first section."""
        return (Statement("title", self.title), *self.about, *self.first)

    def _cut(self, section: Section) -> Section:
        """A section whose tables show so many rows, and whose lists tell of so many things."""
        return attrs.evolve(section, blocks=tuple(one.cut(self.rows) for one in section.blocks))

    def report(self, page_one: tuple[Section, ...], behind: tuple[Section, ...]) -> Report:
        """The report with these sections, and with the words that it uses at its end."""
        return Report(
            Document(
                title=self.title,
                running=self.running,
                about=self.about,
                first=self.first,
                page_one=page_one,
                behind=tuple(map(self._cut, (*behind, words_used(self.view)))),
                date=self.view.today,
                records=None if self.rows is None or len(self.view) <= FEW else RECORDS,
                known_at=self.view.known_at,
            ),
            warnings=tuple(
                f"{one.record}, {one.place}: looks as if it held: {one.sort.label}; take it out "
                "before this is published"
                for one in self._mentions
            ),
        )


def frame(
    tracker: Viewed, audience: Audience | str, title: str, *, rows: int | None = ROWS
) -> Frame:
    """The frame of a report for an audience; the public sees only what it may read.

    Raises:
        UnknownChoice: there is no such audience.
        InvalidArgument: `rows` is neither a whole number from 1 up nor None.
    """
    return frame_of(seen_by(tracker, audience), audience, title, rows=rows)


def seen_by(tracker: Viewed, audience: Audience | str) -> View:
    """What an audience may see of a tracker.

    Raises:
        UnknownChoice: there is no such audience.
    """
    view = tracker.view
    if audience_named(audience) is Audience.PUBLIC and not view.public:
        return view.for_public()
    return view


def frame_of(  # noqa: PLR0913 - what every report says of itself
    view: View,
    audience: Audience | str,
    title: str,
    *,
    readers: str = "",
    warns: tuple[Statement, ...] = (),
    rows: int | None = ROWS,
) -> Frame:
    """The frame of a report of what its audience may see.

    Args:
        view: what the audience may see: see `seen_by`.
        audience: who reads it.
        title: its title; the names of the partnerships follow it.
        readers: what its readers are called, if not as their audience is.
        warns: what they must know of it before anything else.
        rows: how many rows of each table they are shown; None for all.

    Raises:
        UnknownChoice: there is no such audience.
        InvalidArgument: `rows` is neither a whole number from 1 up nor None.
    """
    check_rows(rows)
    reads = audience_named(audience)
    names = [one.name for one in partnerships(view)]
    if more := len(names[NAMED:]):
        names[NAMED:] = [f"and {more} more"]
    whole_title = title + (f": {', '.join(names)}" if names else "")
    return Frame(view, reads, whole_title, readers or READERS[reads], warns, rows)


def audience_named(value: Audience | str) -> Audience:
    """An audience from its word.

    Raises:
        UnknownChoice: it is no audience.
    """
    return word_named("audience", Audience, value)


def year_of(view: View, year: ReportingYear | str | None) -> ReportingYear:
    """The reporting year that a report is on: that of the view's day unless one is named.

    Raises:
        InvalidYear: `year` is no reporting year.
        YearNotBegun: it begins after the view's day.
    """
    current = ReportingYear.of(view.today)
    asked = current if year is None else reporting_year(year)
    if asked.when.first > view.today:
        raise YearNotBegun(str(asked), long_date(view.today), str(current))
    return asked


def left_out(view: View) -> tuple[Statement, ...]:
    """What the public may not read, counted and not named; nothing, if nothing is left out."""
    if not view.public:
        return ()
    hidden = [view.whole[one] for one in view.whole if one not in view]
    sources = Counter(type(one).kind for one in hidden if isinstance(one, Source))
    if not hidden:
        return (Statement("first/left-out", "Nothing is left out."),)
    kinds = [plural(sources[kind], kind_words(kind)) for kind in sorted(sources)]
    others = len(hidden) - sources.total()
    resting = [f"{plural(others, 'record')} taken only from what is not"] if others else []
    most = threshold_of(view) - 1
    small = f" Tables do not show counts of children from 1 to {most}." if most > 0 else ""
    text = (
        f"Left out, as not published: {listed([*kinds, *resting])}. What is counted here is "
        f"what the public can read.{small}"
    )
    return (Statement("first/left-out", text),)


def words_used(view: View) -> Section:
    """The words of a report with their meaning, and the policies by which it judges."""
    told = tuple(
        Statement(f"definitions/{word}", f"{word[0].upper()}{word[1:]}: {meaning}")
        for word, meaning in DEFINITIONS.items()
    )
    policies = [
        Statement(f"definitions/policy/{one.id}", f"{one.name}. {verdicts(one.policy)}", (one,))
        for one in partnerships(view)
    ] or [Statement("definitions/policy", verdicts(Policy()))]
    return Section(
        "definitions",
        "The words used here",
        (Bullets(told), Bullets(tuple(policies), "partnership")),
    )
