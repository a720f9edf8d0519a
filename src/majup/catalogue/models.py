"""Facts that help somebody to come home: measures, services, places at school, courses, premises, contacts.

A fact is a thing with an owner and a place; what is said about it stands in its versions, which never change. Public
knowledge: no family stands in these tables, so no row-level security guards them.
"""

from datetime import date, timedelta

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from majup.network.models import Institution, Role, Topic
from majup.places.models import Municipality, PlanningRegion
from majup.staff.models import User
from majup.staff.roles import Permission


class Kind(models.TextChoices):
    STATE_MEASURE = "state_measure"
    MUNICIPAL_MEASURE = "municipal_measure"
    SERVICE = "service"
    SCHOOL_PLACES = "school_places"
    COURSE = "course"
    PREMISES = "premises"
    SPECIALIST_SUPPORT = "specialist_support"
    HEALTH = "health"
    CONTACT = "contact"


MEASURES = (Kind.STATE_MEASURE, Kind.MUNICIPAL_MEASURE)


class Level(models.TextChoices):
    STATE = "state"
    REGION = "region"
    MUNICIPALITY = "municipality"


class State(models.TextChoices):
    """What a version says of its fact. Only VALID is ever shown as available; REPORTED nobody has confirmed yet."""

    DRAFT = "draft"
    VALID = "valid"
    REPORTED = "reported_2022"
    PLANNED = "planned"
    PROPOSED = "proposed"
    UNCLEAR = "unclear"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


class Audience(models.TextChoices):
    """Who may use it (K-M3, CAT-12); empty: not known."""

    ALL = "all"
    FIRST = "first"
    ONLY = "only"


class Aim(models.TextChoices):
    """Whether it draws people back or helps those who are back (B-59); empty: not known."""

    ACTIVE = "active"
    REINTEGRATION = "reintegration"
    BOTH = "both"


class FactKind(models.Model):
    """One kind of fact as the pack describes it: how often it is confirmed, and what it tells beside its texts.

    `fields` is a list of {code, kind, label, hint, options, required}; see `details.check`. `confirm_days` after the
    last confirmation it is due (CAT-04), `hide_days` later it is hidden and dropped from new offers.
    """

    code = models.CharField(max_length=20, choices=Kind.choices, unique=True)
    name = models.JSONField()
    hint = models.JSONField(default=dict)
    confirm_days = models.PositiveSmallIntegerField()
    hide_days = models.PositiveSmallIntegerField()
    fields = models.JSONField(default=list)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.CheckConstraint(
                name="unconfirmed_for_a_year_is_hidden", condition=Q(confirm_days__lte=365 - F("hide_days"))
            )
        ]

    def __str__(self):
        return self.code


class FactQuerySet(models.QuerySet):
    def available(self, day: date | None = None):
        """What may be shown as available on `day`: valid, in its time, and not overdue for confirmation (B-25)."""
        day = day or timezone.localdate()
        return self.filter(runs_on(day), state=State.VALID, hidden_on__gt=day)

    def reported(self):
        """Reported in 2022 and never confirmed: shown with that mark, in an offer only as "to be confirmed"."""
        return self.filter(state=State.REPORTED)

    def unconfirmed(self, day: date | None = None):
        """In its time, yet nobody says that it holds: reported in 2022, or not known whether it runs."""
        return self.filter(runs_on(day or timezone.localdate()), state__in=[State.REPORTED, State.UNCLEAR])

    def offerable(self, day: date | None = None):
        """What may enter an offer on `day`: available and not due, or reported and then only "to be confirmed"."""
        return self.available(day) | self.filter(runs_on(day or timezone.localdate()), state=State.REPORTED)

    def due(self, day: date | None = None):
        """Valid, and its owner should say again whether it still holds; what is past its last day has said so."""
        day = day or timezone.localdate()
        return self.filter(state=State.VALID, due_on__lte=day).exclude(valid_to__lt=day)

    def hidden(self, day: date | None = None):
        return self.filter(state=State.VALID, hidden_on__lte=day or timezone.localdate())

    def in_municipality(self, municipality: Municipality):
        """What holds there: its own, and what holds in the whole state or in a region it belongs to today."""
        regions = municipality.memberships.filter(valid_to=None).values("region_id")
        of_region = Fact.regions.through.objects.filter(planningregion__in=regions).values("fact")
        own = Fact.municipalities.through.objects.filter(municipality=municipality).values("fact")
        return self.filter(Q(level=Level.STATE) | Q(pk__in=of_region) | Q(pk__in=own))

    def editable_by(self, user: User):
        """Facts of the user's own roles; of the state also those that the ministry and the administrator keep."""
        own = Q(role__in=user.scope.roles) if user.may(Permission.FACT_KEEP) else Q(pk=None)
        return self.filter(own | Q(level=Level.STATE)) if user.may(Permission.FACT_KEEP_STATE) else self.filter(own)


