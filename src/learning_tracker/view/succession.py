"""Who answers for an agency today: its successor; and what an agency answers for."""

from learning_tracker.network import Network
from learning_tracker.records import Agency
from learning_tracker.view.as_at import View


def line(view: View, agency: Agency) -> tuple[Agency, ...]:
    """The agency, its successor, and so on."""
    found = [agency]
    while successors := view.linked(found[-1], "succeeded_by", Agency):
        found += successors
    return tuple(found)


def holder(view: View, agency: Agency) -> Agency:
    """The agency that answers for this one: itself, or the last in the line of its successors."""
    return line(view, agency)[-1]


def family(view: View, agency: Agency) -> tuple[Agency, ...]:
    """The agency with those it succeeded and its parts, and theirs."""
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


def between(view: View, agency: Agency, answering: Agency) -> tuple[Agency, ...]:
    """The agencies by which it is known that one answers for another, both among them.

    Args:
        view: the records to ask.
        agency: the one that is answered for.
        answering: the one that answers, or may not.

    Returns:
        none, if it does not answer for that agency.
    """
    kin = family(view, answering)
    return tuple(one for one in kin if agency in family(view, one))


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
