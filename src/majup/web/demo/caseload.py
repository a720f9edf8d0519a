"""The demo's made-up years, played through the same actions as the pages use, under a moved clock."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

import time_machine
from django.conf import settings
from django.db import transaction

from majup.cases import actions as cases
from majup.cases.models import Case, Need
from majup.intake import actions as intake
from majup.intake.models import Enquiry
from majup.network.models import Role, Topic
from majup.network.queries import equip
from majup.people.actions import ContactData, MemberData, create_household
from majup.places.models import Municipality, PlanningRegion
from majup.places.pack import read
from majup.staff.scope import Scope, acting
from majup.web.demo import turns
from majup.web.demo.people import account

OPENS, CLOSES = 7, 15  # hours of UTC
CHANNELS = ("web_form", "email", "phone", "facebook", "web_form")


class Clock:
    """The moved clock: starts on a day of the past and only goes on."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment
        self._traveller = time_machine.travel(moment, tick=False)
        self._coordinates = self._traveller.start()

    def forward(self, **step: float) -> None:
        """On by `step`, and further to the next hour at which people work."""
        self.moment += timedelta(**step)
        if not OPENS <= self.moment.hour < CLOSES:
            self.moment = self.moment.replace(hour=OPENS) + timedelta(days=self.moment.hour >= CLOSES)
        while self.moment.weekday() > 4:
            self.moment += timedelta(days=1)
        self._coordinates.move_to(self.moment)

    @property
    def today(self) -> date:
        return self.moment.date()

    def stop(self) -> None:
        self._traveller.stop()


