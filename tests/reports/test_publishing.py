"""What of an issued report becomes public, and what stays hidden though regions, periods, parts and people add up."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum

from majup.kernel.suppression import exposed
from majup.reports.cells import Cell, table_of
from majup.reports.models import MadeFile, Publication, PublishedCell, Report
from majup.reports.publishing import (
    numbers_of,
    publish,
    publish_all,
    unpublished,
    year_so_far,
)
from tests.kernel.test_suppression import told_too_much
from tests.support.results import REGIONS, correct, issue

pytestmark = pytest.mark.django_db


def cells(report, **wanted):
    return PublishedCell.objects.newest().filter(publication__report=report, **wanted)


def shown(report, column, code, **wanted):
    wanted.setdefault("by", "")
    where = {"region__code": code} if code else {"region": None}
    return cells(report, column=column, **where, **wanted).get().value


def test_rpt_08_a_small_number_and_what_would_tell_it_stay_hidden(alise):
    report = issue(alise, "2026-Q1", families_returned=(3, 20, 30, 12, 9), people_returned=(12, 50, 80, 30, 21))
    publish(report)
    assert shown(report, "families_returned", "kurzeme") is None
    assert shown(report, "people_returned", "kurzeme") is None  # twelve people of three families
    assert shown(report, "families_returned", "") == 74  # the total is what would be missed most
    hidden = cells(report, column="families_returned", value=None)
    assert hidden.count() == 2


def test_rpt_08_a_zero_of_a_region_is_told(alise):
    report = issue(alise, "2026-Q1", families_returned=(0, 20, 30, 12, 9))
    publish(report)
    assert shown(report, "families_returned", "kurzeme") == 0


def test_b_76_in_a_list_of_places_zero_looks_like_a_few(alise):
    report = issue(alise, "2026-Q1", {"0054000": 9, "0038001": 2, "0026000": 8}, families_returned=(20, 20, 30, 12, 9))
    publish(report)
    places = dict(cells(report, by="municipality").values_list("key", "value"))
    assert places["0038001"] is None
    assert 0 not in {number for key, number in places.items() if key}
    assert places["0054000"] in {9, None}


def test_rpt_08_quarters_and_their_year_cannot_be_taken_from_each_other(alise):
    """Q1 and Q2 are published one after the other; the sum of both must not give Q2 away."""
    first = issue(alise, "2026-Q1", families_returned=(9, 20, 30, 12, 9), people_returned=(20, 50, 80, 30, 21))
    publish(first)
    second = issue(alise, "2026-Q2", families_returned=(2, 8, 11, 7, 6), people_returned=(3, 20, 30, 20, 15))
    publish(second)
    assert shown(first, "families_returned", "kurzeme") == 9
    assert shown(second, "families_returned", "kurzeme", period_from="2026-04-01") is None
    assert shown(second, "families_returned", "kurzeme", period_from="2026-01-01") is None  # 11 less 9 would be 2
    assert shown(second, "families_returned", "", period_from="2026-01-01") == 114


def all_numbers(reports):
    """What is public, and the truth behind it: {cell: number}, hidden cells."""
    truth, hidden, known = {}, set(), {}
    for report in reports:
        own = numbers_of(report)
        truth |= own | year_so_far(report, own, known)
        known[report] = own
    for row in PublishedCell.objects.newest().select_related("region"):
        code = row.region.code if row.region else ""
        cell = Cell(row.column, code, row.period_from, row.period_to, row.by, row.key)
        if row.value is None:
            hidden.add(cell)
        else:
            assert truth[cell] == row.value
    return truth, hidden


def test_rpt_08_an_attack_on_everything_published_together_finds_nothing(alise):
    """Rows, columns, totals, parts, periods and people at once, by an attacker who shares no line with the defence."""
    numbers = [(1, 7, 0, 12, 4), (6, 2, 3, 9, 15), (0, 5, 8, 1, 30), (2, 2, 14, 6, 5)]
    reports = []
    for quarter, families in enumerate(numbers, 1):
        people = tuple(3 * number for number in families)
        places = {"0054000": families[0], "0038001": 1, "0026000": 3}
        report = issue(alise, f"2026-Q{quarter}", places, families_returned=families, people_returned=people)
        publish(report)
        reports.append(report)
    truth, hidden = all_numbers(reports)
    table = table_of(truth)
    assert len(table.sums) > 50
    assert told_too_much(table, hidden) == set()
    assert not exposed(table, frozenset(hidden), 5)
    # The same attack on a defence that hides small numbers alone would succeed.
    assert told_too_much(table, table.sensitive(5)) != set()


def test_what_was_published_stays(alise):
    """The triggers are reports_publication_is_frozen and reports_publishedcell_is_frozen."""
    publish(issue(alise, "2026-Q1", families_returned=(9, 20, 30, 12, 9)))
    for change in (
        lambda: PublishedCell.objects.update(value=1),
        lambda: PublishedCell.objects.all().delete(),
        lambda: Publication.objects.update(threshold=1),
    ):
        with pytest.raises(IntegrityError, match="neither changed nor deleted"), transaction.atomic():
            change()


def copy_of(row, **values):
    row.pk, row._state.adding = None, True
    for name, value in values.items():
        setattr(row, name, value)
    row.save(force_insert=True)


def made_file():
    return MadeFile.objects.get_or_create(dataset="results", language="en", state_of_data="one")[0]


REFUSED = {
    "publication_number_once": lambda: copy_of(Publication.objects.first(), corrections=7),
    "one_publication_per_state_of_report": lambda: copy_of(Publication.objects.first(), number=7),
    "published_cell_once": lambda: copy_of(PublishedCell.objects.first()),
    "published_cell_period_in_order": lambda: copy_of(PublishedCell.objects.first(), period_to=date(2020, 1, 1)),
    "made_file_once": lambda: copy_of(made_file()),
    "made_file_has_all_rows": lambda: MadeFile.objects.filter(pk=made_file().pk).update(digest="0" * 64),
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses(alise, name):
    publish(issue(alise, "2026-Q1", families_returned=(9, 20, 30, 12, 9)))
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        REFUSED[name]()
    assert refused.value.__cause__.diag.constraint_name == name


def test_the_worker_publishes_once_and_a_correction_anew(alise):
    report = issue(alise, "2026-Q1", families_returned=(9, 20, 30, 12, 9))
    publish_all()
    publish_all()
    assert Publication.objects.count() == 1
    assert publish(report).number == 1
    correct(alise, report, "families_returned", "latgale", before=20, after=21)
    publish_all()
    assert [one.number for one in Publication.objects.order_by("number")] == [1, 2]
    assert shown(report, "families_returned", "latgale") == 21
    assert shown(report, "families_returned", "") == 81
    assert PublishedCell.objects.filter(publication__number=1).aggregate(n=Sum("value"))["n"] == 160  # as it was


def test_a_correction_of_the_first_quarter_reaches_the_sum_in_the_second(alise):
    first = issue(alise, "2026-Q1", families_returned=(9, 20, 30, 12, 9))
    second = issue(alise, "2026-Q2", families_returned=(9, 20, 30, 12, 9))
    publish_all()
    correct(alise, first, "families_returned", "latgale", before=20, after=25)
    assert unpublished() == [first, second]
    publish_all()
    assert shown(second, "families_returned", "latgale", period_from="2026-01-01") == 45


def test_an_open_report_is_not_published(alise):
    report = issue(alise, "2026-Q1", families_returned=(9, 20, 30, 12, 9))
    assert unpublished() == [report]
    Report.objects.create(
        kind="quarter", period_from="2026-04-01", period_to="2026-06-30", opened_at="2026-07-01T00:00Z"
    )
    assert unpublished() == [report]


def test_enquiries_without_region_do_not_tell_what_a_region_hides(alise):
    """The total is more than the regions: the rest is unknown to readers and a part of the sum all the same."""
    report = issue(alise, "2026-Q1", enquiries=(3, 20, 30, 12, 9), nowhere=11)
    publish(report)
    assert shown(report, "enquiries", "") == 85
    assert shown(report, "enquiries", "kurzeme") is None
    assert cells(report, column="enquiries", value=None).count() == 1  # the eleven hide the three


def told_of(report):
    """{code of the region or None: value} of the families returned in the report's own period."""
    rows = cells(report, by="", column="families_returned", period_from=report.period_from)
    return dict(rows.values_list("region__code", "value"))


def test_rpt_08_a_corrected_report_beside_the_earlier_one_does_not_tell_what_became_small(alise):
    """Who kept the first publication knows what the hidden regions make together; a third one became small since."""
    numbers = dict(zip(REGIONS, (3, 7, 20, 30, 12), strict=True))
    report = issue(alise, "2026-Q1", families_returned=tuple(numbers.values()))
    publish(report)
    before = told_of(report)
    hidden = {code for code, value in before.items() if value is None}
    (small, *_others) = sorted(set(numbers) - hidden)
    correct(alise, report, "families_returned", small, before=numbers[small], after=2)
    publish(report)
    after = told_of(report)
    assert {code for code, value in after.items() if value is None} >= hidden | {small}
    together = before[None] - sum(numbers[code] for code in set(numbers) - hidden)
    still = sum(numbers[code] for code in set(numbers) - hidden - {small})
    assert {code: after[code] for code in set(numbers) - hidden - {small}} == {
        code: numbers[code] for code in set(numbers) - hidden - {small}
    }  # shown once, shown for good
    assert after[None] is None, after[None] - still - together
