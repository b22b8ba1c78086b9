"""How many reviews there were in each year, and whether they kept the statutory limits."""

from collections.abc import Iterable, Iterator
from typing import ClassVar

import attrs

from learning_tracker.clocks import ClockVerdict, Reading, limit, read_clock
from learning_tracker.dates import ReportingYear
from learning_tracker.errors import UnknownChoice
from learning_tracker.kinds import Record, by_id, kind_words, kinds
from learning_tracker.queries.counting import plural
from learning_tracker.queries.noting import note_if, note_of_straddling, notes
from learning_tracker.queries.on_themes import findings_by_theme
from learning_tracker.records import LCSPR, Partnership, RapidReview, Review
from learning_tracker.tables import Column, Table
from learning_tracker.view import KeptInOrder, View, partnerships, policy_in_doubt, policy_of
from learning_tracker.vocabulary import Basis, ClockFrom


@attrs.frozen
class ReviewsOfYear:
    """The reviews of one kind that are counted in a reporting year."""

    counts: ClassVar[bool] = True

    year: ReportingYear
    reviews: tuple[Review, ...]

    @property
    def records(self) -> tuple[Record, ...]:
        """The reviews."""
        return self.reviews


BY_YEAR_COLUMNS: tuple[Column[ReviewsOfYear], ...] = (
    Column("year", "Reporting year", lambda row: str(row.year)),
    Column("reviews", "Reviews", lambda row: len(row.reviews)),
    Column("titles", "Which", lambda row: tuple(one.title for one in row.reviews)),
)


def by_year(view: View, kind: str) -> Table[ReviewsOfYear]:
    """How many reviews of a kind are counted in each reporting year.

    A review is counted when it was published, else completed, submitted or held.

    Args:
        view: the records to ask.
        kind: "rapid-review", "lcspr" or "learning-review".

    Returns:
        a row for every year from the first with a review to the view's own.

    Raises:
        UnknownChoice: it is no kind of review.
    """
    known = {name: one for name, one in kinds().items() if issubclass(one, Review)}
    if kind not in known:
        raise UnknownChoice("kind of review", kind, known)
    return findings_by_theme(view).answer(
        ("reviews by year", kind), lambda: _by_year(view, kind, known[kind])
    )


def _by_year(view: View, kind: str, of: type[Record]) -> Table[ReviewsOfYear]:
    reviews = sorted((one for one in view.of(Review) if isinstance(one, of)), key=by_id)
    placed = [(one, _year(one)) for one in reviews]
    years = [year for _, year in placed if year is not None]
    last = max([*years, ReportingYear.of(view.today)]) if years else None
    rows = [
        ReviewsOfYear(year, tuple(one for one, counted in placed if counted == year))
        for year in (ReportingYear.range(min(years), last) if last else ())
    ]
    words = kind_words(kind)
    return Table(
        caption=f"{words[0].upper()}{words[1:]}s by reporting year",
        rows=tuple(rows),
        columns=BY_YEAR_COLUMNS,
        empty=f"No {words} is counted in a reporting year.",
        denominator=f"of the {plural(len(reviews), words)} on record",
        basis=tuple(reviews),
        notes=notes(
            note_if(
                (one for one, year in placed if year is None),
                "Counted in no year, as their date is not known or straddles two years ({n})",
            ),
            note_of_straddling(view, reviews),
        ),
    )


def _year(review: Review) -> ReportingYear | None:
    return None if review.counted_on is None else ReportingYear.holding(review.counted_on)


# The statutory limits


_AWARE = "local authority's becoming aware"


@attrs.frozen
class Timeliness:
    """A review on record against one statutory limit.

    Attributes:
        review: the review.
        limit: what the limit asks.
        reading: the verdict, with the day that was due and the reason.
        partnerships: whose policy says how the days are counted.
    """

    review: Review
    limit: str
    reading: Reading
    partnerships: tuple[Partnership, ...]

    @property
    def record(self) -> Review:
        """The review."""
        return self.review

    @property
    def records(self) -> tuple[Record, ...]:
        """The review and the partnership whose policy it was held against."""
        return (self.review, *self.partnerships)


