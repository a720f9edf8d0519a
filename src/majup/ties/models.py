"""Ties with a municipality from afar: its news by mail for who asked for them (K-P13), ideas sent to it (K-P12)."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from majup.network.models import Role
from majup.places.models import Municipality
from majup.plumbing.crypto import EncryptedTextField
from majup.staff.models import User


class SubscriptionQuerySet(models.QuerySet):
    def due(self, before: datetime):
        """Confirmed, and not written to since `before`."""
        return self.filter(Q(told_at=None) | Q(told_at__lt=before), confirmed_at__lt=before)


class Subscription(models.Model):
    """Somebody who wants a municipality's news by mail. The address is encrypted; the row goes when they opt out."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="subscriptions")
    language = models.CharField(max_length=8)
    email = EncryptedTextField()
    digest = models.CharField(max_length=64, help_text="Keyed digest of the address: the same one is asked once")
    made_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, help_text="Until then nothing is sent but the request to confirm")
    told_at = models.DateTimeField(null=True, help_text="Up to when news have been told")

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["told_at"], name="subscription_due")]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "digest"], name="subscription_once_per_municipality")
        ]

    def __str__(self):
        return f"{self.municipality_id} {self.pk}"


class IdeaQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Ideas sent to the roles that the user holds."""
        return self.filter(role__in=user.scope.roles)


class Idea(models.Model):
    """An idea or good practice that somebody abroad sends to a municipality; its specialist reads and answers."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="ideas")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="ideas", help_text="Who answers it")
    title = models.CharField(max_length=120)
    text = models.TextField()
    name = models.CharField(max_length=160, blank=True)
    email = models.EmailField(blank=True, help_text="Forgotten with the answer")
    language = models.CharField(max_length=8)
    at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    form_key = models.CharField(max_length=64, unique=True, null=True)

    objects = IdeaQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["role", "-at", "-id"], name="idea_by_role")]
        constraints = [
            models.CheckConstraint(
                name="answered_idea_has_its_answer",
                condition=Q(answered_at=None, answer="") | Q(answered_at__isnull=False) & ~Q(answer=""),
            )
        ]

    def __str__(self):
        return self.title
