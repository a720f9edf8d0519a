"""New vacancies and dwellings find the families that agreed to be approached (FUP-04).

Whatever came up in a minute is held against the cases of one region at a time, in two statements a region, so that a
file of 100,000 vacancies costs seconds. Nobody wants a hundred vacancies a day: of each kind at most MOST stand open in
the list for a case, the newest; how many fitted besides is counted beside them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count
from django.utils import timezone

from majup.cases.models import ENDED, Case, Need
from majup.kernel.text import stems
from majup.matching.models import Match, NewOpening
from majup.matching.queries import LIVE, may_be_approached
from majup.openings.models import Vacancy
from majup.openings.occupations import code_of
from majup.people.models import Person, Skill
from majup.places.models import PlanningRegion
from majup.places.pack import read
from majup.staff.scope import Scope, acting

MOST = 5  # vacancies, and as many dwellings, that stand open in the list for one case
JOBS, REMOTE, HOMES = "vacancies", "remote_vacancies", "dwellings"

# Places of the cases in %(cases)s as they are today: a merged municipality is its successor.
PLACES = """
places AS (
  SELECT DISTINCT p.case_id, COALESCE(m.successor_id, m.id) AS municipality_id
  FROM cases_candidatemunicipality p JOIN places_municipality m ON m.id = p.municipality_id
  WHERE p.case_id = ANY (%(cases)s)
)"""
NEWEST = """
SELECT f.case_id, (array_agg(f.id ORDER BY f.posted_on DESC, f.id DESC))[1:{most}], count(*)
FROM fits f WHERE NOT EXISTS (SELECT FROM matching_match m WHERE m.case_id = f.case_id AND m.{kind}_id = f.id)
GROUP BY f.case_id"""
# By the ISCO unit group; where that is not known of both, and for skills, by all words of the wish in the title.
# In the places of the family, their neighbours, or anywhere when it can be done from there; a family that names no
# place has those of its region.
VACANCIES = f"""
WITH {PLACES}, around AS (
  SELECT * FROM places
  UNION SELECT p.case_id, n.neighbour_id FROM places p
        JOIN openings_neighbour n ON n.municipality_id = p.municipality_id
  UNION SELECT c.id, r.municipality_id FROM unnest(%(cases)s::bigint[]) AS c(id)
        JOIN places_regionmembership r ON r.region_id = %(region)s AND r.valid_to IS NULL
        WHERE c.id NOT IN (SELECT case_id FROM places)
), wish AS (
  SELECT w.case_id, w.code, string_to_array(w.words, ' ') AS words, w.only_remote
  FROM unnest(%(who)s::bigint[], %(codes)s::text[], %(words)s::text[], %(remote)s::bool[])
       AS w(case_id, code, words, only_remote)
), fresh AS MATERIALIZED (
  SELECT v.id, v.municipality_id, left(v.occupation_code, 4) AS code, v.words::text[] AS words, v.remote, v.posted_on
  FROM openings_vacancy v
  WHERE v.id IN (SELECT vacancy_id FROM matching_newopening WHERE taken_at = %(taken)s)
    AND v.state = 'published' AND v.valid_to >= %(today)s
), hits AS (
  SELECT w.case_id, w.only_remote, v.* FROM wish w JOIN fresh v ON v.code = w.code AND w.code <> ''
  UNION ALL
  SELECT w.case_id, w.only_remote, v.* FROM wish w
  JOIN (SELECT f.id AS word_of, unnest(f.words) AS word FROM fresh f) x ON x.word = w.words[1]
  JOIN fresh v ON v.id = x.word_of AND v.words @> w.words AND (w.code = '' OR v.code = '')
), fits AS (
  SELECT DISTINCT h.case_id, h.id, h.posted_on FROM hits h
  WHERE (h.remote = 'yes' OR (h.case_id, h.municipality_id) IN (SELECT case_id, municipality_id FROM around))
    AND (NOT h.only_remote OR h.remote IN ('yes', 'partly'))
) {NEWEST.format(kind="vacancy", most=MOST)}"""  # noqa: S608 -- names of our own columns
DWELLINGS = f"""
WITH {PLACES}, fits AS (
  SELECT DISTINCT w.case_id, d.id, d.posted_on
  FROM unnest(%(who)s::bigint[], %(kinds)s::text[]) AS w(case_id, kind)
  JOIN places p ON p.case_id = w.case_id
  JOIN openings_dwelling d ON d.municipality_id = p.municipality_id AND d.kind = w.kind
  WHERE d.id IN (SELECT dwelling_id FROM matching_newopening WHERE taken_at = %(taken)s)
    AND d.state = 'published' AND d.valid_to >= %(today)s
) {NEWEST.format(kind="dwelling", most=MOST)}"""  # noqa: S608 -- names of our own columns


@dataclass
class Looking:
    """What the cases of a region look for: household of each case, topics of its live needs."""

    households: dict[int, int] = field(default_factory=dict)
    topics: dict[int, set[str]] = field(default_factory=dict)

    def shown(self, case_id: int) -> set[str]:
        return {shows()[topic]["shows"] for topic in self.topics[case_id]}


@cache
def shows() -> dict[str, dict[str, Any]]:
    """The pack's topics that a vacancy or dwelling can answer."""
    return {row["code"]: row for row in read(settings.COUNTRY_PACK, "opening_topics")}


