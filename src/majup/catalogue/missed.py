"""Searches without a result: what editors should write about, or call by another name. Words only, no person."""

from __future__ import annotations

import re
from datetime import timedelta

from django.db.models import F, QuerySet
from django.utils import timezone

from majup.catalogue.models import MissedSearch
from majup.kernel.text import fold

LONGEST = 120
KEEP_DAYS = 180
# Somebody's address or number is no word to write about.
PERSONAL = re.compile(r"@|\d[\d\s./-]{4,}\d|https?:")


def worth_noting(text: str) -> str:
    """The folded words, or "" when they are too short, too long, or look like somebody's address or number."""
    words = fold(text)
    return words if 2 < len(words) <= LONGEST and not PERSONAL.search(text) else ""


def note(*, words: str, language: str) -> None:
    today = timezone.localdate()
    row, is_new = MissedSearch.objects.get_or_create(
        words=words, language=language, defaults={"first_on": today, "last_on": today}
    )
    if not is_new:
        MissedSearch.objects.filter(pk=row.pk).update(times=F("times") + 1, last_on=today)


def forget_old() -> int:
    """Words that nobody has looked for in half a year; the number of rows that went."""
    oldest = timezone.localdate() - timedelta(days=KEEP_DAYS)
    number, _by_model = MissedSearch.objects.filter(last_on__lt=oldest).delete()
    return number


def most_wanted() -> QuerySet[MissedSearch]:
    return MissedSearch.objects.order_by("-times", "-last_on", "pk")
