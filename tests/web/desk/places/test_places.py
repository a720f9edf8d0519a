"""Pages of places as their actors use them: map, profile, form, finder from a case, side by side, leaflet."""

import re

import pytest
from django.urls import reverse

from majup.cases.models import Case
from majup.catalogue.models import Fact
from majup.network.models import Role
from majup.offers.models import Offer
from majup.people.models import Event
from majup.profiles.models import Answer, Block, Criterion, Question
from majup.staff.scope import acting
from tests.support.cases import case_of, need_of
from tests.support.facts import write
from tests.support.matching import thinks_of
from tests.support.offers import complete_offer, make_family_case
from tests.support.openings import dwelling, vacancy
from tests.support.people import municipality, sign_in
from tests.support.profiles import PLACE, say

pytestmark = pytest.mark.django_db


def opened(user, name, *args, query="", language="lv") -> str:
    client = sign_in(user)
    client.cookies["language"] = language
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_mun_09_t_8_the_map_begins_with_a_municipal_figure_and_has_its_table_legend_and_source(alise):
    page = opened(alise, "places")
    assert 'value="net_wage" selected' in page
    assert len(re.findall(r'<a href="/desk/places/\d{7}/" aria-label', page)) == 42
    assert page.count("<tr data-row") == 42
    assert len(re.findall(r'class="fill-seq-\d"', page)) == 5
    assert "Avots:" in page
    assert "url(#no-data)" not in page.split("</svg>", 2)[1]


def test_the_map_shows_missing_and_suppressed_apart_and_says_when_a_value_is_inherited(alise):
    page = opened(alise, "places", query="?figure=new_dwellings")
    assert 'fill="url(#no-data)"' in page
    assert 'fill="url(#suppressed)"' in page
    assert "Tā nav pašas pašvaldības vērtība" not in page
    assert "Tā nav pašas pašvaldības vērtība" in opened(alise, "places", query="?figure=vacancies")


def test_t_1_the_map_by_the_boundaries_of_an_earlier_day_has_the_places_of_that_day(alise):
    page = opened(alise, "places", query="?day=2022-01-01")
    assert page.count("<tr data-row") == 43
    assert "Pēc 2022. gada 1. janvāra robežām" in page
    assert opened(alise, "places", query="?day=nonsense").count("<tr data-row") == 42


def test_the_number_of_queries_of_the_map_does_not_grow_with_the_places(alise, django_assert_max_num_queries):
    client = sign_in(alise)
    client.get(reverse("places"))
    with django_assert_max_num_queries(14):
        client.get(reverse("places"))


def test_mun_01_mun_03_the_profile_shows_answers_and_general_words_where_nothing_is_entered(alise, dace):
    say(dace, kindergarten="now", employers={"lv": "Slimnīca\nPienotava", "en": "Hospital\nDairy"})
    page = opened(alise, "place", PLACE)
    assert "jā, uzreiz" in page
    assert "<li>Pienotava</li>" in page
    housing = Block.objects.get(code="housing")
    assert housing.general["lv"] in page
    assert Block.objects.get(code="education").general["lv"] not in page


def test_mun_03_a_profile_that_says_nothing_says_so_once_and_what_holds_everywhere(alise):
    page = opened(alise, "place", PLACE, language="en")
    assert page.count("The municipality has written nothing") == 1
    assert all(block.general["en"] in page for block in Block.objects.exclude(general={}))
    assert reverse("place_block", args=[PLACE, "housing"]) in page
    assert "Leaflet in Latvian" in page


def test_mun_04_the_profile_exists_in_latvian_and_english(alise, dace):
    say(dace, about={"lv": "Klusa vieta.", "en": "A quiet place."})
    assert "A quiet place." in opened(alise, "place", PLACE, language="en")
    assert "Klusa vieta." in opened(alise, "place", PLACE)


def test_q_m1_q_m6_the_page_says_who_answers_and_who_is_responsible_for_what(alise, dace):
    say(dace, responsible={"lv": "Skola: izglītības pārvalde."}, e_services={"lv": "Sāciet klientu centrā."})
    page = opened(alise, "place", PLACE)
    assert "Skola: izglītības pārvalde." in page
    assert "Sāciet klientu centrā." in page
    assert f"specialist.{PLACE}@" in page


