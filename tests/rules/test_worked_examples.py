"""The worked examples of the specification (chapters 2 and 2a), on the conditions that the pack ships."""

import json
from datetime import date

import pytest

from majup.rules.asking import questions
from majup.rules.decide import Sheet, asides
from majup.rules.pack import book_of
from majup.rules.tree import leaves
from tests.support.rules import PACK, answer, judge, known, pack_rules

ROUND_2019 = date(2019, 9, 15)
RETURNEE = {
    "person__return_status": "planning",
    "person__months_abroad": 36,
    "person__foreign_address_registered": True,
    "project__purpose": "start_business",
}
GRANT = {**RETURNEE, "project__requested_support": 8000, "project__own_money": 4000}


def test_b_05_every_answer_lists_what_is_missing_and_law_and_day():
    verdict = judge("SM-004", ROUND_2019, **{**GRANT, "person__foreign_address_registered": None})
    assert (verdict.answer.value, verdict.missing) == ("unknown", ("person.foreign_address_registered",))
    assert judge("SM-004", ROUND_2019, **GRANT).possibly
    assert answer("SM-004", ROUND_2019, **{**GRANT, "person__foreign_address_registered": False}) == "no"


def test_b_06_low_rent_income_without_a_threshold_is_unknown_never_yes():
    verdict = judge("SM-050", household__net_income=100, household__in_municipal_queue=True)
    assert (verdict.answer.value, verdict.possibly) == ("unknown", True)


def test_b_06_other_requirements_of_mobility_support_keep_it_open():
    assert judge("SM-020", **MOBILE).possibly


def test_b_07_the_first_question_of_the_grant_is_the_register():
    rules = [pack_rules()[code] for code in ("SM-004", "today-regulation-496")]
    facts = known(
        person__months_abroad=40,
        project__purpose="start_business",
        person__return_status="planning",
        project__requested_support=8000,
        project__own_money=4000,
    )
    asked = questions(Sheet(rules, ROUND_2019).verdicts(facts), facts, book_of(PACK).fields)[0]
    assert asked.field.code == "person.foreign_address_registered"


@pytest.mark.parametrize(
    ("asked", "own", "said"),
    [("10000.01", 5001, "no"), (8000, 3999, "no"), (8000, "3999.99", "no"), (8000, 4000, "unknown")],
)
def test_b_08_grant_money(asked, own, said):
    money = {"project__requested_support": asked, "project__own_money": own}
    verdict = judge("SM-004", ROUND_2019, **{**RETURNEE, **money})
    assert (verdict.answer.value, verdict.possibly) == (said, said == "unknown")


@pytest.mark.parametrize(("months", "said"), [(35, "no"), (36, "unknown")])
def test_b_09_grant_years(months, said):
    verdict = judge("SM-004", ROUND_2019, **{**GRANT, "person__months_abroad": months})
    assert (verdict.answer.value, verdict.possibly) == (said, said == "unknown")


def test_b_09_limits_are_data_of_the_round():
    nine = {**GRANT, "person__months_abroad": 40, "project__requested_support": 9500, "project__own_money": 5000}
    assert answer("SM-004", date(2018, 9, 1), **nine) == "no"
    assert judge("SM-004", ROUND_2019, **nine).possibly
    back = {**nine, "person__return_status": "returned", "person__returned_on": "2018-06-01"}
    assert answer("SM-004", ROUND_2019, **back) == "no"  # more than a year since the return, a rule of 2019 alone
    assert judge("SM-004", date(2018, 9, 1), **{**back, "project__requested_support": 9000}).possibly


MOBILE = {
    "person__employment_status": "employed",
    "employment__started_on": "2026-02-01",
    "employment__country": "LV",
    "employment__municipality": "0054000",
    "employment__fits_education": True,
    "person__months_declared": 6,
}


