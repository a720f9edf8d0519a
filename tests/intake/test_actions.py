"""Receiving, taking, passing on and answering what people ask."""

from concurrent.futures import ThreadPoolExecutor
from copy import copy
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from majup.intake import actions, queries
from majup.intake.errors import EnquiryError, TakenByAnother
from majup.intake.models import Enquiry, EnquiryEvent, Message
from majup.kernel.periods import Period
from majup.network.queries import equip
from majup.plumbing import mail
from majup.plumbing.models import OutgoingMail
from majup.reports import waits
from majup.staff.models import User
from majup.staff.scope import NOBODY, Scope, acting
from tests.support.people import make_coordinator, municipality, region

pytestmark = pytest.mark.django_db
REGIONS = ["kurzeme", "latgale", "vidzeme", "zemgale", "riga"]


def ask(region_code=None, **fields):
    """A question as the public form writes it."""
    where = region(region_code) if region_code else None
    values = {"channel": "web_form", "language": "lv", "text": "Vai ir vieta bērnudārzā?", "region": where} | fields
    with acting(queries.scope_of(where)):
        return actions.receive(**values)


def outgoing():
    with mail.as_sender():
        return list(OutgoingMail.objects.order_by("pk"))


def kinds(enquiry):
    return list(enquiry.events.values_list("kind", flat=True))


def test_int_02_an_enquiry_that_names_a_region_is_seen_by_its_coordinator_alone(alise, cilda):
    mine, hers = ask("vidzeme"), ask("latgale")
    with acting(alise.scope):
        assert list(Enquiry.objects.all()) == [mine]
    with acting(cilda.scope):
        assert list(Enquiry.objects.all()) == [hers]
    with acting(NOBODY):
        assert list(Enquiry.objects.all()) == []
        assert list(EnquiryEvent.objects.all()) == []


def test_int_02_one_that_names_none_is_seen_by_all_and_taken_by_one(alise, cilda, gunta):
    common = ask()
    for coordinator in (alise, cilda):
        with acting(coordinator.scope):
            assert list(Enquiry.objects.visible_to(coordinator)) == [common]
    with acting(gunta.scope):
        assert list(Enquiry.objects.all()) == []

    with acting(alise.scope):
        taken = actions.take(enquiry=common, by=alise)
    assert (taken.state, taken.region, taken.taken_by) == ("taken", region("vidzeme"), alise)

    with acting(cilda.scope):
        with pytest.raises(TakenByAnother) as refusal:
            actions.take(enquiry=common, by=cilda)
        assert refusal.value.name == "Alise"
        assert list(Enquiry.objects.all()) == []
    with acting(alise.scope):
        assert actions.take(enquiry=common, by=alise).taken_at == taken.taken_at
        assert kinds(common) == ["received", "taken"]


def test_int_02_another_regions_enquiry_cannot_be_taken(alise, cilda):
    hers = ask("latgale")
    with acting(alise.scope), pytest.raises(EnquiryError, match="not-mine"):
        actions.take(enquiry=hers, by=alise)
    with acting(cilda.scope):
        assert Enquiry.objects.get().state == "new"


@pytest.mark.django_db(transaction=True)
def test_int_02_of_five_coordinators_who_take_at_once_exactly_one_gets_each():
    """Five people, each on a connection of her own, go for the same twenty enquiries in different orders."""
    people = [make_coordinator(f"K{number}", code) for number, code in enumerate(REGIONS)]
    enquiries = [ask() for _ in range(20)]

    def take_all(index: int) -> list[tuple[int, str]]:
        user = equip(User.objects.get(pk=people[index].pk))
        try:
            with acting(user.scope):
                return [(e.pk, outcome(e, user)) for e in enquiries[index * 4 :] + enquiries[: index * 4]]
        finally:
            connection.close()

    def outcome(enquiry: Enquiry, user: User) -> str:
        try:
            actions.take(enquiry=copy(enquiry), by=user)
        except TakenByAnother as refusal:
            return refusal.name or ""
        return f"mine: {user.name}"

    with ThreadPoolExecutor(5) as pool:
        answers = [answer for answers in pool.map(take_all, range(5)) for answer in answers]

    for enquiry in enquiries:
        said = [text for pk, text in answers if pk == enquiry.pk]
        winners = [text.removeprefix("mine: ") for text in said if text.startswith("mine: ")]
        assert len(winners) == 1
        assert sorted(said) == sorted([f"mine: {winners[0]}", *[winners[0]] * 4])