def test_mun_09_figures_stand_with_period_source_and_whose_value_they_are(alise):
    page = opened(alise, "place", "0049000")
    assert "NVA Valmieras filiāle" in page
    assert "viena vērtība 3 pašvaldībām" in page
    assert "2022. gada 30. septembris" in page
    assert "2022-09-30" not in page


def test_t_14_vacancies_stand_by_qualification_and_with_the_branch_they_are_of(alise):
    page = opened(alise, "place", "0005000")
    assert "kvalificēts darbs: 473, vienkāršs darbs: 126" in page


def test_t_15_pay_is_not_the_mean_alone_but_the_chance_of_high_pay(alise):
    page = opened(alise, "place", PLACE)
    assert "783" in page
    assert "no 5,2 līdz 21,1" in page
    assert "jaunās pašvaldības vidējais nav zināms" in page


def test_t_16_t_17_homes_and_school_places_come_from_the_municipality_not_from_floor_area(alise, dace):
    say(dace, rental_stock="few", school_places="some", school_support="yes")
    page = opened(alise, "place", PLACE)
    assert page.index("reti") < page.index("dažās klasēs")
    assert "jā, ir kārtība" in page
    assert "Platība neko nesaka" in opened(alise, "statistics_report")


def test_q_r14_q_m3_the_profile_shows_what_is_open_there_now(alise, dace):
    vacancy(dace, title="Metinātājs")
    dwelling(dace)
    page = opened(alise, "place", PLACE)
    assert "Metinātājs" in page
    assert re.search(r"Mājokļi[^<]* \(1\)|\(1\)", page)
    measure = Fact.objects.offerable().filter(municipalities__atvk=PLACE).order_by("state", "-pk").first()
    assert reverse("fact", args=[measure.pk]) in page
    assert "Metinātājs" not in opened(alise, "place", "0001000")


def test_net_06_an_ended_place_leads_to_its_successor_and_cannot_be_written(alise):
    page = opened(alise, "place", "0038000")
    assert reverse("place", args=["0038001"]) in page
    assert "/edit/" not in page


def fields(**values) -> dict:
    """What the form of the part about work sends; the rest is left as it is."""
    return {f"{code}_{language}": text for code, texts in values.items() for language, text in texts.items()}


def test_mun_02_the_specialist_answers_a_part_and_goes_on_to_the_next(dace):
    client = sign_in(dace)
    url = reverse("place_block", args=[PLACE, "work"])
    sent = client.post(url, fields(wanted_specialists={"lv": "Medmāsa", "en": "Nurse"}))
    assert sent["Location"] == reverse("place_block", args=[PLACE, "business"])
    answer = Answer.objects.get()
    assert (answer.text, answer.by) == ({"lv": "Medmāsa", "en": "Nurse"}, dace)
    assert "Medmāsa" in client.get(url).content.decode()


def test_a_refused_form_says_what_is_wrong_and_loses_nothing(dace):
    client = sign_in(dace)
    sent = client.post(reverse("place_block", args=[PLACE, "policy"]),
                       {"budget_amount": "-5", "plan": "measures", "planned_lv": "Talka"})  # fmt: skip
    assert sent.status_code == 422
    assert "Talka" in sent.content.decode()
    assert not Answer.objects.exists()


def test_another_specialist_or_region_cannot_write(dace, cilda):
    for user, atvk in ((dace, "0001000"), (cilda, PLACE)):
        client = sign_in(user)
        for name in ("place_block", "place_confirm"):
            assert client.post(reverse(name, args=[atvk, "work"])).status_code == 403


def test_k_x4_the_coordinator_writes_for_a_municipality_of_her_region(alise):
    sent = sign_in(alise).post(reverse("place_block", args=[PLACE, "language"]), {"language_courses": "yes"})
    assert sent.status_code == 302
    assert Answer.objects.get().choice == "yes"


def test_q_m2_an_old_answer_is_marked_and_confirmed_with_one_press(dace, alise):
    say(dace, months_ago=8, kindergarten="now")
    assert "1 atbilde ir veca" in opened(alise, "place", PLACE)
    client = sign_in(dace)
    client.post(reverse("place_confirm", args=[PLACE, "education"]))
    assert "ir veca" not in client.get(reverse("place", args=[PLACE])).content.decode()


