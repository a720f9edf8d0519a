"""Issued reports with numbers of one's choice, as they stand after the ministry has issued them."""

from datetime import date

from django.utils import timezone

from majup.kernel.periods import Period
from majup.places.models import PlanningRegion
from majup.reports import staying as stay
from majup.reports.cells import FAMILIES_OF
from majup.reports.models import Correction, IssuedFigure, Report

REGIONS = ("kurzeme", "latgale", "vidzeme", "zemgale", "riga")


def issue(user, period: str, places=None, nowhere=0, staying=None, **columns) -> Report:
    """`columns`: five numbers each, in the order of REGIONS; `places`: {atvk: families returned} of the country.

    `nowhere`: what the country has beyond its regions. `staying`: {months: (here, left, unknown)} of the country.
    """
    stretch = Period.parse(period)
    report = Report.objects.create(
        kind=Report.Kind.QUARTER, period_from=stretch.start, period_to=stretch.end, opened_at=timezone.now()
    )
    regions = {region.code: region for region in PlanningRegion.objects.all()}
    rows = []
    for column, numbers in columns.items():
        rows += [_row(report, column, regions[code], number) for code, number in zip(REGIONS, numbers, strict=True)]
        rows.append(_row(report, column, None, sum(numbers) + nowhere))
    for atvk, number in (places or {}).items():
        part = _row(report, "families_returned", regions["kurzeme"], number)
        part.scope, part.by, part.key = "breakdown", "municipality", atvk
        rows.append(part)
    for months, (here, left, unknown) in (staying or {}).items():
        told = {"months": months, "families": here + left + unknown, "here": here, "left": left, "unknown": unknown}
        for key, number in stay.keyed(told).items():
            part = _row(report, stay.COLUMN, None, number)
            part.scope, part.by, part.key = "breakdown", stay.BY, key
            rows.append(part)
    IssuedFigure.objects.bulk_create(rows)
    Report.objects.filter(pk=report.pk).update(
        state="issued",
        issued_at=timezone.now(),
        issued_by=user,
        document={"made": "for a test"},
        document_sha256="0" * 64,
    )
    report.refresh_from_db()
    return report


def _row(report, column, region, number) -> IssuedFigure:
    return IssuedFigure(
        metric=column,
        column=column,
        region=region,
        scope="region" if region else "total",
        period_from=report.period_from,
        period_to=report.period_to,
        period_text=f"{report.period_from}..{report.period_to}",
        value=number,
        unit="people" if column in FAMILIES_OF else "families",
        qualifier="eq",
        definition={"lv": column, "en": column},
        source=f"report {report.pk}",
        issued_on=date(2026, 11, 1),
        report=report,
    )


def correct(user, report: Report, column: str, code: str, *, before: int, after: int) -> Correction:
    region = PlanningRegion.objects.get(code=code)
    return Correction.objects.create(
        report=report,
        region=region,
        column=column,
        before=before,
        after=after,
        reason="miscounted",
        at=timezone.now(),
        by=user,
    )
