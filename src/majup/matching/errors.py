"""What the matching stage refuses; pages turn each into words."""


class MatchingRefused(Exception):
    """This answer or match cannot be kept like this."""


class UnknownField(MatchingRefused):
    """No condition speaks of this, or it is worked out from other fields and never asked."""


class ReasonMissing(MatchingRefused):
    """Whoever was interested and did not apply had a reason; it is what the next call learns from."""


class NotAnAnswer(MatchingRefused):
    """The field cannot have this value."""
