import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from majup.plumbing.rls import definer

ARGUMENTS = "(first_day date, last_day date, today date, zone text)"
SINCE = "(first_day::timestamp AT TIME ZONE zone)"
UNTIL = "((last_day + 1)::timestamp AT TIME ZONE zone)"
# As before, but how long is long is a setting of the pack. The place is the one that the family would like best.
NEEDS = f"""
SELECT c.region_id, p.municipality_id, n.topic_id, count(*), count(*) FILTER (WHERE n.state = 'solved'),
       count(*) FILTER (WHERE n.state = 'no_longer_needed'), count(*) FILTER (WHERE n.state = 'impossible_now'),
       count(*) FILTER (WHERE n.state IN ('open', 'asked', 'answered', 'offered')
                        AND n.created_at < ((today - open_days)::timestamp AT TIME ZONE zone)),
       count(*) FILTER (WHERE s.not_found),
       count(DISTINCT c.household_id) FILTER (WHERE n.state = 'impossible_now' OR s.not_found
                        OR n.state IN ('open', 'asked', 'answered', 'offered')
                        AND n.created_at < ((today - open_days)::timestamp AT TIME ZONE zone))
FROM cases_need n
JOIN cases_case c ON c.id = n.case_id
LEFT JOIN LATERAL (
    SELECT municipality_id FROM cases_candidatemunicipality WHERE case_id = n.case_id ORDER BY "order" LIMIT 1
) p ON true
CROSS JOIN LATERAL (
    SELECT EXISTS (SELECT 1 FROM questions_search WHERE need_id = n.id AND outcome = 'not_found') AS not_found
) s
WHERE n.created_at >= {SINCE} AND n.created_at < {UNTIL}
GROUP BY 1, 2, 3
"""  # noqa: S608
COLUMNS = (
    "TABLE (region bigint, municipality bigint, topic bigint, needs bigint, solved bigint, dropped bigint,"
    " impossible bigint, open_long bigint, not_found bigint, families bigint)"
)
FROZEN = """
CREATE FUNCTION reports_datapack_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF OLD.state = 'done' THEN
    RAISE EXCEPTION 'data pack % is made and frozen', OLD.id USING ERRCODE = 'integrity_constraint_violation',
      CONSTRAINT = 'reports_datapack_is_frozen';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER reports_datapack_is_frozen BEFORE UPDATE OR DELETE ON reports_datapack
    FOR EACH ROW EXECUTE FUNCTION reports_datapack_is_frozen();
"""
THAWED = """
DROP TRIGGER reports_datapack_is_frozen ON reports_datapack;
DROP FUNCTION reports_datapack_is_frozen();
"""


class Migration(migrations.Migration):
    """Data packs, frozen once made; how long a need may stay open is asked of the pack."""

    dependencies = [
        ("reports", "0007_quality"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="DataPack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("council", "Council"), ("ministry", "Ministry")], max_length=10)),
                ("year_from", models.PositiveSmallIntegerField()),
                ("year_to", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "Asked"), ("done", "Done"), ("failed", "Failed")],
                        default="asked",
                        max_length=8,
                    ),
                ),
                ("parts", models.PositiveSmallIntegerField(help_text="How many tables it will have")),
                ("parts_done", models.PositiveSmallIntegerField(default=0)),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                ("made_at", models.DateTimeField(null=True)),
                ("document", models.JSONField(null=True)),
                ("document_sha256", models.CharField(blank=True, max_length=64)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(condition=Q(year_to__gte=F("year_from")), name="data_pack_years_in_order"),
                    models.CheckConstraint(
                        condition=~Q(state="done") & Q(made_at=None, document__isnull=True, document_sha256="")
                        | Q(state="done", made_at__isnull=False, document__isnull=False) & ~Q(document_sha256=""),
                        name="made_data_pack_has_document",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FROZEN, THAWED),
        migrations.RunSQL(f"DROP FUNCTION majup_quality_needs{ARGUMENTS}", migrations.RunSQL.noop),
        definer(
            "majup_quality_needs(first_day date, last_day date, today date, zone text, open_days integer)",
            COLUMNS,
            NEEDS,
        ),
    ]
