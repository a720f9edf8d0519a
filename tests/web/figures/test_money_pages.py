"""Money, grants, plan, proposals and statements through their pages."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from majup.catalogue.models import Fact
from majup.matching.models import GrantInterest
from majup.network.models import Institution
from majup.reports.models import Budget, GrantRound, MunicipalStatement, PlanTask, Proposal
from majup.staff.scope import acting
from tests.reports.test_totals import make_case
from tests.support.people import municipality, sign_in

pytestmark = pytest.mark.django_db


def words(page) -> str:
    assert page.status_code == 200, page.status_code
    return " ".join(page.content.decode().split()).replace("\N{NO-BREAK SPACE}", " ").replace("&nbsp;", " ")


def budget(year=2020, programme="regional_support") -> Budget:
    return Budget.objects.get(programme=programme, year_from=year, region=None)


def filled(client, pk: int, **changes) -> dict[str, str]:
    """The form as it stands on the page, with `changes`."""
    form = client.get(f"/en/figures/money/{pk}/change/").context["form"]
    now = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else str(value) for name, value in {**now, **changes}.items()}


def test_rpt_03_money_by_year_shows_lines_and_what_is_not_known(gunta):
    text = words(sign_in(gunta).get("/en/figures/money/"))
    assert "€643,529" in text
    assert "€657,000" in text
    assert "not known, which is not zero" in text
    assert "Known of none: promised by contract" in text
    one = words(sign_in(gunta).get(f"/en/figures/money/{budget().pk}/"))
    assert "€193,058.70" in one
    assert "by its share" in one


def test_n_11_n_9_a_year_without_a_known_budget_has_no_sum_and_the_year_of_the_committee_has_one(gunta):
    """No source gives the programme's money of 2026; of 2019 the committee of the parliament told 657,000."""
    page = sign_in(gunta).get("/en/figures/money/")
    titles = {year["title"][:4]: year["title"] for year in page.context["years"]}
    assert titles["2026"] == "2026"
    assert titles["2019"] == "2019: planned €657,000"
    assert 2026 not in {cost.year for cost in page.context["costs"]}


def test_b_50_the_ministry_changes_a_budget_and_the_history_says_who_and_why(gunta):
    client, pk = sign_in(gunta), budget().pk
    sent = filled(client, pk, spent="600 000", returned="43529", reason="Accounts of 2020")
    assert client.post(f"/en/figures/money/{pk}/change/", sent).status_code == 302
    text = words(client.get(f"/en/figures/money/{pk}/"))
    assert "Accounts of 2020" in text
    assert "€600,000" in text
    assert "came with the country pack" in text


def test_b_50_what_does_not_add_up_comes_back_with_the_difference_and_nothing_is_lost(gunta):
    client, pk = sign_in(gunta), budget().pk
    page = client.post(
        f"/en/figures/money/{pk}/change/", filled(client, pk, **{"line0-share": "20", "reason": "A slip"})
    )
    assert page.status_code == 422
    assert "The shares do not make 100 %: 10 % are missing." in page.content.decode()
    assert 'value="A slip"' in page.content.decode()
    page = client.post(
        f"/en/figures/money/{pk}/change/", filled(client, pk, **{"line0-spent": "700", "spent": "500", "reason": "x"})
    )
    assert "Spent: the lines are €200 more than the whole." in page.content.decode()
    assert budget().versions.count() == 1


def test_zero_is_zero_and_empty_is_not_known(gunta):
    client, pk = sign_in(gunta), budget().pk
    client.post(f"/en/figures/money/{pk}/change/", filled(client, pk, committed="0", reason="Nothing was promised"))
    newest = budget().versions.first()
    assert (newest.committed, newest.spent) == (0, None)


