"""Who answers for an agency today: its successor; and what an agency answers for."""

from learning_tracker.records import Agency, Partnership
from learning_tracker.view import View


def partnerships(view: View) -> list[Partnership]:
    """The partnerships, in order of id."""
    return sorted(view.of(Partnership), key=lambda one: one.id)


def holder(view: View, agency: Agency) -> Agency:
    """The agency that answers for this one: itself, or the last in the line of its successors."""
    while successors := view.linked(agency, "succeeded_by", Agency):
        (agency,) = successors
    return agency


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
