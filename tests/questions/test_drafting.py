"""REF-10: an answer that holds for others becomes a draft fact without the family; the specialist checks it."""

import pytest
from django.urls import reverse

from majup.catalogue import actions as catalogue
from majup.catalogue.models import Fact, State
from majup.questions.models import Answer
from majup.staff.scope import acting
from tests.support.people import sign_in, today
from tests.support.questions import LEAKS, ask, make_need, reply, specialist

pytestmark = pytest.mark.django_db
NOW_FULL = {"form": {"available": "no", "count": 0}, "text": "Jauna grupa no augusta.", "for_others": True}


def drafts():
    return Fact.objects.filter(state=State.DRAFT)


def test_ref_10_the_draft_says_what_was_answered_and_nothing_of_the_family(alise):
    question = ask(alise, text="Is there a place for Oto Kalniņš of Rose Street?", share=["birth_year"])
    reply(question, **NOW_FULL, name="Inese")
    draft = drafts().get()
    told = str([getattr(draft.current, f.name) for f in draft.current._meta.concrete_fields])
    assert [leak for leak in (*LEAKS, "2022") if leak in told] == []
    assert "Jauna grupa no augusta." in told
    assert list(draft.name.values()) == [f"{question.topic.name['lv']}, {draft.municipalities.get().name}"]
    assert draft.current.topics == ["kindergarten"]
    assert (draft.role, draft.level) == (specialist(), "municipality")
    assert [place.atvk for place in draft.municipalities.all()] == ["0054000"]
    assert not Fact.objects.offerable().contains(draft)


def test_ref_10_a_day_in_the_draft_is_written_as_people_write_it(alise):
    reply(ask(alise), **{**NOW_FULL, "form": {"available": "no", "next_review": "2027-08-01"}})
    (told,) = drafts().get().current.summary.values()
    assert "2027. gada 1. augusts" in told
    assert "2027-08-01" not in told


def test_an_answer_for_this_family_alone_becomes_no_fact(alise):
    reply(ask(alise), form={"available": "yes"}, text="For Oto", for_others=False)
    assert not drafts().exists()


def test_prv_05_what_touches_a_wished_support_becomes_no_fact(alise):
    question = ask(alise, make_need(alise, topic="child_support"))
    reply(question, **NOW_FULL)
    assert not drafts().exists()


def test_a_corrected_answer_rewrites_the_draft_but_not_what_was_published(alise, dace):
    question = ask(alise)
    reply(question, **NOW_FULL)
    reply(question, **{**NOW_FULL, "text": "Grupa no septembra."})
    draft = drafts().get()
    assert "Grupa no septembra." in str(draft.current.summary)
    assert draft.versions.count() == 2
    catalogue.change(fact=draft, by=dace, seen=2, changes={}, state=State.VALID)
    reply(question, **{**NOW_FULL, "text": "Vēl citādi."})
    draft.refresh_from_db()
    assert (draft.state, "Vēl citādi." in str(draft.current.summary)) == (State.VALID, False)


def test_ref_10_an_answer_that_holds_for_others_no_more_takes_its_unchecked_draft_back(alise, dace):
    question = ask(alise)
    reply(question, **NOW_FULL)
    taken_back = drafts().get()
    reply(question, **{**NOW_FULL, "for_others": False})
    taken_back.refresh_from_db()
    assert (taken_back.state, drafts().exists()) == (State.WITHDRAWN, False)
    reply(question, **NOW_FULL)
    checked = drafts().get()
    catalogue.change(fact=checked, by=dace, seen=1, changes={}, state=State.VALID)
    reply(question, **{**NOW_FULL, "for_others": False})
    checked.refresh_from_db()
    assert checked.state == State.VALID


def test_ref_10_the_same_answer_again_is_one_draft_until_it_is_checked(alise, dace):
    need = make_need(alise)
    for _again in range(2):
        reply(ask(alise, need), **NOW_FULL)
    reply(ask(alise, need), **{**NOW_FULL, "text": "Jauna grupa no septembra."})  # of another age, perhaps
    reply(ask(alise, need, specialist()), specialist(), **NOW_FULL)  # somebody else may know it otherwise
    again, otherwise, of_specialist = drafts().order_by("pk")
    assert [fact.versions.count() for fact in (again, otherwise, of_specialist)] == [2, 1, 1]
    with acting(alise.scope):
        told = sorted(Answer.objects.values_list("fact", flat=True))
    assert told == [again.pk, again.pk, otherwise.pk, of_specialist.pk]
    catalogue.change(fact=again, by=dace, seen=2, changes={}, state=State.VALID)
    reply(ask(alise, need), **NOW_FULL)
    assert drafts().count() == 3


def test_j5_step_5_the_specialist_checks_the_draft_and_it_is_valid_from_that_day(alise, dace):
    reply(ask(alise), **NOW_FULL)
    draft = drafts().get()
    client = sign_in(dace)
    client.cookies["language"] = "en"
    assert "Drafts to check" in client.get(reverse("facts_due")).content.decode()
    page = client.get(reverse("fact_edit", args=[draft.pk]))
    initial = page.context["form"].initial
    language = next(iter(draft.current.summary))
    typed = {
        f"name_{language}": "Bērnudārzs: vietas", f"summary_{language}": initial[f"summary_{language}"],
        "name_lv": "Bērnudārzs: vietas", "summary_lv": "Vietu nav; jauna grupa no augusta.",
        "topics": ["kindergarten"], "audience": "all", "source": initial["source"], "seen": initial["seen"],
        "state": "valid", "also_in": initial["also_in"],
    }  # fmt: skip
    answer = client.post(reverse("fact_edit", args=[draft.pk]), typed)
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.confirmed_on, draft.events.first().kind) == (State.VALID, today(), "published")
    with acting(alise.scope):
        assert Answer.objects.get().fact == draft
