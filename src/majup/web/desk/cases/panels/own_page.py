"""The family's own page as the coordinator sees it: links of the adults, corrections, a request to erase."""

from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from majup.cases.models import Case
from majup.family.models import Correction, ErasureRequest, KeepQuestion
from majup.people.models import Person
from majup.plumbing.prepared import Prepared
from majup.staff.models import User
from majup.staff.roles import Permission
from majup.web.family.forms import LABELS

OPEN_LINK = FilteredRelation("family_links", condition=Q(family_links__ended_at=None))
ADULTS = Prepared(
    lambda household: (
        Person.objects.filter(household=household, is_child=False)
        .annotate(
            link=OPEN_LINK,
            link_pk=F("link__pk"),
            link_made_at=F("link__made_at"),
            link_until=F("link__expires_at"),
        )
        .select_related("job_wish")
        .order_by("order", "pk")
    )
)
CORRECTIONS = Prepared(
    lambda household: Correction.objects.filter(household=household, state="open").select_related("person")
)
ERASURES = Prepared(lambda household: ErasureRequest.objects.filter(household=household, state="open"))
KEPT = Prepared(lambda household: KeepQuestion.objects.filter(household=household).order_by("-asked_at")[:1])


def has_news() -> Any:
    """Whether a case has corrections or a request that wait, or was asked whether to be kept: asked with the case."""
    same = OuterRef("household_id")
    waiting = Exists(Correction.objects.filter(household=same, state="open"))
    erasure = Exists(ErasureRequest.objects.filter(household=same, state="open"))
    return waiting | erasure | Exists(KeepQuestion.objects.filter(household=same))


def panel(case: Case, user: User) -> dict[str, Any] | None:
    if not user.may(Permission.CASE_WRITE):
        return None
    news = getattr(case, "has_own_page_news", True)
    ask = {"household": case.household_id}
    return {
        "name": "own_page",
        "title": _("The family's own page"),
        "template": "desk/cases/panels/own_page.html",
        "people": list(ADULTS(**ask)),
        "now": timezone.now(),
        "corrections": [(row, LABELS[row.field]) for row in CORRECTIONS(**ask)] if news else [],
        "erasure": next(iter(ERASURES(**ask)), None) if news else None,
        "may_erase": user.may(Permission.HOUSEHOLD_ERASE),
        "kept": next(iter(KEPT(**ask)), None) if news else None,
    }
