"""Signing in: accounts are made by the administrator, nobody signs up, and the second factor cannot be taken off."""

import time

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings

from majup.network.queries import equip
from majup.plumbing import crypto, mail
from majup.web.navigation import items_for


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False

    def get_login_redirect_url(self, request):
        """The first page of the reader's own menu: the desk, the town hall, the directory."""
        items = items_for(equip(request.user))
        return items[0].url if items else "/"

    def is_reauthentication_required(self, *, app, **options):
        """Who signed in a moment ago is not asked again, else nobody could set up the first second factor in one go."""
        records = get_authentication_records(self.request, self.request.user)
        signed_in_at = records[-1]["at"] if records else 0
        recently = time.time() - signed_in_at < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        return not recently and super().is_reauthentication_required(app=app, **options)

    def send_password_reset_mail(self, user, email, context):
        from majup.web.office.invitation import send_link  # noqa: PLC0415 -- allauth loads this module before its own models

        send_link(user, again=True)

    def send_mail(self, template_prefix, email, context):
        """What allauth writes leaves like every mail of ours: queued, retried, kept."""
        message = self.render_mail(template_prefix, email, context)
        mail.queue(purpose="account", to=email, subject=message.subject, text=message.body, automatic=True)


class MFAAdapter(DefaultMFAAdapter):
    """Secrets are encrypted in the database; only the administrator removes a second factor (lost telephone)."""

    def encrypt(self, text):
        return crypto.encrypt(text)

    def decrypt(self, encrypted_text):
        return crypto.decrypt(encrypted_text)

    def can_delete_authenticator(self, authenticator):
        return authenticator.type != authenticator.Type.TOTP
