"""Money: what was given for a programme, by lines, in versions; and what rounds of support brought."""

from django.db import models
from django.db.models import F, Q

from majup.places.models import Municipality, PlanningRegion
from majup.staff.models import User

AMOUNTS = ("planned", "committed", "spent", "returned")


def amount(help_text: str) -> models.DecimalField:
    """Euros; null is not known, which is never zero."""
    return models.DecimalField(max_digits=12, decimal_places=2, null=True, help_text=help_text)


def not_negative(names: tuple[str, ...], *, prefix: str) -> list[models.CheckConstraint]:
    rules = Q()
    for name in names:
        rules &= Q(**{name: None}) | Q(**{f"{name}__gte": 0})
    return [models.CheckConstraint(name=f"{prefix}_not_negative", condition=rules)]


class Budget(models.Model):
    """The money of one programme for a year, or for years that its source does not part; of a region or of all."""

    programme = models.SlugField(help_text="Code of the list of programmes")
    region = models.ForeignKey(PlanningRegion, on_delete=models.PROTECT, null=True, related_name="+")
    year_from = models.PositiveSmallIntegerField()
    year_to = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["-year_to", "programme", F("region").asc(nulls_first=True)]
        constraints = [
            models.CheckConstraint(name="budget_years_in_order", condition=Q(year_to__gte=F("year_from"))),
            models.UniqueConstraint(
                fields=["programme", "region", "year_from", "year_to"], name="budget_once", nulls_distinct=False
            ),
        ]


class BudgetVersion(models.Model):
    """What was known of a budget at a moment. Frozen: a change is the next version, with who and why (B-50)."""

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    planned = amount("Given for the whole")
    committed = amount("Promised by contract or decision")
    spent = amount("Paid out")
    returned = amount("Given back to the state budget")
    source = models.TextField()
    note = models.JSONField(default=dict, help_text="What is doubtful about it, localized; {} when nothing is")
    reason = models.TextField(blank=True, help_text="Why this version was written; empty for what the pack brought")
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["budget", "number"], name="budget_version_number_once"),
            models.CheckConstraint(name="budget_change_has_reason", condition=Q(by=None) | ~Q(reason="")),
            *not_negative(AMOUNTS, prefix="budget"),
        ]


class BudgetLine(models.Model):
    """A line of a version. Shares make 100, sums make the whole: a deferred trigger sees to it."""

    version = models.ForeignKey(BudgetVersion, on_delete=models.PROTECT, related_name="lines")
    line = models.SlugField(help_text="Code of the list of budget lines")
    region = models.ForeignKey(PlanningRegion, on_delete=models.PROTECT, null=True, related_name="+")
    share = models.DecimalField(max_digits=5, decimal_places=2, null=True, help_text="Percent of the whole")
    planned = amount("Given for the line")
    committed = amount("Promised by contract or decision")
    spent = amount("Paid out")
    returned = amount("Given back to the state budget")
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "line", "region"], name="budget_line_once", nulls_distinct=False
            ),
            *not_negative(("share", *AMOUNTS), prefix="budget_line"),
        ]


class LineActivity(models.Model):
    """Something that was done with the money of a line, as the ministry noted it (B-51)."""

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="activities")
    line = models.SlugField()
    on = models.DateField()
    what = models.CharField(max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [models.CheckConstraint(name="line_activity_says_what", condition=~Q(what=""))]


class GrantRound(models.Model):
    """What a round of grants or a benefit brought: interested, applied, awarded, money; each may be unknown (B-39)."""

    programme = models.SlugField(help_text="Code of the list of programmes; several rounds belong to one")
    name = models.JSONField()
    region = models.ForeignKey(PlanningRegion, on_delete=models.PROTECT, null=True, related_name="+")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, null=True, related_name="+")
    period_from = models.DateField()
    period_to = models.DateField()
    interested = models.PositiveIntegerField(null=True)
    interested_at_least = models.BooleanField(default=False, help_text="The source says: more than")
    applied = models.PositiveIntegerField(null=True)
    awarded = models.PositiveIntegerField(null=True)
    money = amount("Awarded in all")
    available = amount("There to be awarded")
    largest = amount("The most for one grant")
    note = models.JSONField(default=dict)
    source = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-period_to", "-period_from", "programme", "pk"]
        constraints = [
            models.CheckConstraint(name="grant_round_in_order", condition=Q(period_to__gte=F("period_from"))),
            models.CheckConstraint(
                name="grant_round_awarded_within_applied",
                condition=Q(applied=None) | Q(awarded=None) | Q(awarded__lte=F("applied")),
            ),
            *not_negative(("money", "available", "largest"), prefix="grant_round"),
        ]
