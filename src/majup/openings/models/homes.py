"""Homes and land, and the private owners behind some of them."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from majup.openings.models.base import EntryQuerySet, Moderated, Source, State
from majup.openings.models.work import Employer
from majup.plumbing.crypto import EncryptedTextField


class Dwelling(Moderated):
    """A home or land that can be had (CAT-06, K-M8). Its owner's name and address stand in DwellingOwner."""

    class Kind(models.TextChoices):
        MUNICIPAL_RENT = "municipal_rent"
        PRIVATE_RENT = "private_rent"
        PURCHASE = "purchase"
        RENT_TO_BUY = "rent_to_buy"
        EMPLOYER = "employer"
        LAND = "land"
        BUSINESS = "business"

    class Condition(models.TextChoices):
        UNKNOWN = ""
        READY = "ready"
        REPAIRS = "repairs"
        SHELL = "shell"

    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, related_name="dwellings")
    source_key = models.CharField(max_length=80, blank=True)
    fingerprint = models.CharField(max_length=32, blank=True)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, null=True, blank=True, related_name="dwellings")
    area = models.CharField(max_length=200, blank=True, help_text="Part of the municipality, never the exact address")
    rooms = models.PositiveSmallIntegerField(null=True, blank=True)
    size = models.DecimalField(max_digits=8, decimal_places=1, null=True, blank=True, help_text="Square metres")
    price = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    price_unit = models.CharField(max_length=8, choices=[("month", "month"), ("once", "once")], default="month")
    condition = models.CharField(max_length=8, choices=Condition.choices, blank=True)
    free_from = models.DateField(null=True, blank=True)
    contract = models.CharField(max_length=200, blank=True, help_text="How long the contract runs")
    priority = models.CharField(max_length=300, blank=True, help_text="Who comes first")
    conditions = models.TextField(blank=True, help_text="Who may apply")
    way = models.CharField(max_length=300, blank=True, help_text="Queue, auction, outside the queue: how to get it")
    text = models.TextField(blank=True)
    url = models.URLField(max_length=400, blank=True)
    posted_on = models.DateField(default=timezone.localdate)
    valid_to = models.DateField()
    ended_at = models.DateTimeField(null=True)
    reminded_on = models.DateField(null=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-posted_on", "-id"], name="dwelling_newest", condition=Q(state="published")),
            models.Index(
                fields=["municipality", "-posted_on", "-id"], name="dwelling_by_place", condition=Q(state="published")
            ),
            models.Index(fields=["state", "municipality", "-id"], name="dwelling_by_state"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["source", "source_key"], name="dwelling_once_per_key"),
            models.CheckConstraint(name="dwelling_refused_says_why", condition=~Q(state="refused") | ~Q(reason="")),
        ]

    def __str__(self):
        return f"{self.kind} {self.area}".strip()

    @property
    def is_open(self) -> bool:
        return self.state == State.PUBLISHED and self.valid_to >= timezone.localdate()


class DwellingOwner(models.Model):
    """The private person behind a dwelling; encrypted, and gone 90 days after the entry ends."""

    dwelling = models.OneToOneField(Dwelling, on_delete=models.CASCADE, related_name="owner")
    name = EncryptedTextField(blank=True)
    email = EncryptedTextField(blank=True)
    phone = EncryptedTextField(blank=True)
    language = models.CharField(max_length=8)

    def __str__(self):
        return str(self.dwelling_id)
