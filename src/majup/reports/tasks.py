"""Jobs of the reports: what was issued becomes public, with small numbers hidden."""

from procrastinate.contrib.django import app

from majup.reports import publishing


@app.periodic(cron="*/5 * * * *")
@app.task(queue="reports", queueing_lock="publish_issued")
def publish_issued(timestamp: int) -> None:
    """Publish every issued report and every correction; a job that comes twice finds nothing to do."""
    for report in publishing.unpublished():
        publishing.publish(report)
