from django.db import migrations

from majup.plumbing.rls import definer

# Columns in the order of reports.totals.EXTERNAL; the second half counts moves inside the country.
NAMES = ("families", "people", "families_alone", "people_alone", "offers", "people_offered", "intentions")
FACTS = """
    WITH bounds AS (
        SELECT (first_day::timestamp AT TIME ZONE zone) AS since,
               ((last_day + 1)::timestamp AT TIME ZONE zone) AS until,
               (date_trunc('year', first_day::timestamp) AT TIME ZONE zone) AS year_began,
               extract(year FROM first_day) = extract(year FROM last_day) AS is_one_year
    ),
    first_offers AS (
        SELECT v.household_id, v.region_id, min(v.sent_at) AS sent_at, max(v.people) AS people
        FROM offers_offerversion v, bounds b
        WHERE v.sent_at >= b.year_began AND v.sent_at < b.until
        GROUP BY v.household_id, v.region_id,
                 CASE WHEN b.is_one_year THEN NULL ELSE date_trunc('year', v.sent_at AT TIME ZONE zone) END
    ),
    facts AS (
        SELECT region_id, is_internal, (NOT alone)::int AS families, CASE WHEN alone THEN 0 ELSE adults + children END AS people,
               alone::int AS families_alone, CASE WHEN alone THEN adults + children ELSE 0 END AS people_alone,
               0 AS offers, 0 AS people_offered, 0 AS intentions
        FROM outcomes_return WHERE "on" BETWEEN first_day AND last_day
        UNION ALL
        SELECT o.region_id, c.kind = 'internal', 0, 0, 0, 0, 1, o.people, 0
        FROM first_offers o JOIN cases_case c USING (household_id), bounds b WHERE o.sent_at >= b.since
        UNION ALL
        SELECT region_id, is_internal, 0, 0, 0, 0, 0, 0, people
        FROM outcomes_intention WHERE stated_on BETWEEN first_day AND last_day
    )
"""
SUMS = ", ".join(
    f"coalesce(sum({name}) FILTER (WHERE {condition}), 0)::bigint"
    for condition in ("NOT is_internal", "is_internal")
    for name in NAMES
)
OUT = ", ".join(f"{name}{suffix} bigint" for suffix in ("", "_internal") for name in NAMES)
ARGUMENTS = "(first_day date, last_day date, zone text)"


class Migration(migrations.Migration):
    """Counts over all regions for whoever may read totals; no case can be read through them."""

    dependencies = [("reports", "0001_initial"), ("outcomes", "0002_access"), ("offers", "0002_access")]
    operations = [
        definer(
            f"majup_totals_by_region{ARGUMENTS}",
            f"TABLE(region bigint, {OUT})",
            f"{FACTS} SELECT region_id, {SUMS} FROM facts GROUP BY region_id",
        ),
        definer(f"majup_totals{ARGUMENTS}", f"TABLE({OUT})", f"{FACTS} SELECT {SUMS} FROM facts"),
    ]
