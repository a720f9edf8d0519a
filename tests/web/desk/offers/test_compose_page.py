"""The coordinator composes, sends and follows an offer on pages."""

import pytest
from django.urls import reverse

from majup.offers import actions
from majup.offers.models import Offer, OfferItem, OfferVersion, StandardBlock
from majup.openings.models import Dwelling
from majup.people.models import HouseholdShare
from majup.plumbing.mail import as_sender
from majup.plumbing.models import OutgoingMail
from majup.staff.models import AccessLog
from majup.staff.scope import acting
from tests.support.matching import valid
from tests.support.offers import answered, complete_offer, item_fields, make_family_case, need, sent_offer
from tests.support.openings import dwelling, in_days
from tests.support.people import region, sign_in, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(alise):
    return make_family_case(alise)


@pytest.fixture
def page(alise):
    return sign_in(alise)


def url(name, offer, *more):
    return reverse(name, args=[offer.pk, *more])


@pytest.fixture
def offer(page, case, alise):
    answer = page.post(reverse("offer_start", args=[case.reference]))
    with acting(alise.scope):
        offer = Offer.objects.get()
        assert answer.url == url("offer_compose", offer)
        return offer


def test_j1_five_presses_from_the_case_to_a_sent_offer(page, case, alise):
    school = need(case, "school", alise, person="Anna", wish="3. klase")
    need(case, "residence", alise)
    answered(school, alise, "Būs vieta 3. klasē.")
    presses = [page.post(reverse("offer_start", args=[case.reference]))]
    compose = presses[0].url
    with acting(alise.scope):
        offer = Offer.objects.get()
    presses.append(page.post(url("offer_put_in_all", offer)))
    presses.append(page.post(url("offer_sections", offer), {"empty": "1"}))
    assert [p.status_code for p in presses] == [302, 302, 302]
    text = page.get(compose).content.decode()
    assert "Būs vieta 3. klasē." in text
    assert "Dzīvesvietas deklarēšana" in text

    asked = page.get(url("offer_send", offer))
    presses.append(asked)
    fields = {name: asked.context["form"][name].value() for name in ("key", "seen", "to")}
    assert fields["to"] == "ieva@majup.example"
    presses.append(page.post(url("offer_send", offer), fields))
    again = page.post(url("offer_send", offer), fields)
    assert (presses[-1].url, again.url) == (url("offer", offer), url("offer", offer))
    assert len(presses) == 5
    with acting(alise.scope):
        assert [(v.number, v.to_address) for v in OfferVersion.objects.all()] == [(1, "ieva@majup.example")]
    with as_sender():
        assert OutgoingMail.objects.filter(purpose="offer_sent").count() == 1


def test_off_01_the_send_page_names_what_is_missing_and_sends_nothing(page, offer, case, alise):
    school, annas = need(case, "school", alise), need(case, "school", alise, person="Anna")
    asked = page.get(url("offer_send", offer))
    text = asked.content.decode()
    assert "Vajadzība „Skola”: ielieciet kādu punktu vai uzrakstiet, kāpēc pašlaik risinājuma nav." in text
    assert "Vajadzība „Skola · Anna" in text, "whose it is, where two of a family may each need a school"
    assert "Sadaļa „Darbs”: ielieciet tajā kaut ko vai atzīmējiet, ka tā nav vajadzīga." in text
    refused = page.post(url("offer_send", offer), {"key": "k", "seen": offer.revision, "to": ""})
    assert refused.status_code == 422
    with acting(alise.scope):
        assert OfferVersion.objects.count() == 0
    with acting(alise.scope):
        general = item_fields(certainty=OfferItem.Certainty.GENERAL, contact="")
        item = actions.add_item(offer=offer, section="family", need=annas, by=alise, **general)
    led = page.get(url("offer_send", offer)).text
    there = url("offer_compose", offer)
    parts = (f"{there}#{part}" for part in (f"need-{school.pk}", "sections", "words"))
    for place in (*parts, url("offer_item", offer, item.pk)):
        assert f'href="{place}"' in led, "each line leads to where it is done"


def test_off_10_put_in_one_by_one_take_out_and_undo(page, offer, case, alise):
    residence = need(case, "residence", alise)
    block = StandardBlock.objects.get(code="residence_declare")
    page.post(url("offer_put_in", offer), {"need": residence.pk, "block": block.pk, "back": f"need-{residence.pk}"})
    with acting(alise.scope):
        item = OfferItem.objects.get()
    assert item.block == block
    removed = page.post(url("offer_item_remove", offer, item.pk), follow=True)
    undo = url("offer_item_restore", offer, item.pk)
    assert undo in removed.content.decode()
    page.post(undo)
    with acting(alise.scope):
        assert OfferItem.objects.get().removed_at is None


