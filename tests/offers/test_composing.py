"""Composing an offer: every need matched, six sections, four facts of each finding, standard and own words."""

import pytest
from django.db import IntegrityError, transaction

from majup.cases import actions as cases
from majup.network.models import Role
from majup.offers import actions, answers, queries, writing
from majup.offers.errors import ChangedMeanwhile, Incomplete, NotEditable, ReasonNeeded
from majup.offers.models import Offer, OfferItem, StandardBlock
from majup.staff.scope import acting
from tests.support.offers import answered, complete_offer, item_fields, make_family_case, need, sent_offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(alise):
    return make_family_case(alise)


def codes(offer):
    return [(m.code, m.need.topic.code if m.need else m.section) for m in queries.missing(offer)]


def test_off_01_every_need_has_an_item_or_an_honest_no(case, alise):
    school, job = need(case, "school", alise, person="Anna"), need(case, "job", alise)
    with acting(alise.scope):
        offer = actions.draft(case=case, language="lv", by=alise)
        actions.mark_empty_sections(offer=offer, by=alise)
        assert codes(offer) == [("need", "school"), ("need", "job")]

        actions.add_item(offer=offer, section="family", need=school, by=alise, **item_fields())
        actions.mark_no_solution(offer=offer, need=job, reason={"lv": "Šajā novadā vakances nav."}, by=alise)
        assert codes(offer) == []


def test_off_01_sending_is_refused_naming_the_needs(case, alise):
    school = need(case, "school", alise)
    with acting(alise.scope):
        offer = actions.draft(case=case, language="lv", by=alise)
        actions.mark_empty_sections(offer=offer, by=alise)
        with pytest.raises(Incomplete) as refused:
            actions.send(offer=offer, by=alise, key="k")
        assert [m.need for m in refused.value.missing] == [school]
        assert offer.versions.count() == 0


def test_off_01_no_solution_needs_a_reason(case, alise):
    job = need(case, "job", alise)
    with acting(alise.scope):
        offer = actions.draft(case=case, language="lv", by=alise)
        with pytest.raises(ReasonNeeded):
            actions.mark_no_solution(offer=offer, need=job, reason={"lv": "  "}, by=alise)
        assert offer.items.count() == 0


def test_b_32_off_02_each_of_the_six_sections_is_filled_or_marked_not_needed(alise):
    case = make_family_case(alise)
    with acting(alise.scope):
        case.steps.all().delete()
        offer = actions.draft(case=case, language="lv", by=alise)
        six = ["family", "home", "work", "business", "everyday", "steps"]
        assert queries.empty_sections(offer) == six
        assert [what for code, what in codes(offer) if code == "section"] == six
        actions.set_section(offer=offer, section="work", needed=False, by=alise)
        assert ("section", "work") not in codes(offer)
        actions.add_item(offer=offer, section="work", by=alise, **item_fields())
        assert offer.not_needed.count() == 0
        actions.set_section(offer=offer, section="work", needed=False, by=alise)
        actions.set_section(offer=offer, section="work", needed=True, by=alise)
        assert actions.mark_empty_sections(offer=offer, by=alise) == ["family", "home", "business", "everyday", "steps"]
        assert [(m.section, m.by) for m in offer.not_needed.order_by("pk")][:2] == [("family", alise), ("home", alise)]
        assert codes(offer) == []


@pytest.mark.parametrize("fact", ["institution", "contact", "ask", "confirmed_on"])
def test_off_03_each_finding_names_institution_contact_what_to_ask_and_the_day(case, alise, fact):
    school = need(case, "school", alise)
    empty = {"institution": {}, "contact": "", "ask": {}, "confirmed_on": None}[fact]
    with acting(alise.scope):
        offer = actions.draft(case=case, language="lv", by=alise)
        actions.add_item(offer=offer, section="family", need=school, by=alise, **item_fields(**{fact: empty}))
        actions.mark_empty_sections(offer=offer, by=alise)
        assert [m.code for m in queries.missing(offer)] == [fact]


