import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from majup.plumbing.create_tables import CreateTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('places', '0001_tables'),
        ('staff', '0001_tables'),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name='Block',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(unique=True)),
                        ('name', models.JSONField()),
                        ('general', models.JSONField()),
                        ('links', models.JSONField(default=list, help_text='[{label, url}]')),
                        ('order', models.PositiveSmallIntegerField()),
                    ],
                    options={
                        'ordering': ['order'],
                    },
                ),
                migrations.CreateModel(
                    name='FinderFrame',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('settings', models.JSONField()),
                    ],
                ),
                migrations.CreateModel(
                    name='Criterion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(unique=True)),
                        ('name', models.JSONField()),
                        ('group', models.CharField(choices=[('condition', 'Condition'), ('pull', 'Pull')], max_length=12)),
                        ('importance', models.PositiveSmallIntegerField(help_text='0-5, where the family has not said otherwise')),
                        ('share', models.FloatField(help_text='Share of returnees who named it; empty: no figure, 2 is neutral', null=True)),
                        ('applies_if', models.SlugField(blank=True, help_text='A fact of the household')),
                        ('applies_if_not', models.BooleanField(default=False, help_text='Applies when that fact does not hold')),
                        ('sources', models.JSONField(help_text='[{kind, code}] in the order of preference: answer, indicator, contact, own')),
                        ('source', models.TextField()),
                        ('order', models.PositiveSmallIntegerField()),
                    ],
                    options={
                        'ordering': ['order'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('importance__lte', 5)), name='importance_from_0_to_5')],
                    },
                ),
                migrations.CreateModel(
                    name='Question',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(unique=True)),
                        ('kind', models.CharField(choices=[('text', 'Text'), ('lines', 'Lines'), ('choice', 'Choice'), ('number', 'Number'), ('link', 'Link')], max_length=8)),
                        ('label', models.JSONField()),
                        ('hint', models.JSONField(null=True)),
                        ('options', models.JSONField(default=list, help_text='[{code, name, score}]; score from 0 to 1 for the place finder')),
                        ('stale_months', models.PositiveSmallIntegerField(help_text='After how long the answer grows old (Q-M2)', null=True)),
                        ('is_searchable', models.BooleanField(default=False, help_text='Coordinators search by it (MUN-06)')),
                        ('criterion', models.SlugField(blank=True, help_text='What of the place finder it answers')),
                        ('order', models.PositiveSmallIntegerField()),
                        ('block', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='profiles.block')),
                    ],
                    options={
                        'ordering': ['order'],
                    },
                ),
                migrations.CreateModel(
                    name='Answer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('text', models.JSONField(default=dict, help_text='Localized; of lines, one a line')),
                        ('choice', models.SlugField(blank=True)),
                        ('number', models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                        ('link', models.URLField(blank=True)),
                        ('at', models.DateTimeField()),
                        ('confirmed_on', models.DateField(help_text='Last day on which somebody looked and found it right')),
                        ('replaced_at', models.DateTimeField(null=True)),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='profile_answers', to='places.municipality')),
                        ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='profiles.question')),
                    ],
                    options={
                        'ordering': ['-at', '-pk'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('replaced_at', None)), fields=('municipality', 'question'), name='one_current_profile_answer'), models.CheckConstraint(condition=models.Q(models.Q(('text', {}), _negated=True), models.Q(('choice', ''), _negated=True), ('number__isnull', False), models.Q(('link', ''), _negated=True), _connector='OR'), name='profile_answer_says_something')],
                    },
                ),
            ],
        ),
    ]
