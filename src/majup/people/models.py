"""Households, their members, what they agreed to, and the words by which they are found."""

from django.db import models
from django.db.models import F, Q

from majup.places.models import Municipality, PlanningRegion
from majup.staff.models import User


class HouseholdQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Households in the care of the user's regions, and those shared with them (PRV-01)."""
        regions = user.scope.regions
        shared = HouseholdShare.objects.filter(household=models.OuterRef("pk"), region__in=regions, ended_at=None)
        return self.filter(Q(region__in=regions) | models.Exists(shared))


class Household(models.Model):
    """The people who think of moving together. Exactly one region is responsible: the column is the rule."""

    class Property(models.TextChoices):
        UNKNOWN = "unknown"
        WILL_LIVE_IN = "will_live_in"
        COULD_BE_LET = "could_be_let"
        NONE = "none"

    region = models.ForeignKey(PlanningRegion, on_delete=models.PROTECT, related_name="households")
    country = models.CharField(max_length=2, blank=True, help_text="ISO code of the country where they live now")
    property_in_country = models.CharField(max_length=16, choices=Property.choices, default=Property.UNKNOWN)
    has_no_move_from_abroad = models.BooleanField(default=False, help_text="Moves inside the country (IRM-01)")
    version = models.PositiveIntegerField(
        default=1, help_text="Raised by every change, so that two editors notice each other"
    )
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    erased_at = models.DateTimeField(null=True, blank=True)
    erased_adults = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Counted when the names went")
    erased_children = models.PositiveSmallIntegerField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="erased_household_keeps_its_counts",
                condition=Q(erased_at=None, erased_adults=None, erased_children=None)
                | Q(erased_at__isnull=False, erased_adults__isnull=False, erased_children__isnull=False),
            ),
            models.CheckConstraint(name="household_not_merged_into_itself", condition=~Q(merged_into=F("id"))),
        ]


class HouseholdShare(models.Model):
    """Another region sees the case too, with the family's agreement; it never becomes responsible by this (REF-09)."""

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="shares")
    region = models.ForeignKey(PlanningRegion, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["household", "region"], condition=Q(ended_at=None), name="household_shared_once_per_region"
            )
        ]


class Person(models.Model):
    """A member of a household; never a user account."""

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="members")
    given_name = models.CharField(max_length=80, blank=True)
    family_name = models.CharField(max_length=80, blank=True)
    relation = models.SlugField(help_text="Code of the pack's list: applicant, partner, child …")
    is_child = models.BooleanField(default=False)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    language = models.CharField(
        max_length=8, blank=True, help_text="Language in which we write to this person (LNG-03)"
    )
    preferred_channel = models.SlugField(blank=True)
    will_move = models.BooleanField(null=True, blank=True, help_text="Unknown while nobody said")
    is_citizen = models.BooleanField(null=True, blank=True)
    occupation = models.CharField(max_length=120, blank=True)
    school_stage = models.SlugField(blank=True)
    school_class = models.CharField(max_length=40, blank=True)
    schooling_language = models.CharField(max_length=8, blank=True)
    latvian_level = models.SlugField(blank=True)
    starts_on = models.DateField(
        null=True, blank=True, help_text="Planned first day in school or kindergarten (NEE-08)"
    )
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="birth_year_is_plausible",
                condition=Q(birth_year=None) | Q(birth_year__gte=1900, birth_year__lte=2100),
            )
        ]

    def __str__(self):
        return f"{self.given_name} {self.family_name}".strip()


class PersonLanguage(models.Model):
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="languages")
    language = models.CharField(max_length=8)
    level = models.SlugField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "language"], name="language_once_per_person")]


class Skill(models.Model):
    """What an adult can do, and whether a paper says so (NEE-11)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="skills")
    name = models.CharField(max_length=120)
    has_document = models.BooleanField(null=True, blank=True)


class Residence(models.Model):
    """Where a person lived or was declared, from when to when, and what proves it (NEE-10)."""

    class Kind(models.TextChoices):
        LIVED = "lived"
        DECLARED = "declared"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="residences")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    country = models.CharField(max_length=2)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    from_date = models.DateField(null=True, blank=True)
    to_date = models.DateField(null=True, blank=True)
    proof = models.SlugField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="residence_ends_after_it_begins",
                condition=Q(from_date=None) | Q(to_date=None) | Q(to_date__gte=F("from_date")),
            )
        ]


class ContactPoint(models.Model):
    class Kind(models.TextChoices):
        EMAIL = "email"
        PHONE = "phone"
        SOCIAL = "social"

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="contact_points")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="contact_points")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    value = models.CharField(max_length=200)
    normal = models.CharField(max_length=200, db_collation="C", help_text="Lower-case address or E.164 number")
    is_preferred = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["normal"], name="contact_point_by_normal")]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "normal"], name="contact_point_once_per_person")
        ]


class Consent(models.Model):
    """What the family agreed to, per purpose, and when it took that back (PRV-02)."""

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="consents")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="consents")
    purpose = models.SlugField()
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    how = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["household", "person", "purpose"],
                condition=Q(withdrawn_at=None),
                name="one_open_consent_per_purpose",
                nulls_distinct=False,
            )
        ]


class SearchWord(models.Model):
    """Folded words of a household's names, numbers and addresses, once for each region that may see it.

    PostgreSQL uses indexes under row-level security only for operators that leak nothing, so people are found by
    equality and range of these words alone. The SQL function majup_index_household writes them: `actions.reindex`.
    """

    pk = models.CompositePrimaryKey("region_id", "word", "household_id")
    region = models.ForeignKey(PlanningRegion, on_delete=models.CASCADE, related_name="+", db_index=False)
    word = models.CharField(max_length=120, db_collation="C")
    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["household", "word"], name="search_word_by_household")]


class DuplicatePairQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Pairs of which both households are in the user's care or shared with them."""
        seen = Household.objects.visible_to(user).values("pk")
        return self.filter(first__in=seen, second__in=seen)

    def open(self):
        """Not dismissed, and neither household merged or erased since."""
        gone = {f"{side}__{mark}": None for side in ("first", "second") for mark in ("merged_into", "erased_at")}
        return self.filter(dismissed_at=None, **gone)


class DuplicatePair(models.Model):
    """Two households that may be one. People decide; there is no score (SPE-04)."""

    class Reason(models.TextChoices):
        CONTACT = "contact"
        NAME = "name"

    first = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=8, choices=Reason.choices)
    found_at = models.DateTimeField()
    dismissed_at = models.DateTimeField(null=True, blank=True)
    dismissed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = DuplicatePairQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-found_at", "-id"], condition=Q(dismissed_at=None), name="duplicate_newest")]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="duplicate_pair_once"),
            models.CheckConstraint(name="duplicate_pair_in_order", condition=Q(first__lt=F("second"))),
        ]


class Event(models.Model):
    """What happened to a household, written by hand in the action's transaction; users see it on the time line."""

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    by_family = models.BooleanField(default=False)
    kind = models.CharField(max_length=60)
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["household", "-at", "-id"], name="event_by_household")]


class Merge(models.Model):
    """Two households became one; everything moved is listed, so that it can be taken apart again.

    `choices` are lists of [table, id, field, value before, value taken] for the rows of the kept household that took a
    value of the absorbed one. `moved` says per stage and table which rows changed hands, in the words of that stage.
    """

    kept = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="merges")
    absorbed = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    choices = models.JSONField()
    moved = models.JSONField()
    persons = models.JSONField(default=dict, help_text="Absorbed person joined with a kept one: {id: id}")
    rolled_back_at = models.DateTimeField(null=True, blank=True)
    rolled_back_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
