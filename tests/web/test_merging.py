"""INT-06: two households become one across all stages, and two again."""

import pytest
from django.apps import apps

from majup.cases.models import Case, Contact, Need, Readiness, Step, SupportWish
from majup.intake.models import Enquiry
from majup.people import actions as people
from majup.people.actions import MemberData
from majup.people.errors import MergeRefused
from majup.people.merging import Join
from majup.people.models import Household
from majup.staff.scope import acting
from majup.web import merging
from tests.support.family_file import make_case, send_offer_of
from tests.support.people import region, today

pytestmark = pytest.mark.django_db

# Tables that no mover needs to know: they hang on a row that moves, or are no part of the family's file.
STAYS = {
    "people.Household", "people.SearchWord", "people.DuplicatePair", "people.Merge", "plumbing.OutgoingMail",
    "staff.AccessLog", "staff.History", "cases.Readiness",
}  # fmt: skip
MOVES = {
    "people.HouseholdShare", "people.Person", "people.PersonLanguage", "people.Skill", "people.Residence",
    "people.ContactPoint", "people.Consent", "people.Event", "intake.Enquiry", "intake.Message", "cases.Case",
    "cases.CaseEnquiry", "cases.CandidateMunicipality", "cases.Need", "cases.SupportWish", "cases.Obstacle",
    "cases.Contact", "cases.Step", "cases.Handover", "questions.Search", "questions.Question", "questions.Introduction",
    "matching.HouseholdFacts", "matching.Match", "matching.GrantInterest", "offers.Offer", "offers.OfferVersion",
    "family.FamilyLink", "family.Correction", "family.Informed", "family.JobWish", "family.ErasureRequest",
    "family.KeepQuestion", "calls.Call", "offers.ItemMark", "outcomes.Intention", "outcomes.Return",
    "outcomes.Departure", "outcomes.Outcome", "outcomes.Rating",
}  # fmt: skip


def test_every_table_of_a_household_or_case_has_somebody_who_moves_it():
    """A new table fails here until a mover knows it."""
    roots = {"people.Household", "people.Person", "cases.Case"}
    names = {"household_id", "household_id_attached"}
    found = {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if (field.is_relation and field.related_model._meta.label in roots) or field.name in names
    }
    assert found - STAYS == MOVES


@pytest.fixture
def two(alise):
    """Two cases of one family: the kept one knows of work, the absorbed one of a home, a wish and an enquiry."""
    with acting(alise.scope):
        return make_case(alise, "Ieva", "Bērziņa"), make_case(alise, "Eva", "Berzina")


def members(case):
    return case.household.members.first()


def merge(two, by):
    kept, absorbed = two
    join = Join(members(absorbed).pk, members(kept).pk, ("birth_year",))
    return merging.merge(kept=kept.household, absorbed=absorbed.household, take=(), joins=[join], by=by)


def test_int_06_what_was_done_for_either_goes_on_in_the_kept_case(alise, two):
    kept, absorbed = two
    with acting(alise.scope):
        person = members(absorbed)
        need = absorbed.needs.first()
        Need.objects.filter(pk=need.pk).update(person=person)
        SupportWish.objects.create(household=absorbed.household, person=person, kind="speech", note="shy")
        Readiness.objects.filter(case=absorbed, area="home").update(state="settled", note="flat of the aunt")
        before = {model: set(model.objects.values_list("pk", flat=True)) for model in (Need, Contact, Step)}

        assert 1 in [number for _, number in merging.preview(absorbed.household)]
        merge(two, alise)

        kept.refresh_from_db()
        absorbed.refresh_from_db()
        assert {model: set(model.objects.values_list("pk", flat=True)) for model in before} == before
        assert set(kept.needs.values_list("pk", "person")) >= {(need.pk, members(kept).pk)}
        assert absorbed.needs.count() == absorbed.contacts.count() == 0
        assert kept.contacts.count() == 2
        wish = SupportWish.objects.get()
        assert (wish.household, wish.person, wish.note) == (kept.household, members(kept), "shy")
        assert kept.readiness.get(area="home").note == "flat of the aunt"
        assert (absorbed.stage, absorbed.stage_reason, absorbed.next_contact_on) == (
            "closed",
            f"= {kept.reference}",
            None,
        )


