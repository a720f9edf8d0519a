"""Two presses at the same moment, each with its own connection: one offer, one mail."""

import threading

import pytest
from django.db import connection

from majup.offers import actions
from majup.offers.errors import NotEditable
from majup.offers.models import OfferVersion
from majup.plumbing.mail import as_sender
from majup.plumbing.models import OutgoingMail
from majup.staff.scope import acting
from tests.support.offers import complete_offer, make_family_case, need

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("keys", [["same", "same", "same", "same"], ["a", "b", "c", "d"]])
def test_off_05_at_the_same_moment_one_offer_and_one_mail(alise, keys):
    case = make_family_case(alise)
    need(case, "school", alise)
    offer = complete_offer(case, alise)
    together, ended = threading.Barrier(len(keys)), []

    def press(key):
        try:
            with acting(alise.scope):
                together.wait()
                ended.append(actions.send(offer=offer, by=alise, key=key).number)
        except NotEditable:
            ended.append("sent already")
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[key]) for key in keys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    others = 1 if keys[0] == keys[1] else "sent already"
    assert sorted(map(str, ended)) == sorted(map(str, [1, others, others, others]))
    with acting(alise.scope):
        assert OfferVersion.objects.count() == 1
    with as_sender():
        assert OutgoingMail.objects.filter(purpose="offer_sent").count() == 1
