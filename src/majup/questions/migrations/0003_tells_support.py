from django.db import migrations, models

OLD, NEW = "support = ''", "NOT tells_support"
POLICY = """
ALTER POLICY questions_question_app ON questions_question
    USING ({condition}) WITH CHECK ({condition})
"""
SEEN = (
    "region_id = ANY ((SELECT majup_regions())::bigint[]) OR role_id = ANY ((SELECT majup_roles())::bigint[])"
    " OR escalated_to_id = ANY ((SELECT majup_roles())::bigint[]) OR id = (SELECT majup_question())"
    " OR ({told} AND majup_sees_household(household_id))"
)


class Migration(migrations.Migration):
    """Encrypted words cannot be compared, not even with nothing: a column of its own says whether there are any."""

    dependencies = [("questions", "0002_access")]
    operations = [
        migrations.AddField(
            "question", "tells_support", models.BooleanField(default=False, help_text="Whether `support` says something")
        ),
        migrations.RemoveConstraint("question", "question_state_known"),  # question_closed_has_its_time names all states
        migrations.RunSQL(
            POLICY.format(condition=SEEN.format(told=NEW)), POLICY.format(condition=SEEN.format(told=OLD))
        ),
    ]
