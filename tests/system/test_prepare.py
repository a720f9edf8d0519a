"""`prepare` on a database that other migrations made."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

pytestmark = pytest.mark.django_db


def test_a_database_of_an_earlier_version_is_refused_with_the_way_on(as_owner):
    with as_owner():
        MigrationRecorder(connection).record_applied("staff", "0099_gone")
        with pytest.raises(CommandError, match=r"staff 0099_gone.*remove the folder var"):
            call_command("prepare")
