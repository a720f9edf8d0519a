"""A family of Vidzeme that went through everything, beside a second one, and every table has rows to leak."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from majup.calls import actions as calls
from majup.calls.models import CallSlot
from majup.cases import actions as cases
from majup.cases.models import Case, Obstacle, SupportWish
from majup.catalogue import links, missed
from majup.catalogue.models import Fact
from majup.family import actions as family
from majup.family.models import FamilyLink, KeepQuestion
from majup.intake.models import AskedFrom, Attachment, Enquiry, Message
from majup.matching.actions import tell
from majup.matching.interests import register
from majup.matching.models import Match
from majup.offers.models import Contribution, ItemMark, NotNeeded, Offer
from majup.openings import actions as openings
from majup.openings.actions.events import save_event
from majup.openings.models import (
    AnnouncedNeed,
    AttractionYear,
    Dwelling,
    Employer,
    OpeningLink,
    PublicEvent,
    Source,
    SpecialistRequest,
    Vacancy,
)
from majup.outcomes import ratings
from majup.outcomes.models import Departure, FlagDismissal, Outcome, Rating, Return
from majup.people.actions import MemberData, create_household, reindex
from majup.people.models import DuplicatePair, HouseholdShare, Merge, Person, PersonLanguage, Residence, Skill
from majup.places.models import Municipality, PlanningRegion
from majup.places.pack import read
from majup.profiles.actions import Given, answer_questions
from majup.profiles.models import Question as ProfileQuestion
from majup.questions.models import Introduction, Search
from majup.staff import scope
from majup.staff.access import log_view
from majup.staff.models import User
from majup.staff.scope import NOBODY, acting
from majup.ties import actions as ties
from majup.web.demo import people, turns
from majup.web.demo.caseload import Clock, Story
from tests.support.questions import unit

# Numbers of made-up stories that go all the way to the talks after the return.
WHOLE, BESIDE = 15, 20
ELSEWHERE = "kurzeme"  # the region to which the case is offered and with which it is shared


@dataclass(frozen=True)
class Family:
    case: Case
    beside: Case
    by: User
    stranger: User  # coordinates Latgale


@pytest.fixture(scope="module")
def whole_family(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Family]:
    """Made once for all tests of a module, in a transaction that is rolled back; each test keeps to a savepoint."""
    kept, settings.DOCUMENTS_DIR = settings.DOCUMENTS_DIR, tmp_path_factory.mktemp("documents")
    with django_db_blocker.unblock(), transaction.atomic():
        connection.majup_scope = NOBODY
        scope.apply(NOBODY)
        yield make_family()
        transaction.set_rollback(True)
    settings.DOCUMENTS_DIR = kept


@contextmanager
def nothing_stays() -> Iterator[None]:
    """A savepoint that is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def owning() -> Iterator[None]:
    """Look under row-level security, as nobody in the application can."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE; SET majup.owner = 'on'")
    try:
        yield
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SET ROLE majup_app; SET majup.owner = ''")


def make_family() -> Family:
    people.make_staff()
    case, by = _play(WHOLE)
    beside, _ = _play(BESIDE)
    with acting(by.scope):
        _complete(case, by)
    stranger = _story(WHOLE, "latgale").by
    return Family(case, beside, by, stranger)


def _story(number: int, region: str) -> Story:
    texts, names = read(settings.COUNTRY_PACK, "demo"), read(settings.COUNTRY_PACK, "names")
    return Story(number, PlanningRegion.objects.get(code=region), texts, names)


def _play(number: int) -> tuple[Case, User]:
    story = _story(number, "vidzeme")
    now = datetime.now(UTC).replace(hour=8, minute=0, second=0, microsecond=0)
    clock = Clock(now - timedelta(days=700))
    try:
        turns.run(story, clock, until=now)
    finally:
        clock.stop()
    with acting(story.by.scope):
        return Case.objects.latest("pk"), story.by


def _complete(case: Case, by: User) -> None:
    """What no made-up story has: a row for each table that is still empty."""
    other, today, now = PlanningRegion.objects.get(code=ELSEWHERE), timezone.localdate(), timezone.now()
    adult = case.household.members.filter(is_child=False).first()
    PersonLanguage.objects.create(person=adult, language="en", level="b2")
    Skill.objects.create(person=adult, name="Welding")
    Residence.objects.create(person=adult, kind="lived", country="GB", from_date=today)
    Obstacle.objects.create(case=case, code="housing", noted_at=now)
    SupportWish.objects.create(household=case.household, person=adult, kind="health", note="wheelchair")
    _between_regions(case, other, by)
    _twice_written_down(case, by)
    _after_the_return(case, by)
    _letter(case, by)
    place = case.candidates.first().municipality
    answer_questions(
        municipality=place, given={ProfileQuestion.objects.get(code="about"): Given({"lv": "Klusa vieta."})}, by=by
    )
    cases.weigh_places(case=case, weights={"own": {"previous_residence": place.atvk}}, by=by)
    need = case.needs.first()
    Search.objects.create(case=case, need=need, started_at=now, by=by)
    enquiry = Enquiry.objects.get(case_enquiry__case=case)
    enquiry.places.add(case.candidates.first().municipality)
    Attachment.objects.create(
        message=Message.objects.filter(enquiry=enquiry).first(),
        name="cv.pdf",
        content_type="application/pdf",
        size=1,
        sha256="0",
    )
    AskedFrom.objects.create(digest="0", at=now)
    _introduced(case, adult, by)
    tell(case=case, code="household.net_income", value="900", by=by)
    things = (
        {"version": Fact.objects.get(code="SM-020").current},
        {"vacancy": Vacancy.objects.first()},
        {"dwelling": Dwelling.objects.first()},
    )
    for thing in things:
        Match.objects.create(case=case, household=case.household, is_certain=False, found_at=now, **thing)
    _own_page(case, adult, by)
    register(fact=Fact.objects.get(code="SM-042"), household=case.household, business="Bakery", by=by)
    log_view(user=by, household_id=case.household_id, record=f"case {case.pk}", page="case")


def _own_page(case: Case, adult: Person, by: User) -> None:
    """What the family did on its own page, and what was asked of it there."""
    if not FamilyLink.objects.filter(household=case.household, ended_at=None).exists():
        family.new_link(person=adult, by=by)
    family.propose(person=adult, field="occupation", value="Astronaut", said_by=adult)
    declined = family.propose(person=adult, field="birth_year", value="1901", said_by=adult)
    family.decline(correction=declined, reason="No", by=by)
    family.say_informed(case=case, is_yes=False, missing="A school bus")
    family.set_job_wish(person=adult, demands=["pay"], note="", by=by)
    refused = family.ask_to_erase(household=case.household, person=adult)
    family.refuse_erasure(request=refused, reason="The law", by=by)
    family.ask_to_erase(household=case.household, person=adult)
    place = case.candidates.first().municipality
    ties.subscribe(municipality=place, email="reader@abroad.example", language="en")
    ties.send_idea(municipality=place, title="A bus", text="At night too", language="en")
    soon, zone = timezone.now() + timedelta(days=1), {"time_zone": "Europe/London", "language": "en"}
    calls.offer_slots(region=case.region, moments=[soon], by=by)
    agreed = calls.ask(kind="video", person=adult, slot=CallSlot.objects.latest("pk"), **zone)
    calls.confirm(call=agreed, begins_at=soon, where="https://call.example", by=by)
    KeepQuestion.objects.create(household=case.household, person=adult, digest="0", expires_at=timezone.now())


def _introduced(case: Case, adult: Person, by: User) -> None:
    """One of each opening, and the agreement of one member to one employer."""
    employer = _openings(by)
    common = {"how": "by phone", "agreed_on": timezone.localdate(), "recorded_by": by}
    shown = [{"key": "name", "value": str(adult)}]
    Introduction.objects.create(
        case=case, household=case.household, person=adult, employer=employer, shown=shown, **common
    )


def _openings(by: User) -> Employer:
    soon = {"valid_to": timezone.localdate() + timedelta(days=20)}
    named = {"name": "Openings Ltd", "sector": "private", "registration_number": "90001"}
    employer = openings.save(entry=Employer(), by=by, **named)
    known = {"source": Source.objects.get(code="nva"), "source_key": "1", **soon}
    pay = {"pay_from": 1500, "pay_to": 1600}
    openings.save(entry=Vacancy(), by=by, title="Welder", **known, **pay)
    openings.save(entry=Dwelling(), by=by, kind="land", **known)
    openings.save(entry=AnnouncedNeed(employer=employer), by=by, occupation="Welder", **soon)
    openings.save(entry=SpecialistRequest(employer=employer), by=by, title="Welder", text="Gates", **soon)
    OpeningLink.objects.create(employer=employer, digest="0", expires_at=timezone.now())
    place = Municipality.objects.in_force().first()
    AttractionYear.objects.create(municipality=place, year=2025, specialists=1, paid=1, by=by)
    return employer


def _between_regions(case: Case, other: PlanningRegion, by: User) -> None:
    cases.propose_handover(
        case=case, kind="handover", to_region=other, summary="All of it", family_agreed_on=timezone.localdate(), by=by
    )
    HouseholdShare.objects.create(household=case.household, region=other, since=timezone.now())
    reindex(household=case.household)


def _twice_written_down(case: Case, by: User) -> None:
    again = create_household(region=case.region, members=[MemberData("Ieva", "Again")], by=by)
    now = timezone.now()
    DuplicatePair.objects.create(first=case.household, second=again, reason="email", found_at=now)
    Merge.objects.create(kept=case.household, absorbed=again, at=now, by=by, choices={}, moved={})


def _after_the_return(case: Case, by: User) -> None:
    event, now, today = Return.objects.get(case=case), timezone.now(), timezone.localdate()
    common = {"case": case, "region": case.region, "is_internal": False, "recorded_by": by, "recorded_at": now}
    Departure.objects.create(return_event=event, on=today, reason="work", **common)
    Outcome.objects.create(kind="postponed", on=today, **common)
    ratings.rate(case=case, occasion="return", communication=9, influence="some", useful=["talk"], settlement="riga")
    Rating.objects.filter(case=case, occasion="return").update(token_digest="0", link_expires_at=now)
    FlagDismissal.objects.create(return_event=event, flag="money", note="A job was found", by=by, at=now)


def _letter(case: Case, by: User) -> None:
    offer, now = Offer.objects.get(case=case), timezone.now()
    NotNeeded.objects.get_or_create(offer=offer, section="health", defaults={"by": by, "at": now})
    Contribution.objects.create(
        offer=offer, role=unit("housing"), need=case.needs.first(), what="a flat", asked_by=by, asked_at=now
    )
    item = offer.items.filter(removed_at=None).first()
    item.pk, item.key, item.block, item.answer = None, "fact", None, None
    item.fact_version = Fact.objects.get(code="SM-020").current
    links.note("https://page.example/gone", "404")
    missed.note(words="jumta segums", language="lv")
    save_event(
        event=PublicEvent(), by=by, kind="webinar", title={"lv": "Vebinārs"}, organiser="Reģions",
        url="https://event.example", starts_at=timezone.now() + timedelta(days=9),
    )  # fmt: skip
    item.save(force_insert=True)
    version = offer.versions.first()
    ItemMark.objects.create(
        version=version,
        household=case.household,
        region=case.region,
        item_key="a",
        mark="question",
        text="When?",
        at=now,
    )
