"""Files that are read again and again: those the pack knows by their header, and tables that people bring."""

from functools import cache
from typing import Any

from django.conf import settings

from majup.kernel.text import fold
from majup.openings.models import Source
from majup.openings.pay import opening_settings
from majup.places.models import Municipality
from majup.places.pack import read

TABLE_DAYS = 31


@cache
def _known() -> dict[str, dict[str, Any]]:
    return {row["code"]: row for row in read(settings.COUNTRY_PACK, "vacancy_files")}


def known_file(code: str) -> dict[str, Any] | None:
    """What the pack says of the file `code`; None for a table that somebody brought."""
    return _known().get(code)


def known_files() -> list[dict[str, Any]]:
    return list(_known().values())


def table_source(*, name: str, kind: str, municipality: Municipality | None, is_complete: bool) -> Source:
    """The source of a table by its name within its place: the same name again means the same list."""
    place = municipality.atvk if municipality else "all"
    code = f"{kind}:{place}:{fold(name)}"[:80]
    defaults = {
        "name": name,
        "is_complete": is_complete,
        "confirm_days": opening_settings()["confirm_months"] * TABLE_DAYS,
    }
    source, _ = Source.objects.update_or_create(code=code, defaults=defaults)
    return source
