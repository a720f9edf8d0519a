"""An issued report as one JSON document: figures, words, definitions in force, author, moment; its digest proves it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from majup.network.calendar import country_settings
from majup.openings.models import PublicEvent
from majup.reports import staying
from majup.reports.issuing import held, periods
from majup.reports.issuing.figures import COLUMNS
from majup.reports.measures import MEASURES, split
from majup.reports.models import CountingRule, RegionReport, Report
from majup.reports.totals import rules_in_force
from majup.staff.models import User

VERSION = 3  # since 2 with the titles of the events, since 3 with those who stayed


def write(
    report: Report,
    signed: Sequence[RegionReport],
    total: dict[str, int],
    no_region: dict[str, int],
    *,
    author: User,
    at: datetime,
) -> dict[str, Any]:
    """The document, of nothing but what JSON has; `kernel.hashing.canonical_json` gives its one spelling."""
    found = held.events(report.period)
    stayed = staying.counted(report.period, periods.first_day())
    told = [*MEASURES, staying.COLUMN] if stayed else MEASURES
    return {
        "version": VERSION,
        "country": country_settings()["code"],
        "kind": report.kind,
        "label": report.label,
        "period": {"from": report.period_from.isoformat(), "to": report.period_to.isoformat()},
        "issued_at": at.isoformat(),
        "author": author.name,
        "columns": list(COLUMNS),
        "total": total,
        "no_region": no_region,
        "staying": stayed,
        "events": held.as_lines(found.get(None, [])),
        "regions": [_region(row, found.get(row.region_id, [])) for row in signed],
        "definitions": [_rule(rule) for rule in rules_in_force(report.period_to, reported=False, columns=told)],
    }


def _region(row: RegionReport, events: Sequence[PublicEvent]) -> dict[str, Any]:
    return {
        "code": row.region.code,
        "name": row.region.name,
        "figures": row.figures,
        "places": row.places,
        "exceptions": row.exceptions,
        "events": held.as_lines(events),
        "comment": row.comment,
        "problems": row.problems,
        "words": row.words,
        "signed_by": row.signed_by.name if row.signed_by else "",
        "signed_at": row.signed_at.isoformat() if row.signed_at else "",
    }


def events_of(document: dict[str, Any] | None) -> dict[str, list[dict[str, Any]]]:
    """{code of a region, "" for none: events as they were issued}; a report issued before they were named has none."""
    if not document:
        return {}
    return {"": document.get("events", []), **{row["code"]: row.get("events", []) for row in document["regions"]}}


def _rule(rule: CountingRule) -> dict[str, Any]:
    return {
        "code": rule.code,
        "valid_from": rule.valid_from.isoformat(),
        "name": rule.name,
        "text": rule.text,
        "metrics": rule.metrics,
        "source": rule.source,
    }


def definition_of(column: str, definitions: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The rule by which `column` is counted; moves inside the country follow that of the column they belong to."""
    codes = split(column)[0].rules
    return next((rule for rule in definitions if rule["code"] in codes), {})


def definition_of_staying(definitions: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return next((rule for rule in definitions if staying.COLUMN in rule["metrics"]), {})
