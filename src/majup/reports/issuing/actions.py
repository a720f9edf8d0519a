"""What happens to a report: drafted, signed by the regions, sent back or issued by the ministry, corrected."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from majup.kernel.hashing import canonical_json, digest
from majup.kernel.periods import Period
from majup.places.models import PlanningRegion, in_force
from majup.plumbing.turns import wait_for_turn
from majup.reports import staying
from majup.reports.issuing import checks, document, exceptions, known, letters, periods
from majup.reports.issuing.errors import ReportRefused
from majup.reports.issuing.figures import COLUMNS, by_place, counted_now, of_region, without_region
from majup.reports.measures import Unit, split
from majup.reports.models import Correction, IssuedFigure, RegionReport, Report, ReportEvent
from majup.reports.totals import Totals
from majup.staff.models import User


def _one_at_a_time() -> None:
    """Whoever drafts, issues or takes away a report waits for whoever does so already, until the transaction ends."""
    wait_for_turn("reports_report")


def _note(report: Report, kind: str, by: User | None, *, region: PlanningRegion | None = None, text: str = "") -> None:
    ReportEvent.objects.create(report=report, region=region, kind=kind, by=by, at=timezone.now(), text=text)


@transaction.atomic
def draft(*, kind: str, start: date, end: date, by: User | None, label: str = "") -> Report:
    """Begin the next report, with a draft for each region. `by` None is the worker.

    Raises ReportRefused for days that overlap a report, leave a gap, or are no period of this kind.
    """
    _one_at_a_time()
    period = periods.check(kind, label, start, end)
    report = Report.objects.create(
        kind=kind,
        label=label.strip() if kind == Report.Kind.OTHER else "",
        period_from=period.start,
        period_to=period.end,
        opened_at=timezone.now(),
        opened_by=by,
    )
    table = counted_now(period)
    for region in PlanningRegion.objects.filter(in_force(period.end)):
        regional = RegionReport(report=report, region=region)
        _count(regional, table)
        regional.save()
        letters.tell_region(regional, "report_drafted", key=f"report {report.pk} drafted {region.code}")
    _note(report, ReportEvent.Kind.DRAFTED, by)
    return report


def _count(regional: RegionReport, table: Totals) -> None:
    """Put today's figures, chosen municipalities and exceptions into a report that nobody has signed."""
    regional.figures = of_region(table, regional.region)
    regional.places = by_place(regional.region, table.period)
    regional.exceptions = exceptions.count(regional.region, table.period)
    regional.counted_at = timezone.now()


@transaction.atomic
def refresh(*, report: Report) -> None:
    """Count the drafts anew; what is signed stays as it was signed."""
    rows = report.regions.select_for_update(of=("self",)).select_related("region")
    drafts = [row for row in rows if row.is_editable and not report.is_issued]
    table = counted_now(report.period) if drafts else None
    for row in drafts:
        _count(row, table)  # type: ignore[arg-type]
        row.save(update_fields=["figures", "places", "exceptions", "counted_at"])


def _locked(regional: RegionReport, seen_version: int | None = None) -> RegionReport:
    rows = RegionReport.objects.select_for_update(of=("self",)).select_related("report", "region")
    row = rows.get(pk=regional.pk)
    if not row.is_editable or row.report.is_issued:
        raise ReportRefused("not_editable", state=row.state)
    if seen_version is not None and row.version != seen_version:
        raise ReportRefused("changed_meanwhile")
    return row


def _write(row: RegionReport, comment: str, problems: str, words: str) -> None:
    row.comment, row.problems, row.words = comment.strip(), problems.strip(), words.strip()
    row.version += 1


@transaction.atomic
def save_words(
    *, regional: RegionReport, comment: str, problems: str, words: str, by: User, seen_version: int | None = None
) -> RegionReport:
    """Keep what the region writes, without signing."""
    row = _locked(regional, seen_version)
    _write(row, comment, problems, words)
    row.save()
    return row


