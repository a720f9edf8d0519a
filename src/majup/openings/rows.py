"""From a row of a file to a row of our table: validated in plain Python, written as a line of COPY.

Places, fields of work and employers are looked up in dictionaries that are made once for a file.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import md5
from typing import Any

from django.utils import timezone

from majup.kernel.periods import add_months
from majup.kernel.text import fold
from majup.network.models import CodeList
from majup.openings.cells import CellError, readers
from majup.openings.models import Employer
from majup.openings.occupations import code_of, words_of
from majup.openings.pay import net_of, opening_settings, period_of
from majup.places.models import Municipality, PlaceName, PlanningRegion, in_force
from majup.places.queries import today_of

NULL = r"\N"
ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
VACANCY_FIELDS = (
    "key", "title", "employer_name", "employer_number", "occupation_code", "field", "place", "pay_from", "pay_to",
    "pay_period", "bonuses", "load", "hours", "remote", "without_latvian", "housing_help", "training_help",
    "relocation_help", "abroad_useful", "flexible_hours", "online_interview", "internship", "growth", "package", "text",
    "contact", "url", "posted_on", "valid_to",
)  # fmt: skip
DWELLING_FIELDS = (
    "key", "kind", "place", "area", "rooms", "size", "price", "condition", "free_from", "contract", "priority",
    "conditions", "way", "text", "url", "posted_on", "valid_to",
)  # fmt: skip
FORECAST_FIELDS = ("region", "occupation", "year", "created", "closed", "replaced", "posted_on")
PLANNED = ("created", "closed", "replaced")
FIELDS = {"vacancy": VACANCY_FIELDS, "dwelling": DWELLING_FIELDS, "forecast": FORECAST_FIELDS}
REQUIRED = {"vacancy": ("key", "title"), "dwelling": ("key", "kind"), "forecast": ("region", "occupation", "year")}
VACANCY_COLUMNS = (
    "source_key", "title", "employer_id", "employer_name", "employer_number", "occupation_code", "occupation_group",
    "field", "municipality_id", "place", "pay_from", "pay_to", "pay_period", "net_from", "net_to", "net_year",
    "bonuses", "load", "hours", "remote", "without_latvian", "housing_help", "training_help", "relocation_help",
    "abroad_useful", "flexible_hours", "online_interview", "internship", "growth", "package", "text", "contact", "url",
    "posted_on", "valid_to", "words", "state", "fingerprint",
)  # fmt: skip
DWELLING_COLUMNS = (
    "source_key", "kind", "municipality_id", "area", "rooms", "size", "price", "price_unit", "condition", "free_from",
    "contract", "priority", "conditions", "way", "text", "url", "posted_on", "valid_to", "state", "fingerprint",
)  # fmt: skip
FORECAST_COLUMNS = (
    "source_key", "region_id", "year", "occupation_code", "created", "closed", "replaced", "posted_on", "valid_to",
    "state", "fingerprint",
)  # fmt: skip
COLUMNS = {"vacancy": VACANCY_COLUMNS, "dwelling": DWELLING_COLUMNS, "forecast": FORECAST_COLUMNS}
BOUGHT = frozenset({"purchase", "land"})


def needed(kind: str, *, has_place: bool) -> tuple[str, ...]:
    """Fields without which no row of `kind` can be taken; `has_place`: where all rows lie is known already."""
    return REQUIRED[kind] if has_place or kind == "forecast" else (*REQUIRED[kind], "place")


@dataclass(frozen=True)
class Problem:
    """A cell that was refused, or (`is_note`) went in as unknown. `line` as seen in the file, the header being 1."""

    line: int
    column: str
    value: str
    code: str
    is_note: bool = False


class Lookups:
    """Dictionaries over places, fields of work, groups of occupations and employers, made once for a file."""

    def __init__(self) -> None:
        places = {place.pk: today_of(place) for place in Municipality.objects.select_related("successor__successor")}
        self.names: dict[str, set[int]] = {}
        for folded, pk in PlaceName.objects.values_list("folded", "municipality_id"):
            self.names.setdefault(folded, set()).add(places[pk].pk)
        # A municipality of this very name wins over one that only may be called so.
        for place in places.values():
            self.names[fold(place.name)] = {place.pk}
        self._read: dict[str, int | None] = {}

    @cached_property
    def fields(self) -> dict[str, str]:
        """Folded name of a field of work, in any language, to its code."""
        rows = CodeList.objects.filter(kind="work_fields")
        named = {fold(name): row.code for row in rows for name in row.name.values()}
        return named | {row.code: row.code for row in rows}

    @cached_property
    def groups(self) -> dict[str, str]:
        """Folded name of a group of occupations, in any language, to its code."""
        rows = CodeList.objects.filter(kind="occupation_groups")
        return {fold(name): row.code for row in rows for name in row.name.values()}

    @cached_property
    def regions(self) -> dict[str, int]:
        """Folded name of a planning region, short or whole and in any language, and its code, to its id."""
        rows = PlanningRegion.objects.filter(in_force(timezone.localdate()))
        named = {fold(name): row.pk for row in rows for name in (*row.name.values(), *row.full_name.values())}
        return named | {row.code: row.pk for row in rows}

    @cached_property
    def employers(self) -> dict[str, int]:
        known = Employer.objects.exclude(registration_number="")
        return dict(known.values_list("registration_number", "pk"))

    def municipality(self, place: str) -> int | None:
        """The one municipality that an address names: its last part that is known, decided by the parts before it."""
        if place not in self._read:
            self._read[place] = self._resolve(place)
        return self._read[place]

    def _resolve(self, place: str) -> int | None:
        left: set[int] | None = None
        for part in reversed(place.split(",")):
            meant = self.names.get(fold(part))
            if meant:
                left = meant if left is None else (left & meant or left)
            if left and len(left) == 1:
                return next(iter(left))
        return None


@dataclass
class RowReader:
    """Reads the rows of one file of one kind; `column_of` is {field: number of its column}."""

    kind: str
    header: list[str]
    column_of: dict[str, int]
    lookups: Lookups
    today: date
    plain: bool = False
    place_may_be_unknown: bool = False
    only_in: int | None = None
    default_place: int | None = None
    keys: dict[str, int] = field(default_factory=dict)
    bad_keys: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    row: list[str] = field(default_factory=list)  # the cells that are being read, as they were typed

    def __post_init__(self) -> None:
        known = readers(plain=self.plain)
        self._cells: list[tuple[str, int, Callable[[str], Any]]] = [
            (name, self.column_of[name], known[name]) for name in FIELDS[self.kind] if name in self.column_of
        ]
        self._required = REQUIRED[self.kind]
        self._columns = COLUMNS[self.kind][:-1]
        self._said = [at for at, name in enumerate(self._columns) if name not in {"posted_on", "valid_to", "state"}]
        self._derive = {"vacancy": self._vacancy, "dwelling": self._dwelling, "forecast": self._forecast}[self.kind]

    def lines(self, rows: Iterator[tuple[int, list[str]]]) -> Iterator[str | None]:
        """A line of COPY for each good row, None for each bad one; problems and keys gather on the way."""
        for line, cells in rows:
            before, self.row = len(self.problems), cells
            derived = self._derive(line, self._values(line, cells))
            key = derived["source_key"] or ""
            if key in self.keys:
                self._problem(line, "key", key, "repeated")
            if any(not problem.is_note for problem in self.problems[before:]):
                self.bad_keys.add(key)
                yield None
            else:
                self.keys[key] = line
                yield self._written(derived)

    def _values(self, line: int, cells: list[str]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, column, reader in self._cells:
            text = cells[column].strip()
            if text:
                try:
                    values[name] = reader(text)
                except CellError as refused:
                    self._problem(line, name, text, refused.code)
        for name in self._required:
            if name not in values and not self._is_refused(line, name):
                self._problem(line, name, "", "missing")
        return values

    def _is_refused(self, line: int, name: str) -> bool:
        column = self.column_name(name)
        return any(problem.line == line and problem.column == column for problem in self.problems[-40:])

    def _problem(self, line: int, name: str, value: str, code: str, *, is_note: bool = False) -> None:
        self.problems.append(Problem(line, self.column_name(name), value[:200], code, is_note))

    def column_name(self, name: str) -> str:
        return self.header[self.column_of[name]][:160] if name in self.column_of else name

    def _municipality(self, line: int, values: dict[str, Any]) -> int | None:
        place = values.get("place", "")
        found = self.lookups.municipality(place) if place else self.default_place
        if found is None and (place or not self.place_may_be_unknown):
            self._problem(line, "place", place, "no-place", is_note=self.place_may_be_unknown)
        elif self.only_in and found != self.only_in:
            self._problem(line, "place", place, "elsewhere")
        return found

    def _days(self, line: int, values: dict[str, Any]) -> dict[str, Any]:
        """Days that a row does not say are taken from the reading, and do not count as a change of the row."""
        given = values.get("valid_to")
        last = given or add_months(self.today, opening_settings()["confirm_months"])
        return {
            "said_posted_on": values.get("posted_on"),
            "said_valid_to": given,
            "posted_on": values.get("posted_on") or self.today,
            "valid_to": last,
            "state": "published" if last >= self.today else "ended",
        }

    def _vacancy(self, line: int, values: dict[str, Any]) -> dict[str, Any]:
        low, high = values.get("pay_from"), values.get("pay_to")
        if low and high and high < low:
            self._problem(line, "pay_to", self.row[self.column_of["pay_to"]].strip(), "pay-upside-down")
        period = period_of(low, high, values.get("pay_period", ""))
        name, number = values.get("title", ""), values.get("employer_number", "")
        code = values.get("occupation_code") or code_of(name)
        return values | {
            "source_key": values.get("key"),
            "employer_id": self.lookups.employers.get(number) if number else None,
            "occupation_code": code,
            "occupation_group": code[:1],
            "field": self.lookups.fields.get(fold(values.get("field", "")), ""),
            "municipality_id": self._municipality(line, values),
            "pay_from": low or None,
            "pay_to": high or None,
            "pay_period": period,
            "words": "{" + ",".join(words_of(f"{name} {values.get('employer_name', '')}")) + "}",
            **net_of(low, high, period, self.today),
            **self._days(line, values),
        }

    def _dwelling(self, line: int, values: dict[str, Any]) -> dict[str, Any]:
        return values | {
            "source_key": values.get("key"),
            "municipality_id": self._municipality(line, values),
            "rooms": int(values["rooms"]) if "rooms" in values else None,
            "price_unit": "once" if values.get("kind") in BOUGHT else "month",
            **self._days(line, values),
        }

    def _forecast(self, line: int, values: dict[str, Any]) -> dict[str, Any]:
        """One row for each region, year and occupation; the row itself is its key."""
        region, said = values.get("region", ""), values.get("occupation", "")
        found = self.lookups.regions.get(fold(region))
        code = said if said.isdecimal() else self.lookups.groups.get(fold(said), "")
        if region and found is None:
            self._problem(line, "region", region, "no-region")
        if said and not code:
            self._problem(line, "occupation", said, "no-group")
        if not any(name in values for name in PLANNED) and not any(self._is_refused(line, name) for name in PLANNED):
            self._problem(line, "created", "", "nothing-planned")
        year = values.get("year")
        last = {"valid_to": date(year, 12, 31)} if year else {}
        return values | {
            "source_key": f"{year}:{found}:{code}" if year and found and code else None,
            "region_id": found,
            "occupation_code": code,
            **self._days(line, values | last),
        }

    def _written(self, row: dict[str, Any]) -> str:
        """Days that the row does not say, and the state, follow the reading and are no change of the row."""
        cells = [_written(row.get(name), NULL if name in NULLABLE else "") for name in self._columns]
        said = [cells[at] for at in self._said] + [str(row["said_posted_on"]), str(row["said_valid_to"])]
        fingerprint = md5("\x1f".join(said).encode(), usedforsecurity=False).hexdigest()
        return "\t".join((*cells, fingerprint)) + "\n"


NULLABLE = frozenset(
    {
        "employer_id", "municipality_id", "pay_from", "pay_to", "net_from", "net_to", "net_year", "hours", "rooms",
        "size", "price", "free_from", "created", "closed", "replaced",
    }
)  # fmt: skip


def _written(value: Any, empty: str) -> str:
    if value is None or value == "":
        return empty
    return value.translate(ESCAPES) if isinstance(value, str) else str(value)
