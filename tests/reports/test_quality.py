"""Quality of the work in figures: counted from cases, shown to ministry and regions, unknown as unknown."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from majup.cases import actions as cases
from majup.cases.models import Case, Need, Obstacle
from majup.kernel.periods import Period
from majup.network.calendar import country_settings
from majup.network.models import Country
from majup.outcomes import ratings as asking
from majup.outcomes.actions import plan_missing_checks, record_check, record_departure, record_return, state_intention
from majup.outcomes.models import Check, Rating
from majup.outcomes.tasks import plan_missing_checks as plan_job
from majup.reports import activity, benefit, counts, funnel, quality, ratings, retention, unmet, waits
from majup.reports.models import QualitySheet
from majup.reports.tasks import prepare_quality
from majup.staff.scope import acting
from tests.support.cases import case_of, enquiry_of, need_of
from tests.support.offers import make_family_case, need, sent_offer
from tests.support.people import make_coordinator, municipality, region, sign_in, today
from tests.support.questions import ask, reply, unit

pytestmark = pytest.mark.django_db
PLACE = "0054000"


def this_year():
    return Period.year(today().year)


def back(user, case, days_ago, **options):
    facts = {"adults": 2, "children": 1, "municipality": municipality(PLACE), "from_country": "GB"}
    with acting(user.scope):
        return record_return(
            case=case,
            on=today() - timedelta(days=days_ago),
            by=user,
            **{**facts, "support_kind": "offer_before_move", **options},
        )


def text(user, name, query=None, language="en"):
    answer = sign_in(user).get(f"/{language}{reverse(name)}", query or {})
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def opened(case, moment):
    with acting(case.responsible.scope):
        Case.objects.filter(pk=case.pk).update(opened_at=moment)
    return case


# From contact to return


def test_out_09_a_cohort_follows_those_who_asked_in_the_period_until_today(alise, cilda, gunta):
    asked = datetime(2024, 5, 1, 12, tzinfo=UTC)
    families = [opened(case_of(alise), asked) for _ in range(4)]
    opened(case_of(cilda, "latgale"), asked)
    with acting(alise.scope):
        state_intention(case=families[0], on=today(), people=3, by=alise)
    back(alise, families[0], 5)
    back(alise, families[1], 5, support_kind="help_after_arrival")
    found = funnel.funnel(Period.year(2024), is_cohort=True)
    lines = {line.region.code if line.region else "": line for line in found.lines}
    assert dict(lines["vidzeme"].steps) == {
        "enquiries": 0, "contacted": 4, "offered": 0, "intending": 1, "returned": 1,
    }  # fmt: skip
    assert (lines["vidzeme"].alone, lines["vidzeme"].conversion(), lines["vidzeme"].is_few) == (1, 25.0, True)
    assert (lines["latgale"].conversion(), lines[""].steps["contacted"], lines["kurzeme"].conversion()) == (0, 5, None)
    assert found.flags == []
    page = text(gunta, "quality_funnel", {"begin": "2024-01-01", "end": "2024-12-31"})
    assert "25.0\xa0%" in page
    assert families[0].reference not in page


def test_out_09_k_v1_a_period_sets_what_happened_in_it_side_by_side(alise, gunta):
    case = opened(case_of(alise), timezone.now() - timedelta(days=800))
    back(alise, case, 1)
    counts.recount_waiting()
    end = today()
    found = funnel.funnel(Period(end - timedelta(days=6), end), is_cohort=False, unit="people")
    total = found.lines[-1]
    assert (total.region, total.steps["returned"], total.steps["contacted"]) == (None, 3, 0)
    assert total.conversion() is None
    assert found.flags == ["part_year"]
    page = text(gunta, "quality_funnel", {"reading": "period", "unit": "people"})
    assert "a ratio of two counts" in page


def test_k_c2_one_definition_and_what_regions_published_beside_it(alise, gunta):
    found = {region_id: str(value) for region_id, value in funnel.published().items()}
    wanted = {"kurzeme": "26.20", "vidzeme": "28.55", "latgale": "6.71"}
    assert found == {region(code).pk: value for code, value in wanted.items()}
    page = text(gunta, "quality_funnel")
    for value in ("26.20", "28.55", "6.71", "cannot be compared"):
        assert value in page
    assert funnel.funnel(this_year(), is_cohort=True).flags == ["ongoing", "young"]


def test_out_09_moves_inside_the_country_are_counted_apart(alise):
    with acting(alise.scope):
        Case.objects.filter(pk=case_of(alise).pk).update(kind="internal")
    case_of(alise)
    for is_internal in (False, True):
        line = funnel.funnel(this_year(), is_cohort=True, is_internal=is_internal).lines[-1]
        assert line.steps["contacted"] == 1
    assert line.steps["enquiries"] is None


# Waiting


def test_rpt_05_times_are_a_median_and_what_nine_of_ten_had(alise, gunta, as_owner):
    enquiries = [enquiry_of(alise) for _ in range(3)]
    now = timezone.now()
    with as_owner():
        for enquiry, hours in zip(enquiries, (1, 2, 12), strict=True):
            type(enquiry).objects.filter(pk=enquiry.pk).update(
                received_at=now - timedelta(hours=hours), first_answer_at=now, approached_by_us=False
            )
    day = timezone.localdate()
    found = waits.waits(Period(day - timedelta(days=1), day))
    (vidzeme,) = [wait for wait in found.of["enquiry"] if wait.region and wait.region.code == "vidzeme"]
    assert (vidzeme.asked, vidzeme.answered) == (3, 3)
    assert vidzeme.median == pytest.approx(2, abs=0.01)
    assert vidzeme.high == pytest.approx(10, abs=0.01)
    assert found.of["enquiry"][-1].median == pytest.approx(2, abs=0.01)
    assert "3 enquiries were answered; half of the answers came within 2 hours." in text(gunta, "quality_waits")


def test_ref_11_questions_by_institution_municipality_and_topic(alise, gunta):
    reply(ask(alise))
    late = ask(alise)
    with acting(alise.scope):
        type(late).objects.filter(pk=late.pk).update(due_on=today() - timedelta(days=1))
    found, _at = waits.questions(this_year())
    place = found["municipality"][unit("preschool").municipality_id]
    assert (place.asked, place.answered, place.overdue, place.in_time) == (2, 1, 1, 1)
    assert (place.unanswered_share, place.in_time_share) == (50.0, 50.0)
    assert place.median is not None
    assert sum(one.asked for one in found["topic"].values()) == 2
    for by in ("institution", "municipality", "topic"):
        page = text(gunta, "quality_questions", {"by": by})
        assert ("No question went to an institution" if by == "institution" else "50") in page
    assert sign_in(gunta).get(reverse("quality_questions")).context["by"] == "municipality"


# Unmet needs


def test_rpt_06_needs_that_were_not_met_by_topic_and_municipality(alise, gunta):
    case = make_family_case(alise, place=PLACE)
    impossible, old, solved = (need_of(case, alise, topic) for topic in ("dwelling", "kindergarten", "school"))
    with acting(alise.scope):
        cases.set_need(need=impossible, state=Need.State.IMPOSSIBLE, reason="No flats", by=alise)
        cases.set_need(need=solved, state=Need.State.SOLVED, by=alise)
        Need.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=62))
        Obstacle.objects.create(case=case, code="no_dwelling", noted_at=timezone.now())
    period = Period(today() - timedelta(days=100), today())
    found = unmet.needs(period)
    by_topic = {row.topic_id: row for row in found.rows}
    assert {row.municipality_id for row in found.rows} == {municipality(PLACE).pk}
    assert (by_topic[impossible.topic_id].impossible, by_topic[impossible.topic_id].unmet) == (1, 1)
    assert (by_topic[old.topic_id].open_long, by_topic[solved.topic_id].unmet) == (1, 0)
    assert unmet.solved_share(found.rows) == pytest.approx(100 / 3)
    query = {"begin": period.start.isoformat(), "end": period.end.isoformat(), "region": "vidzeme"}
    mine, theirs = text(alise, "quality_unmet", query), text(gunta, "quality_unmet", query)
    assert "No flats" not in mine + theirs
    assert "under 5" in theirs  # one family is told only where somebody looks after it
    assert unmet.obstacles([this_year()])[this_year()]["no_dwelling"] == {region("vidzeme").pk: 1}


def test_rpt_06_how_long_is_long_is_said_by_the_pack(alise, gunta):
    need = need_of(make_family_case(alise, place=PLACE), alise, "dwelling")
    with acting(alise.scope):
        Need.objects.filter(pk=need.pk).update(created_at=timezone.now() - timedelta(days=50))
    period = Period(today() - timedelta(days=100), today())
    assert [row.open_long for row in unmet.needs(period).rows] == [0]
    assert "open for more than 60 days" in text(gunta, "quality_unmet", {})
    country = Country.objects.get()
    try:
        Country.objects.update(settings={**country.settings, "open_long_days": 45})
        country_settings.cache_clear()
        assert [row.open_long for row in unmet.needs(period).rows] == [1]
        assert "open for more than 45 days" in text(gunta, "quality_unmet", {})
    finally:
        Country.objects.update(settings=country.settings)
        country_settings.cache_clear()


# Still here


def test_out_10_still_here_left_and_unknown_stand_apart(alise, gunta):
    here, left, later, _unknown = (back(alise, case_of(alise), 400) for _ in range(4))
    back(alise, case_of(alise), 100)
    with acting(alise.scope):
        check = Check.objects.get(return_event=here, month=12)
        record_check(check=check, by=alise, done_on=today(), findings={}, plans="stay", business="runs")
        for event, days in ((left, 300), (later, 10)):
            day = today() - timedelta(days=days)
            record_departure(case=Case.objects.get(pk=event.case_id), on=day, reason="pay", by=alise)
    found = retention.retention(Period(today() - timedelta(days=500), today()))
    year = found.all_of(12)
    assert (year.families, year.here, year.gone, year.unknown, year.not_yet) == (4, 2, 1, 1, 1)
    assert (year.people, year.people_here, year.people_unknown) == (12, 6, 3)
    assert (year.here_share, year.here_at_most, year.business_share) == (50.0, 75.0, 100.0)
    assert found.all_of(24).families == 0
    assert found.all_of(24).here_share is None
    query = {"begin": (today() - timedelta(days=500)).isoformat(), "end": today().isoformat()}
    page = text(gunta, "quality_staying", query)
    assert "12 months after the return" in page
    assert "Not known" in page


def test_out_10_the_yearly_question_is_planned_also_for_returns_of_before(alise):
    event = back(alise, case_of(alise), 400)
    with acting(alise.scope):
        Check.objects.filter(return_event=event, month__gt=12).delete()
    plan_job(0)
    with acting(alise.scope):
        months = list(Check.objects.filter(return_event=event).values_list("month", flat=True))
        assert months == [1, 3, 6, 12, 24, 36]
        assert plan_missing_checks() == 0


def test_q_c2_how_ready_families_came(alise, gunta):
    case = case_of(alise)
    with acting(alise.scope):
        for area in ("home", "work"):
            cases.set_readiness(case=case, area=area, state="settled", note="a flat", by=alise)
        cases.set_readiness(case=case, area="education", state="not_applicable", note="", by=alise)
    back(alise, case, 3)
    back(alise, case_of(alise), 3)
    *_regions, (_all, sums) = retention.readiness(Period(today() - timedelta(days=9), today()))
    assert (sums["families"], sums["ready"], sums["no_home"], sums["no_work"]) == (2, 1, 1, 1)
    assert "Came without a plan" in text(gunta, "quality_staying")


# What families say


def said(user, code, number, occasion="return", **answers):
    for _ in range(number):
        case = case_of(user, code)
        back(user, case, 5)
        with acting(user.scope):
            asking.rate(case=case, occasion=occasion, **{"communication": 8, "met": "yes", **answers})


def test_sur_02_results_only_from_five_answers_on_and_nothing_can_be_worked_out(alise, cilda, gunta):
    said(alise, "vidzeme", 4)
    found = ratings.results(this_year(), "return")
    assert (found.all.withheld, found.all.communication) == (True, None)
    assert "figures are shown from 5 on" in text(gunta, "quality_ratings", {"occasion": "return"})
    said(alise, "vidzeme", 2, communication=5, met="no")
    said(cilda, "latgale", 2)
    found = ratings.results(this_year(), "return")
    assert (found.all.families, found.all.communication, found.all.met) == (8, 7.25, 75.0)
    assert [part.withheld for part in found.by["region"]] == [True, True]  # one alone would follow from the sum


def test_sur_02_what_is_withheld_comes_to_five_together(alise, cilda):
    """Of two families in two regions the sum would tell both: a third region is withheld with them."""
    said(alise, "vidzeme", 1, recommend=False)
    said(cilda, "latgale", 1, recommend=False)
    for code, number in (("kurzeme", 5), ("riga", 9)):
        said(make_coordinator(f"From {code}", code), code, number, recommend=True)
    found = ratings.results(this_year(), "return")
    assert {part.families: part.withheld for part in found.by["region"]} == {1: True, 5: True, 9: False}


def test_sur_02_a_question_that_few_answered_is_withheld_so_that_the_sum_does_not_tell_it(alise, cilda):
    said(alise, "vidzeme", 2, recommend=False)
    said(alise, "vidzeme", 4)
    said(cilda, "latgale", 6, recommend=True)
    found = ratings.results(this_year(), "return")
    assert found.all.answered("recommend") == 8
    assert [part.withheld for part in found.by["region"]] == [False, False]
    assert [part.recommend for part in found.by["region"]] == [None, None]


def test_q_v2_families_of_whom_nobody_knows_where_they_live_are_not_told_by_the_sum(alise):
    said(alise, "vidzeme", 6, settlement="riga")
    said(alise, "vidzeme", 1)
    found = ratings.results(this_year(), "return")
    assert [(part.key, part.withheld) for part in found.by["settlement"]] == [("riga", True)]
    assert found.crossed is None


def test_q_c3_baselines_of_2019_stand_beside(alise, gunta):
    known = {name: value for name, (value, _source) in ratings.baselines().items()}
    assert (known["met"], known["recommend"]) == (Decimal(70), Decimal(80))
    assert (known["communication"], known["usefulness"]) == (Decimal("8.24"), Decimal("7.62"))
    said(alise, "vidzeme", 5, recommend=True)
    page = text(gunta, "quality_ratings", {"occasion": "return"})
    for value in ("8.24", "7.62", "70", "80", "239"):
        assert value in page


def test_b_74_whether_the_support_influenced_the_decision_and_what_was_of_use(alise, gunta):
    said(alise, "vidzeme", 3, influence="decisive", useful=["talk"])
    said(alise, "vidzeme", 2, influence="none", useful=["talk", "school"])
    found = ratings.results(this_year(), "return").all
    assert (found.percent("influence", "decisive"), found.useful()) == (60.0, [("talk", 5), ("school", 2)])
    page = text(gunta, "quality_ratings", {"occasion": "return"})
    assert "Would not have come without the support" in page
    assert "Help with school or kindergarten" in page


def test_q_v2_regions_and_settlement_types_are_crossed_only_where_bases_allow(alise, gunta):
    said(alise, "vidzeme", 5, settlement="other_town", usefulness=9)
    assert ratings.results(this_year(), "return").crossed is not None
    said(alise, "vidzeme", 1, settlement="riga")
    found = ratings.results(this_year(), "return")
    assert found.crossed is None
    assert {part.key for part in found.by["settlement"] if part.withheld} == {"riga", "other_town"}
    assert "are not crossed" in text(gunta, "quality_ratings", {"occasion": "return"})


# Municipalities


def test_rpt_07_every_municipality_in_force_and_quiet_ones_stand_out(alise, dace, gunta):
    lines, _at = activity.activity(today())
    assert len(lines) == len({line.municipality.pk for line in lines}) == 42
    by_code = {line.municipality.atvk: line for line in lines}
    assert by_code[PLACE].has_specialist
    assert not by_code[PLACE].is_quiet
    quiet = [line for line in lines if line.is_quiet]
    assert quiet
    page = text(gunta, "municipal_activity", {"only": "quiet"})
    assert page.count('class="quiet-row"') == len(quiet)


def test_k_v3_k_m13_what_exists_where_by_class(alise, gunta, django_assert_max_num_queries):
    recorded = activity.heat(today(), for_returnees=False, state="recorded")
    active = activity.heat(today(), for_returnees=False, state="active")
    returnees = activity.heat(today(), for_returnees=True, state="recorded")
    five = activity.heat(today(), for_returnees=False, state="five")
    assert [row.code for row in recorded.classes] == ["business", "jobs", "homes", "ties", "other"]
    assert len(recorded.places) == 42
    heats = {"recorded": recorded, "active": active, "returnees": returnees, "five": five}
    total = {name: sum(sum(row.values()) for row in one.cells.values()) for name, one in heats.items()}
    assert total["recorded"] >= total["five"] > 0
    assert total["recorded"] > total["returnees"] > 0
    assert total["active"] < total["recorded"]
    assert recorded.empty() < active.empty()
    page = text(gunta, "municipal_heat", {"state": "recorded", "for": "returnees", "region": "vidzeme"})
    assert "nothing" in page
    client = sign_in(gunta)
    with django_assert_max_num_queries(16):
        client.get(reverse("municipal_heat"))


# Work in hand


def test_rpt_10_workload_is_seen_by_the_region_and_by_nobody_else(alise, bruno, cilda, fricis, gunta):
    case = case_of(alise)
    with acting(alise.scope):
        cases.log_contact(
            case=case, channel="phone", direction="out", summary="x", by=alise, next_contact_on=today(),
            promise_due_on=today(),
        )  # fmt: skip
    for user in (alise, fricis):
        page = sign_in(user).get(f"/en{reverse('workload')}")
        ((where, loads),) = page.context["groups"]
        assert where.code == "vidzeme"
        assert [load.user.name for load in loads] == ["Alise", "Bruno"]
        assert (loads[0].open_cases, loads[0].promises, loads[0].contacts, loads[1].open_cases) == (1, 1, 1, 0)
    assert [where.code for where, _loads in sign_in(cilda).get(reverse("workload")).context["groups"]] == ["latgale"]
    assert sign_in(gunta).get(reverse("workload")).status_code == 403


# Money


def test_out_13_the_estimate_is_a_range_and_every_assumption_can_be_changed(alise, gunta):
    back(alise, case_of(alise), 1)
    counts.recount_waiting()
    page = text(gunta, "quality_benefit")
    assert "A rough estimate" in page
    codes = [one.row.code for one in benefit.assumptions(this_year())]
    assert codes == ["working", "pay", "tax", "here", "because", "years", "cost"]
    same = dict(zip(codes, ("50", "1000", "50", "100", "100", "1", "1000"), strict=True))
    query = {f"{end}_{code}": value for code, value in same.items() for end in ("low", "high")}
    shown = sign_in(gunta).get(f"/en{reverse('quality_benefit')}", query)
    found = shown.context["found"]
    assert shown.context["taxes"] in shown.text
    assert (shown.context["taxes"], shown.context["cost"]) == ("€9,000", "€1,000")
    assert (found.people, found.benefit.low, found.times.high) == (3, 9000, 9)
    wrong = sign_in(gunta).get(f"/en{reverse('quality_benefit')}", {**query, "low_pay": "2000"})
    assert wrong.context["found"] is None
    assert "less than the lower value" in wrong.content.decode()
    assert {one.row.code: one.low for one in benefit.assumptions(Period.year(2020))}["cost"] == Decimal(643529)


# All of it


def test_rpt_05_the_overview_brings_the_measures_of_quality_together(alise, gunta):
    page = text(gunta, "quality")
    for words in (
        "Usefulness of the letter",
        "Time to the first answer",
        "Needs that were solved",
        "Still here a year",
    ):
        assert words in page
    assert "Businesses of returned families" in page
    assert sign_in(gunta).get(reverse("quality"), {"begin": "x", "end": "y"}).status_code == 422


def test_rpt_11_what_doubts_are_answered_by_can_be_read_without_a_page(alise):
    back(alise, case_of(alise), 400)
    period = Period(date(today().year - 2, 1, 1), today())
    assert retention.retention(period).all_of(12).families == 1
    assert benefit.people_returned(period) >= 0


def test_rpt_05_what_takes_long_is_kept_from_the_night_and_says_so(alise, gunta):
    case_of(alise)
    prepare_quality(0)
    assert not QualitySheet.objects.exists()  # a small country is counted when it is asked
    assert quality.prepare([this_year()], quick=0) == len(quality.COUNTS)
    case_of(alise)
    found = funnel.funnel(this_year(), is_cohort=True)
    assert found.at is not None
    assert found.lines[-1].steps["contacted"] == 1
    assert "Counted in the night" in text(gunta, "quality_funnel")
    quality.prepare([this_year()], quick=99)
    assert funnel.funnel(this_year(), is_cohort=True).lines[-1].steps["contacted"] == 2


@pytest.mark.parametrize(
    "name",
    [
        "quality",
        "quality_funnel",
        "quality_waits",
        "quality_questions",
        "quality_unmet",
        "quality_staying",
        "quality_ratings",
        "quality_benefit",
    ],
)
def test_rpt_05_a_refused_period_is_said_and_nothing_is_counted(gunta, name):
    page = sign_in(gunta)
    assert page.get(reverse(name), {"begin": "2026-02-01", "end": "2020-01-01"}).status_code == 422
    assert page.get(reverse(name), {"begin": "2099-01-01", "end": "2099-12-31"}).status_code == 422  # not zero


def test_sur_02_a_rating_belongs_to_the_region_that_helped(alise):
    case = make_family_case(alise)
    need(case, "school", alise)
    sent_offer(case, alise)
    with acting(alise.scope):
        asking.rate(case=case, occasion="offer", met="yes")
        assert Rating.objects.get().region.code == "vidzeme"


def test_one_quality_sheet_per_period():
    sheet = {"code": "cohort", "period_from": date(2025, 1, 1), "period_to": date(2025, 12, 31), "rows": []}
    QualitySheet.objects.create(**sheet, made_at=timezone.now())
    with pytest.raises(IntegrityError, match="one_quality_sheet_per_period"), transaction.atomic():
        QualitySheet.objects.create(**sheet, made_at=timezone.now())
