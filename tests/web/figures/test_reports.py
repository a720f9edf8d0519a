"""RPT-01, RPT-02, RPT-09, OUT-06, OUT-07: reports as the coordinator, her administration and the ministry use them."""

import csv
from datetime import UTC, date, datetime, time
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from majup.network.models import Role
from majup.openings.actions.events import cancel_event, save_event
from majup.openings.models import PublicEvent
from majup.outcomes.models import Return
from majup.plumbing.tables import read
from majup.reports.issuing import actions
from majup.reports.models import Correction, IssuedFigure, RegionReport, Report
from majup.staff.scope import acting
from tests.support.people import give_role, make_user, municipality, region, sign_in
from tests.support.reports import PLACE, drafted, family_back, issued, sign_all

pytestmark = pytest.mark.django_db
WORDS = {"comment": "Two family days.", "problems": "No flats to rent.", "words": "They are known."}


def browser(user, language="en"):
    client = sign_in(user)
    client.cookies["language"] = language
    return client


def address(report, code="vidzeme"):
    return reverse("report_region", args=[report.pk, code])


def press(client, path, act, **data):
    """Send the form of a region's report as it stands, with other words."""
    form = client.get(path).context["form"]
    stands = {name: form[name].value() or "" for name in form.fields}
    return client.post(path, {**stands, **data, "act": act}, follow=True)


def test_rpt_01_a_coordinator_mends_an_exception_at_its_source_writes_a_few_words_and_signs(alise):
    event = family_back(alise, place=None)
    report = drafted()
    client = browser(alise)
    start = client.get(reverse("start")).text
    assert address(report) in start
    page = client.get(address(report))
    assert "Returns without a municipality" in page.text
    assert 'value="sign"' not in page.text
    refused = press(client, address(report), "sign", **WORDS)
    assert refused.status_code == 422
    assert "First mend at the source: Returns without a municipality: 1" in refused.text
    assert "Two family days." in refused.text
    listed = client.get(reverse("report_exception", args=[report.pk, "vidzeme", "return_without_municipality"])).text
    assert event.case.reference in listed
    mend = reverse("outcome_correct", args=[event.pk])
    assert mend in listed
    stands = {name: field for name, field in client.get(mend).context["form"].initial.items() if field is not None}
    answer = client.post(mend, {**stands, "municipality": municipality(PLACE).pk, "reason": "They told it later."})
    assert answer.status_code == 302
    signed = press(client, address(report), "sign", **WORDS)
    assert "Signed. The ministry sees it now." in signed.text
    part = report.regions.get(region__code="vidzeme")
    assert (part.state, part.signed_by, part.problems) == ("signed", alise, "No flats to rent.")
    assert part.places["people_returned"] == {PLACE: 3}
    assert address(report) not in client.get(reverse("start")).text


def test_rpt_01_words_are_kept_without_signing_and_two_editors_notice_each_other(alise, fricis):
    report = drafted()
    client, other = browser(alise), browser(fricis)
    late = other.get(address(report)).context["form"]["version"].value()
    press(client, address(report), "save", comment="Mine.")
    answer = other.post(address(report), {"comment": "Theirs.", "version": late, "act": "save"})
    assert answer.status_code == 422
    assert "Somebody else changed this report meanwhile" in answer.text
    assert "Theirs." in answer.text
    assert report.regions.get(region__code="vidzeme").comment == "Mine."


def test_rpt_01_the_administration_of_the_region_may_sign_and_no_other_region_may(alise, cilda, fricis):
    report = drafted()
    assert browser(cilda).post(address(report), {**WORDS, "act": "sign"}).status_code == 403
    assert press(browser(fricis), address(report), "sign", **WORDS).status_code == 200
    assert report.regions.get(region__code="vidzeme").signed_by == fricis
    again = browser(alise).post(address(report), {**WORDS, "act": "sign"}, follow=True)
    assert "This report is signed already" in again.text


