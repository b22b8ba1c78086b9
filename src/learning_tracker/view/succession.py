"""Who answers for an agency today: its successor; and what an agency answers for."""

from learning_tracker.records import Agency
from learning_tracker.view.as_at import View


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
