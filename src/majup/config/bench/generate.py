"""Made-up households by COPY: one region holds 35 %, names follow Zipf's law, a case has 1 to 200 contacts.

Everything follows from the number of households and a fixed seed, so two machines measure the same data.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from typing import Any

import psycopg
from django.conf import settings

from majup.cases.actions.opening import title_key
from majup.cases.models import CandidateMunicipality, Case, Contact, Need, Readiness
from majup.config.bench.copying import Copier
from majup.config.bench.letters import Letters
from majup.intake.models import Enquiry
from majup.kernel.hashing import token_digest
from majup.network.models import Topic
from majup.offers.models import Offer, OfferItem, OfferVersion
from majup.outcomes.models import Intention, Return
from majup.people.models import ContactPoint, Event, Household, Person, SearchWord
from majup.people.words import words_of
from majup.places.models import PlanningRegion, RegionMembership
from majup.places.pack import read
from majup.questions.models import Answer, AnswerForm, Question
from majup.staff.models import User

BIGGEST_SHARE = 0.35
FIRST_ID = 1_000  # below it lies what was made through the actions
FIRST_DAY = datetime(2018, 3, 1, 8, tzinfo=UTC)
STAGES = (
    ("assessing", 6),
    ("collecting", 6),
    ("offered", 10),
    ("in_dialogue", 10),
    ("intention", 6),
    ("preparing", 3),
    ("returned", 2),
    ("follow_up", 7),
    ("resting", 25),
    ("closed", 15),
    ("not_returning", 6),
    ("lost", 4),
)
ENDED = {"closed", "not_returning", "lost"}
CHANNELS = ("phone", "email", "facebook", "meeting")
SUMMARIES = (
    "Talked about the flat and the school; will send the list of papers.",
    "Wrote what the municipality answered; they think it over until autumn.",
    "Called, nobody answered, left a message.",
    "They ask whether the assistant is there from the first day.",
)


# What varies in each table; all other columns take the model's defaults.
TABLES = {
    "household": (Household, "id region_id country created_at"),
    "person": (
        Person,
        "id household_id given_name family_name relation is_child birth_year language order",
    ),
    "point": (ContactPoint, "household_id person_id kind value normal is_preferred"),
    "word": (SearchWord, "region_id word household_id"),
    "event": (Event, "household_id at by_id kind"),
    "case": (
        Case,
        "id household_id region_id reference title title_key category stage stage_since stage_reason closing_code"
        " responsible_id opened_at next_contact_on last_contact_at",
    ),
    "candidate": (CandidateMunicipality, "case_id municipality_id order"),
    "readiness": (Readiness, "case_id area state changed_at"),
    "need": (Need, "id case_id topic_id wish state owner_id due_on created_at"),
    "contact": (Contact, "id case_id at channel direction summary by_id"),
    "enquiry": (
        Enquiry,
        "region_id municipality_id channel language name email text state taken_by_id taken_at received_at due_on"
        " household_id_attached",
    ),
    "question": (
        Question,
        "id case_id household_id region_id need_id topic_id role_id municipality_id form_id text language state sent_at"
        " sent_by_id due_on escalate_on closed_at",
    ),
    "answer": (Answer, "question_id role_id text answered_at changed_at answered_by_name"),
    "offer": (Offer, "id case_id household_id region_id number state language created_by_id created_at changed_at"),
    "item": (OfferItem, "id offer_id key section need_id title text created_by_id created_at order"),
    "version": (
        OfferVersion,
        "id offer_id number household_id region_id people language document document_sha256 pdf_sha256"
        " template_version sent_at sent_by_id send_key token_digest link_expires_at",
    ),
    "intention": (Intention, "case_id region_id is_internal recorded_by_id recorded_at stated_on people"),
    "back": (
        Return,
        "case_id region_id is_internal recorded_by_id recorded_at on adults children municipality_id support_kind"
        " alone",
    ),
}


def today() -> date:
    return datetime.now(UTC).date()


def zipf(names: list[Any], chance: random.Random) -> Callable[[], Any]:
    """Draws from `names`, the n-th with weight 1/n."""
    weights = list(accumulate(1 / rank for rank in range(1, len(names) + 1)))
    return lambda: chance.choices(names, cum_weights=weights)[0]


@dataclass
class Family:
    """What the tables of one household share."""

    number: int
    region: int
    by: int
    opened: datetime
    places: list[int]
    roles: list[int]
    stage: str
    title: str
    people: int = 1

    @property
    def day(self) -> date:
        return self.opened.date()

    @property
    def is_offered(self) -> bool:
        return self.stage not in {"assessing", "collecting"}


class Generator:
    def __init__(self, connection: psycopg.Connection, households: int, staff: dict[int, User]) -> None:
        self.connection, self.households, self.staff = connection, households, staff
        self.chance = random.Random(20180301)  # noqa: S311 -- the same data everywhere
        names = read(settings.COUNTRY_PACK, "names")
        self.given = zipf(names["given_f"] + names["given_m"], self.chance)
        self.family = zipf(names["family"], self.chance)
        self.keys: dict[str, str] = {}
        self.topics = list(Topic.objects.filter(support_wish=False))
        self.form = AnswerForm.objects.order_by("pk").first()
        self.regions = self._regions()
        self.days = (datetime.now(UTC) - FIRST_DAY).days
        self.letters = Letters()
        self.contact_id = self.need_id = self.person_id = self.version_id = self.question_id = self.item_id = FIRST_ID
        self._tables()

    def _regions(self) -> list[tuple[int, list[int], list[int]]]:
        """(region, its municipalities, its unit roles); the first one is the biggest."""
        found = []
        for region in PlanningRegion.objects.order_by("order"):
            places = list(
                RegionMembership.objects.filter(region=region, valid_to=None, municipality__valid_to=None).values_list(
                    "municipality_id", flat=True
                )
            )
            roles = list(
                Question._meta.get_field("role")
                .related_model.objects.filter(kind="unit", municipality__in=places)
                .values_list("pk", flat=True)
            )
            found.append((region.pk, places, roles))
        return found

    def _tables(self) -> None:
        for name, (model, columns) in TABLES.items():
            setattr(self, name, Copier(self.connection, model, *columns.split()))

    def run(self) -> None:
        """Write all households, then what only the database can count: sequences and statistics."""
        for number in range(FIRST_ID, FIRST_ID + self.households):
            self._household(number)
        copiers = [value for value in vars(self).values() if isinstance(value, Copier)]
        for copier in copiers:
            copier.flush()
            copier.set_sequence()

    def _household(self, number: int) -> None:
        region, places, roles = self.regions[0 if self.chance.random() < BIGGEST_SHARE else 1 + number % 4]
        opened = FIRST_DAY + timedelta(days=self.days * (number - FIRST_ID) / self.households, minutes=number % 480)
        surname = self.family()
        stage = self.chance.choices([name for name, _ in STAGES], [weight for _, weight in STAGES])[0]
        f = Family(number, region, self.staff[region].pk, opened, places, roles, stage, surname[1])
        self.household.add(number, region, "GB", opened)
        f.people = self._people(f, surname)
        last = self._contacts(f)
        self._case(f, last)
        self._enquiry(f)
        needs = self._needs(f)
        if f.is_offered:
            self._offer(f, needs)
        self._outcomes(f)
        self.event.add(number, opened, f.by, "case.opened")
        self.event.add(number, last, f.by, "case.stage")

    def _people(self, f: Family, surname: list[str]) -> int:
        size = self.chance.choice((1, 2, 2, 3, 4))
        names = [(self.given(), surname[member % 2]) for member in range(size)]
        for member, (given, family) in enumerate(names):
            self.person_id += 1
            relation = ("applicant", "spouse", "child")[min(member, 2)]
            born = 1975 + f.number % 20 if member < 2 else 2010 + f.number % 14
            self.person.add(self.person_id, f.number, given, family, relation, member > 1, born, "lv", member)
        first = self.person_id - size + 1
        email, phone = f"family{f.number}@example.org", f"+3712{f.number:07d}"
        self.point.add(f.number, first, "email", email, email, True)
        self.point.add(f.number, first, "phone", phone, phone, False)
        found = words_of([part for name in names for part in name], [("email", email), ("phone", phone)])
        self.word.add_many((f.region, word, f.number) for word in found | {f"b{f.number:07d}"})
        return size

    def _contacts(self, f: Family) -> datetime:
        at = f.opened
        for _ in range(min(200, int(self.chance.paretovariate(1.15) * 2.6))):
            at += timedelta(hours=self.chance.randint(20, 900))
            self.contact_id += 1
            turn = self.contact_id % 4
            self.contact.add(self.contact_id, f.number, at, CHANNELS[turn], "out", SUMMARIES[turn], f.by)
        return at

    def _case(self, f: Family, last: datetime) -> None:
        key = self.keys.get(f.title) or self.keys.setdefault(f.title, title_key(f.title))
        ended = f.stage in ENDED
        next_day = None if ended or f.stage == "resting" else today() + timedelta(days=self.chance.randint(-1, 60))
        why = ("Told us so", "settled") if ended else ("", "")
        reference = f"B-{f.number:07d}"
        self.case.add(
            *(f.number, f.number, f.region, reference, f.title, key, "emigrant", f.stage, last, *why),
            *(f.by, f.opened, next_day, last),
        )
        for area in ("home", "work", "education"):
            self.readiness.add(f.number, area, "unknown", f.opened)
        for order, place in enumerate(self.chance.sample(f.places, min(2, len(f.places))), 1):
            self.candidate.add(f.number, place, order)

    def _enquiry(self, f: Family) -> None:
        received = f.opened - timedelta(days=2)
        said = ("", f"family{f.number}@example.org", "May we ask what awaits us?")
        taken = ("attached", f.by, f.opened, received, received.date() + timedelta(days=30), f.number)
        self.enquiry.add(f.region, f.places[0], "web_form", "lv", *said, *taken)

    def _needs(self, f: Family) -> list[tuple[int, Topic]]:
        needs = []
        state = "offered" if f.is_offered else "asked"
        for topic in self.chance.sample(self.topics, self.chance.randint(2, 6)):
            self.need_id += 1
            needs.append((self.need_id, topic))
            due = f.day + timedelta(days=21)
            self.need.add(self.need_id, f.number, topic.pk, "As soon as possible", state, f.by, due, f.opened)
        for need, topic in needs[:2]:
            self._question(f, need, topic, self.chance.choice(f.roles))
        return needs

    def _question(self, f: Family, need: int, topic: Topic, role: int) -> None:
        self.question_id += 1
        sent = f.opened + timedelta(days=2)
        closed = sent + timedelta(days=4) if f.is_offered else None
        whose = (self.question_id, f.number, f.number, f.region, need, topic.pk, role, f.places[0], self.form.pk)
        days = (sent.date() + timedelta(days=7), sent.date() + timedelta(days=14), closed)
        state = "answered" if f.is_offered else "sent"
        self.question.add(*whose, "Is there a place?", "lv", state, sent, f.by, *days)
        if f.is_offered:
            self.answer.add(self.question_id, role, "Yes, from September.", closed, closed, "Town hall")

    def _offer(self, f: Family, needs: list[tuple[int, Topic]]) -> None:
        sent = f.opened + timedelta(days=20)
        self.offer.add(f.number, f.number, f.number, f.region, 1, "sent", "lv", f.by, sent, sent)
        text = '{"lv": "Yes, from September."}'
        for order, (need, topic) in enumerate(needs):
            self.item_id += 1
            self.item.add(self.item_id, f.number, f"i{order}", topic.section, need, text, text, f.by, sent, order)
        for version in (1, 2) if f.number % 4 == 0 else (1,):
            self._version(f, version, sent + timedelta(days=version))

    def _version(self, f: Family, version: int, sent: datetime) -> None:
        self.version_id += 1
        document, sha256, pdf = self.letters.of(f.number, version)
        self.version.add(
            *(self.version_id, f.number, version, f.number, f.region, f.people, "lv", document, sha256, pdf, 1, sent),
            *(f.by, f"bench {self.version_id}", token_digest(f"bench-{self.version_id}"), sent + timedelta(days=4000)),
        )

    def _outcomes(self, f: Family) -> None:
        recorded = (f.number, f.region, False, f.by, f.opened)
        if f.stage in {"intention", "preparing", "returned", "follow_up"}:
            self.intention.add(*recorded, min(f.day + timedelta(days=40), today()), f.people)
        if f.stage in {"returned", "follow_up"}:
            day, adults = min(f.day + timedelta(days=90), today()), min(f.people, 2)
            self.back.add(*recorded, day, adults, f.people - adults, f.places[0], "offer_before_move", False)
