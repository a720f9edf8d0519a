"""Tests that commit, run workers or kill processes get a copy of the test database of their own, and leave no trace."""

import os
import sys
import threading

import psycopg
import pytest
from django.db import connection, connections
from django.test import TransactionTestCase
from psycopg import sql
from psycopg.conninfo import make_conninfo

# Each such test throws its whole database away, so there is nothing to empty; the restricted role could not anyway.
TransactionTestCase._fixture_teardown = lambda self: None

# A browser's event loop runs in the thread of the test, where Django would keep a second connection beside the first;
# nobody closes that one, and the next test would meet it after its database was dropped.
connections._connections = threading.local()


def url_of(name: str | None = None) -> str:
    """Connection string of the test's database (or of `name` on the same server), without role options."""
    entry = connection.settings_dict
    parts = {"host": entry["HOST"], "port": entry["PORT"], "user": entry["USER"], "password": entry["PASSWORD"]}
    given = {key: value for key, value in parts.items() if value}
    others = {key: value for key, value in entry["OPTIONS"].items() if key in {"host", "port", "sslmode"}}
    return make_conninfo(dbname=name or entry["NAME"], **given, **others)


def environment(**more: str) -> dict[str, str]:
    """Environment in which another process of the application works on this test's database."""
    from django.conf import settings

    return {
        **os.environ,
        "DATABASE_URL": url_of(),
        "DJANGO_SETTINGS_MODULE": "majup.config.settings",
        "MAJUP_TESTING": "1",
        "MAJUP_SMTP_URL": settings.SMTP_URL,
        "MAJUP_DOCUMENTS_DIR": str(settings.DOCUMENTS_DIR),
        "MAJUP_FIELD_KEY": settings.FIELD_KEY,
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        **more,
    }


def _administer(statement: str, **names: str) -> None:
    with psycopg.connect(url_of("postgres"), autocommit=True) as administration:
        identifiers = {key: sql.Identifier(name) for key, name in names.items()}
        administration.execute(sql.SQL(statement).format(**identifiers))


@pytest.fixture(autouse=True)
def _own_database_for_commits(request):
    """With `django_db(transaction=True)` the test works on a fresh copy under the same restricted role."""
    marker = request.node.get_closest_marker("django_db")
    if not (marker and marker.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("django_db_setup")
    original = connection.settings_dict["NAME"]
    copy = f"{original}_own"
    connection.close()
    _administer("DROP DATABASE IF EXISTS {copy} WITH (FORCE)", copy=copy)
    _administer("CREATE DATABASE {copy} TEMPLATE {original}", copy=copy, original=original)
    connection.settings_dict["NAME"] = copy
    yield
    connection.close()
    connection.settings_dict["NAME"] = original
    _administer("DROP DATABASE {copy} WITH (FORCE)", copy=copy)


@pytest.fixture(autouse=True)
def _own_documents(settings, tmp_path):
    """Documents of a test lie in its own folder and go with it."""
    settings.DOCUMENTS_DIR = tmp_path / "documents"
