from django.urls import path

from majup.web.figures.money import budgets, grants, plan, proposals, statements

urlpatterns = [
    path("figures/money/", budgets.money, name="money"),
    path("figures/money/new/", budgets.new, name="budget_new"),
    path("figures/money/<int:pk>/", budgets.budget, name="budget"),
    path("figures/money/<int:pk>/change/", budgets.change, name="budget_change"),
    path("figures/money/<int:pk>/activity/", budgets.activity, name="budget_activity"),
    path("figures/grants/", grants.rounds, name="grant_rounds"),
    path("figures/grants/new/", grants.new, name="grant_round_new"),
    path("figures/plan/", plan.tasks, name="plan_tasks"),
    path("figures/plan/<slug:code>/", plan.task, name="plan_task"),
    path("figures/plan/<slug:code>/responsible/", plan.responsible, name="plan_task_responsible"),
    path("figures/assessment/", plan.assessment, name="assessment"),
    path("figures/proposals/", proposals.proposals, name="proposals"),
    path("figures/proposals/new/", proposals.new, name="proposal_new"),
    path("figures/proposals/<int:pk>/", proposals.proposal, name="proposal"),
    path("figures/statements/", statements.overview, name="statements"),
    path("townhall/statement/", statements.own, name="own_statement"),
]
