"""Where a fact of the pack holds and who answers for it, looked up once for a whole list."""

from __future__ import annotations

from typing import Any

from majup.catalogue.models import Fact, Level
from majup.network.models import Institution, Role, Topic
from majup.places.models import Municipality, PlanningRegion, RegionMembership
from majup.places.queries import today_of

Row = dict[str, Any]


class Places:
    def __init__(self, language: str) -> None:
        self.language = language
        places = Municipality.objects.select_related("successor")
        self.municipalities = {place.atvk: today_of(place) for place in places}
        self.regions = {region.code: region for region in PlanningRegion.objects.all()}
        memberships = RegionMembership.objects.filter(valid_to=None).select_related("region")
        self.region_of = {row.municipality_id: row.region for row in memberships}
        self.institutions = {one.code: one for one in Institution.objects.prefetch_related("names")}
        roles = list(Role.objects.all())
        self.units = {(role.municipality_id, role.unit): role.pk for role in roles if role.municipality_id}
        self.of_institution = {role.institution_id: role.pk for role in roles if role.institution_id}
        self.coordinators = {role.region_id: role.pk for role in roles if role.kind == Role.Kind.COORDINATOR}

    def localized(self, value: str | dict[str, str]) -> dict[str, str]:
        """A text without a language is a proper name and stands in the country's main one."""
        return {self.language: value} if isinstance(value, str) and value else dict(value or {})

    def named(self, row: Row) -> list[Municipality]:
        """The municipalities of `row` as they are today."""
        return [self.municipalities[atvk] for atvk in row["territory"].get("municipalities", [])]

    def regions_named(self, row: Row) -> list[PlanningRegion]:
        return [self.regions[code] for code in row["territory"].get("regions", [])]

    def institution(self, row: Row) -> int | None:
        found = self.institutions.get(row.get("institution", ""))
        return found.pk if found else None

    def owner(self, row: Row) -> int | None:
        """Who answers: the unit of the municipality, the region's coordinator, the institution; else nobody yet."""
        level = row["territory"]["level"]
        if level == Level.MUNICIPALITY:
            unit = row.get("role", {}).get("unit", "specialist")
            return self.units.get((self.named(row)[0].pk, unit))
        if level == Level.REGION:
            return self.coordinators.get(self.regions_named(row)[0].pk)
        institution = self.institution(row)
        return self.of_institution.get(institution) if institution else None

    def words(self, row: Row) -> tuple[list[str], list[str], list[str]]:
        """Codes of regions and municipalities, and the names by which the fact is found."""
        places = self.named(row)
        regions = self.regions_named(row) or [
            self.region_of[place.pk] for place in places if place.pk in self.region_of
        ]
        institution = self.institutions.get(row.get("institution", ""))
        names = [name for place in places for name in (place.name, place.name_en)]
        names += [name for region in regions for name in region.name.values()]
        names += [institution.abbreviation, *institution.name_on().values()] if institution else []
        return [region.code for region in regions], [place.atvk for place in places], names

    def link(self, facts: list[tuple[Fact, Row]], topics: dict[str, Topic]) -> None:
        """Write places and topics of many facts, three statements for all."""
        regions, places, about = Fact.regions.through, Fact.municipalities.through, Fact.topics.through
        ids = [fact.pk for fact, _row in facts]
        for table in (regions, places, about):
            table.objects.filter(fact__in=ids).delete()
        regions.objects.bulk_create(
            [regions(fact=fact, planningregion=one) for fact, row in facts for one in self.regions_named(row)]
        )
        places.objects.bulk_create(
            [places(fact=fact, municipality=one) for fact, row in facts for one in dict.fromkeys(self.named(row))]
        )
        about.objects.bulk_create(
            [about(fact=fact, topic=topics[code]) for fact, row in facts for code in row.get("topics", [])]
        )
