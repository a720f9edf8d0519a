"""Sending freezes the letter: document, PDF, mail and the needs move together or not at all."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from majup.cases.models import Case, Need
from majup.kernel.hashing import canonical_json, digest
from majup.offers import actions, queries
from majup.offers.document import changes, from_json, sha256_of
from majup.offers.errors import ChangedMeanwhile, NotAllowed, NotEditable
from majup.offers.models import ItemMark, Offer, OfferVersion
from majup.people.models import Event
from majup.plumbing import files
from majup.plumbing.mail import as_sender
from majup.plumbing.models import OutgoingMail
from majup.staff.scope import acting
from tests.support.offers import complete_offer, item_fields, make_family_case, need, sent_offer
from tests.support.people import region, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(alise):
    case = make_family_case(alise)
    need(case, "school", alise, person="Anna", wish="3. klase")
    return case


def mails(purpose="offer_sent"):
    with as_sender():
        return list(OutgoingMail.objects.filter(purpose=purpose).order_by("pk"))


def test_off_05_sending_freezes_document_pdf_and_mail_and_moves_needs_and_case(case, alise):
    version = sent_offer(case, alise)
    with acting(alise.scope):
        assert (version.number, version.offer.state, version.language) == (1, "sent", "lv")
        assert (version.household, version.region, version.people) == (case.household, region("vidzeme"), 3)
        documents = {key: from_json(value) for key, value in version.document.items()}
        assert version.document_sha256 == sha256_of(documents) == digest(canonical_json(version.document))
        assert files.read(version.pdf_sha256).startswith(b"%PDF")
        assert Need.objects.get().state == "offered"
        assert Case.objects.get().stage == "offered"
        event = Event.objects.get(kind="offer.sent")
        assert (event.by, event.details) == (
            alise,
            {"offer": version.offer_id, "version": 1, "to": "ieva@majup.example"},
        )
    (mail,) = mails()
    assert (mail.to_address, mail.from_address, mail.language) == ("ieva@majup.example", "vidzeme@majup.example", "lv")
    assert f"/o/{version.secret}" in mail.text
    assert version.secret not in str(version.document)
    assert [(a["content_type"], a["sha256"]) for a in mail.attachments] == [("application/pdf", version.pdf_sha256)]


def test_a_repeated_post_sends_one_offer_and_one_mail(case, alise):
    offer = complete_offer(case, alise)
    with acting(alise.scope):
        first = actions.send(offer=offer, by=alise, key="k")
        assert actions.send(offer=offer, by=alise, key="k") == first
        with pytest.raises(NotEditable):
            actions.send(offer=offer, by=alise, key="another tab")
        assert OfferVersion.objects.count() == 1
    assert len(mails()) == 1


def test_nobody_sends_what_another_changed_meanwhile(case, alise):
    offer = complete_offer(case, alise)
    with acting(alise.scope):
        seen = offer.revision
        actions.add_item(offer=offer, section="home", by=alise, **item_fields())
        with pytest.raises(ChangedMeanwhile):
            actions.send(offer=offer, by=alise, key="k", seen=seen)
        assert offer.versions.count() == 0


@pytest.mark.parametrize(
    "change",
    [
        {"document": {}},
        {"pdf_sha256": "0" * 64},
        {"sent_at": timezone.now()},
        {"language": "en"},
        {"number": 7},
        {"erased_at": timezone.now()},
    ],
)
def test_off_05_the_database_refuses_to_change_a_sent_version(case, alise, change):
    version = sent_offer(case, alise)
    with acting(alise.scope), pytest.raises(IntegrityError, match="sent offer cannot be changed"), transaction.atomic():
        OfferVersion.objects.filter(pk=version.pk).update(**change)


def test_off_05_the_database_refuses_to_delete_a_sent_version_even_to_its_owner(case, alise, as_owner):
    version = sent_offer(case, alise)
    with as_owner(), pytest.raises(IntegrityError, match="sent offer cannot be deleted"), transaction.atomic():
        OfferVersion.objects.filter(pk=version.pk)._raw_delete("default")


def test_off_05_b_33_a_revised_letter_is_a_new_version_beside_the_old_one(case, alise):
    first = sent_offer(case, alise)
    with acting(alise.scope):
        frozen = OfferVersion.objects.values().get(pk=first.pk)
        offer = actions.revise(offer=first.offer, by=alise)
        item = offer.items.get()
        actions.change_item(item=item, changes={"text": {"lv": "Vieta ir arī 4. klasē."}}, by=alise, seen=item.revision)
        added = actions.add_item(offer=offer, section="home", by=alise, **item_fields(title={"lv": "Dzīvoklis"}))
        second = actions.send(offer=offer, by=alise, key="k2")
        assert (second.number, second.offer.state) == (2, "sent")
        assert OfferVersion.objects.values().get(pk=first.pk) == frozen
        before, after = actions.document_of(first), actions.document_of(second)
        assert [(c.kind, c.item.key) for c in changes(before, after)] == [("changed", item.key), ("added", added.key)]
        assert [(c.kind, c.item.key) for c in changes(after, before)] == [("changed", item.key), ("removed", added.key)]
        sent = OfferVersion.objects.values_list("household_id", "region__code", "number")
        assert list(sent) == [(case.household_id, "vidzeme", 1), (case.household_id, "vidzeme", 2)]
        assert Event.objects.filter(kind="offer.sent_again").count() == 1


def test_off_06_the_version_keeps_the_region_at_sending_when_the_case_moves_on(case, alise, as_owner):
    version = sent_offer(case, alise)
    with as_owner():
        type(case.household).objects.filter(pk=case.household_id).update(region=region("latgale"))
        assert Offer.objects.get().region == region("latgale")
        assert OfferVersion.objects.get(pk=version.pk).region == region("vidzeme")


def test_without_an_address_the_link_is_handed_over_and_no_mail_leaves(alise):
    case = make_family_case(alise, email="")
    need(case, "school", alise)
    version = sent_offer(case, alise)
    assert version.to_address == ""
    assert mails() == []
    with acting(alise.scope):
        link = actions.renew_link(version=version, by=alise)
        token = link.rstrip("/").rsplit("/", 1)[1]
        assert queries.by_link(digest(token.encode())).version_id == version.pk
        assert queries.by_link(digest(version.secret.encode())) is None


def test_off_11_marks_reach_the_coordinator_at_once_and_make_the_offer_discussed(case, alise, cilda):
    version = sent_offer(case, alise)
    with acting(alise.scope):
        key = version.offer.items.get().key
        assert list(queries.unseen_marks(alise)) == []
        actions.mark_item(version=version, item_key=key, mark="useful")
        actions.mark_item(version=version, item_key=key, mark="not_for_us")
        actions.mark_item(version=version, item_key=key, mark="question", text="Vai ir logopēds?")
        actions.mark_item(version=version, item_key=key, mark="question", text="Vai ir logopēds? ")
        assert [(m.mark, m.text) for m in queries.unseen_marks(alise)] == [
            ("not_for_us", ""),
            ("question", "Vai ir logopēds?"),
        ]
        assert Offer.objects.get().state == "discussed"
        kinds = Event.objects.filter(kind__startswith="offer.marked", by_family=True).order_by("pk")
        assert [e.kind for e in kinds] == ["offer.marked_useful", "offer.marked_not_for_us", "offer.marked_question"]
        assert actions.see_marks(offer=version.offer, by=alise) == 2
        assert list(queries.unseen_marks(alise)) == []
    with acting(cilda.scope):
        assert ItemMark.objects.count() == 0


def test_off_05_the_family_accepts_in_part_and_may_think_again(case, alise):
    version = sent_offer(case, alise)
    with acting(alise.scope):
        offer = actions.settle(offer=version.offer, state="accepted_in_part", by=None, by_family=True, note="Bez darba")
        assert (offer.state, offer.settled_note) == ("accepted_in_part", "Bez darba")
        assert actions.settle(offer=offer, state="declined", by=alise).state == "declined"
        with pytest.raises(NotAllowed):
            actions.settle(offer=offer, state="lapsed", by=alise)
        assert list(
            Event.objects.filter(kind__startswith="offer.").order_by("pk").values_list("kind", "by_family")
        ) == [
            ("offer.begun", False),
            ("offer.sent", False),
            ("offer.accepted_in_part", True),
            ("offer.declined", False),
        ]
        second = actions.draft(case=case, language="en", by=alise)
        assert (second.number, second.state) == (2, "draft")


def test_off_14_days_from_need_to_letter_and_versions_per_region(case, alise, gunta):
    with acting(alise.scope):
        Need.objects.update(created_at=timezone.now() - timedelta(days=4))
    first = sent_offer(case, alise)
    with acting(alise.scope):
        offer = actions.revise(offer=first.offer, by=alise)
        actions.send(offer=offer, by=alise, key="k2")
    with acting(gunta.scope):
        assert OfferVersion.objects.count() == 0
        (row,) = queries.times(today(), today())
        assert (row.region_id, row.households, row.versions, round(row.median_days, 2)) == (
            region("vidzeme").pk,
            1,
            2,
            4.0,
        )
        assert queries.times(today() - timedelta(days=9), today() - timedelta(days=1)) == []


def test_off_14_a_letter_of_the_first_hour_belongs_to_the_day_that_has_begun_here(case, alise, gunta):
    with acting(alise.scope):
        Need.objects.update(created_at=timezone.now() - timedelta(days=4))
    just_begun = timezone.make_aware(datetime.combine(today(), time(0, 30)))
    with time_machine.travel(just_begun, tick=True):
        sent_offer(case, alise)
    with acting(gunta.scope):
        assert [row.versions for row in queries.times(today(), today())] == [1]
        assert queries.times(today() - timedelta(days=1), today() - timedelta(days=1)) == []


def test_off_12_a_letter_in_english_says_where_a_text_exists_in_latvian_only(case, alise):
    with acting(alise.scope):
        offer = actions.draft(case=case, language="en", by=alise)
        school = case.needs.get()
        actions.add_item(offer=offer, section="family", need=school, by=alise, **item_fields())
        actions.add_item(
            offer=offer, section="home", by=alise,
            **item_fields(title={"lv": "Dzīvoklis"}, text={"lv": "Divas istabas."}, ask={"lv": "Kad var apskatīt"}),
        )  # fmt: skip
        actions.mark_empty_sections(offer=offer, by=alise)
        version = actions.send(offer=offer, by=alise, key="k")
    document = actions.document_of(version)
    assert sorted(version.document) == ["en", "lv"]
    assert actions.document_of(version, "lv").mixed_notice == ""
    assert document.mixed_notice == (
        "Some texts exist in another language only. They are marked; ask me if you want them explained."
    )
    assert [(i.title, i.text, i.language) for i in document.items()] == [
        ("A place at school", "There is a place in the third class.", "en"),
        ("Dzīvoklis", "Divas istabas.", "lv"),
    ]
    assert mails()[0].language == "en"


def test_off_12_a_letter_whose_texts_all_exist_in_both_languages_is_frozen_in_both(case, alise):
    version = sent_offer(case, alise)
    assert sorted(version.document) == ["en", "lv"]
    assert [i.title for i in actions.document_of(version, "en").items()] == ["A place at school"]
    assert actions.document_of(version).mixed_notice == ""


def test_ref_04_off_04_one_letter_from_one_person_who_asks_on(case, alise):
    document = actions.document_of(sent_offer(case, alise))
    assert document.closing == "Neko no tā citur nav jāstāsta vēlreiz: rakstiet vai zvaniet man, un es jautāšu tālāk."
    assert (document.sender.name, document.sender.mailbox) == ("Alise", "vidzeme@majup.example")


def test_prv_05_the_letter_names_a_support_wish_by_its_topic_only(alise):
    case = make_family_case(alise)
    need(case, "child_support", alise, person="Anna", wish="runas terapija")
    version = sent_offer(case, alise)
    assert [(w.topic, w.person, w.text) for w in actions.document_of(version).wishes] == [
        ("Atbalsts bērnam", "Anna", "")
    ]
    assert "terapija" not in str(version.document)


def test_k_c7_the_letter_is_a_plan_with_steps_and_contacts_to_take_along(case, alise):
    document = actions.document_of(sent_offer(case, alise))
    assert [p.code for p in document.phases] == ["before_leaving", "on_arrival", "first_months"]
    assert "Piesakiet bērnu skolā un pastāstiet, kādās valodās viņš līdz šim mācījies" in [
        s.text for p in document.phases for s in p.steps
    ]


def test_t_28_erasure_empties_the_letter_and_keeps_hash_date_and_counts(
    case, alise, django_capture_on_commit_callbacks
):
    version = sent_offer(case, alise)
    with acting(alise.scope):
        key = version.offer.items.get().key
        actions.mark_item(version=version, item_key=key, mark="question", text="Par Annu")
        actions.mark_item(version=version, item_key=key, mark="useful")
        written = {"introduction": "Dear Ieva", "gap_reason": "Anna waits", "settled_note": "They stay"}
        Offer.objects.update(**written, compared=[{"place": "Anna's"}])
        assert actions.erase(household_id=case.household_id) == 1
        assert Offer.objects.values(*written, "compared").get() == {**dict.fromkeys(written, ""), "compared": []}
        erased = OfferVersion.objects.get()
        assert (erased.document, erased.to_address) == (None, "")
        assert (erased.document_sha256, erased.pdf_sha256, erased.sent_at, erased.people) == (
            version.document_sha256, version.pdf_sha256, version.sent_at, 3,
        )  # fmt: skip
        assert [(m.mark, m.text) for m in ItemMark.objects.all()] == [("useful", "")]
        assert (Offer.objects.get().items.count(), Offer.objects.get().state) == (0, "lapsed")
        assert queries.by_link(digest(version.secret.encode())) is None
        from procrastinate.contrib.django.models import ProcrastinateJob

        (job,) = ProcrastinateJob.objects.filter(task_name="majup.offers.tasks.delete_pdf")
    from majup.offers.tasks import delete_pdf

    delete_pdf(**job.args)
    assert not files.exists(version.pdf_sha256)