def test_out_06_the_ministry_sees_who_lacks_what_does_not_add_up_and_issues_what_does(alise, gunta):
    family_back(alise, place=None)
    event = family_back(alise)
    report = drafted()
    page, client = reverse("report", args=[report.pk]), browser(gunta)
    told = client.get(page).text
    assert "Not signed yet" in told
    assert event.case.reference not in told
    refused = client.post(reverse("report_issue", args=[report.pk]), follow=True).text
    assert "A report without them would not be of the country." in refused
    assert "Latgale" in refused
    with acting(alise.scope):
        Return.objects.filter(municipality=None).update(municipality=municipality(PLACE))
    sign_all(report, alise)
    family_back(alise)
    told = client.get(page).text
    assert "Changes of the last minute are being counted" in told
    assert "Everything adds up" not in told
    assert "Take these drafts away" not in told
    assert client.get(reverse("start")).url == reverse("reports")
    refused = client.post(reverse("report_issue", args=[report.pk]), follow=True).text
    assert "People returned with support before the move: the regions signed 6, counted now are 9 (Vidzeme)" in refused
    assert "The report does not add up</" in refused
    assert "Changes of the last minute" not in refused
    back = reverse("report_return", args=[report.pk, "vidzeme"])
    assert client.post(back, {"note": ""}).status_code == 422
    client.post(back, {"note": "One family more."})
    assert "One family more." in browser(alise).get(address(report)).text
    sign_all(report, alise)
    done = client.post(reverse("report_issue", args=[report.pk]), follow=True).text
    assert "The report is issued" in done
    again = client.post(reverse("report_issue", args=[report.pk]), follow=True).text
    assert "Gunta issued this report already" in again


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2026-03-01", "2026-06-30", "it would overlap by 31 days"),
        ("2026-04-03", "2026-06-30", "2 days between the last report and this one would be in none"),
        ("2026-04-01", "2026-03-01", "The period ends before it begins"),
        ("2026-04-01", "2026-05-31", "A period of this kind ends on 30 June 2026"),
        ("9999-12-31", "", "This day is too far away"),
    ],
)
def test_out_06_periods_that_do_not_fit_are_refused_with_the_difference_named(alise, start, end, words):
    drafted()
    answer = browser(alise).post(reverse("report_new"), {"kind": "quarter", "start": start, "end": end})
    assert answer.status_code == 422
    assert words in answer.text
    assert Report.objects.count() == 1


def test_rpt_01_the_next_report_is_drafted_on_request_and_taken_away_again(alise):
    client = browser(alise)
    stands = client.get(reverse("report_new")).context["form"].initial
    answer = client.post(reverse("report_new"), {"kind": stands["kind"], "start": "2026-01-01", "end": ""}, follow=True)
    report = Report.objects.get()
    assert (report.period_to, report.opened_by) == (date(2026, 3, 31), alise)
    assert "The drafts are made" in answer.text
    client.post(reverse("report_discard", args=[report.pk]))
    assert not Report.objects.exists()


def test_rpt_01_a_draft_of_an_unfinished_period_says_so_and_has_nothing_to_sign(alise):
    report = drafted(kind="other", label="Until the far future", end=date(2090, 12, 31))
    page = browser(alise).get(address(report)).text
    assert "Draft of an unfinished period" in page
    assert 'value="sign"' not in page
    refused = press(browser(alise), address(report), "sign", **WORDS)
    assert "a draft of an unfinished period is not signed" in refused.text


def test_rpt_02_the_same_stored_value_stands_on_every_page_and_in_every_file(alise, gunta):
    family_back(alise)
    report = issued(gunta)
    row = IssuedFigure.objects.get(report=report, scope="region", region=region("vidzeme"), column="people_returned")
    family_back(alise)
    client = browser(gunta)
    region_page = client.get(address(report)).context["table"]
    country = client.get(reverse("report", args=[report.pk])).context["table"]
    (line,) = csv_of(client, report).split("\nPeople returned with support before the move;")[1].splitlines()[:1]
    rows = next(csv.reader(StringIO(";" + line), delimiter=";"))
    found = {dict(cells(region_page, "people_returned"))["Number"]}
    found |= {dict(cells(country, "people_returned"))["Vidzeme"], int(rows[3])}
    assert found == {int(row.value)} == {3}


