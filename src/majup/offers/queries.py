"""What stands in an offer, what is still missing in it, and how offers stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from majup.cases.models import Case, Need
from majup.catalogue.models import State as FactState
from majup.offers.facts import standing
from majup.offers.models import (
    EDITABLE,
    SETTLED,
    ItemMark,
    Offer,
    OfferItem,
    OfferVersion,
    Section,
    StandardBlock,
    State,
)
from majup.people.models import ContactPoint
from majup.staff.models import User

# The letter owes an item to every need that is neither settled nor dropped by the family.
OWED = frozenset({Need.State.OPEN, Need.State.ASKED, Need.State.ANSWERED, Need.State.OFFERED, Need.State.IMPOSSIBLE})

MOST_DOUBTFUL = 400  # items of open letters that are looked at for the start page


@dataclass(frozen=True)
class Missing:
    """One thing that keeps the letter from going out; the page turns `code` into words.

    Codes: "need" (neither an item nor "no solution at present", OFF-01), "section" (neither filled nor "not needed",
    B-32), "title", "institution", "contact", "ask", "confirmed_on" (of an item, OFF-03), "gap" (the partner's work or a
    child's school has no answer and no reason is given, Q-C4), "fact" (its fact is stale, over, changed or withdrawn;
    `standing` says which, OFF-08).
    """

    code: str
    need: Need | None = None
    item: OfferItem | None = None
    section: str = ""
    standing: str = ""


def items_of(offer: Offer) -> list[OfferItem]:
    """What stands in the letter now, in its order."""
    role = ("role__institution", "role__municipality", "role__region")
    related = (
        "need__topic",
        "need__person",
        *role,
        "block",
        "fact_version__fact",
        "vacancy__source",
        "dwelling__source",
    )
    return list(
        offer.items.filter(removed_at=None).select_related(*related).prefetch_related("role__institution__names")
    )


def owed_needs(case: Case) -> list[Need]:
    return list(case.needs.filter(state__in=OWED).select_related("topic", "person"))


def missing(offer: Offer, items: list[OfferItem] | None = None) -> list[Missing]:
    """Everything that keeps `offer` from going out, in the order of the page; `items` when they are at hand already."""
    items, needs = items_of(offer) if items is None else items, owed_needs(offer.case)
    matched = {item.need_id for item in items}
    return [
        *(Missing("need", need=need) for need in needs if need.pk not in matched),
        *(Missing("section", section=section) for section in empty_sections(offer, items)),
        *(gap for item in items for gap in _incomplete(item)),
        *(Missing("fact", item=i, need=i.need, standing=why) for i in items if (why := standing(i))),
        *([] if offer.gap_reason else [Missing("gap", need=need) for need in gaps(needs, items)]),
    ]


def stale(user: User, day: date) -> list[Missing]:
    """What keeps a letter that is being written by the user's regions from going out, because its fact, vacancy or home
    no longer stands as it did (NET-09, OFF-08). The database leaves out what surely stands, `standing` decides.
    """
    fact = "fact_version__fact__"
    doubtful = ~Q(certainty=OfferItem.Certainty.UNCONFIRMED) & (
        ~Q(**{f"{fact}state": FactState.VALID})
        | Q(**{f"{fact}valid_to__lt": day})
        | Q(**{f"{fact}valid_from__gt": day})
        | Q(**{f"{fact}due_on__lte": day})
        | ~Q(**{f"{fact}current": F("fact_version")})
    )
    openings = Q(vacancy__isnull=False) | Q(dwelling__isnull=False)
    items = OfferItem.objects.filter(
        openings | Q(fact_version__isnull=False) & doubtful,
        offer__region__in=user.scope.regions,
        offer__state__in=EDITABLE,
        removed_at=None,
    )
    # Most mornings there is nothing: the wide query is asked only when something was found.
    if not items.exists():
        return []
    related = ("offer__case", "fact_version__fact", "vacancy__source", "dwelling__source")
    rows = items.select_related(*related).order_by("-offer__changed_at", "order")[:MOST_DOUBTFUL]
    return [Missing("fact", item=item, standing=why) for item in rows if (why := standing(item, day))]


def _incomplete(item: OfferItem) -> list[Missing]:
    """OFF-03: each finding names the institution, a contact, what to ask for, and the day it was confirmed."""
    if item.kind == OfferItem.Kind.NO_SOLUTION:
        return []
    has = {
        "title": item.title,
        "institution": item.role_id or item.institution,
        "contact": (item.role and (item.role.phone or item.role.mailbox)) if item.role_id else item.contact,
        "ask": item.ask,
        "confirmed_on": item.confirmed_on or item.certainty == OfferItem.Certainty.UNCONFIRMED,
    }
    return [Missing(code, item=item, need=item.need) for code, value in has.items() if not value]


def empty_sections(offer: Offer, items: list[OfferItem] | None = None) -> list[str]:
    """Sections without an item that nobody has marked "not needed" (OFF-02, B-32)."""
    filled = {item.section for item in (items_of(offer) if items is None else items)}
    if offer.case.steps.exists():
        filled.add(Section.STEPS)
    filled |= set(offer.not_needed.values_list("section", flat=True))
    return [str(section) for section in Section if section not in filled]


def gaps(needs: list[Need], items: list[OfferItem]) -> list[Need]:
    """Needs of Q-C4, another adult's work and a child's school or language, that general words alone cover."""
    matched = {item.need_id for item in items}
    answered = {
        item.need_id
        for item in items
        if item.kind == OfferItem.Kind.NO_SOLUTION or item.certainty == OfferItem.Certainty.CONFIRMED
    }
    return [need for need in needs if _must_be_answered(need) and need.pk in matched - answered]


def _must_be_answered(need: Need) -> bool:
    if need.person is None:
        return False
    if need.person.is_child:
        return need.topic.section in {Section.FAMILY, Section.WORK}
    return need.person.relation != "applicant" and need.topic.section == Section.WORK


def running_blocks(day: date | None = None) -> QuerySet[StandardBlock]:
    """Standard texts in force on `day`."""
    day = day or timezone.localdate()
    running = Q(valid_from=None) | Q(valid_from__lte=day)
    return StandardBlock.objects.filter(running, Q(valid_to=None) | Q(valid_to__gte=day))


def blocks_for(needs: list[Need], day: date | None = None) -> dict[int, list[StandardBlock]]:
    """Standard texts in force on `day` by need id."""
    by_topic: dict[int, list[StandardBlock]] = {}
    for block in running_blocks(day).filter(topic__in={need.topic_id for need in needs}).select_related("institution"):
        by_topic.setdefault(block.topic_id, []).append(block)
    return {need.pk: by_topic.get(need.topic_id, []) for need in needs}


def addresses_of(case: Case) -> list[str]:
    """The household's e-mail addresses, the preferred one first."""
    points = ContactPoint.objects.filter(household=case.household_id, kind=ContactPoint.Kind.EMAIL)
    return list(points.order_by("-is_preferred", "person__order", "pk").values_list("value", flat=True))


