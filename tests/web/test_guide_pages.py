"""Guides as step lists, the checklist before the return and the first months in figures: public, nothing kept."""

import json
import re

import pytest
from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from majup.cases.models import StepTemplate
from majup.guides.models import ReviewedText
from majup.matching.guide import Household, library, own_plan, traits_of
from majup.matching.self_check import Said, known_of
from majup.people.models import Household as Family
from majup.web.steps.words import household_of

pytestmark = pytest.mark.django_db
LANGUAGES = ("lv", "en")


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def guide(client, code, query="", language="en"):
    return client.get(f"/{language}{reverse('guide', args=[code])}{query}")


def codes(page):
    return [step.code for _name, steps in page.context["phases"] for step in steps]


def test_faq_04_guides_for_leaving_and_arriving_are_step_lists_to_tick_print_and_keep_without_account(client):
    for code in ("where-you-live-now", "arriving"):
        page = guide(client, code)
        html = page.content.decode()
        assert len(codes(page)) > 10
        assert html.count("data-tick=") == len(codes(page))
        assert "Residence Declaration Law" in text_of(page)
        paper = client.get(page.context["pdf"])
        assert paper["Content-Type"] == "application/pdf"
        assert paper.content.startswith(b"%PDF")
    assert set(client.cookies) <= {"language"}
    assert Family.objects.count() == 0


def test_faq_04_every_guide_says_what_why_how_long_where_and_who_answers_for_it_in_both_languages(client):
    listed = client.get("/en" + reverse("guides")).context["guides"]
    assert len(listed) == 10
    for text in listed:
        for language in LANGUAGES:
            page = guide(client, text.code, language=language)
            assert page.status_code == 200
            assert page.context["page_owner"]
            for _name, steps in page.context["phases"]:
                assert all(step.text and step.why for step in steps), text.code


def test_faq_04_a_guide_is_a_reviewed_text_that_grows_old_in_sight(client):
    text = ReviewedText.objects.get(code="taxes")
    assert text.review_on > text.checked_on
    assert text.role.institution.code == "vid"
    ReviewedText.objects.filter(pk=text.pk).update(
        state="archived", archived_at=timezone.now(), archive_reason={"en": "Taxes change in January."}
    )
    assert "taxes" not in {one.code for one in client.get(reverse("guides")).context["guides"]}
    assert "Taxes change in January." in text_of(guide(client, "taxes"))
    assert guide(client, "no-such-guide").status_code == 404


def test_fup_05_the_list_of_a_case_and_the_guides_are_one_source():
    rows = json.loads((settings.COUNTRY_PACK / "steps.json").read_text())
    milestones = {row["code"]: row["text"] for row in rows if not row["detail"]}
    assert dict(StepTemplate.objects.values_list("code", "text")) == milestones
    assert {code: step.text for code, step in library().steps.items() if not step.is_detail} == milestones


def test_faq_04_only_if_steps_come_and_go_with_what_the_household_says(client):
    plain = guide(client, "where-you-live-now")
    maybe = {step.code for _name, steps in plain.context["phases"] for step in steps if step.only_if}
    assert {"apply_school", "remote_a1", "foreign_pension"} <= maybe
    asked = "&".join(f"asked={trait.code}" for trait, _ticked in plain.context["traits"])
    mine = guide(client, "where-you-live-now", f"?for=me&{asked}&has=remote")
    assert "remote_a1" in codes(mine)
    assert not {"apply_school", "foreign_pension"} & set(codes(mine))
    assert mine.context["left_out"]
    assert not any(step.only_if for _name, steps in mine.context["phases"] for step in steps)


def test_k_m17_a_guide_is_put_together_from_the_answers_of_the_self_check():
    said = Said("own-business").answering("household.child_ages", ["9"]).answering("person.return_status", "planning")
    household = traits_of(known_of(said), ["business"], timezone.localdate())
    assert {"business", "school"} <= household.has
    assert {"kindergarten", "back"} <= household.has_not
    found = {step.code for phase in own_plan(household).phases for step, _fit in phase.steps}
    assert {"apply_school", "business_register", "declare_home"} <= found
    assert "apply_kindergarten" not in found


