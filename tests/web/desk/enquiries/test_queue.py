"""The queue of enquiries, one enquiry, and what a coordinator does with it, through the pages."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from majup.cases.models import Case, Contact
from majup.cases.tasks import file_messages
from majup.intake import actions
from majup.intake.mail_in import take_in
from majup.intake.models import Attachment, Enquiry
from majup.network.models import Substitution
from majup.network.queries import equip
from majup.plumbing.mail import as_sender
from majup.plumbing.models import OutgoingMail
from majup.staff.models import AccessLog
from majup.staff.scope import acting
from tests.intake.test_actions import ask, outgoing
from tests.intake.test_mail_in import bounce_of, letter
from tests.support.cases import case_of
from tests.support.people import make_coordinator, region, sign_in, today

pytestmark = pytest.mark.django_db


def shown(client, **filters):
    response = client.get(reverse("enquiries"), filters)
    assert response.status_code == 200
    return [enquiry.pk for enquiry in response.context["page"]]


def seen(user):
    with acting(user.scope):
        return Enquiry.objects.get()


def page_of(client, enquiry, **data):
    response = client.get(reverse("enquiry", args=[enquiry.pk]), data)
    assert response.status_code == 200
    return response


def text_of(response):
    return response.content.decode()


def test_int_02_the_queue_shows_ones_region_and_the_common_queue(alise, cilda):
    mine, common, hers = ask("vidzeme"), ask(), ask("latgale", text="Svešs noslēpums")
    client = sign_in(alise)
    assert shown(client) == [common.pk, mine.pk]
    assert shown(client, where="mine") == [mine.pk]
    assert shown(client, where="common") == [common.pk]
    assert "Svešs noslēpums" not in text_of(client.get(reverse("enquiries")))
    assert client.get(reverse("enquiry", args=[hers.pk])).status_code == 404


def test_int_02_the_second_one_is_told_who_took_it(alise, cilda):
    common = ask()
    assert sign_in(alise).post(reverse("enquiry_take", args=[common.pk])).url == reverse("enquiry", args=[common.pk])
    response = sign_in(cilda).post(reverse("enquiry_take", args=[common.pk]), follow=True)
    assert "Alise" in text_of(response)
    assert shown(sign_in(cilda)) == []
    with acting(alise.scope):
        assert Enquiry.objects.get().taken_by == alise


def test_int_02_who_looks_after_two_regions_says_for_which_one(alise, cilda):
    common = ask()
    role = cilda.holdings.get().role
    Substitution.objects.create(role=role, user=alise, valid_from=today(), valid_to=today(), arranged_by=cilda)
    client = sign_in(alise)
    assert client.post(reverse("enquiry_take", args=[common.pk])).url == reverse("enquiry", args=[common.pk])
    assert seen(equip(alise)).state == "new"
    client.post(reverse("enquiry_take", args=[common.pk]), {"region": "latgale"})
    assert seen(equip(alise)).region == region("latgale")


def test_filters_and_pages_that_do_not_exist_give_a_page(alise):
    mine = ask("vidzeme")
    client = sign_in(alise)
    for filters in (
        {"state": "mad"},
        {"channel": "x' OR 1"},
        {"topic": "none"},
        {"after": "yesterday~x"},
        {"where": "moon"},
    ):
        assert shown(client, **filters) == [mine.pk]
    assert shown(client, after=f"{(timezone.now() - timedelta(days=9999)).isoformat()}~1") == []
    for name in ("enquiry", "enquiry_facts", "enquiry_pass_on", "enquiry_attach", "enquiry_file"):
        assert client.get(reverse(name, args=[10**25])).status_code == 404
    assert client.post(reverse("enquiry_take", args=[10**25])).status_code == 302


def test_filters_by_state_channel_and_topic(alise):
    with acting(alise.scope):
        phone = ask("vidzeme", channel="phone")
        answered = ask("vidzeme")
        actions.answer(enquiry=answered, text="Jā", by=alise, channel="phone")
        from majup.network.models import Topic

        actions.describe(enquiry=phone, by=alise, topics=[Topic.objects.get(code="school")])
    client = sign_in(alise)
    assert shown(client) == [phone.pk]
    assert shown(client, state="answered") == [answered.pk]
    assert shown(client, state="all") == [answered.pk, phone.pk]
    assert shown(client, channel="phone") == [phone.pk]
    assert shown(client, topic="school") == [phone.pk]
    assert shown(client, topic="job") == []


@pytest.mark.parametrize("number", [1, 3])
def test_the_queue_takes_a_constant_number_of_queries(alise, number, django_assert_max_num_queries):
    for _ in range(number):
        ask("vidzeme")
    client = sign_in(alise)
    client.get(reverse("enquiries"))
    with django_assert_max_num_queries(20):
        assert len(shown(client)) == number


def test_pages_of_the_queue_follow_each_other(alise):
    now = timezone.now()
    all_of_them = [ask("vidzeme", at=now - timedelta(minutes=number)).pk for number in range(30)]
    client = sign_in(alise)
    first = client.get(reverse("enquiries")).context["page"]
    assert [e.pk for e in first] == all_of_them[:25]
    assert shown(client, after=first.older) == all_of_them[25:]


def test_n_39_an_overdue_answer_is_flagged(alise):
    late = ask("vidzeme", at=timezone.now() - timedelta(days=40))
    response = page_of(sign_in(alise), late)
    assert "badge late" in text_of(response)


def test_an_answer_with_a_template_leaves_by_mail_from_the_regions_address(alise):
    """LNG-04: the answer begins with the message of the common library."""
    enquiry = ask("vidzeme", email="ieva@example.org", text="Vai ir skola?")
    client = sign_in(alise)
    start = page_of(client, enquiry, template="enquiry_answer").context["form"].initial
    assert "Alise" in start["text"]
    assert enquiry.reference in start["subject"]
    data = {"channel": "email", "subject": start["subject"], "text": "Ir.\n" + start["text"], "form_key": "k"}
    assert client.post(reverse("enquiry_answer", args=[enquiry.pk]), data).url == reverse("enquiries")
    client.post(reverse("enquiry_answer", args=[enquiry.pk]), data)
    (sent,) = outgoing()
    assert (sent.to_address, sent.from_address, sent.text) == (
        "ieva@example.org",
        "vidzeme@majup.example",
        data["text"].strip(),
    )
    after = seen(alise)
    assert (after.state, after.taken_by) == ("answered", alise)
    assert after.first_answer_at


def test_a_refused_answer_keeps_the_words(alise):
    enquiry = ask("vidzeme", phone="+37126123456")
    client = sign_in(alise)
    url = reverse("enquiry_answer", args=[enquiry.pk])
    refused = client.post(url, {"channel": "email", "text": "Gara atbilde", "form_key": "k"})
    assert (refused.status_code, "Gara atbilde" in text_of(refused)) == (422, True)
    assert client.post(url, {"channel": "phone", "text": " ", "form_key": "k"}).status_code == 422
    assert client.post(url, {"channel": "phone", "text": "Izstāstīju", "form_key": "k"}).status_code == 302
    assert "Izstāstīju" in text_of(page_of(client, enquiry))


def test_asking_back_keeps_it_open(alise):
    enquiry = ask("vidzeme", email="ieva@example.org")
    data = {"channel": "email", "text": "Cik gadu bērnam?", "form_key": "k", "keep_open": "1"}
    sign_in(alise).post(reverse("enquiry_answer", args=[enquiry.pk]), data)
    assert seen(alise).state == "taken"


def test_int_05_passing_on_needs_a_note_and_moves_everything(alise, cilda):
    enquiry = ask("vidzeme", email="ieva@example.org", name="Ieva")
    client = sign_in(alise)
    url = reverse("enquiry_pass_on", args=[enquiry.pk])
    assert client.get(url, {"to": "latgale"}).context["form"].initial["region"] == region("latgale")
    assert client.post(url, {"region": region("latgale").pk, "note": ""}).status_code == 422
    assert client.post(url, {"region": region("vidzeme").pk, "note": "?"}).status_code == 422
    client.post(url, {"region": region("latgale").pk, "note": "Grib uz Rēzekni", "tell_sender": "on"})
    assert client.get(reverse("enquiry", args=[enquiry.pk])).status_code == 404
    page = text_of(page_of(sign_in(cilda), enquiry))
    assert "Grib uz Rēzekni" in page
    assert "ieva@example.org" in page
    assert outgoing()[0].from_address == "latgale@majup.example"


def test_int_06_a_known_contact_is_proposed_and_attached_by_one_click(alise):
    case = case_of(alise)
    enquiry = ask("vidzeme", email="ieva@family.example", text="Vēl viens jautājums")
    client = sign_in(alise)
    page = page_of(client, enquiry)
    (proposal,) = page.context["proposals"]
    assert (proposal.case, proposal.region) == (case, region("vidzeme"))
    assert case.reference in text_of(page)
    response = client.post(reverse("enquiry_attach", args=[enquiry.pk]), {"reference": case.reference})
    assert response.url == reverse("case", args=[case.reference])
    after = seen(alise)
    assert (after.state, after.household_id_attached) == ("attached", case.household_id)
    with acting(alise.scope):
        assert Contact.objects.filter(case=case, summary__contains="Vēl viens jautājums").count() == 1
        assert Case.objects.count() == 1
    client.post(reverse("enquiry_attach", args=[enquiry.pk]), {"reference": case.reference})
    assert client.get(reverse("enquiry", args=[enquiry.pk])).context["case"] == case


def test_int_06_a_contact_of_another_region_shows_only_region_and_reference(alise, cilda):
    case = case_of(cilda, "latgale")
    enquiry = ask("vidzeme", email="ieva@family.example")
    page = page_of(sign_in(alise), enquiry)
    (proposal,) = page.context["proposals"]
    assert (proposal.case, proposal.region) == (None, region("latgale"))
    assert case.reference in text_of(page)
    assert "Kalniņa" not in text_of(page)
    url = reverse("enquiry_attach", args=[enquiry.pk])
    assert sign_in(alise).post(url, {"reference": case.reference}).status_code == 422


def test_int_07_category_topics_and_facts_are_set(alise):
    enquiry = ask("vidzeme", email="ieva@example.org")
    client = sign_in(alise)
    url = reverse("enquiry_facts", args=[enquiry.pk])
    form = client.get(url).context["form"]
    assert {"emigrant", "family_without_latvian", "already_back", "internal", "repatriate", "without_ties"} <= set(
        dict(form.fields["category"].choices)
    )
    data = {"name": "Ieva", "email": "ieva@example.org", "phone": "26123456", "language": "lv", "country": "IE"}
    data |= {"place": "Cēsu novads, Madonas novads", "category": "emigrant", "topics": ["school"], "heard_from": "mfa"}
    assert client.post(url, data | {"email": "nope"}).status_code == 422
    assert client.post(url, data).status_code == 302
    after = seen(alise)
    assert (after.name, after.category, after.heard_from, after.phone) == ("Ieva", "emigrant", "mfa", "+37126123456")
    with acting(alise.scope):
        assert [p.name for p in after.places.all()] == ["Cēsu novads", "Madonas novads"]
        assert [topic.code for topic in after.topics.all()] == ["school"]


ENTRY = {
    "channel": "facebook",
    "text": "Vai ir darbs?",
    "social": "Ieva K.",
    "language": "lv",
    "place": "",
    "form_key": "e",
}


def test_int_03_an_enquiry_from_a_social_network_is_entered_by_hand_and_hers_at_once(alise):
    client = sign_in(alise)
    data = ENTRY | {"place": "Cēsu novads"}
    assert client.post(reverse("enquiry_new"), data | {"channel": "pigeon"}).status_code == 422
    refused = client.post(reverse("enquiry_new"), data | {"text": "", "place": "Atlantīda"})
    assert refused.status_code == 422
    assert "Ieva K." in text_of(refused)
    assert client.post(reverse("enquiry_new"), data).status_code == 302
    client.post(reverse("enquiry_new"), data)
    enquiry = seen(alise)
    assert (enquiry.channel, enquiry.state, enquiry.taken_by, enquiry.entered_by) == ("facebook", "taken", alise, alise)
    channels = dict(client.get(reverse("enquiry_new")).context["form"].fields["channel"].choices)
    assert {"phone", "facebook", "instagram", "tiktok", "meeting_abroad", "via_embassy", "approached_by_us"} <= set(
        channels
    )


def test_int_04_a_person_we_approached_is_entered_as_such(alise):
    sign_in(alise).post(reverse("enquiry_new"), ENTRY | {"channel": "approached_by_us", "place": "Vidzeme"})
    assert seen(alise).approached_by_us is True


def test_int_11_a_missed_call_is_one_number_and_one_click(alise):
    client = sign_in(alise)
    refused = client.post(reverse("missed_call"), {"phone": "abc", "form_key": "m"})
    assert (refused.status_code, "abc" in text_of(refused)) == (422, True)
    assert client.post(reverse("missed_call"), {"phone": "26123456", "form_key": "m"}).status_code == 302
    client.post(reverse("missed_call"), {"phone": "26123456", "form_key": "m"})
    call = seen(alise)
    assert (call.phone, call.due_on, call.is_missed_call) == ("+37126123456", today(), True)
    assert list(client.get(reverse("enquiries")).context["call_backs"]) == [call]


def on_start_page(client):
    page = client.get(reverse("start"))
    assert page.status_code == 200
    return text_of(page)


def test_int_11_net_09_what_cannot_wait_stands_on_the_start_page(alise):
    """A call to return, and a sender who wrote again after our answer; both go when they are answered."""
    client = sign_in(alise)
    client.post(reverse("missed_call"), {"phone": "26123456", "form_key": "m"})
    take_in(raw=letter(1).as_bytes())
    with acting(alise.scope):
        call, asked = Enquiry.objects.get(is_missed_call=True), Enquiry.objects.get(channel="email")
        actions.answer(enquiry=asked, text="Ir.", by=alise)
    page = on_start_page(client)
    assert call.phone in page
    assert reverse("enquiry", args=[asked.pk]) not in page
    take_in(raw=letter(2, In_Reply_To=outgoing()[-1].message_id).as_bytes())
    assert reverse("enquiry", args=[asked.pk]) in on_start_page(client)
    assert "Rakstīja vēlreiz" in text_of(client.get(reverse("enquiries")))
    for enquiry, channel in ((call, "phone"), (asked, "email")):
        data = {"channel": channel, "text": "Labi", "form_key": channel}
        client.post(reverse("enquiry_answer", args=[enquiry.pk]), data)
    page = on_start_page(client)
    assert call.phone not in page
    assert reverse("enquiry", args=[asked.pk]) not in page


def test_the_family_writes_again_after_the_case_and_it_lands_on_the_time_line(alise):
    """Mail in, attached to a case; the reply in the thread comes onto the case's time line by the worker."""
    case = case_of(alise)
    take_in(raw=letter(1).as_bytes())
    enquiry = seen(alise)
    client = sign_in(alise)
    client.post(reverse("enquiry_attach", args=[enquiry.pk]), {"reference": case.reference})
    data = {"channel": "email", "text": "Skolā ir vieta.", "form_key": "k"}
    client.post(reverse("enquiry_answer", args=[enquiry.pk]), data)
    take_in(raw=letter(2, body="Lieliski, braucam!", In_Reply_To=outgoing()[-1].message_id).as_bytes())
    file_messages(timestamp=0)
    with acting(alise.scope):
        said = list(Contact.objects.filter(case=case).order_by("at").values_list("direction", "summary"))
        assert [direction for direction, _ in said] == ["in", "out", "in"]
        assert "Lieliski, braucam!" in said[-1][1]
        assert "Skolā ir vieta." in said[1][1]
        assert Enquiry.objects.get().state == "attached"


