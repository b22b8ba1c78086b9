"""What is found in a text: the sorts of identifier, and where one stands."""

import attrs

from learning_tracker.vocabulary import Word


class Sort(Word):
    """What sort of identifier it is; the earlier, the more it says of one person."""

    NHS_NUMBER = "nhs_number"
    UNIQUE_PUPIL_NUMBER = "unique_pupil_number"
    NATIONAL_INSURANCE_NUMBER = "national_insurance_number"
    DATE_OF_BIRTH = "date_of_birth"
    EMAIL_ADDRESS = "email_address"
    POSTCODE = "postcode"
    TELEPHONE_NUMBER = "telephone_number"

    @property
    def label(self) -> str:
        """The sort as people read it.

        >>> Sort.NHS_NUMBER.label, Sort.POSTCODE.label
        ('NHS number', 'postcode')
        """
        return _SPELT.get(self, super().label)


_SPELT = {
    Sort.NHS_NUMBER: "NHS number",
    Sort.NATIONAL_INSURANCE_NUMBER: "National Insurance number",
    Sort.EMAIL_ADDRESS: "e-mail address",
}


@attrs.frozen
class Found:
    """An identifier in a text. It does not hold the text, so that it can be told of safely.

    Attributes:
        sort: what sort of identifier it is.
        start: where it begins in the text.
        end: where the text goes on after it.
    """

    sort: Sort
    start: int
    end: int

    def overlaps(self, other: "Found") -> bool:
        """Whether both stand, in part at least, in the same place."""
        return self.start < other.end and other.start < self.end


# The edges of an identifier: what goes on with a letter, a digit, a hyphen and more, or
# a decimal point, is part of something longer, such as the id of a record or a version.
START = r"(?<![\w+£$€])(?<!\w-)(?<![0-9]\.)"
END = r"(?!\w|-\w|\.[0-9])"
