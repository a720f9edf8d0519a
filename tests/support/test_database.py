"""The databases of the tests themselves."""

import psycopg
import pytest

from tests.support import database


@pytest.fixture
def server(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), psycopg.connect(database.url_of("postgres"), autocommit=True) as connection:
        yield connection


def made_at(server, name):
    return server.execute("SELECT oid FROM pg_database WHERE datname = %s", [name]).fetchone()


def test_made_anew_once_for_all_processes_of_a_run(server, monkeypatch):
    """The second process must leave alone what the first one may be copying already."""
    name = f"{database.LOADED}_once"
    monkeypatch.setattr(database, "LOADED", name)
    monkeypatch.setattr(database, "TABLES", f"{name}_tables")
    monkeypatch.setenv("PYTEST_XDIST_TESTRUNUID", "this run")
    database.copy("template1", name)
    try:
        server.execute(f"COMMENT ON DATABASE {name} IS '{database._fingerprint()} this run'")
        before = made_at(server, name)
        database.make_templates(anew=True)
        assert made_at(server, name) == before
        database.make_templates(anew=False)
        assert made_at(server, name) == before
        monkeypatch.setenv("PYTEST_XDIST_TESTRUNUID", "the next run")
        assert not database._says(server).startswith(f"{database._fingerprint()} {database._run()}")
    finally:
        database.drop(name)
