"""Every table says whether it is about people; what is about families is refused by the database itself."""

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import ForeignKey

from majup.cases.models import Case
from majup.people.models import Household, Person
from majup.web.data_dictionary import EXEMPT, OPEN, PROTECTED, models_by_table, page

pytestmark = pytest.mark.django_db


def tables(*, secured: bool | None = None, forced: bool | None = None) -> set[str]:
    """Names of the tables, of all or of those with this state of row-level security."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class"
            " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
        )
        rows = cursor.fetchall()
    return {
        name for name, is_secured, is_forced in rows if secured in {None, is_secured} and forced in {None, is_forced}
    }


def test_prv_05_every_table_stands_in_exactly_one_list():
    listed = [*PROTECTED, *EXEMPT, *OPEN]
    assert len(listed) == len(set(listed))
    missing = tables() - set(listed)
    lines = "\n".join(f'    "{table}": "…",' for table in sorted(missing))
    assert missing == set(), (
        f"say in src/majup/web/data_dictionary.py what these are, in PROTECTED, EXEMPT or OPEN:\n{lines}"
    )
    assert set(listed) - tables() == set(), "these tables do not exist"


def test_prv_01_protected_tables_have_forced_row_level_security_and_no_others():
    assert tables(secured=True, forced=True) == set(PROTECTED)
    assert tables(secured=True, forced=False) == set()


def test_prv_01_each_protected_table_has_a_policy_for_the_application():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_policies WHERE schemaname = 'public' AND 'majup_app' = ANY (roles)")
        assert {name for (name,) in cursor.fetchall()} == set(PROTECTED)


def test_whatever_points_to_a_household_a_person_or_a_case_is_protected():
    families = {Household, Person, Case}
    pointing = {
        table
        for table, model in models_by_table().items()
        if any(isinstance(field, ForeignKey) and field.related_model in families for field in model._meta.fields)
    }
    assert pointing - set(PROTECTED) == set()


def test_the_page_is_what_the_code_says():
    written = (settings.BASE_DIR / "docs/data-dictionary.md").read_text()
    assert written == page(), "run: ./run majup data_dictionary"
