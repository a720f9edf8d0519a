"""The directory as its readers and keepers see it."""

import re
from html import unescape

import pytest

from majup.network import actions
from majup.network.models import Institution, MunicipalConsultation, NetworkEvent, Role, RoutingRule, Template
from majup.places.models import InternalExclusion, Municipality
from tests.support.people import give_role, make_user, municipality, region, sign_in, today

pytestmark = pytest.mark.django_db
VALMIERA = "0054000"


def text_of(response) -> str:
    body = response.content.decode()
    main = body[body.index("<main") : body.index("</main>")]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main)))


def role_of(kind: str, **where) -> Role:
    return Role.objects.get(kind=kind, **where)


def test_net_01_n_4_the_directory_shows_five_regions_and_the_national_contact_point(alise, bruno):
    page = sign_in(alise).get("/en/directory/")
    shown = [role.region.code for role in page.context["regional"]]
    assert sorted(shown) == ["kurzeme", "latgale", "riga", "vidzeme", "zemgale"]
    people = {role.region.code: role.people for role in page.context["regional"]}
    assert [code for code, found in people.items() if found.holder] == ["vidzeme"]
    assert (people["vidzeme"].holder, people["vidzeme"].deputy) == (alise, bruno)
    assert "kontaktpunkts@majup.example" in text_of(page)
    assert "vidzeme@majup.example" in text_of(page)


def test_net_01_a_running_substitute_is_the_one_shown(alise, bruno):
    role = role_of("coordinator", region__code="vidzeme")
    actions.arrange_substitution(role=role, user=bruno, valid_from=today(), valid_to=today(), by=alise)
    assert "Bruno substitutes" in text_of(sign_in(alise).get("/en/directory/")).replace("  ", " ")


def test_b_36_every_municipality_of_a_region_has_a_contact_or_a_visible_gap(alise, dace):
    page = sign_in(alise).get("/en/directory/regions/vidzeme/")
    listed = {role.municipality.atvk for role in page.context["specialists"]}
    assert listed == set(Municipality.objects.in_force().in_region(region("vidzeme")).values_list("atvk", flat=True))
    text = text_of(page)
    assert text.count("nobody") == len(listed) - 1
    assert "Dace" in text


def test_net_04_the_coordinator_sees_the_gaps_of_her_region_first(alise, dace):
    client = sign_in(alise)
    mine = {role.municipality.atvk for role in client.get("/directory/gaps/").context["empty"]}
    places = set(Municipality.objects.in_force().in_region(region("vidzeme")).values_list("atvk", flat=True))
    assert mine == places - {VALMIERA}
    assert len(client.get("/directory/gaps/?region=all").context["empty"]) == 41


@pytest.mark.parametrize("specialists", [1, 3])
def test_the_region_page_takes_the_same_number_of_queries(alise, django_assert_num_queries, specialists):
    places = Municipality.objects.in_force().in_region(region("vidzeme"))[:specialists]
    for place in places:
        give_role(make_user(f"S{place.pk}"), role_of("specialist", municipality=place))
    client = sign_in(alise)
    client.get("/directory/regions/vidzeme/")
    with django_assert_num_queries(12):
        client.get("/directory/regions/vidzeme/")


def test_net_02_a_contact_changed_in_one_place_is_changed_on_every_page_and_in_the_next_mail(alise):
    from majup.network import letters

    role = role_of("coordinator", region__code="vidzeme")
    client = sign_in(alise)
    sent = client.post(
        f"/directory/roles/{role.pk}/contact/", {"phone": "+371 64116006", "mailbox": "vidzeme.jauna@majup.example"}
    )
    assert (sent.status_code, sent.url) == (302, f"/directory/roles/{role.pk}/")
    for address in ("/directory/", "/directory/regions/vidzeme/", f"/directory/roles/{role.pk}/"):
        text = text_of(client.get(address))
        assert ("+371 64116006" in text, "vidzeme.jauna@majup.example" in text) == (True, True)
        assert " vidzeme@majup.example" not in text
    role.refresh_from_db()
    letter = letters.write("reopened", "lv", {"reference": "1"}, role=role)
    assert "vidzeme.jauna@majup.example" in letter.body


def test_a_refused_contact_keeps_what_was_typed(alise):
    role = role_of("coordinator", region__code="vidzeme")
    page = sign_in(alise).post(f"/en/directory/roles/{role.pk}/contact/", {"phone": "call me", "mailbox": "x@"})
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"phone", "mailbox"}
    assert 'value="call me"' in page.content.decode()
    role.refresh_from_db()
    assert role.mailbox == "vidzeme@majup.example"


def test_a_coordinator_keeps_the_contacts_of_her_own_region_only(alise):
    mine = role_of("specialist", municipality__atvk=VALMIERA)
    other = role_of("coordinator", region__code="latgale")
    client = sign_in(alise)
    assert client.get(f"/directory/roles/{mine.pk}/contact/").status_code == 200
    assert client.get(f"/directory/roles/{other.pk}/contact/").status_code == 404
    assert client.post(f"/directory/roles/{other.pk}/checked/").status_code == 404
    assert client.get(f"/directory/roles/{other.pk}/").status_code == 200


