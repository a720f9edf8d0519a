"""Links to a family's own page, taken from the mail that carries them."""

from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from majup.family import actions
from majup.family.queries import address_of
from majup.family.tasks import send_links_to
from majup.people.models import Person
from majup.plumbing.mail import as_sender
from majup.plumbing.models import OutgoingMail
from majup.staff.scope import acting


def token_of(case, coordinator, given_name="", *, to=None) -> str:
    """Send the link to the first adult, or to who is named, and read its secret in the mail, as the member would."""
    with acting(coordinator.scope):
        adults = Person.objects.select_related("household").filter(household=case.household_id, is_child=False)
        person = (adults.filter(given_name=given_name) if given_name else adults).first()
        actions.send_link(person=person, by=coordinator, to=to or address_of(person) or "somebody@family.example")
    return last_mail().text.split("/my/")[1].split("/")[0]


def last_mail() -> OutgoingMail:
    with as_sender():
        return OutgoingMail.objects.latest("pk")


def mails(purpose: str) -> list[OutgoingMail]:
    with as_sender():
        return list(OutgoingMail.objects.filter(purpose=purpose).order_by("pk"))


def own(token: str, name: str = "own_page", *arguments) -> str:
    return reverse(name, args=[token, *arguments])


def do_link_jobs() -> None:
    """Do the jobs that the door has asked for, as the worker does, within the test's transaction."""
    for job in ProcrastinateJob.objects.filter(task_name__endswith="send_links_to").order_by("pk"):
        send_links_to(**job.args)
