"""Filters of the pages on quality: what is not known is a dash, never a zero."""

from typing import Any

from django import template
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from majup.places.models import PlanningRegion
from majup.web.components.texts import localized_plain

register = template.Library()


def _unknown() -> SafeString:
    return format_html('<span title="{}">–</span>', _("not known"))  # noqa: RUF001


@register.filter
def decimal(value: Any, places: int = 1) -> str:
    """12,3; a dash for None."""
    return _unknown() if value in {None, ""} else formats.number_format(round(float(value), places), places)


@register.filter
def percent(value: Any, places: int = 0) -> str:
    """12 %; a dash for None."""
    if value in {None, ""}:
        return _unknown()
    return f"{formats.number_format(round(float(value), places), places)}\N{NO-BREAK SPACE}%"


@register.filter
def count(value: Any) -> str:
    """A whole number; a dash for None."""
    return _unknown() if value in {None, ""} else formats.number_format(value, 0, force_grouping=True)


@register.filter
def hours(value: Any) -> str:
    """Hours as people say them: "5 hours", "3 days" from two days on; a dash for None."""
    if value in {None, ""}:
        return _unknown()
    if value < 48:
        number = max(round(value), 1)
        return ngettext("%(number)s hour", "%(number)s hours", number) % {"number": number}
    number = round(value / 24)
    return ngettext("%(number)s day", "%(number)s days", number) % {"number": number}


@register.filter
def region_or_all(region: PlanningRegion | None) -> str:
    return localized_plain(region.name) if region else _("All regions")
