import django.db.models.deletion
from django.db import migrations, models

from majup.plumbing.rls import definer, protect

MY_REGIONS = "ANY ((SELECT majup_regions())::bigint[])"


class Migration(migrations.Migration):
    """Search words without a number of their own, written for every region that sees the household by one function.

    Who shares or takes over a household must write words for a region that is not their own: hence the function, which
    acts only on households that the caller sees.
    """

    dependencies = [("people", "0003_event_kind")]
    operations = [
        migrations.DeleteModel("SearchWord"),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("pk", models.CompositePrimaryKey("region_id", "word", "household_id", blank=True, editable=False, primary_key=True, serialize=False)),
                ("word", models.CharField(db_collation="C", max_length=120)),
                ("region", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="places.planningregion")),
                ("household", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.household")),
            ],
            options={"indexes": [models.Index(fields=["household", "word"], name="search_word_by_household")]},
        ),
        protect("people_searchword", read=f"region_id = {MY_REGIONS}"),
        definer(
            "majup_index_household(wanted bigint, words text[])",
            "void",
            """
            WITH goal AS (
                SELECT seer.region_id, word
                FROM unnest(words) AS word CROSS JOIN (
                    SELECT region_id FROM people_household
                    WHERE id = wanted AND erased_at IS NULL AND merged_into_id IS NULL
                    UNION
                    SELECT region_id FROM people_householdshare WHERE household_id = wanted AND ended_at IS NULL
                ) seer
                WHERE majup_sees_household(wanted)
            ), gone AS (
                DELETE FROM people_searchword old
                WHERE old.household_id = wanted AND majup_sees_household(wanted)
                  AND NOT EXISTS (SELECT FROM goal WHERE goal.region_id = old.region_id AND goal.word = old.word)
            )
            INSERT INTO people_searchword (region_id, word, household_id)
            SELECT region_id, word, wanted FROM goal
            ON CONFLICT DO NOTHING
            """,
            volatility="VOLATILE",
        ),
    ]
