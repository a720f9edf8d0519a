"""Lists: newest first with filters, open work, moments of decision, demand."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from majup.cases import actions
from majup.cases.models import Case
from majup.people.actions import MemberData
from majup.people.models import HouseholdShare
from majup.staff.scope import acting
from tests.support.cases import EMMA, IEVA, JURIS, case_of, need_of, next_week
from tests.support.people import municipality, region, sign_in, today

pytestmark = pytest.mark.django_db
CESIS, RIGA = "0022000", "0001000"


def listed(user, **query):
    response = sign_in(user).get(reverse("cases"), query)
    assert response.status_code == 200
    return list(response.context["page"])


def think_of(case, user, *atvk):
    with acting(user.scope):
        actions.set_candidates(case=case, municipalities=[municipality(code) for code in atvk], by=user)


def test_prv_01_the_list_shows_my_region_alone(alise, cilda):
    """PRV-01."""
    mine = [case_of(alise), case_of(alise)]
    case_of(cilda, "latgale")
    assert listed(alise) == mine[::-1]


def test_ref_09_cases_shared_with_us_are_listed_apart(alise, cilda):
    """REF-09."""
    mine, hers = case_of(alise), case_of(cilda, "latgale")
    with acting(cilda.scope):
        HouseholdShare.objects.create(household=hers.household, region=region("vidzeme"), since=timezone.now())
    assert (listed(alise), listed(alise, show="shared")) == ([mine], [hers])


@pytest.fixture
def three(alise):
    """A family with a child that thinks of a place; a nurse alone, overdue; a move inside the country, resting."""
    family = case_of(alise, approached_by_us=True)
    think_of(family, alise, CESIS, RIGA)
    need_of(family, alise, "school")
    nurse = case_of(alise, members=(IEVA,), next_contact_on=today() - timedelta(days=2))
    need_of(nurse, alise, "dwelling")
    think_of(nurse, alise, RIGA)
    inner = case_of(alise, members=(JURIS, IEVA), category="internal")
    with acting(alise.scope):
        actions.rest(case=inner, reason="vēlāk", by=alise)
    return {"family": family, "nurse": nurse, "inner": inner}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, "inner nurse family"),
        ({"show": "overdue"}, "nurse"),
        ({"show": "resting"}, "inner"),
        ({"show": "approached"}, "family"),
        ({"show": "came_to_us"}, "inner nurse"),
        ({"stage": "assessing"}, "nurse family"),
        ({"kind": "internal"}, "inner"),
        ({"category": "emigrant"}, "nurse family"),
        ({"household": "with_children"}, "family"),
        ({"household": "without_children"}, "inner nurse"),
        ({"household": "one_person"}, "nurse"),
        ({"occupation": "medmasu"}, "inner nurse family"),
        ({"occupation": "Pavārs"}, ""),
        ({"household": "one_person", "occupation": "medmāsa"}, "nurse"),
        ({"stage": "nonsense", "place": "x", "topic": "999999999999999999999", "show": "?"}, "inner nurse family"),
        ({"after": "nonsense"}, "inner nurse family"),
        ({"after": "9999-99-99~1"}, "inner nurse family"),
    ],
)
def test_q_c11_the_list_is_filtered(alise, three, query, names):
    """Q-C11, FUP-02, FUP-03, INT-04: a filter that nobody could have chosen says nothing."""
    assert listed(alise, **query) == [three[name] for name in names.split()]


def test_q_c11_by_municipality_wish_and_topic_of_an_open_need(alise, three):
    """Q-C11."""
    from majup.network.models import Topic

    school = Topic.objects.get(code="school")
    assert listed(alise, place=municipality(CESIS).pk) == [three["family"]]
    assert listed(alise, place=municipality(RIGA).pk) == [three["nurse"], three["family"]]
    assert listed(alise, topic=school.pk) == [three["family"]]
    with acting(alise.scope):
        actions.set_need(need=three["family"].needs.get(), state="solved", by=alise)
    assert listed(alise, topic=school.pk) == []


def test_pages_of_the_list_follow_each_other_by_key(alise):
    cases = [case_of(alise, members=(IEVA,)) for _number in range(27)]
    first = sign_in(alise).get(reverse("cases")).context["page"]
    second = sign_in(alise).get(reverse("cases"), {"after": first.older}).context["page"]
    assert [*first, *second] == cases[::-1]
    assert (len(first), second.older) == (25, "")


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_equally_often_for_one_and_for_three(alise, number, django_assert_num_queries):
    for _case in range(number):
        think_of(case_of(alise), alise, CESIS)
    client = sign_in(alise)
    client.get(reverse("cases"))
    with django_assert_num_queries(10):
        client.get(reverse("cases"))


def test_fup_09_open_work_shows_last_contact_promise_and_next_step_of_every_active_case(alise, bruno):
    """FUP-09: whoever stands in need not ask."""
    from majup.network.models import Substitution

    case = case_of(alise)
    resting = case_of(alise)
    with acting(alise.scope):
        actions.rest(case=resting, reason="vēlāk", by=alise)
        actions.log_contact(
            case=case, channel="phone", direction="out", summary="Zvanīju par skolu", next_step="Atsūtīt sarakstu",
            promise_due_on=today(), next_contact_on=next_week(), by=alise,
        )  # fmt: skip
    assert "Zvanīju" not in sign_in(bruno).get(reverse("open_work"), follow=True).content.decode()
    Substitution.objects.create(
        role=alise.holdings.get().role, user=bruno, valid_from=today(), valid_to=today(), arranged_by=alise
    )
    response = sign_in(bruno).get(reverse("open_work"))
    found = [
        (c, c.last_summary, c.last_next_step, c.first_promise, c.first_promise_due) for c in response.context["cases"]
    ]
    assert found == [(case, "Zvanīju par skolu", "Atsūtīt sarakstu", "Atsūtīt sarakstu", today())]


def test_fup_09_open_work_goes_on_by_key(alise):
    """FUP-09."""
    cases = [case_of(alise, members=(IEVA,), next_contact_on=today() + timedelta(days=n // 3)) for n in range(30)]
    first = sign_in(alise).get(reverse("open_work")).context
    second = sign_in(alise).get(reverse("open_work"), {"after": first["later"]}).context
    assert [*first["cases"], *second["cases"]] == cases
    assert sign_in(alise).get(reverse("open_work"), {"after": "x~y"}).context["cases"] == cases[:25]


def child(born):
    return MemberData(given_name="Bērns", relation="child", is_child=True, birth_year=born)


def test_nee_13_families_with_a_child_before_school_or_an_adult_before_pension_are_listed(alise):
    """NEE-13."""
    from majup.network.calendar import country_settings

    settings, year = country_settings(), today().year
    starts_next = year + (1 if today().strftime("%m-%d") > settings["school_starts"] else 0) - settings["school_age"]
    school = case_of(alise, members=(IEVA, child(starts_next)))
    case_of(alise, members=(IEVA, child(starts_next - 3)))
    case_of(alise, members=(IEVA, child(starts_next + 3)))
    pension = case_of(alise, members=(MemberData(given_name="Anna", birth_year=year - settings["pension_age"]),))
    case_of(alise, members=(MemberData(given_name="Biruta", birth_year=year - settings["pension_age"] + 5),))
    response = sign_in(alise).get(reverse("moments"))
    assert list(response.context["page"]) == [pension, school]
    assert [len(words) for _case, words in response.context["lines"]] == [1, 1]


def test_q_c11_the_needs_mix_counts_households_and_needs_per_municipality(alise, cilda, three):
    """Q-C11: also as CSV; other regions and what is settled are left out."""
    other = case_of(cilda, "latgale")
    need_of(other, cilda, "school")
    think_of(other, cilda, CESIS)
    need_of(three["family"], alise, "school")
    solved = need_of(three["family"], alise, "job")
    with acting(alise.scope):
        actions.set_need(need=solved, state="solved", by=alise)
    mix = sign_in(alise).get(reverse("demand")).context["mix"]
    assert [(row["atvk"], row["topic"], row["households"], row["needs"]) for row in mix] == [
        (CESIS, "school", 1, 2),
        (RIGA, "school", 1, 2),
        (RIGA, "dwelling", 1, 1),
    ]
    response = sign_in(alise).get("/en" + reverse("demand"), {"format": "csv"})
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Municipality", "Code", "Topic", "Households", "Needs"]
    assert [row[1:2] + row[3:] for row in rows[1:]] == [[CESIS, "1", "2"], [RIGA, "1", "2"], [RIGA, "1", "1"]]


def test_k_c14_obstacles_are_told_only_in_aggregate_and_not_below_five(alise):
    """K-C14, K-C16."""
    for number in range(6):
        case = case_of(alise, members=(IEVA,))
        with acting(alise.scope):
            notes = {"pay": "", "debts": "slepens"} if number < 2 else {"pay": ""}
            actions.set_obstacles(case=case, notes=notes, by=alise)
            actions.log_contact(
                case=case, channel="phone", direction="in", summary="x", next_contact_on=next_week(), by=alise,
                institution="nva", attitude="helpful" if number else "unhelpful",
            )  # fmt: skip
    response = sign_in(alise).get(reverse("demand"))
    assert response.context["obstacles"] == [("pay", 6), ("debts", None)]
    assert response.context["attitudes"] == [("nva", "helpful", 5), ("nva", "unhelpful", None)]
    assert "slepens" not in response.content.decode()


def test_nee_04_the_share_of_moves_with_everything_settled_is_reported(alise):
    """NEE-04."""
    for ready in (True, False, False):
        case = case_of(alise, members=(IEVA,))
        with acting(alise.scope):
            for area in ("home", "work"):
                actions.set_readiness(case=case, area=area, state="settled" if ready else "sought", note="ir", by=alise)
            actions.move(case=case, stage="returned", by=alise)
    context = sign_in(alise).get(reverse("demand")).context
    assert (context["ready"], context["moved"]) == (1, 3)


def test_empty_lists_say_what_would_be_here(alise):
    for name in ("cases", "open_work", "moments", "demand", "handovers", "answers"):
        response = sign_in(alise).get(reverse(name))
        assert response.status_code == 200
        assert 'class="empty"' in response.content.decode()
    assert Case.objects.count() == 0
    assert EMMA.is_child
