"""`./run majup numbers_checks` prints the checks made by hand and fails when one of them comes out otherwise."""

import csv
from decimal import Decimal
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from majup.reports.models import IssuedFigure

pytestmark = pytest.mark.django_db
GIVEN = settings.BASE_DIR / "tests/data/reports/numbers_checks.csv"


def printed() -> tuple[dict[str, list[str]], str]:
    """{check: [result, expected, computed]}, and how the command ended: nothing, or "<exit code> <why>"."""
    out, failed = StringIO(), ""
    try:
        call_command("numbers_checks", stdout=out)
    except CommandError as error:
        failed = f"{error.returncode} {error}"
    rows = [line.split(maxsplit=3) for line in out.getvalue().splitlines() if line.startswith(("OK", "DIFF", "UNK"))]
    return {row[3]: row[:3] for row in rows}, failed


def test_t_13_every_check_of_the_list_is_printed_as_it_was_found_by_hand():
    lines, failed = printed()
    assert failed == ""
    with GIVEN.open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 62
    for row in rows:
        result, expected, computed = lines[row["check"]]
        assert Decimal(computed) == Decimal(row["computed"]), row["check"]
        assert Decimal(expected) == Decimal(row["given"] or row["computed"]), row["check"]
        assert result == ("DIFFERS" if row["result"] == "DIFFERS" else "OK"), row["check"]


def test_b_80_the_command_shows_70_against_88_and_is_content():
    lines, failed = printed()
    assert lines["Kurzeme people returned: same check"] == ["DIFFERS", "70", "88"]
    assert failed == ""


def test_a_figure_that_changed_makes_the_command_fail_and_say_which():
    IssuedFigure.objects.filter(metric="families_returned", region=None, value=163).update(value=164)
    lines, failed = printed()
    name = "families_returned 2018-03..2018-12: sum of 5 regions"
    assert lines[f"{name}  NOT AS RECORDED: ok, 163 against 163"] == ["DIFFERS", "164", "163"]
    assert failed.startswith("1 ")  # the exit code
    assert name in failed


def test_a_contradiction_that_vanishes_is_told_too():
    """70 against 88 that suddenly fits is as wrong as a sum that no longer does."""
    IssuedFigure.objects.filter(metric="people_returned", region__code="kurzeme", value=965).update(value=983)
    lines, failed = printed()
    (line,) = [name for name in lines if name.startswith("Kurzeme people returned: same check")]
    assert lines[line] == ["OK", "88", "88"]
    assert "Kurzeme people returned: same check" in failed


def test_a_figure_that_is_missing_is_unknown_and_not_zero():
    IssuedFigure.objects.filter(metric="people_returned", region__code="kurzeme", value=965).delete()
    lines, failed = printed()
    (line,) = [name for name in lines if name.startswith("Kurzeme people returned: same check")]
    assert lines[line] == ["UNKNOWN", "-", "88"]
    assert failed
