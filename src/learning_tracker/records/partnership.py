"""A partnership, the agencies that work with it, and the themes it codes to."""

from typing import Annotated, ClassVar

import attrs

from learning_tracker.dates import When
from learning_tracker.fields import Identifier, Text, event
from learning_tracker.kinds import Record
from learning_tracker.links import Links, Relation
from learning_tracker.policy import Policy
from learning_tracker.vocabulary import AgencyRole


@attrs.frozen(kw_only=True)
class Partnership(Record):
    """A local safeguarding children partnership and its policy.

    Its `note` stands first in every report.

    Attributes:
        name: what it is called.
        policy: its choices where guidance leaves one.
    """

    kind: ClassVar[str] = "partnership"

    name: Text
    policy: Policy = attrs.field(factory=Policy)


@attrs.frozen(kw_only=True)
class Agency(Record):
    """An organisation that works with the partnership, or a group within it.

    Attributes:
        name: what it is called.
        role: its part in the arrangements; a group is one of the partnership itself.
        part_of: the agency that it is a part of.
        succeeded_by: the agency that took over from it.
        sector: health, education, police and so on, in the partnership's words.
        aliases: other names under which documents speak of it.
        succeeded_on: when its successor took over.
    """

    kind: ClassVar[str] = "agency"

    name: Text
    sector: str = ""
    role: AgencyRole = AgencyRole.OTHER
    part_of: Annotated[Identifier | None, Links(Relation.PART_OF, "Agency")] = None
    aliases: tuple[Text, ...] = ()
    succeeded_by: Annotated[Identifier | None, Links(Relation.SUCCEEDED_BY, "Agency")] = None
    succeeded_on: Annotated[When | None, event(dates="succeeded_by")] = None


@attrs.frozen(kw_only=True)
class Theme(Record):
    """A practice theme: what findings are coded to.

    Attributes:
        name: what it is called.
        definition: what belongs to it.
        aliases: other names for it.
        frame: the list of themes it belongs to; "practice" unless said otherwise.
        broader: the theme that it is a part of, in the same frame.
        matches: themes of other frames that mean the same.
        guid: its identity in a codebook exchanged with other tools.
    """

    kind: ClassVar[str] = "theme"

    name: Text
    definition: str = ""
    frame: Text = "practice"
    broader: Annotated[Identifier | None, Links(Relation.BROADER, "Theme")] = None
    aliases: tuple[Text, ...] = ()
    matches: Annotated[tuple[Identifier, ...], Links(Relation.MATCHES, "Theme")] = ()
    guid: str = ""
