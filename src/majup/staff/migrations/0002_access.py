from django.db import migrations

from majup.plumbing.rls import protect


class Migration(migrations.Migration):
    """History is written by triggers alone and read by nobody in the application."""

    dependencies = [("staff", "0001_initial"), ("plumbing", "0001_initial")]
    operations = [protect("staff_history", read="false")]
