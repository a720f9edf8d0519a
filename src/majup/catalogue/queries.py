"""Reads about facts that more than one place needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from django.db.models import Case, F, FloatField, Q, QuerySet, Subquery, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from majup.catalogue import words
from majup.catalogue.models import (
    Audience,
    ConfirmationLink,
    Fact,
    FactKind,
    FactVersion,
    ImportedRecord,
    Kind,
    Level,
    State,
)
from majup.kernel.hashing import token_digest
from majup.network.models import Role
from majup.places.models import Municipality, PlanningRegion
from majup.plumbing.ordered import in_order
from majup.staff.models import User
from majup.staff.roles import Permission

NAMES = ("role__institution", "role__municipality", "role__region", "institution")


@dataclass(frozen=True)
class Wanted:
    """What a reader looks for; every empty field means "any"."""

    text: str = ""
    kind: str = ""
    topic: str = ""
    region: PlanningRegion | None = None
    municipality: Municipality | None = None
    audience: str = ""
    group: str = ""
    states: Sequence[str] = ()
    topics: Sequence[str] = ()  # any of these
    meaning: Sequence[str] = ()  # conditions of a tsquery: each word with all it may mean
    has: Sequence[str] = ()  # choices among the details, as "before_move:yes"

    def condition(self) -> str:
        """The text of a tsquery; empty when nothing is asked."""
        return " & ".join(filter(None, (words.query(self.text, self.lexemes()), *self.meaning)))

    def lexemes(self) -> list[str]:
        """One entry for each filter; alternatives in one entry are separated by a blank."""
        single = {
            words.KIND: self.kind,
            words.TOPIC: self.topic,
            words.AUDIENCE: self.audience,
            words.GROUP: self.group,
        }
        found = [prefix + value for prefix, value in single.items() if value]
        found += [words.DETAIL + choice for choice in self.has]
        if self.states:
            found.append(" ".join(words.STATE + state for state in self.states))
        if self.topics:
            found.append(" ".join(words.TOPIC + topic for topic in self.topics))
        if self.municipality:
            found.append(" ".join(_places(self.municipality)))
        elif self.region:
            found.append(f"{words.REGION}{self.region.code} {words.EVERYWHERE}")
        return found


def _places(municipality: Municipality) -> list[str]:
    """What holds in `municipality`: its own, that of its region as a whole, and that of the whole state."""
    regions = municipality.memberships.filter(valid_to=None).values_list("region__code", flat=True)
    return [words.PLACE + municipality.atvk, *(f"{words.PLACE}{code}" for code in regions), words.EVERYWHERE]


def search(wanted: Wanted) -> QuerySet[Fact]:
    """Facts that have all the words and fit all the filters, newest first; a list reads its lines with `newest`."""
    asked = wanted.condition()
    found = Fact.objects.filter(words=words.Asked(asked)) if asked else Fact.objects
    return found.order_by("-changed_at", "-pk")


def newest(wanted: Wanted, rows: QuerySet[Fact], most: int) -> list[Fact]:
    """The newest `most` of `rows` that fit, with their names.

    First which, then what stands in them: PostgreSQL would put all tables together for every row before it sorts.
    """
    found = _newest_keys(wanted.condition(), rows.select_related(None).values_list("pk", flat=True), most)
    return in_order(with_names(rows), found)


def _newest_keys(asked: str, rows: QuerySet[Fact, int], most: int) -> list[int]:
    """Whether what is asked for is frequent or rare, PostgreSQL cannot foresee.

    It would look through everything for a rare word or sort all that has a frequent one. So the newest are looked
    through first, and only when they do not fill the page the index of words is asked, which then has little to sort.
    """
    ordered = rows.order_by("-changed_at", "-pk")
    if not asked:
        return list(ordered[:most])
    found = list(_among_newest(ordered, asked)[:most])
    if len(found) == most:
        return found
    return list(rows.filter(words=words.Asked(asked)).order_by(*SORTED_AFTERWARDS)[:most])


LOOKED_THROUGH = 4000
# No index has this expression, so the index of words stays the only way in.
SORTED_AFTERWARDS = ((F("changed_at") + timedelta(0)).desc(), F("pk").desc())
EARLIEST = datetime(1, 1, 1, tzinfo=UTC)


def _among_newest(rows: QuerySet[Fact, int], asked: str) -> QuerySet[Fact, int]:
    """Those that fit among the first rows, read along the index of moments."""
    end = Subquery(rows.values("changed_at")[LOOKED_THROUGH : LOOKED_THROUGH + 1])
    return rows.filter(words.has(asked), changed_at__gte=Coalesce(end, Value(EARLIEST)))


def with_names(facts: QuerySet[Fact]) -> QuerySet[Fact]:
    """With owner and places, as lists show them; a fixed number of queries."""
    return facts.select_related(*NAMES).prefetch_related("municipalities", "regions", "institution__names")


def kinds() -> dict[str, FactKind]:
    return {kind.code: kind for kind in FactKind.objects.all()}


def to_confirm(roles: Iterable[int]) -> QuerySet[Fact]:
    """What the owner's roles should look at: due or overdue first, then what was only reported or is not known."""
    today = timezone.localdate()
    mine = Fact.objects.filter(role__in=list(roles))
    reported = mine.filter(state__in=[State.REPORTED, State.UNCLEAR]).exclude(valid_to__lt=today)
    asked = mine.due(today) | reported | mine.filter(state=State.DRAFT)
    return with_names(asked).order_by(F("due_on").asc(nulls_last=True), "changed_at", "pk")