def cells(table, code):
    return next(line["cells"] for group in table["groups"] for line in group["rows"] if line["code"] == code)


def file_of(client, report, kind):
    answer = client.get(reverse("report_file", args=[report.pk, kind]))
    assert answer["Content-Disposition"] == f'attachment; filename="report-2026-01-01-2026-03-31.{kind}"'
    return answer.content


def csv_of(client, report):
    return file_of(client, report, "csv").decode()


def test_rpt_09_a_report_leaves_as_xlsx_csv_and_pdf_with_definitions_period_day_and_author(alise, gunta):
    family_back(alise)
    report = issued(gunta)
    actions.correct(
        report=report, region=region("vidzeme"), column="contacts", after=7, reason="=A list was found", by=gunta
    )
    client = browser(gunta)
    text = csv_of(client, report)
    table = read(file_of(client, report, "xlsx"))
    rows = {cells[0]: cells for _line, cells in table.rows}
    assert rows["People returned with support before the move"][3] == "3"
    document = PdfReader(BytesIO(file_of(client, report, "pdf")))
    drawn = " ".join("".join(page.extract_text() for page in document.pages).split())
    for told in (text, drawn):
        assert "Gunta" in told
        assert "Quarter 1 of 2026" in told
        assert report.document_sha256[:20] in told.replace(" ", "")
        assert "A quiet quarter." in told or told is text
    assert "Exchanges with families, Vidzeme: 0 \N{RIGHTWARDS ARROW} 7. =A list was found" in drawn
    assert "Adults and children who returned in the period" in text
    assert "'=A list was found" in text
    assert "/StructTreeRoot" in document.trailer["/Root"]
    assert client.get(f"/reports/{report.pk}/file/exe/").status_code == 404
    later = drafted(start=date(2026, 4, 1), end=date(2026, 6, 30))
    assert client.get(reverse("report_file", args=[later.pk, "csv"])).status_code == 404


def event_held(by, title, day, **fields):
    told = {"kind": "webinar", "organiser": "Region", "place": "Library", "title": {"en": title}, **fields}
    return save_event(event=PublicEvent(), by=by, starts_at=datetime.combine(day, time(16), UTC), **told)


def test_rpt_01_a_report_names_the_events_that_it_counts(alise, gunta):
    event_held(alise, "Family day", date(2026, 3, 2), municipality=municipality(PLACE))
    event_held(alise, "Job fair", date(2026, 2, 1), region=region("vidzeme"))
    event_held(alise, "For everywhere", date(2026, 2, 3))
    event_held(alise, "Of Latgale", date(2026, 2, 4), region=region("latgale"))
    event_held(alise, "Too late", date(2026, 4, 2), region=region("vidzeme"))
    cancel_event(event=event_held(alise, "Called off", date(2026, 2, 5), region=region("vidzeme")), by=alise)
    report, client = drafted(), browser(gunta)

    def named():
        page = client.get(address(report))
        held = [one["title"] for one in page.context["events"]]
        assert dict(cells(page.context["table"], "events_held")) == {"Number": len(held)}
        return held

    assert named() == ["Job fair", "Family day"]
    sign_all(report, alise)
    actions.issue(report=report, by=gunta)
    PublicEvent.objects.update(title={"en": "Renamed"})
    assert named() == ["Job fair", "Family day"]
    country = client.get(reverse("report", args=[report.pk])).context["held"]
    assert [one["title"] for one in country] == ["Of Latgale", "Job fair", "Family day", "For everywhere"]
    assert dict(cells(client.get(reverse("report", args=[report.pk])).context["table"], "events_held"))["Total"] == 4
    assert "2026-03-02;Family day;" in csv_of(client, report)
    document = PdfReader(BytesIO(file_of(client, report, "pdf")))
    assert "Family day" in " ".join("".join(page.extract_text() for page in document.pages).split())
    with ZipFile(BytesIO(file_of(client, report, "xlsx"))) as book:
        assert any(b"Family day" in book.read(name) for name in book.namelist())


