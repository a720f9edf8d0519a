"""Tests that commit, run workers or kill processes get a copy of the test database of their own, and leave no trace."""

import os
import sys
import threading
from hashlib import sha256

import psycopg
import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import TransactionTestCase
from psycopg import sql
from psycopg.conninfo import make_conninfo

from majup.kernel.hashing import token
from majup.web.management.commands.prepare import load_pack, make_tables

LOADED = settings.DATABASES["default"]["TEST"]["NAME"]
TABLES = f"{LOADED}_tables"

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


def drop(name: str) -> None:
    _administer("DROP DATABASE IF EXISTS {name} WITH (FORCE)", name=name)


def copy(original: str, name: str) -> None:
    """Make the database `name` anew, the same as `original`, to which nobody may be connected."""
    drop(name)
    _administer("CREATE DATABASE {name} TEMPLATE {original} STRATEGY FILE_COPY", name=name, original=original)


def work_on(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


def _fingerprint() -> str:
    """Digest of all that may decide what stands in a fresh database."""
    package = settings.BASE_DIR / "src/majup"
    files = [file for file in package.rglob("*.py") if "web" not in file.parts or "migrations" in file.parts]
    files += [*(file for file in package.glob("packs/**/*") if file.is_file()), settings.BASE_DIR / "requirements.lock"]
    whole = sha256()
    for file in sorted(files):
        whole.update(file.read_bytes())
    return whole.hexdigest()


def make_templates(*, anew: bool) -> None:
    """Make the databases that all others are copied from: tables alone, and tables with the country pack.

    They stay on the server until something changes that decides what stands in them. Of several processes that come
    at once, the first makes them and the others wait; `anew` makes them once for all processes of a run, because the
    first may be copying already when the second comes. The connection of the tests must act as the owner.
    """
    wanted, before = f"{_fingerprint()} {_run() if anew else ''}".strip(), connection.settings_dict["NAME"]
    with psycopg.connect(url_of("postgres"), autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(hashtext(%s))", [TABLES])
        if _says(server).startswith(wanted):
            return
        copy("template1", TABLES)
        work_on(TABLES)
        make_tables()
        connection.close()
        copy(TABLES, LOADED)
        work_on(LOADED)
        load_pack(settings.COUNTRY_PACK)
        work_on(before)
        comment = sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(LOADED), wanted)
        server.execute(comment)


def _run() -> str:
    """The same in all processes of one run of the tests, and in no other run."""
    return os.environ.get("PYTEST_XDIST_TESTRUNUID") or token()


def _says(server: psycopg.Connection) -> str:
    """What was noted when the loaded database was made: its fingerprint, and the run that made it anew."""
    rows = server.execute("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [LOADED])
    return (rows.fetchone() or [""])[0] or ""


@pytest.fixture(autouse=True)
def _own_database_for_commits(request):
    """With `django_db(transaction=True)` the test works on a fresh copy under the same restricted role."""
    marker = request.node.get_closest_marker("django_db")
    if not (marker and marker.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("django_db_setup")
    original = connection.settings_dict["NAME"]
    own = f"{original}_own"
    connection.close()
    copy(original, own)
    work_on(own)
    yield
    work_on(original)
    drop(own)


@pytest.fixture(autouse=True)
def _own_documents(settings, tmp_path):
    """Documents of a test lie in its own folder and go with it."""
    settings.DOCUMENTS_DIR = tmp_path / "documents"