def test_the_versions_of_an_answer_can_be_read_with_their_author(dace, alise):
    say(dace, about={"lv": "Pirmā."})
    say(dace, about={"lv": "Otrā."})
    page = opened(alise, "place_versions", PLACE, "about")
    assert page.index("Otrā.") < page.index("Pirmā.")
    assert "Dace" in page


def test_the_specialist_finds_her_profile_with_what_is_unanswered(dace, alise):
    page = opened(dace, "own_profile")
    assert f"/desk/places/{PLACE}/edit/housing/" in page
    assert "0 no 4" in page
    assert sign_in(alise).get(reverse("own_profile"))["Location"] == reverse("profiles")


def test_mun_02_the_coordinator_sees_completeness_of_her_region_first(alise, dace):
    say(dace, kindergarten="now")
    page = opened(alise, "profiles")
    assert page.count("<tr data-row") == municipality(PLACE).memberships.get().region.memberships.filter(
        municipality__valid_to=None
    ).values("municipality").distinct().count()  # fmt: skip
    cells = re.findall(r">([^<>]*)</td>", page[page.index("Valmieras novads") :])
    assert cells[:2] == ["1", str(Question.objects.count())]
    assert opened(alise, "profiles", query="?region=all").count("<tr data-row") == 42


def test_mun_06_coordinators_search_whom_municipalities_wish_for(alise, dace):
    say(dace, wanted_specialists={"lv": "Medmāsa", "en": "Nurse"}, strong_sides={"lv": "Klusums"})
    assert "Valmieras novads" in opened(alise, "places_wanted", query="?q=medmāsu")
    assert "Neviena pašvaldība to vēl nesaka" in opened(alise, "places_wanted", query="?q=pavārs")


def test_mun_08_development_plan_budget_and_activities_stand_in_the_profile(dace, gunta):
    sent = sign_in(dace).post(
        reverse("place_block", args=[PLACE, "policy"]),
        {"plan_link": "https://plan.example/", "budget": "separate", "budget_amount": "12 000", "planned_lv": "Diena"},
    )
    assert sent.status_code == 302
    page = opened(gunta, "place", PLACE)
    assert 'href="https://plan.example/"' in page
    assert "jā, atsevišķi" in page
    assert "12\N{NO-BREAK SPACE}000" in page
    assert "Diena" in page


def test_mun_05_anybody_on_the_desk_takes_the_leaflet(alise):
    answer = sign_in(alise).get(reverse("place_leaflet", args=[PLACE, "en"]))
    assert (answer["Content-Type"], answer.content[:4]) == ("application/pdf", b"%PDF")
    assert sign_in(alise).get(reverse("place_leaflet", args=[PLACE, "xx"])).status_code == 404


def test_t_9_the_report_names_source_table_and_what_was_left_out_with_its_reason(alise):
    page = opened(alise, "statistics_report")
    assert "<code>table-13</code>" in page
    assert "Gandrīz droši salīdzināts vecais novads" in page


# Finder and side by side


def test_q_r11_the_finder_shows_why_and_what_is_unknown_and_first_twelve_places(alise):
    page = opened(alise, "place_finder")
    assert page.count('class="panel" id="place-') == 12
    assert "nekas nav zināms; jautājiet tur" in page
    every = re.search(r'href="(\?[^"]*all=1[^"]*)"', page)[1]
    assert opened(alise, "place_finder", query=every.replace("&amp;", "&")).count('id="place-') == 42


def test_t_20_other_weights_bring_other_places_first(alise):
    first = re.compile(r'id="place-(\d+)"')
    by_default = first.search(opened(alise, "place_finder"))[1]
    others = Criterion.objects.exclude(code="previous_residence").values_list("code", flat=True)
    own = "?own_previous_residence=0037000" + "".join(f"&weight_{code}=0" for code in others)
    assert first.search(opened(alise, "place_finder", query=own))[1] == "0037000" != by_default


