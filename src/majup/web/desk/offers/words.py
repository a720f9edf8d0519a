"""Words for states, sections and what is missing."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from majup.offers.models import State
from majup.offers.queries import Missing
from majup.offers.writing import section_words
from majup.web.components.codes import need_name
from majup.web.components.texts import localized_plain

STATES = {
    State.DRAFT: pgettext_lazy("state of an offer", "Draft"),
    State.WAITING: pgettext_lazy("state of an offer", "Waits for parts of others"),
    State.READY: pgettext_lazy("state of an offer", "Ready to send"),
    State.SENT: pgettext_lazy("state of an offer", "Sent"),
    State.DISCUSSED: pgettext_lazy("state of an offer", "Being talked over"),
    State.REVISED: pgettext_lazy("state of an offer", "New version being written"),
    State.ACCEPTED: pgettext_lazy("state of an offer", "Accepted"),
    State.ACCEPTED_IN_PART: pgettext_lazy("state of an offer", "Accepted in part"),
    State.DECLINED: pgettext_lazy("state of an offer", "Declined"),
    State.LAPSED: pgettext_lazy("state of an offer", "Lapsed"),
}
TONES = {
    State.WAITING: "wait",
    State.READY: "info",
    State.SENT: "wait",
    State.DISCUSSED: "info",
    State.REVISED: "info",
    State.ACCEPTED: "good",
    State.ACCEPTED_IN_PART: "good",
}


def missing_words(missing: Missing) -> str:
    """One sentence that says what to do."""
    if missing.code == "section":
        return _("Section “%(section)s”: put something in, or mark it as not needed.") % {
            "section": section_words()[missing.section]
        }
    topic = need_name(missing.need) if missing.need else ""
    title = localized_plain(missing.item.title) if missing.item and missing.item.title else topic
    sentences = {
        "need": _("Need “%(topic)s”: put something in, or say why there is no solution at present."),
        "gap": _(
            "Need “%(topic)s” has only general words. A partner's work and a child's school wait for an answer:"
            " give the reason why the letter goes out without it."
        ),
        "title": _("“%(title)s”: give it a title."),
        "institution": _("“%(title)s”: name the institution."),
        "contact": _("“%(title)s”: give a contact that works."),
        "ask": _("“%(title)s”: write what exactly to ask for."),
        "confirmed_on": _("“%(title)s”: give the day on which it was confirmed."),
    }
    if missing.code == "fact":
        return standing_words(missing.standing) % {"title": title}
    return sentences[missing.code] % {"topic": topic, "title": title}


def missing_place(missing: Missing, offer: int) -> str:
    """Address where that is done: the item, the stale facts, the reasons, the card of the need or the six sections."""
    if missing.code == "fact" and missing.item:
        return reverse("offer_send", args=[offer]) + f"#stale-{missing.item.key}"
    if missing.item:
        return reverse("offer_item", args=[offer, missing.item.pk])
    part = "words" if missing.code == "gap" else f"need-{missing.need.pk}" if missing.need else "sections"
    return reverse("offer_compose", args=[offer]) + f"#{part}"


def standing_words(standing: str) -> str:
    """Why the fact behind an item cannot go out as it stands (OFF-08)."""
    sentences = {
        "due": _("“%(title)s”: its owner should have confirmed it by now."),
        "hidden": _("“%(title)s”: nobody has confirmed it for so long that it is hidden."),
        "changed": _("“%(title)s”: its owner has changed it since you put it in."),
        "over": _("“%(title)s”: its time is over."),
        "not_yet": _("“%(title)s”: its time has not begun yet."),
        "ended": _("“%(title)s”: it has ended."),
        "withdrawn": _("“%(title)s”: its owner has withdrawn it."),
        "reported_2022": _("“%(title)s”: reported in 2022 and never confirmed."),
    }
    return sentences.get(standing, _("“%(title)s”: it is not known to be available now."))


def fact_line(fact: Mapping[str, Mapping[str, str]]) -> str:
    """A line of a short form: label and value in the reader's language."""
    return f"{localized_plain(fact['label'])}: {localized_plain(fact['value'])}"
