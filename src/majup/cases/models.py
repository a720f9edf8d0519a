"""The case: one household's way home, in one region's care at any time."""

from django.db import models
from django.db.models import Q

from majup.intake.models import Enquiry
from majup.network.models import Topic
from majup.people.models import Household, HouseholdShare, Person
from majup.places.models import Municipality, PlanningRegion
from majup.plumbing.crypto import EncryptedTextField
from majup.staff.models import User


class Stage(models.TextChoices):
    NEW = "new"
    ASSESSING = "assessing"
    COLLECTING = "collecting"
    OFFERED = "offered"
    IN_DIALOGUE = "in_dialogue"
    INTENTION = "intention"
    PREPARING = "preparing"
    RETURNED = "returned"
    FOLLOW_UP = "follow_up"
    CLOSED = "closed"
    RESTING = "resting"
    NOT_RETURNING = "not_returning"
    LOST = "lost"
    LEFT_AGAIN = "left_again"


ENDED = [Stage.CLOSED, Stage.NOT_RETURNING, Stage.LOST, Stage.LEFT_AGAIN]


class Phase(models.TextChoices):
    """How far the family is, whatever we are doing about it; demand exists before and after the return (Q-C1)."""

    THINKING = "thinking"
    PLANNING = "planning"
    MOVING = "moving"
    RETURNED = "returned"


class CaseQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Cases in the care of the user's regions, and those shared with them (PRV-01)."""
        regions = user.scope.regions
        shared = HouseholdShare.objects.filter(
            household=models.OuterRef("household_id"), region__in=regions, ended_at=None
        )
        return self.filter(Q(region__in=regions) | models.Exists(shared))

    def in_care_of(self, user):
        """Cases for which the user's own regions are responsible; those only shared with them are left out."""
        return self.filter(region__in=user.scope.regions)

    def shared_with(self, user):
        """Cases of other regions that are shared with the user's regions."""
        regions = user.scope.regions
        shares = HouseholdShare.objects.filter(region__in=regions, ended_at=None)
        return self.filter(household__in=shares.values("household")).exclude(region__in=regions)

    def in_progress(self):
        return self.exclude(stage__in=[*ENDED, Stage.RESTING])

    def contact_due(self, day):
        """Whoever is to be spoken to by `day`; a resting case too when it rests until then or the family wrote."""
        return self.filter(next_contact_on__lte=day)


