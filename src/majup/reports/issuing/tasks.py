"""Jobs of the reports: the next one is drafted when its period is over, and drafts are counted anew every morning."""

from django.utils import timezone
from procrastinate.contrib.django import app

from majup.reports.issuing import actions, periods
from majup.reports.models import Report


@app.periodic(cron="10 4 * * *")
@app.task(queue="reports", queueing_lock="draft_reports")
def draft_reports(timestamp: int) -> None:
    """Draft what is due, also after days on which no worker ran; coming again does nothing."""
    today = timezone.localdate()
    while (due := periods.usual(periods.next_start())) and due[1].end < today:
        actions.draft(kind=due[0], start=due[1].start, end=due[1].end, by=None)
    for report in Report.objects.filter(state=Report.State.OPEN):
        actions.refresh(report=report)
