"""Paths of support that a coordinator walks with a family: steps, vacancies that suit, conflicts before applying."""

from datetime import date

import pytest
from django.urls import reverse

from majup.network.models import Topic
from majup.people.models import Skill
from majup.places.models import Area, Municipality
from majup.questions.models import Question
from majup.staff.scope import acting
from tests.support import openings
from tests.support.cases import case_of, need_of
from tests.support.matching import agrees, enter, thinks_of, valid
from tests.support.questions import institution, link_in, mails, specialist

pytestmark = pytest.mark.django_db
VALMIERA, DAUGAVPILS = "0054000", "0002000"


def read(client, who, name, case):
    enter(client, who)
    answer = client.get(reverse(name, args=[case.reference]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_b_17_the_checklist_has_formalities_before_leaving_and_after_arrival(client, alise):
    page = read(client, alise, "case_steps", case_of(alise))
    before, after = page.index("Before leaving</h2>"), page.index("On arrival</h2>")
    assert before < page.index("Tell PMLP your address abroad") < after
    assert after < page.index("Declare your home within a month")


def test_q_r5_who_wants_a_grant_is_warned_of_a_kept_address_and_told_what_it_eases(client, alise):
    case = case_of(alise)
    assert "declared address in Latvia" not in read(client, alise, "case_steps", case)
    need_of(case, alise, "business")
    assert "check before applying what the call says about a declared address in Latvia" in read(
        client, alise, "case_steps", case
    )
    with acting(alise.scope):
        why = case.steps.get(code="grant_address").why["en"]
    for told in ("may stand in the way of a business grant", "register a child at school", "driving licence", "vote"):
        assert told in why


def test_q_r6_who_changes_the_municipality_hears_of_co_funding_and_of_one_address_for_all(client, alise):
    case = case_of(alise)
    need_of(case, alise, "kindergarten")
    assert "If you change the municipality, first ask both" in read(client, alise, "case_steps", case)
    with acting(alise.scope):
        why = case.steps.get(code="check_municipal_change").why["en"]
    assert "may be lost" in why
    assert "only when the whole family is declared at one address" in why


def test_b_18_social_security_and_remote_work_across_borders_are_topics_with_their_steps(client, alise):
    assert "A1" in Topic.objects.get(code="remote_work").name["en"]
    assert "U1" in Topic.objects.get(code="benefits").hint["en"]
    case = case_of(alise)
    need_of(case, alise, "remote_work"), need_of(case, alise, "benefits")
    page = read(client, alise, "case_steps", case)
    assert "ask VSAA about the A1 certificate" in page
    assert "Ask for form U1 if you worked in the EU" in page


def test_q_c7_vacancies_of_an_adults_occupation_or_skill_come_first_and_employers_can_be_asked(client, alise):
    case = case_of(alise)
    need_of(case, alise, "job")
    thinks_of(case, alise, VALMIERA)
    with acting(alise.scope):
        Skill.objects.create(person=case.household.members.get(given_name="Juris"), name="Metinātājs")
    nurse = openings.vacancy(alise, "Medmāsa", VALMIERA, posted_on=openings.in_days(-20))
    welder = openings.vacancy(alise, "Metinātājs", VALMIERA, posted_on=openings.in_days(-19))
    for number in range(5):
        openings.vacancy(alise, f"Pavārs {number}", VALMIERA, posted_on=openings.in_days(-number))
    openings.employer(alise, "SIA Kokapstrāde", contact="Personāla daļa", phone="+37160000000")
    openings.employer(alise, "SIA Tālu", atvk=DAUGAVPILS)
    page = read(client, alise, "case_fits", case)
    shown = [page.index(f'"{reverse("job", args=[one.pk])}"') for one in (welder, nurse)]
    assert shown == sorted(shown)
    assert shown[1] < page.index("Pavārs 0")
    assert ("Pavārs 2" in page, "Pavārs 3" in page) == (True, False)
    assert "Employer to ask directly" in page
    assert "Personāla daļa · +37160000000 · birojs@koks.example" in page
    assert "SIA Tālu" not in page


def test_q_p3_a_conflict_with_a_business_programme_is_shown_before_applying(client, alise):
    case = case_of(alise)
    need_of(case, alise, "business")
    valid("today-business-valmiera", alise, specialist())
    thinks_of(case, alise, VALMIERA)
    address = reverse("case_fits_answer", args=[case.reference])
    enter(client, alise)
    for field, value in (("project.eligible_cost", "20000"), ("project.own_money", "5000")):
        assert client.post(address, {"field": field, "value": value}).status_code == 302
    page = client.get(reverse("case_fits", args=[case.reference]))
    refused = {line["fact"].code: line for line in page.context["lines"][0]["refused"]}
    reasons = [reason["label"] for reason in refused["today-business-valmiera"]["reasons"]]
    assert reasons == ["Own investment against eligible costs"]


def test_b_63_a_family_goes_to_the_employment_agency_with_the_reason_and_no_other_addressee_gets_it(client, alise):
    case = case_of(alise)
    need = need_of(case, alise, "job")
    enter(client, alise)
    url = f"/desk/cases/{case.reference}/ask/"
    agency, prefix = institution("nva"), f"need-{need.pk}-"
    page = client.get(url, {"need": need.pk})
    form = page.context["forms"][0]
    names = [str(name) for _code, name in form.fields["referral"].choices]
    assert names == ["—", "Adapting or adding skills", "Equating a qualification from abroad",
                     "Finding work in Latvia", "Formalities after the return"]  # fmt: skip
    other = next(role for role in form.proposal.roles if role.institution_id != agency.institution_id)
    sent = {
        "need": need.pk, f"{prefix}first": [], f"{prefix}others": [agency.pk, other.pk], f"{prefix}text": "Which work?",
        f"{prefix}referral": "qualification", "due_on": openings.in_days(9).isoformat(), "form_key": "k1",
        "step": "send",
    }  # fmt: skip
    chosen = {role.pk for role in form.proposal.first} & {agency.pk, other.pk}
    sent[f"{prefix}first"] = sorted(chosen)
    sent[f"{prefix}others"] = sorted({agency.pk, other.pk} - chosen)
    assert client.post(url, sent).status_code == 302
    with acting(alise.scope):
        told = {question.role_id: question.referral for question in Question.objects.filter(case=case)}
        asked = Question.objects.get(case=case, referral="qualification")
    assert sorted(told.values()) == ["", "qualification"]
    assert "Equating a qualification from abroad" in client.get(f"/desk/questions/{asked.pk}/").content.decode()
    letters = [mail for mail in mails() if mail.to_address == asked.role.mailbox]
    client.logout()
    client.cookies["language"] = "en"
    assert "Equating a qualification from abroad" in client.get(link_in(letters[-1])).content.decode()


def test_k_e2_the_place_has_two_sides_vacancies_and_specialists_who_agreed(client, alise):
    open_, _silent = case_of(alise), case_of(alise)
    agrees(open_, alise)
    job = openings.vacancy(alise, "Medmāsa", VALMIERA)
    enter(client, alise)
    assert job in client.get("/jobs/?q=medmāsa").context["page"].rows
    found = client.get(reverse("specialists"), {"occupation": "medmāsa"}).context["found"]
    assert [person.household_id for person in found] == [open_.household_id]


def test_b_60_places_of_before_2021_lead_to_todays_and_each_has_a_branch_of_the_agency_with_its_days(client, alise):
    enter(client, alise)
    for former, today in (("Skrunda", "0033000"), ("Kandava", "0052000"), ("Mazsalacas novads", VALMIERA)):
        rows = client.get(reverse("municipalities"), {"q": former}).content.decode()
        assert Municipality.objects.get(atvk=today).name_en in rows, former
    branches = Area.objects.filter(kind="agency_branch")
    without = Municipality.objects.in_force().exclude(area_members__area__in=branches)
    assert list(without) == []
    since = branches.get(code="valmieras").members.get(municipality__atvk=VALMIERA).valid_from
    assert since == date(2021, 7, 1)
