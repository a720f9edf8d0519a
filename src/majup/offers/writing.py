"""Writes the letter: from the rows of an offer to the document in one language, with finished sentences."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from majup.cases.models import Need, Step
from majup.kernel.dates import long_date
from majup.kernel.localized import Picked, pick
from majup.network.queries import coordinator_role
from majup.offers import document as doc
from majup.offers.contacts import contact_of, name_of
from majup.offers.models import Offer, OfferItem, Section
from majup.offers.queries import items_of, latest
from majup.openings import rents
from majup.places.models import Municipality
from majup.profiles.comparison import compare
from majup.staff.models import User

LETTER_ORDER = (Section.FAMILY, Section.HOME, Section.WORK, Section.BUSINESS, Section.EVERYDAY)


def section_words() -> dict[str, str]:
    """Titles of the six sections in the active language."""
    return {
        Section.FAMILY: _("For the family: kindergarten, school, support"),
        Section.HOME: _("A place to live"),
        Section.WORK: _("Work"),
        Section.BUSINESS: _("Your own business"),
        Section.EVERYDAY: _("Everyday matters"),
        Section.STEPS: _("Step by step"),
    }


def phase_words() -> dict[str, str]:
    return {
        Step.Phase.BEFORE_LEAVING: _("Before leaving"),
        Step.Phase.ON_ARRIVAL: _("On arrival"),
        Step.Phase.FIRST_MONTHS: _("In the first months"),
    }


def write(
    *, offer: Offer, version: int, on: date, by: User, language: str, items: list[OfferItem] | None = None
) -> doc.Document:
    """The letter as it would go out on `on`, in `language`; texts that lack it stand in another one with a notice."""
    items = items_of(offer) if items is None else items
    left_out = set(offer.not_needed.values_list("section", flat=True))
    with translation.override(language):
        written = {item.pk: _item(item, language) for item in items}
        parts = tuple(
            doc.Part(section, section_words()[section], tuple(written[i.pk] for i in items if i.section == section))
            for section in LETTER_ORDER
            if any(item.section == section for item in items)
        )
        return doc.Document(
            language=language,
            title=_("Individual offer"),
            reference=offer.case.reference,
            version=version,
            version_words=_("Version %(number)s") % {"number": version},
            date=on.isoformat(),
            date_words=long_date(on, language),
            greeting=pgettext("opening of a letter", "Hello,"),
            introduction=tuple(paragraph for paragraph in offer.introduction.splitlines() if paragraph.strip()),
            opening=_("Here is what we found out for you, from all who answered, in one letter."),
            mixed_notice=_mixed_notice(written.values(), language),
            wishes=_wishes(offer, language),
            parts=parts,
            not_needed=tuple(section_words()[s] for s in LETTER_ORDER if s in left_out),
            phases=() if Section.STEPS in left_out else _phases(offer, language),
            closing=_("You need not tell any of this again elsewhere: write or call me, and I will ask on."),
            sender=_sender(offer, by, language),
            words=_words(),
            compared=_compared(offer, language, on),
        )


def draft(*, offer: Offer, by: User, items: list[OfferItem] | None = None) -> doc.Document:
    """The letter as it would go out if it were sent now."""
    last = latest(offer)
    number = last.number + 1 if last else 1
    return write(offer=offer, version=number, on=timezone.localdate(), by=by, language=offer.language, items=items)


def languages_of(offer: Offer, offered: Iterable[str]) -> list[str]:
    """The offer's language, then every other one of `offered` in which each text of it exists (OFF-12)."""
    texts = [
        texts
        for item in offer.items.filter(removed_at=None)
        for texts in (item.title, item.text, item.ask, *(fact["value"] for fact in item.facts))
        if texts
    ]
    others = [
        language
        for language in offered
        if language != offer.language and not offer.introduction and all(texts_.get(language) for texts_ in texts)
    ]
    return [offer.language, *others]


def _any(texts: dict[str, str], language: str) -> Picked:
    return pick(texts, language, sorted(texts))


def _item(item: OfferItem, language: str) -> doc.Item:
    title, text, ask = (_any(texts, language) for texts in (item.title, item.text, item.ask))
    return doc.Item(
        key=item.key,
        kind=item.kind,
        title=title.text or (_any(item.need.topic.name, language).text if item.need else ""),
        text=text.text,
        language=text.language or title.language or language,
        about=_about(item.need),
        institution=_any(name_of(item.role) if item.role else item.institution, language).text,
        contact=contact_of(item.role) if item.role else item.contact,
        ask=ask.text,
        ask_language=ask.language or language,
        until=long_date(item.until, language) if item.until else "",
        certainty=item.certainty,
        certainty_words=_certainty_words(item),
        origin=item.origin,
        origin_words=_origin_words(item),
        dated=_dated(item, language),
        contributor=_any(item.contributor, language).text,
        job=_job(item) if item.kind == OfferItem.Kind.JOB else None,
        facts=tuple(_fact(fact, language) for fact in item.facts),
        source=f"{item.fact_version.fact.code}#{item.fact_version.number}" if item.fact_version else "",
    )


