"""What time and people do to entries, and what pay is after tax."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from majup.openings import actions, queries
from majup.openings.errors import OpeningError
from majup.openings.models import Dwelling, DwellingOwner, Employer, Source, Vacancy
from majup.openings.occupations import code_of
from majup.openings.pay import after_tax, net_of, period_of
from majup.openings.queries import DwellingWish, Wish
from majup.places.models import Municipality
from tests.support.openings import FAR, NEIGHBOUR, PLACE, dwelling, employer, in_days, vacancy
from tests.support.people import municipality, today
from tests.support.questions import mails

pytestmark = pytest.mark.django_db
D26 = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("gross", "day", "net"),
    [
        # 1650 - 173.25 - 25.5 % of (1650 - 173.25 - 550)
        (1650, D26, 1240),
        (500, D26, 448),  # contribution alone: all else is free of tax
        (10_000, D26, 6716),  # 25.5 % up to 8,775 and 33 % above
        (1650, date(2025, 6, 1), 1230),
        (1650, date(2027, 1, 1), 1246),
        (1650, date(2024, 6, 1), None),
    ],
)
def test_emp_04_pay_after_tax_follows_the_rules_of_the_year(gross, day, net):
    assert after_tax(Decimal(gross), day) == net


def test_emp_04_an_hours_pay_has_no_monthly_pay_after_tax():
    assert period_of(Decimal("6.50"), Decimal(7)) == "unclear"
    assert period_of(Decimal(1500), None) == "month"
    assert period_of(Decimal("6.50"), None, "hour") == "hour"
    assert set(net_of(Decimal(6), Decimal(7), "hour", D26).values()) == {None}
    assert net_of(Decimal(1650), None, "month", D26) == {"net_from": 1240, "net_to": 1240, "net_year": 2026}


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("METINĀTĀJS", "7212"),
        ("Skolotājs, matemātikas", "2330"),
        ("PIRMSSKOLAS IZGLĪTĪBAS SKOLOTĀJS", "2342"),
        ("welder", "7212"),
        ("Zvaigžņu skaitītājs", ""),
    ],
)
def test_b_64_titles_lead_to_an_occupation_or_to_none(title, code):
    assert code_of(title) == code


def test_emp_01_what_is_past_its_last_day_is_gone_before_any_job_runs(alise):
    found = vacancy(alise, valid_to=in_days(1))
    assert queries.vacancies(Wish()).count() == 1
    assert queries.vacancies(Wish(), in_days(2)).count() == 0
    actions.age(today=in_days(2))
    found.refresh_from_db()
    assert (found.state, found.ended_at is not None) == ("ended", True)


def test_cat_04_owners_are_asked_in_time_and_the_silent_are_hidden_until_they_confirm(alise):
    found = vacancy(alise, employer=employer(alise), valid_to=in_days(150))
    Vacancy.objects.update(confirmed_on=today() - timedelta(days=27))
    assert actions.age(today=today())["asked"] == 1
    assert actions.age(today=today())["asked"] == 0
    assert [mail.to_address for mail in mails("opening_confirm")] == ["birojs@koks.example"]
    Vacancy.objects.update(confirmed_on=today() - timedelta(days=50))
    assert actions.age(today=today())["hidden"] == 1
    assert queries.vacancies(Wish()).count() == 0
    found.refresh_from_db()
    actions.confirm(entry=found, by=None)
    assert queries.vacancies(Wish()).get().confirmed_on == today()


def test_cat_04_a_call_brings_back_what_has_ended(alise):
    flat = dwelling(alise)
    Dwelling.objects.update(valid_to=in_days(-1), confirmed_on=today() - timedelta(days=50))
    actions.age(today=today())
    flat.refresh_from_db()
    actions.prolong(entry=flat, valid_to=in_days(30), by=alise)
    flat.refresh_from_db()
    assert (flat.state, flat.ended_at, flat.valid_to, flat.is_open) == ("published", None, in_days(30), True)
    assert queries.is_fresh(flat)
    assert flat.events.filter(kind="confirmed", by=alise).count() == 1


@pytest.mark.parametrize("columns", [{"state": "waiting"}, {"state": "refused", "reason": "No"}, {"source": "list"}])
def test_cat_04_nothing_unchecked_and_no_row_of_a_file_is_prolonged(alise, columns):
    if "source" in columns:
        columns = {"source": Source.objects.create(code="list", name="List", confirm_days=30)}
    Dwelling.objects.filter(pk=dwelling(alise).pk).update(**columns)
    with pytest.raises(OpeningError, match="not-checked"):
        actions.prolong(entry=Dwelling.objects.get(), valid_to=in_days(30), by=alise)


def test_off_08_what_is_overdue_or_over_is_not_fresh(alise):
    own = vacancy(alise)
    assert queries.is_fresh(own)
    own.confirmed_on = today() - timedelta(days=40)
    assert not queries.is_fresh(own)
    own.source = Source.objects.get(code="nva")
    own.source.read_at = None
    assert not queries.is_fresh(own)


def test_emp_03_emp_04_the_search_finds_what_fits_every_wish_and_nothing_unsaid(alise):
    welder = vacancy(alise, remote="partly", without_latvian="yes", housing_help="yes")
    near = vacancy(alise, "Pavārs", atvk=NEIGHBOUR, pay_from=Decimal(900), pay_to=Decimal(1000), remote="no")
    far = vacancy(alise, "Pavārs", atvk=FAR, pay_from=None, pay_to=None)

    def found(**wish):
        return set(queries.vacancies(Wish(**wish)))

    here = (municipality(PLACE).pk,)
    assert found() == {welder, near, far}
    assert found(net=1300) == {welder}
    assert found(remote=True) == found(without_latvian=True) == found(housing_help=True) == {welder}
    assert found(group="5") == {near, far}
    assert found(text="pavāra") == {near, far}
    assert found(municipalities=here) == {welder}
    assert found(municipalities=here, with_neighbours=True) == {welder, near}
    assert found(text="pavārs", municipalities=here, with_neighbours=True, net=700) == {near}


@pytest.mark.parametrize("text", ["", "pavārs"])
def test_emp_03_the_newest_come_first_with_a_word_and_without(alise, text):
    days = {vacancy(alise, "Pavārs").pk: day for day in (date(2026, 9, 2), date(2026, 9, 3), date(2026, 9, 2))}
    for pk, day in days.items():
        Vacancy.objects.filter(pk=pk).update(posted_on=day)
    ordered = sorted(days, key=lambda pk: (days[pk], pk), reverse=True)
    wish = Wish(text=text)
    found = queries.newest(wish, queries.vacancies(wish), 2)
    assert [one.pk for one in found] == ordered[:2]


def test_cat_06_dwellings_are_found_by_place_kind_rooms_and_price(alise):
    flat = dwelling(alise, price=Decimal(200))
    shop = dwelling(alise, "business", price=Decimal(100))
    big = dwelling(alise, "purchase", NEIGHBOUR, rooms=4, price=None)

    def found(**wish):
        return set(queries.dwellings(DwellingWish(**wish)))

    assert found() == {flat, big}
    assert found(kinds=("business",)) == {shop}
    assert found(rooms=3) == {big}
    assert found(price=300) == {flat}
    assert found(municipalities=(municipality(PLACE).pk,), with_neighbours=True) == {flat, big}


def test_neighbours_of_the_pack_share_a_border_in_both_directions():
    here = municipality(PLACE)
    around = queries.with_neighbours([here.pk]) - {here.pk}
    assert {place.name for place in Municipality.objects.filter(pk__in=around)} == {
        "Cēsu novads", "Limbažu novads", "Smiltenes novads", "Valkas novads",
    }  # fmt: skip
    assert all(here.pk in queries.with_neighbours([pk]) for pk in around)


def test_cat_14_an_owner_is_told_of_the_decision_and_forgotten_after_the_end(alise):
    owner = {"name": "Ilze", "email": "ilze@family.example", "phone": "", "language": "lv"}
    fields = {"kind": "private_rent", "municipality": municipality(PLACE), "valid_to": in_days(30), "area": "Kocēni"}
    offered, _secret = actions.offer_dwelling(owner=owner, **fields)
    assert queries.dwellings(DwellingWish()).count() == 0
    actions.publish(entry=offered, by=alise)
    assert queries.dwellings(DwellingWish()).get() == offered
    told = [(mail.to_address, mail.subject) for mail in mails("opening_checked")]
    assert told == [("ilze@family.example", "Mājoklis, Kocēni, Valmieras novads: pārbaudīts")]
    with pytest.raises(OpeningError, match="not-waiting"):
        actions.refuse(entry=offered, reason="Late", by=alise)
    offered.refresh_from_db()
    actions.end(entry=offered, by=None)
    actions.age(today=today())
    assert DwellingOwner.objects.count() == 1
    Dwelling.objects.update(ended_at=offered.ended_at - timedelta(days=91))
    actions.age(today=today())
    assert DwellingOwner.objects.count() == 0


def test_emp_06_a_request_is_published_once(alise):
    from majup.openings.models import SpecialistRequest

    fields = {"title": "Metinātājs", "text": "Flats", "municipality": municipality(PLACE), "valid_to": in_days(40)}
    asked = actions.save(entry=SpecialistRequest(employer=employer(alise)), by=None, **fields)
    made = actions.publish_request(request=asked, channels=["facebook"], by=alise)
    assert (made.title, made.occupation_code, made.state, made.employer) == (
        "Metinātājs", "7212", "published", asked.employer,
    )  # fmt: skip
    with pytest.raises(OpeningError, match="not-waiting"):
        actions.publish_request(request=asked, channels=[], by=alise)
    SpecialistRequest.objects.update(state="waiting", vacancy=None, valid_to=in_days(-1))
    with pytest.raises(OpeningError, match="over"):
        actions.publish_request(request=asked, channels=[], by=alise)
    told = actions.push(vacancy=made, channel="facebook", country="GB", group="Latvians in Leeds", by=alise)
    assert (told.country, told.by) == ("GB", alise)
    actions.end(entry=made, by=alise)
    with pytest.raises(OpeningError, match="not-open"):
        actions.push(vacancy=made, channel="facebook", by=alise)


def test_emp_02_employers_are_found_without_a_vacancy(alise):
    found = employer(alise, "SIA Kokapstrāde")
    assert list(queries.employers("kokap")) == [found]
    Employer.objects.update(state="waiting")
    assert list(queries.employers("kokap")) == []
