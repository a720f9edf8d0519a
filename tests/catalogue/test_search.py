"""Finding facts: by words in any form, by topic, place, kind and audience; fast however many there are."""

import time
from datetime import timedelta

import pytest
from django.db import connection

from majup.catalogue import queries
from majup.catalogue.models import Fact, Kind
from majup.catalogue.queries import Wanted
from majup.network.models import Role
from tests.support.facts import service_of, write
from tests.support.people import municipality, region, today
from tests.support.questions import specialist

pytestmark = pytest.mark.django_db


def found(**wanted) -> set[str]:
    return set(queries.search(Wanted(**wanted)).values_list("code", flat=True))


def test_words_are_found_in_every_form_and_without_diacritics():
    assert "cesu-nov--dzivoklis-remigrantiem" in found(text="dzivokli cesu")
    assert "today-remote-work-visa" in found(text="vīzas attālinātam")
    assert "today-remote-work-visa" in found(text="remote visa")
    assert found(text="dzivokl") >= found(text="dzīvoklis")
    assert found(text="nosuchword") == set()


@pytest.mark.parametrize("text", ["'", "a & b | !", "\\", ":*", "( )", "č'č"])
def test_no_typed_sign_breaks_the_search(text):
    found(text=text)


def test_cat_11_facts_are_found_by_topic_region_and_municipality(dace):
    fact = service_of(dace)
    place = municipality("0054000")
    assert fact.code in found(topic="school", municipality=place)
    assert fact.code in found(region=region("vidzeme"), kind="service")
    assert fact.code not in found(region=region("latgale"))
    assert "SM-011" in found(municipality=place), "what holds in the whole state holds there too"
    assert "vidzemes-pr--majaslapa" in found(municipality=place)
    assert "latgales-pr--vestnesi" not in found(municipality=place)


def test_cat_11_a_result_never_mixes_expired_with_valid(dace):
    fact = service_of(dace)
    assert fact.code in found(states=("valid",), text="pagarinātā")
    assert not set(Fact.objects.filter(state="ended").values_list("code", flat=True)) & found(states=("valid",))


def test_cat_07_premises_are_found_by_purpose_and_size(dace):
    office = write(specialist(), dace, kind=Kind.PREMISES, details={"purpose": ["office", "coworking"], "area": 40})
    hall = write(specialist(), dace, kind=Kind.PREMISES, details={"purpose": ["production"], "area": 400})
    assert found(kind="premises", has=("purpose:office",)) == {office.code}
    assert found(kind="premises", has=("purpose:coworking",)) == {office.code}
    every = Fact.objects.all()
    assert list(queries.of_size(every, 100)) == [hall]
    assert list(queries.of_size(every, 500)) == []
    assert queries.of_size(every, None) is every


def test_cat_09_a_school_with_support_for_returned_children_is_found(dace):
    told = {"school_kind": "school", "places": [{"label": "3", "free": 2}], "places_on": "2026-11-01",
            "order_rule": {"lv": "Rinda"}}  # fmt: skip
    plain = write(specialist(), dace, kind=Kind.SCHOOL_PLACES, details=told)
    with_support = write(
        specialist(), dace, kind=Kind.SCHOOL_PLACES,
        details={**told, "returnee_support": "yes", "support_staff": ["assistant"]},
    )  # fmt: skip
    assert found(kind="school_places", has=("returnee_support:yes",)) == {with_support.code}
    assert found(kind="school_places") == {plain.code, with_support.code}


def test_cat_08_and_cat_10_courses_are_found_by_who_when_and_status(dace):
    role = Role.objects.get(institution__code="lva")
    online = write(role, dace, kind=Kind.COURSE, details={
        "subject": "latvian", "for_whom": ["spouses"], "place_kind": "online", "before_move": "yes",
        "unemployed_only": "no", "free": "yes"})  # fmt: skip
    later = write(role, dace, kind=Kind.COURSE, details={
        "subject": "trade", "for_whom": ["adults"], "place_kind": "on_site", "before_move": "no",
        "unemployed_only": "yes"})  # fmt: skip
    assert found(kind="course", has=("subject:latvian", "for_whom:spouses")) == {online.code}
    assert found(kind="course", has=("before_move:yes",)) == {online.code}
    assert found(kind="course", has=("unemployed_only:yes",)) == {later.code}


def test_spe_01_and_spe_06_specialists_wanted_in_health_and_education_are_told_apart(dace):
    doctor = write(specialist(), dace, kind=Kind.SPECIALIST_SUPPORT, details={
        "field": "health", "professions": "Ģimenes ārsts", "tenancy_years": 3, "travel": "yes"})  # fmt: skip
    teacher = write(specialist(), dace, kind=Kind.SPECIALIST_SUPPORT, details={
        "field": "education", "professions": "Matemātikas skolotājs"})  # fmt: skip
    fields = queries.specialists_wanted()
    assert [fact.code for fact in fields["health"]] == [doctor.code]
    assert [fact.code for fact in fields["education"]] == [teacher.code]
    assert fields["other"] == []
    Fact.objects.filter(pk=doctor.pk).update(due_on=today(), hidden_on=today())  # nobody confirmed it any more
    Fact.objects.filter(pk=teacher.pk).update(valid_to=today() - timedelta(days=1))
    assert not any(queries.specialists_wanted().values())


def test_catalogue_search_stays_fast_with_many_facts(dace):
    """20,000 facts here; the bench measures 100,000. One index answers words and filters together."""
    fact = service_of(dace)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO catalogue_fact (code, kind, level, programme, state, name, audience, changed_at, pack_digest,"
            " role_id, confirmed_on, due_on, hidden_on, words)"
            " SELECT 'many-' || n, 'service', 'municipality', '', 'valid', '{}', 'all', now() - n * interval '1 hour',"
            " '', role_id, confirmed_on, due_on, hidden_on,"
            " array_to_tsvector(ARRAY['w' || n, 'x' || mod(n, 50), 't:school', 's:valid', 'k:service'])"
            " FROM catalogue_fact, generate_series(1, 20000) n WHERE id = %s",
            [fact.pk],
        )
        cursor.execute("ANALYZE catalogue_fact")
    old = Wanted(text="w19777")  # one row, behind all that is looked through first
    assert [one.code for one in queries.newest(old, Fact.objects.all(), 26)] == ["many-19777"]
    for wanted in (Wanted(topic="school", kind="service"), Wanted(text="w777", topic="school"), Wanted(text="x7"), old):
        began = time.perf_counter()
        found = queries.newest(wanted, Fact.objects.all(), 26)
        assert time.perf_counter() - began < 0.25
        assert found
        assert found == list(queries.search(wanted)[:26])


@pytest.mark.parametrize("looked_through", [0, 3, 10_000])
def test_a_list_is_the_same_however_far_it_is_looked_through_first(monkeypatch, looked_through):
    monkeypatch.setattr(queries, "LOOKED_THROUGH", looked_through)
    older = Fact.objects.filter(pk__lt=Fact.objects.order_by("-pk")[100].pk)
    for wanted in (Wanted(), Wanted(kind="state_measure"), Wanted(text="vizas"), Wanted(text="nosuchword")):
        assert queries.newest(wanted, Fact.objects.all(), 26) == list(queries.search(wanted)[:26])
        within = queries.search(wanted).filter(pk__in=older.values("pk"))
        assert queries.newest(wanted, older, 26) == list(within[:26])
