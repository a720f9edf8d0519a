"""Finding households: by what somebody typed, and by a contact that may be known already."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from heapq import merge
from typing import Any

from django.db import connection

from majup.people.words import addresses_without_sign, contact_word, read_typed, slips
from majup.staff.models import User

LIMIT = 25
ENOUGH = 10
SHORTEST_PREFIX = 2
BEHIND_EVERY_LETTER = "\U0010ffff"


@dataclass(frozen=True)
class Hit:
    """A household that was found; `is_near` when a slip had to be assumed."""

    household_id: int
    is_near: bool = False


@dataclass(frozen=True)
class Term:
    """One word searched for: any of `words`, or any word that begins with `prefix`."""

    words: tuple[str, ...] = ()
    prefix: str = ""

    def condition(self, alias: str) -> tuple[str, list[Any]]:
        if self.prefix:
            bounds = [self.prefix, self.prefix + BEHIND_EVERY_LETTER]
            return f"{alias}.word >= %s AND {alias}.word < %s", bounds
        return f"{alias}.word = ANY (%s)", [list(self.words)]


def search(user: User, text: str, limit: int = LIMIT) -> list[Hit]:
    """Households of the user's regions whose names, addresses and numbers hold all words of `text`, at most `limit`.

    The last word may be a beginning. Newest first, or by alphabet while a single beginning is searched for. When fewer
    than ENOUGH are found, those follow that are found when each word is taken for one slip away from another.
    """
    typed = read_typed(text)
    if not typed:
        return []
    regions = sorted(user.scope.regions)
    terms = [*(Term((word,)) for word in typed[:-1]), _last_term(typed[-1])]
    exact = _in_regions(regions, terms, limit)
    hits = [Hit(pk) for pk in exact]
    if len(hits) < min(limit, ENOUGH):
        known = set(exact)
        hits += [Hit(pk, is_near=True) for pk in _near(regions, typed, text, limit) if pk not in known]
    return hits[:limit]


def _last_term(word: str) -> Term:
    return Term(prefix=word) if len(word) >= SHORTEST_PREFIX else Term((word,))


def _near(regions: Sequence[int], typed: Sequence[str], text: str, limit: int) -> list[int]:
    found: list[int] = []
    for region in regions:
        widened = [Term((word, *existing(region, slips(word)))) for word in typed]
        found += find(region, widened, limit)
        addresses = existing(region, addresses_without_sign(text))
        found += find(region, [Term(tuple(addresses))], limit) if addresses else []
    return list(dict.fromkeys(found))


def existing(region: int, words: Iterable[str]) -> list[str]:
    """Which of `words` some household of `region` has; each is looked for by itself and only once."""
    asked = " ".join(words)
    return [word for (word,) in _rows(EXISTING, [asked, region])] if asked else []


# Hundreds of words: as one text they reach the server several times faster than as an array.
EXISTING = """
SELECT wanted FROM unnest(string_to_array(%s, ' ')) AS wanted CROSS JOIN LATERAL (
    SELECT FROM people_searchword WHERE region_id = %s AND word = wanted LIMIT 1
) AS one
"""


def _in_regions(regions: Sequence[int], terms: Sequence[Term], limit: int) -> list[int]:
    found = [find(region, terms, limit) for region in regions]
    if len(terms) == 1 and terms[0].prefix:
        return list(dict.fromkeys(pk for each in found for pk in each))[:limit]
    return list(dict.fromkeys(merge(*found, reverse=True)))[:limit]


def find(region: int, terms: Sequence[Term], limit: int) -> list[int]:
    """Ids of households of `region` to which all `terms` apply."""
    if len(terms) == 1 and terms[0].prefix:
        return _find_beginning(region, terms[0], limit)
    if len(terms) == 1:
        return [pk for (pk,) in _rows(ANY_OF, [list(terms[0].words), region, limit, limit])]
    first, values = terms[0].condition("s")
    others, parameters = [], [region, *values]
    for term in terms[1:]:
        condition, values = term.condition("o")
        others.append(
            f"EXISTS (SELECT FROM people_searchword o WHERE o.household_id = s.household_id"
            f" AND o.region_id = %s AND {condition})"
        )
        parameters += [region, *values]
    statement = (
        f"SELECT DISTINCT s.household_id FROM people_searchword s WHERE s.region_id = %s AND {first}"  # noqa: S608
        f" AND {' AND '.join(others)} ORDER BY s.household_id DESC LIMIT %s"
    )
    return [pk for (pk,) in _rows(statement, [*parameters, limit])]


ANY_OF = """
SELECT DISTINCT newest.household_id FROM unnest(%s::text[]) AS wanted CROSS JOIN LATERAL (
    SELECT household_id FROM people_searchword WHERE region_id = %s AND word = wanted
    ORDER BY household_id DESC LIMIT %s
) AS newest ORDER BY newest.household_id DESC LIMIT %s
"""


def _find_beginning(region: int, term: Term, limit: int) -> list[int]:
    """In the order of the alphabet, which is the order of the index: nobody waits until thousands are sorted.

    A household has at most a few words with the same beginning, so four times the limit fill a page.
    """
    condition, values = term.condition("s")
    statement = (
        f"SELECT s.household_id FROM people_searchword s WHERE s.region_id = %s AND {condition}"  # noqa: S608
        " ORDER BY s.word, s.household_id LIMIT %s"
    )
    return list(dict.fromkeys(pk for (pk,) in _rows(statement, [region, *values, 4 * limit])))[:limit]


def _rows(statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


@dataclass(frozen=True)
class Known:
    """A household that the same contact may belong to. Elsewhere only its region is told, not who it is."""

    household_id: int
    region_id: int
    is_visible: bool
    by: frozenset[str] = field(default=frozenset())  # of "email", "phone", "name"
    is_near: bool = False


def known_contacts(user: User, *, email: str = "", phone: str = "", name: str = "", limit: int = 5) -> list[Known]:
    """Households reached by the same address or number, else by one a slip away, else of the same name (INT-06).

    Names are compared within the user's own regions only; addresses and numbers also elsewhere.
    """
    wanted = {kind: word for kind, value in (("email", email), ("phone", phone)) if (word := contact_word(kind, value))}
    same = _having({word: kind for kind, word in wanted.items()}, user, is_near=False, limit=limit)
    if same:
        return same
    near = {slip: kind for kind, word in wanted.items() for slip in slips(word)}
    alike = _having(near, user, is_near=True, limit=limit)
    taken = {known.household_id for known in alike}
    return (alike + [known for known in _of_name(user, name, limit) if known.household_id not in taken])[:limit]


def _having(kinds: dict[str, str], user: User, *, is_near: bool, limit: int) -> list[Known]:
    """`kinds` says for each word whether it is an address or a number."""
    if not kinds:
        return []
    found: dict[tuple[int, int, bool], set[str]] = {}
    for household, region, visible, word in _rows("SELECT * FROM majup_known(%s::text[], %s)", [list(kinds), limit]):
        found.setdefault((household, region, visible), set()).add(kinds[word])
    known = [Known(*place, by=frozenset(by), is_near=is_near) for place, by in found.items()]
    return sorted(known, key=lambda each: (not each.is_visible, -len(each.by), -each.household_id))[:limit]


def _of_name(user: User, name: str, limit: int) -> list[Known]:
    if len(read_typed(name)) < 2:
        return []
    hits = {hit.household_id: hit for hit in search(user, name, limit)}
    regions = _rows("SELECT id, region_id FROM people_household WHERE id = ANY (%s)", [list(hits)])
    return [
        Known(pk, region, True, frozenset({"name"}), hits[pk].is_near) for pk, region in sorted(regions, reverse=True)
    ]
