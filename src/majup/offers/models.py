"""The individual offer: composed item by item, sent as a frozen version, answered by the family."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import MD5

from majup.cases.models import Case, Need
from majup.catalogue.models import FactVersion
from majup.network.models import Institution, Role, Topic
from majup.openings.models import Dwelling, Vacancy
from majup.people.models import Household, HouseholdShare
from majup.places.models import PlanningRegion
from majup.questions.models import Answer
from majup.staff.models import User


class Section(models.TextChoices):
    """The six fixed parts of an offer (OFF-02); topics name theirs in the pack."""

    FAMILY = "family"
    HOME = "home"
    WORK = "work"
    BUSINESS = "business"
    EVERYDAY = "everyday"
    STEPS = "steps"


class State(models.TextChoices):
    DRAFT = "draft"
    WAITING = "waiting"
    READY = "ready"
    SENT = "sent"
    DISCUSSED = "discussed"
    REVISED = "revised"
    ACCEPTED = "accepted"
    ACCEPTED_IN_PART = "accepted_in_part"
    DECLINED = "declined"
    LAPSED = "lapsed"


# The letter may be written on; a sent one is first opened again as "revised" and goes out as the next version.
EDITABLE = frozenset({State.DRAFT, State.WAITING, State.READY, State.REVISED})
SETTLED = frozenset({State.ACCEPTED, State.ACCEPTED_IN_PART, State.DECLINED, State.LAPSED})
TRANSITIONS: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.WAITING, State.READY, State.SENT, State.LAPSED}),
    State.WAITING: frozenset({State.DRAFT, State.REVISED, State.READY, State.SENT, State.LAPSED}),
    State.READY: frozenset({State.DRAFT, State.REVISED, State.WAITING, State.SENT, State.LAPSED}),
    State.SENT: frozenset({State.DISCUSSED, State.REVISED}) | SETTLED,
    State.DISCUSSED: frozenset({State.REVISED}) | SETTLED,
    State.REVISED: frozenset({State.SENT, State.WAITING, State.READY}) | SETTLED,
    State.ACCEPTED: frozenset({State.REVISED, State.DISCUSSED, State.ACCEPTED_IN_PART, State.DECLINED}),
    State.ACCEPTED_IN_PART: frozenset({State.REVISED, State.DISCUSSED, State.ACCEPTED, State.DECLINED}),
    State.DECLINED: frozenset({State.REVISED, State.DISCUSSED, State.ACCEPTED, State.ACCEPTED_IN_PART}),
    State.LAPSED: frozenset({State.REVISED, State.ACCEPTED, State.ACCEPTED_IN_PART, State.DECLINED}),
}


class StandardBlock(models.Model):
    """A text for a question that comes again and again, dated and with its source (OFF-10); adapted in each offer."""

    code = models.SlugField(unique=True)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="blocks")
    section = models.CharField(max_length=12, choices=Section.choices)
    title = models.JSONField()
    text = models.JSONField()
    ask = models.JSONField(help_text="What exactly to ask for")
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, null=True, related_name="blocks", help_text="Empty: the municipality"
    )
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    checked_on = models.DateField()
    source = models.TextField()
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]

    def __str__(self):
        return self.code


class OfferQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Offers of households in the care of the user's regions, and of those shared with them (PRV-01)."""
        regions = user.scope.regions
        shared = HouseholdShare.objects.filter(
            household=models.OuterRef("household_id"), region__in=regions, ended_at=None
        )
        return self.filter(Q(region__in=regions) | models.Exists(shared))


