import django.db.models.deletion
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
                    name='Enquiry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('channel', models.SlugField()),
                        ('category', models.SlugField(blank=True)),
                        ('approached_by_us', models.BooleanField(default=False)),
                        ('language', models.CharField(max_length=8)),
                        ('name', models.CharField(blank=True, max_length=160)),
                        ('email', models.EmailField(blank=True, max_length=254)),
                        ('phone', models.CharField(blank=True, max_length=32)),
                        ('social', models.CharField(blank=True, max_length=200)),
                        ('country', models.CharField(blank=True, max_length=2)),
                        ('subject', models.CharField(blank=True, max_length=300)),
                        ('text', models.TextField(blank=True)),
                        ('heard_from', models.SlugField(blank=True)),
                        ('page', models.CharField(blank=True, max_length=200)),
                        ('is_missed_call', models.BooleanField(default=False)),
                        ('state', models.CharField(choices=[('new', 'New'), ('taken', 'Taken'), ('attached', 'Attached'), ('answered', 'Answered'), ('passed_on', 'Passed On')], default='new', max_length=12)),
                        ('taken_at', models.DateTimeField(blank=True, null=True)),
                        ('received_at', models.DateTimeField()),
                        ('due_on', models.DateField(help_text='An answer in substance is owed by this day (N-39)')),
                        ('first_answer_at', models.DateTimeField(blank=True, null=True)),
                        ('household_id_attached', models.BigIntegerField(blank=True, help_text='Household whose case took it up', null=True)),
                        ('form_key', models.CharField(help_text='Makes a repeated POST harmless', max_length=64, null=True, unique=True)),
                        ('entered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('municipality', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='enquiries', to='places.municipality')),
                        ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='enquiries', to='places.planningregion')),
                        ('taken_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('topics', models.ManyToManyField(blank=True, related_name='enquiries', to='network.topic')),
                        ('bounced_at', models.DateTimeField(blank=True, help_text='Our answer came back: the address does not work', null=True)),
                        ('places', models.ManyToManyField(blank=True, help_text='All that were named, when more than one was (B-02)', related_name='+', to='places.municipality')),
                        ('wrote_again_at', models.DateTimeField(blank=True, help_text='The sender wrote after us and nobody has answered that yet', null=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['region', 'state', '-received_at', '-id'], name='enquiry_queue'), models.Index(fields=['state', '-received_at', '-id'], name='enquiry_newest'), models.Index(condition=models.Q(('state__in', ['new', 'passed_on', 'taken'])), fields=['-received_at', '-id'], name='enquiry_waiting'), models.Index(fields=['entered_by', '-received_at', '-id'], name='enquiry_by_enterer'), models.Index(fields=['-received_at', '-id'], name='enquiry_by_time')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'new'), ('taken_by', None)), models.Q(('region__isnull', False), ('taken_by__isnull', False)), models.Q(('state__in', ['new', 'taken']), _negated=True), _connector='OR'), name='enquiry_taken_has_taker_and_region'), models.CheckConstraint(condition=models.Q(('household_id_attached__isnull', False), models.Q(('state', 'attached'), _negated=True), _connector='OR'), name='enquiry_attached_has_household')],
                    },
                ),
                migrations.CreateModel(
                    name='Message',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('direction', models.CharField(choices=[('in', 'In'), ('out', 'Out')], max_length=3)),
                        ('message_id', models.CharField(max_length=400, unique=True)),
                        ('in_reply_to', models.CharField(blank=True, max_length=400)),
                        ('references', models.JSONField(default=list)),
                        ('from_address', models.CharField(max_length=320)),
                        ('to_address', models.CharField(max_length=320)),
                        ('subject', models.CharField(blank=True, max_length=400)),
                        ('text', models.TextField(blank=True)),
                        ('is_automatic', models.BooleanField(default=False)),
                        ('is_bounce', models.BooleanField(default=False)),
                        ('at', models.DateTimeField()),
                        ('raw_sha256', models.CharField(blank=True, max_length=64)),
                        ('filed_in_case', models.BooleanField(default=False, help_text='The case stage has put it on the time line')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('enquiry', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='intake.enquiry')),
                        ('household_id', models.BigIntegerField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['at', 'pk'],
                        'indexes': [models.Index(condition=models.Q(('filed_in_case', False), ('household_id__isnull', False)), fields=['id'], name='message_to_file'), models.Index(condition=models.Q(('household_id__isnull', False)), fields=['household_id', 'at'], name='message_by_household')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('enquiry__isnull', False), ('household_id__isnull', False), _connector='OR'), name='message_belongs_somewhere')],
                    },
                ),
                migrations.CreateModel(
                    name='Attachment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=200)),
                        ('content_type', models.CharField(blank=True, max_length=120)),
                        ('size', models.PositiveIntegerField()),
                        ('sha256', models.CharField(blank=True, max_length=64)),
                        ('refused', models.SlugField(blank=True)),
                        ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='intake.message')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('refused', ''), ('sha256', ''), _negated=True), models.Q(('sha256', ''), ('refused', ''), _connector='OR')), name='attachment_kept_or_refused')],
                    },
                ),
                migrations.CreateModel(
                    name='AskedFrom',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('digest', models.CharField(db_collation='C', max_length=64)),
                        ('at', models.DateTimeField()),
                    ],
                    options={
                        'indexes': [models.Index(fields=['digest', 'at'], name='asked_from_by_digest')],
                    },
                ),
                migrations.CreateModel(
                    name='EnquiryEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField()),
                        ('kind', models.CharField(choices=[('received', 'Received'), ('entered', 'Entered'), ('taken', 'Taken'), ('passed_on', 'Passed On'), ('answered', 'Answered'), ('asked_back', 'Asked Back'), ('attached', 'Attached'), ('wrote_again', 'Wrote Again'), ('bounced', 'Bounced'), ('changed', 'Changed')], max_length=12)),
                        ('note', models.TextField(blank=True, help_text='Words for colleagues, or the answer that was given by voice')),
                        ('details', models.JSONField(default=dict)),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('enquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='intake.enquiry')),
                    ],
                    options={
                        'ordering': ['at', 'pk'],
                    },
                ),
            ],
        ),
    ]
