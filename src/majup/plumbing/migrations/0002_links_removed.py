from django.conf import settings
from django.db import migrations, models

from majup.plumbing.mail_text import without_secrets


def clear(apps, schema_editor):
    """Mails that left before this rule keep no secrets either."""
    mails = apps.get_model("plumbing", "OutgoingMail").objects.filter(state="sent")
    for mail in mails.filter(text__contains=settings.SITE_URL).iterator():
        text = without_secrets(mail.text, settings.SITE_URL)
        if text != mail.text:
            mail.text, mail.links_removed = text, True
            mail.save(update_fields=["text", "links_removed"])


class Migration(migrations.Migration):
    dependencies = [("plumbing", "0001_initial")]
    operations = [
        migrations.AddField(
            "outgoingmail",
            "links_removed",
            models.BooleanField(default=False, help_text="It left; the secrets of its links are no longer here"),
        ),
        migrations.RunPython(clear, migrations.RunPython.noop),
    ]
