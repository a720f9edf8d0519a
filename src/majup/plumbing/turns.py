"""Two that come at the same moment, one after the other."""

from django.db import connection


def wait_for_turn(what: str) -> None:
    """Whoever else is at `what` ends the transaction first; this transaction keeps the others waiting in turn."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [what])