def test_int_03_the_channel_comes_from_a_closed_list(alise):
    with acting(alise.scope), pytest.raises(EnquiryError, match="unknown-channel"):
        actions.receive(channel="pigeon", language="lv", text="?", region=region("vidzeme"), by=alise)
    with acting(alise.scope), pytest.raises(EnquiryError, match="unknown-channel"):
        actions.receive(channel="offer_link", language="lv", text="?", region=region("vidzeme"), by=alise)
    assert [channel.code for channel in queries.first_contact_channels()] == [
        "web_form",
        "email",
        "phone",
        "facebook",
        "instagram",
        "tiktok",
        "meeting_abroad",
        "online_meeting",
        "via_institution",
        "via_municipality",
        "via_embassy",
        "via_ngo",
        "approached_by_us",
    ]


def test_int_04_a_person_we_approached_is_marked_and_not_counted_in_answer_times(alise):
    with acting(alise.scope):
        enquiry = actions.receive(
            channel="approached_by_us", language="lv", text="Satikāmies Dublinā", region=region("vidzeme"), by=alise
        )
        assert enquiry.approached_by_us is True
        actions.answer(enquiry=enquiry, text="Pastāstīju par skolu", by=alise, channel="phone")
    assert {wait.asked for wait in enquiry_waits(Period.year(timezone.localdate().year))} == {0}


def enquiry_waits(period):
    """One for each region and one for all."""
    return waits.waits(period).of[waits.ENQUIRY]


def test_b_02_several_places_may_be_named_and_the_first_decides_the_region(alise):
    first, second = municipality("0054000"), municipality("0001000")
    with acting(alise.scope):
        enquiry = ask("vidzeme", municipality=first, places=[first, second])
        assert set(enquiry.places.all()) == {first, second}
        assert enquiry.region == region("vidzeme")


def test_n_39_an_answer_is_owed_within_one_month_and_lateness_is_flagged(alise):
    moment = timezone.make_aware(datetime(2026, 1, 31, 23, 30))
    enquiry = ask("vidzeme", at=moment)
    assert enquiry.due_on == date(2026, 2, 28)
    late = ask("vidzeme", at=timezone.now() - timedelta(days=40))
    fresh = ask("vidzeme")
    assert (late.is_overdue, fresh.is_overdue) == (True, False)
    with acting(alise.scope):
        assert set(queries.overdue(alise)) == {enquiry, late} - (
            {enquiry} if timezone.localdate() <= enquiry.due_on else set()
        )
        actions.answer(enquiry=late, text="Zvanīju un izstāstīju", by=alise, channel="phone")
        assert late not in queries.overdue(alise)


def test_int_08_the_sender_is_told_at_once_in_the_forms_language_who_answers_and_what_comes_next(alise):
    enquiry = ask("vidzeme", language="en", email="ieva@example.org", text="Is there a school?", confirm=True)
    (letter,) = outgoing()
    assert (letter.to_address, letter.from_address, letter.language, letter.automatic) == (
        "ieva@example.org",
        "vidzeme@majup.example",
        "en",
        True,
    )
    assert letter.subject == f"We have your question ({enquiry.reference})"
    for words in ("Alise", "vidzeme@majup.example", "no later than", "Is there a school?"):
        assert words in letter.text
    with acting(alise.scope):
        message = enquiry.messages.get()
        assert (message.direction, message.is_automatic, message.message_id) == ("out", True, letter.message_id)


