"""What can be done to a text: draft, change, send on, approve or give back, read again, archive; consents of stories.

Nobody approves what she wrote last. Every change leaves an event.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from majup.guides import details as detail
from majup.guides.errors import ChangedMeanwhile, TextError
from majup.guides.models import (
    OPEN,
    Kind,
    ReviewedText,
    State,
    StoryConsent,
    TextEvent,
    TextVersion,
    VersionState,
)
from majup.guides.wording import vector_of
from majup.kernel.hashing import canonical_json, digest
from majup.kernel.localized import LocalizedText, checked_texts
from majup.kernel.periods import add_months
from majup.kernel.text import fold
from majup.network.calendar import country_settings
from majup.network.models import Role, Topic
from majup.places.models import Municipality, PlanningRegion
from majup.staff.models import User


@dataclass(frozen=True)
class Content:
    """What a version says; see `TextVersion`."""

    title: LocalizedText
    summary: LocalizedText = field(default_factory=dict)
    body: LocalizedText = field(default_factory=dict)
    warmth: LocalizedText = field(default_factory=dict)
    sources: list[dict[str, Any]] = field(default_factory=list)
    details: dict[str, Any] = field(default_factory=dict)

    def stored(self, kind: str) -> dict[str, Any]:
        """The columns, checked; raises LocalizedTextError or DetailError."""
        texts = {name: checked_texts(getattr(self, name)) for name in ("title", "summary", "body", "warmth")}
        return {
            **texts,
            "sources": detail.checked_sources(self.sources),
            "details": detail.checked(kind, self.details),
        }


@dataclass(frozen=True)
class Placing:
    """Whose a text is and what it belongs to; neither region nor municipality: the whole country."""

    role: Role
    region: PlanningRegion | None = None
    municipality: Municipality | None = None
    topics: tuple[Topic, ...] = ()
    situations: tuple[str, ...] = ()
    speaks_from: date | None = None
    speaks_to: date | None = None


PLACED = ("role", "region", "municipality", "speaks_from", "speaks_to")


def note(*, text: ReviewedText, kind: str, by: User | None, version: TextVersion | None = None, **details: Any) -> None:
    TextEvent.objects.create(text=text, version=version, kind=kind, by=by, details=details)


@transaction.atomic
def draft(
    *, kind: str, placing: Placing, content: Content, by: User, code: str = "", common: ReviewedText | None = None
) -> ReviewedText:
    """Begin a text; nobody outside sees it. An addition (`common`) takes the topics of the common answer."""
    text = ReviewedText(
        code=_free_code(code or _code_of(content.title, kind)),
        kind=kind,
        common=common,
        changed_at=timezone.now(),
        situations=list(placing.situations),
        **{name: getattr(placing, name) for name in PLACED},
    )
    text.save()
    text.topics.set(common.topics.all() if common else placing.topics)
    version = TextVersion.objects.create(
        text=text, number=1, made_at=timezone.now(), made_by=by, **content.stored(kind)
    )
    note(text=text, kind="drafted", by=by, version=version)
    return text


def _code_of(title: LocalizedText, kind: str) -> str:
    first = next(iter(title.values()), "") or kind
    return slugify(fold(first))[:60].strip("-") or kind


# Addresses on the desk that are no text.
RESERVED = frozenset({"new", "links"})


def _free_code(wished: str) -> str:
    taken = set(ReviewedText.objects.filter(code__startswith=wished).values_list("code", flat=True)) | RESERVED
    if wished not in taken:
        return wished
    return next(f"{wished}-{number}" for number in range(2, len(taken) + 3) if f"{wished}-{number}" not in taken)


def _locked(text: ReviewedText) -> ReviewedText:
    return ReviewedText.objects.select_for_update(of=("self",)).get(pk=text.pk)


@transaction.atomic
def change(
    *, text: ReviewedText, content: Content, by: User, saves: int, placing: Placing | None = None
) -> TextVersion:
    """Save the draft, or begin the next version of what is public; raises ChangedMeanwhile.

    `saves` is the count that the writer saw, 0 when she saw no draft. What waited has to be sent on again.
    """
    text = _locked(text)
    version = text.open_version
    if (version.saves if version else 0) != saves:
        raise ChangedMeanwhile(version or text.current)
    if version is None:
        last = text.versions.order_by("-number").values_list("number", flat=True).first() or 0
        version = TextVersion(text=text, number=last + 1, saves=0)
    for name, value in content.stored(text.kind).items():
        setattr(version, name, value)
    version.made_at, version.made_by, version.state = timezone.now(), by, VersionState.DRAFT
    version.saves += 1
    version.save()
    if placing and text.state == State.DRAFT:
        _place(text, placing)
    _touch(text)
    note(text=text, kind="changed", by=by, version=version)
    return version


def _place(text: ReviewedText, placing: Placing) -> None:
    for name in PLACED:
        setattr(text, name, getattr(placing, name))
    text.situations = list(placing.situations)
    text.topics.set(placing.topics)


def _touch(text: ReviewedText) -> None:
    text.changed_at = timezone.now()
    text.save()


@transaction.atomic
def send(*, text: ReviewedText, by: User) -> TextVersion:
    """The draft is ready: a second person reads it before anybody else does. Raises TextError "not-open"."""
    text = _locked(text)
    version = text.versions.filter(state=VersionState.DRAFT).first()
    if version is None:
        raise TextError("not-open")
    version.state, version.sent_at, version.given_back = VersionState.WAITING, timezone.now(), ""
    version.save()
    note(text=text, kind="sent", by=by, version=version)
    return version


def _waiting(text: ReviewedText, by: User) -> TextVersion:
    version: TextVersion | None = text.versions.filter(state=VersionState.WAITING).first()
    if version is None:
        raise TextError("not-waiting")
    if version.made_by_id == by.pk:
        raise TextError("same-person")
    return version


@transaction.atomic
def give_back(*, text: ReviewedText, reason: str, by: User) -> TextVersion:
    """Not yet: the writer reads what to change. Raises TextError "no-reason", "not-waiting", "same-person"."""
    if not reason.strip():
        raise TextError("no-reason")
    text = _locked(text)
    version = _waiting(text, by)
    version.state, version.given_back = VersionState.DRAFT, reason.strip()
    version.save()
    note(text=text, kind="given_back", by=by, version=version, reason=reason.strip())
    return version


@transaction.atomic
def approve(*, text: ReviewedText, by: User, review_on: date | None = None) -> ReviewedText:
    """The second pair of eyes: from now on everybody reads it.

    Raises TextError "not-waiting", "same-person", and for a story without standing consents "no-consent".
    """
    text = _locked(text)
    version = _waiting(text, by)
    if text.kind == Kind.STORY and not has_consent(text, version):
        raise TextError("no-consent")
    version.approved_by = by
    publish_version(text, version, review_on=review_on)
    text.checked_by = by
    _touch(text)
    note(text=text, kind="published", by=by, version=version)
    return text


def publish_version(text: ReviewedText, version: TextVersion, *, review_on: date | None = None) -> None:
    """Make `version` what everybody reads; the caller saves `text` and notes who did it."""
    now = timezone.now()
    version.state, version.published_at = VersionState.PUBLISHED, now
    version.save()
    text.current, text.state, text.checked_on = version, State.PUBLISHED, timezone.localdate()
    text.published_at = text.published_at or now
    text.archived_at, text.archive_reason = None, {}
    text.review_on = review_on or next_review()
    text.words = vector_of(text, version)


def next_review(day: date | None = None) -> date:
    """When a text that was read on `day` is read again; the interval is the pack's."""
    return add_months(day or timezone.localdate(), country_settings()["text_review_months"])