@transaction.atomic
def sign(
    *, regional: RegionReport, comment: str, problems: str, words: str, by: User, seen_version: int | None = None
) -> RegionReport:
    """Sign the region's figures as they are counted at this moment.

    Refused while the period runs, while an exception would make sums wrong, or when others stand without a word.
    """
    row = _locked(regional, seen_version)
    if not row.report.is_over:
        raise ReportRefused("unfinished", last=row.report.period_to)
    _count(row, counted_now(row.report.period))
    if blocked := exceptions.blocking(row.exceptions):
        raise ReportRefused("blocked", exceptions=blocked)
    if exceptions.needing_words(row.exceptions) and not words.strip():
        raise ReportRefused("word_missing", exceptions=exceptions.needing_words(row.exceptions))
    _write(row, comment, problems, words)
    row.state, row.signed_at, row.signed_by = RegionReport.State.SIGNED, timezone.now(), by
    row.save()
    _note(row.report, ReportEvent.Kind.SIGNED, by, region=row.region)
    if not row.report.regions.exclude(state=RegionReport.State.SIGNED).exists():
        letters.tell_ministry(row.report)
    return row


@transaction.atomic
def send_back(*, regional: RegionReport, note: str, by: User) -> RegionReport:
    """The ministry asks the region to look again; the note says why. The region's words stay."""
    row = RegionReport.objects.select_for_update(of=("self",)).select_related("report", "region").get(pk=regional.pk)
    if row.state != RegionReport.State.SIGNED:
        raise ReportRefused("not_signed", state=row.state)
    if not note.strip():
        raise ReportRefused("no_note")
    row.state, row.note = RegionReport.State.RETURNED, note.strip()
    row.returned_at, row.returned_by = timezone.now(), by
    row.version += 1
    row.save()
    _note(row.report, ReportEvent.Kind.RETURNED, by, region=row.region, text=row.note)
    letters.tell_region(row, "report_returned", key=f"report part {row.pk} returned {row.version}", note=row.note)
    return row


@transaction.atomic
def issue(*, report: Report, by: User) -> Report:
    """Freeze the report: figures, words, definitions, author, moment and digest. Of two who press, one issues it.

    Raises ReportRefused: already_issued, earlier_open, unfinished, region_missing, sums_differ.
    """
    _one_at_a_time()
    report = Report.objects.select_for_update(of=("self",)).select_related("issued_by").get(pk=report.pk)
    signed = list(report.regions.select_for_update(of=("self",)).select_related("region", "signed_by"))
    now = counted_now(report.period)
    _refuse(report, signed, now)
    nowhere = without_region(now)
    total = {column: sum(row.figures[column] for row in signed) + nowhere.get(column, 0) for column in COLUMNS}
    at = timezone.now()
    report.document = document.write(report, signed, total, nowhere, author=by, at=at)
    report.document_sha256 = digest(canonical_json(report.document))
    IssuedFigure.objects.bulk_create(_figures(report, signed, at.astimezone(exceptions.zone()).date()))
    report.regions.update(state=RegionReport.State.FROZEN)
    report.state, report.issued_at, report.issued_by = Report.State.ISSUED, at, by
    report.save()
    _note(report, ReportEvent.Kind.ISSUED, by)
    return report


def _refuse(report: Report, signed: Sequence[RegionReport], now: Totals) -> None:
    if report.issued_by:
        raise ReportRefused("already_issued", by=report.issued_by.name, at=report.issued_at)
    if not report.is_over:
        raise ReportRefused("unfinished", last=report.period_to)
    earlier = Report.objects.filter(state=Report.State.OPEN, period_to__lt=report.period_from).first()
    if earlier:
        raise ReportRefused("earlier_open", period=earlier.period)
    missing = missing_regions(report, signed)
    if missing:
        raise ReportRefused("region_missing", regions=missing)
    if differences := checks.run(report, signed, now):
        raise ReportRefused("sums_differ", differences=differences)


