"""The choices that guidance leaves to a partnership."""

import attrs

from learning_tracker.errors import InvalidField, Misfit
from learning_tracker.fields import Checked, Count
from learning_tracker.vocabulary import ClockFrom, Colour, Level, Verdict

DEFAULT_COLOURS = (
    (Verdict.SIGNED_OFF, Colour.BLUE),
    (Verdict.EVIDENCED, Colour.GREEN),
    (Verdict.ON_TIME, Colour.GREEN),
    (Verdict.CLAIMED, Colour.AMBER),
    (Verdict.AT_RISK, Colour.AMBER),
    (Verdict.NO_DUE_DATE, Colour.AMBER),
    (Verdict.LATE, Colour.RED),
)


@attrs.frozen(kw_only=True)
class Policy(Checked):
    """How a partnership counts, judges and colours.

    Attributes:
        rapid_review_clock_from: the date from which the rapid review's 15 working days run.
        first_day: whether that date is day 0 or day 1 of them.
        amber_days: an action due within so many days is at risk.
        stale_days: so is one of which nothing was heard for so many days.
        sign_off_level: the least level of evidence on which an action is signed off.
        suppress_below: counts of children below this are not published.
        colours: the colour in which each verdict is reported; a closed action has none.
    """

    rapid_review_clock_from: ClockFrom = ClockFrom.NOTIFIED_ON
    first_day: int = 0
    amber_days: Count = 28
    stale_days: Count = 100
    sign_off_level: Level = Level.QUALITY
    suppress_below: Count = 6
    colours: tuple[tuple[Verdict, Colour], ...] = DEFAULT_COLOURS

    def __attrs_post_init__(self) -> None:
        Checked.__attrs_post_init__(self)
        if self.first_day not in (0, 1):
            raise InvalidField("Policy", "first_day", Misfit("0 or 1", self.first_day))

    def colour_of(self, verdict: Verdict) -> Colour | None:
        """The colour in which a verdict is reported, or None."""
        return dict(self.colours).get(verdict)
