"""The family's own page as the coordinator sees it: links of the adults, corrections, a request to erase."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from majup.cases.models import Case
from majup.family.models import Correction, ErasureRequest, FamilyLink, JobWish, KeepQuestion
from majup.plumbing.prepared import Prepared
from majup.staff.models import User
from majup.staff.roles import Permission
from majup.web.family.forms import LABELS

LINKS = Prepared(lambda household: FamilyLink.objects.filter(household=household, ended_at=None))


def has_news() -> Any:
    """Whether a case has corrections or a request that wait, or was asked whether to be kept: asked with the case."""
    same = OuterRef("household_id")
    waiting = Exists(Correction.objects.filter(household=same, state="open"))
    erasure = Exists(ErasureRequest.objects.filter(household=same, state="open"))
    return waiting | erasure | Exists(KeepQuestion.objects.filter(household=same))


def panel(case: Any, user: User) -> dict[str, Any] | None:
    if not user.may(Permission.CASE_WRITE):
        return None
    links = {link.person_id: link for link in LINKS(household=case.household_id)}
    wishes = _wishes(case) if case.has_job_wishes else {}
    adults = [person for person in case.known_members if not person.is_child]
    return {
        "name": "own_page",
        "title": _("The family's own page"),
        "template": "desk/cases/panels/own_page.html",
        "people": [(person, links.get(person.pk), wishes.get(person.pk)) for person in adults],
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
