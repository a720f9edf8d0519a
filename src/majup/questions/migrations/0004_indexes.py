from django.db import migrations, models


class Migration(migrations.Migration):
    """Lists of closed questions run backwards by due day; nothing lists a region by the day of sending."""

    dependencies = [("questions", "0003_tells_support")]
    operations = [
        migrations.RemoveIndex("question", "question_newest_in_region"),
        migrations.AddIndex(
            "question", models.Index(fields=["region", "due_on", "id"], name="question_by_due_in_region")
        ),
        migrations.AddIndex(
            "question", models.Index(fields=["region", "state", "due_on", "id"], name="question_by_state_in_region")
        ),
    ]
