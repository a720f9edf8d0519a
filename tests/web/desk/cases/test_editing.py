"""Two people edit one case: the second sees what the first changed, and nobody's words vanish."""

import re
from html import unescape

import pytest
from django.urls import reverse

from majup.cases import actions
from majup.cases.models import Need, Obstacle, Readiness, SupportWish
from majup.network.models import Topic
from majup.people.models import Event, Person, PersonLanguage, Residence, Skill
from majup.plumbing.models import OutgoingMail
from majup.staff.scope import acting
from tests.support.cases import case_of, need_of, next_week
from tests.support.people import municipality, sign_in, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(alise):
    return case_of(alise)


def url(case, name, *args):
    return reverse(name, args=[case.reference, *args])


def filled(response, key="form"):
    """What the browser would send back: every field as the page shows it."""
    forms = response.context[key]
    forms = forms.forms if hasattr(forms, "forms") else [forms]
    return {field.html_name: field.value() if field.value() is not None else "" for form in forms for field in form}


def opened(user, case, name, *args):
    """A signed-in browser with the form open, and the form's fields."""
    client = sign_in(user)
    return client, filled(client.get(url(case, name, *args)))


def reload(case, user):
    with acting(user.scope):
        case.refresh_from_db()
    return case


def test_what_only_the_first_changed_stays_and_what_only_the_second_changed_is_saved(alise, case):
    first, a = opened(alise, case, "case_facts")
    second, b = opened(alise, case, "case_facts")
    first.post(url(case, "case_facts"), {**a, "intended_month": "2027-06"})
    response = second.post(url(case, "case_facts"), {**b, "phase": "planning"})
    case = reload(case, alise)
    assert (response.status_code, case.phase, case.intended_month.isoformat()) == (302, "planning", "2027-06-01")


def test_where_both_changed_the_same_field_the_second_sees_both_and_decides(alise, case):
    first, a = opened(alise, case, "case_readiness")
    second, b = opened(alise, case, "case_readiness")
    first.post(url(case, "case_readiness"), {**a, "home": "settled", "home_note": "Vecmāmiņas māja"})
    mine = {**b, "home": "sought", "home_note": "Meklē īres dzīvokli", "work_note": "Attālināti"}
    response = second.post(url(case, "case_readiness"), mine)
    text = response.content.decode()
    assert response.status_code == 422
    assert "Vecmāmiņas māja" in text
    assert "Meklē īres dzīvokli" in text
    assert sorted(response.context["form"].errors) == ["home", "home_note"]
    with acting(alise.scope):
        assert case.readiness.get(area="home").note == "Vecmāmiņas māja"
    again = second.post(
        url(case, "case_readiness"), {**mine, **{k: response.context["form"].data[k] for k in ("version", "seen")}}
    )
    assert again.status_code == 302
    with acting(alise.scope):
        rows = dict(Readiness.objects.values_list("area", "note"))
    assert rows == {"home": "Meklē īres dzīvokli", "work": "Attālināti", "education": ""}


def test_what_the_first_wrote_is_said_in_words_not_in_codes(alise, case):
    first, a = opened(alise, case, "case_facts")
    second, b = opened(alise, case, "case_facts")
    first.post(url(case, "case_facts"), {**a, "came_without_plan": "True", "intended_month": "2027-06"})
    response = second.post(url(case, "case_facts"), {**b, "came_without_plan": "False", "intended_month": "2027-07"})
    errors = {name: texts[0] for name, texts in response.context["form"].errors.items()}
    assert ["ierakstīja: jā." in errors["came_without_plan"], "2027. gada" in errors["intended_month"]] == [True, True]


def test_two_contacts_logged_at_the_same_time_are_both_kept(alise, case):
    one, other = sign_in(alise), sign_in(alise)
    for client, said in ((one, "pirmais"), (other, "otrais")):
        contact = {"channel": "phone", "direction": "out", "summary": said, "next_choice": "week"}
        assert client.post(url(case, "case_contact"), contact).status_code == 302
    with acting(alise.scope):
        assert sorted(case.contacts.values_list("summary", flat=True)) == ["otrais", "pirmais"]


