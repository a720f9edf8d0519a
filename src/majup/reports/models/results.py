"""What of our own reports is public: numbers, and where there is none, that it is hidden."""

from django.db import models
from django.db.models import F, Q

from majup.places.models import PlanningRegion
from majup.reports.models.reports import Report


class Publication(models.Model):
    """An issued report as the public sees it; a correction makes the next `number`. Frozen, with its cells."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="publications")
    number = models.PositiveSmallIntegerField()
    corrections = models.PositiveIntegerField(help_text="How many corrections of the report it contains")
    threshold = models.PositiveSmallIntegerField(help_text="Counts from 1 to one below it are hidden")
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["-report__period_from", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="publication_number_once"),
            models.UniqueConstraint(fields=["report", "corrections"], name="one_publication_per_state_of_report"),
        ]

    def __str__(self):
        return f"{self.report} ({self.number})"


class PublishedCellQuerySet(models.QuerySet):
    def newest(self):
        """Cells of the newest publication of each report."""
        newest = Publication.objects.order_by("report_id", "-number").distinct("report_id")
        return self.filter(publication__in=newest.values("pk"))


class PublishedCell(models.Model):
    """One number of a publication: of a region or of all, of the report's period or of its year up to then.

    `value` null means hidden: fewer than the threshold, or needed to hide such a number. A figure that nobody counted
    has no cell at all.
    """

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="cells")
    column = models.CharField(max_length=40)
    region = models.ForeignKey(PlanningRegion, on_delete=models.PROTECT, null=True, related_name="+")
    period_from = models.DateField()
    period_to = models.DateField()
    by = models.CharField(max_length=20, blank=True, help_text="Broken down by what; empty: the whole figure")
    key = models.CharField(max_length=40, blank=True)
    value = models.PositiveIntegerField(null=True)

    objects = PublishedCellQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "column", "region", "period_from", "period_to", "by", "key"],
                name="published_cell_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="published_cell_period_in_order", condition=Q(period_to__gte=F("period_from"))),
        ]


class MadeFile(models.Model):
    """A table too long to be written while a reader waits: the worker writes it once for each state of the data."""

    dataset = models.SlugField(max_length=40)
    language = models.CharField(max_length=12)
    state_of_data = models.CharField(max_length=64)
    rows = models.PositiveIntegerField(null=True, help_text="How many there are; empty until the worker has begun")
    done = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dataset", "language", "state_of_data"], name="made_file_once"),
            models.CheckConstraint(
                name="made_file_has_all_rows", condition=Q(digest="") | Q(rows__isnull=False, done=F("rows"))
            ),
        ]
