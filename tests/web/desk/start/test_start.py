"""NET-09: the start page of a coordinator."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from majup.cases.models import Case
from majup.network.models import Role
from majup.plumbing.models import OutgoingMail
from majup.staff.scope import acting
from majup.web.desk.start.counts import LIMIT, Count
from majup.web.navigation import items_for
from tests.support.cases import IEVA, case_of, enquiry_of
from tests.support.people import give_role, make_user, region, sign_in, today

pytestmark = pytest.mark.django_db
YESTERDAY = timedelta(days=1)


def start(user):
    return sign_in(user).get(reverse("start"))


def figures(user):
    return {str(count.label): count.shown for count in start(user).context["counts"]}


def test_net_09_five_counts_are_links_to_what_they_count(alise, cilda):
    """NET-09."""
    case_of(alise, next_contact_on=today())
    case_of(alise, next_contact_on=today() + YESTERDAY)
    case_of(cilda, "latgale", next_contact_on=today())
    enquiry_of(alise)
    enquiry_of(cilda, "latgale")
    with acting(alise.scope):
        OutgoingMail.objects.create(
            message_id="<1@majup.example>", purpose="x", from_address="v@majup.example", to_address="i@family.example",
            subject="s", text="t", language="lv", region_id=region("vidzeme").pk, attempts=2,
        )  # fmt: skip
    counts = start(alise).context["counts"]
    assert [count.shown for count in counts] == ["1", "1", "0", "0", "1"]
    for count in counts:
        assert sign_in(alise).get(count.url).status_code == 200


def test_net_09_large_numbers_are_not_counted_to_the_end():
    """NET-09."""
    assert (Count("x", LIMIT, "/").shown, Count("x", LIMIT - 1, "/").shown) == ("99+", "99")


def test_net_09_what_burns_most_stands_first_and_every_row_leads_on(alise):
    """NET-09."""
    late = case_of(alise, members=(IEVA,), next_contact_on=today() - 3 * YESTERDAY)
    due = case_of(alise, next_contact_on=today())
    with acting(alise.scope):
        enquiry = enquiry_of(alise, at=timezone.now() - YESTERDAY)
    rows = start(alise).context["rows"]
    assert [row.url for row in rows] == [
        reverse("case", args=[late.reference]),
        reverse("enquiry", args=[enquiry.pk]),
        reverse("case", args=[due.reference]),
    ]


def test_net_09_a_contact_is_logged_without_leaving_the_page(alise):
    """NET-09, FUP-01."""
    case = case_of(alise, next_contact_on=today())
    contact = {
        "channel": "phone",
        "direction": "out",
        "summary": "Parunājām",
        "next_choice": "month",
        "from": "start",
        "form_key": "k",
    }
    response = sign_in(alise).post(reverse("case_contact", args=[case.reference]), contact)
    assert response.url == reverse("start")
    assert start(alise).context["rows"] == []
    with acting(alise.scope):
        assert Case.objects.get().contacts.get().summary == "Parunājām"


@pytest.mark.parametrize("number", [1, 4])
def test_net_09_the_number_of_queries_does_not_grow(alise, number, django_assert_num_queries):
    """NET-09."""
    for _case in range(number):
        case_of(alise, members=(IEVA,), next_contact_on=today())
        enquiry_of(alise)
    client = sign_in(alise)
    client.get(reverse("start"))
    with django_assert_num_queries(QUERIES):
        client.get(reverse("start"))


QUERIES = 19


def test_net_03_vacant_roles_of_the_region_are_hinted_at(alise):
    """NET-03."""
    before = start(alise).context["vacant"]
    assert before > 1
    role = Role.objects.get(kind="specialist", municipality__atvk="0054000")
    give_role(make_user("Dace"), role)
    assert start(alise).context["vacant"] == before - 1


def test_net_09_without_anything_due_the_page_says_so(alise):
    """NET-09."""
    response = start(alise)
    assert response.context["rows"] == []
    assert 'class="empty"' in response.content.decode()


@pytest.mark.parametrize("who", ["dace", "edgars", "fricis", "gunta", "admin_user"])
def test_others_go_on_to_the_first_line_of_their_menu(request, who):
    user = request.getfixturevalue(who)
    response = start(user)
    assert (response.status_code, response.url) == (302, items_for(user)[0].url)


def test_somebody_without_a_role_is_told_so(db):
    assert start(make_user("Zane")).status_code == 200
