from django.db import migrations

from majup.plumbing.rls import definer

RETURNS = "TABLE (region_id bigint, households bigint, versions bigint, median_days double precision)"
BODY = """
SELECT v.region_id, count(DISTINCT v.household_id), count(*),
       percentile_cont(0.5) WITHIN GROUP (
           ORDER BY extract(epoch FROM v.sent_at - v.first_need_at) / 86400.0
       ) FILTER (WHERE v.number = 1)
FROM offers_offerversion v
WHERE v.sent_at >= {since} AND v.sent_at < {until}
GROUP BY v.region_id ORDER BY v.region_id
"""  # noqa: S608 -- SQL of our own
FORMER = definer(
    "majup_offer_times(first_day date, last_day date)",
    RETURNS,
    BODY.format(since="first_day", until="last_day + 1"),
)


class Migration(migrations.Migration):
    """A letter of the first hours after midnight belongs to that day here, not to the day before in Greenwich."""

    dependencies = [("offers", "0008_openings")]
    operations = [
        migrations.RunSQL("DROP FUNCTION majup_offer_times", FORMER.sql),
        definer(
            "majup_offer_times(first_day date, last_day date, zone text)",
            RETURNS,
            BODY.format(
                since="first_day::timestamp AT TIME ZONE zone", until="(last_day + 1)::timestamp AT TIME ZONE zone"
            ),
        ),
    ]
