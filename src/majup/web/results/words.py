"""What the public numbers are called, and how a number that is not there is told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from babel.dates import format_skeleton
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from majup.kernel.dates import locale_of, written
from majup.kernel.periods import Period
from majup.places.models import PlanningRegion
from majup.plumbing.numbers import grouped
from majup.reports import staying
from majup.reports.models import IssuedFigure
from majup.reports.results import Told
from majup.reports.retention import MONTHS
from majup.web.components.public import citation
from majup.web.components.texts import language, localized_plain, longdate

INTERNAL = "_internal"


def measure_name(column: str) -> str:
    """A column of totals as everybody understands it; a column that has no public name keeps its code."""
    code = column.removesuffix(INTERNAL)
    name = _names().get(code, code)
    return name if code == column else _("%(what)s (moves inside the country)") % {"what": name}


def _names() -> dict[str, str]:
    return {
        "enquiries": pgettext("public figure", "Questions received"),
        "families_contacted": pgettext("public figure", "Families in contact"),
        "people_contacted": pgettext("public figure", "People in contact"),
        "cases_opened": pgettext("public figure", "Families taken into care"),
        "contacts": pgettext("public figure", "Conversations and letters"),
        "questions_sent": pgettext("public figure", "Questions put to municipalities and institutions"),
        "questions_answered": pgettext("public figure", "Answers of municipalities and institutions"),
        "offers_sent": pgettext("public figure", "Individual offers"),
        "people_offered": pgettext("public figure", "People covered by offers"),
        "offer_versions": pgettext("public figure", "Versions of offers"),
        "families_intending": pgettext("public figure", "Families that intend to return"),
        "intentions_people": pgettext("public figure", "People who intend to return"),
        "families_returned": pgettext("public figure", "Families returned with support"),
        "people_returned": pgettext("public figure", "People returned with support"),
        "families_returned_alone": pgettext("public figure", "Families returned by themselves"),
        "people_returned_alone": pgettext("public figure", "People returned by themselves"),
        "families_left": pgettext("public figure", "Families that left again"),
        "people_left": pgettext("public figure", "People who left again"),
        "events_held": pgettext("public figure", "Meetings and events"),
        **{f"{staying.COLUMN}_{months}": _months_later(months) for months in MONTHS},
    }


def _months_later(months: int) -> str:
    return pgettext("public figure", "Families %(months)s months after their return") % {"months": months}


def state_name(code: str) -> str:
    """What is known of families that returned; "" is all of them."""
    return {
        "": pgettext("families that returned", "all"),
        "here": pgettext("families that returned", "known to be here"),
        "left": pgettext("families that returned", "left again"),
        "unknown": pgettext("families that returned", "nothing is known"),
    }[code]


def number(value: int | None) -> str:
    return "" if value is None else grouped(value)


def told_words(one: Told | None) -> str:
    """The number, or why there is none."""
    if one is None:
        return _("not known")
    if one.is_few:
        return _("not shown")
    return number(one.value) if one.value is not None else pgettext("public figure", "no data")


def period_words(period: Period) -> str:
    """The year, with the months when it is a part of one; other stretches by their days."""
    if not period.is_part_year and period.start.year == period.end.year:
        return str(period.start.year)
    if period.start.year == period.end.year and str(period).count("-") <= 2:
        first, last = (written(day, "LLLL", language()) for day in (period.start, period.end))
        return f"{period.start.year}, {first}" if first == last else f"{period.start.year}, {first} – {last}"  # noqa: RUF001
    if period.start.year == period.end.year:
        first, last = (
            format_skeleton("MMMMd", day, locale=locale_of(language())) for day in (period.start, period.end)
        )
        return f"{period.start.year}, {first} – {last}"  # noqa: RUF001
    return pgettext("public figure", "%(first)s to %(last)s") % {
        "first": longdate(period.start, "since"),
        "last": longdate(period.end, "until"),
    }


def source_of(one: Told) -> str:
    """Who published the number, and when."""
    if one.figure is None:
        return _("counted by this system, published on %(day)s") % {"day": longdate(one.day, "on")}
    return figure_source(one.figure)


def sources_of(numbers: Iterable[Told]) -> tuple[str, ...]:
    """Each source of `numbers` once, in their order."""
    distinct = {(one.figure, one.day): one for one in numbers}
    return tuple(dict.fromkeys(map(source_of, distinct.values())))


def figure_source(figure: IssuedFigure) -> str:
    source = citation(figure.source).rstrip(".")
    return (
        f"{source}, {longdate(figure.issued_on)}"
        if figure.issued_on and not _has_day(source, figure.issued_on)
        else source
    )


def _has_day(source: str, day: date) -> bool:
    return written(day, "dd.MM.yyyy", language()) in source


def region_names() -> dict[str, str]:
    return {region.code: localized_plain(region.name) for region in PlanningRegion.objects.all()}
