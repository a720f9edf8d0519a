"""A tiny made-up country proves that no Latvian fact stands in code: the program runs on its pack."""

import json
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from tests.support import database

XX = settings.BASE_DIR / "tests/packs/xx"


@pytest.fixture
def fresh_database(db):
    """A database with every table and nothing in it."""
    name = f"{connection.settings_dict['NAME']}_xx"
    database.copy(database.TABLES, name)
    yield database.url_of(name)
    database.drop(name)


def run(*arguments: str, **variables: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        env=database.environment(MAJUP_COUNTRY_PACK=str(XX), MAJUP_ALLOWED_HOSTS="testserver", **variables),
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def test_a_made_up_country_runs_on_its_own_pack(fresh_database):
    run("-m", "django", "prepare", DATABASE_URL=fresh_database, MAJUP_AS_OWNER="1")
    said = run("-m", "tests.packs.walk_xx", DATABASE_URL=fresh_database)
    found = json.loads(next(line for line in said.splitlines() if line.startswith("FOUND "))[6:])
    assert found == {
        "home": 200,
        "home_in_eo": True,
        "asked": 302,
        "enquiry": ["Is there a school in Lakeshire?", "new"],
        "case": [True, 200],
        "pages": {"directory": 200, "institutions": 200, "routing": 200, "library": 200},
        "regions": ["north@home.example", "south@home.example", "contact@home.example"],
        "found": ["Ĉefurbo", "Lagara"],
        "today": "Lagara",
        "asked_first": found["asked_first"],
        "institution": {"en": "New Office", "eo": "Nova Oficejo"},
        "scope": True,
    }
    assert found["asked_first"][1] in {None, "Lagara"}
