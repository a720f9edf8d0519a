"""The family's own page, acted by the family through its link, seen by the coordinator on the case."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from majup.cases.models import Contact, Readiness
from majup.family.models import Correction, FamilyLink, JobWish
from majup.people.models import Consent, Event, Person
from majup.questions.models import Question
from majup.staff.access import log_view
from majup.staff.models import AccessLog
from majup.staff.scope import acting
from majup.web.family.forms import LABELS
from tests.support import openings
from tests.support.family import last_mail, own, token_of
from tests.support.offers import answered, make_family_case, need, sent_offer
from tests.support.people import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(alise):
    return make_family_case(alise)


@pytest.fixture
def token(case, alise):
    return token_of(case, alise)


def text_of(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def page(client, token, name="own_page", *arguments, language="en"):
    return text_of(client.get(f"/{language}" + own(token, name, *arguments)))


def kinds(alise, case):
    with acting(alise.scope):
        return list(Event.objects.filter(household=case.household_id).order_by("pk").values_list("kind", flat=True))


def person(case, alise, name="Ieva"):
    with acting(alise.scope):
        return Person.objects.get(household=case.household_id, given_name=name)


def test_off_11_letters_stand_on_the_page_and_can_be_marked_from_it(case, alise, client):
    need(case, "school", alise, person="Anna")
    version = sent_offer(case, alise)
    own_token = last_mail().text.split("/my/")[1].split("/")[0]  # the offer's mail brings the link to the page
    text = page(client, own_token)
    letter = reverse("family_offer", args=[f"{own_token}.{version.offer_id}"])
    assert letter in text
    assert "Waits for your word" in text
    assert "A place at school" in text_of(client.get(letter))
    with acting(alise.scope):
        item = version.offer.items.get().key
    client.post(reverse("family_mark", args=[f"{own_token}.{version.offer_id}"]), {"item": item, "mark": "useful"})
    assert "You made 1 mark in it." in page(client, own_token)


def test_a_letter_of_another_family_does_not_open_with_ones_own_link(case, alise, token, client):
    other = make_family_case(alise, email="other@majup.example")
    need(other, "school", alise)
    version = sent_offer(other, alise)
    assert client.get(reverse("family_offer", args=[f"{token}.{version.offer_id}"])).status_code == 404
    assert client.get(reverse("family_offer", args=[f"{token}.99999999999999999999"])).status_code == 404
    assert client.get(reverse("family_offer", args=[f"{token}.x"])).status_code == 404


def test_fup_05_steps_ticked_on_the_page_are_those_of_the_case(case, alise, token, client):
    with acting(alise.scope):
        first, second = list(case.steps.all())[:2]
    client.post(own(token, "own_steps"), {"shown": [first.pk, second.pk], "done": [first.pk]})
    with acting(alise.scope):
        assert list(case.steps.exclude(done_at=None).values_list("pk", "done_by_family")) == [(first.pk, True)]
        total = case.steps.count()
    assert f"1 of {total} steps done" in page(client, token)


def test_q_r4_each_no_lists_what_is_open_and_a_yes_lists_nothing(case, alise, token, client):
    need(case, "dwelling", alise)
    need(case, "school", alise, person="Anna")
    text = page(client, token)
    ready = text.split('id="ready"')[1].split("</section>")[0]
    lines = ready.split("<li>")
    home = next(line for line in ready.split("own-line")[1:] if "Place to live" in line)
    assert "Still open:" in home
    assert len(lines) > 4
    refused = client.post("/en" + own(token, "own_ready", "home"), {"state": "settled", "note": ""})
    assert (refused.status_code, "Say in a few words what settles it" in refused.content.decode()) == (422, True)
    client.post(own(token, "own_ready", "home"), {"state": "settled", "note": "Aunt's flat"})
    with acting(alise.scope):
        row = Readiness.objects.get(case=case, area="home")
        assert (row.state, row.note) == ("settled", "Aunt's flat")
        assert Event.objects.get(kind="readiness.changed").by_family is True
    ready = page(client, token).split('id="ready"')[1].split("</section>")[0]
    home = next(line for line in ready.split("own-line")[1:] if "Place to live" in line).split("own-line")[0]
    assert ("Still open:" in home, "settled" in home) == (False, True)


def test_q_r4_all_information_is_what_the_family_says(case, alise, token, client):
    assert client.post(own(token, "own_informed"), {"missing": "x"}).status_code == 422
    client.post(own(token, "own_informed"), {"informed": "no", "missing": "Is there a speech therapist?"})
    client.post(own(token, "own_informed"), {"informed": "no", "missing": "Is there a speech therapist?"})
    assert "Is there a speech therapist?" in page(client, token)
    client.post(own(token, "own_informed"), {"informed": "yes"})
    assert "Is there a speech therapist?" not in page(client, token)
    assert [kind for kind in kinds(alise, case) if "informed" in kind] == ["family.not_informed", "family.informed"]


def test_open_questions_name_the_role_and_nobody_privately(case, alise, token, client):
    answered(need(case, "school", alise, person="Anna"), alise, "Jā")
    text = page(client, token)
    assert "Answered; what was said comes in our letter to you." in text
    assert "Alise" in text  # the public name of who answers, as on every page
    assert "Skolas" not in text
    with acting(alise.scope):
        Question.objects.update(state="partly", closed_at=None)
    assert "A part is answered." in page(client, token)


def test_lng_02_a_message_stands_on_the_time_line_and_is_due_today(case, alise, token, client):
    data = {"text": "Vai varam zvanīt?", "form_key": "k1"}
    assert client.post(own(token, "own_write"), data).status_code == 302
    client.post(own(token, "own_write"), data)
    with acting(alise.scope):
        contact = Contact.objects.get(case=case, channel="own_page")
        assert (contact.by_family, contact.direction, contact.by) == (True, "in", None)
        case.refresh_from_db()
        assert case.next_contact_on == timezone.localdate()
    assert "Vai varam zvanīt?" in page(client, token)
    refused = client.post("/en" + own(token, "own_write"), {"text": " ", "form_key": "k2"})
    assert refused.status_code == 422
    assert "Write here what you would like to say" in refused.content.decode()


def test_lng_02_notes_of_talks_are_not_shown_but_letters_are(case, alise, token, client):
    from majup.cases.actions import log_contact, write_to_family

    with acting(alise.scope):
        log_contact(
            case=case, channel="phone", direction="out", summary="Sounded tired", by=alise,
            next_contact_on=timezone.localdate(),
        )  # fmt: skip
        write_to_family(
            case=case, to="ieva@majup.example", subject="Skola", text="Ir vieta", language="lv", by=alise,
            next_contact_on=timezone.localdate(), form_key="z",
        )  # fmt: skip
    text = page(client, token)
    assert ("Ir vieta" in text, "Sounded tired" in text) == (True, False)


def test_lng_03_each_adult_has_a_link_and_language_of_their_own(case, alise, token, client):
    tom = token_of(case, alise, "Tom", to="tom@majup.example")
    assert last_mail().language == "en"
    assert "<h1>Jūsu ģimenes lapa" in text_of(client.get(own(token)))
    assert "<h1>Your family" in text_of(client.get(own(tom)))
    saved = client.post("/lv" + own(token, "own_speak"), {"language": "en", "channel": "phone"})
    assert saved.url.startswith("/en/"), "the page goes on in the language that was just chosen"
    with acting(alise.scope):
        ieva = Person.objects.get(household=case.household_id, given_name="Ieva")
        assert (ieva.language, ieva.preferred_channel) == ("en", "phone")
        assert Event.objects.get(kind="member.changed").by_family is True
    asked = text_of(client.get(saved.url))
    assert "<h1>What we know of you" in asked
    assert "From now on we write to you like this." in asked, "said in the language that was just chosen"
    token_of(case, alise)
    assert last_mail().language == "en"  # the next letter uses it


def test_a_correction_waits_for_the_coordinator_who_takes_it_over_with_one_press(case, alise, token, client):
    ieva = person(case, alise)
    fields = {"given_name": "Ieva", "family_name": "Kalniņa-Smith", "email": "new@family.example", "country": "GB"}
    assert client.post(own(token, "own_member", ieva.pk), fields).status_code == 302
    ieva = person(case, alise)
    assert ieva.family_name == "Kalniņa"  # a stranger with the link changes nothing
    again = client.get(own(token, "own_member", ieva.pk)).context["form"]
    assert again["family_name"].value() == "Kalniņa-Smith"  # what was said stands there, and can be taken back
    for occupation in ("Pilot", ""):
        client.post(own(token, "own_member", ieva.pk), fields | {"occupation": occupation})
    assert [kind for kind in kinds(alise, case) if kind.startswith("family.correction_taken")] == [
        "family.correction_taken_back"
    ]
    desk = sign_in(alise)
    on_case = text_of(desk.get("/en" + reverse("case", args=[case.reference])))
    assert "Kalniņa-Smith" in on_case
    with acting(alise.scope):
        changes = {row.field: row.pk for row in Correction.objects.filter(household=case.household_id)}
    assert set(changes) == {"family_name", "email"}
    for pk in changes.values():
        desk.post(reverse("correction_take", args=[case.reference, pk]))
    ieva = person(case, alise)
    with acting(alise.scope):
        assert ieva.family_name == "Kalniņa-Smith"
        assert list(ieva.contact_points.values_list("value", flat=True)) == ["new@family.example"]
        assert set(Correction.objects.values_list("state", flat=True)) == {"taken"}
    desk.post(reverse("correction_take", args=[case.reference, changes["email"]]))  # twice changes nothing
    assert "taken over" in page(client, token, "own_data")


def test_a_correction_can_be_declined_with_a_reason_that_the_family_reads(case, alise, token, client):
    anna = person(case, alise, "Anna")
    client.post(own(token, "own_member", anna.pk), {"given_name": "Anna", "family_name": "", "birth_year": "2017"})
    desk = sign_in(alise)
    with acting(alise.scope):
        pk = Correction.objects.get(field="family_name").pk
    decline = reverse("correction_decline", args=[case.reference, pk])
    assert desk.post(decline, {"reason": ""}).status_code == 422
    desk.post(decline, {"reason": "Dzimšanas apliecībā ir uzvārds."})
    assert "Dzimšanas apliecībā ir uzvārds." in page(client, token, "own_data")
    assert person(case, alise, "Anna").family_name == "Kalniņa"


@pytest.mark.parametrize(
    ("field", "value"),
    [("birth_year", "88"), ("birth_year", "3000"), ("phone", "12"), ("email", "ieva@"), ("given_name", "")],
)
def test_what_cannot_be_is_refused_beside_its_field(case, alise, client, field, value):
    ieva = person(case, alise)
    sent = client.post(own(token_of(case, alise), "own_member", ieva.pk), {"given_name": "Ieva", field: value})
    assert sent.status_code == 422
    assert f'id="id_{field}_error"' in sent.content.decode() or "error-text" in sent.content.decode()
    assert value in sent.content.decode()
    with acting(alise.scope):
        assert not Correction.objects.exists()


def test_prv_02_consents_are_given_and_taken_back_purpose_by_purpose(case, alise, token, client):
    client.post(own(token, "own_consents"), {"purpose": "news"})
    client.post(own(token, "own_consents"), {"purpose": "story"})
    client.post(own(token, "own_consents"), {"purpose": "anything"})
    with acting(alise.scope):
        news = Consent.objects.get(purpose="news")
        assert (news.person.given_name, news.recorded_by) == ("Ieva", None)
    client.post(own(token, "own_withdraw", news.pk))
    client.post(own(token, "own_withdraw", news.pk))
    with acting(alise.scope):
        valid = dict(Consent.objects.values_list("purpose", "withdrawn_at"))
        assert (valid["news"] is None, valid["story"] is None, len(valid)) == (False, True, 2)
    assert kinds(alise, case).count("consent.withdrawn") == 1
    assert "given on" in page(client, token, "own_consents")


def test_prv_02_taking_back_that_employers_may_know_ends_every_introduction(case, alise, token, client):
    from majup.questions.introducing import introduce
    from majup.questions.models import Introduction

    client.post(own(token, "own_consents"), {"purpose": "share_employer"})
    with acting(alise.scope):
        ieva = Person.objects.get(household=case.household_id, given_name="Ieva")
        agreed = {"keys": ["name"], "agreed_on": timezone.localdate(), "how": "by phone", "language": "en"}
        introduce(case=case, person=ieva, employer=openings.employer(alise), by=alise, **agreed)
        consent = Consent.objects.get(purpose="share_employer")
    client.post(own(token, "own_withdraw", consent.pk))
    with acting(alise.scope):
        ended = Introduction.objects.get()
        assert (ended.withdrawn_at is not None, ended.shown) == (True, [])


def test_prv_03_who_looked_is_told_by_role_and_never_by_name(case, alise, token, client):
    with acting(alise.scope):
        log_view(user=alise, household_id=case.household_id, record="case x", page="case")
        log_view(user=alise, household_id=case.household_id, record="case x", page="case")
    text = page(client, token, "own_looked")
    assert ("coordinator" in text, "2 views" in text, "Alise" in text) == (True, True, False)
    assert "Your family, by its link" in text


def test_n_54_views_older_than_two_years_are_not_told(case, alise, token, client, as_owner):
    with acting(alise.scope):
        log_view(user=alise, household_id=case.household_id, record="case x", page="case")
    with as_owner():
        AccessLog.objects.filter(user=alise).update(at=timezone.now() - timedelta(days=800))
    assert "coordinator" not in page(client, token, "own_looked").split("<main")[1].split("To whom facts")[0].lower()


def test_prv_04_the_copy_holds_everything_for_people_and_machines(case, alise, client):
    need(case, "school", alise, person="Anna", wish="tuvu mājām")
    sent_offer(case, alise)
    token = token_of(case, alise)
    answer = client.get("/en" + own(token, "own_copy"))
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert {"data.json", "read-me.html"} < set(archive.namelist())
    assert [name for name in archive.namelist() if name.endswith(".pdf")] == [f"files/{case.reference}-1-v1.pdf"]
    held = json.loads(archive.read("data.json"))
    assert "tuvu mājām" in json.dumps(held, ensure_ascii=False)
    readable = archive.read("read-me.html").decode()
    assert "ieva@majup.example" in readable
    looked = next(part for part in held["parts"] if part["title"] == "Who looked")
    assert looked["rows"]
    assert not [row for part in held["parts"] for row in part["rows"] if "Alise" in row.values()]


def test_q_r20_what_matters_at_work_is_ranked_and_seen_on_the_case(case, alise, token, client):
    ranked = {"place_pay": "2", "place_hours": "1", "place_growth": "", "note": "no nights"}
    twice = client.post("/en" + own(token, "own_job"), ranked | {"place_hours": "2"})
    assert (twice.status_code, "Two have the place 2" in twice.content.decode()) == (422, True)
    client.post(own(token, "own_job"), ranked)
    with acting(alise.scope):
        wish = JobWish.objects.get(person__given_name="Ieva")
        assert (wish.demands, wish.note) == (["hours", "pay"], "no nights")
    desk = sign_in(alise)
    text = text_of(desk.get("/en" + reverse("case", args=[case.reference])))
    assert "Hours and flexibility, Pay" in text


def test_forged_links_lead_to_a_friendly_page(client):
    for name, arguments in (("own_page", []), ("own_data", []), ("own_copy", []), ("own_leave", [])):
        answer = client.get("/en" + own("no-such-link", name, *arguments))
        assert (answer.status_code, "We do not know this link" in answer.content.decode()) == (404, True)
    assert client.post(own("no-such-link", "own_again")).status_code == 404


def test_a_new_link_ends_the_old_one_and_an_ended_one_opens_nothing(case, alise, token, client):
    newer = token_of(case, alise)
    assert (client.get(own(token)).status_code, client.get(own(newer)).status_code) == (404, 200)
    desk = sign_in(alise)
    with acting(alise.scope):
        pk = FamilyLink.objects.get(ended_at=None).pk
    desk.post(reverse("own_page_end", args=[case.reference, pk]))
    assert client.get(own(newer)).status_code == 404


def test_an_expired_link_tells_the_way_on_and_sends_one_new_link_a_day(case, alise, token, client):
    with acting(alise.scope):
        FamilyLink.objects.update(expires_at=timezone.now() - timedelta(days=1))
    answer = client.get("/en" + own(token))
    assert (answer.status_code, "This link has expired" in answer.content.decode()) == (410, True)
    assert client.post(own(token, "own_again")).status_code == 200
    fresh = last_mail().text.split("/my/")[1].split("/")[0]
    assert client.get(own(fresh)).status_code == 200
    client.post(own(token, "own_again"))
    assert last_mail().text.split("/my/")[1].split("/")[0] == fresh


def test_the_link_opens_its_own_household_alone(case, alise, token, client):
    other = make_family_case(alise, email="other@majup.example")
    stranger = person(other, alise)
    assert client.get(own(token, "own_member", stranger.pk)).status_code == 404
    with acting(alise.scope):
        consent = Consent.objects.create(household=other.household, purpose="news", given_at=timezone.now())
    assert client.post(own(token, "own_withdraw", consent.pk)).status_code == 404


def test_prv_08_the_page_is_kept_by_no_cache_and_found_by_no_search_engine(token, client):
    answer = client.get(own(token))
    assert (answer.headers["X-Robots-Tag"], "no-store" in answer.headers["Cache-Control"]) == ("noindex", True)


def test_the_coordinator_sends_the_link_from_the_case(case, alise, client):
    desk = sign_in(alise)
    send = reverse("own_page_send", args=[case.reference, person(case, alise).pk])
    assert "ieva@majup.example" in text_of(desk.get(send))
    assert desk.post(send, {"to": "elsewhere@x.example"}).status_code == 422
    desk.post(send, {"to": "ieva@majup.example"})
    assert (last_mail().purpose, last_mail().to_address) == ("family_link", "ieva@majup.example")
    child = reverse("own_page_send", args=[case.reference, person(case, alise, "Anna").pk])
    assert desk.get(child).status_code == 404


def test_every_field_that_can_be_corrected_has_its_word():
    from majup.family.actions.corrections import FIELDS

    assert set(FIELDS) == set(LABELS)
