from django.db import migrations


def note(kind: str, table: str, matters: str) -> migrations.RunSQL:
    """Note rows of `table` that can be had now: new ones, and those where `matters` or being open changed."""
    name = f"matching_note_{kind}"
    columns = ", ".join(f"n.{column}" for column in matters.split())
    before = ", ".join(f"o.{column}" for column in matters.split())
    return migrations.RunSQL(
        f"""
        CREATE FUNCTION {name}_added() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          INSERT INTO matching_newopening ({kind}_id) SELECT id FROM fresh WHERE state = 'published';
          RETURN NULL;
        END $$;
        CREATE FUNCTION {name}_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          INSERT INTO matching_newopening ({kind}_id)
          SELECT n.id FROM fresh n JOIN before o ON o.id = n.id
          WHERE n.state = 'published' AND (o.state <> 'published' OR o.valid_to < current_date AND n.valid_to > o.valid_to
            OR ({columns}) IS DISTINCT FROM ({before}));
          RETURN NULL;
        END $$;
        CREATE TRIGGER {name}_added AFTER INSERT ON {table} REFERENCING NEW TABLE AS fresh
            FOR EACH STATEMENT EXECUTE FUNCTION {name}_added();
        CREATE TRIGGER {name}_changed AFTER UPDATE ON {table} REFERENCING OLD TABLE AS before NEW TABLE AS fresh
            FOR EACH STATEMENT EXECUTE FUNCTION {name}_changed();
        """,  # noqa: S608 -- names of our own tables
        f"""
        DROP TRIGGER {name}_added ON {table}; DROP TRIGGER {name}_changed ON {table};
        DROP FUNCTION {name}_added(); DROP FUNCTION {name}_changed();
        """,
    )


class Migration(migrations.Migration):
    """However an opening is written, by a page, a link or a file, the worker hears of it once it is committed."""

    dependencies = [("matching", "0002_who_sees_what"), ("openings", "0001_tables")]
    operations = [
        note("vacancy", "openings_vacancy", "municipality_id occupation_code words remote"),
        note("dwelling", "openings_dwelling", "municipality_id kind"),
    ]
