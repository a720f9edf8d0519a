"""What became of a case: intention, return, checks after it, and leaving again. Counts keep no identity (PRV-04)."""

from django.db import models
from django.db.models import Q

from majup.cases.models import Case
from majup.places.models import Municipality, PlanningRegion
from majup.staff.models import User


class Recorded(models.Model):
    """What every outcome keeps: whose, by which region, inside the country or from abroad, and who wrote it down."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="%(class)ss")
    region = models.ForeignKey(PlanningRegion, on_delete=models.PROTECT, related_name="+")
    is_internal = models.BooleanField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True


class Intention(Recorded):
    """The family said that it intends to return; the day of the first statement counts."""

    stated_on = models.DateField()
    people = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["stated_on", "region"], name="intention_by_day")]
        constraints = [
            models.UniqueConstraint(fields=["case"], name="one_intention_per_case"),
            models.CheckConstraint(name="intention_of_at_least_one", condition=Q(people__gte=1)),
        ]


class Return(Recorded):
    """The family came back: an event of its own, never the closing of a case."""

    on = models.DateField()
    adults = models.PositiveSmallIntegerField()
    children = models.PositiveSmallIntegerField()
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    from_country = models.CharField(max_length=2, blank=True)
    support_kind = models.SlugField()
    alone = models.BooleanField(help_text="Returned by themselves and turned to us afterwards (N-13)")
    unsettled_at_move = models.JSONField(default=list, help_text="Areas of readiness not settled on the day of return")

    class Meta:
        indexes = [models.Index(fields=["on", "region"], name="return_by_day")]
        constraints = [
            models.UniqueConstraint(fields=["case", "on"], name="one_return_per_case_and_day"),
            models.CheckConstraint(name="return_of_at_least_one", condition=Q(adults__gte=1) | Q(children__gte=1)),
        ]

    @property
    def people(self) -> int:
        return self.adults + self.children


class Departure(Recorded):
    """Left again; the return and every report about it stay as they were (FUP-07)."""

    return_event = models.OneToOneField(Return, on_delete=models.PROTECT, related_name="departure")
    on = models.DateField()
    reason = models.SlugField()
    note = models.TextField(blank=True)


class Outcome(Recorded):
    """Other turns of a case that are dated and counted (OUT-01)."""

    class Kind(models.TextChoices):
        DECIDED = "decided"
        NOT_RETURNING = "not_returning"
        LOST_CONTACT = "lost_contact"
        CHOSE_OTHER_REGION = "chose_other_region"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    on = models.DateField()
    reason = models.TextField(blank=True)


class Check(models.Model):
    """A planned look after the return: in the first year (FUP-06), and once a year after it (OUT-10)."""

    return_event = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="checks")
    month = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    findings = models.JSONField(default=dict, help_text="{item code: fine | difficulty | hard | unknown}")
    has_work = models.BooleanField(null=True, blank=True)
    makes_ends_meet = models.CharField(max_length=12, blank=True)
    business = models.CharField(
        max_length=8, blank=True, help_text="Business begun after the return: runs, closed, none"
    )
    regrets = models.BooleanField(null=True, blank=True)
    plans = models.CharField(max_length=12, blank=True, help_text="stay, see, leave")
    note = models.TextField(blank=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["month"]
        indexes = [models.Index(fields=["due_on"], name="check_due", condition=Q(done_on=None))]
        constraints = [models.UniqueConstraint(fields=["return_event", "month"], name="one_check_per_month")]


class Rating(models.Model):
    """What a family says of the help it had, once after its offer and once after its return (SUR-02, Q-C3).

    The row is there from the day on which the family was asked, or on which it answered unasked. Every answer may be
    left out; until one is given nothing but the question stands here.
    """

    class Occasion(models.TextChoices):
        OFFER = "offer"
        RETURN = "return"

    class Met(models.TextChoices):
        YES = "yes"
        PARTLY = "partly"
        NO = "no"

    class Influence(models.TextChoices):
        """Whether the support influenced the decision to return (B-74)."""

        DECISIVE = "decisive"
        SOME = "some"
        NONE = "none"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="ratings")
    region = models.ForeignKey(
        PlanningRegion, on_delete=models.PROTECT, related_name="+", help_text="Whose help it was"
    )
    is_internal = models.BooleanField()
    occasion = models.CharField(max_length=8, choices=Occasion.choices)
    support_kind = models.SlugField(blank=True, help_text="That of the return; after an offer empty")
    asked_at = models.DateTimeField(null=True)
    token_digest = models.CharField(max_length=64, unique=True, null=True)
    link_expires_at = models.DateTimeField(null=True)
    said_at = models.DateTimeField(null=True, help_text="First answer; for a while after it may be changed")
    changed_at = models.DateTimeField(null=True)
    skipped_at = models.DateTimeField(null=True)
    no_more = models.BooleanField(default=False, help_text="The family does not want to be asked again")
    met = models.CharField(max_length=6, choices=Met.choices, blank=True, help_text="Whether it met the expectation")
    recommend = models.BooleanField(null=True)
    communication = models.PositiveSmallIntegerField(null=True, help_text="From 1 to 10")
    usefulness = models.PositiveSmallIntegerField(null=True, help_text="From 1 to 10")
    influence = models.CharField(max_length=8, choices=Influence.choices, blank=True)
    useful = models.JSONField(default=list, help_text="Codes of the pack's list useful_support")
    settlement = models.SlugField(blank=True, help_text="Type of settlement in which they live now (Q-V2)")

    class Meta:
        indexes = [models.Index(fields=["said_at"], name="rating_by_day", condition=Q(said_at__isnull=False))]
        constraints = [
            models.UniqueConstraint(fields=["case", "occasion"], name="one_rating_per_occasion"),
            models.CheckConstraint(
                name="rating_from_1_to_10",
                condition=(Q(communication=None) | Q(communication__range=(1, 10)))
                & (Q(usefulness=None) | Q(usefulness__range=(1, 10))),
            ),
            models.CheckConstraint(
                name="rating_empty_until_said",
                condition=Q(said_at__isnull=False)
                | Q(
                    met="",
                    recommend=None,
                    communication=None,
                    usefulness=None,
                    influence="",
                    useful=[],
                    settlement="",
                ),
            ),
            models.CheckConstraint(name="rating_said_or_skipped", condition=Q(said_at=None) | Q(skipped_at=None)),
        ]


class FlagDismissal(models.Model):
    """A risk flag was looked at and put aside, with the reason; flags never decide anything (Q-C5)."""

    return_event = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="dismissals")
    flag = models.SlugField()
    note = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["return_event", "flag"], name="flag_dismissed_once"),
            models.CheckConstraint(name="dismissal_says_why", condition=~Q(note="")),
        ]