def test_off_01_what_stands_in_the_letter_for_a_need_is_neither_restored_nor_moved_there_once_more(
    page, offer, case, alise
):
    school, job = need(case, "school", alise, person="Anna"), need(case, "job", alise)
    answer, block = answered(school, alise, "Būs vieta."), StandardBlock.objects.get(code="residence_declare")
    with acting(alise.scope):
        out = actions.put_in_answer(offer=offer, answer=answer, by=alise)
        actions.remove_item(item=out, by=alise)
        actions.put_in_answer(offer=offer, answer=answer, by=alise)
        moved, stays = (actions.put_in_block(offer=offer, block=block, need=one, by=alise) for one in (school, job))
    assert page.post(url("offer_item_restore", offer, out.pk)).status_code == 302
    form = item_form(need=job.pk, section="everyday", kind="finding", version=1, title_lv="My own words")
    refused = page.post(url("offer_item", offer, moved.pk), form)
    assert (refused.status_code, "My own words" in refused.content.decode()) == (422, True)
    assert list(refused.context["form"].errors) == ["need"]
    with acting(alise.scope):
        standing = OfferItem.objects.filter(removed_at=None)
        assert set(standing.values_list("answer", "block", "need")) == {
            (answer.pk, None, school.pk), (None, block.pk, school.pk), (None, block.pk, stays.need_id),
        }  # fmt: skip


def test_off_09_freshness_and_source_stand_beside_what_fits(page, offer, case, alise):
    school = need(case, "school", alise, person="Anna")
    answered(school, alise, "Sena atbilde.", days_ago=400)
    text = page.get(url("offer_compose", offer)).content.decode()
    assert ", Valmieras novads</b>" in text  # which municipality answered, not only which unit
    assert "Noveco" in text
    assert "Sena atbilde." in text
    assert "Vispārējs teksts" in text


def test_off_01_no_solution_asks_for_a_reason_beside_the_need(page, offer, case, alise):
    job = need(case, "job", alise)
    refused = page.post(url("offer_no_solution", offer), {"need": job.pk, "reason": " "})
    assert refused.status_code == 422
    assert "Vienā teikumā uzrakstiet, kāpēc pašlaik risinājuma nav." in refused.content.decode()
    page.post(url("offer_no_solution", offer), {"need": job.pk, "reason": "Vakances nav."})
    with acting(alise.scope):
        assert [(i.kind, i.text) for i in OfferItem.objects.all()] == [("no_solution", {"lv": "Vakances nav."})]


def item_form(**changes):
    form = {
        "version": 0, "seen": "", "section": "work", "kind": "job", "certainty": "confirmed", "title_lv": "Medmāsa",
        "text_lv": "Slimnīca meklē.", "ask_lv": "Kad sākt", "title_en": "Nurse", "text_en": "", "ask_en": "",
        "institution": "Slimnīca", "contact": "darbs@majup.example", "confirmed_on": "2026-11-20",
        "pay_after_tax": "1 400 €", "bonuses": "", "remote": "no",
    }  # fmt: skip
    return form | changes


def test_off_13_off_03_an_item_written_by_hand(page, offer, case, alise):
    job = need(case, "job", alise, person="Tom")
    assert page.get(url("offer_item_new", offer) + f"?need={job.pk}").status_code == 200
    saved = page.post(url("offer_item_new", offer), item_form(need=job.pk))
    assert saved.url == url("offer_compose", offer)
    with acting(alise.scope):
        item = OfferItem.objects.select_related("need").get()
    assert (item.need, item.title, item.institution) == (job, {"lv": "Medmāsa", "en": "Nurse"}, {"lv": "Slimnīca"})
    assert (item.pay_after_tax, item.remote, item.kind) == ("1 400 €", "no", "job")
    text = page.get(url("offer_preview", offer)).content.decode()
    assert "1 400 €" in text
    assert "tikai klātienē" in text
    assert text.count("nav zināms") == 1


