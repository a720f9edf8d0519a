"""Pay after tax from pay before tax, by the parameters of the pack; and whether a sum can be pay for a month at all.

Without dependants, with the whole tax-free minimum used at this employer; other taxes are left out. An estimate that
says so is better than none: families compare it with what they earn abroad (EMP-04).
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from typing import Any

from django.conf import settings

from majup.openings.models import Vacancy
from majup.places.pack import read

HUNDRED = Decimal(100)


@cache
def tax_rules() -> tuple[dict[str, Any], ...]:
    """Rules of all years of the pack, oldest first."""
    return tuple(sorted(read(settings.COUNTRY_PACK, "pay_after_tax"), key=lambda row: row["valid_from"]))


@cache
def opening_settings() -> dict[str, Any]:
    found: dict[str, Any] = read(settings.COUNTRY_PACK, "openings")
    return found


@lru_cache(maxsize=100)
def rule_on(day: date) -> dict[str, Any] | None:
    """The rule in force on `day`; None when the pack has none for it."""
    iso = day.isoformat()
    return next((r for r in tax_rules() if r["valid_from"] <= iso <= (r["valid_to"] or "9999-12-31")), None)


@lru_cache(maxsize=20_000)
def after_tax(gross: Decimal, day: date) -> int | None:
    """EUR a month after tax from EUR a month before, whole euros; None when no rule is known for `day`."""
    rule = rule_on(day)
    if rule is None:
        return None
    contribution = gross * Decimal(rule["social_percent"]) / HUNDRED
    tax, below = Decimal(0), Decimal(0)
    free = min(gross, contribution + Decimal(rule["free"]))
    for band in rule["bands"]:
        top = gross if band["up_to"] is None else min(gross, Decimal(band["up_to"]))
        taxed = max(Decimal(0), top - max(below, free))
        tax += taxed * Decimal(band["percent"]) / HUNDRED
        below = max(below, top)
    return int((gross - contribution - tax).quantize(Decimal(1), ROUND_HALF_UP))


def period_of(pay_from: Decimal | None, pay_to: Decimal | None, said: str = "") -> str:
    """The period that is said, else a month, else "unclear": a small sum is never taken for a month's pay."""
    if said:
        return said
    known = [sum_ for sum_ in (pay_from, pay_to) if sum_]
    limit = Decimal(opening_settings()["hourly_below"])
    return Vacancy.Period.UNCLEAR if known and min(known) < limit else Vacancy.Period.MONTH


def net_of(pay_from: Decimal | None, pay_to: Decimal | None, period: str, day: date) -> dict[str, int | None]:
    """`net_from`, `net_to`, `net_year` of a vacancy; all None unless the pay is for a month and the rule is known.

    One sum alone stands for both ends: "from 1,500" may be more, but 1,500 is what is promised.
    """
    rule = rule_on(day)
    low, high = pay_from or pay_to, pay_to or pay_from
    if rule is None or period != Vacancy.Period.MONTH or not low or not high:
        return {"net_from": None, "net_to": None, "net_year": None}
    return {"net_from": after_tax(low, day), "net_to": after_tax(high, day), "net_year": rule["year"]}
