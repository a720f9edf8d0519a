"""Mails to employers and owners of dwellings, each with a link of its own: no account is needed (K-E1)."""

from collections.abc import Mapping
from datetime import timedelta

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from majup.kernel.hashing import token, token_digest
from majup.network import letters
from majup.network.models import Role
from majup.openings.models import AnnouncedNeed, Dwelling, Employer, OpeningLink, SpecialistRequest, State, Vacancy
from majup.openings.pay import opening_settings
from majup.places.models import Municipality
from majup.plumbing import mail
from majup.plumbing.addresses import page_address
from majup.plumbing.days import Day


def new_link(*, employer: Employer | None = None, dwelling: Dwelling | None = None) -> tuple[str, OpeningLink]:
    """A secret and the link that it opens; former links go on working until their day."""
    secret = token()
    until = timezone.now() + timedelta(days=opening_settings()["link_days"])
    link = OpeningLink.objects.create(
        employer=employer, dwelling=dwelling, digest=token_digest(secret), expires_at=until
    )
    return secret, link


def link_of(secret: str, language: str) -> str:
    return page_address("own_entries", secret, language=language)


def send_link(*, employer: Employer | None = None, dwelling: Dwelling | None = None) -> str:
    """Mail a new link to the address that stands in the entry, never to another one. Returns its secret."""
    secret, link = new_link(employer=employer, dwelling=dwelling)
    values = {"until": Day(timezone.localdate(link.expires_at), _language(dwelling))}
    _write("opening_link", secret, employer or dwelling, values)
    return secret


def tell_checked(entry: Employer | Vacancy | Dwelling | AnnouncedNeed | SpecialistRequest) -> None:
    """Tell who handed it in what became of it; nothing is sent about what staff wrote itself."""
    whom = entry if isinstance(entry, Employer | Dwelling) else entry.employer
    if whom is None or not address_of(whom):
        return
    employer, dwelling = (whom, None) if isinstance(whom, Employer) else (None, whom)
    secret, _link = new_link(employer=employer, dwelling=dwelling)
    with translation.override(_language(dwelling)):
        if entry.state == State.PUBLISHED:
            result = _("It can be seen by everybody from now on.")
        else:
            result = _("It was not published: %(reason)s") % {"reason": entry.reason}
    _write("opening_checked", secret, whom, {"result": result}, name=title_of(entry))


def ask_to_confirm(entry: Vacancy | Dwelling) -> bool:
    """Ask whether the entry still holds; False when nobody can be asked by mail."""
    whom = entry if isinstance(entry, Dwelling) else entry.employer
    if whom is None or not address_of(whom):
        return False
    employer, dwelling = (whom, None) if isinstance(whom, Employer) else (None, whom)
    secret, _link = new_link(employer=employer, dwelling=dwelling)
    rules = opening_settings()
    until = timezone.localdate() + timedelta(days=rules["remind_days"] + rules["hide_days"])
    _write("opening_confirm", secret, whom, {"until": Day(until, _language(dwelling))}, name=title_of(entry))
    return True


def tell_introduced(*, employer: Employer, vacancy: Vacancy | None, role: Role) -> None:
    """Tell an employer with a mailbox, in the name of `role`, that somebody agreed to meet it; who, its link shows."""
    secret, _link = new_link(employer=employer)
    _write("opening_introduced", secret, employer, {}, name=str(vacancy or employer), role=role)


def address_of(whom: Employer | Dwelling) -> str:
    if isinstance(whom, Employer):
        return whom.mailbox
    return whom.owner.email if hasattr(whom, "owner") else ""


def title_of(entry: Employer | Vacancy | Dwelling | AnnouncedNeed | SpecialistRequest) -> str:
    """How the entry is called in a mail to its owner, in the language of that; a dwelling by what and where it is."""
    if not isinstance(entry, Dwelling):
        return str(entry)
    language = _language(entry)
    with translation.override(language):
        other = {Dwelling.Kind.LAND: _("Land plot"), Dwelling.Kind.BUSINESS: _("Premises or land for business")}
        what = other.get(Dwelling.Kind(entry.kind), _("A home"))
    place = entry.municipality.name_in(language) if entry.municipality else ""
    return ", ".join(filter(None, (what, entry.area, place)))


def _language(dwelling: Dwelling | None) -> str:
    """An owner is written to in the language of the form; an employer in the country's own."""
    return dwelling.owner.language if dwelling is not None and hasattr(dwelling, "owner") else settings.LANGUAGE_CODE


def _write(
    code: str,
    secret: str,
    whom: Employer | Dwelling | None,
    values: Mapping[str, str],
    *,
    name: str = "",
    role: Role | None = None,
) -> None:
    if whom is None or not address_of(whom):
        return
    language = _language(whom if isinstance(whom, Dwelling) else None)
    values = {"link": link_of(secret, language), "name": name or title_of(whom), **values}
    letter = letters.write(code, language, values, role=role)
    sender = role or specialist_of(whom.municipality)
    mail.queue(
        purpose=code,
        to=address_of(whom),
        subject=letter.subject,
        text=letter.body,
        language=letter.language,
        from_address=sender.mailbox if sender else "",
        automatic=True,
    )


def specialist_of(municipality: Municipality | None) -> Role | None:
    """The role in whose name the municipality writes."""
    return Role.objects.filter(kind=Role.Kind.SPECIALIST, municipality=municipality).first() if municipality else None
