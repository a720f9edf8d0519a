"""How long people wait, and who answers what we ask (INT-10, OFF-14, REF-11)."""

from typing import Any

from django.utils.translation import gettext as _

from majup.network.models import Institution, Topic
from majup.places.models import Municipality
from majup.reports import waits as counting
from majup.web.components.texts import localized_plain, named
from majup.web.figures.quality.common import Shown, chosen, period_page, query_of
from majup.web.http import StaffRequest

DIMENSIONS = ["institution", "municipality", "topic"]


@period_page
def waits(request: StaffRequest, context: dict[str, Any]) -> Shown:
    if context["form"].errors:
        return "waits", {}
    found = counting.waits(context["period"])
    return "waits", {"at": found.at, "few": counting.FEW, "of": found.of, "query": query_of(context["period"])}


@period_page
def questions(request: StaffRequest, context: dict[str, Any]) -> Shown:
    """REF-11: numbers of questions, median and share unanswered; by name, never by rank."""
    by = chosen(request, "by", DIMENSIONS)
    found, at = ({name: {} for name in DIMENSIONS}, None)
    if not context["form"].errors:
        found, at = counting.questions(context["period"])
    rows = found[by]
    query = query_of(context["period"])
    return "questions", {
        "at": at,
        "by": by,
        "few": counting.FEW,
        "lines": [(name, rows[key], rows[key].answered >= counting.FEW) for key, name in _names(by, set(rows))],
        "ways": [(label, f"?by={code}&{query}", code == by) for code, label in _labels()],
        "head": dict(_labels())[by],
    }


def _labels() -> list[tuple[str, str]]:
    return [("institution", _("Institution")), ("municipality", _("Municipality")), ("topic", _("Topic"))]


def _names(by: str, keys: set[int]) -> list[tuple[int, str]]:
    """(id, name) in the order in which such things always stand."""
    if by == "municipality":
        return [(one.pk, named(one)) for one in Municipality.objects.filter(pk__in=keys)]
    rows = (Topic if by == "topic" else Institution).objects.filter(pk__in=keys).order_by("pk")
    pairs = [(one.pk, localized_plain(one.name)) for one in rows]
    return pairs if by == "topic" else sorted(pairs, key=lambda pair: pair[1].casefold())
