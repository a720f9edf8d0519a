"""What became of a case, through its actions and pages."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from majup.cases import actions as cases
from majup.cases.errors import NotResponsible
from majup.cases.models import Case, Stage
from majup.kernel.periods import Period
from majup.outcomes import actions, queries
from majup.outcomes.errors import OutcomeRefused
from majup.outcomes.models import Check, Departure, Intention, Outcome, Return
from majup.people.actions import MemberData, create_household
from majup.people.models import Event, HouseholdShare
from majup.reports import counts, totals
from majup.staff.models import History
from majup.staff.scope import acting
from tests.support.cases import need_of
from tests.support.people import municipality, region, sign_in, today

pytestmark = pytest.mark.django_db


def counted(period):
    """Totals of the period after the worker has counted what changed."""
    counts.recount_waiting()
    return totals.as_known(period).total


def open_case(user, code="vidzeme", **options):
    with acting(user.scope):
        household = create_household(
            region=region(code),
            members=[
                MemberData("Ilze", "Ozola", "applicant"),
                MemberData("Mark", "Smith", "partner"),
                MemberData("Tom", "Smith", "child", is_child=True),
            ],
            country="GB",
            by=user,
        )
        return cases.open_case(household=household, category="emigrant", by=user, next_contact_on=today(), **options)


def come_back(user, case, on, **options):
    facts = {"adults": 2, "children": 1, "municipality": municipality("0054000"), "from_country": "GB"}
    with acting(user.scope):
        return actions.record_return(
            case=case, on=on, by=user, **{**facts, "support_kind": "offer_before_move", **options}
        )


def test_out_01_an_intention_moves_the_case_and_keeps_the_first_day(alise):
    case = open_case(alise)
    client = sign_in(alise)
    day = today() - timedelta(days=3)
    answer = client.post(reverse("outcome_intention", args=[case.reference]), {"on": day.isoformat(), "people": 3})
    assert answer.status_code == 302
    again = client.post(reverse("outcome_intention", args=[case.reference]), {"on": today().isoformat(), "people": 4})
    assert again.status_code == 422
    with acting(alise.scope):
        assert list(Intention.objects.values_list("stated_on", "people")) == [(day, 3)]
        assert Case.objects.get().stage == Stage.INTENTION


def test_out_01_a_return_is_recorded_with_people_place_country_and_kind_of_support(alise, cilda):
    case = open_case(alise)
    answer = sign_in(alise).post(
        reverse("outcome_return", args=[case.reference]),
        {
            "on": today().isoformat(),
            "adults": 2,
            "children": 1,
            "municipality": municipality("0054000").pk,
            "from_country": "GB",
            "support_kind": "consultation_only",
        },
    )
    assert answer.status_code == 302
    with acting(alise.scope):
        event = Return.objects.get()
        assert (event.adults, event.children, event.from_country, event.support_kind, event.alone) == (
            2,
            1,
            "GB",
            "consultation_only",
            False,
        )
        assert [check.month for check in event.checks.all()] == [1, 3, 6, 12, 24, 36]
        assert Case.objects.get().stage == Stage.RETURNED
    with acting(cilda.scope):
        assert Return.objects.count() == 0


def test_out_08_help_after_arrival_counts_as_returned_alone(alise):
    come_back(alise, open_case(alise), today(), support_kind="help_after_arrival")
    total = counted(Period(today(), today()))
    assert (total["families_returned"], total["families_returned_alone"], total["people_returned_alone"]) == (0, 1, 3)


def test_fup_06_checks_follow_the_return_and_become_the_next_contact(alise):
    case = open_case(alise)
    event = come_back(alise, case, today() - timedelta(days=40))
    with acting(alise.scope):
        first, second = event.checks.all()[:2]
        assert list(queries.due_checks(alise.scope.regions, today())) == [first]
    client = sign_in(alise)
    due = client.get(reverse("due_checks")).text
    assert ("Ozola" in due, "1, 3, 6, 12, 24, 36 mēnešiem" in due) == (True, True)
    early = {"done_on": (today() - timedelta(days=41)).isoformat()}
    answer = client.post(
        reverse("outcome_check", args=[first.pk]),
        said := {
            "done_on": today().isoformat(),
            "finding_dwelling": "fine",
            "finding_work": "hard",
            "finding_child_school": "difficulty",
            "finding_language": "unknown",
            "finding_wellbeing": "fine",
            "has_work": "no",
            "makes_ends_meet": "larger",
            "regrets": "",
            "plans": "see",
            "note": "Asks for an assistant",
        },
    )
    assert answer.status_code == 302
    assert client.post(reverse("outcome_check", args=[second.pk]), said | early).status_code == 422
    with acting(alise.scope):
        case = Case.objects.get()
        assert (case.stage, case.next_contact_on) == (Stage.FOLLOW_UP, max(second.due_on, today()))
        # PRV-07: who was spoken with is not silent, and the case does not say that the last contact is months old.
        assert timezone.localdate(case.last_contact_at) == today()
        flags = {flag.code: flag for flag in queries.flags(queries.latest_return(case))}
        assert set(flags) == {"child_difficulty", "hard_adaptation", "money", "may_leave"}
        assert flags["hard_adaptation"].items == ("work",)


def test_fup_06_the_region_that_only_shares_a_case_does_not_record_its_talks(alise, cilda):
    case = open_case(alise)
    event = come_back(alise, case, today() - timedelta(days=40))
    with acting(alise.scope):
        HouseholdShare.objects.create(household=case.household, region=region("latgale"), since=timezone.now())
        check = event.checks.first()
    refused = sign_in(cilda).post(reverse("outcome_check", args=[check.pk]), typed_check(note="My words"))
    assert (refused.status_code, "My words" in refused.text) == (422, True)
    with acting(alise.scope):
        assert Check.objects.get(pk=check.pk).done_on is None


def test_fup_06_q_c6_each_look_that_is_done_makes_the_next_one_the_next_contact(alise):
    """FUP-06, Q-C6, FUP-02: also when the case is followed already, so that nobody is due on a day that is over."""
    case = open_case(alise)
    event = come_back(alise, case, today() - timedelta(days=5))
    for month, then in ((1, 3), (3, 6), (6, 12)):
        with acting(alise.scope):
            planned = {check.month: check for check in event.checks.all()}
            actions.record_check(check=planned[month], by=alise, done_on=today(), findings={})
            case.refresh_from_db()
        assert (month, case.stage, case.next_contact_on) == (month, Stage.FOLLOW_UP, planned[then].due_on)


def test_q_c5_a_flag_can_be_put_aside_with_a_note_and_not_without(alise):
    case = open_case(alise)
    event = come_back(alise, case, today() - timedelta(days=200))
    with acting(alise.scope):
        check = event.checks.get(month=6)
        actions.record_check(check=check, by=alise, done_on=today(), findings={}, has_work=False)
        assert [flag.code for flag in queries.flags(queries.latest_return(case))] == ["no_work"]
    url = reverse("flag_dismiss", args=[event.pk, "no_work"])
    sign_in(alise).post(url, {"note": ""})
    with acting(alise.scope):
        assert [flag.code for flag in queries.flags(queries.latest_return(case))] == ["no_work"]
    sign_in(alise).post(url, {"note": "Studies full time"})
    with acting(alise.scope):
        assert queries.flags(queries.latest_return(case)) == []


def test_fup_07_leaving_again_keeps_the_return_and_every_earlier_count(alise):
    case = open_case(alise)
    come_back(alise, case, date(2026, 1, 10))
    before = counted(Period(date(2026, 1, 1), date(2026, 6, 30)))
    answer = sign_in(alise).post(
        reverse("outcome_departure", args=[case.reference]),
        {"on": today().isoformat(), "reason": "pay", "note": "Debts"},
    )
    assert answer.status_code == 302
    with acting(alise.scope):
        assert Departure.objects.get().reason == "pay"
        assert Case.objects.get().stage == Stage.LEFT_AGAIN
        assert Check.objects.filter(done_on=None).count() == 0
    assert counted(Period(date(2026, 1, 1), date(2026, 6, 30))) == before


def typed_check(**findings):
    areas = ("dwelling", "work", "child_school", "language", "wellbeing")
    talk = {"done_on": today().isoformat(), "has_work": "yes", "makes_ends_meet": "well", "regrets": "no", "note": ""}
    return {**talk, **{f"finding_{area}": "fine" for area in areas}, "plans": "stay", **findings}


def test_t_24_a_return_is_followed_until_it_is_known_whether_the_family_stays(alise):
    """T-24: staying is work and conditions the family can live with, told at each talk, not a yes or no at arrival."""
    case = open_case(alise)
    event = come_back(alise, case, today() - timedelta(days=370))
    client, page = sign_in(alise), reverse("case", args=[case.reference])
    client.cookies["language"] = "en"
    with acting(alise.scope):
        checks = {check.month: check for check in event.checks.all()}
    told = {
        1: typed_check(),
        3: typed_check(plans="see", finding_work="hard"),
        6: typed_check(plans="leave", has_work="no"),
    }
    for month, answers in told.items():
        assert client.post(reverse("outcome_check", args=[checks[month].pk]), answers).status_code == 302
    panel = next(panel for panel in client.get(page).context["panels"] if panel["name"] == "outcomes")
    assert {(flag["code"], flag["month"]) for flag in panel["flags"]} == {
        ("hard_adaptation", 3), ("may_leave", 6), ("no_work", 6),
    }  # fmt: skip
    assert "Ozola" in client.get(reverse("due_checks")).content.decode()
    client.post(reverse("outcome_check", args=[checks[12].pk]), typed_check())
    with acting(alise.scope):
        plans = list(event.checks.exclude(done_on=None).order_by("month").values_list("plans", "has_work"))
        assert (Case.objects.get().stage, plans) == (
            Stage.FOLLOW_UP,
            [("stay", True), ("see", True), ("leave", False), ("stay", True)],
        )


def test_t_24_a_family_that_left_and_came_back_has_two_returns_and_both_are_counted(alise):
    """T-24: between leaving and staying lie more than two states; each turn keeps its day, nothing is overwritten."""
    case = open_case(alise)
    come_back(alise, case, today() - timedelta(days=300))
    client = sign_in(alise)
    left = {"on": (today() - timedelta(days=100)).isoformat(), "reason": "pay", "note": ""}
    need = need_of(case, alise)
    assert client.post(reverse("outcome_departure", args=[case.reference]), left).status_code == 302
    page = client.get(reverse("case", args=[case.reference])).text
    assert "ģimene atkal izbrauca. Galvenais iemesls: Atalgojums" in page
    with acting(alise.scope):
        need.refresh_from_db()
        assert (need.state, need.reason, Case.objects.get().stage_reason) == ("no_longer_needed", "Atalgojums", "")
    again = {
        "on": today().isoformat(), "adults": 2, "children": 1, "municipality": municipality("0054000").pk,
        "from_country": "GB", "support_kind": "consultation_only",
    }  # fmt: skip
    assert client.post(reverse("outcome_return", args=[case.reference]), again).status_code == 302
    with acting(alise.scope):
        first, second = Return.objects.order_by("on")
        assert (first.departure.on.isoformat(), hasattr(second, "departure")) == (left["on"], False)
        assert [check.month for check in second.checks.all()] == [1, 3, 6, 12, 24, 36]
        assert Case.objects.get().stage == Stage.RETURNED
    whole = counted(Period(today() - timedelta(days=365), today()))
    assert (whole["families_returned"], whole["people_returned"]) == (2, 6)


def test_out_01_a_second_press_counts_no_family_twice_and_a_day_after_leaving_is_refused(alise):
    case = open_case(alise)
    client, typed = (
        sign_in(alise),
        {"adults": 2, "children": 1, "from_country": "GB", "support_kind": "consultation_only"},
    )
    for _press in range(2):
        decided = {"kind": "decided", "on": today().isoformat(), "reason": ""}
        assert client.post(reverse("outcome_other", args=[case.reference]), decided).status_code == 302
    assert "Nolēma atgriezties" in client.get(reverse("case", args=[case.reference])).text
    days = [(today() - timedelta(days=ago)).isoformat() for ago in (9, 9, 8)]
    answers = [client.post(reverse("outcome_return", args=[case.reference]), typed | {"on": day}) for day in days]
    assert [answer.status_code for answer in answers] == [302, 422, 422]
    with acting(alise.scope):
        assert (Return.objects.count(), Outcome.objects.count()) == (1, 1)
        event = Return.objects.get()
        cases.close(case=case, code="settled", by=alise)
    offered = reverse("outcome_return", args=[case.reference])
    assert offered not in client.get(reverse("case", args=[case.reference])).text
    assert client.post(offered, typed | {"on": today().isoformat()}).status_code == 422
    with acting(alise.scope):
        actions.record_departure(case=case, on=today() - timedelta(days=5), reason="pay", by=alise)
    page = reverse("outcome_correct", args=[event.pk])
    late = client.post(page, typed | {"on": today().isoformat(), "reason": "A slip"})
    assert (late.status_code, "izbraukusi" in late.text) == (422, True)
    again = client.post(reverse("outcome_return", args=[case.reference]), typed | {"on": days[0]})
    assert again.status_code == 422


def test_an_outcome_cannot_lie_ahead_and_nothing_typed_is_lost(alise):
    case = open_case(alise)
    tomorrow = (today() + timedelta(days=1)).isoformat()
    answer = sign_in(alise).post(reverse("outcome_intention", args=[case.reference]), {"on": tomorrow, "people": 7})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert tomorrow in page
    assert 'value="7"' in page
    slip = sign_in(alise).post(reverse("outcome_intention", args=[case.reference]), {"on": "0026-11-30", "people": 7})
    assert (slip.status_code, "šī diena ir 26. gadā" in slip.text) == (422, True)
    with acting(alise.scope), pytest.raises(OutcomeRefused):
        actions.state_intention(case=case, on=today() + timedelta(days=1), people=1, by=alise)


def test_out_01_not_returning_ends_the_case_with_its_reason(alise):
    case = open_case(alise)
    url = reverse("outcome_other", args=[case.reference])
    client = sign_in(alise)
    refused = client.post(url, {"kind": "not_returning", "on": today().isoformat(), "reason": ""})
    assert refused.status_code == 422
    done = client.post(url, {"kind": "not_returning", "on": today().isoformat(), "reason": "Bought a home abroad"})
    assert done.status_code == 302
    with acting(alise.scope):
        assert Case.objects.get().stage == Stage.NOT_RETURNING


def stated(user, case, on, people=3):
    with acting(user.scope):
        return actions.state_intention(case=case, on=on, people=people, by=user)


def test_out_07_a_wrongly_recorded_intention_is_corrected_with_a_reason_and_the_counts_follow(alise, as_owner):
    case, day = open_case(alise), today() - timedelta(days=9)
    intention = stated(alise, case, day)
    client, url = sign_in(alise), reverse("intention_correct", args=[intention.pk])
    assert url in client.get(reverse("case", args=[case.reference])).text
    assert client.get(url).context["form"].initial == {"on": day, "people": 3}
    put = {"on": (day - timedelta(days=1)).isoformat(), "people": 2}
    assert counted(Period(day, today()))["intentions_people"] == 3
    assert client.post(url, put).status_code == 422
    tomorrow = (today() + timedelta(days=1)).isoformat()
    assert client.post(url, {"on": tomorrow, "people": 2, "reason": "x"}).status_code == 422
    done = client.post(url, {**put, "reason": "The grandmother stays."}, follow=True)
    assert "The grandmother stays." in done.text
    assert counted(Period(day, today()))["intentions_people"] == 0
    assert counted(Period(day - timedelta(days=1), today()))["intentions_people"] == 2
    with as_owner():
        assert (
            History.objects.filter(table="outcomes_intention", row_id=intention.pk).latest("at").before["people"] == 3
        )


def test_out_07_an_intention_that_nobody_stated_is_taken_back_and_the_time_line_keeps_it(alise, as_owner):
    case = open_case(alise)
    with acting(alise.scope):
        cases.move(case=case, stage=Stage.COLLECTING, by=alise)
    intention = stated(alise, case, today())
    assert counted(Period(today(), today()))["intentions_people"] == 3
    client, url = sign_in(alise), reverse("intention_withdraw", args=[intention.pk])
    assert url in client.get(reverse("intention_correct", args=[intention.pk])).text
    assert client.post(url, {"reason": " "}).status_code == 422
    done = client.post(url, {"reason": "Meant for another family."}, follow=True)
    assert "Meant for another family." in done.text
    assert counted(Period(today(), today()))["intentions_people"] == 0
    with acting(alise.scope):
        assert not Intention.objects.exists()
        assert Case.objects.get().stage == Stage.COLLECTING
        told = Event.objects.get(kind="outcome.intention_withdrawn")
    assert (told.details["people"], told.by) == (3, alise)
    with as_owner():
        assert History.objects.filter(table="outcomes_intention", row_id=intention.pk).exists()
    stated(alise, case, today())


def test_out_07_a_case_that_went_on_stays_where_it_is_when_its_intention_is_taken_back(alise):
    case = open_case(alise)
    intention = stated(alise, case, today() - timedelta(days=5))
    come_back(alise, case, today())
    with acting(alise.scope):
        actions.withdraw_intention(intention=intention, by=alise, reason="They came without saying so.")
        assert Case.objects.get().stage == Stage.RETURNED


def test_prv_01_another_region_neither_corrects_nor_takes_back_an_intention(alise, cilda):
    intention = stated(alise, open_case(alise), today())
    for name in ("intention_correct", "intention_withdraw"):
        assert sign_in(cilda).post(reverse(name, args=[intention.pk]), {"reason": "x"}).status_code == 404
    with acting(alise.scope):
        for act, facts in ((actions.correct_intention, {"on": today(), "people": 1}), (actions.withdraw_intention, {})):
            with pytest.raises(NotResponsible):
                act(intention=intention, by=cilda, reason="x", **facts)
            with pytest.raises(OutcomeRefused, match="no_reason"):
                act(intention=intention, by=alise, reason=" ", **facts)
        with pytest.raises(OutcomeRefused, match="nobody"):
            actions.correct_intention(intention=intention, by=alise, reason="x", on=today(), people=0)


def test_prv_01_another_region_cannot_record_anything(alise, cilda):
    case = open_case(alise)
    url = reverse("outcome_intention", args=[case.reference])
    assert sign_in(cilda).post(url, {"on": today().isoformat(), "people": 1}).status_code == 404


def test_out_02_the_totals_page_is_for_those_who_may_read_counts(gunta, dace):
    assert sign_in(gunta).get(reverse("totals")).status_code == 200
    assert sign_in(dace).get(reverse("totals")).status_code == 403


def test_out_05_absurd_periods_are_told_and_not_a_server_error(gunta):
    client = sign_in(gunta)
    assert client.get(reverse("totals"), {"start": "2019-12-31", "end": "2019-01-01"}).status_code == 422
    assert client.get(reverse("totals"), {"start": "0001-01-01", "end": "9999-12-31"}).status_code == 422
    assert client.get(reverse("totals"), {"start": "x", "end": "y"}).status_code == 422
