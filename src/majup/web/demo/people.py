"""Made-up staff of the demo: who signs in as what. Names come from the country pack's list of ordinary names."""

import random
import time
from dataclasses import dataclass

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.db import transaction

from majup.network.models import Country, Holding, Role
from majup.places.pack import read
from majup.staff.models import User

PASSWORD = "come home safely"  # noqa: S105 -- printed for everybody who starts the demo


@dataclass(frozen=True)
class SignIn:
    what: str
    user: User
    secret: str

    @property
    def code(self) -> str:
        return format_hotp_value(hotp_value(self.secret, int(time.time()) // 30))


def staff_wanted() -> list[tuple[str, str, list[Role], bool]]:
    """(key of the address, English title, roles, is deputy) for every account of the demo."""
    coordinators = list(Role.objects.filter(kind="coordinator").select_related("region").order_by("region__order"))
    wanted = [(f"coordinator.{r.region.code}", f"coordinator, {r.region.name['en']}", [r], False) for r in coordinators]
    wanted += [(f"deputy.{r.region.code}", f"deputy, {r.region.name['en']}", [r], True) for r in coordinators]
    by_kind = {
        "office": (
            "planning region administration",
            Role.objects.filter(kind="region_office").order_by("region__order")[:1],
        ),
        "contactpoint": ("national contact point", Role.objects.filter(kind="contact_point")),
        "ministry": ("ministry", Role.objects.filter(kind="ministry")),
        "institution": ("state institution", Role.objects.filter(kind="institution").order_by("pk")[:1]),
    }
    wanted += [(key, title, list(roles), False) for key, (title, roles) in by_kind.items()]
    return wanted


@transaction.atomic
def make_staff() -> None:
    """Accounts for every role; made once, found again afterwards."""
    names = iter(_names())
    for key, _title, roles, is_deputy in staff_wanted():
        _hold(_account(key, next(names)), roles, is_deputy)
    for number, (role, units) in enumerate(_municipal_roles(), 1):
        user = _account(f"specialist.{number}", next(names))
        _hold(user, [role, *units], False)
    _account("admin", next(names), is_admin=True)


def _municipal_roles() -> list[tuple[Role, list[Role]]]:
    """Specialists of most municipalities, each also answering for some units; every ninth place stays a visible gap."""
    specialists = (
        Role.objects.filter(kind="specialist").select_related("municipality").order_by("municipality__sort_key")
    )
    return [
        (role, list(Role.objects.filter(kind="unit", municipality=role.municipality)))
        for number, role in enumerate(specialists)
        if number % 9
    ]


def _names() -> list[str]:
    rows = read(settings.COUNTRY_PACK, "names")
    chance = random.Random(2018)  # noqa: S311 -- the same people at every start
    women = [f"{given} {chance.choice(rows['family'])[1]}" for given in rows["given_f"]]
    chance.shuffle(women)
    return women


def account(key: str) -> User:
    """The account of this key, e.g. "ministry" or "coordinator.<code of a region>"."""
    return User.objects.get(email=f"{key}@majup.example")


def _account(key: str, name: str, *, is_admin: bool = False) -> User:
    email = f"{key}@majup.example"
    user = User.objects.filter(email=email).first()
    if user is None:
        language = Country.objects.get().settings["languages"][0]
        user = User.objects.create_user(email=email, name=name, password=PASSWORD, is_admin=is_admin, language=language)
        TOTP.activate(user, generate_totp_secret())
    return user


def _hold(user: User, roles: list[Role], is_deputy: bool) -> None:
    since = Country.objects.get().settings["programme_start"]
    for role in roles:
        Holding.objects.get_or_create(
            role=role, is_deputy=is_deputy, valid_to=None, defaults={"user": user, "valid_from": since}
        )


def sign_ins() -> list[SignIn]:
    """One account per kind of role, with its second factor."""
    titles = {key: title for key, title, _roles, is_deputy in staff_wanted()}
    titles |= {"specialist.1": "municipal specialist", "admin": "administrator"}
    found = []
    for key, title in titles.items():
        user = User.objects.filter(email=f"{key}@majup.example").first()
        if user:
            found.append(SignIn(title, user, _secret(user)))
    return found


def _secret(user: User) -> str:
    return decrypt(user.authenticator_set.get(type="totp").data["secret"])