def test_b_10_r_e1_mobility_support_and_the_six_months():
    assert judge("SM-020", **MOBILE).possibly
    short = {**MOBILE, "person__months_declared": 5}
    assert judge("SM-020", **short).missing == (
        "person.declared_before_in_latvia",
        "person.moved_inside_municipality",
    )
    moved = {**short, "person__declared_before_in_latvia": True, "person__moved_inside_municipality": False}
    assert answer("SM-020", **moved) == "no"
    assert judge("SM-020", **{**moved, "person__moved_inside_municipality": True}).possibly
    assert judge("SM-020", **short, person__declared_before_in_latvia=False).possibly
    in_riga = {**MOBILE, "employment__municipality": "0001000"}
    assert answer("SM-020", **in_riga, person__declared_municipality="0001000") == "no"
    assert judge("SM-020", **in_riga, person__declared_municipality="0054000").possibly  # spec/02b E8
    assert answer("SM-020", **{**MOBILE, "employment__started_on": "2025-10-31"}) == "no"  # past four months


def test_b_11_r_h7_one_additional_address_is_possible_for_a_family_abroad():
    abroad = {"person__has_address_abroad": True}
    assert answer("SM-056", **abroad, person__additional_addresses=0) == "yes"
    assert answer("SM-056", **abroad, person__additional_addresses=1) == "no"


def test_b_12_r_h6_the_guarantee_says_that_no_declaration_is_needed():
    verdict = judge("SM-052", household__has_minor_children=True, loan__purpose="purchase")
    assert verdict.possibly
    assert [text["en"] for text in verdict.rule.not_required] == [
        "The borrower need not be declared in Latvia before applying.",
        "The child need not be declared in Latvia before applying.",
    ]


REPATRIATE = {
    "person__has_repatriate_status": True,
    "application__municipality": "0005000",
    "person__born_abroad": True,
    "person__housing_right_on": "2026-01-10",
    "person__housing_registered_on": "2026-02-10",
    "person__parents_former_municipalities": ["0005000"],
}


def test_b_13_r_h1_a_dwelling_may_be_claimed_where_the_ancestors_lived():
    assert answer("SM-054", **REPATRIATE) == "yes"
    nowhere = {
        "person__former_municipalities": ["0001000"],
        "person__parents_former_municipalities": ["0001000"],
        "person__grandparents_former_municipalities": [],
        "municipality__priority_register_empty": False,
    }
    assert answer("SM-054", **{**REPATRIATE, **nowhere}) == "no"
    assert answer("SM-054", **{**REPATRIATE, **nowhere, "municipality__priority_register_empty": True}) == "yes"
    assert answer("SM-054", **{**REPATRIATE, "person__parents_former_municipalities": None}) == "unknown"


def test_b_13_g_21_without_the_status_the_wizard_ends_at_its_first_question():
    assert answer("SM-054", person__has_repatriate_status=False) == "no"
    permit = {"person__citizenship": "third_country", "person__has_latvian_ancestor": True}
    assert answer("today-descendant-permit", **permit) == "yes"


@pytest.mark.parametrize(("registered", "said"), [("2026-07-10", "yes"), ("2026-07-11", "no")])
def test_b_14_r_h3_six_months_to_register(registered, said):
    assert answer("SM-054", **{**REPATRIATE, "person__housing_registered_on": registered}) == said


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"person__born_abroad": True}, "yes"),
        ({"person__emigrated_on": "1990-05-04", "person__can_use_former_home": False}, "yes"),
        ({"person__emigrated_on": "1990-05-04", "person__can_use_former_home": True}, "no"),
        ({"person__emigrated_on": "1990-05-05", "person__was_minor_at_emigration": True}, "yes"),
        ({"person__emigrated_on": "1990-05-05", "person__was_minor_at_emigration": False}, "no"),
    ],
)
def test_r_h2_who_comes_first(facts, said):
    assert answer("SM-054", **{**REPATRIATE, "person__born_abroad": False, **facts}) == said


def test_r_h4_help_where_one_is_not_declared():
    asked = {
        "person__housing_aid_group": "13",
        "application__municipality": "0005000",
        "person__declared_municipality": "0001000",
    }
    assert answer("SM-053", **asked, municipality__aid_offered_to_all=True) == "yes"
    assert answer("SM-053", **asked, municipality__aid_offered_in_urgent_need=True) == "yes"
    neither = {"municipality__aid_offered_to_all": False, "municipality__aid_offered_in_urgent_need": False}
    assert answer("SM-053", **asked, **neither) == "no"
    assert answer("SM-053", **{**asked, "person__declared_municipality": "0005000"}) == "no"


