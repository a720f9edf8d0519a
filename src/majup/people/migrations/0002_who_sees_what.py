from django.db import migrations

from majup.plumbing.rls import MY_REGIONS, definer, keep_history, protect

MINE = "majup_sees_household(household_id)"
OF_PERSON = "EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id)"


class Migration(migrations.Migration):
    """A household is seen by the regions that care for it or share it, and by the visitor whose link names it.

    majup_sees_household asks majup_owner() first: who owns the tables and has not said so falls under the policies below,
    which would ask the function again without end.
    """

    dependencies = [("people", "0001_tables"), ("staff", "0002_who_sees_what")]
    operations = [
        definer(
            "majup_sees_household(wanted bigint)",
            "boolean",
            """
            SELECT majup_owner() AND (wanted = majup_household()
                OR EXISTS (SELECT 1 FROM people_household WHERE id = wanted AND region_id = ANY (majup_regions()))
                OR EXISTS (SELECT 1 FROM people_householdshare
                           WHERE household_id = wanted AND ended_at IS NULL AND region_id = ANY (majup_regions())))
            """,
        ),
        protect(
            "people_household",
            read=f"region_id = {MY_REGIONS} OR id = (SELECT majup_household()) OR majup_sees_household(id)",
        ),
        # A region cannot give itself a share.
        protect("people_householdshare", read=f"region_id = {MY_REGIONS} OR {MINE}", write=MINE),
        protect("people_person", read=MINE),
        protect("people_personlanguage", read=OF_PERSON),
        protect("people_skill", read=OF_PERSON),
        protect("people_residence", read=OF_PERSON),
        protect("people_contactpoint", read=MINE),
        protect("people_consent", read=MINE),
        protect("people_event", read=MINE),
        protect("people_merge", read="majup_sees_household(kept_id)"),
        protect("people_searchword", read=f"region_id = {MY_REGIONS}"),
        protect("people_duplicatepair", read="majup_sees_household(first_id) AND majup_sees_household(second_id)"),
        protect(
            "staff_accesslog",
            read="household_id IS NOT NULL AND majup_sees_household(household_id)",
            write="true",
        ),
        protect(
            "plumbing_outgoingmail",
            read=f"(SELECT majup_sender()) OR region_id = {MY_REGIONS}"
            " OR (household_id IS NOT NULL AND majup_sees_household(household_id))",
            write="true",
        ),
        keep_history("people_household", "OLD.id"),
        keep_history("people_person", "OLD.household_id"),
        keep_history("people_contactpoint", "OLD.household_id"),
        keep_history("people_consent", "OLD.household_id"),
        migrations.RunSQL(
            "ALTER TABLE people_household ADD CONSTRAINT household_with_region UNIQUE (id, region_id)",
            "ALTER TABLE people_household DROP CONSTRAINT household_with_region",
        ),
        # What a household absorbed goes along when it is handed over, so that the new region can take the merge back.
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
        ),
    ]