def test_of_an_answer_only_what_stays_ticked_stands_in_the_letter_and_can_come_back(page, offer, case, alise):
    school = need(case, "school", alise, person="Anna")
    answer = answered(school, alise, "Būs vieta.", form={"available": "yes", "queue": 4})
    with acting(alise.scope):
        item = actions.put_in_answer(offer=offer, answer=answer, by=alise)
    form = item_form(need=school.pk, section="family", kind="finding", role=item.role_id, version=1)
    page.post(url("offer_item", offer, item.pk), form | {"facts": ["available"]})
    assert "Rindā gaida bērnu" not in page.get(url("offer_preview", offer)).content.decode()
    assert "Rindā gaida bērnu: 4" in page.get(url("offer_item", offer, item.pk)).content.decode()
    page.post(url("offer_item", offer, item.pk), form | {"facts": ["available", "queue"], "version": 2})
    with acting(alise.scope):
        assert [fact["value"]["lv"] for fact in OfferItem.objects.get().facts] == ["jā", "4"]


def test_a_line_stays_ticked_when_the_short_form_is_worded_anew(page, offer, case, alise):
    answer = answered(need(case, "school", alise, person="Anna"), alise, "Būs vieta.", form={"queue": 4})
    with acting(alise.scope):
        item = actions.put_in_answer(offer=offer, answer=answer, by=alise)
    form = answer.question.form
    for field in form.fields:
        field["label"] = field["letter"] = {"lv": f"Jauni vārdi: {field['code']}", "en": f"New words: {field['code']}"}
    form.save()
    text = page.get(url("offer_item", offer, item.pk)).content.decode()
    line = text[: text.index("Jauni vārdi: queue")].rpartition("<input")[2]
    assert "checked" in line


def test_a_refused_item_keeps_everything_typed(page, offer):
    refused = page.post(url("offer_item_new", offer), item_form(title_lv="", confirmed_on="2026-13-40"))
    text = refused.content.decode()
    assert refused.status_code == 422
    for typed in ("Slimnīca meklē.", "darbs@majup.example", "Nurse", "2026-13-40"):
        assert typed in text
    assert "Kļūda:" in text.split("</title>")[0]


def test_two_editors_of_one_item_nobodys_words_vanish(page, offer, alise):
    with acting(alise.scope):
        item = actions.add_item(offer=offer, section="work", by=alise, **item_fields())
    edit = url("offer_item", offer, item.pk)
    form = page.get(edit).context["form"]
    first = {name: form[name].value() or "" for name in form.fields}
    page.post(edit, first | {"contact": "pirmais@majup.example"})
    second = page.post(edit, first | {"text_lv": "Otrā vārdi."})
    assert second.status_code == 302
    with acting(alise.scope):
        item.refresh_from_db()
    assert (item.contact, item.text["lv"]) == ("pirmais@majup.example", "Otrā vārdi.")
    third = page.post(edit, first | {"contact": "tresais@majup.example"})
    assert third.status_code == 422
    assert "pirmais@majup.example" in third.content.decode()
    assert "tresais@majup.example" in third.content.decode()
    fourth = page.post(edit, first | {"text_lv": "Ceturtā vārdi."})
    assert (fourth.status_code, list(fourth.context["form"].errors)) == (422, ["text_lv"])


