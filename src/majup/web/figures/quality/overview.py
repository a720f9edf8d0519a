"""RPT-05: beside the counts, how good the work is; each figure with its rule, and a way to the page behind it."""

from typing import Any

from django.utils import timezone

from majup.kernel.periods import Period, add_months
from majup.outcomes.models import Rating
from majup.reports import activity, ratings, retention, unmet, waits
from majup.web.figures.quality.common import Shown, period_page
from majup.web.http import StaffRequest


def _a_year_before(period: Period) -> Period:
    """Returns whose first year ended within `period`."""
    return Period(add_months(period.start, -12), add_months(period.end, -12))


@period_page
def overview(request: StaffRequest, context: dict[str, Any]) -> Shown:
    if context["form"].errors:
        return "figures/quality/overview.html", {}
    period = context["period"]
    said = {occasion: ratings.results(period, occasion) for occasion in Rating.Occasion.values}
    stay = retention.retention(_a_year_before(period))
    needs = unmet.needs(period)
    places, _at = activity.activity(timezone.localdate())
    moments = [one.at for one in (*said.values(), stay, needs) if one.at]
    return "figures/quality/overview.html", {
        "at": min(moments, default=None),
        "said": [(occasion, found.all, found.all.answered("usefulness")) for occasion, found in said.items()],
        "baselines": ratings.baselines(),
        "baseline_year": ratings.baseline_year(),
        "waits": {what: lines[-1] for what, lines in waits.waits(period).of.items()},
        "solved": unmet.solved_share(needs.rows),
        "needs": sum(row.needs for row in needs.rows),
        "year": stay.all_of(12),
        "quiet": sum(place.is_quiet for place in places),
        "places": len(places),
    }
