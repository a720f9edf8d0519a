"""Events as public entries: meetings, webinars, family days, job fairs (EVT-01). Who takes part is not kept here."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from majup.places.models import Municipality, PlanningRegion
from majup.staff.models import User


class PublicEventQuerySet(models.QuerySet):
    def coming(self, day: date | None = None):
        """Those ahead that take place."""
        return self.ahead(day).filter(state=PublicEvent.State.PUBLISHED)

    def ahead(self, day: date | None = None):
        """Those whose last day is not over on `day`, cancelled ones too; the nearest first."""
        rows = self.annotate(last_day=TruncDate(Coalesce("ends_at", "starts_at")))
        return rows.filter(last_day__gte=day or timezone.localdate()).order_by("starts_at", "pk")

    def concerning(self, *, region: PlanningRegion | None = None, municipality: Municipality | None = None):
        """Those of the place, of a municipality also its region's; and those of no place, which are for everywhere."""
        everywhere = Q(region=None, municipality=None)
        if municipality:
            regions = municipality.memberships.filter(valid_to=None).values("region")
            return self.filter(everywhere | Q(municipality=municipality) | Q(municipality=None, region__in=regions))
        return self.filter(everywhere | Q(region=region)) if region else self

    def kept_by(self, user: User):
        """A coordinator keeps those of all, a specialist those of her municipality."""
        if user.scope.regions:
            return self
        return self.filter(municipality__roles__in=user.scope.roles, municipality__roles__kind="specialist").distinct()


class PublicEvent(models.Model):
    """One event: title and summary are localized; `audience` says whether it is open to all, which it is unless said.

    It takes place somewhere, or behind a link, or both. `target_groups`, `languages`: codes.
    """

    class State(models.TextChoices):
        PUBLISHED = "published"
        CANCELLED = "cancelled"

    class Audience(models.TextChoices):
        ALL = "all"
        ONLY = "only"

    kind = models.SlugField(help_text="From the pack: webinar, family day, job fair …")
    title = models.JSONField()
    summary = models.JSONField(default=dict)
    organiser = models.CharField(max_length=200)
    region = models.ForeignKey(PlanningRegion, on_delete=models.PROTECT, null=True, related_name="+")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, null=True, related_name="+")
    target_groups = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    audience = models.CharField(max_length=4, choices=Audience.choices, default=Audience.ALL)
    place = models.CharField(max_length=300, blank=True)
    url = models.URLField(max_length=400, blank=True)
    capacity = models.PositiveIntegerField(null=True, help_text="Empty: no limit is known")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PUBLISHED)
    confirmed_on = models.DateField(default=timezone.localdate)

    objects = PublicEventQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["starts_at", "id"], name="event_by_day", condition=Q(state="published"))]
        constraints = [
            models.CheckConstraint(
                name="public_event_ends_after_it_begins", condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at"))
            ),
            models.CheckConstraint(name="public_event_is_somewhere", condition=~Q(place="") | ~Q(url="")),
            models.CheckConstraint(name="public_event_is_for_somebody", condition=Q(audience__in=["all", "only"])),
        ]

    def __str__(self):
        return next(iter(self.title.values()), "")

    @property
    def is_over(self) -> bool:
        """Past its end; where nobody says when it ends, its day has passed."""
        if self.ends_at:
            return self.ends_at < timezone.now()
        return timezone.localdate(self.starts_at) < timezone.localdate()

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED
