"""Vacancies and dwellings in the letter: as they stand today, and not when they are over (OFF-08)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from majup.offers import actions
from majup.offers.errors import Incomplete, NotOfferable
from majup.offers.models import Offer
from majup.openings.models import Dwelling, Vacancy
from majup.staff.scope import acting
from tests.support.offers import complete_offer, make_family_case, need
from tests.support.openings import PLACE, dwelling, employer, in_days, vacancy
from tests.support.people import sign_in, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(alise):
    """A letter that may go out, of a family whose mother welds."""
    case = make_family_case(alise)
    need(case, "job", alise)
    with acting(alise.scope):
        case.household.members.filter(given_name="Ieva").update(occupation="Metinātājs")
    return complete_offer(case, alise)


def test_off_08_work_and_homes_are_put_in_with_one_click_and_go_out_while_they_are_open(alise, offer):
    job = vacancy(alise, employer=employer(alise), remote="partly", bonuses="Health insurance")
    flat = dwelling(alise, conditions="No debts")
    client = sign_in(alise)
    client.cookies["language"] = "en"
    page = client.get(f"/desk/offers/{offer.pk}/openings/").text
    assert (f"/jobs/{job.pk}/" in page, f"/homes/{flat.pk}/" in page) == (True, True)
    put_in = f"/desk/offers/{offer.pk}/put-in/opening/"
    for _twice in range(2):
        client.post(put_in, {"kind": "vacancy", "entry": job.pk})
        client.post(put_in, {"kind": "dwelling", "entry": flat.pk})
    with acting(alise.scope):
        found = offer.items.get(vacancy=job)
        assert offer.items.exclude(vacancy=None).count() == offer.items.exclude(dwelling=None).count() == 1
        assert (found.remote, found.bonuses, found.until, found.need.topic.code) == (
            "partly", "Health insurance", job.valid_to, "job",
        )  # fmt: skip
        assert "1" in found.pay_after_tax
        actions.send(offer=Offer.objects.get(pk=offer.pk), by=alise, key="k")


def test_off_08_a_vacancy_that_ended_stops_the_letter_even_when_marked(alise, offer):
    job = vacancy(alise, employer=employer(alise))
    with acting(alise.scope):
        item = actions.put_in_opening(offer=offer, entry=job, need=None, by=alise)
        Vacancy.objects.update(valid_to=in_days(-1))
        with pytest.raises(Incomplete) as refused:
            actions.send(offer=Offer.objects.get(pk=offer.pk), by=alise, key="k")
        assert [(gap.code, gap.standing) for gap in refused.value.missing] == [("fact", "over")]
        actions.mark_unconfirmed(item=item, by=alise)
        with pytest.raises(Incomplete):
            actions.send(offer=Offer.objects.get(pk=offer.pk), by=alise, key="k")
        actions.remove_item(item=item, by=alise)
        actions.send(offer=Offer.objects.get(pk=offer.pk), by=alise, key="k")


def test_off_08_a_home_that_nobody_confirmed_goes_out_only_as_to_be_confirmed(alise, offer):
    flat = dwelling(alise)
    with acting(alise.scope):
        item = actions.put_in_opening(offer=offer, entry=flat, need=None, by=alise)
        Dwelling.objects.update(confirmed_on=today() - timedelta(days=40))
        with pytest.raises(Incomplete):
            actions.send(offer=Offer.objects.get(pk=offer.pk), by=alise, key="k")
        actions.mark_unconfirmed(item=item, by=alise)
        actions.send(offer=Offer.objects.get(pk=offer.pk), by=alise, key="k")


def test_off_08_what_is_over_or_overdue_cannot_be_put_in(alise, offer):
    job = vacancy(alise)
    with acting(alise.scope):
        Vacancy.objects.update(confirmed_on=today() - timedelta(days=40))
        for change, state in (({}, "due"), ({"state": "hidden"}, "over")):
            Vacancy.objects.update(**change)
            with pytest.raises(NotOfferable, match=state):
                actions.put_in_opening(offer=offer, entry=Vacancy.objects.get(pk=job.pk), need=None, by=alise)
        assert job.municipality.atvk == PLACE


def test_off_03_the_letter_says_size_and_whether_a_home_is_paid_for_by_the_month(alise, offer):
    rent, plot = (
        dwelling(alise, price=Decimal(210), size=Decimal(48)),
        dwelling(alise, price=Decimal(9000), price_unit="once"),
    )
    with acting(alise.scope):
        texts = [actions.put_in_opening(offer=offer, entry=one, need=None, by=alise).text for one in (rent, plot)]
    assert texts[0]["en"].split("\n")[0] == "Rooms: 2; 48 m²; €210 a month"
    assert "mēnesī" in texts[0]["lv"]
    assert "month" not in texts[1]["en"]
