"""What a family does by itself on its own page: links to it, corrections, wishes for work, leaving or staying."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from majup.people.models import Household, Person
from majup.staff.models import User


class FamilyLink(models.Model):
    """The way of one adult to the family's page, in that adult's language. Only the token's digest is kept."""

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="family_links")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="family_links")
    digest = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=8)
    to_address = models.CharField(max_length=254, blank=True, help_text="Where it was sent; a new one goes there too")
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True, help_text="A newer link replaced it, or it was taken back")

    class Meta:
        indexes = [models.Index(fields=["household", "-made_at"], name="family_link_by_household")]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at=None), name="one_open_family_link_per_person"
            )
        ]

    def __str__(self):
        return f"{self.person_id} {self.made_at:%Y-%m-%d}"

    @property
    def is_expired(self) -> bool:
        return self.expires_at < timezone.now()


class Correction(models.Model):
    """What a member says is wrong and what would be right; the coordinator takes it over with one press (ADR 16)."""

    class State(models.TextChoices):
        OPEN = "open"
        TAKEN = "taken"
        DECLINED = "declined"

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="corrections")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="corrections", help_text="Whom it is of")
    said_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    field = models.SlugField(help_text="Column of the member, or a kind of contact point, or the country")
    before = models.CharField(max_length=200, blank=True)
    value = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    reason = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "field"], condition=Q(state="open"), name="one_open_correction_per_field"
            ),
            models.CheckConstraint(name="declined_correction_says_why", condition=~Q(state="declined") | ~Q(reason="")),
        ]

    def __str__(self):
        return f"{self.person_id} {self.field}"


class Informed(models.Model):
    """Whether the family has all the information it needs, in its own judgement (Q-R4)."""

    household = models.OneToOneField(Household, on_delete=models.CASCADE, related_name="informed")
    is_yes = models.BooleanField()
    missing = models.TextField(blank=True, help_text="What they still look for, in their own words")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return f"{self.household_id} {self.is_yes}"


class JobWish(models.Model):
    """What an adult asks of work, the dearest first (Q-R20)."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="job_wish")
    demands = models.JSONField(default=list, help_text="Codes of the pack's list job_demands in the person's own order")
    note = models.CharField(max_length=500, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return str(self.person_id)


class ErasureRequest(models.Model):
    """A member asks that everything be erased; the coordinator carries it out or says why not (PRV-04)."""

    class State(models.TextChoices):
        OPEN = "open"
        DONE = "done"
        REFUSED = "refused"
        TAKEN_BACK = "taken_back"

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="erasure_requests")
    said_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    reason = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["household"], condition=Q(state="open"), name="one_open_erasure_request_per_household"
            ),
            models.CheckConstraint(name="refused_erasure_says_why", condition=~Q(state="refused") | ~Q(reason="")),
        ]

    def __str__(self):
        return f"{self.household_id} {self.state}"


class KeepQuestion(models.Model):
    """After long silence somebody of the family is asked whether to keep the case (PRV-07)."""

    class Answer(models.TextChoices):
        NONE = ""
        KEEP = "keep"
        ERASE = "erase"

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="keep_questions")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    answer = models.CharField(max_length=8, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="keep_answer_has_its_time",
                condition=Q(answer="", answered_at=None) | ~Q(answer="") & Q(answered_at__isnull=False),
            )
        ]

    def __str__(self):
        return f"{self.household_id} {self.answer}"