def test_attachments_are_saved_by_those_who_see_the_enquiry_only(alise, cilda):
    message = letter(1)
    message.add_attachment(b"labdien\n", maintype="text", subtype="plain", filename="piezīmes.txt")
    message.add_attachment(b"MZ", maintype="application", subtype="octet-stream", filename="spele.exe")
    take_in(raw=message.as_bytes())
    with acting(alise.scope):
        kept, refused = Attachment.objects.get(refused=""), Attachment.objects.get(sha256="")
    client = sign_in(alise)
    response = client.get(reverse("enquiry_file", args=[kept.pk]))
    assert response.content == b"labdien\n"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert client.get(reverse("enquiry_file", args=[refused.pk])).status_code == 404
    assert sign_in(cilda).get(reverse("enquiry_file", args=[kept.pk])).status_code == 404
    page = text_of(page_of(client, seen(alise)))
    assert "spele.exe" in page
    assert "piezīmes.txt" in page


def test_mail_that_did_not_leave_is_shown_with_the_reason_and_tried_again(alise, cilda):
    enquiry = ask("vidzeme", email="ieva@example.org", confirm=True)
    sent = outgoing()[0]
    take_in(raw=bounce_of(sent.message_id))
    client = sign_in(alise)
    page = client.get(reverse("mails"))
    assert [mail.pk for mail in page.context["mails"]] == [sent.pk]
    assert "Tādas adreses nav" in text_of(page)
    assert "Vēstule atnāca atpakaļ" in text_of(client.get(reverse("enquiries")))
    assert sign_in(cilda).post(reverse("mail_again", args=[sent.pk])).status_code == 404
    assert client.post(reverse("mail_again", args=[sent.pk])).status_code == 302
    with acting(alise.scope):
        assert OutgoingMail.objects.get().state == "waiting"
    assert "E-pasta adrese nedarbojas" in text_of(page_of(client, enquiry))


