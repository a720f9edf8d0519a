"""The family's own page as the coordinator sees it: links of the adults, corrections, a request to erase."""

from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from majup.cases.models import Case
from majup.family.models import Correction, ErasureRequest, JobWish, KeepQuestion
from majup.people.models import Person
from majup.plumbing.prepared import Prepared
from majup.staff.models import User
from majup.staff.roles import Permission
from majup.web.family.forms import LABELS

LINK = {"link_pk": F("link__pk"), "link_made_at": F("link__made_at"), "link_until": F("link__expires_at")}
OPEN_LINK = FilteredRelation("family_links", condition=Q(family_links__ended_at=None))
ADULTS = Prepared(
    lambda household: (
        Person.objects.filter(household=household, is_child=False)
        .annotate(link=OPEN_LINK)
        .annotate(**LINK)
        .order_by("order", "pk")
    )
)


def has_news() -> Any:
    """Whether a case has corrections or a request that wait, or was asked whether to be kept: asked with the case."""
    same = OuterRef("household_id")
    waiting = Exists(Correction.objects.filter(household=same, state="open"))
    erasure = Exists(ErasureRequest.objects.filter(household=same, state="open"))
    return waiting | erasure | Exists(KeepQuestion.objects.filter(household=same))


def has_job_wishes() -> Any:
    return Exists(JobWish.objects.filter(person__household=OuterRef("household_id")))


def panel(case: Any, user: User) -> dict[str, Any] | None:
    if not user.may(Permission.CASE_WRITE):
        return None
    adults = list(ADULTS(household=case.household_id))
    wishes = _wishes(case) if case.has_job_wishes else {}
    return {
        "name": "own_page",
        "title": _("The family's own page"),
        "template": "desk/cases/panels/own_page.html",
        "people": [(person, wishes.get(person.pk)) for person in adults],
        "now": timezone.now(),
        "may_erase": user.may(Permission.HOUSEHOLD_ERASE),
        **(_waiting(case) if case.has_own_page_news else {}),
    }


def _wishes(case: Case) -> dict[int, JobWish]:
    return {wish.person_id: wish for wish in JobWish.objects.filter(person__household=case.household_id)}


def _waiting(case: Case) -> dict[str, Any]:
    """What the family proposes or asks, and whether it was asked to be kept."""
    household = case.household_id
    corrections = Correction.objects.filter(household=household, state="open").select_related("person")
    return {
        "corrections": [(row, LABELS[row.field]) for row in corrections],
        "erasure": ErasureRequest.objects.filter(household=household, state="open").first(),
        "kept": KeepQuestion.objects.filter(household=household).first(),
    }
