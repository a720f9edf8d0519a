"""Facts that are valid today, made through the catalogue's own actions."""

from majup.cases import actions as cases
from majup.catalogue import actions as catalogue
from majup.catalogue.models import Fact
from majup.network.models import Role
from majup.people.actions import give_consent
from majup.staff.scope import acting
from tests.support.people import municipality


def valid(code, by, owner=None) -> Fact:
    """The fact `code` of the pack, confirmed by its owner today."""
    fact = Fact.objects.get(code=code)
    if fact.role is None:
        fact = catalogue.give_to(fact=fact, role=owner or Role.objects.get(institution__code="nva"), by=by)
    if not fact.role.mailbox and not fact.role.phone:
        Role.objects.filter(pk=fact.role.pk).update(mailbox="owner@majup.example")
    return catalogue.confirm(fact=Fact.objects.get(pk=fact.pk), by=by)


def thinks_of(case, coordinator, *codes):
    with acting(coordinator.scope):
        cases.set_candidates(case=case, municipalities=[municipality(code) for code in codes], by=coordinator)


def agrees(case, coordinator, purpose="approach"):
    with acting(coordinator.scope):
        give_consent(household=case.household, purpose=purpose, how="by phone", by=coordinator)


def enter(client, user) -> None:
    """Sign `client` in as `user`, second factor passed, reading English."""
    client.cookies["language"] = "en"
    client.force_login(user)
    session = client.session
    session["second_factor"] = True
    session.save()
