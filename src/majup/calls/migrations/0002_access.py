from django.db import migrations

from majup.plumbing.rls import protect


class Migration(migrations.Migration):
    """A call is seen with its household or its enquiry; handed over, it goes along by foreign key."""

    dependencies = [("calls", "0001_initial"), ("family", "0002_access"), ("intake", "0004_threads_access")]
    operations = [
        protect(
            "calls_call",
            read="(household_id IS NOT NULL AND majup_sees_household(household_id))"
            " OR (enquiry_id IS NOT NULL AND EXISTS (SELECT 1 FROM intake_enquiry e WHERE e.id = enquiry_id))",
        ),
        migrations.RunSQL(
            """ALTER TABLE calls_call ADD CONSTRAINT calls_call_in_its_households_region
               FOREIGN KEY (household_id, region_id) REFERENCES people_household (id, region_id) ON UPDATE CASCADE
               DEFERRABLE INITIALLY DEFERRED""",
            "ALTER TABLE calls_call DROP CONSTRAINT calls_call_in_its_households_region",
        ),
    ]
