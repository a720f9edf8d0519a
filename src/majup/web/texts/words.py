"""Words for what happens to texts and for what can be wrong."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majup.guides.details import DetailError
from majup.guides.models import ReviewedText, TextEvent, TextVersion
from majup.web.components.texts import language_name, localized_plain

EVENTS = {
    "loaded": _("Came with the country's own texts"),
    "drafted": _("Draft begun"),
    "changed": _("Draft changed"),
    "sent": _("Waits for a second pair of eyes"),
    "given_back": pgettext_lazy("of a text", "Given back"),
    "published": _("Read by a second person and published"),
    "read_again": _("Read again: it still holds"),
    "archived": _("Put into the archive"),
    "dropped": _("Draft thrown away"),
    "consented": _("Somebody agreed to the story"),
    "consent_withdrawn": _("An agreement was taken back: the story is gone from every page"),
    "checked_for_persons": _("Somebody said that nothing in it is about one person"),
}
SIGNS = {"published": "check", "read_again": "check", "archived": "clock", "consent_withdrawn": "cross"}
STATES = {
    "draft": pgettext_lazy("of a text", "Draft"),
    "waiting": _("Waits for a second pair of eyes"),
    "published": pgettext_lazy("of a text", "Published"),
    "archived": _("Archive"),
    "overdue": _("To be read again"),
    "hidden": _("Not shown: no agreement"),
}
TONES = {"draft": "draft", "waiting": "wait", "published": "good", "archived": "plain", "overdue": "late",
         "hidden": "late"}  # fmt: skip
FOUND = {
    "mail": _("mail address"),
    "phone": _("phone number"),
    "code": _("personal code"),
    "name": _("perhaps a name"),
}
REFUSALS = {
    "same-person": _("You wrote this yourself. Somebody else has to read it before it is published."),
    "not-waiting": _("This text no longer waits for anybody."),
    "not-open": _("There is no draft any more."),
    "no-reason": _("Say why, so that others understand it."),
    "no-consent": _("Nobody has agreed to exactly these words, or somebody took the agreement back."),
    "has-consents": _("Agreements are recorded here; they are kept as proof, so the draft stays."),
    "not-published": _("Only what is published can be read again or archived."),
    "personal": _("Something in it looks like data of a person. Take it out, or say that it is none."),
}
DETAILS = {
    "address": _("This is not the address of a web page."),
    "day": _("This is not a day."),
}


def detail_words(error: DetailError) -> str:
    return str(DETAILS.get(error.code, _("This value does not fit here.")))


def event_words(event: TextEvent) -> str:
    return str(EVENTS[event.kind])


def event_reason(event: TextEvent) -> str:
    """What was said with it: a sentence, or localized words."""
    return localized_plain(event.details.get("reason", ""))


def standing(text: ReviewedText, version: TextVersion | None, *, consented: bool = True) -> tuple[str, Any]:
    """(tone, words) of where a text is; `version` is what is in the making."""
    code = _standing(text, version, consented)
    return TONES[code], STATES[code]


def _standing(text: ReviewedText, version: TextVersion | None, consented: bool) -> str:
    if text.state != "draft" and not consented:
        return "hidden"
    if version is not None and (version.state == "waiting" or text.state == "draft"):
        return version.state
    if text.is_archive():
        return "archived"
    return "overdue" if text.is_overdue() else text.state


def languages_words(codes: tuple[str, ...]) -> str:
    return ", ".join(language_name(code) for code in codes)
