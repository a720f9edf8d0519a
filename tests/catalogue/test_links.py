"""The weekly check of web pages, against a real server on this machine (K-X1)."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.urls import reverse

from majup.catalogue import links
from majup.catalogue.models import Fact, FactVersion, LinkCheck
from majup.catalogue.tasks import check_links
from majup.guides.models import ReviewedText
from majup.network.models import Institution
from tests.support.facts import service_of
from tests.support.people import sign_in

pytestmark = pytest.mark.django_db
ANSWERS = {"/good": 200, "/gone": 404, "/shy": 403, "/moved": 302}


class Pages(BaseHTTPRequestHandler):
    def do_GET(self):
        status = ANSWERS.get(self.path, 404)
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/good")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_said):
        pass


@pytest.fixture
def site(settings):
    settings.LINK_CHECK_LOCAL = True
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def facts(dace, site):
    """Facts with pages on the server alone, so that no test asks the world outside."""
    Institution.objects.update(website="")
    ReviewedText.objects.update(state="draft")
    Fact.objects.filter(current__in=FactVersion.objects.exclude(url="")).update(current=None)
    return {path: service_of(dace, name={"en": path}, url=site + path) for path in ANSWERS}


def english(user):
    client = sign_in(user)
    client.cookies["language"] = "en"
    return client


def test_k_x1_the_worker_finds_pages_that_do_not_answer_and_says_so_beside_the_fact(facts, dace, site):
    Institution.objects.filter(code="nva").update(website=f"{site}/nowhere")
    check_links(timestamp=0)
    assert set(LinkCheck.objects.exclude(problem="").values_list("url", "problem")) == {
        (f"{site}/gone", "404"), (f"{site}/nowhere", "404")
    }  # fmt: skip
    assert LinkCheck.objects.filter(problem="", url__endswith="/moved").exists()
    client = english(dace)
    page = client.get(reverse("facts_links")).text
    assert (f"{site}/gone" in page, "NVA" in page, f"{site}/good" in page) == (True, True, False)
    for path, is_told in (("/gone", True), ("/good", False)):
        shown = client.get(reverse("fact", args=[facts[path].pk])).text
        assert ("Its web page does not answer" in shown) is is_told


def test_k_x1_a_page_that_answers_again_or_is_named_no_more_leaves_the_list(facts, dace, site):
    check_links(timestamp=0)
    since = LinkCheck.objects.get(url=f"{site}/gone").failed_since
    check_links(timestamp=0)
    assert LinkCheck.objects.get(url=f"{site}/gone").failed_since == since, "silent since the first time"
    links.note(f"{site}/gone", "")
    assert "Every page answers" in english(dace).get(reverse("facts_links")).text
    Fact.objects.filter(pk=facts["/gone"].pk).update(state="withdrawn")
    check_links(timestamp=0)
    assert not LinkCheck.objects.filter(url=f"{site}/gone").exists()


def test_k_x1_nothing_inside_a_private_network_is_asked(site, settings):
    assert links.problem_of(f"{site}/good") == ""
    settings.LINK_CHECK_LOCAL = False
    assert [links.problem_of(url) for url in (f"{site}/good", "file:///etc/passwd", "http://[")] == ["no-answer"] * 3


def test_k_x1_the_check_runs_every_week():
    from procrastinate.contrib.django import app

    crons = {one.task.name: one.cron for one in app.periodic_registry.periodic_tasks.values()}
    assert crons["majup.catalogue.tasks.check_links"].split()[2:] == ["*", "*", "0"]
