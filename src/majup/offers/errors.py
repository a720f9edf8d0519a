"""Why something cannot be done to an offer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from majup.cases import errors

if TYPE_CHECKING:
    from majup.offers.models import Contribution, Offer, OfferItem
    from majup.offers.queries import Missing


class OfferRefused(Exception):
    """The offer cannot be changed like this."""


class NotEditable(OfferRefused):
    """The letter was sent, or is settled; open it again as a new version first."""

    def __init__(self, offer: Offer) -> None:
        super().__init__(offer.state)
        self.offer = offer


class NotAllowed(OfferRefused):
    """The offer cannot go from its present state to the one asked for."""

    def __init__(self, offer: Offer, state: str) -> None:
        super().__init__(f"{offer.state} -> {state}")
        self.offer, self.state = offer, state


class AnotherOpen(NotAllowed):
    """A case has one open letter: `running` is being written, or waits for the family's word."""

    def __init__(self, offer: Offer, state: str, running: Offer) -> None:
        super().__init__(offer, state)
        self.running = running


class NotAwaited(OfferRefused):
    """The part is in the letter already, or nobody waits for it any more."""

    def __init__(self, contribution: Contribution) -> None:
        super().__init__(str(contribution))


class Incomplete(OfferRefused):
    """Something is missing before the letter may go out; `missing` says what, in the order of the page."""

    def __init__(self, missing: list[Missing]) -> None:
        super().__init__(", ".join(m.code for m in missing))
        self.missing = missing


class ChangedMeanwhile(OfferRefused, errors.ChangedMeanwhile):
    """Somebody else changed the offer or the item since the page was opened; `current` is what stands there now."""

    def __init__(self, current: Offer | OfferItem) -> None:
        Exception.__init__(self, f"now at revision {current.revision}")
        self.current = current


class UnknownItem(OfferRefused):
    """The letter has no such item."""


class StandsAlready(OfferRefused):
    """The letter says this for this need already."""

    def __init__(self, item: OfferItem) -> None:
        super().__init__(item.key)


class ReasonNeeded(OfferRefused):
    """No solution without a reason."""


class NotOfferable(OfferRefused):
    """The fact has ended, was withdrawn, is only planned or was not confirmed in time; `state` says which."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


class TooManyPlaces(OfferRefused):
    """Side by side stand two to four places."""

    def __init__(self, number: int) -> None:
        super().__init__(str(number))
        self.number = number