def ownerless(user: User) -> QuerySet[Fact]:
    """Facts that nobody answers for, where `user` may name an owner."""
    facts = Fact.objects.filter(role=None).exclude(state__in=[State.ENDED, State.PROPOSED, State.WITHDRAWN])
    if user.may(Permission.FACT_NAME_OWNER):
        return with_names(facts)
    kept = Role.objects.kept_by(user).values("municipality")
    return with_names(facts.filter(Q(municipalities__in=kept) | Q(regions__in=user.scope.regions)).distinct())


def owners_for(fact: Fact, user: User) -> QuerySet[Role]:
    """Roles that `user` may make the owner of `fact`: those the user holds or keeps, in the fact's own place."""
    roles = Role.objects.all() if user.may(Permission.FACT_NAME_OWNER) else Role.objects.kept_by(user)
    roles = roles | Role.objects.filter(pk__in=user.scope.roles)
    if fact.level == Level.MUNICIPALITY:
        roles = roles.filter(municipality__in=fact.municipalities.values("pk"))
    elif fact.level == Level.REGION:
        roles = roles.filter(region__in=fact.regions.values("pk"))
    else:
        roles = roles.filter(municipality=None, region=None)
    return roles.select_related("municipality", "institution", "region").order_by("kind", "unit", "pk")


def of_size(facts: QuerySet[Fact], least: int | None) -> QuerySet[Fact]:
    """Premises and land of at least so many square metres (CAT-07); `facts` as they are where no size is asked for."""
    if least is None:
        return facts
    area = Cast(KeyTextTransform("area", "current__details"), FloatField())
    return facts.filter(kind=Kind.PREMISES).annotate(area=area).filter(area__gte=least)


def specialists_wanted() -> dict[str, list[Fact]]:
    """Professions that municipalities lack, health care and education apart (SPE-06), by place."""
    listed = with_names(Fact.objects.available().filter(kind=Kind.SPECIALIST_SUPPORT)).select_related("current")
    found: dict[str, list[Fact]] = {"health": [], "education": [], "other": []}
    for fact in listed.order_by("code"):
        if fact.current:
            found[fact.current.details["field"]].append(fact)
    return found


@dataclass(frozen=True)
class Reserved:
    """CAT-12: facts by who may use them, and those that locals are kept from, with their places."""

    by_audience: dict[str, int]
    facts: list[Fact]


def _not_over() -> QuerySet[Fact]:
    """Checked, and neither ended, withdrawn nor past its last day."""
    running = Fact.objects.exclude(state__in=[State.ENDED, State.WITHDRAWN, State.PROPOSED, State.DRAFT])
    return running.exclude(valid_to__lt=timezone.localdate())


def reserved() -> Reserved:
    """Facts that are not over; "only" and "first" are listed so that unequal treatment of locals can be checked."""
    running = _not_over()
    counts = Counter(running.values_list("audience", flat=True))
    listed = with_names(running.filter(audience__in=[Audience.ONLY, Audience.FIRST]))
    facts = list(listed.select_related("current").order_by("level", "audience", "code"))
    return Reserved({code: counts.get(code, 0) for code in ("all", "first", "only", "")}, facts)


def by_audience() -> QuerySet[Fact]:
    """All facts that are not over, those that locals are kept from first."""
    running = _not_over()
    order = {Audience.ONLY: 0, Audience.FIRST: 1, Audience.ALL: 2}
    rank = Case(*(When(audience=code, then=place) for code, place in order.items()), default=3)
    return with_names(running).select_related("current").order_by(rank, "level", "code")


def aims() -> dict[str, int]:
    """How many measures draw people back and how many help those who are back (B-59)."""
    running = Fact.objects.filter(kind__in=[Kind.STATE_MEASURE, Kind.MUNICIPAL_MEASURE], current__isnull=False)
    counts = Counter(running.exclude(state__in=[State.WITHDRAWN, State.DRAFT]).values_list("current__aim", flat=True))
    return {code: counts.get(code, 0) for code in ("active", "reintegration", "both", "")}


def imported(became: str = "", *, after: int = 0) -> QuerySet[ImportedRecord]:
    """Given records as they were loaded, from the one behind the id `after` on."""
    records = ImportedRecord.objects.filter(pk__gt=after).select_related("fact", "municipality")
    records = records.order_by("pk")
    return records.filter(became=became) if became else records


def import_totals() -> dict[str, int]:
    counts = Counter(ImportedRecord.objects.values_list("became", flat=True))
    return {str(became): counts.get(became, 0) for became in ImportedRecord.Became}


@dataclass(frozen=True)
class Opened:
    """What a confirmation link opens: one role, until a moment."""

    role_id: int
    expires_at: datetime

    @property
    def is_expired(self) -> bool:
        return self.expires_at < timezone.now()


def opened_by(token: str) -> Opened | None:
    link = ConfirmationLink.objects.filter(digest=token_digest(token)).first()
    return Opened(link.role_id, link.expires_at) if link else None


def version_before(version: FactVersion) -> FactVersion | None:
    return version.fact.versions.filter(number__lt=version.number).order_by("-number").first()


CHANGING = frozenset({"id", "fact", "number", "made_at", "made_by", "made_by_name"})


@lru_cache
def content_fields() -> tuple[str, ...]:
    """Columns of a version that say something about the fact."""
    return tuple(f.name for f in FactVersion._meta.concrete_fields if f.name not in CHANGING)


def changed_fields(before: FactVersion, after: FactVersion) -> list[str]:
    """Names of the columns in which two versions differ."""
    return [name for name in content_fields() if getattr(before, name) != getattr(after, name)]
