import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import majup.plumbing.crypto
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
                    name='ReviewedText',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(help_text='Part of its address; never changes', max_length=80, unique=True)),
                        ('kind', models.CharField(choices=[('question', 'Question'), ('news', 'News'), ('story', 'Story'), ('guide', 'Guide')], max_length=10)),
                        ('situations', models.JSONField(default=list, help_text='Codes of life situations')),
                        ('state', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('archived', 'Archived')], default='draft', max_length=10)),
                        ('published_at', models.DateTimeField(help_text='For the first time', null=True)),
                        ('changed_at', models.DateTimeField()),
                        ('checked_on', models.DateField(help_text='Last day on which somebody read it against its sources', null=True)),
                        ('review_on', models.DateField(help_text='From this day it is to be read again', null=True)),
                        ('speaks_from', models.DateField(blank=True, help_text='First day of the time it speaks of', null=True)),
                        ('speaks_to', models.DateField(blank=True, help_text='Last day; afterwards it is marked as archive', null=True)),
                        ('archived_at', models.DateTimeField(null=True)),
                        ('archive_reason', models.JSONField(default=dict)),
                        ('words', django.contrib.postgres.search.SearchVectorField(help_text='Stems of its texts, and topics and places as words', null=True)),
                        ('order', models.PositiveSmallIntegerField(default=0)),
                        ('pack_digest', models.CharField(blank=True, help_text="Of the pack's row it was loaded from", max_length=64)),
                        ('checked_by', models.ForeignKey(help_text='Empty: pack', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('common', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='additions', to='guides.reviewedtext')),
                        ('municipality', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='texts', to='places.municipality')),
                        ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='texts', to='places.planningregion')),
                        ('role', models.ForeignKey(help_text='Owner', on_delete=django.db.models.deletion.PROTECT, related_name='texts', to='network.role')),
                        ('topics', models.ManyToManyField(blank=True, related_name='texts', to='network.topic')),
                        ('current', models.OneToOneField(null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='guides.textversion')),
                    ],
                    options={
                        'ordering': ['order', 'pk'],
                        'indexes': [django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['words'], name='text_words'), models.Index(fields=['kind', '-published_at', '-id'], name='text_newest_of_kind'), models.Index(condition=models.Q(('state', 'published')), fields=['review_on'], name='text_review')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['question', 'news', 'story', 'guide'])), name='text_kind_known'), models.CheckConstraint(condition=models.Q(('state', 'draft'), models.Q(('current__isnull', False), ('published_at__isnull', False)), _connector='OR'), name='public_text_has_a_version'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), models.Q(('checked_on__isnull', False), ('review_on__isnull', False)), _connector='OR'), name='public_text_is_read_again'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'archived'), _negated=True), models.Q(('archived_at__isnull', False), models.Q(('archive_reason', {}), _negated=True)), _connector='OR'), name='archived_text_says_why'), models.CheckConstraint(condition=models.Q(('region', None), ('municipality', None), _connector='OR'), name='text_in_one_place'), models.CheckConstraint(condition=models.Q(('common', None), ('region__isnull', False), ('municipality__isnull', False), _connector='OR'), name='addition_names_its_place'), models.UniqueConstraint(condition=models.Q(('common__isnull', False)), fields=('common', 'region', 'municipality'), name='one_addition_per_place', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('speaks_from', None), ('speaks_to', None), ('speaks_to__gte', models.F('speaks_from')), _connector='OR'), name='text_speaks_of_a_time_in_order')],
                    },
                ),
                migrations.CreateModel(
                    name='StoryConsent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', majup.plumbing.crypto.EncryptedTextField()),
                        ('given_on', models.DateField()),
                        ('agreed_to', models.TextField(help_text='The words put before the person')),
                        ('shown_digest', models.CharField(help_text='Of the story as it was shown; other words need a new yes', max_length=64)),
                        ('recorded_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('withdrawn_at', models.DateTimeField(null=True)),
                        ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='guides.reviewedtext')),
                    ],
                    options={
                        'ordering': ['given_on', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='TextVersion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveIntegerField()),
                        ('state', models.CharField(choices=[('draft', 'Draft'), ('waiting', 'Waiting'), ('published', 'Published')], default='draft', max_length=10)),
                        ('title', models.JSONField()),
                        ('summary', models.JSONField(default=dict, help_text='The short answer, plain text')),
                        ('body', models.JSONField(default=dict, help_text='Markdown')),
                        ('warmth', models.JSONField(default=dict, help_text='The part about belonging and being welcome (LNG-08); Markdown')),
                        ('sources', models.JSONField(default=list)),
                        ('details', models.JSONField(default=dict)),
                        ('made_at', models.DateTimeField()),
                        ('saves', models.PositiveIntegerField(default=1, help_text='How often the draft was saved, so that nobody overwrites')),
                        ('sent_at', models.DateTimeField(null=True)),
                        ('given_back', models.TextField(blank=True, help_text='What the second person asked to change')),
                        ('published_at', models.DateTimeField(null=True)),
                        ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('made_by', models.ForeignKey(help_text='Empty: pack', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('text', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='guides.reviewedtext')),
                    ],
                    options={
                        'ordering': ['-number'],
                        'constraints': [models.UniqueConstraint(fields=('text', 'number'), name='text_version_once'), models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'waiting'])), fields=('text',), name='one_open_version_per_text'), models.CheckConstraint(condition=models.Q(('title', {}), _negated=True), name='text_has_a_title'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), models.Q(('published_at__isnull', False), models.Q(('made_by', None), models.Q(('approved_by__isnull', False), models.Q(('approved_by', models.F('made_by')), _negated=True)), _connector='OR')), _connector='OR'), name='text_was_read_by_a_second_person')],
                    },
                ),
                migrations.CreateModel(
                    name='TextEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('kind', models.SlugField()),
                        ('details', models.JSONField(default=dict)),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('text', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='guides.reviewedtext')),
                        ('version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='guides.textversion')),
                    ],
                    options={
                        'ordering': ['-at', '-pk'],
                        'indexes': [models.Index(fields=['text', '-at'], name='text_event_by_text')],
                    },
                ),
            ],
        ),
    ]