def _fact(fact: dict[str, dict[str, str]], language: str) -> doc.Fact:
    value = _any(fact["value"], language)
    return doc.Fact(_any(fact["label"], language).text, value.text, value.language or language)


def _dated(item: OfferItem, language: str) -> str:
    if item.confirmed_on is None:
        return _("Reported earlier; we do not know whether it still holds") if item.fact_version_id else ""
    general = item.certainty == OfferItem.Certainty.GENERAL
    words = _("Checked on: %(date)s") if general else _("Confirmed on: %(date)s")
    return words % {"date": long_date(item.confirmed_on, language)}


def _about(need: Need | None) -> str:
    return need.person.given_name if need and need.person else ""


def _certainty_words(item: OfferItem) -> str:
    if item.kind == OfferItem.Kind.NO_SOLUTION:
        return _("No solution at present")
    words = {
        OfferItem.Certainty.CONFIRMED: _("Confirmed for you"),
        OfferItem.Certainty.UNCONFIRMED: _("To be confirmed"),
    }
    return words.get(OfferItem.Certainty(item.certainty), _("General information"))


def _origin_words(item: OfferItem) -> str:
    """Whose words they are; a post or a home is no standard text, whatever was added to it."""
    if item.vacancy_id or item.dwelling_id:
        return _("From the list of vacancies") if item.vacancy_id else _("From the list of homes")
    words = {
        OfferItem.Origin.STANDARD: _("Standard text"),
        OfferItem.Origin.ADAPTED: _("Standard text adapted for you"),
    }
    return words.get(OfferItem.Origin(item.origin), _("Written for you"))


def _job(item: OfferItem) -> doc.Job:
    unknown = pgettext("a fact about a job", "not known")
    remote: dict[str, str] = {
        OfferItem.Remote.YES: _("can be done remotely"),
        OfferItem.Remote.PARTLY: _("partly remotely"),
        OfferItem.Remote.NO: _("only on the spot"),
    }
    return doc.Job(
        pay=item.pay_after_tax or unknown, bonuses=item.bonuses or unknown, remote=remote.get(item.remote, unknown)
    )


def _mixed_notice(items: Iterable[doc.Item], language: str) -> str:
    used = {
        used for item in items for used in (item.language, item.ask_language, *(fact.language for fact in item.facts))
    }
    if used <= {language}:
        return ""
    return _("Some texts exist in another language only. They are marked; ask me if you want them explained.")


def _wishes(offer: Offer, language: str) -> tuple[doc.Wish, ...]:
    """What the family asked for; of support wishes only the topic, never what was told in confidence (PRV-05)."""
    needs = offer.case.needs.exclude(state=Need.State.DROPPED).select_related("topic", "person")
    return tuple(
        doc.Wish(_any(need.topic.name, language).text, _about(need), "" if need.topic.support_wish else need.wish)
        for need in needs
    )


def _phases(offer: Offer, language: str) -> tuple[doc.Phase, ...]:
    steps = list(offer.case.steps.all())
    titles = phase_words()
    by_phase = {
        phase: tuple(
            doc.StepWords(step.pk, _any(step.text, language).text, _any(step.why or {}, language).text)
            for step in steps
            if step.phase == phase
        )
        for phase in titles
    }
    return tuple(doc.Phase(str(phase), titles[phase], found) for phase, found in by_phase.items() if found)


def _sender(offer: Offer, by: User, language: str) -> doc.Sender:
    """Whom the family writes to: always the responsible coordinator's role, whoever presses the button."""
    role = coordinator_role(offer.case.region)
    return doc.Sender(
        name=(offer.case.responsible or by).name,
        role=_any(name_of(role), language).text,
        phone=role.phone,
        mailbox=role.mailbox,
    )


def _compared(offer: Offer, language: str, on: date) -> doc.Compared | None:
    """The places that the coordinator put side by side, in her order (OFF-07, OFF-16)."""
    if not offer.compared:
        return None
    by_code = {place.atvk: place for place in Municipality.objects.filter(atvk__in=offer.compared)}
    found = compare([by_code[code] for code in offer.compared if code in by_code], language, rents.lines, on)
    rows = tuple(
        doc.ComparedRow(
            f"{line.label} ({line.unit})" if line.unit else line.label,
            tuple(doc.ComparedCell(cell.text, cell.said, cell.is_known) for cell in line.cells),
            line.source,
        )
        for line in found.lines
    )
    return doc.Compared(
        title=_("Places side by side"),
        words=_("As known on %(day)s. Where nothing is known, it says so.") % {"day": found.on},
        criterion=_("What is compared"),
        places=found.places,
        rows=rows,
    )


def _words() -> doc.Words:
    return doc.Words(
        understood=_("What we understood"),
        not_needed=_("As we understood, you do not need:"),
        whom=_("Whom to ask"),
        ask=_("What to ask for"),
        until=_("Until"),
        pay=_("Pay after tax"),
        bonuses=_("Bonuses"),
        remote=_("Remote work"),
        steps=_("Step by step"),
        sender=_("Your coordinator"),
        contributor=_("This part comes from"),
        page=_("Page"),
        marks=_("Tell me what is useful and what is not: open the letter with your personal link."),
    )
