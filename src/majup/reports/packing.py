"""Data packs for others: asked for, made table by table, frozen with digest; small counts withheld (NET-10, B-57).

A pack leaves the house. Counts that are public already are taken as they were published; what is counted for a pack
alone goes through the same rule, and what one pack withheld of a year stays withheld in every later one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from majup.kernel import hashing
from majup.kernel.periods import Period
from majup.kernel.suppression import Table, hidden_cells
from majup.network.calendar import country_settings
from majup.places.pack import read
from majup.reports.models import DataPack
from majup.staff.models import User

VERSION = 1
TRIED = timedelta(minutes=10)  # after that a pack that is not made is asked for anew
Key = tuple[str, ...]


def years(today: date) -> list[int]:
    """Years of the programme that a pack may be about, this one first."""
    first = date.fromisoformat(country_settings()["programme_start"]).year
    return list(range(today.year, first - 1, -1))


def stretch(pack: DataPack, today: date) -> Period:
    """The days of its years that have come."""
    return Period(date(pack.year_from, 1, 1), min(date(pack.year_to, 12, 31), today))


@transaction.atomic
def ask(*, kind: str, year_from: int, year_to: int, parts: int, by: User) -> tuple[DataPack, bool]:
    """Note that `by` wants a pack, and whether it is new: who presses twice is led to the one that is being made."""
    User.objects.select_for_update().get(pk=by.pk)
    same = DataPack.objects.filter(kind=kind, year_from=year_from, year_to=year_to, state=DataPack.State.ASKED)
    waiting = same.filter(asked_by=by, asked_at__gt=timezone.now() - TRIED).first()
    if waiting:
        return waiting, False
    return DataPack.objects.create(kind=kind, year_from=year_from, year_to=year_to, parts=parts, asked_by=by), True


def tell(pack: DataPack, done: int) -> None:
    """How many tables there are by now."""
    DataPack.objects.filter(pk=pack.pk).update(parts_done=done)


def fail(pack: DataPack) -> None:
    DataPack.objects.filter(pk=pack.pk, state=DataPack.State.ASKED).update(state=DataPack.State.FAILED)


def freeze(pack: DataPack, document: Mapping[str, Any]) -> None:
    """Keep the document with its digest; from now on nobody changes it."""
    DataPack.objects.filter(pk=pack.pk, state=DataPack.State.ASKED).update(
        state=DataPack.State.DONE,
        parts_done=pack.parts,
        made_at=timezone.now(),
        document=document,
        document_sha256=hashing.digest(hashing.canonical_json(document)),
    )


class Withholding:
    """Which counts of one pack are withheld; `kept` goes into its document, for the packs that follow."""

    def __init__(self) -> None:
        self.threshold: int = read(settings.COUNTRY_PACK, "results")["smallest_count"]
        self.before: dict[str, set[Key]] = defaultdict(set)
        self.kept: dict[str, list[list[str]]] = {}
        for hidden in DataPack.objects.filter(state=DataPack.State.DONE).values_list("document__hidden", flat=True):
            for name, keys in hidden.items():
                self.before[name].update(map(tuple, keys))

    def hidden(self, name: str, year: int, table: Table) -> frozenset[Key]:
        """Keys of `table` to withhold, those that earlier packs withheld among them."""
        mark = f"{name} {year}"
        before = frozenset(self.before[mark].intersection(table.counts))
        found = hidden_cells(table, self.threshold, hidden=before)
        self.kept[mark] = sorted(map(list, found))
        return found

    def is_small(self, count: int) -> bool:
        return 0 < count < self.threshold
