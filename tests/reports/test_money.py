"""Money: lines, shares, versions, what is known and what is not (RPT-03, B-50, B-51, B-62, B-80)."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from majup.reports import budgeting, money
from majup.reports.budgeting import LineData
from majup.reports.errors import LinesDiffer, SharesDiffer, Unexplained
from majup.reports.models import Budget, BudgetLine, BudgetVersion, GrantRound

pytestmark = pytest.mark.django_db


def budget_of(programme: str, year: int, region: str | None = None) -> Budget:
    place = {"region__code": region} if region else {"region": None}
    return Budget.objects.get(programme=programme, year_from=year, **place)


def change(by, *, budget=None, amounts=None, lines=(), reason="checked with the accounts"):
    return budgeting.change_budget(
        budget=budget or budget_of("regional_support", 2020),
        amounts=amounts or {"planned": Decimal(643529)},
        lines=lines,
        source="Decision of 1 March",
        reason=reason,
        by=by,
    )


def test_rpt_03_the_year_2020_holds_its_sum_and_its_four_lines():
    (found,) = money.budgets(Budget.objects.filter(pk=budget_of("regional_support", 2020).pk))
    assert found.amounts == {"planned": Decimal(643529), "committed": None, "spent": None, "returned": None}
    assert [line.share for line in found.lines] == [30, 30, 30, 10]
    assert [line.by_share for line in found.lines] == [Decimal("193058.70")] * 3 + [Decimal("64352.90")]


def test_b_80_what_is_known_stands_with_source_and_doubt_and_is_never_added():
    years = {year.year: year.budgets for year in money.money_by_year()}
    sums = {one.amounts["planned"] for one in years[2021]}
    assert {Decimal(643529), Decimal(200000), Decimal(400000)} <= sums
    assert years[2021][0].is_main
    assert all(one.version.source for budgets in years.values() for one in budgets)
    assert years[2019][0].amounts["planned"] == 657000
    sif = {
        one.budget.year_from: one.amounts
        for year in years.values()
        for one in year
        if one.budget.programme == "integration_fund"
    }
    assert (sif[2021]["spent"], sif[2021]["planned"], sif[2025]["planned"]) == (252973, None, 34149)
    shared = next(one for one in years[2025] if one.is_of_several_years)
    assert [line.amounts["planned"] for line in shared.lines] == [240000] * 5
    assert shared in years[2026]
    region = [one.amounts["planned"] for one in years[2026] if one.budget.region_id and not one.is_of_several_years]
    assert sorted(region) == [36900, 80000]


def test_b_50_a_change_is_a_version_and_the_former_stays(gunta):
    made = change(gunta, amounts={"planned": Decimal(643529), "spent": Decimal(600000)})
    assert (made.number, made.by, made.reason) == (2, gunta, "checked with the accounts")
    assert list(made.budget.versions.values_list("number", "spent")) == [(2, 600000), (1, None)]
    (found,) = money.budgets(Budget.objects.filter(pk=made.budget_id))
    assert found.amounts["spent"] == 600000


def test_b_50_shares_that_do_not_make_100_are_refused_with_the_difference(gunta):
    lines = [LineData("coordinators", share=Decimal(60)), LineData("services", share=Decimal(30))]
    with pytest.raises(SharesDiffer) as refused:
        change(gunta, lines=lines)
    assert refused.value.difference == 10


def test_b_50_lines_that_do_not_make_the_whole_are_refused_with_the_difference(gunta):
    lines = [LineData("coordinators", amounts={"planned": Decimal(700000)})]
    with pytest.raises(LinesDiffer) as refused:
        change(gunta, lines=lines)
    assert (refused.value.name, refused.value.difference) == ("planned", Decimal(643529 - 700000))
    half_known = [*lines[:0], LineData("coordinators", amounts={"planned": Decimal(300000)}), LineData("services")]
    assert change(gunta, lines=half_known).number == 2


def test_a_change_without_a_reason_is_refused(gunta):
    with pytest.raises(Unexplained):
        change(gunta, reason="  ")


@pytest.mark.parametrize(
    ("name", "share", "planned"),
    [("budget_shares_make_100", 90, None), ("budget_lines_make_the_whole", None, 5)],
)
def test_the_database_refuses_what_does_not_add_up(name, share, planned):
    """Trigger reports_budget_line_adds_up, when the transaction ends."""
    version = BudgetVersion.objects.create(budget=budget_of("regional_support", 2020), number=9, planned=10, source="x")
    BudgetLine.objects.create(version=version, line="services", share=share, planned=planned, order=0)
    with pytest.raises(IntegrityError) as refused, connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert refused.value.__cause__.diag.constraint_name == name


@pytest.mark.parametrize(
    ("model", "trigger"),
    [(BudgetVersion, "reports_budget_is_frozen"), (BudgetLine, "reports_budget_line_is_frozen")],
)
def test_the_database_keeps_versions_as_they_were_written(model, trigger):
    with pytest.raises(IntegrityError) as refused:
        model.objects.update(spent=1)
    assert refused.value.__cause__.diag.constraint_name == "budget_version_is_frozen", trigger


def idle_of(programme: str, year: int) -> set[str]:
    (found,) = money.budgets(Budget.objects.filter(pk=budget_of(programme, year).pk))
    return {line.code for line in found.idle}


def test_b_51_a_funded_line_without_activity_raises_a_flag(gunta):
    """In 2021 only coordinators worked; in 2020 there was a competition for municipalities, but no grants."""
    assert idle_of("regional_support", 2021) == {"support_business", "services"}
    assert idle_of("regional_support", 2020) == {"support_business"}
    assert idle_of("plan_jobs_2021", 2022) == {"support_business"}
    coming = timezone.localdate().year + 1
    line = budgeting.LineData("support_business", share=Decimal(100))
    said = {"amounts": {"planned": Decimal(100)}, "lines": [line], "source": "Law", "reason": "New", "by": gunta}
    budgeting.open_budget(programme="regional_support", region=None, year_from=coming, year_to=coming, **said)
    assert idle_of("regional_support", coming) == set(), "its year has not begun"


def test_b_51_the_flag_goes_when_something_is_noted(gunta):
    budget = budget_of("regional_support", 2021)
    budgeting.note_activity(budget=budget, line="services", on="2021-05-01", what="A seminar", by=gunta)
    assert idle_of("regional_support", 2021) == {"support_business"}


def test_cost_of_a_person_only_where_both_are_known():
    costs = {cost.year: cost for cost in money.costs(money.budgets())}
    assert (costs[2020].money, costs[2020].people, costs[2020].per_person) == (643529, 1023, 629)
    assert costs[2020].basis == "planned"
    assert costs[2018].is_part_year
    assert 2021 not in costs
    assert 2023 not in costs


def test_b_39_b_62_rounds_say_how_many_applied_and_what_size_they_had():
    found = {one.round.name["en"]: one for one in money.rounds()}
    first = found["Business grants, 2018"]
    assert (first.applied_percent, first.awarded_percent, first.average, first.most) == (10, 53, None, 81000)
    second = found["Business grants, 2019"]
    assert (second.round.awarded, second.awarded_percent, second.most) == (None, None, None)
    GrantRound.objects.filter(pk=first.round.pk).update(money=72000)
    assert {one.round.pk: one.average for one in money.rounds()}[first.round.pk] == 8000


def test_the_number_of_queries_does_not_grow_with_budgets(django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        money.money_by_year()
