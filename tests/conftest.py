"""Real PostgreSQL for every test, under the application's restricted role; only loopback is reachable."""

import gc

import pytest
from django.conf import settings
from django.db import connection

from majup.staff import scope
from majup.web import public_pages
from tests.support import database
from tests.support.database import _own_database_for_commits, _own_documents  # noqa: F401 -- fixtures of every test
from tests.support.loopback import imap_server, smtp_server  # noqa: F401 -- fixtures
from tests.support.people import admin_user, alise, bruno, cilda, dace, edgars, fricis, gunta  # noqa: F401 -- fixtures
from tests.support.whole_family import whole_family  # noqa: F401 -- fixture

# What leans on the database itself, besides tests that carry the mark: these modules run again on another server.
PORTABLE = (
    "tests/staff/test_access.py",
    "tests/people/test_search.py",
    "tests/people/test_duplicates.py",
    "tests/people/test_erasing.py",
    "tests/cases/test_handover.py",
    "tests/reports/test_totals.py",
)
# These come first, so that all processes of a run end with short tests, and at the same time.
LONG = ("tests/web/test_access_table.py", "tests/web/test_absurd_addresses.py", "tests/system/")


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))
    for item in items:
        if item.nodeid.startswith(PORTABLE):
            item.add_marker(pytest.mark.portable)


def pytest_collection_finish():
    """What was imported and collected stays to the end: the collector of garbage need not look at it again and again,
    nor every few hundred objects. It took a fifth of the time of the tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _use_role(as_owner: bool) -> None:
    connection.close()
    connection.settings_dict["OPTIONS"]["options"] = settings.ROLE_OPTION[as_owner]


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, request):
    """A copy of the database with tables and country pack, for this process; used as the role that owns nothing."""
    name = f"{database.LOADED}_{_worker(request.config)}"
    before = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        _use_role(True)
        database.make_templates(anew=request.config.getvalue("create_db"))
        database.copy(database.LOADED, name)
        _use_role(False)
        database.work_on(name)
    yield
    with django_db_blocker.unblock():
        database.work_on(before)
        database.drop(name)


def _worker(config) -> str:
    """Which of several processes of the same run this is."""
    return getattr(config, "workerinput", {}).get("workerid", "alone")


@pytest.fixture(autouse=True)
def _nobody_is_asking():
    """Each test begins without a scope; what it may see it has to say."""
    connection.majup_scope = scope.NOBODY
    yield
    connection.majup_scope = scope.NOBODY


@pytest.fixture(autouse=True)
def _no_page_is_kept(monkeypatch):
    """Databases are rolled back and copied between tests, which no version tells."""
    monkeypatch.setattr(public_pages, "STORE", public_pages.Store())


@pytest.fixture
def as_owner(db):
    """Act as the owner of the tables for what no user may do, e.g. to look under row-level security."""
    from contextlib import contextmanager

    @contextmanager
    def owner():
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE NONE; SET majup.owner = 'on'")
            try:
                yield
            finally:
                cursor.execute("SET ROLE majup_app; SET majup.owner = ''")

    return owner