def test_a_weight_out_of_range_is_refused_and_the_others_stay_typed(alise):
    page = opened(alise, "place_finder", query="?weight_sport=9&weight_safety=4")
    assert 'value="4" selected' in page


def test_q_r10_an_address_that_names_one_weight_shows_the_others_as_they_count(alise):
    page = opened(alise, "place_finder", query="?weight_sport=1")
    shown = dict(re.findall(r'<select name="weight_(\w+)".*?value="(\d)" selected', page))
    counted = dict(Criterion.objects.exclude(code="sport").values_list("code", "importance"))
    assert {code: int(value) for code, value in shown.items()} == {**counted, "sport": 1}


def test_q_r10_what_the_family_weighs_is_kept_with_its_case(alise):
    case = case_of(alise)
    need_of(case, alise, topic="job")
    client, url = sign_in(alise), reverse("case_finder", args=[case.reference])
    page = client.get(url).content.decode()
    assert re.search(r'value="has_school_child"[^>]* checked', page)
    assert re.search(r'value="seeks_work"[^>]* checked', page)
    sent = client.post(url, {"facts": ["seeks_work"], "weight_sport": "5", "own_previous_residence": PLACE})
    assert sent["Location"] == f"{url}#places"
    with acting(alise.scope):
        kept = Case.objects.get(pk=case.pk)
        assert kept.place_weights["importances"] == {"sport": 5}
        assert kept.place_weights["own"] == {"previous_residence": PLACE}
        assert Event.objects.filter(household=case.household, kind="case.places_weighed").count() == 1
    client.post(url, {"facts": ["seeks_work"], "weight_sport": "5", "own_previous_residence": PLACE})
    with acting(alise.scope):
        assert Event.objects.filter(household=case.household, kind="case.places_weighed").count() == 1
    assert not re.search(r'value="has_school_child"[^>]* checked', client.get(url).content.decode())


def test_q_r9_the_page_sets_apart_what_lacks_a_must_with_the_reason_and_says_what_to_ask(alise, dace):
    say(dace, kindergarten="longer")
    say(dace, "0053000", kindergarten="year")
    page = opened(alise, "place_finder", query="?must=kindergarten_place&all=1")
    apart = page[page.index(f'id="out-{PLACE}"') :]
    assert "pašvaldība saka" in apart[: apart.index("</li>")]
    assert f'id="place-{PLACE}"' not in page
    assert "Nav zināms: jautājiet" in page[page.index('id="place-0053000"') :]
    refused = opened(alise, "place_finder", query="?must=family_proximity")
    assert "Izvēlieties vietu" in refused
    assert 'id="out-' not in refused


def test_q_r9_a_must_is_kept_with_the_case(alise):
    case = case_of(alise)
    client, url = sign_in(alise), reverse("case_finder", args=[case.reference])
    client.post(url, {"must": ["housing"]})
    assert re.search(r'name="must" value="housing"[^>]* checked', client.get(url).content.decode())


def test_prv_01_another_region_neither_sees_nor_keeps_the_weights_of_a_case(alise, cilda):
    case = case_of(alise)
    client = sign_in(cilda)
    assert client.get(reverse("case_finder", args=[case.reference])).status_code == 404
    assert client.get(reverse("places_compare") + f"?case={case.reference}").status_code == 404
    assert client.post(reverse("case_compare", args=[case.reference]), {"place": [PLACE]}).status_code == 404


def test_k_p2_two_places_are_compared_and_one_or_five_are_not(alise):
    assert "Distance" not in opened(alise, "places_compare", query=f"?place={PLACE}")
    page = opened(alise, "places_compare", query=f"?place={PLACE}&place=0001000")
    assert page.count('scope="col"') == 6
    five = "".join(f"&place={atvk}" for atvk in ("0001000", "0002000", "0003000", "0004000", "0005000"))
    assert "ne vairāk kā četras" in opened(alise, "places_compare", query=f"?{five[1:]}")


