"""An issued report to take along: XLSX, CSV and PDF with definitions, period, day of issue, author and digest (RPT-09).

Figures come from the stored rows, words and definitions from the frozen document; a correction is told, never put in.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from majup.plumbing import pdf, sheets
from majup.reports.issuing import queries
from majup.reports.issuing.document import definition_of, events_of
from majup.reports.measures import COLUMNS
from majup.reports.models import Correction, Report
from majup.staff.roles import Permission
from majup.web.components.texts import localized_plain, longdate, longtime, shortdate
from majup.web.figures.issuing import tables, words
from majup.web.figures.issuing.correcting import find_issued
from majup.web.http import StaffRequest, needs

TEMPLATE = Path(__file__).parent / "report.typ"


@needs(Permission.TOTALS_READ)
@require_safe
def file(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    if kind not in MAKERS:
        raise Http404
    report = find_issued(pk)
    make, content_type = MAKERS[kind]
    response = HttpResponse(make(report), content_type=content_type)
    name = f"report-{report.period_from}-{report.period_to}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def lines(report: Report) -> list[list[Any]]:
    """A head and one line for each figure: its name, the regions, the country."""
    document, values = report.document or {}, queries.figures_of(report)
    parts = list(report.regions.select_related("region"))
    head = [_("Figure"), *(localized_plain(part.region.name) for part in parts), _("Total"), _("Counted as")]
    rows = [
        [
            words.column(code),
            *(values.get((part.region_id, code)) for part in parts),
            values.get((None, code)),
            localized_plain(definition_of(code, document["definitions"]).get("name")),
        ]
        for code in COLUMNS
        if (None, code) in values
    ]
    return [head, *rows]


def about(report: Report) -> list[tuple[str, str]]:
    """What stands on every copy: period, author, moment, digest, and whether something is known better now."""
    facts = [
        (_("Report"), words.name_of(report)),
        (_("Period"), words.days(report.period)),
        (_("Issued by"), report.issued_by.name),
        (_("Issued at"), longtime(report.issued_at)),
        (_("Digest of the document (SHA-256)"), report.document_sha256),
        (_("Corrections since"), str(report.corrections.count())),
    ]
    facts += words.staying(report.document or {})
    nowhere = (report.document or {})["no_region"]
    told = "; ".join(f"{words.column(code)} {number}" for code, number in nowhere.items() if number)
    return [*facts, (_("In no region yet, and in the total:"), told)] if told else facts


def definitions(report: Report) -> list[tuple[str, str, str]]:
    found = (report.document or {})["definitions"]
    return [(localized_plain(row["name"]), localized_plain(row["text"]), row["valid_from"]) for row in found]


def _in_force(since: date) -> str:
    return _("In force since %(day)s") % {"day": longdate(since, "since")}


def events(report: Report) -> Iterator[list[Any]]:
    """A head and one line for each event; of no region at the end. Nothing when there was none."""
    issued = events_of(report.document)
    names = {part.region.code: localized_plain(part.region.name) for part in report.regions.select_related("region")}
    found = [one for code, name in {**names, "": ""}.items() for one in tables.events(issued.get(code, []), name)]
    if found:
        yield [_("Day"), pgettext("report", "Event"), _("Kind"), _("Region"), _("Municipality")]
    for one in found:
        yield [one["day"].isoformat(), one["title"], one["kind"], one["region"], one["place"]]


def corrections(report: Report) -> Iterator[list[Any]]:
    yield [_("Figure"), _("Region"), _("Before"), _("After"), _("Why"), _("By"), _("Day")]
    for row in report.corrections.select_related("region", "by"):
        day = timezone.localdate(row.at).isoformat()
        place = localized_plain(row.region.name)
        yield [words.column(row.column), place, row.before, row.after, row.reason, row.by.name, day]


def as_csv(report: Report) -> bytes:
    told: list[Sequence[Any]] = [*lines(report), [], *about(report), [], [_("What is counted, and since when")]]
    told += definitions(report)
    if named := list(events(report)):
        told += [[], [_("Events of the period")], *named]
    if report.corrections.exists():
        told += [[], [_("Corrections")], *corrections(report)]
    return sheets.as_csv(told)


def as_xlsx(report: Report) -> bytes:
    book: dict[str, Any] = {
        _("Figures"): lines(report),
        pgettext("sheet", "About"): [[pgettext("sheet", "About"), ""], *about(report)],
        _("Definitions"): [[_("Rule"), _("What is counted"), _("In force since")], *definitions(report)],
    }
    if named := list(events(report)):
        book[pgettext("sheet", "Events")] = named
    if report.corrections.exists():
        book[_("Corrections")] = list(corrections(report))
    return sheets.as_xlsx(book)


def as_pdf(report: Report) -> bytes:
    document, (head, *rows) = report.document or {}, lines(report)
    data = {
        "title": words.name_of(report),
        "about": about(report),
        "head": [str(cell) for cell in head[:-1]],
        "rows": [["" if cell is None else str(cell) for cell in row[:-1]] for row in rows if any(row[1:-1])],
        "regions": [_told(region) for region in document["regions"]],
        "definitions": [(name, text, _in_force(date.fromisoformat(day))) for name, text, day in definitions(report)],
        "corrections": [_corrected(row) for row in report.corrections.select_related("region", "by")],
        "words": {
            "corrections": _("Corrections"),
            "figures": _("Figures"),
            "regions": _("In the words of the regions"),
            "definitions": _("What is counted, and since when"),
            "zero": _("Figures that are zero everywhere are left out."),
            "page": _("Page"),
        },
    }
    return pdf.render(
        TEMPLATE,
        data,
        language=get_language() or "lv",
        title=words.name_of(report),
        date=timezone.localdate(report.issued_at),
    )


def _told(region: dict[str, Any]) -> dict[str, Any]:
    parts = (
        (_("How the period went"), region["comment"]),
        (_("Open problems"), region["problems"]),
        (_("On the exceptions that stay"), region["words"]),
    )
    chosen = [f"{row['name'] or _('not known')}: {row['people']}" for row in tables.chosen(region["places"], most=100)]
    named = "; ".join(_event(one) for one in tables.events(region.get("events", [])))
    return {
        "name": localized_plain(region["name"]),
        "parts": [*((head, text) for head, text in parts if text)],
        "events": [_("Events of the period"), named] if named else [],
        "places": [_("Where people returned with support now live"), "; ".join(chosen)] if chosen else [],
        "signed": _("Signed by %(name)s") % {"name": region["signed_by"]},
    }


def _corrected(row: Correction) -> str:
    """A correction as one line; it stands below the figures, which stay as they were issued."""
    place = localized_plain(row.region.name)
    told = f"{words.column(row.column)}, {place}: {row.before} \N{RIGHTWARDS ARROW} {row.after}. {row.reason}"
    return f"{told} ({row.by.name}, {shortdate(row.at)})"


def _event(one: dict[str, Any]) -> str:
    place = f", {one['place']}" if one["place"] else ""
    return f"{one['title']} ({shortdate(one['day'])}{place})"


MAKERS = {
    "csv": (as_csv, sheets.CSV),
    "xlsx": (as_xlsx, sheets.XLSX),
    "pdf": (as_pdf, "application/pdf"),
}
