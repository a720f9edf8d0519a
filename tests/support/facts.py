"""Facts as their owners write them."""

from datetime import timedelta

from majup.catalogue import actions
from majup.catalogue.models import Fact, Kind, Level, State
from majup.network.models import Role
from majup.places.models import Municipality
from tests.support.people import municipality, today

TEXTS = {
    "name": {"lv": "Pagarinātā grupa", "en": "After-school group"},
    "summary": {"lv": "Bērns pēc stundām paliek skolā līdz pulksten sešiem.", "en": "A child may stay until six."},
    "topics": ["school"],
    "target_groups": ["families"],
    "audience": "all",
    "source": "Dome",
}


def write(role: Role, by, *, kind: str = Kind.SERVICE, place=None, state: str = State.VALID, **texts) -> Fact:
    """A fact of `role`, in its municipality or wherever `place` says."""
    own = actions.Place(Level.MUNICIPALITY, municipalities=[role.municipality]) if role.municipality else None
    own = (
        own or actions.Place(Level.REGION, regions=[role.region]) if role.region else own or actions.Place(Level.STATE)
    )
    return actions.write(kind=kind, place=place or own, role=role, by=by, state=state, texts={**TEXTS, **texts})


def service_of(user, **texts) -> Fact:
    """A confirmed service of the first role that `user` holds."""
    return write(Role.objects.get(pk=min(user.scope.roles)), user, **texts)


def grown_old(fact: Fact, *, due: int = 0, hidden: int | None = None) -> Fact:
    """The fact as it is `due` days after the day of confirming again; `hidden` days after being hidden."""
    ago = today() - timedelta(days=due)
    gone = today() - timedelta(days=hidden) if hidden is not None else today() + timedelta(days=20)
    confirmed = ago - timedelta(days=180)
    Fact.objects.filter(pk=fact.pk).update(due_on=min(ago, gone), hidden_on=gone, confirmed_on=confirmed)
    fact.refresh_from_db()
    return fact


def in_places(*codes: str) -> actions.Place:
    places: list[Municipality] = [municipality(code) for code in codes]
    return actions.Place(Level.MUNICIPALITY, municipalities=places)
