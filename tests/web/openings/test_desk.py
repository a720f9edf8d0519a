"""The desk's side: the specialist keeps her municipality, the coordinator all; families only the coordinator."""

import csv
import re
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from majup.openings import actions
from majup.openings.actions.reading import run
from majup.openings.cells import guess
from majup.openings.models import AnnouncedNeed, AttractionYear, Employer, Reading, SpecialistRequest, Vacancy
from majup.people.models import Consent
from majup.questions.models import Introduction
from majup.staff.scope import acting
from majup.web.openings.words import FIELDS
from tests.support.openings import FAR, HEADER, PLACE, agency_row, csv_of, dwelling, employer, in_days, vacancy
from tests.support.people import municipality, sign_in, today
from tests.support.questions import agree, mails

pytestmark = pytest.mark.django_db
DESK = "/desk/openings/"


def english(user):
    client = sign_in(user)
    client.cookies["language"] = "en"
    return client


def posted(**fields):
    return {"title": "Metinātājs", "pay_from": "1 500", "pay_to": "1 800", "pay_period": "month",
            "valid_to": in_days(30).isoformat(), **fields}  # fmt: skip


def test_emp_01_the_specialist_enters_a_vacancy_of_her_municipality_and_no_other(alise, dace):
    client = english(dace)
    client.post(f"{DESK}vacancies/new/", posted(contact="Personnel"))
    assert client.post(f"{DESK}vacancies/new/", posted(municipality=municipality(FAR).pk)).status_code == 422
    found = Vacancy.objects.get()
    assert (found.municipality.atvk, found.state, found.contact, found.net_to) == (
        PLACE,
        "published",
        "Personnel",
        1340,
    )
    alien = vacancy(alise, atvk=FAR)
    assert client.get(f"{DESK}vacancies/{alien.pk}/").status_code == 404
    assert client.post(f"{DESK}vacancies/{alien.pk}/end/").status_code == 404
    assert [row.pk for row in client.get(DESK).context["page"]] == [found.pk]
    assert len(english(alise).get(DESK).context["page"]) == 2


def test_emp_01_an_entry_is_found_again_on_the_desk_by_word_employer_and_place(alise, dace):
    works = employer(alise, "SIA Koks")
    near, far = vacancy(alise, "Galdnieks", employer=works), vacancy(alise, "Pavārs", atvk=FAR)
    flat = dwelling(alise, area="Rīgas iela")
    client = english(alise)
    asked = (
        {"q": "galdnieku"},
        {"q": "koks"},
        {"place": municipality(FAR).pk},
        {"q": "pavārs", "place": municipality(PLACE).pk},
    )
    found = [[row.pk for row in client.get(DESK, query).context["page"]] for query in asked]
    assert found == [[near.pk], [near.pk], [far.pk], []]
    empty = client.get(DESK, asked[-1])
    assert "Nothing fits this search" in empty.text
    assert "state=ended&amp;q=pav%C4%81rs&amp;place=" in empty.text
    for kind, text, key in (("dwellings", "rīgas", flat.pk), ("employers", "kok", works.pk)):
        assert [row.pk for row in client.get(f"{DESK}{kind}/", {"q": text}).context["page"]] == [key]
        assert not client.get(f"{DESK}{kind}/", {"q": "nekas"}).context["page"].rows
    own = english(dace).get(DESK, {"q": "pavārs"})
    assert ("place" in own.context["form"].fields, len(own.context["page"].rows)) == (False, 0)


def test_emp_06_requests_and_needs_are_found_by_what_is_asked_for_and_by_employer(alise):
    works = employer(alise, "SIA Koks")
    common = {"employer": works, "municipality": municipality(PLACE), "valid_to": in_days(30)}
    asked = actions.save(entry=SpecialistRequest(), by=None, title="Metinātājs", text="Divi", **common)
    needed = actions.save(entry=AnnouncedNeed(), by=alise, occupation="Pavārs", needed_from=in_days(9), **common)
    client = english(alise)
    for kind, text, key in (("requests", "metin", asked.pk), ("needs", "pav", needed.pk), ("needs", "KOKS", needed.pk)):
        assert [row.pk for row in client.get(f"{DESK}{kind}/", {"q": text}).context["page"]] == [key]
        assert not client.get(f"{DESK}{kind}/", {"q": "ārsts"}).context["page"].rows


