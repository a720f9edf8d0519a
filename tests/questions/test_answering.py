"""What the asked side does, and that it lands in the need at once (REF-02, REF-08, REF-10, REF-12)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from majup.cases.models import Case, Need
from majup.network.calendar import add_working_days
from majup.people.models import Event, Household
from majup.questions import actions, queries
from majup.questions.errors import AnswerUsed, NothingAnswered, QuestionClosed, ReasonMissing, StandsElsewhere
from majup.questions.models import Answer, Question, QuestionStop
from majup.staff.scope import NOBODY, acting
from tests.support.people import give_role, make_user, today
from tests.support.questions import (
    LEAKS,
    NEIGHBOUR,
    PLACE,
    agree,
    as_link,
    ask,
    institution,
    mails,
    make_need,
    reply,
    specialist,
    unit,
)

pytestmark = pytest.mark.django_db


def test_ref_02_an_answer_by_link_lands_in_the_need_and_on_the_time_line_at_once(alise):
    need = make_need(alise)
    question = ask(alise, need)
    answer = reply(question, text="Apply in August")

    with acting(alise.scope):
        need.refresh_from_db()
        question.refresh_from_db()
        event = Event.objects.get(kind="question.answered")
        assert list(Answer.objects.all()) == [answer]
    assert (need.state, question.state, question.closed_at is not None) == ("answered", "answered", True)
    assert (answer.form, answer.answered_by_name) == ({"available": "yes", "count": 2}, "Inese")
    assert event.details == {
        "question": question.pk,
        "reference": question.reference,
        "topic": "kindergarten",
        "role": {"lv": "Pirmsskolas izglītība, Valmieras novads", "en": "Pre-school education, Valmiera county"},
        "by_name": "Inese",
        "answer": answer.pk,
    }
    assert event.by_id is None


def test_ref_06_the_link_opens_one_question_and_nothing_of_the_case(alise):
    question, other = ask(alise), ask(alise)
    reply(other)
    with as_link(question):
        assert list(Question.objects.all()) == [question]
        assert list(Answer.objects.all()) == []
        assert [list(model.objects.all()) for model in (Case, Need, Household, Event)] == [[], [], [], []]


def test_ref_01_seen_is_noted_once_and_only_by_who_may_answer(alise, cilda):
    question = ask(alise)
    with acting(cilda.scope):
        actions.mark_seen(question=question)
    with acting(alise.scope):
        question.refresh_from_db()
        assert (question.state, question.seen_at) == ("sent", None)
    with as_link(question):
        actions.mark_seen(question=question)
        question.refresh_from_db()
        first = question.seen_at
        actions.mark_seen(question=question)
        question.refresh_from_db()
    assert (question.state, question.seen_at) == ("seen", first)


def test_b_35_sent_accepted_and_closed_have_their_dates(alise):
    """B-35, K-C5, Q-C8: a referral to a named institution has state and dates."""
    question = ask(alise, make_need(alise, topic="taxes"), institution("vid"))
    with as_link(question):
        actions.mark_seen(question=question)
    reply(question, form={"available": "yes"})
    with acting(alise.scope):
        question.refresh_from_db()
    assert None not in {question.sent_at, question.seen_at, question.closed_at}


def test_ref_02_an_answer_may_be_changed_until_it_is_used_and_keeps_its_former_wording(alise):
    question = ask(alise)
    answer = reply(question, text="two places")
    changed = reply(question, form={"available": "no"}, name="Janis")
    assert changed.pk == answer.pk
    assert [(v["form"], v["text"], v["by_name"]) for v in changed.versions] == [
        ({"available": "yes", "count": 2}, "two places", "Inese")
    ]
    with acting(alise.scope):
        actions.mark_used(answer=changed, by=alise)
        assert Event.objects.filter(kind="question.answer_changed").count() == 1
    with pytest.raises(AnswerUsed):
        reply(question)


def test_ref_01_a_part_of_an_answer_keeps_the_question_open(alise):
    need = make_need(alise)
    question = ask(alise, need)
    reply(question, form={"available": "unknown", "next_review": "2027-08-01"}, is_part=True)
    with acting(alise.scope):
        need.refresh_from_db()
        question.refresh_from_db()
        assert (question.state, need.state) == ("partly", "asked")
        assert list(Question.objects.open()) == [question]
    reply(question)
    with acting(alise.scope):
        need.refresh_from_db()
        question.refresh_from_db()
    assert (question.state, need.state) == ("answered", "answered")


def test_ref_02_an_empty_answer_is_refused(alise):
    with pytest.raises(NothingAnswered):
        reply(ask(alise), form={"available": ""}, text=" ")


def test_ref_08_a_question_passed_on_keeps_its_chain(alise):
    question = ask(alise)
    with as_link(question):
        actions.pass_on(
            question=question,
            role=unit("preschool"),
            to=unit("schools"),
            name="Inese",
            by=None,
            note="They keep the list",
        )
    with acting(alise.scope):
        question.refresh_from_db()
        stops = list(question.stops.values_list("role", "by_name", "note"))
        event = Event.objects.get(kind="question.passed_on")
    assert (question.state, question.role, question.seen_at) == ("passed_on", unit("schools"), None)
    assert stops == [
        (unit("preschool").pk, "Alise", ""),
        (unit("schools").pk, "Inese (Pirmsskolas izglītība, Valmieras novads)", "They keep the list"),
    ]
    assert (event.details["role"]["lv"], event.details["note"]) == ("Skolas, Valmieras novads", "They keep the list")
    mail = mails("question_passed_on")[0]
    assert mail.to_address == f"schools.{PLACE}@pasvaldibas.example"
    assert [word for word in LEAKS if word in mail.text] == []


@pytest.mark.parametrize(
    ("to", "kept", "told"),
    [(lambda: unit("social"), ["birth_year", "name"], True), (lambda: institution("pmlp"), ["birth_year"], False)],
)
def test_prv_05_what_was_agreed_for_municipalities_does_not_go_on_to_an_institution(alise, to, kept, told):
    """PRV-02, PRV-05: inside the municipality the question stays whole."""
    need = make_need(alise, topic="child_support", wish="speech therapist")
    agree(alise, need.case, "share_municipality")
    question = ask(alise, need, unit("schools"), share=["birth_year", "name", "support"])
    with as_link(question):
        held = actions.pass_on(question=question, role=unit("schools"), to=to(), name="Inese", by=None)
    assert ([fact["key"] for fact in held.shown], held.support, held.tells_support) == (
        kept,
        "speech therapist" if told else "",
        told,
    )


def test_ref_08_who_passed_it_on_cannot_answer_any_more(alise):
    question = ask(alise)
    with as_link(question):
        actions.pass_on(question=question, role=unit("preschool"), to=unit("schools"), name="Inese", by=None)
        with pytest.raises(StandsElsewhere):
            actions.pass_on(question=question, role=unit("preschool"), to=unit("social"), name="Inese", by=None)
    with pytest.raises(StandsElsewhere):
        reply(question, role=unit("preschool"))
    assert reply(question, role=unit("schools")).role == unit("schools")


def test_ref_08_passing_on_wins_no_time_beyond_the_next_working_day(alise):
    question = ask(alise)
    with acting(alise.scope):
        question.due_on, question.escalate_on = today() - timedelta(days=9), today() - timedelta(days=2)
        question.save()
    with as_link(question):
        held = actions.pass_on(question=question, role=question.role, to=unit("schools"), name="Inese", by=None)
    assert held.due_on == held.escalate_on == add_working_days(today(), 1)


def test_ref_08_a_signed_in_holder_passes_on_a_question_she_then_no_longer_sees(alise, dace):
    question = ask(alise, make_need(alise, topic="municipal_support"), specialist())
    with acting(dace.scope):
        actions.pass_on(question=question, role=specialist(), to=unit("social"), name="Dace", by=dace)
        assert list(Question.objects.all()) == []
    with acting(alise.scope):
        assert Event.objects.get(kind="question.passed_on").by == dace


def test_ref_01_a_refusal_needs_a_reason_and_opens_the_need_again(alise):
    need = make_need(alise)
    question = ask(alise, need)
    with as_link(question):
        with pytest.raises(ReasonMissing):
            actions.refuse(question=question, role=question.role, reason=" ", name="Inese", by=None)
        actions.refuse(question=question, role=question.role, reason="Not our children", name="Inese", by=None)
    with acting(alise.scope):
        need.refresh_from_db()
        question.refresh_from_db()
    assert (question.state, question.reason, need.state) == ("refused", "Not our children", "open")
    with pytest.raises(QuestionClosed):
        reply(question)


def test_ref_01_a_refusal_leaves_the_need_asked_while_another_place_may_answer(alise):
    need = make_need(alise)
    question = ask(alise, need)
    ask(alise, need, unit("preschool", NEIGHBOUR))
    with as_link(question):
        actions.refuse(question=question, role=question.role, reason="full", name="Inese", by=None)
    with acting(alise.scope):
        need.refresh_from_db()
    assert need.state == "asked"


def test_a_withdrawn_question_takes_no_answer(alise):
    question = ask(alise)
    with acting(alise.scope):
        actions.withdraw(question=question, reason="not needed", by=alise)
    with pytest.raises(QuestionClosed):
        reply(question)


def test_nobody_without_the_link_or_the_role_can_answer(alise, cilda):
    question = ask(alise)
    for scope in (NOBODY, cilda.scope):
        with acting(scope), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Answer.objects.create(
                question=question, role=question.role, form={"available": "yes"}, answered_at=timezone.now(),
                changed_at=timezone.now(), answered_by_name="Stranger",
            )  # fmt: skip
    with acting(alise.scope):
        assert Answer.objects.count() == 0


def test_ref_10_an_answer_can_be_marked_as_holding_for_others_until_a_day(alise):
    answer = reply(ask(alise), for_others=True, valid_until=date(2027, 8, 31))
    assert (answer.for_others, answer.valid_until) == (True, date(2027, 8, 31))


def test_ref_12_two_current_answers_that_say_something_else_are_both_flagged(alise, cilda):
    """Across regions and units: yes against no, and another number."""
    first = reply(ask(alise), form={"available": "yes", "count": 2})
    second = reply(ask(cilda, role=unit("customer_centre")), form={"available": "no"})
    with acting(alise.scope):
        found = queries.contradictions(Answer.objects.select_related("question__form"))
        assert {pk: [said.answer_id for said in against] for pk, against in found.items()} == {first.pk: [second.pk]}
    with acting(cilda.scope):
        found = queries.contradictions(Answer.objects.select_related("question__form"))
        assert {pk: [said.answer_id for said in against] for pk, against in found.items()} == {second.pk: [first.pk]}


@pytest.mark.parametrize(
    ("form", "values"),
    [
        ({"available": "yes", "count": 2}, {}),
        ({"available": "unknown"}, {}),
        ({"available": "no"}, {"valid_until": date(2020, 1, 1)}),
    ],
)
def test_ref_12_the_same_the_unknown_and_the_outdated_contradict_nothing(alise, form, values):
    reply(ask(alise), form={"available": "yes", "count": 2})
    reply(ask(alise), form=form, **values)
    with acting(alise.scope):
        assert queries.contradictions(Answer.objects.select_related("question__form")) == {}


def test_ref_12_another_place_and_another_age_contradict_nothing(alise):
    reply(ask(alise), form={"available": "yes"})
    reply(ask(alise, role=unit("preschool", NEIGHBOUR)), form={"available": "no"})
    older = make_need(alise)
    with acting(alise.scope):
        older.person.birth_year = 2020
        older.person.save()
    reply(ask(alise, older), form={"available": "no"})
    with acting(alise.scope):
        assert queries.contradictions(Answer.objects.select_related("question__form")) == {}


def test_ref_12_old_answers_are_not_current(alise):
    first = reply(ask(alise), form={"available": "yes"})
    reply(ask(alise), form={"available": "no"})
    with acting(alise.scope):
        written, answers = timezone.now() - timedelta(days=92), Answer.objects.select_related("question__form")
        Answer.objects.filter(pk=first.pk).update(answered_at=written)
        assert len(queries.contradictions(answers.all())) == 2  # changed since: it holds from that day
        Answer.objects.filter(pk=first.pk).update(changed_at=written)
        assert queries.contradictions(answers.all()) == {}


def test_net_03_answers_stay_with_the_role_and_pass_to_the_next_holder(alise, dace):
    question = ask(alise, make_need(alise, topic="municipal_support"), specialist())
    answer = reply(question, form={"available": "yes"})
    dace.holdings.update(valid_to=today() - timedelta(days=1))
    successor = give_role(make_user("Ilze"), specialist(), since=today())
    with acting(successor.scope):
        assert list(queries.answers_of(successor)) == [answer]


def test_roles_that_lost_their_holder_are_shown_to_the_specialist(alise, dace):
    """J5 step 2: the gap is visible to the municipality; a unit that never had a named holder is none."""
    give_role(make_user("Inese"), unit("preschool"))
    unit("preschool").holdings.update(valid_to=today() - timedelta(days=30))
    assert queries.roles_that_lost_their_holder([specialist()]) == [unit("preschool")]
    give_role(make_user("Janis"), unit("preschool"))
    assert queries.roles_that_lost_their_holder([specialist()]) == []


@pytest.mark.parametrize(
    ("constraint", "values"),
    [("one_answer_per_role", {"form": {"available": "no"}}), ("answer_says_something", {"form": {}})],
)
def test_the_database_refuses_impossible_answers(alise, constraint, values):
    question = ask(alise)
    if constraint == "one_answer_per_role":
        reply(question)
    now = timezone.now()
    with as_link(question), pytest.raises(IntegrityError, match=constraint):
        Answer.objects.create(
            question=question, role=question.role, answered_at=now, changed_at=now, answered_by_name="Inese", **values
        )


def test_the_chain_is_hidden_from_other_regions(alise, cilda):
    ask(alise)
    with acting(cilda.scope):
        assert list(QuestionStop.objects.all()) == []
