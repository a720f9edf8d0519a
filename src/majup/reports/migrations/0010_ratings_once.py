from importlib import import_module
from typing import Any

from django.db import migrations

from majup.plumbing.rls import definer

quality: Any = import_module("majup.reports.migrations.0007_quality")

# A family that was written down twice may have answered twice; what it said last on an occasion counts. Only families
# of a merge are looked at: they are few, and all others have one rating for each occasion.
SAID_AGAIN = """
AND r.id NOT IN (
    SELECT id FROM (
        SELECT t.id, row_number() OVER (
            PARTITION BY coalesce(h.merged_into_id, h.id), t.occasion ORDER BY t.said_at DESC, t.id DESC
        ) AS place
        FROM people_household h JOIN cases_case c ON c.household_id = h.id JOIN outcomes_rating t ON t.case_id = c.id
        WHERE t.said_at IS NOT NULL AND (
            h.merged_into_id IS NOT NULL
            OR h.id IN (SELECT merged_into_id FROM people_household WHERE merged_into_id IS NOT NULL)
        )
    ) AS said WHERE place > 1
)
"""
RATINGS = quality.RATINGS.replace("GROUP BY", f"{SAID_AGAIN} GROUP BY")

SIGNATURE = f"majup_quality_ratings{quality.ARGUMENTS}"
COLUMNS = (
    "TABLE (region bigint, is_internal boolean, occasion varchar, support_kind varchar, settlement varchar,"
    " item text, value text, families bigint)"
)


class Migration(migrations.Migration):
    """Of two ratings of one family on the same occasion the newest counts, and the other when the merge is undone."""

    dependencies = [("reports", "0009_one_family")]
    operations = [
        migrations.RunSQL(
            definer(SIGNATURE, COLUMNS, RATINGS).sql,
            definer(SIGNATURE, COLUMNS, quality.RATINGS).sql,
        )
    ]
