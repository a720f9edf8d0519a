"""Jobs of the reports stage: counts on quality that take long are made in the night."""

from django.utils import timezone
from procrastinate.contrib.django import app

from majup.reports import quality


@app.periodic(cron="30 4 * * *")
@app.task(queue="upkeep", queueing_lock="prepare_quality")
def prepare_quality(timestamp: int) -> None:
    """For every period that pages offer; what is quick is counted when it is asked for."""
    quality.prepare(quality.usual_periods(timezone.localdate()))
