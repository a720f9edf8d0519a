"""The one-time link with which the owner of an account sets a password; it dies with its use and after three days."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from majup.plumbing import mail
from majup.plumbing.addresses import whole
from majup.staff.models import User


def password_link(user: User) -> str:
    key = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    return whole(path)


def send_link(user: User, again: bool = False) -> None:
    """Queue the mail in the language of the account; `again`: the owner forgot the password."""
    with translation.override(user.language):
        subject, text = _forgotten() if again else _opened()
        mail.queue(
            purpose="account-link",
            to=user.email,
            subject=subject,
            text=text % {"link": password_link(user)},
            language=user.language,
            automatic=True,
        )


def _opened() -> tuple[str, str]:
    return _("Your account: set a password"), _(
        "Hello,\n\nan account has been opened for you. Please set your password here; the link works once and for"
        " three days:\n%(link)s\n\nAt the first sign-in you also set up a second factor: an app on your telephone"
        " that shows a code of six digits.\n\nIf you did not expect this message, you need not do anything."
    )


def _forgotten() -> tuple[str, str]:
    return _("A new password"), _(
        "Hello,\n\nhere you can set a new password; the link works once and for three days:\n%(link)s\n\nIf you did not"
        " ask for it, you need not do anything: the old password stays."
    )