def test_q_c4_partners_work_and_a_childs_school_need_more_than_general_words(case, alise):
    work, school = need(case, "job", alise, person="Tom"), need(case, "school", alise, person="Anna")
    own = need(case, "job", alise, person="Ieva")
    with acting(alise.scope):
        offer = actions.draft(case=case, language="lv", by=alise)
        general = item_fields(certainty=OfferItem.Certainty.GENERAL)
        for one in (work, school, own):
            actions.add_item(offer=offer, section=one.topic.section, need=one, by=alise, **general)
        actions.mark_empty_sections(offer=offer, by=alise)
        assert [(m.code, m.need) for m in queries.missing(offer)] == [("gap", school), ("gap", work)]
        actions.write_introduction(
            offer=offer, introduction="", gap_reason="Skola atbildēs janvārī.", language="lv", by=alise
        )
        assert queries.missing(Offer.objects.get(pk=offer.pk)) == []


def test_off_10_a_standard_text_brings_all_four_facts_and_is_marked_adapted_when_changed(case, alise):
    residence = need(case, "residence", alise)
    block = StandardBlock.objects.get(code="residence_declare")
    with acting(alise.scope):
        offer = actions.draft(case=case, language="lv", by=alise)
        item = actions.put_in_block(offer=offer, block=block, need=residence, by=alise)
        assert actions.put_in_block(offer=offer, block=block, need=residence, by=alise) == item
        assert (item.origin, item.certainty, item.confirmed_on) == ("standard", "general", block.checked_on)
        assert item.contact == "pmlp@iestades.example"
        assert item.institution["lv"] == "Pilsonības un migrācijas lietu pārvalde"

        same = actions.change_item(item=item, changes={"until": None}, by=alise, seen=1)
        assert same.origin == "standard"
        changed = actions.change_item(item=item, changes={"text": {"lv": "Cits."}}, by=alise, seen=2)
        assert changed.origin == "adapted"
        own = actions.add_item(offer=offer, section="everyday", by=alise, **item_fields())
        assert own.origin == "individual"


def test_off_10_texts_past_their_validity_are_not_offered(case, alise):
    taxes = need(case, "taxes", alise)
    with acting(alise.scope):
        found = [b.code for b in queries.blocks_for([taxes])[taxes.pk]]
        later = [b.code for b in queries.blocks_for([taxes], _next_year())[taxes.pk]]
    assert "tax_free" in found
    assert "tax_free" not in later
    assert "income_tax" in later


def _next_year():
    from datetime import date

    return date(2027, 3, 1)


def test_off_09_an_answer_is_confirmed_for_this_family_and_a_standard_text_is_general(case, alise):
    school = need(case, "school", alise, person="Anna")
    answer = answered(school, alise, "Būs vieta 3. klasē no 1. septembra.", form={"available": "yes", "queue": 4})
    with acting(alise.scope):
        offer = actions.draft(case=case, language="lv", by=alise)
        item = actions.put_in_answer(offer=offer, answer=answer, by=alise)
        assert item.certainty == "confirmed"
        assert item.text == {"lv": "Būs vieta 3. klasē no 1. septembra."}
        assert item.facts == [
            {"code": "available", "label": {"lv": "Vieta", "en": "Place"}, "value": {"lv": "jā", "en": "yes"}},
            {
                "code": "queue",
                "label": {"lv": "Rindā gaida bērnu", "en": "Children waiting"},
                "value": {"lv": "4", "en": "4"},
            },
        ]
        assert item.contributor["lv"].endswith("Skolas")
        place = answer.role.municipality
        assert item.title == {"lv": f"Skola, {place.name}", "en": f"School, {place.name_en}"}
        assert queries.missing(offer)[0].code == "section"
        answer.refresh_from_db()
        assert answer.used_at is not None


