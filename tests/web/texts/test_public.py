"""What a visitor reads: questions by topic with local parts, news with their source, stories while people agree."""

import json
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from majup.guides import actions
from majup.guides.models import ReviewedText
from tests.support.people import municipality, region, sign_in, today
from tests.support.texts import agreed, drafted, published

pytestmark = pytest.mark.django_db
TOWN = "0054000"


def english(path: str, **query) -> str:
    visitor = Client()
    visitor.cookies["language"] = "en"
    answer = visitor.get(path, query)
    assert answer.status_code == 200
    return answer.text


def structured(page: str) -> dict:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1])


FIRST_TOPICS = {
    "dwelling", "municipal_support", "credit", "home_purchase", "residence", "moving", "remote_work", "taxes",
    "health", "benefits", "foreign_pension", "kindergarten", "school",
}  # fmt: skip


def test_faq_01_a_visitor_finds_the_first_topics_with_questions_in_both_languages():
    page = english(reverse("faq"))
    topics = set(re.findall(r'<details class="topic" id="(\w+)"', page))
    assert topics >= FIRST_TOPICS
    assert "By when do I declare my home in Latvia?" in page
    latvian = Client().get(reverse("faq")).text
    assert "Līdz kuram laikam man jādeklarē dzīvesvieta Latvijā?" in latvian
    assert (page.count('class="question"') >= 30, "not yet written in this language" in page) == (True, False)


def test_q_r1_every_topic_of_the_study_and_n_64_of_today_has_an_answer_in_both_languages():
    """Q-R1, N-64: jobs, social protection, taxes, housing, schools, health; wellbeing, recognition, business."""
    for topic in ("job", "benefits", "taxes", "dwelling", "school", "health", "wellbeing", "recognition", "business"):
        texts = ReviewedText.objects.listed().filter(kind="question", topics__code=topic).select_related("current")
        assert texts, topic
        for text in texts:
            assert {"lv", "en"} <= set(text.current.title) & set(text.current.body) & set(text.current.summary)


def test_k_p14_debts_are_answered_before_anybody_travels():
    page = english(reverse("faq_question", args=["debts-in-latvia"]))
    assert "get advice before you travel" in page
    assert "no reason to be ashamed" in page


def test_k_p5_texts_say_their_source_and_day_and_cover_deciding_and_moving():
    """K-P5: plain, dated, with source; deciding (work, money, school, belonging) and moving (address, belongings)."""
    page = english(reverse("faq"))
    answers = page.split('<details class="question"')[1:]
    assert all(
        "Last checked:" in answer and "What this rests on" in answer and "as of " in answer for answer in answers
    )
    for deciding, moving in (("will-we-belong", "declare-home"), ("find-job", "moving-belongings")):
        assert (f'id="{deciding}"' in page, f'id="{moving}"' in page) == (True, True)


def test_n_66_who_complained_of_hidden_contacts_unclear_taxes_and_latvian_finds_an_answer_and_a_person():
    """N-66: contacts hard to find; Latvian for children and foreign spouses; taxes and contributions."""
    page = english(reverse("faq"))
    for code in ("who-answers", "child-without-latvian", "latvian-for-partner", "tax-resident", "remote-work-a1"):
        assert f'id="{code}"' in page
    assert page.index(reverse("ask")) < page.index("<main"), "a person to ask stands in the head of the page"
    assert "It costs nothing." in page


def test_faq_01_search_engines_read_the_questions_as_a_faq_page():
    data = structured(english(reverse("faq")))
    assert data["@type"] == "FAQPage"
    answers = {row["name"]: row["acceptedAnswer"]["text"] for row in data["mainEntity"]}
    assert answers["By when do I declare my home in Latvia?"].startswith("Within one month")
    assert not any("[1]" in text or "<" in text for text in answers.values())


def test_faq_02_a_place_shows_the_common_answer_and_its_own_part(dace, alise, cilda):
    common = ReviewedText.objects.get(code="kindergarten-before-return")
    place = {"municipality": municipality(TOWN)}
    body = {"lv": "Pie mums rinda ir trīs mēneši.", "en": "Here the queue takes a winter."}
    published(dace, alise, common=common, place=place, body=body)
    everywhere, here, elsewhere = (
        english(reverse("faq"), **query) for query in ({}, {"place": TOWN}, {"place": "latgale"})
    )
    assert [("a winter" in page) for page in (everywhere, here, elsewhere)] == [False, True, False]
    assert all("a child can be registered before the return" in page for page in (everywhere, here, elsewhere))
    own = english(reverse("faq_question", args=[common.code]), place=TOWN)
    assert "Here the queue takes a winter." in own
    assert Client().get(reverse("faq"), {"place": "nowhere"}).status_code == 422


