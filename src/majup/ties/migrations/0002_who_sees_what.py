from django.db import migrations

from majup.plumbing.rls import protect


class Migration(migrations.Migration):
    """An idea is read by the role to which it was sent."""

    dependencies = [("ties", "0001_tables"), ("plumbing", "0002_who_asks")]
    operations = [protect("ties_idea", read="role_id = ANY ((SELECT majup_roles())::bigint[])")]
