"""Sessions as Django keeps them in the database; only the two reads of every request are written out.

Session and user are read before anything else by each page; making the two querysets took longer than a whole list.
"""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.db import connection
from django.utils import timezone

from majup.plumbing.prepared import Prepared
from majup.staff.models import User

STORED = "SELECT session_data, expire_date FROM django_session WHERE session_key = %s AND expire_date > %s"
USER = Prepared(lambda user: User.objects.filter(pk=user))


class SessionStore(db.SessionStore):
    """`SESSION_ENGINE`."""

    def _get_session_from_db(self):
        with connection.cursor() as cursor:
            cursor.execute(STORED, [self.session_key, timezone.now()])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return None
        return self.model(session_key=self.session_key, session_data=row[0], expire_date=row[1])


class SignInBackend(AuthenticationBackend):
    """Signs in as allauth does."""

    def get_user(self, user_id):
        user = next(iter(USER(user=user_id)), None)
        return user if user and self.user_can_authenticate(user) else None
