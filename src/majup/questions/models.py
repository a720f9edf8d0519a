"""What we ask a municipality or institution about one need, where the question went, and what came back."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone

from majup.cases.models import Case, Need
from majup.catalogue.models import Fact
from majup.network.models import Role, Topic
from majup.openings.models import Employer, Vacancy
from majup.people.models import Household, HouseholdShare, Person
from majup.places.models import Municipality, PlanningRegion
from majup.plumbing.crypto import EncryptedTextField
from majup.staff.models import User


class AnswerForm(models.Model):
    """The short form for a group of topics, from the pack: what is asked back, and what is usually shown for it.

    `fields` is a list of {code, kind, label, hint, required}; kinds are choice, number, money, date, line and text.
    `letter` is the label in the offer where it should not read as a question.
    `share` lists the facts that are ticked at first on the ask page. The form without topics serves all others.
    """

    code = models.SlugField(unique=True)
    topics = models.ManyToManyField(Topic, blank=True, related_name="answer_forms")
    fields = models.JSONField()
    share = models.JSONField(default=list)

    def __str__(self):
        return self.code


class Search(models.Model):
    """One need asked about in several places at once, and what came of it (K-C6)."""

    class Outcome(models.TextChoices):
        FOUND = "found"
        PARTLY = "partly"
        NOT_FOUND = "not_found"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="searches")
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="searches")
    started_at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    note = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="search_closed_has_outcome",
                condition=Q(closed_at=None, outcome="") | Q(closed_at__isnull=False) & ~Q(outcome=""),
            )
        ]

    def __str__(self):
        return str(self.pk)


class State(models.TextChoices):
    SENT = "sent"
    SEEN = "seen"
    PASSED_ON = "passed_on"
    PARTLY = "partly"
    ANSWERED = "answered"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


WAITING = [State.SENT, State.SEEN, State.PASSED_ON]
OPEN = [*WAITING, State.PARTLY]
CLOSED = [State.ANSWERED, State.REFUSED, State.WITHDRAWN]


PLACES = ("municipality", "institution", "region")


class QuestionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Questions of the user's regions and of cases shared with them, and those put to roles the user holds.

        What tells of a wished support stays with the responsible region and the addressee (PRV-05).
        """
        scope = user.scope
        shared = HouseholdShare.objects.filter(
            household=models.OuterRef("household_id"), region__in=scope.regions, ended_at=None
        )
        mine = Q(region__in=scope.regions) | Q(role__in=scope.roles) | Q(escalated_to__in=scope.roles)
        return self.filter(mine | Q(tells_support=False) & models.Exists(shared))

    def in_care_of(self, user):
        """Questions of the user's own regions; those of cases only shared with them stand on the page of the case."""
        return self.filter(region__in=user.scope.regions)

    def asked_of(self, user):
        """Questions that stand with the roles the user holds, or were brought to them because nobody answered."""
        return self.filter(Q(role__in=user.scope.roles) | Q(escalated_to__in=user.scope.roles))

    def with_names(self):
        """What a list shows beside the question itself; each in a query of its own, for planning one join of all takes
        longer than running it."""
        roles = [f"role__{place}" for place in PLACES]
        return self.prefetch_related("case", "topic", "form", "municipality", *roles, "escalated_to__municipality")

    def with_answers(self):
        """The chain and the answers besides, with the names of their roles."""
        told = [f"{rows}__role__{place}" for rows in ("stops", "answers") for place in PLACES]
        return self.with_names().prefetch_related(*told)

    def open(self):
        return self.filter(state__in=OPEN)

    def waiting(self):
        return self.filter(state__in=WAITING)

    def overdue(self, day: date | None = None):
        """Nobody has answered, not even in part, and the day by which it was asked has passed."""
        return self.waiting().filter(due_on__lt=day or timezone.localdate())