def test_own_words_and_language_of_the_letter(page, offer, alise):
    form = page.get(url("offer_compose", offer)).context["words_form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    page.post(url("offer_words", offer), typed | {"introduction": "Dear Ieva", "language": "en"})
    with acting(alise.scope):
        offer.refresh_from_db()
    assert (offer.introduction, offer.language) == ("Dear Ieva", "en")
    assert "Individual offer" in page.get(url("offer_preview", offer)).content.decode()
    assert page.get(url("offer_preview_pdf", offer)).content.startswith(b"%PDF")


def test_off_04_waiting_for_a_part_and_writing_it_down(page, offer, case, alise):
    from majup.network.models import Role

    school = need(case, "school", alise, person="Anna")
    role = Role.objects.get(municipality__atvk="0054000", unit="schools")
    page.post(url("offer_wait_for", offer), {"role": role.pk, "need": school.pk, "what": "Vai ir vieta"})
    text = page.get(url("offer_compose", offer)).content.decode()
    assert "Vai ir vieta" in text
    with acting(alise.scope):
        part = offer.contributions.get()
        offer.refresh_from_db()
        assert offer.state == "waiting"
    form = item_form(section="family", kind="finding", title_lv="Vieta skolā", need=school.pk)
    for _press in range(2):
        page.post(url("offer_item_new", offer) + f"?part={part.pk}", form)
    with acting(alise.scope):
        offer.refresh_from_db()
        assert (offer.state, OfferItem.objects.get().role) == ("draft", role)
    other = Role.objects.get(municipality__atvk="0054000", unit="housing")
    page.post(url("offer_wait_for", offer), {"role": other.pk, "need": "", "what": ""})
    with acting(alise.scope):
        waited = offer.contributions.get(role=other)
    page.post(url("offer_give_up", offer, waited.pk))
    with acting(alise.scope):
        offer.refresh_from_db()
        assert offer.state == "draft"


def test_off_11_marks_stand_on_the_desk_until_they_are_read(page, case, alise):
    need(case, "school", alise)
    version = sent_offer(case, alise)
    with acting(alise.scope):
        key = version.offer.items.get().key
        actions.mark_item(version=version, item_key=key, mark="question", text="Vai ir logopēds?")
    listed = page.get(reverse("offers") + "?group=marked").content.decode()
    assert "Kalniņa" in listed
    text = page.get(url("offer", version.offer)).content.decode()
    assert "Vai ir logopēds?" in text
    assert "Zemāk ir 1 jauna atzīme." in text
    page.post(url("offer_marks_seen", version.offer))
    assert "Kalniņa" not in page.get(reverse("offers") + "?group=marked").content.decode()


def test_net_09_news_from_a_family_is_a_row_of_the_start_page(case, alise):
    from majup.web.desk.start import offers

    need(case, "school", alise)
    version = sent_offer(case, alise)
    with acting(alise.scope):
        assert (offers.count(alise).number, offers.rows(alise, today())) == (0, [])
        actions.mark_item(version=version, item_key=version.offer.items.get().key, mark="useful")
        assert offers.count(alise).number == 1
        assert [(row.title, row.url) for row in offers.rows(alise, today())] == [
            (case.title, url("offer", version.offer))
        ]


def test_off_05_states_on_the_page(page, case, alise):
    need(case, "school", alise)
    version = sent_offer(case, alise)
    page.post(url("offer_state", version.offer), {"state": "discussed"})
    page.post(url("offer_state", version.offer), {"state": "accepted_in_part", "note": "Skola jā"})
    text = page.get(url("offer", version.offer)).content.decode()
    assert "Pieņemts daļēji" in text
    assert "Skola jā" in text
    assert page.post(url("offer_state", version.offer), {"state": "revised"}).url == url("offer_compose", version.offer)
    wrong = page.post(url("offer_state", version.offer), {"state": "discussed"}, follow=True)
    assert "Piedāvājuma stāvoklis pa šo laiku ir mainījies." in wrong.content.decode()
    page.post(url("offer_state", version.offer), {"state": "declined"})
    with acting(alise.scope):
        running = actions.draft(case=case, language="lv", by=alise)
    beside = page.post(url("offer_state", version.offer), {"state": "revised"})
    assert beside.url == url("offer", running), "one letter of a case is open at a time"
    assert page.get(url("offer_version_pdf", version.offer, 1)).content.startswith(b"%PDF")
    assert page.get(url("offer_version_pdf", version.offer, 7)).status_code == 404


def test_the_link_can_be_handed_over_once(page, case, alise, client):
    need(case, "school", alise)
    version = sent_offer(case, alise)
    text = page.post(url("offer_link", version.offer)).content.decode()
    link = text[text.index("/o/") :].split("<")[0]
    assert client.get(link).status_code == 200
    assert client.get(f"/o/{version.secret}/").status_code == 404


def test_an_editor_of_a_letter_sent_meanwhile_is_told_so(page, case, alise):
    need(case, "school", alise)
    version = sent_offer(case, alise)
    for name in ("offer_put_in_all", "offer_sections", "offer_words"):
        answer = page.post(
            url(name, version.offer), {"section": "work", "language": "lv", "version": 1, "introduction": "x"}
        )
        assert answer.url == url("offer", version.offer)
    assert page.get(url("offer_compose", version.offer)).url == url("offer", version.offer)
    again = page.post(reverse("offer_start", args=[case.reference]))
    assert again.url == url("offer", version.offer)


@pytest.mark.parametrize(("who", "status"), [("cilda", 404), ("dace", 403), ("gunta", 403)])
def test_prv_01_the_pages_are_closed_to_other_regions_and_roles(case, alise, who, status, request):
    need(case, "school", alise)
    offer = complete_offer(case, alise)
    other = sign_in(request.getfixturevalue(who))
    for name in ("offer_compose", "offer", "offer_preview", "offer_send"):
        assert other.get(url(name, offer)).status_code == status
    assert other.post(url("offer_put_in_all", offer)).status_code == status


def test_prv_01_a_shared_case_shows_its_offer_to_the_other_region_and_to_nobody_else(case, alise, cilda, client):
    need(case, "school", alise)
    offer = complete_offer(case, alise)
    other = sign_in(cilda)
    assert "Kalniņa" not in other.get(reverse("offers")).content.decode()
    assert client.get(url("offer_compose", offer)).status_code == 302
    with acting(alise.scope):
        HouseholdShare.objects.create(household=case.household, region=region("latgale"), since=offer.created_at)
    assert other.get(url("offer_compose", offer)).status_code == 200


def test_prv_03_looking_is_logged(page, offer, alise):
    page.get(url("offer_compose", offer))
    with acting(alise.scope):
        row = AccessLog.objects.get(page="offer_compose")
    assert (row.user, row.record, row.household_id) == (alise, f"offer {offer.pk}", offer.household_id)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_number_of_queries(count, alise, page, django_assert_num_queries):
    for number in range(count):
        sent_offer_of(alise, number)
    with django_assert_num_queries(LIST_QUERIES):
        text = page.get(reverse("offers")).content.decode()
    assert text.count("<tr data-row") == count


LIST_QUERIES = 7


def sent_offer_of(alise, number):
    case = make_family_case(alise, email=f"g{number}@majup.example")
    return complete_offer(case, alise)


def test_lists_bear_absurd_addresses(page, offer):
    for query in (
        "?group=nothing",
        "?after=x~y",
        "?after=2026-01-01~999999999999999999999",
        "?group=unanswered&after=~",
    ):
        assert page.get(reverse("offers") + query).status_code == 200
    for bad in ("begin=2026-13-01&end=x", "begin=2026-05-01&end=2026-01-01"):
        assert page.get(reverse("offer_times") + f"?{bad}", follow=True).status_code == 422


def test_off_14_the_ministry_reads_times_without_a_case(case, alise, gunta):
    need(case, "school", alise)
    sent_offer(case, alise)
    text = sign_in(gunta).get(reverse("offer_times"), follow=True).content.decode()
    assert "Vidzeme" in text
    assert "Kalniņa" not in text


def test_off_08_facts_stand_beside_their_need_with_reason_and_freshness_and_go_in_with_one_press(page, case, alise):
    page.cookies["language"] = "en"
    wanted = need(case, "latvian_language", alise)
    fact = valid("SM-059", alise)
    page.post(reverse("offer_start", args=[case.reference]))
    with acting(alise.scope):
        offer = Offer.objects.get()
    shown = page.get(url("offer_compose", offer))
    (_card, facts) = shown.context["cards"][0]
    lines = {line["fact"].code: line for line in facts["first"]}
    assert lines["SM-059"]["missing"] == ["Family member of somebody who came back"]
    assert len(facts["first"]) == 3
    text = shown.content.decode().split("From the catalogue")[1]
    assert "Family member of somebody who came back" in text
    assert "Confirmed" in text
    page.post(url("offer_put_in_fact", offer), {"fact": fact.pk, "need": wanted.pk})
    (_card, facts) = page.get(url("offer_compose", offer)).context["cards"][0]
    assert "SM-059" not in [line["fact"].code for line in facts["first"]]
    with acting(alise.scope):
        assert OfferItem.objects.get(offer=offer).fact_version.fact == fact


def test_off_08_the_send_page_leads_to_a_home_that_is_over_and_offers_no_way_that_does_not_help(page, case, alise):
    page.cookies["language"] = "en"
    page.post(reverse("offer_start", args=[case.reference]))
    flat = dwelling(alise)
    with acting(alise.scope):
        offer = Offer.objects.get()
        item = actions.put_in_opening(offer=offer, entry=flat, need=None, by=alise)
        Dwelling.objects.update(valid_to=in_days(-1))
    text = page.get(url("offer_send", offer)).content.decode()
    assert reverse("opening", args=["dwellings", flat.pk]) in text
    assert url("offer_fact_refresh", offer, item.pk) not in text
    assert url("offer_fact_unconfirmed", offer, item.pk) not in text
    assert url("offer_fact_remove", offer, item.pk) in text
    page.post(url("offer_fact_refresh", offer, item.pk))
    assert "its time is over" in page.get(url("offer_send", offer)).content.decode()