def test_what_is_sent_once_more_after_the_back_button_is_there_once(alise, case):
    client = sign_in(alise)

    def sent_twice(name, **typed):
        for _press in range(2):
            page = client.get(url(case, name)).context["form"]
            answer = client.post(url(case, name), {"form_key": page["form_key"].value(), **typed})
        return answer

    letter = {"to": "ieva@family.example", "subject": "Skola", "text": "Vieta ir.", "next_choice": "month"}
    assert sent_twice("case_letter", **letter).status_code == 302
    need = {"need": ["dwelling:family"], "wish-dwelling": "Trīs istabas", "due_on": next_week().isoformat()}
    statuses = [client.post(url(case, "case_needs"), need).status_code for _press in range(2)]
    _, member = opened(alise, case, "case_member_new")
    member |= {"given_name": "Anna", "birth_year": 2020, "relation": "child", "is_child": "on"}
    statuses += [client.post(url(case, "case_member_new"), member).status_code for _press in range(2)]
    assert statuses == [302, 302, 302, 422]
    with acting(alise.scope):
        counts = case.contacts.count(), OutgoingMail.objects.filter(subject="Skola").count(), case.needs.count()
        assert counts == (1, 1, 1)
    other = letter | {"text": "Vieta ir divās skolās."}
    assert sent_twice("case_letter", **other).status_code == 302
    with acting(alise.scope):
        assert case.contacts.count() == 2


def test_two_people_who_change_one_member(alise, case):
    with acting(alise.scope):
        emma = case.household.members.get(given_name="Emma")
    client = sign_in(alise)
    page = client.get(url(case, "case_member", emma.pk))
    parts = {}
    for key in ("form", "languages", "skills", "residences", "support"):
        parts |= filled(page, key)
    for key in ("languages", "skills", "residences"):
        parts |= {f"{key}-TOTAL_FORMS": len(page.context[key].forms), f"{key}-INITIAL_FORMS": 0}
    client.post(url(case, "case_member", emma.pk), {**parts, "school_class": "3.a"})
    response = client.post(url(case, "case_member", emma.pk), {**parts, "school_class": "4.b"})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["school_class"]
    assert "3.a" in response.content.decode()
    assert "4.b" in response.content.decode()
    with acting(alise.scope):
        assert Person.objects.get(pk=emma.pk).school_class == "3.a"
    path, seen = url(case, "case_member", emma.pk), {"lists_seen": page.context["lists_seen"]}
    fresh = parts | filled(client.get(path)) | seen
    english = {"languages-0-language": "en", "languages-0-level": "good"}
    assert client.post(path, fresh | english).status_code == 302
    assert client.post(path, fresh | {"occupation": "Dejotāja"}).status_code == 302
    with acting(alise.scope):
        assert list(emma.languages.values_list("language", flat=True)) == ["en"]
    both = client.post(path, fresh | {"languages-0-language": "lv", "languages-0-level": "basic"})
    assert (both.status_code, "kāds cits ierakstīja: angļu" in both.text) == (422, True)
    again = fresh | filled(both) | {"lists_seen": both.context["lists_seen"]} | {"languages-0-language": "lv"}
    assert client.post(path, again).status_code == 302
    with acting(alise.scope):
        assert list(emma.languages.values_list("language", flat=True)) == ["lv"]


def test_two_people_move_one_case(alise, case):
    """The second sees where the case stands now and what happened, and keeps the words typed."""
    client, form = opened(alise, case, "case_close")
    with acting(alise.scope):
        actions.rest(case=case, reason="Gaida pavasari", by=alise)
    response = client.post(url(case, "case_close"), {**form, "code": "lost_contact", "note": "Neceļ telefonu"})
    assert response.status_code == 422
    assert "Neceļ telefonu" in response.content.decode()
    form = {
        **form,
        "code": "lost_contact",
        "note": "Neceļ telefonu",
        "version": response.context["form"].data["version"],
    }
    assert client.post(url(case, "case_close"), form).status_code == 302
    assert (reload(case, alise).stage, case.stage_reason) == ("lost", "Neceļ telefonu")


