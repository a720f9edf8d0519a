"""Prepared figures: how many of what happened on a day (ADR 18). No person stands in them."""

from django.db import models
from django.db.models import Q

from majup.places.models import PlanningRegion


class DayCount(models.Model):
    """So many of one measure on one day in one region, or of one part of it.

    `by` says of which part: "" is the whole region, "whole" the country counted by itself, else a dimension of the
    measure with its `key`, "" being what nobody knows. Without a region: not yet taken by any.
    """

    day = models.DateField()
    region = models.ForeignKey(PlanningRegion, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    measure = models.CharField(max_length=32, db_collation="C")
    is_internal = models.BooleanField()
    by = models.CharField(max_length=16, db_collation="C", blank=True)
    key = models.CharField(max_length=80, db_collation="C", blank=True)
    count = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(
                fields=["by", "measure", "day"],
                include=["region", "is_internal", "key", "count"],
                name="day_count_of_any_period",
            ),
            models.Index(fields=["day"], name="day_count_by_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "region", "measure", "is_internal", "by", "key"],
                name="counted_once_a_day",
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="country_counted_without_region", condition=~Q(by="whole") | Q(region=None)),
        ]

    def __str__(self):
        return f"{self.day} {self.measure} {self.count}"


class CountChange(models.Model):
    """Something that is counted has changed: left by triggers, taken by the worker. Rows lock nobody.

    The day is counted anew, and whatever else hangs on the row `row_id` of `source`: see majup_count_days.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(null=True)
    day = models.DateField(null=True)
    source = models.CharField(max_length=16, blank=True)
    row_id = models.BigIntegerField(null=True)

    def __str__(self):
        return f"{self.at or self.day or ''} {self.source} {self.row_id or ''}".strip()


class CountRun(models.Model):
    """Days were counted anew: what had changed, or the nightly look whether all is still true."""

    class Kind(models.TextChoices):
        CHANGES = "changes"
        CHECK = "check"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    at = models.DateTimeField()
    first_day = models.DateField()
    last_day = models.DateField()
    days = models.PositiveIntegerField(help_text="Days counted")
    wrong = models.JSONField(default=list, help_text="Days that differed in the nightly look and were put right")

    class Meta:
        indexes = [models.Index(fields=["kind", "-at"], name="count_run_newest")]
        constraints = [models.CheckConstraint(name="count_run_kind_known", condition=Q(kind__in=["changes", "check"]))]

    def __str__(self):
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
