"""J3 steps 1 to 3 without a browser: check, interest registered, what became of it, and who sees it."""

import pytest
from django.urls import reverse

from majup.cases.actions import attach_enquiry
from majup.catalogue.models import Fact
from majup.intake.models import Enquiry
from majup.matching.errors import ReasonMissing
from majup.matching.interests import of_household, register, settle
from majup.matching.models import GrantInterest
from majup.matching.self_check import Said
from majup.people.models import Event
from majup.staff.scope import acting
from majup.web import erasure
from tests.support.cases import case_of
from tests.support.people import sign_in

pytestmark = pytest.mark.django_db
VALMIERA = "0054000"
GRANT = "today-business-valmiera"
FORM = {
    "contact": "janis@family.example",
    "country": "IE",
    "place": "Valmieras novads",
    "business": "Carpenter's workshop",
    "amount": "8 000",
    "jobs": "2",
    "question": "When does the next call open?",
}


def said(months="36"):
    return Said("own-business", VALMIERA).answering("person.months_abroad", months).answering("project.is_rural", False)


def address(answers=None, code=GRANT):
    return "/en" + reverse("grant_interest", args=[(answers or said()).packed(), code])


def test_gra_02_a_visitor_registers_interest_and_the_region_sees_it_with_the_outcome_of_the_check(client, alise, cilda):
    page = client.get(address())
    assert "Months lived abroad: 36 months" in page.content.decode()
    sent = client.post(address(), FORM)
    assert sent.status_code == 302
    assert "Reference" in client.get(sent["Location"]).content.decode()
    with acting(alise.scope):
        interest = GrantInterest.objects.get()
        assert (interest.fact.code, interest.business, interest.jobs) == (GRANT, "Carpenter's workshop", 2)
        assert (interest.amount, interest.municipality.atvk) == (8000, VALMIERA)
        assert (interest.answer, interest.unmet, interest.household) == ("unknown", [], None)
        text = interest.enquiry.text
        assert text.startswith("When does the next call open?")
        assert "Support wished for: €8,000" in text
    with acting(cilda.scope):  # of another region
        assert not GrantInterest.objects.exists()


def test_gra_03_who_does_not_fit_may_register_too_and_the_reason_is_kept(client, alise):
    client.post(address(said(months="6")), FORM)
    with acting(alise.scope):
        interest = GrantInterest.objects.get()
        assert (interest.answer, interest.unmet) == ("no", ["person.months_abroad"])


def test_gra_02_what_is_missing_is_said_and_nothing_is_registered(client, alise):
    page = client.post(address(), {**FORM, "business": "", "contact": ""})
    assert page.status_code == 422
    assert "Say in a few words what the business will do." in page.content.decode()
    assert client.get(address(code="SM-059")).status_code == 404  # no money for a business
    assert client.get(address().replace(said().packed()[:5], "xxxxx")).status_code == 404
    with acting(alise.scope):
        assert not Enquiry.objects.exists()


def test_gra_02_interest_follows_the_enquiry_into_the_household_and_who_did_not_apply_says_why(client, alise):
    client.post(address(), FORM)
    case = case_of(alise)
    with acting(alise.scope):
        attach_enquiry(case=case, enquiry=Enquiry.objects.get(email=FORM["contact"]), by=alise)
        interest = of_household(case.household_id).get()
    desk = sign_in(alise)
    assert (
        "Business support for returnees (Valmiera county)"
        in desk.get(f"/en{reverse('case', args=[case.reference])}").content.decode()
    )
    path = reverse("case_grant_settle", args=[case.reference, interest.pk])
    refused = desk.post("/en" + path, {f"i{interest.pk}-outcome": "not_applied"})
    assert refused.status_code == 422
    assert "the next call learns from it" in refused.content.decode()
    sent = desk.post(path, {f"i{interest.pk}-outcome": "not_applied", f"i{interest.pk}-reason": "residence"})
    assert sent.status_code == 302
    with acting(alise.scope):
        interest.refresh_from_db()
        assert (interest.household, interest.outcome, interest.reason) == (case.household, "not_applied", "residence")
        assert Event.objects.filter(household=case.household, kind="grant.not_applied").exists()
        with pytest.raises(ReasonMissing):
            settle(interest=interest, household=case.household, outcome="not_applied", by=alise)


def test_gra_02_a_coordinator_writes_interest_down_once_per_household_and_erasure_takes_it_along(alise, bruno):
    case, desk = case_of(alise), sign_in(alise)
    path = reverse("case_grants", args=[case.reference])
    assert "No interest written down yet" in desk.get("/en" + path).content.decode()
    assert desk.post(path, {"fact": ""}).status_code == 422
    for jobs in ("1", "3"):
        assert desk.post(path, {"fact": GRANT, "business": "Bakery", "jobs": jobs}).status_code == 302
    with acting(alise.scope):
        assert of_household(case.household_id).get().jobs == 3
        erasure.erase(household=case.household, reason="asked", by=alise)
        assert not GrantInterest.objects.exists()


def test_gra_02_two_interests_of_one_household_in_one_grant_become_one_when_settled(client, alise):
    case = case_of(alise)
    with acting(alise.scope):
        first = register(fact=Fact.objects.get(code=GRANT), household=case.household, by=alise)
    client.post(address(), FORM)
    with acting(alise.scope):
        attach_enquiry(case=case, enquiry=Enquiry.objects.get(email=FORM["contact"]), by=alise)
        came = of_household(case.household_id).get(household=None)
        settle(interest=came, household=case.household, outcome="applied", by=alise)
        left = of_household(case.household_id).get()
        assert (left.outcome, left.jobs, left.registered_at) == ("applied", 2, first.registered_at)


def test_gra_02_interest_that_came_by_enquiry_goes_with_the_household(client, alise):
    client.post(address(), FORM)
    case = case_of(alise)
    with acting(alise.scope):
        attach_enquiry(case=case, enquiry=Enquiry.objects.get(email=FORM["contact"]), by=alise)
        register(fact=Fact.objects.get(code="SM-042"), household=case.household, by=alise)
        register(fact=Fact.objects.get(code=GRANT), household=case.household, by=alise, jobs=4)
        assert of_household(case.household_id).count() == 2  # in the grant it is the one that came
        erasure.erase(household=case.household, reason="asked", by=alise)
        assert not GrantInterest.objects.exists()
