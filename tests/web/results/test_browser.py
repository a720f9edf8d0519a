"""The results on a telephone: read, and taken along as files."""

import pytest

from tests.support import browser

pytestmark = pytest.mark.django_db(transaction=True)


def test_rpt_04_a_journalist_reads_the_results_on_a_telephone_and_takes_the_money_along(
    live_server, monkeypatch, tmp_path
):
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with browser.page(live_server.url, width=390, accept_downloads=True) as page:
        page.goto("/en/results/")
        assert browser.overflow(page) == 0
        assert browser.violations(page) == []
        assert page.locator("figure.chart svg").count() >= 5
        page.get_by_role("link", name="All tables and files").click()
        page.get_by_role("link", name="Money by year").click()
        assert browser.overflow(page) == 0
        assert browser.violations(page) == []
        for kind, begins in (("CSV", b"\xef\xbb\xbfprogramme"), ("XLSX", b"PK"), ("PDF", b"%PDF")):
            with page.expect_download() as taken:
                page.get_by_role("link", name=kind, exact=True).click()
            file = tmp_path / kind
            taken.value.save_as(file)
            assert file.read_bytes().startswith(begins)
