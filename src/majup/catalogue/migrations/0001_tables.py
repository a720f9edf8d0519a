import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.expressions
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
                    name='ConfirmationLink',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('digest', models.CharField(max_length=64, unique=True)),
                        ('made_at', models.DateTimeField()),
                        ('expires_at', models.DateTimeField()),
                        ('role', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='confirmation_links', to='network.role')),
                    ],
                ),
                migrations.CreateModel(
                    name='Fact',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(help_text='Stable; that of the source where it has one', max_length=120, unique=True)),
                        ('kind', models.CharField(choices=[('state_measure', 'State Measure'), ('municipal_measure', 'Municipal Measure'), ('service', 'Service'), ('school_places', 'School Places'), ('course', 'Course'), ('premises', 'Premises'), ('specialist_support', 'Specialist Support'), ('health', 'Health'), ('contact', 'Contact')], max_length=20)),
                        ('level', models.CharField(choices=[('state', 'State'), ('region', 'Region'), ('municipality', 'Municipality')], max_length=12)),
                        ('programme', models.SlugField(blank=True, help_text='The same in all records of one programme', max_length=120)),
                        ('state', models.CharField(choices=[('draft', 'Draft'), ('valid', 'Valid'), ('reported_2022', 'Reported'), ('planned', 'Planned'), ('proposed', 'Proposed'), ('unclear', 'Unclear'), ('ended', 'Ended'), ('withdrawn', 'Withdrawn')], default='draft', max_length=16)),
                        ('name', models.JSONField(default=dict)),
                        ('audience', models.CharField(blank=True, choices=[('all', 'All'), ('first', 'First'), ('only', 'Only')], max_length=8)),
                        ('valid_from', models.DateField(blank=True, null=True)),
                        ('valid_to', models.DateField(blank=True, null=True)),
                        ('confirmed_on', models.DateField(help_text='Last day on which its owner said that it holds', null=True)),
                        ('due_on', models.DateField(help_text='From this day its owner is asked again', null=True)),
                        ('hidden_on', models.DateField(help_text='From this day it is hidden and dropped from new offers', null=True)),
                        ('reminded_on', models.DateField(help_text='When its owner was last written to', null=True)),
                        ('changed_at', models.DateTimeField()),
                        ('words', django.contrib.postgres.search.SearchVectorField(help_text='Stems of its texts, and topics, places and kind as words', null=True)),
                        ('pack_digest', models.CharField(blank=True, help_text="Of the pack's row it was loaded from", max_length=64)),
                        ('institution', models.ForeignKey(blank=True, help_text='Who provides it', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='facts', to='network.institution')),
                        ('municipalities', models.ManyToManyField(blank=True, related_name='facts', to='places.municipality')),
                        ('regions', models.ManyToManyField(blank=True, related_name='facts', to='places.planningregion')),
                        ('replaced_by', models.ForeignKey(blank=True, help_text='What holds today', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='replaces', to='catalogue.fact')),
                        ('role', models.ForeignKey(blank=True, help_text='Owner; empty: nobody', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='facts', to='network.role')),
                        ('topics', models.ManyToManyField(blank=True, related_name='facts', to='network.topic')),
                        ('current', models.OneToOneField(null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='catalogue.factversion')),
                    ],
                    options={
                        'indexes': [django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['words'], name='fact_words'), models.Index(fields=['-changed_at', '-id'], name='fact_newest'), models.Index(condition=models.Q(('state', 'valid')), fields=['role', 'due_on'], name='fact_due_of_role'), models.Index(condition=models.Q(('state', 'valid')), fields=['due_on'], name='fact_due'), models.Index(fields=['state', '-changed_at', '-id'], name='fact_newest_of_state')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'valid', 'reported_2022', 'planned', 'proposed', 'unclear', 'ended', 'withdrawn'])), name='fact_state_known'), models.CheckConstraint(condition=models.Q(('kind__in', ['state_measure', 'municipal_measure', 'service', 'school_places', 'course', 'premises', 'specialist_support', 'health', 'contact'])), name='fact_kind_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'valid'), _negated=True), ('role__isnull', False), _connector='OR'), name='valid_fact_has_owner'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'valid'), _negated=True), models.Q(('confirmed_on__isnull', False), ('due_on__isnull', False), ('hidden_on__gte', models.F('due_on'))), _connector='OR'), name='valid_fact_was_confirmed'), models.CheckConstraint(condition=models.Q(('valid_from', None), ('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='fact_ends_after_it_begins')],
                    },
                ),
                migrations.CreateModel(
                    name='FactKind',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(choices=[('state_measure', 'State Measure'), ('municipal_measure', 'Municipal Measure'), ('service', 'Service'), ('school_places', 'School Places'), ('course', 'Course'), ('premises', 'Premises'), ('specialist_support', 'Specialist Support'), ('health', 'Health'), ('contact', 'Contact')], max_length=20, unique=True)),
                        ('name', models.JSONField()),
                        ('hint', models.JSONField(default=dict)),
                        ('confirm_days', models.PositiveSmallIntegerField()),
                        ('hide_days', models.PositiveSmallIntegerField()),
                        ('fields', models.JSONField(default=list)),
                        ('order', models.PositiveSmallIntegerField()),
                    ],
                    options={
                        'ordering': ['order'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('confirm_days__lte', django.db.models.expressions.CombinedExpression(models.Value(365), '-', models.F('hide_days')))), name='unconfirmed_for_a_year_is_hidden')],
                    },
                ),
                migrations.CreateModel(
                    name='FactVersion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveIntegerField()),
                        ('state', models.CharField(choices=[('draft', 'Draft'), ('valid', 'Valid'), ('reported_2022', 'Reported'), ('planned', 'Planned'), ('proposed', 'Proposed'), ('unclear', 'Unclear'), ('ended', 'Ended'), ('withdrawn', 'Withdrawn')], max_length=16)),
                        ('reason', models.JSONField(default=dict, help_text='Why it was withdrawn, ended or replaced')),
                        ('round', models.CharField(blank=True, help_text='Round of the programme that it describes (K-R6)', max_length=120)),
                        ('name', models.JSONField()),
                        ('summary', models.JSONField(default=dict)),
                        ('who', models.JSONField(default=dict)),
                        ('what', models.JSONField(default=dict)),
                        ('how', models.JSONField(default=dict)),
                        ('where', models.JSONField(default=dict)),
                        ('audience', models.CharField(blank=True, choices=[('all', 'All'), ('first', 'First'), ('only', 'Only')], max_length=8)),
                        ('at_discretion', models.BooleanField(default=False, help_text='The giver may, and need not, give it: possible support, no entitlement (B-44)')),
                        ('aim', models.CharField(blank=True, choices=[('active', 'Active'), ('reintegration', 'Reintegration'), ('both', 'Both')], max_length=14)),
                        ('conditions', models.JSONField(null=True)),
                        ('conditions_note', models.JSONField(default=dict, help_text='Why conditions stay words')),
                        ('condition_words', models.JSONField(default=list, help_text='Conditions as the source words them: localized texts')),
                        ('open_conditions', models.JSONField(default=list, help_text='What nobody has written down exactly: with it a yes is only possible')),
                        ('not_required', models.JSONField(default=list, help_text='What is expressly not asked for: localized texts')),
                        ('amount_min', models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                        ('amount_max', models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                        ('amounts', models.JSONField(default=dict, help_text='Rates, ceilings, own share: see `details.AMOUNTS`')),
                        ('unverified', models.JSONField(default=dict, help_text='The source contradicts itself: how (K-X2)')),
                        ('valid_from', models.DateField(null=True)),
                        ('valid_to', models.DateField(null=True)),
                        ('years', models.CharField(blank=True, help_text='Period as the source prints it', max_length=120)),
                        ('languages', models.JSONField(default=list, help_text='Codes of languages in which it is given')),
                        ('topics', models.JSONField(default=list, help_text='Codes')),
                        ('target_groups', models.JSONField(default=list, help_text='Codes')),
                        ('parts', models.JSONField(default=list, help_text='Parishes or towns it is limited to (K-M6)')),
                        ('provider', models.JSONField(default=dict, help_text='Who gives it, where no institution of the network does')),
                        ('funding', models.JSONField(default=dict)),
                        ('url', models.URLField(blank=True, max_length=500)),
                        ('legal_basis', models.TextField(blank=True)),
                        ('source', models.TextField(help_text='Where it is from, for a reader')),
                        ('source_line', models.CharField(blank=True, max_length=80)),
                        ('details', models.JSONField(default=dict, help_text='What its kind asks for beside the texts: see FactKind.fields')),
                        ('made_at', models.DateTimeField()),
                        ('made_by_name', models.CharField(blank=True, max_length=160)),
                        ('fact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='catalogue.fact')),
                        ('made_by', models.ForeignKey(help_text='Empty: pack', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['-number'],
                        'constraints': [models.UniqueConstraint(fields=('fact', 'number'), name='fact_version_once'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'valid', 'reported_2022', 'planned', 'proposed', 'unclear', 'ended', 'withdrawn'])), name='fact_version_state_known'), models.CheckConstraint(condition=models.Q(('name', {}), _negated=True), name='fact_has_a_name'), models.CheckConstraint(condition=models.Q(('amount_min', None), ('amount_max', None), models.Q(('amount_max__gte', models.F('amount_min')), ('amount_min__gte', 0)), _connector='OR'), name='fact_amounts_in_order')],
                    },
                ),
                migrations.CreateModel(
                    name='FactEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField()),
                        ('by_name', models.CharField(blank=True, max_length=160)),
                        ('kind', models.SlugField()),
                        ('details', models.JSONField(default=dict)),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('fact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='catalogue.fact')),
                        ('version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='events', to='catalogue.factversion')),
                    ],
                    options={
                        'ordering': ['-at', '-pk'],
                        'indexes': [models.Index(fields=['fact', '-at'], name='fact_event_by_fact')],
                    },
                ),
                migrations.CreateModel(
                    name='ImportedRecord',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=120, unique=True)),
                        ('list', models.SlugField(help_text='File of the pack it stands in')),
                        ('position', models.PositiveSmallIntegerField()),
                        ('name', models.JSONField()),
                        ('record_kind', models.SlugField()),
                        ('status', models.SlugField(help_text='As the source says')),
                        ('source_line', models.CharField(max_length=80)),
                        ('became', models.CharField(choices=[('fact', 'Fact'), ('history', 'History'), ('contact', 'Contact'), ('participation', 'Participation')], max_length=14)),
                        ('reason', models.SlugField(help_text='Why; the page turns it into a sentence')),
                        ('conditions', models.SlugField(help_text='tree, text or none: what its conditions became')),
                        ('conditions_reason', models.JSONField(default=dict, help_text='Why conditions stayed words; localized')),
                        ('fact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='imported_from', to='catalogue.fact')),
                        ('municipality', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.municipality')),
                    ],
                    options={
                        'ordering': ['list', 'position'],
                    },
                ),
                migrations.CreateModel(
                    name='LinkCheck',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('url', models.CharField(max_length=500, unique=True)),
                        ('checked_at', models.DateTimeField()),
                        ('problem', models.CharField(blank=True, help_text='Empty: it answers; else its status or no-answer', max_length=12)),
                        ('failed_since', models.DateTimeField(null=True)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('failed_since', None), ('problem', '')), models.Q(models.Q(('problem', ''), _negated=True), ('failed_since__isnull', False)), _connector='OR'), name='broken_link_says_since_when')],
                    },
                ),
                migrations.CreateModel(
                    name='MissedSearch',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('words', models.CharField(max_length=120)),
                        ('language', models.CharField(max_length=8)),
                        ('times', models.PositiveIntegerField(default=1)),
                        ('first_on', models.DateField()),
                        ('last_on', models.DateField()),
                    ],
                    options={
                        'indexes': [models.Index(fields=['-times', '-last_on', 'id'], name='missed_search_most')],
                        'constraints': [models.UniqueConstraint(fields=('words', 'language'), name='missed_search_once'), models.CheckConstraint(condition=models.Q(('last_on__gte', models.F('first_on'))), name='missed_search_days_in_order')],
                    },
                ),
            ],
        ),
    ]
