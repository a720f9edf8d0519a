"""Mails to one member of a family, in that member's language, in the name of the coordinator (LNG-03)."""

from typing import Any

from django.conf import settings

from majup.cases.models import Case
from majup.network import letters
from majup.network.calendar import country_settings
from majup.network.queries import coordinator_role
from majup.people.models import Person
from majup.plumbing import mail
from majup.plumbing.addresses import page_address


def language_of(person: Person | None) -> str:
    """The member's own language when the program speaks it, else the country's main one."""
    spoken = dict(settings.LANGUAGES)
    return person.language if person and person.language in spoken else country_settings()["languages"][0]


def url_of(secret: str, language: str, name: str = "own_page") -> str:
    return page_address(name, secret, language=language)


def write(
    code: str, *, case: Case, to: str, language: str, key: str | None, unsubscribe_url: str = "", **values: Any
) -> None:
    """Queue the message `code`; raises ValueError when `to` is no address."""
    role = coordinator_role(case.region)
    letter = letters.write(code, language, {"reference": case.reference, **values}, role=role)
    mail.queue(
        purpose=code,
        to=to,
        subject=letter.subject,
        text=letter.body,
        from_address=role.mailbox,
        language=letter.language,
        automatic=True,
        unsubscribe_url=unsubscribe_url,
        region_id=case.region_id,
        household_id=case.household_id,
        key=key,
    )
