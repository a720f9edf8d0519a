import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from majup.plumbing.create_tables import CreateTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('network', '0001_tables'),
        ('places', '0001_tables'),
        ('staff', '0001_tables'),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name='CountingRule',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(unique=True)),
                        ('valid_from', models.DateField()),
                        ('valid_to', models.DateField(null=True)),
                        ('name', models.JSONField()),
                        ('text', models.JSONField()),
                        ('metrics', models.JSONField()),
                        ('details', models.JSONField(default=dict)),
                        ('source', models.TextField()),
                        ('order', models.PositiveSmallIntegerField()),
                    ],
                    options={
                        'ordering': ['order'],
                    },
                ),
                migrations.CreateModel(
                    name='IssuedFigure',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('metric', models.SlugField(max_length=80)),
                        ('column', models.CharField(blank=True, help_text='Column of our own totals that it corresponds to', max_length=40)),
                        ('scope', models.CharField(help_text='region, total, or what the value is given for', max_length=40)),
                        ('period_from', models.DateField(null=True)),
                        ('period_to', models.DateField(null=True)),
                        ('period_text', models.CharField(max_length=80)),
                        ('value', models.DecimalField(decimal_places=2, help_text='null where the source itself says that it has no data', max_digits=14, null=True)),
                        ('unit', models.CharField(max_length=40)),
                        ('qualifier', models.CharField(max_length=16)),
                        ('definition', models.JSONField()),
                        ('source', models.TextField()),
                        ('issued_on', models.DateField(null=True)),
                        ('note', models.TextField(blank=True)),
                        ('region', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.planningregion')),
                        ('by', models.CharField(blank=True, help_text='Broken down by what; empty: the whole figure', max_length=20)),
                        ('key', models.CharField(blank=True, max_length=40)),
                        ('report', models.ForeignKey(help_text='Empty: issued by others', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='reports.report')),
                        ('doubt', models.JSONField(default=dict, help_text='What a reader has to know against it, localized')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['period_from', 'period_to', 'column'], name='issued_by_period')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('period_from', None), ('period_to', None), ('period_to__gte', models.F('period_from')), _connector='OR'), name='issued_period_in_order'), models.UniqueConstraint(fields=('metric', 'scope', 'region', 'period_text', 'source', 'by', 'key'), name='issued_figure_once_per_source', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('scope', 'breakdown'), models.Q(('by', ''), _negated=True)), models.Q(('by', ''), ('key', '')), _connector='OR'), name='only_breakdowns_have_a_key'), models.CheckConstraint(condition=models.Q(models.Q(('value__isnull', False), models.Q(('qualifier', 'no_data'), _negated=True)), models.Q(('qualifier', 'no_data'), ('value', None)), _connector='OR'), name='issued_value_or_no_data')],
                    },
                ),
                migrations.CreateModel(
                    name='CountChange',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('at', models.DateTimeField(null=True)),
                        ('day', models.DateField(null=True)),
                        ('source', models.CharField(blank=True, max_length=16)),
                        ('row_id', models.BigIntegerField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='CountRun',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('changes', 'Changes'), ('check', 'Check')], max_length=8)),
                        ('at', models.DateTimeField()),
                        ('first_day', models.DateField()),
                        ('last_day', models.DateField()),
                        ('days', models.PositiveIntegerField(help_text='Days counted')),
                        ('wrong', models.JSONField(default=list, help_text='Days that differed in the nightly look and were put right')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['kind', '-at'], name='count_run_newest')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['changes', 'check'])), name='count_run_kind_known')],
                    },
                ),
                migrations.CreateModel(
                    name='Target',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(unique=True)),
                        ('name', models.JSONField()),
                        ('value', models.PositiveIntegerField()),
                        ('qualifier', models.CharField(default='at_least', max_length=8)),
                        ('per', models.CharField(choices=[('year', 'Year'), ('all', 'All')], max_length=4)),
                        ('scope', models.CharField(help_text='total: the country; region: each region', max_length=8)),
                        ('readings', models.JSONField(default=list, help_text='Columns of our figures by which it may be meant')),
                        ('valid_from', models.DateField(null=True)),
                        ('valid_to', models.DateField(null=True)),
                        ('responsible', models.JSONField(default=dict)),
                        ('document', models.JSONField()),
                        ('baseline', models.JSONField(default=dict)),
                        ('doubt', models.JSONField(default=dict, help_text='What about it is not certain')),
                        ('source', models.TextField()),
                        ('order', models.PositiveSmallIntegerField()),
                    ],
                    options={
                        'ordering': ['order'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('per__in', ['year', 'all'])), name='target_per_known'), models.CheckConstraint(condition=models.Q(('scope__in', ['total', 'region'])), name='target_scope_known'), models.CheckConstraint(condition=models.Q(('valid_from', None), ('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='target_ends_after_it_begins')],
                    },
                ),
                migrations.CreateModel(
                    name='DayCount',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('day', models.DateField()),
                        ('measure', models.CharField(db_collation='C', max_length=32)),
                        ('is_internal', models.BooleanField()),
                        ('by', models.CharField(blank=True, db_collation='C', max_length=16)),
                        ('key', models.CharField(blank=True, db_collation='C', max_length=80)),
                        ('count', models.IntegerField()),
                        ('region', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.planningregion')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['by', 'measure', 'day'], include=('region', 'is_internal', 'key', 'count'), name='day_count_of_any_period'), models.Index(fields=['day'], name='day_count_by_day')],
                        'constraints': [models.UniqueConstraint(fields=('day', 'region', 'measure', 'is_internal', 'by', 'key'), name='counted_once_a_day', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('by', 'whole'), _negated=True), ('region', None), _connector='OR'), name='country_counted_without_region')],
                    },
                ),
                migrations.CreateModel(
                    name='TargetUnit',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('column', models.SlugField(max_length=40)),
                        ('valid_from', models.DateField()),
                        ('is_confirmed', models.BooleanField(default=False, help_text='The ministry has said so; else our reading')),
                        ('reason', models.JSONField(help_text='As it was typed, or localized when it comes from the pack')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('by', models.ForeignKey(help_text='Empty: pack', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('target', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='units', to='reports.target')),
                    ],
                    options={
                        'ordering': ['valid_from', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='target_unit_says_why')],
                    },
                ),
                migrations.CreateModel(
                    name='Correction',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('column', models.CharField(max_length=40)),
                        ('before', models.PositiveIntegerField()),
                        ('after', models.PositiveIntegerField()),
                        ('reason', models.TextField()),
                        ('at', models.DateTimeField()),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.planningregion')),
                        ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='reports.report')),
                    ],
                    options={
                        'ordering': ['at', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='correction_says_why'), models.CheckConstraint(condition=models.Q(('before', models.F('after')), _negated=True), name='correction_changes_the_figure')],
                    },
                ),
                migrations.CreateModel(
                    name='RegionReport',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(choices=[('drafted', 'Drafted'), ('signed', 'Signed'), ('returned', 'Returned'), ('frozen', 'Frozen')], default='drafted', max_length=8)),
                        ('figures', models.JSONField(default=dict)),
                        ('places', models.JSONField(default=dict)),
                        ('exceptions', models.JSONField(default=dict)),
                        ('counted_at', models.DateTimeField(null=True)),
                        ('comment', models.TextField(blank=True, help_text="How the period went, in the region's words")),
                        ('problems', models.TextField(blank=True, help_text='What could not be solved and who should know of it')),
                        ('words', models.TextField(blank=True, help_text='On exceptions that stay as they are')),
                        ('signed_at', models.DateTimeField(null=True)),
                        ('returned_at', models.DateTimeField(null=True)),
                        ('note', models.TextField(blank=True, help_text='Why the ministry sent it back')),
                        ('version', models.PositiveIntegerField(default=1, help_text='Raised by every change, so that two editors notice')),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.planningregion')),
                        ('returned_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('signed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='regions', to='reports.report')),
                    ],
                    options={
                        'ordering': ['region__order'],
                        'constraints': [models.UniqueConstraint(fields=('report', 'region'), name='one_report_per_region'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['signed', 'frozen']), _negated=True), models.Q(('signed_at__isnull', False), ('signed_by__isnull', False)), _connector='OR'), name='signed_region_report_has_signer'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='returned_region_report_says_why')],
                    },
                ),
                migrations.CreateModel(
                    name='Report',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('quarter', 'Quarter'), ('half', 'Half'), ('year', 'Year'), ('other', 'Other')], max_length=8)),
                        ('label', models.CharField(blank=True, help_text='What people call a period of another kind', max_length=80)),
                        ('period_from', models.DateField()),
                        ('period_to', models.DateField()),
                        ('state', models.CharField(choices=[('open', 'Open'), ('issued', 'Issued')], default='open', max_length=8)),
                        ('opened_at', models.DateTimeField()),
                        ('issued_at', models.DateTimeField(null=True)),
                        ('document', models.JSONField(null=True)),
                        ('document_sha256', models.CharField(blank=True, max_length=64)),
                        ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('opened_by', models.ForeignKey(help_text='Empty: the worker', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['-period_from'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('period_to__gte', models.F('period_from'))), name='report_period_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'other'), _negated=True), models.Q(('label', ''), _negated=True), _connector='OR'), name='report_of_other_kind_has_label'), models.CheckConstraint(condition=models.Q(models.Q(('document__isnull', True), ('document_sha256', ''), ('issued_at', None), ('issued_by', None), ('state', 'open')), models.Q(('document__isnull', False), ('issued_at__isnull', False), ('issued_by__isnull', False), ('state', 'issued'), models.Q(('document_sha256', ''), _negated=True)), _connector='OR'), name='issued_report_has_author_and_document')],
                    },
                ),
                migrations.CreateModel(
                    name='ReportEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('drafted', 'Drafted'), ('signed', 'Signed'), ('returned', 'Returned'), ('issued', 'Issued'), ('corrected', 'Corrected')], max_length=10)),
                        ('at', models.DateTimeField()),
                        ('text', models.TextField(blank=True)),
                        ('by', models.ForeignKey(help_text='Empty: the worker', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('region', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.planningregion')),
                        ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='reports.report')),
                    ],
                    options={
                        'ordering': ['-at', '-pk'],
                    },
                ),
                migrations.CreateModel(
                    name='Publication',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveSmallIntegerField()),
                        ('corrections', models.PositiveIntegerField(help_text='How many corrections of the report it contains')),
                        ('threshold', models.PositiveSmallIntegerField(help_text='Counts from 1 to one below it are hidden')),
                        ('published_at', models.DateTimeField()),
                        ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='reports.report')),
                    ],
                    options={
                        'ordering': ['-report__period_from', '-number'],
                        'constraints': [models.UniqueConstraint(fields=('report', 'number'), name='publication_number_once'), models.UniqueConstraint(fields=('report', 'corrections'), name='one_publication_per_state_of_report')],
                    },
                ),
                migrations.CreateModel(
                    name='PublishedCell',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('column', models.CharField(max_length=40)),
                        ('period_from', models.DateField()),
                        ('period_to', models.DateField()),
                        ('by', models.CharField(blank=True, help_text='Broken down by what; empty: the whole figure', max_length=20)),
                        ('key', models.CharField(blank=True, max_length=40)),
                        ('value', models.PositiveIntegerField(null=True)),
                        ('publication', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cells', to='reports.publication')),
                        ('region', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.planningregion')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('publication', 'column', 'region', 'period_from', 'period_to', 'by', 'key'), name='published_cell_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('period_to__gte', models.F('period_from'))), name='published_cell_period_in_order')],
                    },
                ),
                migrations.CreateModel(
                    name='MadeFile',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('dataset', models.SlugField(max_length=40)),
                        ('language', models.CharField(max_length=12)),
                        ('state_of_data', models.CharField(max_length=64)),
                        ('rows', models.PositiveIntegerField(help_text='How many there are; empty until the worker has begun', null=True)),
                        ('done', models.PositiveIntegerField(default=0)),
                        ('digest', models.CharField(blank=True, max_length=64)),
                        ('asked_at', models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('dataset', 'language', 'state_of_data'), name='made_file_once'), models.CheckConstraint(condition=models.Q(('digest', ''), models.Q(('done', models.F('rows')), ('rows__isnull', False)), _connector='OR'), name='made_file_has_all_rows')],
                    },
                ),
            ],
        ),
    ]
