"""Lines of the page that come dozens at a time, written in Python because a template takes far longer (ADR 8)."""

from collections.abc import Callable
from typing import Any

from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from majup.cases.models import Case, Need
from majup.web.components.status import badge
from majup.web.components.texts import localized, localized_plain, longdate
from majup.web.desk.cases.find import StaffRequest

Press = Callable[[dict[str, Any]], SafeString]


def press_for(request: StaffRequest, case: Case, need: Need) -> Press:
    """What draws the button of a line for this need: into the letter, or that it stands there."""
    if case.region_id not in request.user.scope.regions:
        return lambda line: mark_safe("")
    token, url, words = get_token(request), reverse("case_fits_put_in", args=[case.reference]), _("Put in")

    def press(line: dict[str, Any]) -> SafeString:
        if line["is_in"]:
            return badge(_("In the letter"), "good")
        if not line["can_be_offered"]:
            return mark_safe("")
        return format_html(
            '<form method="post" action="{}" class="inline-form" data-form>'
            '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
            '<input type="hidden" name="fact" value="{}"><input type="hidden" name="need" value="{}">'
            '<button class="button secondary">{}<span class="visually-hidden">: {}</span></button></form>',
            *(url, token, line["fact"].code, need.pk, words, localized_plain(line["version"].name)),
        )

    return press


def name(line: dict[str, Any], level: int = 3) -> SafeString:
    """Name with its way to the fact, as a heading of `level`; where it holds, unless everywhere."""
    url = reverse("fact", args=[line["fact"].pk])
    place = format_html(' <span class="quiet small">{}</span>', line["place"]) if line["place"] else ""
    return format_html('<h{}><a href="{}">{}</a>{}</h{}>', level, url, localized(line["version"].name), place, level)


def asked(line: dict[str, Any]) -> SafeString:
    """What the family would have to be asked, beside the verdict."""
    if not line["missing"]:
        return mark_safe("")
    return format_html(' <span class="quiet">{}</span> {}', _("Still to ask:"), ", ".join(line["missing"]))


def fresh(line: dict[str, Any]) -> SafeString:
    """How far the fact can be relied on, and since when."""
    day = line["fact"].confirmed_on
    said = format_html('<span class="quiet small">{}</span>', longdate(day)) if day else ""
    return format_html('<div class="fit-fresh">{}{}</div>', badge(*line["freshness"]), said)


def brief(lines: list[dict[str, Any]], press: Press) -> SafeString:
    """Lines of what is folded away: each with its reason, freshness and button."""
    rows = ((name(line), badge(line["said"], line["tone"]), asked(line), fresh(line), press(line)) for line in lines)
    return format_html_join(
        "",
        '<li class="fit" data-row><div class="fit-what">{}<p class="fit-reason">{}{}</p></div>{}'
        '<div class="fit-press">{}</div></li>',
        rows,
    )


def findings(lines: list[dict[str, Any]]) -> SafeString:
    """Conditions with what is needed, what is known and what that makes."""
    needed, known = _("needed"), _("known")
    return format_html_join(
        "",
        "<li>{} <span>{}</span>: {} <b>{}</b>{}{}</li>",
        (
            (
                badge(line["answer"], line["tone"]),
                *(line["label"], needed, line["needed"]),
                format_html(", {} <b>{}</b>", known, line["known"]) if line["known"] else "",
                format_html('<br><span class="quiet">{}</span>', line["note"]) if line["note"] else "",
            )
            for line in lines
        ),
    )


def refused(lines: list[dict[str, Any]]) -> SafeString:
    """What does not fit, each with the conditions that are not met."""
    rows = ((localized(line["version"].name), findings(line["reasons"])) for line in lines)
    return format_html_join(
        "", '<li class="fit"><div class="fit-what"><b>{}</b><ul class="why" role="list">{}</ul></div></li>', rows
    )
