"""A guide in finished words: steps with what, why, how long, where, what to bring; and addresses that hold traits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from majup.matching.guide import Fit, Guide, Household, Law, Plan, Step, Trait, library
from majup.network.models import Institution, Role
from majup.web.components.texts import localized_plain
from majup.web.facts.words import role_words

PHASES: Mapping[str, Any] = {
    "before_leaving": gettext_lazy("Before leaving"),
    "on_arrival": gettext_lazy("On arrival"),
    "first_months": gettext_lazy("In the first months"),
}
PLACES: Mapping[str, Any] = {
    "municipality": pgettext_lazy("where", "The municipality"),
    "coordinator": pgettext_lazy("where", "The coordinator of your region"),
}


@dataclass(frozen=True)
class Contact:
    """An institution and how to reach it; what nobody has entered is empty."""

    code: str
    name: str
    abbreviation: str
    website: str
    phone: str = ""
    mailbox: str = ""


@dataclass(frozen=True)
class Shown:
    """A step as the page, the paper and the PDF show it."""

    code: str
    text: str
    why: str
    how_long: str
    where: Contact | None
    where_words: str
    bring: Sequence[str]
    other_way: str
    laws: Sequence[Law]
    only_if: Sequence[str] = field(default=())


def household_of(query: QueryDict) -> Household:
    """Traits from an address: `has` and `not`; after the form (`for=me`) what is not ticked is not so."""
    known = library().traits
    has = frozenset(code for code in query.getlist("has") if code in known)
    told = set(query.getlist("asked") if query.get("for") == "me" else ()) & set(known)
    has_not = {code for code in query.getlist("not") if code in known} | told
    return Household(has, frozenset(has_not) - has)


def query_of(household: Household) -> str:
    parts = [("has", code) for code in sorted(household.has)] + [("not", code) for code in sorted(household.has_not)]
    return urlencode(parts)


def address_of(household: Household) -> str:
    """Where the step list of this household stands; the address holds all that is known of it."""
    return f"{reverse('guide_mine')}?{query_of(household)}"


def contacts(codes: Iterable[str]) -> dict[str, Contact]:
    """Institutions by code, with the contact of their role."""
    wanted = list(dict.fromkeys(codes))
    roles = {role.institution_id: role for role in Role.objects.filter(institution__code__in=wanted).order_by("-pk")}
    rows = Institution.objects.filter(code__in=wanted).prefetch_related("names")
    return {row.code: _contact(row, roles.get(row.pk)) for row in rows}


def _contact(row: Institution, role: Role | None) -> Contact:
    return Contact(
        row.code,
        localized_plain(row.name_on()),
        row.abbreviation,
        row.website,
        role.phone if role else "",
        role.mailbox if role else "",
    )


class Steps(list[Shown]):
    """The steps of a phase; `maybe` are those that are not for everybody."""

    @property
    def maybe(self) -> list[Shown]:
        return [step for step in self if step.only_if]


def shown(plan: Plan, known: Mapping[str, Contact]) -> list[tuple[str, list[Shown]]]:
    """(name of the phase, its steps) in order."""
    return [
        (str(PHASES[phase.code]), Steps(shown_step(step, fit, known) for step, fit in phase.steps))
        for phase in plan.phases
    ]


def shown_step(step: Step, fit: Fit, known: Mapping[str, Contact]) -> Shown:
    today, traits = timezone.localdate(), library().traits
    return Shown(
        code=step.code,
        text=localized_plain(step.text),
        why=localized_plain(step.why),
        how_long=localized_plain(step.how_long),
        where=known.get(step.where),
        where_words=str(PLACES.get(step.where, "")),
        bring=[localized_plain(text) for text in step.bring],
        other_way=localized_plain(step.other_way),
        laws=[law for law in step.laws if law.holds(today)],
        only_if=[localized_plain(traits[code].label) for code in step.only_if] if fit == Fit.MAYBE else (),
    )


def institutions_of(steps: Iterable[Step]) -> list[str]:
    return [step.where for step in steps if step.where and step.where not in PLACES]


def traits_shown(codes: Iterable[str], household: Household) -> list[tuple[Trait, bool]]:
    known = library().traits
    return [(known[code], code in household.has) for code in codes]


def page_of(guide: Guide, household: Household, plan: Plan) -> dict[str, Any]:
    """What the page of one guide shows."""
    known = contacts([*guide.contacts, *institutions_of(guide.steps)])
    return {
        "guide": guide,
        "phases": shown(plan, known),
        "folds": True,
        "number": plan.number,
        "left_out": [localized_plain(step.text) for step in plan.left_out],
        "traits": traits_shown(guide.traits, household),
        "is_for_me": not household.is_unknown,
        "contacts": [known[code] for code in guide.contacts if code in known],
        "page_owner": role_words(guide.text.role),
        "page_checked": guide.text.checked_on,
        "is_archive": guide.text.is_archive(),
        "pdf": f"{reverse('guide_pdf', args=[guide.text.code])}?{query_of(household)}",
    }


def own_page(household: Household, plan: Plan) -> dict[str, Any]:
    known = contacts(institutions_of(step for phase in plan.phases for step, _fit in phase.steps))
    return {
        "phases": shown(plan, known),
        "folds": True,
        "number": plan.number,
        "left_out": [localized_plain(step.text) for step in plan.left_out],
        "traits": traits_shown(library().traits, household),
        "is_for_me": not household.is_unknown,
        "pdf": f"{reverse('guide_mine_pdf')}?{query_of(household)}",
    }


def paper_of(title: str, lead: str, phases: list[tuple[str, list[Shown]]], day: str) -> dict[str, Any]:
    """What the template of the PDF draws, in finished words."""
    return {
        "title": title,
        "lead": lead,
        "day": day,
        "page": _("Page"),
        "phases": [{"name": name, "steps": [_on_paper(one) for one in steps]} for name, steps in phases],
    }


def _on_paper(one: Shown) -> dict[str, Any]:
    where = f"{one.where.name} {one.where.website}".strip() if one.where else one.where_words
    rows = [
        (_("Only if"), "; ".join(one.only_if)),
        (_("How long"), one.how_long),
        (_("Where"), where),
        (_("Bring along"), "; ".join(one.bring)),
        (_("Other way"), one.other_way),
    ]
    laws = [f"{localized_plain(law.text)} ({localized_plain(law.basis)})" for law in one.laws]
    return {"text": one.text, "why": one.why, "rows": [row for row in rows if row[1]], "laws": laws}
