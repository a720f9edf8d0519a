"""Whatever stands in the path or behind the question mark, the page answers in words and never breaks."""

import logging
import re
from collections import defaultdict
from collections.abc import Iterator
from html import unescape
from itertools import product
from typing import Any, ClassVar
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.handlers import wsgi
from django.db import transaction
from django.http import FileResponse, QueryDict
from django.test import Client
from django.urls import NoReverseMatch, resolve, reverse

from majup.staff import scope
from tests.support.people import sign_in
from tests.web.access_samples import World, arguments_of
from tests.web.access_table import ACCESS, ADMIN, ANONYMOUS, OWN
from tests.web.test_access_table import Page, pages

pytestmark = pytest.mark.django_db

FINE = {200, 302, 400, 403, 404, 405, 410, 422}
# "²" is a digit to Python and no number to anybody.
VALUES = ["garbage", "-1", "²", "9" * 25, "0001-01-01", "9999-12-31", "9999-12-31T23:59:59+00:00~1"]
FORM = re.compile(r"<form\b(?![^>]*method=.?post)[^>]*>.*?</form>", re.DOTALL | re.IGNORECASE)
ACTION = re.compile(r'\baction="([^"]*)"')
FIELD = re.compile(r'\bname="([\w-]+)"')


@pytest.fixture(autouse=True)
def _quiet():
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def world():
    return World()


@pytest.fixture
def clients(world):
    made = {ANONYMOUS: Client(), **{role: sign_in(user) for role, user in world.users.items()}}
    for client in made.values():
        client.raise_request_exception = False
    return made


def role_for(page: Page) -> str:
    """Who has most to see there: the coordinator of the region, the administrator, or the first who gets in."""
    allowed = ACCESS.get(page.name) or {OWN}
    return next((role for role in (OWN, ADMIN, ANONYMOUS) if role in allowed), min(allowed))


def get(client: Client, address: str, values: dict[str, str] | None = None) -> tuple[int, str, Any]:
    """Status, text and error of the answer; nothing that the request did remains."""
    with transaction.atomic():
        answer = client.get(address, values or {})
        if isinstance(answer, FileResponse) and answer.file_to_stream:
            answer.file_to_stream.close()
        transaction.set_rollback(True)
    text = "" if answer.streaming else answer.content.decode(errors="replace")
    return answer.status_code, text, answer.exc_info and answer.exc_info[1]


def places(world: World) -> Iterator[tuple[Page, str]]:
    for page in dict.fromkeys(pages()):
        scope.apply(scope.NOBODY)
        arguments = arguments_of(page.name, page.converters, world)
        if arguments is not None:
            yield page, reverse(page.name, kwargs=arguments)


class Read(QueryDict):
    """What stands behind the question mark, and which fields of it a page asks for."""

    asked: ClassVar[set[str]] = set()

    def __getitem__(self, key: str) -> str:
        self.asked.add(key)
        return super().__getitem__(key)

    def getlist(self, key: str, default: Any = None) -> list[str]:
        self.asked.add(key)
        return super().getlist(key, default)

    def __contains__(self, key: object) -> bool:
        self.asked.add(str(key))
        return super().__contains__(key)


def asked_by_forms(address: str, text: str) -> Iterator[tuple[str, str]]:
    """(url name, field) for each field of the forms on this page that GET, wherever they lead."""
    for form in FORM.findall(text):
        action = ACTION.search(form.split(">", 1)[0])
        target = urljoin(address, unescape(action[1])) if action and action[1] else address
        for field in FIELD.findall(form):
            yield resolve(urlsplit(target).path).url_name, field


def test_whatever_stands_behind_the_question_mark(world, clients, monkeypatch):
    """Every page is opened once; then each with what it asks for itself and what any form on any page sends to it.

    What a page asks for only because something else was given comes to light meanwhile, and is tried as well. What all
    pages ask for, as the language, is tried on one of them.
    """
    monkeypatch.setattr(wsgi, "QueryDict", Read)
    asked, opened, broken = defaultdict(set), [], []
    for page, address in places(world):
        Read.asked = asked[page.name]
        status, text, _ = get(clients[role_for(page)], address)
        if status != 405:
            opened.append((page, address))
            for name, field in asked_by_forms(address, text):
                asked[name].add(field)
    assert {"q", "after"} <= asked["cases"] | asked["search"]
    everywhere: set[str] = set()
    for page, address in opened:
        tried = set(everywhere)
        everywhere = everywhere or set.intersection(*(asked[one.name] for one, _address in opened))
        while fields := asked[page.name] - tried:
            tried |= fields
            for name, value in product(sorted(fields), VALUES):
                Read.asked = asked[page.name]
                status, _, error = get(clients[role_for(page)], address, {name: value})
                if status not in FINE:
                    broken.append(f"{page.name} ?{name}={value[:30]!r}: {status} {error!r}"[:300])
    assert broken == [], "\n" + "\n".join(broken)


def test_a_null_byte_leads_nowhere_also_for_who_is_not_signed_in(clients):
    addresses = ["/?q=a%00b", "/%00/", f"{reverse('cases')}?q=%00"]
    assert [get(clients[role], address)[0] for role in (ANONYMOUS, OWN) for address in addresses] == [404] * 6


def absurd(arguments: dict) -> Iterator[dict]:
    for name, value in arguments.items():
        for other in (0, 10**18, 10**25) if isinstance(value, int) else ("x" * 300, "\x00", "²", "-"):
            yield arguments | {name: other}


def test_whatever_stands_in_the_path(world, clients):
    broken = []
    for page in dict.fromkeys(pages()):
        scope.apply(scope.NOBODY)
        client = clients[role_for(page)]
        for arguments in absurd(arguments_of(page.name, page.converters, world) or {}):
            try:
                address = reverse(page.name, kwargs=arguments)
            except NoReverseMatch:  # such an address cannot even be written
                continue
            status, _, error = get(client, address)
            if status not in FINE:
                broken.append(f"{page.name} {arguments}: {status} {error!r}"[:300])
    assert broken == [], "\n" + "\n".join(broken)
