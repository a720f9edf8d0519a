from django.db import migrations


class Migration(migrations.Migration):
    """What a household absorbed goes along when it is handed over, so that the new region can take the merge back."""

    dependencies = [("people", "0006_duplicates_access")]
    operations = [
        migrations.RunSQL(
            """
            CREATE FUNCTION people_absorbed_follow() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
            SET search_path = public, pg_temp
            AS $$ BEGIN
              UPDATE people_household SET region_id = NEW.region_id WHERE merged_into_id = NEW.id;
              RETURN NULL;
            END $$;
            CREATE TRIGGER people_absorbed_follow AFTER UPDATE OF region_id ON people_household
                FOR EACH ROW WHEN (OLD.region_id <> NEW.region_id) EXECUTE FUNCTION people_absorbed_follow();
            """,
            "DROP TRIGGER people_absorbed_follow ON people_household; DROP FUNCTION people_absorbed_follow();",
        )
    ]
