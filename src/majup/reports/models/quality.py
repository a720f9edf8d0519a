"""Counts on the quality of the work that took long and were therefore made in the night."""

from django.db import models


class QualitySheet(models.Model):
    """Rows of one count and period, as they were at `made_at`; counted at once instead where that is quick."""

    code = models.SlugField()
    period_from = models.DateField()
    period_to = models.DateField()
    made_at = models.DateTimeField()
    rows = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "period_from", "period_to"], name="one_quality_sheet_per_period")
        ]

    def __str__(self):
        return f"{self.code} {self.period_from}..{self.period_to}"