def test_faq_06_an_answer_names_its_owner_the_day_of_its_check_and_the_law_with_its_day(alise, cilda):
    page = english(reverse("faq_question", args=["declare-home"]))
    assert "Office of Citizenship and Migration Affairs" in page
    assert "Last checked: 1 February 2026" in page
    assert "Residence Declaration Law, sections 4(1) and 8" in page
    assert "as of 1 February 2026" in page
    assert re.search(r'href="#s\d+-1"', page), "[1] leads to its source"


def test_faq_06_what_is_over_is_marked_as_archive_with_reason_and_period(alise, cilda):
    text = published(alise, cilda)
    dates = {"speaks_from": date(2018, 3, 1), "speaks_to": date(2018, 5, 31)}
    actions.archive(text=text, reason={"lv": "Beidzies", "en": "The call is over"}, by=alise, **dates)
    page = english(reverse("faq_question", args=[text.code]))
    assert "Archive: this speaks of a time that is over" in page
    assert "The call is over" in page
    assert "from 1 March 2018 to 31 May 2018" in page
    assert text.code not in english(reverse("faq"))


def test_faq_06_a_time_that_is_over_is_marked_before_anybody_notices(alise, cilda):
    news = published(alise, cilda, kind="news", details={})
    ReviewedText.objects.filter(pk=news.pk).update(speaks_to=today() - timedelta(days=1))
    assert "Archive: this speaks" in english(reverse("news_item", args=[news.code]))
    assert news.code not in english(reverse("news"))


def test_faq_09_news_and_stories_have_their_own_sections_and_are_not_mixed(alise, cilda):
    news, story = published(alise, cilda, kind="news"), published(alise, cilda, kind="story")
    pages = {name: english(reverse(name)) for name in ("news", "stories", "faq")}
    links = {code: [name for name, page in pages.items() if f"/{code}/" in page] for code in (news.code, story.code)}
    assert links == {news.code: ["news"], story.code: ["stories"]}
    for name, code in (("news_item", story.code), ("story", news.code), ("faq_question", news.code)):
        assert Client().get(reverse(name, args=[code])).status_code == 404


def test_lng_06_news_taken_over_name_source_and_date_and_stand_on_the_page_of_their_region(alise, cilda):
    details = {"from": {"lv": "NVA", "en": "The employment agency"}, "url": "https://www.nva.gov.lv/x",
               "happened_on": "2026-09-03"}  # fmt: skip
    news = published(alise, cilda, kind="news", details=details, place={"region": region("vidzeme")})
    page = english(reverse("news_item", args=[news.code]))
    assert "First said by The employment agency, 3 September 2026" in page
    assert 'href="https://www.nva.gov.lv/x"' in page
    shown = {place: news.code in english(reverse("news"), place=place) for place in ("", "vidzeme", TOWN, "latgale")}
    assert shown == {"": True, "vidzeme": True, TOWN: True, "latgale": False}


def test_lng_08_a_news_item_has_a_practical_and_an_emotional_part(alise, cilda):
    warm = {"lv": "Jūs te gaida.", "en": "You are awaited, from Riga just as from abroad."}
    news = published(alise, cilda, kind="news", warmth=warm)
    page = english(reverse("news_item", args=[news.code]))
    assert re.search(r'class="warmth[^"]*"[^>]*><p>You are awaited', page)
    assert "<strong>school</strong>" in page


def test_news_are_a_feed_too(alise, cilda):
    news = published(alise, cilda, kind="news", place={"region": region("vidzeme")})
    visitor = Client()
    visitor.cookies["language"] = "en"
    answer = visitor.get(reverse("news_feed"), {"place": "vidzeme"})
    assert answer["Content-Type"].startswith("application/rss+xml")
    assert f"/news/{news.code}/</link>" in answer.text
    assert "Does the school help with Latvian?" in answer.text
    assert news.code not in visitor.get(reverse("news_feed"), {"place": "latgale"}).text


def test_q_r17_stories_are_found_by_place_family_and_k_p10_occupation(alise, cilda):
    """Q-R17, K-P10."""
    details = {"family": "with_children", "occupation": "2"}
    story = published(alise, cilda, kind="story", details=details, place={"municipality": municipality(TOWN)})
    asked = [{"place": TOWN}, {"place": "vidzeme"}, {"family": "with_children", "occupation": "2"},
             {"place": "latgale"}, {"family": "single"}, {"occupation": "7"}]  # fmt: skip
    found = [story.code in english(reverse("stories"), **query) for query in asked]
    assert found == [True, True, True, False, False, False]
    assert "No story fits all of this yet" in english(reverse("stories"), family="single")


