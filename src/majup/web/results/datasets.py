"""The open data: each table with its columns, what has to be known about it, and its rows. All files are made of these.

Rows are read from what is public already: published cells, figures of others, budgets, open entries (B-73).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from majup.catalogue.models import MEASURES as MEASURE_KINDS
from majup.catalogue.models import Fact
from majup.openings.models import Dwelling, Vacancy
from majup.places.models import Municipality, RegionMembership, in_force
from majup.plumbing.ordered import in_order
from majup.plumbing.written_tables import Cell, Column
from majup.reports import staying
from majup.reports.models import IssuedFigure, PublishedCell
from majup.web.components.public import source_words
from majup.web.components.texts import localized_plain, named
from majup.web.results import money
from majup.web.results.facts import result_facts
from majup.web.results.words import measure_name, region_names, state_name

Row = tuple[Cell, ...]
FEW, NO_DATA = "hidden", "no-data"
AT_ONCE = 2_000  # rows read from the database in one go


@dataclass(frozen=True)
class Dataset:
    """`dimensions` name the columns that together tell rows apart; without them each row stands by itself.

    `values`: columns with numbers, beside them `status` says why one is missing. `often`: how often it changes, as a
    code of the EU's list of frequencies. `newest`: id of what was added last, so that two changes of a day differ.
    """

    code: str
    title: Callable[[], str]
    about: Callable[[], str]
    method: Callable[[], tuple[str, ...]]
    columns: Callable[[], tuple[Column, ...]]
    rows: Callable[[], Iterable[Row]]
    size: Callable[[], int]
    changed: Callable[[], date | None]
    dimensions: tuple[str, ...]
    values: tuple[str, ...]
    often: str
    time: str = ""
    place: str = ""
    newest: Callable[[], int | None] = lambda: None

    @property
    def state(self) -> str:
        """Changes whenever the rows may have changed."""
        return f"{self.changed()} {self.size()} {self.newest()}"


def _hidden_notes() -> tuple[str, ...]:
    return (
        _(
            "Numbers from 1 to %(most)s families are not shown, and neither are those from which such a number could be"
            " worked out. The status of such a row is “hidden”; its value is empty, which is not zero."
        )
        % {"most": result_facts()["smallest_count"] - 1},
        _("The rules of counting stand on the page of results. Moves inside the country are counted apart."),
    )


def _status(value: int | None) -> str:
    return FEW if value is None else ""


def _of(by: str) -> QuerySet[PublishedCell]:
    """Numbers of regions (""), of municipalities, or ("staying") those of families that stayed."""
    newest, stayed = PublishedCell.objects.newest(), Q(column__startswith=f"{staying.COLUMN}_")
    return newest.filter(stayed) if by == "staying" else newest.filter(~stayed, by=by)


def _published(by: str) -> Iterator[PublishedCell]:
    """Numbers in their order; only so many are held at once, however long the table is."""
    order = ("period_from", "period_to", "column", F("region__order").asc(nulls_first=True), "key", "pk")
    keys = list(_of(by).order_by(*order).values_list("pk", flat=True))
    rows = PublishedCell.objects.select_related("region", "publication")
    for start in range(0, len(keys), AT_ONCE):
        yield from in_order(rows, keys[start : start + AT_ONCE])


def _published_size(by: str) -> int:
    return _of(by).count()


def _published_day(by: str = "") -> date | None:
    moment = _of(by).aggregate(day=Max("publication__published_at"))["day"]
    return timezone.localdate(moment) if moment else None


def _newest_publication() -> int | None:
    found: int | None = PublishedCell.objects.newest().aggregate(newest=Max("publication"))["newest"]
    return found


def _common_columns() -> tuple[Column, ...]:
    return (
        Column("measure", _("Code of the measure"), required=True),
        Column("measure_name", _("Measure"), about=_("What was counted, in words"), required=True),
        Column("period_from", _("First day"), "date", required=True),
        Column("period_to", _("Last day"), "date", _("Included"), required=True),
        Column("value", _("Number"), "integer", _("Empty where it is not shown")),
        Column("status", _("Status"), about=_("“hidden” where the number is not shown, else empty")),
        Column("published_on", _("Published on"), "date", required=True),
    )


def _region_columns() -> tuple[Column, ...]:
    where = Column("region", _("Code of the region"), about=_("Empty for the whole country"))
    return (where, Column("region_name", _("Planning region")), *_common_columns())


def _region_rows() -> Iterator[Row]:
    names = region_names()
    for cell in _published(""):
        code = cell.region.code if cell.region else ""
        yield (code, names.get(code, _("Whole country")), *_common_cells(cell))


def _common_cells(cell: PublishedCell) -> Row:
    what = (cell.column, measure_name(cell.column), cell.period_from, cell.period_to)
    return (*what, cell.value, _status(cell.value), timezone.localdate(cell.publication.published_at))


def _place_columns() -> tuple[Column, ...]:
    where = Column("municipality", _("Code of the municipality"), about=_("Empty where no place is known"))
    return (where, Column("municipality_name", _("Municipality")), *_common_columns())


def _place_rows() -> Iterator[Row]:
    names = {place.atvk: named(place) for place in Municipality.objects.all()}
    for cell in _published("municipality"):
        yield (cell.key, names.get(cell.key, _("not known where")), *_common_cells(cell))


def _staying_columns() -> tuple[Column, ...]:
    what = Column("state", _("Code of what is known"), about=_("Empty for all families together"))
    return (what, Column("state_name", _("What is known"), required=True), *_common_columns())


def _staying_rows() -> Iterator[Row]:
    for cell in _published("staying"):
        yield (cell.key, state_name(cell.key), *_common_cells(cell))


def _past_columns() -> tuple[Column, ...]:
    return (
        Column("metric", _("Code of the figure"), required=True),
        Column("definition", _("What it is"), about=_("As its publisher describes it"), required=True),
        Column("region", _("Code of the region"), about=_("Empty for the whole country")),
        Column(
            "scope", _("What it holds for"), about=_("region, total, or what the value is given for"), required=True
        ),
        Column("period_from", _("First day"), "date", _("Empty where the source names none")),
        Column("period_to", _("Last day"), "date", _("Included")),
        Column("value", _("Number"), "number", _("As it was published, never corrected")),
        Column("status", _("Status"), about=_("“no-data” where the publisher says so, else empty")),
        Column("unit", _("Unit"), required=True),
        Column("qualifier", _("Exactly or not"), about=_("eq: exactly; at_least; below"), required=True),
        Column("source", _("Source"), required=True),
        Column("issued_on", _("Published on"), "date", _("Empty where the source names no day")),
        Column("doubt", _("What speaks against it")),
    )


def _past_rows() -> Iterator[Row]:
    for row in (
        IssuedFigure.objects.filter(report=None).select_related("region").order_by("period_from", "metric", "pk")
    ):
        where = (row.region.code if row.region else "", row.scope)
        number = row.value if row.value is None or row.value % 1 else int(row.value)
        when = (row.period_from, row.period_to)
        status = NO_DATA if row.value is None else ""
        end = (row.unit, row.qualifier, source_words(row.source), row.issued_on, localized_plain(row.doubt))
        yield (row.metric, localized_plain(row.definition), *where, *when, number, status, *end)


def _municipality_columns() -> tuple[Column, ...]:
    return (
        Column("municipality", _("Code of the municipality"), required=True),
        Column("municipality_name", _("Municipality"), required=True),
        Column("region", _("Code of the region"), required=True),
        Column(
            "measures", _("Support measures"), "integer", _("Confirmed by the municipality and running"), required=True
        ),
        Column("vacancies", _("Vacancies"), "integer", _("Open on that day"), required=True),
        Column("dwellings", _("Homes"), "integer", _("Open on that day"), required=True),
        Column("counted_on", _("Counted on"), "date", required=True),
    )


def _municipality_rows() -> Iterator[Row]:
    today = timezone.localdate()
    members = RegionMembership.objects.filter(in_force(today)).select_related("region")
    regions = {row.municipality_id: row.region.code for row in members}
    own = Fact.objects.available(today).filter(kind__in=MEASURE_KINDS, municipalities__isnull=False)
    measures = dict(own.values_list("municipalities").annotate(n=Count("pk", distinct=True)))
    entries = [
        dict(
            model.objects.open(today).filter(~Q(municipality=None)).values_list("municipality").annotate(n=Count("pk"))
        )
        for model in (Vacancy, Dwelling)
    ]
    for place in Municipality.objects.in_force(today):
        counts = (by_place.get(place.pk, 0) for by_place in (measures, *entries))
        yield (place.atvk, named(place), regions.get(place.pk, ""), *counts, today)


DATASETS = {
    one.code: one
    for one in (
        Dataset(
            "results",
            lambda: _("Results by region"),
            lambda: _(
                "What coordinators did and what came of it, by planning region and period, as reported and issued."
            ),
            _hidden_notes,
            _region_columns,
            _region_rows,
            lambda: _published_size(""),
            _published_day,
            ("region", "measure", "period"),
            ("value",),
            "QUARTERLY",
            "period",
            "region",
            _newest_publication,
        ),
        Dataset(
            "municipalities-chosen",
            lambda: _("Municipalities that returnees chose"),
            lambda: _(
                "Offers, families and people by the municipality that families chose, for the whole country. Of an"
                " offer it is the place that the family wished for most."
            ),
            lambda: (
                *_hidden_notes(),
                _("In this table a zero is not shown either, so that nobody can tell zero from a few."),
            ),
            _place_columns,
            _place_rows,
            lambda: _published_size("municipality"),
            _published_day,
            ("municipality", "measure", "period"),
            ("value",),
            "QUARTERLY",
            "period",
            "municipality",
            _newest_publication,
        ),
        Dataset(
            "staying",
            lambda: _("Families that stayed"),
            lambda: _("What is known of families 12, 24 and 36 months after their return with support, whole country."),
            lambda: (
                *_hidden_notes(),
                _(
                    "The period is the one in which those months were over, and the number is what was known when the"
                    " report was issued. Families of whom nothing was known then are neither here nor gone."
                ),
            ),
            _staying_columns,
            _staying_rows,
            lambda: _published_size("staying"),
            lambda: _published_day("staying"),
            ("state", "measure", "period"),
            ("value",),
            "QUARTERLY",
            "period",
            newest=_newest_publication,
        ),
        Dataset(
            "money",
            money.title,
            money.about,
            money.method,
            money.columns,
            money.rows,
            money.size,
            money.changed,
            (),
            ("planned", "committed", "spent", "returned"),
            "ANNUAL",
            newest=money.newest,
        ),
        Dataset(
            "published-past",
            lambda: _("Figures as others published them"),
            lambda: _(
                "Every figure about the programme that was published before this system counted, each with its source."
            ),
            lambda: (
                _("Figures stand as their publisher printed them, also where two of them contradict each other."),
                _("They follow the definitions of their sources and must not be added to our own counts."),
            ),
            _past_columns,
            _past_rows,
            lambda: IssuedFigure.objects.filter(report=None).count(),
            lambda: IssuedFigure.objects.filter(report=None).aggregate(day=Max("issued_on"))["day"],
            (),
            ("value",),
            "IRREG",
        ),
        Dataset(
            "municipalities-offer",
            lambda: _("What municipalities offer now"),
            lambda: _("Support measures, vacancies and homes that are open today, counted by municipality."),
            lambda: (
                _("Measures: the municipality's own that it has confirmed in time, not those of the whole state."),
                _("Vacancies and homes: entries on this site that are open today. It is not the whole market."),
                _("A zero means that nothing is entered here, not that there is nothing."),
            ),
            _municipality_columns,
            _municipality_rows,
            lambda: Municipality.objects.in_force().count(),
            timezone.localdate,
            ("municipality",),
            ("measures", "vacancies", "dwellings"),
            "DAILY",
            "",
            "municipality",
        ),
    )
}
