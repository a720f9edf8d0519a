from django.db import migrations

FREEZE = """
CREATE FUNCTION guides_version_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF OLD.state = 'published' AND OLD IS DISTINCT FROM NEW THEN
    RAISE EXCEPTION 'a published version of a text cannot be changed'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'text_version_is_frozen';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guides_version_is_frozen BEFORE UPDATE ON guides_textversion
    FOR EACH ROW EXECUTE FUNCTION guides_version_is_frozen();
"""


class Migration(migrations.Migration):
    """What everybody could read stays as it was; whoever changes a text writes its next version (ADR 14)."""

    dependencies = [("guides", "0001_tables")]
    operations = [
        migrations.RunSQL(
            FREEZE,
            "DROP TRIGGER guides_version_is_frozen ON guides_textversion; DROP FUNCTION guides_version_is_frozen();",
        )
    ]
