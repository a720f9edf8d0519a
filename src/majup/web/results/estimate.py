"""What the programme may bring, on public numbers alone (RPT-11, OUT-13): a range, with every assumption beside it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from majup.kernel.periods import Period
from majup.reports import benefit as counting
from majup.reports.benefit import Assumption, Range
from majup.reports.results import Years
from majup.web.components.texts import localized_plain, money
from majup.web.results.charted import RETURNED
from majup.web.results.words import number
from majup.web.templatetags.quality import decimal


@dataclass(frozen=True)
class EstimateShown:
    """`assumptions`: (name, range with its unit, what it rests on)."""

    title: str
    finding: str
    assumptions: tuple[tuple[str, str, str], ...]


def estimated(years: Years) -> EstimateShown | None:
    """For the newest whole year with a public number of people who returned with support; None without one."""
    known = [(year, told[RETURNED, ""]) for year, told in years.items() if (RETURNED, "") in told]
    whole = [(year, one.value) for year, one in known if one.value and not one.period.is_part_year]
    if not whole:
        return None
    year, people = max(whole)
    rows = counting.assumptions(Period.year(year))
    low, high = ({one.row.code: getattr(one, end) for one in rows} for end in ("low", "high"))
    found = counting.estimate(people, low, high)
    if found.times is None:
        return None
    words = {"people": number(people), "year": year, "taxes": _money(found.benefit), "cost": _money(found.cost)}
    words |= {"low": decimal(found.times.low), "high": decimal(found.times.high)}
    return EstimateShown(
        _("A rough estimate for %(year)s: %(low)s to %(high)s times the cost in taxes on pay") % words,
        _(
            "If the assumptions below hold, the %(people)s people who came home with support in %(year)s pay %(taxes)s"
            " in taxes on their work over the years assumed, against a cost of %(cost)s. Only the number of people is"
            " counted."
        )
        % words,
        tuple(assumed(one) for one in rows),
    )


def _money(found: Range) -> str:
    least, most = found.rough
    return money(least) if least == most else _("%(least)s to %(most)s") % {"least": money(least), "most": money(most)}


def assumed(one: Assumption) -> tuple[str, str, str]:
    """(name, range with its unit, what it rests on)."""
    ends = tuple(dict.fromkeys(_value(one, value) for value in (one.low, one.high)))
    span = ends[0] if len(ends) == 1 else _("%(least)s to %(most)s") % {"least": ends[0], "most": ends[1]}
    return localized_plain(one.row.name), span, localized_plain(one.row.details["source"])


def _value(one: Assumption, value: Decimal) -> str:
    unit = one.row.details["unit"]
    if unit == "money":
        return money(value)
    return f"{decimal(value, 0)} %" if unit == "percent" else decimal(value, 0)
