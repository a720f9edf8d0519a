"""People who work in the system, what they looked at, and what was changed."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from majup.staff.roles import Permission
from majup.staff.scope import NOBODY, Scope


class UserManager(BaseUserManager["User"]):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """Whoever acts for the Latvian side. What a user may do follows from the roles held today, never from this row."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=8, default="lv")
    is_active = models.BooleanField(default=True)
    is_admin = models.BooleanField(default=False, help_text="Names roles and holders; sees no case")
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    # Set for the length of a request or job by `network.queries.equip`; empty means: sees and may nothing.
    scope: Scope = NOBODY
    permissions: frozenset[Permission] = frozenset()

    def __str__(self):
        return self.name

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions


class AccessLog(models.Model):
    """One row for every view of personal data (PRV-03)."""

    at = models.DateTimeField(auto_now_add=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    visitor = models.CharField(max_length=40, blank=True, help_text="Which link was used when nobody was signed in")
    household_id = models.BigIntegerField(null=True)
    record = models.CharField(max_length=80)
    page = models.CharField(max_length=60)

    class Meta:
        indexes = [models.Index(fields=["household_id", "-at"], name="access_by_household")]


class History(models.Model):
    """Row before each change, written by a database trigger for investigators; never shown in daily work."""

    at = models.DateTimeField()
    user_id = models.BigIntegerField(null=True)
    table = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    household_id = models.BigIntegerField(null=True)
    operation = models.CharField(max_length=1)
    before = models.JSONField()

    class Meta:
        indexes = [
            models.Index(fields=["table", "row_id", "-at"], name="history_by_row"),
            models.Index(fields=["household_id"], name="history_by_household"),
        ]
