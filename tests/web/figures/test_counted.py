"""OUT-02 to OUT-06, OUT-11, OUT-12, DIA-07, K-C1 to K-C3, K-M18, K-V1, B-33, B-34, B-75, N-13: pages of figures."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from majup.cases.models import Case
from majup.reports import counts
from majup.reports.models import DayCount
from majup.staff.scope import acting
from tests.support import counted
from tests.support.people import municipality, sign_in

pytestmark = pytest.mark.django_db
YEAR = {"start": "2019-01-01", "end": "2019-12-31"}


@pytest.fixture
def year(alise, cilda):
    """Vidzeme: one family of three, asked, offered, intending and returned; Latgale: one that came by itself."""
    case = counted.family(alise, members=3, opened=date(2019, 2, 1))
    counted.enquiry(alise, date(2019, 1, 20), country="DE")
    counted.contact(alise, case, date(2019, 2, 3))
    counted.version(alise, case, date(2019, 3, 1), 3)
    counted.intends(alise, case, date(2019, 4, 1), 3)
    counted.came_back(alise, case, date(2019, 8, 1), 2, 1, municipality=municipality("0054000"))
    counted.came_back(cilda, counted.family(cilda, "latgale"), date(2019, 9, 1), 2, alone=True)
    counts.recount_waiting()
    return case


def page(user, name="figures", *arguments, **query):
    answer = sign_in(user).get(reverse(name, args=arguments), query or YEAR)
    assert answer.status_code == 200
    return answer.content.decode()


def line(html, name):
    """Cells of the first row that begins with `name`."""
    row = re.search(rf'<tr data-row><th[^>]*>\s*<a href="[^"]*">{name}</a></th>(.*?)</tr>', html, re.DOTALL)[1]
    cells = re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)
    return [re.sub(r"<span.*?</span>|<[^>]+>", "", cell) for cell in cells]


def test_out_02_the_ministry_sees_families_people_and_offers_of_each_region_and_in_all(gunta, year):
    html = page(gunta)
    assert line(html, "Nosūtītie individuālie piedāvājumi") == ["0", "0", "1", "0", "0", "1", "0", "+1"]
    assert line(html, "Ģimenes, kas atgriezušās ar atbalstu pirms pārcelšanās")[2] == "1"
    assert line(html, "Cilvēki, kas atgriezušies ar atbalstu pirms pārcelšanās")[5] == "3"


def test_n_13_returned_alone_stands_in_a_line_of_its_own(gunta, year):
    html = page(gunta)
    assert line(html, "Cilvēki, kas atgriezušies paši") == ["0", "2", "0", "0", "0", "2", "0", "+2"]


def test_k_c1_contacted_offered_intending_and_returned_are_states_apart(gunta, year):
    html = page(gunta)
    names = ("Sazinājušās ģimenes", "Nosūtītie individuālie piedāvājumi", "Ģimenes, kas nodomājušas atgriezties")
    assert [line(html, name)[2] for name in names] == ["1", "1", "1"]


def test_k_c3_offers_and_people_covered_never_share_a_column(gunta, year):
    html = page(gunta)
    assert line(html, "Nosūtītie individuālie piedāvājumi")[5] == "1"
    assert line(html, "Cilvēki, kurus aptver piedāvājumi")[5] == "3"


def test_out_05_any_days_a_quarter_and_a_part_of_the_first_year_are_named_as_what_they_are(gunta, year):
    html = page(gunta, start="2018-03-01", end="2018-12-31")
    assert "2018. gada 1. marts" in html
    assert "2018. gada 31. decembris" in html
    assert "Daļa no gada" in html
    quarter = page(gunta, period="2019-Q3")
    assert "2019. gada 3. ceturksnis" in quarter
    assert line(quarter, "Cilvēki, kas atgriezušies ar atbalstu pirms pārcelšanās")[5] == "3"
    assert "Daļa no gada" not in page(gunta)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"start": "2019-12-31", "end": "2019-01-01"}, "Periods beidzas, pirms tas sākas."),
        ({"start": "0001-01-01", "end": "9999-12-31"}, "Izvēlieties dienas no 1900. līdz 2100. gadam."),
        ({"start": "x", "end": ""}, "start"),
        ({"period": "2019-Q9"}, "Tādas dienas, mēneša, ceturkšņa vai pusgada nav."),
        ({"period": "someday"}, "Tas nav periods."),
        ({"period": "2019..2018"}, "Periods beidzas, pirms tas sākas."),
        ({"period": "2019..2019-Q1"}, "Perioda abas daļas pārklājas."),
        ({"period": "2099"}, "Šī diena vēl nav pienākusi."),
        ({"start": "2099-01-01", "end": "2099-12-31"}, "Šī diena vēl nav pienākusi."),
    ],
)
@pytest.mark.parametrize("name", ["figures", "figures_file", "figure"])
def test_out_05_a_bad_period_is_refused_by_its_name(gunta, name, query, words):
    arguments = {"figures_file": ["csv"], "figure": ["contacts"]}.get(name, [])
    answer = sign_in(gunta).get(reverse(name, args=arguments), query)
    assert answer.status_code == 422
    assert words in answer.content.decode()


@pytest.mark.parametrize("name", ["figures", "figures_file"])
def test_out_06_figures_that_do_not_add_up_are_not_shown(gunta, year, name):
    DayCount.objects.filter(by="", measure="people_returned").update(count=7)
    answer = sign_in(gunta).get(reverse(name, args=["xlsx"] if name == "figures_file" else []), YEAR)
    html = answer.content.decode()
    assert "reģionos kopā 7, kopskaits 3" in html
    assert "Cilvēki, kurus aptver piedāvājumi" not in html


def test_out_03_intentions_are_given_for_the_year_and_since_the_start_of_the_programme(gunta, alise, year):
    counted.intends(alise, counted.family(alise), date(2018, 5, 1), 4)
    counts.recount_waiting()
    html = page(gunta, "figure", "intentions_people")
    assert line(html, "Cilvēki, kas nodomājuši atgriezties")[5] == "3"
    foot = re.search(r"<tfoot>(.*?)</tfoot>", html, re.DOTALL)[1]
    assert "2018. gada 1. marts" in foot
    assert re.findall(r"<td[^>]*>(\d+)</td>", foot) == ["0", "0", "7", "0", "0", "7"]


def test_out_04_the_places_chosen_by_those_returned_are_ranked(gunta, year):
    html = page(gunta, "figure", "people_returned", region="vidzeme", **YEAR)
    section = html.split('id="by-municipality"')[1].split("</section>")[0]
    assert re.search(r"<th[^>]*>[^<]+</th><td[^>]*>3</td><td[^>]*>100\xa0%</td>", section)


def test_k_m18_returned_people_are_counted_by_municipality_and_nobody_is_named(gunta, alise, year):
    counted.came_back(alise, counted.family(alise), date(2019, 10, 1), 1, municipality=municipality("0026000"))
    counts.recount_waiting()
    html = page(gunta, "figure", "people_returned", region="vidzeme", **YEAR)
    section = html.split('id="by-municipality"')[1].split("</section>")[0]
    rows = re.findall(r"<th[^>]*>([^<]+)</th><td[^>]*>(\d+)</td>", section)
    assert rows == [("Valmieras novads", "3"), ("Cēsu novads", "1")]
    with acting(alise.scope):
        words = {word for one in Case.objects.all() for word in (one.title, one.reference)}
    assert len(words) == 4
    assert not [word for word in words if word in html]


def test_out_11_groups_stand_with_their_rule_and_say_that_they_overlap(gunta, year):
    html = page(gunta, "figure", "families_returned")
    assert "Ģimenes ar bērniem" in html
    assert "to summa nav kopskaits" in html
    assert "mājsaimniecībā ir bērns" in html


def test_out_12_moves_inside_the_country_stand_in_a_table_apart(gunta, alise, year):
    inside = counted.family(alise, kind="internal", country="")
    counted.came_back(alise, inside, date(2019, 8, 2), 2)
    counts.recount_waiting()
    html = page(gunta)
    assert line(html, "Cilvēki, kas atgriezušies ar atbalstu pirms pārcelšanās")[5] == "3"
    apart = html.split("skaitīts atsevišķi")[-1]
    assert line(apart, "Cilvēki, kas atgriezušies ar atbalstu pirms pārcelšanās")[5] == "2"


def test_irm_01_whoever_moves_inside_the_country_is_no_family_from_abroad(gunta, alise):
    inside = counted.family(alise, kind="internal", country="", category="internal")
    counted.enquiry(alise, date(2019, 3, 1), category="internal")
    counted.contact(alise, inside, date(2019, 3, 2))
    counts.recount_waiting()
    html = page(gunta, "figure", "families_contacted_internal")
    assert "Sazinājušās ģimenes, iekšzemē" in html
    assert line(html, "Sazinājušās ģimenes")[5] == "1"
    assert line(page(gunta, "figure", "families_contacted"), "Sazinājušās ģimenes")[5] == "0"
    assert line(page(gunta, "figure", "enquiries_internal"), "Saņemtie jautājumi")[5] == "1"


def test_totals_say_when_they_were_counted(gunta, year):
    answer = sign_in(gunta).get(reverse("totals"), YEAR)
    assert "Saskaitīts līdz šim brīdim" in answer.content.decode()
    assert "Saņemtie jautājumi" not in answer.content.decode()


def test_dia_07_enquiries_are_taken_apart_by_country_and_group(gunta, year):
    html = page(gunta, "figure", "enquiries")
    assert "Vācija" in html
    assert 'id="by-group"' in html
    assert 'id="by-channel"' in html


def test_b_75_every_figure_says_what_counts_and_on_which_day(gunta, year):
    html = page(gunta, "figure", "offers_sent")
    assert "Piedāvājumu skaita reģions, kas to nosūtījis" in html
    assert "Diena, kad piedāvājums nosūtīts." in html


def test_k_v1_the_period_before_and_the_course_over_the_months_stand_beside(gunta, year):
    html = page(gunta, "figure", "people_returned")
    assert "Iepriekšējais periods: 2018. gads" in html
    assert '<svg role="img" aria-label="Cilvēki, kas atgriezušies ar atbalstu pirms pārcelšanās: visvairāk (3)' in html


def test_prv_01_a_coordinator_gets_from_a_figure_of_the_own_region_to_its_cases_and_others_do_not(
    alise, cilda, gunta, year
):
    link = reverse("figure_behind", args=["families_returned"])
    own = page(alise)
    assert f"{link}?start=2019-01-01&amp;end=2019-12-31&amp;region=vidzeme" in own
    assert link not in page(gunta)
    query = {**YEAR, "region": "vidzeme"}
    assert year.reference in page(alise, "figure_behind", "families_returned", **query)
    assert year.reference not in page(cilda, "figure_behind", "families_returned", **query)
    assert sign_in(gunta).get(link, query).status_code == 403


def test_behind_a_part_of_a_figure_stand_only_its_cases(alise, year):
    other = counted.family(alise, country="NO")
    counted.came_back(alise, other, date(2019, 10, 1), 1, from_country="NO")
    counts.recount_waiting()
    query = {**YEAR, "region": "vidzeme", "by": "country", "key": "NO"}
    html = page(alise, "figure_behind", "families_returned", **query)
    assert other.reference in html
    assert year.reference not in html
    assert sign_in(alise).get(reverse("figure_behind", args=["contacts"]), {**YEAR, "by": "group"}).status_code == 404
    assert sign_in(alise).get(reverse("figure", args=["nothing"])).status_code == 404


def test_the_list_behind_a_figure_goes_on_page_by_page(alise):
    for number in range(27):
        counted.family(alise, opened=date(2019, 1, 1 + number))
    counts.recount_waiting()
    first = sign_in(alise).get(reverse("figure_behind", args=["cases_opened"]), {**YEAR, "region": "vidzeme"})
    assert len(first.context["page"].rows) == 25
    query = {**YEAR, "region": "vidzeme", "after": first.context["page"].older}
    assert len(sign_in(alise).get(reverse("figure_behind", args=["cases_opened"]), query).context["page"].rows) == 2


def test_b_34_figures_are_taken_along_with_their_definitions(gunta, year):
    answer = sign_in(gunta).get(reverse("figures_file", args=["xlsx"]), YEAR)
    book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
    rows = book.get_sheet_by_index(0).to_python()
    found = {(row[0], row[2]): row[3] for row in rows[1:]}
    assert found["people_returned", "Kopā"] == 3
    assert found["people_returned", "Vidzeme"] == 3
    assert any(
        "pirmo nosūtīto individuālo piedāvājumu" in str(row[1]) for row in book.get_sheet_by_index(1).to_python()
    )
    text = sign_in(gunta).get(reverse("figures_file", args=["csv"]), YEAR).content.decode("utf-8-sig")
    assert "people_offered;Cilvēki, kurus aptver piedāvājumi;Vidzeme;3;2019-01-01;2019-12-31" in text
    assert sign_in(gunta).get(reverse("figures_file", args=["pdf"]), YEAR).status_code == 404


def test_figures_say_how_fresh_they_are(gunta, alise, year):
    assert "Saskaitīts līdz šim brīdim" in page(gunta)
    counted.came_back(alise, counted.family(alise), date(2019, 10, 1))
    assert "vēl nav ieskaitīta" in page(gunta)


def test_the_number_of_queries_does_not_grow_with_the_figures(gunta, alise, year, django_assert_max_num_queries):
    client = sign_in(gunta)
    client.get(reverse("figures"), YEAR)
    for number in range(10):
        counted.came_back(alise, counted.family(alise, country="SE"), date(2019, 5, 1 + number))
    counts.recount_waiting()
    with django_assert_max_num_queries(25):
        client.get(reverse("figures"), YEAR)
    with django_assert_max_num_queries(45):
        client.get(reverse("figure", args=["families_returned"]), YEAR)
