"""What a data pack is made of: tables whose words stand in every language, so that one frozen document serves all.

A cell of the document is a number, null (not known), a text as somebody typed it, or an object: a localized text
{"lv": …, "en": …}, a day {"day": …}, or {"withheld": true}.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import override

from majup.kernel.periods import Period
from majup.places.models import PlanningRegion
from majup.reports.packing import Withholding
from majup.staff.models import User
from majup.web.components.texts import LANGUAGES, localized_plain, longdate

WITHHELD = {"withheld": True}
Cell = Any
Words = Mapping[str, str]


@dataclass(frozen=True)
class Asked:
    """What the makers of tables need: the days, the reader's council or ministry, who asks."""

    period: Period
    is_council: bool
    withholding: Withholding
    by: User

    @property
    def years(self) -> range:
        return range(self.period.start.year, self.period.end.year + 1)

    def has(self, stretch: Period) -> bool:
        return self.period.start <= stretch.start and stretch.end <= self.period.end

    def touches(self, first: date, last: date) -> bool:
        return last >= self.period.start and first <= self.period.end

    @cached_property
    def regions(self) -> list[PlanningRegion]:
        return list(PlanningRegion.objects.all())

    @property
    def codes(self) -> list[str]:
        """Of the regions, and "" for the whole country."""
        return [*(region.code for region in self.regions), ""]

    def region_heads(self) -> list[Words]:
        return [*(region.name for region in self.regions), both(lambda: _("Whole country"))]

    def year(self, number: int) -> Period:
        """The year as far as it has come."""
        return Period(date(number, 1, 1), min(date(number, 12, 31), self.period.end))


@dataclass(frozen=True)
class Table:
    """`about`: by which rule, what is withheld, what to beware of; `period` and `source` in words."""

    title: Words
    about: list[Words]
    period: Words
    source: Words
    head: list[Words]
    rows: list[list[Cell]]

    def written(self, code: str) -> dict[str, Any]:
        return {"code": code, **asdict(self)}


def both(make: Callable[[], Any]) -> dict[str, str]:
    """What `make` says, in every language of the pack."""
    said = {}
    for code in LANGUAGES:
        with override(code):
            said[code] = str(make())
    return said


def heads(*makes: Callable[[], Any]) -> list[Words]:
    return [both(make) for make in makes]


def source_by_row() -> Words:
    return both(lambda: _("In the last column of each row"))


def year_words(asked: Asked, number: int) -> Words:
    """The year, and whether it is not over; until which day stands under the table."""
    is_part = asked.year(number).is_part_year
    return both(lambda: _("%(year)s so far") % {"year": number} if is_part else str(number))


def days_words(period: Period) -> Words:
    return both(lambda: _days(period))


def _days(period: Period) -> str:
    return _("%(first)s to %(last)s") % {"first": longdate(period.start), "last": longdate(period.end)}


def number(value: Decimal | float | None) -> int | float | None:
    """As JSON has it; None stays not known."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def day(value: date) -> dict[str, str]:
    return {"day": value.isoformat()}


def said(cell: Cell) -> str:
    """A cell in the reader's language."""
    if cell is None:
        return _("not known")
    if isinstance(cell, int | float):
        return formats.number_format(cell, use_l10n=True, force_grouping=True)
    return _special(cell) if isinstance(cell, Mapping) else str(cell)


def _special(cell: Mapping[str, Any]) -> str:
    if cell.get("withheld"):
        return _("withheld")
    return longdate(date.fromisoformat(cell["day"])) if "day" in cell else localized_plain(cell)


def is_number(column: int, rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether the column holds numbers, those that are withheld or not known included."""
    cells = [row[column] for row in rows if row[column] != ""]
    numeric = [cell for cell in cells if isinstance(cell, int | float)]
    return bool(numeric) and all(isinstance(cell, int | float) or cell in (None, WITHHELD) for cell in cells)
