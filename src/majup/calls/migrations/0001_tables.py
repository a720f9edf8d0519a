import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from majup.plumbing.create_tables import CreateTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('intake', '0001_tables'),
        ('people', '0001_tables'),
        ('places', '0001_tables'),
        ('staff', '0001_tables'),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name='CallSlot',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('begins_at', models.DateTimeField()),
                        ('minutes', models.PositiveSmallIntegerField()),
                        ('is_taken', models.BooleanField(default=False, help_text='Kept with the call, so that who asks sees no call')),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='call_slots', to='places.planningregion')),
                    ],
                    options={
                        'ordering': ['begins_at'],
                        'constraints': [models.UniqueConstraint(fields=('region', 'begins_at'), name='call_slot_once_per_region')],
                    },
                ),
                migrations.CreateModel(
                    name='Call',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('phone', 'Phone'), ('video', 'Video')], max_length=8)),
                        ('state', models.CharField(choices=[('asked', 'Asked'), ('confirmed', 'Confirmed'), ('off', 'Off')], default='asked', max_length=10)),
                        ('proposals', models.JSONField(default=list, help_text='Moments proposed, ISO with offset, in their order')),
                        ('time_zone', models.CharField(help_text='Name of the zone in which who asks reads the time', max_length=64)),
                        ('language', models.CharField(max_length=8)),
                        ('email', models.EmailField(blank=True, max_length=254)),
                        ('phone', models.CharField(blank=True, max_length=40)),
                        ('words', models.CharField(blank=True, help_text='What it shall be about', max_length=500)),
                        ('begins_at', models.DateTimeField(null=True)),
                        ('minutes', models.PositiveSmallIntegerField(null=True)),
                        ('where', models.CharField(blank=True, help_text='Address of the video call, or who calls which number', max_length=300)),
                        ('reason', models.CharField(blank=True, max_length=500)),
                        ('off_by_family', models.BooleanField(default=False)),
                        ('uid', models.CharField(help_text='The same in every calendar file of this call', max_length=64, unique=True)),
                        ('sequence', models.PositiveSmallIntegerField(default=0)),
                        ('form_key', models.CharField(max_length=64, null=True, unique=True)),
                        ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('decided_at', models.DateTimeField(null=True)),
                        ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('enquiry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='calls', to='intake.enquiry')),
                        ('household', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='calls', to='people.household')),
                        ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.person')),
                        ('region', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='places.planningregion')),
                        ('slot', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='calls.callslot')),
                    ],
                    options={
                        'ordering': ['-asked_at', '-pk'],
                        'indexes': [models.Index(fields=['region', 'state', 'begins_at'], name='call_by_region'), models.Index(fields=['household', '-asked_at'], name='call_by_household')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('household__isnull', False), ('enquiry__isnull', False), _connector='OR'), name='call_of_a_family_or_an_enquiry'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), models.Q(('begins_at__isnull', False), ('minutes__isnull', False)), _connector='OR'), name='confirmed_call_has_its_time'), models.UniqueConstraint(condition=models.Q(models.Q(('state', 'off'), _negated=True), ('slot__isnull', False)), fields=('slot',), name='one_call_per_slot')],
                    },
                ),
            ],
        ),
    ]