def test_k_m17_whoever_is_back_has_nothing_left_to_do_before_leaving(client):
    page = client.get(f"/en{reverse('guide_mine')}?has=back")
    assert [name for name, _steps in page.context["phases"]] == ["On arrival", "In the first months"]


def test_irm_04_who_moves_inside_the_country_is_not_told_what_only_people_from_abroad_need(client):
    page = guide(client, "inside-the-country")
    assert "declare_home" in codes(page)
    own = client.get(f"{reverse('guide_mine')}?has=internal")
    assert not {"tell_foreign_address", "tax_residence", "forms_u1_u2"} & set(codes(own))


def test_b_17_two_phases_formalities_abroad_before_leaving_and_here_after_arrival(client):
    abroad, here = guide(client, "where-you-live-now"), guide(client, "arriving")
    assert [name for name, _steps in abroad.context["phases"]] == ["Before leaving"]
    assert [name for name, _steps in here.context["phases"]] == ["On arrival", "In the first months"]
    assert {"host_register", "host_contracts"} <= set(codes(abroad))


def test_b_11_one_additional_address_stands_before_the_application_to_school(client):
    found = codes(guide(client, "kindergarten-and-school"))
    assert found.index("additional_address") < found.index("apply_school")
    assert "equals a declared one" in text_of(guide(client, "kindergarten-and-school"))


def test_b_18_remote_work_across_borders_and_social_security_are_told(client):
    assert "A1" in text_of(guide(client, "taxes"))
    assert "U1" in text_of(guide(client, "arriving"))


def test_q_r2_cat_17_health_care_has_a_guide_with_registration_availability_and_distance(client):
    page = guide(client, "health-care")
    assert {"health_register", "health_distance", "health_group"} <= set(codes(page))
    assert "whether new patients are taken" in text_of(page)


def test_q_r2_what_nobody_has_confirmed_is_said_to_be_so_and_not_printed(client):
    """G-13: health care of uninsured people since July 2026."""
    said = text_of(guide(client, "health-care"))
    assert "We have not confirmed yet what holds now" in said
    assert "5 %" not in said


def test_q_r3_the_tax_guide_names_one_accountable_source_and_dates_its_rates(client):
    page = guide(client, "taxes")
    said = text_of(page)
    assert "The State Revenue Service is accountable for taxes" in said
    assert "25.5 %" in said
    assert "Read on 1 February 2026" in said
    assert {"tax_case", "business_tax_regime", "tax_residence"} <= set(codes(page))


def test_q_r3_amounts_of_a_year_leave_the_guide_when_the_year_is_over(client):
    assert "the tax-free minimum is €550" in text_of(guide(client, "taxes"))
    law = next(law for law in library().steps["tax_rates"].laws if "550" in law.text["en"])
    assert not law.holds(law.valid_to.replace(year=law.valid_to.year + 1))


def test_spe_03_regulated_professions_have_a_path_of_their_own_with_institution_and_contact(client):
    page = guide(client, "qualifications")
    assert {"recognition_apply", "recognition_diploma"} <= set(codes(page))
    assert "one and a half" in text_of(page)
    assert page.context["contacts"][0].code == "aic"
    assert page.context["contacts"][0].website
    without = guide(client, "qualifications", "?for=me&asked=regulated")
    assert "recognition_apply" not in codes(without)


def test_gra_10_q_r15_first_steps_in_business_from_idea_to_register_taxes_and_whom_to_ask(client):
    page = guide(client, "business")
    found = codes(page)
    wanted = [
        "business_market",
        "business_preincubation",
        "business_precheck",
        "business_register",
        "business_incubator",
    ]
    assert [code for code in found if code in wanted] == wanted
    assert {"liaa", "ur", "vid", "altum", "vsaa"} <= {contact.code for contact in page.context["contacts"]}
    assert not any(step.only_if for _name, steps in page.context["phases"] for step in steps)
    assert reverse("self_check_place", args=["own-business"]) in page.content.decode()


