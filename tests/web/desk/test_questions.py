"""The coordinator's side: asking from the case, the list of questions out, what came back."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from majup.network.models import Holding
from majup.questions.facts import PERSONAL, facts_of
from majup.questions.models import Question, Search
from majup.staff.scope import acting
from majup.web.desk.cases.panels import questions as panel
from majup.web.desk.cases.rare import with_rare
from tests.support.people import give_role, make_user, sign_in, today
from tests.support.questions import (
    LEAKS,
    NEIGHBOUR,
    ask,
    institution,
    link_in,
    mails,
    make_need,
    reply,
    specialist,
    unit,
)

pytestmark = pytest.mark.django_db


def english(user) -> Client:
    client = sign_in(user)
    client.cookies["language"] = "en"
    return client


def typed(need, *roles, others=(), **more):
    name = f"need-{need.pk}"
    return {
        "need": [need.pk],
        f"{name}-first": [role.pk for role in roles],
        f"{name}-others": [role.pk for role in others],
        f"{name}-text": "Is there a place for a four-year-old?",
        f"{name}-share": ["birth_year"],
        "due_on": (today() + timedelta(days=9)).isoformat(),
        "form_key": "k1",
        **more,
    }


def url_of(need) -> str:
    return f"/desk/cases/{need.case.reference}/ask/"


def test_ref_05_the_form_proposes_the_first_addressee_and_ref_06_only_harmless_facts_are_ticked(alise):
    need = make_need(alise)
    page = english(alise).get(url_of(need), {"need": need.pk})
    form = page.context["forms"][0]
    assert form.initial["first"] == [unit("preschool").pk]
    assert form.initial["share"] == ["birth_year", "starts_on"]
    assert "Pre-school education, Valmiera county" in page.text
    assert 'value="name"' in page.text


def test_ref_06_the_preview_shows_exactly_what_the_other_side_will_see_and_sends_nothing(alise):
    need = make_need(alise)
    page = english(alise).post(url_of(need), typed(need, unit("preschool"), step="preview"))
    assert page.status_code == 200
    preview = page.context["previews"][0]
    assert (preview.text, [value for _label, value in preview.shown]) == (
        "Is there a place for a four-year-old?",
        ["2022"],
    )
    assert "Rose Street" not in page.text
    with acting(alise.scope):
        assert Question.objects.count() == 0


def test_lng_01_facts_are_chosen_in_the_senders_language_and_shown_in_the_receivers(alise):
    need, client = make_need(alise), english(alise)
    assert "Wished month: September 2027" in client.get(url_of(need), {"need": need.pk}).text
    shared = {f"need-{need.pk}-share": ["starts_on"]}
    for step, path in (("preview", None), ("send", "/desk/questions/{}/")):
        page = client.post(url_of(need), typed(need, unit("preschool"), step=step) | shared)
        with acting(alise.scope):
            shown = client.get(path.format(Question.objects.get().pk)) if path else page
        assert '<span lang="lv">2027. g. septembris</span>' in shown.text


def test_ref_01_one_post_sends_all_and_a_second_click_sends_nothing_more(alise):
    need = make_need(alise)
    data = typed(need, unit("preschool"), others=[unit("preschool", NEIGHBOUR)], step="send")
    client = english(alise)
    first, again = client.post(url_of(need), data), client.post(url_of(need), data)
    assert (first.status_code, first.url, again.url) == (
        302,
        f"/desk/cases/{need.case.reference}/",
        f"/desk/cases/{need.case.reference}/",
    )
    with acting(alise.scope):
        need.refresh_from_db()
        assert Question.objects.count() == 2
        assert set(Search.objects.get().questions.all()) == set(Question.objects.all())
    assert (need.state, len(mails())) == ("asked", 2)


def test_ref_03_before_and_after_sending_the_coordinator_is_told_that_the_deputy_gets_it(alise):
    """J5 step 2."""
    give_role(make_user("Inese"), unit("preschool"))
    unit("preschool").holdings.update(valid_to=today() - timedelta(days=30))
    give_role(make_user("Janis"), unit("preschool"), is_deputy=True)
    need = make_need(alise)
    client = english(alise)
    words = "The role has no holder now. Goes to the deputy: Janis."
    assert words in client.post(url_of(need), typed(need, unit("preschool"), step="preview")).text
    client.post(url_of(need), typed(need, unit("preschool"), step="send"))
    assert words in client.get("/desk/questions/").text
    assert Holding.objects.filter(role=unit("preschool"), is_deputy=False).count() == 1


def test_net_05_before_and_after_sending_the_coordinator_is_told_of_the_customer_centre(alise):
    need = make_need(alise, topic="municipal_support", places=(NEIGHBOUR,))
    client = english(alise)
    words = "Nobody is named for Remigration specialist, Cēsis county. Goes to Customer service centre, Cēsis county"
    assert words in client.post(url_of(need), typed(need, specialist(NEIGHBOUR), step="preview")).text
    client.post(url_of(need), typed(need, specialist(NEIGHBOUR), step="send"))
    assert words in client.get("/desk/questions/").text


def test_a_refused_form_keeps_everything_typed(alise):
    need = make_need(alise)
    data = typed(need, step="preview") | {f"need-{need.pk}-share": ["name"], "due_on": "2020-01-01"}
    page = english(alise).post(url_of(need), data)
    assert page.status_code == 422
    for words in (
        "Choose at least one addressee",
        "Choose a day that is still to come",
        "Is there a place for a four-year-old?",
    ):
        assert words in page.text


def test_ref_06_a_name_without_consent_is_refused_on_the_page(alise):
    need = make_need(alise)
    page = english(alise).post(
        url_of(need), typed(need, unit("preschool"), step="send") | {f"need-{need.pk}-share": ["name"]}
    )
    assert (page.status_code, len(mails())) == (422, 0)
    assert "The family has not agreed that names" in page.text


def test_k_c6_every_municipality_of_the_region_can_be_asked_on_one_page(alise):
    need = make_need(alise)
    page = english(alise).get(url_of(need), {"need": need.pk})
    assert "Pre-school education, Alūksne county" in page.text
    others = [role for role in page.context["forms"][0].proposal.others if role.unit == "preschool"]
    english(alise).post(url_of(need), typed(need, unit("preschool"), others=others, step="send"))
    assert len(mails()) == 10
    with acting(alise.scope):
        search = Search.objects.get()
    client = english(alise)
    assert client.post(f"/desk/searches/{search.pk}/", {"outcome": "found", "note": ""}).status_code == 422
    client.post(f"/desk/searches/{search.pk}/", {"outcome": "found", "note": "A place in Cēsis county"})
    with acting(alise.scope):
        search.refresh_from_db()
    assert (search.outcome, search.note) == ("found", "A place in Cēsis county")


def test_prv_01_another_regions_coordinator_finds_neither_case_nor_question(alise, cilda):
    question = ask(alise)
    with acting(alise.scope):
        reference = question.case.reference
    client = english(cilda)
    paths = [
        f"/desk/cases/{reference}/ask/",
        f"/desk/questions/{question.pk}/",
        f"/desk/questions/{question.pk}/withdraw/",
    ]
    assert [client.get(path).status_code for path in paths] == [404, 404, 404]
    assert "Kalniņa" not in client.get("/desk/questions/?state=all").text


def test_q_c8_the_list_has_the_longest_overdue_first_and_goes_on_by_key(alise, cilda):
    need = make_need(alise)
    asked = [ask(alise, need) for _number in range(27)]
    ask(cilda)
    with acting(alise.scope):
        Question.objects.filter(pk=asked[5].pk).update(due_on=today() - timedelta(days=3))
        Question.objects.filter(pk=asked[9].pk).update(due_on=today() - timedelta(days=8))
    client = english(alise)
    page = client.get("/desk/questions/")
    first = [line["question"].pk for line in page.context["lines"]]
    assert first[:2] == [asked[9].pk, asked[5].pk]
    rest = client.get("/desk/questions/", {"after": page.context["page"].later})
    assert sorted([*first, *(line["question"].pk for line in rest.context["lines"])]) == sorted(q.pk for q in asked)
    overdue = client.get("/desk/questions/", {"state": "overdue"})
    assert [line["question"].pk for line in overdue.context["lines"]] == [asked[9].pk, asked[5].pk]
    assert client.get("/desk/questions/", {"after": "x~y", "state": "?"}).status_code == 200


def test_the_list_can_be_narrowed_by_state_topic_and_place(alise):
    kindergarten = ask(alise)
    taxes = ask(alise, make_need(alise, topic="taxes"), institution("vid"))
    reply(taxes, form={"available": "yes"})
    client = english(alise)

    def shown(**chosen):
        return [line["question"] for line in client.get("/desk/questions/", chosen).context["lines"]]

    assert shown(state="answered") == [taxes]
    assert shown(state="all", topic="kindergarten") == [kindergarten]
    assert shown(state="all", place=NEIGHBOUR) == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_number_of_queries_for_one_and_three(alise, count, django_assert_num_queries):
    need = make_need(alise)
    for _number in range(count):
        ask(alise, need)
    client = english(alise)
    client.get("/desk/questions/")
    with django_assert_num_queries(15):
        client.get("/desk/questions/")


def test_ref_12_the_panel_flags_both_answers_that_contradict_each_other(alise):
    first = ask(alise)
    with acting(alise.scope):
        case = first.case
    second = ask(alise, first.need, unit("customer_centre"))
    reply(first, form={"available": "yes"})
    reply(second, form={"available": "no"})
    with acting(alise.scope):
        shown = panel.panel(with_rare(case), alise)
        against = [len(given["against"]) for line in shown["questions"] for given in line["answers"]]
    assert against == [1, 1]
    page = english(alise).get(f"/desk/questions/{first.pk}/")
    assert "Another current answer says something else" in page.text


def test_ref_01_form_and_case_say_whose_need_each_question_is_about(alise):
    need = make_need(alise)
    page = english(alise).get(url_of(need), {"need": need.pk})
    assert page.text.count("Kindergarten · Oto Kalniņš<") == 2
    ask(alise, need)
    shown = english(alise).get(f"/desk/cases/{need.case.reference}/").text
    assert "Kindergarten · Oto</a>" in shown
    assert "Question to Pre-school education, Valmiera county: Kindergarten" in shown


@pytest.mark.parametrize("count", [1, 3])
def test_the_panel_takes_the_same_number_of_queries_for_one_and_three(alise, count, django_assert_num_queries):
    need = make_need(alise)
    for _number in range(count):
        reply(ask(alise, need))
    with acting(alise.scope):
        case = with_rare(need.case)
        with django_assert_num_queries(5):
            panel.panel(case, alise)


def test_ref_01_a_question_is_withdrawn_with_a_reason(alise):
    question = ask(alise)
    client = english(alise)
    assert client.post(f"/desk/questions/{question.pk}/withdraw/", {"reason": ""}).status_code == 422
    client.post(f"/desk/questions/{question.pk}/withdraw/", {"reason": "Found elsewhere"})
    with acting(alise.scope):
        question.refresh_from_db()
    assert question.state == "withdrawn"
    assert "Found elsewhere" in client.get(f"/desk/questions/{question.pk}/").text


def test_ref_08_the_page_of_a_question_shows_the_chain_with_dates(alise):
    from majup.questions import actions
    from tests.support.questions import as_link

    question = ask(alise)
    with as_link(question):
        actions.pass_on(
            question=question, role=question.role, to=unit("schools"), name="Inese", by=None, note="Ask them"
        )
    page = english(alise).get(f"/desk/questions/{question.pk}/")
    assert [name for name, _stop in page.context["chain"]] == [
        "Pre-school education, Valmiera county",
        "Schools, Valmiera county",
    ]
    assert "Ask them" in page.text


def test_net_09_the_start_page_counts_overdue_questions(alise, cilda):
    from majup.web.desk.start import questions as start

    question = ask(alise)
    with acting(alise.scope):
        Question.objects.update(due_on=today() - timedelta(days=1))
        assert start.count(alise).number == 1
        assert [row.url for row in start.rows(alise, today())] == [f"/desk/questions/{question.pk}/"]
    with acting(cilda.scope):
        assert start.count(cilda).number == 0


@pytest.mark.parametrize("name", ["dace", "edgars", "fricis", "gunta", "admin_user"])
def test_only_coordinators_see_questions_out(request, name):
    assert english(request.getfixturevalue(name)).get("/desk/questions/").status_code == 403


def test_prv_02_the_case_says_what_is_seen_without_agreement_and_so_it_is(alise):
    """PRV-02, REF-06: facts without a name before the family agrees; name and own words when it has agreed."""
    need, client = make_need(alise), english(alise)
    reference = need.case.reference
    give = reverse("consent_give", args=[reference])
    client.post(give, {"purpose": "share_municipality", "how": "by phone"})
    with acting(alise.scope):
        facts = {fact.key for fact in facts_of(need, "lv")}
        withdraw = reverse("consent_withdraw", args=[reference, need.case.household.consents.get().pk])
    said = client.post(withdraw, follow=True).text
    assert "but never a name, the family's own words or a wished support" in said

    for key in sorted(facts & PERSONAL):
        refused = typed(need, unit("preschool"), step="send") | {f"need-{need.pk}-share": [key]}
        assert client.post(url_of(need), refused).status_code == 422
    harmless = typed(need, unit("preschool"), step="send") | {f"need-{need.pk}-share": sorted(facts - PERSONAL)}
    assert client.post(url_of(need), harmless).status_code == 302
    seen = mails()[0].subject + mails()[0].text + Client().get(link_in(mails()[0])).text
    assert ([word for word in LEAKS if word in seen], "2022" in seen) == ([], True)

    client.post(give, {"purpose": "share_municipality", "how": "by mail"})
    agreed = typed(need, unit("preschool"), step="send", form_key="k2") | {f"need-{need.pk}-share": ["name", "wish"]}
    assert client.post(url_of(need), agreed).status_code == 302
    seen = Client().get(link_in(mails()[1])).text
    assert ("Oto Kalniņš" in seen, "near Rose Street 7" in seen) == (True, True)