def runs_on(day: date) -> Q:
    return (Q(valid_from=None) | Q(valid_from__lte=day)) & (Q(valid_to=None) | Q(valid_to__gte=day))


class Fact(models.Model):
    """One measure, service, course … with a stable code, who answers for it, and where it holds.

    State, days and search words repeat the current version, so that lists and searches read one table.
    """

    code = models.CharField(max_length=120, unique=True, help_text="Stable; that of the source where it has one")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    role = models.ForeignKey(
        Role, on_delete=models.PROTECT, null=True, blank=True, related_name="facts", help_text="Owner; empty: nobody"
    )
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="facts", help_text="Who provides it"
    )
    level = models.CharField(max_length=12, choices=Level.choices)
    regions = models.ManyToManyField(PlanningRegion, blank=True, related_name="facts")
    municipalities = models.ManyToManyField(Municipality, blank=True, related_name="facts")
    topics = models.ManyToManyField(Topic, blank=True, related_name="facts")
    programme = models.SlugField(max_length=120, blank=True, help_text="The same in all records of one programme")
    replaced_by = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replaces", help_text="What holds today"
    )
    current = models.OneToOneField("FactVersion", on_delete=models.RESTRICT, null=True, related_name="+")
    state = models.CharField(max_length=16, choices=State.choices, default=State.DRAFT)
    name = models.JSONField(default=dict)
    audience = models.CharField(max_length=8, choices=Audience.choices, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    confirmed_on = models.DateField(null=True, help_text="Last day on which its owner said that it holds")
    due_on = models.DateField(null=True, help_text="From this day its owner is asked again")
    hidden_on = models.DateField(null=True, help_text="From this day it is hidden and dropped from new offers")
    reminded_on = models.DateField(null=True, help_text="When its owner was last written to")
    changed_at = models.DateTimeField()
    words = SearchVectorField(null=True, help_text="Stems of its texts, and topics, places and kind as words")
    pack_digest = models.CharField(max_length=64, blank=True, help_text="Of the pack's row it was loaded from")

    objects = FactQuerySet.as_manager()

    class Meta:
        indexes = [
            GinIndex(fields=["words"], name="fact_words", fastupdate=False),
            models.Index(fields=["-changed_at", "-id"], name="fact_newest"),
            models.Index(fields=["state", "-changed_at", "-id"], name="fact_newest_of_state"),
            models.Index(fields=["role", "due_on"], name="fact_due_of_role", condition=Q(state="valid")),
            models.Index(fields=["due_on"], name="fact_due", condition=Q(state="valid")),
        ]
        constraints = [
            models.CheckConstraint(name="fact_state_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(name="fact_kind_known", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(name="valid_fact_has_owner", condition=~Q(state="valid") | Q(role__isnull=False)),
            models.CheckConstraint(
                name="valid_fact_was_confirmed",
                condition=~Q(state="valid")
                | Q(confirmed_on__isnull=False, due_on__isnull=False, hidden_on__gte=F("due_on")),
            ),
            models.CheckConstraint(
                name="fact_ends_after_it_begins",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self):
        return self.code

    def freshness(self, day: date | None = None) -> str:
        """How far it can be relied on: "fresh", "due", "hidden", "not_yet", "over", or its state when not valid."""
        day = day or timezone.localdate()
        if self.state not in {State.VALID, State.REPORTED}:
            return self.state
        if self.valid_to and self.valid_to < day:
            return "over"
        if self.valid_from and self.valid_from > day:
            return "not_yet"
        if self.state == State.REPORTED:
            return self.state
        if self.hidden_on and self.hidden_on <= day:
            return "hidden"
        return "due" if self.due_on and self.due_on <= day else "fresh"

    def set_confirmed(self, day: date, kind: FactKind) -> None:
        """Its owner says on `day` that it holds; the caller saves."""
        self.confirmed_on = day
        self.due_on = day + timedelta(days=kind.confirm_days)
        self.hidden_on = self.due_on + timedelta(days=kind.hide_days)


class FactVersion(models.Model):
    """What was said of a fact from one moment on, by whom and from which source. A trigger refuses to change it.

    Texts are localized. `conditions` is the JSON tree of `majup.rules`; None means that no condition is recorded, which
    is "not known: ask" and never yes. Amounts are in the country's currency.
    """

    fact = models.ForeignKey(Fact, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=16, choices=State.choices)
    reason = models.JSONField(default=dict, help_text="Why it was withdrawn, ended or replaced")
    round = models.CharField(max_length=120, blank=True, help_text="Round of the programme that it describes (K-R6)")
    name = models.JSONField()
    summary = models.JSONField(default=dict)
    who = models.JSONField(default=dict)
    what = models.JSONField(default=dict)
    how = models.JSONField(default=dict)
    where = models.JSONField(default=dict)
    audience = models.CharField(max_length=8, choices=Audience.choices, blank=True)
    at_discretion = models.BooleanField(
        default=False, help_text="The giver may, and need not, give it: possible support, no entitlement (B-44)"
    )
    aim = models.CharField(max_length=14, choices=Aim.choices, blank=True)
    conditions = models.JSONField(null=True)
    conditions_note = models.JSONField(default=dict, help_text="Why conditions stay words")
    condition_words = models.JSONField(default=list, help_text="Conditions as the source words them: localized texts")
    open_conditions = models.JSONField(
        default=list, help_text="What nobody has written down exactly: with it a yes is only possible"
    )
    not_required = models.JSONField(default=list, help_text="What is expressly not asked for: localized texts")
    amount_min = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    amount_max = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    amounts = models.JSONField(default=dict, help_text="Rates, ceilings, own share: see `details.AMOUNTS`")
    unverified = models.JSONField(default=dict, help_text="The source contradicts itself: how (K-X2)")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    years = models.CharField(max_length=120, blank=True, help_text="Period as the source prints it")
    languages = models.JSONField(default=list, help_text="Codes of languages in which it is given")
    topics = models.JSONField(default=list, help_text="Codes")
    target_groups = models.JSONField(default=list, help_text="Codes")
    parts = models.JSONField(default=list, help_text="Parishes or towns it is limited to (K-M6)")
    provider = models.JSONField(default=dict, help_text="Who gives it, where no institution of the network does")
    funding = models.JSONField(default=dict)
    url = models.URLField(max_length=500, blank=True)
    legal_basis = models.TextField(blank=True)
    source = models.TextField(help_text="Where it is from, for a reader")
    source_line = models.CharField(max_length=80, blank=True)
    details = models.JSONField(default=dict, help_text="What its kind asks for beside the texts: see FactKind.fields")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", help_text="Empty: pack")
    made_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["fact", "number"], name="fact_version_once"),
            models.CheckConstraint(name="fact_version_state_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(name="fact_has_a_name", condition=~Q(name={})),
            models.CheckConstraint(
                name="fact_amounts_in_order",
                condition=Q(amount_min=None)
                | Q(amount_max=None)
                | Q(amount_min__gte=0, amount_max__gte=F("amount_min")),
            ),
        ]

    def __str__(self):
        return f"{self.fact_id} v{self.number}"


class FactEvent(models.Model):
    """What happened to a fact: written, changed, confirmed, withdrawn, given to another owner."""

    fact = models.ForeignKey(Fact, on_delete=models.CASCADE, related_name="events")
    version = models.ForeignKey(FactVersion, on_delete=models.CASCADE, null=True, related_name="events")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=160, blank=True)
    kind = models.SlugField()
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["fact", "-at"], name="fact_event_by_fact")]


