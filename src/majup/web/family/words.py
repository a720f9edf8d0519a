"""Words of the family's own page for states and phases: what a thing is to the family, not to the desk."""

from django.utils.translation import gettext_lazy, pgettext_lazy

from majup.offers.models import State

OFFER_STATES = {
    State.SENT: gettext_lazy("Waits for your word"),
    State.DISCUSSED: gettext_lazy("We talk it over"),
    State.REVISED: gettext_lazy("A new version is being written"),
    State.WAITING: gettext_lazy("A new version is being written"),
    State.READY: gettext_lazy("A new version is being written"),
    State.DRAFT: gettext_lazy("A new version is being written"),
    State.ACCEPTED: gettext_lazy("You accepted it"),
    State.ACCEPTED_IN_PART: gettext_lazy("You accepted a part"),
    State.DECLINED: gettext_lazy("You declined it"),
    State.LAPSED: pgettext_lazy("offer", "Over"),
}
OFFER_TONES = {State.SENT: "wait", State.ACCEPTED: "good", State.ACCEPTED_IN_PART: "good"}
STEP_PHASES = {
    "before_leaving": gettext_lazy("Before leaving"),
    "on_arrival": gettext_lazy("On arrival"),
    "first_months": gettext_lazy("In the first months"),
}