class Question(models.Model):
    """One question about one need, standing with one role at a time.

    `shown` is what the other side sees besides the text, frozen when sent (REF-06): [{key, value}]. A wished support is
    kept apart and encrypted. `previous` is the last answer this role gave on the topic: {answered_on, form, text}.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="questions")
    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="questions")
    region = models.ForeignKey(
        PlanningRegion, on_delete=models.PROTECT, related_name="+", help_text="Follows the household by foreign key"
    )
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="questions")
    search = models.ForeignKey(Search, on_delete=models.SET_NULL, null=True, blank=True, related_name="questions")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+")
    role = models.ForeignKey(
        Role, on_delete=models.PROTECT, related_name="questions", help_text="With whom it stands now"
    )
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    form = models.ForeignKey(AnswerForm, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    language = models.CharField(max_length=8)
    shown = models.JSONField(default=list)
    support = EncryptedTextField(blank=True, help_text="Support wished, told in this question alone (PRV-05)")
    tells_support = models.BooleanField(default=False, help_text="Whether `support` says something")
    previous = models.JSONField(default=dict)
    referral = models.SlugField(blank=True, help_text="Why a returnee is sent to this institution (B-63)")
    state = models.CharField(max_length=10, choices=State.choices, default=State.SENT)
    reason = models.TextField(blank=True, help_text="Why refused or withdrawn")
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    escalate_on = models.DateField(help_text="Second deadline: goes to the specialist and the regional administration")
    seen_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    escalated_to = models.ForeignKey(Role, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    form_key = models.CharField(max_length=120, unique=True, null=True, help_text="Makes a repeated POST harmless")

    objects = QuestionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["case", "-sent_at", "-id"], name="question_by_case"),
            models.Index(
                fields=["region", "due_on", "id"], name="question_open_in_region", condition=Q(state__in=OPEN)
            ),
            models.Index(fields=["region", "due_on", "id"], name="question_by_due_in_region"),
            models.Index(fields=["region", "state", "due_on", "id"], name="question_by_state_in_region"),
            models.Index(fields=["role", "due_on", "id"], name="question_by_role"),
            models.Index(fields=["due_on"], name="question_due", condition=Q(state__in=WAITING)),
            models.Index(fields=["municipality", "topic"], name="question_by_place_and_topic"),
        ]
        constraints = [
            models.CheckConstraint(
                name="question_closed_has_its_time",
                condition=Q(state__in=CLOSED, closed_at__isnull=False) | Q(state__in=OPEN, closed_at=None),
            ),
            models.CheckConstraint(
                name="question_refused_or_withdrawn_says_why",
                condition=~Q(state__in=[State.REFUSED, State.WITHDRAWN]) | ~Q(reason=""),
            ),
            models.CheckConstraint(name="question_has_text", condition=~Q(text="")),
            models.CheckConstraint(
                name="question_escalates_after_it_is_due", condition=Q(escalate_on__gte=models.F("due_on"))
            ),
        ]

    def __str__(self):
        return f"P-{self.pk}"

    @property
    def reference(self) -> str:
        return f"P-{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING

    @property
    def is_private(self) -> bool:
        """It may tell of health or special education: no words on the time line, no topic in mail to us (PRV-05)."""
        return self.tells_support or self.topic.support_wish

    @property
    def is_overdue(self) -> bool:
        return self.is_waiting and self.due_on < timezone.localdate()


class QuestionStop(models.Model):
    """One addressee in the chain of a question, so that pushing it around becomes visible (REF-08)."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="stops")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    holder_name = models.CharField(
        max_length=120, blank=True, help_text="Who acted in the role that day; empty: nobody"
    )
    is_deputy = models.BooleanField(default=False)
    instead_of = models.ForeignKey(
        Role,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Role that nobody holds (NET-05)",
    )
    by_name = models.CharField(max_length=160, help_text="Who sent it here")
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.question_id}: {self.role}"


class QuestionLink(models.Model):
    """A way into one question without account: one for each role it was sent to; only the token's digest is kept."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="links")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    def __str__(self):
        return f"{self.question_id}: {self.role}"


class Answer(models.Model):
    """What a role answered; may be changed until it stands in an offer. `form` holds {field code: value}."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="answers")
    form = models.JSONField(default=dict)
    text = models.TextField(blank=True)
    is_part = models.BooleanField(default=False, help_text="The rest is still to come")
    for_others = models.BooleanField(default=False, help_text="Holds for other families too, names nobody (REF-10)")
    valid_until = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_by_name = models.CharField(max_length=160)
    used_at = models.DateTimeField(
        null=True, blank=True, help_text="When it first went into an offer; fixed from then on"
    )
    fact = models.ForeignKey(
        Fact, on_delete=models.SET_NULL, null=True, related_name="answers", help_text="Draft it became (REF-10)"
    )
    versions = models.JSONField(default=list, help_text="Earlier wordings: [{form, text, is_part, at, by_name}]")

    class Meta:
        ordering = ["-answered_at", "-pk"]
        indexes = [models.Index(fields=["role", "-answered_at"], name="answer_by_role")]
        constraints = [
            models.UniqueConstraint(fields=["question", "role"], name="one_answer_per_role"),
            models.CheckConstraint(name="answer_says_something", condition=~Q(form={}, text="")),
        ]

    def __str__(self):
        return f"{self.question} {self.answered_at:%Y-%m-%d}"


class Introduction(models.Model):
    """A person agreed that one employer may learn of them (EMP-07); without such a row no employer sees anything.

    `shown` is what this employer sees, as agreed: [{key, value}]. Taken back, the employer sees nothing any more.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="introductions")
    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="introductions")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="introductions")
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="introductions")
    vacancy = models.ForeignKey(Vacancy, on_delete=models.PROTECT, null=True, related_name="introductions")
    shown = models.JSONField(default=list)
    agreed_on = models.DateField()
    how = models.CharField(max_length=200, help_text="How the person said so")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "employer"], condition=Q(withdrawn_at=None), name="introduced_once_to_an_employer"
            )
        ]

    def __str__(self):
        return f"{self.person_id} {self.employer_id}"