class Story:
    """One household from its first question to wherever it has come by today."""

    def __init__(self, number: int, region: PlanningRegion, texts: dict[str, Any], names: dict[str, Any]) -> None:
        self.chance = random.Random(number * 7919)  # noqa: S311 -- the same caseload at every start
        self.texts, self.names, self.region, self.number = texts, names, region, number
        self.template = texts["stories"][(number + number // 5 * 3) % len(texts["stories"])]
        self.language = self.template["language"]
        self.by = equip(account(f"coordinator.{region.code}"))
        self.places = list(Municipality.objects.in_region(region).in_force())

    def say(self, *path: str) -> str:
        """A text of the pack in the coordinator's language; of several, each story takes its own."""
        found = self.texts
        for key in path:
            found = found[key]
        if isinstance(found, list):
            found = found[self.number % len(found)]
        return found[settings.LANGUAGE_CODE]

    @transaction.atomic
    def ask(self) -> Enquiry:
        family = self.chance.choice(self.names["family"][:400])
        self.woman = (self.chance.choice(self.names["given_f"][:120]), family[1])
        self.man = (self.chance.choice(self.names["given_m"][:120]), family[0])
        self.email = f"gimene{self.number}@example.org"
        self.country = self.chance.choices(*zip(*self.names["countries"], strict=True))[0]
        self.place = self.chance.choice(self.places)
        undecided = self.number % 6 == 0
        scope = Scope(common_queue=True) if undecided else Scope(regions=frozenset({self.region.pk}))
        with acting(scope):
            return intake.receive(
                channel=CHANNELS[self.number % len(CHANNELS)],
                language=self.language,
                text=self.template["question"],
                region=None if undecided else self.region,
                municipality=None if undecided else self.place,
                topics=Topic.objects.filter(code__in=self.template["topics"]),
                name=" ".join(self.woman),
                email=self.email,
                country=self.country,
                confirm=True,
            )

    def answer(self, enquiry: Enquiry) -> None:
        """A question that needs no case: one letter answers it."""
        with acting(self.by.scope):
            taken = intake.take(enquiry=enquiry, by=self.by, region=self.region)
            intake.answer(enquiry=taken, text=self.texts["reply"][self.language], by=self.by)

    def open(self, enquiry: Enquiry, clock: Clock) -> Case:
        """Take the enquiry, write down the household, its needs and the places it thinks of."""
        enquiry = intake.take(enquiry=enquiry, by=self.by, region=self.region)
        household = create_household(
            region=self.region,
            members=self._members(),
            country=self.country,
            by=self.by,
            contact_points=[ContactData("email", self.email), ContactData("phone", f"+3712{self.number:07d}")],
        )
        case = cases.open_case(
            household=household,
            category=self.template["category"],
            by=self.by,
            enquiry=enquiry,
            next_contact_on=clock.today + timedelta(days=7),
        )
        others = self.chance.sample(self.places, 2)
        cases.set_candidates(case=case, municipalities=[self.place, *others], by=self.by)
        self._needs(case, household, clock)
        self.contact(case, "first", clock, days=14)
        return Case.objects.get(pk=case.pk)

    def _members(self) -> list[MemberData]:
        year = 1978 + self.number % 18
        common: dict[str, Any] = {"language": self.language, "will_move": True}
        skills = self.texts["skills"]
        hers = {"occupation": self._occupation(7), "skills": [(skills[self.number % len(skills)], None)]}
        adults = [
            MemberData(*self.woman, "applicant", birth_year=year, **common, **hers),
            MemberData(*self.man, "spouse", birth_year=year - 2, **common, occupation=self._occupation(11)),
        ]
        children = [
            MemberData(
                self.chance.choice(self.names["given_f" if i % 2 else "given_m"][:120]),
                (self.woman if i % 2 else self.man)[1],
                "child",
                is_child=True,
                birth_year=born,
                school_stage=stage,
                will_move=True,
            )
            for i, (born, stage) in enumerate(self.template["children"])
        ]
        return [*(adults if children or self.number % 3 else adults[:1]), *children]

    def _occupation(self, step: int) -> str:
        """Taken in turn, so that chance stays as it is for all that follows."""
        known = read(settings.COUNTRY_PACK, "occupations")
        words: str = known[self.number * step % len(known)]["spellings"][settings.LANGUAGE_CODE][0]
        return words[:1].upper() + words[1:]

    def _needs(self, case: Case, household: Any, clock: Clock) -> None:
        children = list(household.members.filter(is_child=True))
        due = clock.today + timedelta(days=21)
        for code in self.template["topics"]:
            person = children.pop(0) if code in {"school", "kindergarten", "child_support"} and children else None
            wish = self.template["wishes"].get(code, "")
            topic = Topic.objects.get(code=code)
            cases.add_need(case=case, topic=topic, person=person, wish=wish, due_on=due, by=self.by)

    def contact(self, case: Case, text: str, clock: Clock, *, days: int, channel: str = "phone") -> None:
        cases.log_contact(
            case=case,
            channel=channel,
            direction="out",
            summary=self.say("contacts", text),
            by=self.by,
            next_contact_on=clock.today + timedelta(days=days),
        )

    def role_for(self, need: Need) -> Role | None:
        """Whom the routing table names first for this need in the family's place."""
        rule = need.topic.routing
        if rule.kind == Role.Kind.INSTITUTION:
            return Role.objects.filter(kind="institution", institution=rule.institution).first()
        found = Role.objects.filter(municipality=self.place, kind__in=["unit", "specialist"])
        return found.filter(unit=rule.unit).first() if rule.unit else found.filter(kind="specialist").first()


def play(households: int) -> int:
    """Play `households` stories over the last years; returns how many. Each story stops where chance and today say."""
    texts, names = read(settings.COUNTRY_PACK, "demo"), read(settings.COUNTRY_PACK, "names")
    regions = list(PlanningRegion.objects.all())
    today = datetime.now(UTC)
    for number in range(households):
        story = Story(number, regions[number % len(regions)], texts, names)
        ago = timedelta(days=int(1500 * (1 - number / households) ** 2))
        clock = Clock(today.replace(hour=8, minute=0) - ago)
        try:
            turns.run(story, clock, until=today)
        finally:
            clock.stop()
    return households
