"""Who works in the network: institutions, roles with holder, deputy and validity, and where a topic goes first."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from majup.places.models import Dated, Municipality, PlanningRegion, RegionMembership, in_force
from majup.staff.models import User
from majup.staff.roles import Permission


class CodeList(models.Model):
    """A closed list of the country pack: channels, obstacles, categories and the like, one table for all."""

    kind = models.SlugField()
    code = models.SlugField()
    name = models.JSONField()
    details = models.JSONField(default=dict)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["kind", "order"]
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="code_once_per_kind")]

    def __str__(self):
        return f"{self.kind}:{self.code}"


class Topic(models.Model):
    class Level(models.TextChoices):
        LOCAL = "local"
        GENERAL = "general"

    code = models.SlugField(unique=True)
    name = models.JSONField()
    hint = models.JSONField(default=dict)
    section = models.SlugField(help_text="Section of the individual offer in which items of this topic stand")
    level = models.CharField(max_length=8, choices=Level.choices)
    support_wish = models.BooleanField(default=False, help_text="Details are seen by the coordinator alone (PRV-05)")
    public = models.BooleanField(default=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]

    def __str__(self):
        return self.code


class Institution(models.Model):
    code = models.SlugField(unique=True)
    abbreviation = models.CharField(max_length=24, blank=True)
    topics = models.ManyToManyField(Topic, blank=True, related_name="institutions")
    website = models.URLField(blank=True)
    note = models.TextField(blank=True)

    def __str__(self):
        return self.code

    def name_on(self, day: date | None = None) -> dict:
        """The institution's name in force on `day` as localized text (N-2: names change, laws keep the old one)."""
        day = day or timezone.localdate()
        names = sorted(self.names.all(), key=lambda name: name.valid_from or date.min, reverse=True)
        return next((n.name for n in names if (n.valid_from or date.min) <= day), names[-1].name if names else {})


class InstitutionName(models.Model):
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="names")
    name = models.JSONField()
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    source = models.TextField(blank=True)

    class Meta:
        ordering = [F("valid_from").desc(nulls_last=True), "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "valid_from"], name="institution_name_once_per_start", nulls_distinct=False
            )
        ]


class RoleQuerySet(models.QuerySet):
    def kept_by(self, user):
        """Roles whose contact `user` looks after: the administrator all, a coordinator those of her regions."""
        if user.may(Permission.DIRECTORY_EDIT):
            return self
        if not user.may(Permission.CONTACT_KEEP):
            return self.none()
        members = RegionMembership.objects.filter(in_force(timezone.localdate()), region__in=user.scope.regions)
        return self.filter(Q(region__in=user.scope.regions) | Q(municipality__in=members.values("municipality_id")))

    def in_place_order(self):
        return self.select_related("region", "municipality", "institution").order_by(
            "region__order", "municipality__sort_key", "institution__code", "kind", "unit"
        )


class Role(models.Model):
    """A place in the network that questions, contacts and work go to; people hold it for a time (NET-03).

    Its public phone and mailbox stand here once; every page, mail and document draws them from here (NET-02).
    """

    class Kind(models.TextChoices):
        COORDINATOR = "coordinator"
        SPECIALIST = "specialist"
        UNIT = "unit"
        INSTITUTION = "institution"
        REGION_OFFICE = "region_office"
        CONTACT_POINT = "contact_point"
        MINISTRY = "ministry"

    kind = models.CharField(max_length=16, choices=Kind.choices)
    unit = models.SlugField(blank=True, help_text="Kind of municipal unit, from the pack: preschool, housing …")
    region = models.ForeignKey(PlanningRegion, on_delete=models.PROTECT, null=True, blank=True, related_name="roles")
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="roles"
    )
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="roles")
    title = models.JSONField(help_text="Localized title of the role")
    topics = models.ManyToManyField(Topic, blank=True, related_name="roles")
    phone = models.CharField(max_length=32, blank=True)
    mailbox = models.EmailField(blank=True)
    load_share = models.DecimalField(max_digits=3, decimal_places=2, null=True, blank=True)
    arrangement = models.SlugField(blank=True, help_text="How the municipality arranges the work (K-M1), from the pack")
    arrangement_on = models.DateField(null=True, blank=True, help_text="Day on which the arrangement was stated")
    arrangement_source = models.TextField(blank=True)
    confirmed_on = models.DateField(null=True, blank=True, help_text="Last day on which somebody checked the contact")

    objects = RoleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region"], condition=Q(kind="coordinator"), name="one_coordinator_role_per_region"
            ),
            models.UniqueConstraint(
                fields=["municipality", "unit"], condition=Q(kind__in=["unit", "specialist"]), name="one_role_per_unit"
            ),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(kind="contact_point"), name="one_national_contact_point"
            ),
            models.CheckConstraint(
                name="role_stands_where_its_kind_says",
                condition=Q(
                    kind__in=["coordinator", "region_office"], region__isnull=False, municipality=None, institution=None
                )
                | Q(kind__in=["specialist", "unit"], region=None, municipality__isnull=False, institution=None)
                | Q(kind__in=["institution"], region=None, municipality=None, institution__isnull=False)
                | Q(kind__in=["contact_point", "ministry"], region=None, municipality=None),
            ),
            models.CheckConstraint(
                name="load_share_between_5_and_100_percent",
                condition=Q(load_share=None) | Q(load_share__gte=0.05, load_share__lte=1),
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.unit} {self.municipality or self.region or self.institution or ''}".strip()

    @property
    def needs_holder(self) -> bool:
        """A coordinator or specialist who is missing is a gap; other roles answer through their mailbox alone."""
        return self.kind in {self.Kind.COORDINATOR, self.Kind.SPECIALIST, self.Kind.CONTACT_POINT}


