"""Employers, vacancies, workers needed later, requests for specialists."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from majup.openings.models.base import Answer, EntryQuerySet, Moderated, Source, State
from majup.places.models import Municipality
from majup.staff.models import User


class Employer(Moderated):
    """A company or public body of a municipality, found also where no vacancy is open (EMP-02)."""

    class Sector(models.TextChoices):
        PRIVATE = "private"
        PUBLIC = "public"

    class Agreement(models.TextChoices):
        """On flats of the municipality for the employer's specialists (K-E6)."""

        NONE = ""
        ASKED = "asked"
        SIGNED = "signed"
        ENDED = "ended"

    name = models.CharField(max_length=160)
    folded = models.CharField(max_length=160, db_collation="C", db_index=True)
    registration_number = models.CharField(max_length=16, blank=True)
    field = models.SlugField(blank=True, help_text="Field of work, from the pack")
    size = models.SlugField(blank=True, help_text="From the pack; empty: not known")
    sector = models.CharField(max_length=8, choices=Sector.choices)
    contact = models.CharField(max_length=160, blank=True, help_text="Whom job seekers ask, as a role: personnel")
    phone = models.CharField(max_length=32, blank=True)
    mailbox = models.EmailField(blank=True)
    website = models.URLField(blank=True)
    about = models.TextField(blank=True)
    agreement = models.CharField(max_length=8, choices=Agreement.choices, blank=True)
    agreement_on = models.DateField(null=True, blank=True)
    agreement_note = models.TextField(blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["folded", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration_number"], condition=~Q(registration_number=""), name="employer_once_per_number"
            ),
            models.CheckConstraint(
                name="employer_agreement_has_its_day",
                condition=~Q(agreement__in=["signed", "ended"]) | Q(agreement_on__isnull=False),
            ),
        ]

    def __str__(self):
        return self.name


class VacancyQuerySet(EntryQuerySet):
    def paying(self, net: int):
        """Where the pay after tax may reach `net` EUR a month; an unknown pay is not in it."""
        return self.filter(net_to__gte=net)

    def newest_first(self):
        return self.order_by("-posted_on", "-pk")


