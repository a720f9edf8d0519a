"""Links of owners, what happened to entries, and files on their way in."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from majup.openings.models.base import Source
from majup.openings.models.events import PublicEvent
from majup.openings.models.homes import Dwelling
from majup.openings.models.work import Employer, SpecialistRequest, Vacancy
from majup.places.models import Municipality
from majup.staff.models import User


class OpeningLink(models.Model):
    """A way in without account: to one employer's entries, or to one dwelling. Only the token's digest is kept."""

    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, null=True, related_name="links")
    dwelling = models.ForeignKey(Dwelling, on_delete=models.CASCADE, null=True, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="opening_link_opens_one_thing",
                condition=Q(employer__isnull=False, dwelling=None) | Q(employer=None, dwelling__isnull=False),
            )
        ]

    def __str__(self):
        return str(self.employer or self.dwelling)


class OpeningEvent(models.Model):
    """What happened to an entry, by whom; `by` is empty when its owner did it by the link."""

    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, null=True, related_name="events")
    vacancy = models.ForeignKey(Vacancy, on_delete=models.CASCADE, null=True, related_name="events")
    dwelling = models.ForeignKey(Dwelling, on_delete=models.CASCADE, null=True, related_name="events")
    request = models.ForeignKey(SpecialistRequest, on_delete=models.CASCADE, null=True, related_name="events")
    public_event = models.ForeignKey(PublicEvent, on_delete=models.CASCADE, null=True, related_name="events")
    kind = models.SlugField(max_length=40)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.kind


class Reading(models.Model):
    """One file of a source on its way in: read, checked without writing, then taken over whole or not at all."""

    class State(models.TextChoices):
        MAPPING = "mapping"
        CHECKING = "checking"
        CHECKED = "checked"
        IMPORTING = "importing"
        DONE = "done"
        FAILED = "failed"
        DROPPED = "dropped"

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="readings")
    kind = models.CharField(max_length=8, choices=[(kind, kind) for kind in ("vacancy", "dwelling", "forecast")])
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, help_text="Where every row lies, when the file says no place"
    )
    file_name = models.CharField(max_length=160)
    sha256 = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict, help_text="{field: column of the file}")
    header = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.MAPPING)
    code = models.SlugField(blank=True, help_text="Why it failed")
    rows = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    good = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    ended = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-at", "-id"], name="reading_newest")]

    def __str__(self):
        return self.file_name


class ReadingProblem(models.Model):
    """One cell of a file that could not be taken as it is. `is_note`: the row went in, and this part stays unknown."""

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="problems")
    line = models.PositiveIntegerField(help_text="In the file, the header being line 1")
    column = models.CharField(max_length=160)
    value = models.CharField(max_length=200)
    code = models.SlugField()
    is_note = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["reading", "line", "id"], name="reading_problem_by_line")]

    def __str__(self):
        return f"{self.line} {self.column} {self.code}"
