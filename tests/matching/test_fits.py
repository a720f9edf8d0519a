"""What fits a case, seen and pressed by its coordinator on the page."""

import re

import pytest
from django.urls import reverse

from majup.cases.models import Case, Phase
from majup.catalogue.models import Fact
from majup.matching import queries
from majup.matching.actions import tell
from majup.matching.errors import NotAnAnswer, UnknownField
from majup.matching.facts import facts_of
from majup.matching.models import HouseholdFacts
from majup.offers.models import Offer, OfferItem
from majup.people.models import Event, Residence
from majup.staff.scope import acting
from tests.support import openings
from tests.support.cases import case_of, need_of
from tests.support.matching import enter, thinks_of, valid

pytestmark = pytest.mark.django_db
CESIS, VALKA, DAUGAVPILS, VALMIERA = "0026000", "0053000", "0002000", "0054000"


def page_of(client, who, case, **query):
    enter(client, who)
    response = client.get(reverse("case_fits", args=[case.reference]), query)
    assert response.status_code == 200
    return response


def lines(response, key="shown"):
    return [line["fact"].code for need in response.context["lines"] for line in need[key]]


def said(response, code):
    for need in response.context["lines"]:
        for line in [*need["shown"], *need["more"], *need["refused"]]:
            if line["fact"].code == code:
                return line
    return None


def answer(client, case, field, **posted):
    return client.post(reverse("case_fits_answer", args=[case.reference]), {"field": field, **posted})


@pytest.fixture
def learner(alise):
    """A family in Great Britain that wants to learn Latvian."""
    case = case_of(alise)
    need_of(case, alise, "latvian_language")
    valid("SM-059", alise)
    return case


def test_b_05_b_27_the_coordinator_sees_answer_reason_and_what_is_missing(client, alise, learner):
    page = page_of(client, alise, learner)
    line = said(page, "SM-059")
    assert (str(line["said"]), line["missing"]) == ("Not known yet: ask", ["Family member of somebody who came back"])
    assert [(finding.answer.value, finding.known) for finding in line["findings"]] == [
        ("no", False),
        ("unknown", None),
        ("yes", True),
    ]
    assert "needed <b>yes</b>, known <b>no</b>" in page.content.decode()


def test_int_07_what_the_case_says_is_stronger_than_what_its_category_supposes(alise, learner):
    with acting(alise.scope):
        Case.objects.filter(pk=learner.pk).update(phase=Phase.RETURNED)
        known = facts_of(Case.objects.select_related("household").get(pk=learner.pk))
    assert (known["person.return_status"], known["person.is_remigrant"]) == ("returned", True)


def test_an_answer_decides_and_can_be_taken_back(client, alise, learner):
    page = page_of(client, alise, learner)
    assert page.context["asked"].code == "person.is_family_of_remigrant"
    assert answer(client, learner, "person.is_family_of_remigrant", value="yes").status_code == 302
    assert str(said(page_of(client, alise, learner), "SM-059")["said"]) == "Fits"
    answer(client, learner, "person.is_family_of_remigrant", back="1")
    assert str(said(page_of(client, alise, learner), "SM-059")["said"]) == "Not known yet: ask"
    with acting(alise.scope):
        kinds = list(Event.objects.filter(household=learner.household, kind__startswith="fits.").values_list("kind"))
    assert sorted(kinds) == [("fits.taken_back",), ("fits.told",)]


def test_what_the_family_does_not_know_is_not_asked_again(client, alise, learner):
    page_of(client, alise, learner)
    answer(client, learner, "person.is_family_of_remigrant", unknown="1")
    page = page_of(client, alise, learner)
    assert page.context["asked"] is None
    assert "the family does not know" in page.content.decode()


def test_a_wrong_answer_comes_back_with_what_was_typed(client, alise, learner):
    page_of(client, alise, learner)
    response = answer(client, learner, "person.months_abroad", value="a lot")
    assert response.status_code == 422
    assert 'value="a lot"' in response.content.decode()
    assert answer(client, learner, "person.months_abroad").status_code == 422
    assert answer(client, learner, "person.shoe_size", value="1").status_code == 404
    assert answer(client, learner, "person.months_since_return", value="1").status_code == 404


def test_answers_that_no_condition_takes_are_refused(alise, learner):
    with acting(alise.scope):
        with pytest.raises(UnknownField):
            tell(case=learner, code="shoe_size", value="1", by=alise)
        with pytest.raises(NotAnAnswer):
            tell(case=learner, code="person.citizenship", value="martian", by=alise)
        assert HouseholdFacts.objects.count() == 0


def test_b_78_income_is_asked_only_for_a_measure_that_was_chosen(client, alise):
    case = case_of(alise)
    need_of(case, alise, "dwelling")
    valid("SM-050", alise)
    page = page_of(client, alise, case)
    asked = set()
    while page.context["asked"] and page.context["asked"].code not in asked:
        asked.add(page.context["asked"].code)
        answer(client, case, page.context["asked"].code, unknown="1")
        page = page_of(client, alise, case)
    assert "household.in_municipal_queue" in asked
    assert "household.net_income" not in asked
    with acting(alise.scope):
        assert page_of(client, alise, case, chosen="SM-050").context["asked"].code == "household.net_income"


