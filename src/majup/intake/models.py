"""What somebody asked us, by any channel, before it belongs to a case."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from majup.network.models import Topic
from majup.places.models import Municipality, PlanningRegion
from majup.staff.models import User

VIA_MUNICIPALITY = "via_municipality"
UNTAKEN = ["new", "passed_on"]
WAITING = [*UNTAKEN, "taken"]


class EnquiryQuerySet(models.QuerySet):
    def visible_to(self, user):
        scope = user.scope
        mine = Q(region__in=scope.regions) | Q(entered_by=user)
        return self.filter(mine | Q(region=None) if scope.common_queue else mine)

    def waiting(self):
        """Those that somebody still has to answer or take up."""
        return self.filter(state__in=WAITING)

    def untaken(self):
        return self.filter(state__in=UNTAKEN)

    def due(self, day):
        """Taken ones that cannot wait: due by `day`, or the sender has written again, or our answer came back."""
        pressing = Q(due_on__lte=day) | Q(wrote_again_at__isnull=False) | Q(bounced_at__isnull=False)
        return self.filter(pressing, state="taken")


class Enquiry(models.Model):
    """One question from outside. Without a region it lies in the common queue, from which exactly one person takes it.

    "Passed on" waits in the queue of its new region like a new one, and says that somebody else had it before.
    """

    class State(models.TextChoices):
        NEW = "new"
        TAKEN = "taken"
        ATTACHED = "attached"
        ANSWERED = "answered"
        PASSED_ON = "passed_on"

    region = models.ForeignKey(
        PlanningRegion, on_delete=models.PROTECT, null=True, blank=True, related_name="enquiries"
    )
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="enquiries"
    )
    places = models.ManyToManyField(
        Municipality, blank=True, related_name="+", help_text="All that were named, when more than one was (B-02)"
    )
    channel = models.SlugField()
    category = models.SlugField(blank=True)
    approached_by_us = models.BooleanField(default=False)
    language = models.CharField(max_length=8)
    name = models.CharField(max_length=160, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=32, blank=True)
    social = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=2, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    topics = models.ManyToManyField(Topic, blank=True, related_name="enquiries")
    heard_from = models.SlugField(blank=True)
    page = models.CharField(max_length=200, blank=True)
    is_missed_call = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=State.choices, default=State.NEW)
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    received_at = models.DateTimeField()
    due_on = models.DateField(help_text="An answer in substance is owed by this day (N-39)")
    first_answer_at = models.DateTimeField(null=True, blank=True)
    wrote_again_at = models.DateTimeField(
        null=True, blank=True, help_text="The sender wrote after us and nobody has answered that yet"
    )
    bounced_at = models.DateTimeField(
        null=True, blank=True, help_text="Our answer came back: the address does not work"
    )
    household_id_attached = models.BigIntegerField(null=True, blank=True, help_text="Household whose case took it up")
    form_key = models.CharField(max_length=64, unique=True, null=True, help_text="Makes a repeated POST harmless")

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["region", "state", "-received_at", "-id"], name="enquiry_queue"),
            models.Index(fields=["state", "-received_at", "-id"], name="enquiry_newest"),
            models.Index(fields=["-received_at", "-id"], name="enquiry_by_time"),
            models.Index(fields=["-received_at", "-id"], name="enquiry_waiting", condition=Q(state__in=WAITING)),
            models.Index(fields=["entered_by", "-received_at", "-id"], name="enquiry_by_enterer"),
        ]
        constraints = [
            models.CheckConstraint(
                name="enquiry_taken_has_taker_and_region",
                condition=Q(state="new", taken_by=None)
                | Q(taken_by__isnull=False, region__isnull=False)
                | ~Q(state__in=["new", "taken"]),
            ),
            models.CheckConstraint(
                name="enquiry_attached_has_household",
                condition=Q(household_id_attached__isnull=False) | ~Q(state="attached"),
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def reference(self) -> str:
        return f"E-{self.pk}"

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING

    @property
    def is_untaken(self) -> bool:
        return self.state in UNTAKEN

    @property
    def came_from_municipality(self) -> bool:
        """Somebody at a municipality wrote it down and passed it on."""
        return self.channel == VIA_MUNICIPALITY and self.entered_by_id is not None

    @property
    def is_overdue(self) -> bool:
        return self.is_waiting and self.due_on < timezone.localdate()


class EnquiryEvent(models.Model):
    """What happened to an enquiry, written by hand in the action's transaction; users see it on its page."""

    class Kind(models.TextChoices):
        RECEIVED = "received"
        ENTERED = "entered"
        TAKEN = "taken"
        PASSED_ON = "passed_on"
        ANSWERED = "answered"
        ASKED_BACK = "asked_back"
        ATTACHED = "attached"
        WROTE_AGAIN = "wrote_again"
        BOUNCED = "bounced"
        CHANGED = "changed"

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    note = models.TextField(blank=True, help_text="Words for colleagues, or the answer that was given by voice")
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.kind} {self.at:%Y-%m-%d}"


class AskedFrom(models.Model):
    """When a question came from a network or mail address: for a day, and only a keyed digest of the address."""

    digest = models.CharField(max_length=64, db_collation="C")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["digest", "at"], name="asked_from_by_digest")]

    def __str__(self):
        return self.digest[:8]


class Message(models.Model):
    """One e-mail of a thread, in or out: of an enquiry, or of a household when it answers what its case sent."""

    class Direction(models.TextChoices):
        IN = "in"
        OUT = "out"

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, null=True, blank=True, related_name="messages")
    household_id = models.BigIntegerField(null=True, blank=True)
    direction = models.CharField(max_length=3, choices=Direction.choices)
    message_id = models.CharField(max_length=400, unique=True)
    in_reply_to = models.CharField(max_length=400, blank=True)
    references = models.JSONField(default=list)
    from_address = models.CharField(max_length=320)
    to_address = models.CharField(max_length=320)
    subject = models.CharField(max_length=400, blank=True)
    text = models.TextField(blank=True)
    is_automatic = models.BooleanField(default=False)
    is_bounce = models.BooleanField(default=False)
    at = models.DateTimeField()
    raw_sha256 = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    filed_in_case = models.BooleanField(default=False, help_text="The case stage has put it on the time line")

    class Meta:
        ordering = ["at", "pk"]
        indexes = [
            models.Index(
                fields=["id"], name="message_to_file", condition=Q(filed_in_case=False, household_id__isnull=False)
            ),
            models.Index(
                fields=["household_id", "at"], name="message_by_household", condition=Q(household_id__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="message_belongs_somewhere", condition=Q(enquiry__isnull=False) | Q(household_id__isnull=False)
            )
        ]

    def __str__(self):
        return self.message_id


class Attachment(models.Model):
    """A file that came with a message; refused ones keep their name and the reason, not the content."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=120, blank=True)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, blank=True)
    refused = models.SlugField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="attachment_kept_or_refused", condition=~Q(sha256="", refused="") & (Q(sha256="") | Q(refused=""))
            )
        ]

    def __str__(self):
        return self.name
