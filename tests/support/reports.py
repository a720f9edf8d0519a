"""Reports of made-up quarters: families that returned, drafts, signatures."""

from datetime import UTC, date, datetime

from majup.cases.models import Case
from majup.outcomes.models import Return
from majup.people.models import Household, Person
from majup.reports.issuing import actions
from majup.reports.models import Report
from majup.staff.scope import acting
from tests.support.people import municipality, region

FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)
PLACE = "0054000"


def family_back(user, code="vidzeme", on=date(2026, 2, 10), *, adults=2, children=1, place=PLACE, **fields) -> Return:
    """A family that returned with support; the case began a year before."""
    opened = fields.pop("opened", datetime(2025, 2, 1, 9, tzinfo=UTC))
    with acting(user.scope):
        household = Household.objects.create(region=region(code), created_at=opened)
        Person.objects.create(household=household, given_name="Ieva", family_name="Kalniņa", relation="applicant")
        case = Case.objects.create(
            household=household, region=household.region, reference=f"R-{household.pk}", title="Kalniņi",
            category="emigrant", stage_since=opened, opened_at=opened, next_contact_on=date(2030, 1, 1),
            responsible=user,
        )  # fmt: skip
        values = {"from_country": "GB", "support_kind": "offer_before_move", "alone": False, **fields}
        return Return.objects.create(
            case=case, region=case.region, is_internal=False, recorded_by=user,
            recorded_at=datetime(2026, 2, 11, tzinfo=UTC), on=on, adults=adults, children=children,
            municipality=municipality(place) if place else None, **values,
        )  # fmt: skip


def drafted(kind="quarter", start=FIRST, end=LAST, **options) -> Report:
    return actions.draft(kind=kind, start=start, end=end, by=None, **options)


def sign_all(report: Report, by, *, words="They are known.") -> Report:
    """Every region signs what it has not signed yet."""
    for part in report.regions.filter(state__in=["drafted", "returned"]):
        actions.sign(regional=part, comment="A quiet quarter.", problems="", words=words, by=by)
    return report


def issued(by, **options) -> Report:
    return actions.issue(report=sign_all(drafted(**options), by), by=by)