def test_a_mail_that_left_and_came_back_is_not_sent_again_with_a_dead_link(alise):
    ask("vidzeme", email="ieva@example.org", confirm=True)
    sent = outgoing()[0]
    with as_sender():
        OutgoingMail.objects.update(state="sent", sent_at=timezone.now(), next_attempt_at=None, links_removed=True)
    take_in(raw=bounce_of(sent.message_id))
    client = sign_in(alise)
    page = client.get(reverse("mails"))
    assert "tās saite vairs nav saglabāta" in text_of(page)
    assert reverse("mail_again", args=[sent.pk]) not in text_of(page)
    answer = client.post(reverse("mail_again", args=[sent.pk]), follow=True)
    assert "Šīs vēstules saite vairs nav saglabāta" in text_of(answer)
    assert outgoing()[0].state == "failed"


def test_prv_03_looking_at_an_enquiry_leaves_a_row(alise, as_owner):
    enquiry = ask("vidzeme")
    page_of(sign_in(alise), enquiry)
    with as_owner():
        assert list(AccessLog.objects.values_list("user_id", "record", "page")) == [
            (alise.pk, enquiry.reference, "enquiry")
        ]


def test_int_10_waiting_times_per_region_are_reported_without_an_enquiry(alise, gunta):
    enquiry = ask("vidzeme", at=timezone.now() - timedelta(hours=5), text="Svešs noslēpums")
    with acting(alise.scope):
        actions.answer(enquiry=enquiry, text="Jā", by=alise, channel="phone")
    for user in (alise, gunta):
        client = sign_in(user)
        begin = (today() - timedelta(days=7)).isoformat()
        page = client.get(reverse("enquiry_times"), {"begin": begin, "end": today().isoformat()}, follow=True)
        waits = [wait for wait in page.context["of"]["enquiry"] if wait.region]
        found = {wait.region.code: (wait.answered, wait.median) for wait in waits}
        assert found["vidzeme"] == (1, pytest.approx(5, abs=0.1))
        assert found["latgale"] == (0, None)
        assert "Svešs noslēpums" not in text_of(page)
        for bad in ({"begin": "2026-02-01", "end": "2020-01-01"}, {"begin": "never", "end": "9999-12-31"}):
            assert client.get(reverse("enquiry_times"), bad, follow=True).status_code == 422