def test_off_12_only_what_was_typed_freely_stays_in_its_language_in_an_english_letter(case, alise):
    school = need(case, "school", alise, person="Anna")
    form = {"available": "yes", "since": "2027-09-01", "rule": "Iesniegums pašvaldībā"}
    answer = answered(school, alise, "Būs vieta 3. klasē.", form=form)
    with acting(alise.scope):
        offer = actions.draft(case=case, language="en", by=alise)
        actions.put_in_answer(offer=offer, answer=answer, by=alise)
        letter = writing.draft(offer=offer, by=alise)
    item = letter.items()[0]
    assert [(fact.label, fact.value, fact.language) for fact in item.facts] == [
        ("Place", "yes", "en"),
        ("From when", "1 September 2027", "en"),
        ("Order of the queue and how to apply", "Iesniegums pašvaldībā", "lv"),
    ]
    assert (item.text, item.language) == ("Būs vieta 3. klasē.", "lv")
    assert letter.mixed_notice


def test_off_12_an_answer_without_free_words_needs_no_notice_in_either_language(case, alise):
    answer = answered(need(case, "school", alise, person="Anna"), alise, "", form={"available": "no"})
    with acting(alise.scope):
        offer = actions.draft(case=case, language="en", by=alise)
        actions.put_in_answer(offer=offer, answer=answer, by=alise)
        letter = writing.draft(offer=offer, by=alise)
    assert letter.mixed_notice == ""
    assert letter.items()[0].facts[0].value == "no"


def test_put_in_all_takes_fresh_answers_and_standard_texts_once(case, alise):
    school, residence = need(case, "school", alise, person="Anna"), need(case, "residence", alise)
    job = need(case, "job", alise)
    fresh = answered(school, alise, "Būs vieta.")
    old = answered(residence, alise, "Sen teikts.", unit="customer_centre", days_ago=200)
    with acting(alise.scope):
        cases.set_need(need=job, state="impossible_now", by=alise, reason="Vakances nav.")
        offer = actions.draft(case=case, language="lv", by=alise)
        actions.put_in_all(offer=offer, by=alise)
        put_in = [(i.need_id, i.answer_id, i.block.code if i.block else "", i.kind) for i in queries.items_of(offer)]
        assert put_in == [
            (school.pk, fresh.pk, "", "finding"),
            (school.pk, None, "compulsory_education", "finding"),
            (job.pk, None, "", "no_solution"),
            (residence.pk, None, "residence_declare", "finding"),
            (residence.pk, None, "residence_abroad", "finding"),
            (residence.pk, None, "residence_additional", "finding"),
        ]
        assert old.pk not in {answer for _need, answer, _block, _kind in put_in}
        before = len(put_in)
        actions.put_in_all(offer=offer, by=alise)
        assert len(queries.items_of(offer)) == before
        actions.mark_empty_sections(offer=offer, by=alise)
        assert queries.missing(offer) == []


def test_off_04_the_joint_letter_waits_for_parts_of_others_and_says_who_gave_them(case, alise):
    school = need(case, "school", alise, person="Anna")
    role = Role.objects.get(municipality__atvk="0054000", unit="schools")
    with acting(alise.scope):
        offer = actions.draft(case=case, language="lv", by=alise)
        waited = actions.await_contribution(offer=offer, role=role, need=school, what="Vai ir vieta", by=alise)
        again = actions.await_contribution(offer=offer, role=role, need=school, what="Vai ir vieta", by=alise)
        assert waited == again
        assert Offer.objects.get(pk=offer.pk).state == "waiting"
        fields = item_fields()
        del fields["institution"], fields["contact"]
        item = actions.receive_contribution(contribution=waited, by=alise, **fields)
        assert Offer.objects.get(pk=offer.pk).state == "draft"
        assert (item.need, item.contributor["lv"].endswith("Skolas")) == (school, True)


