"""What searches, previews and other machines read."""

import re

import pytest
from django.conf import settings
from django.test import Client

from majup.web.portal import machines
from tests.support.openings import vacancy

pytestmark = pytest.mark.django_db
SITE = settings.SITE_URL


def addresses(path):
    return re.findall("<loc>([^<]+)</loc>", Client().get(path).text)


def test_a_public_page_names_its_address_and_its_languages():
    page = Client().get("/en/jobs/?q=cook&after=2026-01-01~3").text
    assert f'<link rel="canonical" href="{SITE}/en/jobs/?q=cook">' in page
    assert f'hreflang="lv" href="{SITE}/lv/jobs/?q=cook">' in page
    assert f'hreflang="x-default" href="{SITE}/jobs/?q=cook">' in page
    picture = re.search(r'og:image" content="([^"]+)"', page)[1]
    assert picture.startswith(f"{SITE}/static/")


def test_pages_behind_a_link_or_a_sign_in_are_not_for_searches():
    for path in ("/accounts/login/", "/o/some-link/"):
        page = Client().get(path).text
        assert '<meta name="robots" content="noindex">' in page
        assert "canonical" not in page


def test_the_sitemap_lists_each_open_entry_in_each_language(alise):
    entry = vacancy(alise)
    parts = addresses("/sitemap.xml")
    assert f"{SITE}/sitemap/job.xml" in parts
    found = addresses("/sitemap/job.xml")
    assert found == [f"{SITE}/{code}/jobs/{entry.pk}/" for code in ("lv", "en", "ru")]
    assert all(Client().get(url.removeprefix(SITE)).status_code == 200 for url in found)
    assert Client().get("/sitemap/cases.xml").status_code == 404


def test_every_page_of_the_sitemap_answers_and_every_public_page_stands_in_it():
    pages = addresses("/sitemap/pages.xml")
    assert f"{SITE}/lv/" in pages
    refused = {url: Client().get(url.removeprefix(SITE)).status_code for url in pages}
    assert {url: status for url, status in refused.items() if status != 200} == {}
    with_arguments = {name for name, takes in machines.public_names() if takes}
    assert with_arguments - set(machines.LISTED) == set()


def test_robots_may_not_read_the_desk():
    text = Client().get("/robots.txt").text
    assert "Disallow: /en/desk/" in text
    assert f"Sitemap: {SITE}/sitemap.xml" in text


def test_n_62_the_accessibility_statement_has_its_parts_and_eleven_aspects():
    page = Client().get("/en/accessibility/")
    assert len(page.context["statement"]["aspects"]) == 11
    for words in ("Cabinet Regulation No. 445", "Simplified evaluation", "30 November 2026", "by telephone, by mail"):
        assert words in page.text
    assert "We do not say that the site conforms".lower() in page.text.lower()
