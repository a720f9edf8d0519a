"""What employers plan, beside the vacancies: jobs that come, go and are filled anew, by group of occupations (B-16)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from majup.openings.models import Vacancy
from majup.openings.queries import Planned, PlannedJobs, planned_jobs
from majup.places.models import PlanningRegion
from majup.places.queries import region_of
from majup.plumbing.numbers import grouped
from majup.web.components.codes import code_choices
from majup.web.components.texts import localized_plain


@dataclass(frozen=True)
class PlannedShown:
    """`rows`: (group, new, going, filled anew), each number in words; `where`: the regions that it covers."""

    finding: str
    where: str
    rows: tuple[tuple[str, str, str, str], ...]
    sources: tuple[str, ...]
    published_on: date


def of_search(form: Any) -> PlannedShown | None:
    """For the place or region that is searched in, else for the country; of one group when one is chosen."""
    data = getattr(form, "cleaned_data", {}) if form.is_bound else {}
    region = region_of(data["place"]) if data.get("place") else data.get("region")
    return _shown(planned_jobs([region.pk] if region else [], data.get("group", "")))


def of_vacancy(vacancy: Vacancy) -> PlannedShown | None:
    """For its group of occupations in its region; None when one of them is not known."""
    region = region_of(vacancy.municipality) if vacancy.municipality else None
    if region is None or not vacancy.occupation_group:
        return None
    return _shown(planned_jobs([region.pk], vacancy.occupation_group))


def _shown(found: PlannedJobs | None) -> PlannedShown | None:
    if found is None:
        return None
    names = dict(code_choices("occupation_groups"))
    where = _where(found.regions)
    rows = tuple((str(names.get(row.group, row.group)), *_numbers(row)) for row in found.rows)
    return PlannedShown(_finding(found, where, names), where, rows, found.sources, found.published_on)


def _numbers(row: Planned) -> tuple[str, str, str]:
    created, closed, replaced = (_said(value) for value in (row.created, row.closed, row.replaced))
    return created, closed, replaced


def _said(value: int | None) -> str:
    return _("not said") if value is None else grouped(value)


def _where(regions: Collection[int]) -> str:
    every = list(PlanningRegion.objects.filter(valid_to=None))
    if {region.pk for region in every} <= set(regions):
        return _("Whole country")
    return ", ".join(localized_plain(region.full_name) for region in every if region.pk in regions)


def _finding(found: PlannedJobs, where: str, names: dict[str, str]) -> str:
    most = max(found.rows, key=lambda row: row.created or 0)
    known = [row.created for row in found.rows if row.created is not None]
    words = {"where": where, "year": found.year, "new": grouped(sum(known))}
    if not known:
        return _("%(where)s, %(year)s: which jobs employers plan") % words
    if len(found.rows) == 1:
        return _("%(where)s, %(year)s: new jobs that employers plan in this group: %(new)s") % words
    words["most"] = str(names.get(most.group, most.group))
    return _("%(where)s, %(year)s: new jobs that employers plan: %(new)s, most of them in the group “%(most)s”") % words
