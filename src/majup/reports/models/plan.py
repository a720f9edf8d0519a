"""Tasks of the plan for work with the diaspora, proposals for improvement, yearly statements of municipalities."""

from django.db import models
from django.db.models import F, Q

from majup.network.models import Institution
from majup.places.models import Municipality, PlanningRegion
from majup.staff.models import User


class Plan(models.Model):
    """A plan of the government, from its first to its last day."""

    code = models.SlugField(unique=True)
    name = models.JSONField()
    valid_from = models.DateField()
    valid_to = models.DateField()
    source = models.TextField()
    note = models.JSONField(default=dict)

    class Meta:
        ordering = ["-valid_from"]
        constraints = [models.CheckConstraint(name="plan_days_in_order", condition=Q(valid_to__gte=F("valid_from")))]


class PlanTask(models.Model):
    """One task of a plan (B-58)."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="tasks")
    code = models.SlugField(unique=True)
    text = models.JSONField()
    source = models.TextField()
    note = models.JSONField(default=dict)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]


class TaskInstitution(models.Model):
    """Who is responsible for a task, or responsible with others: an institution of the directory, or a name."""

    task = models.ForeignKey(PlanTask, on_delete=models.CASCADE, related_name="institutions")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.JSONField(default=dict, help_text="Localized, where the directory has no such institution")
    is_lead = models.BooleanField()
    source = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", help_text="null: the pack")
    at = models.DateTimeField(auto_now_add=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-is_lead", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="task_institution_is_named",
                condition=Q(institution__isnull=False, name={}) | (Q(institution=None) & ~Q(name={})),
            ),
            models.UniqueConstraint(
                fields=["task", "institution"], name="task_institution_once", condition=Q(institution__isnull=False)
            ),
        ]


class TaskNote(models.Model):
    """What was done for a task in a year, as the ministry wrote it down."""

    task = models.ForeignKey(PlanTask, on_delete=models.CASCADE, related_name="notes")
    year = models.PositiveSmallIntegerField()
    text = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-year", "-at"]


class Proposal(models.Model):
    """What a region or a coordinator proposes to do better; the ministry answers and follows it (B-56, N-5)."""

    class State(models.TextChoices):
        NEW = "new"
        ACCEPTED = "accepted"
        IN_WORK = "in_work"
        DONE = "done"
        DECLINED = "declined"

    region = models.ForeignKey(PlanningRegion, on_delete=models.PROTECT, null=True, related_name="+")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, null=True, related_name="+")
    task = models.ForeignKey(PlanTask, on_delete=models.SET_NULL, null=True, related_name="proposals")
    title = models.CharField(max_length=160)
    text = models.TextField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.NEW)
    due_on = models.DateField(null=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(name="proposal_says_what", condition=~Q(title="") & ~Q(text="")),
        ]


class ProposalStep(models.Model):
    """What became of a proposal, and when: every answer is a row and stays."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=12, choices=Proposal.State.choices)
    text = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(name="proposal_answer_has_words", condition=~Q(text=""))]


class MunicipalStatement(models.Model):
    """What a municipality says for a year: money for return, and how many measures in five years (K-M12, K-M13)."""

    class Money(models.TextChoices):
        NONE = "none"
        PART = "part"
        SEPARATE = "separate"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="statements")
    year = models.PositiveSmallIntegerField()
    money = models.CharField(max_length=8, choices=Money.choices, blank=True, help_text="Empty: not known")
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    measures = models.JSONField(default=dict, help_text="By class: a number, or null where nobody knows")
    reason = models.SlugField(blank=True, help_text="Of the closed list, when there was no measure")
    note = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-year", "-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="statement_amount_belongs_to_own_line",
                condition=Q(amount=None) | Q(money="separate", amount__gte=0),
            ),
        ]
