"""What the pages of figures show: tables by region, courses over time, and figures taken apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import formats
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from majup.kernel.dates import written
from majup.kernel.periods import Period
from majup.places.models import PlanningRegion
from majup.plumbing.charts import Chart, Point, Series
from majup.reports import counts
from majup.reports.issuing.periods import first_day
from majup.reports.measures import INTERNAL, Group, Measure, split
from majup.reports.models import CountingRule
from majup.reports.totals import Totals, may_lack_region
from majup.staff.models import User
from majup.staff.roles import Permission
from majup.web.components.charts import Shown, signs
from majup.web.components.lists import table
from majup.web.components.status import badge
from majup.web.components.texts import language, localized_plain
from majup.web.figures.counted import periods, words

MOST_BARS = 12
HIDDEN = '<span class="visually-hidden">{}</span>'


@dataclass(frozen=True)
class Sheet:
    """Figures of a period, those of the period before, and who looks at them."""

    now: Totals
    then: Totals
    user: User

    @property
    def period(self) -> Period:
        return self.now.period


@dataclass(frozen=True)
class Panel:
    """One heading of the overview: its table from abroad, the one inside the country, the rules of both."""

    code: str
    title: str
    table: SafeString
    inside: SafeString
    has_inside: bool
    rules: list[CountingRule]


def panels(sheet: Sheet) -> Iterator[Panel]:
    rules = {rule.code: rule for rule in CountingRule.objects.all()}
    for group in Group:
        measures = words.measures_of(group)
        inside = [measure.code + INTERNAL for measure in measures if measure.has_internal]
        wanted = dict.fromkeys(code for measure in measures for code in measure.rules)
        yield Panel(
            group.value,
            str(words.GROUPS[group]),
            table_of(sheet, [measure.code for measure in measures], _("From abroad")),
            table_of(sheet, inside, _("From elsewhere in the country, counted apart")),
            any(sheet.now.total[column] or sheet.then.total[column] for column in inside),
            [rules[code] for code in wanted if code in rules],
        )


def table_of(sheet: Sheet, columns: Sequence[str], caption: str) -> SafeString:
    """Figures down, regions across, as the ministry published them; each figure of an own region leads to its cases."""
    unplaced = any(sheet.now.unplaced.get(column) for column in columns if may_lack_region(column))
    heads = [localized_plain(region.name) for region, _values in sheet.now.regions]
    heads += [_("No region yet")] if unplaced else []
    heads += [_("Total"), _("Period before"), pgettext("difference", "Change")]
    body = mark_safe("\n".join(_line(sheet, column, unplaced) for column in columns))
    numeric = " ".join(str(place) for place in range(2, len(heads) + 2))
    shown: SafeString = table(body, caption, _("Figure"), *heads, numeric=numeric)
    return shown


def _line(sheet: Sheet, column: str, unplaced: bool) -> SafeString:
    url = reverse("figure", args=[column]) + periods.query(sheet.period)
    name = words.NAMES[column.removesuffix(INTERNAL)]
    cells = [cell(sheet, column, region, values[column]) for region, values in sheet.now.regions]
    if unplaced:
        cells.append(_without_region(sheet, column))
    total, former = sheet.now.total[column] or 0, sheet.then.total[column] or 0
    cells += [format_html("<b>{}</b>", number(total)), number(former), change(former, total)]
    row = format_html_join("", "<td>{}</td>", ((one,) for one in cells))
    return format_html('<tr data-row><th scope="row"><a href="{}">{}</a></th>{}</tr>', url, name, row)


def _without_region(sheet: Sheet, column: str) -> str:
    return number(sheet.now.unplaced.get(column) or 0) if may_lack_region(column) else "–"  # noqa: RUF001


def cell(sheet: Sheet, column: str, region: PlanningRegion, value: int | None) -> SafeString | str:
    """The figure; a link to what lies behind it for who may see the cases of this region."""
    if not value or not may_look_behind(sheet.user, region):
        return number(value or 0)
    url = reverse("figure_behind", args=[column]) + periods.query(sheet.period, region=region.code)
    said = f"{words.column_name(column)}, {localized_plain(region.name)}"
    return format_html('<a href="{}">{}' + HIDDEN + "</a>", url, number(value), f" ({said})")


def may_look_behind(user: User, region: PlanningRegion) -> bool:
    return user.may(Permission.CASE_READ) and region.pk in user.scope.regions


def number(value: int) -> str:
    return str(formats.number_format(value, force_grouping=value > 9999))


def signed(number: int) -> str:
    """With a true minus, and a plus where it is more."""
    return f"{number:+d}".replace("-", "−")  # noqa: RUF001


def change(before: int, now: int) -> str:
    """The difference in whole numbers, and in per cent where the number before is not too small to say so."""
    difference = now - before
    said = signed(difference) if difference else "0"
    return f"{said} ({_percent(before, now)})" if difference and before >= 20 else said


def _percent(before: int, now: int) -> str:
    return signed(round(100 * (now / before - 1))) + "\N{NO-BREAK SPACE}%"


# One figure


def course(column: str, period: Period, region: PlanningRegion | None, notes: Sequence[str]) -> Shown | None:
    """How it went, month by month or year by year; None where there is only one step to show."""
    steps = periods.steps(period)
    if len(steps) < 2:
        return None
    measure, is_internal = split(column)
    values = counts.over_time(measure.code, steps, region, is_internal=is_internal)
    names = [periods.named_period(step) for step in steps]
    points = tuple(
        Point(_at(step, len(steps)), None if value is None else float(value))
        for step, value in zip(steps, values, strict=True)
    )
    known = [(value, name) for value, name in zip(values, names, strict=True) if value is not None]
    rows = tuple((name, _cell(value)) for value, name in zip(values, names, strict=True))
    series = (Series(words.column_name(column), points, is_main=True),)
    chart = Chart(_course_title(column, known), str(words.UNITS[measure.unit]), series, **signs())
    return Shown(chart, (*_gap(values), *notes), (_("Period"), words.column_name(column)), rows)


def _gap(values: Sequence[int | None]) -> list[str]:
    return [_("A gap: these days have not come yet.")] if None in values else []


def _at(step: Period, steps: int) -> str:
    """The year, or month and year in short; an axis has no room for more."""
    return str(step.start.year) if step.days > 31 else f"{written(step.start, 'LLL', language())} {step.start:%y}"


def _course_title(column: str, known: Sequence[tuple[int, str]]) -> str:
    words_of = {"figure": words.column_name(column)}
    most = max((value for value, _name in known), default=0)
    if not most:
        return _("%(figure)s: none in this time") % words_of
    best = [name for value, name in known if value == most]
    words_of |= {"when": best[-1], "count": number(most)}
    return _("%(figure)s: most (%(count)s) in this time: %(when)s") % words_of


def _cell(value: int | None) -> str:
    return _("not come yet") if value is None else number(value)


@dataclass(frozen=True)
class Cut:
    """Which figure is taken apart: of what period and region, for whom, and what to say below each chart."""

    measure: Measure
    is_internal: bool
    sheet: Sheet
    region: PlanningRegion | None
    notes: Sequence[str]

    @property
    def column(self) -> str:
        return self.measure.code + (INTERNAL if self.is_internal else "")

    def leads_on(self) -> bool:
        return self.region is not None and may_look_behind(self.sheet.user, self.region)


@dataclass(frozen=True)
class Part:
    """A figure taken apart by one dimension: chart and table. Where parts overlap they do not add up."""

    by: str
    title: str
    chart: Shown | None
    table: SafeString
    overlaps: bool


def parts(cut: Cut) -> Iterator[Part]:
    for by in cut.measure.dimensions:
        period = cut.sheet.period
        found = counts.broken_down(cut.measure.code, period, by, region=cut.region, is_internal=cut.is_internal)
        if found:
            names = words.key_names(cut.measure, by, list(found))
            title = words.dimension_name(cut.measure, by)
            chart = _dots(cut, title, found, names)
            yield Part(by, title, chart, _part_table(cut, by, found, names), by in cut.measure.overlapping)


def _dots(cut: Cut, title: str, found: Mapping[str, int], names: Mapping[str, str]) -> Shown | None:
    known = [(key, value) for key, value in found.items() if key]
    if len(known) < 2:
        return None
    drawn = known[:MOST_BARS]
    points = tuple(Point(names[key], float(value), is_main=True) for key, value in drawn)
    said = {"by": title, "most": names[known[0][0]], "count": number(known[0][1])}
    more = [_("The %(count)s with most are drawn.") % {"count": MOST_BARS}] if len(known) > MOST_BARS else []
    unit = str(words.UNITS[cut.measure.unit])
    chart = Chart(_("%(by)s: most %(most)s, %(count)s") % said, unit, (Series(title, points),), is_bars=True, **signs())
    return Shown(chart, (*more, *cut.notes))


def _part_table(cut: Cut, by: str, found: Mapping[str, int], names: Mapping[str, str]) -> SafeString:
    whole = None if by in cut.measure.overlapping else sum(found.values())
    rows = [
        (names[key], _part_cell(cut, by, key, value, names[key]), _share(value, whole)) for key, value in found.items()
    ]
    body = format_html_join("\n", '<tr data-row><th scope="row">{}</th><td>{}</td><td>{}</td></tr>', rows)
    title = words.dimension_name(cut.measure, by)
    shown: SafeString = table(
        body, title, title, _("Number"), pgettext("part of the whole", "Share"), numeric="2 3", hide_caption=True
    )
    return shown


def _share(value: int, whole: int | None) -> str:
    return f"{round(100 * value / whole)}\N{NO-BREAK SPACE}%" if whole else "–"  # noqa: RUF001


def _part_cell(cut: Cut, by: str, key: str, value: int, name: str) -> SafeString | str:
    if not cut.leads_on() or cut.region is None:
        return number(value)
    url = reverse("figure_behind", args=[cut.column])
    url += periods.query(cut.sheet.period, region=cut.region.code, by=by, key=key)
    return format_html('<a href="{}">{}' + HIDDEN + "</a>", url, number(value), f" ({name})")


def rules_of(measure: Measure) -> list[CountingRule]:
    return list(CountingRule.objects.filter(code__in=[*measure.rules, "internal_apart"]))


def yearly(column: str, period: Period, regions: Sequence[PlanningRegion]) -> tuple[SafeString, int]:
    """Each year since the start of the programme by region, all years together below; and their total."""
    whole = periods.since_start(period)
    found, places = counts.by_year(column, whole), [*(region.pk for region in regions), counts.WHOLE]
    rows = [(year, [found.get(year.start.year, {}).get(place, 0) for place in places]) for year in whole.years()]
    sums = [sum(values) for values in zip(*(values for _year, values in rows), strict=True)]
    heads = [_("Year"), *(localized_plain(region.name) for region in regions), _("Total")]
    numeric = " ".join(str(place) for place in range(2, len(heads) + 1))
    first = first_day()
    body = mark_safe("\n".join(_year(year, [v or (None if year.end < first else 0) for v in vs]) for year, vs in rows))
    caption = _("By year, as counted in this system")
    shown: SafeString = table(body, caption, *heads, numeric=numeric, foot=_year(whole, sums), hide_caption=True)
    return shown, sums[-1]


def _year(period: Period, values: Sequence[int | None]) -> SafeString:
    """Before this system counted, nothing entered is nothing known."""
    part = badge(_("Part of a year"), "info") if period.is_part_year and period.days < 366 else ""
    cells = format_html_join("", "<td>{}</td>", (("–" if value is None else number(value),) for value in values))  # noqa: RUF001
    return format_html('<tr><th scope="row">{} {}</th>{}</tr>', periods.named_period(period), part, cells)
