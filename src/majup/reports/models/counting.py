"""What counts as what, since when, and what the plan promised."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone

from majup.staff.models import User


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

    def __str__(self):
        return self.code


class TargetQuerySet(models.QuerySet):
    def touching(self, first: date, last: date):
        """Targets that hold on some day between `first` and `last`."""
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=last), Q(valid_to=None) | Q(valid_to__gte=first))


class Target(models.Model):
    """A promise of a plan (B-52): so many of something a year, or in all until a day. Comes with the country pack.

    `readings` are the columns by which it may be meant; which one it is measured by stands, dated, in its units (N-12).
    Without readings nothing here counts it.
    """

    class Per(models.TextChoices):
        YEAR = "year"
        ALL = "all"

    code = models.SlugField(unique=True)
    name = models.JSONField()
    value = models.PositiveIntegerField()
    qualifier = models.CharField(max_length=8, default="at_least")
    per = models.CharField(max_length=4, choices=Per.choices)
    scope = models.CharField(max_length=8, help_text="total: the country; region: each region")
    readings = models.JSONField(default=list, help_text="Columns of our figures by which it may be meant")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    responsible = models.JSONField(default=dict)
    document = models.JSONField()
    baseline = models.JSONField(default=dict)
    doubt = models.JSONField(default=dict, help_text="What about it is not certain")
    source = models.TextField()
    order = models.PositiveSmallIntegerField()

    objects = TargetQuerySet.as_manager()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.CheckConstraint(name="target_per_known", condition=Q(per__in=["year", "all"])),
            models.CheckConstraint(name="target_scope_known", condition=Q(scope__in=["total", "region"])),
            models.CheckConstraint(
                name="target_ends_after_it_begins",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
            ),
        ]

    def __str__(self):
        return self.code

    def unit_on(self, day: date | None = None) -> "TargetUnit | None":
        """By what it is measured on `day`: the newest setting that is in force."""
        day = day or timezone.localdate()
        known = [unit for unit in self.units.all() if unit.valid_from <= day]
        return max(known, key=lambda unit: (unit.valid_from, unit.pk), default=None)


class TargetUnit(models.Model):
    """By which column a target is measured, since when and why; never changed, a new setting is a new row (N-12)."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="units")
    column = models.SlugField(max_length=40)
    valid_from = models.DateField()
    is_confirmed = models.BooleanField(default=False, help_text="The ministry has said so; else our reading")
    reason = models.JSONField(help_text="As it was typed, or localized when it comes from the pack")
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", help_text="Empty: pack")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["valid_from", "pk"]
        constraints = [models.CheckConstraint(name="target_unit_says_why", condition=~Q(reason=""))]

    def __str__(self):
        return f"{self.target_id} {self.column}"