class ConfirmationLink(models.Model):
    """A way in for the owner without account: shows what its role has to confirm; only the digest is kept."""

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="confirmation_links")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()


class ImportedRecord(models.Model):
    """One record of the given sources and what became of it: nothing is dropped silently."""

    class Became(models.TextChoices):
        FACT = "fact"
        HISTORY = "history"
        CONTACT = "contact"
        PARTICIPATION = "participation"

    code = models.CharField(max_length=120, unique=True)
    list = models.SlugField(help_text="File of the pack it stands in")
    position = models.PositiveSmallIntegerField()
    name = models.JSONField()
    record_kind = models.SlugField()
    status = models.SlugField(help_text="As the source says")
    source_line = models.CharField(max_length=80)
    became = models.CharField(max_length=14, choices=Became.choices)
    reason = models.SlugField(help_text="Why; the page turns it into a sentence")
    fact = models.ForeignKey(Fact, on_delete=models.SET_NULL, null=True, related_name="imported_from")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, null=True, related_name="+")
    conditions = models.SlugField(help_text="tree, text or none: what its conditions became")
    conditions_reason = models.JSONField(default=dict, help_text="Why conditions stayed words; localized")

    class Meta:
        ordering = ["list", "position"]


class LinkCheck(models.Model):
    """What came of asking for a web page that the catalogue, an institution or a profile names (K-X1)."""

    url = models.CharField(max_length=500, unique=True)
    checked_at = models.DateTimeField()
    problem = models.CharField(max_length=12, blank=True, help_text="Empty: it answers; else its status or no-answer")
    failed_since = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="broken_link_says_since_when",
                condition=Q(problem="", failed_since=None) | ~Q(problem="") & Q(failed_since__isnull=False),
            )
        ]

    def __str__(self):
        return self.url


class MissedSearch(models.Model):
    """Words that somebody searched for and found nothing (FAQ-08): for editors; neither who nor when to the minute."""

    words = models.CharField(max_length=120)
    language = models.CharField(max_length=8)
    times = models.PositiveIntegerField(default=1)
    first_on = models.DateField()
    last_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["-times", "-last_on", "id"], name="missed_search_most")]
        constraints = [
            models.UniqueConstraint(fields=["words", "language"], name="missed_search_once"),
            models.CheckConstraint(name="missed_search_days_in_order", condition=Q(last_on__gte=F("first_on"))),
        ]

    def __str__(self):
        return self.words
