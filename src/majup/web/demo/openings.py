"""Made-up employers, vacancies, homes and events of the demo: varied, some soon over, some waiting for a check."""

import csv
import random
from datetime import timedelta
from decimal import Decimal
from io import StringIO
from typing import Any

from django.conf import settings
from django.utils import timezone

from majup.openings import actions
from majup.openings.actions import events, reading
from majup.openings.models import AnnouncedNeed, Dwelling, Employer, PublicEvent, SpecialistRequest, Vacancy
from majup.openings.rows import FORECAST_FIELDS, PLANNED
from majup.openings.sources import table_source
from majup.places.models import Municipality, PlanningRegion
from majup.places.pack import read
from majup.staff.models import User
from majup.web.demo.people import account

VACANCIES, DWELLINGS, EMPLOYERS = 400, 60, 40
ANSWERS = ("", "", "yes", "partly", "no")
HELPS = ("remote", "without_latvian", "housing_help", "training_help", "relocation_help", "flexible_hours")
WAITING = 25  # every how manieth entry waits for the check


def play() -> None:
    """Once: nothing happens when there are vacancies already."""
    if Vacancy.objects.exists():
        return
    chance = random.Random(496)  # noqa: S311 -- the same entries at every start
    texts = read(settings.COUNTRY_PACK, "demo")["openings"]
    places = list(Municipality.objects.in_force())
    by = User.objects.filter(email__startswith="coordinator.").order_by("email").first()
    employers = [_employer(number, places, texts, chance, by) for number in range(EMPLOYERS)]
    occupations = [row["spellings"][settings.LANGUAGE_CODE][0] for row in read(settings.COUNTRY_PACK, "occupations")]
    for number in range(VACANCIES):
        _vacancy(number, chance.choice(occupations), chance.choice(employers), chance, by)
    for number in range(DWELLINGS):
        _dwelling(number, chance.choice(places), texts, chance, by)
    _ahead(employers, occupations, chance, by)
    _forecast(texts["forecast"], chance, by)
    for event in texts["events"]:
        _announce(**event)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _employer(number: int, places: list[Municipality], texts: dict[str, Any], chance: Any, by: User) -> Employer:
    name = f"{texts['employers'][number % len(texts['employers'])]} {number + 1}"
    return actions.save(
        entry=Employer(),
        by=by,
        name=name,
        registration_number=f"90000{number:06}",
        municipality=chance.choice(places),
        sector=chance.choice(("private", "private", "public")),
        field=chance.choice([row["code"] for row in read(settings.COUNTRY_PACK, "work_fields")]),
        size=chance.choice([row["code"] for row in read(settings.COUNTRY_PACK, "employer_sizes")]),
        contact=texts["contact"],
        mailbox=f"personnel.{number + 1}@employers.example",
        agreement="signed" if number % 8 == 0 else "",
        agreement_on=timezone.localdate() - timedelta(days=200) if number % 8 == 0 else None,
    )


def _vacancy(number: int, title: str, employer: Employer, chance: Any, by: User) -> None:
    low = Decimal(chance.randrange(800, 3200, 50))
    is_known = number % 7 != 0
    handed_in = number % WAITING == 0
    actions.save(
        entry=Vacancy(employer=employer),
        by=None if handed_in else by,
        title=_capital(title),
        municipality=employer.municipality,
        field=employer.field,
        pay_from=low if is_known else None,
        pay_to=low + chance.randrange(0, 600, 50) if is_known else None,
        contact=employer.contact,
        posted_on=timezone.localdate() - timedelta(days=chance.randrange(40)),
        valid_to=timezone.localdate() + timedelta(days=chance.choice((1, 3, 10, 20, 45, 80))),
        **{name: chance.choice(ANSWERS) for name in HELPS},
        internship="yes" if number % 11 == 0 else "",
    )


def _dwelling(number: int, place: Municipality, texts: dict[str, Any], chance: Any, by: User) -> None:
    kind = chance.choice(list(Dwelling.Kind))
    is_bought = kind in {Dwelling.Kind.PURCHASE, Dwelling.Kind.LAND}
    actions.save(
        entry=Dwelling(),
        by=None if number % WAITING == 0 else by,
        kind=kind,
        municipality=place,
        area=texts["areas"][number % len(texts["areas"])],
        rooms=None if kind == Dwelling.Kind.LAND else chance.randrange(1, 6),
        size=Decimal(chance.randrange(600, 6000, 50) if kind == Dwelling.Kind.LAND else chance.randrange(28, 140)),
        price=Decimal(chance.randrange(9_000, 80_000, 500) if is_bought else chance.randrange(40, 520, 10)),
        price_unit="once" if is_bought else "month",
        condition=chance.choice(("", "ready", "repairs")),
        free_from=timezone.localdate() + timedelta(days=chance.randrange(120)) if number % 3 else None,
        priority=texts["priority"] if kind == Dwelling.Kind.MUNICIPAL_RENT else "",
        valid_to=timezone.localdate() + timedelta(days=chance.choice((2, 15, 40, 90))),
    )


def _ahead(employers: list[Employer], occupations: list[str], chance: Any, by: User) -> None:
    """Workers needed later, and specialists asked for."""
    until = timezone.localdate() + timedelta(days=120)
    for employer in employers[:8]:
        start = timezone.localdate() + timedelta(days=chance.randrange(30, 120))
        common = {"municipality": employer.municipality, "valid_to": until}
        actions.save(
            entry=AnnouncedNeed(employer=employer),
            by=by,
            occupation=_capital(chance.choice(occupations)),
            people=chance.randrange(1, 12),
            needed_from=start,
            **common,
        )
    for employer in employers[:3]:
        title = chance.choice(occupations)
        request = SpecialistRequest(employer=employer)
        common = {"municipality": employer.municipality, "valid_to": until}
        actions.save(entry=request, by=None, title=_capital(title), text=title, **common)


def _announce(*, region: str, days_ahead: int, hour: int, **event: Any) -> None:
    """An event some days ahead, at a full hour of the country's clock."""
    where = PlanningRegion.objects.get(code=region)
    whole_hour = timezone.localtime().replace(hour=hour, minute=0, second=0, microsecond=0)
    events.save_event(
        event=PublicEvent(),
        by=account(f"coordinator.{region}"),
        region=where,
        organiser=where.full_name[settings.LANGUAGE_CODE],
        starts_at=whole_hour + timedelta(days=days_ahead),
        **event,
    )


def _forecast(name: str, chance: Any, by: User) -> None:
    """A made-up file of what employers plan, as a coordinator brings it."""
    text = StringIO()
    rows = csv.writer(text)
    rows.writerow(FORECAST_FIELDS[:-1])
    groups = [row["code"] for row in read(settings.COUNTRY_PACK, "occupation_groups") if row["code"] != "0"]
    for region in PlanningRegion.objects.filter(valid_to=None):
        for group in groups:
            rows.writerow(
                [region.code, group, timezone.localdate().year, *(chance.randrange(0, 900, 20) for _ in PLANNED)]
            )
    source = table_source(name=name, kind="forecast", municipality=None, is_complete=True)
    content = text.getvalue().encode()
    found = reading.receive(source=source, kind="forecast", file_name=f"{name}.csv", content=content, by=by)
    reading.map_columns(reading=found, mapping=found.mapping, by=by)
    reading.take_over(reading=reading.run(found), by=by)
    reading.run(found)
