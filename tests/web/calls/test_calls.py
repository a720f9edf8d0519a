"""B-24: a call at an agreed time, from the first wish to the entry in both calendars."""

import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from zoneinfo import ZoneInfo

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from majup.calls import actions, letters
from majup.calls.errors import CallError
from majup.calls.models import Call, CallSlot
from majup.cases.actions import attach_enquiry
from majup.kernel.dates import long_date
from majup.people.models import Event
from majup.plumbing import files
from majup.plumbing.mail_build import build
from majup.plumbing.mail_message import Attachment
from majup.staff.scope import acting
from majup.web import erasure
from majup.web.family_file import gather
from majup.web.portal.views import SALT
from tests.support.cases import enquiry_of
from tests.support.family import mails, own, token_of
from tests.support.offers import make_family_case
from tests.support.people import region, sign_in

pytestmark = pytest.mark.django_db
LONDON = {"kind": "video", "time_zone": "Europe/London", "words": "School", "form_key": "k"}


def in_days(days, hour=18):
    """A moment on the hour, so that forms without seconds mean the same."""
    return (timezone.now() + timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)


@pytest.fixture
def case(alise):
    return make_family_case(alise)


@pytest.fixture
def token(case, alise):
    return token_of(case, alise)


@pytest.fixture
def slot(alise):
    desk = sign_in(alise)
    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    assert desk.post(reverse("calls"), {"on": day, "times": "18:00, 18:30"}).status_code == 302
    return CallSlot.objects.first()


def only(alise) -> Call:
    with acting(alise.scope):
        return Call.objects.select_related("slot").get()


def test_b_24_a_family_chooses_an_offered_time_and_both_get_a_calendar_file(case, alise, token, slot, client):
    shown = client.get("/en" + own(token, "own_call")).content.decode()
    assert "our time:" in shown  # the family lives in Britain: both clocks are shown
    answer = client.post("/en" + own(token, "own_call"), LONDON | {"slot": slot.pk})
    assert answer.status_code == 302
    again = client.post("/en" + own(token, "own_call"), LONDON | {"slot": slot.pk})  # the same form again
    assert (again.status_code, again["Location"]) == (302, answer["Location"])
    call = only(alise)
    assert (call.state, call.slot_id) == ("asked", slot.pk)
    assert [mail.to_address for mail in mails("call")] == ["vidzeme@majup.example"]
    desk = sign_in(alise)
    assert "Ieva Kalniņa" in desk.get("/en" + reverse("calls")).content.decode()
    assert "Ieva Kalniņa" in desk.get("/en" + reverse("start")).content.decode()
    decide = reverse("call_decide", args=[call.pk])
    assert desk.post(decide, {"at": "0", "minutes": "30", "where": ""}).status_code == 422
    assert desk.post(decide, {"at": "0", "minutes": "30", "where": "https://video.example/1"}).status_code == 302
    call = only(alise)
    assert (call.state, call.begins_at) == ("confirmed", slot.begins_at)
    to_family = next(mail for mail in mails("call") if mail.to_address == "ieva@majup.example")
    here, there = (slot.begins_at.astimezone(ZoneInfo(zone)) for zone in ("Europe/Riga", "Europe/London"))
    assert f"{here:%H:%M}" in to_family.text
    assert f"{there:%H:%M}" in to_family.text
    file = files.read(to_family.attachments[0]["sha256"]).decode()
    assert f"DTSTART:{slot.begins_at.astimezone(UTC):%Y%m%dT%H%M%SZ}" in file
    assert "https://video.example/1" in file.replace("\r\n ", "")
    assert len([mail for mail in mails("call") if mail.attachments]) == 2
    with acting(alise.scope):
        kinds = list(Event.objects.filter(kind__startswith="call.").order_by("pk").values_list("kind", "by_family"))
    assert kinds == [("call.asked", True), ("call.confirmed", False)]


def test_b_24_a_family_proposes_times_in_its_own_zone(case, alise, token, client):
    wished = in_days(5).replace(tzinfo=None)
    data = LONDON | {"kind": "phone", "phone": "+44 20 7946 0958", "first": wished.strftime("%Y-%m-%dT%H:%M")}
    assert client.post(own(token, "own_call"), data).status_code == 302
    assert only(alise).times == [wished.replace(tzinfo=ZoneInfo("Europe/London"))]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({}, "first"),
        ({"first": "2020-01-01T10:00"}, "first"),
        ({"first": "tomorrow"}, "first"),
        ({"kind": "phone"}, "phone"),
        ({"time_zone": "Moon/Base"}, "time_zone"),
    ],
)
def test_b_24_bad_input_is_refused_at_its_field_and_nothing_is_lost(alise, client, wrong, field):
    token = token_of(make_family_case(alise), alise)
    answer = client.post("/en" + own(token, "own_call"), LONDON | wrong)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "School" in answer.content.decode()
    with acting(alise.scope):
        assert not Call.objects.exists()


