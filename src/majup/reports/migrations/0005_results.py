import django.db.models.deletion
from django.db import migrations, models

# What was made public once stays as it was; a correction is a publication of its own.
FROZEN = """
CREATE FUNCTION reports_publication_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'what was published is neither changed nor deleted' USING ERRCODE = 'integrity_constraint_violation',
    CONSTRAINT = TG_NAME;
END $$;
CREATE TRIGGER reports_publication_is_frozen BEFORE UPDATE OR DELETE ON reports_publication
    FOR EACH ROW EXECUTE FUNCTION reports_publication_is_frozen();
CREATE TRIGGER reports_publishedcell_is_frozen BEFORE UPDATE OR DELETE ON reports_publishedcell
    FOR EACH ROW EXECUTE FUNCTION reports_publication_is_frozen();
"""
THAWED = """
DROP TRIGGER reports_publishedcell_is_frozen ON reports_publishedcell;
DROP TRIGGER reports_publication_is_frozen ON reports_publication;
DROP FUNCTION reports_publication_is_frozen();
"""
CELL = ["publication", "column", "region", "period_from", "period_to", "by", "key"]


class Migration(migrations.Migration):
    """What of issued reports is public, and tables that the worker writes for readers."""

    dependencies = [("places", "0002_statistics"), ("reports", "0004_reports_frozen")]
    operations = [
        migrations.CreateModel(
            name="Publication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("corrections", models.PositiveIntegerField(help_text="How many corrections of the report it contains")),
                ("threshold", models.PositiveSmallIntegerField(help_text="Counts from 1 to one below it are hidden")),
                ("published_at", models.DateTimeField()),
                ("report", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="publications", to="reports.report")),
            ],
            options={
                "ordering": ["-report__period_from", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=["report", "number"], name="publication_number_once"),
                    models.UniqueConstraint(fields=["report", "corrections"], name="one_publication_per_state_of_report"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PublishedCell",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("column", models.CharField(max_length=40)),
                ("period_from", models.DateField()),
                ("period_to", models.DateField()),
                ("by", models.CharField(blank=True, help_text="Broken down by what; empty: the whole figure", max_length=20)),
                ("key", models.CharField(blank=True, max_length=40)),
                ("value", models.PositiveIntegerField(null=True)),
                ("publication", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="cells", to="reports.publication")),
                ("region", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.planningregion")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=CELL, name="published_cell_once", nulls_distinct=False),
                    models.CheckConstraint(
                        condition=models.Q(("period_to__gte", models.F("period_from"))),
                        name="published_cell_period_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MadeFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("dataset", models.SlugField(max_length=40)),
                ("language", models.CharField(max_length=12)),
                ("state_of_data", models.CharField(max_length=64)),
                ("rows", models.PositiveIntegerField(help_text="How many there are; empty until the worker has begun", null=True)),
                ("done", models.PositiveIntegerField(default=0)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["dataset", "language", "state_of_data"], name="made_file_once"),
                    models.CheckConstraint(
                        condition=models.Q(("digest", ""), models.Q(("done", models.F("rows")), ("rows__isnull", False)), _connector="OR"),
                        name="made_file_has_all_rows",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FROZEN, THAWED),
    ]
