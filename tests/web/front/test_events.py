"""Events as public entries: written on the desk, read by everybody."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from majup.openings.models import OpeningEvent, PublicEvent
from tests.support.openings import NEIGHBOUR, PLACE, event
from tests.support.people import municipality, region, sign_in

pytestmark = pytest.mark.django_db
TYPED = {
    "kind": "job_fair",
    "organiser": "Vidzemes plānošanas reģions",
    "where": "r-vidzeme",
    "place": "Valmieras koncertzāle",
    "url": "",
    "audience": "all",
    "target_groups": ["families"],
    "languages": ["lv", "en"],
    "capacity": "120",
    "title_lv": "Darba gadatirgus",
    "title_en": "Job fair",
    "summary_lv": "Trīsdesmit darba devēju",
    "summary_en": "",
}


@pytest.fixture
def visitor():
    client = Client()
    client.cookies["language"] = "en"
    return client


def typed(**changes) -> dict:
    start = timezone.localtime() + timedelta(days=5)
    return {**TYPED, "starts_at": f"{start:%Y-%m-%dT10:00}", "ends_at": f"{start:%Y-%m-%dT16:00}", **changes}


def test_evt_01_a_coordinator_records_an_event_with_all_that_belongs_to_it(alise, visitor):
    answer = sign_in(alise).post(reverse("desk_event_new"), typed())
    found = PublicEvent.objects.get()
    assert answer["Location"].endswith(reverse("public_event", args=[found.pk]))
    page = visitor.get(reverse("public_event", args=[found.pk])).text
    for words in (
        *("Job fair", "Vidzemes plānošanas reģions", "Vidzeme planning region", "Families with children", "120"),
        *("Latvian, English", "Valmieras koncertzāle", "Open to all"),
    ):
        assert words in page, words
    assert [(one.kind, one.by) for one in OpeningEvent.objects.filter(public_event=found)] == [("added", alise)]
    assert found.title == {"lv": "Darba gadatirgus", "en": "Job fair"}


def test_evt_01_a_specialist_announces_for_her_own_municipality_alone(dace, alise):
    client = sign_in(dace)
    own = municipality(PLACE)
    assert client.post(reverse("desk_event_new"), typed(where="r-vidzeme")).status_code == 422
    assert client.post(reverse("desk_event_new"), typed(where=f"m-{own.pk}")).status_code == 302
    mine = PublicEvent.objects.get()
    assert (mine.municipality, mine.region) == (own, region("vidzeme"))
    other = event(alise, municipality=municipality(NEIGHBOUR))
    assert client.get(reverse("desk_event", args=[other.pk])).status_code == 404
    assert client.post(reverse("desk_event_cancel", args=[other.pk])).status_code == 404


def test_evt_07_an_event_is_open_to_all_unless_somebody_says_otherwise(alise, visitor):
    form = sign_in(alise).get(reverse("desk_event_new")).context["form"]
    assert form["audience"].value() == "all"
    assert PublicEvent().audience == "all"
    closed = event(alise, audience="only")
    for address in (reverse("events"), reverse("public_event", args=[closed.pk])):
        assert "For those who return or think of it" in visitor.get(address).text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"place": "", "url": ""}, "place"),
        ({"ends_at": "2020-01-01T10:00"}, "ends_at"),
        ({"title_lv": ""}, "title_lv"),
        ({"starts_at": "soon"}, "starts_at"),
        ({"kind": "party"}, "kind"),
        ({"capacity": "0"}, "capacity"),
    ],
)
def test_evt_01_what_cannot_be_is_said_beside_its_field_and_nothing_is_lost(alise, changes, field):
    answer = sign_in(alise).post(reverse("desk_event_new"), typed(**changes))
    assert (answer.status_code, field in answer.context["form"].errors) == (422, True)
    assert 'value="Vidzemes plānošanas reģions"' in answer.text
    assert not PublicEvent.objects.exists()


def test_evt_01_changed_then_cancelled_it_says_so_until_it_takes_place_after_all(alise, visitor):
    found = event(alise, region=region("vidzeme"))
    client = sign_in(alise)
    page = client.get(reverse("desk_event", args=[found.pk]))
    assert page.context["form"]["title_lv"].value() == "Ģimenes diena"
    client.post(reverse("desk_event", args=[found.pk]), typed(title_en="Family day in May"))
    assert "Family day in May" in visitor.get(reverse("events")).text
    client.post(reverse("desk_event_cancel", args=[found.pk]))
    assert "Family day in May" not in visitor.get(reverse("events")).text
    assert "It does not take place" in visitor.get(reverse("public_event", args=[found.pk])).text
    client.post(reverse("desk_event_cancel", args=[found.pk]))  # pressed twice
    assert [one.kind for one in found.events.all()] == ["cancelled", "changed", "added"]
    assert "cancelled" in client.get("/en" + reverse("desk_events")).text
    client.post(reverse("desk_event", args=[found.pk]), typed(title_en="Family day in June"))
    assert "Family day in June" not in visitor.get(reverse("events")).text
    assert "It takes place after all" in client.get("/en" + reverse("desk_event", args=[found.pk])).text
    client.post(reverse("desk_event_restore", args=[found.pk]))
    assert "Family day in June" in visitor.get(reverse("events")).text


def test_evt_01_coming_events_stand_on_the_pages_of_their_place_and_region_and_past_ones_nowhere(alise, visitor):
    coming = event(alise, municipality=municipality(PLACE), region=region("vidzeme"))
    past = event(alise, days=-3, title={"lv": "Bijis", "en": "Gone"}, municipality=municipality(PLACE))
    elsewhere = event(alise, municipality=municipality("0042000"), region=region("kurzeme"))
    regional = event(alise, title={"lv": "Novadu diena"}, region=region("vidzeme"))
    for address in (
        reverse("public_place", args=[PLACE]),
        reverse("public_region", args=["vidzeme"]),
        f"{reverse('events')}?place=m-{municipality(PLACE).pk}",
        f"{reverse('events')}?place=r-vidzeme&kind=family_day",
    ):
        page = visitor.get(address).text
        assert reverse("public_event", args=[coming.pk]) in page
        assert reverse("public_event", args=[regional.pk]) in page
        assert reverse("public_event", args=[past.pk]) not in page
        assert reverse("public_event", args=[elsewhere.pk]) not in page
    gone = visitor.get(reverse("public_event", args=[past.pk]))
    assert (gone.status_code, "this page is an archive" in gone.text) == (410, True)
    PublicEvent.objects.filter(pk=coming.pk).update(starts_at=timezone.localtime().replace(hour=0, minute=0))
    assert visitor.get(reverse("public_event", args=[coming.pk])).status_code == 200  # nobody says when it ends


def test_evt_01_search_finds_an_event_and_machines_read_it(alise, visitor):
    found = event(alise, municipality=municipality(PLACE))
    groups = visitor.get(reverse("site_search"), {"q": "gimenes dienas Valmiera"}).context["found"].groups
    assert reverse("public_event", args=[found.pk]) in {hit.url for group in groups for hit in group.hits}
    page = visitor.get(reverse("public_event", args=[found.pk])).text
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page).group(1))
    assert (data["@type"], data["location"]["name"], data["eventStatus"]) == (
        "Event",
        "Kultūras nams",
        "https://schema.org/EventScheduled",
    )


def test_evt_01_an_empty_list_says_what_to_do(visitor):
    page = visitor.get(reverse("events")).text
    assert ("No event is announced now" in page, reverse("ask") in page) == (True, True)