def test_out_07_a_correction_stands_beside_the_report_with_reason_author_and_difference(alise, cilda, gunta):
    family_back(alise)
    report = issued(gunta)
    page, client = reverse("report_correct", args=[report.pk]), browser(alise)
    data = {"region": "vidzeme", "column": "people_returned", "after": "4", "reason": "A child was left out."}
    refused = client.post(page, {**data, "reason": ""})
    assert refused.status_code == 422
    assert "Without a reason nothing is corrected." in refused.text
    assert client.post(page, {**data, "after": "3"}).status_code == 422
    assert browser(cilda).post(page, data).status_code == 422
    assert not Correction.objects.exists()
    told = client.post(page, data, follow=True).text
    assert "A child was left out." in told
    assert "+1 by corrections" in told
    assert "\N{MINUS SIGN}1 in today" in told
    report_page = client.get(reverse("report", args=[report.pk]))
    assert dict(cells(report_page.context["table"], "people_returned"))["Vidzeme"] == 3
    assert "1 correction stands beside this report." in report_page.text


def test_out_03_the_sum_since_the_start_names_its_parts_and_what_nobody_knows(gunta):
    page = browser(gunta).get(reverse("reports_since"), {"figure": "people_returned"})
    assert "at least" in page.text
    assert "Published by others" in page.text
    assert "For some days nobody has a figure" in page.text
    assert browser(gunta).get(reverse("reports_since"), {"figure": "cats"}).status_code == 422


def test_pages_of_reports_ask_as_often_however_much_there_is(alise):
    report = drafted()
    family_back(alise, place=None)
    client, pages = browser(alise), (address(report), reverse("report", args=[report.pk]), reverse("reports"))
    listed = reverse("report_exception", args=[report.pk, "vidzeme", "return_without_municipality"])
    counted = []
    for _turn in range(2):
        for page in (*pages, listed):
            with CaptureQueriesContext(
                connection,
            ) as asked:
                client.get(page)
            counted.append(len(asked))
        for _more in range(3):
            family_back(alise, place=None)
    assert counted[:4] == counted[4:]
    assert max(counted) < 60


def test_a_deputy_without_a_role_today_signs_nothing(bruno):
    report = drafted()
    assert browser(bruno).get(address(report)).status_code == 403
    other = give_role(make_user("Zane"), Role.objects.get(kind="region_office", region__code="latgale"))
    assert browser(other).post(address(report), {**WORDS, "act": "sign"}).status_code == 403
    assert set(RegionReport.objects.values_list("state", flat=True)) == {"drafted"}


def test_the_list_of_an_exception_goes_on_page_by_page_and_bears_any_address(alise):
    for day in range(1, 29):
        family_back(alise, place=None, on=date(2026, 2, day))
    report = drafted()
    client = browser(alise)
    listed = reverse("report_exception", args=[report.pk, "vidzeme", "return_without_municipality"])
    first = client.get(listed).context["page"]
    second = client.get(listed, {"after": first.older}).context["page"]
    assert (len(first), len(second), second.older) == (25, 3, "")
    for code in ("return_without_municipality", "case_without_next_contact"):
        for after in ("abc~1", "2026-02-30~1", "2026-02-03T00:00:00~2", "~", "2026-02-03~99999999999999999999"):
            page = reverse("report_exception", args=[report.pk, "vidzeme", code])
            assert client.get(page, {"after": after}).status_code == 200