def test_q_r8_the_form_offers_every_topic_of_the_common_list_in_both_languages(alise, case):
    """Q-R8: to tick, and beside it in the family's own words."""
    client = sign_in(alise)
    for language in ("lv", "en"):
        client.cookies["language"] = language
        page = unescape(client.get(url(case, "case_needs")).text)
        topics = {topic.code: topic.name[language] for topic in Topic.objects.all()}
        assert [
            code for code, name in topics.items() if f"{name}: " not in page or f'name="wish-{code}"' not in page
        ] == []


def test_nee_01_several_needs_at_once_for_several_members(alise, case):
    """NEE-01, Q-R7: multi-choice and free text."""
    with acting(alise.scope):
        ieva, juris, emma = case.household.members.all()
    choices = [f"school:{emma.pk}", f"job:{juris.pk}", "dwelling:family", f"recognition:{ieva.pk}"]
    data = {"need": choices, "wish-dwelling": "Trīs istabas", "due_on": next_week().isoformat()}
    assert sign_in(alise).post(url(case, "case_needs"), data).status_code == 302
    with acting(alise.scope):
        found = {(need.topic.code, need.person, need.wish) for need in Need.objects.all()}
    assert found == {
        ("school", emma, ""),
        ("job", juris, ""),
        ("dwelling", None, "Trīs istabas"),
        ("recognition", ieva, ""),
    }


def test_nee_01_the_time_line_says_which_need_was_added_for_whom_and_by_whom(alise, case):
    """NEE-01: a need is not only there; who works on the case later sees when it came and who wrote it down."""
    with acting(alise.scope):
        emma = case.household.members.get(given_name="Emma")
    client = sign_in(alise)
    client.post(url(case, "case_needs"), {"need": [f"school:{emma.pk}"], "due_on": next_week().isoformat()})
    with acting(alise.scope):
        (event,) = Event.objects.filter(household=case.household, kind="need.added")
    assert (event.by, event.details) == (alise, {"topic": "school", "person": "Emma Kalniņa"})
    line = text_around("Jauna vajadzība: Skola", client.get(url(case, "case"), {"only": "events"}))
    assert "Alise" in line


def text_around(words, response):
    """The one entry of a list on the page that says `words`, without its markup."""
    entries = [entry for entry in re.findall(r"<li\b.*?</li>", response.content.decode(), re.DOTALL) if words in entry]
    assert len(entries) == 1, words
    return " ".join(re.sub(r"<[^>]+>", " ", entries[0]).split())


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, ["need"]),
        ({"need": ["nonsense:1"]}, ["need"]),
        ({"need": ["school:family"], "due_on": "x"}, ["due_on"]),
        ({"due_on": "0030-01-01"}, ["due_on", "need"]),
        ({"need": ["school:family"], "due_on": "2020-01-01"}, ["due_on"]),
    ],
)
def test_the_page_of_needs_says_what_is_missing_and_keeps_what_was_typed(alise, case, data, said):
    response = sign_in(alise).post(
        url(case, "case_needs"), {"due_on": "2030-01-01", "wish-school": "Maza klase", **data}
    )
    assert response.status_code == 422
    assert sorted(response.context["faults"]) == said
    assert "Maza klase" in response.content.decode()


def test_irm_03_the_page_of_needs_leaves_out_what_makes_no_sense_inside_the_country(alise):
    """IRM-03, INT-07."""
    inner, outer = case_of(alise, category="internal"), case_of(alise)
    topics = [
        {row["topic"].code for row in sign_in(alise).get(url(one, "case_needs")).context["rows"]}
        for one in (inner, outer)
    ]
    assert {"recognition", "foreign_pension"} & topics[0] == set()
    assert {"recognition", "foreign_pension"} <= topics[1]