class Offer(models.Model):
    """One joint letter to a household in the making; what was sent stands in its versions."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="offers")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="offers")
    region = models.ForeignKey(
        PlanningRegion, on_delete=models.PROTECT, related_name="+", help_text="Follows the household by foreign key"
    )
    number = models.PositiveSmallIntegerField(help_text="Counts the offers of one case")
    state = models.CharField(max_length=16, choices=State.choices, default=State.DRAFT)
    language = models.CharField(max_length=8)
    introduction = models.TextField(blank=True, help_text="The coordinator's own words, in the language of the offer")
    gap_reason = models.TextField(blank=True, help_text="Why it goes out although a question named in Q-C4 is open")
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1, help_text="Raised by every change, so that two editors notice")
    settled_note = models.TextField(blank=True)
    compared = models.JSONField(default=list, help_text="Codes of two to four municipalities put side by side (OFF-07)")

    objects = OfferQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["region", "state", "-changed_at", "-id"], name="offer_by_state"),
            models.Index(fields=["region", "-changed_at", "-id"], name="offer_newest_in_region"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="offer_number_once_per_case"),
            models.UniqueConstraint(
                fields=["case"], condition=~Q(state__in=sorted(SETTLED)), name="one_open_offer_per_case"
            ),
            models.CheckConstraint(name="offer_state_known", condition=Q(state__in=State.values)),
        ]

    def __str__(self):
        return f"{self.case_id}/{self.number}"

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE


class NotNeeded(models.Model):
    """A section that this family does not need, and who said so (B-32)."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="not_needed")
    section = models.CharField(max_length=12, choices=Section.choices)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["offer", "section"], name="section_not_needed_once")]

    def __str__(self):
        return f"{self.offer_id} {self.section}"


class OfferItem(models.Model):
    """One finding, or the word that there is no solution at present, in one section for one need or for none."""

    class Kind(models.TextChoices):
        FINDING = "finding"
        JOB = "job"
        NO_SOLUTION = "no_solution"

    class Certainty(models.TextChoices):
        CONFIRMED = "confirmed"
        GENERAL = "general"
        UNCONFIRMED = "unconfirmed"

    class Origin(models.TextChoices):
        STANDARD = "standard"
        ADAPTED = "adapted"
        INDIVIDUAL = "individual"

    class Remote(models.TextChoices):
        UNKNOWN = ""
        YES = "yes"
        PARTLY = "partly"
        NO = "no"

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="items")
    key = models.CharField(max_length=16, help_text="The same in every version, so that marks find their item again")
    section = models.CharField(max_length=12, choices=Section.choices)
    need = models.ForeignKey(Need, on_delete=models.SET_NULL, null=True, related_name="offer_items")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.FINDING)
    title = models.JSONField(default=dict)
    text = models.JSONField(default=dict)
    facts = models.JSONField(default=list, help_text="What a short form says: [{label, value}], both localized")
    institution = models.JSONField(default=dict, help_text="Localized name; drawn from the role while one is named")
    role = models.ForeignKey(Role, on_delete=models.SET_NULL, null=True, related_name="+")
    contact = models.CharField(max_length=300, blank=True, help_text="Drawn from the role while one is named")
    ask = models.JSONField(default=dict, help_text="What exactly to ask for")
    confirmed_on = models.DateField(null=True)
    until = models.DateField(null=True, help_text="Until when the family should act")
    certainty = models.CharField(max_length=12, choices=Certainty.choices, default=Certainty.GENERAL)
    origin = models.CharField(max_length=12, choices=Origin.choices, default=Origin.INDIVIDUAL)
    block = models.ForeignKey(StandardBlock, on_delete=models.SET_NULL, null=True, related_name="+")
    answer = models.ForeignKey(Answer, on_delete=models.SET_NULL, null=True, related_name="offer_items")
    fact_version = models.ForeignKey(
        FactVersion,
        on_delete=models.PROTECT,
        null=True,
        related_name="offer_items",
        help_text="The fact as it stood when it was put in (CAT-16)",
    )
    vacancy = models.ForeignKey(Vacancy, on_delete=models.PROTECT, null=True, related_name="offer_items")
    dwelling = models.ForeignKey(Dwelling, on_delete=models.PROTECT, null=True, related_name="offer_items")
    contributor = models.JSONField(default=dict, help_text="Who added this part, localized; empty: the coordinator")
    pay_after_tax = models.CharField(max_length=120, blank=True)
    bonuses = models.CharField(max_length=300, blank=True)
    remote = models.CharField(max_length=8, choices=Remote.choices, blank=True)
    order = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, help_text="Taken out; can be put back until the letter is sent")

    class Meta:
        ordering = ["order", "pk"]
        indexes = [models.Index(fields=["offer", "section"], name="offer_item_by_section")]
        constraints = [
            models.UniqueConstraint(fields=["offer", "key"], name="item_key_once_per_offer"),
            models.UniqueConstraint(
                fields=["offer", "block", "need"],
                condition=Q(removed_at=None, block__isnull=False),
                name="block_once_per_need",
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                fields=["offer", "answer"],
                condition=Q(removed_at=None, answer__isnull=False),
                name="answer_once_per_offer",
            ),
            models.UniqueConstraint(
                fields=["offer", "fact_version", "need"],
                condition=Q(removed_at=None, fact_version__isnull=False),
                name="fact_once_per_need",
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="no_solution_says_why", condition=~Q(kind="no_solution") | ~Q(text={})),
            models.CheckConstraint(name="item_not_among_steps", condition=~Q(section="steps")),
        ]

    def __str__(self):
        return f"{self.offer_id} {self.key}"