def test_prv_05_answers_are_encrypted_and_for_the_responsible_region_alone(as_owner, client, alise, cilda, learner):
    with acting(alise.scope):
        tell(case=learner, code="household.net_income", value="900", by=alise)
    from django.db import connection

    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT told_text FROM matching_householdfacts")
        assert "net_income" not in cursor.fetchone()[0]
    with acting(cilda.scope):
        assert HouseholdFacts.objects.count() == 0
    enter(client, cilda)
    assert client.get(reverse("case_fits", args=[learner.reference])).status_code == 404


def test_k_m6_only_what_holds_where_the_family_thinks_of_living(client, alise):
    case = case_of(alise)
    need_of(case, alise, "dwelling")
    for code in ("cesu-nov--dzivoklis-remigrantiem", "valkas-nov--dzivoklis-bez-rindas"):
        valid(code, alise, owner_in(code))
    thinks_of(case, alise, CESIS)
    page = page_of(client, alise, case)
    assert said(page, "cesu-nov--dzivoklis-remigrantiem")
    assert said(page, "valkas-nov--dzivoklis-bez-rindas") is None


def owner_in(code):
    from majup.network.models import Role

    return Role.objects.filter(
        kind="specialist", municipality__in=Fact.objects.get(code=code).municipalities.all()
    ).first()


def test_what_does_not_fit_is_folded_with_its_reason(client, alise):
    """Valka's flats are for those who are back already; the family is still abroad."""
    case = case_of(alise)
    need_of(case, alise, "dwelling")
    code = "valkas-nov--dzivoklis-bez-rindas"
    valid(code, alise, owner_in(code))
    thinks_of(case, alise, VALKA)
    page = page_of(client, alise, case)
    assert code in lines(page, "refused")
    refused = said(page, code)
    assert [reason["needed"] for reason in refused["reasons"]] == ["Already in Latvia"]
    assert [reason["known"] for reason in refused["reasons"]] == ["Still abroad, thinking of coming back"]
    assert re.search(r"\d+ do(es)? not fit", page.content.decode())


def test_b_25_ended_planned_and_proposed_measures_never_stand_there(alise):
    case = case_of(alise)
    for topic in ("job", "dwelling", "business"):
        need_of(case, alise, topic)
    with acting(alise.scope):
        found = queries.fits(case)
    states = {one.fact.state for fitting in found.fittings for one in [*fitting.found, *fitting.refused]}
    assert states <= {"valid", "reported_2022", "unclear"}
    assert states


def groups_for(case, alise) -> list[set[str]]:
    with acting(alise.scope):
        return [set(one.version.target_groups) for fitting in queries.fits(case).fittings for one in fitting.found]


def test_measures_for_employers_stand_there_for_who_begins_a_business_and_for_nobody_else(alise):
    case = case_of(alise)
    need_of(case, alise, "job"), need_of(case, alise, "municipal_support")
    others = {"municipalities", "employers", "developers", "ngos"}
    assert any(groups_for(case, alise))
    assert [groups for groups in groups_for(case, alise) if groups and groups <= others] == []
    need_of(case, alise, "business")
    assert {"employers"} in groups_for(case, alise)
    assert [groups for groups in groups_for(case, alise) if groups and groups <= others - {"employers"}] == []


def test_yes_stands_first_then_what_is_to_be_asked(alise, learner):
    with acting(alise.scope):
        tell(case=learner, code="person.is_family_of_remigrant", value=True, by=alise)
        found = queries.fits(learner).fittings[0].found
    answers = [one.verdict.answer.value for one in found]
    assert answers[0] == "yes"
    assert answers == sorted(answers, key=["yes", "unknown"].index)


def test_residences_of_the_applicant_are_facts(alise, learner):
    with acting(alise.scope):
        ieva = learner.household.members.first()
        Residence.objects.create(person=ieva, kind="lived", country="GB", from_date="2015-01-01", to_date="2017-12-31")
        Residence.objects.create(person=ieva, kind="lived", country="IE", from_date="2018-01-01", to_date="2020-01-01")
        Residence.objects.create(person=ieva, kind="lived", country="IE", from_date="2019-06-01", to_date="2019-09-01")
        Residence.objects.create(person=ieva, kind="lived", country="NO", from_date="2099-01-01")  # planned
        Residence.objects.create(person=ieva, kind="declared", country="GB")
        Residence.objects.create(person=ieva, kind="lived", country="LV", from_date="2020-03-01")
        known = facts_of(learner)
    assert (known["person.months_abroad"], known["person.foreign_address_registered"]) == (60, True)
    assert known["person.months_abroad_in_a_row"] == 60
    assert known["person.returned_on"].isoformat() == "2020-03-01"