def test_k_c17_a_coordinator_confirms_the_contact_of_a_municipality(alise):
    role = role_of("specialist", municipality__atvk=VALMIERA)
    sign_in(alise).post(f"/directory/roles/{role.pk}/checked/")
    role.refresh_from_db()
    assert role.confirmed_on == today()
    assert NetworkEvent.objects.get(kind="contact_confirmed").by == alise


def test_net_08_n_2_the_institution_page_shows_the_name_of_a_day(alise):
    client = sign_in(alise)
    then = client.get("/en/directory/institutions/varam/?on=2024-06-30")
    now = client.get("/en/directory/institutions/varam/?on=2024-07-01")
    assert "Environmental" in then.context["name_then"]["en"]
    assert now.context["name_then"]["en"] == "Ministry of Smart Administration and Regional Development"
    assert "Environmental" in text_of(now)
    assert client.get("/directory/institutions/varam/?on=yesterday").status_code == 200
    assert len(client.get("/directory/institutions/").context["roles"]) == Institution.objects.count()


def test_n_1_the_administrator_gives_an_institution_a_new_name(admin_user):
    client = sign_in(admin_user)
    answer = client.post(
        "/directory/institutions/nva/name/",
        {"name_lv": "Darba birojs", "name_en": "Job office", "valid_from": today().isoformat(), "source": "law"},
    )
    assert answer.status_code == 302
    assert Institution.objects.get(code="nva").name_on() == {"lv": "Darba birojs", "en": "Job office"}
    assert Institution.objects.get(code="nva").names.count() == 2


def test_ref_05_the_administrator_edits_the_routing_table_on_a_page(admin_user, alise):
    client = sign_in(admin_user)
    refused = client.post("/en/directory/routing/job/", {"kind": "unit", "unit": ""})
    assert (refused.status_code, set(refused.context["form"].errors)) == (422, {"unit"})
    assert client.post("/directory/routing/job/", {"kind": "unit", "unit": "business"}).status_code == 302
    rule = RoutingRule.objects.get(topic__code="job")
    assert (rule.kind, rule.unit, rule.institution) == ("unit", "business", None)
    assert sign_in(alise).get("/directory/routing/").status_code == 200
    assert sign_in(alise).get("/directory/routing/job/").status_code == 403


def test_lng_04_a_coordinator_changes_a_message_and_all_the_others_see_it(alise, cilda):
    template = Template.objects.get(code="next_contact")
    fields = {f"{part}_{code}": getattr(template, part)[code] for part in ("subject", "body") for code in ("lv", "en")}
    client = sign_in(alise)
    changed = {**fields, "body_en": "All well? {responsible_name}"}
    preview = client.post("/en/library/next_contact/", {**changed, "preview": "1"})
    assert preview.context["preview"].body == "All well? [responsible_name]"
    assert Template.objects.get(code="next_contact").version == 1
    assert client.post("/library/next_contact/", {**changed, "save": "1"}).status_code == 302
    page = sign_in(cilda).get("/en/library/next_contact/")
    assert "All well? {responsible_name}" in page.content.decode()
    assert Template.objects.get(code="next_contact").version == 2


def test_lng_04_an_unknown_placeholder_is_named_at_its_field(alise):
    template = Template.objects.get(code="next_contact")
    fields = {f"{part}_{code}": getattr(template, part)[code] for part in ("subject", "body") for code in ("lv", "en")}
    page = sign_in(alise).post("/en/library/next_contact/", {**fields, "body_en": "Hi {frist}", "save": "1"})
    assert page.status_code == 422
    assert page.context["form"].errors["body_en"] == [
        "The program cannot fill in {frist}. Use only the placeholders listed beside."
    ]
    assert "Hi {frist}" in page.content.decode()


def test_b_37_advice_is_noted_for_ones_own_region_and_seen_there_only(alise, cilda):
    client = sign_in(alise)
    fields = {"on": today().isoformat(), "subject": "How to answer", "outcome": ""}
    refused = client.post("/consultations/", {**fields, "municipality": municipality("0002000").pk})
    assert (refused.status_code, set(refused.context["form"].errors)) == (422, {"municipality"})
    assert client.post("/consultations/", {**fields, "municipality": municipality(VALMIERA).pk}).status_code == 302
    noted = MunicipalConsultation.objects.get()
    assert list(client.get("/consultations/").context["page"]) == [noted]
    assert list(sign_in(cilda).get("/consultations/").context["page"]) == []


def test_irm_02_the_list_is_edited_on_a_page_and_dated(gunta, dace):
    client = sign_in(gunta)
    riga = municipality("0001000")
    answer = client.post(
        "/exclusions/", {"municipality": riga.pk, "valid_from": "2018-03-01", "valid_to": "", "source": "S2:7"}
    )
    assert answer.status_code == 302
    row = InternalExclusion.objects.get()
    refused = client.post(
        "/exclusions/", {"municipality": riga.pk, "valid_from": "2019-03-01", "valid_to": "", "source": "again"}
    )
    assert refused.status_code == 422
    assert client.post(f"/exclusions/{row.pk}/end/", {"on": "2020-12-31"}).status_code == 302
    row.refresh_from_db()
    assert row.valid_to.isoformat() == "2020-12-31"
    assert sign_in(dace).get("/exclusions/").status_code == 403


