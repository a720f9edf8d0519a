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

    @property
    def united_from(self) -> list[str]:
        """Former units that it was put together from; none where it stayed as it was."""
        return [] if self.former_units == [self.name] else list(self.former_units)

    def name_in(self, language: str) -> str:
        """The name in the country's main language, which is also the one on its signs; abroad the English one."""
        return str(getattr(self, self.name_field(language)))

    @staticmethod
    def name_field(language: str) -> str:
        """The column that `name_in` reads, for lists that fetch names alone."""
        return "name_en" if language == "en" else "name"


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


class Area(Dated):
    """A territory that statistics speak of and that is no municipality; groupings do not nest (T-5, T-6).

    Found by kind and code, never by name: the same word may mean a city, a region and a branch of an agency.
    """

    class Kind(models.TextChoices):
        COUNTRY = "country"
        PLANNING_REGION = "planning_region"
        STATISTICAL_REGION = "statistical_region"
        AGENCY_BRANCH = "agency_branch"
        CITY_INSIDE = "city_inside"  # lies in a county and is counted there too: never added to municipalities
        SETTLEMENT_TYPE = "settlement_type"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    code = models.SlugField()
    name = models.JSONField()
    foreign_code = models.CharField(max_length=20, blank=True, help_text="Code in tables of the statistical office")
    region = models.ForeignKey(
        PlanningRegion, on_delete=models.PROTECT, null=True, help_text="Of a planning region, whose members are dated"
    )

    class Meta:
        ordering = ["kind", "code"]
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="area_once_per_kind")]

    def __str__(self):
        return f"{self.kind}:{self.code}"


class AreaMember(Dated):
    """Which municipality belongs to an area, from when to when; one may lie in several settlement types."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="members")
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="area_members")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "municipality", "valid_from"], name="area_member_once_per_start")
        ]


class Indicator(models.Model):
    """What a series of figures measures: definition, unit, official or not, and how it may be added (T-9 to T-11)."""

    class Status(models.TextChoices):
        OFFICIAL = "official"
        EXPERIMENTAL = "experimental"
        SURVEY = "survey"
        OWN_CALCULATION = "own_calculation"

    code = models.SlugField(unique=True)
    name = models.JSONField()
    definition = models.JSONField()
    unit = models.JSONField()
    topic = models.SlugField()
    status = models.CharField(max_length=16, choices=Status.choices)
    native = models.CharField(max_length=20, help_text="municipality, or the kind of area the figures exist for (T-8)")
    is_additive = models.BooleanField(help_text="Persons may be added over places, averages may not")
    better = models.CharField(max_length=4, blank=True, help_text="high, low or empty: neither is better")
    decimals = models.PositiveSmallIntegerField(default=0)
    balance_of = models.JSONField(default=list, help_text="[code coming, code leaving] whose difference this is")
    tolerance = models.FloatField(default=0, help_text="By how much sums may differ, in the unit")
    minimum_base = models.PositiveSmallIntegerField(null=True, help_text="Answers below which nothing is shown (T-12)")
    warning_base = models.PositiveSmallIntegerField(null=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]

    def __str__(self):
        return self.code


class Dataset(models.Model):
    """One table as it was taken over: source, table, days, licence; what was left out of it, and why."""

    code = models.SlugField(unique=True)
    title = models.JSONField()
    source = models.JSONField()
    origin = models.TextField(help_text="Table and line, or the address it came from")
    licence = models.CharField(max_length=80, blank=True)
    published_on = models.DateField(null=True)
    retrieved_on = models.DateField()
    note = models.JSONField(default=dict)
    left_out = models.JSONField(default=list, help_text="[{what, reason}], both localized")
    checked = models.JSONField(default=list, help_text="[{rule, made, failed}]: which sums were compared at loading")
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.code


class Figure(models.Model):
    """One value of one place and period, as it was published."""

    class Kind(models.TextChoices):
        SINGLE = "single"
        RANGE = "range"
        BOUND = "bound"
        ESTIMATE = "estimate"
        MISSING = "missing"
        SUPPRESSED = "suppressed"

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="figures")
    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="figures")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, null=True, related_name="figures")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="figures")
    period = models.CharField(max_length=24, help_text="2021, 2022Q3, 2022-09-30, 2011-2022")
    breakdown = models.SlugField(blank=True, help_text="Sex, age group, occupation group; empty: all")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    low = models.FloatField(null=True, help_text="Least possible value; equals `high` for a single one")
    high = models.FloatField(null=True)
    base = models.PositiveIntegerField(null=True, help_text="Number of answers behind a survey figure")
    boundary = models.DateField(null=True, help_text="A day whose boundaries it is by; empty: not stated")
    note = models.JSONField(default=dict)
    origin = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [models.Index(fields=["indicator", "period"], name="figure_by_period")]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "municipality", "area", "period", "breakdown"],
                name="figure_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="figure_of_one_place",
                condition=Q(municipality=None, area__isnull=False) | Q(municipality__isnull=False, area=None),
            ),
            models.CheckConstraint(
                name="figure_says_what_its_kind_needs",
                condition=Q(kind__in=["single", "estimate"], low__isnull=False, high__isnull=False)
                | Q(kind="range", low__isnull=False, high__isnull=False, low__lte=F("high"))
                | (Q(kind="bound") & (Q(low__isnull=False) | Q(high__isnull=False)))
                | Q(kind="missing", low=None, high=None)
                | Q(kind="suppressed"),
            ),
        ]

    def __str__(self):
        return f"{self.indicator_id} {self.period}"


class CrosswalkLimit(models.Model):
    """Why figures of a place cannot be carried from one set of boundaries to another (T-2)."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="crosswalk_limits")
    topic = models.SlugField(help_text="Topic of the indicators that it touches")
    text = models.JSONField()
    source = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "topic"], name="crosswalk_limit_once")]


class Outline(models.Model):
    """The shape of a municipality on the map, in degrees; national scale only."""

    municipality = models.OneToOneField(Municipality, on_delete=models.CASCADE, related_name="outline")
    rings = models.JSONField(help_text="[[[longitude, latitude], ...], ...]; the first of each polygon is its border")
    source = models.TextField()
