"""Texts on the desk: two people and one text, from an answer in a case to the page that everybody reads."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from majup.cases.actions import log_contact, save_answer
from majup.catalogue import links
from majup.catalogue.models import Fact, LinkCheck
from majup.catalogue.tasks import check_links
from majup.guides.models import ReviewedText, TextVersion
from majup.network.models import Institution
from majup.staff.scope import acting
from tests.catalogue.test_links import site  # noqa: F401 -- a server with pages that answer and pages that do not
from tests.support.cases import case_of
from tests.support.people import municipality, region, sign_in, today
from tests.support.texts import drafted, published

pytestmark = pytest.mark.django_db
FILLED = {
    "title_lv": "Vai var mācīties vakarskolā?", "title_en": "Is there an evening school?",
    "summary_lv": "Jā.", "summary_en": "Yes.",
    "body_lv": "Jā, arī tiešsaistē. [1]", "body_en": "Yes, online too. [1]",
    "topics": ["school"], "where": "region-vidzeme",
    "source_1_lv": "Izglītības likums", "source_1_en": "Education Law", "source_1_on": "2026-02-01",
}  # fmt: skip


def english(user) -> Client:
    client = sign_in(user)
    client.cookies["language"] = "en"
    return client


def written(client: Client, kind: str = "question", query: str = "", **changed) -> ReviewedText:
    answer = client.post(reverse("text_new", args=[kind]) + query, {**FILLED, **changed})
    assert answer.status_code == 302, answer.context["form"].errors
    return ReviewedText.objects.latest("pk")


def test_a_coordinator_writes_a_second_reads_both_languages_side_by_side_and_everybody_sees_it(alise, cilda):
    writer, second = english(alise), english(cilda)
    text = written(writer)
    preview = writer.get(reverse("text", args=[text.code])).text
    assert preview.index('id="lv"') < preview.index("Jā, arī tiešsaistē") < preview.index('id="en"')
    assert "Yes, online too" in preview
    writer.post(reverse("text_send", args=[text.code]))
    assert "You wrote it last" in writer.get(reverse("text", args=[text.code])).text
    writer.post(reverse("text_approve", args=[text.code]))
    assert Client().get(reverse("faq_question", args=[text.code])).status_code == 404, "her own eyes do not count"
    assert text.code in second.get(reverse("texts")).text
    second.post(reverse("text_approve", args=[text.code]))
    assert "Vai var mācīties vakarskolā?" in Client().get(reverse("faq"), {"place": "vidzeme"}).text


def test_issue_4_an_editor_chooses_life_situations_and_sees_them_kept(alise):
    text = written(english(alise), situations=["pensioner", "by-descent"])
    assert text.situations == ["pensioner", "by-descent"]
    form = english(alise).get(reverse("text_change", args=[text.code])).context["form"]
    assert form["situations"].value() == ["pensioner", "by-descent"]
    assert "Parents or grandparents from Latvia" in english(alise).get(reverse("text", args=[text.code])).text
    refused = english(alise).post(reverse("text_new", args=["question"]), {**FILLED, "situations": ["astronaut"]})
    assert refused.status_code == 422


def test_a_text_given_back_tells_the_writer_what_to_change_and_a_reason_is_asked_for(alise, cilda):
    text = written(english(alise))
    english(alise).post(reverse("text_send", args=[text.code]))
    path = reverse("text_give_back", args=[text.code])
    assert english(cilda).post(path, {"reason": ""}).status_code == 422
    english(cilda).post(path, {"reason": "Name the school"})
    assert "Name the school" in english(alise).get(reverse("text_change", args=[text.code])).text


def test_somebody_elses_draft_is_not_shown_beside_the_public_text(alise, cilda, edgars):
    text = published(alise, cilda, place={"region": region("vidzeme")})
    english(alise).post(reverse("text_change", args=[text.code]), {**FILLED, "title_en": "Not yet said", "saves": 0})
    shown = [english(user).get(reverse("text", args=[text.code])).text for user in (alise, cilda, edgars)]
    assert ["Not yet said" in page for page in shown] == [True, True, False]


def test_a_refused_form_keeps_what_was_typed(alise):
    answer = english(alise).post(
        reverse("text_new", args=["question"]), {**FILLED, "title_lv": "", "title_en": "", "source_1_on": ""}
    )
    assert answer.status_code == 422
    for said in ("Write a heading in at least one language.", "Say for which day this source holds.", "online too"):
        assert said in answer.text


def test_two_people_at_one_draft_lose_nothing(alise, bruno):
    text = written(english(alise))
    path = reverse("text_change", args=[text.code])
    first = english(alise).post(path, {**FILLED, "body_en": "First", "saves": 1})
    second = english(alise).post(path, {**FILLED, "body_en": "Second", "saves": 1})
    assert (first.status_code, second.status_code) == (302, 422)
    assert "saved this draft meanwhile" in second.text
    assert "Second" in second.text
    assert english(alise).post(path, {**FILLED, "body_en": "Second", "saves": 2}).status_code == 302


def test_k_c10_a_typical_answer_becomes_a_regional_question_after_a_second_pair_of_eyes(alise, cilda):
    with acting(alise.scope):
        said = "Rakstiet Ilzei Kalniņai uz ilze@family.example vai +371 26123456, kods 010180-12345. Skola palīdz."
        answer = save_answer(title="Vai skola palīdz?", text=said, language="lv", by=alise, region=region("vidzeme"))
    writer = english(alise)
    assert f"?answer={answer.pk}" in writer.get(reverse("answer_change", args=[answer.pk])).text
    form = writer.get(reverse("text_new", args=["question"]), {"answer": answer.pk}).context["form"]
    body = form["body_lv"].value()
    assert "Skola palīdz." in body
    assert not any(one in body for one in ("Ilzei", "ilze@", "26123456", "010180"))
    text = written(writer, title_lv="Vai skola palīdz?", body_lv=body)
    assert text.region == region("vidzeme")
    writer.post(reverse("text_send", args=[text.code]), {"nobody": "on"})
    english(cilda).post(reverse("text_approve", args=[text.code]))
    assert "Vai skola palīdz?" in Client().get(reverse("faq"), {"place": "vidzeme"}).text


def test_faq_05_an_answer_in_a_case_is_proposed_without_the_names_of_its_people(alise, cilda):
    case = case_of(alise)
    with acting(alise.scope):
        person = case.household.members.first()
        said = f"{person.given_name} {person.family_name} jautāja par skolu. Skola atbildēja, ka vieta ir."
        contact = log_contact(
            case=case, channel="phone", direction="out", summary=said, by=alise,
            next_contact_on=today() + timedelta(days=9),
        )  # fmt: skip
    form = english(alise).get(reverse("text_new", args=["question"]), {"contact": contact.pk}).context["form"]
    body = form["body_en"].value()
    assert person.family_name not in body
    assert "Skola atbildēja" in body
    path = reverse("text_new", args=["question"])
    assert english(cilda).get(path, {"contact": contact.pk}).status_code == 404, "a case of another region"
    text = written(english(alise), body_lv=body)
    fields = {field.name for model in (ReviewedText, TextVersion) for field in model._meta.get_fields()}
    assert not {"case", "household", "contact"} & fields, "nothing leads back to the family"
    assert case.reference not in text.open_version.body["lv"]


def test_faq_05_what_looks_like_a_person_keeps_a_text_back_until_somebody_says_that_it_is_none(alise):
    writer = english(alise)
    text = written(writer, body_en="Ask Ilze at ilze@family.example")
    page = writer.get(reverse("text", args=[text.code])).text
    assert "Is this about a person?" in page
    assert "<mark>ilze@family.example</mark>" in page
    assert "<mark>Ilze</mark>" in page
    writer.post(reverse("text_send", args=[text.code]))
    assert text.versions.get().state == "draft"
    writer.post(reverse("text_send", args=[text.code]), {"nobody": "on"})
    assert text.versions.get().state == "waiting"
    assert text.events.filter(kind="checked_for_persons", by=alise).exists()


def test_faq_02_a_municipality_writes_its_own_part_and_nothing_else(dace, alise):
    client = english(dace)
    common = ReviewedText.objects.get(code="municipal-flat")
    query = f"?common={common.code}"
    page = client.get(reverse("text_new", args=["question"]) + query).text
    assert "The common answer, which stands above yours" in page
    local = written(client, query=query, where="place-0054000")
    assert (local.common, local.municipality) == (common, municipality("0054000"))
    again = client.post(reverse("text_new", args=["question"]) + query, {**FILLED, "where": "place-0054000"})
    assert "has added its part already" in again.text
    for where in ("region-vidzeme", "place-0001000"):
        assert client.post(reverse("text_new", args=["question"]), {**FILLED, "where": where}).status_code == 422
    assert client.get(reverse("text_change", args=[common.code])).status_code == 404
    client.post(reverse("text_send", args=[local.code]))
    assert client.post(reverse("text_approve", args=[local.code])).status_code == 404, "a specialist approves nothing"


def test_faq_03_what_is_overdue_is_listed_for_who_keeps_it_and_leaves_when_read_again(alise, cilda, dace):
    text = published(alise, cilda, place={"region": region("vidzeme")})
    ReviewedText.objects.filter(pk=text.pk).update(review_on=today() - timedelta(days=2))
    page = english(alise).get(reverse("texts")).text
    assert "To be read again" in page
    assert text.code in page
    assert text.code not in english(dace).get(reverse("texts")).text
    path = reverse("text_confirm", args=[text.code])
    late = english(alise).post(path, {"review_on": today() + timedelta(days=800)})
    assert (late.status_code, "Choose a day from tomorrow until" in late.text) == (422, True)
    english(alise).post(path, {"review_on": today() + timedelta(days=90)})
    text.refresh_from_db()
    assert (text.checked_on, text.checked_by, text.review_on) == (today(), alise, today() + timedelta(days=90))
    assert text.code not in english(alise).get(reverse("texts")).text


def test_faq_06_an_editor_archives_with_reason_and_period(alise, cilda):
    text = published(alise, cilda)
    path = reverse("text_archive", args=[text.code])
    client = english(alise)
    late = {"reason_lv": "Beidzies", "reason_en": "Over", "speaks_from": "2018-05-31", "speaks_to": "2018-03-01"}
    assert client.post(path, late).status_code == 422
    client.post(path, {**late, "speaks_from": "2018-03-01", "speaks_to": "2018-05-31"})
    page = english(alise).get(reverse("faq_question", args=[text.code])).text
    assert ("Archive: this speaks of a time that is over" in page, "31 May 2018" in page) == (True, True)


def test_amb_05_consents_are_recorded_and_withdrawn_on_the_desk_by_who_keeps_the_story(alise, cilda):
    story = drafted(alise, kind="story", place={"region": region("vidzeme")})
    client = english(alise)
    path = reverse("text_consent", args=[story.code])
    assert client.post(path, {"name": ""}).status_code == 422
    client.post(path, {"name": "Ilze Kalna", "given_on": "2026-09-01", "agreed_to": "Piekrītu."})
    consent = story.consents.get()
    assert (consent.name, consent.recorded_by, consent.agreed_to) == ("Ilze Kalna", alise, "Piekrītu.")
    client.post(reverse("text_send", args=[story.code]))
    reader = english(cilda)
    assert "Ilze Kalna" not in reader.get(reverse("text", args=[story.code])).text, (
        "another region reads the text alone"
    )
    reader.post(reverse("text_approve", args=[story.code]))
    assert Client().get(reverse("story", args=[story.code])).status_code == 200
    client.post(reverse("text_consent_withdraw", args=[story.code, consent.pk]))
    assert Client().get(reverse("story", args=[story.code])).status_code == 404
    assert "Not shown: no agreement" in client.get(reverse("text", args=[story.code])).text


def test_lng_06_news_are_taken_over_with_source_and_day(alise, cilda):
    text = written(
        english(alise), "news", from_lv="NVA", from_en="The employment agency", url="https://www.nva.gov.lv/a",
        happened_on="2026-09-03",
    )  # fmt: skip
    assert text.open_version.details == {
        "from": {"lv": "NVA", "en": "The employment agency"}, "url": "https://www.nva.gov.lv/a",
        "happened_on": "2026-09-03",
    }  # fmt: skip


def test_the_worker_finds_links_in_texts_that_do_not_answer_and_says_since_when(alise, cilda, dace, site):  # noqa: F811
    Institution.objects.update(website="")
    Fact.objects.update(current=None)
    ReviewedText.objects.all().update(state="draft")
    here = {"region": region("vidzeme")}
    text = published(alise, cilda, body={"lv": f"[lapa]({site}/gone) un [cita]({site}/good)"}, place=here)
    check_links(timestamp=0)
    assert set(LinkCheck.objects.values_list("url", "problem")) == {(f"{site}/gone", "404"), (f"{site}/good", "")}
    client = english(alise)
    page = client.get(reverse("text_links")).text
    assert (f"{site}/gone" in page, text.code in page, f"{site}/good" in page) == (True, True, False)
    assert "A web page in this text does not answer" in client.get(reverse("text", args=[text.code])).text
    assert "does not answer" in client.get(reverse("texts")).text
    assert f"{site}/gone" not in client.get(reverse("facts_links")).text, "no fact names it"
    assert f"{site}/gone" not in english(dace).get(reverse("text_links")).text
    links.note(f"{site}/gone", "")
    assert "Every page answers" in client.get(reverse("text_links")).text


def test_lng_03_editors_see_in_which_language_a_text_is_missing(alise):
    written(english(alise), title_en="", summary_en="", body_en="")
    page = english(alise).get(reverse("texts"), {"kind": "question"}).text
    assert "<td>English, Russian</td>" in page.replace(' data-label="Not written in"', "")


def test_a_guide_is_changed_like_every_text_and_keeps_its_steps(gunta):
    guide = ReviewedText.objects.filter(kind="guide", common=None).first()
    client = english(gunta)
    assert reverse("guide", args=[guide.code]) in client.get(reverse("text", args=[guide.code])).text
    path = reverse("text_change", args=[guide.code])
    initial = {name: value for name, value in client.get(path).context["form"].initial.items() if value is not None}
    assert client.post(path, {**initial, "title_en": "Another heading"}).status_code == 302
    assert guide.open_version.title["en"] == "Another heading"
    assert guide.open_version.details == guide.current.details
    assert guide.open_version.sources == guide.current.sources
