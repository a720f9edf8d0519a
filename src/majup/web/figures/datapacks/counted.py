"""Tables of a data pack that count families: as published, else with small counts withheld by the same rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from majup.kernel.periods import Period
from majup.kernel.suppression import Table as Cells
from majup.network.models import CodeList, Topic
from majup.places.models import Municipality
from majup.reports import results, unmet, waits
from majup.reports.measures import COLUMNS, split
from majup.reports.models import CountingRule, PublishedCell
from majup.reports.results import Told
from majup.web.components.texts import localized_plain, named
from majup.web.figures.counted.words import column_name
from majup.web.figures.datapacks.tables import (
    WITHHELD,
    Asked,
    Cell,
    Table,
    Words,
    both,
    days_words,
    heads,
    source_by_row,
    year_words,
)
from majup.web.results.words import period_words, source_of

CHOSEN = ("families_returned", "people_returned")
Counts = dict[tuple[str, ...], int]


def _own() -> Words:
    return both(lambda: _("Counted by this system when the pack was made"))


def _withheld_words(asked: Asked) -> Words:
    most = asked.withholding.threshold - 1
    return both(lambda: _withheld(most))


def _withheld(most: int) -> str:
    text = _("Numbers from 1 to %(most)s are withheld, and so are those from which one of them could be worked out.")
    return text % {"most": most}


def figures(asked: Asked) -> Table:
    """The public numbers of regions and country in the longest known stretch of each year, by source."""
    rules = {rule.code: rule.name for rule in CountingRule.objects.all()}
    found = _longest(one for one in results.told(COLUMNS) if asked.has(one.period))
    order = sorted(found, key=lambda key: (COLUMNS.index(key[0]), key[1].start, key[1].end, key[2]))
    return Table(
        title=both(lambda: _("Enquiries, offers, returns by region")),
        about=[
            both(
                lambda: _(
                    "The same numbers as on the public page of results: of issued reports with small numbers withheld,"
                    " and those that others published, never corrected and by their own definitions. Of each year the"
                    " longest stretch that is known; figures that are zero everywhere are left out."
                )
            ),
            _withheld_words(asked),
        ],
        period=days_words(asked.period),
        source=source_by_row(),
        head=[
            *heads(lambda: pgettext("of a figure", "What"), lambda: _("Period")),
            *asked.region_heads(),
            *heads(lambda: _("Rule"), lambda: _("Source")),
        ],
        rows=[_figure_row(asked, *key[:2], found[key], rules) for key in order],
    )


def _longest(told: Iterable[Told]) -> dict[tuple[str, Period, str], dict[str, Told]]:
    """{(column, period, source): {place: number}}, of each column, year and source the longest period alone."""
    found: dict[tuple[str, Period, str], dict[str, Told]] = defaultdict(dict)
    for one in told:
        found[one.column, one.period, one.figure.source if one.figure else ""][one.place] = one
    best: dict[tuple[str, int, str], tuple[int, Period]] = {}
    for column, period, source in found:
        key, weight = (column, period.end.year, source), (period.days, period)
        best[key] = max(best.get(key, weight), weight, key=lambda pair: (pair[0], pair[1].end))
    kept = {(column, period, source) for (column, _year, source), (_days, period) in best.items()}
    return {key: row for key, row in found.items() if key in kept and any(_is_told(one) for one in row.values())}


def _is_told(one: Told) -> bool:
    return one.is_few or one.value != 0


def _figure_row(
    asked: Asked, column: str, period: Period, told: Mapping[str, Told], rules: Mapping[str, Words]
) -> list[Cell]:
    first = next(iter(told.values()))
    rule = both(lambda: pgettext("rule of counting", "that of the source"))
    if first.is_own:
        rule = both(lambda: "; ".join(localized_plain(rules[code]) for code in split(column)[0].rules if code in rules))
    name, stretch = both(lambda: column_name(column)), both(lambda: period_words(period))
    return [name, stretch, *(_told(told.get(code)) for code in asked.codes), rule, both(lambda: source_of(first))]


def _told(one: Told | None) -> Cell:
    if one is None:
        return None
    return WITHHELD if one.is_few else one.value


def places(asked: Asked) -> Table:
    """Where those who returned with support chose to live: the longest published stretch of each year."""
    published = PublishedCell.objects.newest().filter(by="municipality", region=None, column__in=CHOSEN)
    stretches: dict[int, list[PublishedCell]] = defaultdict(list)
    for cell in published.order_by("pk"):
        if asked.has(Period(cell.period_from, cell.period_to)):
            stretches[cell.period_to.year].append(cell)
    names = {place.atvk: place for place in Municipality.objects.all()}
    rows = [row for year in sorted(stretches) for row in _place_rows(stretches[year], names)]
    return Table(
        title=both(lambda: _("Municipalities that returnees chose")),
        about=[
            both(
                lambda: _(
                    "Returned with support before the move. In the list a zero is withheld like a small number, so that"
                    " nobody can tell where the few are."
                )
            )
        ],
        period=days_words(asked.period),
        source=both(lambda: _("Own reports, as published on the page of results")),
        head=heads(
            lambda: _("Period"),
            lambda: _("Municipality"),
            lambda: column_name(CHOSEN[0]),
            lambda: column_name(CHOSEN[1]),
        ),
        rows=rows,
    )


def _place_rows(cells: Sequence[PublishedCell], names: Mapping[str, Municipality]) -> Iterator[list[Cell]]:
    """Places with a number, by name; then how many have none that is told."""
    stretches = {Period(cell.period_from, cell.period_to) for cell in cells}
    longest = max(stretches, key=lambda one: (one.days, one.end))
    own = [cell for cell in cells if Period(cell.period_from, cell.period_to) == longest]
    by_place: dict[str, dict[str, int | None]] = defaultdict(dict)
    for cell in own:
        by_place[cell.key][cell.column] = cell.value
    told = {key: row for key, row in by_place.items() if any(value is not None for value in row.values())}
    stretch = both(lambda: period_words(longest))
    for key in sorted(told, key=lambda key: names[key].sort_key if key in names else ""):
        name = both(lambda key=key: named(names[key]) if key in names else _("not known where"))
        yield [stretch, name, *(_value(told[key], column) for column in CHOSEN)]
    rest = len(by_place) - len(told)
    if rest:
        words = both(lambda: _("Further municipalities, none or few: %(number)s") % {"number": rest})
        yield [stretch, words, WITHHELD, WITHHELD]


def _value(row: Mapping[str, int | None], column: str) -> Cell:
    if column not in row:
        return None
    return WITHHELD if row[column] is None else row[column]


def needs(asked: Asked) -> Table:
    """Needs noted in each year by topic, and how many of them were not met, by region."""
    return Table(
        title=both(lambda: _("Unmet needs by topic")),
        about=[
            both(
                lambda: (
                    _("Unmet: impossible now, or open for more than %(days)s days when the pack was made.")
                    % {"days": unmet.open_days()}
                )
            ),
            _withheld_words(asked),
        ],
        period=days_words(asked.period),
        source=_own(),
        head=[*heads(lambda: _("Year"), lambda: _("Topic"), lambda: _("Needs noted")), *_unmet_heads(asked)],
        rows=[row for year in asked.years for row in _need_rows(asked, year)],
    )


def _unmet_heads(asked: Asked) -> list[Words]:
    return [
        both(lambda one=one: _("Unmet: %(where)s") % {"where": localized_plain(one)}) for one in asked.region_heads()
    ]


def _need_rows(asked: Asked, year: int) -> Iterator[list[Cell]]:
    codes = {region.pk: region.code for region in asked.regions}
    counts: Counts = {}
    for row in unmet.needs(asked.year(year)).rows:
        noted, whole, part = _need_keys(row.topic_id, codes.get(row.region_id, "-"))
        for key, number in ((noted, row.needs), (whole, row.unmet), (part, row.unmet)):
            counts[key] = counts.get(key, 0) + number
    topics = [topic for topic in Topic.objects.order_by("order") if ("noted", str(topic.pk), "") in counts]
    parts = [*codes.values()]
    for topic in topics:
        for code in parts:
            counts.setdefault(("unmet", str(topic.pk), code), 0)
    table = Cells(
        counts,
        sums=[
            (_whole(topic), tuple(key for key in counts if key[:2] == _whole(topic)[:2] and key[2])) for topic in topics
        ],
        at_most=[(_whole(topic), ("noted", str(topic.pk), "")) for topic in topics],
    )
    hidden = asked.withholding.hidden("needs", year, table)
    label = year_words(asked, year)
    for topic in topics:
        keys = [("noted", str(topic.pk), ""), *(("unmet", str(topic.pk), code) for code in (*parts, ""))]
        yield [label, topic.name, *(_shown(counts, key, hidden) for key in keys)]


def _need_keys(topic_id: int, region: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    topic = str(topic_id)
    return ("noted", topic, ""), ("unmet", topic, ""), ("unmet", topic, region)


def _parts(counts: Counts, topic: Topic) -> Iterator[tuple[str, ...]]:
    return (key for key in counts if key[:2] == _whole(topic)[:2] and key[2])


def _whole(topic: Topic) -> tuple[str, ...]:
    return "unmet", str(topic.pk), ""


def _shown(counts: Counts, key: tuple[str, ...], hidden: frozenset[tuple[str, ...]]) -> Cell:
    return WITHHELD if key in hidden else counts.get(key, 0)


def obstacles(asked: Asked) -> Table:
    """Cases by what holds them back, as noted in each year."""
    return Table(
        title=both(lambda: _("What holds families back")),
        about=[
            both(lambda: _("Families in which the obstacle was noted in the year; a family may have several.")),
            _withheld_words(asked),
        ],
        period=days_words(asked.period),
        source=_own(),
        head=[*heads(lambda: _("Year"), lambda: _("Obstacle")), *asked.region_heads()],
        rows=[row for year in asked.years for row in _obstacle_rows(asked, year)],
    )


def _obstacle_rows(asked: Asked, year: int) -> Iterator[list[Cell]]:
    stretch, places = asked.year(year), asked.regions
    found = unmet.obstacles([stretch])[stretch]
    counts: Counts = {}
    for code, by_region in found.items():
        counts |= {(code, place.code): by_region.get(place.pk, 0) for place in places}
        counts[code, ""] = sum(by_region.get(place.pk, 0) for place in places)
    sums = [((code, ""), tuple((code, place.code) for place in places)) for code in found]
    hidden = asked.withholding.hidden("obstacles", year, Cells(counts, sums=sums))
    label = year_words(asked, year)
    for one in CodeList.objects.filter(kind="obstacles", code__in=found).order_by("order"):
        yield [label, one.name, *(_shown(counts, (one.code, code), hidden) for code in asked.codes)]


def answering(asked: Asked) -> Table:
    """Within how many days half of those who asked had their answer, by region."""
    return Table(
        title=both(lambda: _("Days until an answer")),
        about=[both(lambda: _answer_words(asked.withholding.threshold))],
        period=days_words(asked.period),
        source=_own(),
        head=[
            *heads(lambda: _("Year"), lambda: _("Who waits")),
            *asked.region_heads(),
            both(lambda: _("Nine of ten, whole country")),
        ],
        rows=[row for year in asked.years for row in _wait_rows(asked, year)],
    )


def _answer_words(least: int) -> str:
    text = _(
        "Within so many days half of all had their answer; the last column says within how many nine of ten had it."
        " Only what was answered counts. Fewer than %(least)s answers say nothing and are withheld."
    )
    return text % {"least": least}


def _wait_rows(asked: Asked, year: int) -> Iterator[list[Cell]]:
    found = waits.waits(asked.year(year)).of
    label = year_words(asked, year)
    words = {
        waits.ENQUIRY: both(lambda: _("Families: from the question to the first answer")),
        waits.OFFER: both(lambda: _("Families: from the oldest need to the first letter")),
        waits.QUESTION: both(lambda: _("Coordinators: until a municipality or institution answered")),
    }
    for what, name in words.items():
        if any(one.asked for one in found[what]):
            medians = [_days(asked, one, one.median) for one in found[what]]
            yield [label, name, *medians, _days(asked, found[what][-1], found[what][-1].high)]


def _days(asked: Asked, one: waits.Wait, hours: float | None) -> Cell:
    if asked.withholding.is_small(one.answered):
        return WITHHELD
    return None if hours is None else round(hours / 24, 1)
