"""What families needed and did not get, and what held them back (RPT-06), beside what is offered there today."""

from typing import Any

from django.utils import timezone

from majup.matching import queries
from majup.network.models import Topic
from majup.places.models import Municipality, PlanningRegion, in_force
from majup.reports import unmet as counting
from majup.staff.roles import Permission
from majup.web.components.codes import code_choices
from majup.web.components.texts import localized_plain
from majup.web.desk.fits.lists import SMALL
from majup.web.figures.quality.common import Shown, period_name, period_page
from majup.web.http import StaffRequest

YEARS_BACK = 4  # of obstacles, side by side


@period_page
def unmet(request: StaffRequest, context: dict[str, Any]) -> Shown:
    regions = list(PlanningRegion.objects.filter(in_force(timezone.localdate())))
    region = next((one for one in regions if one.code == request.GET.get("region")), None)
    if context["form"].errors:
        return "figures/quality/unmet.html", {"regions": regions, "region": region}
    found = counting.needs(context["period"])
    rows = found.in_region(region.pk if region else None)
    own = request.user.scope.regions if request.user.may(Permission.CASE_READ) else frozenset()
    topics = Topic.objects.in_bulk()
    sums = counting.by_topic(rows)
    return "figures/quality/unmet.html", {
        "at": found.at,
        "regions": regions,
        "region": region,
        "small": SMALL,
        "open_days": counting.open_days(),
        "topics": [(topics[pk], sums[pk], _unmet(sums[pk])) for pk in sorted(sums, key=lambda pk: topics[pk].order)],
        "solved_share": counting.solved_share(rows),
        "places": _places(rows, own, topics) if region else [],
        "obstacles": _obstacles(context, region),
    }


def _unmet(sums: dict[str, int]) -> int:
    return sums["impossible"] + sums["open_long"]


def _places(rows: list[counting.Unmet], own: frozenset[int], topics: dict[int, Topic]) -> list[dict[str, Any]]:
    """Places and topics where something was not met; fewer than SMALL families only to who looks after them."""
    offered = {(gap.municipality_id, gap.topic_id): gap for gap in queries.gaps()}
    places = Municipality.objects.in_bulk({row.municipality_id for row in rows if row.municipality_id})
    lines = []
    for row in rows:
        if not (row.unmet or row.not_found):
            continue
        is_told = row.region_id in own or row.families >= SMALL
        gap = offered.get((row.municipality_id or 0, row.topic_id))
        place = places.get(row.municipality_id or 0)
        lines.append({"place": place, "topic": topics[row.topic_id], "row": row if is_told else None, "gap": gap})
    lines.sort(key=lambda line: (line["place"] is None, getattr(line["place"], "sort_key", ""), line["topic"].order))
    return lines


def _obstacles(context: dict[str, Any], region: PlanningRegion | None) -> dict[str, Any]:
    """Cases by year of what was noted at all, in one region or in all; fewer than SMALL are not told."""
    years = context["form"].usual[:YEARS_BACK]
    found = counting.obstacles(years)
    lines = []
    for code, name in code_choices("obstacles"):
        cells = [_number(found[year].get(code, {}), region) for year in years]
        if not any(cells):
            continue
        lines.append((name, [number if number is None or not 0 < number < SMALL else "few" for number in cells]))
    return {"years": [period_name(year) for year in years], "lines": lines, "name": _name(region)}


def _number(by_region: dict[int, int], region: PlanningRegion | None) -> Any:
    return by_region.get(region.pk, 0) if region else sum(by_region.values())


def _name(region: PlanningRegion | None) -> str:
    return localized_plain(region.name) if region else ""
