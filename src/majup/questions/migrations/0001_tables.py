import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import majup.plumbing.crypto
from majup.plumbing.create_tables import CreateTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_tables'),
        ('catalogue', '0001_tables'),
        ('network', '0001_tables'),
        ('openings', '0001_tables'),
        ('people', '0001_tables'),
        ('places', '0001_tables'),
        ('staff', '0001_tables'),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name='AnswerForm',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(unique=True)),
                        ('fields', models.JSONField()),
                        ('share', models.JSONField(default=list)),
                        ('topics', models.ManyToManyField(blank=True, related_name='answer_forms', to='network.topic')),
                    ],
                ),
                migrations.CreateModel(
                    name='Question',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('text', models.TextField()),
                        ('language', models.CharField(max_length=8)),
                        ('shown', models.JSONField(default=list)),
                        ('support', majup.plumbing.crypto.EncryptedTextField(blank=True, help_text='Support wished, told in this question alone (PRV-05)')),
                        ('previous', models.JSONField(default=dict)),
                        ('state', models.CharField(choices=[('sent', 'Sent'), ('seen', 'Seen'), ('passed_on', 'Passed On'), ('partly', 'Partly'), ('answered', 'Answered'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn')], default='sent', max_length=10)),
                        ('reason', models.TextField(blank=True, help_text='Why refused or withdrawn')),
                        ('sent_at', models.DateTimeField()),
                        ('due_on', models.DateField()),
                        ('escalate_on', models.DateField(help_text='Second deadline: goes to the specialist and the regional administration')),
                        ('seen_at', models.DateTimeField(blank=True, null=True)),
                        ('reminded_at', models.DateTimeField(blank=True, null=True)),
                        ('escalated_at', models.DateTimeField(blank=True, null=True)),
                        ('closed_at', models.DateTimeField(blank=True, null=True)),
                        ('form_key', models.CharField(help_text='Makes a repeated POST harmless', max_length=120, null=True, unique=True)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='cases.case')),
                        ('escalated_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.role')),
                        ('form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questions.answerform')),
                        ('household', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='people.household')),
                        ('municipality', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.municipality')),
                        ('need', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='cases.need')),
                        ('region', models.ForeignKey(help_text='Follows the household by foreign key', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.planningregion')),
                        ('role', models.ForeignKey(help_text='With whom it stands now', on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='network.role')),
                        ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('topic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.topic')),
                        ('search', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='questions', to='questions.search')),
                        ('tells_support', models.BooleanField(default=False, help_text='Whether `support` says something')),
                        ('referral', models.SlugField(blank=True, help_text='Why a returnee is sent to this institution (B-63)')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['case', '-sent_at', '-id'], name='question_by_case'), models.Index(condition=models.Q(('state__in', ['sent', 'seen', 'passed_on', 'partly'])), fields=['region', 'due_on', 'id'], name='question_open_in_region'), models.Index(fields=['role', 'due_on', 'id'], name='question_by_role'), models.Index(condition=models.Q(('state__in', ['sent', 'seen', 'passed_on'])), fields=['due_on'], name='question_due'), models.Index(fields=['municipality', 'topic'], name='question_by_place_and_topic'), models.Index(fields=['region', 'due_on', 'id'], name='question_by_due_in_region'), models.Index(fields=['region', 'state', 'due_on', 'id'], name='question_by_state_in_region')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state__in', ['answered', 'refused', 'withdrawn'])), models.Q(('closed_at', None), ('state__in', ['sent', 'seen', 'passed_on', 'partly'])), _connector='OR'), name='question_closed_has_its_time'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['refused', 'withdrawn']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='question_refused_or_withdrawn_says_why'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='question_has_text'), models.CheckConstraint(condition=models.Q(('escalate_on__gte', models.F('due_on'))), name='question_escalates_after_it_is_due')],
                    },
                ),
                migrations.CreateModel(
                    name='QuestionLink',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('digest', models.CharField(max_length=64, unique=True)),
                        ('made_at', models.DateTimeField()),
                        ('expires_at', models.DateTimeField()),
                        ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='questions.question')),
                        ('role', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.role')),
                    ],
                ),
                migrations.CreateModel(
                    name='QuestionStop',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField()),
                        ('holder_name', models.CharField(blank=True, help_text='Who acted in the role that day; empty: nobody', max_length=120)),
                        ('is_deputy', models.BooleanField(default=False)),
                        ('by_name', models.CharField(help_text='Who sent it here', max_length=160)),
                        ('note', models.TextField(blank=True)),
                        ('instead_of', models.ForeignKey(blank=True, help_text='Role that nobody holds (NET-05)', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.role')),
                        ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stops', to='questions.question')),
                        ('role', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.role')),
                    ],
                    options={
                        'ordering': ['at', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='Search',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('started_at', models.DateTimeField()),
                        ('outcome', models.CharField(blank=True, choices=[('found', 'Found'), ('partly', 'Partly'), ('not_found', 'Not Found')], max_length=12)),
                        ('note', models.TextField(blank=True)),
                        ('closed_at', models.DateTimeField(blank=True, null=True)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='searches', to='cases.case')),
                        ('need', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='searches', to='cases.need')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('outcome', '')), models.Q(('closed_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='search_closed_has_outcome')],
                    },
                ),
                migrations.CreateModel(
                    name='Answer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('form', models.JSONField(default=dict)),
                        ('text', models.TextField(blank=True)),
                        ('is_part', models.BooleanField(default=False, help_text='The rest is still to come')),
                        ('for_others', models.BooleanField(default=False, help_text='Holds for other families too, names nobody (REF-10)')),
                        ('valid_until', models.DateField(blank=True, null=True)),
                        ('answered_at', models.DateTimeField()),
                        ('changed_at', models.DateTimeField()),
                        ('answered_by_name', models.CharField(max_length=160)),
                        ('used_at', models.DateTimeField(blank=True, help_text='When it first went into an offer; fixed from then on', null=True)),
                        ('versions', models.JSONField(default=list, help_text='Earlier wordings: [{form, text, is_part, at, by_name}]')),
                        ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('role', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='network.role')),
                        ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='questions.question')),
                        ('fact', models.ForeignKey(help_text='Draft it became (REF-10)', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='answers', to='catalogue.fact')),
                    ],
                    options={
                        'ordering': ['-answered_at', '-pk'],
                        'indexes': [models.Index(fields=['role', '-answered_at'], name='answer_by_role')],
                        'constraints': [models.UniqueConstraint(fields=('question', 'role'), name='one_answer_per_role'), models.CheckConstraint(condition=models.Q(('form', {}), ('text', ''), _negated=True), name='answer_says_something')],
                    },
                ),
                migrations.CreateModel(
                    name='Introduction',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('shown', models.JSONField(default=list)),
                        ('agreed_on', models.DateField()),
                        ('how', models.CharField(help_text='How the person said so', max_length=200)),
                        ('recorded_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('withdrawn_at', models.DateTimeField(null=True)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='introductions', to='cases.case')),
                        ('employer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='introductions', to='openings.employer')),
                        ('household', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='introductions', to='people.household')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='introductions', to='people.person')),
                        ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('vacancy', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='introductions', to='openings.vacancy')),
                    ],
                    options={
                        'ordering': ['-recorded_at', '-pk'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('person', 'employer'), name='introduced_once_to_an_employer')],
                    },
                ),
            ],
        ),
    ]
