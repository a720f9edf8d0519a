"""FUP-04: new vacancies and dwellings find the families that agreed to be approached, without flooding anybody."""

import pytest
from django.urls import reverse

from majup.cases import actions as cases
from majup.cases.models import Case
from majup.matching import tasks
from majup.matching.models import Match, NewOpening
from majup.matching.new_openings import MOST
from majup.openings import actions as openings
from majup.openings.models import Vacancy
from majup.people.actions import MemberData
from majup.people.models import Event, Skill
from majup.plumbing.models import OutgoingMail
from majup.staff.scope import acting
from tests.support.cases import EMMA, case_of, need_of
from tests.support.matching import agrees, enter, thinks_of
from tests.support.openings import FAR, NEIGHBOUR, PLACE, agency_row, csv_of, dwelling, imported, in_days, vacancy
from tests.support.people import municipality

pytestmark = pytest.mark.django_db
WELDER = MemberData("Ieva", "Kalniņa", occupation="Metinātājs", language="lv")


def family(by, *, topic="job", member=WELDER, places=(PLACE,), region="vidzeme", agreed=True) -> Case:
    case = case_of(by, region, members=(member, EMMA))
    need_of(case, by, topic)
    if places:
        thinks_of(case, by, *places)
    if agreed:
        agrees(case, by)
    return case


def found(who) -> list[tuple]:
    """After the worker's minute: (case, vacancy, dwelling) of what the list shows."""
    tasks.match_new_openings(timestamp=0)
    with acting(who.scope):
        return list(Match.objects.open().order_by("pk").values_list("case", "vacancy", "dwelling"))


def test_fup_04_a_new_vacancy_finds_the_resting_case_that_agreed(alise, cilda):
    case, silent = family(alise), family(alise, agreed=False)
    elsewhere = family(cilda, region="latgale")
    ended = family(alise)
    with acting(alise.scope):
        cases.rest(case=case, reason="not now", by=alise)
        Case.objects.filter(pk=ended.pk).update(stage="closed", stage_reason="moved", next_contact_on=None)
    post = vacancy(alise)
    assert found(alise) == [(case.pk, post.pk, None)]
    assert found(cilda) == [(elsewhere.pk, post.pk, None)]
    assert silent.pk not in {row[0] for row in found(alise)}
    assert not NewOpening.objects.exists()


@pytest.mark.parametrize(
    ("options", "post", "fits"),
    [
        ({}, {}, True),
        ({}, {"atvk": NEIGHBOUR}, True),
        ({}, {"atvk": FAR}, False),
        ({}, {"atvk": FAR, "remote": "yes"}, True),
        ({}, {"atvk": FAR, "remote": "partly"}, False),
        ({}, {"title": "Medmāsa"}, False),
        ({}, {"state_after": "hidden"}, False),
        ({}, {"valid_to": in_days(-1)}, False),
        ({"topic": "dwelling"}, {}, False),
        ({"topic": "remote_work"}, {}, False),
        ({"topic": "remote_work"}, {"remote": "partly"}, True),
        ({"places": ()}, {}, True),
        ({"places": ()}, {"atvk": "0001000"}, False),
        ({"member": MemberData("Ieva", "Kalniņa", occupation="Zvejas kuģa kapteinis")}, {}, False),
    ],
)
def test_fup_04_only_vacancies_that_fit_occupation_and_place(alise, options, post, fits):
    family(alise, **options)
    state = post.pop("state_after", None) if "state_after" in post else None
    row = vacancy(alise, **{key: value for key, value in post.items() if key != "state_after"})
    if state:
        Vacancy.objects.filter(pk=row.pk).update(state=state)
    assert bool(found(alise)) is fits


def test_fup_04_a_skill_in_the_title_is_enough_and_who_stays_abroad_is_not_meant(alise):
    case = family(alise, member=MemberData("Ieva", "Kalniņa", occupation="Grāmatvede"))
    with acting(alise.scope):
        person = case.household.members.get(is_child=False)
        Skill.objects.create(person=person, name="Metinātājs")
    vacancy(alise)
    assert len(found(alise)) == 1
    with acting(alise.scope):
        type(person).objects.filter(pk=person.pk).update(will_move=False)
    vacancy(alise)
    assert len(found(alise)) == 1


def test_fup_04_a_dwelling_finds_who_thinks_of_just_this_place(alise):
    case = family(alise, topic="dwelling")
    family(alise, topic="dwelling", places=())
    family(alise, topic="job")
    home = dwelling(alise)
    dwelling(alise, atvk=NEIGHBOUR), dwelling(alise, kind="purchase"), dwelling(alise, kind="business")
    assert found(alise) == [(case.pk, None, home.pk)]


def test_fup_04_each_is_shown_once_and_a_changed_one_finds_whom_it_fits_now(alise):
    case = family(alise)
    post = vacancy(alise, atvk=FAR)
    assert found(alise) == []
    openings.save(entry=post, by=alise, text="Gates")
    assert not NewOpening.objects.exists(), "the description changes nothing for a match"
    openings.save(entry=post, by=alise, remote="yes")
    assert found(alise) == [(case.pk, post.pk, None)]
    openings.save(entry=post, by=alise, remote="partly"), openings.save(entry=post, by=alise, remote="yes")
    assert found(alise) == [(case.pk, post.pk, None)]
    openings.end(entry=post, by=alise)
    assert found(alise) == [], "EMP-01: what is over vanishes by itself"


def test_fup_04_what_an_owner_hands_in_waits_for_the_check(alise):
    family(alise)
    post = vacancy(None)
    assert found(alise) == []
    openings.publish(entry=post, by=alise)
    assert len(found(alise)) == 1


