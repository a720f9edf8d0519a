"""Enquiries and mails follow their household when two households become one, and go back with it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from majup.intake.models import Enquiry, Message
from majup.people.models import Household
from majup.people.moving import pass_on


def preview(absorbed: Household) -> Sequence[tuple[Any, int]]:
    return [(_("Enquiries"), Enquiry.objects.filter(household_id_attached=absorbed.pk).count())]


def move(kept: Household, absorbed: Household, persons: Mapping[int, int]) -> dict[str, Any]:
    return {
        "enquiry": pass_on(Enquiry.objects.filter(household_id_attached=absorbed.pk), household_id_attached=kept.pk),
        "message": pass_on(Message.objects.filter(household_id=absorbed.pk), household_id=kept.pk),
    }


def undo(kept: Household, absorbed: Household, moved: Mapping[str, Any]) -> None:
    enquiries = Enquiry.objects.filter(pk__in=moved["enquiry"], household_id_attached=kept.pk)
    enquiries.update(household_id_attached=absorbed.pk)
    Message.objects.filter(pk__in=moved["message"], household_id=kept.pk).update(household_id=absorbed.pk)