class Contribution(models.Model):
    """A part of the letter that somebody else still owes (OFF-04); the joint letter waits for it."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="contributions")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")
    need = models.ForeignKey(Need, on_delete=models.CASCADE, null=True, related_name="contributions")
    what = models.CharField(max_length=300)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "role", "need"],
                condition=Q(received_at=None, given_up_at=None),
                name="contribution_awaited_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self):
        return f"{self.offer_id} {self.role_id}"


class OfferVersionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(offer__in=Offer.objects.visible_to(user))


class OfferVersion(models.Model):
    """One letter exactly as it went out. A trigger refuses to change or delete it; only erasure empties it (rule 7)."""

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="offer_versions")
    region = models.ForeignKey(
        PlanningRegion, on_delete=models.PROTECT, related_name="+", help_text="At sending (B-33)"
    )
    people = models.PositiveSmallIntegerField(help_text="Members of the household whom the offer covers")
    language = models.CharField(max_length=8)
    document = models.JSONField(null=True, help_text="{language: document}: what page and PDF are drawn from")
    document_sha256 = models.CharField(max_length=64)
    pdf_sha256 = models.CharField(max_length=64)
    template_version = models.PositiveSmallIntegerField()
    first_need_at = models.DateTimeField(null=True, help_text="When the oldest need was noted that this offer answers")
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    send_key = models.CharField(max_length=64, unique=True, help_text="Makes a repeated POST harmless")
    to_address = models.CharField(max_length=254, blank=True)
    token_digest = models.CharField(max_length=64, unique=True)
    link_expires_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    # Token of the link, known only to who has just sent the letter; nowhere stored.
    secret: str = ""

    objects = OfferVersionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(fields=["household", "-sent_at"], name="version_by_household"),
            models.Index(fields=["region", "sent_at"], name="version_by_region"),
            models.Index(fields=["sent_at"], include=["household", "region", "people"], name="version_counted"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["offer", "number"], name="version_once_per_offer"),
            models.CheckConstraint(
                name="version_has_its_document_until_erased",
                condition=Q(document__isnull=False, erased_at=None) | Q(document=None, erased_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.offer_id} v{self.number}"


class ItemMark(models.Model):
    """What the family says to one item: useful, not for us, or a question (OFF-11)."""

    class Mark(models.TextChoices):
        USEFUL = "useful"
        NOT_FOR_US = "not_for_us"
        QUESTION = "question"

    version = models.ForeignKey(OfferVersion, on_delete=models.CASCADE, related_name="marks")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey(PlanningRegion, on_delete=models.PROTECT, related_name="+")
    item_key = models.CharField(max_length=16)
    mark = models.CharField(max_length=12, choices=Mark.choices)
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["region", "at"], condition=Q(seen_at=None), name="mark_unseen")]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "item_key"], condition=~Q(mark="question"), name="one_opinion_per_item"
            ),
            models.UniqueConstraint(
                "version", "item_key", MD5("text"), condition=Q(mark="question"), name="same_question_once"
            ),
        ]

    def __str__(self):
        return f"{self.item_key} {self.mark}"
