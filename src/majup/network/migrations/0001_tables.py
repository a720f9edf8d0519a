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
                    name='Country',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=2, unique=True)),
                        ('settings', models.JSONField()),
                    ],
                ),
                migrations.CreateModel(
                    name='Institution',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(unique=True)),
                        ('abbreviation', models.CharField(blank=True, max_length=24)),
                        ('website', models.URLField(blank=True)),
                        ('note', models.TextField(blank=True)),
                        ('topics', models.ManyToManyField(blank=True, related_name='institutions', to='network.topic')),
                    ],
                ),
                migrations.CreateModel(
                    name='Topic',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(unique=True)),
                        ('name', models.JSONField()),
                        ('hint', models.JSONField(default=dict)),
                        ('section', models.SlugField(help_text='Section of the individual offer in which items of this topic stand')),
                        ('level', models.CharField(choices=[('local', 'Local'), ('general', 'General')], max_length=8)),
                        ('support_wish', models.BooleanField(default=False, help_text='Details are seen by the coordinator alone (PRV-05)')),
                        ('public', models.BooleanField(default=True)),
                        ('order', models.PositiveSmallIntegerField()),
                    ],
                    options={
                        'ordering': ['order'],
                    },
                ),
                migrations.CreateModel(
                    name='CodeList',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.SlugField()),
                        ('code', models.SlugField()),
                        ('name', models.JSONField()),
                        ('details', models.JSONField(default=dict)),
                        ('order', models.PositiveSmallIntegerField()),
                    ],
                    options={
                        'ordering': ['kind', 'order'],
                        'constraints': [models.UniqueConstraint(fields=('kind', 'code'), name='code_once_per_kind')],
                    },
                ),
                migrations.CreateModel(
                    name='InstitutionName',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.JSONField()),
                        ('valid_from', models.DateField(null=True)),
                        ('valid_to', models.DateField(null=True)),
                        ('source', models.TextField(blank=True)),
                        ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='network.institution')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('institution', 'valid_from'), name='institution_name_once_per_start', nulls_distinct=False)],
                        'ordering': [models.OrderBy(models.F('valid_from'), descending=True, nulls_last=True), '-pk'],
                    },
                ),
                migrations.CreateModel(
                    name='MunicipalConsultation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('on', models.DateField()),
                        ('subject', models.CharField(max_length=200)),
                        ('outcome', models.TextField(blank=True)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consultations', to='places.municipality')),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.planningregion')),
                    ],
                    options={
                        'ordering': ['-on', '-pk'],
                    },
                ),
                migrations.CreateModel(
                    name='Role',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('coordinator', 'Coordinator'), ('specialist', 'Specialist'), ('unit', 'Unit'), ('institution', 'Institution'), ('region_office', 'Region Office'), ('contact_point', 'Contact Point'), ('ministry', 'Ministry')], max_length=16)),
                        ('unit', models.SlugField(blank=True, help_text='Kind of municipal unit, from the pack: preschool, housing …')),
                        ('title', models.JSONField(help_text='Localized title of the role')),
                        ('phone', models.CharField(blank=True, max_length=32)),
                        ('mailbox', models.EmailField(blank=True, max_length=254)),
                        ('load_share', models.DecimalField(blank=True, decimal_places=2, max_digits=3, null=True)),
                        ('arrangement', models.SlugField(blank=True, help_text='How the municipality arranges the work (K-M1), from the pack')),
                        ('confirmed_on', models.DateField(blank=True, help_text='Last day on which somebody checked the contact', null=True)),
                        ('institution', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='roles', to='network.institution')),
                        ('municipality', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='roles', to='places.municipality')),
                        ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='roles', to='places.planningregion')),
                        ('topics', models.ManyToManyField(blank=True, related_name='roles', to='network.topic')),
                        ('arrangement_on', models.DateField(blank=True, help_text='Day on which the arrangement was stated', null=True)),
                        ('arrangement_source', models.TextField(blank=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'coordinator')), fields=('region',), name='one_coordinator_role_per_region'), models.UniqueConstraint(condition=models.Q(('kind__in', ['unit', 'specialist'])), fields=('municipality', 'unit'), name='one_role_per_unit'), models.UniqueConstraint(condition=models.Q(('kind', 'contact_point')), fields=('kind',), name='one_national_contact_point'), models.CheckConstraint(condition=models.Q(models.Q(('institution', None), ('kind__in', ['coordinator', 'region_office']), ('municipality', None), ('region__isnull', False)), models.Q(('institution', None), ('kind__in', ['specialist', 'unit']), ('municipality__isnull', False), ('region', None)), models.Q(('institution__isnull', False), ('kind__in', ['institution']), ('municipality', None), ('region', None)), models.Q(('kind__in', ['contact_point', 'ministry']), ('municipality', None), ('region', None)), _connector='OR'), name='role_stands_where_its_kind_says'), models.CheckConstraint(condition=models.Q(('load_share', None), models.Q(('load_share__gte', 0.05), ('load_share__lte', 1)), _connector='OR'), name='load_share_between_5_and_100_percent')],
                    },
                ),
                migrations.CreateModel(
                    name='NetworkEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField(auto_now_add=True)),
                        ('kind', models.SlugField()),
                        ('details', models.JSONField(default=dict)),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('role', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='events', to='network.role')),
                    ],
                    options={
                        'ordering': ['-at', '-pk'],
                    },
                ),
                migrations.CreateModel(
                    name='Template',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(unique=True)),
                        ('title', models.JSONField()),
                        ('subject', models.JSONField()),
                        ('body', models.JSONField()),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('changed_at', models.DateTimeField(auto_now=True)),
                        ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('order', models.PositiveSmallIntegerField(default=0)),
                        ('placeholders', models.JSONField(default=list, help_text='Names that the program can fill in, without braces')),
                    ],
                    options={
                        'ordering': ['order', 'code'],
                    },
                ),
                migrations.CreateModel(
                    name='RoutingRule',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('coordinator', 'Coordinator'), ('specialist', 'Specialist'), ('unit', 'Unit'), ('institution', 'Institution'), ('region_office', 'Region Office'), ('contact_point', 'Contact Point'), ('ministry', 'Ministry')], max_length=16)),
                        ('unit', models.SlugField(blank=True)),
                        ('institution', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='network.institution')),
                        ('topic', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='routing', to='network.topic')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('institution__isnull', False), ('kind', 'institution'), ('unit', '')), models.Q(('institution', None), ('kind', 'unit'), models.Q(('unit', ''), _negated=True)), models.Q(models.Q(('kind__in', ['institution', 'unit']), _negated=True), ('institution', None), ('unit', '')), _connector='OR'), name='routing_names_its_addressee')],
                        'ordering': ['topic__order'],
                    },
                ),
                migrations.CreateModel(
                    name='Holding',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('valid_from', models.DateField()),
                        ('valid_to', models.DateField(blank=True, null=True)),
                        ('is_deputy', models.BooleanField(default=False)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holdings', to=settings.AUTH_USER_MODEL)),
                        ('role', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holdings', to='network.role')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='holding_ends_after_it_begins'), models.UniqueConstraint(condition=models.Q(('valid_to', None)), fields=('role', 'is_deputy'), name='one_open_holding_per_role')],
                    },
                ),
                migrations.CreateModel(
                    name='Substitution',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('valid_from', models.DateField()),
                        ('valid_to', models.DateField(blank=True, null=True)),
                        ('reason', models.CharField(blank=True, max_length=200)),
                        ('arranged_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('role', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='substitutions', to='network.role')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='substitutions', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', False), ('valid_to__gte', models.F('valid_from'))), name='substitution_has_an_end')],
                    },
                ),
                migrations.CreateModel(
                    name='Participant',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name_then', models.CharField(help_text='The unit as the source names it, e.g. before a merger', max_length=160)),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participations', to='places.municipality')),
                        ('list', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participants', to='network.participantlist')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'constraints': [models.UniqueConstraint(fields=('list', 'name_then'), name='participant_once_per_list')],
                    },
                ),
                migrations.CreateModel(
                    name='ParticipantList',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(unique=True)),
                        ('name', models.JSONField()),
                        ('on', models.DateField(help_text='Day for which the list holds')),
                        ('source', models.TextField()),
                    ],
                    options={
                        'ordering': ['-on', 'code'],
                    },
                ),
            ],
        ),
    ]
