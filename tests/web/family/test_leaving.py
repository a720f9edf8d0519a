"""Leaving and staying: a request to erase, the question after long silence, a fresh link by mail (PRV-04, PRV-07)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from majup.cases.models import Case
from majup.family.models import ErasureRequest, FamilyLink, KeepQuestion
from majup.family.tasks import ask_silent_families, forget_last_letters
from majup.kernel.dates import long_date
from majup.kernel.periods import add_months
from majup.people.models import ContactPoint, Event, Household
from majup.plumbing.mail import as_sender
from majup.plumbing.models import OutgoingMail
from majup.staff.scope import acting
from tests.support.family import do_link_jobs, last_mail, mails, own, token_of
from tests.support.offers import make_family_case
from tests.support.people import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(alise):
    return make_family_case(alise)


@pytest.fixture
def token(case, alise):
    return token_of(case, alise)


def request_of(case, alise) -> ErasureRequest:
    with acting(alise.scope):
        return ErasureRequest.objects.filter(household=case.household_id).latest("pk")


def decide(case, alise) -> str:
    return reverse("erasure_decide", args=[case.reference, request_of(case, alise).pk])


def test_prv_04_erasing_is_asked_by_the_family_and_carried_out_by_the_coordinator(case, alise, token, client):
    for text in ("We stay here.", "We stay here.", "And delete the letters."):
        client.post(own(token, "own_leave"), {"text": text})
    with acting(alise.scope):
        assert ErasureRequest.objects.get().text.splitlines() == ["We stay here.", "And delete the letters."]
        assert Household.objects.get(pk=case.household_id).erased_at is None  # asking alone erases nothing
        assert Case.objects.get(pk=case.pk).next_contact_on == timezone.localdate()
    desk = sign_in(alise)
    assert "We stay here." in desk.get("/en" + reverse("case", args=[case.reference])).content.decode()
    assert desk.get(decide(case, alise)).status_code == 200
    assert desk.post(decide(case, alise), {"carry_out": "yes"}).status_code == 302
    with acting(alise.scope):
        assert Household.objects.get(pk=case.household_id).erased_at is not None
        asked = ErasureRequest.objects.get()
        assert (asked.state, asked.text) == ("done", "")
    assert client.get(own(token)).status_code == 404
    [done] = mails("erasure_done")
    assert (done.to_address, done.household_id) == ("ieva@majup.example", None)


def test_prv_04_the_page_of_the_decision_says_what_goes_who_is_told_and_until_when(case, alise, token, client):
    client.post(own(token, "own_leave"), {"text": "We stay here."})
    desk = sign_in(alise)
    page = desk.get("/en" + decide(case, alise)).content.decode().replace("\N{NO-BREAK SPACE}", " ")
    by = long_date(add_months(timezone.localdate(), 1), "en")
    for words in (
        f"an answer by {by}",
        "We stay here.",
        "Ieva Kalniņa",
        "ieva@majup.example",
        "Members",
        "Requests to erase",
    ):
        assert words in page, words
    desk.post(decide(case, alise), {})
    with acting(alise.scope):
        assert Household.objects.get(pk=case.household_id).erased_at is None, "only the button that says so erases"


def test_prv_04_the_last_letter_does_not_stay(case, alise, token, client):
    client.post(own(token, "own_leave"), {"text": ""})
    sign_in(alise).post(decide(case, alise), {"carry_out": "yes"})
    with as_sender():
        left = {"state": "sent", "sent_at": timezone.now(), "next_attempt_at": None}
        OutgoingMail.objects.filter(purpose="erasure_done").update(**left)
    forget_last_letters(0)
    assert len(mails("erasure_done")) == 1
    with as_sender():
        OutgoingMail.objects.filter(purpose="erasure_done").update(created_at=timezone.now() - timedelta(days=8))
    forget_last_letters(0)
    assert mails("erasure_done") == []


def test_prv_04_a_refusal_says_why_on_the_page_and_by_mail(case, alise, token, client):
    client.post(own(token, "own_leave"), {"text": ""})
    desk = sign_in(alise)
    assert desk.post(decide(case, alise), {"reason": " "}).status_code == 422
    desk.post(decide(case, alise), {"reason": "Likums par grāmatvedību."})
    assert request_of(case, alise).state == "refused"
    assert "Likums par grāmatvedību." in client.get(own(token, "own_leave")).content.decode()
    assert "Likums par grāmatvedību." in last_mail().text
    client.post(own(token, "own_leave"), {"text": ""})  # it can be asked again
    client.post(own(token, "own_stay"))
    assert request_of(case, alise).state == "taken_back"
    assert desk.post(decide(case, alise), {"carry_out": "yes"}).status_code == 302  # decided already: nothing is erased
    with acting(alise.scope):
        assert Household.objects.get(pk=case.household_id).erased_at is None


def silent(case, months, as_owner):
    with as_owner():
        long_ago = timezone.now() - timedelta(days=31 * months)
        Case.objects.filter(pk=case.pk).update(opened_at=long_ago, last_contact_at=long_ago)


def keep_links() -> list[str]:
    return [line[line.index("/my/") :] for line in last_mail().text.splitlines() if "/my/keep/" in line]


def test_prv_07_after_long_silence_the_worker_asks_and_the_answer_stands_on_the_time_line(
    case, alise, client, as_owner
):
    silent(case, 35, as_owner)
    ask_silent_families(0)
    assert mails("keep_case") == []
    silent(case, 38, as_owner)
    ask_silent_families(0)
    ask_silent_families(0)
    assert len(mails("keep_case")) == 1
    keep, _erase = keep_links()
    shown = client.get("/en" + keep)
    assert "Shall we keep your case?" in shown.content.decode()
    with acting(alise.scope):
        assert KeepQuestion.objects.get().answer == ""  # looking is not answering
    assert "We keep your case" in client.post("/en" + keep, {"answer": "keep"}).content.decode()
    client.post(keep, {"answer": "erase"})  # answered once
    with acting(alise.scope):
        assert KeepQuestion.objects.get().answer == "keep"
        assert Event.objects.get(kind="family.keep_yes").by_family is True
        assert not ErasureRequest.objects.exists()


def test_prv_07_families_without_an_address_do_not_hold_up_the_others(case, alise, as_owner, monkeypatch):
    monkeypatch.setattr("majup.family.tasks.MOST_A_DAY", 1)
    unreachable, other = case, make_family_case(alise)
    with acting(alise.scope):
        ContactPoint.objects.filter(household=unreachable.household_id).delete()
    for one in (unreachable, other):
        silent(one, 40, as_owner)
    ask_silent_families(0)
    with acting(alise.scope):
        assert KeepQuestion.objects.get().household_id == other.household_id


def test_prv_07_the_wish_to_be_erased_becomes_a_request_and_silence_erases_nothing(case, alise, client, as_owner):
    silent(case, 40, as_owner)
    ask_silent_families(0)
    _keep, erase = keep_links()
    assert client.post(erase, {"answer": "nonsense"}).status_code == 200
    client.post(erase, {"answer": "erase"})
    assert request_of(case, alise).state == "open"
    with acting(alise.scope):
        assert Household.objects.get(pk=case.household_id).erased_at is None


def test_prv_07_nobody_is_erased_for_silence_before_having_been_asked(case, alise):
    desk, erase = sign_in(alise), reverse("household_erase", args=[case.reference])
    assert desk.post(erase, {"reason": "inactive"}).status_code == 422
    desk.post(reverse("case_keep", args=[case.reference]))
    assert desk.post(erase, {"reason": "inactive"}).status_code == 422  # the answer is still awaited
    with acting(alise.scope):
        KeepQuestion.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert desk.post(erase, {"reason": "inactive"}).status_code == 302
    with acting(alise.scope):
        assert Household.objects.get(pk=case.household_id).erased_at is not None


def test_prv_07_a_link_that_is_over_leads_to_a_friendly_page(case, alise, client):
    sign_in(alise).post(reverse("case_keep", args=[case.reference]))
    [keep, _erase] = keep_links()
    with acting(alise.scope):
        KeepQuestion.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert client.get(keep).status_code == 404


def test_signing_in_by_mail_never_says_whether_an_address_is_known(case, alise, client):
    known = client.post(reverse("own_door"), {"email": "Ieva@Majup.example"})
    unknown = client.post(reverse("own_door"), {"email": "nobody@majup.example"})
    assert (known.status_code, known.content) == (200, unknown.content)
    do_link_jobs()
    [sent] = mails("family_link")
    assert sent.to_address == "ieva@majup.example"
    client.post(reverse("own_door"), {"email": "ieva@majup.example"})
    do_link_jobs()
    assert len(mails("family_link")) == 1  # one a day
    secret = sent.text.split("/my/")[1].split("/")[0]
    assert client.get(own(secret)).status_code == 200
    assert client.post(reverse("own_door"), {"email": "ieva"}).status_code == 422


def test_the_door_is_shut_for_a_while_to_who_knocks_too_often(client):
    answers = [client.post(reverse("own_door"), {"email": f"a{n}@majup.example"}).status_code for n in range(12)]
    assert (answers[0], answers[-1]) == (200, 429)


def test_prv_07_a_case_of_which_the_family_was_heard_lately_is_left_in_peace(case, alise, client, as_owner, token):
    silent(case, 40, as_owner)
    client.post(own(token, "own_informed"), {"informed": "yes"})
    ask_silent_families(0)
    assert mails("keep_case") == []
    with acting(alise.scope):
        assert FamilyLink.objects.count() == 1
