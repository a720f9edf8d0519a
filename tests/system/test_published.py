"""RPT-08, B-76: what is public of the whole played caseload is attacked as one, as it is stored."""

from django.db import transaction

from majup.reports.models import PublishedCell, Report
from majup.reports.publishing import publish_all, table_of
from tests.kernel.test_suppression import told_too_much
from tests.reports.test_publishing import all_numbers
from tests.system.conftest import using


def test_rpt_08_an_attack_on_everything_published_of_the_played_caseload_finds_nothing(full, django_db_blocker):
    """Regions and country, families and people, places: by an attacker who shares no line with the defence."""
    with django_db_blocker.unblock(), using(full.name), transaction.atomic():
        publish_all()
        stored = PublishedCell.objects.newest()
        assert stored.filter(value=None).exists()
        assert stored.filter(value__isnull=False).exists()
        truth, hidden = all_numbers(Report.objects.filter(state="issued").order_by("period_from"))
        transaction.set_rollback(True)
    table = table_of(truth)
    assert told_too_much(table, hidden) == set()
    # Who opens one hidden small number more finds out what the others hide.
    small = sorted(table.sensitive(5) & hidden)
    assert told_too_much(table, hidden - {small[0]}) != set()
