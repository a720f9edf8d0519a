"""Calls by phone or video at an agreed time: the times a coordinator offers, and what families ask for (B-24)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.utils import timezone

from majup.intake.models import Enquiry
from majup.people.models import Household, Person
from majup.places.models import PlanningRegion
from majup.staff.models import User


class Kind(models.TextChoices):
    PHONE = "phone"
    VIDEO = "video"


class CallSlot(models.Model):
    """A time that the coordinator of a region offers; public, and about nobody."""

    region = models.ForeignKey(PlanningRegion, on_delete=models.CASCADE, related_name="call_slots")
    begins_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    is_taken = models.BooleanField(default=False, help_text="Kept with the call, so that who asks sees no call")

    class Meta:
        ordering = ["begins_at"]
        constraints = [models.UniqueConstraint(fields=["region", "begins_at"], name="call_slot_once_per_region")]

    def __str__(self):
        return f"{self.region_id} {self.begins_at:%Y-%m-%d %H:%M}"


class CallQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Calls of the user's regions; those asked for with an enquiry go where it goes, at first the common queue."""
        regions = user.scope.regions
        with_enquiry = Q(enquiry__region__in=regions) | Q(enquiry__region=None, enquiry__isnull=False)
        return self.filter(Q(household__isnull=False, region__in=regions) | with_enquiry)

    def open(self):
        return self.filter(state=Call.State.ASKED)

    def coming(self, now: datetime):
        return self.filter(state=Call.State.CONFIRMED, begins_at__gte=now)


class Call(models.Model):
    """One call that a family or a visitor asks for: at an offered slot, or at one of the times proposed."""

    class State(models.TextChoices):
        ASKED = "asked"
        CONFIRMED = "confirmed"
        OFF = "off"

    region = models.ForeignKey(PlanningRegion, on_delete=models.PROTECT, null=True, related_name="calls")
    household = models.ForeignKey(Household, on_delete=models.CASCADE, null=True, related_name="calls")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, null=True, related_name="calls")
    slot = models.ForeignKey(CallSlot, on_delete=models.PROTECT, null=True, related_name="calls")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    proposals = models.JSONField(default=list, help_text="Moments proposed, ISO with offset, in their order")
    time_zone = models.CharField(max_length=64, help_text="Name of the zone in which who asks reads the time")
    language = models.CharField(max_length=8)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    words = models.CharField(max_length=500, blank=True, help_text="What it shall be about")
    begins_at = models.DateTimeField(null=True)
    minutes = models.PositiveSmallIntegerField(null=True)
    where = models.CharField(
        max_length=300, blank=True, help_text="Address of the video call, or who calls which number"
    )
    reason = models.CharField(max_length=500, blank=True)
    off_by_family = models.BooleanField(default=False)
    uid = models.CharField(max_length=64, unique=True, help_text="The same in every calendar file of this call")
    sequence = models.PositiveSmallIntegerField(default=0)
    form_key = models.CharField(max_length=64, unique=True, null=True)
    asked_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = CallQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["region", "state", "begins_at"], name="call_by_region"),
            models.Index(fields=["household", "-asked_at"], name="call_by_household"),
        ]
        constraints = [
            models.CheckConstraint(
                name="call_of_a_family_or_an_enquiry", condition=Q(household__isnull=False) | Q(enquiry__isnull=False)
            ),
            models.CheckConstraint(
                name="confirmed_call_has_its_time",
                condition=~Q(state="confirmed") | Q(begins_at__isnull=False, minutes__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["slot"], condition=~Q(state="off") & Q(slot__isnull=False), name="one_call_per_slot"
            ),
        ]

    def __str__(self):
        return self.uid

    @property
    def agreed(self) -> tuple[datetime, int]:
        """When it begins and how many minutes it lasts; only for a call that was confirmed once."""
        if self.begins_at is None or self.minutes is None:
            raise ValueError("no time is agreed")
        return self.begins_at, self.minutes

    @property
    def is_over(self) -> bool:
        """It was agreed, and its time has passed."""
        if self.state != self.State.CONFIRMED:
            return False
        begins_at, minutes = self.agreed
        return begins_at + timedelta(minutes=minutes) < timezone.now()

    @property
    def home(self) -> PlanningRegion | None:
        """The region that answers today; None while its enquiry lies in the common queue."""
        return self.enquiry.region if self.enquiry else self.region

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def times(self) -> list[datetime]:
        """Moments that stand for choice: that of the slot, or those proposed."""
        return [self.slot.begins_at] if self.slot else [datetime.fromisoformat(each) for each in self.proposals]
