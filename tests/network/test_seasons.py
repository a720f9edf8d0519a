"""FUP-10: municipal specialists hear of the holidays in which families come to visit, in time and once."""

from datetime import date

import pytest
import time_machine

from majup.network.calendar import coming_seasons
from majup.network.models import Role
from majup.network.tasks import remind_of_visit_seasons
from majup.plumbing.mail import as_sender
from majup.plumbing.models import OutgoingMail

pytestmark = pytest.mark.django_db
BEFORE_SUMMER = "2027-04-21"


def reminders() -> list[OutgoingMail]:
    with as_sender():
        return list(OutgoingMail.objects.filter(purpose="visit_season").order_by("pk"))


def remind(day: str) -> None:
    with time_machine.travel(f"{day}T08:00:00+00:00", tick=False):
        remind_of_visit_seasons.func(timestamp=0)


def test_fup_10_every_specialist_is_told_once_before_summer_and_in_her_language(dace):
    type(dace).objects.filter(pk=dace.pk).update(language="en")
    for day in (BEFORE_SUMMER, "2027-04-22", "2027-05-31"):
        remind(day)
    found = reminders()
    assert len(found) == Role.objects.filter(kind="specialist", municipality__valid_to=None).count()
    (hers,) = [mail for mail in found if mail.to_address == dace.email]
    assert hers.subject == "Holidays are near: plan meetings with families (1 June 2027)"
    assert "Summer holidays: 1 June 2027" in hers.text
    assert hers.text.rstrip().endswith("/townhall/owed/")
    (other,) = [mail for mail in found if mail.to_address == "specialist.0026000@pasvaldibas.example"]
    assert "Vasaras brīvlaiks: 2027. gada 1. jūnijs" in other.text


@pytest.mark.parametrize("day", ["2027-04-19", "2027-06-01", "2027-08-15"])
def test_fup_10_nobody_is_told_too_early_or_when_they_have_begun(dace, day):
    remind(day)
    assert reminders() == []


def test_fup_10_school_holidays_each_have_a_reminder_and_those_over_new_year_end_in_the_next(db):
    told = {season.code for day in range(1, 366) for season in coming_seasons(date.fromordinal(day + 739000))}
    assert told == {"summer", "autumn", "winter", "spring"}
    (winter,) = coming_seasons(date(2026, 12, 1))
    assert (winter.first, winter.last) == (date(2026, 12, 21), date(2027, 1, 5))
