"""Public pages are kept ready, and a changed fact shows on the very next request."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from majup.openings.models import Vacancy
from majup.plumbing import public_version
from majup.plumbing.models import PublicChange
from majup.plumbing.tasks import shorten_public_changes
from majup.web import public_pages
from majup.web.portal import machines
from tests.support.openings import dwelling, employer, vacancy
from tests.support.people import sign_in

pytestmark = pytest.mark.django_db


def read(**headers):
    return Client(headers=headers).get(reverse("jobs"))


def test_the_second_reader_gets_the_kept_page_with_one_query(django_assert_num_queries):
    first = read()
    with django_assert_num_queries(1):
        second = read()
    assert second.content == first.content
    assert second.headers["ETag"] == first.headers["ETag"]
    assert second.headers["Cache-Control"] == "no-cache"


def test_a_changed_fact_shows_on_the_next_request(alise):
    """The trigger majup_public_change tells of it."""
    entry = vacancy(alise)
    assert "Metinātājs" in read().text
    Vacancy.objects.filter(pk=entry.pk).update(title="Atslēdznieks")
    page = read().text
    assert "Atslēdznieks" in page
    assert "Metinātājs" not in page
    Vacancy.objects.filter(pk=entry.pk).delete()
    assert "Atslēdznieks" not in read().text


def test_each_language_and_each_question_has_its_own_page():
    assert '<html lang="lv"' in read().text
    assert '<html lang="en"' in Client().get("/en" + reverse("jobs")).text
    assert "zzz" in Client().get(reverse("jobs"), {"q": "zzz"}).text
    assert "zzz" not in read().text


def test_whoever_has_the_page_is_told_so_and_others_get_it_small():
    whole = read()
    assert read(if_none_match=whole.headers["ETag"]).status_code == 304
    small = read(accept_encoding="gzip")
    assert small.headers["Content-Encoding"] == "gzip"
    assert len(small.content) < len(whole.content) / 2


def test_pages_with_a_form_to_send_or_a_signed_in_reader_are_not_kept(alise):
    sign_in(alise).get(reverse("jobs"))
    client = Client()
    client.cookies["answers"] = "3"
    client.get(reverse("jobs"))
    Client().get(reverse("ask"))
    client.get("/no-such-page/")
    assert not public_pages.STORE.pages


def test_a_form_with_a_key_of_its_own_is_never_kept_even_if_its_view_were_marked():
    page = public_pages.public_page(lambda request: HttpResponse('<form method="post"></form>'))
    answer = public_pages.PublicPagesMiddleware(page)
    request = RequestFactory().get("/ask/")
    request.LANGUAGE_CODE = "en"
    answer(request)
    assert not public_pages.STORE.pages


def test_the_store_forgets_the_oldest_when_it_is_full(monkeypatch):
    monkeypatch.setattr(public_pages, "MOST_BYTES", 20_000)
    for number in range(20):
        Client().get(reverse("jobs"), {"q": str(number)})
    assert 0 < public_pages.STORE.size <= 20_000
    assert public_pages.STORE.size == sum(len(page.squeezed) for page in public_pages.STORE.pages.values())


@pytest.mark.django_db(transaction=True)
def test_a_change_not_yet_confirmed_changes_nothing_and_no_version_comes_twice():
    before = public_version.current()
    with connection.cursor() as cursor:
        cursor.execute("BEGIN; UPDATE openings_vacancy SET title = title")
        with ThreadPoolExecutor(1) as elsewhere:
            assert elsewhere.submit(_version_elsewhere).result() == before
        cursor.execute("COMMIT")
    after = public_version.current()
    shorten_public_changes(timestamp=0)
    assert len({before, after, public_version.current()}) == 3
    assert PublicChange.objects.count() == 1
    shorten_public_changes(timestamp=0)
    assert PublicChange.objects.count() == 1


def _version_elsewhere():
    try:
        return public_version.current()
    finally:
        connection.close()


def public_addresses():
    """Every page that is the same for everybody, once; of those with a name in the address the first."""
    for name, takes in machines.public_names():
        if not takes:
            yield reverse(name)
        else:
            yield from (reverse(name, args=[key]) for key, _day in list(machines.LISTED[name]())[:1])


def test_a_kept_page_reads_no_table_that_nobody_watches(alise):
    vacancy(alise)
    dwelling(alise)
    employer(alise)
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'majup_public_change'")
        watched = {name for (name,) in cursor.fetchall()}
    unwatched = {}
    for address in public_addresses():
        with CaptureQueriesContext(connection) as queries:
            assert Client().get(address).status_code == 200, address
        read = {table for query in queries for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"])}
        unwatched[address] = read - watched - {PublicChange._meta.db_table}
    assert {address: tables for address, tables in unwatched.items() if tables} == {}
