import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import majup.plumbing.crypto
from majup.plumbing.create_tables import CreateTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('intake', '0001_tables'),
        ('network', '0001_tables'),
        ('people', '0001_tables'),
        ('places', '0001_tables'),
        ('staff', '0001_tables'),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name='Case',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('reference', models.CharField(max_length=24, unique=True)),
                        ('title', models.CharField(help_text='How the list names it: usually the family name', max_length=160)),
                        ('title_key', models.CharField(blank=True, db_collation='C', max_length=400)),
                        ('kind', models.CharField(choices=[('external', 'External'), ('internal', 'Internal')], default='external', max_length=8)),
                        ('category', models.SlugField()),
                        ('stage', models.CharField(choices=[('new', 'New'), ('assessing', 'Assessing'), ('collecting', 'Collecting'), ('offered', 'Offered'), ('in_dialogue', 'In Dialogue'), ('intention', 'Intention'), ('preparing', 'Preparing'), ('returned', 'Returned'), ('follow_up', 'Follow Up'), ('closed', 'Closed'), ('resting', 'Resting'), ('not_returning', 'Not Returning'), ('lost', 'Lost'), ('left_again', 'Left Again')], default='new', max_length=16)),
                        ('stage_since', models.DateTimeField()),
                        ('stage_reason', models.TextField(blank=True)),
                        ('approached_by_us', models.BooleanField(default=False)),
                        ('opened_at', models.DateTimeField()),
                        ('next_contact_on', models.DateField(blank=True, null=True)),
                        ('last_contact_at', models.DateTimeField(blank=True, null=True)),
                        ('intended_month', models.DateField(blank=True, help_text='First day of the month of moving', null=True)),
                        ('may_be_approached', models.BooleanField(blank=True, null=True)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('household', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='case', to='people.household')),
                        ('origin_municipality', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.municipality')),
                        ('present_municipality', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.municipality')),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='places.planningregion')),
                        ('responsible', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to=settings.AUTH_USER_MODEL)),
                        ('came_without_plan', models.BooleanField(blank=True, help_text='Returned although one of the three was still unknown (Q-C2)', null=True)),
                        ('closing_code', models.SlugField(blank=True, help_text="Code of the pack's list closing_reasons; empty while work goes on")),
                        ('phase', models.CharField(choices=[('thinking', 'Thinking'), ('planning', 'Planning'), ('moving', 'Moving'), ('returned', 'Returned')], default='thinking', max_length=8)),
                        ('was_ready', models.BooleanField(help_text='Home, work and education settled when the family moved; unknown before (NEE-04)', null=True)),
                        ('occupations', models.TextField(blank=True, help_text="Stems of the members' occupations, each after a space: what the list is filtered by (Q-C11)")),
                        ('place_weights', models.JSONField(blank=True, help_text='How the family weighs places, as the place finder reads it; null: not asked yet', null=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['-opened_at', '-id'], name='case_newest'), models.Index(fields=['region', '-opened_at', '-id'], name='case_newest_in_region'), models.Index(fields=['region', 'stage', '-opened_at', '-id'], name='case_by_stage'), models.Index(condition=models.Q(('next_contact_on__isnull', False)), fields=['region', 'next_contact_on'], name='case_contact_due'), models.Index(fields=['household'], include=('kind',), name='case_counted')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('stage__in', ['closed', 'not_returning', 'lost', 'left_again', 'resting']), ('next_contact_on__isnull', False), _connector='OR'), name='active_case_has_next_contact'), models.CheckConstraint(condition=models.Q(models.Q(('stage__in', ['closed', 'not_returning', 'lost', 'left_again']), _negated=True), models.Q(('stage_reason', ''), _negated=True), models.Q(('closing_code', ''), _negated=True), _connector='OR'), name='ended_case_says_why')],
                    },
                ),
                migrations.CreateModel(
                    name='CandidateMunicipality',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('order', models.PositiveSmallIntegerField()),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.municipality')),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='candidates', to='cases.case')),
                    ],
                    options={
                        'ordering': ['order'],
                        'constraints': [models.UniqueConstraint(fields=('case', 'municipality'), name='candidate_once_per_case')],
                    },
                ),
                migrations.CreateModel(
                    name='CaseEnquiry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('attached_at', models.DateTimeField()),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='case_enquiries', to='cases.case')),
                        ('enquiry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='case_enquiry', to='intake.enquiry')),
                    ],
                ),
                migrations.CreateModel(
                    name='Contact',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField()),
                        ('channel', models.SlugField()),
                        ('direction', models.CharField(choices=[('in', 'In'), ('out', 'Out')], max_length=3)),
                        ('summary', models.TextField()),
                        ('next_step', models.TextField(blank=True)),
                        ('promise_due_on', models.DateField(blank=True, help_text='What we promised until when; open until kept', null=True)),
                        ('promise_kept_at', models.DateTimeField(blank=True, null=True)),
                        ('institution_attitude', models.SlugField(blank=True, choices=[('helpful', 'Helpful'), ('indifferent', 'Indifferent'), ('unhelpful', 'Unhelpful')], help_text='How it treated the family (K-C16)')),
                        ('by_family', models.BooleanField(default=False)),
                        ('message_id', models.CharField(blank=True, max_length=400)),
                        ('form_key', models.CharField(max_length=64, null=True, unique=True)),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='cases.case')),
                        ('institution', models.SlugField(blank=True, help_text='Kind of institution the family spoke of: code of a unit or institution')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['case', '-at', '-id'], name='contact_by_case'), models.Index(condition=models.Q(('promise_due_on__isnull', False), ('promise_kept_at', None)), fields=['promise_due_on', 'case'], name='contact_open_promise')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('institution', ''), ('institution_attitude', '')), models.Q(models.Q(('institution', ''), _negated=True), models.Q(('institution_attitude', ''), _negated=True)), _connector='OR'), name='attitude_is_that_of_an_institution')],
                    },
                ),
                migrations.CreateModel(
                    name='Handover',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('handover', 'Handover'), ('share', 'Share')], max_length=8)),
                        ('state', models.CharField(choices=[('proposed', 'Proposed'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn')], default='proposed', max_length=10)),
                        ('summary', models.TextField(help_text='What the receiving side reads before it decides')),
                        ('family_agreed_on', models.DateField()),
                        ('reason', models.TextField(blank=True)),
                        ('proposed_at', models.DateTimeField()),
                        ('decided_at', models.DateTimeField(null=True)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='handovers', to='cases.case')),
                        ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('from_region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.planningregion')),
                        ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('to_region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.planningregion')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('case',), name='one_open_handover_per_case'), models.CheckConstraint(condition=models.Q(('from_region', models.F('to_region')), _negated=True), name='handover_between_two_regions'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='declined_handover_says_why')],
                    },
                ),
                migrations.CreateModel(
                    name='Need',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('wish', models.TextField(blank=True, help_text='Never health or special education: those are support wishes')),
                        ('state', models.CharField(choices=[('open', 'Open'), ('asked', 'Asked'), ('answered', 'Answered'), ('offered', 'Offered'), ('solved', 'Solved'), ('impossible_now', 'Impossible'), ('no_longer_needed', 'Dropped')], default='open', max_length=16)),
                        ('reason', models.TextField(blank=True)),
                        ('due_on', models.DateField()),
                        ('created_at', models.DateTimeField()),
                        ('settled_at', models.DateTimeField(blank=True, null=True)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='needs', to='cases.case')),
                        ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='needs', to='people.person')),
                        ('topic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.topic')),
                    ],
                    options={
                        'ordering': ['topic__order', 'pk'],
                        'indexes': [models.Index(fields=['case', 'state'], name='need_by_case')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['impossible_now', 'no_longer_needed']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='need_given_up_says_why')],
                    },
                ),
                migrations.CreateModel(
                    name='Obstacle',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField()),
                        ('note', models.TextField(blank=True)),
                        ('noted_at', models.DateTimeField()),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='obstacles', to='cases.case')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('case', 'code'), name='obstacle_once_per_case')],
                    },
                ),
                migrations.CreateModel(
                    name='Readiness',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('area', models.CharField(choices=[('home', 'Home'), ('work', 'Work'), ('education', 'Education')], max_length=12)),
                        ('state', models.CharField(choices=[('unknown', 'Unknown'), ('sought', 'Sought'), ('settled', 'Settled'), ('not_applicable', 'Not Applicable')], default='unknown', max_length=16)),
                        ('note', models.TextField(blank=True)),
                        ('changed_at', models.DateTimeField()),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readiness', to='cases.case')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('case', 'area'), name='one_readiness_per_area'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'settled'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='settled_says_what_settles_it')],
                    },
                ),
                migrations.CreateModel(
                    name='Step',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(blank=True)),
                        ('phase', models.CharField(choices=[('before_leaving', 'Before Leaving'), ('on_arrival', 'On Arrival'), ('first_months', 'First Months')], max_length=16)),
                        ('text', models.JSONField()),
                        ('order', models.PositiveSmallIntegerField(default=0)),
                        ('done_at', models.DateTimeField(blank=True, null=True)),
                        ('done_by_family', models.BooleanField(default=False)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='cases.case')),
                        ('why', models.JSONField(default=dict)),
                    ],
                    options={
                        'ordering': ['order', 'pk'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('case', 'code'), name='step_once_per_case')],
                    },
                ),
                migrations.CreateModel(
                    name='SupportWish',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', majup.plumbing.crypto.EncryptedTextField()),
                        ('note', majup.plumbing.crypto.EncryptedTextField(blank=True)),
                        ('household', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='support_wishes', to='people.household')),
                        ('need', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='support_wishes', to='cases.need')),
                        ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='support_wishes', to='people.person')),
                    ],
                ),
                migrations.CreateModel(
                    name='StepTemplate',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(unique=True)),
                        ('phase', models.SlugField()),
                        ('text', models.JSONField()),
                        ('why', models.JSONField(default=dict)),
                        ('external_only', models.BooleanField(default=False, help_text='Left out for moves inside the country (IRM-03)')),
                        ('for_everyone', models.BooleanField(default=False, help_text='Also without a need on one of its topics')),
                        ('order', models.PositiveSmallIntegerField()),
                        ('topics', models.ManyToManyField(blank=True, related_name='+', to='network.topic')),
                    ],
                    options={
                        'ordering': ['order'],
                    },
                ),
                migrations.CreateModel(
                    name='TypicalAnswer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('language', models.CharField(max_length=8)),
                        ('title', models.CharField(max_length=160)),
                        ('text', models.TextField()),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('changed_at', models.DateTimeField()),
                        ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                        ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.planningregion')),
                        ('topic', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.topic')),
                    ],
                    options={
                        'ordering': ['topic__order', 'title'],
                    },
                ),
            ],
        ),
    ]
