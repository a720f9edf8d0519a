"""RPT-01, OUT-06, OUT-07, T-23, K-C1, N-14: reports are drafted, signed, checked, issued once and then frozen."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import pairwise
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from majup.intake.models import Enquiry
from majup.kernel.hashing import canonical_json, digest
from majup.plumbing.mail import as_sender
from majup.plumbing.models import OutgoingMail
from majup.reports import counts
from majup.reports.issuing import actions, document, figures, queries, tasks
from majup.reports.issuing.errors import ReportRefused
from majup.reports.models import Correction, IssuedFigure, RegionReport, Report, ReportEvent
from majup.staff.scope import acting
from tests.support.counted import enquiry
from tests.support.people import region
from tests.support.reports import FIRST, LAST, drafted, family_back, issued, sign_all

pytestmark = pytest.mark.django_db


def refused(code, act, **arguments):
    """The details with which `act` is refused."""
    with pytest.raises(ReportRefused) as caught, transaction.atomic():
        act(**arguments)
    assert caught.value.code == code
    return caught.value.details


def mails(purpose):
    with as_sender():
        return list(OutgoingMail.objects.filter(purpose=purpose).order_by("pk"))


def part_of(report, code="vidzeme") -> RegionReport:
    return report.regions.get(region__code=code)


def values_of(report):
    return set(IssuedFigure.objects.filter(report=report).values_list("column", "region", "by", "key", "value"))


def test_rpt_01_the_worker_drafts_every_quarter_that_is_over_and_tells_each_region(alise):
    family_back(alise)
    tasks.draft_reports(0)
    tasks.draft_reports(0)
    reports = list(Report.objects.order_by("period_from"))
    assert reports[0].period_from == FIRST
    assert all(one.period_to < two.period_from for one, two in pairwise(reports))
    assert all(report.is_over and report.regions.count() == 5 for report in reports)
    first = [mail for mail in mails("report_drafted") if f"/reports/{reports[0].pk}/" in mail.text]
    assert len(first) == 5
    assert "vidzeme@majup.example" in {mail.to_address for mail in first}


def test_rpt_01_k_c1_t_23_the_draft_counts_each_state_apart_without_retyping(alise, cilda):
    family_back(alise)
    family_back(cilda, "latgale", alone=True, support_kind="help_after_arrival")
    family_back(alise, on=date(2026, 4, 1))
    report = drafted()
    vidzeme, latgale = part_of(report).figures, part_of(report, "latgale").figures
    assert (vidzeme["families_returned"], vidzeme["people_returned"]) == (1, 3)
    assert (latgale["families_returned"], latgale["families_returned_alone"]) == (0, 1)
    assert part_of(report).places["people_returned"] == {"0054000": 3}
    states = {"enquiries", "families_contacted", "offers_sent", "intentions_people", "people_returned", "events_held"}
    assert states | {"questions_sent", "questions_answered"} <= set(vidzeme)


def test_rpt_01_a_draft_follows_the_cases_until_it_is_signed(alise):
    report = drafted()
    family_back(alise)
    actions.refresh(report=report)
    assert part_of(report).figures["families_returned"] == 1
    actions.sign(regional=part_of(report), comment="", problems="", words="", by=alise)
    family_back(alise)
    actions.refresh(report=report)
    assert part_of(report).figures["families_returned"] == 1


def test_n_14_every_figure_of_a_report_has_a_rule_that_says_how_it_is_counted(alise):
    report = issued(alise)
    definitions = report.document["definitions"]
    assert [code for code in figures.COLUMNS if not document.definition_of(code, definitions).get("text")] == []
    assert not IssuedFigure.objects.filter(report=report, definition={}).exists()


@pytest.mark.parametrize(
    ("start", "end", "code", "days"),
    [
        (date(2026, 3, 1), date(2026, 6, 30), "overlapping", 31),
        (date(2026, 4, 3), date(2026, 6, 30), "gap", 2),
        (date(2026, 4, 1), date(2026, 3, 31), "reversed", None),
    ],
)
def test_out_06_reports_neither_overlap_nor_leave_a_gap_and_the_difference_is_named(start, end, code, days):
    drafted()
    details = refused(code, drafted, start=start, end=end)
    assert details.get("days") == days


def test_out_06_a_period_that_is_no_quarter_or_has_no_name_is_refused():
    assert refused("not_of_kind", drafted, end=date(2026, 2, 28))["expected"] == LAST
    refused("no_label", drafted, kind="other", end=date(2026, 2, 28), label=" ")
    assert drafted(kind="other", end=date(2026, 2, 28), label="Two months").label == "Two months"


def test_reports_do_not_overlap_even_past_the_program():
    report = drafted()
    with pytest.raises(IntegrityError, match="reports_do_not_overlap"), transaction.atomic():
        Report.objects.create(kind="year", period_from=LAST, period_to=LAST, opened_at=report.opened_at)


def test_rpt_01_an_unfinished_period_is_drafted_on_request_and_not_signed(alise):
    report = drafted(kind="year", end=date(2026, 12, 31))
    if report.is_over:
        pytest.fail("the first day of the pack is more than a year ago: choose another year for this test")
    refused("unfinished", actions.sign, regional=part_of(report), comment="", problems="", words="", by=alise)
    refused("unfinished", actions.issue, report=report, by=alise)


def test_out_06_what_would_make_sums_wrong_blocks_the_signature_and_the_rest_needs_a_word(alise):
    event = family_back(alise, place=None, from_country="")
    report = drafted()
    told = {"comment": "", "problems": "", "by": alise}
    assert part_of(report).exceptions == {"return_without_municipality": 1, "return_without_country": 1}
    found = refused("blocked", actions.sign, regional=part_of(report), words="", **told)
    assert found["exceptions"] == {"return_without_municipality": 1}
    with acting(alise.scope):
        event.municipality = family_back(alise, on=date(2025, 5, 1)).municipality
        event.save()
    found = refused("word_missing", actions.sign, regional=part_of(report), words=" ", **told)
    assert found["exceptions"] == {"return_without_country": 1}
    actions.sign(regional=part_of(report), words="They did not say.", **told)
    assert part_of(report).is_signed


def test_out_06_a_region_left_out_is_named(gunta, alise):
    report = drafted()
    for part in report.regions.exclude(region__code__in=["latgale", "zemgale"]):
        actions.sign(regional=part, comment="", problems="", words="", by=alise)
    found = refused("region_missing", actions.issue, report=report, by=gunta)
    assert [one.code for one in found["regions"]] == ["latgale", "zemgale"]


def test_out_06_a_report_that_does_not_add_up_is_not_issued_and_the_region_signs_again(gunta, alise):
    family_back(alise)
    report = sign_all(drafted(), alise)
    family_back(alise)
    found = refused("sums_differ", actions.issue, report=report, by=gunta)["differences"]
    told = {(one.code, one.column): (one.parts, one.whole, one.regions) for one in found}
    assert told["regions", "people_returned"] == (3, 6, ("vidzeme",))
    refused("no_note", actions.send_back, regional=part_of(report), note=" ", by=gunta)
    actions.send_back(regional=part_of(report), note="One family more.", by=gunta)
    assert "One family more." in mails("report_returned")[0].text
    sign_all(report, alise)
    actions.issue(report=report, by=gunta)
    assert IssuedFigure.objects.get(report=report, scope="total", column="people_returned").value == 6


def test_out_06_what_went_from_one_region_to_another_after_they_signed_is_found(gunta, alise, as_owner):
    """The sum is the same, yet neither region signed what is counted of it now."""
    asked = enquiry(alise, FIRST)
    report = sign_all(drafted(), alise)
    with as_owner():
        Enquiry.objects.filter(pk=asked.pk).update(region=region("latgale"))
    found = refused("sums_differ", actions.issue, report=report, by=gunta)["differences"]
    assert {(one.column, one.parts, one.whole, one.regions) for one in found} == {
        ("enquiries", 1, 0, ("vidzeme",)),
        ("enquiries", 0, 1, ("latgale",)),
    }


def test_out_06_municipalities_that_do_not_add_up_to_their_region_are_found(gunta, alise):
    family_back(alise)
    report = sign_all(drafted(), alise)
    RegionReport.objects.filter(pk=part_of(report).pk).update(places={"people_returned": {"0054000": 2}})
    found = refused("sums_differ", actions.issue, report=report, by=gunta)["differences"]
    assert {(one.code, one.column, one.parts, one.whole) for one in found} == {
        ("places", "people_returned", 2, 3),
        ("places", "families_returned", 0, 1),
    }


def test_out_06_periods_that_do_not_add_up_to_their_year_are_found(gunta, alise, as_owner):
    issued(alise)
    report = sign_all(drafted(start=date(2026, 4, 1), end=date(2026, 6, 30)), alise)
    whole = figures.counted

    def doubled(period):
        table = whole(period)
        if (period.start, period.end) == (FIRST, report.period_to):
            table.total["people_offered"] += 4
        return table

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("majup.reports.issuing.checks.counted", doubled)
        found = refused("sums_differ", actions.issue, report=report, by=gunta)["differences"]
    assert [(one.code, one.column, one.parts, one.whole) for one in found] == [("year", "people_offered", 0, 4)]
    assert actions.issue(report=report, by=gunta).is_issued


def test_out_06_enquiries_that_no_region_has_yet_are_in_the_total_and_named_apart(gunta, alise):
    enquiry(alise, date(2026, 2, 2))
    enquiry(alise, date(2026, 2, 3), None)
    report = issued(gunta)
    found = IssuedFigure.objects.filter(report=report, column="enquiries")
    assert found.get(scope="total").value == 2
    assert sum(row.value for row in found.filter(scope="region")) == 1
    assert found.get(scope="breakdown", by="region", key="").value == 1
    assert report.document["no_region"]["enquiries"] == 1


def test_reports_are_issued_in_their_order(gunta, alise):
    first = sign_all(drafted(), alise)
    second = sign_all(drafted(start=date(2026, 4, 1), end=date(2026, 6, 30)), alise)
    assert refused("earlier_open", actions.issue, report=second, by=gunta)["period"] == first.period
    refused("not_last", actions.discard, report=first, by=gunta)
    refused("region_signed", actions.discard, report=second, by=gunta)


def test_out_07_what_was_issued_is_frozen_with_author_day_definitions_and_digest(gunta, alise):
    family_back(alise)
    report = sign_all(drafted(), alise)
    report = Report.objects.get(pk=actions.issue(report=report, by=gunta).pk)
    assert report.document["author"] == "Gunta"
    assert report.document["issued_at"][:10] == report.issued_at.date().isoformat()
    assert {rule["code"] for rule in report.document["definitions"]} >= {"people_returned", "returned_alone"}
    assert digest(canonical_json(report.document)) == report.document_sha256
    assert len(mails("report_signed")) == 1
    kinds = list(ReportEvent.objects.filter(report=report).order_by("pk").values_list("kind", flat=True))
    assert kinds == ["drafted", *["signed"] * 5, "issued"]


def test_out_07_recomputing_an_old_period_never_changes_what_was_issued(gunta, alise):
    event = family_back(alise)
    report = issued(gunta)
    before = values_of(report)
    family_back(alise)
    with acting(alise.scope):
        event.adults = 9
        event.save()
    counts.recount_waiting()
    counts.prepare(report.period)
    actions.refresh(report=report)
    tasks.draft_reports(0)
    assert values_of(report) == before
    assert figures.counted(report.period).total["people_returned"] == 13


FROZEN = {
    "reports_report_is_frozen": lambda report: Report.objects.filter(pk=report.pk).update(label="other"),
    "reports_region_is_frozen": lambda report: report.regions.update(comment="other"),
    "reports_figure_is_frozen": lambda report: report.figures.update(value=1),
    "reports_correction_is_frozen": lambda report: report.corrections.update(reason="other"),
}
GONE = {
    "reports_report_is_frozen": lambda report: Report.objects.filter(pk=report.pk)._raw_delete("default"),
    "reports_region_is_frozen": lambda report: report.regions.all()._raw_delete("default"),
    "reports_figure_is_frozen": lambda report: report.figures.all()._raw_delete("default"),
    "reports_correction_is_frozen": lambda report: report.corrections.all()._raw_delete("default"),
}


def test_out_07_the_database_refuses_to_change_or_delete_what_was_issued(gunta):
    report = issued(gunta)
    actions.correct(report=report, region=region("vidzeme"), column="contacts", after=3, reason="A list.", by=gunta)
    for changes in (FROZEN, GONE):
        for name, change in changes.items():
            with pytest.raises(IntegrityError, match=r"frozen|neither changed") as caught, transaction.atomic():
                change(report)
            assert caught.value.__cause__.diag.constraint_name == name
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        IssuedFigure.objects.create(
            report=report, metric="late", scope="total", period_text="x", value=1, unit="x", qualifier="eq",
            definition={}, source="x",
        )  # fmt: skip


def test_out_07_a_correction_without_reason_is_refused_and_one_with_it_stands_beside(gunta, alise):
    family_back(alise)
    report, vidzeme = issued(gunta), region("vidzeme")
    asked = {"report": report, "region": vidzeme, "column": "people_returned", "by": alise}
    refused("no_reason", actions.correct, after=5, reason=" ", **asked)
    refused("nothing_changed", actions.correct, after=3, reason="The same.", **asked)
    refused("negative", actions.correct, after=-1, reason="No.", **asked)
    refused("unknown_figure", actions.correct, after=1, reason="No.", **{**asked, "column": "cats"})
    actions.correct(after=5, reason="Two grandparents came along.", **asked)
    correction = actions.correct(after=4, reason="One of them stayed.", **asked)
    assert (correction.before, correction.after, correction.by) == (5, 4, alise)
    assert queries.figures_of(report)[vidzeme.pk, "people_returned"] == 3
    later = drafted(start=date(2026, 4, 1), end=date(2026, 6, 30))
    refused("not_issued", actions.correct, after=1, reason="x", **{**asked, "report": later})
    assert Correction.objects.count() == 2


def copy_of(row, **values):
    row.pk, row._state.adding = None, True
    for name, value in values.items():
        setattr(row, name, value)
    row.save(force_insert=True)


def correction_of(report, by, **values):
    known = {"column": "contacts", "before": 1, "after": 2, "reason": "x", "at": report.opened_at, "by": by, **values}
    return Correction.objects.create(report=report, region=region("vidzeme"), **known)


REFUSED = {
    "report_period_in_order": lambda report, by: Report.objects.filter(pk=report.pk).update(period_to=date(2025, 1, 1)),
    "report_of_other_kind_has_label": lambda report, by: Report.objects.filter(pk=report.pk).update(kind="other"),
    "issued_report_has_author_and_document": lambda report, by: Report.objects.filter(pk=report.pk).update(
        state="issued", issued_by=by, issued_at=report.opened_at, document_sha256="0" * 64
    ),
    "one_report_per_region": lambda report, by: copy_of(part_of(report)),
    "signed_region_report_has_signer": lambda report, by: report.regions.update(state="signed"),
    "returned_region_report_says_why": lambda report, by: report.regions.update(state="returned"),
    "correction_says_why": lambda report, by: correction_of(report, by, reason=""),
    "correction_changes_the_figure": lambda report, by: correction_of(report, by, after=1),
    "only_breakdowns_have_a_key": lambda report, by: copy_of(IssuedFigure.objects.first(), key="0054000"),
}


def test_the_database_refuses_reports_that_cannot_be(gunta):
    report = drafted()
    for name, act in REFUSED.items():
        with pytest.raises(IntegrityError) as caught, transaction.atomic():
            act(report, gunta)
        assert caught.value.__cause__.diag.constraint_name == name


@pytest.mark.django_db(transaction=True)
def test_out_07_of_two_who_issue_at_once_one_does_and_the_other_is_told_who(gunta, alise):
    report = sign_all(drafted(), alise)
    start = Barrier(2)

    def press(user):
        try:
            start.wait()
            actions.issue(report=report, by=user)
        except ReportRefused as refusal:
            return refusal.code, refusal.details["by"]
        finally:
            connection.close()
        return "issued", user.name

    with ThreadPoolExecutor(2) as pool:
        (_, winner), (code, named) = sorted(pool.map(press, [gunta, alise]), key=lambda found: found[0] != "issued")
    assert (code, named) == ("already_issued", winner)
    assert ReportEvent.objects.filter(report=report, kind="issued").count() == 1
    totals = IssuedFigure.objects.filter(report=report, scope="total")
    assert totals.count() == len(figures.COLUMNS)