def test_nee_06_a_need_is_moved_on_with_a_reason_where_it_is_given_up(alise, case):
    """NEE-06."""
    need = need_of(case, alise)
    path = url(case, "case_need_state", need.pk)
    assert sign_in(alise).post(path, {"state-state": "impossible_now", "state-reason": ""}).status_code == 422
    assert sign_in(alise).post(path, {"state-state": "impossible_now", "state-reason": "Nav skolas"}).status_code == 302
    with acting(alise.scope):
        need.refresh_from_db()
    assert (need.state, need.reason) == ("impossible_now", "Nav skolas")


def test_prv_05_the_wish_of_a_support_need_is_edited_by_the_coordinator_and_stays_encrypted(alise, case):
    """PRV-05, FUP-08."""
    need = need_of(case, alise, "psychological_support", wish="Grupa")
    client, form = opened(alise, case, "case_need", need.pk)
    assert form["wish"] == "Grupa"
    client.post(url(case, "case_need", need.pk), {**form, "wish": "Grupa jauniešiem"})
    with acting(alise.scope):
        assert [wish.note for wish in SupportWish.objects.all()] == ["Grupa jauniešiem"]
        assert Need.objects.get().wish == ""
        assert "jauniešiem" not in str(list(Event.objects.values_list("details", flat=True)))


def test_nee_03_nothing_is_settled_without_a_note(alise, case):
    """NEE-03."""
    client, form = opened(alise, case, "case_readiness")
    response = client.post(url(case, "case_readiness"), {**form, "home": "settled", "home_note": ""})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["home_note"])
    assert response.context["form"].errors["home_note"] == ["Dzīvesvieta: ierakstiet, kas to nokārto."]


def test_nee_05_obstacles_are_ticked_with_the_family_words(alise, case):
    """NEE-05."""
    client, form = opened(alise, case, "case_obstacles")
    client.post(url(case, "case_obstacles"), {**form, "codes": ["debts", "pay"], "note": "Bail no tiesu izpildītāja"})
    with acting(alise.scope):
        assert dict(Obstacle.objects.values_list("code", "note")) == {"debts": "Bail no tiesu izpildītāja", "pay": ""}


def test_nee_07_places_are_added_moved_and_taken_away_by_button(alise, case):
    """NEE-07."""
    cesis, riga = municipality("0022000"), municipality("0001000")
    client = sign_in(alise)
    for act, place in (("add", cesis), ("add", riga), ("add", riga), ("up", riga)):
        client.post(url(case, "case_places"), {"act": act, "place": place.pk})
    with acting(alise.scope):
        assert list(case.candidates.values_list("municipality__atvk", flat=True)) == ["0001000", "0022000"]
    client.post(url(case, "case_places"), {"act": "remove", "place": riga.pk})
    assert client.post(url(case, "case_places"), {"act": "up", "place": "x"}).status_code == 404
    with acting(alise.scope):
        assert list(case.candidates.values_list("municipality__atvk", flat=True)) == ["0022000"]
    client.cookies["language"] = "en"
    assert "Places the family thinks of: Augšdaugava county" in client.get(url(case, "case")).text


def member_page(user, case, given_name):
    with acting(user.scope):
        person = case.household.members.get(given_name=given_name)
    client = sign_in(user)
    page = client.get(url(case, "case_member", person.pk))
    data = {}
    for key in ("form", "languages", "skills", "residences", "support"):
        data |= filled(page, key)
    for key in ("languages", "skills", "residences"):
        data |= {f"{key}-TOTAL_FORMS": len(page.context[key].forms), f"{key}-INITIAL_FORMS": 0}
    return person, client, data


def test_nee_08_a_child_has_class_language_level_support_and_a_first_day(alise, case):
    """NEE-08, PRV-05."""
    emma, client, data = member_page(alise, case, "Emma")
    data |= {
        "school_class": "3.a", "schooling_language": "en", "latvian_level": "basic", "starts_on": "2027-09-01",
        "support-kinds": ["speech_therapist", "extra_lessons"], "support-note": "Divreiz nedēļā",
    }  # fmt: skip
    assert client.post(url(case, "case_member", emma.pk), data).status_code == 302
    with acting(alise.scope):
        emma.refresh_from_db()
        assert (emma.school_class, emma.schooling_language, emma.latvian_level, emma.starts_on.isoformat()) == (
            "3.a", "en", "basic", "2027-09-01",
        )  # fmt: skip
        wishes = {wish.kind: wish.note for wish in SupportWish.objects.all()}
    assert wishes == {"speech_therapist": "Divreiz nedēļā", "extra_lessons": ""}