def test_ministry_and_specialist_have_no_queue(gunta, dace):
    for user in (gunta, dace):
        assert sign_in(user).get(reverse("enquiries")).status_code == 403


def test_the_national_contact_point_passes_on_and_cannot_take(alise):
    from majup.network.models import Role
    from tests.support.people import give_role, make_user

    ilze = give_role(make_user("Ilze"), Role.objects.get(kind="contact_point"))
    common = ask()
    client = sign_in(ilze)
    assert shown(client) == [common.pk]
    client.post(reverse("enquiry_take", args=[common.pk]))
    assert seen(ilze).state == "new"
    client.post(reverse("enquiry_pass_on", args=[common.pk]), {"region": region("vidzeme").pk, "note": "Vidzeme"})
    assert shown(client) == []
    assert shown(sign_in(alise)) == [common.pk]


def test_another_regions_coordinator_gets_404_everywhere(alise):
    zane = make_coordinator("Zane", "zemgale")
    enquiry = ask("vidzeme")
    client = sign_in(zane)
    for name in ("enquiry", "enquiry_facts", "enquiry_pass_on", "enquiry_attach"):
        assert client.get(reverse(name, args=[enquiry.pk])).status_code == 404
    assert client.post(reverse("enquiry_answer", args=[enquiry.pk]), {"text": "x"}).status_code == 404
