"""What others printed, beside what follows from the stored figures (RPT-03, B-80, T-13)."""

import pytest
from django.conf import settings

from majup.places.pack import read
from majup.reports import printed
from majup.reports.models import IssuedFigure

pytestmark = pytest.mark.django_db
# The table of 18.08.2020: by period and row, five regions and the total.
TABLE = [
    (33, 38, 22, 19, 51, 163),
    (88, 87, 55, 50, 119, 399),
    (393, 564, 379, 201, 278, 1815),
    (47, 64, 58, 23, 33, 225),
    (142, 183, 178, 70, 83, 656),
    (365, 890, 406, 209, 398, 2268),
    (30, 63, 28, 14, 54, 189),
    (86, 168, 77, 30, 127, 488),
    (337, 322, 193, 173, 387, 1412),
]


def documents():
    return printed.documents(read(settings.COUNTRY_PACK, "printed"))


def test_rpt_03_the_table_of_2020_has_its_rows_columns_and_order_and_every_value_comes_out():
    table = documents()[0].tables[0]
    assert [name["en"] for name in table.columns] == ["Kurzeme", "Latgale", "Vidzeme", "Zemgale", "Riga", "Total"]
    assert [tuple(int(value.printed) for value in row.values) for row in table.rows] == TABLE
    assert [tuple(int(value.computed) for value in row.values) for row in table.rows] == TABLE


def test_rpt_03_shares_of_the_money_make_100_and_their_euros_are_worked_out():
    rows = documents()[0].tables[1].rows
    assert [tuple(map(_plain, (row.values[0].printed, row.values[1].computed))) for row in rows] == [
        (None, 643529),
        (30, 193058.7),
        (30, 193058.7),
        (30, 193058.7),
        (10, 64352.9),
    ]
    assert rows[0].values[0].computed == 100


def _plain(value):
    return None if value is None else float(value)


def test_b_80_of_two_sentences_on_one_region_people_alone_differ_by_18():
    found = [(int(one.value.printed), int(one.value.difference)) for one in _told()]
    assert found == [(185, -18), (123, 0), (628, 0), (2688, 0), (965, 18), (719, 0)]
    assert all(one.note for one in _told() if one.value.differs)


def _told():
    return [one for sentence in documents()[1].sentences for one in sentence.figures]


def test_another_source_of_the_same_figure_stands_beside_it():
    latgale = documents()[0].tables[0].rows[5].values[1]
    assert [(int(one.value), one.source) for one in latgale.others] == [(889, "lpr.gov.lv, 2020")]
    assert not latgale.differs  # it is stored as it was printed


def test_a_stored_figure_that_was_changed_shows_against_the_print():
    IssuedFigure.objects.filter(metric="families_returned", region__code="kurzeme", value=33).update(value=34)
    row = documents()[0].tables[0].rows[0]
    assert [int(value.difference) for value in row.values] == [1, 0, 0, 0, 0, 1]


def test_a_figure_that_is_not_stored_is_not_known():
    IssuedFigure.objects.filter(metric="families_returned", region__code="kurzeme", value=33).delete()
    row = documents()[0].tables[0].rows[0]
    assert [value.computed is None for value in row.values] == [True, False, False, False, False, True]
    assert row.values[0].difference is None
