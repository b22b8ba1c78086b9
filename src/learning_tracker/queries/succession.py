"""Who answers for an agency today: its successor; and what an agency answers for."""

from learning_tracker.errors import UnknownChoice
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


def agency_named(view: View, word: str) -> Agency | Partnership:
    """The agency (or partnership) with an id, a name or an alias.

    Raises:
        UnknownChoice: there is none; it names those that are like it.
    """
    exact = view.get(word)
    if isinstance(exact, Agency | Partnership):
        return exact
    known: dict[str, Agency | Partnership] = {}
    agencies = sorted(view.of(Agency), key=lambda one: one.id)
    everyone: list[Agency | Partnership] = [*agencies, *partnerships(view)]
    for one in everyone:
        aliases = one.aliases if isinstance(one, Agency) else ()
        for name in (one.id, one.name, *aliases):
            known.setdefault(_folded(name), one)
    if _folded(word) not in known:
        names = (one.name for one in known.values())
        raise UnknownChoice("agency", word, {*known, *names})
    return known[_folded(word)]


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