@transaction.atomic
def look_through() -> None:
    """Hold what came up against the cases, region by region, each in its scope; all of it or nothing."""
    now = timezone.now()
    if not NewOpening.objects.filter(taken_at=None).update(taken_at=now):
        return
    for region in PlanningRegion.objects.order_by("pk"):
        with acting(Scope(regions=frozenset({region.pk}))):
            _in_region(region, now)
    NewOpening.objects.filter(taken_at=now).delete()


def _in_region(region: PlanningRegion, now: datetime) -> None:
    looking = _looking(region)
    if not looking.households:
        return
    common = {
        "cases": list(looking.households),
        "region": region.pk,
        "taken": now,
        "today": timezone.localdate(),
    }
    _keep("vacancy", _rows(VACANCIES, {**common, **_wishes(looking)}), looking, now)
    _keep("dwelling", _rows(DWELLINGS, {**common, **_homes(looking)}), looking, now)


def _looking(region: PlanningRegion) -> Looking:
    """Resting and active cases that agreed to be approached, with a live need that an opening can answer."""
    cases = Case.objects.filter(may_be_approached(), region=region).exclude(stage__in=ENDED)
    needs = Need.objects.filter(case__in=cases, state__in=LIVE, topic__code__in=shows())
    found = Looking()
    for case, household, topic in needs.values_list("case_id", "case__household_id", "topic__code"):
        found.households[case] = household
        found.topics.setdefault(case, set()).add(topic)
    return found


def _wishes(looking: Looking) -> dict[str, list[Any]]:
    """What the adults can do, one row each: unit group, or "" for a skill, and stems."""
    remote = {case: {REMOTE} == looking.shown(case) - {HOMES} for case in looking.households}
    cases = {household: case for case, household in looking.households.items() if looking.shown(case) & {JOBS, REMOTE}}
    moving = Person.objects.filter(household__in=cases, is_child=False).exclude(will_move=False)
    work = moving.exclude(occupation="").values_list("household_id", "occupation")
    skills = Skill.objects.filter(person__in=moving).values_list("person__household_id", "name")
    rows = [(cases[household], code_of(words), stems(words)) for household, words in work]
    rows += [(cases[household], "", stems(words)) for household, words in skills]
    wanted = [row for row in rows if row[2]]
    return {
        "who": [case for case, _code, _words in wanted],
        "codes": [code for _case, code, _words in wanted],
        "words": [" ".join(words) for _case, _code, words in wanted],
        "remote": [remote[case] for case, _code, _words in wanted],
    }


def _homes(looking: Looking) -> dict[str, list[Any]]:
    rows = [
        (case, kind) for case, topics in looking.topics.items() for topic in topics for kind in shows()[topic]["kinds"]
    ]
    return {"who": [case for case, _kind in rows], "kinds": [kind for _case, kind in rows]}


def _rows(statement: str, values: dict[str, Any]) -> list[tuple[int, list[int], int]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def _keep(kind: str, found: Iterable[tuple[int, list[int], int]], looking: Looking, now: datetime) -> None:
    """List the newest of each case as far as there is room; what is left over is counted beside one of them."""
    found = list(found)
    open_now = Match.objects.open().filter(case__in=[case for case, _ids, _n in found], **{f"{kind}__isnull": False})
    taken = dict(open_now.values_list("case").annotate(Count("pk")))
    matches, over = [], {}
    for case, ids, number in found:
        listed = ids[: max(0, MOST - taken.get(case, 0))]
        common = {"case_id": case, "household_id": looking.households[case], "is_certain": False, "found_at": now}
        rows = [Match(**common, **{f"{kind}_id": pk}) for pk in reversed(listed)]
        if rows:
            rows[0].more = number - len(rows)
        else:
            over[case] = number
        matches += rows
    Match.objects.bulk_create(matches, batch_size=5_000)
    _count_on(list(open_now.filter(case__in=over).order_by("case", "-pk").distinct("case")), over)


def _count_on(rows: list[Match], over: dict[int, int]) -> None:
    for row in rows:
        row.more += over[row.case_id]
    Match.objects.bulk_update(rows, ["more"], batch_size=5_000)


def fits_whom(vacancy: Vacancy, adults: Iterable[Person]) -> Person | None:
    """The first of `adults` by whose occupation or skill the vacancy was found; None when that changed since."""
    words, code = set(vacancy.words), vacancy.occupation_code[:4]
    for adult in adults:
        own = code_of(adult.occupation)
        by_work = own == code if own and code else _within(adult.occupation, words)
        if by_work or any(_within(skill.name, words) for skill in adult.skills.all()):
            return adult
    return None


def _within(text: str, words: set[str]) -> bool:
    return bool(text) and set(stems(text)) <= words
