"""Jobs of the openings: reading files, and what time does to entries."""

from django.utils import timezone
from procrastinate.contrib.django import app

from majup.openings import actions
from majup.openings.actions import reading
from majup.openings.models import Reading


@app.task(queue="openings", pass_context=False)
def read_file(reading_id: int) -> None:
    """Check the rows of a file, or take them over, whichever it waits for; a job that comes twice does nothing."""
    found = Reading.objects.select_related("source").filter(
        pk=reading_id, state__in=[Reading.State.CHECKING, Reading.State.IMPORTING]
    )
    for row in found:
        reading.run(row)


@app.periodic(cron="20 2 * * *")
@app.task(queue="openings", queueing_lock="age_openings")
def age_openings(timestamp: int) -> None:
    """Entries past their last day end; owners are asked whether theirs still hold; who does not say so is hidden."""
    actions.age(today=timezone.localdate())
    reading.forget_old_files()
