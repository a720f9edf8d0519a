"""The case page: one time line, one box for any contact, everything about the household beside it."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

import majup
from majup.cases import actions
from majup.cases.models import Case, Contact
from majup.people import actions as people
from majup.people.models import Event, HouseholdShare
from majup.places.models import InternalExclusion
from majup.plumbing.models import OutgoingMail
from majup.staff.models import AccessLog
from majup.staff.scope import acting
from majup.web.desk.cases.event_words import WORDS
from tests.support.cases import IEVA, case_of, enquiry_of, need_of, next_week
from tests.support.people import municipality, region, sign_in, today

pytestmark = pytest.mark.django_db


def url(case, name="case", *args):
    return reverse(name, args=[case.reference, *args])


def get(user, case, **query):
    return sign_in(user).get(url(case), query)


def get_family(user, case):
    return sign_in(user).get(url(case, "case_family"))


def post(user, case, name, data=None, *args):
    return sign_in(user).post(url(case, name, *args), data or {})


def reload(case, user):
    with acting(user.scope):
        case.refresh_from_db()
    return case


CONTACT = {"channel": "phone", "direction": "out", "summary": "Runājām par skolu", "next_choice": "week"}


def test_the_case_page_shows_who_what_and_what_next(alise):
    case = case_of(alise)
    need_of(case, alise, "school", wish="2. klase")
    response = get(alise, case)
    text = response.content.decode()
    assert response.status_code == 200
    for words in ("Kalniņa, Kalniņš", "Emma Kalniņa", "2. klase", case.reference, "ieva@family.example"):
        assert words in text


def test_prv_01_a_case_of_another_region_is_not_found(alise, cilda):
    """PRV-01."""
    case = case_of(alise)
    assert (get(cilda, case).status_code, get_family(cilda, case).status_code) == (404, 404)
    for name in ("case_contact", "case_places"):
        assert post(cilda, case, name, CONTACT).status_code == 404


@pytest.mark.parametrize("who", ["dace", "edgars", "fricis", "gunta"])
def test_prv_01_others_do_not_enter_a_case(alise, who, request):
    """PRV-01."""
    case, user = case_of(alise), request.getfixturevalue(who)
    assert (get(user, case).status_code, get_family(user, case).status_code) == (403, 403)


@pytest.mark.parametrize("page", ["case", "case_family"])
def test_prv_03_looking_at_a_case_leaves_a_row(alise, page):
    """PRV-03."""
    case = case_of(alise)
    sign_in(alise).get(url(case, page))
    with acting(alise.scope):
        assert list(AccessLog.objects.values_list("user", "household_id", "record", "page")) == [
            (alise.pk, case.household_id, f"case {case.reference}", page)
        ]


def test_fup_01_one_form_logs_a_contact_of_any_channel(alise):
    """FUP-01, LNG-02."""
    case = case_of(alise)
    for channel in ("phone", "email", "facebook", "instagram", "tiktok", "meeting_abroad", "web_form"):
        response = post(alise, case, "case_contact", {**CONTACT, "channel": channel, "summary": channel})
        assert response.status_code == 302
    with acting(alise.scope):
        assert Contact.objects.count() == 7
    text = get(alise, case).content.decode()
    assert all(f"<p>{channel}</p>" in text for channel in ("tiktok", "meeting_abroad", "web_form"))


def test_fup_02_a_contact_without_the_next_date_comes_back_with_everything_typed(alise):
    """FUP-02."""
    response = post(alise, case_of(alise), "case_contact", {**CONTACT, "next_choice": "date", "next_contact_on": ""})
    assert response.status_code == 422
    assert "Runājām par skolu" in response.content.decode()
    assert "next_contact_on" in response.context["contact_form"].errors


@pytest.mark.parametrize(
    ("typed", "days"), [({"next_choice": "week"}, 7), ({"next_choice": "date", "next_contact_on": "+3"}, 3)]
)
def test_fup_02_the_next_contact_is_chosen_quickly_or_by_day(alise, typed, days):
    """FUP-02."""
    case, day = case_of(alise), (today() + timedelta(days=days))
    typed = {name: day.isoformat() if value == "+3" else value for name, value in typed.items()}
    assert post(alise, case, "case_contact", {**CONTACT, **typed}).status_code == 302
    assert reload(case, alise).next_contact_on == day


@pytest.mark.parametrize("day", ["1999-01-01", "9999-12-31", "2026-02-31", "soon"])
def test_absurd_days_are_refused_beside_the_field(alise, day):
    typed = {**CONTACT, "next_choice": "date", "next_contact_on": day}
    response = post(alise, case_of(alise), "case_contact", typed)
    assert (response.status_code, list(response.context["contact_form"].errors)) == (422, ["next_contact_on"])


def test_a_contact_is_not_in_the_future(alise):
    tomorrow = (today() + timedelta(days=1)).isoformat()
    response = post(alise, case_of(alise), "case_contact", {**CONTACT, "on": tomorrow})
    assert list(response.context["contact_form"].errors) == ["on"]


def test_k_c16_attitude_and_institution_come_together(alise):
    """K-C16."""
    case = case_of(alise)
    response = post(alise, case, "case_contact", {**CONTACT, "institution": "nva"})
    assert list(response.context["contact_form"].errors) == ["attitude"]
    post(alise, case, "case_contact", {**CONTACT, "institution": "nva", "attitude": "unhelpful"})
    with acting(alise.scope):
        assert list(Contact.objects.values_list("institution", "institution_attitude")) == [("nva", "unhelpful")]


def test_fup_09_a_promise_stands_on_top_until_it_is_kept(alise):
    """FUP-09."""
    case = case_of(alise)
    promise = {"next_step": "Atsūtīt rindas garumu", "promise_due_on": next_week().isoformat()}
    post(alise, case, "case_contact", {**CONTACT, **promise})
    with acting(alise.scope):
        contact = Contact.objects.get()
    assert list(get(alise, case).context["promises"]) == [contact]
    post(alise, case, "case_promise", {}, contact.pk)
    assert list(get(alise, case).context["promises"]) == []


def test_lng_02_contacts_events_and_mails_stand_in_one_line_newest_first(alise):
    """LNG-02."""
    case = case_of(alise, enquiry=enquiry_of(alise))
    post(alise, case, "case_contact", CONTACT)
    with acting(alise.scope):
        OutgoingMail.objects.create(
            message_id="<9@majup.example>", purpose="offer", from_address="v@majup.example", to_address="i@x.example",
            subject="Piedāvājums", text="…", language="lv", household_id=case.household_id, region_id=case.region_id,
        )  # fmt: skip
    entries = get(alise, case).context["entries"]
    assert [entry.kind for entry in entries][:2] == ["mails", "contacts"]
    assert [entry.place for entry in entries] == sorted((entry.place for entry in entries), reverse=True)
    assert {entry.kind for entry in get(alise, case, only="contacts").context["entries"]} == {"contacts"}


def test_the_time_line_goes_on_by_keyset_without_gap_or_repetition(alise):
    case = case_of(alise)
    with acting(alise.scope):
        moment = timezone.now() - timedelta(days=1)
        for number in range(60):
            at = moment - timedelta(minutes=number // 7)
            actions.log_contact(
                case=case,
                channel="phone",
                direction="in",
                summary=str(number),
                at=at,
                next_contact_on=next_week(),
                by=alise,
            )
    seen, after = [], ""
    for _page in range(4):
        context = get(alise, case, after=after).context
        seen += [entry.place for entry in context["entries"]]
        after = context["older"]
        if not after:
            break
    with acting(alise.scope):
        assert len(seen) == len(set(seen)) == 60 + Event.objects.count()
    assert seen == sorted(seen, reverse=True)


@pytest.mark.parametrize("after", ["x", "2026-01-01~0~1", "9999-99-99T00:00:00+00:00~0~1", "~~", "1~2~3~4"])
def test_a_broken_place_in_the_time_line_is_its_beginning(alise, after):
    case = case_of(alise)
    assert get(alise, case, after=after, only="nonsense").context["entries"] != []


def test_every_kind_of_event_that_any_stage_writes_has_words():
    """What is not told in words would stand on the time line as a code."""
    written = re.compile(r'(?:tell\(\w+(?:\.\w+)?, |kind=)"([a-z_]+\.[a-z_]+)"')
    source = Path(majup.__file__).parent
    files = [file for file in source.rglob("*.py") if "web" not in file.relative_to(source).parts]
    kinds = {kind for file in files for kind in written.findall(file.read_text())}
    both = {
        f"{kind}.{what}" for kind in ("handover", "share") for what in ("proposed", "accepted", "declined", "withdrawn")
    }
    assert (kinds | both) - set(WORDS) == set()
    assert "case.changed" in kinds


def test_nee_09_families_with_school_children_are_told_about_the_summer(alise):
    """NEE-09."""
    case, alone = case_of(alise), case_of(alise, members=(IEVA,))
    with acting(alise.scope):
        for one in (case, alone):
            actions.change_facts(case=one, values={"intended_month": today().replace(month=8, day=1)}, by=alise)
    assert len(get(alise, case).context["hints"]) == 1
    assert get(alise, alone).context["hints"] == []


def test_irm_02_a_case_of_an_excluded_municipality_is_warned_of_and_kept(alise):
    """IRM-02."""
    case = case_of(alise, category="internal")
    InternalExclusion.objects.create(municipality=municipality("0001000"), valid_from=today(), source="rīkojums")
    with acting(alise.scope):
        actions.change_facts(case=case, values={"origin_municipality": municipality("0001000")}, by=alise)
    hints = get(alise, case).context["hints"]
    assert (len(hints), municipality("0001000").name in hints[0]) == (1, True)
    InternalExclusion.objects.update(valid_from=today() - timedelta(days=9), valid_to=today() - timedelta(days=1))
    assert get(alise, case).context["hints"] == []


def test_q_c2_an_unplanned_return_is_flagged(alise):
    """Q-C2."""
    case = case_of(alise)
    with acting(alise.scope):
        actions.move(case=case, stage="returned", by=alise)
    assert len(get(alise, case).context["hints"]) == 1


def test_fup_05_the_coordinator_sees_progress_ticks_and_adds_a_step(alise):
    """FUP-05."""
    case = case_of(alise)
    with acting(alise.scope):
        step = case.steps.first()
        actions.tick_step(step=step, done=True, by_family=True)
    assert get_family(alise, case).context["case"].steps_done == 1
    context = sign_in(alise).get(url(case, "case_steps")).context
    assert (context["done"], context["steps"][0].done_by_family) == (1, True)
    post(alise, case, "case_step", {"done": "no"}, step.pk)
    post(alise, case, "case_step_new", {"text": "Atvest suni", "phase": "on_arrival"})
    assert post(alise, case, "case_step_new", {"text": "", "phase": "on_arrival"}).status_code == 422
    context = sign_in(alise).get(url(case, "case_steps")).context
    assert context["done"] == 0
    assert [step.text for step in context["steps"] if not step.code] == [{"lv": "Atvest suni"}]


def test_fup_05_lng_02_the_time_line_says_each_step_in_the_readers_language(alise):
    """FUP-05, LNG-02: what is written in two languages is not told in the one that happens to stand first."""
    case = case_of(alise)
    with acting(alise.scope):
        step = case.steps.first()
        actions.tick_step(step=step, done=True, by_family=True)
    client = sign_in(alise)
    for language, other in (("lv", "en"), ("en", "lv")):
        client.cookies["language"] = language
        page = client.get(url(case, "case")).text
        assert (step.text[language] in page, step.text[other] in page) == (True, False)


def test_lng_02_a_letter_leaves_and_a_typical_answer_can_be_put_in(alise):
    """LNG-02, K-C10."""
    case = case_of(alise)
    answer = actions.save_answer(title="Bērnudārza rinda", text="Pieteikties var no ārzemēm.", language="lv", by=alise)
    form = sign_in(alise).get(url(case, "case_letter"), {"answer": answer.pk}).context["form"]
    assert (form["subject"].value(), form["text"].value()) == ("Bērnudārza rinda", "Pieteikties var no ārzemēm.")
    letter = {
        "to": "ieva@family.example", "subject": "Rinda", "text": "Pieteikties var.",
        "next_choice": "month", "form_key": "z",
    }  # fmt: skip
    assert [post(alise, case, "case_letter", letter).status_code for _twice in range(2)] == [302, 302]
    with acting(alise.scope):
        assert OutgoingMail.objects.filter(purpose="case_mail").count() == 1
        assert Contact.objects.get().summary == "Rinda\nPieteikties var."


def test_a_letter_goes_only_to_an_address_of_the_family(alise):
    letter = {"to": "x@elsewhere.example", "subject": "a", "text": "b", "next_choice": "month", "form_key": "z"}
    assert post(alise, case_of(alise), "case_letter", letter).status_code == 422


def test_a_region_that_shares_the_case_reads_it_and_logs_contacts_but_does_not_decide(alise, cilda):
    case = case_of(alise)
    with acting(alise.scope):
        HouseholdShare.objects.create(household=case.household, region=region("latgale"), since=timezone.now())
    for response in (get(cilda, case), get_family(cilda, case)):
        assert (response.status_code, response.context["is_ours"]) == (200, False)
        assert "A case of another region" in sign_in(cilda).get("/en" + response.request["PATH_INFO"]).text
    assert "zemāk" not in get_family(cilda, case).text
    assert post(cilda, case, "case_contact", CONTACT).status_code == 302
    closing = {"code": "lost_contact", "version": reload(case, alise).version}
    assert post(cilda, case, "case_close", closing).status_code == 422


@pytest.mark.parametrize("contacts", [1, 3])
def test_the_case_page_asks_the_database_equally_often_whatever_its_size(
    alise, contacts, django_assert_max_num_queries
):
    case = case_of(alise)
    for _number in range(contacts):
        post(alise, case, "case_contact", CONTACT)
        need_of(case, alise, "school")
    client = sign_in(alise)
    for page in ("case", "case_family"):
        client.get(url(case, page))
        with django_assert_max_num_queries(25) as counted:
            client.get(url(case, page))
        COUNTED[page].append(len(counted))
    assert {page: len(set(numbers)) for page, numbers in COUNTED.items()} == {"case": 1, "case_family": 1}


COUNTED = {"case": [], "case_family": []}


def test_the_case_shows_one_way_of_each_kind_to_reach_them_and_the_family_page_all(alise):
    """NEE-02: on the case the preferred mail and the first phone; with the family everything, each to be taken away."""
    case = case_of(alise)
    with acting(alise.scope):
        ieva = case.household.members.first()
        for kind, value in (("email", "second@family.example"), ("phone", "+44 20 7946 0018")):
            people.add_contact_point(person=ieva, kind=kind, value=value, by=alise)
    ways = ("ieva@family.example", "second@family.example", "+44 20 7946 0018")
    household = get(alise, case).text.split('id="household"')[1]
    assert [way in household for way in ways] == [True, False, True]
    assert [f"{way}: noņemt" in get_family(alise, case).text for way in ways] == [True, True, True]


@pytest.mark.parametrize(
    ("name", "data", "place"),
    [
        ("case_places", {"act": "add", "place": "0001000"}, "places"),
        ("case_household", {"property_in_country": "none"}, "household"),
        ("case_obstacles", {"codes": []}, "obstacles"),
        ("case_facts", {}, "facts"),
    ],
)
def test_who_changes_the_family_comes_back_to_where_it_stands(alise, name, data, place):
    case = case_of(alise)
    client = sign_in(alise)
    if name == "case_places":
        data = {**data, "place": municipality(data["place"]).pk}
    else:
        form = client.get(url(case, name)).context["form"]
        data = {**{field: form[field].value() or "" for field in form.fields}, **data}
        assert f'href="{url(case, "case_family")}"' in client.get(url(case, name)).text
    response = client.post(url(case, name), data)
    assert (response.status_code, response["Location"]) == (302, f"{url(case, 'case_family')}#{place}")
    assert f'id="{place}"' in get_family(alise, case).text


def test_family_size_and_movers_are_computed_from_the_members(alise):
    """NEE-02."""
    context = get(alise, case_of(alise)).context
    assert (context["family_size"], context["movers"]) == (3, 3)


def test_the_page_is_in_english_too(alise):
    response = sign_in(alise).get("/en" + url(case_of(alise)))
    assert "Finding out what is needed" not in response.content.decode()
    assert "Time line" in response.content.decode()


def test_a_case_that_does_not_exist_is_not_found(alise):
    assert sign_in(alise).get(reverse("case", args=["2026-99999"])).status_code == 404
    assert Case.objects.count() == 0
