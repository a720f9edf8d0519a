from django.db import migrations

MY_REGIONS = "ANY ((SELECT majup_regions())::bigint[])"
SEEN = (
    "EXISTS (SELECT 1 FROM intake_enquiry e WHERE e.id = enquiry_id AND ("
    f"e.region_id = {MY_REGIONS} OR (e.region_id IS NULL AND (SELECT majup_common())) OR e.id = (SELECT majup_enquiry())"
    " OR (e.household_id_attached IS NOT NULL AND majup_sees_household(e.household_id_attached))))"
    " OR (household_id IS NOT NULL AND majup_sees_household(household_id))"
)


class Migration(migrations.Migration):
    """Who only wrote an enquiry down does not read the letters that the coordinator and the family exchange afterwards."""

    dependencies = [("intake", "0004_threads_access")]
    operations = [
        migrations.RunSQL(
            f"ALTER POLICY intake_message_app ON intake_message USING ({SEEN}) WITH CHECK ({SEEN})",
            migrations.RunSQL.noop,
        )
    ]