def missing_regions(report: Report, signed: Sequence[RegionReport]) -> list[PlanningRegion]:
    """Regions without which the report would not be of the whole country."""
    there = {row.region_id for row in signed if row.is_signed}
    return [region for region in PlanningRegion.objects.filter(in_force(report.period_to)) if region.pk not in there]


def _figures(report: Report, signed: Sequence[RegionReport], issued_on: date) -> list[IssuedFigure]:
    """One row for each value: regions, no region, country, municipalities that families chose, families that stayed."""
    issued = report.document or {}
    definitions = issued["definitions"]

    def row(column: str, value: int, **place: object) -> IssuedFigure:
        definition = document.definition_of(column, definitions)
        return _figure(report, column, value, issued_on, unit=split(column)[0].unit, definition=definition, **place)

    found = [row(column, value, scope="total", region=None) for column, value in issued["total"].items()]
    nowhere = {"scope": "breakdown", "region": None, "by": "region", "key": ""}
    found += [row(column, value, **nowhere) for column, value in issued["no_region"].items()]
    for part in signed:
        found += [row(column, value, scope="region", region=part.region) for column, value in part.figures.items()]
        found += [
            row(column, value, scope="breakdown", region=part.region, by="municipality", key=key)
            for column, values in part.places.items()
            for key, value in values.items()
        ]
    how: dict[str, Any] = {
        "unit": Unit.FAMILIES,
        "definition": document.definition_of_staying(definitions),
        "scope": "breakdown",
    }
    return found + [
        _figure(report, staying.COLUMN, value, issued_on, **how, region=None, by=staying.BY, key=key)
        for told in issued["staying"]
        for key, value in staying.keyed(told).items()
    ]


def _figure(
    report: Report, column: str, value: int, issued_on: date, *, definition: dict[str, Any], **place: object
) -> IssuedFigure:
    return IssuedFigure(
        metric=column,
        column=column,
        period_from=report.period_from,
        period_to=report.period_to,
        period_text=f"{report.period_from}..{report.period_to}",
        value=value,
        qualifier="eq",
        definition=definition.get("text", {}),
        source=f"report {report.pk}",
        issued_on=issued_on,
        report=report,
        **place,
    )


@transaction.atomic
def correct(*, report: Report, region: PlanningRegion, column: str, after: int, reason: str, by: User) -> Correction:
    """Say that a figure of an issued report is known better now; what was issued stays as it is."""
    report = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if not report.is_issued:
        raise ReportRefused("not_issued")
    if not reason.strip():
        raise ReportRefused("no_reason")
    if after < 0:
        raise ReportRefused("negative")
    before = known.known_values(report).get((region.pk, column))
    if before is None:
        raise ReportRefused("unknown_figure", column=column)
    if before == after:
        raise ReportRefused("nothing_changed", value=before)
    correction = Correction.objects.create(
        report=report,
        region=region,
        column=column,
        before=before,
        after=after,
        reason=reason.strip(),
        at=timezone.now(),
        by=by,
    )
    _note(report, ReportEvent.Kind.CORRECTED, by, region=region, text=correction.reason)
    return correction


@transaction.atomic
def discard(*, report: Report, by: User) -> Period:
    """Take away the last report while nobody has signed it, e.g. because it was begun for the wrong days."""
    _one_at_a_time()
    report = Report.objects.select_for_update().get(pk=report.pk)
    if report.is_issued:
        raise ReportRefused("already_issued", by=str(report.issued_by), at=report.issued_at)
    if Report.objects.filter(period_from__gt=report.period_to).exists():
        raise ReportRefused("not_last")
    if report.regions.filter(state=RegionReport.State.SIGNED).exists():
        raise ReportRefused("region_signed")
    period = report.period
    report.delete()
    return period
