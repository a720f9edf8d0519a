"""PRV-01, PRV-05: every url for every role, compared with one readable table (access_table.py)."""

import logging
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from majup.staff import scope
from tests.support.people import sign_in
from tests.web import access_table
from tests.web.access_samples import POSTED, World, arguments_of
from tests.web.access_table import ACCESS, ANONYMOUS, EVERYBODY, LEFT_OUT, SIGNED_IN

pytestmark = pytest.mark.django_db
NAMED_SETS = (
    "EVERYBODY",
    "KEEPERS",
    "SIGNED_IN",
    "DIRECTORY",
    "LIBRARY",
    "COORDINATORS",
    "COUNTS",
    "QUEUE",
    "ASKED",
    "WORKING",
)


class Page(NamedTuple):
    name: str
    converters: tuple[str, ...]


class PageBreaks(Exception):
    """A page answered with a server error."""


def pages(patterns=None) -> Iterator[Page]:
    """Every named url of the application, with the names of its arguments."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from pages(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and pattern.name and not pattern.name.startswith(LEFT_OUT):
            yield Page(pattern.name, tuple(pattern.pattern.converters))


def let_in(client: Client, address: str, posted: dict) -> bool:
    """Whether the page opens, or a POST gets as far as the page's own answer; nothing that it does remains."""
    with transaction.atomic():
        answer = client.get(address)
        if answer.status_code == 405:
            answer = client.post(address, posted)
        if answer.streaming:
            list(answer.streaming_content)
        transaction.set_rollback(True)
    if answer.status_code >= 500:
        raise PageBreaks(address, answer.exc_info[1] if answer.exc_info else answer.status_code)
    return not (answer.status_code in {403, 404} or answer.headers.get("Location", "").startswith("/accounts/login/"))


def who_gets_in(page: Page, world: World, clients: dict[str, Client]) -> set[str] | None:
    """Roles that get in; None when there is no sample for the arguments of the page."""
    scope.apply(scope.NOBODY)
    arguments = arguments_of(page.name, page.converters, world)
    if arguments is None:
        return None
    address = reverse(page.name, kwargs=arguments)
    posted = POSTED[page.name](world) if page.name in POSTED else {}
    return {role for role, client in clients.items() if let_in(client, address, posted)}


def line(name: str, roles: set[str]) -> str:
    """The line to add to the table, with the name of a set where one fits."""
    for named in NAMED_SETS:
        if roles == getattr(access_table, named):
            return f'    "{name}": {named},'
    if not roles:
        return f'    "{name}": set(),'
    constants = {value: key for key, value in vars(access_table).items() if isinstance(value, str) and key.isupper()}
    return f'    "{name}": {{{", ".join(sorted(constants[role] for role in roles))}}},'


@pytest.fixture
def _quiet():
    """Refusals are what is tested here; they need not be logged."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.usefixtures("_quiet")
def test_prv_01_every_url_lets_in_exactly_the_roles_of_the_table():
    world = World()
    clients = {ANONYMOUS: Client(), **{role: sign_in(user) for role, user in world.users.items()}}
    for client in clients.values():
        client.raise_request_exception = False
    assert set(clients) == EVERYBODY == {ANONYMOUS, *SIGNED_IN}
    wrong, unknown, without_sample, broken = [], [], [], []
    for page in dict.fromkeys(pages()):
        try:
            found = who_gets_in(page, world, clients)
        except PageBreaks as error:
            broken.append(f"    {page.name}: {error}")
            continue
        if found is None:
            without_sample.append(f"    {page.name}: {', '.join(page.converters)}")
        elif page.name not in ACCESS:
            unknown.append(line(page.name, found))
        elif found != ACCESS[page.name]:
            wrong.append(f"    {page.name}: too many {found - ACCESS[page.name]}, missing {ACCESS[page.name] - found}")
    report = ["these pages break:", *broken] if broken else []
    if wrong:
        report += ["differs from tests/web/access_table.py:", *wrong]
    if unknown:
        report += ["not in tests/web/access_table.py; check the line and add it:", *unknown]
    if without_sample:
        report += ["no sample in tests/web/access_samples.py for the arguments of:", *without_sample]
    assert report == [], "\n" + "\n".join(report)


def test_the_table_names_only_pages_that_exist():
    assert set(ACCESS) - {page.name for page in pages()} == set()
