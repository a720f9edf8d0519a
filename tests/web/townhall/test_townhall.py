"""What signed-in specialists and institutions see: what is asked of their roles, and nothing of the family."""

from datetime import timedelta

import pytest

from majup.questions import actions
from majup.questions.models import Answer, Question
from majup.staff.scope import acting
from tests.support.people import give_role, make_user, sign_in, today
from tests.support.questions import LEAKS, ask, institution, make_need, reply, specialist, unit

pytestmark = pytest.mark.django_db
ANSWER = {"said_available": "yes", "said_contact": "Specialist, room 3", "name": "Dace"}


def english(user):
    client = sign_in(user)
    client.cookies["language"] = "en"
    return client


def asked_of_dace(alise):
    return ask(
        alise, make_need(alise, topic="municipal_support"), specialist(), text="What does the county offer?", share=[]
    )


def test_ref_01_the_list_shows_what_is_asked_of_my_roles_with_the_oldest_promise_first(alise, dace):
    late, new = asked_of_dace(alise), asked_of_dace(alise)
    ask(alise)
    with acting(alise.scope):
        Question.objects.filter(pk=new.pk).update(due_on=today() - timedelta(days=2))
    page = english(dace).get("/townhall/")
    assert [question for question, _state, _tone in page.context["lines"]] == [new, late]
    assert [word for word in LEAKS if word in page.text] == []


def test_ref_02_a_signed_in_holder_answers_in_the_same_form(alise, dace):
    question = asked_of_dace(alise)
    client = english(dace)
    page = client.get(f"/townhall/questions/{question.pk}/")
    assert [word for word in LEAKS if word in page.text] == []
    sent = client.post(f"/townhall/questions/{question.pk}/", ANSWER)
    assert (sent.status_code, sent.url) == (302, "/townhall/")
    with acting(alise.scope):
        answer = Answer.objects.get(question=question)
        question.refresh_from_db()
    assert (answer.answered_by, answer.form, question.state) == (
        dace, {"available": "yes", "contact": "Specialist, room 3"}, "answered",
    )  # fmt: skip
    assert question.seen_at is not None
    assert "Specialist, room 3" in client.get("/townhall/answers/").text


def test_ref_08_passing_on_and_refusing_when_signed_in(alise, dace):
    first, second = asked_of_dace(alise), asked_of_dace(alise)
    client = english(dace)
    sent = client.post(
        f"/townhall/questions/{first.pk}/pass-on/", {"to": unit("social").pk, "name": "Dace", "note": ""}
    )
    assert sent.url == "/townhall/"
    assert client.get(f"/townhall/questions/{first.pk}/").status_code == 404
    client.post(f"/townhall/questions/{second.pk}/refuse/", {"reason": "Not ours", "name": "Dace"})
    with acting(alise.scope):
        states = dict(Question.objects.values_list("pk", "state"))
    assert states == {first.pk: "passed_on", second.pk: "refused"}


def test_k_c5_an_institution_answers_what_is_asked_of_it(alise, edgars, dace):
    question = ask(
        alise, make_need(alise, topic="job"), institution("nva"), text="A job for a nurse?", share=["occupation"]
    )
    assert english(dace).get(f"/townhall/questions/{question.pk}/").status_code == 404
    page = english(edgars).get(f"/townhall/questions/{question.pk}/")
    assert "A job for a nurse?" in page.text
    assert [word for word in LEAKS if word in page.text] == []
    assert english(edgars).post(f"/townhall/questions/{question.pk}/", ANSWER).status_code == 302
    with acting(alise.scope):
        question.refresh_from_db()
        question.need.refresh_from_db()
    assert (question.state, question.closed_at is not None, question.need.state) == ("answered", True, "answered")


def test_ref_07_a_question_that_nobody_answered_appears_at_the_specialist(alise, dace):
    question = ask(alise)
    assert list(english(dace).get("/townhall/").context["lines"]) == []
    with acting(alise.scope):
        Question.objects.update(due_on=today() - timedelta(days=9), escalate_on=today() - timedelta(days=1))
        actions.follow_up(question=question, today=today(), by=None)
    client = english(dace)
    assert [line[0] for line in client.get("/townhall/").context["lines"]] == [question]
    client.post(f"/townhall/questions/{question.pk}/", ANSWER)
    with acting(alise.scope):
        assert Answer.objects.get().role == specialist()


def test_net_03_the_next_holder_finds_what_the_role_has_answered(alise, dace):
    reply(asked_of_dace(alise), form={"available": "yes", "contact": "Office 12"})
    dace.holdings.update(valid_to=today() - timedelta(days=1))
    successor = give_role(make_user("Ilze"), specialist(), since=today())
    assert "Office 12" in english(successor).get("/townhall/answers/").text
    assert english(dace).get("/townhall/answers/").status_code == 403


def test_j5_the_municipality_sees_that_a_role_lost_its_holder(alise, dace):
    """J5 step 2: the gap stays visible until a holder is named."""
    give_role(make_user("Inese"), unit("preschool"))
    unit("preschool").holdings.update(valid_to=today() - timedelta(days=30))
    give_role(make_user("Janis"), unit("preschool"), is_deputy=True)
    client = english(dace)
    words = "Pre-school education, Valmiera county: the holder has left, Janis answers as deputy."
    assert words in client.get("/townhall/").text
    give_role(make_user("Ilze"), unit("preschool"))
    assert words not in client.get("/townhall/").text


@pytest.mark.parametrize("name", ["alise", "fricis", "gunta", "admin_user"])
def test_the_town_hall_is_for_those_who_answer(request, name):
    assert english(request.getfixturevalue(name)).get("/townhall/").status_code == 403
