"""Two to four places side by side by the same criteria, each value with source and day; unknown is shown as unknown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import asin, cos, radians, sin, sqrt
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from majup.kernel.dates import long_date
from majup.kernel.localized import pick
from majup.places.figures import Reading, matrix
from majup.places.models import Figure, Indicator, Municipality
from majup.places.queries import region_of
from majup.places.statistics import first_day
from majup.places.wording import limit_words, number, shared_words, value_words
from majup.plumbing.days import day_words
from majup.profiles.models import Answer, FinderFrame, Question
from majup.profiles.queries import Said, answers_of

FEWEST, MOST = 2, 4
EARTH_KM = 6371
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
QUARTER = re.compile(r"(\d{4})Q([1-4])")


@dataclass(frozen=True)
class Cell:
    """What stands for one place: the words, and what must be said with them (source, day, whose value it is)."""

    text: str
    said: str = ""
    is_known: bool = True


@dataclass(frozen=True)
class Line:
    code: str
    label: str
    unit: str
    cells: tuple[Cell, ...]
    source: str = ""


@dataclass(frozen=True)
class Comparison:
    places: tuple[str, ...]
    lines: tuple[Line, ...]
    opinions: tuple[Line, ...]
    on: str


Lines = Callable[[Sequence[Municipality]], Sequence[Line]]


def compare(places: Sequence[Municipality], language: str, more: Lines, day: date | None = None) -> Comparison:
    """The lines that the pack names, distance, and the opinions of returnees (Q-R12), all in `language`.

    `more` adds what later stages know of the same places, in the active language.
    """
    with translation.override(language):
        return _compare(places, language, more, day or timezone.localdate())


def _compare(places: Sequence[Municipality], language: str, more: Lines, day: date) -> Comparison:
    figures, frame = matrix(day), FinderFrame.objects.get(pk=1).settings
    questions = {question.code: question for question in Question.objects.filter(code__in=frame["compared"])}
    answers = answers_of(places, questions)
    lines = [
        _answer_line(questions[code], places, answers, language, day)
        if code in questions
        else _figure_line(figures.indicators[code], [figures.cells[place.pk, code] for place in places], language)
        for code in frame["compared"]
        if code in questions or code in figures.indicators
    ]
    pay, distance = _pay_line(places, frame, language, day), _distance_line(places, frame, language)
    lines += [line for line in (pay, *more(places), distance) if line]
    lines += [_no_source_line(row, len(places), language) for row in frame["no_source"]]
    opinions = [indicator for indicator in figures.indicators.values() if indicator.topic == "opinion"]
    return Comparison(
        tuple(place.name_in(language) for place in places),
        tuple(lines),
        tuple(
            replace(_figure_line(one, [figures.cells[p.pk, one.code] for p in places], language), source="")
            for one in opinions
        ),
        day_words(day, language, "on"),
    )


def _figure_line(indicator: Indicator, readings: Iterable[Reading], language: str) -> Line:
    told = list(readings)
    cells = tuple(Cell(value_words(r), figure_note(r, language), r.is_known) for r in told)
    sources = dict.fromkeys(pick(r.dataset.source, language).text for r in told if r.dataset)
    unit = pick(indicator.unit, language).text
    return Line(indicator.code, pick(indicator.name, language).text, unit, cells, "; ".join(sources))


def period_words(period: str, language: str) -> str:
    """2021 as it is; a quarter and a day as people write them."""
    if period == "not stated":
        return _("not stated when")
    if quarter := QUARTER.fullmatch(period):
        return _("Quarter %(number)s of %(year)s") % {"year": quarter[1], "number": quarter[2]}
    return long_date(date.fromisoformat(period), language) if DAY.fullmatch(period) else period


def figure_note(reading: Reading, language: str) -> str:
    """Period, whose value it is, base, limits and notes, in one line."""
    areas = ", ".join(pick(area.name, language).text for area in reading.inherited_from)
    said = [
        period_words(reading.period, language),
        _("value of: %(area)s") % {"area": areas} if areas else "",
        shared_words(reading) if areas and reading.shared_by > 1 and reading.base is None else "",
        _("at most %(number)s answers") % {"number": reading.base} if reading.base is not None else "",
        _("few answers") if reading.has_small_base else "",
        *(limit_words(limit) or pick(limit.text, language).text for limit in reading.limits),
        pick(reading.note, language).text,
    ]
    return _joined([part.rstrip(".") for part in said if part])


def _joined(parts: Iterable[str]) -> str:
    """Remarks behind semicolons; what is a sentence of its own begins after a full stop."""
    text = ""
    for part in parts:
        text += f"{'. ' if part[0].isupper() else '; '}{part}" if text else part
    return text


def _answer_line(
    question: Question,
    places: Sequence[Municipality],
    answers: Mapping[tuple[int, str], Answer],
    language: str,
    day: date,
) -> Line:
    cells = tuple(_answer_cell(question, answers.get((place.pk, question.code)), language, day) for place in places)
    return Line(question.code, pick(question.label, language).text, "", cells)


def _answer_cell(question: Question, answer: Answer | None, language: str, day: date) -> Cell:
    if answer is None:
        return Cell(_("not answered"), is_known=False)
    said = _("the municipality, %(day)s") % {"day": long_date(answer.confirmed_on, language)}
    if Said(question, answer, day).is_old:
        said += "; " + _("not confirmed for a long time")
    return Cell(one_line(question, answer, language), said)


def answer_text(question: Question, answer: Answer, language: str) -> str:
    """The answer in words, in another language where it is not written in `language`."""
    if question.kind == Question.Kind.CHOICE:
        option = question.option(answer.choice)
        return pick(option["name"], language).text if option else answer.choice
    if question.kind == Question.Kind.NUMBER:
        return f"{answer.number:,.0f}".replace(",", "\N{NO-BREAK SPACE}")
    return answer.link or pick(answer.text, language, sorted(answer.text)).text


def one_line(question: Question, answer: Answer, language: str) -> str:
    """The same where there is room for one line only."""
    text = answer_text(question, answer, language)
    return ", ".join(filter(None, map(str.strip, text.splitlines()))) if question.kind == Question.Kind.LINES else text


def _pay_line(places: Sequence[Municipality], frame: Mapping[str, Any], language: str, day: date) -> Line | None:
    """How pay has moved in the region of each place: who left long ago does not know (OFF-16)."""
    indicator = Indicator.objects.filter(code=frame["pay_series"]).first()
    if indicator is None:
        return None
    series: dict[int, list[Figure]] = {}
    for figure in Figure.objects.filter(indicator=indicator, area__region__isnull=False).select_related("area"):
        if figure.area and figure.area.region_id:
            series.setdefault(figure.area.region_id, []).append(figure)
    regions = [region_of(place, day) for place in places]
    cells = tuple(_pay_cell(indicator, series.get(region.pk, []) if region else [], language) for region in regions)
    return Line(indicator.code, pick(indicator.name, language).text, pick(indicator.unit, language).text, cells)


def _pay_cell(indicator: Indicator, figures: Sequence[Figure], language: str) -> Cell:
    told = sorted(figures, key=lambda figure: first_day(figure.period))
    first, last = (told[0], told[-1]) if told else (None, None)
    if not (first and last and first.low and last.low and last.area):
        return Cell(_("no data"), is_known=False)
    growth = 100 * (last.low / first.low - 1)
    text = f"{number(first.low, indicator)} → {number(last.low, indicator)} ({growth:+.0f} %)"
    area = pick(last.area.name, language).text
    span = f"{period_words(first.period, language)} \N{EN DASH} {period_words(last.period, language)}"
    return Cell(text, f"{span}; " + _("value of: %(area)s") % {"area": area})


def _no_source_line(row: Mapping[str, Any], number_of: int, language: str) -> Line:
    """Asked for, but nobody publishes it by place: said so instead of being left out."""
    cell = Cell(_("no data"), pick(row["reason"], language).text, is_known=False)
    return Line(row["code"], pick(row["name"], language).text, "", (cell,) * number_of)


def _distance_line(places: Sequence[Municipality], frame: Mapping[str, Any], language: str) -> Line | None:
    centre = Municipality.objects.filter(atvk=frame["distance_to"]).first()
    if centre is None:
        return None
    label = _("Distance to %(place)s, in a straight line") % {"place": centre.name_in(language)}
    cells = (kilometres(place, centre) for place in places)
    return Line("distance", label, "km", tuple(_distance_cell(value) for value in cells))


def _distance_cell(value: int | None) -> Cell:
    return (
        Cell(_("not known"), is_known=False) if value is None else Cell(str(value), _("between the middles on the map"))
    )


def kilometres(one: Municipality, other: Municipality) -> int | None:
    """Great-circle distance between the label points; None when one has none."""
    points = (one.label_longitude, one.label_latitude, other.label_longitude, other.label_latitude)
    if None in points:
        return None
    a_long, a_lat, b_long, b_lat = (radians(value) for value in points if value is not None)
    half = sin((b_lat - a_lat) / 2) ** 2 + cos(a_lat) * cos(b_lat) * sin((b_long - a_long) / 2) ** 2
    return round(2 * EARTH_KM * asin(sqrt(half)))
