"""Jobs of the figures: what changed is counted anew within a minute; each night the last quarter is looked through."""

from django.utils import timezone
from procrastinate.contrib.django import app

from majup.kernel.periods import Period, add_months
from majup.reports import counts
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
