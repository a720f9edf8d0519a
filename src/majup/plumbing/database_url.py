"""Reads a PostgreSQL URL into Django's words; libpq itself does the parsing, so every form it knows works."""

from typing import Any

from psycopg.conninfo import conninfo_to_dict

NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


def settings_of(url: str, *, options: str) -> dict[str, Any]:
    """Return a DATABASES entry for `url`; `options` are server settings for every connection, e.g. `-c role=x`."""
    parts = conninfo_to_dict(url)
    entry = {django_name: str(parts.pop(name, "") or "") for name, django_name in NAMES.items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": False,
        # Lists here are short; a cursor on the server costs three statements for each.
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": {**parts, "options": options, "server_side_binding": True, "prepare_threshold": 2},
        **entry,
    }
