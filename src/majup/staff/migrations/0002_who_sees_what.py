from django.db import migrations

from majup.plumbing.rls import protect


class Migration(migrations.Migration):
    """History is written by triggers alone and read by nobody in the application."""

    dependencies = [("staff", "0001_tables"), ("plumbing", "0002_who_asks")]
    operations = [protect("staff_history", read="false")]