def test_fup_04_a_file_does_not_flood_the_newest_stand_and_the_rest_is_counted(client, alise):
    family(alise), family(alise, places=(PLACE, NEIGHBOUR))
    rows = [agency_row(str(number), Vakances_nosaukums="METINĀTĀJS") for number in range(30)]
    rows += [agency_row(str(number)) for number in range(30, 60)]
    assert imported(csv_of(rows), by=alise).new == 60
    assert len(found(alise)) == 2 * MOST
    with acting(alise.scope):
        case = Match.objects.first().case
        newest = Vacancy.objects.filter(title__icontains="metin").order_by("-posted_on", "-pk")[:MOST]
        assert {row.vacancy_id for row in case.matches.all()} == {row.pk for row in newest}
        assert sorted(case.matches.values_list("more", flat=True)) == [0] * (MOST - 1) + [30 - MOST]
    vacancy(alise)
    assert len(found(alise)) == 2 * MOST, "there is no room; it is counted"
    with acting(alise.scope):
        assert sum(case.matches.values_list("more", flat=True)) == 30 - MOST + 1
    enter(client, alise)
    page = client.get(reverse("matches")).content.decode()
    assert page.count("more fit: to the search") >= 2
    links = [line["more"] for line in client.get(reverse("matches")).context["lines"] if line["more"]]
    place = municipality(PLACE).pk
    assert f"/jobs/?q=Metin%C4%81t%C4%81js&place={place}&near=on" in links
    assert client.get(links[0]).status_code == 200
    shown = client.get(f"/jobs/?q=Metin%C4%81t%C4%81js&place={place}&near=on").context["page"].rows
    assert len(shown) == 20


def test_fup_04_it_is_put_aside_and_brought_back_and_room_is_made(client, alise, cilda):
    family(alise, topic="dwelling")
    home = dwelling(alise)
    found(alise)
    with acting(alise.scope):
        match = Match.objects.get()
    enter(client, cilda)
    assert client.post(reverse("match_dismiss", args=[match.pk])).status_code == 404
    enter(client, alise)
    page = client.get(reverse("matches"))
    assert [line["title"] for line in page.context["lines"]] == ["Flat of the municipality, to rent"]
    assert "Centrs" in page.content.decode()
    client.post(reverse("match_dismiss", args=[match.pk]))
    assert found(alise) == []
    with acting(alise.scope):
        assert Event.objects.get(kind="match.dismissed").details == {"fact": f"Centrs, {home.municipality}"}
    client.post(reverse("match_restore", args=[match.pk]))
    assert len(found(alise)) == 1


def test_fup_04_the_family_is_written_to_from_the_list_in_its_language(client, alise, cilda):
    case = family(alise)
    post = vacancy(alise)
    found(alise)
    with acting(alise.scope):
        match = Match.objects.get()
    enter(client, alise)
    address = f"{reverse('case_letter', args=[case.reference])}?match={match.pk}"
    assert address in client.get(reverse("matches")).content.decode()
    form = client.get(address).context["form"]
    assert form.initial["subject"] == f"Metinātājs, {post.municipality}"
    assert "pēc nodokļiem" in form.initial["text"]
    assert f"/jobs/{post.pk}/" in form.initial["text"]
    assert client.get(address.split("?", maxsplit=1)[0] + "?match=x").context["form"].initial.get("text") is None
    written = {name: form[name].value() for name in ("subject", "text", "form_key")}
    sent = {"to": "ieva@family.example", "next_choice": "month", **written}
    assert client.post(address, sent).status_code == 302
    with acting(alise.scope):
        assert "Metinātājs" in OutgoingMail.objects.latest("pk").subject
        assert not Match.objects.open().exists()


def test_fup_04_the_list_asks_the_database_as_often_for_many_as_for_few(client, alise, django_assert_max_num_queries):
    family(alise)
    vacancy(alise)
    found(alise)
    enter(client, alise)
    client.get(reverse("matches"))
    with django_assert_max_num_queries(60) as few:
        client.get(reverse("matches"))
    for _number in range(3):
        family(alise, places=(PLACE, NEIGHBOUR))
    vacancy(alise), dwelling(alise)
    found(alise)
    with django_assert_max_num_queries(60) as many:
        client.get(reverse("matches"))
    views = sum("staff_accesslog" in query["sql"] for query in many.captured_queries)
    before = sum("staff_accesslog" in query["sql"] for query in few.captured_queries)
    assert len(many) - views == len(few) - before


@pytest.mark.parametrize(
    ("make", "trigger", "change"),
    [
        (vacancy, "matching_note_vacancy_added", None),
        (vacancy, "matching_note_vacancy_changed", {"title": "Atslēdznieks"}),
        (dwelling, "matching_note_dwelling_added", None),
        (dwelling, "matching_note_dwelling_changed", {"kind": "land"}),
    ],
)
def test_fup_04_the_triggers_note_what_was_written_once_each(alise, make, trigger, change):
    entry = make(alise)
    if change:
        NewOpening.objects.all().delete()
        openings.save(entry=entry, by=alise, **change)
    noted = NewOpening.objects.get()
    assert (noted.vacancy_id or noted.dwelling_id, noted.taken_at) == (entry.pk, None), trigger


def test_fup_04_the_letter_tells_what_comes_with_the_post(alise, client):
    """J2, step 3: profession, place, pay after tax and the home that the municipality gives with it."""
    case = family(alise)
    vacancy(alise, package="A flat for at least three years")
    found(alise)
    enter(client, alise)
    with acting(alise.scope):
        match = Match.objects.get()
    text = (
        client.get(reverse("case_letter", args=[case.reference]), {"match": match.pk}).context["form"]["text"].value()
    )
    assert [
        words for words in ("Metinātājs", "Valmieras novads", "pēc nodokļiem", "three years") if words not in text
    ] == []
