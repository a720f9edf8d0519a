"""What visitors, employers and owners see and do without account."""

import csv
import html
import json
import re
from io import StringIO

import pytest
from django.test import Client

from majup.openings import actions, letters
from majup.openings.models import AnnouncedNeed, Dwelling, DwellingOwner, Employer, SpecialistRequest, Vacancy
from majup.questions.introducing import introduce, withdraw
from majup.staff.scope import acting
from tests.support.facts import grown_old, service_of
from tests.support.openings import NEIGHBOUR, PLACE, agency_row, csv_of, dwelling, employer, imported, in_days, vacancy
from tests.support.people import municipality, today
from tests.support.questions import mails, make_need

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor():
    client = Client()
    client.cookies["language"] = "en"
    return client


def test_emp_03_emp_04_the_public_search_shows_pay_after_tax_and_what_helps(alise, visitor):
    vacancy(alise, without_latvian="yes", remote="yes", housing_help="yes", bonuses="Health insurance")
    vacancy(alise, "Pavārs", without_latvian="no")
    page = visitor.get("/jobs/?without=on")
    assert [found.title for found in page.context["page"]] == ["Metinātājs"]
    assert "about €1,140\N{EN DASH}€1,340 a month after tax" in page.text.replace("\N{NO-BREAK SPACE}", " ")
    for words in ("Remote", "Without the state language at first", "Help with a home"):
        assert words in page.text
    shown = visitor.get(f"/jobs/{page.context['page'].rows[0].pk}/")
    assert "Health insurance" in shown.text
    assert "Rules of 2026" in shown.text


def test_emp_04_what_a_vacancy_does_not_say_is_to_be_asked_and_never_taken_for_a_no(alise, visitor):
    found = vacancy(alise, remote="no", housing_help="partly", load="full time")
    shown = visitor.get(f"/jobs/{found.pk}/").text
    assert re.search(r"Remote work</dt><dd>no<", shown)
    assert re.search(r"Help with a home</dt><dd>partly<", shown)
    silent = re.search(r"Not said: ask</dt><dd><span[^>]*>([^<]*)<", shown)[1].split("; ")
    assert {"Possible to start without the state language", "Job interview online"} <= set(silent)
    assert not {"Remote work", "Help with a home", "Full or part time"} & set(silent)


def test_b_64_a_sum_of_unclear_period_is_never_called_a_months_pay(visitor):
    imported(csv_of([agency_row("1", Alga_no="6.000", Alga_lidz="6.500")]))
    page = visitor.get("/jobs/").text
    assert "looks like pay for an hour, the source does not say" in page
    assert "a month" not in page.split('role="list"')[1].split("</ul>")[0]


def test_emp_01_an_expired_vacancy_is_out_of_the_list_and_its_page_says_so(alise, visitor):
    found = vacancy(alise)
    Vacancy.objects.update(valid_to=in_days(-1))
    assert len(visitor.get("/jobs/").context["page"]) == 0
    page = visitor.get(f"/jobs/{found.pk}/")
    assert (page.status_code, "This vacancy has ended" in page.text) == (410, True)
    # Ended by hand or by the night, it tells whoever comes by a letter the same, and nothing else of it.
    for state, said in (("ended", 410), ("hidden", 410), ("waiting", 404)):
        Vacancy.objects.update(state=state)
        page = visitor.get(f"/jobs/{found.pk}/")
        assert (page.status_code, "This vacancy has ended" in page.text) == (said, said == 410)
        assert found.title not in page.text


def test_emp_03_a_search_that_cannot_be_read_says_where(alise, visitor):
    page = visitor.get("/jobs/?net=lots&q=metinātājs")
    assert (page.status_code, "id_net" in page.text) == (422, True)


def test_emp_03_a_place_without_a_vacancy_leads_to_its_neighbours(alise, visitor):
    vacancy(alise, "Metinātājs", atvk=NEIGHBOUR)
    empty = visitor.get(f"/jobs/?q=metinātājs&place={municipality(PLACE).pk}")
    (way_on,) = re.findall(r'href="(\?[^"]*near=on)"', empty.text)
    found = visitor.get(f"/jobs/{html.unescape(way_on)}")
    assert [row.title for row in found.context["page"]] == ["Metinātājs"]
    assert visitor.get(f"/jobs/?place={municipality(PLACE).pk}&near=on&q=zzz").context["wider"] == ""
    assert visitor.get("/jobs/?q=zzz").context["wider"] == ""
    assert (
        f'href="?place={municipality(PLACE).pk}&amp;near=on"'
        in visitor.get(f"/homes/?place={municipality(PLACE).pk}").text
    )