def test_int_08_without_a_region_the_national_contact_point_is_named():
    ask(email="ieva@example.org", confirm=True)
    (letter,) = outgoing()
    assert letter.from_address == "kontaktpunkts@majup.example"
    assert "Nacionālais kontaktpunkts remigrācijas jautājumos" in letter.text


def test_net_02_a_changed_mailbox_is_in_the_next_letter(alise):
    role = queries.responsible_role(region("vidzeme"))
    role.mailbox, role.phone = "jauna@majup.example", "+37160000001"
    role.save()
    ask("vidzeme", email="ieva@example.org", confirm=True)
    (letter,) = outgoing()
    assert letter.from_address == "jauna@majup.example"
    assert "jauna@majup.example" in letter.text
    assert "+37160000001" in letter.text


def test_int_09_a_question_without_name_needs_only_a_way_back():
    enquiry = ask("vidzeme", email="kads@example.org", confirm=True)
    (letter,) = outgoing()
    assert enquiry.name == ""
    assert "Vārds nav vajadzīgs" in letter.text or letter.to_address == "kads@example.org"
    assert ask("vidzeme", phone="+37126123456", confirm=True).email == ""
    assert len(outgoing()) == 1


def test_the_same_form_sent_twice_is_one_enquiry(alise):
    first = ask("vidzeme", form_key="k1", email="ieva@example.org", confirm=True)
    again = ask("latgale", form_key="k1", email="ieva@example.org", confirm=True)
    assert again.pk == first.pk
    assert len(outgoing()) == 1
    with acting(alise.scope):
        assert list(Enquiry.objects.all()) == [first]


def test_int_05_passing_on_gives_everything_along_and_the_first_region_loses_sight(alise, cilda):
    enquiry = ask("vidzeme", name="Ieva", email="ieva@example.org", phone="+37126123456", country="IE")
    with acting(alise.scope):
        actions.take(enquiry=enquiry, by=alise)
        actions.pass_on(
            enquiry=enquiry, to_region=region("latgale"), by=alise, note="Grib uz Daugavpili", tell_sender=True
        )
        assert list(Enquiry.objects.all()) == []
    with acting(cilda.scope):
        received = Enquiry.objects.visible_to(cilda).untaken().get()
        assert (received.state, received.name, received.phone, received.country) == (
            "passed_on",
            "Ieva",
            "+37126123456",
            "IE",
        )
        assert received.events.get(kind="passed_on").note == "Grib uz Daugavpili"
        assert actions.take(enquiry=received, by=cilda).taken_by == cilda
    (letter,) = outgoing()
    assert letter.from_address == "latgale@majup.example"


def test_an_answered_enquiry_or_the_same_region_cannot_be_passed_to(alise):
    enquiry = ask("vidzeme")
    with acting(alise.scope):
        with pytest.raises(EnquiryError, match="same-region"):
            actions.pass_on(enquiry=enquiry, to_region=region("vidzeme"), by=alise, note="")
        actions.answer(enquiry=enquiry, text="Jā", by=alise, channel="phone")
        with pytest.raises(EnquiryError, match="finished"):
            actions.pass_on(enquiry=enquiry, to_region=region("latgale"), by=alise, note="")


def test_an_answer_by_mail_stands_in_the_thread_and_is_sent_once(alise):
    enquiry = ask("vidzeme", email="ieva@example.org", confirm=True)
    with acting(alise.scope):
        actions.answer(enquiry=enquiry, text="Ir trīs vietas.", by=alise, key="a")
        actions.answer(enquiry=enquiry, text="Ir trīs vietas.", by=alise, key="a")
        enquiry.refresh_from_db()
        assert (enquiry.state, enquiry.taken_by) == ("answered", alise)
        assert kinds(enquiry) == ["received", "answered"]
        assert list(enquiry.messages.values_list("direction", "is_automatic")) == [("out", True), ("out", False)]
    confirmation, reply = outgoing()
    assert (reply.in_reply_to, reply.references) == (confirmation.message_id, [confirmation.message_id])
    assert (reply.from_name, reply.automatic, reply.text) == ("Alise", False, "Ir trīs vietas.")


