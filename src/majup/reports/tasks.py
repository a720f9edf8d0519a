"""Jobs of the figures: what changed is counted anew within a minute; each night all that was reported is checked."""

from django.utils import timezone
from procrastinate.contrib.django import app

from majup.kernel.periods import Period, add_months
from majup.reports import counts, quality
from majup.reports.issuing import tasks as issuing
from majup.reports.models import Report

__all__ = ["check_counts", "issuing", "recount"]
MONTHS_LOOKED_THROUGH = 3


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", queueing_lock="recount", lock="recount")
def recount(timestamp: int) -> None:
    counts.recount_waiting()


@app.periodic(cron="43 2 * * *")
@app.task(queue="upkeep", queueing_lock="check_counts", lock="recount")
def check_counts(timestamp: int) -> None:
    """All days since the first report, and in any case the last quarter."""
    counts.recount_waiting()
    today = timezone.localdate()
    first = Report.objects.order_by("period_from").values_list("period_from", flat=True).first() or today
    counts.check(Period(min(first, add_months(today, -MONTHS_LOOKED_THROUGH)), today))


@app.periodic(cron="30 4 * * *")
@app.task(queue="upkeep", queueing_lock="prepare_quality")
def prepare_quality(timestamp: int) -> None:
    """Counts on quality for every period that pages offer; what is quick is counted when it is asked for."""
    quality.prepare(quality.usual_periods(timezone.localdate()))
