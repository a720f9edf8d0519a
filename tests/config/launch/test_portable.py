"""`./run test` ends with what leans on the database, on a server as a hoster gives it."""

import psycopg
import pytest

from majup.config.launch import portable, test


def test_the_owner_of_the_database_is_no_superuser_and_may_make_roles():
    with portable.server() as url, psycopg.connect(url) as connection:
        found = connection.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        assert (connection.info.server_version // 10_000, found) == (15, (False, False, True))
        folder = connection.info.host
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(f"host={folder} user=postgres dbname=postgres")


@pytest.mark.parametrize(
    ("arguments", "whole"),
    [
        ([], True),
        (["-n", "4", "-q", "-x"], True),
        (["tests/kernel"], False),
        (["-k", "handover"], False),
        (["-m", "portable"], False),
        (["--collect-only"], False),
    ],
)
def test_only_a_whole_run_goes_on_there(arguments, whole):
    assert test.is_whole(arguments) is whole