def has_consent(text: ReviewedText, version: TextVersion) -> bool:
    """Everybody who agreed said yes to these very words last, and nobody took it back."""
    consents = list(text.consents.order_by("recorded_at", "pk"))
    last = {fold(one.name): one for one in consents}
    shown, is_whole = told_digest(version), all(one.withdrawn_at is None for one in consents)
    return bool(last) and is_whole and all(one.shown_digest == shown for one in last.values())


def told_digest(version: TextVersion) -> str:
    """Of all words of a story, in every language."""
    return digest(canonical_json([version.title, version.summary, version.body, version.warmth]))


@transaction.atomic
def confirm(*, text: ReviewedText, by: User, review_on: date | None = None) -> ReviewedText:
    """Read again against its sources and still true (FAQ-03). Raises TextError "not-published"."""
    text = _locked(text)
    if text.state != State.PUBLISHED:
        raise TextError("not-published")
    text.checked_on, text.checked_by = timezone.localdate(), by
    text.review_on = review_on or next_review()
    _touch(text)
    note(text=text, kind="read_again", by=by, until=text.review_on.isoformat())
    return text


@transaction.atomic
def archive(
    *,
    text: ReviewedText,
    reason: LocalizedText,
    by: User,
    speaks_from: date | None = None,
    speaks_to: date | None = None,
) -> ReviewedText:
    """It stays to be read, with the mark of an archive, the reason and the time it spoke of (FAQ-06)."""
    said = checked_texts(reason)
    if not said:
        raise TextError("no-reason")
    text = _locked(text)
    if text.state != State.PUBLISHED:
        raise TextError("not-published")
    text.state, text.archived_at, text.archive_reason = State.ARCHIVED, timezone.now(), said
    text.speaks_from, text.speaks_to = speaks_from or text.speaks_from, speaks_to or text.speaks_to
    _touch(text)
    note(text=text, kind="archived", by=by, reason=said)
    return text


@transaction.atomic
def drop(*, text: ReviewedText, by: User) -> None:
    """Throw away what is in the making; a text that was never public goes with it.

    Raises TextError "not-open"; "has-consents" for a story, whose proofs of consent are not thrown away.
    """
    text = _locked(text)
    version = text.open_version
    if version is None:
        raise TextError("not-open")
    if text.state != State.DRAFT:
        note(text=text, kind="dropped", by=by, number=version.number)
        version.delete()
    elif text.consents.exists():
        raise TextError("has-consents")
    else:
        text.delete()


@transaction.atomic
def record_consent(*, text: ReviewedText, name: str, given_on: date, agreed_to: str, by: User) -> StoryConsent:
    """Write down that a person agrees: who, when, to which words, and which version was shown to her (AMB-05)."""
    text = _locked(text)
    version = text.versions.filter(state__in=OPEN).first() or text.current
    if version is None:
        raise TextError("not-open")
    consent = StoryConsent.objects.create(
        text=text,
        name=name,
        given_on=given_on,
        agreed_to=agreed_to,
        shown_digest=told_digest(version),
        recorded_by=by,
    )
    note(text=text, kind="consented", by=by, version=version, on=given_on.isoformat())
    return consent


@transaction.atomic
def withdraw_consent(*, consent: StoryConsent, by: User) -> None:
    """The story is gone from every page with this transaction; the row stays as proof of when."""
    StoryConsent.objects.filter(pk=consent.pk, withdrawn_at=None).update(withdrawn_at=timezone.now())
    note(text=consent.text, kind="consent_withdrawn", by=by)