def test_nee_11_a_skill_without_paper_leads_to_the_places_that_recognise_it(alise, case):
    """NEE-11."""
    ieva, client, data = member_page(alise, case, "Ieva")
    data |= {
        "skills-0-name": "Metināšana",
        "skills-0-has_document": "False",
        "skills-1-name": "Medmāsa",
        "skills-1-has_document": "True",
    }
    assert "aic.lv" not in client.get(url(case, "case_member", ieva.pk)).content.decode()
    client.post(url(case, "case_member", ieva.pk), data)
    with acting(alise.scope):
        assert list(Skill.objects.order_by("pk").values_list("name", "has_document")) == [
            ("Metināšana", False),
            ("Medmāsa", True),
        ]
    page = client.get(url(case, "case_member", ieva.pk))
    assert page.context["has_skill_without_paper"] is True
    assert "notice" in page.content.decode()


def test_nee_02_each_member_has_languages(alise, case):
    """NEE-02."""
    juris, client, data = member_page(alise, case, "Juris")
    data |= {
        "languages-0-language": "lv",
        "languages-0-level": "native",
        "languages-1-language": "en",
        "languages-1-level": "good",
    }
    client.post(url(case, "case_member", juris.pk), data)
    with acting(alise.scope):
        assert dict(PersonLanguage.objects.values_list("language", "level")) == {"lv": "native", "en": "good"}
    # The event of a change keeps what each field was before: the time line of the case says whom it was about.
    client.post(url(case, "case_member", juris.pk), data | {"occupation": "Mežkopis"})
    client.cookies["language"] = "en"
    assert "Changed: Juris" in client.get(url(case, "case")).text


def test_nee_10_stays_and_declared_residence_have_dates_and_proof(alise, case):
    """NEE-10."""
    ieva, client, data = member_page(alise, case, "Ieva")
    stay = {"kind": "lived", "country": "GB", "from_date": "2015-03-01", "to_date": "", "proof": "employment_contract"}
    wrong = data | {f"residences-0-{name}": value for name, value in (stay | {"to_date": "2014-01-01"}).items()}
    assert client.post(url(case, "case_member", ieva.pk), wrong).status_code == 422
    client.post(
        url(case, "case_member", ieva.pk), data | {f"residences-0-{name}": value for name, value in stay.items()}
    )
    with acting(alise.scope):
        found = Residence.objects.get()
    assert (found.kind, found.country, str(found.from_date), found.to_date, found.proof) == (
        "lived", "GB", "2015-03-01", None, "employment_contract",
    )  # fmt: skip