TIMELINESS_COLUMNS: tuple[Column[Timeliness], ...] = (
    Column("review", "Review", lambda row: row.review.title),
    Column("limit", "Limit", lambda row: row.limit),
    Column("verdict", "Verdict", lambda row: row.reading.verdict),
    Column("due", "Due", lambda row: row.reading.due),
    Column("reason", "Why", lambda row: row.reading.reason),
)


def timeliness(view: View) -> Table[Timeliness]:
    """Whether rapid reviews and LCSPRs kept the statutory limits.

    A clock that needs a day and has a month, or no date, answers "cannot tell". From which
    date and day the rapid review's working days are counted is the partnership's policy.
    """
    return findings_by_theme(view).answer("timeliness", lambda: _timeliness(view))


def _timeliness(view: View) -> Table[Timeliness]:
    every = view.index(_Clocks).every()
    read = [one for one in every if one.review.basis is Basis.STATED]
    rows = tuple(row for one in read for row in one.rows)
    unknown = sum(row.reading.verdict is ClockVerdict.CANNOT_TELL for row in rows)
    held = partnerships(view)
    return Table(
        caption="Reviews against the statutory time limits",
        rows=rows,
        columns=TIMELINESS_COLUMNS,
        empty="No rapid review or LCSPR is on record.",
        denominator=f"{unknown} of the {plural(len(rows), 'clock')} cannot be read",
        basis=lambda: (*(one.review for one in every), *held),
        notes=notes(
            note_if(
                (one.review for one in every if one.review.basis is Basis.INFERRED),
                "Without a clock, as they are inferred and may stand for several ({n})",
            ),
            note_if(
                (one.review for one in read if one.in_doubt),
                "Counted by the default policy, as it is not known whose they are ({n})",
            ),
            note_of_straddling(view, (one.review for one in read)),
        ),
    )


@attrs.frozen
class _Clocked:
    """A review with its clocks as they are read today.

    Attributes:
        review: the review.
        rows: its clocks; none of one that is inferred.
        in_doubt: whether it is not known by whose policy to judge it.
    """

    review: RapidReview | LCSPR
    rows: tuple[Timeliness, ...]
    in_doubt: bool


class _Clocks(KeptInOrder[Review, _Clocked]):
    """The clocks of each review that has any; None of others.

    To read one takes 15 µs, and to see whose policy it is 4: kept, 8,000 reviews are told in
    3 ms after a finding has changed, where that takes 28.
    """

    kind = Review

    def _work_out(self, record: Review) -> _Clocked | None:
        if not isinstance(record, RapidReview | LCSPR):
            return None
        held = partnerships(self._view)
        read = _readings(self._view, record) if record.basis is Basis.STATED else ()
        rows = tuple(Timeliness(record, words, reading, held) for words, reading in read)
        return _Clocked(record, rows, policy_in_doubt(self._view, record))

    def _resting_on(self, record: Record) -> Iterable[str] | None:
        return None if isinstance(record, Partnership) else (record.id,)


def _readings(view: View, review: RapidReview | LCSPR) -> Iterator[tuple[str, Reading]]:
    if isinstance(review, LCSPR):
        reading = read_clock(
            limit("lcspr-published"),
            review.initiated_on,
            review.published_on,
            today=view.today,
            start_name="start of the review",
            end_name="publication",
        )
        yield "LCSPR published within 6 months", reading
        return
    notified = read_clock(
        limit("notification"),
        review.aware_on,
        review.notified_on,
        today=view.today,
        start_name=_AWARE,
        end_name="notification",
    )
    yield "notification within 5 working days", notified
    policy = policy_of(view, review)
    from_aware = policy.rapid_review_clock_from is ClockFrom.AWARE_ON
    submitted = read_clock(
        limit("rapid-review"),
        review.aware_on if from_aware else review.notified_on,
        review.submitted_on,
        today=view.today,
        first_day=policy.first_day,
        agreed=review.agreed_deadline,
        start_name=_AWARE if from_aware else "notification",
        end_name="submission of the rapid review",
    )
    yield "rapid review within 15 working days", submitted
