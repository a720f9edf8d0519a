"""What counts as what, since when."""

from django.db import models


class CountingRule(models.Model):
    """A documented rule of counting, valid from a date (OFF-06); the program applies it, people only read it."""

    code = models.SlugField(unique=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    name = models.JSONField()
    text = models.JSONField()
    metrics = models.JSONField()
    details = models.JSONField(default=dict)
    source = models.TextField()
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]