def test_nee_12_property_is_one_of_three_or_unknown(alise, case):
    """NEE-12."""
    client, form = opened(alise, case, "case_household")
    assert form["property_in_country"] == "unknown"
    refused = client.post(url(case, "case_household"), {**form, "property_in_country": "a_castle"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["property_in_country"])
    client.post(url(case, "case_household"), {**form, "property_in_country": "could_be_let"})
    with acting(alise.scope):
        case.household.refresh_from_db()
    assert case.household.property_in_country == "could_be_let"


def test_nee_02_a_member_is_added_and_the_title_follows(alise):
    """NEE-02."""
    from tests.support.cases import IEVA

    case = case_of(alise, members=(IEVA,))
    client, form = opened(alise, case, "case_member_new")
    client.post(
        url(case, "case_member_new"),
        {**form, "given_name": "Toms", "family_name": "Ozols", "relation": "spouse", "is_child": ""},
    )
    client.post(url(case, "case_member_new"), {**form, "given_name": "Anna", "relation": "child", "is_child": "on"})
    assert reload(case, alise).title == "Kalniņa, Ozols"
    with acting(alise.scope):
        assert case.readiness.get(area="education").state == "unknown"


def test_a_way_to_reach_somebody_is_added_and_removed(alise, case):
    with acting(alise.scope):
        ieva = case.household.members.first()
    client = sign_in(alise)
    assert client.post(url(case, "case_reach", ieva.pk), {"kind": "phone", "value": "abc"}).status_code == 422
    client.post(url(case, "case_reach", ieva.pk), {"kind": "phone", "value": "+371 2612 3456"})
    with acting(alise.scope):
        point = case.household.contact_points.get(kind="phone")
    client.post(url(case, "case_reach_remove", point.pk))
    with acting(alise.scope):
        assert list(case.household.contact_points.values_list("kind", flat=True)) == ["email"]


def test_nee_04_preparing_with_something_unknown_asks_why(alise, case):
    """NEE-04."""
    client, form = opened(alise, case, "case_stage")
    response = client.post(url(case, "case_stage"), {**form, "stage": "preparing"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["reason"])
    assert (
        client.post(url(case, "case_stage"), {**form, "stage": "preparing", "reason": "Pārceļas rīt"}).status_code
        == 302
    )
    assert reload(case, alise).stage == "preparing"


def test_nee_06_a_case_with_an_open_need_is_not_ended_without_a_reason(alise, case):
    """NEE-06."""
    need_of(case, alise)
    client, form = opened(alise, case, "case_close")
    response = client.post(url(case, "case_close"), {**form, "code": "answered"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["needs_reason"])
    client.post(url(case, "case_close"), {**form, "code": "answered", "needs_reason": "Atrada paši"})
    assert reload(case, alise).stage == "closed"


def test_fup_03_a_case_rests_and_is_reopened_with_its_history(alise, case):
    """FUP-03."""
    client, form = opened(alise, case, "case_rest")
    client.post(url(case, "case_rest"), {**form, "reason": "Vēlāk", "may_be_approached": "True"})
    assert (reload(case, alise).stage, case.next_contact_on, case.may_be_approached) == ("resting", None, True)
    client, form = opened(alise, case, "case_stage")
    assert client.post(url(case, "case_stage"), {**form, "stage": "assessing"}).status_code == 422
    client.post(url(case, "case_stage"), {**form, "stage": "assessing", "next_choice": "week"})
    assert (reload(case, alise).stage, case.next_contact_on > today()) == ("assessing", True)


def test_k_c10_an_answer_is_kept_once_found_by_colleagues_and_improved_without_loss(alise, cilda):
    """K-C10."""
    client = sign_in(alise)
    assert "Bez vārdiem un bez ziņām par vienu ģimeni" in client.get(reverse("answer_new")).content.decode()
    answer = {"title": "Rinda", "text": "Piesakās tiešsaistē.", "language": "lv", "topic": "", "for_all": ""}
    client.post(reverse("answer_new"), answer)
    client.post(reverse("answer_new"), {**answer, "title": "Visiem", "for_all": "on"})
    titles = [
        [found.title for found in sign_in(user).get(reverse("answers")).context["answers"]] for user in (alise, cilda)
    ]
    assert titles == [["Rinda", "Visiem"], ["Visiem"]]
    shared = sign_in(cilda).get(reverse("answers")).context["answers"][0]
    path = reverse("answer_change", args=[shared.pk])
    assert (
        sign_in(cilda).post(path, {**answer, "for_all": "on", "text": "Cildas teksts", "version": 1}).status_code == 302
    )
    response = client.post(path, {**answer, "for_all": "on", "text": "Alises teksts", "version": 1})
    text = response.content.decode()
    assert (response.status_code, "Cildas teksts" in text, "Alises teksts" in text) == (422, True, True)
    own = sign_in(alise).get(reverse("answers")).context["answers"][0]
    assert sign_in(cilda).post(reverse("answer_withdraw", args=[own.pk])).status_code == 404