def test_emp_01_a_refused_form_keeps_what_was_typed_and_says_what_is_wrong(dace):
    page = english(dace).post(f"{DESK}vacancies/new/", posted(pay_to="1000", valid_to=in_days(-3).isoformat()))
    assert (page.status_code, Vacancy.objects.count()) == (422, 0)
    assert "The highest pay is lower than the lowest" in page.text
    assert "The last day has passed" in page.text
    assert 'value="Metinātājs"' in page.text


def test_emp_01_an_empty_form_says_of_each_field_what_to_do(alise):
    page = english(alise).post(f"{DESK}vacancies/new/", {"pay_period": "month"}).text
    for words in ("Choose the municipality.", "Write which job it is.", "Name the last day"):
        assert page.count(words) == 2  # in the summary and beside the field


def test_emp_06_what_waits_was_handed_in_and_not_confirmed_and_is_counted_at_its_tab(alise):
    asked = {"municipality": municipality(PLACE), "valid_to": in_days(30), "title": "Pavārs"}
    waiting = actions.save(entry=Vacancy(employer=employer(alise)), by=None, **asked)
    page = english(alise).get(f"{DESK}vacancies/{waiting.pk}/").text
    assert ("Handed in on" in page, "Confirmed 2" in page) == (True, False)
    assert re.search(r'state=waiting">[^<]*<span class="count">1</span>', english(alise).get(DESK).text)


def test_k_m9_a_vacancy_carries_the_package_with_its_duties(dace):
    english(dace).post(f"{DESK}vacancies/new/", posted(package="Service flat; five years of work"))
    found = Vacancy.objects.get()
    assert "five years of work" in english(dace).get(f"/jobs/{found.pk}/").text


def test_k_m8_cat_06_the_specialist_enters_a_home_and_it_is_public(dace):
    client = english(dace)
    client.post(
        f"{DESK}dwellings/new/",
        {"kind": "municipal_rent", "area": "Kocēni", "rooms": "2", "size": "54.5", "price": "120,50",
         "price_unit": "month", "condition": "repairs", "contract": "Two years", "priority": "Families",
         "conditions": "Declared here", "way": "Queue", "valid_to": in_days(60).isoformat()},
    )  # fmt: skip
    page = client.get("/homes/")
    shown = client.get(f"/homes/{page.context['page'].rows[0].pk}/").text
    for words in ("Two years", "Families", "Declared here", "Queue", "Needs repairs", "54"):
        assert words in shown


def test_k_m11_what_owners_hand_in_waits_and_is_published_or_refused_with_a_reason(alise, dace):
    owner = {"name": "Ilze", "email": "ilze@family.example", "phone": "", "language": "en"}
    fields = {"kind": "business", "municipality": municipality(PLACE), "valid_to": in_days(30), "area": "Kocēni"}
    first, _ = actions.offer_dwelling(owner=owner, **fields)
    second, _ = actions.offer_dwelling(owner=owner, **fields)
    client = english(dace)
    waiting = client.get(f"{DESK}dwellings/?state=waiting")
    assert {row.pk for row in waiting.context["page"]} == {first.pk, second.pk}
    assert "ilze@family.example" in client.get(f"{DESK}dwellings/{first.pk}/").text
    type(first).objects.update(valid_to=in_days(-1))  # it waited past its last day: nobody would see it
    over = client.post(f"{DESK}dwellings/{first.pk}/check/", {"decision": "publish"}, follow=True)
    assert "Its last day has passed, so nobody would see it." in over.text
    unchecked = client.post(f"{DESK}dwellings/{first.pk}/prolong/", {"valid_to": in_days(30).isoformat()}, follow=True)
    assert "Only what has been checked can be prolonged" in unchecked.text
    assert mails("opening_checked") == []
    type(first).objects.update(valid_to=in_days(30))
    client.post(f"{DESK}dwellings/{first.pk}/check/", {"decision": "publish"})
    refused = client.post(f"{DESK}dwellings/{second.pk}/check/", {"reason": ""})
    assert refused.status_code == 422
    client.post(f"{DESK}dwellings/{second.pk}/check/", {"reason": "The photo shows another house"})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state, second.reason) == ("published", "refused", "The photo shows another house")
    assert "The photo shows another house" in mails("opening_checked")[-1].text


