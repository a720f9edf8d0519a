"""Mails about reports: to the mailbox of the role, which outlives whoever holds it."""

from django.conf import settings
from django.utils import translation

from majup.kernel.localized import pick
from majup.network import letters
from majup.network.models import Role
from majup.places.models import PlanningRegion
from majup.plumbing import mail
from majup.plumbing.addresses import page_address
from majup.plumbing.days import Day
from majup.reports.models import RegionReport, Report

PURPOSES = ("report_drafted", "report_returned", "report_signed")


def _values(report: Report, region: PlanningRegion | None) -> dict[str, str]:
    language = settings.LANGUAGE_CODE
    with translation.override(language):
        first, last = (Day(day, language) for day in (report.period_from, report.period_to))
    arguments = [report.pk, region.code] if region else [report.pk]
    return {
        "first_day": first,
        "last_day": last,
        "region": pick(region.name, language).text if region else "",
        "link": page_address("report_region" if region else "report", *arguments),
    }


def tell_region(regional: RegionReport, code: str, *, key: str, note: str = "") -> None:
    """The coordinator's role is told that a draft waits, or came back with the ministry's note."""
    role = Role.objects.filter(kind=Role.Kind.COORDINATOR, region=regional.region).first()
    values = {**_values(regional.report, regional.region), "note": note}
    _queue(role, code, values, key)


def tell_ministry(report: Report) -> None:
    """All regions have signed: the ministry checks and issues. After a correction they may sign once more."""
    latest = max(report.regions.values_list("version", flat=True), default=1)
    key = f"report {report.pk} signed {latest}"
    _queue(Role.objects.filter(kind=Role.Kind.MINISTRY).first(), "report_signed", _values(report, None), key)


def _queue(role: Role | None, code: str, values: dict[str, str], key: str) -> None:
    if role is None or not role.mailbox:
        return
    letter = letters.write(code, settings.LANGUAGE_CODE, values)
    mail.queue(
        purpose=code,
        to=role.mailbox,
        subject=letter.subject,
        text=letter.body,
        language=letter.language,
        automatic=True,
        key=key,
    )
