"""Texts that only the application can read: encrypted in the database, never searchable."""

import base64
from functools import cache

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models


@cache
def _cipher(secrets: str) -> MultiFernet:
    return MultiFernet([Fernet(_key(secret.strip())) for secret in secrets.split(",")])


def _key(secret: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"majup field").derive(secret.encode())
    return base64.urlsafe_b64encode(derived)


def encrypt(text: str) -> str:
    return _cipher(settings.FIELD_KEY).encrypt(text.encode()).decode()


def decrypt(stored: str) -> str:
    """Raises cryptography.fernet.InvalidToken when no key of settings.FIELD_KEY made it."""
    return _cipher(settings.FIELD_KEY).decrypt(stored.encode()).decode()


class EncryptedTextField(models.TextField):
    """Keys rotate: put the new one first in FIELD_KEY, separated by a comma; old texts stay readable."""

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return encrypt(value) if value else value

    def from_db_value(self, value, expression, connection):
        return decrypt(value) if value else value

    def get_lookup(self, lookup_name):
        """Only "is it there": the same words never look the same, so every other search would silently find nothing."""
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted and cannot be searched by {lookup_name}")
        return super().get_lookup(lookup_name)
