"""REF-07: the regional administration sees what is overdue in its region, and no family."""

from datetime import timedelta

import pytest

from majup.questions import actions
from majup.questions.models import Question
from majup.staff.scope import acting
from tests.support.people import give_role, make_user, sign_in, today
from tests.support.questions import LEAKS, ask

pytestmark = pytest.mark.django_db


def overdue_question(coordinator):
    question = ask(coordinator, text="Is there a place near Rose Street for Oto?")
    with acting(coordinator.scope):
        Question.objects.filter(pk=question.pk).update(
            due_on=today() - timedelta(days=9), escalate_on=today() - timedelta(days=1)
        )
        actions.follow_up(question=question, today=today(), by=None)
    return question


def test_ref_07_the_list_names_topic_addressee_and_days_but_no_family(alise, cilda, fricis):
    mine, other = overdue_question(alise), overdue_question(cilda)
    ask(alise)
    client = sign_in(fricis)
    client.cookies["language"] = "en"
    page = client.get("/overdue/")
    assert [row[0].question_id for row in page.context["late"]] == [mine.pk]
    assert "Pre-school education, Valmiera county" in page.text
    assert other.reference not in page.text
    assert [word for word in (*LEAKS, "T-", "four-year-old") if word in page.text.replace("UTF-8", "")] == []


def test_ref_07_an_answered_question_leaves_the_list(alise, fricis):
    from tests.support.questions import reply

    reply(overdue_question(alise))
    assert sign_in(fricis).get("/overdue/").context["late"] == []


def test_ref_07_another_regions_administration_sees_its_own_only(alise, db):
    from majup.network.models import Role

    overdue_question(alise)
    other = give_role(make_user("Guntis"), Role.objects.get(kind="region_office", region__code="latgale"))
    assert sign_in(other).get("/overdue/").context["late"] == []


@pytest.mark.parametrize("name", ["alise", "dace", "edgars", "gunta", "admin_user"])
def test_only_the_regional_administration_has_this_page(request, name):
    assert sign_in(request.getfixturevalue(name)).get("/overdue/").status_code == 403
