"""The directory: where a question goes, who is reached how, what changed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError

from majup.network import actions, letters
from majup.network.errors import PlaceholderProblem
from majup.network.models import (
    Institution,
    MunicipalConsultation,
    NetworkEvent,
    ParticipantList,
    Role,
    RoutingRule,
    Template,
    Topic,
)
from majup.network.queries import addressee, contact_of, gaps, public_contacts
from tests.support.people import SINCE, give_role, make_user, municipality, region, today

pytestmark = pytest.mark.django_db
VALMIERA = "0054000"


def specialist_of(atvk: str) -> Role:
    return Role.objects.get(kind="specialist", municipality__atvk=atvk)


def ask(code: str, atvk: str | None = VALMIERA):
    place = municipality(atvk) if atvk else None
    return addressee(topic=Topic.objects.get(code=code), municipality=place, region=region("vidzeme"))


def test_ref_05_local_topics_go_to_the_municipality_general_ones_to_institution_or_coordinator():
    assert (ask("kindergarten").role.unit, ask("kindergarten").role.municipality.atvk) == ("preschool", VALMIERA)
    assert ask("job").role.institution.code == "nva"
    assert (ask("moving").role.kind, ask("moving").role.region.code) == ("coordinator", "vidzeme")
    assert ask("kindergarten", None).role.kind == "coordinator"


def test_ref_05_the_routing_table_is_edited_without_programming(admin_user):
    topic = Topic.objects.get(code="job")
    actions.edit_routing(topic=topic, kind="unit", unit="business", by=admin_user)
    assert (ask("job").role.kind, ask("job").role.unit) == ("unit", "business")
    actions.edit_routing(
        topic=topic, kind="institution", institution=Institution.objects.get(code="liaa"), by=admin_user
    )
    assert ask("job").role.institution.code == "liaa"
    assert [event.details["to"] for event in NetworkEvent.objects.filter(kind="routing_edited")] == [
        ["institution", "", "liaa"],
        ["unit", "business", ""],
    ]


def test_the_database_refuses_a_routing_rule_without_its_addressee():
    with pytest.raises(IntegrityError, match="routing_names_its_addressee"):
        RoutingRule.objects.filter(topic__code="job").update(institution=None)


def test_net_05_without_a_specialist_the_customer_centre_is_asked_and_the_sender_knows(admin_user):
    actions.edit_routing(topic=Topic.objects.get(code="other"), kind="specialist", by=admin_user)
    found = ask("other")
    assert (found.role.unit, found.instead_of) == ("customer_centre", specialist_of(VALMIERA))
    give_role(make_user("Dace"), specialist_of(VALMIERA))
    assert (ask("other").role, ask("other").instead_of) == (specialist_of(VALMIERA), None)


def test_net_06_new_questions_go_to_the_successor_of_a_merged_municipality():
    assert ask("kindergarten", "0055000").role.municipality.atvk == "0038001"


def test_net_04_b_36_every_municipality_has_a_holder_or_is_a_visible_gap():
    everywhere = {role.municipality.atvk for role in gaps()}
    assert len(everywhere) == 42
    give_role(make_user("Dace"), specialist_of(VALMIERA))
    give_role(make_user("Erna"), specialist_of("0029000"), is_deputy=True)
    assert {role.municipality.atvk for role in gaps()} == everywhere - {VALMIERA}
    vidzeme = {role.municipality.atvk for role in gaps(region("vidzeme"))}
    assert "0029000" in vidzeme
    assert VALMIERA not in vidzeme
    assert all(atvk in everywhere for atvk in vidzeme)


def test_k_m1_unknown_arrangements_stay_unknown_and_stated_ones_keep_day_and_source():
    stated = specialist_of("0002000")
    assert (stated.arrangement, stated.arrangement_on) == ("specialist_with_duty", date(2022, 11, 29))
    assert stated.arrangement_source != ""
    unknown = specialist_of("0004000")
    assert (unknown.arrangement, unknown.arrangement_on, unknown.confirmed_on) == ("", None, None)


def test_k_c17_a_changed_arrangement_is_dated_and_counts_as_confirmed(admin_user):
    role = actions.change_contact(
        role=specialist_of("0004000"),
        phone="+371 20000000",
        mailbox="centrs@pasvaldiba.example",
        load_share=Decimal("0.20"),
        arrangement="own_coordinator",
        by=admin_user,
    )
    assert (role.arrangement, role.arrangement_on, role.arrangement_source) == ("own_coordinator", today(), "Admin")
    assert role.confirmed_on == today()
    details = NetworkEvent.objects.get(kind="contact_changed").details
    assert (details["before"]["phone"], details["after"]["phone"]) == ("", "+371 20000000")


def test_net_08_every_institution_has_topics_a_contact_point_and_a_date_of_last_check(admin_user):
    for institution in Institution.objects.all():
        assert institution.topics.exists()
        assert institution.roles.get().mailbox.endswith(".example")
    role = Role.objects.get(institution__code="pmlp")
    assert role.confirmed_on is None
    actions.confirm_contact(role=role, by=admin_user)
    role.refresh_from_db()
    assert role.confirmed_on == today()


def test_n_1_n_2_an_institution_keeps_the_history_of_its_names():
    ministry = Institution.objects.get(code="varam")
    assert ministry.name_on(date(2024, 6, 30))["en"].startswith("Ministry of Environmental Protection")
    assert ministry.name_on(date(2024, 7, 1))["en"] == "Ministry of Smart Administration and Regional Development"


def test_n_1_a_new_name_begins_on_its_day(admin_user):
    agency = Institution.objects.get(code="nva")
    former = agency.name_on()
    begins = today() + timedelta(days=30)
    actions.rename_institution(institution=agency, name={"en": "Jobs"}, valid_from=begins, by=admin_user)
    assert agency.name_on() == former
    assert agency.name_on(begins) == {"en": "Jobs"}
    assert agency.roles.get().title == former


def test_n_3_n_4_the_national_contact_point_stands_above_five_coordinators(alise):
    contacts = public_contacts()
    assert [contact.kind for contact in contacts] == ["coordinator"] * 5 + ["contact_point"]
    assert [contact.mailbox for contact in contacts][-1] == "kontaktpunkts@majup.example"
    assert [contact.name for contact in contacts if contact.name] == ["Alise"]


def test_prv_08_public_contacts_hold_nothing_private(alise):
    alise.email = "alise.private@home.example"
    alise.save()
    shown = " ".join(f"{contact.name} {contact.phone} {contact.mailbox}" for contact in public_contacts())
    assert "Alise" in shown
    assert "alise.private" not in shown


def test_public_contacts_take_three_queries(alise, cilda, django_assert_num_queries):
    with django_assert_num_queries(3):
        assert len(public_contacts()) == 6


def test_net_02_a_mail_draws_the_contact_from_the_role_at_the_moment_it_is_written(alise, admin_user):
    role = Role.objects.get(kind="coordinator", region__code="vidzeme")
    values = {"reference": "V-1"}
    assert "E-pasts: vidzeme@majup.example" in letters.write("next_contact", "lv", values, role=role).body
    actions.change_contact(role=role, phone="+371 1", mailbox="jauna@majup.example", by=admin_user)
    role.refresh_from_db()
    body = letters.write("next_contact", "lv", values, role=role).body
    assert "Kontaktpersona" not in body
    assert body.splitlines()[-4:] == [
        "Jūsu kontaktpersona: Alise",
        "Tālrunis: +371 1",
        "E-pasts: jauna@majup.example",
        "Atsauces numurs: V-1",
    ]
    assert contact_of(role).mailbox == "jauna@majup.example"


def test_lng_04_one_library_for_all_and_a_change_is_a_new_version(alise, cilda):
    template = Template.objects.get(code="next_contact")
    body = {**template.body, "en": "How are you? {responsible_name}"}
    actions.edit_template(template=template, subject=template.subject, body=body, by=alise)

    role = Role.objects.get(kind="coordinator", region__code="latgale")
    letter = letters.write("next_contact", "en", {"reference": "L-2"}, role=role)
    assert (letter.body, letter.subject) == ("How are you? Cilda", "How are your plans to return? (L-2)")
    template.refresh_from_db()
    assert (template.version, template.changed_by) == (2, alise)
    assert NetworkEvent.objects.get(kind="template_edited").details["before"]["body"]["en"].startswith("Hello")


def test_lng_04_an_unknown_placeholder_is_refused(alise):
    template = Template.objects.get(code="next_contact")
    with pytest.raises(PlaceholderProblem) as refused:
        actions.edit_template(template=template, subject=template.subject, body={"lv": "Sveiki, {vards}!"}, by=alise)
    assert refused.value.unknown == ["vards"]
    template.refresh_from_db()
    assert template.version == 1


def test_lng_04_a_message_with_a_link_keeps_it(alise):
    template = Template.objects.get(code="question_to_role")
    with pytest.raises(PlaceholderProblem) as refused:
        actions.edit_template(template=template, subject=template.subject, body={"lv": "Lūdzu, atbildiet!"}, by=alise)
    assert refused.value.missing == ["link"]


def test_a_value_is_not_read_as_a_template_again():
    letter = letters.fill(
        {"en": "Re: {question}"}, {"en": "{question}"}, "en", {"question": "What is {link}?\nTell me"}
    )
    assert (letter.subject, letter.body) == ("Re: What is {link}? Tell me", "What is {link}?\nTell me")


def test_a_line_that_only_announces_what_nobody_has_is_left_out():
    body = {"en": "Dear {name},\n\nPhone: {phone}\nE-mail: {mailbox}\nFrom {name} ({phone})"}
    values = {"name": "Ieva", "phone": "", "mailbox": "a@b.example"}
    letter = letters.fill({"en": "Hello"}, body, "en", values)
    assert letter.body == "Dear Ieva,\n\nE-mail: a@b.example\nFrom Ieva ()"


def test_a_letter_in_a_language_not_written_comes_in_the_main_one():
    assert letters.write("erasure_done", "ru", {"responsible_phone": "", "responsible_mailbox": ""}).language == "lv"


def test_b_37_advice_to_a_municipality_is_logged_apart_under_its_region_of_that_day(alise):
    consultation = actions.log_consultation(
        municipality=municipality(VALMIERA), on=today(), subject="How to answer", outcome="Sent the guide", by=alise
    )
    told = ("pk", "region__code", "by__name", "on", "subject", "outcome")
    assert list(MunicipalConsultation.objects.values_list(*told)) == [
        (consultation.pk, "vidzeme", "Alise", today(), "How to answer", "Sent the guide")
    ]


def test_net_07_two_differing_lists_of_pilot_municipalities_can_be_told_apart():
    lists = ParticipantList.objects.filter(on=SINCE)
    names = {row.code: set(row.participants.values_list("name_then", flat=True)) for row in lists}
    assert {code: len(found) for code, found in names.items()} == {"pilot_2018_announced": 10, "pilot_2018_study": 10}
    announced, study = names["pilot_2018_announced"], names["pilot_2018_study"]
    assert announced - study == {"Jelgavas pilsēta", "Neretas novads"}
    assert study - announced == {"Vecumnieku novads", "Dobeles novads"}
    assert all(row.source for row in lists)


def test_loading_the_pack_again_keeps_what_people_changed(admin_user, settings):
    from majup.network.pack import load

    role = specialist_of(VALMIERA)
    actions.change_contact(role=role, phone="+371 5", mailbox="cits@pasvaldiba.example", by=admin_user)
    agency = Institution.objects.get(code="nva")
    actions.rename_institution(institution=agency, name={"en": "Jobs"}, valid_from=today(), by=admin_user)
    load(settings.COUNTRY_PACK)
    role.refresh_from_db()
    assert (role.phone, agency.name_on()) == ("+371 5", {"en": "Jobs"})
