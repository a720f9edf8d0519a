"""Tables of a data pack that count no family: promises, money, proposals, what municipalities asked and stated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from majup.network.models import MunicipalConsultation
from majup.places.pack import read
from majup.reports import figure_checks, money, results
from majup.reports.models import AMOUNTS, CountingRule, PlanTask, Proposal, Target
from majup.reports.results import Told
from majup.web.components.public import source_words
from majup.web.components.texts import localized_plain, named
from majup.web.figures.counted.words import column_name
from majup.web.figures.datapacks.tables import (
    WITHHELD,
    Asked,
    Cell,
    Table,
    Words,
    both,
    day,
    days_words,
    heads,
    number,
    source_by_row,
    year_words,
)
from majup.web.figures.money.budgets import title_of
from majup.web.figures.money.forms import AMOUNT_WORDS
from majup.web.figures.money.plan import shared, whole_plans
from majup.web.figures.money.proposals import proposal_state
from majup.web.figures.money.statements import summed, yearly
from majup.web.figures.past.words import period, round_period
from majup.web.results.words import period_words, source_of

Years = Mapping[int, Mapping[tuple[str, str], Told]]


def _recorded() -> Words:
    return both(lambda: _("As recorded in this system when the pack was made"))


def targets(asked: Asked) -> Table:
    """What plans promised for each year, beside what is public of it, in every reading of the promise."""
    years = results.by_year(results.told(sorted({column for one in Target.objects.all() for column in one.readings})))
    rows = [
        row for year in asked.years for target in _targets(asked, year) for row in _target(asked, target, year, years)
    ]
    return Table(
        title=both(lambda: _("What plans promised")),
        about=[
            both(
                lambda: _(
                    "Measured by published numbers alone, of the longest stretch of the year that is known. A part of a"
                    " year is named and must not be read as the whole. Where it is not confirmed by which figure a"
                    " promise is measured, every reading stands."
                )
            )
        ],
        period=days_words(asked.period),
        source=source_by_row(),
        head=heads(
            lambda: _("Year"),
            lambda: _("Promise"),
            lambda: _("Promised"),
            lambda: _("Measured by"),
            lambda: _("Where"),
            lambda: _("Known of"),
            lambda: _("Known"),
            lambda: _("Percent"),
            lambda: _("Source"),
        ),
        rows=rows,
    )


def _targets(asked: Asked, year: int) -> list[Target]:
    stretch = asked.year(year)
    return list(Target.objects.touching(stretch.start, stretch.end).prefetch_related("units"))


def _target(asked: Asked, target: Target, year: int, years: Years) -> Iterator[list[Cell]]:
    start = [year_words(asked, year), target.name, target.value]
    unit = target.unit_on(asked.year(year).end)
    readings = [unit.column] if unit and unit.is_confirmed else list(target.readings)
    if target.per == Target.Per.ALL or not readings:
        said = both(lambda: _("not counted by the year here"))
        yield [*start, said, "", "", "", "", both(lambda: source_words(target.source))]
        return
    names = dict(zip(asked.codes, asked.region_heads(), strict=True))
    for column in readings:
        for code in asked.codes[:-1] if target.scope == "region" else [""]:
            told = years.get(year, {}).get((column, code))
            yield [*start, both(lambda column=column: column_name(column)), names[code], *_known(told, target.value)]


def _known(told: Told | None, wanted: int) -> list[Cell]:
    if told is None:
        return [None, None, None, None]
    stretch, source = both(lambda: period_words(told.period)), both(lambda: source_of(told))
    if told.value is None:
        missing = WITHHELD if told.is_few else None
        return [stretch, missing, missing, source]
    return [stretch, told.value, 100 * told.value // wanted, source]


def budgets(asked: Asked) -> Table:
    """Each budget of the years with its lines."""
    found = [
        one
        for one in money.budgets()
        if one.budget.year_to >= asked.period.start.year and one.budget.year_from <= asked.period.end.year
    ]
    return Table(
        title=both(lambda: _("Money")),
        about=[both(lambda: _("Euros. Programmes are never added together; a sum of several years stands as one."))],
        period=days_words(asked.period),
        source=source_by_row(),
        head=heads(
            lambda: _("Budget"),
            lambda: _("Line"),
            lambda: _("Share, %"),
            *(lambda name=name: AMOUNT_WORDS[name] for name in AMOUNTS),
            lambda: _("Source"),
        ),
        rows=[row for one in found for row in _budget(one)],
    )


def _budget(one: money.BudgetMoney) -> Iterator[list[Cell]]:
    title, source = both(lambda: title_of(one)), both(lambda: source_words(one.version.source))
    yield [title, both(lambda: _("The whole")), "", *map(number, one.amounts.values()), source]
    for line in one.lines:
        yield [title, _line(line), number(line.share), *map(number, line.amounts.values()), source]


def _line(line: money.LineMoney) -> Words:
    if line.region is None:
        return line.name
    region = line.region
    return both(lambda: f"{localized_plain(line.name)}, {localized_plain(region.name)}")


def grants(asked: Asked) -> Table:
    rows = [one.round for one in money.rounds() if asked.touches(one.round.period_from, one.round.period_to)]
    return Table(
        title=both(lambda: _("Grants and benefits")),
        about=[both(lambda: _("As their sources say; nobody published where it says not known."))],
        period=days_words(asked.period),
        source=source_by_row(),
        head=heads(
            lambda: _("Round"),
            lambda: _("Period"),
            lambda: _("Interested"),
            lambda: _("Applied"),
            lambda: _("Awarded"),
            lambda: _("Money awarded"),
            lambda: _("Source"),
        ),
        rows=[
            [
                row.name,
                both(lambda row=row: round_period(row)),
                *(row.interested, row.applied, row.awarded, number(row.money)),
                both(lambda row=row: source_words(row.source)),
            ]
            for row in rows
        ],
    )


def tasks(asked: Asked) -> Table:
    """Tasks of the plans in force, who answers for them, what the ministry noted in the years."""
    plans = [plan for plan in whole_plans() if asked.touches(plan.valid_from, plan.valid_to)]
    return Table(
        title=both(lambda: _("Tasks of the plan")),
        about=[both(lambda: _("What was done is told in the ministry's own words."))],
        period=days_words(asked.period),
        source=_recorded(),
        head=heads(
            lambda: _("Plan"),
            lambda: _("Task"),
            lambda: _("Responsible"),
            lambda: _("Responsible with them"),
            lambda: _("What was done"),
        ),
        rows=[_task(asked, plan.name, task) for plan in plans for task in plan.tasks.all()],
    )


def _task(asked: Asked, plan: Words, task: PlanTask) -> list[Cell]:
    notes = [f"{note.year}: {note.text}" for note in task.notes.all() if note.year in asked.years]
    lead, others = both(lambda: ", ".join(shared(task)[0])), both(lambda: ", ".join(shared(task)[1]))
    known = lead if any(lead.values()) else None
    return [plan, task.text, known, others, "\n".join(notes) or both(lambda: _("nothing noted"))]


def proposals(asked: Asked) -> Table:
    """What regions proposed in the years and what became of it; the words of the answer for the ministry alone."""
    rows = Proposal.objects.select_related("region").prefetch_related("steps")
    found = rows.filter(at__date__range=(asked.period.start, asked.period.end)).order_by("at", "pk")
    more = [] if asked.is_council else heads(lambda: _("Answer"))
    return Table(
        title=both(lambda: _("What regions proposed")),
        about=[both(lambda: _("In the words of those who proposed it; without names of people."))],
        period=days_words(asked.period),
        source=_recorded(),
        head=[
            *heads(lambda: _("Day"), lambda: _("From"), lambda: pgettext("figures", "Proposal"), lambda: _("State")),
            *more,
        ],
        rows=[_proposal(asked, one) for one in found],
    )


def _proposal(asked: Asked, one: Proposal) -> list[Cell]:
    steps = list(one.steps.all())
    region = one.region.name if one.region else both(lambda: _("National contact point"))
    row = [day(timezone.localdate(one.at)), region, one.title, both(lambda: proposal_state(one.state))]
    return row if asked.is_council else [*row, steps[0].text if steps else ""]


def municipal_questions(asked: Asked) -> Table:
    """How often each municipality asked its coordinator for advice; about what, for the ministry alone."""
    rows = MunicipalConsultation.objects.filter(on__range=(asked.period.start, asked.period.end))
    found: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for one in rows.select_related("region", "municipality").order_by("region__order", "municipality__sort_key", "on"):
        found[one.region_id, one.municipality_id].append(one)
    more = [] if asked.is_council else heads(lambda: _("About what"))
    return Table(
        title=both(lambda: _("What municipalities asked their coordinators")),
        about=[both(lambda: _("Advice to municipalities, counted apart from the work with families."))],
        period=days_words(asked.period),
        source=_recorded(),
        head=[*heads(lambda: _("Region"), lambda: _("Municipality"), lambda: _("How often")), *more],
        rows=[_asked(asked, group) for group in found.values()],
    )


def _asked(asked: Asked, group: list[Any]) -> list[Cell]:
    first = group[0]
    row = [first.region.name, both(lambda: named(first.municipality)), len(group)]
    return row if asked.is_council else [*row, "\n".join(one.subject for one in group)]


def statements(asked: Asked) -> Table:
    """What municipalities stated for the last of the years: money for return, measures, why there were none."""
    year = asked.period.end.year
    sums = summed(yearly(year))
    rows: list[list[Cell]] = [
        *(
            [both(lambda words=words: _("Money for return: %(what)s") % {"what": words}), n]
            for words, n in sums["money"]
        ),
        [both(lambda: _("Money for return: not stated")), sums["money_unknown"]],
        *([_with(name), having] for name, having, _without, _together in sums["classes"]),
        *([_reason(name), n] for name, n in sums["reasons"] if n),
    ]
    return Table(
        title=both(lambda: _("What municipalities stated")),
        about=[
            both(
                lambda: (
                    _("%(said)s of %(all)s municipalities have stated something; silence is not a no.")
                    % {"said": sums["said"], "all": sums["all"]}
                )
            )
        ],
        period=year_words(asked, year),
        source=both(lambda: _("Yearly statements of municipalities")),
        head=heads(lambda: pgettext("of a figure", "What"), lambda: _("Municipalities")),
        rows=rows,
    )


def _with(name: Words) -> Words:
    return both(lambda: _("With measures: %(what)s") % {"what": localized_plain(name)})


def _reason(name: Words) -> Words:
    return both(lambda: _("Without measures, because: %(why)s") % {"why": localized_plain(name)})


def doubts(asked: Asked) -> Table:
    """Published figures that do not fit one another."""
    found = figure_checks.outcomes(read(settings.COUNTRY_PACK, "figure_checks"))
    rows = [
        [
            one.name,
            number(one.given),
            number(one.computed),
            one.note or "",
            both(lambda one=one: source_words(one.source)),
        ]
        for one in found
        if one.result == figure_checks.Result.DIFFERS
    ]
    return Table(
        title=both(lambda: _("Published figures that do not fit")),
        about=[both(lambda: _("Figures stay as they were published; where they contradict each other, that is said."))],
        period=both(lambda: period(None, asked.period.end)),
        source=source_by_row(),
        head=heads(
            lambda: _("What is compared"),
            lambda: _("Published"),
            lambda: _("Worked out"),
            lambda: _("Note"),
            lambda: _("Source"),
        ),
        rows=rows,
    )


def definitions(asked: Asked) -> Table:
    rules = CountingRule.objects.filter(valid_from__lte=asked.period.end).exclude(valid_to__lt=asked.period.start)
    return Table(
        title=both(lambda: _("What is counted, and since when")),
        about=[both(lambda: _("The rules that held in the years of this pack."))],
        period=days_words(asked.period),
        source=both(lambda: _("Counting rules of this system")),
        head=heads(lambda: _("Rule"), lambda: _("What is counted"), lambda: _("In force since")),
        rows=[[one.name, one.text, day(one.valid_from)] for one in rules],
    )
