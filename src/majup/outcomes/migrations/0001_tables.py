import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from majup.plumbing.create_tables import CreateTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_tables'),
        ('places', '0001_tables'),
        ('staff', '0001_tables'),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name='Outcome',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('is_internal', models.BooleanField()),
                        ('recorded_at', models.DateTimeField()),
                        ('kind', models.CharField(choices=[('decided', 'Decided'), ('not_returning', 'Not Returning'), ('lost_contact', 'Lost Contact'), ('chose_other_region', 'Chose Other Region')], max_length=20)),
                        ('on', models.DateField()),
                        ('reason', models.TextField(blank=True)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='cases.case')),
                        ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.planningregion')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Return',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('is_internal', models.BooleanField()),
                        ('recorded_at', models.DateTimeField()),
                        ('on', models.DateField()),
                        ('adults', models.PositiveSmallIntegerField()),
                        ('children', models.PositiveSmallIntegerField()),
                        ('from_country', models.CharField(blank=True, max_length=2)),
                        ('support_kind', models.SlugField()),
                        ('alone', models.BooleanField(help_text='Returned by themselves and turned to us afterwards (N-13)')),
                        ('unsettled_at_move', models.JSONField(default=list, help_text='Areas of readiness not settled on the day of return')),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='cases.case')),
                        ('municipality', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.municipality')),
                        ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.planningregion')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['on', 'region'], name='return_by_day')],
                        'constraints': [models.UniqueConstraint(fields=('case', 'on'), name='one_return_per_case_and_day'), models.CheckConstraint(condition=models.Q(('adults__gte', 1), ('children__gte', 1), _connector='OR'), name='return_of_at_least_one')],
                    },
                ),
                migrations.CreateModel(
                    name='FlagDismissal',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('flag', models.SlugField()),
                        ('note', models.TextField()),
                        ('at', models.DateTimeField()),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('return_event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dismissals', to='outcomes.return')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('return_event', 'flag'), name='flag_dismissed_once'), models.CheckConstraint(condition=models.Q(('note', ''), _negated=True), name='dismissal_says_why')],
                    },
                ),
                migrations.CreateModel(
                    name='Departure',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('is_internal', models.BooleanField()),
                        ('recorded_at', models.DateTimeField()),
                        ('on', models.DateField()),
                        ('reason', models.SlugField()),
                        ('note', models.TextField(blank=True)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='cases.case')),
                        ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.planningregion')),
                        ('return_event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='departure', to='outcomes.return')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Check',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('month', models.PositiveSmallIntegerField()),
                        ('due_on', models.DateField()),
                        ('done_on', models.DateField(blank=True, null=True)),
                        ('findings', models.JSONField(default=dict, help_text='{item code: fine | difficulty | hard | unknown}')),
                        ('has_work', models.BooleanField(blank=True, null=True)),
                        ('makes_ends_meet', models.CharField(blank=True, max_length=12)),
                        ('regrets', models.BooleanField(blank=True, null=True)),
                        ('plans', models.CharField(blank=True, help_text='stay, see, leave', max_length=12)),
                        ('note', models.TextField(blank=True)),
                        ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('return_event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='outcomes.return')),
                        ('business', models.CharField(blank=True, help_text='Business begun after the return: runs, closed, none', max_length=8)),
                    ],
                    options={
                        'ordering': ['month'],
                        'indexes': [models.Index(condition=models.Q(('done_on', None)), fields=['due_on'], name='check_due')],
                        'constraints': [models.UniqueConstraint(fields=('return_event', 'month'), name='one_check_per_month')],
                    },
                ),
                migrations.CreateModel(
                    name='Intention',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('is_internal', models.BooleanField()),
                        ('recorded_at', models.DateTimeField()),
                        ('stated_on', models.DateField()),
                        ('people', models.PositiveSmallIntegerField()),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='cases.case')),
                        ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.planningregion')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['stated_on', 'region'], name='intention_by_day')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('people__gte', 1)), name='intention_of_at_least_one'), models.UniqueConstraint(fields=('case',), name='one_intention_per_case')],
                    },
                ),
                migrations.CreateModel(
                    name='Rating',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('is_internal', models.BooleanField()),
                        ('occasion', models.CharField(choices=[('offer', 'Offer'), ('return', 'Return')], max_length=8)),
                        ('support_kind', models.SlugField(blank=True, help_text='That of the return; after an offer empty')),
                        ('asked_at', models.DateTimeField(null=True)),
                        ('token_digest', models.CharField(max_length=64, null=True, unique=True)),
                        ('link_expires_at', models.DateTimeField(null=True)),
                        ('said_at', models.DateTimeField(help_text='First answer; for a while after it may be changed', null=True)),
                        ('changed_at', models.DateTimeField(null=True)),
                        ('skipped_at', models.DateTimeField(null=True)),
                        ('no_more', models.BooleanField(default=False, help_text='The family does not want to be asked again')),
                        ('met', models.CharField(blank=True, choices=[('yes', 'Yes'), ('partly', 'Partly'), ('no', 'No')], help_text='Whether it met the expectation', max_length=6)),
                        ('recommend', models.BooleanField(null=True)),
                        ('communication', models.PositiveSmallIntegerField(help_text='From 1 to 10', null=True)),
                        ('usefulness', models.PositiveSmallIntegerField(help_text='From 1 to 10', null=True)),
                        ('influence', models.CharField(blank=True, choices=[('decisive', 'Decisive'), ('some', 'Some'), ('none', 'None')], max_length=8)),
                        ('useful', models.JSONField(default=list, help_text="Codes of the pack's list useful_support")),
                        ('settlement', models.SlugField(blank=True, help_text='Type of settlement in which they live now (Q-V2)')),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ratings', to='cases.case')),
                        ('region', models.ForeignKey(help_text='Whose help it was', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.planningregion')),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('said_at__isnull', False)), fields=['said_at'], name='rating_by_day')],
                        'constraints': [models.UniqueConstraint(fields=('case', 'occasion'), name='one_rating_per_occasion'), models.CheckConstraint(condition=models.Q(models.Q(('communication', None), ('communication__range', (1, 10)), _connector='OR'), models.Q(('usefulness', None), ('usefulness__range', (1, 10)), _connector='OR')), name='rating_from_1_to_10'), models.CheckConstraint(condition=models.Q(('said_at__isnull', False), models.Q(('communication', None), ('influence', ''), ('met', ''), ('recommend', None), ('settlement', ''), ('useful', []), ('usefulness', None)), _connector='OR'), name='rating_empty_until_said'), models.CheckConstraint(condition=models.Q(('said_at', None), ('skipped_at', None), _connector='OR'), name='rating_said_or_skipped')],
                    },
                ),
            ],
        ),
    ]
