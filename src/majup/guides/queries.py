"""Reads used twice: questions by topic with their local additions, what is overdue, which pages do not answer."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F, Prefetch, QuerySet

from majup.catalogue.models import LinkCheck
from majup.catalogue.words import Asked
from majup.guides.models import Kind, ReviewedText, State, TextQuerySet, TextVersion
from majup.guides.wording import addresses_of
from majup.network.models import Topic
from majup.places.models import Municipality, PlanningRegion
from majup.staff.models import User

WITH = ("current", "role__region", "role__municipality", "role__institution", "region", "municipality", "checked_by")


def public(kind: str) -> TextQuerySet:
    """Texts of one kind as public pages read them, topics with them."""
    return _read(ReviewedText.objects.shown().filter(kind=kind))


def listed(kind: str) -> TextQuerySet:
    """The same for lists: without what is archived or over."""
    return _read(ReviewedText.objects.listed().filter(kind=kind))


def _read(texts: TextQuerySet) -> TextQuerySet:
    found: TextQuerySet = texts.select_related(*WITH).prefetch_related("topics", "role__institution__names")
    return found


@dataclass
class Answered:
    """A question as a page shows it: the common answer, and what the chosen region and municipality add."""

    text: ReviewedText
    additions: list[ReviewedText] = field(default_factory=list)


def with_additions(
    texts: Iterable[ReviewedText], municipality: Municipality | None, region: PlanningRegion | None
) -> list[Answered]:
    """Each text with the additions that hold in the place, the region's before the municipality's (FAQ-02)."""
    answered = {text.pk: Answered(text) for text in texts}
    if municipality or region:
        found = _read(ReviewedText.objects.listed().filter(common__in=list(answered)))
        for addition in found.in_place(municipality, region).order_by(F("region").asc(nulls_last=True), "pk"):
            answered[addition.common_id].additions.append(addition)
    return list(answered.values())


def questions(
    municipality: Municipality | None = None, region: PlanningRegion | None = None, condition: str = ""
) -> list[tuple[Topic, list[Answered]]]:
    """FAQ-01: topics in their order, each with its questions; a question stands under its first topic.

    `condition` is the text of a tsquery; empty: all of them.
    """
    found = _read(ReviewedText.objects.listed().filter(kind=Kind.QUESTION, common=None))
    if condition:
        found = found.filter(words=Asked(condition))
    groups: dict[Topic, list[Answered]] = {}
    for one in with_additions(found.in_place(municipality, region), municipality, region):
        of = next(iter(one.text.topics.all()), None)
        if of:
            groups.setdefault(of, []).append(one)
    return sorted(groups.items(), key=lambda pair: pair[0].order)


@dataclass(frozen=True)
class Told:
    """What the stories that everybody reads tell of: countries (ISO codes) and topics in their order."""

    countries: frozenset[str]
    topics: list[Topic]


def told_in_stories() -> Told:
    """B-23: by which countries and themes stories can be found today; two queries."""
    stories = ReviewedText.objects.listed().filter(kind=Kind.STORY)
    countries = stories.exclude(current__details__country=None).values_list("current__details__country", flat=True)
    return Told(frozenset(countries), list(Topic.objects.filter(texts__in=stories).distinct().order_by("order")))


def overdue(user: User, day: date | None = None) -> QuerySet[ReviewedText]:
    """FAQ-03: published texts that `user` keeps and that should have been read again by now."""
    kept = ReviewedText.objects.kept_by(user).overdue(day)
    return kept.select_related(*WITH).order_by("review_on", "pk")


def to_approve(user: User) -> QuerySet[TextVersion]:
    """Versions that wait for a second pair of eyes and were not written by `user`; the oldest first."""
    waiting = TextVersion.objects.filter(state="waiting").exclude(made_by=user)
    return waiting.select_related("text__region", "text__municipality", "text__role", "made_by").order_by("sent_at")


def _public_versions() -> QuerySet[TextVersion]:
    shown = ReviewedText.objects.filter(state=State.PUBLISHED).values("current_id")
    return TextVersion.objects.filter(pk__in=shown)


def named_links() -> set[str]:
    """Every web address that published texts name, for the weekly check."""
    return {url for version in _public_versions() for url in addresses_of(version)}


def broken_links(user: User) -> list[tuple[LinkCheck, list[ReviewedText]]]:
    """Pages that did not answer, the longest silent first, with the texts of `user` that name them."""
    checks = list(LinkCheck.objects.exclude(problem="").order_by("failed_since", "url"))
    if not checks:
        return []
    kept = list(ReviewedText.objects.kept_by(user).filter(state=State.PUBLISHED).select_related("current"))
    named = [(text, addresses_of(text.current)) for text in kept if text.current]
    rows = [(check, [text for text, urls in named if check.url in urls]) for check in checks]
    return [(check, texts) for check, texts in rows if texts]


def drafts(user: User) -> QuerySet[ReviewedText]:
    """What `user` may still finish: texts with a version in the making."""
    making = Prefetch("versions", TextVersion.objects.filter(state__in=["draft", "waiting"]), to_attr="making")
    kept = ReviewedText.objects.kept_by(user).filter(versions__state__in=["draft", "waiting"])
    return kept.select_related(*WITH).prefetch_related(making).order_by("-changed_at", "-pk")
