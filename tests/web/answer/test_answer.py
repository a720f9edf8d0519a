"""Answering by the link in a mail, without account and without JavaScript."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from majup.people.models import Event
from majup.questions import actions
from majup.questions.models import Answer, Question, QuestionLink
from majup.staff.scope import Scope, acting
from tests.support.people import sign_in
from tests.support.questions import LEAKS, agree, ask, institution, link_in, mails, make_need, reply, unit

pytestmark = pytest.mark.django_db
ANSWER = {
    "said_available": "yes",
    "said_count": "2",
    "said_since": "2027-09-01",
    "said_price": "45,50",
    "name": "Inese",
}


@pytest.fixture
def english():
    client = Client()
    client.cookies["language"] = "en"
    return client


def opened(question, coordinator):
    with acting(coordinator.scope):
        question.refresh_from_db()
    return question


def test_ref_02_from_the_mail_to_the_need_without_an_account(alise, english):
    need = make_need(alise)
    question = ask(alise, need)
    link = link_in(mails()[0])

    page = english.get(link)
    assert page.status_code == 200
    assert "Is there a place for a four-year-old?" in page.text
    assert [word for word in LEAKS if word in page.text] == []
    sent = english.post(link, ANSWER)
    assert (sent.status_code, sent.url) == (302, f"{link}done/")
    assert "Thank you" in english.get(sent.url).text
    with acting(alise.scope):
        need.refresh_from_db()
        answer = Answer.objects.get(question=question)
    assert answer.form == {"available": "yes", "count": 2, "since": "2027-09-01", "price": "45.50"}
    assert need.state == "answered"


def test_ref_01_opening_the_page_marks_the_question_as_seen_and_leaves_a_row_in_the_access_log(
    alise, english, as_owner
):
    from majup.staff.models import AccessLog

    question = ask(alise)
    link = link_in(mails()[0])
    english.head(link)
    assert opened(question, alise).state == "sent"
    english.get(link)
    assert opened(question, alise).state == "seen"
    with acting(alise.scope):
        row = AccessLog.objects.filter(page="answer").last()
        key = QuestionLink.objects.get(question=question).pk
    assert (row.household_id, row.record, row.visitor) == (
        question.household_id, f"question {question.pk}", f"question link {key}",
    )  # fmt: skip


def test_ref_02_an_incomplete_answer_is_refused_and_keeps_what_was_typed(alise, english):
    ask(alise)
    link = link_in(mails()[0])
    page = english.post(link, {"said_count": "minus", "text": "Apply in August", "name": "Inese"})
    assert page.status_code == 422
    assert "Choose yes, no or not known yet" in page.text
    assert "Apply in August" in page.text
    assert 'value="minus"' in page.text
    assert 'href="#id_said_available_0"' in page.text


def test_ref_02_the_last_answer_of_the_role_on_the_topic_is_shown_with_its_date(alise, cilda, english):
    """J5 step 3."""
    reply(ask(cilda, role=unit("preschool")), form={"available": "no", "queue": 12})
    with acting(cilda.scope):
        Answer.objects.update(changed_at=timezone.now() - timedelta(days=90))
    ask(alise)
    page = english.get(link_in(mails()[-1]))
    day = timezone.localdate(timezone.now() - timedelta(days=90))  # late in the evening summer time is another day
    assert f"Given on {day.day} " in page.text
    assert "12" in page.text


def test_ref_02_an_answer_is_editable_until_it_is_used_then_a_friendly_page_comes(alise, english):
    question = ask(alise)
    link = link_in(mails()[0])
    english.post(link, ANSWER)
    again = english.get(link)
    assert "You have answered" in again.text
    english.post(link, ANSWER | {"said_available": "no"})
    with acting(alise.scope):
        answer = Answer.objects.get(question=question)
        assert (answer.form["available"], len(answer.versions)) == ("no", 1)
        actions.mark_used(answer=answer, by=alise)
    used = english.get(link)
    assert (used.status_code, "Your answer has gone to the family" in used.text) == (200, True)
    english.post(link, ANSWER)
    with acting(alise.scope):
        assert Answer.objects.get(question=question).form["available"] == "no"


def test_ref_06_tampered_expired_and_withdrawn_links_lead_on(alise, english):
    question, other = ask(alise), ask(alise)
    links = [link_in(mail) for mail in mails()]
    tampered = english.get(links[0][:-4] + "abc/")
    assert (tampered.status_code, "We do not know this link" in tampered.text) == (404, True)
    assert "vidzeme@majup.example" in tampered.text

    with acting(alise.scope):
        QuestionLink.objects.filter(question=question).update(expires_at=timezone.now() - timedelta(minutes=1))
        actions.withdraw(question=other, reason="The family moved elsewhere", by=alise)
    expired, withdrawn = (english.get(link) for link in links)
    assert "This link has expired" in expired.text
    assert "The question was withdrawn" in withdrawn.text
    assert "The family moved elsewhere" not in withdrawn.text
    for link in links:
        english.post(link, ANSWER)
    with acting(alise.scope):
        assert Answer.objects.count() == 0
        assert opened(question, alise).state == "sent"


def test_ref_08_passing_on_by_link_and_the_old_link_says_where_it_stands(alise, english):
    question = ask(alise)
    link = link_in(mails()[0])
    page = english.get(f"{link}pass-on/")
    assert page.status_code == 200
    refused = english.post(f"{link}pass-on/", {"name": "Inese", "note": "They keep the list"})
    assert (refused.status_code, "They keep the list" in refused.text) == (422, True)
    sent = english.post(f"{link}pass-on/", {"to": unit("schools").pk, "name": "Inese", "note": "They keep the list"})
    assert sent.url == f"{link}done/"
    assert "The question has been passed on" in english.get(sent.url).text
    assert "Schools, Valmiera county" in english.get(link).text
    assert opened(question, alise).role == unit("schools")

    new = link_in(mails("question_passed_on")[0])
    assert "They keep the list" in english.get(new).text
    english.post(new, ANSWER | {"name": "Janis"})
    with acting(alise.scope):
        assert Answer.objects.get(question=question).role == unit("schools")


def test_ref_01_refusing_by_link_needs_a_reason(alise, english):
    question = ask(alise)
    link = link_in(mails()[0])
    assert english.post(f"{link}refuse/", {"name": "Inese", "reason": ""}).status_code == 422
    english.post(f"{link}refuse/", {"name": "Inese", "reason": "Not our children"})
    assert opened(question, alise).state == "refused"
    with acting(alise.scope):
        assert Event.objects.get(kind="question.refused").details["reason"] == "Not our children"
    assert "You have said that there will be no answer" in english.get(link).text


def test_prv_05_a_wished_support_is_on_the_page_only_of_the_question_that_tells_it(alise, english):
    need = make_need(alise, topic="child_support", wish="speech therapist twice a week")
    agree(alise, need.case, "share_municipality")
    ask(alise, need, unit("schools"), share=[])
    ask(alise, need, unit("schools"), share=["support"])
    silent, telling = (english.get(link_in(mail)).text for mail in mails())
    assert ("speech therapist" in silent, "speech therapist" in telling) == (False, True)
    assert all("speech therapist" not in mail.text for mail in mails())


def test_ref_02_the_page_works_with_a_form_and_nothing_else(alise, english):
    ask(alise)
    text = english.get(link_in(mails()[0])).text
    assert 'method="post"' in text
    assert " onclick=" not in text
    assert "style=" not in text


def test_the_link_still_opens_one_question_when_a_coordinator_of_another_region_follows_it(alise, cilda):
    from tests.support.people import sign_in

    ask(alise)
    client = sign_in(cilda)
    link = link_in(mails()[0])
    assert client.get(link).status_code == 200
    with acting(cilda.scope):
        assert list(Question.objects.all()) == []


def test_ref_02_who_asked_is_told_by_mail_that_an_answer_has_come(alise, english):
    """The mail names case and topic; family and answer stand on the desk alone."""
    need = make_need(alise)
    question = ask(alise, need)
    link = link_in(mails()[0])
    english.post(link, ANSWER | {"text": "Ieva may come on Monday"})
    (mail,) = mails("question_answered")
    with acting(alise.scope):
        case = need.case.reference
    assert (mail.to_address, mail.language, mail.subject) == (alise.email, "lv", f"Saņemta atbilde lietā {case}")
    for said in (case, question.reference, "Bērnudārzs", "Pirmsskolas izglītība, Valmieras novads"):
        assert said in mail.text
    assert [word for word in (*LEAKS, "Monday", "45,50", "Inese", "2027") if word in mail.subject + mail.text] == []
    assert (mail.household_id, mail.region_id) == (None, question.region_id)
    path = re.search(r"http\S+?(/desk/\S+)", mail.text)[1]
    assert sign_in(alise).get(path).context["question"] == question


def test_ref_02_an_answer_corrected_the_same_day_writes_no_second_mail_and_one_on_a_later_day_does(alise, english):
    ask(alise)
    link = link_in(mails()[0])
    for count in ("2", "3", "4"):
        english.post(link, ANSWER | {"said_count": count})
    assert len(mails("question_answered")) == 1
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        english.post(link, ANSWER | {"said_count": "5"})
        english.post(link, ANSWER | {"said_count": "6"})
    assert len(mails("question_answered")) == 2


def test_ref_01_the_rest_of_an_answer_that_came_in_part_writes_again(alise, english):
    ask(alise)
    link = link_in(mails()[0])
    english.post(link, ANSWER | {"is_part": "on"})
    english.post(link, ANSWER)
    assert len(mails("question_answered")) == 2


def test_prv_05_the_mail_about_a_private_question_does_not_name_its_topic(alise, english):
    need = make_need(alise, topic="psychological_support")
    question = ask(alise, need, institution("vid"), share=[])
    english.post(link_in(mails()[0]), ANSWER)
    (mail,) = mails("question_answered")
    assert (question.reference in mail.text, need.topic.name["lv"] in mail.text) == (True, False)


def test_net_03_with_no_holder_the_mail_goes_to_the_mailbox_of_the_role(alise, english):
    ask(alise)
    alise.holdings.all().delete()
    english.post(link_in(mails()[0]), ANSWER)
    assert [mail.to_address for mail in mails("question_answered")] == ["vidzeme@majup.example"]


def test_ref_02_an_answer_stands_on_the_time_line_at_its_own_time(alise, english):
    """The application's clock counts, so that years played in an hour stand in their order."""
    asked, answered = (timezone.now() - timedelta(days=days) for days in (9, 6))
    with time_machine.travel(asked, tick=False):
        ask(alise)
    with time_machine.travel(answered, tick=False):
        english.post(link_in(mails()[0]), ANSWER)
    with acting(alise.scope):
        events = Event.objects.filter(kind__startswith="question.").order_by("at")
        told = list(events.values_list("kind", "at"))
    assert told == [("question.sent", asked), ("question.answered", answered)]


@pytest.mark.parametrize(("hours", "kept"), [(-24 * 400, "sent"), (24 * 400, "now")])
def test_ref_02_an_answer_cannot_be_moved_before_its_question_or_into_the_future(alise, hours, kept):
    question = ask(alise)
    moment = timezone.now() + timedelta(hours=hours)
    with acting(Scope(question_id=question.pk)), connection.cursor() as cursor:
        cursor.execute("SELECT majup_question_happened(%s, 'answered', '{}', '', %s)", [question.pk, moment])
    with acting(alise.scope):
        at = Event.objects.get(kind="question.answered").at
    limit = question.sent_at if kept == "sent" else timezone.now() + timedelta(minutes=1)
    assert abs(at - limit) < timedelta(seconds=30)
