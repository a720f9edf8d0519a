from django.db import migrations

from majup.plumbing.rls import APP_ROLE, CREATE_ROLE

FLAGS = ("common", "sender")
NUMBERS = ("user", "household", "question", "enquiry")
LISTS = ("regions", "roles")


def reader(name, returns, expression):
    """SQL of `majup_<name>()`, which reads the setting `majup.<name>` of the connection; simple enough to be inlined."""
    return (
        f"CREATE OR REPLACE FUNCTION majup_{name}() RETURNS {returns} LANGUAGE sql STABLE PARALLEL SAFE AS $$ "
        + "SELECT " + expression.format(setting=f"current_setting('majup.{name}', true)") + " $$;"
    )


# Only the owner's policies ask majup_owner(). A definer function acts as the owner although the session is the application's.
IN_DEFINER = f"current_setting('role') = '{APP_ROLE}'"

READERS = [
    *(reader(name, "boolean", "coalesce({setting}, '') = 'on'") for name in FLAGS),
    reader("owner", "boolean", "coalesce({setting}, '') = 'on' OR " + IN_DEFINER),
    *(reader(name, "bigint", "nullif({setting}, '')::bigint") for name in NUMBERS),
    *(reader(name, "bigint[]", "coalesce(nullif({setting}, ''), '{{}}')::bigint[]") for name in LISTS),
]


class Migration(migrations.Migration):
    """The role of the application, and what its policies ask of the connection (docs/adr/0002-access.md)."""

    dependencies = [("plumbing", "0001_tables")]
    operations = [
        migrations.RunSQL(CREATE_ROLE, migrations.RunSQL.noop),
        migrations.RunSQL(
            "\n".join(READERS), "\n".join(f"DROP FUNCTION majup_{name}();" for name in ("owner", *FLAGS, *NUMBERS, *LISTS))
        ),
    ]
