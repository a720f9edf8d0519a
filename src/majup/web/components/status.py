"""State, age and number: never by colour alone, always a word and a sign with it."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from majup.web.components.library import register, render
from majup.web.components.signs import DRAWINGS
from majup.web.components.texts import local_day, longdate

SIGNS = {"good": "check", "wait": "clock", "late": "alert", "info": "info", "plain": "ring", "draft": "dashed"}
_TONES = {
    "good": (
        "confirmed answered accepted returned settled published ready sent_ok solved valid active yes done "
        "held paid approved"
    ),
    "wait": (
        "due waiting asked sent seen partly due_for_confirmation being_sought resting intention preparing "
        "in_dialogue collecting"
    ),
    "late": "overdue refused stale lost bounced rejected impossible left_again no failed",
    "info": (
        "new open taken assessing offered discussed revised passed_on handover_proposed followup follow_up "
        "reopened submitted"
    ),
    "draft": "draft incomplete",
}
TONE_OF = {state: tone for tone, states in _TONES.items() for state in states.split()}


def tone_of(state: str) -> str:
    """Return the tone for a tone's own name or for the code of a state; "plain" for a state that nobody need notice."""
    return state if state in SIGNS else TONE_OF.get(state, "plain")


@register.simple_tag
def badge(text: Any, state: str = "plain") -> SafeString:
    """`{% badge case.get_stage_display case.stage %}`; the second is the code of a state, or a tone itself."""
    tone = tone_of(str(state))
    shown = "plain" if tone == "draft" else tone
    return format_html('<span class="badge {}">{}{}</span>', shown, DRAWINGS[SIGNS[tone]], text)


@register.simple_tag
def due(value: dt.date | dt.datetime | None, done: bool = False) -> SafeString:
    """`{% due question.due_on done=question.answered_at %}`: overdue, today, later or done, in words."""
    if done:
        return badge(_("Done"), "good")
    if not value:
        return badge(_("No date yet"), "plain")
    days = (local_day(value) - timezone.localdate()).days
    if days < 0:
        late = ngettext("Overdue by %(days)d day", "Overdue by %(days)d days", -days)
        return badge(late % {"days": -days}, "late")
    if days == 0:
        return badge(_("Due today"), "wait")
    return badge(_("Due %(date)s") % {"date": longdate(value)}, "info")


@register.simple_tag
def stat(value: Any, label: str, source: str = "", url: str = "", tone: str = "") -> SafeString:
    """One figure, what it counts and where it comes from; as a link when `url` is given. Stand several in `.stats`."""
    return render("stat", value=value, label=label, source=source, url=url, tone=tone)


@register.simple_tag
def progress(label: str, done: int | None = None, total: int = 100, note: str = "") -> SafeString:
    """Long work: `done` of `total`, or without `done` a bar that only says that work goes on."""
    return render("progress", label=label, done=done, total=total, note=note)
