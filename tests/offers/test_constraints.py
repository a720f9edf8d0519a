"""What the database itself refuses about offers, beside the constraints that tests/system walks through."""

import pytest
from django.db import IntegrityError, connection, transaction

from majup.offers import actions
from majup.offers.models import ItemMark, Offer, OfferVersion
from majup.staff.scope import Scope, acting
from tests.support.offers import make_family_case, need, sent_offer
from tests.support.people import region

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(alise):
    case = make_family_case(alise)
    need(case, "school", alise, person="Anna")
    return sent_offer(case, alise)


def test_offers_offer_in_its_households_region(version, alise):
    both = Scope(regions=frozenset({region("vidzeme").pk, region("latgale").pk}))
    for model, name in (
        (Offer, "offers_offer_in_its_households_region"),
        (ItemMark, "offers_itemmark_in_its_households_region"),
    ):
        with acting(alise.scope):
            actions.mark_item(version=version, item_key=version.offer.items.get().key, mark="useful")
        with (
            acting(both),
            pytest.raises(IntegrityError, match=name),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            model.objects.update(region=region("latgale"))
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_sent_offer_is_frozen(version, alise):
    with acting(alise.scope), pytest.raises(IntegrityError) as refusal, transaction.atomic():
        OfferVersion.objects.update(document={})
    assert refusal.value.__cause__.diag.constraint_name == "sent_offer_is_frozen"
