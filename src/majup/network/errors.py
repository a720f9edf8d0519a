"""Why a change of the network was refused; pages turn each into a sentence beside the field."""

from collections.abc import Iterable


class NetworkError(Exception):
    """A change of the network that its rules forbid."""


class HolderOverlaps(NetworkError):
    """Somebody else is already named from a later day on; that naming has to be ended first."""


class HolderIsDeputy(NetworkError):
    """The same person cannot hold a role and stand by as its deputy."""


class AccountClosed(NetworkError):
    """A closed account cannot act in a role."""


class NobodyTakesOver(NetworkError):
    """The last person would leave a role that must not be empty; name a successor or a deputy first."""


class SubstitutionOverlaps(NetworkError):
    """Another substitution is already arranged for some of these days."""


class PlaceholderProblem(NetworkError):
    """A template names placeholders that nobody fills in, or lost the link without which it is useless."""

    def __init__(self, *, unknown: Iterable[str] = (), missing: Iterable[str] = ()) -> None:
        """Keep both lists sorted."""
        self.unknown, self.missing = sorted(unknown), sorted(missing)
        super().__init__(f"unknown: {self.unknown}, missing: {self.missing}")


class MunicipalityEnded(NetworkError):
    """A municipality that has ended cannot be merged again, nor take another in."""


class ExclusionOverlaps(NetworkError):
    """The municipality is already on the list for some of these days."""


class AccountStillHolds(NetworkError):
    """The account holds roles; they have to be handed on before it is closed."""
