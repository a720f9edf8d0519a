"""Which state of the public facts a kept page was made from.

Every statement that writes to a table of a public stage leaves a row. A row is seen by others at the commit that also
shows the change itself, so a page of the right version is never older than the database. Rows lock nobody.
"""

from collections.abc import Iterable
from itertools import chain

from django.apps import apps
from django.db import connection

from majup.plumbing.models import PublicChange

TABLE = PublicChange._meta.db_table
FUNCTION = f"""
CREATE OR REPLACE FUNCTION majup_public_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO {TABLE} DEFAULT VALUES;
  RETURN NULL;
END $$;
"""
TRIGGER = """
CREATE OR REPLACE TRIGGER majup_public_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION majup_public_change();
"""
READ = f"SELECT count(*), max(id) FROM {TABLE}"  # noqa: S608 -- the name of our own table
# The new row comes first: a number that was once the highest is never the highest again.
SHORTEN = f"""
WITH newest AS (INSERT INTO {TABLE} DEFAULT VALUES RETURNING id)
DELETE FROM {TABLE} WHERE id < (SELECT id FROM newest)
"""  # noqa: S608 -- the name of our own table


def watch(tables: Iterable[str]) -> None:
    """Let `tables` leave their rows from now on; safe to run again."""
    with connection.cursor() as cursor:
        cursor.execute(FUNCTION + "".join(TRIGGER.format(table=table) for table in tables))


def tables_of(stages: Iterable[str]) -> set[str]:
    """Names of all tables of `stages`, those between two models included."""
    models = [apps.get_app_config(stage).get_models(include_auto_created=True) for stage in stages]
    return {model._meta.db_table for model in chain.from_iterable(models)}


def current() -> tuple[int, int | None]:
    with connection.cursor() as cursor:
        cursor.execute(READ)
        return cursor.fetchone()


def shorten() -> None:
    """Forget the rows; the version becomes a new one."""
    if PublicChange.objects.all()[:2].count() > 1:
        with connection.cursor() as cursor:
            cursor.execute(SHORTEN)
