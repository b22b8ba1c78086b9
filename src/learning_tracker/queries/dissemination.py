"""How learning was spread, and how far it reached."""

import datetime as dt
from collections.abc import Iterable

import attrs

from learning_tracker.kinds import Record, by_id
from learning_tracker.queries.counting import plural
from learning_tracker.queries.noting import note_if, note_of_straddling, notes
from learning_tracker.records import Dissemination, Observation, Source
from learning_tracker.tables import Column, Table
from learning_tracker.view import Kept, View


@attrs.frozen
class Reach:
    """One way in which the learning of sources was spread.

    Attributes:
        dissemination: the channel, and when.
        sources: whose learning it was.
        last: the last count of whom it reached; several where it is not certain which was
            the last, none if there is none by then.
    """

    dissemination: Dissemination
    sources: tuple[Source, ...]
    last: tuple[Observation, ...]

    @property
    def record(self) -> Dissemination:
        """The dissemination."""
        return self.dissemination

    @property
    def records(self) -> tuple[Record, ...]:
        """The dissemination, the sources and the count."""
        return (self.dissemination, *self.sources, *self.last)

    @property
    def observation(self) -> Observation | None:
        """The last count; None where there is none or it is not certain which it is."""
        return self.last[-1] if len({one.value for one in self.last}) == 1 else None


REACH_COLUMNS: tuple[Column[Reach], ...] = (
    Column("sources", "Learning of", lambda row: tuple(one.title for one in row.sources)),
    Column("channel", "Spread by", lambda row: row.dissemination.channel),
    Column("on", "When", lambda row: row.dissemination.on),
    Column("reach", "Reached", lambda row: row.observation.value if row.observation else None),
    Column("counted_on", "Counted", lambda row: row.observation.on if row.observation else None),
)


def reach(view: View) -> Table[Reach]:
    """How the learning of each source was spread, and the last count of whom it reached.

    In order of date; what has none stands last.
    """
    held = sorted(view.of(Dissemination), key=_place)
    rows = [*map(view.index(_Reaches).of, held)]
    counted = sum(row.observation is not None for row in rows)
    return Table(
        caption="How learning was spread, and whom it reached",
        rows=tuple(rows),
        columns=REACH_COLUMNS,
        empty="Nothing is on record of how learning was spread.",
        denominator=f"{counted} of the {plural(len(rows), 'way')} of spreading has a count of "
        "whom it reached",
        notes=notes(
            note_if(
                (row.dissemination for row in rows if row.last and row.observation is None),
                "Reach not told, as it is not certain which count is the last ({n})",
            ),
            note_of_straddling(view, held),
        ),
    )


def _place(one: Dissemination) -> tuple[bool, tuple[dt.date, ...], str]:
    on = one.on
    return on is None, (on.first, on.last) if on else (), one.id


class _Reaches(Kept[Dissemination, Reach]):
    """How far each dissemination reached. It rests on its sources and the counts.

    Kept, 4,800 are told in 8 ms; where their counts are looked for at each question, in 28.
    """

    def _work_out(self, record: Dissemination) -> Reach:
        return _reach(self._view, record)

    def _resting_on(self, record: Record) -> Iterable[str]:
        match record:
            case Dissemination():
                return (record.id,)
            case Observation():
                return (record.of,)
            case Source():
                spread = self._view.network.incoming(Dissemination, "sources", record.id)
                return [one.id for one in spread]
        return ()


def _reach(view: View, one: Dissemination) -> Reach:
    counts = sorted(view.incoming(Observation, "of", one.id), key=by_id)
    last = [a for a in counts if not any(a.on.entirely_before(b.on) for b in counts)]
    return Reach(one, tuple(view.linked(one, "sources", Source)), tuple(last))