def test_emp_02_k_e6_an_employer_in_the_register_with_its_agreement_and_link(dace):
    client = english(dace)
    entry = {"name": "SIA Koks", "sector": "private", "registration_number": "4000 3575567", "size": "small",
             "mailbox": "birojs@koks.example", "agreement": "signed", "agreement_on": ""}  # fmt: skip
    assert client.post(f"{DESK}employers/new/", entry).status_code == 422
    client.post(
        f"{DESK}employers/new/", {**entry, "agreement_on": today().isoformat(), "agreement_note": "Three flats"}
    )
    koks = Employer.objects.get()
    assert (koks.registration_number, koks.agreement, koks.municipality.atvk) == ("40003575567", "signed", PLACE)
    assert "Agreement with the municipality of" in client.get(f"/employers/{koks.pk}/").text
    again = client.post(f"{DESK}employers/new/", {**entry, "agreement": ""})
    assert "An employer with this number is in the register already" in again.text
    client.post(f"{DESK}employers/{koks.pk}/link/")
    assert [mail.to_address for mail in mails("opening_link")] == ["birojs@koks.example"]


def test_k_e4_a_need_of_the_country_stands_without_an_employer_but_with_its_source(alise):
    client = english(alise)
    need = {"municipality": municipality(PLACE).pk, "occupation": "Medicīnas māsa", "valid_to": in_days(90).isoformat()}
    assert client.post(f"{DESK}needs/new/", need).status_code == 422
    client.post(f"{DESK}needs/new/", {**need, "source_note": "Forecast of the ministry"})
    page = client.get(f"{DESK}needs/")
    assert [str(row) for row in page.context["page"]] == ["Medicīnas māsa"]


def consenting(alise, occupation="Metinātājs", *, agrees=True):
    """A case of Vidzeme whose first adult has this occupation."""
    from majup.people.actions import MemberData
    from tests.support.cases import case_of

    case = case_of(alise, "vidzeme", members=(MemberData("Ieva", "Kalniņa", occupation=occupation),))
    if agrees:
        agree(alise, case, "share_employer")
    return case


def test_emp_06_the_request_is_checked_published_and_lists_whom_it_fits(alise, cilda):
    fits, silent = consenting(alise), consenting(alise, agrees=False)
    other = consenting(alise, "Pavārs")
    fields = {"title": "Metinātājs", "text": "Gates", "municipality": municipality(PLACE), "valid_to": in_days(40)}
    asked = actions.save(entry=SpecialistRequest(employer=employer(alise)), by=None, **fields)
    client = english(alise)
    assert [row.pk for row in client.get(f"{DESK}requests/").context["page"]] == [asked.pk]
    page = client.post(f"{DESK}requests/{asked.pk}/publish/", {"channels": ["facebook"]}, follow=True)
    assert [person.household_id for person in page.context["people"]] == [fits.household_id]
    assert fits.reference in page.text
    assert [case.reference for case in (silent, other) if case.reference in page.text] == []
    assert english(cilda).get(page.redirect_chain[-1][0]).context["people"] == []
    assert client.get("/jobs/").context["page"].rows[0].title == "Metinātājs"


