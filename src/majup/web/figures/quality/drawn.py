"""Charts of quality; the title says the finding, the table of the same figures stands below on the page."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from majup.plumbing.charts import Chart, Point, Series
from majup.reports.funnel import Funnel, Line
from majup.reports.retention import Stay
from majup.web.components.charts import Shown, signs
from majup.web.figures.counted.words import source_now
from majup.web.templatetags.quality import percent, region_or_all


def conversion(found: Funnel, period: str) -> Shown | None:
    """Returned of those in contact, a row for each region and one for all; None where there is nothing to draw."""
    told = [(line, line.conversion()) for line in found.lines]
    known = [part for line, part in told if line.region and part is not None]
    whole = found.lines[-1]
    part = whole.conversion()
    if len(known) < 2 or part is None:
        return None
    words = {"part": percent(part, 1), "low": percent(min(known), 1), "high": percent(max(known), 1)}
    title = _("%(part)s of those in contact returned; in the regions %(low)s to %(high)s") % words
    notes = (
        _("The large dot is all regions."),
        _number(whole),
        _("Period: %(periods)s.") % {"periods": period},
        source_now(),
    )
    series = tuple(Series(region_or_all(line.region), (_dot(line, value),)) for line, value in told)
    return Shown(Chart(title, "%", series, is_strip=True, **signs()), notes)


def _dot(line: Line, value: float | None) -> Point:
    return Point(region_or_all(line.region), value, is_main=line.region is None)


def _number(whole: Line) -> str:
    number = whole.steps["contacted"] or 0
    return ngettext("In contact: %(number)s.", "In contact: %(number)s.", number) % {"number": number}


def staying(stays: list[Stay], period: str) -> Shown | None:
    """From what is sure to what is possible, a row for each region: the length of a line is what nobody knows."""
    known = [one for one in stays if one.families]
    if not known or not stays[-1].families:
        return None
    whole = stays[-1]
    words = {
        "month": whole.month,
        "low": percent(whole.here_share),
        "high": percent(whole.here_at_most),
        "families": whole.families,
    }
    title = _("%(month)s months after the return %(low)s to %(high)s of %(families)s families are still here") % words
    unknown = ngettext(
        "Of %(number)s family nothing is known; the line is as long as that.",
        "Of %(number)s families nothing is known; the line is as long as that.",
        whole.unknown,
    ) % {"number": whole.unknown}
    series = tuple(Series(region_or_all(one.region), (_range(one),)) for one in known)
    notes = (unknown, _("Returned: %(period)s.") % {"period": period}, source_now())
    return Shown(Chart(title, "%", series, is_strip=True, **signs()), notes)


def _range(one: Stay) -> Point:
    low, high = one.here_share, one.here_at_most
    return Point(region_or_all(one.region), low, None if low == high else high, is_main=low == high)
