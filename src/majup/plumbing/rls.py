"""Row-level security as migration operations: which rows the web and the worker may see at all.

The roles and the settings that policies read are explained in docs/adr/0002-access.md.
"""

from django.db import migrations

APP_ROLE = "majup_app"
MY_REGIONS = "ANY ((SELECT majup_regions())::bigint[])"

# Several databases of one server may be prepared at the same moment. Since PostgreSQL 16 whoever makes a role may hand
# it out but not yet become it.
CREATE_ROLE = f"""
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{APP_ROLE}') THEN
    CREATE ROLE {APP_ROLE} NOLOGIN NOSUPERUSER NOBYPASSRLS;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
DO $$ BEGIN
  IF NOT pg_has_role(current_user, '{APP_ROLE}',
                     CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END) THEN
    EXECUTE format('GRANT {APP_ROLE} TO %I', current_user);
  END IF;
END $$;
"""

GRANTS = f"""
GRANT USAGE ON SCHEMA public TO {APP_ROLE};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP_ROLE};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE};
"""


def protect(table: str, *, read: str, write: str | None = None) -> migrations.RunSQL:
    """Refuse every row of `table` for which the SQL condition `read` is not true.

    `write` guards changes; without it, `read` does.

    An owner who is no superuser falls under both policies, being a member of the application's role. PostgreSQL asks
    the last name first, and that has to be the owner's, because the other one calls functions that read these tables.
    """
    return migrations.RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY {table}_owner ON {table} TO CURRENT_USER
            USING (majup_owner()) WITH CHECK (majup_owner());
        CREATE POLICY {table}_app ON {table} TO {APP_ROLE}
            USING ({read}) WITH CHECK ({write or read});
        """,
        f"""
        DROP POLICY {table}_app ON {table};
        DROP POLICY {table}_owner ON {table};
        ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """,
    )


def definer(signature: str, returns: str, body: str, *, volatility: str = "STABLE") -> migrations.RunSQL:
    """A function that looks wider than its caller; each one has its reason in docs/adr/0002-access.md.

    It runs as the owner of the tables while the session is the application's, which is what majup_owner() recognises.
    """
    name = signature.split("(", maxsplit=1)[0]
    return migrations.RunSQL(
        f"""
        CREATE OR REPLACE FUNCTION {signature} RETURNS {returns}
        LANGUAGE sql {volatility} SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $$ {body} $$;
        REVOKE ALL ON FUNCTION {name} FROM PUBLIC;
        GRANT EXECUTE ON FUNCTION {name} TO {APP_ROLE};
        """,
        f"DROP FUNCTION {name}",
    )


def keep_history(table: str, household: str) -> migrations.RunSQL:
    """Let a trigger copy each row of `table` into staff_history before it changes or goes.

    `household` is SQL over OLD.
    """
    return migrations.RunSQL(
        f"""
        CREATE FUNCTION {table}_history() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $$ BEGIN
          INSERT INTO staff_history (at, user_id, "table", row_id, household_id, operation, before)
          VALUES (now(), majup_user(), '{table}', OLD.id, {household}, left(TG_OP, 1), to_jsonb(OLD));
          RETURN NULL;
        END $$;
        CREATE TRIGGER {table}_history AFTER UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION {table}_history();
        """,  # noqa: S608 -- names and SQL of our own migrations
        f"DROP TRIGGER {table}_history ON {table}; DROP FUNCTION {table}_history();",
    )


def follow_household(table: str, constraint: str) -> migrations.RunSQL:
    """Keep region and household of `table` together when the household changes hands."""
    return migrations.RunSQL(
        f"""
        ALTER TABLE {table} ADD CONSTRAINT {constraint} FOREIGN KEY (household_id, region_id)
            REFERENCES people_household (id, region_id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED
        """,
        f"ALTER TABLE {table} DROP CONSTRAINT {constraint}",
    )
