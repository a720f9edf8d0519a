"""The profile of a municipality: the same questions for all, answered by its specialist; and what families weigh."""

from django.db import models
from django.db.models import Q

from majup.places.models import Municipality
from majup.staff.models import User


class Block(models.Model):
    """One part of the fixed structure; its general words stand where a municipality has entered nothing (MUN-01)."""

    code = models.SlugField(unique=True)
    name = models.JSONField()
    general = models.JSONField()
    links = models.JSONField(default=list, help_text="[{label, url}]")
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]

    def __str__(self):
        return self.code


class Question(models.Model):
    """One of the standard questions, the same for every municipality (MUN-02)."""

    class Kind(models.TextChoices):
        TEXT = "text"
        LINES = "lines"
        CHOICE = "choice"
        NUMBER = "number"
        LINK = "link"

    block = models.ForeignKey(Block, on_delete=models.PROTECT, related_name="questions")
    code = models.SlugField(unique=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    label = models.JSONField()
    hint = models.JSONField(null=True)
    options = models.JSONField(default=list, help_text="[{code, name, score}]; score from 0 to 1 for the place finder")
    stale_months = models.PositiveSmallIntegerField(null=True, help_text="After how long the answer grows old (Q-M2)")
    is_searchable = models.BooleanField(default=False, help_text="Coordinators search by it (MUN-06)")
    criterion = models.SlugField(blank=True, help_text="What of the place finder it answers")
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]

    def __str__(self):
        return self.code

    def option(self, code: str) -> dict | None:
        return next((option for option in self.options if option["code"] == code), None)


class AnswerQuerySet(models.QuerySet):
    def current(self):
        return self.filter(replaced_at=None)


class Answer(models.Model):
    """What a municipality says to a question; a later answer replaces it and leaves it readable."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="profile_answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    text = models.JSONField(default=dict, help_text="Localized; of lines, one a line")
    choice = models.SlugField(blank=True)
    number = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    link = models.URLField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    confirmed_on = models.DateField(help_text="Last day on which somebody looked and found it right")
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    replaced_at = models.DateTimeField(null=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "question"], condition=Q(replaced_at=None), name="one_current_profile_answer"
            ),
            models.CheckConstraint(
                name="profile_answer_says_something",
                condition=~Q(text={}) | ~Q(choice="") | Q(number__isnull=False) | ~Q(link=""),
            ),
        ]

    def __str__(self):
        return f"{self.municipality_id} {self.question_id}"


class Criterion(models.Model):
    """A reason by which a family may weigh places. Conditions and what draws people are kept apart (Q-R9)."""

    class Group(models.TextChoices):
        CONDITION = "condition"
        PULL = "pull"

    code = models.SlugField(unique=True)
    name = models.JSONField()
    group = models.CharField(max_length=12, choices=Group.choices)
    importance = models.PositiveSmallIntegerField(help_text="0-5, where the family has not said otherwise")
    share = models.FloatField(null=True, help_text="Share of returnees who named it; empty: no figure, 2 is neutral")
    applies_if = models.SlugField(blank=True, help_text="A fact of the household")
    applies_if_not = models.BooleanField(default=False, help_text="Applies when that fact does not hold")
    sources = models.JSONField(help_text="[{kind, code}] in the order of preference: answer, indicator, contact, own")
    source = models.TextField()
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [models.CheckConstraint(name="importance_from_0_to_5", condition=Q(importance__lte=5))]

    def __str__(self):
        return self.code


class FinderFrame(models.Model):
    """What the place finder asks besides: facts of the household, places of work; what a comparison shows. One row."""

    settings = models.JSONField()
