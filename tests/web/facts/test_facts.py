"""The catalogue's pages, as its owners, coordinators and the ministry use them."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from majup.catalogue.letters import new_link
from majup.catalogue.models import Fact, FactKind, FactVersion, State
from majup.kernel.dates import long_date
from majup.network.models import Role
from majup.openings import actions as openings
from majup.openings.actions.events import save_event
from majup.openings.models import Dwelling, PublicEvent
from majup.staff.scope import acting
from majup.web.facts import words as say
from majup.web.rule_words import lines_of
from tests.support.facts import grown_old, service_of, write
from tests.support.people import sign_in, today
from tests.support.questions import specialist

pytestmark = pytest.mark.django_db
TYPED = {
    "name_lv": "Vietas pirmajā klasē",
    "summary_lv": "Pirmajā klasē vēl ir vietas.",
    "summary_en": "There are places in the first class.",
    "topics": ["school"],
    "audience": "all",
    "source": "Dome",
}


def text_of(client, name, *arguments, status=200, **query) -> str:
    answer = client.get(reverse(name, args=arguments), query, headers={"accept-language": "en"})
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def english(user):
    client = sign_in(user)
    client.cookies["language"] = "en"
    return client


def test_ref_10_the_check_of_a_draft_asks_only_what_is_missing_and_opens_what_is_refused(dace):
    draft = write(specialist(), dace, state=State.DRAFT, audience="")
    client, address = english(dace), reverse("fact_edit", args=[draft.pk])
    page = client.get(address).content.decode()
    assert page.index('name="audience"') < page.index('name="name_lv"')
    standing_open = re.compile("<legend><h2>([^<]*)")
    assert standing_open.findall(page) == ["What is still missing", "What it is"]
    refused = client.post(address, {**TYPED, "url": "no address", "state": "valid", "seen": draft.current.number})
    assert standing_open.findall(refused.content.decode())[2:] == ["Until when, and from where"]
    assert client.post(address, {**TYPED, "state": "valid", "seen": draft.current.number}).status_code == 302
    assert "Nothing is missing" not in page
    draft = write(specialist(), dace, state=State.DRAFT)
    assert "Nothing is missing" in text_of(client, "fact_edit", draft.pk)


def test_cat_01_and_cat_05_a_specialist_writes_places_at_school_with_day_and_rule(dace):
    client = english(dace)
    address = reverse("fact_new", args=["school_places"])
    assert "Places at school or kindergarten" in text_of(client, "fact_new", "school_places")
    told = {
        "d_school_kind": "school", "d_places": "1. klase; 4; 0\n2. klase; ; 7", "d_places_on": "2026-11-20",
        "d_order_rule_lv": "Kas ilgāk deklarēts, tas pirmais", "d_returnee_support": "yes",
        "d_support_staff": ["assistant", "speech_therapist"],
    }  # fmt: skip
    assert client.post(address, {**TYPED, **told, "state": "valid"}).status_code == 302
    fact = Fact.objects.get(kind="school_places")
    assert (fact.state, fact.role, fact.confirmed_on) == (State.VALID, specialist(), today())
    assert [place.atvk for place in fact.municipalities.all()] == ["0054000"]
    page = text_of(client, "fact", fact.pk)
    for shown in ("2. klase", "20 November 2026", "Kas ilgāk deklarēts", "Assistant, Speech therapist", "Confirmed"):
        assert shown in page
    assert "<td>not known</td>" in page.replace(' class="num"', "").replace(' data-label="Free places"', ""), (
        "a figure that nobody gave is not nought"
    )


def test_a_line_of_places_that_cannot_be_read_is_marked_and_nothing_typed_is_lost(dace):
    client = english(dace)
    told = {"d_school_kind": "school", "d_places": "1. klase; 4; 0\n2. klase; some", "d_places_on": "2026-11-20",
            "d_order_rule_lv": "Rinda"}  # fmt: skip
    answer = client.post(reverse("fact_new", args=["school_places"]), {**TYPED, **told, "state": "valid"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Line 2, “2. klase; some”" in page
    assert "Pirmajā klasē vēl ir vietas." in page
    assert "1. klase; 4; 0" in page
    assert not Fact.objects.filter(kind="school_places").exists()


def test_cat_03_what_lacks_topics_or_source_is_not_published(dace):
    client = english(dace)
    answer = client.post(reverse("fact_new", args=["contact"]), {**TYPED, "topics": [], "source": "", "state": "valid"})
    assert answer.status_code == 422
    assert not Fact.objects.filter(role=specialist(), kind="contact").exists()
    for words in ("Tick at least one topic, so that families find it.", "Say where this comes from"):
        assert answer.text.count(words) == 2  # in the summary and beside the field


def test_cat_02_a_version_names_the_source_and_not_our_own_papers(alise):
    version = FactVersion.objects.filter(source_line__startswith="seeds/").first()
    page = text_of(english(alise), "fact_version", version.fact_id, version.number)
    assert version.source in page
    assert version.source_line not in page


def test_sums_out_of_order_are_refused_beside_the_field(dace):
    client = english(dace)
    typed = {**TYPED, "amount_min": "500", "amount_max": "100", "a_rate_max": "300", "state": "valid"}
    answer = client.post(reverse("fact_new", args=["municipal_measure"]), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The upper sum is below the lower one." in page


def test_b_42_k_m7_a_municipal_measure_with_rates_ceilings_and_words_is_kept_whole(dace):
    client = english(dace)
    typed = {
        **TYPED, "amount_min": "1 000", "amount_max": "5 000,00", "a_rate_min": "60", "a_rate_max": "80",
        "a_rate_by_year": "100, 90", "a_not_eligible_lv": "Algas", "condition_words_lv": "Vismaz viens bērns\nLīgums",
        "condition_words_en": "At least one child", "at_discretion": "on", "parts": "Mazsalacas pagasts",
        "d_form": ["grant"], "state": "valid", "aim": "both",
    }  # fmt: skip
    client.post(reverse("fact_new", args=["municipal_measure"]), typed)
    version = Fact.objects.get(role=specialist(), name={"lv": "Vietas pirmajā klasē"}).current
    assert (version.amount_min, version.amount_max, version.at_discretion) == (1000, 5000, True)
    assert version.amounts == {
        "rate_min": 60, "rate_max": 80, "rate_by_year": [100, 90], "not_eligible": {"lv": "Algas"}
    }  # fmt: skip
    assert version.condition_words == [{"lv": "Vismaz viens bērns", "en": "At least one child"}, {"lv": "Līgums"}]
    assert version.parts == ["Mazsalacas pagasts"]
    page = text_of(client, "fact", version.fact_id)
    assert "Possible support, not a right" in page
    assert "1: 100 %, 2: 90 %" in page
    assert "Vismaz viens bērns" in text_of(client, "fact_edit", version.fact_id)


def test_saving_a_measure_of_the_pack_keeps_its_conditions_and_leaves_the_old_version(dace):
    mine = Fact.objects.filter(role=specialist(), state=State.REPORTED, current__conditions__isnull=False)
    fact = mine.first()
    client = english(dace)
    page = text_of(client, "fact_edit", fact.pk)
    assert "They stay as they are when you save here." in page
    typed = {**TYPED, "audience": "all", "seen": "1", "state": "valid", "also_in": [], "a_rate_min": "60"}
    assert client.post(reverse("fact_edit", args=[fact.pk]), typed).status_code == 302
    before, now = fact.versions.get(number=1), fact.versions.get(number=2)
    assert now.conditions == before.conditions
    assert now.conditions is not None
    assert (before.state, now.state) == (State.REPORTED, State.VALID)


def test_cat_04_one_press_confirms_and_a_stale_page_is_refused(dace):
    fact = grown_old(service_of(dace), due=5)
    client = english(dace)
    assert "After-school group" in text_of(client, "facts_due")
    client.post(reverse("fact_confirm", args=[fact.pk]), {"seen": "9"})
    fact.refresh_from_db()
    assert fact.freshness() == "due"
    answer = client.post(reverse("fact_confirm", args=[fact.pk]), {"seen": "1", "back": reverse("facts_due")})
    assert answer.headers["Location"] == reverse("facts_due")
    fact.refresh_from_db()
    assert fact.confirmed_on == today()
    assert "After-school group" not in text_of(client, "facts_due").split("<main")[1].split("toast")[0]


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example"])
def test_after_confirming_nobody_is_led_to_another_site(dace, elsewhere):
    fact = service_of(dace)
    answer = english(dace).post(reverse("fact_confirm", args=[fact.pk]), {"back": elsewhere})
    assert answer.headers["Location"] == reverse("fact", args=[fact.pk])


def test_cat_04_the_link_in_the_mail_confirms_without_account_and_ends_what_is_over(client, dace):
    fact, over = grown_old(service_of(dace), due=5), grown_old(service_of(dace, name={"en": "Old club"}), due=5)
    token = new_link(specialist()).split("/f/")[1].strip("/")
    client.cookies["language"] = "en"
    page = text_of(client, "facts_by_link", token)
    assert "After-school group" in page
    address = reverse("facts_by_link", args=[token])
    client.post(address, {"fact": fact.pk, "say": "holds"})
    client.post(address, {"fact": over.pk, "say": "over", "reason": "Closed"})
    fact.refresh_from_db()
    over.refresh_from_db()
    assert (fact.confirmed_on, fact.events.first().by, fact.events.first().details) == (today(), None, {"way": "link"})
    assert "specialist" in fact.events.first().by_name.lower()
    assert (over.state, over.current.reason) == (State.ENDED, {"en": "Closed"})


def test_a_link_opens_only_the_facts_of_its_role(client, dace):
    other = Fact.objects.filter(state=State.REPORTED).exclude(role=specialist()).first()
    token = new_link(specialist()).split("/f/")[1].strip("/")
    answer = client.post(reverse("facts_by_link", args=[token]), {"fact": other.pk, "say": "holds"})
    assert answer.status_code == 404
    assert client.get(reverse("facts_by_link", args=["wrong"])).status_code == 404
    assert Fact.objects.get(pk=other.pk).state == State.REPORTED


def test_withdrawing_asks_why_and_can_be_taken_back(dace):
    fact = service_of(dace)
    client = english(dace)
    address = reverse("fact_withdraw", args=[fact.pk])
    assert client.post(address, {"state": "withdrawn", "reason": ""}).status_code == 422
    client.post(address, {"state": "withdrawn", "reason": "A mistake"})
    assert "A mistake" in text_of(client, "fact", fact.pk)
    assert "After-school group" not in text_of(client, "facts", q="after-school")
    client.post(reverse("fact_restore", args=[fact.pk]))
    assert "After-school group" in text_of(client, "facts", q="after-school")


def test_cat_11_staff_search_by_words_topic_and_place_and_see_no_expired_among_valid(alise):
    client = english(alise)
    page = text_of(client, "facts", q="dzīvoklis cēsu")
    assert "Reported in 2022, never confirmed" in page
    assert ">Ended<" not in text_of(client, "facts", topic="business").split("<table")[1]
    place = text_of(client, "facts", place="r-latgale", kind="municipal_measure")
    assert "Ventspils" not in place.split("<table")[1]


def test_cat_12_the_report_lists_what_is_kept_for_returnees_with_counts_by_everybody(gunta):
    running = Fact.objects.exclude(state__in=["ended", "withdrawn", "proposed", "draft"])
    only = running.exclude(valid_to__lt=today()).filter(audience="only")
    number, past = only.count(), only.first()
    Fact.objects.filter(pk=past.pk).update(valid_to=today() - timedelta(days=1))  # its last day was yesterday
    page = text_of(english(gunta), "facts_reserved")
    for shown in ("For returnees alone", "Returnees come first", "For everybody", "Draws people back"):
        assert shown in page
    assert f'<td class="num" data-label="Facts">{number - 1}</td>' in page
    assert reverse("fact", args=[past.pk]) not in page


def test_b_59_shares_of_what_draws_people_back_and_what_helps_those_who_are_back(gunta):
    page = english(gunta).get(reverse("facts_reserved"))
    shares = [part for _words, _number, part in page.context["aims"]]
    assert sum(shares) == pytest.approx(100)
    assert 'data-label="In percent"' in page.content.decode()


def test_com_06_everything_with_owner_and_basis_can_be_taken_along(gunta, alise):
    """Homes and events that are kept for returnees stand beside measures; what is for everybody is in the table too."""
    with acting(alise.scope):
        soon = today() + timedelta(days=20)
        openings.save(entry=Dwelling(), by=alise, kind="land", priority="Returned families first", valid_to=soon)
        save_event(
            event=PublicEvent(), by=alise, kind="webinar", title={"lv": "Vebinārs"}, organiser="Reģions",
            url="https://event.example", starts_at=timezone.now() + timedelta(days=9), audience="only",
        )  # fmt: skip
    page = text_of(english(gunta), "facts_reserved")
    for shown in ("Returned families first", "Vebinārs", "Who answers for it", "Basis"):
        assert shown in page
    table = english(gunta).get(reverse("facts_reserved_table")).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(table), delimiter=";"))
    running = Fact.objects.exclude(state__in=["ended", "withdrawn", "proposed", "draft"])
    running = running.exclude(valid_to__lt=today())
    assert len(rows) == 1 + running.count() + 2
    assert all(row[0] and row[1] for row in rows)
    assert sum(row[3] == "For returnees alone" for row in rows) == running.filter(audience="only").count() + 1
    assert all(row[5] for row in rows[1 : running.count() + 1])


def test_cat_02_the_import_report_shows_all_509_records_with_the_reason(gunta):
    reader, pages, after = english(gunta), [], "0"
    while after:
        pages.append(text_of(reader, "facts_imported", after=after))
        after = (re.findall(r'href="\?became=&amp;after=(\d+)"', pages[-1]) or [""])[0]
    assert [page.count('scope="row"') for page in pages] == [50] * 10 + [9]
    assert "509 records in all" in pages[0]
    assert "Contact in the directory" in pages[0]
    fewer = text_of(english(gunta), "facts_imported", became="contact")
    assert "38" in fewer
    assert fewer.count('scope="row"') == 38


def test_the_command_lists_every_record(capsys):
    from django.core.management import call_command

    call_command("import_report")
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 510
    assert lines[-1] == "509 records: 38 contact, 439 fact, 5 history, 27 participation"
    visa = next(line for line in lines if line.startswith("SM-057"))
    assert visa.split("\t")[1:4] == ["history", "replaced_by_today", "conditions: tree"]


def test_an_ownerless_fact_is_given_an_owner_by_the_ministry_and_taken_over_by_nobody_else(gunta, alise, dace):
    fact = Fact.objects.get(code="SM-053")
    ministry = english(gunta)
    assert "Municipal housing assistance" in text_of(ministry, "facts_ownerless")
    role = Role.objects.get(kind="ministry")
    assert ministry.post(reverse("fact_owner", args=[fact.pk]), {"role": role.pk}).status_code == 302
    fact.refresh_from_db()
    assert fact.role == role
    assert english(dace).get(reverse("fact_owner", args=[fact.pk])).status_code == 403


def test_a_coordinator_sees_all_facts_and_edits_only_those_of_her_own_role(alise, dace):
    mine, hers = service_of(dace), write(Role.objects.get(kind="coordinator", region__code="vidzeme"), alise)
    client = english(alise)
    assert text_of(client, "fact", mine.pk)
    assert client.get(reverse("fact_edit", args=[mine.pk])).status_code == 404
    assert client.post(reverse("fact_confirm", args=[mine.pk])).status_code == 404
    assert client.get(reverse("fact_edit", args=[hers.pk])).status_code == 200
    assert FactVersion.objects.filter(fact=mine).count() == 1


def test_b_25_marks_of_planned_ended_and_not_known_are_on_the_page(alise):
    client = english(alise)
    for state, words in {
        "planned": "Planned",
        "ended": "Ended",
        "proposed": "Only proposed",
        "unclear": "Not known",
    }.items():
        fact = Fact.objects.filter(state=state).first()
        page = text_of(client, "fact", fact.pk)
        assert words in page, state
        assert "It holds: confirm" not in page


def test_k_x2_a_contradiction_is_shown_with_its_note(alise):
    fact = Fact.objects.get(code="tukuma-nov--remigracijas-pabalsts")
    page = text_of(english(alise), "fact", fact.pk)
    assert "Not verified: the source contradicts itself" in page
    assert "whether 500 EUR is in total" in page


def test_no_condition_recorded_reads_ask_and_never_yes(alise):
    fact = Fact.objects.filter(
        current__conditions__isnull=True, current__condition_words=[], current__open_conditions=[]
    ).first()
    page = text_of(english(alise), "fact", fact.pk)
    assert "No condition is recorded. That does not mean that there is none: ask." in page


def test_lists_ask_the_database_no_more_for_more_rows(alise, dace, django_assert_max_num_queries):
    client = english(alise)
    client.get(reverse("facts"))
    with django_assert_max_num_queries(16):
        client.get(reverse("facts"))


def test_b_66_an_institutions_contact_in_a_region_is_a_fact(alise):
    client = english(alise)
    client.post(reverse("fact_new", args=["contact"]), {
        **TYPED, "name_lv": "NVA kontakts Vidzemē", "topics": ["job"], "d_for_whom": "Kas meklē darbu", "state": "valid"
    })  # fmt: skip
    fact = Fact.objects.get(name={"lv": "NVA kontakts Vidzemē"})
    assert (fact.level, [region.code for region in fact.regions.all()]) == ("region", ["vidzeme"])


def test_k_m16_the_check_of_a_website_is_kept_with_its_day(dace):
    client = english(dace)
    client.post(reverse("fact_new", args=["contact"]), {
        **TYPED, "d_checked_web": "2026-11-20", "d_web_shows": ["basics", "grants"], "state": "valid"
    })  # fmt: skip
    details = Fact.objects.get(role=specialist(), kind="contact").current.details
    assert details == {"checked_web": "2026-11-20", "web_shows": ["basics", "grants"]}


def test_b_48_premises_tell_power_roads_and_sewage(dace):
    client = english(dace)
    client.post(reverse("fact_new", args=["premises"]), {
        **TYPED, "topics": ["business"], "d_purpose": ["production"], "d_area": "400", "d_power": "100 kW",
        "d_access_road": "Asfalts", "d_water": "Pilsētas tīkls", "state": "valid",
    })  # fmt: skip
    fact = Fact.objects.get(kind="premises")
    page = text_of(client, "fact", fact.pk)
    for shown in ("100 kW", "Asfalts", "Pilsētas tīkls", "For production"[4:].capitalize()):
        assert shown in page


def test_cat_15_a_fact_is_told_as_in_short_who_what_how_and_where(dace):
    client = english(dace)
    assert "Write as you would tell it to a family" in text_of(client, "fact_new", "service")
    told = {"who_lv": "Ikvienam", "what_lv": "Stunda dienā", "how_lv": "Zvaniet", "where_lv": "Skolā"}
    client.post(reverse("fact_new", args=["service"]), {**TYPED, **told, "state": "valid"})
    page = text_of(client, "fact", Fact.objects.get(role=specialist(), kind="service").pk)
    places = [
        page.index(f"{heading}</h2>") for heading in ("In short", "Who can get it", "What one gets", "How to get it")
    ]
    assert places == sorted(places)
    assert "Stunda dienā" in page


def test_b_43_and_spe_01_wanted_professions_name_the_document_and_what_the_municipality_gives(dace):
    client = english(dace)
    told = {
        "d_field": "education", "d_professions": "Fizikas skolotājs", "d_tenancy_years": "3", "d_travel": "yes",
        "d_document": "Attīstības programma 2022-2027", "topics": ["job"],
    }  # fmt: skip
    client.post(reverse("fact_new", args=["specialist_support"]), {**TYPED, **told, "state": "valid"})
    page = text_of(client, "fact", Fact.objects.get(kind="specialist_support").pk)
    for shown in ("Fizikas skolotājs", "Attīstības programma 2022-2027", "Flat for how many years", "Travel is paid"):
        assert shown in page


def test_k_m7_the_sums_of_every_version_of_the_pack_can_be_read():
    told = {}
    for version in FactVersion.objects.exclude(amounts={}).select_related("fact"):
        told[version.fact.code] = [label for label, value in say.amount_lines(version) if not value]
    assert len(told) > 40
    assert {code: empty for code, empty in told.items() if empty} == {}


def test_a_budget_and_rounds_are_shown_on_the_page(alise):
    fact = Fact.objects.get(code="latgales-pr--eez-biznesa-ideju-plans2022")
    client = english(alise)
    assert "540,000" in text_of(client, "fact", fact.pk)
    assert "92,274.99" in text_of(client, "fact_version", fact.pk, 2)


def test_no_fact_shows_what_it_keeps_in_the_signs_of_a_program():
    """Sums, details, places and conditions of every version are read as words, never as JSON or as a Python value."""
    signs = re.compile(r"[{}\[\]]|\bNone\b|\bTrue\b|\bFalse\b")
    kinds = {kind.code: kind.fields for kind in FactKind.objects.all()}
    raw = {}
    for version in FactVersion.objects.select_related("fact"):
        told = [*say.amount_lines(version), *say.detail_lines(version, kinds[version.fact.kind])]
        said = [text for _label, value in told for text in (said_rows(value) if isinstance(value, list) else [value])]
        texts = [*said, *(line for top in lines_of(version.conditions) for line in said_lines(top))]
        if found := [text for text in texts if signs.search(str(text))]:
            raw[version.fact.code] = found
    assert raw == {}


def said_rows(rows):
    return [text for row in say.row_words(rows) for text in row]


def said_lines(line):
    return [line.text, line.note, *(text for inner in line.inner for text in said_lines(inner))]


def test_b_20_a_youth_programme_tells_host_place_and_period(dace):
    client = english(dace)
    told = {
        **TYPED, "name_lv": "Pavadi vasaru muzejā", "topics": ["job"], "d_form": ["internship"],
        "d_host": "Mazsalacas muzejs", "d_held_at": "Mazsalaca", "d_begins_on": "2027-06-15", "d_ends_on": "2027-08-15",
        "state": "valid",
    }  # fmt: skip
    client.post(reverse("fact_new", args=["municipal_measure"]), told)
    page = text_of(client, "fact", Fact.objects.get(name={"lv": "Pavadi vasaru muzejā"}).pk)
    for shown in ("Internship", "Mazsalacas muzejs", "Mazsalaca", "15 June 2027", "15 August 2027"):
        assert shown in page
    assert "“Spend summer in Latvia” internship programme" in text_of(client, "facts", q="pavadi vasaru", topic="job")


def test_b_47_a_municipality_publishes_a_co_working_room_and_a_networking_event(dace):
    client = english(dace)
    room = {**TYPED, "name_lv": "Kopradīte", "topics": ["remote_work"], "d_purpose": ["coworking"], "state": "valid"}
    event = {
        **TYPED, "name_lv": "Atgriezušos vakars", "topics": ["wellbeing"], "d_form": ["event"],
        "d_held_at": "Bibliotēka", "d_begins_on": "2027-01-20", "state": "valid",
    }  # fmt: skip
    client.post(reverse("fact_new", args=["premises"]), room)
    client.post(reverse("fact_new", args=["municipal_measure"]), event)
    place = f"m-{specialist().municipality_id}"
    assert "Kopradīte" in text_of(client, "facts", place=place, topic="remote_work")
    assert "Atgriezušos vakars" in text_of(client, "facts", place=place, topic="wellbeing")
    assert "Co-working" in text_of(client, "fact", Fact.objects.get(name={"lv": "Kopradīte"}).pk)
    page = text_of(client, "fact", Fact.objects.get(name={"lv": "Atgriezušos vakars"}).pk)
    for shown in ("Event or camp", "Bibliotēka", "20 January 2027"):
        assert shown in page


def test_t_18_support_is_searched_and_shows_validity_conditions_money_owner_and_last_confirmation(alise, dace):
    client = english(dace)
    typed = {
        **TYPED, "name_lv": "Grants darbnīcai", "topics": ["business"], "valid_from": "2026-01-01",
        "valid_to": "2027-12-31", "funding_lv": "Pašvaldības budžets", "condition_words_lv": "Uzņēmums reģistrēts šeit",
        "state": "valid",
    }  # fmt: skip
    client.post(reverse("fact_new", args=["municipal_measure"]), typed)
    reader = english(alise)
    assert "Grants darbnīcai" in text_of(reader, "facts", q="darbnīcas grants", topic="business")
    page = text_of(reader, "fact", Fact.objects.get(name={"lv": "Grants darbnīcai"}).pk)
    with translation.override("en"):
        owner = say.role_words(specialist())
    said = ("1 January 2026 \N{EN DASH} 31 December 2027", "Uzņēmums reģistrēts šeit", "Pašvaldības budžets", owner)
    assert [words for words in said if words not in page] == []
    assert page.split("Confirmed</dt>")[1].lstrip().startswith(f"<dd>{long_date(today(), 'en')}")


def test_b_22_a_local_partnership_stands_with_its_municipality_and_says_how_to_take_part(alise):
    client = english(alise)
    rural = Fact.objects.get(code="aizkraukles-nov--leader")
    place = f"m-{rural.municipalities.get().pk}"
    page = text_of(client, "facts", q="leader", place=place)
    assert reverse("fact", args=[rural.pk]) in page
    assert reverse("fact", args=[Fact.objects.get(code="tukuma-nov--leader").pk]) not in page
    state = Fact.objects.get(code="SM-045")
    assert reverse("fact", args=[state.pk]) in page
    assert "returnees can also take part in its strategy" in text_of(client, "fact", state.pk)


@pytest.mark.parametrize("topic", ["wellbeing", "job", "taxes", "health"])
def test_t_19_what_is_hard_after_the_return_is_a_topic_with_facts(alise, topic):
    page = text_of(english(alise), "facts", topic=topic)
    assert page.count('scope="row"') >= 1


def test_cat_04_the_owner_is_asked_about_facts_of_which_nobody_knows_whether_they_run(dace):
    fact = Fact.objects.filter(state="unclear").first()
    Fact.objects.filter(pk=fact.pk).update(role=min(dace.scope.roles))
    page = text_of(english(dace), "facts_due")
    assert fact.name.get("en", fact.name["lv"]) in page.split("Nobody knows whether it runs")[1]
    english(dace).post(reverse("fact_confirm", args=[fact.pk]))
    fact.refresh_from_db()
    assert fact.state == "valid"


def test_cat_07_staff_search_premises_by_purpose_and_size(alise, dace):
    hall = write(specialist(), dace, kind="premises", details={"purpose": ["production"], "area": 400})
    write(specialist(), dace, kind="premises", details={"purpose": ["office"], "area": 40})
    client = english(alise)
    for query in ({"has": "premises/purpose:production"}, {"least": "100"}):
        page = client.get(reverse("facts"), query)
        assert [one["fact"].code for one in page.context["lines"]] == [hall.code]


def test_spe_05_a_coordinator_finds_the_networks_to_which_a_demand_can_be_passed_on(alise):
    client = english(alise)
    page = client.get(reverse("facts"), {"has": "contact/takes_demands:yes"})
    assert {"general-esi-lv", "general-your-move"} <= {one["fact"].code for one in page.context["lines"]}
    assert {one["fact"].kind for one in page.context["lines"]} == {"contact"}


def test_n_18_n_19_staff_read_the_terms_of_a_call_that_is_over(alise):
    fact = Fact.objects.get(code="today-business-bauska")
    page = english(alise).get(reverse("fact", args=[fact.pk])).text
    for words in (
        "Returned at most two years before the job or the company was created",
        "municipality €4,000",
        "50",
    ):
        assert words in page.replace("\N{NO-BREAK SPACE}", " ")
