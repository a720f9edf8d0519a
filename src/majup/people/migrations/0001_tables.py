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
                    name='Household',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('country', models.CharField(blank=True, help_text='ISO code of the country where they live now', max_length=2)),
                        ('property_in_country', models.CharField(choices=[('unknown', 'Unknown'), ('will_live_in', 'Will Live In'), ('could_be_let', 'Could Be Let'), ('none', 'None')], default='unknown', max_length=16)),
                        ('has_no_move_from_abroad', models.BooleanField(default=False, help_text='Moves inside the country (IRM-01)')),
                        ('version', models.PositiveIntegerField(default=1, help_text='Raised by every change, so that two editors notice each other')),
                        ('erased_at', models.DateTimeField(blank=True, null=True)),
                        ('created_at', models.DateTimeField()),
                        ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='people.household')),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='households', to='places.planningregion')),
                        ('erased_adults', models.PositiveSmallIntegerField(blank=True, help_text='Counted when the names went', null=True)),
                        ('erased_children', models.PositiveSmallIntegerField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('erased_adults', None), ('erased_at', None), ('erased_children', None)), models.Q(('erased_adults__isnull', False), ('erased_at__isnull', False), ('erased_children__isnull', False)), _connector='OR'), name='erased_household_keeps_its_counts'), models.CheckConstraint(condition=models.Q(('merged_into', models.F('id')), _negated=True), name='household_not_merged_into_itself')],
                    },
                ),
                migrations.CreateModel(
                    name='Merge',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField()),
                        ('choices', models.JSONField()),
                        ('moved', models.JSONField()),
                        ('rolled_back_at', models.DateTimeField(blank=True, null=True)),
                        ('absorbed', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.household')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('kept', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merges', to='people.household')),
                        ('rolled_back_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('persons', models.JSONField(default=dict, help_text='Absorbed person joined with a kept one: {id: id}')),
                    ],
                ),
                migrations.CreateModel(
                    name='Person',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('given_name', models.CharField(blank=True, max_length=80)),
                        ('family_name', models.CharField(blank=True, max_length=80)),
                        ('relation', models.SlugField(help_text="Code of the pack's list: applicant, partner, child …")),
                        ('is_child', models.BooleanField(default=False)),
                        ('birth_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('language', models.CharField(blank=True, help_text='Language in which we write to this person (LNG-03)', max_length=8)),
                        ('preferred_channel', models.SlugField(blank=True)),
                        ('will_move', models.BooleanField(blank=True, help_text='Unknown while nobody said', null=True)),
                        ('is_citizen', models.BooleanField(blank=True, null=True)),
                        ('occupation', models.CharField(blank=True, max_length=120)),
                        ('school_stage', models.SlugField(blank=True)),
                        ('school_class', models.CharField(blank=True, max_length=40)),
                        ('schooling_language', models.CharField(blank=True, max_length=8)),
                        ('latvian_level', models.SlugField(blank=True)),
                        ('starts_on', models.DateField(blank=True, help_text='Planned first day in school or kindergarten (NEE-08)', null=True)),
                        ('order', models.PositiveSmallIntegerField(default=0)),
                        ('household', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='people.household')),
                    ],
                    options={
                        'ordering': ['order', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('birth_year', None), models.Q(('birth_year__gte', 1900), ('birth_year__lte', 2100)), _connector='OR'), name='birth_year_is_plausible')],
                    },
                ),
                migrations.CreateModel(
                    name='ContactPoint',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('email', 'Email'), ('phone', 'Phone'), ('social', 'Social')], max_length=8)),
                        ('value', models.CharField(max_length=200)),
                        ('normal', models.CharField(db_collation='C', help_text='Lower-case address or E.164 number', max_length=200)),
                        ('is_preferred', models.BooleanField(default=False)),
                        ('household', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contact_points', to='people.household')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contact_points', to='people.person')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['normal'], name='contact_point_by_normal')],
                        'constraints': [models.UniqueConstraint(fields=('person', 'kind', 'normal'), name='contact_point_once_per_person')],
                    },
                ),
                migrations.CreateModel(
                    name='Consent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('purpose', models.SlugField()),
                        ('given_at', models.DateTimeField()),
                        ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                        ('how', models.CharField(blank=True, max_length=200)),
                        ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('household', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='people.household')),
                        ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='people.person')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('household', 'person', 'purpose'), name='one_open_consent_per_purpose', nulls_distinct=False)],
                    },
                ),
                migrations.CreateModel(
                    name='PersonLanguage',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('language', models.CharField(max_length=8)),
                        ('level', models.SlugField(blank=True)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='languages', to='people.person')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('person', 'language'), name='language_once_per_person')],
                    },
                ),
                migrations.CreateModel(
                    name='Residence',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('lived', 'Lived'), ('declared', 'Declared')], max_length=8)),
                        ('country', models.CharField(max_length=2)),
                        ('from_date', models.DateField(blank=True, null=True)),
                        ('to_date', models.DateField(blank=True, null=True)),
                        ('proof', models.SlugField(blank=True)),
                        ('municipality', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.municipality')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='residences', to='people.person')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('from_date', None), ('to_date', None), ('to_date__gte', models.F('from_date')), _connector='OR'), name='residence_ends_after_it_begins')],
                    },
                ),
                migrations.CreateModel(
                    name='Skill',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=120)),
                        ('has_document', models.BooleanField(blank=True, null=True)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='skills', to='people.person')),
                    ],
                ),
                migrations.CreateModel(
                    name='Event',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField()),
                        ('by_family', models.BooleanField(default=False)),
                        ('kind', models.CharField(max_length=60)),
                        ('details', models.JSONField(default=dict)),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('household', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='people.household')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['household', '-at', '-id'], name='event_by_household')],
                    },
                ),
                migrations.CreateModel(
                    name='HouseholdShare',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('since', models.DateTimeField()),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('household', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='people.household')),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.planningregion')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('household', 'region'), name='household_shared_once_per_region')],
                    },
                ),
                migrations.CreateModel(
                    name='SearchWord',
                    fields=[
                        ('pk', models.CompositePrimaryKey('region_id', 'word', 'household_id', blank=True, editable=False, primary_key=True, serialize=False)),
                        ('word', models.CharField(db_collation='C', max_length=120)),
                        ('region', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='places.planningregion')),
                        ('household', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.household')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['household', 'word'], name='search_word_by_household')],
                    },
                ),
                migrations.CreateModel(
                    name='DuplicatePair',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('reason', models.CharField(choices=[('contact', 'Contact'), ('name', 'Name')], max_length=8)),
                        ('found_at', models.DateTimeField()),
                        ('dismissed_at', models.DateTimeField(blank=True, null=True)),
                        ('dismissed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.household')),
                        ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.household')),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('dismissed_at', None)), fields=['-found_at', '-id'], name='duplicate_newest')],
                        'constraints': [models.UniqueConstraint(fields=('first', 'second'), name='duplicate_pair_once'), models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='duplicate_pair_in_order')],
                    },
                ),
            ],
        ),
    ]
