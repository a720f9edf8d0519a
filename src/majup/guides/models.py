"""Texts that a person has read before everybody reads them: questions and answers, news, stories, guides.

A text has an owner, a place and a day on which it is read again; what it says stands in its versions. A published
version never changes. Texts are public, so no row-level security guards them; see ADR 14.
"""

from datetime import date

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from majup.network.models import Role, Topic
from majup.places.models import Municipality, PlanningRegion, RegionMembership, in_force
from majup.plumbing.crypto import EncryptedTextField
from majup.staff.models import User
from majup.staff.roles import Permission


class Kind(models.TextChoices):
    QUESTION = "question"
    NEWS = "news"
    STORY = "story"
    GUIDE = "guide"


class State(models.TextChoices):
    """Of a text as a whole; whether its newest version waits for the second pair of eyes stands there."""

    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class VersionState(models.TextChoices):
    DRAFT = "draft"
    WAITING = "waiting"
    PUBLISHED = "published"


OPEN = (VersionState.DRAFT, VersionState.WAITING)


class TextQuerySet(models.QuerySet):
    def shown(self):
        """What may stand on any public page: published or archived, and of stories those whose consents all stand."""
        consents = StoryConsent.objects.filter(text=OuterRef("pk"))
        agreed = Exists(consents) & ~Exists(consents.exclude(withdrawn_at=None))
        return self.exclude(state=State.DRAFT).filter(~Q(kind=Kind.STORY) | agreed)

    def listed(self, day: date | None = None):
        """What public lists and searches show: without what is archived or speaks of a time that is over."""
        day = day or timezone.localdate()
        return self.shown().filter(Q(speaks_to=None) | Q(speaks_to__gte=day), state=State.PUBLISHED)

    def overdue(self, day: date | None = None):
        """Published, and its day of reading again has come (FAQ-03)."""
        return self.filter(state=State.PUBLISHED, review_on__lte=day or timezone.localdate())

    def waiting(self):
        """Those with a version that waits for the second pair of eyes."""
        return self.filter(versions__state=VersionState.WAITING)

    def in_place(self, municipality: Municipality | None, region: PlanningRegion | None):
        """What holds there: texts of the whole country, of the region, of the municipality."""
        return self.filter(
            Q(region=None, municipality=None)
            | (Q(region=region) if region else Q(pk=None))
            | (Q(municipality=municipality) if municipality else Q(pk=None))
        )

    def kept_by(self, user: User):
        """Texts that `user` writes: of the roles she holds, of her municipality or region, and the common ones."""
        if not user.may(Permission.TEXT_WRITE):
            return self.none()
        held = Role.objects.filter(pk__in=user.scope.roles)
        own = Q(role__in=user.scope.roles) | Q(municipality__in=held.values("municipality"))
        regions = held.exclude(region=None).values("region")
        members = RegionMembership.objects.filter(in_force(timezone.localdate()), region__in=regions)
        own |= Q(region__in=regions) | Q(municipality__in=members.values("municipality"))
        return self.filter(own | Q(region=None, municipality=None) if user.may(Permission.TEXT_KEEP_COMMON) else own)

    def readable_by(self, user: User):
        """What `user` sees on the desk: her own, whatever a second person may have to read, and all that is public."""
        if user.may(Permission.TEXT_APPROVE):
            return self
        return self.filter(Q(pk__in=self.kept_by(user).values("pk")) | ~Q(state=State.DRAFT))


