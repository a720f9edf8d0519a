from django.db import migrations

from majup.plumbing.rls import protect


class Migration(migrations.Migration):
    """Interest is seen with the household, or with the enquiry by which it came."""

    dependencies = [("matching", "0005_grant_interest"), ("intake", "0007_by_time"), ("people", "0002_access")]
    operations = [
        protect(
            "matching_grantinterest",
            read="(household_id IS NOT NULL AND majup_sees_household(household_id))"
            " OR EXISTS (SELECT 1 FROM intake_enquiry e WHERE e.id = enquiry_id)",
        ),
    ]
