from django.db import migrations

FREEZE = """
CREATE FUNCTION catalogue_version_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF OLD IS DISTINCT FROM NEW THEN
    RAISE EXCEPTION 'a version of a fact cannot be changed'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'fact_version_is_frozen';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER catalogue_version_is_frozen BEFORE UPDATE ON catalogue_factversion
    FOR EACH ROW EXECUTE FUNCTION catalogue_version_is_frozen();
"""


class Migration(migrations.Migration):
    """What was said of a fact stays as it was said (CAT-16); whoever changes a fact writes the next version."""

    dependencies = [("catalogue", "0001_tables")]
    operations = [
        migrations.RunSQL(
            FREEZE,
            "DROP TRIGGER catalogue_version_is_frozen ON catalogue_factversion;"
            "DROP FUNCTION catalogue_version_is_frozen();",
        )
    ]
