"""Jobs of the figures: what changed is counted anew within a minute; each night the last quarter is looked through."""

from django.utils import timezone
from procrastinate.contrib.django import app

from majup.kernel.periods import Period, add_months
from majup.reports import counts, quality
from majup.reports.issuing import tasks as issuing

__all__ = ["check_counts", "issuing", "recount"]
MONTHS_LOOKED_THROUGH = 3


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", queueing_lock="recount", lock="recount")
def recount(timestamp: int) -> None:
    counts.recount_waiting()


@app.periodic(cron="43 2 * * *")
@app.task(queue="upkeep", queueing_lock="check_counts", lock="recount")
def check_counts(timestamp: int) -> None:
    counts.recount_waiting()
    today = timezone.localdate()
    counts.check(Period(add_months(today, -MONTHS_LOOKED_THROUGH), today))


@app.periodic(cron="30 4 * * *")
@app.task(queue="upkeep", queueing_lock="prepare_quality")
def prepare_quality(timestamp: int) -> None:
    """Counts on quality for every period that pages offer; what is quick is counted when it is asked for."""
    quality.prepare(quality.usual_periods(timezone.localdate()))
