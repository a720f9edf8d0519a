"""The database refuses what the domain forbids: each invariant has a name, and a test that names it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Model
from django.db.models.functions import Now

from majup.calls.models import Call, CallSlot
from majup.cases.models import CandidateMunicipality, Case, Handover, Obstacle, Readiness, Step
from majup.catalogue.models import Fact, FactKind, FactVersion, LinkCheck, MissedSearch
from majup.family.models import Correction, ErasureRequest, FamilyLink, KeepQuestion
from majup.guides.models import ReviewedText, TextVersion
from majup.intake.models import Attachment, Enquiry
from majup.matching.models import GrantInterest, Match
from majup.network.models import CodeList, InstitutionName, Participant, Role
from majup.offers.models import Contribution, ItemMark, NotNeeded, Offer, OfferItem, OfferVersion
from majup.openings.models import (
    AnnouncedNeed,
    AttractionYear,
    Dwelling,
    Employer,
    Neighbour,
    OpeningLink,
    PublicEvent,
    SpecialistRequest,
    Vacancy,
)
from majup.outcomes.models import Check, FlagDismissal, Intention, Rating, Return
from majup.people.models import (
    Consent,
    ContactPoint,
    DuplicatePair,
    Household,
    HouseholdShare,
    Merge,
    Person,
    PersonLanguage,
    Residence,
)
from majup.places.models import Area, AreaMember, CrosswalkLimit, Figure, PlaceName, PlanningRegion, RegionMembership
from majup.profiles.models import Answer as ProfileAnswer
from majup.profiles.models import Criterion
from majup.questions.models import Introduction, Question
from majup.reports.models import IssuedFigure
from majup.ties.models import Idea, Subscription
from tests.support.whole_family import nothing_stays, owning

pytestmark = pytest.mark.portable
TESTS = Path(__file__).resolve().parents[1]


def change(model: type[Model], *, having: dict | None = None, **values) -> Callable[[], None]:
    """Write `values` over a row of `model`, the first of those `having` something."""

    def act() -> None:
        row = model.objects.filter(**having or {}).order_by("pk").first()
        assert row, f"the family has no {model.__name__}"
        model.objects.filter(pk=row.pk).update(**values)

    return act


def twice(model: type[Model], *, having: dict | None = None, **values) -> Callable[[], None]:
    """Write a row of `model` down once more, with other `values` where another rule would speak first."""

    def act() -> None:
        row = model.objects.filter(**having or {}).order_by("pk").first()
        assert row, f"the family has no {model.__name__}"
        row.pk, row._state.adding = None, True
        for name, value in values.items():
            setattr(row, name, value)
        row.save(force_insert=True)

    return act


def elsewhere(model: type[Model]) -> Callable[[], None]:
    """Move a row to another region than its household's."""

    def act() -> None:
        other = PlanningRegion.objects.get(code="zemgale")
        model.objects.filter(pk=model.objects.first().pk).update(region=other)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    return act


def in_two_places(model: type[Model]) -> Callable[[], None]:
    def act() -> None:
        region, place = PlanningRegion.objects.first(), RegionMembership.objects.first().municipality
        model.objects.filter(pk=model.objects.first().pk).update(region=region, municipality=place)

    return act


def again(model: type[Model], *, times: int, **values) -> Callable[[], None]:
    """Write a row down so many times more, each with the next number."""

    def act() -> None:
        for number in range(times):
            twice(model, number=100 + number, **values)()

    return act


def two_of_one_enquiry() -> None:
    interest, enquiry = GrantInterest.objects.first(), Enquiry.objects.first()
    for _turn in range(2):
        GrantInterest.objects.create(fact=interest.fact, enquiry=enquiry, registered_at=interest.registered_at)