def test_a_new_budget_is_opened_once(gunta):
    client = sign_in(gunta)
    said = {"programme": "regional_support", "year_from": "2026", "year_to": "2026", "source": "Law", "reason": "New"}
    answer = client.post("/en/figures/money/new/", said)
    made = budget(2026)
    assert answer.headers["Location"].endswith(f"/figures/money/{made.pk}/change/")
    assert made.versions.get().planned is None
    assert client.post("/en/figures/money/new/", said).status_code == 422
    assert client.post("/en/figures/money/new/", {**said, "year_to": "2025"}).status_code == 422


def test_b_51_an_idle_line_is_flagged_until_something_is_noted(gunta):
    client, pk = sign_in(gunta), budget(2021).pk
    assert "Funded, and nothing is known to have been done" in words(client.get(f"/en/figures/money/{pk}/"))
    for line in ("services", "support_business"):
        said = {"line": line, "on": "2021-06-01", "what": "Seminar of specialists"}
        assert client.post(f"/en/figures/money/{pk}/activity/", said).status_code == 302
    text = words(client.get(f"/en/figures/money/{pk}/"))
    assert "Funded, and nothing" not in text
    assert "Seminar of specialists" in text


def test_only_the_ministry_changes_money(alise, fricis):
    for user in (alise, fricis):
        client = sign_in(user)
        assert client.get("/figures/money/").status_code == 200
        assert client.post(f"/figures/money/{budget().pk}/change/", {}).status_code == 403


def test_b_39_k_v10_rounds_from_interest_to_award_and_the_benefit_nobody_knew(gunta, alise):
    client = sign_in(gunta)
    text = words(client.get("/en/figures/grants/"))
    assert "over 170" in text
    assert "at most 10 % of the interested" in text
    assert "9 \N{MULTIPLICATION SIGN} at most €9,000, so at most €81,000" in text
    assert "The municipality thinks that people do not know of it." in text
    said = {
        "programme": "municipal_benefit", "name": "Benefit of a county", "municipality": municipality("0054000").pk,
        "period_from": "2025-01-01", "period_to": "2025-12-31", "applied": "4", "awarded": "2", "money": "900",
        "source": "The county",
    }  # fmt: skip
    assert client.post("/en/figures/grants/new/", {**said, "awarded": "5"}).status_code == 422
    assert client.post("/en/figures/grants/new/", said).status_code == 302
    assert GrantRound.objects.get(by=gunta).awarded == 2
    assert "€450" in words(client.get("/en/figures/grants/"))


def test_b_39_interest_of_families_is_counted_without_small_cells(gunta, alise):
    moment = datetime(2025, 5, 5, 12, tzinfo=UTC)
    for number in range(6):
        household = make_case(alise, "vidzeme").household
        with acting(alise.scope):
            GrantInterest.objects.create(
                fact=Fact.objects.get(code="SM-020"),
                household=household,
                registered_at=moment,
                outcome="open" if number else "applied",
                settled_at=None if number else moment,
                settled_by=None if number else alise,
            )
    page = sign_in(gunta).get("/en/figures/grants/")
    assert page.context["interest"] == [(2025, {"open": 5, "applied": None, "not_applied": 0})]
    assert "fewer than 5" in words(page)


def test_b_58_tasks_say_who_is_responsible_and_who_with_them(gunta):
    client = sign_in(gunta)
    text = words(client.get("/en/figures/plan/"))
    assert "Ministry of Education and Science" in text
    assert "not known" in text
    task = PlanTask.objects.get(code="p24_seminars")
    lead, other = Institution.objects.get(code="varam"), Institution.objects.get(code="nva")
    said = {"lead": [lead.pk], "others": [lead.pk, other.pk], "source": "Letter of 1 March"}
    assert client.post(f"/en/figures/plan/{task.code}/responsible/", said).status_code == 302
    assert [(one.institution, one.is_lead) for one in task.institutions.all()] == [(lead, True), (other, False)]
    client.post(f"/en/figures/plan/{task.code}/", {"year": "2025", "text": "Twelve seminars in six countries."})
    assert "Twelve seminars in six countries." in words(client.get(f"/en/figures/plan/{task.code}/"))