@dataclass(frozen=True)
class Found:
    """What a family's link leads to."""

    version_id: int
    household_id: int
    is_expired: bool


def by_link(token_digest: str) -> Found | None:
    """The version whose link has this digest, whoever asks; nothing else can be learned from it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT version_id, household_id, link_expires_at FROM majup_offer_of(%s)", [token_digest])
        row = cursor.fetchone()
    return Found(row[0], row[1], row[2] < timezone.now()) if row else None


def listed(user: User, group: str = "") -> QuerySet[Offer]:
    """Offers of the user's regions for the desk list. Groups: "open", "unanswered", "marked", "settled", or all."""
    offers = Offer.objects.visible_to(user).select_related("case", "region")
    if group == "open":
        return offers.filter(state__in=[State.DRAFT, State.WAITING, State.READY, State.REVISED])
    if group == "unanswered":
        return offers.filter(state=State.SENT)
    if group == "marked":
        return offers.filter(Exists(unseen_marks(user).filter(version__offer=OuterRef("pk"))))
    if group == "settled":
        return offers.filter(state__in=SETTLED)
    return offers


def unseen_marks(user: User) -> QuerySet[ItemMark]:
    """What families said to their letters and the coordinator has not looked at yet (OFF-11)."""
    return ItemMark.objects.filter(region__in=user.scope.regions, seen_at=None)


def marks_by_item(version: OfferVersion) -> dict[str, list[ItemMark]]:
    by_item: dict[str, list[ItemMark]] = {}
    for mark in version.marks.all():
        by_item.setdefault(mark.item_key, []).append(mark)
    return by_item


def latest(offer: Offer) -> OfferVersion | None:
    return offer.versions.order_by("-number").first()


@dataclass(frozen=True)
class Times:
    """OFF-14 of one region and period: what went out, and how long families waited for it."""

    region_id: int
    households: int
    versions: int
    median_days: float | None


def times(begin: date, end: date) -> list[Times]:
    """Days from the oldest need to the first letter, and versions, per region at sending; counts, never a household."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT region_id, households, versions, median_days FROM majup_offer_times(%s, %s, %s)",
            [begin, end, timezone.get_current_timezone_name()],
        )
        return [Times(*row) for row in cursor.fetchall()]