def test_b_24_a_time_is_given_once(case, alise, token, slot, client):
    with acting(alise.scope):
        other = make_family_case(alise, email="other@majup.example").household.members.first()
        actions.ask(person=other, slot=slot, kind="video", time_zone="Europe/London", language="en")
        with pytest.raises(CallError, match="taken"):
            actions.ask(person=other, slot=slot, kind="video", time_zone="Europe/London", language="en")
    assert client.post(own(token, "own_call"), LONDON | {"slot": slot.pk, "form_key": "z"}).status_code == 422
    assert client.post(own(token, "own_call"), LONDON | {"slot": slot.pk, "form_key": "\x00"}).status_code == 422
    desk = sign_in(alise)
    desk.post(reverse("call_slot_withdraw", args=[slot.pk]))
    assert CallSlot.objects.filter(pk=slot.pk).exists()


def agreed(case, alise, slot) -> Call:
    with acting(alise.scope):
        person = case.household.members.first()
        call = actions.ask(
            person=person, slot=slot, kind="video", time_zone="Europe/London", language="en", email="ieva@majup.example"
        )
        return actions.confirm(call=call, begins_at=slot.begins_at, where="https://v.example", by=alise)


def test_b_24_the_family_calls_it_off_and_the_time_is_free_again(case, alise, slot, client):
    call = agreed(case, alise, slot)
    link = reverse("call", args=[letters.token_of(call)])
    assert "https://v.example" in client.get(link).content.decode()
    assert client.get(link + "calendar/").content.startswith(b"BEGIN:VCALENDAR\r\n")
    client.post(link + "off/", {"reason": "A shift"})
    client.post(link + "off/", {"reason": "Again"})
    call = only(alise)
    assert (call.state, call.off_by_family, call.reason) == ("off", True, "A shift")
    assert CallSlot.objects.get(pk=slot.pk).is_taken is False
    last = mails("call")[-1]
    assert "STATUS:CANCELLED" in files.read(last.attachments[0]["sha256"]).decode()


def test_b_24_a_call_whose_time_has_passed_is_called_off_by_nobody_and_its_link_tells_no_more(
    case, alise, slot, client
):
    call = agreed(case, alise, slot)
    with acting(alise.scope):
        Call.objects.filter(pk=call.pk).update(begins_at=timezone.now() - timedelta(hours=2), words="Our debts")
    link, before = reverse("call", args=[letters.token_of(call)]), len(mails("call"))
    page = client.get("/en" + link).content.decode()
    assert "This call is over" in page
    assert [told for told in ("https://v.example", "Our debts", "Call it off", "calendar") if told in page] == []
    assert client.get(link + "calendar/").status_code == 302
    client.post(link + "off/", {"reason": "Too late"})
    sign_in(alise).post(reverse("call_desk_off", args=[call.pk]), {"reason": "Too late"})
    assert (only(alise).state, len(mails("call"))) == ("confirmed", before)


def test_b_24_the_coordinator_calls_it_off_with_a_reason(case, alise, slot):
    call = agreed(case, alise, slot)
    off = reverse("call_desk_off", args=[call.pk])
    desk = sign_in(alise)
    assert desk.post(off, {"reason": ""}).status_code == 422
    desk.post(off, {"reason": "Slimība"})
    assert only(alise).state == "off"
    # She is ill: she offers the time that became free no more, and what was called off keeps its moment.
    desk.post(reverse("call_slot_withdraw", args=[slot.pk]))
    assert not CallSlot.objects.filter(pk=slot.pk).exists()
    assert only(alise).times == [slot.begins_at]
    assert desk.get(reverse("call_decide", args=[call.pk])).status_code == 200
    assert "Slimība" in next(m for m in reversed(mails("call")) if m.to_address == "ieva@majup.example").text


def test_b_24_the_coordinator_agrees_with_one_press_on_a_time_as_our_clock_shows_it(case, alise, token, client):
    wished = in_days(5).replace(tzinfo=None)
    asked = {"kind": "phone", "phone": "+44 20 7946 0958", "first": wished.strftime("%Y-%m-%dT%H:%M")}
    client.post(own(token, "own_call"), LONDON | asked)
    desk = sign_in(alise)
    page = desk.get("/en" + reverse("calls")).content.decode()
    moment = only(alise).times[0]
    here, there = (moment.astimezone(ZoneInfo(zone)) for zone in ("Europe/Riga", "Europe/London"))
    assert f"{here:%H:%M} (there {there:%H:%M})" in page
    form = page.split('class="call-times"')[1].split("</form>")[0]
    sent = dict(re.findall(r'name="(minutes|where|at)" value="([^"]*)"', form))
    assert sent["where"] == "Mēs zvanām: +44 20 7946 0958", "in the family's language, for its mail and calendar"
    assert desk.post(reverse("call_decide", args=[only(alise).pk]), sent).status_code == 302
    assert (only(alise).state, only(alise).begins_at) == ("confirmed", moment)
    page = desk.get("/en" + reverse("calls")).content.decode()
    assert f'<b class="call-at number">{here:%H:%M}</b>' in page