class Vacancy(Moderated):
    """A post that can be applied for. Pay before tax is what the source says; after tax is ours, with its year."""

    class Period(models.TextChoices):
        MONTH = "month"
        HOUR = "hour"
        UNCLEAR = "unclear"  # the source says no period and the sum looks like pay for an hour

    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, related_name="vacancies")
    source_key = models.CharField(max_length=80, blank=True)
    fingerprint = models.CharField(max_length=32, blank=True, help_text="Tells whether a row of the source changed")
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, null=True, related_name="vacancies")
    employer_name = models.CharField(max_length=160, blank=True)
    employer_number = models.CharField(max_length=16, blank=True)
    title = models.CharField(max_length=200)
    words = ArrayField(models.CharField(max_length=60), default=list, help_text="Stems, for search")
    occupation_code = models.CharField(max_length=8, blank=True, help_text="ISCO-08 unit group")
    occupation_group = models.CharField(max_length=1, blank=True, help_text="ISCO-08 major group; empty: not known")
    field = models.SlugField(blank=True)
    place = models.CharField(max_length=300, blank=True, help_text="In the words of the source")
    pay_from = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    pay_to = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    pay_period = models.CharField(max_length=8, choices=Period.choices, default=Period.MONTH)
    net_from = models.PositiveIntegerField(null=True, help_text="EUR a month after tax, without dependants")
    net_to = models.PositiveIntegerField(null=True)
    net_year = models.PositiveSmallIntegerField(null=True, help_text="Whose tax rules `net_from` follows")
    bonuses = models.CharField(max_length=300, blank=True)
    load = models.CharField(max_length=80, blank=True, help_text="Full, part time, shifts: words of the source")
    hours = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True, help_text="A week")
    remote = models.CharField(max_length=6, choices=Answer.choices, blank=True)
    without_latvian = models.CharField(
        max_length=6, choices=Answer.choices, blank=True, help_text="Possible to start without the state language"
    )
    housing_help = models.CharField(max_length=6, choices=Answer.choices, blank=True)
    training_help = models.CharField(max_length=6, choices=Answer.choices, blank=True)
    relocation_help = models.CharField(max_length=6, choices=Answer.choices, blank=True, help_text="With the move")
    abroad_useful = models.CharField(
        max_length=6, choices=Answer.choices, blank=True, help_text="Experience abroad counts here (Q-P2, K-P6)"
    )
    flexible_hours = models.CharField(max_length=6, choices=Answer.choices, blank=True)
    online_interview = models.CharField(max_length=6, choices=Answer.choices, blank=True)
    internship = models.CharField(max_length=6, choices=Answer.choices, blank=True, help_text="For learners (B-20)")
    growth = models.CharField(max_length=300, blank=True, help_text="How one can get on in this post (Q-P1)")
    package = models.TextField(blank=True, help_text="What else draws specialists here (K-M9), with its duties")
    text = models.TextField(blank=True)
    contact = models.CharField(max_length=160, blank=True)
    url = models.URLField(max_length=400, blank=True)
    posted_on = models.DateField(default=timezone.localdate)
    valid_to = models.DateField()
    ended_at = models.DateTimeField(null=True)
    reminded_on = models.DateField(null=True)

    objects = VacancyQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-posted_on", "-id"], name="vacancy_newest", condition=Q(state="published")),
            models.Index(
                fields=["municipality", "-posted_on", "-id"], name="vacancy_by_place", condition=Q(state="published")
            ),
            models.Index(
                fields=["occupation_group", "-posted_on", "-id"],
                name="vacancy_by_group",
                condition=Q(state="published"),
            ),
            models.Index(
                fields=["-posted_on", "-id"],
                name="vacancy_remote",
                condition=Q(state="published", remote__in=["yes", "partly"]),
            ),
            models.Index(
                fields=["-posted_on", "-id"],
                name="vacancy_without_latvian",
                condition=Q(state="published", without_latvian="yes"),
            ),
            models.Index(
                fields=["-posted_on", "-id"], name="vacancy_housing", condition=Q(state="published", housing_help="yes")
            ),
            models.Index(
                fields=["-posted_on", "-id"],
                name="vacancy_internship",
                condition=Q(state="published", internship="yes"),
            ),
            models.Index(fields=["net_to"], name="vacancy_by_net", condition=Q(state="published")),
            models.Index(fields=["state", "municipality", "-id"], name="vacancy_by_state"),
            GinIndex(fields=["words"], name="vacancy_by_word", condition=Q(state="published")),
            models.Index(fields=["employer"], name="vacancy_by_employer", condition=Q(employer__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["source", "source_key"], name="vacancy_once_per_key"),
            models.CheckConstraint(
                name="vacancy_pay_from_to", condition=Q(pay_from=None) | Q(pay_to=None) | Q(pay_to__gte=F("pay_from"))
            ),
            models.CheckConstraint(
                name="vacancy_net_only_of_monthly_pay",
                condition=Q(net_from=None, net_to=None, net_year=None) | Q(pay_period="month", net_year__isnull=False),
            ),
            models.CheckConstraint(name="vacancy_refused_says_why", condition=~Q(state="refused") | ~Q(reason="")),
            models.CheckConstraint(
                name="vacancy_has_key_with_its_source", condition=Q(source=None, source_key="") | ~Q(source_key="")
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state == State.PUBLISHED and self.valid_to >= timezone.localdate()

    @property
    def employer_title(self) -> str:
        return self.employer.name if self.employer else self.employer_name


class AnnouncedNeed(Moderated):
    """Workers who will be needed later (EMP-05), or whom the country lacks without an open post (K-E4)."""

    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, null=True, related_name="needs")
    occupation = models.CharField(max_length=160)
    occupation_group = models.CharField(max_length=1, blank=True)
    people = models.PositiveIntegerField(null=True, blank=True)
    needed_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField()
    note = models.TextField(blank=True)
    source_note = models.CharField(max_length=300, blank=True, help_text="Where it is said, when no employer said it")

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["needed_from", "pk"]
        constraints = [
            models.CheckConstraint(
                name="announced_need_says_who_says_so", condition=Q(employer__isnull=False) | ~Q(source_note="")
            )
        ]

    def __str__(self):
        return self.occupation


class SpecialistRequest(Moderated):
    """An employer asks the coordinator for a specialist; checked, then published as a vacancy (EMP-06)."""

    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="requests")
    title = models.CharField(max_length=200)
    occupation_group = models.CharField(max_length=1, blank=True)
    text = models.TextField()
    pay_from = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    pay_to = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    without_latvian = models.CharField(max_length=6, choices=Answer.choices, blank=True)
    housing_help = models.CharField(max_length=6, choices=Answer.choices, blank=True)
    valid_to = models.DateField()
    vacancy = models.OneToOneField(Vacancy, on_delete=models.PROTECT, null=True, related_name="request")
    channels = ArrayField(models.SlugField(), default=list, help_text="Where the coordinator publishes it")

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="request_refused_says_why", condition=~Q(state="refused") | ~Q(reason="")),
            models.CheckConstraint(
                name="request_published_has_vacancy", condition=~Q(state="published") | Q(vacancy__isnull=False)
            ),
        ]

    def __str__(self):
        return self.title


class Push(models.Model):
    """A vacancy told to people abroad: where, when, by whom (K-E3)."""

    vacancy = models.ForeignKey(Vacancy, on_delete=models.CASCADE, related_name="pushes")
    channel = models.SlugField(help_text="From the pack")
    country = models.CharField(max_length=2, blank=True)
    group = models.CharField(max_length=160, blank=True)
    on = models.DateField(default=timezone.localdate)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self):
        return f"{self.vacancy_id} {self.channel} {self.country}"


class AttractionYear(models.Model):
    """What a municipality did in a year to draw specialists, and whether it helped (K-M10)."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    specialists = models.PositiveIntegerField(help_text="Attracted in the year")
    paid = models.DecimalField(max_digits=12, decimal_places=2, help_text="Support paid, EUR")
    effect = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-year", "municipality__sort_key"]
        constraints = [models.UniqueConstraint(fields=["municipality", "year"], name="attraction_once_a_year")]

    def __str__(self):
        return f"{self.municipality_id} {self.year}"
