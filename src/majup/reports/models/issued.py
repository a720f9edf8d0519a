"""Figures as somebody issued them."""

from django.db import models
from django.db.models import F, Q

from majup.places.models import PlanningRegion
from majup.reports.models.reports import Report


class IssuedFigure(models.Model):
    """One figure as somebody published it. Never changed; a correction is a row of its own with a reason.

    With `report` it is one of our own reports: `scope` is "region", "total", or "breakdown", where `by` and `key` say
    of what part (municipality and its code; an empty key: not known; region and an empty key: what no region has yet).
    """

    metric = models.SlugField(max_length=80)
    column = models.CharField(max_length=40, blank=True, help_text="Column of our own totals that it corresponds to")
    region = models.ForeignKey(PlanningRegion, on_delete=models.PROTECT, null=True, related_name="+")
    scope = models.CharField(max_length=40, help_text="region, total, or what the value is given for")
    period_from = models.DateField(null=True)
    period_to = models.DateField(null=True)
    period_text = models.CharField(max_length=80)
    value = models.DecimalField(
        max_digits=14, decimal_places=2, null=True, help_text="null where the source itself says that it has no data"
    )
    unit = models.CharField(max_length=40)
    qualifier = models.CharField(max_length=16)
    definition = models.JSONField()
    source = models.TextField()
    issued_on = models.DateField(null=True)
    note = models.TextField(blank=True)
    report = models.ForeignKey(
        Report, on_delete=models.PROTECT, null=True, related_name="figures", help_text="Empty: issued by others"
    )
    by = models.CharField(max_length=20, blank=True, help_text="Broken down by what; empty: the whole figure")
    key = models.CharField(max_length=40, blank=True)
    doubt = models.JSONField(default=dict, help_text="What a reader has to know against it, localized")

    class Meta:
        indexes = [models.Index(fields=["period_from", "period_to", "column"], name="issued_by_period")]
        constraints = [
            models.CheckConstraint(
                name="issued_period_in_order",
                condition=Q(period_from=None) | Q(period_to=None) | Q(period_to__gte=F("period_from")),
            ),
            models.CheckConstraint(
                name="issued_value_or_no_data",
                condition=Q(value__isnull=False) & ~Q(qualifier="no_data") | Q(value=None, qualifier="no_data"),
            ),
            models.UniqueConstraint(
                fields=["metric", "scope", "region", "period_text", "source", "by", "key"],
                name="issued_figure_once_per_source",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="only_breakdowns_have_a_key", condition=Q(scope="breakdown") & ~Q(by="") | Q(by="", key="")
            ),
        ]
