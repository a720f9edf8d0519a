"""What was published since the beginning, each figure with its definition and source; and whether it fits together."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from majup.places.models import PlanningRegion
from majup.places.pack import read
from majup.reports import figure_checks
from majup.reports.models import IssuedFigure
from majup.staff.roles import Permission
from majup.web.components.public import source_words
from majup.web.components.texts import localized_plain
from majup.web.figures.past import charted, reading, words
from majup.web.http import StaffRequest, needs

SMALLEST_BASE = 20  # fewer answers say nothing in percent (Q-S9)


def published() -> list[IssuedFigure]:
    """Figures that somebody published before this system counted."""
    rows = IssuedFigure.objects.filter(report=None).select_related("region")
    return list(rows.order_by("-period_to", "metric", "region__order", "pk"))


@needs(Permission.TOTALS_READ)
@require_safe
def past(request: StaffRequest) -> HttpResponse:
    """By year (the newest at first), by region or by source."""
    figures, regions = published(), list(PlanningRegion.objects.all())
    by = request.GET.get("by") if request.GET.get("by") in {"region", "source"} else "year"
    groups = _groups(by, figures, regions)
    chosen = _chosen(request.GET.get("of", ""), [code for code, _name in groups])
    differing = reading.contradicted(figures)
    shown = [figure for figure in figures if chosen in _codes(by, figure)]
    context: dict[str, Any] = {
        "by": by,
        "by_url": f"?by={by}",
        "groups": [(name, f"?by={by}&of={code}", code == chosen) for code, name in groups],
        "chosen": next((name for code, name in groups if code == chosen), ""),
        "regions": regions,
        "rows": reading.side_by_side(shown, regions, differing) if by == "year" else [],
        "figures": [(figure, figure.pk in differing, _day(figure)) for figure in shown],
        "chart": charted.by_year(figures) if by == "year" else None,
        "count": len(figures),
        "differing": len(differing),
    }
    return render(request, "figures/past/past.html", context)


def _chosen(asked: str, codes: list[str]) -> str:
    """What was asked for; else the first that is no year to come: aims lie ahead."""
    if asked in codes:
        return asked
    come = [code for code in codes if not code.isdecimal() or int(code) <= timezone.localdate().year]
    return next(iter(come), "")


def _groups(by: str, figures: list[IssuedFigure], regions: list[PlanningRegion]) -> list[tuple[str, str]]:
    if by == "region":
        return [*((region.code, localized_plain(region.name)) for region in regions), ("total", _("Whole country"))]
    if by == "source":
        return [(name, name) for name in sorted({_source(figure) for figure in figures})]
    years = [(str(year), str(year)) for year in reading.years_of(figures)]
    return [*years, ("open", _("Period not stated"))] if any(f.period_to is None for f in figures) else years


def _codes(by: str, figure: IssuedFigure) -> set[str]:
    if by == "region":
        return {figure.region.code if figure.region else "total"}
    if by == "source":
        return {_source(figure)}
    if figure.period_to is None:
        return {"open"}
    return {str(figure.period_to.year)}


def _day(figure: IssuedFigure) -> date | None:
    """The day of issue, unless the source names it itself."""
    day = figure.issued_on
    return None if day is None or day.strftime("%d.%m.%Y") in figure.source else day


def _source(figure: IssuedFigure) -> str:
    return source_words(figure.source)


@needs(Permission.TOTALS_READ)
@require_safe
def checks(request: StaffRequest) -> HttpResponse:
    """Sums, differences and ratios of published figures, worked out from what is stored."""
    found = figure_checks.outcomes(read(settings.COUNTRY_PACK, "figure_checks"))
    counts = {result: sum(1 for check in found if check.result == result) for result in figure_checks.Result}
    only = request.GET.get("show", "")
    shown = [check for check in found if only in {"", check.result}]
    shown.sort(key=lambda check: check.result != figure_checks.Result.DIFFERS)
    named = [(words.RESULTS[result][0], result, count) for result, count in counts.items() if count]
    context = {
        "checks": shown,
        "counts": named,
        "groups": _by_result(shown, named),
        "only": only,
        "all": len(found),
        "differing": counts[figure_checks.Result.DIFFERS],
        "compared": sum(counts[result] for result in (figure_checks.Result.DIFFERS, figure_checks.Result.OK)),
    }
    return render(request, "figures/past/checks.html", context)


def _by_result(
    shown: list[figure_checks.Checked], named: list[tuple[Any, figure_checks.Result, int]]
) -> list[tuple[str, list[figure_checks.Checked], bool]]:
    """(title, checks, whether they stand open): the first that there are, the others folded."""
    by_result: dict[figure_checks.Result, list[figure_checks.Checked]] = {}
    for check in shown:
        by_result.setdefault(check.result, []).append(check)
    titles = {result: f"{name} ({count})" for name, result, count in named}
    return [(titles[result], rows, place == 0) for place, (result, rows) in enumerate(by_result.items())]


@needs(Permission.TOTALS_READ)
@require_safe
def indicators(request: StaffRequest) -> HttpResponse:
    """Where people stood in the survey, beside what our own looks after the return say now (Q-V1); aims (K-V2)."""
    today = timezone.localdate()
    ours, base = _own_answers(today - timedelta(days=365), today)
    rows = [
        (row, ours.get(row["ours"] or ""), base.get(row["ours"] or ""))
        for row in read(settings.COUNTRY_PACK, "baselines")
    ]
    context = {"rows": rows, "aims": _aims(), "since": today - timedelta(days=365), "least": SMALLEST_BASE}
    return render(request, "figures/past/indicators.html", context)


def _own_answers(first: Any, last: Any) -> tuple[dict[str, int | None], dict[str, int]]:
    """Percent by code of the pack, and out of how many; None where too few were asked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM majup_check_answers(%s, %s)", [first, last])
        no_regret, regret, stay, see, leave = cursor.fetchone()
    sums = {"regrets_no": (no_regret, no_regret + regret)}
    sums |= {"stay": (stay, stay + see + leave), "leave": (leave, stay + see + leave)}
    percents = {
        code: round(100 * part / base) if base >= SMALLEST_BASE else None for code, (part, base) in sums.items()
    }
    return percents, {code: base for code, (_part, base) in sums.items()}


def _aims() -> list[dict[str, Any]]:
    """Aims for a number of people or companies, and what the published years of the whole country add up to (K-V2)."""
    figures = published()
    known = charted.known_years(figures)
    years = range(min(known, default=0), max(known, default=-1) + 1)
    return [
        {
            "aim": aim,
            "known": sum(figure.value or 0 for figure in known.values()) if _counts_people(aim) else None,
            "years": sorted(known),
            "missing": [year for year in years if year not in known],
        }
        for aim in figures
        if aim.metric.endswith("_target")
    ]


def _counts_people(aim: IssuedFigure) -> bool:
    return aim.unit == "people"