def test_emp_04_the_rules_of_pay_are_written_as_the_reader_writes_figures(alise, visitor):
    found = vacancy(alise)
    assert "10.5 % social contribution of the employee, €550 a month" in visitor.get(f"/jobs/{found.pk}/").text
    visitor.cookies["language"] = "lv"
    assert "sociālās iemaksas 10,5 %" in visitor.get(f"/lv/jobs/{found.pk}/").text


def test_emp_01_pages_of_the_list_follow_each_other_and_cost_the_same(alise, visitor, django_assert_max_num_queries):
    for number in range(45):
        vacancy(alise, f"Pavārs {number}", employer=None)
    with django_assert_max_num_queries(8):
        first = visitor.get("/jobs/")
    second = visitor.get(f"/jobs/?after={first.context['page'].older}")
    third = visitor.get(f"/jobs/?after={second.context['page'].older}")
    shown = [row.pk for page in (first, second, third) for row in page.context["page"]]
    assert (len(shown), len(set(shown)), third.context["page"].older) == (45, 45, "")


def test_cat_06_a_home_shows_all_that_is_known_and_calls_the_rest_unknown(alise, visitor):
    found = dwelling(alise, priority="Families with children", conditions="No debts", price=210, condition="ready")
    page = visitor.get("/homes/")
    assert "2 rooms" in page.text
    shown = visitor.get(f"/homes/{found.pk}/").text
    for words in ("Families with children", "No debts", "€210 a month", "Ready to live in"):
        assert words in shown
    assert re.search(r"Not said: ask</dt><dd><span[^>]*>Free from<", shown)
    assert re.search(r"Responsible for this page:\s*Remigration specialist, Valmiera county", shown)


def test_emp_02_the_register_finds_employers_without_an_open_vacancy(alise, visitor):
    found = employer(alise, "SIA Kokapstrāde", contact="Personnel department", field="manufacturing")
    employer(alise, "Skola", atvk=NEIGHBOUR, sector="public")
    page = visitor.get(f"/employers/?q=KOK&place={municipality(PLACE).pk}")
    assert page.context["rows"] == [found]
    assert "Personnel department" in page.text
    assert "None at present" in visitor.get(f"/employers/{found.pk}/").text


def test_emp_09_employers_get_material_with_its_sources(visitor):
    page = visitor.get("/employers/material/").text
    assert "What people who return bring with them" in page
    assert page.count("Source:") == 5


OFFER = {"kind": "private_rent", "area": "Kocēni", "rooms": "3", "price": "250", "price_unit": "month",
         "name": "Ilze", "email": "Ilze@Family.example", "phone": ""}  # fmt: skip


def test_cat_14_an_owner_offers_a_home_and_nobody_sees_it_or_the_owner_before_the_check(alise, visitor):
    offer = {**OFFER, "municipality": municipality(PLACE).pk, "valid_to": in_days(60).isoformat()}
    offer["form_key"] = "pressed twice"
    assert "The municipality has it" in visitor.post("/homes/offer/", offer).text
    assert "The municipality has it" in visitor.post("/homes/offer/", offer).text
    assert len(mails("opening_link")) == 1
    found = Dwelling.objects.get()
    assert (found.state, found.owner.email, visitor.get(f"/homes/{found.pk}/").status_code) == (
        "waiting", "ilze@family.example", 404,
    )  # fmt: skip
    actions.publish(entry=found, by=alise)
    page = visitor.get(f"/homes/{found.pk}/").text
    assert [word for word in ("Ilze", "ilze@", "family.example") if word in page] == []
    url = f"/own/{letters.send_link(dwelling=found)}/dwelling/"
    same = {field.name: field.value() or "" for field in visitor.get(url).context["form"]}
    for said, state in ((same, "published"), ({**same, "rooms": "9"}, "waiting")):
        assert visitor.post(url, said).status_code == 302
        found.refresh_from_db()
        assert found.state == state


def test_cat_14_the_form_keeps_what_was_typed_and_stops_floods_and_machines(visitor, monkeypatch):
    bad = {**OFFER, "municipality": municipality(PLACE).pk, "valid_to": in_days(-1).isoformat(), "email": "no"}
    page = visitor.post("/homes/offer/", bad)
    assert (page.status_code, "Kocēni" in page.text, Dwelling.objects.count()) == (422, True, 0)
    assert "Write one e-mail address" in page.text
    good = {**bad, "valid_to": in_days(5).isoformat(), "email": "a@family.example"}
    assert visitor.post("/homes/offer/", {**good, "website": "x"}).status_code == 422
    monkeypatch.setattr("majup.intake.limits.FORMS_AN_HOUR", 2)
    assert [visitor.post("/homes/offer/", good).status_code for _ in range(3)] == [200, 200, 429]
    assert DwellingOwner.objects.count() == 2