def test_gra_09_instruments_stand_side_by_side_with_sum_own_share_and_for_whom(client):
    page = client.get("/en" + reverse("guide_money"))
    told, others = page.context["lines"], page.context["others"]
    assert (told[0].audience, any(line.amounts or line.conditions for line in others)) == ("For returnees alone", False)
    by_code = {line.fact.code: line for line in (*told, *others)}
    assert {"SM-042", "SM-045", "SM-035", "today-business-valmiera", "today-business-daugavpils"} <= set(by_code)
    assert ("Own share, at least, %", "50") in by_code["today-business-valmiera"].amounts
    assert by_code["today-business-daugavpils"].audience == "Returnees come first"
    assert "today-business-balvi" not in by_code  # its call is over
    local = client.get(f"{reverse('guide_money')}?place=0034000").context
    assert "kekavas-nov--iedvesma" in {line.fact.code for line in (*local["lines"], *local["others"])}


def test_k_p7_k_p8_k_p11_children_language_and_young_people_have_their_guides(client):
    assert {"school_help", "camps", "child_latvian"} <= set(codes(guide(client, "kindergarten-and-school")))
    assert {"language_course", "language_work"} <= set(codes(guide(client, "partner-and-language")))
    assert {"youth_practice", "youth_summer"} <= set(codes(guide(client, "young-people")))


def test_q_r19_every_step_with_an_institution_has_a_way_without_internet():
    for step in library().steps.values():
        if step.where:
            assert step.other_way.get("lv") or step.code in {"school_talk", "business_bank"}, step.code


def ready(client, query):
    return client.get(f"/en{reverse('guide_ready')}?{query}")


def test_q_r4_each_no_becomes_open_tasks_and_nothing_is_asked_twice(client):
    page = ready(client, "address=no&home=yes&work=no&information=yes")
    assert [row["code"] for row, _steps in page.context["to_do"]] == ["address", "work"]
    assert {step.code for step in page.context["to_do"][0][1]} >= {"additional_address", "declare_home"}
    assert "69 % of those who returned" in text_of(page)
    assert page.content.decode().count("checked") >= 4
    assert "to_do" not in ready(client, "").context
    assert ready(client, "address=perhaps").status_code == 422


def test_q_r5_a_kept_address_warns_about_the_grant_and_says_what_it_eases(client):
    said = text_of(ready(client, "address=yes"))
    assert "may stand in the way of a business grant" in said
    assert "driving licence" in said
    assert "may stand in the way" not in text_of(ready(client, "address=no"))


def test_q_r6_changing_the_municipality_warns_about_the_private_kindergarten_and_benefits(client):
    said = text_of(ready(client, "check=private_kindergarten&check=several_addresses"))
    assert "the share paid for a private kindergarten may be lost" in said
    assert "only when the whole family is declared at one address" in said


def test_nee_14_the_first_months_are_worked_out_and_kept_nowhere(client):
    figures = {
        "months": "4", "rent": "400", "deposit": "400", "utilities": "150", "savings": "1 500", "income": "900",
        "income_from": "3",
    }  # fmt: skip
    page = client.post("/en" + reverse("guide_first_months"), figures)
    budget = page.context["budget"]
    assert [month.left for month in budget.months] == [550, 0, 350, 700]
    assert (budget.costs, budget.income, budget.runs_out) == (2600, 1800, None)
    assert "Food, transport, clothes a month" in budget.not_counted
    short = client.post("/en" + reverse("guide_first_months"), {**figures, "income_from": ""})
    assert (short.context["budget"].runs_out, short.context["budget"].missing) == (3, 1100)
    assert "no-store" in page["Cache-Control"]
    assert set(client.cookies) <= {"language"}


def test_nee_14_without_any_cost_nobody_is_told_that_the_money_is_enough(client):
    page = client.post("/en" + reverse("guide_first_months"), {"months": "6", "savings": "1000"})
    assert "No cost is entered yet" in page.text
    assert "the money is enough" not in page.text
    assert "<td>" not in page.text


def test_nee_14_what_cannot_be_a_sum_is_refused_and_stands_as_it_was_written(client):
    page = client.post("/en" + reverse("guide_first_months"), {"months": "0", "rent": "a lot"})
    assert page.status_code == 422
    assert 'value="a lot"' in page.content.decode()
    assert page.context["budget"] is None


def test_k_m17_traits_that_nobody_knows_are_left_aside():
    assert household_of(QueryDict("has=school&has=nonsense&not=school")) == Household(frozenset({"school"}))
