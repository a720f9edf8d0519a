"""Places in the search over everything: by name, and by what a municipality answers to the standard questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from majup.kernel.dates import long_date
from majup.kernel.text import stem, words
from majup.places.models import Municipality, PlaceName, PlanningRegion
from majup.places.queries import today_of
from majup.profiles import finder
from majup.profiles.comparison import one_line
from majup.profiles.models import Answer, Question
from majup.web.components.texts import language, localized_plain
from majup.web.search.everyday import Term
from majup.web.search.sources import Asked, Hit

LABEL = _("Places")
SAID = 0.75  # words, figures and choices without a score
BAD = 0.5  # an answer that says less than this is no reason to show the place


@dataclass(frozen=True)
class Line:
    """One answer of a place with its words, those of the question and of the part of the profile included."""

    answer: Answer
    words: frozenset[str]


@dataclass(frozen=True)
class Index:
    """All that places say, and every word in it; kept with the sheet of the finder, which knows when it is old."""

    lines: Mapping[Municipality, tuple[Line, ...]]
    vocabulary: frozenset[str]


def find(asked: Asked, most: int) -> list[Hit]:
    """Places of that name first; then those with an answer that has the words, best answered first."""
    named_so = [*_regions(asked.terms), *(_hit(place) for place in _named(asked.terms))]
    return (named_so or _answered(asked.terms))[:most]


def _regions(terms: Iterable[Term]) -> list[Hit]:
    found = []
    for region in PlanningRegion.objects.filter(valid_to=None):
        known = {word for name in (*region.name.values(), *region.full_name.values()) for word in _forms(name)}
        if all(term.typed in known or stem(term.typed) in known for term in terms):
            found.append(Hit(region.full_name, reverse("public_region", args=[region.code])))
    return found


@lru_cache(maxsize=8192)
def _forms(text: str) -> frozenset[str]:
    return frozenset(form for word in words(text) for form in (word, stem(word)))


def _named(terms: Iterable[Term]) -> list[Municipality]:
    """Municipalities of today by any spelling they are or were known by."""
    wanted = [{term.typed, stem(term.typed)} for term in terms]
    spellings = PlaceName.objects.values_list("municipality", "name")
    named_so = {pk for pk, name in spellings if all(one & _forms(name) for one in wanted)}
    places = Municipality.objects.filter(pk__in=named_so).select_related("successor").order_by("sort_key")
    return list(dict.fromkeys(map(today_of, places)))


def _answered(terms: tuple[Term, ...]) -> list[Hit]:
    known = index()
    meant = [term.among(known.vocabulary) for term in terms]
    best = [(place, line) for place, lines in known.lines.items() if (line := _best(lines, meant))]
    best.sort(key=lambda found: (-_score(found[1].answer), found[0].sort_key))
    return [_hit(place, line.answer) for place, line in best]


def _best(lines: Iterable[Line], meant: list[set[str]]) -> Line | None:
    fitting = [line for line in lines if all(line.words & one for one in meant) and _score(line.answer) >= BAD]
    return max(fitting, key=lambda line: _score(line.answer), default=None)


def _score(answer: Answer) -> float:
    """What a choice says of the place, 0 to 1; words and figures say what they say."""
    option = answer.question.option(answer.choice) if answer.question.kind == Question.Kind.CHOICE else None
    score = option["score"] if option else None
    return SAID if score is None else float(score)


def index() -> Index:
    sheet = finder.sheet()
    if "index" not in sheet.words:
        sheet.words["index"] = _index()
    found: Index = sheet.words["index"]
    return found


def _index() -> Index:
    rows = Answer.objects.current().filter(municipality__valid_to=None, link="")
    lines: dict[Municipality, list[Line]] = {}
    for row in rows.select_related("question__block", "municipality").order_by("municipality__sort_key", "pk"):
        lines.setdefault(row.municipality, []).append(Line(row, frozenset(_words_of(row))))
    vocabulary = {word for listed in lines.values() for line in listed for word in line.words}
    return Index({place: tuple(listed) for place, listed in lines.items()}, frozenset(vocabulary))


def _words_of(row: Answer) -> set[str]:
    question = row.question
    option = question.option(row.choice) if row.choice else None
    texts = [question.label, question.hint or {}, question.block.name, option["name"] if option else row.text]
    return {form for text in texts for said in text.values() for form in _forms(said)} | _forms(row.municipality.name)


def _hit(place: Municipality, answer: Answer | None = None) -> Hit:
    said = ""
    if answer:
        question, day = localized_plain(answer.question.label), long_date(answer.confirmed_on, language())
        said = f"{question} {one_line(answer.question, answer, language())} ({day})"
    return Hit(place.name_in(language()), reverse("public_place", args=[place.atvk]), said)


def all_url(asked: Asked) -> str:
    return reverse("public_places")
