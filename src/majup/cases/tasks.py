"""Jobs of the case stage: mail that belongs to a case comes onto its time line."""

from procrastinate.contrib.django import app

from majup.cases.actions import file_message
from majup.intake.models import Message
from majup.intake.queries import messages_to_file
from majup.staff.scope import Scope, acting


@app.periodic(cron="* * * * *")
@app.task(queue="mailbox", queueing_lock="file_messages", lock="file_messages")
def file_messages(timestamp: int) -> None:
    for message_id, _household_id, region_id in messages_to_file():
        with acting(Scope(regions=frozenset({region_id}))):
            file_message(message=Message.objects.select_related("enquiry").get(pk=message_id))
