"""NET-01, NET-03: roles are held for a time, and change hands without a day in between."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from majup.network import actions
from majup.network.errors import (
    AccountClosed,
    HolderIsDeputy,
    HolderOverlaps,
    NobodyTakesOver,
    SubstitutionOverlaps,
)
from majup.network.models import Holding, NetworkEvent, Role, Substitution
from majup.network.queries import equip, people_of, roles_of
from majup.places.models import PlanningRegion
from tests.support.people import acting_in, make_user, region, today

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def role_of(code: str) -> Role:
    return Role.objects.get(kind="coordinator", region__code=code)


def test_net_01_five_regions_each_with_one_coordinator_role():
    roles = Role.objects.filter(kind="coordinator").values_list("region__code", flat=True)
    assert sorted(roles) == ["kurzeme", "latgale", "riga", "vidzeme", "zemgale"]
    assert PlanningRegion.objects.count() == 5
    with pytest.raises(IntegrityError, match="one_coordinator_role_per_region"):
        Role.objects.create(kind="coordinator", region=region("latgale"), title={"en": "second"})


def test_net_03_the_former_holder_ends_the_day_before_the_new_one_begins(alise, admin_user):
    role, ilze = role_of("vidzeme"), make_user("Ilze")
    actions.name_holder(role=role, user=ilze, valid_from=today(), by=admin_user)

    assert list(role.holdings.order_by("valid_from").values_list("user__name", "valid_from", "valid_to")) == [
        ("Alise", date(2018, 3, 1), today() - DAY),
        ("Ilze", today(), None),
    ]
    assert acting_in(role, today() - DAY) == alise
    assert acting_in(role) == ilze
    assert roles_of(alise) == []
    assert roles_of(ilze) == [(role.pk, role.kind, role.region_id)]
    event = NetworkEvent.objects.get(kind="holder_named")
    assert (event.by, event.role) == (admin_user, role)
    assert event.details == {"name": "Ilze", "former": "Alise", "on": today().isoformat()}


def test_net_03_a_holder_named_for_later_leaves_the_present_one_until_then(alise, admin_user):
    role, ilze, first = role_of("vidzeme"), make_user("Ilze"), today() + 10 * DAY
    actions.name_holder(role=role, user=ilze, valid_from=first, by=admin_user)
    assert [acting_in(role, day) for day in (today(), first - DAY, first)] == [alise, alise, ilze]
    with pytest.raises(HolderOverlaps):
        actions.name_holder(role=role, user=make_user("Juris"), valid_from=today(), by=admin_user)


def test_net_03_naming_the_same_holder_again_changes_nothing(alise, admin_user):
    actions.name_holder(role=role_of("vidzeme"), user=alise, valid_from=today(), by=admin_user)
    assert list(alise.holdings.values_list("valid_from", "valid_to")) == [(date(2018, 3, 1), None)]


def test_net_03_a_deputy_is_somebody_else_and_takes_over_when_the_holder_ends(alise, bruno, admin_user):
    role = role_of("vidzeme")
    with pytest.raises(HolderIsDeputy):
        actions.name_holder(role=role, user=alise, valid_from=today(), by=admin_user, deputy=True)
    actions.end_holding(holding=alise.holdings.get(), on=today() - DAY, by=admin_user)

    assert people_of([role])[role.pk].holder is None
    assert people_of([role])[role.pk].acting == bruno
    assert equip(bruno).scope.regions == {region("vidzeme").pk}


def test_net_03_a_coordinators_role_is_never_left_empty(alise, admin_user):
    with pytest.raises(NobodyTakesOver):
        actions.end_holding(holding=alise.holdings.get(), on=today(), by=admin_user)
    assert alise.holdings.get().valid_to is None


def test_a_specialists_role_may_become_empty(dace, admin_user):
    actions.end_holding(holding=dace.holdings.get(), on=today(), by=admin_user)
    assert dace.holdings.get().valid_to == today()


def test_a_closed_account_cannot_be_named(admin_user):
    closed = make_user("Karlis", is_active=False)
    with pytest.raises(AccountClosed):
        actions.name_holder(role=role_of("riga"), user=closed, valid_from=today(), by=admin_user)


def test_fup_09_a_substitution_has_days_and_does_not_overlap(alise, bruno):
    role = role_of("vidzeme")
    first, last = today(), today() + 6 * DAY
    actions.arrange_substitution(role=role, user=bruno, valid_from=first, valid_to=last, by=alise)
    assert [acting_in(role, day) for day in (first - DAY, first, last, last + DAY)] == [alise, bruno, bruno, alise]
    with pytest.raises(SubstitutionOverlaps):
        actions.arrange_substitution(role=role, user=bruno, valid_from=last, valid_to=last + DAY, by=alise)


def test_fup_09_a_substitution_ends_early_when_the_holder_is_back(alise, bruno):
    role = role_of("vidzeme")
    running = actions.arrange_substitution(
        role=role, user=bruno, valid_from=today() - 3 * DAY, valid_to=today() + DAY, by=alise
    )
    actions.end_substitution(substitution=running, by=alise)
    assert (running.valid_to, acting_in(role)) == (today() - DAY, alise)
    planned = actions.arrange_substitution(role=role, user=bruno, valid_from=today(), valid_to=today(), by=alise)
    actions.end_substitution(substitution=planned, by=alise)
    assert list(Substitution.objects.values_list("pk", flat=True)) == [running.pk]


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"valid_to": date(2017, 1, 1)}, "holding_ends_after_it_begins"),
        ({"valid_to": None}, "one_open_holding_per_role"),
    ],
)
def test_the_database_refuses_impossible_holdings(alise, change, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        Holding.objects.create(role=role_of("vidzeme"), user=alise, valid_from=date(2018, 3, 2), **change)


def test_the_database_refuses_a_substitution_without_an_end(alise, bruno):
    with pytest.raises(IntegrityError, match="substitution_has_an_end"):
        Substitution.objects.create(
            role=role_of("vidzeme"), user=bruno, valid_from=today(), valid_to=None, arranged_by=alise
        )


@pytest.mark.parametrize("share", ["0.04", "1.01"])
def test_net_04_a_load_share_lies_between_five_and_a_hundred_percent(dace, share):
    with pytest.raises(IntegrityError, match="load_share_between_5_and_100_percent"):
        Role.objects.filter(holdings__user=dace).update(load_share=share)


def test_a_role_stands_where_its_kind_says():
    with pytest.raises(IntegrityError, match="role_stands_where_its_kind_says"):
        Role.objects.create(kind="specialist", region=region("riga"), title={})