def secret_in(purpose: str) -> str:
    return mails(purpose)[-1].text.split("/own/")[1].split("/")[0]


def test_k_e1_an_employer_joins_is_checked_and_posts_a_vacancy_by_link(alise, visitor):
    joined = {"name": "SIA Koks", "municipality": municipality(PLACE).pk, "sector": "private",
              "mailbox": "birojs@koks.example"}  # fmt: skip
    joined["form_key"] = visitor.get("/employers/join/").context["form"]["form_key"].value()
    for _press in range(2):
        assert visitor.post("/employers/join/", joined).status_code == 200
    koks = Employer.objects.get()
    assert (koks.state, visitor.get("/employers/").context["rows"]) == ("waiting", [])
    actions.publish(entry=koks, by=alise)
    own = f"/own/{secret_in('opening_checked')}/"
    posted = {"title": "Metinātājs", "municipality": municipality(PLACE).pk, "pay_from": "1500", "pay_to": "1800",
              "pay_period": "month", "valid_to": in_days(30).isoformat(), "without_latvian": "yes"}  # fmt: skip
    assert visitor.post(f"{own}vacancy/", posted).status_code == 302
    found = Vacancy.objects.get()
    assert (found.employer, found.state, found.net_from) == (koks, "waiting", 1140)
    actions.publish(entry=found, by=alise)
    assert len(visitor.get("/jobs/?without=on").context["page"]) == 1
    visitor.post(f"{own}vacancy/{found.pk}/", {**posted, "title": "Vecākais metinātājs"})
    found.refresh_from_db()
    assert (found.title, found.state) == ("Vecākais metinātājs", "waiting")
    actions.publish(entry=found, by=alise)
    visitor.post(f"{own}{found.pk}/end/")
    assert len(visitor.get("/jobs/").context["page"]) == 0


def test_cat_04_one_click_behind_the_link_confirms(alise, visitor):
    koks = employer(alise)
    found = vacancy(alise, employer=koks)
    Vacancy.objects.update(state="hidden", confirmed_on=in_days(-60))
    secret = letters.send_link(employer=koks)
    visitor.post(f"/own/{secret}/{found.pk}/confirm/")
    found.refresh_from_db()
    assert (found.state, found.confirmed_on) == ("published", today())
    assert f"/employers/{koks.pk}/" in visitor.get(f"/jobs/{found.pk}/").text
    Employer.objects.update(state="waiting")  # it changed what it says of itself: its page is not there meanwhile
    page = visitor.get(f"/jobs/{found.pk}/").text
    assert ("SIA Koks" in page, f"/employers/{koks.pk}/" in page) == (True, False)
    page = visitor.get(f"/own/{secret}/").text
    assert ("It still holds" in page, "Ended" in page) == (True, False)
    Vacancy.objects.update(valid_to=in_days(-1))  # the night has not written down yet that it ended
    page = visitor.get(f"/own/{secret}/").text
    assert ("It still holds" in page, "Ended" in page) == (False, True)


def test_emp_01_behind_the_link_what_asks_for_a_hand_comes_first_and_sums_have_no_empty_cents(alise, visitor):
    company = employer(alise)
    shown, hidden = vacancy(alise, "Pavārs", employer=company), vacancy(alise, "Galdnieks", employer=company)
    Vacancy.objects.filter(pk=hidden.pk).update(state="hidden")
    secret = letters.send_link(employer=company)
    page = visitor.get(f"/own/{secret}/").text
    assert page.index("Galdnieks") < page.index("Pavārs")
    form = visitor.get(f"/own/{secret}/vacancy/{shown.pk}/").text
    assert f'value="{shown.pay_from:.0f}"' in form
    assert "The coordinator of your region checks it" in visitor.get(f"/own/{secret}/request/").text


def test_k_e1_a_link_opens_one_employers_entries_and_no_other(alise, visitor):
    koks, other = employer(alise), employer(alise, "SIA Cits")
    alien = vacancy(alise, employer=other)
    secret = letters.send_link(employer=koks)
    assert visitor.get(f"/own/{secret}/vacancy/{alien.pk}/").status_code == 404
    assert visitor.post(f"/own/{secret}/{alien.pk}/end/").status_code == 404
    assert visitor.get("/own/nonsense/").status_code == 404
    alien.refresh_from_db()
    assert alien.state == "published"


def test_k_e1_the_link_goes_to_the_mailbox_in_the_register_and_says_nothing_to_others(alise, visitor):
    employer(alise)
    pages = [visitor.post("/employers/link/", {"mailbox": box}, follow=True).text for box in
             ("birojs@koks.example", "nobody@koks.example")]  # fmt: skip
    assert [mail.to_address for mail in mails("opening_link")] == ["birojs@koks.example"]
    assert all("If this mailbox stands in the register" in page for page in pages)


