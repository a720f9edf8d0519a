from django.db import migrations

from majup.plumbing.rls import protect

MY_REGIONS = "ANY ((SELECT majup_regions())::bigint[])"


class Migration(migrations.Migration):
    """An enquiry is seen by its region, by all coordinators while it lies in the common queue, and by who entered it."""

    dependencies = [("intake", "0001_initial"), ("people", "0002_access")]
    operations = [
        protect(
            "intake_enquiry",
            read=f"region_id = {MY_REGIONS} OR (region_id IS NULL AND (SELECT majup_common()))"
            " OR entered_by_id = (SELECT majup_user())"
            " OR (household_id_attached IS NOT NULL AND majup_sees_household(household_id_attached))",
        ),
        protect("intake_enquiry_topics", read="EXISTS (SELECT 1 FROM intake_enquiry e WHERE e.id = enquiry_id)"),
        protect("intake_message", read="EXISTS (SELECT 1 FROM intake_enquiry e WHERE e.id = enquiry_id)"),
        protect("intake_attachment", read="EXISTS (SELECT 1 FROM intake_message m WHERE m.id = intake_attachment.message_id)"),
    ]
