"""What is known of a household for conditions; which new facts and openings fit which case. No ranks (SPE-04)."""

import json
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from majup.cases.models import Case
from majup.catalogue.models import Fact, FactVersion
from majup.intake.models import Enquiry
from majup.openings.models import Dwelling, State, Vacancy
from majup.people.models import Household, HouseholdShare
from majup.places.models import Municipality
from majup.plumbing.crypto import EncryptedTextField
from majup.staff.models import User


class HouseholdFacts(models.Model):
    """What some measure asks and the case does not hold: answers given while looking for what fits.

    `told` is {code of a rule field: value}; `not_known` lists fields that the family cannot answer, which are not asked
    again. What the case holds is read from the case each time and stands nowhere twice. Among the answers are income
    and disability: they are encrypted, and only the responsible region sees the row, as with wished support (PRV-05).
    """

    household = models.OneToOneField(Household, on_delete=models.CASCADE, related_name="told_facts")
    told_text = EncryptedTextField(help_text="JSON of `told`")
    not_known = models.JSONField(default=list)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    @property
    def told(self) -> dict[str, Any]:
        answers: dict[str, Any] = json.loads(self.told_text or "{}")
        return answers

    @told.setter
    def told(self, answers: dict[str, Any]) -> None:
        self.told_text = json.dumps(answers, sort_keys=True)


class MatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Matches of cases in the care of the user's regions, and of those shared with them (PRV-01)."""
        regions = user.scope.regions
        shared = HouseholdShare.objects.filter(
            household=models.OuterRef("household_id"), region__in=regions, ended_at=None
        )
        return self.filter(Q(household__region__in=regions) | models.Exists(shared))

    def open(self):
        """Not put aside, and still so: a vacancy or dwelling that can be had (EMP-01), a fact as it stands now."""
        holds = {"state": State.PUBLISHED, "valid_to__gte": timezone.localdate()}
        vacancy = Q(vacancy=None) | Q(**{f"vacancy__{name}": value for name, value in holds.items()})
        dwelling = Q(dwelling=None) | Q(**{f"dwelling__{name}": value for name, value in holds.items()})
        fact = Q(version=None) | Q(version__in=Fact.objects.available().values("current"))
        return self.filter(vacancy, dwelling, fact, dismissed_at=None)


ONE_THING = (
    Q(version__isnull=False, vacancy=None, dwelling=None)
    | Q(version=None, vacancy__isnull=False, dwelling=None)
    | Q(version=None, vacancy=None, dwelling__isnull=False)
)


class Match(models.Model):
    """A new or changed fact, vacancy or dwelling and a case that it fits, shown once (FUP-04)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="matches")
    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="matches")
    version = models.ForeignKey(FactVersion, on_delete=models.CASCADE, null=True, related_name="matches")
    vacancy = models.ForeignKey(Vacancy, on_delete=models.CASCADE, null=True, related_name="matches")
    dwelling = models.ForeignKey(Dwelling, on_delete=models.CASCADE, null=True, related_name="matches")
    more = models.PositiveIntegerField(default=0, help_text="Openings that fitted as well and are not listed")
    is_certain = models.BooleanField(help_text="Every condition is met; else something is still to be asked")
    found_at = models.DateTimeField()
    dismissed_at = models.DateTimeField(null=True)
    dismissed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = MatchQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-found_at", "-id"], condition=Q(dismissed_at=None), name="match_newest"),
            models.Index(fields=["household"], name="match_by_household"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "version"], name="match_once"),
            models.UniqueConstraint(fields=["case", "vacancy"], name="match_of_vacancy_once"),
            models.UniqueConstraint(fields=["case", "dwelling"], name="match_of_dwelling_once"),
            models.CheckConstraint(name="match_is_of_one_thing", condition=ONE_THING),
            models.CheckConstraint(
                name="match_dismissed_after_found",
                condition=Q(dismissed_at=None) | Q(dismissed_at__gte=F("found_at")),
            ),
        ]

    def __str__(self):
        return f"{self.case_id} {self.version_id or self.vacancy_id or self.dwelling_id}"

    @property
    def name(self) -> Any:
        """What the time line calls it: a name in every language, a title, or where a dwelling lies."""
        if self.version:
            return self.version.name
        if self.vacancy:
            return self.vacancy.title
        assert self.dwelling is not None  # noqa: S101 -- match_is_of_one_thing
        return ", ".join(str(part) for part in (self.dwelling.area, self.dwelling.municipality) if part)


class GrantInterest(models.Model):
    """A household's interest in one measure with money for a business, and what became of it (GRA-02).

    It begins with an enquiry from the public side or is written down in a case; an enquiry that a case took up is
    that household's. `answer` and `unmet` come from the check before any writing (GRA-03): yes, possibly, no, unknown
    or empty, and codes of the fields that were not met.
    """

    class Outcome(models.TextChoices):
        OPEN = "open"
        APPLIED = "applied"
        NOT_APPLIED = "not_applied"

    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="interests")
    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, null=True, related_name="interests")
    household = models.ForeignKey(Household, on_delete=models.CASCADE, null=True, related_name="interests")
    business = models.CharField(max_length=160, blank=True, help_text="Field of the idea, in the family's words")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, null=True, related_name="+")
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, help_text="Wished, in the currency")
    jobs = models.PositiveSmallIntegerField(null=True)
    answer = models.CharField(max_length=8, blank=True)
    unmet = models.JSONField(default=list)
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.OPEN)
    reason = models.SlugField(blank=True, help_text="Why they did not apply: grant_reasons of the pack")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-registered_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="interest_is_of_somebody", condition=Q(enquiry__isnull=False) | Q(household__isnull=False)
            ),
            models.CheckConstraint(
                name="interest_not_applied_says_why", condition=~Q(outcome="not_applied") | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="interest_settled_has_its_day", condition=Q(outcome="open") | Q(settled_at__isnull=False)
            ),
            models.UniqueConstraint(fields=["household", "fact"], name="interest_once_per_household"),
            models.UniqueConstraint(fields=["enquiry", "fact"], name="interest_once_per_enquiry"),
        ]

    def __str__(self):
        return f"{self.fact_id} {self.outcome}"


class LookedThrough(models.Model):
    """A version of a fact for which the cases have been looked through: a day later it is not news any more."""

    version = models.OneToOneField(FactVersion, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()


class NewOpening(models.Model):
    """A vacancy or dwelling that came up, or changed in what matches look at, since the worker last looked.

    Triggers write it, so that no way of writing openings can forget it. A row lives a minute and is about nobody;
    without foreign keys a file of 100,000 rows is not checked twice, and a row whose opening is gone matches nothing.
    """

    vacancy = models.ForeignKey(
        Vacancy, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, null=True, related_name="+"
    )
    dwelling = models.ForeignKey(
        Dwelling, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, null=True, related_name="+"
    )
    taken_at = models.DateTimeField(null=True)
