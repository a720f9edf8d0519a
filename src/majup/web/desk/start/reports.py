"""The report of one's region that waits for words and a signature."""

from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from majup.reports.issuing import queries
from majup.reports.models import RegionReport
from majup.staff.models import User
from majup.staff.roles import Permission
from majup.web.desk.start.counts import ROWS, Row
from majup.web.figures.issuing.words import name_of


def report_waits(user: User) -> bool:
    """Whether a report needs this user's signature, or is signed by all and waits for the ministry."""
    if user.may(Permission.REPORT_ISSUE):
        return bool(queries.waiting_for_ministry())
    return user.may(Permission.REPORT_SIGN) and queries.waiting_for_region(user).filter(over()).exists()


def over() -> Q:
    """Reports whose last day has passed: before that nobody can sign."""
    return Q(report__period_to__lt=timezone.localdate())


def rows(user: User, day: date) -> list[Row]:
    """Drafts of periods that are over, and what the ministry sent back."""
    parts = queries.waiting_for_region(user).filter(over())[:ROWS]
    return [_row(part) for part in parts]


def _row(part: RegionReport) -> Row:
    is_back = part.state == RegionReport.State.RETURNED
    return Row(
        kind=_("Report"),
        title=name_of(part.report),
        url=reverse("report_region", args=[part.report_id, part.region.code]),
        due=part.report.period_to,
        waits_since=True,
        text=part.note if is_back else _("The draft waits for your words and your signature."),
    )
