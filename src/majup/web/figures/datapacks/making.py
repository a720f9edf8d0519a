"""The worker's part: table by table, saying how far it is; then everything is frozen as one document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from majup.network.calendar import country_settings
from majup.reports import packing
from majup.reports.models import DataPack
from majup.web.figures.datapacks import counted, told, words
from majup.web.figures.datapacks.tables import Asked, Table, both

Make = Callable[[Asked], Table]
COMMON: Mapping[str, Make] = {
    "figures": counted.figures,
    "places": counted.places,
    "needs": counted.needs,
    "obstacles": counted.obstacles,
    "answers": counted.answering,
    "targets": told.targets,
    "money": told.budgets,
    "proposals": told.proposals,
    "municipal-questions": told.municipal_questions,
}
LAST: Mapping[str, Make] = {"doubts": told.doubts, "definitions": told.definitions}
TABLES: Mapping[str, Mapping[str, Make]] = {
    DataPack.Kind.COUNCIL: {**COMMON, **LAST},
    DataPack.Kind.MINISTRY: {
        **COMMON,
        "grants": told.grants,
        "plan": told.tasks,
        "statements": told.statements,
        **LAST,
    },
}


@app.task(queue="reports")
def make_data_pack(pack_id: int) -> None:
    """Make the tables and freeze them; a job that comes twice finds nothing to do."""
    pack = DataPack.objects.select_related("asked_by").filter(pk=pack_id, state=DataPack.State.ASKED).first()
    if pack is None:
        return
    try:
        packing.freeze(pack, document(pack))
    except Exception:
        packing.fail(pack)
        raise


def document(pack: DataPack) -> dict[str, Any]:
    """Everything that the pack says, of nothing but what JSON has."""
    period = packing.stretch(pack, timezone.localdate())
    withholding = packing.Withholding()
    asked = Asked(period, pack.kind == DataPack.Kind.COUNCIL, withholding, pack.asked_by)
    tables = []
    for done, (code, make) in enumerate(TABLES[pack.kind].items(), 1):
        tables.append(make(asked).written(code))
        packing.tell(pack, done)
    return {
        "version": packing.VERSION,
        "country": country_settings()["code"],
        "kind": pack.kind,
        "title": both(lambda: words.title_of(pack)),
        "period": {"from": period.start.isoformat(), "to": period.end.isoformat()},
        "author": pack.asked_by.name,
        "made_at": timezone.now().isoformat(),
        "threshold": withholding.threshold,
        "tables": tables,
        "hidden": withholding.kept,
        "languages": [code for code, _name in settings.LANGUAGES],
    }
