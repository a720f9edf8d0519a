import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import majup.plumbing.crypto
from majup.plumbing.create_tables import CreateTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_tables'),
        ('catalogue', '0001_tables'),
        ('intake', '0001_tables'),
        ('openings', '0001_tables'),
        ('people', '0001_tables'),
        ('places', '0001_tables'),
        ('staff', '0001_tables'),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name='HouseholdFacts',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('told_text', majup.plumbing.crypto.EncryptedTextField(help_text='JSON of `told`')),
                        ('not_known', models.JSONField(default=list)),
                        ('changed_at', models.DateTimeField()),
                        ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('household', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='told_facts', to='people.household')),
                    ],
                ),
                migrations.CreateModel(
                    name='LookedThrough',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField()),
                        ('version', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.factversion')),
                    ],
                ),
                migrations.CreateModel(
                    name='Match',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('is_certain', models.BooleanField(help_text='Every condition is met; else something is still to be asked')),
                        ('found_at', models.DateTimeField()),
                        ('dismissed_at', models.DateTimeField(null=True)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='matches', to='cases.case')),
                        ('dismissed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('household', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='matches', to='people.household')),
                        ('version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='matches', to='catalogue.factversion')),
                        ('dwelling', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='matches', to='openings.dwelling')),
                        ('more', models.PositiveIntegerField(default=0, help_text='Openings that fitted as well and are not listed')),
                        ('vacancy', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='matches', to='openings.vacancy')),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('dismissed_at', None)), fields=['-found_at', '-id'], name='match_newest'), models.Index(fields=['household'], name='match_by_household')],
                        'constraints': [models.UniqueConstraint(fields=('case', 'version'), name='match_once'), models.CheckConstraint(condition=models.Q(('dismissed_at', None), ('dismissed_at__gte', models.F('found_at')), _connector='OR'), name='match_dismissed_after_found'), models.UniqueConstraint(fields=('case', 'vacancy'), name='match_of_vacancy_once'), models.UniqueConstraint(fields=('case', 'dwelling'), name='match_of_dwelling_once'), models.CheckConstraint(condition=models.Q(models.Q(('dwelling', None), ('vacancy', None), ('version__isnull', False)), models.Q(('dwelling', None), ('vacancy__isnull', False), ('version', None)), models.Q(('dwelling__isnull', False), ('vacancy', None), ('version', None)), _connector='OR'), name='match_is_of_one_thing')],
                    },
                ),
                migrations.CreateModel(
                    name='NewOpening',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('taken_at', models.DateTimeField(null=True)),
                        ('dwelling', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='openings.dwelling')),
                        ('vacancy', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='openings.vacancy')),
                    ],
                ),
                migrations.CreateModel(
                    name='GrantInterest',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('business', models.CharField(blank=True, help_text="Field of the idea, in the family's words", max_length=160)),
                        ('amount', models.DecimalField(decimal_places=2, help_text='Wished, in the currency', max_digits=12, null=True)),
                        ('jobs', models.PositiveSmallIntegerField(null=True)),
                        ('answer', models.CharField(blank=True, max_length=8)),
                        ('unmet', models.JSONField(default=list)),
                        ('registered_at', models.DateTimeField()),
                        ('outcome', models.CharField(choices=[('open', 'Open'), ('applied', 'Applied'), ('not_applied', 'Not Applied')], default='open', max_length=12)),
                        ('reason', models.SlugField(blank=True, help_text='Why they did not apply: grant_reasons of the pack')),
                        ('settled_at', models.DateTimeField(null=True)),
                        ('enquiry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='interests', to='intake.enquiry')),
                        ('fact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interests', to='catalogue.fact')),
                        ('household', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='interests', to='people.household')),
                        ('municipality', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.municipality')),
                        ('registered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['-registered_at', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('enquiry__isnull', False), ('household__isnull', False), _connector='OR'), name='interest_is_of_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'not_applied'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='interest_not_applied_says_why'), models.CheckConstraint(condition=models.Q(('outcome', 'open'), ('settled_at__isnull', False), _connector='OR'), name='interest_settled_has_its_day'), models.UniqueConstraint(fields=('household', 'fact'), name='interest_once_per_household'), models.UniqueConstraint(fields=('enquiry', 'fact'), name='interest_once_per_enquiry')],
                    },
                ),
            ],
        ),
    ]
