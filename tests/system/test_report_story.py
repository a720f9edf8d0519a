"""A quarter is reported end to end: two coordinators and the ministry in the browser, the others by action.

RPT-01, RPT-02, OUT-06: one exception is mended at its source, one attempt to issue is refused.
"""

from datetime import date

import pytest

from majup.reports.issuing import actions, tasks
from majup.reports.models import IssuedFigure, Report
from tests.support.reports import family_back
from tests.support.worker import run_worker
from tests.system.hands import hands

pytestmark = pytest.mark.django_db(transaction=True)
QUARTER = "Quarter 1 of 2026"


@pytest.fixture
def report(alise, cilda) -> Report:
    """Families of two regions; in Vidzeme nobody wrote down where one lives. The worker drafts the quarter."""
    family_back(alise, place=None)
    family_back(alise, adults=1, children=2, on=date(2026, 3, 3))
    family_back(cilda, "latgale", adults=1, children=0)
    tasks.draft_reports.defer(timestamp=0)
    assert "draft_reports" in run_worker()
    return Report.objects.earliest("period_from")


def test_rpt_01_a_quarter_is_reported_by_two_regions_and_issued_by_the_ministry(site, report, alise, cilda, gunta):
    with hands(site, alise) as her:
        her.goto("/desk/")
        her.follow(QUARTER)
        her.sees("What does not fit together", "Returns without a municipality", "Mend before signing")
        assert not her.main.get_by_role("button", name="Sign the report").count()
        her.check_page()
        her.follow("Returns without a municipality")
        her.follow("Correct the return", exact=False)
        her.main.get_by_label("Municipality where they live now").select_option(index=1)
        her.fill("What was wrong?", "They told it by phone.")
        her.click("Save")
        her.goto(f"/reports/{report.pk}/vidzeme/")
        her.sees("Everything fits together")
        her.fill("How the period went", "Two family days.")
        her.click("Sign the report")
        her.sees("Signed by Alise", "Two family days.")
    for part in report.regions.exclude(region__code__in=["vidzeme", "latgale"]):
        actions.sign(regional=part, comment="", problems="", words="", by=alise)
    with hands(site, gunta) as ministry:
        ministry.goto(f"/reports/{report.pk}/issue/")
        ministry.click("Issue the report")
        refused = ministry.page.get_by_text("Not signed yet: Latgale.")
        assert refused.count() == 1
        ministry.check_page()
    with hands(site, cilda, width=390) as phone:
        phone.goto(f"/reports/{report.pk}/latgale/")
        phone.check_page()
        phone.click("Sign the report")
        phone.sees("Signed by Cilda")
    with hands(site, gunta) as ministry:
        ministry.goto("/desk/")
        ministry.follow("Check the sums and issue the report")
        ministry.sees("Everything adds up")
        ministry.follow("Issue the report")
        ministry.click("Issue the report")
        ministry.sees("Issued by", "Gunta", "Digest of the document")
        ministry.check_page()
        with ministry.page.expect_download() as download:
            ministry.follow("Table (CSV)")
        assert "People returned with support before the move;" in download.value.path().read_text()
    assert IssuedFigure.objects.get(report=report, scope="total", column="people_returned").value == 7
