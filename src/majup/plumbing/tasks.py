"""Jobs of the plumbing: mail goes out, what a killed worker left is taken up again, old jobs are cleared away."""

from procrastinate import JobContext, builtin_tasks
from procrastinate.contrib.django import app

from majup.plumbing import mail, public_version

SECONDS_UNTIL_STALLED = 60
HOURS_TO_KEEP_JOBS = 72


@app.task(queue="mail")
def send_waiting_mail(mail_id: int) -> None:
    mail.send(mail_id)


@app.periodic(cron="* * * * *")
@app.task(queue="mail", queueing_lock="send_due_mail")
def send_due_mail(timestamp: int) -> None:
    """Send what is due and has waited: retries, and mails whose job died with its worker."""
    for mail_id in mail.due_ids():
        if mail.send(mail_id) is mail.Outcome.LATER:
            break  # the server is down or busy; the rest goes with the next minute


@app.periodic(cron="*/2 * * * *")
@app.task(queue="upkeep", queueing_lock="take_up_stalled_jobs", pass_context=True)
async def take_up_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Jobs must bear being run again: their worker was killed at an unknown point."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SECONDS_UNTIL_STALLED):
        await manager.retry_job(job)


@app.periodic(cron="17 3 * * *")
@app.task(queue="upkeep", queueing_lock="clear_old_jobs", pass_context=True)
async def clear_old_jobs(context: JobContext, timestamp: int) -> None:
    await builtin_tasks.remove_old_jobs(context, max_hours=HOURS_TO_KEEP_JOBS)


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", queueing_lock="shorten_public_changes")
def shorten_public_changes(timestamp: int) -> None:
    public_version.shorten()
