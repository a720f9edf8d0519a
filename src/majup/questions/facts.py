"""What of a family may be shown with a question: each fact by itself, only when the coordinator ticks it (REF-06)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from babel import Locale
from babel.dates import format_skeleton
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from majup.cases.models import Need, SupportWish
from majup.kernel.localized import pick
from majup.network.calendar import country_settings
from majup.network.models import CodeList, Role
from majup.people.models import Person
from majup.questions.models import Question

LABELS = {
    "birth_year": _("Year of birth"),
    "school_class": _("Class or stage"),
    "schooling_language": _("Language of schooling so far"),
    "latvian_level": _("Knowledge of the state language"),
    "starts_on": _("Wished month"),
    "candidates": _("Places the family thinks of"),
    "adults": _("Adults"),
    "children": _("Children"),
    "children_years": _("Years of birth of the children"),
    "occupation": _("Occupation"),
    "skills": _("Skills"),
    "languages": _("Languages"),
    "country": _("Lives in"),
    "wish": _("Wish in the family's words"),
    "support": _("Support wished"),
    "name": _("Name"),
    "contact": _("How to reach the person"),
}
SUPPORT = "support"
# What may tell who the family is, or is nobody else's business: only with the family's agreement (PRV-02).
PERSONAL = frozenset({"name", "wish", SUPPORT})
CONSENT = {Role.Kind.INSTITUTION: "share_institution"}
CONSENT_OF_OTHERS = "share_municipality"


@dataclass(frozen=True)
class Fact:
    """One thing that could be shown."""

    key: str
    value: str

    @property
    def label(self):
        return LABELS[self.key]


def facts_of(need: Need, language: str) -> list[Fact]:
    """Everything known that a question about `need` could show, in `language`; names come last."""
    person = need.person
    adult = person if person and not person.is_child else _applicant(need)
    found = [*_of_child(person, language), *_of_household(need, person, language), *_of_adult(adult, language)]
    found += [Fact("wish", need.wish), *_support(need), Fact("name", str(person or adult or ""))]
    return [fact for fact in found if fact.value]


def defaults_for(need: Need, keys: Iterable[str], facts: Iterable[Fact]) -> list[str]:
    """Keys ticked at first: those the answer form names, never what may tell who the family is."""
    wanted = set(keys)
    return [fact.key for fact in facts if fact.key in wanted - PERSONAL]


def consent_for(role: Role) -> str:
    """Purpose to which the family must have agreed before `role` sees something of `PERSONAL`."""
    return CONSENT.get(Role.Kind(role.kind), CONSENT_OF_OTHERS)


def without_personal(question: Question) -> None:
    """Take from what is shown with `question` all that needs an agreement; the caller saves it."""
    question.shown = [fact for fact in question.shown if fact["key"] not in PERSONAL]
    question.support, question.tells_support = "", False


def has_agreed(need: Need, role: Role) -> bool:
    """Whether `role` may see something of `PERSONAL` now: the family's word, for an adult that adult's own (PRV-02)."""
    given = need.case.household.consents.filter(purpose=consent_for(role), withdrawn_at=None)
    if need.person and not need.person.is_child:
        given = given.filter(Q(person=None) | Q(person=need.person))
    return given.exists()


def _applicant(need: Need) -> Person | None:
    return need.case.household.members.filter(is_child=False).first()


def _of_child(person: Person | None, language: str) -> Iterator[Fact]:
    if person is None:
        return
    if person.is_child:
        yield Fact("birth_year", str(person.birth_year or ""))
    yield Fact("school_class", person.school_class or _code("school_stages", person.school_stage, language))
    yield Fact("schooling_language", _language(person.schooling_language, language))
    yield Fact("latvian_level", _code("language_levels", person.latvian_level, language))


def _of_household(need: Need, person: Person | None, language: str) -> Iterator[Fact]:
    members = list(need.case.household.members.all())
    children = [member for member in members if member.is_child]
    yield Fact("starts_on", _month((person and person.starts_on) or need.case.intended_month, language))
    places = need.case.candidates.select_related("municipality")
    yield Fact("candidates", ", ".join(candidate.municipality.name_in(language) for candidate in places))
    yield Fact("adults", str(len(members) - len(children)))
    yield Fact("children", str(len(children)))
    yield Fact("children_years", ", ".join(str(child.birth_year) for child in children if child.birth_year))
    yield Fact("country", _country(need.case.household.country, language))


def _of_adult(adult: Person | None, language: str) -> Iterator[Fact]:
    if adult is None:
        return
    yield Fact("occupation", adult.occupation)
    yield Fact("skills", ", ".join(skill.name for skill in adult.skills.all()))
    yield Fact("languages", ", ".join(_language(known.language, language) for known in adult.languages.all()))


def facts_of_adult(adult: Person, language: str) -> list[Fact]:
    """What an employer could be shown of `adult`, once that person has agreed to that employer (EMP-07)."""
    known = [
        *_of_adult(adult, language),
        Fact("latvian_level", _code("language_levels", adult.latvian_level, language)),
    ]
    known += [Fact("country", _country(adult.household.country, language)), Fact("name", str(adult))]
    known += [Fact("contact", ", ".join(point.value for point in adult.contact_points.all()))]
    return [fact for fact in known if fact.value]


def _support(need: Need) -> Iterator[Fact]:
    """Only the responsible region sees these rows at all (PRV-05)."""
    for wish in SupportWish.objects.filter(need=need):
        yield Fact(SUPPORT, wish.note or wish.kind)


def _code(kind: str, code: str, language: str) -> str:
    row = CodeList.objects.filter(kind=kind, code=code).first() if code else None
    return pick(row.name, language, country_settings()["languages"]).text if row else ""


def _month(day: date | None, language: str) -> str:
    return format_skeleton("yMMMM", day, locale=language) if day else ""


def _language(code: str, language: str) -> str:
    return Locale.parse(language).languages.get(code, code) if code else ""


def _country(code: str, language: str) -> str:
    return Locale.parse(language).territories.get(code, code) if code else ""
