import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from majup.plumbing.create_tables import CreateTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('network', '0001_tables'),
        ('places', '0001_tables'),
        ('reports', '0001_tables_of_counts_and_reports'),
        ('staff', '0001_tables'),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name='Budget',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('programme', models.SlugField(help_text='Code of the list of programmes')),
                        ('year_from', models.PositiveSmallIntegerField()),
                        ('year_to', models.PositiveSmallIntegerField()),
                        ('region', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.planningregion')),
                    ],
                    options={
                        'ordering': ['-year_to', 'programme', models.OrderBy(models.F('region'), nulls_first=True)],
                        'constraints': [models.CheckConstraint(condition=models.Q(('year_to__gte', models.F('year_from'))), name='budget_years_in_order'), models.UniqueConstraint(fields=('programme', 'region', 'year_from', 'year_to'), name='budget_once', nulls_distinct=False)],
                    },
                ),
                migrations.CreateModel(
                    name='BudgetLine',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('line', models.SlugField(help_text='Code of the list of budget lines')),
                        ('share', models.DecimalField(decimal_places=2, help_text='Percent of the whole', max_digits=5, null=True)),
                        ('planned', models.DecimalField(decimal_places=2, help_text='Given for the line', max_digits=12, null=True)),
                        ('committed', models.DecimalField(decimal_places=2, help_text='Promised by contract or decision', max_digits=12, null=True)),
                        ('spent', models.DecimalField(decimal_places=2, help_text='Paid out', max_digits=12, null=True)),
                        ('returned', models.DecimalField(decimal_places=2, help_text='Given back to the state budget', max_digits=12, null=True)),
                        ('order', models.PositiveSmallIntegerField()),
                        ('region', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.planningregion')),
                        ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='reports.budgetversion')),
                    ],
                    options={
                        'ordering': ['order', 'pk'],
                        'constraints': [models.UniqueConstraint(fields=('version', 'line', 'region'), name='budget_line_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('share', None), ('share__gte', 0), _connector='OR'), models.Q(('planned', None), ('planned__gte', 0), _connector='OR'), models.Q(('committed', None), ('committed__gte', 0), _connector='OR'), models.Q(('spent', None), ('spent__gte', 0), _connector='OR'), models.Q(('returned', None), ('returned__gte', 0), _connector='OR')), name='budget_line_not_negative')],
                    },
                ),
                migrations.CreateModel(
                    name='BudgetVersion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveIntegerField()),
                        ('planned', models.DecimalField(decimal_places=2, help_text='Given for the whole', max_digits=12, null=True)),
                        ('committed', models.DecimalField(decimal_places=2, help_text='Promised by contract or decision', max_digits=12, null=True)),
                        ('spent', models.DecimalField(decimal_places=2, help_text='Paid out', max_digits=12, null=True)),
                        ('returned', models.DecimalField(decimal_places=2, help_text='Given back to the state budget', max_digits=12, null=True)),
                        ('source', models.TextField()),
                        ('note', models.JSONField(default=dict, help_text='What is doubtful about it, localized; {} when nothing is')),
                        ('reason', models.TextField(blank=True, help_text='Why this version was written; empty for what the pack brought')),
                        ('at', models.DateTimeField(auto_now_add=True)),
                        ('budget', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='reports.budget')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['-number'],
                        'constraints': [models.UniqueConstraint(fields=('budget', 'number'), name='budget_version_number_once'), models.CheckConstraint(condition=models.Q(('by', None), models.Q(('reason', ''), _negated=True), _connector='OR'), name='budget_change_has_reason'), models.CheckConstraint(condition=models.Q(models.Q(('planned', None), ('planned__gte', 0), _connector='OR'), models.Q(('committed', None), ('committed__gte', 0), _connector='OR'), models.Q(('spent', None), ('spent__gte', 0), _connector='OR'), models.Q(('returned', None), ('returned__gte', 0), _connector='OR')), name='budget_not_negative')],
                    },
                ),
                migrations.CreateModel(
                    name='GrantRound',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('programme', models.SlugField(help_text='Code of the list of programmes; several rounds belong to one')),
                        ('name', models.JSONField()),
                        ('period_from', models.DateField()),
                        ('period_to', models.DateField()),
                        ('interested', models.PositiveIntegerField(null=True)),
                        ('interested_at_least', models.BooleanField(default=False, help_text='The source says: more than')),
                        ('applied', models.PositiveIntegerField(null=True)),
                        ('awarded', models.PositiveIntegerField(null=True)),
                        ('money', models.DecimalField(decimal_places=2, help_text='Awarded in all', max_digits=12, null=True)),
                        ('available', models.DecimalField(decimal_places=2, help_text='There to be awarded', max_digits=12, null=True)),
                        ('largest', models.DecimalField(decimal_places=2, help_text='The most for one grant', max_digits=12, null=True)),
                        ('note', models.JSONField(default=dict)),
                        ('source', models.TextField()),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('municipality', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.municipality')),
                        ('region', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.planningregion')),
                    ],
                    options={
                        'ordering': ['-period_to', '-period_from', 'programme', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('period_to__gte', models.F('period_from'))), name='grant_round_in_order'), models.CheckConstraint(condition=models.Q(('applied', None), ('awarded', None), ('awarded__lte', models.F('applied')), _connector='OR'), name='grant_round_awarded_within_applied'), models.CheckConstraint(condition=models.Q(models.Q(('money', None), ('money__gte', 0), _connector='OR'), models.Q(('available', None), ('available__gte', 0), _connector='OR'), models.Q(('largest', None), ('largest__gte', 0), _connector='OR')), name='grant_round_not_negative')],
                    },
                ),
                migrations.CreateModel(
                    name='LineActivity',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('line', models.SlugField()),
                        ('on', models.DateField()),
                        ('what', models.CharField(max_length=300)),
                        ('at', models.DateTimeField(auto_now_add=True)),
                        ('budget', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='reports.budget')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['-on', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('what', ''), _negated=True), name='line_activity_says_what')],
                    },
                ),
                migrations.CreateModel(
                    name='MunicipalStatement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('year', models.PositiveSmallIntegerField()),
                        ('money', models.CharField(blank=True, choices=[('none', 'None'), ('part', 'Part'), ('separate', 'Separate')], help_text='Empty: not known', max_length=8)),
                        ('amount', models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                        ('measures', models.JSONField(default=dict, help_text='By class: a number, or null where nobody knows')),
                        ('reason', models.SlugField(blank=True, help_text='Of the closed list, when there was no measure')),
                        ('note', models.CharField(blank=True, max_length=400)),
                        ('at', models.DateTimeField(auto_now_add=True)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='places.municipality')),
                    ],
                    options={
                        'ordering': ['-year', '-at', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('amount', None), models.Q(('amount__gte', 0), ('money', 'separate')), _connector='OR'), name='statement_amount_belongs_to_own_line')],
                    },
                ),
                migrations.CreateModel(
                    name='Plan',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(unique=True)),
                        ('name', models.JSONField()),
                        ('valid_from', models.DateField()),
                        ('valid_to', models.DateField()),
                        ('source', models.TextField()),
                        ('note', models.JSONField(default=dict)),
                    ],
                    options={
                        'ordering': ['-valid_from'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__gte', models.F('valid_from'))), name='plan_days_in_order')],
                    },
                ),
                migrations.CreateModel(
                    name='PlanTask',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(unique=True)),
                        ('text', models.JSONField()),
                        ('source', models.TextField()),
                        ('note', models.JSONField(default=dict)),
                        ('order', models.PositiveSmallIntegerField()),
                        ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='reports.plan')),
                    ],
                    options={
                        'ordering': ['order'],
                    },
                ),
                migrations.CreateModel(
                    name='Proposal',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('title', models.CharField(max_length=160)),
                        ('text', models.TextField()),
                        ('state', models.CharField(choices=[('new', 'New'), ('accepted', 'Accepted'), ('in_work', 'In Work'), ('done', 'Done'), ('declined', 'Declined')], default='new', max_length=12)),
                        ('due_on', models.DateField(null=True)),
                        ('at', models.DateTimeField(auto_now_add=True)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('municipality', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.municipality')),
                        ('region', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.planningregion')),
                        ('task', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='proposals', to='reports.plantask')),
                    ],
                    options={
                        'ordering': ['-at', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('text', ''), _negated=True)), name='proposal_says_what')],
                    },
                ),
                migrations.CreateModel(
                    name='ProposalStep',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(choices=[('new', 'New'), ('accepted', 'Accepted'), ('in_work', 'In Work'), ('done', 'Done'), ('declined', 'Declined')], max_length=12)),
                        ('text', models.TextField()),
                        ('at', models.DateTimeField(auto_now_add=True)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='reports.proposal')),
                    ],
                    options={
                        'ordering': ['-at', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='proposal_answer_has_words')],
                    },
                ),
                migrations.CreateModel(
                    name='TaskInstitution',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.JSONField(default=dict, help_text='Localized, where the directory has no such institution')),
                        ('is_lead', models.BooleanField()),
                        ('source', models.TextField()),
                        ('at', models.DateTimeField(auto_now_add=True)),
                        ('order', models.PositiveSmallIntegerField(default=0)),
                        ('by', models.ForeignKey(help_text='null: the pack', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('institution', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.institution')),
                        ('task', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='institutions', to='reports.plantask')),
                    ],
                    options={
                        'ordering': ['-is_lead', 'order', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('institution__isnull', False), ('name', {})), models.Q(('institution', None), models.Q(('name', {}), _negated=True)), _connector='OR'), name='task_institution_is_named'), models.UniqueConstraint(condition=models.Q(('institution__isnull', False)), fields=('task', 'institution'), name='task_institution_once')],
                    },
                ),
                migrations.CreateModel(
                    name='TaskNote',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('year', models.PositiveSmallIntegerField()),
                        ('text', models.TextField()),
                        ('at', models.DateTimeField(auto_now_add=True)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('task', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='reports.plantask')),
                    ],
                    options={
                        'ordering': ['-year', '-at'],
                    },
                ),
                migrations.CreateModel(
                    name='QualitySheet',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField()),
                        ('period_from', models.DateField()),
                        ('period_to', models.DateField()),
                        ('made_at', models.DateTimeField()),
                        ('rows', models.JSONField()),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('code', 'period_from', 'period_to'), name='one_quality_sheet_per_period')],
                    },
                ),
                migrations.CreateModel(
                    name='DataPack',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('council', 'Council'), ('ministry', 'Ministry')], max_length=10)),
                        ('year_from', models.PositiveSmallIntegerField()),
                        ('year_to', models.PositiveSmallIntegerField()),
                        ('state', models.CharField(choices=[('asked', 'Asked'), ('done', 'Done'), ('failed', 'Failed')], default='asked', max_length=8)),
                        ('parts', models.PositiveSmallIntegerField(help_text='How many tables it will have')),
                        ('parts_done', models.PositiveSmallIntegerField(default=0)),
                        ('asked_at', models.DateTimeField(auto_now_add=True)),
                        ('made_at', models.DateTimeField(null=True)),
                        ('document', models.JSONField(null=True)),
                        ('document_sha256', models.CharField(blank=True, max_length=64)),
                        ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['-asked_at', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('year_to__gte', models.F('year_from'))), name='data_pack_years_in_order'), models.CheckConstraint(condition=models.Q(models.Q(models.Q(('state', 'done'), _negated=True), ('document__isnull', True), ('document_sha256', ''), ('made_at', None)), models.Q(('document__isnull', False), ('made_at__isnull', False), ('state', 'done'), models.Q(('document_sha256', ''), _negated=True)), _connector='OR'), name='made_data_pack_has_document')],
                    },
                ),
            ],
        ),
    ]