def test_b_23_stories_are_found_by_the_country_before_the_return_and_by_theme(alise, cilda):
    """B-23: host country, municipality, theme; consent recorded."""
    irish = published(alise, cilda, kind="story", details={"country": "IE"}, place={"topic": "school"})
    german = published(alise, cilda, kind="story", details={"country": "DE"}, place={"topic": "business"})
    asked = [{"country": "IE"}, {"country": "DE"}, {"topic": "school"}, {"country": "IE", "topic": "business"}]
    pages = [english(reverse("stories"), **query) for query in asked]
    links = [f'href="{reverse("story", args=[story.code])}"' for story in (irish, german)]
    found = [[link in page for link in links] for page in pages]
    assert found == [[True, False], [False, True], [True, False], [False, False]]
    assert "before the return: Ireland" in pages[0]
    assert "before the return: Germany" in english(reverse("story", args=[german.code]))
    options = re.findall(r'<option value="(\w\w)"', pages[0].split('name="country"')[1].split("</select>")[0])
    assert options == ["DE", "IE"]  # a country of which nobody tells cannot be chosen
    assert irish.consents.count() == 1


def test_amb_05_a_withdrawn_story_is_gone_from_every_page_at_once(alise, cilda):
    story = published(alise, cilda, kind="story", title={"lv": "Mājās", "en": "Home at last"})
    addresses = [reverse("stories"), reverse("story", args=[story.code])]
    assert all("Home at last" in english(path) for path in addresses)
    actions.withdraw_consent(consent=story.consents.get(), by=alise)
    visitor = Client()
    assert [visitor.get(path).status_code for path in addresses] == [200, 404]
    assert "Home at last" not in english(reverse("stories"))
    desk = sign_in(alise).get(reverse("text", args=[story.code])).text
    assert f'href="{addresses[1]}"' not in desk, "the desk leads to no page that is gone"


def test_prv_06_pages_name_nobody_who_agreed_and_show_no_story_without_a_yes(alise, cilda):
    draft = drafted(alise, kind="story", title={"lv": "Melnraksts", "en": "Never agreed"})
    story = published(alise, cilda, kind="story")
    agreed(story, alise, "Zelma Vītola")
    pages = [english(path) for path in (reverse("stories"), reverse("story", args=[story.code]), reverse("faq"))]
    assert not any("Vītola" in page or "Kalna" in page or "Never agreed" in page for page in pages)
    assert Client().get(reverse("story", args=[draft.code])).status_code == 404


def test_lng_03_what_is_not_written_in_the_readers_language_says_so(alise, cilda):
    text = published(alise, cilda, title={"lv": "Tikai latviski?"}, body={"lv": "Jā, pagaidām."})
    page = english(reverse("faq_question", args=[text.code]))
    assert "not yet written in this language. It is shown in: Latvian" in page
    assert '<div lang="lv"><p>Jā, pagaidām.</p>' in page


def test_q_r21_the_tone_of_all_answers_greets_and_never_scolds():
    """Q-R21: polite "you", no officialese, no orders in capitals; sentences of at most 15 words on average."""
    words, sentences = 0, 0
    for text in ReviewedText.objects.listed().filter(kind="question").select_related("current"):
        said = " ".join([text.current.summary["lv"], text.current.body["lv"], text.current.warmth.get("lv", "")])
        said = re.sub(r"\[\d\]", "", said)
        assert not re.search(
            r"(?i)\b(saskaņā ar|nepieciešams|augstākminēt|tiek veikt|iesniedzēj|persona[im]?)\b", said
        ), said
        assert not re.search(r"\b[A-ZĀČĒĢĪĶĻŅŠŪŽ]{6,}\b", said.replace("ALTUM", "")), said
        parts = [part for part in re.split(r"[.!?:;]\s+|\n+", said) if part.strip()]
        sentences, words = sentences + len(parts), words + sum(len(part.split()) for part in parts)
    assert words / sentences <= 15


def test_the_page_of_questions_asks_the_database_the_same_number_of_times_however_many_there_are(alise, cilda):
    visitor = Client()
    visitor.cookies["other"] = "no kept page is shown to who brings cookies"

    def counted() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert visitor.get(reverse("faq"), {"place": TOWN}).status_code == 200
        return len(asked)

    counted()
    before = counted()
    for number in range(3):
        published(alise, cilda, title={"lv": f"Jautājums {number}", "en": f"Question {number}"})
    assert counted() == before


def test_the_sitemap_lists_questions_news_and_stories_while_they_may_be_shown(alise, cilda):
    news, story = published(alise, cilda, kind="news"), published(alise, cilda, kind="story")
    parts = {name: Client().get(f"/sitemap/{name}.xml").text for name in ("faq_question", "news_item", "story")}
    assert "/en/questions/declare-home/" in parts["faq_question"]
    assert f"/lv/news/{news.code}/" in parts["news_item"]
    assert f"/lv/stories/{story.code}/" in parts["story"]
    actions.withdraw_consent(consent=story.consents.get(), by=alise)
    assert story.code not in Client().get("/sitemap/story.xml").text
