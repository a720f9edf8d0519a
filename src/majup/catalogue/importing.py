"""The account of the given records: each one stands here with what became of it and why; nothing is dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from majup.catalogue.models import Fact, ImportedRecord

if TYPE_CHECKING:
    from majup.catalogue.places import Places

Row = dict[str, Any]
Became = ImportedRecord.Became
GIVEN = ("state_measures", "municipal_measures")
# Records about who answers or took part belong to the directory, not to the catalogue.
NETWORK = {"contact_routing": Became.CONTACT, "programme_participation": Became.PARTICIPATION}
REASONS = {
    "active": "reported",
    "current": "reported",
    "planned": "planned",
    "proposed": "proposed",
    "unclear": "unclear",
    "ended": "ended",
}
WRITTEN = ["name", "record_kind", "status", "source_line", "became", "reason", "fact", "municipality", "conditions"]


def is_network(row: Row) -> bool:
    return row.get("record_kind") in NETWORK


def note(lists: dict[str, list[Row]], conditions: dict[str, Row], places: Places) -> None:
    """Write the account anew; records keep their rows."""
    facts = dict(Fact.objects.values_list("code", "pk"))
    records = []
    for name in GIVEN:
        for position, row in enumerate(lists[name], 1):
            fact_id = None if is_network(row) else facts[row.get("round_of") or row["code"]]
            made = _record(row, conditions.get(row["code"]), places)
            made.list, made.position, made.fact_id = name, position, fact_id
            records.append(made)
    ImportedRecord.objects.bulk_create(
        records,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["list", "position", *WRITTEN, "conditions_reason"],
    )


def _record(row: Row, conditions: Row | None, places: Places) -> ImportedRecord:
    named = places.named(row)
    return ImportedRecord(
        code=row["code"],
        name=places.localized(row["name"]),
        record_kind=row["record_kind"],
        status=row["status"],
        source_line=row["source_line"],
        became=_became(row),
        reason=_reason(row),
        municipality=named[0] if named else None,
        conditions=_fate(row, conditions),
        conditions_reason=(conditions or {}).get("text") or {},
    )


def _became(row: Row) -> str:
    if row.get("replaced_by"):
        return Became.HISTORY
    return NETWORK.get(row["record_kind"], Became.FACT)


def _reason(row: Row) -> str:
    if is_network(row):
        return "in_directory" if row["record_kind"] == "contact_routing" else "on_list_of_participants"
    if row.get("replaced_by"):
        return "replaced_by_today"
    return "round" if row.get("round_of", row["code"]) != row["code"] else REASONS[row["status"]]


def _fate(row: Row, conditions: Row | None) -> str:
    """What became of its conditions: a tree that a program decides, words, or nothing was recorded."""
    if conditions and conditions["conditions"]:
        return "tree"
    return "words" if row.get("has_conditions") or (conditions and conditions["text"]) else "none"
