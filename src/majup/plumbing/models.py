"""Mail that leaves us: written with the change that asks for it, sent by the worker, kept as proof of what was said."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone


class OutgoingMailQuerySet(models.QuerySet):
    def due(self, moment: datetime):
        return self.filter(state=OutgoingMail.State.WAITING, next_attempt_at__lte=moment)

    def delayed(self):
        """Not sent although it was tried: what the desk shows while the mail server is down."""
        return self.filter(Q(state=OutgoingMail.State.WAITING, attempts__gt=0) | Q(state=OutgoingMail.State.FAILED))


class OutgoingMail(models.Model):
    """One mail to one address. Leaves at least once, always with the same Message-ID."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        FAILED = "failed"

    message_id = models.CharField(max_length=255, unique=True, help_text="With angle brackets, fixed when queued")
    key = models.CharField(
        max_length=200, unique=True, null=True, help_text="What caused it; the same key again queues nothing"
    )
    purpose = models.SlugField(max_length=60)
    from_address = models.CharField(max_length=254)
    from_name = models.CharField(max_length=200, blank=True)
    to_address = models.CharField(max_length=254)
    subject = models.CharField(max_length=400)
    text = models.TextField()
    html = models.TextField(blank=True)
    in_reply_to = models.CharField(max_length=998, blank=True)
    references = models.JSONField(default=list, help_text="Message-IDs of the thread, oldest first")
    attachments = models.JSONField(default=list, help_text="[{name, sha256, content_type}], contents in DOCUMENTS_DIR")
    language = models.CharField(max_length=8)
    automatic = models.BooleanField(default=False, help_text="Not written by hand: machines must not answer")
    unsubscribe_url = models.CharField(
        max_length=500, blank=True, help_text="One press there ends letters of this kind (RFC 8058); gone once it left"
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    links_removed = models.BooleanField(default=False, help_text="It left; the secrets of its links are no longer here")
    created_at = models.DateTimeField(default=timezone.now)
    region_id = models.BigIntegerField(null=True, help_text="In whose name it goes")
    household_id = models.BigIntegerField(null=True, help_text="Whom it is about")

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=Q(state="waiting"), name="outgoing_mail_due"),
            models.Index(fields=["household_id", "-created_at"], name="outgoing_mail_by_household"),
            models.Index(
                fields=["region_id", "-created_at"], condition=~Q(state="sent"), name="outgoing_mail_unsent_by_region"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="outgoing_mail_state_known", condition=Q(state__in=["waiting", "sent", "failed"])
            ),
            models.CheckConstraint(
                name="outgoing_mail_sent_has_its_time",
                condition=Q(state="sent", sent_at__isnull=False) | ~Q(state="sent") & Q(sent_at__isnull=True),
            ),
            models.CheckConstraint(
                name="outgoing_mail_waiting_has_next_attempt",
                condition=Q(state="waiting", next_attempt_at__isnull=False)
                | ~Q(state="waiting") & Q(next_attempt_at__isnull=True),
            ),
            models.CheckConstraint(
                name="outgoing_mail_has_both_ends", condition=~Q(to_address="") & ~Q(from_address="")
            ),
        ]

    def __str__(self):
        return self.message_id


class PublicChange(models.Model):
    """One statement that changed public facts; see plumbing/public_version.py. Written by triggers alone."""

    id = models.BigAutoField(primary_key=True)