def test_b_24_times_offered_stand_by_day_and_each_is_taken_back_with_one_press(alise, slot):
    desk = sign_in(alise)
    page = desk.get("/en" + reverse("calls")).content.decode()
    assert page.count(long_date(timezone.localdate() + timedelta(days=3), "en")) >= 3  # the day, and each button
    assert desk.post(reverse("call_slot_withdraw", args=[slot.pk])).status_code == 302
    page = desk.get("/en" + reverse("calls")).content.decode()
    assert ('<b class="number">18:00</b>' in page, '<b class="number">18:30</b>' in page) == (False, True)


def test_b_24_int_09_a_visitor_without_a_name_asks_after_the_question(alise, client):
    enquiry = enquiry_of(alise, email="a@abroad.example", country="IE")
    page = reverse("asked_call", args=[signing.dumps(enquiry.pk, salt=SALT)])
    assert page in client.get(page.removesuffix("call/")).content.decode()
    wished = in_days(4).strftime("%Y-%m-%dT%H:%M")
    answer = client.post(page, LONDON | {"time_zone": "Europe/Dublin", "first": wished})
    assert answer.status_code == 302
    call = only(alise)
    assert (call.enquiry_id, call.household_id, call.region) == (enquiry.pk, None, region("vidzeme"))
    assert client.get(answer.url).status_code == 200
    desk = sign_in(alise)
    assert enquiry.reference in desk.get(reverse("call_decide", args=[call.pk])).content.decode()


def test_prv_04_a_call_asked_for_with_a_question_is_copied_and_erased_with_the_family_that_asked(case, alise, client):
    enquiry = enquiry_of(alise, email="a@abroad.example", country="IE")
    page = reverse("asked_call", args=[signing.dumps(enquiry.pk, salt=SALT)])
    client.post(page, LONDON | {"first": in_days(4).strftime("%Y-%m-%dT%H:%M"), "phone": "+353 1 6798888"})
    with acting(alise.scope):
        actions.confirm(call=Call.objects.get(), begins_at=in_days(4), where="https://v.example", by=alise)
        attach_enquiry(case=case, enquiry=enquiry, by=alise)
        sent = mails("call")
        assert {mail.to_address for mail in sent} == {"a@abroad.example", "vidzeme@majup.example"}
        held = {part.table: part.rows for part in gather(case.household)}
        assert held["calls.Call"][0]["email"] == "a@abroad.example"
        erasure.erase(household=case.household, reason="asked", by=alise)
    call = only(alise)
    assert {call.email, call.phone, call.words, call.where} == {""}
    assert mails("call") == []
    gone = {job.args["digest"] for job in ProcrastinateJob.objects.filter(task_name__endswith="delete_file")}
    assert {file["sha256"] for mail in sent for file in mail.attachments} <= gone


def test_b_24_another_region_sees_neither_call_nor_times(case, alise, cilda, slot):
    call = agreed(case, alise, slot)
    desk = sign_in(cilda)
    assert desk.get(reverse("call_decide", args=[call.pk])).status_code == 404
    assert desk.post(reverse("call_slot_withdraw", args=[slot.pk])).status_code == 404
    assert "Ieva" not in desk.get(reverse("calls")).content.decode()


def test_forged_links_to_a_call_lead_to_a_friendly_page(client):
    assert client.get(reverse("call", args=["forged"])).status_code == 404
    assert client.post(reverse("call_off", args=[signing.dumps([1, 1, None], salt="other")])).status_code == 404


def test_b_24_the_calendar_file_goes_as_one_that_calendars_open(case, alise, slot):
    agreed(case, alise, slot)
    mail = next(mail for mail in mails("call") if mail.attachments)
    parts = [Attachment(a["name"], a["content_type"], files.read(a["sha256"])) for a in mail.attachments]
    message = message_from_bytes(build(mail, parts).as_bytes())
    [part] = [part for part in message.walk() if part.get_filename()]
    assert (part.get_content_type(), part.get_filename()) == ("text/calendar", "call.ics")
    assert part.get_payload(decode=True).startswith(b"BEGIN:VCALENDAR")
    assert part.get_content_charset() == "utf-8", "else a mail program spoils its Latvian letters"


def test_times_of_day_are_read_as_people_write_them():
    from majup.web.calls.forms import SlotsForm

    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    form = SlotsForm({"on": tomorrow, "times": "9:00, 18:30"})
    assert form.is_valid()
    assert [moment.strftime("%H:%M") for moment in form.moments] == ["09:00", "18:30"]
    assert not SlotsForm({"on": tomorrow, "times": "evening"}).is_valid()
    assert datetime.now(UTC) < form.moments[0]