def test_off_04_an_answer_ends_the_waiting_too_and_waiting_can_be_given_up(case, alise):
    school, home = need(case, "school", alise, person="Anna"), need(case, "dwelling", alise)
    answer = answered(school, alise, "Būs vieta.")
    with acting(alise.scope):
        offer = actions.draft(case=case, language="lv", by=alise)
        housing = Role.objects.get(municipality__atvk="0054000", unit="housing")
        actions.await_contribution(offer=offer, role=answer.role, need=school, what="", by=alise)
        other = actions.await_contribution(offer=offer, role=housing, need=home, what="", by=alise)
        actions.put_in_answer(offer=offer, answer=answer, by=alise)
        assert Offer.objects.get(pk=offer.pk).state == "waiting"
        actions.give_up_contribution(contribution=other, by=alise)
        assert Offer.objects.get(pk=offer.pk).state == "draft"


def test_off_13_a_job_carries_pay_bonuses_and_remote_work(case, alise):
    job = need(case, "job", alise)
    with acting(alise.scope):
        offer = actions.draft(case=case, language="lv", by=alise)
        item = actions.add_item(
            offer=offer,
            section="work",
            need=job,
            by=alise,
            kind="job",
            **item_fields(pay_after_tax="1 400 €", remote="partly"),
        )
    assert (item.pay_after_tax, item.bonuses, item.remote) == ("1 400 €", "", "partly")


def test_a_removed_item_can_be_put_back(case, alise):
    school = need(case, "school", alise)
    with acting(alise.scope):
        offer = actions.draft(case=case, language="lv", by=alise)
        item = actions.add_item(offer=offer, section="family", need=school, by=alise, **item_fields())
        actions.remove_item(item=item, by=alise)
        assert queries.items_of(offer) == []
        actions.restore_item(item=item, by=alise)
        assert queries.items_of(offer) == [item]


def test_two_editors_the_second_learns_of_the_first(case, alise, bruno):
    with acting(alise.scope):
        offer = actions.draft(case=case, language="lv", by=alise)
        item = actions.add_item(offer=offer, section="family", by=alise, **item_fields())
        actions.change_item(item=item, changes={"contact": "a@majup.example"}, by=alise, seen=1)
        with pytest.raises(ChangedMeanwhile) as refused:
            actions.change_item(item=item, changes={"contact": "b@majup.example"}, by=bruno, seen=1)
        assert refused.value.current.contact == "a@majup.example"
        assert OfferItem.objects.get().contact == "a@majup.example"


def test_a_second_draft_is_the_first_one(case, alise):
    with acting(alise.scope):
        first = actions.draft(case=case, language="lv", by=alise)
        assert actions.draft(case=case, language="en", by=alise) == first
        with pytest.raises(IntegrityError, match="one_open_offer_per_case"), transaction.atomic():
            Offer.objects.create(
                case=case, household=case.household, region=case.region, number=2, language="lv", created_by=alise,
                created_at=first.created_at, changed_at=first.created_at,
            )  # fmt: skip


def test_off_05_a_sent_letter_is_not_edited_but_revised(case, alise):
    need(case, "school", alise)
    version = sent_offer(case, alise)
    with acting(alise.scope):
        with pytest.raises(NotEditable):
            actions.add_item(offer=version.offer, section="family", by=alise, **item_fields())
        item = OfferItem.objects.get()
        with pytest.raises(NotEditable):
            actions.remove_item(item=item, by=alise)
        offer = actions.revise(offer=version.offer, by=alise)
        actions.remove_item(item=item, by=alise)
        assert (offer.state, queries.items_of(offer)) == ("revised", [])


def test_off_05_ready_only_when_nothing_is_missing(case, alise):
    need(case, "school", alise)
    offer = complete_offer(case, alise)
    with acting(alise.scope):
        assert actions.mark_ready(offer=offer, by=alise).state == "ready"
        assert actions.mark_ready(offer=offer, by=alise).state == "ready"


def test_prv_01_an_offer_is_invisible_to_another_region(case, alise, cilda):
    need(case, "school", alise)
    version = sent_offer(case, alise)
    with acting(cilda.scope):
        assert list(Offer.objects.all()) == []
        assert list(OfferItem.objects.all()) == []
        assert list(type(version).objects.all()) == []
    with acting(alise.scope):
        assert list(Offer.objects.visible_to(alise)) == [version.offer]
        assert answers.of_case(case) == []