def test_emp_06_the_specialist_sees_no_family_and_no_request(alise, dace):
    case = consenting(alise)
    found = vacancy(alise, employer=employer(alise))
    client = english(dace)
    page = client.get(f"{DESK}vacancies/{found.pk}/")
    assert (page.context["people"], case.reference in page.text, "Kalni" in page.text) == ([], False, False)
    assert client.get(f"{DESK}requests/").status_code == 404


def test_spe_04_people_stand_in_the_order_of_their_cases_and_carry_no_score(alise):
    cases = [consenting(alise) for _ in range(3)]
    found = vacancy(alise, employer=employer(alise))
    page = english(alise).get(f"{DESK}vacancies/{found.pk}/")
    assert [person.household_id for person in page.context["people"]] == [case.household_id for case in cases]


def test_emp_07_the_agreement_is_recorded_on_the_case_and_can_be_taken_back(alise, cilda):
    case = consenting(alise)
    koks = employer(alise)
    found = vacancy(alise, employer=koks)
    with acting(alise.scope):
        person = case.household.members.first()
    client = english(alise)
    url = f"/desk/cases/{case.reference}/introductions/"
    said = {"person": person.pk, "employer": koks.pk, "keys": ["occupation", "country"], "how": "by phone",
            "agreed_on": today().isoformat()}  # fmt: skip
    assert client.post(url, {**said, "keys": []}).status_code == 422
    assert client.post(url, {**said, "agreed_on": in_days(1).isoformat()}).status_code == 422
    client.post(f"{url}?vacancy={found.pk}", said)
    assert client.post(url, said).status_code == 422
    assert english(cilda).get(url).status_code == 404
    with acting(cilda.scope):
        assert Introduction.objects.count() == 0
    page = client.get(f"/desk/cases/{case.reference}/").text
    assert "agreed that SIA Koks may learn of them" in page
    assert client.get(f"{DESK}vacancies/{found.pk}/").context["people"] == []
    with acting(alise.scope):
        row = Introduction.objects.get()
        assert (row.vacancy, [fact["value"] for fact in row.shown]) == (found, ["Metinātājs", "Apvienotā Karaliste"])
    (told,) = mails("opening_introduced")
    assert (told.to_address, "Metinātājs" in told.text, "Kalniņa" in told.text) == (koks.mailbox, True, False)
    client.post(f"{url}{row.pk}/withdraw/")
    with acting(alise.scope):
        row.refresh_from_db()
        assert (row.shown, row.withdrawn_at is not None) == ([], True)


def test_emp_08_vacancies_of_agency_and_eures_are_one_click_from_the_case(alise):
    case = consenting(alise, "Metinātājs")
    with acting(alise.scope):
        from majup.cases.actions import set_candidates

        set_candidates(case=case, municipalities=[municipality(PLACE)], by=alise)
    page = english(alise).get(f"/desk/cases/{case.reference}/").text
    assert (
        "https://europa.eu/eures/portal/jv-se/search?page=1&amp;resultsPerPage=10&amp;keywordsEverywhere=Metin" in page
    )
    assert "https://cvvp.nva.gov.lv/#/pub/vakances/" in page
    assert f"/jobs/?q=Metin%C4%81t%C4%81js&amp;place={municipality(PLACE).pk}&amp;near=on" in page


def test_k_e3_where_a_vacancy_was_told_of_is_logged(alise):
    found = vacancy(alise)
    client = english(alise)
    client.post(f"{DESK}vacancies/{found.pk}/push/", {"channel": "facebook", "country": "GB", "group": "Leeds"})
    assert "Facebook, United Kingdom, Leeds (Alise)" in client.get(f"{DESK}vacancies/{found.pk}/").text
    assert client.post(f"{DESK}vacancies/{found.pk}/push/", {"channel": "drums"}).status_code == 404


def test_k_m10_specialists_attracted_are_recorded_yearly(dace):
    client = english(dace)
    year = {"year": "2025", "specialists": "7", "paid": "21 000", "effect": "Six of them stayed"}
    client.post(f"{DESK}attraction/", year)
    client.post(f"{DESK}attraction/", {**year, "specialists": "8"})
    row = AttractionYear.objects.get()
    assert (row.municipality.atvk, row.specialists, int(row.paid)) == (PLACE, 8, 21000)
    assert "Six of them stayed" in client.get(f"{DESK}attraction/").text


