"""The family reads its letter by the personal link, marks it, ticks steps and answers, without an account."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from majup.offers import actions
from majup.offers.models import ItemMark, Offer, OfferVersion
from majup.people.models import Event
from majup.plumbing.mail import as_sender
from majup.plumbing.models import OutgoingMail
from majup.staff.models import AccessLog
from majup.staff.scope import acting
from tests.support.offers import item_fields, make_family_case, need, sent_offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(alise):
    case = make_family_case(alise)
    need(case, "school", alise, person="Anna", wish="3. klase, tuvu mājām")
    return case


@pytest.fixture
def version(case, alise):
    return sent_offer(case, alise)


@pytest.fixture
def item_key(version, alise):
    with acting(alise.scope):
        return version.offer.items.get().key


def url(version, name="family_offer"):
    return reverse(name, args=[version.secret])


def test_off_11_the_family_reads_the_letter_by_its_link(version, client):
    page = client.get(url(version))
    assert page.status_code == 200
    text = page.content.decode()
    for words in (
        "Individuālais piedāvājums",
        "Labdien!",
        "3. klase, tuvu mājām",
        "Ir vieta trešajā klasē.",
        "Apstiprināts tieši Jums",
        "Skolu pārvalde",
        "Kādi dokumenti vajadzīgi",
        "Jūsu koordinators",
    ):
        assert words in text
    assert (page.headers["X-Robots-Tag"], "no-store" in page.headers["Cache-Control"]) == ("noindex", True)


def test_off_11_the_pdf_is_the_file_that_was_frozen(version, client):
    from majup.plumbing import files

    answer = client.get(url(version, "family_offer_pdf"))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content == files.read(version.pdf_sha256)


def test_off_11_marks_are_kept_and_shown_again(version, item_key, client, alise):
    sent = client.post(url(version, "family_mark"), {"item": item_key, "mark": "useful"})
    assert (sent.status_code, sent.url) == (302, f"{url(version)}#item-{item_key}")
    client.post(url(version, "family_mark"), {"item": item_key, "mark": "question", "text": "Vai ir logopēds?"})
    text = client.get(url(version)).content.decode()
    assert text.count('aria-pressed="true"') == 1
    assert "Vai ir logopēds?" in text
    with acting(alise.scope):
        assert [(m.mark, m.text) for m in ItemMark.objects.all()] == [("useful", ""), ("question", "Vai ir logopēds?")]
        assert Offer.objects.get().state == "discussed"


def test_a_question_without_words_is_refused_beside_its_field(version, item_key, client, alise):
    page = client.post(url(version, "family_mark"), {"item": item_key, "mark": "question", "text": "  "})
    text = page.content.decode()
    assert page.status_code == 422
    assert text.count("Uzrakstiet šeit savu jautājumu un tad nosūtiet to.") == 2
    assert f'href="#question-{item_key}"' in text
    assert "Kļūda:" in text.split("</title>")[0]
    with acting(alise.scope):
        assert ItemMark.objects.count() == 0


def test_a_mark_on_what_is_not_in_the_letter_changes_nothing(version, client, alise):
    assert client.post(url(version, "family_mark"), {"item": "nothing", "mark": "useful"}).status_code == 302
    assert client.post(url(version, "family_mark"), {"mark": "liked"}).status_code == 302
    with acting(alise.scope):
        assert ItemMark.objects.count() == 0


def test_off_11_a_long_letter_begins_with_the_way_to_each_of_its_parts(version, client):
    """OFF-11: on a telephone the letter is many screens long."""
    page = client.get(url(version)).text
    contents = page[page.index("<nav", page.index("<main")) :].split("</nav>")[0]
    ways = re.findall(r'href="#([\w-]+)"', contents)
    assert {"steps", "answer"} < set(ways)
    assert [way for way in ways if f'id="{way}"' not in page] == []


def test_off_11_what_holds_for_two_children_alike_is_told_once(case, alise, client):
    """OFF-11: a letter about three children told the same rule three times; each keeps its own marks."""
    need(case, "school", alise, person="Tom")
    page = client.get(url(sent_offer(case, alise))).text
    assert (page.count("Ir vieta trešajā klasē."), page.count("Tas pats, kas iepriekš: Anna")) == (1, 1)
    assert page.count('value="not_for_us"') == 2


def test_fup_05_ticks_of_the_family_reach_the_coordinator(version, case, client, alise):
    with acting(alise.scope):
        first, second, third = list(case.steps.all())[:3]
    data = {"shown": [first.pk, second.pk], "done": [first.pk]}
    assert client.post(url(version, "family_steps"), data).status_code == 302
    with acting(alise.scope):
        done = list(case.steps.exclude(done_at=None))
        assert [(step.pk, step.done_by_family) for step in done] == [(first.pk, True)]
        event = Event.objects.get(kind="step.done")
        assert (event.by_family, event.by) == (True, None)
        third.refresh_from_db()
        assert third.done_at is None
    text = client.get(url(version)).content.decode()
    assert text.count(" checked>") == 1
    client.post(url(version, "family_steps"), {"shown": [first.pk], "done": []})
    with acting(alise.scope):
        assert case.steps.exclude(done_at=None).count() == 0


def test_fup_05_a_step_added_later_stands_on_the_familys_page(version, case, client, alise):
    from majup.cases.actions import add_step

    with acting(alise.scope):
        add_step(case=case, phase="on_arrival", text={"lv": "Paņemiet atslēgas"}, by=alise)
    text = client.get(url(version)).content.decode()
    assert "Pievienots pēc šīs vēstules" in text
    assert "Paņemiet atslēgas" in text
    assert "Paņemiet atslēgas" not in str(version.document)


def test_off_05_the_family_says_its_word_on_the_whole(version, client, alise):
    client.post(url(version, "family_respond"), {"answer": "accepted_in_part", "text": "Skola jā"})
    with acting(alise.scope):
        offer = Offer.objects.get()
        assert (offer.state, offer.settled_note) == ("accepted_in_part", "Skola jā")
        assert Event.objects.get(kind="offer.accepted_in_part").by_family is True
    text = client.get(url(version)).text
    assert 'value="accepted_in_part" checked' in text
    assert "Jūsu atbilde ir saņemta." in text
    answer = client.post(url(version, "family_respond"), {"answer": "lapsed"}, follow=True)
    assert "Izvēlieties vienu no trim atbildēm." in answer.content.decode()


def test_off_05_a_word_that_comes_late_or_while_a_new_version_is_written_is_not_lost(version, client, alise):
    with acting(alise.scope):
        actions.settle(offer=version.offer, state="lapsed", by=alise)
    client.post(url(version, "family_respond"), {"answer": "accepted", "text": "Tomēr jā"})
    with acting(alise.scope):
        offer = Offer.objects.get()
        assert (offer.state, offer.settled_note) == ("accepted", "Tomēr jā")
        Offer.objects.update(state="ready")
    page = client.post(url(version, "family_respond"), {"answer": "declined", "text": "Gaidīsim jauno"})
    assert (page.status_code, 'value="declined" checked' in page.text, "Gaidīsim jauno" in page.text) == (
        422,
        True,
        True,
    )
    assert "tiek rakstīta jauna versija" in page.text


def test_off_12_the_letter_can_be_read_in_every_language_it_was_frozen_in(version, client):
    english = client.get("/en" + url(version)).content.decode()
    assert "Individual offer" in english
    assert "There is a place in the third class." in english
    assert "I have a question" in english


def test_off_12_a_letter_in_one_language_says_so_and_carries_its_lang(case, alise, client):
    with acting(alise.scope):
        offer = actions.draft(case=case, language="lv", by=alise)
        own = item_fields(title={"lv": "Vieta"}, text={"lv": "Ir."}, ask={"lv": "Kad"})
        actions.add_item(offer=offer, section="family", need=case.needs.get(), by=alise, **own)
        actions.mark_empty_sections(offer=offer, by=alise)
        version = actions.send(offer=offer, by=alise, key="k")
    text = client.get("/en" + url(version)).content.decode()
    assert "This letter exists in another language only" in text
    assert '<article class="letter flow" lang="lv">' in text


def test_off_05_an_older_link_leads_to_the_newest_version_and_shows_what_changed(version, alise, client):
    with acting(alise.scope):
        offer = actions.revise(offer=version.offer, by=alise)
        item = offer.items.get()
        actions.change_item(item=item, changes={"text": {"lv": "Ir divas vietas."}}, by=alise, seen=1)
        newer = actions.send(offer=offer, by=alise, key="k2")
    for each in (version, newer):
        text = client.get(url(each)).content.decode()
        assert "Ir divas vietas." in text
        assert "Kas mainījies kopš iepriekšējās versijas" in text
    old = client.get(url(newer), {"version": "1"}).content.decode()
    assert "Ir vieta trešajā klasē." in old
    assert "Šī ir agrāka versija" in old
    assert "aria-pressed" not in old
    assert client.get(url(newer), {"version": "99"}).status_code == 200


def test_a_tampered_link_gets_a_friendly_page_with_the_way_on(version, client):
    assert client.get("/o/%00/").status_code == 404
    for token in (version.secret[:-1] + "_", "x", "a" * 500):
        page = client.get(f"/o/{token}/")
        assert page.status_code == 404
        assert "vidzeme@majup.example" in page.content.decode()
        assert "Kalniņa" not in page.content.decode()
    assert client.post("/o/x/mark/", {"item": "a", "mark": "useful"}).status_code == 404


def test_an_expired_link_offers_a_new_one_by_mail_once_a_day(version, client, alise):
    with acting(alise.scope):
        OfferVersion.objects.update(link_expires_at=timezone.now() - timedelta(days=1))
    page = client.get(url(version))
    assert page.status_code == 410
    assert "Ir vieta" not in page.content.decode()
    assert client.get(url(version, "family_offer_pdf")).status_code == 410
    assert client.post(url(version, "family_mark"), {"item": "a", "mark": "useful"}).status_code == 410
    for _ in range(2):
        client.post(url(version, "family_link_again"))
    with as_sender():
        (mail,) = OutgoingMail.objects.filter(purpose="offer_link_again")
    assert mail.to_address == "ieva@majup.example"
    link = next(line for line in mail.text.splitlines() if "/o/" in line).strip()
    assert client.get(link[link.index("/o/") :]).status_code == 200
    assert client.get(url(version)).status_code == 404


def test_prv_03_every_reading_by_link_is_logged(version, case, client, alise):
    client.get(url(version))
    with acting(alise.scope):
        (row,) = AccessLog.objects.all()
    assert (row.user_id, row.visitor, row.household_id, row.record) == (
        None,
        f"offer link {version.pk}",
        case.household_id,
        f"offer version {version.pk}",
    )


def test_prv_01_a_link_opens_one_household_alone(version, alise, client):
    other = make_family_case(alise, email="zane@majup.example")
    need(other, "school", alise, wish="Citas ģimenes vēlme")
    sent_offer(other, alise, key="other")
    with acting(alise.scope):
        foreign = other.steps.first()
    assert "Citas ģimenes vēlme" not in client.get(url(version)).content.decode()
    client.post(url(version, "family_steps"), {"shown": [foreign.pk], "done": [foreign.pk]})
    with acting(alise.scope):
        foreign.refresh_from_db()
        assert foreign.done_at is None


def test_reading_changes_nothing_and_acting_needs_post(version, client):
    for name in ("family_mark", "family_steps", "family_respond", "family_link_again"):
        assert client.get(url(version, name)).status_code == 405
    assert Client(enforce_csrf_checks=True).post(url(version, "family_mark"), {"mark": "useful"}).status_code == 403


def test_a_word_on_the_whole_without_a_choice_is_refused_and_keeps_what_was_typed(version, client, alise):
    page = client.post(url(version, "family_respond"), {"text": "Rakstīsim vēlāk, paldies"})
    text = page.content.decode()
    assert page.status_code == 422
    assert "Rakstīsim vēlāk, paldies" in text
    assert text.count("Izvēlieties vienu no trim atbildēm.") == 2
    assert 'href="#answer-accepted"' in text
    with acting(alise.scope):
        assert Offer.objects.get().state == "sent"
