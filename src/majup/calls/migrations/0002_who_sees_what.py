from django.db import migrations

from majup.plumbing.rls import follow_household, protect


class Migration(migrations.Migration):
    """A call is seen with its household or its enquiry; handed over, it goes along by foreign key."""

    dependencies = [("calls", "0001_tables"), ("intake", "0002_who_sees_what")]
    operations = [
        protect(
            "calls_call",
            read="(household_id IS NOT NULL AND majup_sees_household(household_id))"
            " OR (enquiry_id IS NOT NULL AND EXISTS (SELECT 1 FROM intake_enquiry e WHERE e.id = enquiry_id))",
        ),
        follow_household("calls_call", "calls_call_in_its_households_region"),
    ]
