"""What every action on a case needs: the lock, the version that tells editors of each other, who may decide."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from majup.cases.errors import ChangedMeanwhile, NotResponsible
from majup.cases.models import Case
from majup.people.actions import record_event
from majup.staff.models import User


def locked(case: Case, version: int | None = None) -> Case:
    """The case as it stands now, held until the transaction ends; ChangedMeanwhile when `version` is another."""
    fresh = Case.objects.select_for_update(of=("self",)).select_related("household", "region").get(pk=case.pk)
    if version is not None and fresh.version != version:
        raise ChangedMeanwhile(fresh)
    return fresh


def save(case: Case, *fields: str) -> None:
    """Write `fields` and raise the version, so that whoever has the case open notices."""
    case.version += 1
    case.save(update_fields=[*fields, "version"])


def heard(case: Case, at: datetime) -> None:
    """Note on `case`, which the caller saves, that the family was spoken with at that moment."""
    case.last_contact_at = max(filter(None, (case.last_contact_at, at)))


def tell(case: Case, kind: str, by: User | None, *, by_family: bool = False, **details: Any) -> None:
    """Put `kind` on the household's time line; `details` fill the words of web/desk/cases/event_words.py."""
    record_event(household=case.household, kind=kind, by=by, by_family=by_family, details=details, at=timezone.now())


def only_responsible(case: Case, by: User | None) -> None:
    """NotResponsible when a user decides for a case that is merely shared; workers and visitors have no user."""
    if by is not None and by.scope.regions and case.region_id not in by.scope.regions:
        raise NotResponsible(case.reference)