def test_irm_02_who_only_reads_the_list_cannot_add(fricis):
    client = sign_in(fricis)
    assert client.get("/exclusions/").status_code == 200
    assert client.post("/exclusions/", {}).status_code == 403


@pytest.mark.parametrize(("sought", "found"), [("Skrunda", ["0033000"]), ("varaklani", ["0038001"]), ("zzz", [])])
def test_k_r2_former_units_lead_to_the_municipality_of_today(alise, sought, found):
    page = sign_in(alise).get("/municipalities/", {"q": sought})
    assert [row.atvk for row in page.context["rows"]] == found


def test_net_06_a_merged_municipality_is_shown_with_its_successor(alise):
    client = sign_in(alise)
    assert "Madona county" in text_of(client.get("/en/municipalities/0055000/"))
    assert client.get("/municipalities/0055000/").context["municipality"].successor.atvk == "0038001"
    assert len(client.get("/municipalities/").context["rows"]) == 42
    assert len(client.get("/municipalities/?all").context["rows"]) == 44


def test_net_06_the_administrator_notes_a_merger(admin_user):
    gone, heir = municipality("0049000"), municipality(VALMIERA)
    client = sign_in(admin_user)
    itself = client.post("/municipalities/merge/", {"merged": [heir.pk], "successor": heir.pk, "on": "2027-01-01"})
    assert set(itself.context["form"].errors) == {"successor"}
    answer = client.post("/municipalities/merge/", {"merged": [gone.pk], "successor": heir.pk, "on": "2027-01-01"})
    assert answer.status_code == 302
    gone.refresh_from_db()
    assert (gone.valid_to.isoformat(), gone.successor) == ("2026-12-31", heir)


def test_net_06_the_administrator_adds_a_municipality(admin_user):
    fields = {
        "atvk": "0099000",
        "name": "Gaujas novads",
        "name_en": "Gauja county",
        "kind": "county",
        "region": region("vidzeme").pk,
        "valid_from": today().isoformat(),
        "source": "law",
    }
    client = sign_in(admin_user)
    assert client.post("/municipalities/new/", fields).status_code == 302
    assert client.post("/municipalities/new/", fields).status_code == 422
    assert municipality("0099000").roles.count() == 8


def test_net_07_the_two_lists_of_pilots_stand_apart_with_their_sources(gunta):
    text = text_of(sign_in(gunta).get("/en/municipalities/lists/"))
    assert ("Aglonas pagasta pārvalde" in text, "Latvijas Universitātes pētījums (2022)" in text) == (True, True)
    assert text.count("Neretas novads") == text.count("Vecumnieku novads") == 1


def test_b_33_sources_are_named_for_people_and_never_by_the_place_in_our_papers(gunta, alise):
    """Reports and their dates; the line of a paper stays in the pack."""
    codes = Institution.objects.values_list("code", flat=True)
    pages = [("/municipalities/lists/", gunta), *((f"/directory/institutions/{code}/", alise) for code in codes)]
    for path, user in pages:
        text = text_of(sign_in(user).get(path))
        assert re.findall(r"\b(?:seeds|spec|data)/\w+", text) == []
    assert "varam.gov.lv, 01.07.2024" in text_of(sign_in(alise).get("/directory/institutions/varam/"))


def test_b_35_referrals_to_an_institution_stand_on_its_role_with_state_and_dates(alise, cilda):
    from tests.support.questions import ask, institution, make_need, reply

    question = ask(alise, make_need(alise, topic="job"), role=institution("nva"))
    page = sign_in(alise).get(f"/en/directory/roles/{question.role_id}/")
    assert [(row.pk, row.closed_at) for row, state in page.context["questions"]] == [(question.pk, None)]
    reply(question)
    ((row, state),) = sign_in(alise).get(f"/en/directory/roles/{question.role_id}/").context["questions"]
    assert (state, row.closed_at is not None) == ("Answered", True)
    assert "Kalniņ" not in text_of(page)
    assert sign_in(cilda).get(f"/directory/roles/{question.role_id}/").context["questions"] == []


def test_k_c17_the_case_shows_who_answers_in_the_places_the_family_thinks_of(alise, dace):
    from majup.cases.actions import set_candidates
    from majup.staff.scope import acting
    from majup.web.desk.cases.panels.places import panel
    from tests.support.cases import case_of

    case = case_of(alise)
    with acting(alise.scope):
        assert panel(case, alise)["lines"] == []
        set_candidates(case=case, municipalities=[municipality(VALMIERA), municipality("0055000")], by=alise)
        shown = panel(case, alise)["lines"]
    assert [(line["place"].atvk, line["people"].holder) for line in shown] == [(VALMIERA, dace), ("0038001", None)]
    text = text_of(sign_in(alise).get(f"/en/desk/cases/{case.reference}/family/"))
    assert "Last checked" in text
    assert "specialist.0038001@pasvaldibas.example" in text
