"""Mails to who answers for facts: which of them should be confirmed now, with a link that needs no account (CAT-04)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from majup.catalogue.models import ConfirmationLink, Fact
from majup.kernel.hashing import token, token_digest
from majup.kernel.localized import pick
from majup.network import letters
from majup.network.calendar import country_settings
from majup.network.models import Role
from majup.network.queries import people_of
from majup.plumbing import mail
from majup.plumbing.addresses import page_address

MOST_NAMED = 12


def ask_to_confirm(role: Role, facts: Sequence[Fact]) -> bool:
    """Queue one mail that names the facts of `role` that are due; False when nobody would read it."""
    person = people_of([role])[role.pk].acting
    address = person.email if person else role.mailbox
    if not address:
        return False
    languages = country_settings()["languages"]
    language = person.language if person else languages[0]
    names = [pick(fact.name, language, [*languages, *fact.name]).text for fact in facts[:MOST_NAMED]]
    more = len(facts) - len(names)
    listed = "\n".join(f"- {name}" for name in names) + (f"\n- … +{more}" if more > 0 else "")
    letter = letters.write("facts_due", language, {"facts": listed, "number": str(len(facts)), "link": new_link(role)})
    mail.queue(
        purpose="facts_due",
        to=address,
        subject=letter.subject,
        text=letter.body,
        language=letter.language,
        automatic=True,
        key=f"facts due {role.pk} {timezone.localdate()}",
    )
    return True


def new_link(role: Role) -> str:
    """A link of its own for `role`; only its digest is kept."""
    secret, now = token(), timezone.now()
    days = country_settings()["question_link_days"]
    ConfirmationLink.objects.create(
        role=role, digest=token_digest(secret), made_at=now, expires_at=now + timedelta(days=days)
    )
    return page_address("facts_by_link", secret)
