"""Loads the facts of a country pack, and notes of each given record what became of it.

Loading again changes only what the pack changed, and nothing that people have written a version of.
"""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils import timezone

from majup.catalogue import details, importing
from majup.catalogue.indexing import lexemes, repeat
from majup.catalogue.models import Fact, FactEvent, FactKind, FactVersion, Kind, Level, State
from majup.catalogue.places import Places
from majup.catalogue.words import vector
from majup.kernel.hashing import canonical_json, digest
from majup.network.models import CodeList, Topic
from majup.places.pack import read

STUDY_LISTS = ("state_measures", "municipal_measures")
LISTS = (*STUDY_LISTS, "measures_today", "general_facts")
# What the sources call a thing, and what that means for us: "active" of 2022 is a report that nobody has confirmed.
STATES = {
    "planned": State.PLANNED,
    "proposed": State.PROPOSED,
    "unclear": State.UNCLEAR,
    "ended": State.ENDED,
    "active": State.VALID,
}
COPIED = (
    *("summary", "who", "what", "how", "where", "audience", "aim", "amount_min", "amount_max", "amounts", "unverified"),
    *("years", "topics", "target_groups", "parts", "url", "legal_basis", "source", "source_line", "details", "round"),
    *("condition_words", "valid_from", "valid_to", "reason", "languages"),
)
LAST_IS_CURRENT = """
    UPDATE catalogue_fact SET current_id = (
        SELECT id FROM catalogue_factversion WHERE fact_id = catalogue_fact.id ORDER BY number DESC LIMIT 1)
    WHERE current_id IS NULL
"""
Row = dict[str, Any]


def load(folder: Path) -> None:
    _load_kinds(folder)
    Loading(folder).run()


def _load_kinds(folder: Path) -> None:
    for row in read(folder, "fact_kinds"):
        FactKind.objects.update_or_create(
            code=row["code"], defaults={key: value for key, value in row.items() if key != "code"}
        )
    for row in read(folder, "target_groups"):
        CodeList.objects.update_or_create(
            kind="target_groups",
            code=row["code"],
            defaults={
                "name": row["name"],
                "order": row["order"],
                "details": {key: row[key] for key in ("is_family", "with_needs")},
            },
        )


