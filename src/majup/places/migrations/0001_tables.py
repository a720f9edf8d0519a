import django.db.models.deletion
from django.db import migrations, models

from majup.plumbing.create_tables import CreateTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name='PlanningRegion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('valid_from', models.DateField()),
                        ('valid_to', models.DateField(blank=True, null=True)),
                        ('code', models.SlugField(unique=True)),
                        ('name', models.JSONField()),
                        ('full_name', models.JSONField()),
                        ('order', models.PositiveSmallIntegerField(unique=True)),
                    ],
                    options={
                        'ordering': ['order'],
                    },
                ),
                migrations.CreateModel(
                    name='Municipality',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('valid_from', models.DateField()),
                        ('valid_to', models.DateField(blank=True, null=True)),
                        ('atvk', models.CharField(max_length=16, unique=True)),
                        ('name', models.CharField(max_length=120)),
                        ('name_en', models.CharField(max_length=120)),
                        ('kind', models.CharField(choices=[('state_city', 'State City'), ('county', 'County')], max_length=16)),
                        ('former_units', models.JSONField(default=list)),
                        ('label_longitude', models.FloatField(null=True)),
                        ('label_latitude', models.FloatField(null=True)),
                        ('sort_key', models.CharField(db_collation='C', max_length=400)),
                        ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='places.municipality')),
                    ],
                    options={
                        'ordering': ['sort_key', 'valid_from'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('successor__isnull', True), ('valid_to__isnull', False), _connector='OR'), name='municipality_successor_only_after_end'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='municipality_ends_after_it_begins')],
                    },
                ),
                migrations.CreateModel(
                    name='InternalExclusion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('valid_from', models.DateField()),
                        ('valid_to', models.DateField(blank=True, null=True)),
                        ('source', models.TextField()),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='internal_exclusions', to='places.municipality')),
                    ],
                    options={
                        'ordering': ['municipality__sort_key', 'valid_from'],
                    },
                ),
                migrations.CreateModel(
                    name='PlaceName',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=160)),
                        ('folded', models.CharField(db_collation='C', db_index=True, max_length=160)),
                        ('kind', models.CharField(choices=[('official', 'Official'), ('former_unit', 'Former Unit'), ('spelling', 'Spelling')], max_length=16)),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='places.municipality')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('municipality', 'name'), name='place_name_once_per_municipality')],
                    },
                ),
                migrations.CreateModel(
                    name='RegionMembership',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('valid_from', models.DateField()),
                        ('valid_to', models.DateField(blank=True, null=True)),
                        ('source', models.TextField(blank=True)),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='places.municipality')),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='places.planningregion')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('municipality', 'valid_from'), name='membership_once_per_start')],
                    },
                ),
                migrations.CreateModel(
                    name='Dataset',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(unique=True)),
                        ('title', models.JSONField()),
                        ('source', models.JSONField()),
                        ('origin', models.TextField(help_text='Table and line, or the address it came from')),
                        ('licence', models.CharField(blank=True, max_length=80)),
                        ('published_on', models.DateField(null=True)),
                        ('retrieved_on', models.DateField()),
                        ('note', models.JSONField(default=dict)),
                        ('left_out', models.JSONField(default=list, help_text='[{what, reason}], both localized')),
                        ('checked', models.JSONField(default=list, help_text='[{rule, made, failed}]: which sums were compared at loading')),
                        ('digest', models.CharField(max_length=64)),
                        ('loaded_at', models.DateTimeField()),
                    ],
                    options={
                        'ordering': ['pk'],
                    },
                ),
                migrations.CreateModel(
                    name='Indicator',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(unique=True)),
                        ('name', models.JSONField()),
                        ('definition', models.JSONField()),
                        ('unit', models.JSONField()),
                        ('topic', models.SlugField()),
                        ('status', models.CharField(choices=[('official', 'Official'), ('experimental', 'Experimental'), ('survey', 'Survey'), ('own_calculation', 'Own Calculation')], max_length=16)),
                        ('native', models.CharField(help_text='municipality, or the kind of area the figures exist for (T-8)', max_length=20)),
                        ('is_additive', models.BooleanField(help_text='Persons may be added over places, averages may not')),
                        ('better', models.CharField(blank=True, help_text='high, low or empty: neither is better', max_length=4)),
                        ('decimals', models.PositiveSmallIntegerField(default=0)),
                        ('balance_of', models.JSONField(default=list, help_text='[code coming, code leaving] whose difference this is')),
                        ('tolerance', models.FloatField(default=0, help_text='By how much sums may differ, in the unit')),
                        ('minimum_base', models.PositiveSmallIntegerField(help_text='Answers below which nothing is shown (T-12)', null=True)),
                        ('warning_base', models.PositiveSmallIntegerField(null=True)),
                        ('order', models.PositiveSmallIntegerField()),
                    ],
                    options={
                        'ordering': ['order'],
                    },
                ),
                migrations.CreateModel(
                    name='Area',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('valid_from', models.DateField()),
                        ('valid_to', models.DateField(blank=True, null=True)),
                        ('kind', models.CharField(choices=[('country', 'Country'), ('planning_region', 'Planning Region'), ('statistical_region', 'Statistical Region'), ('agency_branch', 'Agency Branch'), ('city_inside', 'City Inside'), ('settlement_type', 'Settlement Type')], max_length=20)),
                        ('code', models.SlugField()),
                        ('name', models.JSONField()),
                        ('foreign_code', models.CharField(blank=True, help_text='Code in tables of the statistical office', max_length=20)),
                        ('region', models.ForeignKey(help_text='Of a planning region, whose members are dated', null=True, on_delete=django.db.models.deletion.PROTECT, to='places.planningregion')),
                    ],
                    options={
                        'ordering': ['kind', 'code'],
                        'constraints': [models.UniqueConstraint(fields=('kind', 'code'), name='area_once_per_kind')],
                    },
                ),
                migrations.CreateModel(
                    name='AreaMember',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('valid_from', models.DateField()),
                        ('valid_to', models.DateField(blank=True, null=True)),
                        ('area', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='places.area')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='area_members', to='places.municipality')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('area', 'municipality', 'valid_from'), name='area_member_once_per_start')],
                    },
                ),
                migrations.CreateModel(
                    name='CrosswalkLimit',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('topic', models.SlugField(help_text='Topic of the indicators that it touches')),
                        ('text', models.JSONField()),
                        ('source', models.TextField()),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='crosswalk_limits', to='places.municipality')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('municipality', 'topic'), name='crosswalk_limit_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Figure',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('period', models.CharField(help_text='2021, 2022Q3, 2022-09-30, 2011-2022', max_length=24)),
                        ('breakdown', models.SlugField(blank=True, help_text='Sex, age group, occupation group; empty: all')),
                        ('kind', models.CharField(choices=[('single', 'Single'), ('range', 'Range'), ('bound', 'Bound'), ('estimate', 'Estimate'), ('missing', 'Missing'), ('suppressed', 'Suppressed')], max_length=12)),
                        ('low', models.FloatField(help_text='Least possible value; equals `high` for a single one', null=True)),
                        ('high', models.FloatField(null=True)),
                        ('base', models.PositiveIntegerField(help_text='Number of answers behind a survey figure', null=True)),
                        ('boundary', models.DateField(help_text='A day whose boundaries it is by; empty: not stated', null=True)),
                        ('note', models.JSONField(default=dict)),
                        ('origin', models.CharField(blank=True, max_length=60)),
                        ('area', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='places.area')),
                        ('dataset', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='places.dataset')),
                        ('municipality', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='places.municipality')),
                        ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='places.indicator')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['indicator', 'period'], name='figure_by_period')],
                        'constraints': [models.UniqueConstraint(fields=('indicator', 'municipality', 'area', 'period', 'breakdown'), name='figure_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('area__isnull', False), ('municipality', None)), models.Q(('area', None), ('municipality__isnull', False)), _connector='OR'), name='figure_of_one_place'), models.CheckConstraint(condition=models.Q(models.Q(('high__isnull', False), ('kind__in', ['single', 'estimate']), ('low__isnull', False)), models.Q(('high__isnull', False), ('kind', 'range'), ('low__isnull', False), ('low__lte', models.F('high'))), models.Q(('kind', 'bound'), models.Q(('low__isnull', False), ('high__isnull', False), _connector='OR')), models.Q(('high', None), ('kind', 'missing'), ('low', None)), ('kind', 'suppressed'), _connector='OR'), name='figure_says_what_its_kind_needs')],
                    },
                ),
                migrations.CreateModel(
                    name='Outline',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('rings', models.JSONField(help_text='[[[longitude, latitude], ...], ...]; the first of each polygon is its border')),
                        ('source', models.TextField()),
                        ('municipality', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='outline', to='places.municipality')),
                    ],
                ),
            ],
        ),
    ]
