"""NET-06, IRM-02: municipalities change, and the network follows."""

from datetime import date, timedelta

import pytest

from majup.network import territory
from majup.network.errors import ExclusionOverlaps, MunicipalityEnded
from majup.network.models import Role, Topic
from majup.network.queries import addressee
from majup.places.models import InternalExclusion
from majup.places.queries import find, region_of, today_of
from tests.support.people import acting_in, give_role, make_user, municipality, region, today

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
VALMIERA, SMILTENE = "0054000", "0049000"


def test_net_06_a_merged_municipality_keeps_its_record_and_points_to_its_successor(admin_user):
    gone, heir = municipality(SMILTENE), municipality(VALMIERA)
    territory.merge_municipalities(merged=[gone], successor=heir, on=today(), by=admin_user)
    gone.refresh_from_db()
    assert (gone.name, gone.valid_to, gone.successor) == ("Smiltenes novads", today() - DAY, heir)
    assert today_of(gone) == heir
    assert [region_of(gone, day) for day in (today() - DAY, today())] == [region("vidzeme"), None]
    assert list(find("Smiltene")) == [heir]
    topic = Topic.objects.get(code="kindergarten")
    assert addressee(topic=topic, municipality=gone, region=region("vidzeme")).role.municipality == heir


def test_net_06_the_successors_people_hold_the_old_roles_so_that_nothing_is_left_without_owner(admin_user):
    dace, erna = make_user("Dace"), make_user("Erna")
    old = Role.objects.get(kind="specialist", municipality__atvk=SMILTENE)
    new = Role.objects.get(kind="specialist", municipality__atvk=VALMIERA)
    give_role(dace, old)
    give_role(erna, new)
    Role.objects.filter(pk=new.pk).update(phone="+371 7", mailbox="valmiera@pasvaldibas.example")
    territory.merge_municipalities(
        merged=[municipality(SMILTENE)], successor=municipality(VALMIERA), on=today(), by=admin_user
    )
    old.refresh_from_db()
    assert [acting_in(old, day) for day in (today() - DAY, today())] == [dace, erna]
    assert (old.phone, old.mailbox) == ("+371 7", "valmiera@pasvaldibas.example")


def test_net_06_what_has_ended_cannot_be_merged_again(admin_user):
    with pytest.raises(MunicipalityEnded):
        territory.merge_municipalities(
            merged=[municipality("0055000")], successor=municipality(VALMIERA), on=today(), by=admin_user
        )


def test_net_06_a_founded_municipality_has_region_names_and_roles(admin_user):
    founded = territory.found_municipality(
        atvk="0099000",
        name="Gaujas novads",
        name_en="Gauja county",
        kind="county",
        region=region("vidzeme"),
        valid_from=date(2026, 7, 1),
        source="law of 2026",
        by=admin_user,
    )
    assert list(find("gaujas")) == [founded]
    assert region_of(founded) == region("vidzeme")
    units = municipality(VALMIERA).roles.values_list("unit", flat=True)
    assert set(founded.roles.values_list("unit", flat=True)) == set(units)
    assert founded.roles.get(unit="preschool").topics.get().code == "kindergarten"


def test_irm_02_the_list_ships_empty_and_is_dated(admin_user):
    assert InternalExclusion.objects.count() == 0
    place = municipality("0001000")
    row = territory.exclude_internal(municipality=place, valid_from=date(2018, 3, 1), source="S2:7", by=admin_user)
    with pytest.raises(ExclusionOverlaps):
        territory.exclude_internal(municipality=place, valid_from=today(), source="again", by=admin_user)
    territory.end_exclusion(exclusion=row, on=date(2020, 12, 31), by=admin_user)
    assert [row.is_in_force(day) for day in (date(2020, 12, 31), date(2021, 1, 1))] == [True, False]