class Loading:
    """One run over the lists of a pack; new facts are written in bulk."""

    def __init__(self, folder: Path) -> None:
        self.places = Places(read(folder, "pack")["languages"][0])
        self.lists = {name: [{**row, **row["more"]} for row in read(folder, name)] for name in LISTS}
        self.conditions = {row["code"]: row for row in read(folder, "conditions")}
        self.kinds = {kind.code: kind for kind in FactKind.objects.all()}
        self.topics = {topic.code: topic for topic in Topic.objects.all()}
        self.known = Fact.objects.select_related("current").in_bulk(field_name="code")
        self.now = timezone.now()

    def run(self) -> None:
        rows = [(name, row) for name, rows in self.lists.items() for row in rows if not importing.is_network(row)]
        rounds: dict[str, list[Row]] = {}
        for _name, row in rows:
            if row.get("round_of", row["code"]) != row["code"]:
                rounds.setdefault(row["round_of"], []).append(row)
        own = [(name, row) for name, row in rows if row.get("round_of", row["code"]) == row["code"]]
        fresh = [
            self._new(name, row, rounds.get(row["code"], [])) for name, row in own if row["code"] not in self.known
        ]
        self._write_all(fresh)
        for name, row in own:
            if row["code"] in self.known:
                self._change(name, row, self.known[row["code"]])
        self._link()
        importing.note(self.lists, self.conditions, self.places)

    def _digest(self, row: Row) -> str:
        return digest(canonical_json([row, self.conditions.get(row["code"])]))

    def _new(self, name: str, row: Row, earlier: list[Row]) -> tuple[Fact, list[FactVersion], set[str]]:
        """A fact with its versions, the earlier rounds of its programme first (K-R6)."""
        fact = Fact(
            code=row["code"],
            kind=self._kind(row),
            level=row["territory"]["level"],
            role_id=self.places.owner(row),
            institution_id=self.places.institution(row),
            programme=row.get("programme", ""),
            pack_digest=self._digest(row),
            changed_at=self.now,
        )
        stages = [*earlier, row]
        versions = [
            FactVersion(fact=fact, number=number, **self._content(name, one)) for number, one in enumerate(stages, 1)
        ]
        return fact, versions, self._words(fact, versions[-1], row)

    def _kind(self, row: Row) -> str:
        state = row["territory"]["level"] == Level.STATE
        return str(row.get("kind") or (Kind.STATE_MEASURE if state else Kind.MUNICIPAL_MEASURE))

    def _words(self, fact: Fact, version: FactVersion, row: Row) -> set[str]:
        regions, places, names = self.places.words(row)
        return lexemes(fact, version, regions, places, names)

    def _content(self, name: str, row: Row) -> Row:
        """Columns of the version that `row` becomes."""
        checked = row.get("checked_on")
        conditions = self.conditions.get(row["code"], {})
        values = {key: row[key] for key in COPIED if key in row}
        values["details"] = details.check(self.kinds[self._kind(row)].fields, row.get("details", {}))
        values["amounts"] = details.check_amounts(row.get("amounts", {}))
        for key in ("valid_from", "valid_to"):
            values[key] = date.fromisoformat(row[key]) if row.get(key) else None
        return values | {
            "state": self._state(name, row),
            "name": self.places.localized(row["name"]),
            "provider": self.places.localized(row.get("provider", {})),
            "funding": self.places.localized(row.get("funding", {})),
            "at_discretion": row.get("at_discretion", False),
            "conditions": conditions.get("conditions"),
            "conditions_note": conditions.get("text") or {},
            "open_conditions": conditions["open"] if conditions else row.get("open_conditions", []),
            "not_required": conditions.get("not_required") or row.get("not_required", []),
            "made_at": timezone.make_aware(datetime.combine(date.fromisoformat(checked), time(12)))
            if checked
            else self.now,
        }

    def _state(self, name: str, row: Row) -> str:
        if row.get("replaced_by"):
            return State.ENDED
        if name in STUDY_LISTS or row["status"] == "current":
            return STATES[row["status"]] if row["status"] not in {"active", "current"} else State.REPORTED
        return STATES[row["status"]]

    def _write_all(self, made: list[tuple[Fact, list[FactVersion], set[str]]]) -> None:
        for fact, each, found in made:
            self._settle(fact, each[-1], vector(found))
            fact.current = None  # not written yet
        facts = Fact.objects.bulk_create([fact for fact, _versions, _words in made])
        versions = FactVersion.objects.bulk_create([version for _fact, each, _words in made for version in each])
        with connection.cursor() as cursor:
            cursor.execute(LAST_IS_CURRENT)
        events = [FactEvent(fact=v.fact, version=v, at=v.made_at, kind="loaded") for v in versions]
        FactEvent.objects.bulk_create(events)
        rows = {row["code"]: row for rows in self.lists.values() for row in rows}
        self.places.link([(fact, rows[fact.code]) for fact in facts], self.topics)
        self.known |= {fact.code: fact for fact in facts}

    def _settle(self, fact: Fact, version: FactVersion, words: Any) -> None:
        repeat(fact, version, words)
        if version.state == State.VALID:
            fact.set_confirmed(timezone.localdate(version.made_at), self.kinds[fact.kind])

    def _change(self, name: str, row: Row, fact: Fact) -> None:
        """Write a new version where the pack's row has changed and nobody has written one since."""
        current = fact.current
        if current is None or current.made_by_id or current.made_by_name or fact.pack_digest == self._digest(row):
            return
        version = FactVersion.objects.create(fact=fact, number=current.number + 1, **self._content(name, row))
        FactEvent.objects.create(fact=fact, version=version, at=self.now, kind="loaded")
        fact.pack_digest = self._digest(row)
        self._settle(fact, version, vector(self._words(fact, version, row)))
        fact.changed_at = self.now
        fact.save()
        self.places.link([(fact, row)], self.topics)

    def _link(self) -> None:
        """What stood before points to what holds today; it stays as history."""
        for rows in self.lists.values():
            for row in rows:
                if row.get("replaced_by"):
                    after = self.known[row["replaced_by"]]
                    Fact.objects.filter(code=row["code"]).exclude(replaced_by=after).update(replaced_by=after)
