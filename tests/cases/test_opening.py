"""A case begins: from an enquiry, or with somebody whom we approached."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from majup.cases import actions
from majup.cases.errors import EnquiryAlreadyAttached, NextContactMissing
from majup.cases.models import Case, Phase, Readiness, Stage
from majup.intake.models import Enquiry
from majup.people.models import Event
from majup.staff.scope import acting
from majup.web.components.codes import topics_of
from tests.support.cases import IEVA, JURIS, case_of, enquiry_of, family_of, need_of, next_week
from tests.support.people import municipality

pytestmark = pytest.mark.django_db


def test_int_04_a_case_for_a_person_we_approached_is_marked_and_counted_apart(alise):
    """INT-04."""
    ours = case_of(alise, approached_by_us=True)
    theirs = case_of(alise)
    with acting(alise.scope):
        assert list(Case.objects.filter(approached_by_us=True)) == [ours]
        assert list(Case.objects.filter(approached_by_us=False)) == [theirs]
        assert Event.objects.filter(household=ours.household, kind="case.opened_by_us").count() == 1


def test_a_case_takes_title_reference_and_region_from_its_household(alise):
    case = case_of(alise)
    assert (case.title, case.stage, case.kind, case.region.code, case.responsible) == (
        "Kalniņa, Kalniņš",
        Stage.NEW,
        "external",
        "vidzeme",
        alise,
    )
    assert case.reference != case_of(alise).reference


def test_lng_02_the_words_of_the_enquiry_are_the_first_contact_and_its_place_the_first_candidate(alise):
    """LNG-02, INT-09: nothing is typed again."""
    enquiry = enquiry_of(alise, municipality=municipality("0022000"))
    case = case_of(alise, enquiry=enquiry)
    with acting(alise.scope):
        assert [(c.channel, c.direction, c.summary, c.by_family) for c in case.contacts.all()] == [
            ("web_form", "in", "Vai Cēsīs ir vieta 2. klasē?", True)
        ]
        assert [c.municipality.atvk for c in case.candidates.all()] == ["0022000"]
        enquiry.refresh_from_db()
        assert (enquiry.state, enquiry.household_id_attached) == ("attached", case.household_id)
        older, spoken = enquiry_of(alise), Case.objects.get(pk=case.pk).last_contact_at
        Enquiry.objects.filter(pk=older.pk).update(received_at=spoken - timedelta(days=9))
        actions.attach_enquiry(case=case, enquiry=older, by=alise)
        assert Case.objects.get(pk=case.pk).last_contact_at == spoken, "an old enquiry is no newer contact"


def test_an_enquiry_belongs_to_one_case(alise):
    enquiry = enquiry_of(alise)
    case_of(alise, enquiry=enquiry)
    with pytest.raises(EnquiryAlreadyAttached):
        case_of(alise, enquiry=enquiry)


def test_fup_02_a_case_is_not_opened_without_a_day_for_the_next_contact(alise):
    """FUP-02."""
    with pytest.raises(NextContactMissing):
        case_of(alise, next_contact_on=None)


def test_fup_02_the_database_refuses_an_active_case_without_next_contact(alise):
    """FUP-02."""
    case = case_of(alise)
    with (
        acting(alise.scope),
        pytest.raises(IntegrityError, match="active_case_has_next_contact"),
        transaction.atomic(),
    ):
        Case.objects.filter(pk=case.pk).update(next_contact_on=None)


def test_q_c1_a_case_may_begin_after_the_return(alise):
    """Q-C1: demand exists before and after; steps before leaving are left out."""
    back = case_of(alise, category="already_back")
    abroad = case_of(alise)
    with acting(alise.scope):
        assert (abroad.phase, back.phase) == (Phase.THINKING, Phase.RETURNED)
        assert back.steps.filter(phase="before_leaving").count() == 0
        assert back.steps.filter(phase="first_months").count() > 0
        assert abroad.steps.filter(phase="before_leaving").count() > 0


def test_irm_01_t_25_a_case_inside_the_country_is_of_kind_internal(alise):
    """IRM-01, T-25: origin and present municipality are recorded."""
    case = case_of(alise, category="internal")
    with acting(alise.scope):
        actions.change_facts(
            case=case,
            values={"origin_municipality": municipality("0022000"), "present_municipality": municipality("0001000")},
            by=alise,
        )
        case.refresh_from_db()
    assert (case.kind, case.origin_municipality.atvk, case.present_municipality.atvk) == (
        "internal",
        "0022000",
        "0001000",
    )


def test_irm_03_steps_and_topics_for_a_move_from_abroad_are_left_out_of_internal_cases(alise):
    """IRM-03, INT-07."""
    internal, external = case_of(alise, category="internal"), case_of(alise)
    with acting(alise.scope):
        assert {"tell_foreign_address", "collect_proofs"} <= set(external.steps.values_list("code", flat=True))
        assert {"tell_foreign_address", "collect_proofs"} & set(internal.steps.values_list("code", flat=True)) == set()
    assert {"recognition", "foreign_pension"} & set(topics_of("internal")) == set()
    assert {"recognition", "foreign_pension"} <= set(topics_of("emigrant"))


def test_int_07_each_category_shows_its_own_set_of_topics_in_its_own_order(alise):
    """INT-07."""
    assert topics_of("family_without_latvian")[0] == "latvian_language"
    assert topics_of("repatriate")[0] == "dwelling"


def test_nee_03_education_is_unknown_only_where_there_are_children(alise):
    """NEE-03."""
    with_child, without = case_of(alise), case_of(alise, members=(IEVA, JURIS))
    with acting(alise.scope):
        assert dict(with_child.readiness.values_list("area", "state")) == dict.fromkeys(Readiness.Area, "unknown")
        assert dict(without.readiness.values_list("area", "state"))["education"] == "not_applicable"


def test_k_c4_a_case_starts_abroad_with_the_papers_to_file_and_goes_on_with_tasks(alise):
    """K-C4: papers first; school, kindergarten and work come with their needs."""
    case = case_of(alise)
    with acting(alise.scope):
        codes = list(case.steps.values_list("code", flat=True))
        assert {"collect_proofs", "declare_home"} <= set(codes)
        assert "apply_school" not in codes


def test_b_26_the_unit_of_a_case_is_the_household_and_its_people_are_counted_apart(alise):
    """B-26."""
    case_of(alise)
    case_of(alise, members=(IEVA,))
    with acting(alise.scope):
        assert Case.objects.count() == 2
        assert sorted(case.household.members.count() for case in Case.objects.all()) == [1, 3]


def test_b_30_family_that_stays_while_one_is_abroad_can_be_a_client(alise):
    """B-30: the one who asks lives here, the one abroad is a member too."""
    household = family_of(alise, members=(replace(IEVA, will_move=False), replace(JURIS, will_move=True)), country="LV")
    with acting(alise.scope):
        case = actions.open_case(household=household, category="emigrant", by=alise, next_contact_on=next_week())
        ieva = household.members.get(given_name="Ieva")
    assert need_of(case, alise, "psychological_support", person=ieva).person == ieva
