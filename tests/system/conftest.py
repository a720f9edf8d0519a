"""Two databases for walks through all pages, made once for each test process: one filled, one with staff alone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from majup.staff import scope
from tests.support import database
from tests.support.people import sign_in


@dataclass(frozen=True)
class Filled:
    """A database, and what a browser needs to walk through it."""

    name: str
    documents: Path
    sessions: dict[str, str]  # role -> session
    addresses: dict[str, list[str]]  # url name -> paths of pages with something to show

    @property
    def spoilt(self) -> str:
        """A copy of the database for walks that may change what they find."""
        return f"{self.name}_spoilt"


@contextmanager
def using(name: str) -> Iterator[None]:
    """Work on the database `name`, also in the threads of the server."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


@pytest.fixture(scope="session")
def make_database(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Callable[..., Filled]]:
    """Copy the test database and fill the copy: `fill()` returns users by role and addresses by url name."""
    made = []

    def make(label: str, fill: Callable[[], tuple[dict, dict]]) -> Filled:
        original = connection.settings_dict["NAME"]
        name, documents = f"{original}_{label}", tmp_path_factory.mktemp(label)
        kept, settings.DOCUMENTS_DIR = settings.DOCUMENTS_DIR, documents
        with django_db_blocker.unblock():
            connection.close()
            database.copy(original, name)
            made.append(name)
            with using(name):
                connection.majup_scope = scope.NOBODY
                users, addresses = fill()
                sessions = {role: sign_in(user).cookies["sessionid"].value for role, user in users.items()}
            database.copy(name, f"{name}_spoilt")
            made.append(f"{name}_spoilt")
        settings.DOCUMENTS_DIR = kept
        return Filled(name, documents, sessions, addresses)

    yield make
    with django_db_blocker.unblock():
        for name in made:
            database.drop(name)


@pytest.fixture(scope="session")
def full(make_database) -> Filled:
    """Something of everything: played stories and what no story leads to."""
    from tests.support.caseload import Caseload
    from tests.system.addresses import addresses_of

    def fill():
        world = Caseload()
        return world.users, addresses_of(world)

    return make_database("full", fill)


@pytest.fixture(scope="session")
def empty(make_database) -> Filled:
    """The first morning: accounts, and nothing else."""
    from tests.support.caseload import staff

    return make_database("empty", lambda: (staff(), {}))


@pytest.fixture
def site(live_server, monkeypatch, settings) -> str:
    """The address of the server; the browser's own event loop makes Django see an asynchronous thread at clean-up."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    settings.SITE_URL = live_server.url
    return live_server.url
