"""What a profile says today, what is unanswered or old, and who wants whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from majup.kernel.text import stems
from majup.places.models import Municipality
from majup.places.queries import today_of
from majup.profiles.models import Answer, Block, Question


def months_before(day: date, months: int) -> date:
    """The same day `months` earlier; the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError(day)


@dataclass(frozen=True)
class Said:
    """One question of a profile and the answer that holds, if there is one."""

    question: Question
    answer: Answer | None
    today: date

    @property
    def is_old(self) -> bool:
        """Q-M2: not looked at for longer than the question allows."""
        months = self.question.stale_months
        return bool(self.answer and months and self.answer.confirmed_on < months_before(self.today, months))


@dataclass(frozen=True)
class Part:
    block: Block
    said: tuple[Said, ...]

    @property
    def is_empty(self) -> bool:
        return not any(one.answer for one in self.said)

    @property
    def unanswered(self) -> list[Said]:
        return [one for one in self.said if not one.answer]


@dataclass(frozen=True)
class Completeness:
    """How much of the standard questions a municipality has answered."""

    municipality: Municipality
    answered: int
    old: int
    total: int
    last_on: date | None

    @property
    def percent(self) -> int:
        return round(100 * self.answered / self.total) if self.total else 0


def profile_of(municipality: Municipality, day: date | None = None) -> list[Part]:
    """Every block and question in the fixed order, the same for every municipality (MUN-01, MUN-05)."""
    day = day or timezone.localdate()
    answers = {
        a.question_id: a for a in Answer.objects.current().filter(municipality=municipality).select_related("by")
    }
    parts = []
    for block in Block.objects.prefetch_related("questions"):
        said = tuple(Said(question, answers.get(question.pk), day) for question in block.questions.all())
        parts.append(Part(block, said))
    return parts


def answers_of(municipalities: Iterable[Municipality], codes: Iterable[str]) -> dict[tuple[int, str], Answer]:
    """Answers that hold, by municipality id and code of the question."""
    rows = Answer.objects.current().filter(municipality__in=list(municipalities), question__code__in=list(codes))
    return {(row.municipality_id, row.question.code): row for row in rows.select_related("question")}


def completeness(municipalities: Iterable[Municipality], day: date | None = None) -> list[Completeness]:
    """MUN-02 for each of `municipalities`, in their order; three queries however many there are."""
    day, listed = day or timezone.localdate(), list(municipalities)
    total = Question.objects.count()
    rows: dict[int, list[Answer]] = {place.pk: [] for place in listed}
    for row in Answer.objects.current().filter(municipality__in=listed).select_related("question"):
        rows[row.municipality_id].append(row)
    return [_completeness(place, rows[place.pk], total, day) for place in listed]


def _completeness(place: Municipality, answers: list[Answer], total: int, day: date) -> Completeness:
    old = sum(Said(answer.question, answer, day).is_old for answer in answers)
    return Completeness(place, len(answers), old, total, max((a.confirmed_on for a in answers), default=None))


def versions(municipality: Municipality, question: Question) -> QuerySet[Answer]:
    """Every answer that was ever given to `question`, newest first."""
    return Answer.objects.filter(municipality=municipality, question=question).select_related("by", "confirmed_by")


@dataclass(frozen=True)
class Wanted:
    """A municipality that says what was sought, and its words, {question code: [lines]}."""

    municipality: Municipality
    lines: Mapping[str, list[str]]


def search(text: str, language: str) -> list[Wanted]:
    """Municipalities whose wanted people or strong sides have every word of `text` in one line (MUN-06)."""
    sought = set(stems(text))
    rows = Answer.objects.current().filter(question__is_searchable=True, municipality__valid_to=None)
    found: dict[Municipality, dict[str, list[str]]] = {}
    for row in rows.select_related("question", "municipality").order_by("municipality__sort_key", "question__order"):
        lines = _lines_with(row, sought, language)
        if lines:
            found.setdefault(today_of(row.municipality), {})[row.question.code] = lines
    return [Wanted(place, lines) for place, lines in found.items()]


def _lines_with(row: Answer, sought: set[str], language: str) -> list[str]:
    """Lines in `language` at whose place some language has all the words."""
    columns = {name: [line for line in text.splitlines() if line.strip()] for name, text in row.text.items()}
    shown = columns.get(language) or next(iter(columns.values()), [])
    hits = {n for lines in columns.values() for n, line in enumerate(lines) if sought and sought <= set(stems(line))}
    if not sought:
        return shown
    return [shown[number] if number < len(shown) else "" for number in sorted(hits)]
