"""Sending questions: to whom, what is shown, what follows (REF-01, REF-03, REF-05, REF-06, NET-05, K-C6)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from majup.cases.models import Need
from majup.network.calendar import add_working_days
from majup.network.models import Holding, RoutingRule
from majup.people.actions import give_consent
from majup.people.models import Event
from majup.questions import actions
from majup.questions.errors import (
    DueDateNotAhead,
    NobodyToWriteTo,
    NothingAsked,
    NotToBeShown,
    QuestionClosed,
    ReasonMissing,
)
from majup.questions.models import Question, Search
from majup.questions.routes import Way, propose, role_name, route
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


def test_ref_01_a_sent_question_waits_and_the_need_is_asked(alise):
    need = make_need(alise)
    question = ask(alise, need)

    with acting(alise.scope):
        need.refresh_from_db()
        event = Event.objects.filter(kind="question.sent").get()
    assert (question.state, need.state) == ("sent", "asked")
    assert question.due_on == add_working_days(today(), 5)
    assert question.escalate_on == add_working_days(question.due_on, 5)
    assert (event.by_id, event.details["reference"], event.details["role"]) == (
        alise.pk,
        question.reference,
        {"lv": "Pirmsskolas izglītība, Valmieras novads", "en": "Pre-school education, Valmiera county"},
    )
    assert event.details["text"] == "Is there a place for a four-year-old?"


def test_ref_03_the_question_goes_to_the_holder(alise):
    give_role(make_user("Inese"), unit("preschool"))
    question = ask(alise)

    with acting(alise.scope):
        stop = question.stops.get()
    assert [mail.to_address for mail in mails()] == ["inese@majup.example"]
    assert (stop.holder_name, stop.is_deputy, stop.instead_of_id) == ("Inese", False, None)


def test_ref_03_when_the_holder_left_it_goes_to_the_deputy_and_the_way_says_so(alise):
    """J5 step 2."""
    give_role(make_user("Inese"), unit("preschool"))
    Holding.objects.update(valid_to=today() - timedelta(days=30))
    give_role(make_user("Janis"), unit("preschool"), is_deputy=True)
    alise.holdings.update(valid_to=None)

    assert route(unit("preschool")).way == Way.DEPUTY
    question = ask(alise)
    with acting(alise.scope):
        assert question.stops.get().is_deputy is True
    assert [mail.to_address for mail in mails()] == ["janis@majup.example"]


def test_ref_03_a_unit_without_named_people_is_asked_through_its_mailbox(alise):
    assert route(unit("preschool")).way == Way.MAILBOX
    ask(alise)
    assert [mail.to_address for mail in mails()] == [f"preschool.{PLACE}@pasvaldibas.example"]


def test_net_05_without_a_specialist_the_customer_centre_is_asked_and_the_chain_says_instead_of_whom(alise):
    way = route(specialist(NEIGHBOUR))
    assert (way.way, way.role, way.instead_of) == (
        Way.FALLBACK,
        unit("customer_centre", NEIGHBOUR),
        specialist(NEIGHBOUR),
    )

    question = ask(alise, make_need(alise, topic="municipal_support"), specialist(NEIGHBOUR))
    with acting(alise.scope):
        stop = question.stops.get()
    assert (question.role, stop.instead_of) == (unit("customer_centre", NEIGHBOUR), specialist(NEIGHBOUR))
    assert [mail.to_address for mail in mails()] == [f"customer_centre.{NEIGHBOUR}@pasvaldibas.example"]


def test_net_05_a_role_that_nobody_reads_is_refused(alise):
    role = institution("nva")
    role.mailbox = ""
    role.save()
    with pytest.raises(NobodyToWriteTo):
        ask(alise, role=role)


def test_ref_05_local_topics_go_to_the_unit_of_each_candidate_place_in_the_familys_order(alise):
    need = make_need(alise, places=(NEIGHBOUR, PLACE))
    with acting(alise.scope):
        proposal = propose(need)
    assert proposal.first == [unit("preschool", NEIGHBOUR), unit("preschool", PLACE)]


def test_k_c6_all_municipalities_of_the_region_can_be_chosen(alise):
    need = make_need(alise)
    with acting(alise.scope):
        proposal = propose(need)
    in_region = [role for role in proposal.roles if role.unit == "preschool"]
    assert len(in_region) == 10
    assert {role.municipality.atvk for role in in_region} >= {PLACE, NEIGHBOUR}


def test_ref_05_k_c5_general_topics_go_to_the_institution_or_stay_with_the_coordinator(alise):
    taxes, business = make_need(alise, topic="taxes"), make_need(alise, topic="business")
    with acting(alise.scope):
        assert propose(taxes).first == [institution("vid")]
        proposal = propose(business)
    assert proposal.first == []
    assert institution("liaa") in proposal.others


def test_ref_05_the_table_decides_and_can_be_changed_without_programming(alise):
    RoutingRule.objects.filter(topic__code="kindergarten").update(kind="specialist", unit="")
    need = make_need(alise)
    with acting(alise.scope):
        assert propose(need).first == [specialist()]


def test_ref_06_only_what_is_ticked_is_shown_and_frozen(alise):
    need = make_need(alise)
    question = ask(alise, need, share=["birth_year", "starts_on"])
    with acting(alise.scope):
        need.person.birth_year = 2021
        need.person.save()
        question.refresh_from_db()
    assert question.shown == [
        {"key": "birth_year", "value": "2022"},
        {"key": "starts_on", "value": "2027. g. septembris"},
    ]
    sent = " ".join([mails()[0].subject, mails()[0].text, str(question.shown)])
    assert [word for word in LEAKS if word in sent] == []


def test_ref_06_a_name_is_shown_only_when_the_family_agreed(alise):
    """REF-06, PRV-02: to a municipality by its own consent, not by the one for institutions."""
    need = make_need(alise)
    agree(alise, need.case, "share_institution")
    with pytest.raises(NotToBeShown):
        ask(alise, need, share=["name"])
    agree(alise, need.case, "share_municipality")
    assert ask(alise, need, share=["name"]).shown == [{"key": "name", "value": "Oto Kalniņš"}]


def test_prv_02_one_adult_does_not_agree_for_the_other(alise):
    need = make_need(alise)
    with acting(alise.scope):
        ieva, juris = need.case.household.members.filter(is_child=False)
        for person in (juris, ieva):
            need.person = ieva
            with pytest.raises(NotToBeShown):
                ask(alise, need, share=["name"])
            give_consent(household=need.case.household, purpose="share_municipality", person=person, how="x", by=alise)
    assert ask(alise, need, share=["name"]).shown == [{"key": "name", "value": str(ieva)}]


@pytest.mark.parametrize("key", ["name", "wish"])
def test_prv_02_the_familys_own_words_need_its_agreement_like_its_name(alise, key):
    with pytest.raises(NotToBeShown) as refusal:
        ask(alise, share=[key])
    assert refusal.value.key == key


def test_ref_04_the_office_gets_the_facts_from_us_and_turns_to_the_coordinator(alise):
    """REF-04: the family repeats nothing: what was agreed goes with the question, and no way to the family is in it."""
    need = make_need(alise)
    agree(alise, need.case, "share_municipality")
    question = ask(alise, need, share=["name", "birth_year", "starts_on"])
    mail = mails()[0]
    assert [fact["value"] for fact in question.shown] == ["2022", "2027. g. septembris", "Oto Kalniņš"]
    assert "vidzeme@majup.example" in mail.text
    assert "ieva@family.example" not in mail.text + str(question.shown)


def test_fup_08_psychological_support_is_a_need_of_its_own_that_is_referred_without_what_it_is_about(alise):
    """FUP-08: nobody is asked by the table alone; the coordinator chooses who may help, and the wish stays with her."""
    need = make_need(alise, topic="psychological_support", wish="panic at night")
    with acting(alise.scope):
        proposal = propose(need)
        need.refresh_from_db()
    assert (proposal.first, unit("social") in proposal.others) == ([], True)
    question = ask(alise, need, unit("social"), share=[], text="Is there a group for teenagers?")
    reply(question, text="It meets on Tuesdays")
    with acting(alise.scope):
        need.refresh_from_db()
        told = str([question.shown, *Event.objects.values_list("details", flat=True)])
    assert need.state == "answered"
    (asked,) = mails()
    assert [word for word in ("panic", *LEAKS) if word in f"{asked.subject} {asked.text}"] == []
    assert "panic" not in told


def test_ref_06_what_is_not_known_cannot_be_ticked(alise):
    with pytest.raises(NotToBeShown):
        ask(alise, share=["skills"])


def test_prv_05_a_wished_support_is_told_question_by_question_and_stays_off_the_time_line(alise, cilda):
    """PRV-05: with the addressee and the responsible region, not with a region that the case is shared with."""
    from django.utils import timezone

    from majup.people.models import HouseholdShare

    need = make_need(alise, topic="child_support", wish="speech therapist")
    agree(alise, need.case, "share_municipality")
    role = unit("schools")
    silent = ask(alise, need, role, share=[], text="Is there support staff?")
    telling = ask(alise, need, role, share=["support"], text="Can the school give this support?")
    with acting(alise.scope):
        HouseholdShare.objects.create(
            household=need.case.household, region_id=next(iter(cilda.scope.regions)), since=timezone.now()
        )
        details = str(list(Event.objects.filter(kind__startswith="question.").values_list("details", flat=True)))
    assert (silent.support, telling.support) == ("", "speech therapist")
    assert "support" not in details.replace("child_support", "")
    assert [mail.household_id for mail in mails()] == [need.case.household_id, None]
    with acting(cilda.scope):
        assert list(Question.objects.values_list("pk", flat=True)) == [silent.pk]
        assert list(Question.objects.visible_to(cilda).values_list("pk", flat=True)) == [silent.pk]


def test_prv_01_a_question_is_seen_by_its_region_and_its_role_and_by_nobody_else(alise, cilda, dace):
    question, other = ask(alise), ask(alise, make_need(alise, topic="municipal_support"), specialist())
    with acting(alise.scope):
        assert set(Question.objects.all()) == {question, other}
    with acting(dace.scope):
        assert list(Question.objects.all()) == [other]
        assert list(Question.objects.visible_to(dace)) == [other]
        assert list(Need.objects.all()) == []
    with acting(cilda.scope):
        assert list(Question.objects.all()) == []
    with acting(NOBODY):
        assert list(Question.objects.all()) == []
    with as_link(question):
        assert list(Question.objects.all()) == [question]


def test_a_question_needs_words_and_a_day_to_come(alise):
    with pytest.raises(NothingAsked):
        ask(alise, text="  ")
    with pytest.raises(DueDateNotAhead):
        ask(alise, due_on=today() - timedelta(days=1))


def test_ref_01_one_form_sends_all_once(alise):
    need, job = make_need(alise), None
    job = make_need(alise, topic="job", case=need.case)
    askings = [
        actions.Asking(need, [unit("preschool"), unit("preschool", NEIGHBOUR)], "A place?", ["birth_year"]),
        actions.Asking(job, [institution("nva")], "A job for a nurse?", []),
    ]
    with acting(alise.scope):
        first = actions.send_all(askings=askings, by=alise, form_key="abc")
        again = actions.send_all(askings=askings, by=alise, form_key="abc")
        assert Question.objects.count() == 3
    assert again == first
    assert len(mails()) == 3


def test_k_c6_asking_several_places_is_a_search_whose_outcome_is_kept(alise):
    need = make_need(alise)
    roles = [unit("preschool"), unit("preschool", NEIGHBOUR)]
    with acting(alise.scope):
        actions.send_all(askings=[actions.Asking(need, roles, "A place?")], by=alise)
        search = Search.objects.get()
        assert {question.municipality.atvk for question in search.questions.all()} == {PLACE, NEIGHBOUR}
        with pytest.raises(ReasonMissing):
            actions.close_search(search=search, outcome="found", note=" ", by=alise)
        actions.close_search(search=search, outcome="found", note="A place in the second county", by=alise)
        event = Event.objects.get(kind="question.search_closed")
    assert event.details == {"topic": "kindergarten", "outcome": "found", "note": "A place in the second county"}


def test_ref_01_a_question_can_be_withdrawn_while_it_is_open_and_the_need_is_open_again(alise):
    need = make_need(alise)
    question = ask(alise, need)
    with acting(alise.scope):
        with pytest.raises(ReasonMissing):
            actions.withdraw(question=question, reason="", by=alise)
        actions.withdraw(question=question, reason="The family chose another place", by=alise)
        need.refresh_from_db()
        question.refresh_from_db()
        assert (question.state, need.state, question.closed_at is not None) == ("withdrawn", "open", True)
        with pytest.raises(QuestionClosed):
            actions.withdraw(question=question, reason="again", by=alise)


def test_ref_01_the_need_stays_asked_while_another_question_is_open(alise):
    need = make_need(alise)
    first = ask(alise, need)
    ask(alise, need, unit("preschool", NEIGHBOUR))
    with acting(alise.scope):
        actions.withdraw(question=first, reason="not this place", by=alise)
        need.refresh_from_db()
    assert need.state == "asked"


def test_the_last_answer_of_the_role_on_the_topic_goes_along(alise, cilda):
    """J5 step 3: also when another region asked; words only if they hold for others."""
    before = ask(cilda, make_need(cilda), unit("preschool"))
    reply(before, form={"available": "no", "queue": 12}, text="For Oto there is none", for_others=False)
    question = ask(alise)
    assert question.previous["answered_on"] == today().isoformat()
    assert question.previous["form"] == {"available": "no", "queue": 12}
    assert question.previous["text"] == ""


def test_role_names_say_the_unit_and_the_place(alise):
    assert role_name(unit("preschool"), "en") == "Pre-school education, Valmiera county"
    assert role_name(institution("nva"), "lv") == "Nodarbinātības valsts aģentūra"


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("question_closed_has_its_time", {"state": "lost"}),
        ("question_closed_has_its_time", {"state": "answered"}),
        ("question_refused_or_withdrawn_says_why", {"state": "refused", "closed_at": "2026-01-01T00:00Z"}),
        ("question_has_text", {"text": ""}),
        ("question_escalates_after_it_is_due", {"escalate_on": "2020-01-01"}),
    ],
)
def test_the_database_refuses_impossible_questions(alise, constraint, values):
    question = ask(alise)
    with acting(alise.scope), pytest.raises(IntegrityError, match=constraint):
        Question.objects.filter(pk=question.pk).update(**values)


def test_the_database_refuses_a_search_closed_without_outcome(alise):
    need = make_need(alise)
    from django.utils import timezone

    with acting(alise.scope), pytest.raises(IntegrityError, match="search_closed_has_outcome"):
        Search.objects.create(case=need.case, need=need, by=alise, started_at=timezone.now(), closed_at=timezone.now())
