"""ADR 2 lists each function that looks wider than its caller, and none runs for anybody but the application."""

import re

import pytest
from django.conf import settings
from django.db import connection

pytestmark = [pytest.mark.django_db, pytest.mark.portable]
PAGE = settings.BASE_DIR / "docs/adr/0002-access.md"


def rows_of_the_page() -> list[list[str]]:
    section = PAGE.read_text().split("## Functions that look wider")[1]
    lines = [line for line in section.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def definers(more: str = "true") -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
            f" AND {more} ORDER BY proname"
        )
        return [name for (name,) in cursor.fetchall()]


def test_prv_01_every_function_that_looks_wider_is_listed_with_its_reason():
    listed = [name for row in rows_of_the_page() for name in re.findall(r"`(\w+)`", row[0])]
    assert sorted(listed) == definers()


def test_prv_01_each_row_says_who_calls_it_what_comes_out_and_why():
    assert [row for row in rows_of_the_page() if len(row) != 4 or not all(row)] == []


def test_prv_01_only_the_application_may_call_them():
    """A trigger's function cannot be called at all."""
    assert definers("prorettype <> 'trigger'::regtype AND has_function_privilege('public', oid, 'execute')") == []


def test_prv_01_they_take_no_table_from_a_schema_of_the_callers():
    """Without a fixed search path somebody's own table could stand in the place of ours."""
    assert definers("NOT coalesce(proconfig, '{}') @> ARRAY['search_path=public, pg_temp']") == []
