"""Reports of the regions and of the country: drafted, signed, issued and then frozen; corrected by entries beside."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from majup.kernel.periods import Period
from majup.places.models import PlanningRegion
from majup.staff.models import User


class Report(models.Model):
    """The one report of the country for a stretch of days; reports follow each other without gap or overlap.

    `document` is what was issued, as JSON; `document_sha256` is the digest of its canonical spelling. A trigger refuses
    to change or delete an issued report; the database refuses two reports that share a day.
    """

    class Kind(models.TextChoices):
        QUARTER = "quarter"
        HALF = "half"
        YEAR = "year"
        OTHER = "other"

    class State(models.TextChoices):
        OPEN = "open"
        ISSUED = "issued"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    label = models.CharField(max_length=80, blank=True, help_text="What people call a period of another kind")
    period_from = models.DateField()
    period_to = models.DateField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", help_text="Empty: the worker"
    )
    issued_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    document = models.JSONField(null=True)
    document_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-period_from"]
        constraints = [
            models.CheckConstraint(name="report_period_in_order", condition=Q(period_to__gte=F("period_from"))),
            models.CheckConstraint(name="report_of_other_kind_has_label", condition=~Q(kind="other") | ~Q(label="")),
            models.CheckConstraint(
                name="issued_report_has_author_and_document",
                condition=Q(state="open", issued_at=None, issued_by=None, document__isnull=True, document_sha256="")
                | Q(state="issued", issued_at__isnull=False, issued_by__isnull=False, document__isnull=False)
                & ~Q(document_sha256=""),
            ),
        ]

    def __str__(self):
        return str(self.period)

    @property
    def period(self) -> Period:
        return Period(self.period_from, self.period_to)

    @property
    def is_issued(self) -> bool:
        return self.state == self.State.ISSUED

    @property
    def is_over(self) -> bool:
        """Whether the last day of the period has passed, so that its figures can be complete."""
        return self.ended_before(timezone.localdate())

    def ended_before(self, day: date) -> bool:
        return self.period_to < day


class RegionReport(models.Model):
    """What one region reports: figures as they were signed, what lies behind them, and the region's own words.

    `figures`: {column: number}; `places`: {column: {code of the municipality, "" when not known: number}};
    `exceptions`: {code: how many}. Until it is signed all three are of the last count and the page counts anew.
    """

    class State(models.TextChoices):
        DRAFTED = "drafted"
        SIGNED = "signed"
        RETURNED = "returned"
        FROZEN = "frozen"

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="regions")
    region = models.ForeignKey(PlanningRegion, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFTED)
    figures = models.JSONField(default=dict)
    places = models.JSONField(default=dict)
    exceptions = models.JSONField(default=dict)
    counted_at = models.DateTimeField(null=True)
    comment = models.TextField(blank=True, help_text="How the period went, in the region's words")
    problems = models.TextField(blank=True, help_text="What could not be solved and who should know of it")
    words = models.TextField(blank=True, help_text="On exceptions that stay as they are")
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.TextField(blank=True, help_text="Why the ministry sent it back")
    version = models.PositiveIntegerField(default=1, help_text="Raised by every change, so that two editors notice")

    class Meta:
        ordering = ["region__order"]
        constraints = [
            models.UniqueConstraint(fields=["report", "region"], name="one_report_per_region"),
            models.CheckConstraint(
                name="signed_region_report_has_signer",
                condition=~Q(state__in=["signed", "frozen"]) | Q(signed_at__isnull=False, signed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="returned_region_report_says_why", condition=~Q(state="returned") | ~Q(note="")
            ),
        ]

    def __str__(self):
        return f"{self.report} {self.region}"

    @property
    def is_editable(self) -> bool:
        return self.state in {self.State.DRAFTED, self.State.RETURNED}

    @property
    def is_signed(self) -> bool:
        return self.state in {self.State.SIGNED, self.State.FROZEN}


class Correction(models.Model):
    """One figure of an issued report is known better now: before, after and why. Never changed, never deleted."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="corrections")
    region = models.ForeignKey(PlanningRegion, on_delete=models.PROTECT, related_name="+")
    column = models.CharField(max_length=40)
    before = models.PositiveIntegerField()
    after = models.PositiveIntegerField()
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(name="correction_says_why", condition=~Q(reason="")),
            models.CheckConstraint(name="correction_changes_the_figure", condition=~Q(before=F("after"))),
        ]

    def __str__(self):
        return f"{self.report} {self.region} {self.column}"

    @property
    def change(self) -> int:
        return self.after - self.before


class ReportEvent(models.Model):
    """What happened to a report, written in the transaction of the action; shown on its page."""

    class Kind(models.TextChoices):
        DRAFTED = "drafted"
        SIGNED = "signed"
        RETURNED = "returned"
        ISSUED = "issued"
        CORRECTED = "corrected"

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="events")
    region = models.ForeignKey(PlanningRegion, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", help_text="Empty: the worker")
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.report} {self.kind}"
