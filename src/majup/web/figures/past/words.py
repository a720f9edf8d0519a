"""How published figures are told: units, qualifiers, periods."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from majup.kernel.dates import written
from majup.kernel.periods import Period, PeriodKind
from majup.reports.figure_checks import Result
from majup.reports.models import GrantRound, IssuedFigure
from majup.web.components.library import register
from majup.web.components.texts import language, longdate

UNITS: Mapping[str, Promise] = {
    "families": pgettext_lazy("unit", "families"),
    "people": pgettext_lazy("unit", "people"),
    "offers": pgettext_lazy("unit", "offers"),
    "percent": pgettext_lazy("unit", "%"),
    "EUR": pgettext_lazy("unit", "euros"),
    "municipalities": pgettext_lazy("unit", "municipalities"),
    "applications": pgettext_lazy("unit", "applications"),
    "projects": pgettext_lazy("unit", "projects"),
    "companies": pgettext_lazy("unit", "companies"),
    "competitions": pgettext_lazy("unit", "competitions"),
    "of 10": pgettext_lazy("unit", "of 10"),
    "of_ten": pgettext_lazy("unit", "of 10"),
}
RESULTS: Mapping[Result, tuple[Promise, str]] = {
    Result.OK: (pgettext_lazy("published figures", "Fits"), "good"),
    Result.DIFFERS: (pgettext_lazy("published figures", "Does not fit"), "late"),
    Result.COMPUTED: (gettext_lazy("Worked out"), "plain"),
    Result.UNKNOWN: (gettext_lazy("A figure is missing"), "wait"),
}


def number(value: Decimal | None, decimals: int = 2) -> str:
    """The figure as people of the page's language write it, without zeros at its end; a dash when not known."""
    if value is None:
        return "–"  # noqa: RUF001 -- a dash, as in every table
    plain = value.quantize(Decimal(1).scaleb(-decimals)).normalize()
    places = max(0, -plain.as_tuple().exponent)  # type: ignore[operator] -- never infinite
    return formats.number_format(plain, decimal_pos=places, use_l10n=True, force_grouping=True)


def unit(code: str) -> str:
    return str(UNITS.get(code, code))


@register.filter
def figure_number(value: Decimal | None, decimals: int = 2) -> str:
    return number(value, decimals)


@register.filter
def figure_plain(value: float) -> str:
    """A number of the pack, e.g. 7.3."""
    return number(Decimal(str(value)))


@register.filter
def figure_unit(code: str) -> str:
    return unit(code)


@register.filter
def check_result(result: Result) -> str:
    return str(RESULTS[result][0])


@register.filter
def check_tone(result: Result) -> str:
    return RESULTS[result][1]


@register.filter("figure_value")
def value_of(figure: IssuedFigure) -> str:
    """Value with its unit, and how exactly the source says it."""
    words = {"value": number(figure.value), "unit": unit(figure.unit)}
    if figure.qualifier == "no_data":
        return _("no data, says the source")
    if figure.qualifier == "at_least":
        return _("at least %(value)s %(unit)s") % words
    if figure.qualifier == "below":
        return _("below %(value)s %(unit)s") % words
    if figure.qualifier == "derived":
        return _("%(value)s %(unit)s (worked out)") % words
    return f"{words['value']}\N{NO-BREAK SPACE}{words['unit']}"


@register.filter("figure_period")
def period_of(figure: IssuedFigure) -> str:
    return period(figure.period_from, figure.period_to)


@register.filter
def round_period(row: GrantRound) -> str:
    return period(row.period_from, row.period_to)


def period(first: date | None, last: date | None) -> str:
    """The years or months as a reader names them; where a bound is not stated, that is said."""
    if first is None and last is None:
        return _("period not stated")
    if first is None:
        return _("until %(day)s") % {"day": longdate(last, "until")}
    if last is None:
        return _("since %(day)s") % {"day": longdate(first, "since")}
    label = Period(first, last).label
    if label.kind == PeriodKind.YEAR:
        return str(first.year)
    if label.kind == PeriodKind.YEARS:
        return f"{first.year}–{last.year}"  # noqa: RUF001 -- a dash between years
    months = {"first": written(first, "LLLL y", language()), "last": written(last, "LLLL y", language())}
    return months["first"] if months["first"] == months["last"] else _("%(first)s to %(last)s") % months