class Case(models.Model):
    class Kind(models.TextChoices):
        EXTERNAL = "external"
        INTERNAL = "internal"

    household = models.OneToOneField(Household, on_delete=models.PROTECT, related_name="case")
    region = models.ForeignKey(PlanningRegion, on_delete=models.PROTECT, related_name="cases")
    reference = models.CharField(max_length=24, unique=True)
    title = models.CharField(max_length=160, help_text="How the list names it: usually the family name")
    title_key = models.CharField(max_length=400, db_collation="C", blank=True)
    occupations = models.TextField(
        blank=True,
        help_text="Stems of the members' occupations, each after a space: what the list is filtered by (Q-C11)",
    )
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.EXTERNAL)
    category = models.SlugField()
    stage = models.CharField(max_length=16, choices=Stage.choices, default=Stage.NEW)
    stage_since = models.DateTimeField()
    stage_reason = models.TextField(blank=True)
    closing_code = models.SlugField(
        blank=True, help_text="Code of the pack's list closing_reasons; empty while work goes on"
    )
    phase = models.CharField(max_length=8, choices=Phase.choices, default=Phase.THINKING)
    was_ready = models.BooleanField(
        null=True, help_text="Home, work and education settled when the family moved; unknown before (NEE-04)"
    )
    came_without_plan = models.BooleanField(
        null=True, blank=True, help_text="Returned although one of the three was still unknown (Q-C2)"
    )
    approached_by_us = models.BooleanField(default=False)
    responsible = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="cases")
    opened_at = models.DateTimeField()
    next_contact_on = models.DateField(null=True, blank=True)
    last_contact_at = models.DateTimeField(null=True, blank=True)
    intended_month = models.DateField(null=True, blank=True, help_text="First day of the month of moving")
    origin_municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    present_municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    may_be_approached = models.BooleanField(null=True, blank=True)
    place_weights = models.JSONField(
        null=True,
        blank=True,
        help_text="How the family weighs places, as the place finder reads it; null: not asked yet",
    )
    version = models.PositiveIntegerField(default=1)

    objects = CaseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-opened_at", "-id"], name="case_newest"),
            models.Index(fields=["household"], include=["kind"], name="case_counted"),
            models.Index(fields=["region", "-opened_at", "-id"], name="case_newest_in_region"),
            models.Index(fields=["region", "stage", "-opened_at", "-id"], name="case_by_stage"),
            models.Index(
                fields=["region", "next_contact_on"],
                name="case_contact_due",
                condition=Q(next_contact_on__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="active_case_has_next_contact",
                condition=Q(stage__in=[*ENDED, Stage.RESTING]) | Q(next_contact_on__isnull=False),
            ),
            models.CheckConstraint(
                name="ended_case_says_why", condition=~Q(stage__in=ENDED) | ~Q(stage_reason="") | ~Q(closing_code="")
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def is_in_progress(self):
        """As `in_progress` tells of many; then it always has a next contact (FUP-02)."""
        return self.stage not in [*ENDED, Stage.RESTING]


class CaseEnquiry(models.Model):
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="case_enquiries")
    enquiry = models.OneToOneField(Enquiry, on_delete=models.PROTECT, related_name="case_enquiry")
    attached_at = models.DateTimeField()


class CandidateMunicipality(models.Model):
    """A place the family thinks of, in the order of its preference (NEE-07)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="candidates")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["case", "municipality"], name="candidate_once_per_case")]


class Need(models.Model):
    class State(models.TextChoices):
        OPEN = "open"
        ASKED = "asked"
        ANSWERED = "answered"
        OFFERED = "offered"
        SOLVED = "solved"
        IMPOSSIBLE = "impossible_now"
        DROPPED = "no_longer_needed"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="needs")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="needs")
    wish = models.TextField(blank=True, help_text="Never health or special education: those are support wishes")
    state = models.CharField(max_length=16, choices=State.choices, default=State.OPEN)
    reason = models.TextField(blank=True)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["topic__order", "pk"]
        indexes = [models.Index(fields=["case", "state"], name="need_by_case")]
        constraints = [
            models.CheckConstraint(
                name="need_given_up_says_why",
                condition=~Q(state__in=["impossible_now", "no_longer_needed"]) | ~Q(reason=""),
            )
        ]


class SupportWish(models.Model):
    """Health, psychological or special-education support that was wished: for the coordinator alone (PRV-05)."""

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="support_wishes")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="support_wishes")
    need = models.ForeignKey(Need, on_delete=models.CASCADE, null=True, blank=True, related_name="support_wishes")
    kind = EncryptedTextField()
    note = EncryptedTextField(blank=True)


class Readiness(models.Model):
    class Area(models.TextChoices):
        HOME = "home"
        WORK = "work"
        EDUCATION = "education"

    class State(models.TextChoices):
        UNKNOWN = "unknown"
        SOUGHT = "sought"
        SETTLED = "settled"
        NOT_APPLICABLE = "not_applicable"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="readiness")
    area = models.CharField(max_length=12, choices=Area.choices)
    state = models.CharField(max_length=16, choices=State.choices, default=State.UNKNOWN)
    note = models.TextField(blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "area"], name="one_readiness_per_area"),
            models.CheckConstraint(name="settled_says_what_settles_it", condition=~Q(state="settled") | ~Q(note="")),
        ]


class Obstacle(models.Model):
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="obstacles")
    code = models.SlugField()
    note = models.TextField(blank=True)
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "code"], name="obstacle_once_per_case")]


class Contact(models.Model):
    """One exchange with the family (FUP-01)."""

    class Direction(models.TextChoices):
        IN = "in"
        OUT = "out"

    class Attitude(models.TextChoices):
        HELPFUL = "helpful"
        INDIFFERENT = "indifferent"
        UNHELPFUL = "unhelpful"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="contacts")
    at = models.DateTimeField()
    channel = models.SlugField()
    direction = models.CharField(max_length=3, choices=Direction.choices)
    summary = models.TextField()
    next_step = models.TextField(blank=True)
    promise_due_on = models.DateField(null=True, blank=True, help_text="What we promised until when; open until kept")
    promise_kept_at = models.DateTimeField(null=True, blank=True)
    institution = models.SlugField(
        blank=True, help_text="Kind of institution the family spoke of: code of a unit or institution"
    )
    institution_attitude = models.SlugField(
        blank=True, choices=Attitude.choices, help_text="How it treated the family (K-C16)"
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    by_family = models.BooleanField(default=False)
    message_id = models.CharField(max_length=400, blank=True)
    form_key = models.CharField(max_length=64, unique=True, null=True)

    class Meta:
        indexes = [
            models.Index(fields=["case", "-at", "-id"], name="contact_by_case"),
            models.Index(
                fields=["promise_due_on", "case"],
                name="contact_open_promise",
                condition=Q(promise_due_on__isnull=False, promise_kept_at=None),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="attitude_is_that_of_an_institution",
                condition=Q(institution="", institution_attitude="") | ~Q(institution="") & ~Q(institution_attitude=""),
            )
        ]


class StepTemplate(models.Model):
    """A step of the country pack; a case gets those that fit its kind and needs."""

    code = models.SlugField(unique=True)
    phase = models.SlugField()
    text = models.JSONField()
    why = models.JSONField(default=dict)
    external_only = models.BooleanField(default=False, help_text="Left out for moves inside the country (IRM-03)")
    for_everyone = models.BooleanField(default=False, help_text="Also without a need on one of its topics")
    topics = models.ManyToManyField(Topic, blank=True, related_name="+")
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]


class Step(models.Model):
    """One thing the family has to do, before leaving, on arrival or in the first months (FUP-05)."""

    class Phase(models.TextChoices):
        BEFORE_LEAVING = "before_leaving"
        ON_ARRIVAL = "on_arrival"
        FIRST_MONTHS = "first_months"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps")
    code = models.SlugField(blank=True)
    phase = models.CharField(max_length=16, choices=Phase.choices)
    text = models.JSONField()
    why = models.JSONField(default=dict)
    order = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by_family = models.BooleanField(default=False)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "code"], condition=~Q(code=""), name="step_once_per_case")
        ]


class Handover(models.Model):
    """A case offered to, or shared with, the coordinator of another region (REF-09)."""

    class Kind(models.TextChoices):
        HANDOVER = "handover"
        SHARE = "share"

    class State(models.TextChoices):
        PROPOSED = "proposed"
        ACCEPTED = "accepted"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="handovers")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    from_region = models.ForeignKey(PlanningRegion, on_delete=models.PROTECT, related_name="+")
    to_region = models.ForeignKey(PlanningRegion, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    summary = models.TextField(help_text="What the receiving side reads before it decides")
    family_agreed_on = models.DateField()
    reason = models.TextField(blank=True)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(state="proposed"), name="one_open_handover_per_case"),
            models.CheckConstraint(
                name="handover_between_two_regions", condition=~Q(from_region=models.F("to_region"))
            ),
            models.CheckConstraint(name="declined_handover_says_why", condition=~Q(state="declined") | ~Q(reason="")),
        ]


class TypicalAnswerQuerySet(models.QuerySet):
    def usable_by(self, user):
        return self.filter(Q(region=None) | Q(region__in=user.scope.regions), withdrawn_at=None)


class TypicalAnswer(models.Model):
    """A question that comes again and what we answer, written once (K-C10); without a region it belongs to all."""

    region = models.ForeignKey(PlanningRegion, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=8)
    title = models.CharField(max_length=160)
    text = models.TextField()
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = TypicalAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["topic__order", "title"]