REFUSED: dict[str, Callable[[], None]] = {
    # places, network, reports
    "place_name_once_per_municipality": twice(PlaceName),
    "membership_once_per_start": twice(RegionMembership),
    "area_once_per_kind": twice(Area),
    "area_member_once_per_start": twice(AreaMember),
    "crosswalk_limit_once": twice(CrosswalkLimit),
    "figure_once": twice(Figure),
    "figure_of_one_place": change(Figure, having={"area": None}, municipality=None),
    "figure_says_what_its_kind_needs": change(Figure, having={"kind": "range"}, low=9, high=1),
    "importance_from_0_to_5": change(Criterion, importance=6),
    "one_current_profile_answer": twice(ProfileAnswer, having={"replaced_at": None}),
    "profile_answer_says_something": change(ProfileAnswer, text={}, choice="", number=None, link=""),
    "code_once_per_kind": twice(CodeList),
    "institution_name_once_per_start": twice(InstitutionName),
    "participant_once_per_list": twice(Participant),
    "one_role_per_unit": twice(Role, having={"kind": "unit"}),
    "one_national_contact_point": twice(Role, having={"kind": "contact_point"}),
    "issued_period_in_order": change(
        IssuedFigure, having={"period_from__isnull": False}, period_from="2025-02-01", period_to="2025-01-31"
    ),
    "issued_figure_once_per_source": twice(IssuedFigure),
    # ties with a municipality
    "subscription_once_per_municipality": twice(Subscription),
    "answered_idea_has_its_answer": change(Idea, answered_at=Now()),
    # calls
    "call_slot_once_per_region": twice(CallSlot),
    "call_of_a_family_or_an_enquiry": change(Call, household=None, enquiry=None),
    "confirmed_call_has_its_time": change(Call, having={"state": "confirmed"}, begins_at=None),
    "one_call_per_slot": twice(Call, having={"slot__isnull": False}, uid="another"),
    "calls_call_in_its_households_region": elsewhere(Call),
    # the family's own page
    "one_open_family_link_per_person": twice(FamilyLink, having={"ended_at": None}, digest="another"),
    "one_open_correction_per_field": twice(Correction, having={"state": "open"}),
    "declined_correction_says_why": change(Correction, having={"state": "declined"}, reason=""),
    "one_open_erasure_request_per_household": twice(ErasureRequest, having={"state": "open"}),
    "refused_erasure_says_why": change(ErasureRequest, having={"state": "refused"}, reason=""),
    "keep_answer_has_its_time": change(KeepQuestion, answer="keep"),
    # catalogue
    "fact_state_known": change(Fact, having={"state": "ended"}, state="forgotten"),
    "fact_kind_known": change(Fact, kind="forgotten"),
    "valid_fact_has_owner": change(Fact, having={"state": "valid"}, role=None),
    "valid_fact_was_confirmed": change(Fact, having={"state": "valid"}, confirmed_on=None),
    "fact_ends_after_it_begins": change(Fact, valid_from="2025-02-01", valid_to="2025-01-31"),
    "fact_version_once": twice(FactVersion),
    "fact_version_state_known": twice(FactVersion, number=99, state="forgotten"),
    "fact_has_a_name": twice(FactVersion, number=99, name={}),
    "fact_amounts_in_order": twice(FactVersion, number=99, amount_min=2, amount_max=1),
    "broken_link_says_since_when": change(LinkCheck, problem="404", failed_since=None),
    "public_event_ends_after_it_begins": change(PublicEvent, ends_at="2020-01-01T00:00Z"),
    "public_event_is_somewhere": change(PublicEvent, place="", url=""),
    "public_event_is_for_somebody": change(PublicEvent, audience="none"),
    "missed_search_once": twice(MissedSearch),
    "missed_search_days_in_order": change(MissedSearch, first_on="2999-01-01"),
    "fact_version_is_frozen": change(FactVersion, source="Somebody else"),
    "unconfirmed_for_a_year_is_hidden": change(FactKind, confirm_days=360, hide_days=30),
    # guides
    "text_kind_known": change(ReviewedText, kind="forgotten"),
    "public_text_has_a_version": change(ReviewedText, current=None),
    "public_text_is_read_again": change(ReviewedText, review_on=None),
    "archived_text_says_why": change(ReviewedText, state="archived"),
    "text_in_one_place": in_two_places(ReviewedText),
    "addition_names_its_place": change(ReviewedText, common=F("pk")),
    "text_speaks_of_a_time_in_order": change(ReviewedText, speaks_from="2025-02-01", speaks_to="2025-01-31"),
    "text_version_once": twice(TextVersion),
    "one_open_version_per_text": again(TextVersion, times=2, state="draft"),
    "text_has_a_title": twice(TextVersion, number=99, title={}),
    "text_was_read_by_a_second_person": twice(TextVersion, number=99, published_at=None),
    "text_version_is_frozen": change(TextVersion, title={"lv": "Other"}),
    # people
    "one_open_consent_per_purpose": twice(Consent, having={"withdrawn_at": None}),
    "contact_point_once_per_person": twice(ContactPoint),
    "duplicate_pair_in_order": change(DuplicatePair, first=F("second")),
    "duplicate_pair_once": twice(DuplicatePair),
    "erased_household_keeps_its_counts": change(Household, erased_at=Now()),
    "household_not_merged_into_itself": change(Household, merged_into=F("pk")),
    "household_shared_once_per_region": twice(HouseholdShare),
    "birth_year_is_plausible": change(Person, birth_year=1899),
    "language_once_per_person": twice(PersonLanguage),
    "residence_ends_after_it_begins": change(Residence, from_date="2025-02-01", to_date="2025-01-31"),
    # intake
    "attachment_kept_or_refused": change(Attachment, sha256="", refused=""),
    "enquiry_attached_has_household": change(Enquiry, state="attached", household_id_attached=None),
    # cases
    "case_is_in_its_households_region": elsewhere(Case),
    "candidate_once_per_case": twice(CandidateMunicipality),
    "obstacle_once_per_case": twice(Obstacle),
    "one_readiness_per_area": twice(Readiness),
    "step_once_per_case": twice(Step, having={"code__gt": ""}),
    "handover_between_two_regions": change(Handover, to_region=F("from_region")),
    "declined_handover_says_why": change(Handover, state="declined", reason=""),
    # openings
    "neighbour_once": twice(Neighbour),
    "employer_once_per_number": twice(Employer, having={"registration_number__gt": ""}),
    "employer_agreement_has_its_day": change(Employer, agreement="signed", agreement_on=None),
    "vacancy_once_per_key": twice(Vacancy, having={"source_key": "1"}),
    "vacancy_pay_from_to": change(Vacancy, having={"source_key": "1"}, pay_from=2, pay_to=1),
    "vacancy_net_only_of_monthly_pay": change(Vacancy, having={"net_to__gt": 0}, pay_period="hour"),
    "vacancy_refused_says_why": change(Vacancy, state="refused", reason=""),
    "vacancy_has_key_with_its_source": change(Vacancy, having={"source_key": "1"}, source_key=""),
    "announced_need_says_who_says_so": change(AnnouncedNeed, employer=None, source_note=""),
    "request_refused_says_why": change(SpecialistRequest, state="refused", reason=""),
    "request_published_has_vacancy": change(SpecialistRequest, state="published", vacancy=None),
    "dwelling_once_per_key": twice(Dwelling, having={"source_key": "1"}),
    "dwelling_refused_says_why": change(Dwelling, state="refused", reason=""),
    "attraction_once_a_year": twice(AttractionYear),
    "opening_link_opens_one_thing": change(OpeningLink, employer=None),
    # questions
    "introduced_once_to_an_employer": twice(Introduction),
    "question_is_in_its_households_region": elsewhere(Question),
    # matching
    "interest_is_of_somebody": change(GrantInterest, household=None, enquiry=None),
    "interest_not_applied_says_why": change(GrantInterest, outcome="not_applied", settled_at=Now()),
    "interest_settled_has_its_day": change(GrantInterest, outcome="applied"),
    "interest_once_per_household": twice(GrantInterest),
    "interest_once_per_enquiry": two_of_one_enquiry,
    "match_once": twice(Match, having={"version__isnull": False}),
    "match_of_vacancy_once": twice(Match, having={"vacancy__isnull": False}),
    "match_of_dwelling_once": twice(Match, having={"dwelling__isnull": False}),
    "match_is_of_one_thing": change(Match, version=None, vacancy=None, dwelling=None),
    "match_dismissed_after_found": change(Match, dismissed_at="2000-01-01T00:00:00Z"),
    # offers
    "offers_offer_in_its_households_region": elsewhere(Offer),
    "offers_itemmark_in_its_households_region": elsewhere(ItemMark),
    "offer_number_once_per_case": twice(Offer, state="lapsed"),
    "offer_state_known": change(Offer, state="forgotten"),
    "section_not_needed_once": twice(NotNeeded),
    "no_solution_says_why": change(OfferItem, kind="no_solution", text={}),
    "item_not_among_steps": change(OfferItem, section="steps"),
    "item_key_once_per_offer": twice(OfferItem, block=None, answer=None),
    "fact_once_per_need": twice(
        OfferItem, having={"fact_version__isnull": False, "removed_at": None}, key="new", block=None, answer=None
    ),
    "block_once_per_need": twice(
        OfferItem, having={"block__isnull": False, "removed_at": None}, key="new", answer=None
    ),
    "answer_once_per_offer": twice(
        OfferItem, having={"answer__isnull": False, "removed_at": None}, key="new", block=None
    ),
    "contribution_awaited_once": twice(Contribution),
    "version_once_per_offer": twice(OfferVersion, send_key="new", token_digest="new"),
    "version_has_its_document_until_erased": twice(
        OfferVersion, number=99, send_key="new", token_digest="new", document=None
    ),
    "one_opinion_per_item": twice(ItemMark, having={"mark": "useful"}),
    "same_question_once": twice(ItemMark, having={"mark": "question"}),
    # outcomes
    "one_intention_per_case": twice(Intention),
    "intention_of_at_least_one": change(Intention, people=0),
    "one_return_per_case_and_day": twice(Return),
    "return_of_at_least_one": change(Return, adults=0, children=0),
    "one_check_per_month": twice(Check),
    "one_rating_per_occasion": twice(Rating, token_digest="new"),
    "rating_from_1_to_10": change(Rating, having={"said_at__isnull": False}, communication=11),
    "rating_empty_until_said": change(Rating, having={"said_at__isnull": False}, said_at=None),
    "rating_said_or_skipped": change(Rating, having={"said_at__isnull": False}, skipped_at=Now()),
    "flag_dismissed_once": twice(FlagDismissal),
    "dismissal_says_why": change(FlagDismissal, note=""),
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses(whole_family, name):
    """A trigger that refuses answers like a constraint: it gives the name beside its sentence."""
    with nothing_stays(), owning(), pytest.raises(IntegrityError) as refused, transaction.atomic():
        REFUSED[name]()
    assert refused.value.__cause__.diag.constraint_name == name


def test_cat_16_what_was_said_of_a_fact_stays_as_it_was_said(whole_family):
    """The trigger is catalogue_version_is_frozen; fact_version_is_frozen is the name it answers with."""
    before = FactVersion.objects.order_by("pk").first().source
    with nothing_stays(), owning(), pytest.raises(IntegrityError, match="cannot be changed"), transaction.atomic():
        FactVersion.objects.update(source="Somebody else")
    assert FactVersion.objects.order_by("pk").first().source == before


# Triggers that copy a row into the history before it changes.
HISTORY = {
    "family_correction_history": change(Correction, value="Other"),
    "people_household_history": change(Household, country="IE"),
    "people_person_history": change(Person, family_name="Other"),
    "people_contactpoint_history": change(ContactPoint, value="other@family.example"),
    "people_consent_history": change(Consent, how="letter"),
    "cases_case_history": change(Case, title="Other"),
    "cases_need_history": change(Case.needs.rel.related_model, wish="Other"),
    "cases_contact_history": change(Case.contacts.rel.related_model, summary="Other"),
    "cases_readiness_history": change(Readiness, note="Other"),
    "cases_step_history": change(Step, done_at=Now()),
    "questions_question_history": change(Question, text="Other"),
    "questions_introduction_history": change(Introduction, how="Other"),
    "questions_answer_history": change(Question.answers.rel.related_model, text="Other"),
    "offers_offer_history": change(Offer, introduction="Other"),
    "offers_offeritem_history": change(OfferItem, contact="Other"),
    "outcomes_intention_history": change(Intention, people=9),
    "outcomes_return_history": change(Return, adults=9),
    "outcomes_departure_history": change(Case.departures.rel.related_model, note="Other"),
    "outcomes_outcome_history": change(Case.outcomes.rel.related_model, reason="Other"),
}


@pytest.mark.parametrize("trigger", HISTORY)
def test_prv_03_a_change_leaves_the_former_row_and_the_household_it_was_about(whole_family, trigger):
    table = trigger.removesuffix("_history")
    with nothing_stays(), owning(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM staff_history")
        HISTORY[trigger]()
        cursor.execute(
            "SELECT \"table\", operation, household_id IS NOT NULL, before ->> 'id' = row_id::text FROM staff_history"
        )
        assert cursor.fetchall() == [(table, "U", True, True)]


def test_off_05_what_was_sent_is_neither_changed_nor_deleted(whole_family):
    """The trigger is offers_version_is_frozen; it answers like a constraint named sent_offer_is_frozen."""
    for act in (change(OfferVersion, people=9), lambda: OfferVersion.objects.all()._raw_delete("default")):
        with owning(), pytest.raises(IntegrityError, match="a sent offer cannot be") as refused, transaction.atomic():
            act()
        assert refused.value.__cause__.diag.constraint_name == "sent_offer_is_frozen"


def test_ref_09_what_was_absorbed_goes_along_to_the_new_region(whole_family):
    """The trigger is people_absorbed_follow."""
    other = PlanningRegion.objects.get(code="zemgale")
    with nothing_stays(), owning():
        merge = Merge.objects.get()
        Household.objects.filter(pk=merge.absorbed_id).update(merged_into=merge.kept_id)
        Household.objects.filter(pk=merge.kept_id).update(region=other)
        assert Household.objects.get(pk=merge.absorbed_id).region == other


def test_household_with_region_is_what_the_region_of_other_records_leans_on(whole_family):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE contype = 'f' AND conindid = 'household_with_region'::regclass"
        )
        assert {name for (name,) in cursor.fetchall()} == {
            name for name in REFUSED if name.endswith("_households_region")
        }


# Names that Django or PostgreSQL gives by itself.
MADE_UP = re.compile(r"_(pkey|key|check|uniq|fk)$|_[0-9a-f]{8}(_|$)")


def named_in_models() -> set[str]:
    ours = [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("majup.")]
    return {constraint.name for model in ours for constraint in model._meta.constraints}


def named_in_database() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT conname, conrelid::regclass::text FROM pg_constraint
                WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'u', 'x', 'f')
            UNION SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal
            """
        )
        found = cursor.fetchall()
    return {name for name, table in found if not MADE_UP.search(name) and not table.startswith("procrastinate_")}


def test_every_constraint_and_trigger_is_named_by_a_test(whole_family):
    sources = "\n".join(file.read_text() for file in TESTS.rglob("test_*.py"))
    words = set(re.findall(r"\w+", sources))
    assert (named_in_models() | named_in_database()) - words == set()
