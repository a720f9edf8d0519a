"""J6, Wednesday: an expired dwelling stops the letters; one phone call brings it back for all, and the letter goes."""

import pytest

from majup.offers import actions as offers
from majup.offers.models import Offer, OfferItem
from majup.openings.actions import age
from majup.openings.models import Dwelling
from majup.staff.scope import acting
from tests.support.offers import complete_offer, make_family_case
from tests.support.openings import dwelling, in_days
from tests.support.people import today
from tests.system.hands import hands

pytestmark = pytest.mark.django_db(transaction=True)


class TestAnExpiredDwellingStopsTheLetter:
    def test_j6(self, site, smtp_server, alise, cilda):
        self.site, self.alise, self.cilda = site, alise, cilda
        self.given_a_dwelling_in_the_letters_of_two_regions()
        self.it_expired_yesterday()
        self.the_letter_is_stopped_and_leads_to_the_entry()
        self.one_phone_call_brings_it_back()
        self.everybody_sees_it_again_and_the_letter_goes()

    def given_a_dwelling_in_the_letters_of_two_regions(self):
        self.flat = dwelling(self.alise)
        self.offer = self.letter_of(self.alise, "vidzeme", "ieva@majup.example")
        self.other = self.letter_of(self.cilda, "latgale", "zane@majup.example")

    def letter_of(self, coordinator, region, email) -> Offer:
        offer = complete_offer(make_family_case(coordinator, region, email=email), coordinator)
        with acting(coordinator.scope):
            offers.put_in_opening(offer=offer, entry=self.flat, need=None, by=coordinator)
        return offer

    def it_expired_yesterday(self):
        Dwelling.objects.update(valid_to=in_days(-1))
        for user in (self.alise, self.cilda):
            with acting(user.scope):
                OfferItem.objects.exclude(dwelling=None).update(until=in_days(-1))
        assert age(today=today())["ended"] == 1

    def the_letter_is_stopped_and_leads_to_the_entry(self):
        with hands(self.site, self.alise) as desk:
            desk.goto("/desk/")
            desk.sees("its time is over")
            desk.goto(f"/desk/offers/{self.offer.pk}/send/")
            desk.sees("Facts that no longer stand as they did", "its time is over")
            desk.check_page()
            assert desk.main.get_by_role("button", name="Send the offer").count() == 0
            desk.follow("Look at the entry", exact=False)
            desk.sees("Ended", "Centrs")
            assert desk.page.url.endswith(f"/desk/openings/dwellings/{self.flat.pk}/")

    def one_phone_call_brings_it_back(self):
        with hands(self.site, self.alise, width=390) as desk:
            Dwelling.objects.update(state="published")
            desk.goto(f"/desk/openings/dwellings/{self.flat.pk}/")
            desk.sees("Ended")
            assert desk.main.get_by_role("button", name="It still holds").count() == 0
            desk.check_page()
            desk.fill("New last day", in_days(-1).isoformat())
            desk.click("It holds until then")
            desk.sees("The last day has passed. Choose a later one.")
            desk.fill("New last day", in_days(30).isoformat())
            desk.click("It holds until then")
            desk.sees("It is shown again, confirmed today.")
        self.flat.refresh_from_db()
        assert (self.flat.valid_to, self.flat.confirmed_on) == (in_days(30), today())

    def everybody_sees_it_again_and_the_letter_goes(self):
        with hands(self.site, None) as visitor:
            visitor.goto(f"/homes/{self.flat.pk}/")
            visitor.sees("Centrs")
        for user, offer in ((self.alise, self.offer), (self.cilda, self.other)):
            with hands(self.site, user) as desk:
                desk.goto(f"/desk/offers/{offer.pk}/send/")
                desk.click("Take over what it says today", exact=False)
                desk.click("Send the offer")
                desk.sees("The letter is sent.")
            with acting(user.scope):
                item = OfferItem.objects.get(offer=offer, dwelling=self.flat)
                assert (item.until, Offer.objects.get(pk=offer.pk).state) == (in_days(30), "sent")