class ReviewedText(models.Model):
    """One text with a stable code, its owner and place. A local addition points to the common answer (FAQ-02)."""

    code = models.SlugField(max_length=80, unique=True, help_text="Part of its address; never changes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    common = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="additions")
    region = models.ForeignKey(PlanningRegion, on_delete=models.PROTECT, null=True, blank=True, related_name="texts")
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="texts"
    )
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="texts", help_text="Owner")
    topics = models.ManyToManyField(Topic, blank=True, related_name="texts")
    situations = models.JSONField(default=list, help_text="Codes of life situations")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    current = models.OneToOneField("TextVersion", on_delete=models.RESTRICT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True, help_text="For the first time")
    changed_at = models.DateTimeField()
    checked_on = models.DateField(null=True, help_text="Last day on which somebody read it against its sources")
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", help_text="Empty: pack")
    review_on = models.DateField(null=True, help_text="From this day it is to be read again")
    speaks_from = models.DateField(null=True, blank=True, help_text="First day of the time it speaks of")
    speaks_to = models.DateField(null=True, blank=True, help_text="Last day; afterwards it is marked as archive")
    archived_at = models.DateTimeField(null=True)
    archive_reason = models.JSONField(default=dict)
    words = SearchVectorField(null=True, help_text="Stems of its texts, and topics and places as words")
    order = models.PositiveSmallIntegerField(default=0)
    pack_digest = models.CharField(max_length=64, blank=True, help_text="Of the pack's row it was loaded from")

    objects = TextQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        indexes = [
            GinIndex(fields=["words"], name="text_words", fastupdate=False),
            models.Index(fields=["kind", "-published_at", "-id"], name="text_newest_of_kind"),
            models.Index(fields=["review_on"], name="text_review", condition=Q(state="published")),
        ]
        constraints = [
            models.CheckConstraint(name="text_kind_known", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(
                name="public_text_has_a_version",
                condition=Q(state="draft") | Q(current__isnull=False, published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="public_text_is_read_again",
                condition=~Q(state="published") | Q(checked_on__isnull=False, review_on__isnull=False),
            ),
            models.CheckConstraint(
                name="archived_text_says_why",
                condition=~Q(state="archived") | Q(archived_at__isnull=False) & ~Q(archive_reason={}),
            ),
            models.CheckConstraint(name="text_in_one_place", condition=Q(region=None) | Q(municipality=None)),
            models.CheckConstraint(
                name="addition_names_its_place",
                condition=Q(common=None) | Q(region__isnull=False) | Q(municipality__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["common", "region", "municipality"],
                name="one_addition_per_place",
                condition=Q(common__isnull=False),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="text_speaks_of_a_time_in_order",
                condition=Q(speaks_from=None) | Q(speaks_to=None) | Q(speaks_to__gte=models.F("speaks_from")),
            ),
        ]

    def __str__(self):
        return self.code

    def is_archive(self, day: date | None = None) -> bool:
        """Put away by a person, or the time it speaks of is over (FAQ-06)."""
        return self.state == State.ARCHIVED or bool(self.speaks_to and self.speaks_to < (day or timezone.localdate()))

    def is_overdue(self, day: date | None = None) -> bool:
        day = day or timezone.localdate()
        return self.state == State.PUBLISHED and bool(self.review_on and self.review_on <= day)

    @property
    def comments_until(self) -> date | None:
        """B-21: last day for comments on this draft of a municipality; None for other texts, and when it is over."""
        day = self.current.details.get("comments_until") if self.current and self.municipality_id else None
        return date.fromisoformat(day) if day and day >= timezone.localdate().isoformat() else None

    @property
    def open_version(self) -> "TextVersion | None":
        """The draft, or what waits for the second pair of eyes; None when nothing is in the making."""
        return self.versions.filter(state__in=OPEN).first()


class TextVersion(models.Model):
    """What a text says: localized Markdown. Once published a trigger refuses to change it.

    `sources` is a list of {"basis": localized text, "url": "", "on": "2026-02-01"}; "[1]" in a text points to it.
    `details` holds what only some kinds have: see `guides.details`.
    """

    text = models.ForeignKey(ReviewedText, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    title = models.JSONField()
    summary = models.JSONField(default=dict, help_text="The short answer, plain text")
    body = models.JSONField(default=dict, help_text="Markdown")
    warmth = models.JSONField(default=dict, help_text="The part about belonging and being welcome (LNG-08); Markdown")
    sources = models.JSONField(default=list)
    details = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", help_text="Empty: pack")
    saves = models.PositiveIntegerField(default=1, help_text="How often the draft was saved, so that nobody overwrites")
    sent_at = models.DateTimeField(null=True)
    given_back = models.TextField(blank=True, help_text="What the second person asked to change")
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["text", "number"], name="text_version_once"),
            models.UniqueConstraint(
                fields=["text"], name="one_open_version_per_text", condition=Q(state__in=["draft", "waiting"])
            ),
            models.CheckConstraint(name="text_has_a_title", condition=~Q(title={})),
            models.CheckConstraint(
                name="text_was_read_by_a_second_person",
                condition=~Q(state="published")
                | Q(published_at__isnull=False)
                & (Q(made_by=None) | Q(approved_by__isnull=False) & ~Q(approved_by=models.F("made_by"))),
            ),
        ]

    def __str__(self):
        return f"{self.text_id} v{self.number}"

    @property
    def source_ids(self) -> str:
        """Beginning of the ids of its sources on a page."""
        return f"s{self.pk}-"


class StoryConsent(models.Model):
    """One person's agreement that her story is shown: who, when, to what text. Taken back, the story is gone at once.

    Kept apart from any case: who tells her story need not be a client (PRV-06).
    """

    text = models.ForeignKey(ReviewedText, on_delete=models.PROTECT, related_name="consents")
    name = EncryptedTextField()
    given_on = models.DateField()
    agreed_to = models.TextField(help_text="The words put before the person")
    shown_digest = models.CharField(max_length=64, help_text="Of the story as it was shown; other words need a new yes")
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["given_on", "pk"]

    def __str__(self):
        return f"{self.text_id} {self.given_on}"


class TextEvent(models.Model):
    """What happened to a text: drafted, sent on, given back, published, read again, archived."""

    text = models.ForeignKey(ReviewedText, on_delete=models.CASCADE, related_name="events")
    version = models.ForeignKey(TextVersion, on_delete=models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.SlugField()
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["text", "-at"], name="text_event_by_text")]

    def __str__(self):
        return self.kind
