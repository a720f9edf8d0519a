"""Accounts of the people who act for the country's side: opened and closed by the administrator, never deleted."""

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from majup.network.actions import note
from majup.network.errors import AccountStillHolds
from majup.network.models import Holding, Substitution
from majup.staff.models import User


@transaction.atomic
def open_account(*, email: str, name: str, language: str, by: User, is_admin: bool = False) -> User:
    """An account without a password; its owner sets one by a link. IntegrityError for a known address."""
    user = User.objects.create_user(email=email, name=name, language=language, is_admin=is_admin)
    note(kind="account_opened", by=by, user=user.pk, name=name)
    return user


@transaction.atomic
def change_account(*, user: User, name: str, language: str, is_admin: bool, by: User) -> User:
    user.name, user.language, user.is_admin = name, language, is_admin
    user.save(update_fields=["name", "language", "is_admin"])
    note(kind="account_changed", by=by, user=user.pk, name=name)
    return user


@transaction.atomic
def close_account(*, user: User, by: User) -> User:
    """Nobody signs in with it any more. AccountStillHolds while a role is held or a substitution is arranged."""
    today = timezone.localdate()
    runs = Q(valid_to=None) | Q(valid_to__gte=today)
    if Holding.objects.filter(runs, user=user).exists() or Substitution.objects.filter(runs, user=user).exists():
        raise AccountStillHolds(user.email)
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
    end_sessions(user)
    note(kind="account_closed", by=by, user=user.pk, name=user.name)
    return user


@transaction.atomic
def reopen_account(*, user: User, by: User) -> User:
    user.is_active = True
    user.save(update_fields=["is_active"])
    note(kind="account_reopened", by=by, user=user.pk, name=user.name)
    return user


@transaction.atomic
def reset_second_factor(*, user: User, by: User) -> None:
    """The telephone with the codes is lost: a new second factor has to be set up at the next sign-in."""
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    note(kind="second_factor_reset", by=by, user=user.pk, name=user.name)


def end_sessions(user: User) -> None:
    """Sign `user` out everywhere; sessions are few (staff only), so they are read one by one."""
    for session in Session.objects.filter(expire_date__gte=timezone.now()):
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()
