"""What employers plan for a year ahead, as the employment agency asked them (B-16)."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from majup.openings.models.base import EntryQuerySet, Moderated, Source, State
from majup.places.models import PlanningRegion


class Forecast(Moderated):
    """Jobs that employers of a region plan for a year in one group of occupations; a row of a file, nobody types it.

    A number that the file does not say is null, which is not zero.
    """

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="forecasts")
    source_key = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=32)
    region = models.ForeignKey(PlanningRegion, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    occupation_code = models.CharField(
        max_length=8, help_text="ISCO-08, as fine as the file is; its first figure is the group"
    )
    created = models.PositiveIntegerField(null=True, help_text="New jobs")
    closed = models.PositiveIntegerField(null=True, help_text="Jobs that go")
    replaced = models.PositiveIntegerField(null=True, help_text="Jobs for which somebody else is looked for")
    posted_on = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(help_text="The last day of its year")
    ended_at = models.DateTimeField(null=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["region", "occupation_code"], name="forecast_by_region", condition=Q(state=State.PUBLISHED)
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["source", "source_key"], name="forecast_once_per_key"),
            models.CheckConstraint(
                name="forecast_says_something",
                condition=Q(created__isnull=False) | Q(closed__isnull=False) | Q(replaced__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.year} {self.region_id} {self.occupation_code}"
