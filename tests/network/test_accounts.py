"""Accounts open without a password, and close only when their work is handed on."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import IntegrityError

from majup.network import accounts, actions
from majup.network.errors import AccountStillHolds
from tests.support.people import make_user, sign_in, today

pytestmark = pytest.mark.django_db


def test_an_account_begins_without_a_password(admin_user):
    user = accounts.open_account(email="Jana@Majup.example", name="Jana", language="lv", by=admin_user)
    assert (user.email, user.has_usable_password(), user.is_admin) == ("jana@majup.example", False, False)


def test_one_account_per_address(admin_user):
    with pytest.raises(IntegrityError):
        accounts.open_account(email=admin_user.email, name="Again", language="lv", by=admin_user)


def test_net_03_an_account_that_holds_a_role_is_not_closed(dace, admin_user):
    with pytest.raises(AccountStillHolds):
        accounts.close_account(user=dace, by=admin_user)
    holding = dace.holdings.get()
    successor = make_user("Lauma")
    actions.name_holder(role=holding.role, user=successor, valid_from=today(), by=admin_user)
    accounts.close_account(user=dace, by=admin_user)
    dace.refresh_from_db()
    assert (dace.is_active, dace.has_usable_password()) == (False, False)


def test_closing_signs_out_that_account_alone(admin_user):
    jana, kate = make_user("Jana"), make_user("Kate")
    hers, other = sign_in(jana), sign_in(kate)
    accounts.close_account(user=jana, by=admin_user)
    keys = set(Session.objects.values_list("session_key", flat=True))
    assert (hers.session.session_key in keys, other.session.session_key in keys) == (False, True)
    accounts.reopen_account(user=jana, by=admin_user)
    jana.refresh_from_db()
    assert jana.is_active


def test_a_lost_telephone_means_a_new_second_factor(admin_user):
    jana = make_user("Jana")
    Authenticator.objects.create(user=jana, type="totp", data={"secret": "x"})
    accounts.reset_second_factor(user=jana, by=admin_user)
    assert not jana.authenticator_set.exists()
