"""Signing in: a link sets the password, a second factor is compulsory, attempts are limited."""

import re

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.test import Client

from majup.network.accounts import reset_second_factor
from majup.plumbing.mail import as_sender
from majup.plumbing.models import OutgoingMail
from majup.staff.models import User
from tests.support.people import make_user, sign_in

pytestmark = pytest.mark.django_db
PASSWORD = "a long password"


def code_of(secret: str) -> str:
    """What the telephone shows now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def secret_of(user: User) -> str:
    return get_adapter().decrypt(user.authenticator_set.get(type="totp").data["secret"])


def last_mail() -> OutgoingMail:
    with as_sender():
        return OutgoingMail.objects.latest("pk")


def give_password(client: Client, password: str) -> None:
    """Follow the link of the last mail and set `password` there."""
    path = re.search(r"http\S+?(/accounts/\S+)", last_mail().text)[1]
    form = client.get(path, follow=True)
    assert form.status_code == 200
    done = client.post(form.redirect_chain[-1][0], {"password1": password, "password2": password})
    assert done.status_code == 302


def test_j_a_new_account_sets_its_password_and_second_factor_by_itself(admin_user):
    office = sign_in(admin_user)
    made = office.post("/staff/new/", {"name": "Jana", "email": "Jana@Majup.example", "language": "en"})
    assert made.status_code == 302
    mail = last_mail()
    assert (mail.to_address, mail.subject) == ("jana@majup.example", "Your account: set a password")

    client = Client()
    give_password(client, "vilks mežā naktī 7")
    login = client.post("/accounts/login/", {"login": "jana@majup.example", "password": "vilks mežā naktī 7"})
    assert login.status_code == 302
    stopped = client.get("/directory/")
    assert (stopped.status_code, stopped.url) == (302, "/accounts/2fa/totp/activate/")
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    activated = client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    assert activated.status_code == 302
    codes = client.get(activated.url)
    assert (codes.status_code, len(codes.context["unused_codes"])) == (200, 10)
    assert User.objects.get(name="Jana").authenticator_set.filter(type="totp").exists()
    assert client.get("/directory/").status_code == 403


def test_the_link_works_once(admin_user):
    sign_in(admin_user).post("/staff/new/", {"name": "Jana", "email": "jana@majup.example", "language": "lv"})
    give_password(Client(), "vilks mežā naktī 7")
    path = re.search(r"http\S+?(/accounts/\S+)", last_mail().text)[1]
    again = Client().get(path, follow=True)
    assert again.status_code == 200
    assert "form" not in again.context or again.context.get("token_fail")


def test_password_then_code_then_the_desk(alise):
    TOTP.activate(alise, generate_totp_secret())
    client = Client()
    first = client.post("/accounts/login/", {"login": alise.email, "password": PASSWORD})
    assert (first.status_code, first.url) == (302, "/accounts/2fa/authenticate/")
    assert client.get("/directory/").status_code == 302
    wrong = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert wrong.status_code == 200
    assert "_auth_user_id" not in client.session
    second = client.post("/accounts/2fa/authenticate/", {"code": code_of(secret_of(alise))})
    assert second.status_code == 302
    assert client.get("/directory/").status_code == 200


def test_a_code_is_good_for_one_sign_in(alise):
    TOTP.activate(alise, generate_totp_secret())
    code = code_of(secret_of(alise))
    for expected in (True, False):
        client = Client()
        client.post("/accounts/login/", {"login": alise.email, "password": PASSWORD})
        client.post("/accounts/2fa/authenticate/", {"code": code})
        assert ("_auth_user_id" in client.session) is expected


def test_the_secret_is_not_readable_in_the_database(alise):
    secret = generate_totp_secret()
    TOTP.activate(alise, secret)
    assert secret not in str(alise.authenticator_set.get(type="totp").data)


def test_nobody_takes_off_the_second_factor_alone(alise):
    TOTP.activate(alise, generate_totp_secret())
    client = sign_in(alise)
    client.post("/accounts/2fa/totp/deactivate/")
    assert alise.authenticator_set.filter(type="totp").exists()


def test_after_a_lost_telephone_the_second_factor_is_asked_for_anew(alise, admin_user):
    TOTP.activate(alise, generate_totp_secret())
    client = sign_in(alise)
    assert client.get("/directory/").status_code == 200
    reset_second_factor(user=alise, by=admin_user)
    assert client.get("/directory/").url.startswith("/accounts/login/")
    fresh = Client()
    fresh.post("/accounts/login/", {"login": alise.email, "password": PASSWORD})
    assert fresh.get("/directory/").url == "/accounts/2fa/totp/activate/"


def test_a_forgotten_password_is_set_by_a_mailed_link(alise):
    assert Client().post("/accounts/password/reset/", {"email": alise.email}).status_code == 302
    assert last_mail().to_address == alise.email
    give_password(Client(), "vilks mežā naktī 8")
    alise.refresh_from_db()
    assert alise.check_password("vilks mežā naktī 8")


def test_an_unknown_address_gets_no_mail_and_the_same_answer(alise):
    known = Client().post("/accounts/password/reset/", {"email": alise.email})
    unknown = Client().post("/accounts/password/reset/", {"email": "nobody@majup.example"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    with as_sender():
        assert list(OutgoingMail.objects.values_list("to_address", flat=True)) == [alise.email]


def test_five_wrong_passwords_close_the_door_for_five_minutes(alise):
    cache.clear()
    client = Client()
    for _attempt in range(5):
        client.post("/accounts/login/", {"login": alise.email, "password": "wrong wrong wrong"})
    right = client.post("/accounts/login/", {"login": alise.email, "password": PASSWORD})
    assert right.status_code == 200
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("path", ["/accounts/signup/", "/accounts/email/"])
def test_pages_of_the_library_that_we_do_not_offer(alise, path):
    assert Client().get(path).status_code == 404
    assert sign_in(alise).get(path).status_code == 404


def test_a_closed_account_cannot_sign_in(admin_user):
    jana = make_user("Jana")
    assert sign_in(admin_user).post(f"/staff/{jana.pk}/close/").status_code == 302
    client = Client()
    client.post("/accounts/login/", {"login": jana.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session
