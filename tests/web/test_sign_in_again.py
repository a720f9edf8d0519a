"""A session ends while somebody writes: after signing in they are back where they wrote."""

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db
ACTS = reverse("case_contact", args=["2026-00001"])
CASE = reverse("case", args=["2026-00001"])


@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        (f"http://testserver{CASE}?only=letters", f"{CASE}?only=letters"),
        ("https://elsewhere.example/desk/", reverse("start")),
        ("//elsewhere.example/desk/", reverse("start")),
        ("", reverse("start")),
    ],
)
def test_a_form_sent_too_late_leads_back_to_its_page_and_never_elsewhere(came_from, back):
    answer = Client().post(ACTS, {"summary": "?"}, headers={"referer": came_from})
    assert answer.status_code == 302
    login, _question, following = answer.url.partition("?next=")
    assert (login, following.replace("%3F", "?").replace("%3D", "=")) == (reverse("account_login"), back)


def test_a_page_that_was_asked_for_is_shown_after_signing_in():
    assert Client().get(CASE).url == f"{reverse('account_login')}?next={CASE}"