def test_a_question_back_keeps_the_enquiry_open(alise):
    enquiry = ask("vidzeme", email="ieva@example.org")
    with acting(alise.scope):
        actions.answer(enquiry=enquiry, text="Cik gadu bērnam?", by=alise, keep_open=True)
        enquiry.refresh_from_db()
        assert (enquiry.state, enquiry.is_waiting) == ("taken", True)
        with pytest.raises(EnquiryError, match="empty-text"):
            actions.answer(enquiry=enquiry, text=" \n", by=alise)
    with acting(alise.scope), pytest.raises(EnquiryError, match="no-address"):
        actions.answer(enquiry=ask("vidzeme", phone="+37126123456"), text="Labdien", by=alise)


def test_int_10_the_time_to_the_first_human_answer_is_reported_per_region(alise, cilda, gunta):
    """Half of Vidzeme waited at most two hours; machines' confirmations do not count; Latgale answered nobody."""
    now = timezone.now()
    for hours in (1, 2, 50):
        enquiry = ask("vidzeme", at=now - timedelta(hours=60), email=f"a{hours}@example.org", confirm=True)
        with acting(alise.scope):
            actions.note_first_answer(enquiry=enquiry, at=now - timedelta(hours=60 - hours))
            actions.note_first_answer(enquiry=enquiry, at=now)
    ask("latgale", at=now - timedelta(hours=60))
    period = Period.month((now - timedelta(hours=60)).date())
    with acting(gunta.scope):
        found = {wait.region and wait.region.code: wait for wait in enquiry_waits(period)}
    assert (found["vidzeme"].answered, found["vidzeme"].median) == (3, pytest.approx(2))
    assert (found["latgale"].asked, found["latgale"].answered, found["latgale"].median) == (1, 0, None)
    assert found[None].answered == 3


def test_int_11_a_missed_call_is_a_call_back_due_today(alise):
    with acting(alise.scope):
        call = actions.enter_missed_call(phone="+37126123456", by=alise, form_key="m1")
        again = actions.enter_missed_call(phone="+37126123456", by=alise, form_key="m1")
        assert again.pk == call.pk
        assert (call.channel, call.state, call.taken_by, call.due_on) == ("phone", "taken", alise, timezone.localdate())
        assert list(queries.call_backs(alise)) == [call]
        actions.answer(enquiry=call, text="Atzvanīju", by=alise, channel="phone")
        assert list(queries.call_backs(alise)) == []


def test_a_visitors_link_opens_one_enquiry_and_nothing_else(alise):
    mine, other = ask("vidzeme"), ask("vidzeme")
    with acting(Scope(enquiry_id=mine.pk)):
        assert list(Enquiry.objects.all()) == [mine]
        actions.describe(enquiry=mine, by=None, name="Ieva", heard_from="friends")
    with acting(alise.scope):
        mine.refresh_from_db()
        assert (mine.name, mine.heard_from) == ("Ieva", "friends")
        assert kinds(mine) == ["received", "changed"]
        assert other.events.count() == 1


def test_taken_needs_a_taker_and_a_region(alise):
    enquiry = ask("vidzeme")
    with (
        acting(alise.scope),
        pytest.raises(IntegrityError, match="enquiry_taken_has_taker_and_region"),
        transaction.atomic(),
    ):
        Enquiry.objects.filter(pk=enquiry.pk).update(state="taken")


def test_a_message_belongs_to_an_enquiry_or_a_household(as_owner):
    with (
        pytest.raises(IntegrityError, match="message_belongs_somewhere"),
        as_owner(),
        transaction.atomic(),
    ):
        Message.objects.create(
            direction="in", message_id="<x@y>", from_address="a@b.example", to_address="c@d.example", at=timezone.now()
        )
