"""What the country pack says about its public results: threshold, licence, evaluations, words for machines."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from majup.places.pack import read


@lru_cache(maxsize=4)
def _facts(folder: Path) -> dict[str, Any]:
    return dict(read(folder, "results"))


def result_facts() -> dict[str, Any]:
    return _facts(settings.COUNTRY_PACK)