def test_b_56_n_5_a_region_proposes_and_the_ministry_answers(alise, fricis, gunta):
    client = sign_in(alise)
    said = {"title": "Flats for the first months", "text": "Families wait for a flat.", "task": ""}
    assert client.post("/en/figures/proposals/new/", said).status_code == 302
    made = Proposal.objects.get()
    assert (made.region.code, made.by, made.state) == ("vidzeme", alise, "new")
    assert client.post(f"/en/figures/proposals/{made.pk}/", {"state": "done", "text": "x"}).status_code == 403
    ministry = sign_in(gunta)
    assert "1 proposal waits" in words(ministry.get("/en/figures/proposals/"))
    answer = {"state": "in_work", "text": "In talks with municipalities.", "due_on": "2027-03-01"}
    assert ministry.post(f"/en/figures/proposals/{made.pk}/", {**answer, "text": ""}).status_code == 422
    assert ministry.post(f"/en/figures/proposals/{made.pk}/", answer).status_code == 302
    ministry.post(f"/en/figures/proposals/{made.pk}/", {**answer, "state": "done", "text": "Ten flats are there."})
    text = words(client.get(f"/en/figures/proposals/{made.pk}/"))
    assert "In talks with municipalities." in text
    assert "Ten flats are there." in text
    printed = words(sign_in(fricis).get("/en/figures/assessment/"))
    assert "Flats for the first months" in printed
    assert "Ten flats are there." in printed
    assert printed.count("No proposal is recorded.") == 4


def test_the_assessment_is_printed_without_menus_of_the_page(gunta):
    text = words(sign_in(gunta).get("/en/figures/assessment/"))
    assert "Inclusion of pupils who came back" in text
    assert "Funded lines without known activity" in text


def test_k_m12_k_m13_a_specialist_states_the_year_and_unknown_stays_unknown(dace, gunta):
    client = sign_in(dace)
    said = {"money": "separate", "amount": "1200", "class_business": "2", "class_homes": "0", "reason": "", "note": ""}
    assert client.post("/en/townhall/statement/", said).status_code == 302
    made = MunicipalStatement.objects.get()
    assert (made.money, made.amount, made.municipality.atvk) == ("separate", 1200, "0054000")
    assert made.measures == {"business": 2, "jobs": None, "homes": 0, "ties": None, "other": None}
    page = sign_in(gunta).get("/en/figures/statements/")
    sums = page.context["sums"]
    assert (sums["said"], sums["money_unknown"]) == (1, sums["all"] - 1)
    assert sums["classes"][0][1:] == (1, 0, 2)
    assert sums["classes"][2][1:] == (0, 1, 0)
    assert "Not stated yet:" in words(page)


def test_k_m13_no_measure_at_all_needs_a_reason(dace):
    client = sign_in(dace)
    none = {f"class_{code}": "0" for code in ("business", "jobs", "homes", "ties", "other")}
    page = client.post("/en/townhall/statement/", {**none, "money": "none"})
    assert page.status_code == 422
    assert "There was no measure of any class" in page.content.decode()
    assert client.post("/en/townhall/statement/", {**none, "money": "none", "reason": "no_demand"}).status_code == 302
    assert client.post("/en/townhall/statement/", {"money": "none", "amount": "5"}).status_code == 422
    again = client.post("/en/townhall/statement/", {"money": "part", "class_jobs": "1"})
    assert again.status_code == 302
    assert [one.money for one in MunicipalStatement.objects.all()] == ["part", "none"]


def test_net_07_two_lists_of_pilot_municipalities_are_told_apart(gunta):
    text = words(sign_in(gunta).get("/en/municipalities/lists/"))
    assert "Pilot municipalities 2018 (announcement of the project)" in text
    assert "Pilot municipalities 2018 (study)" in text


@pytest.mark.parametrize("name", ["money", "grant_rounds", "statements", "plan_tasks", "proposals", "assessment"])
def test_pages_cost_a_fixed_number_of_queries(name, gunta, django_assert_max_num_queries):
    client = sign_in(gunta)
    with django_assert_max_num_queries(34):
        client.get(reverse(name))
