"""OFF-08: an offer says of each fact what stood there, and does not go out with what no longer holds."""

import pytest
from django.db import transaction
from django.urls import reverse

from majup.catalogue import actions as catalogue
from majup.catalogue.models import Fact
from majup.offers import actions, queries
from majup.offers.errors import Incomplete, NotOfferable
from majup.offers.models import OfferItem
from majup.staff.scope import acting
from tests.support.facts import grown_old, service_of
from tests.support.offers import complete_offer, make_family_case, need
from tests.support.people import sign_in, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(alise):
    case = make_family_case(alise)
    need(case, "school", alise)
    return case


@pytest.fixture
def offer(case, alise):
    return complete_offer(case, alise)


def put_in(offer, fact, alise) -> OfferItem:
    with acting(alise.scope):
        return actions.put_in_fact(offer=offer, fact=fact, need=offer.case.needs.first(), by=alise)


def missing(offer, alise):
    with acting(alise.scope):
        return [(m.code, m.standing) for m in queries.missing(offer)]


def test_a_confirmed_fact_goes_in_once_with_day_owner_and_version(offer, alise, dace):
    fact = service_of(dace)
    item = put_in(offer, fact, alise)
    assert put_in(offer, fact, alise) == item
    assert (item.fact_version, item.confirmed_on, item.certainty) == (fact.current, today(), "general")
    assert item.role == fact.role
    assert item.title == {"lv": "Pagarinātā grupa", "en": "After-school group"}
    assert missing(offer, alise) == []


def test_what_was_reported_in_2022_goes_in_only_as_to_be_confirmed(offer, alise):
    fact = Fact.objects.get(code="cesu-nov--dzivoklis-remigrantiem")
    item = put_in(offer, fact, alise)
    assert (item.certainty, item.confirmed_on) == (OfferItem.Certainty.UNCONFIRMED, None)
    assert {"lv": "Īre 35 EUR mēnesī", "en": "Rent 35 EUR per month"} in [line["value"] for line in item.facts]
    assert missing(offer, alise) == []
    with acting(alise.scope):
        version = actions.send(offer=offer, by=alise, key="k")
        shown = next(i for i in actions.document_of(version).items() if i.key == item.key)
    assert (shown.certainty_words, shown.source) == ("Vēl jāapstiprina", "cesu-nov--dzivoklis-remigrantiem#1")
    assert "nezinām" in shown.dated


@pytest.mark.parametrize("code", ["SM-003", "SM-038", "SM-070", "general-health-registration"])
def test_b_25_ended_planned_proposed_and_unclear_facts_do_not_go_in(offer, alise, code):
    with pytest.raises(NotOfferable), transaction.atomic():
        put_in(offer, Fact.objects.get(code=code), alise)


def test_a_hidden_fact_does_not_go_in(offer, alise, dace):
    with pytest.raises(NotOfferable), transaction.atomic():
        put_in(offer, grown_old(service_of(dace), due=60, hidden=30), alise)


def test_off_08_a_stale_fact_blocks_until_confirmed_removed_or_marked(offer, alise, dace):
    fact = service_of(dace)
    item = put_in(offer, fact, alise)
    grown_old(fact, due=1)
    assert missing(offer, alise) == [("fact", "due")]
    with acting(alise.scope):
        with pytest.raises(Incomplete), transaction.atomic():
            actions.send(offer=offer, by=alise, key="k")
        actions.mark_unconfirmed(item=item, by=alise)
    assert missing(offer, alise) == []
    with acting(alise.scope):
        item.refresh_from_db()
        actions.change_item(item=item, changes={"certainty": "confirmed"}, by=alise, seen=item.revision)
    assert missing(offer, alise) == [("fact", "due")]
    catalogue.confirm(fact=fact, by=dace)
    assert missing(offer, alise) == []


def test_cat_16_a_changed_fact_is_taken_over_and_the_sent_letter_keeps_its_version(offer, alise, dace):
    fact = service_of(dace)
    item = put_in(offer, fact, alise)
    with acting(alise.scope):
        first = actions.send(offer=offer, by=alise, key="k1")
    catalogue.change(fact=fact, by=dace, seen=1, changes={"summary": {"lv": "Līdz septiņiem.", "en": "Until seven."}})
    with acting(alise.scope):
        offer = actions.revise(offer=offer, by=alise)
    assert missing(offer, alise) == [("fact", "changed")]
    with acting(alise.scope):
        item.refresh_from_db()
        actions.refresh(item=item, by=alise)
        second = actions.send(offer=offer, by=alise, key="k2")
        said = [
            next(i for i in actions.document_of(version).items() if i.key == item.key) for version in (first, second)
        ]
    assert [(one.source, "septiņiem" in one.text) for one in said] == [
        (f"{fact.code}#1", False),
        (f"{fact.code}#2", True),
    ]


def test_off_08_the_send_page_lists_what_is_stale_with_three_ways_out(offer, alise, dace):
    ended, changed = service_of(dace), service_of(dace, name={"lv": "Peldēšana", "en": "Swimming"})
    gone, anew = put_in(offer, ended, alise), put_in(offer, changed, alise)
    catalogue.withdraw(fact=ended, reason={"lv": "Vairs nav"}, by=dace)
    catalogue.change(fact=changed, by=dace, seen=1, changes={"url": "https://swim.example"})
    client = sign_in(alise)
    client.cookies["language"] = "en"
    address = reverse("offer_send", args=[offer.pk])
    page = client.get(address).content.decode()
    assert "its owner has withdrawn it" in page
    assert "its owner has changed it since you put it in" in page
    assert page.count("Take over what it says today") == 1, "what is withdrawn cannot be brought up to date"
    assert 'name="key"' not in page
    client.post(reverse("offer_fact_refresh", args=[offer.pk, anew.pk]))
    assert "Swimming" not in client.get(address).content.decode().split('class="stale-facts"')[1].split("</ul>")[0]
    client.post(reverse("offer_fact_remove", args=[offer.pk, gone.pk]))
    assert 'name="key"' in client.get(address).content.decode()


def test_off_08_a_withdrawn_fact_cannot_be_taken_over_but_marked(offer, alise, dace):
    fact = service_of(dace)
    item = put_in(offer, fact, alise)
    catalogue.withdraw(fact=fact, reason={"lv": "Vairs nav"}, by=dace)
    client = sign_in(alise)
    client.post(reverse("offer_fact_refresh", args=[offer.pk, item.pk]))
    assert missing(offer, alise) == [("fact", "withdrawn")]
    client.post(reverse("offer_fact_unconfirmed", args=[offer.pk, item.pk]))
    assert missing(offer, alise) == []


def test_a_fact_is_put_in_from_a_page_with_one_press(offer, alise, dace):
    fact = service_of(dace)
    with acting(alise.scope):
        wanted = offer.case.needs.first().pk
    client = sign_in(alise)
    address = reverse("offer_put_in_fact", args=[offer.pk])
    client.post(address, {"fact": fact.pk, "need": wanted})
    client.post(address, {"fact": Fact.objects.get(code="SM-003").pk, "need": wanted})
    with acting(alise.scope):
        assert [item.fact_version.fact for item in offer.items.exclude(fact_version=None)] == [fact]