def test_emp_05_an_employer_announces_whom_it_will_need(alise, visitor):
    koks = employer(alise)
    secret = letters.send_link(employer=koks)
    need = {"occupation": "Metinātājs", "people": "5", "municipality": municipality(PLACE).pk,
            "needed_from": in_days(120).isoformat(), "valid_to": in_days(150).isoformat()}  # fmt: skip
    visitor.post(f"/own/{secret}/need/", need)
    actions.publish(entry=AnnouncedNeed.objects.get(), by=alise)
    assert "Metinātājs (5), from" in visitor.get(f"/employers/{koks.pk}/").text


def test_emp_06_an_employer_asks_for_a_specialist_by_link(alise, visitor):
    secret = letters.send_link(employer=employer(alise))
    asked = {"title": "Metinātājs", "text": "We weld gates", "municipality": municipality(PLACE).pk,
             "valid_to": in_days(60).isoformat()}  # fmt: skip
    visitor.post(f"/own/{secret}/request/", asked)
    found = SpecialistRequest.objects.get()
    assert (found.state, found.employer.name) == ("waiting", "SIA Koks")
    assert len(visitor.get("/jobs/").context["page"]) == 0


def test_emp_07_the_employer_sees_what_was_agreed_and_nothing_before_or_after(alise, visitor):
    koks, other = employer(alise), employer(alise, "SIA Cits")
    secret, alien = letters.send_link(employer=koks), letters.send_link(employer=other)
    need = make_need(alise, topic="job")
    with acting(alise.scope):
        person = need.case.household.members.filter(is_child=False).first()
        person.occupation = "Metinātājs"
        person.save()
    assert "Metinātājs" not in visitor.get(f"/own/{secret}/").text
    with acting(alise.scope):
        agreed = introduce(
            case=need.case, person=person, employer=koks, keys=["occupation"], agreed_on=today(), how="by phone",
            language="en", by=alise,
        )  # fmt: skip
    page = visitor.get(f"/own/{secret}/").text
    assert "Metinātājs" in page
    assert person.family_name not in page
    assert "Metinātājs" not in visitor.get(f"/own/{alien}/").text
    with acting(alise.scope):
        withdraw(introduction=agreed, by=alise)
    assert "Metinātājs" not in visitor.get(f"/own/{secret}/").text


def test_cat_13_a_municipalitys_entries_are_a_feed_a_table_and_a_block(alise, visitor):
    vacancy(alise, employer=employer(alise))
    vacancy(alise, "=cmd()")
    dwelling(alise)
    vacancy(alise, "Pavārs", atvk=NEIGHBOUR)
    feed = visitor.get(f"/open/{PLACE}.json")
    entries = json.loads(feed.content)["entries"]
    assert {(entry["type"], entry.get("title")) for entry in entries} == {
        ("vacancy", "Metinātājs"), ("vacancy", "=cmd()"), ("dwelling", None),
    }  # fmt: skip
    assert (feed["Cache-Control"], feed["Access-Control-Allow-Origin"], len(feed.cookies)) == (
        "public, max-age=900", "*", 0,
    )  # fmt: skip
    rows = list(csv.DictReader(StringIO(visitor.get(f"/open/{PLACE}.csv").content.decode("utf-8-sig"))))
    assert {row["title"] for row in rows} == {"Metinātājs", "'=cmd()", ""}
    block = visitor.get(f"/open/{PLACE}/")
    assert "frame-ancestors *" in block["Content-Security-Policy"]
    assert "X-Frame-Options" not in block
    assert ("Metinātājs" in block.text, "Pavārs" in block.text, len(block.cookies)) == (True, False, 0)
    assert visitor.get("/open/9999999/").status_code == 404


def test_cat_13_what_a_municipality_gives_stands_there_too_while_it_is_confirmed(dace, visitor):
    fact = service_of(dace, name={"lv": "Valodas klubs", "en": "Language club"})
    (place,) = fact.municipalities.all()
    (entry,) = json.loads(visitor.get(f"/open/{place.atvk}.json").content)["entries"]
    assert (entry["title"], entry["audience"]) == ("Language club", "all")
    assert entry["url"].endswith(f"/support/{fact.pk}/")
    assert "Language club" in visitor.get(f"/open/{place.atvk}/").text
    grown_old(fact, hidden=1)
    assert "Language club" not in visitor.get(f"/open/{place.atvk}/").text
    assert json.loads(visitor.get(f"/open/{place.atvk}.json").content)["entries"] == []