def upload(client, content, file_name="f.csv", **fields):
    file = SimpleUploadedFile(file_name, content)
    return client.post(f"{DESK}files/", {"kind": "vacancy", "file": file, **fields})


def test_emp_01_a_table_is_mapped_checked_and_taken_over_on_the_desk(dace):
    client = english(dace)
    content = csv_of([["1", "Metinātājs", "1500"], ["2", "Pavārs", "=lots"]], ["Reference", "Job", "Salary"])
    answer = upload(client, content, "jobs.csv", name="Our list")
    found = Reading.objects.get()
    assert (answer.url, found.state, found.source.name) == (f"{DESK}files/{found.pk}/", "mapping", "Our list")
    page = client.get(answer.url)
    assert page.context["form"].fields["title"].required
    assert client.post(answer.url, {"key": "0"}).status_code == 422
    client.post(answer.url, {"key": "0", "title": "1", "pay_from": "2"})
    found.refresh_from_db()
    assert found.state == "checking"
    assert 'http-equiv="refresh"' in client.get(answer.url).text
    run(found)
    page = client.get(answer.url).text
    assert "This is no sum" in page
    assert "Take over 1 row" in page
    table = client.get(f"{answer.url}problems.csv").content.decode("utf-8-sig")
    assert next(iter(csv.reader(StringIO(table.splitlines()[1]))))[:3] == ["3", "Salary", "'=lots"]
    client.post(f"{answer.url}take/")
    found.refresh_from_db()
    run(found)
    assert [(row.title, row.municipality.atvk) for row in Vacancy.objects.all()] == [("Metinātājs", PLACE)]
    page = client.get(answer.url).text
    assert "Taken over" in page
    assert f"{DESK}vacancies/" in page.partition("</h1>")[2]


@pytest.mark.parametrize("language", ["lv", "en"])
def test_emp_01_a_table_headed_with_our_own_words_needs_no_mapping(language):
    with translation.override(language):
        header = [str(label) for label in FIELDS.values()]
    assert guess(header, list(FIELDS)) == {field: number for number, field in enumerate(FIELDS)}


def test_b_64_the_agencys_file_is_the_coordinators_and_needs_no_mapping(alise, dace):
    content = csv_of([agency_row("1")])
    assert upload(english(dace), content, source="nva").status_code == 422
    upload(english(alise), content, source="nva")
    found = Reading.objects.get()
    assert (found.state, found.source.code, found.municipality) == ("checking", "nva", None)


def test_emp_01_a_file_that_is_no_table_is_refused_beside_its_field(dace):
    page = upload(english(dace), b"\0\1\2", "photo.jpg", name="x")
    assert (page.status_code, "This is no table" in page.text) == (422, True)
    assert Reading.objects.count() == 0
    assert len(HEADER) == 14


def test_emp_01_another_municipalitys_file_is_not_found(alise, dace):
    upload(english(alise), csv_of([["1", "x", "Jūrmala"]], ["Key", "Title", "Place"]), "a.csv", name="all")
    found = Reading.objects.get()
    assert english(dace).get(f"{DESK}files/{found.pk}/").status_code == 404
    assert len(english(dace).get(f"{DESK}files/").context["page"]) == 0


def test_cat_04_the_desk_confirms_and_ends(alise):
    found = dwelling(alise)
    type(found).objects.update(state="hidden", confirmed_on=in_days(-60))
    client = english(alise)
    client.post(f"{DESK}dwellings/{found.pk}/confirm/")
    found.refresh_from_db()
    assert (found.state, found.confirmed_on) == ("published", today())
    client.post(f"{DESK}dwellings/{found.pk}/end/")
    found.refresh_from_db()
    assert found.state == "ended"
    assert Consent.objects.count() == 0