def test_r_h5_b_43_a_specialist_needs_the_list_of_sectors_unless_in_public_function():
    specialist = {"person__is_qualified_specialist": True, "person__occupation_sector": "engineering"}
    assert answer("SM-055", **specialist) == "unknown"
    assert answer("SM-055", **specialist, person__performs_public_function=True) == "yes"
    assert answer("SM-055", person__is_qualified_specialist=False, person__performs_public_function=False) == "no"


def test_r_h8_low_rent_needs_the_municipal_queue():
    assert answer("SM-050", household__in_municipal_queue=False) == "no"


@pytest.mark.parametrize(("registered", "said"), [("2023-03-01", "yes"), ("2023-02-28", "no")])
def test_b_19_r_e4_incubation_three_years_and_a_day(registered, said):
    assert answer("SM-035", company__registered=True, company__registered_on=registered) == said


def test_b_19_pre_incubation_after_more_than_a_year_abroad():
    idea = {"project__planned_in_latvia": True}
    assert [answer("SM-036", **idea, person__months_abroad=months) for months in (12, 13)] == ["no", "yes"]


def test_b_27_courses_for_returned_adults_and_their_family():
    assert answer("SM-059", person__is_remigrant=True, person__is_adult=True) == "yes"
    family = {"person__is_remigrant": False, "person__is_family_of_remigrant": True}
    assert answer("SM-059", **family, person__is_adult=True) == "yes"
    assert answer("SM-059", **family, person__is_adult=False) == "no"


def test_b_28_camps_look_at_the_ages_of_the_children():
    assert answer("ogres-nov--nometne-daugavas-stasti", household__child_ages=["4", "9"]) == "yes"
    assert answer("ogres-nov--nometne-daugavas-stasti", household__child_ages=["4", "15"]) == "no"
    assert answer("ogres-nov--nometne-daugavas-stasti") == "unknown"


def test_b_29_r_e5_a_partner_from_a_third_country():
    partner = {
        "person__citizenship": "third_country",
        "person__is_russian_citizen": False,
        "employment__employer_in_oecd": True,
        "employment__can_be_remote": True,
    }
    assert answer("today-remote-work-visa", **partner) == "yes"
    assert answer("today-remote-work-visa", **{**partner, "person__is_russian_citizen": True}) == "no"
    assert answer("today-remote-work-visa", **{**partner, "person__citizenship": "eu"}) == "no"


def test_b_31_the_large_family_note_is_switched_on_and_decides_nothing():
    rule = pack_rules()["SM-052"]
    family = {"household__has_minor_children": True, "loan__purpose": "purchase"}
    day = date(2026, 3, 1)
    assert [found.leaf.note["en"] for found in asides(rule, known(**family, household__children=3), day)] == [
        "The guarantee has a special arrangement for large families: ask about it."
    ]
    assert asides(rule, known(**family, household__children=2), day) == []
    assert judge("SM-052", **family, household__children=1).possibly


def test_b_69_r_e3_training_at_the_employer():
    job = {
        "person__employment_status": "unemployed",
        "employer__sector": "ict",
        "job__skill_level": "skilled",
        "job__association_involved": True,
    }
    assert judge("SM-022", **job).possibly
    for wrong in (
        {"job__skill_level": "unskilled"},
        {"employer__sector": "other"},
        {"job__association_involved": False},
        {"person__employment_status": "employed"},
    ):
        assert answer("SM-022", **{**job, **wrong}) == "no"


NO_OTHER_WAY = {
    "person__employment_status": "unemployed",
    "person__has_disability": False,
    "person__months_unemployed": 3,
    "person__protection_status": "none",
    "person__has_special_education": False,
}


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"person__age": 56, "person__years_to_pension": 3}, "yes"),
        ({"person__age": 56, "person__years_to_pension": 1}, "no"),
        ({"person__age": 55, "person__years_to_pension": 9}, "no"),
        ({"person__age": 29, "person__has_special_education": True}, "yes"),
        ({"person__age": 30, "person__has_special_education": True}, "no"),
        ({"person__age": 40, "person__has_disability": True}, "yes"),
        ({"person__age": 40, "person__months_unemployed": 12}, "yes"),
        ({"person__age": 40, "person__protection_status": "refugee"}, "yes"),
        ({"person__age": 56, "person__years_to_pension": 3, "person__employment_status": "employed"}, "no"),
    ],
)
def test_b_71_r_e2_five_ways_to_a_subsidised_job(facts, said):
    facts = {"person__years_to_pension": 30, **facts}
    assert answer("SM-021", **{**NO_OTHER_WAY, **facts}) == said