def test_that_no_child_is_written_down_says_nothing_of_children(alise, learner):
    with acting(alise.scope):
        learner.household.members.filter(is_child=True).delete()
        assert not {"household.children", "household.has_minor_children"} & set(facts_of(learner))
        tell(case=learner, code="household.has_minor_children", value=True, by=alise)
        assert facts_of(learner)["household.has_minor_children"] is True


def test_off_08_one_press_puts_a_fact_into_the_letter_once(client, alise, learner):
    page_of(client, alise, learner)
    with acting(alise.scope):
        need = learner.needs.get()
    for _twice in range(2):
        response = client.post(
            reverse("case_fits_put_in", args=[learner.reference]), {"fact": "SM-059", "need": need.pk}
        )
        assert response.status_code == 302
    with acting(alise.scope):
        assert OfferItem.objects.get().fact_version == Fact.objects.get(code="SM-059").current
    assert said(page_of(client, alise, learner), "SM-059")["is_in"]


def test_vacancies_and_homes_nearby_stand_with_their_needs(client, alise):
    """EMP-01, CAT-06: the newest open ones where the family thinks of living, and one press into the letter."""
    case = case_of(alise)
    need_of(case, alise, "job"), need_of(case, alise, "dwelling")
    thinks_of(case, alise, VALMIERA)
    job = openings.vacancy(alise, "Metinātājs", VALMIERA, pay_from=1500, pay_to=1800)
    far = openings.vacancy(alise, "Pavārs", DAUGAVPILS)
    home = openings.dwelling(alise, "municipal_rent", VALMIERA)
    page = page_of(client, alise, case).content.decode()
    assert "Metinātājs" in page
    assert far.title not in page
    with acting(alise.scope):
        by_topic = {need.topic.code: need for need in case.needs.select_related("topic")}
    url = reverse("case_fits_opening", args=[case.reference])
    for kind, entry, topic in (("vacancy", job, "job"), ("vacancy", job, "job"), ("dwelling", home, "dwelling")):
        sent = {"kind": kind, "entry": entry.pk, "need": by_topic[topic].pk}
        assert client.post(url, sent).status_code == 302
    with acting(alise.scope):
        items = OfferItem.objects.order_by("order").values_list("kind", "section", "until")
        assert list(items) == [("job", "work", job.valid_to), ("finding", "home", home.valid_to)]
        item = OfferItem.objects.get(kind="job")
        assert item.title == {"lv": "Metinātājs", "en": "Metinātājs"}
        assert (item.vacancy, bool(item.ask)) == (job, True), "the letter can go out with it"
        assert OfferItem.objects.get(kind="finding").title["en"] != OfferItem.objects.get(kind="finding").title["lv"]
    assert client.post(url, {**sent, "kind": "castle"}).status_code == 404


def test_off_15_a_package_starts_the_typical_needs_and_the_letter(client, alise):
    case = case_of(alise)
    need_of(case, alise, "job")
    enter(client, alise)
    assert client.post(reverse("case_package", args=[case.reference]), {"package": "specialist"}).status_code == 302
    with acting(alise.scope):
        topics = list(case.needs.values_list("topic__code", flat=True))
        assert sorted(topics) == ["dwelling", "job", "recognition", "residence", "taxes"]
        assert Offer.objects.get(case=case).state == "draft"
    assert client.post(reverse("case_package", args=[case.reference]), {"package": "castle"}).status_code == 404


def test_int_07_each_category_has_its_own_set_of_measures(client, alise):
    enter(client, alise)

    def codes(category):
        page = client.get(reverse("category_measures", args=[category]))
        assert page.status_code == 200
        return {line["fact"].code for _topic, found in page.context["groups"] for line in found}

    abroad, back = codes("emigrant"), codes("already_back")
    assert "SM-001" in abroad & back, "the coordinator helps after the return too (N-65)"
    assert "valkas-nov--dzivoklis-bez-rindas" in back - abroad  # a flat for people who have come back
    assert abroad != back != codes("internal")
    assert client.get(reverse("category_measures", args=["nobody"])).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_facts_and_needs(django_assert_max_num_queries, client, alise, number):
    case = case_of(alise)
    for topic in ("job", "dwelling", "business")[:number]:
        need_of(case, alise, topic)
    enter(client, alise)
    client.get(reverse("case_fits", args=[case.reference]))
    with django_assert_max_num_queries(30):
        client.get(reverse("case_fits", args=[case.reference]))


def test_a_case_without_needs_says_how_to_begin(client, alise):
    page = page_of(client, alise, case_of(alise))
    assert "No open needs yet" in page.content.decode()


def test_the_page_names_what_to_ask_after_the_next_question_and_lets_pick_another(client, alise):
    case = case_of(alise)
    need_of(case, alise, "job")
    page = page_of(client, alise, case)
    best, later = page.context["asked"].code, [one.field.code for one in page.context["later"]]
    assert "Ask this next: the answer may decide" in page.content.decode()
    assert len(later) == 3
    assert best not in later
    picked = page_of(client, alise, case, ask=later[0])
    assert picked.context["asked"].code == later[0]
    assert best in [one.field.code for one in picked.context["later"]]
    assert page_of(client, alise, case, ask="no-such-question").context["asked"].code == best
