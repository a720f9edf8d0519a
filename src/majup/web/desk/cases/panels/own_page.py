"""The family's own page as the coordinator sees it: links of the adults, corrections, a request to erase."""

from typing import Any

from django.utils.translation import gettext as _

from majup.cases.models import Case
from majup.family.models import Correction, ErasureRequest, FamilyLink, JobWish, KeepQuestion
from majup.people.models import Person
from majup.plumbing.prepared import Prepared
from majup.staff.models import User
from majup.staff.roles import Permission
from majup.web.family.forms import LABELS
from majup.web.http import grouped

ADULTS = Prepared(lambda household: Person.objects.filter(household=household, is_child=False))
LINKS = Prepared(lambda household: FamilyLink.objects.filter(household=household, ended_at=None))
CORRECTIONS = Prepared(
    lambda household: Correction.objects.filter(household=household, state="open").select_related("person")
)
ERASURES = Prepared(lambda household: ErasureRequest.objects.filter(household=household, state="open"))
WISHES = Prepared(lambda household: JobWish.objects.filter(person__household=household))
KEPT = Prepared(lambda household: KeepQuestion.objects.filter(household=household).order_by("-asked_at")[:1])


def panel(case: Case, user: User) -> dict[str, Any] | None:
    if not user.may(Permission.CASE_WRITE):
        return None
    links = {link.person_id: link for link in LINKS(household=case.household_id)}
    wishes = grouped(WISHES(household=case.household_id), "person_id")
    people = [
        {"person": person, "link": links.get(person.pk), "wish": next(iter(wishes[person.pk]), None)}
        for person in ADULTS(household=case.household_id)
    ]
    return {
        "name": "own_page",
        "title": _("The family's own page"),
        "template": "desk/cases/panels/own_page.html",
        "people": people,
        "corrections": [(row, LABELS[row.field]) for row in CORRECTIONS(household=case.household_id)],
        "erasure": next(iter(ERASURES(household=case.household_id)), None),
        "may_erase": user.may(Permission.HOUSEHOLD_ERASE),
        "kept": next(iter(KEPT(household=case.household_id)), None),
    }
