"""Who answers for an agency today: its successor; and what an agency answers for."""

from learning_tracker.records import Agency
from learning_tracker.view.as_at import View


def line(view: View, agency: Agency) -> list[Agency]:
    """The agency, its successor, and so on."""
    found = [agency]
    while successors := view.linked(found[-1], "succeeded_by", Agency):
        found += successors
    return found


def holder(view: View, agency: Agency) -> Agency:
    """The agency that answers for this one: itself, or the last in the line of its successors."""
    return line(view, agency)[-1]


def family(view: View, agency: Agency) -> list[Agency]:
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
    return list(found.values())


def between(view: View, agency: Agency, answering: Agency) -> list[Agency]:
    """The agencies by which it is known that one answers for another, both among them.

    Args:
        view: the records to ask.
        agency: the one that is answered for.
        answering: the one that answers, or may not.

    Returns:
        none, if it does not answer for that agency.
    """
    kin = family(view, answering)
    return [one for one in kin if agency.id in {other.id for other in family(view, one)}]
