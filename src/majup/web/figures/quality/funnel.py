"""From contact to return: the funnel per region, by one definition for all (OUT-09, K-C2, K-V1)."""

from typing import Any

from django.utils.translation import gettext as _

from majup.reports import funnel as counting
from majup.web.figures.quality import drawn
from majup.web.figures.quality.common import Shown, chosen, period_page
from majup.web.http import StaffRequest

READINGS = ["cohort", "period"]
UNITS = ["families", "people"]


@period_page
def funnel(request: StaffRequest, context: dict[str, Any]) -> Shown:
    reading, unit = chosen(request, "reading", READINGS), chosen(request, "unit", UNITS)
    moves = chosen(request, "moves", ["abroad", "inside"])
    found = counting.funnel(context["period"], is_cohort=reading == "cohort", unit=unit, is_internal=moves == "inside")
    published = counting.published()
    return "figures/quality/funnel.html", {
        "reading": reading,
        "unit": unit,
        "moves": moves,
        "choices": _choices(),
        "at": found.at,
        "drawn": drawn.conversion(found, context["period_name"]),
        "lines": [(line, published.get(line.region.pk) if line.region else None, _steps(line)) for line in found.lines],
        "flags": [_flag(code) for code in found.flags],
        "is_few": any(line.is_few for line in found.lines),
    }


def _steps(line: counting.Line) -> list[tuple[Any, float | None]]:
    """(number, share of those in contact) from the contact on."""
    first = [(line.steps["contacted"], None)]
    return first + [(line.steps[step], line.conversion(step)) for step in counting.STEPS[2:]]


def _choices() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """(name in the address, label, [(value, words)])."""
    return [
        (
            "reading",
            _("Read as"),
            [
                ("cohort", _("families who turned to us in the period, followed until today")),
                ("period", _("what happened in the period")),
            ],
        ),
        ("unit", _("What to count"), [("families", _("families")), ("people", _("people"))]),
        ("moves", _("From where"), [("abroad", _("from abroad")), ("inside", _("from elsewhere in the country"))]),
    ]


def _flag(code: str) -> str:
    words = {
        "part_year": _("The period is a part of a year. Do not set it beside whole years."),
        "ongoing": _("The year is not over: everything is counted until today."),
        "young": _(
            "Many of these families asked less than a year ago. Returns are still to come; older years had more time."
        ),
    }
    return words[code]
