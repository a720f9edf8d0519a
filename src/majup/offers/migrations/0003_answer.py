import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from majup.plumbing.rls import definer


class Migration(migrations.Migration):
    """Items know the answer they came from; times to the first letter can be counted per region (OFF-14)."""

    dependencies = [("offers", "0002_access"), ("questions", "0002_access")]
    operations = [
        migrations.AddField(
            "offeritem",
            "answer",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="offer_items", to="questions.answer"
            ),
        ),
        migrations.AddConstraint(
            "offeritem",
            models.UniqueConstraint(
                fields=["offer", "answer"],
                condition=Q(removed_at=None, answer__isnull=False),
                name="answer_once_per_offer",
            ),
        ),
        definer(
            "majup_offer_times(first_day date, last_day date)",
            "TABLE (region_id bigint, households bigint, versions bigint, median_days double precision)",
            """
            SELECT v.region_id, count(DISTINCT v.household_id), count(*),
                   percentile_cont(0.5) WITHIN GROUP (
                       ORDER BY extract(epoch FROM v.sent_at - v.first_need_at) / 86400.0
                   ) FILTER (WHERE v.number = 1)
            FROM offers_offerversion v
            WHERE v.sent_at >= first_day AND v.sent_at < last_day + 1
            GROUP BY v.region_id ORDER BY v.region_id
            """,
        ),
    ]
