"""The language stands in the address: `/en/…`, and every link on such a page stays in it."""

import polib
import pytest
from django.test import Client
from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext, override, trans_real

from majup.web.front.situations import situations
from tests.support.people import sign_in

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


@pytest.fixture
def a_language_in_part(settings, tmp_path, alise):
    """Made-up country, made-up language: one .po file, one line of settings, one text."""
    folder = tmp_path / "eo/LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=utf-8", "Plural-Forms": "nplurals=2; plural=(n != 1);"}
    catalogue.append(polib.POEntry(msgid="Work", msgstr="Laboro"))
    catalogue.save_as_mofile(str(folder / "django.mo"))
    settings.LOCALE_PATHS = [*settings.LOCALE_PATHS, tmp_path]
    settings.PUBLIC_LANGUAGES = ["lv", "en", "eo"]
    trans_real._translations.pop("eo", None)
    yield
    trans_real._translations.pop("eo", None)


def test_lng_01_a_further_language_needs_a_catalogue_and_a_setting_and_says_that_it_is_in_part(a_language_in_part):
    page = Client().get("/eo/jobs/").text
    assert '<html lang="eo"' in page
    assert "<h1>Laboro</h1>" in page
    assert 'class="notice language-note"' in page
    assert 'hreflang="eo"' in page
    assert 'hreflang="eo"' in Client().get("/lv/jobs/").text
    assert 'class="notice language-note"' not in Client().get("/lv/jobs/").text


def test_staff_is_offered_the_languages_it_writes_in(a_language_in_part, alise):
    assert 'hreflang="eo"' not in sign_in(alise).get(reverse("start")).text


def test_russian_exists_in_part_on_public_pages():
    page = Client().get("/ru/").text
    assert '<html lang="ru"' in page
    with override("ru"):
        title = gettext("The way home begins with a question")
    assert title != "The way home begins with a question"
    assert title in page
    assert situations()["pensioner"].name["ru"] in page
    assert 'class="notice language-note"' in page