class HoldingQuerySet(models.QuerySet):
    def on(self, day: date | None = None):
        return self.filter(in_force(day or timezone.localdate()))


class Holding(Dated):
    """A person holds a role, or stands by as its deputy, from a day until a day."""

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="holdings")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="holdings")
    is_deputy = models.BooleanField(default=False)

    objects = HoldingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="holding_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
            models.UniqueConstraint(
                fields=["role", "is_deputy"], condition=Q(valid_to=None), name="one_open_holding_per_role"
            ),
        ]


class Substitution(Dated):
    """Days on which the deputy acts for the holder and sees what the holder sees (FUP-09)."""

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="substitutions")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="substitutions")
    reason = models.CharField(max_length=200, blank=True)
    arranged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="substitution_has_an_end", condition=Q(valid_to__isnull=False) & Q(valid_to__gte=F("valid_from"))
            ),
        ]


class RoutingRule(models.Model):
    """Where a question on a topic goes first (REF-05); edited by people, not by code."""

    topic = models.OneToOneField(Topic, on_delete=models.CASCADE, related_name="routing")
    kind = models.CharField(max_length=16, choices=Role.Kind.choices)
    unit = models.SlugField(blank=True)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        ordering = ["topic__order"]
        constraints = [
            models.CheckConstraint(
                name="routing_names_its_addressee",
                condition=Q(kind="institution", institution__isnull=False, unit="")
                | (Q(kind="unit", institution=None) & ~Q(unit=""))
                | (~Q(kind__in=["institution", "unit"]) & Q(institution=None, unit="")),
            )
        ]


class NetworkEvent(models.Model):
    """What changed in the network: new holder, substitution, contact changed, routing edited."""

    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    role = models.ForeignKey(Role, on_delete=models.CASCADE, null=True, related_name="events")
    kind = models.SlugField()
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]


class MunicipalConsultation(models.Model):
    """Advice given to a municipality, counted apart from work with families (B-37)."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="consultations")
    region = models.ForeignKey(PlanningRegion, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    subject = models.CharField(max_length=200)
    outcome = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-on", "-pk"]


class ParticipantList(models.Model):
    """Who took part in a round of the programme, as one source says it; sources that differ are two lists (NET-07)."""

    code = models.SlugField(unique=True)
    name = models.JSONField()
    on = models.DateField(help_text="Day for which the list holds")
    source = models.TextField()

    class Meta:
        ordering = ["-on", "code"]


class Participant(models.Model):
    list = models.ForeignKey(ParticipantList, on_delete=models.CASCADE, related_name="participants")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="participations")
    name_then = models.CharField(max_length=160, help_text="The unit as the source names it, e.g. before a merger")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["list", "name_then"], name="participant_once_per_list")]


class Country(models.Model):
    """The pack's own settings, one row: name, languages, deadlines in working days, sorting alphabet."""

    code = models.CharField(max_length=2, unique=True)
    settings = models.JSONField()


class Template(models.Model):
    """A message of the common library (LNG-04), one text for all coordinators."""

    code = models.SlugField(unique=True)
    title = models.JSONField()
    subject = models.JSONField()
    body = models.JSONField()
    placeholders = models.JSONField(default=list, help_text="Names that the program can fill in, without braces")
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "code"]
