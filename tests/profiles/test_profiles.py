"""The same questions for every municipality: versions, what is unanswered or old, who is wanted, the leaflet."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from majup.openings import rents
from majup.profiles import actions, comparison, leaflet, queries
from majup.profiles.actions import Given
from majup.profiles.errors import ProfileRefused
from majup.profiles.models import Answer, Question
from tests.support.openings import dwelling
from tests.support.people import municipality, today
from tests.support.profiles import PLACE, say

pytestmark = pytest.mark.django_db


def question(code: str) -> Question:
    return Question.objects.get(code=code)


def test_mun_01_the_structure_is_fixed_and_has_what_the_study_asks_for():
    blocks = [part.block.code for part in queries.profile_of(municipality(PLACE))]
    assert blocks == [part.block.code for part in queries.profile_of(municipality("0001000"))]
    assert set(blocks) >= {"contact", "support", "housing", "work", "business", "education", "language", "health",
                           "everyday", "community", "information", "policy"}  # fmt: skip
    codes = set(Question.objects.values_list("code", flat=True))
    assert codes >= {"infrastructure", "employers", "kindergarten", "school_places", "activities", "rental_stock"}


def test_t_21_the_questions_of_the_municipal_survey_are_asked():
    codes = set(Question.objects.values_list("code", flat=True))
    assert codes >= {"problem", "plan", "returnee_support", "lacking", "business_support", "diaspora_ties"}


def test_a_changed_answer_is_a_new_version_and_an_unchanged_one_is_confirmed(dace, alise):
    say(dace, about={"lv": "Klusa."})
    say(dace, months_ago=8, about={"lv": "Klusa un zaļa."})
    say(alise, about={"lv": "Klusa un zaļa."})
    newest, former = queries.versions(municipality(PLACE), question("about"))
    assert (newest.text, newest.by, newest.confirmed_by, newest.confirmed_on) == (
        {"lv": "Klusa un zaļa."}, dace, alise, today()
    )  # fmt: skip
    assert (former.text, former.replaced_at is not None) == ({"lv": "Klusa."}, True)


def test_an_emptied_answer_is_taken_away_but_stays_readable(dace):
    say(dace, about={"lv": "Klusa."})
    actions.answer_questions(municipality=municipality(PLACE), given={question("about"): Given()}, by=dace)
    assert not Answer.objects.current().exists()
    assert queries.versions(municipality(PLACE), question("about")).count() == 1


def test_numbers_and_links_are_kept_as_they_are(dace):
    given = {
        question("budget_amount"): Given(number=Decimal(12000)),
        question("plan_link"): Given(link="https://plan.example/"),
    }
    assert actions.answer_questions(municipality=municipality(PLACE), given=given, by=dace) == 2
    assert actions.answer_questions(municipality=municipality(PLACE), given=given, by=dace) == 0


def test_an_unknown_choice_or_an_ended_municipality_is_refused_and_nothing_changes(dace):
    given = {question("about"): Given({"lv": "x"}), question("kindergarten"): Given(choice="perhaps")}
    with pytest.raises(ProfileRefused, match="unknown-choice"):
        actions.answer_questions(municipality=municipality(PLACE), given=given, by=dace)
    assert not Answer.objects.exists()
    with pytest.raises(ProfileRefused, match="municipality-has-ended"):
        say(dace, "0038000", kindergarten="now")


def test_mun_02_completeness_counts_answers_and_old_ones_in_the_same_queries_for_all(dace, django_assert_num_queries):
    say(dace, kindergarten="now", rental_stock="few")
    say(dace, months_ago=7, kindergarten="year")
    places = [municipality(PLACE), municipality("0001000")]
    with django_assert_num_queries(2):
        here, elsewhere = queries.completeness(places)
    assert (here.answered, here.old, here.last_on) == (2, 1, today())
    assert (elsewhere.answered, elsewhere.last_on, elsewhere.total) == (0, None, Question.objects.count())


def test_q_m2_services_grow_old_after_six_months():
    assert {question(c).stale_months for c in ("kindergarten_by_age", "school_support", "rental_stock", "transport",
                                               "family_doctor", "premises")} == {6}  # fmt: skip
    answer = Answer(confirmed_on=date(2026, 3, 31))
    assert not queries.Said(question("transport"), answer, date(2026, 9, 30)).is_old
    assert queries.Said(question("transport"), answer, date(2026, 10, 1)).is_old


def test_mun_06_wanted_people_and_strong_sides_are_found_in_any_language_and_case(dace):
    say(dace, wanted_specialists={"lv": "Medmāsa\nGalds", "en": "Nurse\nTable"}, strong_sides={"lv": "Jūra"})
    (found,) = queries.search("medmāsas", "lv")
    assert (found.municipality.atvk, found.lines) == (PLACE, {"wanted_specialists": ["Medmāsa"]})
    assert queries.search("nurse", "lv")[0].lines == {"wanted_specialists": ["Medmāsa"]}
    assert queries.search("pavārs", "lv") == []
    assert set(queries.search("", "lv")[0].lines) == {"wanted_specialists", "strong_sides"}


def pages(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_mun_05_t_27_the_leaflet_has_the_same_questions_in_the_same_order_in_both_languages(dace):
    say(dace, about={"lv": "Klusa vieta.", "en": "A quiet place."}, kindergarten="now")
    in_latvian, in_english = (leaflet.content(municipality(PLACE), code, today()) for code in ("lv", "en"))
    assert [len(b["questions"]) for b in in_latvian["blocks"]] == [len(b["questions"]) for b in in_english["blocks"]]
    pdf = leaflet.pdf_of([municipality(PLACE)], "en", rents.lines)
    text = pages(pdf)
    assert "A quiet place." in text
    assert "yes, at once" in text
    assert "Net pay" in text or "net pay" in text
    assert b"pdfuaid" in pdf
    assert "Klusa vieta." in pages(leaflet.pdf_of([municipality(PLACE)], "lv", rents.lines))


def test_k_m17_where_nothing_is_entered_the_guide_gives_general_words(dace):
    text = pages(leaflet.pdf_of([municipality("0001000")], "en", rents.lines))
    assert "The State Employment Agency (NVA) shows vacancies." in text
    assert "paps.lv" in text
    assert "budget" not in text.lower()


def lines(found: comparison.Comparison) -> dict[str, comparison.Line]:
    return {line.code: line for line in found.lines}


def test_off_07_k_p2_places_stand_side_by_side_by_the_same_criteria_with_source_and_unknown(dace):
    say(dace, kindergarten="now")
    found = comparison.compare([municipality(PLACE), municipality("0001000")], "en", rents.lines)
    shown = lines(found)
    assert found.places == ("Valmiera county", "Riga")
    assert [cell.text for cell in shown["net_wage"].cells] == ["783", "941"]
    assert (shown["kindergarten"].cells[0].text, shown["kindergarten"].cells[1].is_known) == ("yes, at once", False)
    assert [cell.text for cell in shown["distance"].cells][1] == "0"
    assert 90 < int(shown["distance"].cells[0].text) < 115


def test_off_16_pay_rents_and_what_has_no_source_stand_side_by_side(dace):
    for price in (180, 250, 400):
        dwelling(dace, price=price)
    dwelling(dace, kind="purchase", price=45_000, price_unit="once")
    shown = comparison.compare([municipality(PLACE), municipality("0001000")], "en", rents.lines).lines
    rent = next(line for line in shown if line.code == "rent")
    assert (rent.cells[0].text, rent.cells[0].said) == ("180 to 400, half of them up to 250", "3 homes listed now")
    assert (rent.cells[1].text, rent.cells[1].said) == ("no data", "no home to rent is listed now")
    moved = next(line for line in shown if "→" in line.cells[0].text)
    assert moved.cells[0].text == "718 → 821 (+14 %)"
    assert moved.cells[0].said.startswith("Quarter 1 of 2021 \N{EN DASH} Quarter 3 of 2022; value of: ")
    living = next(line for line in shown if line.code == "living_costs")
    assert {(cell.is_known, cell.said) for cell in living.cells} == {(False, "no reliable source by municipality")}


def test_q_r12_the_twenty_items_carry_base_and_period_and_none_below_the_minimum():
    found = comparison.compare([municipality(PLACE), municipality("0006000")], "en", rents.lines)
    assert len(found.opinions) == 20
    assert all("answers" in line.cells[0].said and "2022" in line.cells[0].said for line in found.opinions)
    safety = next(line for line in found.opinions if line.code == "opinion_safety")
    assert "Latgale" not in safety.cells[1].said


def test_t_14_t_29_figures_of_a_place_include_work_by_branch_and_region_beside_its_own():
    shown = lines(comparison.compare([municipality(PLACE), municipality("0049000")], "en", rents.lines))
    assert "one value for 3 municipalities" in shown["vacancies"].cells[0].said
    assert shown["vacancies"].cells[0].text == shown["vacancies"].cells[1].text