def rows_of_cases():
    models = [
        model for model in apps.get_models() if model._meta.app_label in {"cases", "questions", "offers", "outcomes"}
    ]
    return {
        model._meta.label: sorted(
            str(sorted((k, v) for k, v in row.items() if k not in {"version", "revision"}))
            for row in model.objects.values()
        )
        for model in [*models, Enquiry]
    }


def test_int_06_taken_back_everything_is_as_it_was(alise, two):
    with acting(alise.scope):
        before = rows_of_cases()
        done = merge(two, alise)
        assert rows_of_cases() != before
        merging.roll_back(merge=done, by=alise)
        assert rows_of_cases() == before


def test_int_06_taken_back_after_three_later_edits_each_edit_stays(alise, two):
    kept, absorbed = two
    with acting(alise.scope):
        need = absorbed.needs.first()
        done = merge(two, alise)
        Need.objects.filter(pk=need.pk).update(wish="a garden too")
        Case.objects.filter(pk=kept.pk).update(intended_month="2027-05-01")
        contact = Contact.objects.create(
            case=kept, at="2026-01-01T10:00Z", channel="phone", direction="in", summary="called after the merge"
        )
        merging.roll_back(merge=done, by=alise)
        need.refresh_from_db()
        kept.refresh_from_db()
        absorbed.refresh_from_db()
        contact.refresh_from_db()
        assert (need.case, need.wish) == (absorbed, "a garden too")
        assert str(kept.intended_month) == "2027-05-01"
        assert contact.case == kept
        assert (absorbed.stage, absorbed.next_contact_on) == ("assessing", today())


def test_int_06_the_case_itself_changes_hands_where_the_kept_household_has_none(alise, two):
    _, absorbed = two
    with acting(alise.scope):
        kept = people.create_household(region=region("vidzeme"), members=[MemberData("Ieva", "Bērziņa")], by=alise)
        done = merging.merge(kept=kept, absorbed=absorbed.household, take=(), joins=(), by=alise)
        absorbed.refresh_from_db()
        assert (absorbed.household, absorbed.stage) == (kept, "assessing")
        merging.roll_back(merge=done, by=alise)
        absorbed.refresh_from_db()
        assert absorbed.household == done.absorbed


def test_a_sent_offer_follows_unchanged_and_its_number_is_new(alise, two):
    """T-28: what was sent is frozen; a merge changes whose it is, not what it says."""
    kept, absorbed = two
    with acting(alise.scope):
        ours, theirs = send_offer_of(kept, alise), send_offer_of(absorbed, alise)
        Case.objects.filter(pk=absorbed.pk).update(stage="offered")
        with pytest.raises(MergeRefused, match="two-offers-open"):
            merge(two, alise)
        theirs.offer.state = "lapsed"
        theirs.offer.save(update_fields=["state"])
        frozen = (theirs.document_sha256, theirs.pdf_sha256, theirs.sent_at, theirs.to_address)
        done = merge(two, alise)
        theirs.refresh_from_db()
        assert (theirs.offer.case, theirs.offer.number, theirs.household) == (
            kept,
            ours.offer.number + 1,
            kept.household,
        )
        assert (theirs.document_sha256, theirs.pdf_sha256, theirs.sent_at, theirs.to_address) == frozen
        merging.roll_back(merge=done, by=alise)
        theirs.refresh_from_db()
        assert (theirs.offer.case, theirs.offer.number, theirs.household) == (absorbed, 1, absorbed.household)


def test_ref_09_what_was_absorbed_goes_along_when_the_kept_household_is_handed_over(alise, cilda, two, as_owner):
    """A region that takes a household over takes what it absorbed too."""
    kept, absorbed = two
    with acting(alise.scope):
        merge(two, alise)
    with as_owner():
        Household.objects.filter(pk=kept.household_id).update(region=region("latgale"))
    with acting(cilda.scope):
        assert set(Household.objects.values_list("pk", flat=True)) == {kept.household_id, absorbed.household_id}
    with acting(alise.scope):
        assert list(Household.objects.all()) == []