def test_off_07_off_16_the_comparison_goes_into_the_letter_frozen_as_page_and_pdf(alise, dace):
    from majup.offers import actions
    from majup.openings import actions as openings

    case = make_family_case(alise)
    home = dwelling(dace, price=230)
    offer = complete_offer(case, alise)
    client = sign_in(alise)
    sent = client.post(reverse("case_compare", args=[case.reference]), {"place": [PLACE, "0001000"]})
    assert sent["Location"] == reverse("offer_compose", args=[offer.pk])
    assert "Vietas blakus" in client.get(reverse("offer_compose", args=[offer.pk])).content.decode()
    with acting(alise.scope):
        version = actions.send(offer=Offer.objects.get(pk=offer.pk), by=alise, key="compared")
        frozen = version.document["lv"]["compared"]
    assert [cell["text"] for cell in frozen["rows"][0]["cells"]] == ["783", "941"]
    assert [row["cells"][0]["text"] for row in frozen["rows"] if "Īre" in row["label"]] == ["230"]
    with acting(dace.scope):
        openings.end(entry=home, by=dace)
    say(dace, kindergarten="now")
    page = client.get(reverse("offer", args=[offer.pk])).content.decode()
    assert "Vidējā neto darba samaksa" in page
    assert "jā, uzreiz" not in page
    family = client.get(reverse("family_offer", args=[version.secret])).content.decode()
    assert "Vietas blakus" in family
    # What nobody said does not look like an answer.
    assert '<p class="quiet small">Nav atbildes (nevienā no šīm vietām): ' in family
    assert "<b>nav atbildes</b>" not in family
    pdf = client.get(reverse("offer_version_pdf", args=[offer.pk, 1]))
    assert pdf.status_code == 200


def test_off_07_the_comparison_can_be_taken_out_and_one_place_is_refused(alise):
    offer = complete_offer(make_family_case(alise), alise)
    client, url = sign_in(alise), reverse("offer_places", args=[offer.pk])
    client.post(url, {"place": [PLACE, "0001000"]})
    client.post(url, {"place": [PLACE]})
    with acting(alise.scope):
        assert Offer.objects.get(pk=offer.pk).compared == [PLACE, "0001000"]
    client.post(url)
    with acting(alise.scope):
        assert Offer.objects.get(pk=offer.pk).compared == []


def test_t_2_a_figure_of_a_period_by_the_boundaries_of_a_day_names_what_cannot_be_carried_over(alise):
    page = opened(alise, "places", query="?figure=net_wage&period=2022&day=2025-06-30", language="en")
    assert page.count("<tr data-row") == 43
    assert "Lowest and highest of the merged places" not in page
    today = opened(alise, "places", query="?figure=net_wage&period=2022", language="en")
    told = today.split('id="limits"')[1].split("</section>")[0]
    assert "<b>Madona county.</b> Lowest and highest of the merged places (Madona county, Varakļāni county)" in told
    assert 'value="2022" selected' in today
    assert 'value="1999"' not in opened(alise, "places", query="?period=1999")


def test_spe_06_professions_that_municipalities_lack_stand_apart_by_field(alise, dace):
    details = {"field": "health", "professions": "Ģimenes ārsts", "tenancy_years": 3}
    write(Role.objects.get(pk=min(dace.scope.roles)), dace, kind="specialist_support", details=details)
    page = opened(alise, "places_wanted", language="en")
    told = page.split('id="lacking"')[1]
    assert [heading in told for heading in ("In health care", "In education")] == [True, False]
    assert told.index("Valmiera county") < told.index("Ģimenes ārsts")


def test_mun_01_a_place_says_how_many_facts_of_region_and_state_hold_there_too(alise):
    place = municipality(PLACE)
    wider = Fact.objects.offerable().in_municipality(place).exclude(municipalities=place).count()
    page = opened(alise, "place", PLACE, language="en")
    assert f"{wider} more of the region or the state hold here" in page
    assert f'href="/facts/?place=m-{place.pk}"' in page


@pytest.mark.parametrize("name", ["gaps", "directory_region", "municipalities", "profiles", "places_compare"])
def test_lng_01_a_reader_of_english_sees_places_by_their_english_names(alise, name):
    need_of(case := case_of(alise), alise, "school")
    thinks_of(case, alise, PLACE)
    args = ["vidzeme"] if name == "directory_region" else []
    page = opened(alise, name, *args, language="en")
    assert "Valmiera county" in page
    assert "Valmieras novads" not in page
    assert "Valmieras novads" in opened(alise, name, *args)
