"""Who answers for an agency today: its successor; and what an agency answers for."""

from collections.abc import Sequence

from learning_tracker.kinds import Record
from learning_tracker.network import Network
from learning_tracker.records import Agency
from learning_tracker.view.as_at import View


def line(view: View, agency: Agency) -> tuple[Agency, ...]:
    """The agency, its successor, and so on."""
    return _kin(view, agency).line(agency)


def holder(view: View, agency: Agency) -> Agency:
    """The agency that answers for this one: itself, or the last in the line of its successors."""
    return line(view, agency)[-1]


def family(view: View, agency: Agency) -> tuple[Agency, ...]:
    """The agency with those it succeeded and its parts, and theirs."""
    return _kin(view, agency).family(agency)


def between(view: View, agency: Agency, answering: Agency) -> tuple[Agency, ...]:
    """The agencies by which it is known that one answers for another, both among them.

    Args:
        view: the records to ask.
        agency: the one that is answered for.
        answering: the one that answers, or may not.

    Returns:
        none, if it does not answer for that agency.
    """
    return _kin(view, agency, answering).between(agency, answering)


class _Kin:
    """The lines and families of agencies, which are few and asked for with every action.

    They are kept until an agency changes; that takes a third off what it costs to tell where
    20,000 actions stand.
    """

    def __init__(self, view: View) -> None:
        self._view = view
        self._lines: dict[str, tuple[Agency, ...]] = {}
        self._families: dict[str, tuple[Agency, ...]] = {}
        self._between: dict[tuple[str, str], tuple[Agency, ...]] = {}

    def forget(self, changed: Sequence[Record]) -> None:
        if any(isinstance(one, Agency) for one in changed):
            for kept in (self._lines, self._families, self._between):
                kept.clear()

    def line(self, agency: Agency) -> tuple[Agency, ...]:
        found = self._lines.get(agency.id)
        if found is None:
            found = self._lines[agency.id] = _line(self._view, agency)
        return found

    def family(self, agency: Agency) -> tuple[Agency, ...]:
        found = self._families.get(agency.id)
        if found is None:
            found = self._families[agency.id] = _family(self._view, agency)
        return found

    def between(self, agency: Agency, answering: Agency) -> tuple[Agency, ...]:
        pair = (agency.id, answering.id)
        found = self._between.get(pair)
        if found is None:
            kin = self.family(answering)
            found = self._between[pair] = tuple(one for one in kin if agency in self.family(one))
        return found


def _kin(view: View, *agencies: Agency) -> _Kin:
    """What is kept of the view's agencies; of others than are there, nothing is."""
    there = all(view.get(one.id) is one for one in agencies)
    return view.index(_Kin) if there else _Kin(view)


def _line(view: View, agency: Agency) -> tuple[Agency, ...]:
    found = [agency]
    while successors := view.linked(found[-1], "succeeded_by", Agency):
        found += successors
    return tuple(found)


def _family(view: View, agency: Agency) -> tuple[Agency, ...]:
    found = {agency.id: agency}
    ahead = [agency]
    while ahead:
        one = ahead.pop()
        for field in ("succeeded_by", "part_of"):
            for other in view.incoming(Agency, field, one.id):
                if other.id not in found:
                    found[other.id] = other
                    ahead.append(other)
    return tuple(found.values())


def kin_of(network: Network, agency: Agency) -> set[str]:
    """The ids of all agencies with which one may answer: whatever the way by successors and parts.

    Lines, families and who is between lie within it, before and after a change of the agency.
    """
    found = {agency.id}
    ahead = [agency]
    while ahead:
        one = ahead.pop()
        named = (one.succeeded_by, one.part_of)
        others = [network.get(each) for each in named if each is not None]
        others += network.incoming(Agency, "succeeded_by", one.id)
        others += network.incoming(Agency, "part_of", one.id)
        for other in others:
            if isinstance(other, Agency) and other.id not in found:
                found.add(other.id)
                ahead.append(other)
    return found