def test_b_78_what_is_sensitive_is_asked_only_for_a_measure_that_was_chosen():
    rules = [pack_rules()[code] for code in ("SM-021", "SM-059")]
    facts = known(
        person__employment_status="unemployed",
        person__age=40,
        person__months_unemployed=1,
        person__is_remigrant=True,
        person__is_adult=True,
    )
    verdicts = Sheet(rules, ROUND_2019).verdicts(facts)
    assert "person.has_disability" in verdicts[0].missing
    fields = book_of(PACK).fields
    assert questions(verdicts, facts, fields) == []
    assert questions(verdicts, facts, fields, chosen=["SM-021"])[0].field.sensitive


def test_n_20_returnee_of_2024_has_two_limits_and_a_day_of_reference():
    base = {
        "person__months_abroad": 24,
        "person__return_status": "returned",
        "person__declares_absence": True,
        "project__event_on": "2026-02-01",
        "project__municipality": "0034000",
        "project__cost_kind": "wages",
        "project__requested_support": 12000,
    }
    assert judge("today-business-kekava", **base, person__returned_on="2024-02-01").possibly
    assert answer("today-business-kekava", **base, person__returned_on="2024-01-31") == "no"
    early = {**base, "project__event_on": "2023-12-01"}
    assert answer("today-business-kekava", **early, person__returned_on="2021-12-31") == "no"
    assert answer("today-business-kekava", **{**base, "person__months_abroad": 23}) == "no"
    coming = {**base, "person__return_status": "planning", "project__event_on": None}
    assert judge("today-business-kekava", **coming).possibly


@pytest.mark.parametrize(
    ("back", "asked", "said"),
    [
        ("no", 4999, False),
        ("no", 5000, True),
        ("no", 15001, False),
        ("planning", 16000, True),
        ("returned", 16001, False),
    ],
)
def test_n_18_daugavpils_gives_more_to_who_returns_and_something_to_others(back, asked, said):
    money = {"project__requested_support": asked, "project__own_money": 9000, "project__eligible_cost": 20000}
    facts = {**money, "project__municipality": "0002000", "person__return_status": back}
    assert judge("today-business-daugavpils", **facts).possibly is said


@pytest.mark.parametrize(("days", "pay", "said"), [(180, 2500, True), (181, 2500, False), (180, 2499, False)])
def test_n_23_relocation_support(days, pay, said):
    facts = {
        "household__days_since_return": days,
        "person__gross_pay_4_months": pay,
        "household__first_declared_municipality": "0001000",
        "person__foreign_address_registered": True,
    }
    assert judge("today-riga-relocation", **facts).possibly is said


def test_every_given_condition_became_a_tree_or_says_why_it_stayed_words():
    rows = json.loads((PACK / "conditions.json").read_text(encoding="utf-8"))
    trees = [row["code"] for row in rows if row["conditions"]]
    state = [code for code in trees if code.startswith("SM-")]
    municipal = [code for code in trees if "--" in code]
    assert (len(state), len(municipal), len([row for row in rows if "--" in row["code"]])) == (31, 77, 81)
    assert [row["code"] for row in rows if (row["conditions"] is None) != (row["text"] is not None)] == []


def test_every_field_of_the_pack_is_used_and_every_asked_one_has_a_question():
    fields = list(book_of(PACK).fields)
    used = {
        code
        for rule in pack_rules().values()
        if rule.node
        for leaf in leaves(rule.node)
        for field in (leaf.test.field, leaf.test.other)
        if field
        for code in (field.code, *field.parts)
    }
    assert [field.code for field in fields if field.code not in used] == []
    assert [field.code for field in fields if not field.computed and not field.question] == []
