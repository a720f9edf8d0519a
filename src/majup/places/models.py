"""Territories with validity: municipalities, planning regions and the former units people still search by."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone


def in_force(day: date) -> Q:
    """Rows whose validity contains `day`."""
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


class Dated(models.Model):
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    def is_in_force(self, day: date | None = None) -> bool:
        day = day or timezone.localdate()
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class PlanningRegion(Dated):
    code = models.SlugField(unique=True)
    name = models.JSONField()
    full_name = models.JSONField()
    order = models.PositiveSmallIntegerField(unique=True)

    class Meta:
        ordering = ["order"]

    def __str__(self):
        return self.code


class MunicipalityQuerySet(models.QuerySet):
    def in_force(self, day: date | None = None):
        return self.filter(in_force(day or timezone.localdate()))

    def in_region(self, region, day: date | None = None):
        day = day or timezone.localdate()
        members = RegionMembership.objects.filter(in_force(day), region=region)
        return self.filter(pk__in=members.values("municipality_id"))


class Municipality(Dated):
    """A state city or county; a merged one keeps its row and points to its successor (NET-06)."""

    class Kind(models.TextChoices):
        STATE_CITY = "state_city"
        COUNTY = "county"

    atvk = models.CharField(max_length=16, unique=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors")
    former_units = models.JSONField(default=list)
    label_longitude = models.FloatField(null=True)
    label_latitude = models.FloatField(null=True)
    sort_key = models.CharField(max_length=400, db_collation="C")

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "valid_from"]
        constraints = [
            models.CheckConstraint(
                name="municipality_successor_only_after_end",
                condition=Q(successor__isnull=True) | Q(valid_to__isnull=False),
            ),
            models.CheckConstraint(
                name="municipality_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self):
        return self.name


class RegionMembership(Dated):
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="memberships")
    region = models.ForeignKey(PlanningRegion, on_delete=models.PROTECT, related_name="memberships")
    source = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "valid_from"], name="membership_once_per_start"),
        ]


class PlaceName(models.Model):
    """Every spelling by which a municipality is known, also of units that no longer exist."""

    class Kind(models.TextChoices):
        OFFICIAL = "official"
        FORMER_UNIT = "former_unit"
        SPELLING = "spelling"

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=160)
    folded = models.CharField(max_length=160, db_collation="C", db_index=True)
    kind = models.CharField(max_length=16, choices=Kind.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "name"], name="place_name_once_per_municipality"),
        ]


class InternalExclusion(Dated):
    """Municipalities to which the support for moves inside the country does not apply (IRM-02)."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="internal_exclusions")
    source = models.TextField()

    class Meta:
        ordering = ["municipality__sort_key", "valid_from"]
