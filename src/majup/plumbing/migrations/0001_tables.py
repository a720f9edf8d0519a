import django.utils.timezone
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
                    name='OutgoingMail',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('message_id', models.CharField(help_text='With angle brackets, fixed when queued', max_length=255, unique=True)),
                        ('key', models.CharField(help_text='What caused it; the same key again queues nothing', max_length=200, null=True, unique=True)),
                        ('purpose', models.SlugField(max_length=60)),
                        ('from_address', models.CharField(max_length=254)),
                        ('from_name', models.CharField(blank=True, max_length=200)),
                        ('to_address', models.CharField(max_length=254)),
                        ('subject', models.CharField(max_length=400)),
                        ('text', models.TextField()),
                        ('html', models.TextField(blank=True)),
                        ('in_reply_to', models.CharField(blank=True, max_length=998)),
                        ('references', models.JSONField(default=list, help_text='Message-IDs of the thread, oldest first')),
                        ('attachments', models.JSONField(default=list, help_text='[{name, sha256, content_type}], contents in DOCUMENTS_DIR')),
                        ('language', models.CharField(max_length=8)),
                        ('automatic', models.BooleanField(default=False, help_text='Not written by hand: machines must not answer')),
                        ('state', models.CharField(choices=[('waiting', 'Waiting'), ('sent', 'Sent'), ('failed', 'Failed')], default='waiting', max_length=8)),
                        ('attempts', models.PositiveIntegerField(default=0)),
                        ('next_attempt_at', models.DateTimeField(default=django.utils.timezone.now, null=True)),
                        ('sent_at', models.DateTimeField(null=True)),
                        ('last_error', models.TextField(blank=True)),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('region_id', models.BigIntegerField(help_text='In whose name it goes', null=True)),
                        ('household_id', models.BigIntegerField(help_text='Whom it is about', null=True)),
                        ('links_removed', models.BooleanField(default=False, help_text='It left; the secrets of its links are no longer here')),
                        ('unsubscribe_url', models.CharField(blank=True, help_text='One press there ends letters of this kind (RFC 8058); gone once it left', max_length=500)),
                    ],
                    options={
                        'ordering': ['-created_at', '-pk'],
                        'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['next_attempt_at'], name='outgoing_mail_due'), models.Index(fields=['household_id', '-created_at'], name='outgoing_mail_by_household'), models.Index(condition=models.Q(('state', 'sent'), _negated=True), fields=['region_id', '-created_at'], name='outgoing_mail_unsent_by_region')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'sent', 'failed'])), name='outgoing_mail_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', True)), _connector='OR'), name='outgoing_mail_sent_has_its_time'), models.CheckConstraint(condition=models.Q(models.Q(('next_attempt_at__isnull', False), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('next_attempt_at__isnull', True)), _connector='OR'), name='outgoing_mail_waiting_has_next_attempt'), models.CheckConstraint(condition=models.Q(models.Q(('to_address', ''), _negated=True), models.Q(('from_address', ''), _negated=True)), name='outgoing_mail_has_both_ends')],
                    },
                ),
                migrations.CreateModel(
                    name='PublicChange',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                    ],
                ),
            ],
        ),
    ]
