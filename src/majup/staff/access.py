"""The one place where looking at personal data leaves its row (PRV-03)."""

from collections.abc import Sequence

from django.db import connection


def log_view(*, user, household_id: int | None, record: str, page: str, visitor: str = "") -> None:
    """Record that `record` (e.g. "case 12") was shown on `page` to `user`, or to a link's holder.

    Written without RETURNING: who adds a row need not be able to read the log.
    """
    user_id = user.pk if user is not None and user.is_authenticated else None
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO staff_accesslog (at, user_id, visitor, household_id, record, page)"
            " VALUES (now(), %s, %s, %s, %s, %s)",
            [user_id, visitor, household_id, record, page],
        )


def log_views(*, user, household_ids: Sequence[int], record: str, page: str) -> None:
    """The same for a list that showed several households, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO staff_accesslog (at, user_id, visitor, household_id, record, page)"
            " SELECT now(), %s, '', shown, %s, %s FROM unnest(%s::bigint[]) AS shown",
            [user.pk, record, page, list(household_ids)],
        )
