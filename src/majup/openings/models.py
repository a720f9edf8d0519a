"""Work and homes that are open now: employers, vacancies, workers needed later, dwellings, and where each came from.

All of it is public fact. Private people appear only as owners of dwellings, in a table of their own.
"""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from majup.network.models import Role
from majup.places.models import Municipality
from majup.plumbing.crypto import EncryptedTextField
from majup.staff.models import User


class State(models.TextChoices):
    """Handed in entries wait for the municipality's check before anybody else sees them (CAT-14, K-M11)."""

    WAITING = "waiting"
    PUBLISHED = "published"
    REFUSED = "refused"
    HIDDEN = "hidden"  # nobody confirmed it any more (CAT-04)
    ENDED = "ended"


class Answer(models.TextChoices):
    """What an entry says about a help or a demand; not said is not no."""

    UNKNOWN = ""
    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Neighbour(models.Model):
    """Two municipalities that share a border, once in each direction; from the shapes of the pack."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="borders")
    neighbour = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "neighbour"], name="neighbour_once")]

    def __str__(self):
        return f"{self.municipality_id}-{self.neighbour_id}"


class Source(models.Model):
    """A file that is read again and again: its rows are known by their key. `is_complete`: what it leaves out ended."""

    code = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=160)
    is_complete = models.BooleanField(default=False)
    read_at = models.DateTimeField(null=True)
    confirm_days = models.PositiveSmallIntegerField(help_text="How long its rows count as confirmed after a reading")

    def __str__(self):
        return self.name


class Moderated(models.Model):
    """Who handed an entry in, who checked it, until when it holds."""

    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    reason = models.TextField(blank=True, help_text="Why it was refused")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_on = models.DateField(default=timezone.localdate, help_text="Last day on which its owner said it holds")

    class Meta:
        abstract = True

    @property
    def is_waiting(self) -> bool:
        return self.state == State.WAITING


class EntryQuerySet(models.QuerySet):
    def kept_by(self, user):
        """Entries that `user` looks after: the specialist those of her municipality, a coordinator those of all."""
        if user.scope.regions:
            return self
        mine = Role.objects.filter(pk__in=user.scope.roles, kind=Role.Kind.SPECIALIST)
        return self.filter(municipality__in=mine.values("municipality_id"))

    def waiting(self):
        return self.filter(state=State.WAITING)

    def published(self):
        return self.filter(state=State.PUBLISHED)

    def open(self, day: date | None = None):
        """What may be shown today: published and not past its last day, even before the nightly job noticed."""
        return self.published().filter(valid_to__gte=day or timezone.localdate())

    def in_municipalities(self, municipalities):
        return self.filter(municipality__in=municipalities)


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

    def of_group(self, group: str):
        return self.filter(occupation_group=group)

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


class Dwelling(Moderated):
    """A home or land that can be had (CAT-06, K-M8). Its owner's name and address stand in DwellingOwner."""

    class Kind(models.TextChoices):
        MUNICIPAL_RENT = "municipal_rent"
        PRIVATE_RENT = "private_rent"
        PURCHASE = "purchase"
        RENT_TO_BUY = "rent_to_buy"
        EMPLOYER = "employer"
        LAND = "land"
        BUSINESS = "business"

    class Condition(models.TextChoices):
        UNKNOWN = ""
        READY = "ready"
        REPAIRS = "repairs"
        SHELL = "shell"

    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, related_name="dwellings")
    source_key = models.CharField(max_length=80, blank=True)
    fingerprint = models.CharField(max_length=32, blank=True)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, null=True, blank=True, related_name="dwellings")
    area = models.CharField(max_length=200, blank=True, help_text="Part of the municipality, never the exact address")
    rooms = models.PositiveSmallIntegerField(null=True, blank=True)
    size = models.DecimalField(max_digits=8, decimal_places=1, null=True, blank=True, help_text="Square metres")
    price = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    price_unit = models.CharField(max_length=8, choices=[("month", "month"), ("once", "once")], default="month")
    condition = models.CharField(max_length=8, choices=Condition.choices, blank=True)
    free_from = models.DateField(null=True, blank=True)
    contract = models.CharField(max_length=200, blank=True, help_text="How long the contract runs")
    priority = models.CharField(max_length=300, blank=True, help_text="Who comes first")
    conditions = models.TextField(blank=True, help_text="Who may apply")
    way = models.CharField(max_length=300, blank=True, help_text="Queue, auction, outside the queue: how to get it")
    text = models.TextField(blank=True)
    url = models.URLField(max_length=400, blank=True)
    posted_on = models.DateField(default=timezone.localdate)
    valid_to = models.DateField()
    ended_at = models.DateTimeField(null=True)
    reminded_on = models.DateField(null=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-posted_on", "-id"], name="dwelling_newest", condition=Q(state="published")),
            models.Index(
                fields=["municipality", "-posted_on", "-id"], name="dwelling_by_place", condition=Q(state="published")
            ),
            models.Index(fields=["state", "municipality", "-id"], name="dwelling_by_state"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["source", "source_key"], name="dwelling_once_per_key"),
            models.CheckConstraint(name="dwelling_refused_says_why", condition=~Q(state="refused") | ~Q(reason="")),
        ]

    def __str__(self):
        return f"{self.kind} {self.area}".strip()

    @property
    def is_open(self) -> bool:
        return self.state == State.PUBLISHED and self.valid_to >= timezone.localdate()


class DwellingOwner(models.Model):
    """The private person behind a dwelling; encrypted, and gone 90 days after the entry ends."""

    dwelling = models.OneToOneField(Dwelling, on_delete=models.CASCADE, related_name="owner")
    name = EncryptedTextField(blank=True)
    email = EncryptedTextField(blank=True)
    phone = EncryptedTextField(blank=True)
    language = models.CharField(max_length=8)

    def __str__(self):
        return str(self.dwelling_id)


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
    kind = models.CharField(max_length=8, choices=[("vacancy", "vacancy"), ("dwelling", "dwelling")])
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
