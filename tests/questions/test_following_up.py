"""REF-07: what happens to questions that nobody answers, through the real worker with moved dates."""

from datetime import timedelta

import pytest

from majup.cases.actions import close, set_need
from majup.cases.models import Need
from majup.people.models import Event
from majup.questions import actions, queries
from majup.questions.models import Question
from majup.questions.tasks import follow_up_questions
from majup.staff.scope import NOBODY, acting
from tests.support.people import today
from tests.support.questions import (
    LEAKS,
    NEIGHBOUR,
    PLACE,
    as_link,
    ask,
    institution,
    mails,
    make_need,
    reply,
    specialist,
    unit,
)
from tests.support.worker import run_worker


def grow_old(coordinator, question, *, due: int, escalate: int) -> None:
    """Move both deadlines by days from today."""
    with acting(coordinator.scope):
        Question.objects.filter(pk=question.pk).update(
            due_on=today() + timedelta(days=due), escalate_on=today() + timedelta(days=escalate)
        )


def follow_up() -> None:
    follow_up_questions.defer(timestamp=0)
    run_worker()


def kinds(coordinator) -> list[str]:
    with acting(coordinator.scope):
        found = Event.objects.filter(kind__startswith="question.").order_by("pk")
        return list(found.values_list("kind", flat=True))


@pytest.mark.django_db(transaction=True)
def test_ref_07_reminder_after_the_due_date_then_the_specialist_then_the_regions_list(
    alise, cilda, dace, fricis, smtp_server
):
    """J5 step 7."""
    question, fresh, answered = ask(alise), ask(alise), ask(alise)
    reply(answered)
    for asked in (question, answered):
        grow_old(alise, asked, due=-1, escalate=4)
    follow_up()
    follow_up()
    assert [mail.to_address for mail in mails("question_reminder")] == [f"preschool.{PLACE}@pasvaldibas.example"]
    with acting(alise.scope):
        assert set(Question.objects.overdue()) == {question}
    assert kinds(alise).count("question.reminded") == 1
    with acting(fricis.scope):
        assert queries.escalated() == []

    grow_old(alise, question, due=-8, escalate=-1)
    follow_up()
    follow_up()
    letters = mails("question_escalation")
    assert [mail.to_address for mail in letters] == ["dace@majup.example"]
    assert [word for mail in letters for word in LEAKS if word in mail.text] == []
    assert kinds(alise).count("question.escalated") == 1
    with acting(dace.scope):
        assert list(Question.objects.visible_to(dace)) == [question]
    with acting(fricis.scope):
        late = queries.escalated()
        assert list(Question.objects.all()) == []
    assert [(row.question_id, row.role, row.topic.code, row.stops) for row in late] == [
        (question.pk, unit("preschool"), "kindergarten", 1)
    ]
    with acting(cilda.scope):
        assert queries.escalated() == []
    assert fresh.pk not in {row.question_id for row in late}


@pytest.mark.django_db
def test_ref_07_an_institution_is_reminded_and_shown_to_the_region_without_a_specialist(alise, fricis):
    question = ask(alise, make_need(alise, topic="taxes"), institution("vid"))
    grow_old(alise, question, due=-8, escalate=-1)
    with acting(alise.scope):
        actions.follow_up(question=question, today=today(), by=None)
        question.refresh_from_db()
    assert (question.escalated_to, question.escalated_at is not None) == (None, True)
    assert len(mails("question_reminder")) == 1
    assert mails("question_escalation") == []
    with acting(fricis.scope):
        assert [row.question_id for row in queries.escalated()] == [question.pk]


@pytest.mark.django_db
def test_ref_07_an_empty_specialists_role_leads_to_the_customer_centre(alise):
    question = ask(alise, role=unit("preschool", NEIGHBOUR))
    grow_old(alise, question, due=-8, escalate=-1)
    with acting(alise.scope):
        actions.follow_up(question=question, today=today(), by=None)
        question.refresh_from_db()
    assert question.escalated_to == unit("customer_centre", NEIGHBOUR)


@pytest.mark.django_db
def test_ref_07_the_specialist_may_answer_what_was_brought_to_her(alise, dace):
    question = ask(alise)
    grow_old(alise, question, due=-8, escalate=-1)
    with acting(alise.scope):
        actions.follow_up(question=question, today=today(), by=None)
    with acting(dace.scope):
        actions.answer(question=question, role=specialist(), form={"available": "no"}, name="Dace", by=dace)
    with acting(alise.scope):
        question.refresh_from_db()
        assert question.state == "answered"
        assert Event.objects.get(kind="question.answered").by == dace


@pytest.mark.django_db
def test_ref_07_only_the_worker_learns_what_is_due_everywhere(alise):
    question = ask(alise)
    grow_old(alise, question, due=-1, escalate=4)
    with acting(NOBODY):
        assert queries.due_for_follow_up(today()) == [(question.pk, question.region_id)]
        assert list(Question.objects.all()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("end", ["dropped", "closed"])
def test_ref_07_nobody_is_reminded_of_what_is_no_longer_needed(alise, end):
    """The need is given up, or the case has ended: whoever opens the link reads that no answer is needed."""
    question = ask(alise)
    grow_old(alise, question, due=-8, escalate=-1)
    with acting(alise.scope):
        if end == "dropped":
            set_need(need=question.need, state=Need.State.DROPPED, reason="They found one", by=alise)
        else:
            close(case=question.case, code="lost_contact", note="No answer", needs_reason="No answer", by=alise)
        actions.follow_up(question=question, today=today(), by=None)
        question.refresh_from_db()
    assert (question.state, question.reason) == ("withdrawn", "Atbilde vairs nav vajadzīga.")
    assert mails("question_reminder") + mails("question_escalation") == []
    assert kinds(alise)[-1] == "question.withdrawn"


@pytest.mark.django_db
def test_ref_08_to_whom_it_was_passed_on_after_a_reminder_is_reminded_too(alise):
    question = ask(alise)
    for role in (question.role, unit("schools")):
        if role != question.role:
            with as_link(question):
                actions.pass_on(question=question, role=question.role, to=role, name="Inese", by=None)
        grow_old(alise, question, due=-1, escalate=4)
        with acting(alise.scope):
            actions.follow_up(question=question, today=today(), by=None)
    first, second = mails("question_reminder")
    assert first.to_address != second.to_address
