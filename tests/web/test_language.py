"""The language stands in the address: `/en/…`, and every link on such a page stays in it."""

import pytest
from django.urls import get_script_prefix, reverse

pytestmark = pytest.mark.django_db


def test_lng_01_the_first_part_of_the_address_decides(client):
    english, latvian = client.get("/en/ask/"), client.get("/lv/ask/")
    assert '<html lang="en"' in english.text
    assert '<html lang="lv"' in latvian.text
    assert 'href="/en/jobs/"' in english.text
    assert get_script_prefix() == "/"


def test_what_was_chosen_last_holds_for_addresses_without_a_language(client):
    assert '<html lang="lv"' in client.get("/ask/").text
    client.get("/en/ask/")
    page = client.get("/ask/").text
    assert '<html lang="en"' in page
    assert 'href="/jobs/"' in page


def test_the_switch_leads_to_the_same_page_with_its_question(client):
    assert 'href="/lv/jobs/?q=skola"' in client.get("/en/jobs/?q=skola").text


def test_staff_signs_in_and_works_under_a_language(client):
    page = client.get("/en" + reverse("start"), follow=True)
    assert page.redirect_chain[0][0].startswith("/en/accounts/login/?next=/en/")
    assert page.status_code == 200


def test_a_language_that_is_not_offered_is_no_address(client):
    assert client.get("/de/ask/").status_code == 404
