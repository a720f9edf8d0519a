"""Loads topics, code lists, institutions, roles, routing and templates of a country pack.

What people edit afterwards (phones, mailboxes, holders, routing, templates) is never overwritten.
"""

from pathlib import Path
from typing import Any

from majup.network.models import (
    CodeList,
    Country,
    Institution,
    InstitutionName,
    Participant,
    ParticipantList,
    Role,
    RoutingRule,
    Template,
    Topic,
)
from majup.places.models import Municipality, PlanningRegion
from majup.places.pack import read

CODE_LISTS = (
    "obstacles",
    "channels",
    "sources",
    "categories",
    "relations",
    "consent_purposes",
    "closing_reasons",
    "support_kinds",
    "school_stages",
    "proofs",
    "departure_reasons",
    "grant_reasons",
    "child_support_kinds",
    "referral_reasons",
    "language_levels",
    "units",
    "budget_programmes",
    "budget_lines",
    "measure_classes",
    "no_measure_reasons",
)


def load(folder: Path) -> None:
    settings = read(folder, "pack")
    Country.objects.update_or_create(code=settings["code"], defaults={"settings": settings})
    for kind in CODE_LISTS:
        _load_codes(kind, read(folder, kind))
    _load_codes("arrangements", read(folder, "arrangements")["types"])
    _load_topics(read(folder, "topics"))
    for row in read(folder, "institutions"):
        _load_institution(row)
    _load_roles(folder, settings)
    _load_routing(read(folder, "routing"))
    load_templates(read(folder, "templates"))
    for row in read(folder, "participants"):
        _load_participants(row)


def _load_codes(kind: str, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        details = {key: value for key, value in row.items() if key not in {"code", "name", "order"}}
        CodeList.objects.update_or_create(
            kind=kind, code=row["code"], defaults={"name": row["name"], "order": row["order"], "details": details}
        )


def _load_topics(rows: list[dict[str, Any]]) -> None:
    fields = ("name", "hint", "section", "level", "support_wish", "public", "order")
    for row in rows:
        Topic.objects.update_or_create(code=row["code"], defaults={key: row[key] for key in fields})


def _load_institution(row: dict[str, Any]) -> None:
    institution, made = Institution.objects.get_or_create(
        code=row["code"],
        defaults={
            "abbreviation": row["abbreviation"] or "",
            "website": row["website"] or "",
            "note": row["note"] or "",
        },
    )
    topics = Topic.objects.filter(code__in=row["topics"])
    if made:
        institution.topics.set(topics)
    for name in row["names"]:
        _load_name(institution, name)
    role, made = Role.objects.get_or_create(
        kind=Role.Kind.INSTITUTION,
        institution=institution,
        defaults={
            "title": institution.name_on(),
            "mailbox": row["mailbox"] or "",
            "phone": row["phone"] or "",
            "confirmed_on": row["checked_on"],
        },
    )
    if made:
        role.topics.set(topics)


def _load_name(institution: Institution, row: dict[str, Any]) -> None:
    texts = {key: row[key] for key in row if key not in {"valid_from", "valid_to", "source", "origin"}}
    known, _ = InstitutionName.objects.get_or_create(
        institution=institution, valid_from=row["valid_from"], defaults={"name": texts, "valid_to": row["valid_to"]}
    )
    InstitutionName.objects.filter(pk=known.pk, name=texts).update(source=row["source"] or "")


def load_templates(rows: list[dict[str, Any]]) -> None:
    """Messages of the common library; later stages bring their own."""
    for row in rows:
        _load_template(row)


def _load_template(row: dict[str, Any]) -> None:
    template, _ = Template.objects.get_or_create(
        code=row["code"], defaults={key: row[key] for key in ("title", "subject", "body")}
    )
    Template.objects.filter(pk=template.pk).update(placeholders=row["placeholders"], order=row["order"])


def _load_participants(row: dict[str, Any]) -> None:
    listed, made = ParticipantList.objects.update_or_create(
        code=row["code"], defaults={"name": row["name"], "on": row["on"], "source": row["source"]}
    )
    if made:
        for municipality in row["municipalities"]:
            Participant.objects.create(
                list=listed,
                municipality=Municipality.objects.get(atvk=municipality["atvk"]),
                name_then=municipality["name_then"],
            )


def _load_roles(folder: Path, settings: dict[str, Any]) -> None:
    titles = settings["role_titles"]
    mailbox = settings["role_mailbox"]
    for region in PlanningRegion.objects.all():
        for kind in (Role.Kind.COORDINATOR, Role.Kind.REGION_OFFICE):
            Role.objects.get_or_create(
                kind=kind,
                region=region,
                defaults={"title": titles[kind], "mailbox": mailbox[kind].format(code=region.code)},
            )
    for kind in (Role.Kind.CONTACT_POINT, Role.Kind.MINISTRY):
        Role.objects.get_or_create(kind=kind, defaults={"title": titles[kind], "mailbox": mailbox[kind]})
    arrangements = {row["municipality"]: row for row in read(folder, "arrangements")["municipalities"]}
    for municipality in Municipality.objects.filter(valid_to=None):
        for unit in read(folder, "units"):
            _load_unit(municipality, unit, mailbox["unit"], arrangements.get(municipality.atvk, {}))


def _load_unit(municipality: Municipality, unit: dict[str, Any], mailbox: str, arrangement: dict[str, Any]) -> None:
    kind = Role.Kind.SPECIALIST if unit["code"] == "specialist" else Role.Kind.UNIT
    role, made = Role.objects.get_or_create(
        kind=kind,
        municipality=municipality,
        unit=unit["code"],
        defaults={
            "title": unit["name"],
            "mailbox": mailbox.format(unit=unit["code"], code=municipality.atvk),
            **(_stated(arrangement) if kind == Role.Kind.SPECIALIST else {}),
        },
    )
    if made:
        role.topics.set(Topic.objects.filter(code__in=unit["topics"]))


def _stated(arrangement: dict[str, Any]) -> dict[str, Any]:
    return {
        "arrangement": arrangement.get("arrangement") or "",
        "arrangement_on": arrangement.get("as_of"),
        "arrangement_source": arrangement.get("source") or "",
        "confirmed_on": arrangement.get("confirmed_on"),
    }


def _load_routing(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        first = row["first"]
        specialist = first.get("code") == "specialist"
        RoutingRule.objects.get_or_create(
            topic=Topic.objects.get(code=row["topic"]),
            defaults={
                "kind": Role.Kind.SPECIALIST if specialist else first["kind"],
                "unit": first["code"] if first["kind"] == "unit" and not specialist else "",
                "institution": Institution.objects.get(code=first["code"]) if first["kind"] == "institution" else None,
            },
        )
