"""What somebody asked us, by any channel, before it belongs to a case."""

from django.db import models
from django.db.models import Q

from majup.network.models import Topic
from majup.places.models import Municipality, PlanningRegion
from majup.staff.models import User


class EnquiryQuerySet(models.QuerySet):
    def visible_to(self, user):
        scope = user.scope
        mine = Q(region__in=scope.regions) | Q(entered_by=user)
        return self.filter(mine | Q(region=None) if scope.common_queue else mine)

    def waiting(self):
        return self.filter(state__in=[Enquiry.State.NEW, Enquiry.State.TAKEN])


class Enquiry(models.Model):
    """One question from outside. Without a region it lies in the common queue, from which exactly one coordinator takes it."""

    class State(models.TextChoices):
        NEW = "new"
        TAKEN = "taken"
        ATTACHED = "attached"
        ANSWERED = "answered"
        PASSED_ON = "passed_on"

    region = models.ForeignKey(PlanningRegion, on_delete=models.PROTECT, null=True, blank=True, related_name="enquiries")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="enquiries")
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
    household_id_attached = models.BigIntegerField(null=True, blank=True, help_text="Household whose case took it up")
    form_key = models.CharField(max_length=64, unique=True, null=True, help_text="Makes a repeated POST harmless")

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["region", "state", "-received_at", "-id"], name="enquiry_queue"),
            models.Index(fields=["state", "-received_at", "-id"], name="enquiry_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                name="enquiry_taken_has_taker_and_region",
                condition=Q(state="new", taken_by=None) | Q(taken_by__isnull=False, region__isnull=False) | ~Q(state__in=["new", "taken"]),
            ),
            models.CheckConstraint(
                name="enquiry_attached_has_household",
                condition=Q(household_id_attached__isnull=False) | ~Q(state="attached"),
            ),
        ]


class Message(models.Model):
    """One e-mail of a thread, in or out."""

    class Direction(models.TextChoices):
        IN = "in"
        OUT = "out"

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="messages")
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
