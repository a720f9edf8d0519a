"""What families say of our help, by region, kind of support, type of settlement, beside 2019 (SUR-02, Q-C3, Q-V2)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from majup.outcomes.models import Rating
from majup.outcomes.pack import rating_settings
from majup.places.models import Area, PlanningRegion
from majup.reports import ratings as counting
from majup.web.components.codes import code_choices
from majup.web.components.texts import localized_plain
from majup.web.figures.quality.common import Shown, chosen, period_page
from majup.web.http import StaffRequest

INFLUENCE = {
    Rating.Influence.DECISIVE: gettext_lazy("Would not have come without the support"),
    Rating.Influence.SOME: gettext_lazy("The support helped them to decide"),
    Rating.Influence.NONE: gettext_lazy("Would have come anyway"),
}


@period_page
def ratings(request: StaffRequest, context: dict[str, Any]) -> Shown:
    occasion = chosen(request, "occasion", list(Rating.Occasion.values))
    if context["form"].errors:
        return "figures/quality/ratings.html", {"occasion": occasion}
    found = counting.results(context["period"], occasion)
    useful = dict(code_choices("useful_support"))
    return "figures/quality/ratings.html", {
        "at": found.at,
        "occasion": occasion,
        "least": rating_settings()["least"],
        "all": found.all,
        "baselines": counting.baselines(),
        "baseline_year": counting.baseline_year(),
        "asked": {item: found.all.answered(item) for item in counting.BASELINES},
        "groups": _groups(found),
        "influence": [(words, found.all.percent("influence", code)) for code, words in INFLUENCE.items()],
        "influence_known": found.all.answered("influence"),
        "useful": [(useful.get(code, code), number) for code, number in found.all.useful()],
        "crossed": _crossed(found),
    }


def _groups(found: counting.Results) -> list[tuple[str, str, list[tuple[str, counting.Opinion]]]]:
    """(caption, head of the first column, [(name, opinion)]); each group in the order in which it always stands."""
    kinds, places = _kinds(), _settlements()
    regions = {region.pk: localized_plain(region.name) for region in PlanningRegion.objects.all()}
    groups = (
        (_("By region"), _("Region"), "region", regions),
        (_("By kind of support"), _("Kind of support"), "support_kind", kinds),
        (_("By where they live now"), _("Type of settlement"), "settlement", places),
    )
    return [(caption, head, _named(found.by[by], names)) for caption, head, by, names in groups if found.by[by]]


def _named(parts: list[counting.Opinion], names: Mapping[Any, str]) -> list[tuple[str, counting.Opinion]]:
    by_key = {part.key: part for part in parts}
    return [(names[key], by_key[key]) for key in names if key in by_key]


def _kinds() -> dict[str, str]:
    return {"": _("Letter with what was found"), **dict(code_choices("support_kinds"))}


def _settlements() -> dict[str, str]:
    areas = Area.objects.filter(kind=Area.Kind.SETTLEMENT_TYPE).order_by("pk")
    return {area.code: localized_plain(area.name) for area in areas}


def _crossed(found: counting.Results) -> dict[str, Any] | None:
    """Usefulness by region and type of settlement, only where every cell has enough answers."""
    if found.crossed is None:
        return None
    cells = {cell.key: cell for cell in found.crossed}
    places = _settlements()
    rows = [
        (localized_plain(region.name), [cells.get((region.pk, code)) for code in places])
        for region in PlanningRegion.objects.all()
    ]
    return {"heads": list(places.values()), "rows": rows}
