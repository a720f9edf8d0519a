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
                    name='Idea',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('title', models.CharField(max_length=120)),
                        ('text', models.TextField()),
                        ('name', models.CharField(blank=True, max_length=160)),
                        ('email', models.EmailField(blank=True, help_text='Forgotten with the answer', max_length=254)),
                        ('language', models.CharField(max_length=8)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('answer', models.TextField(blank=True)),
                        ('answered_at', models.DateTimeField(null=True)),
                        ('form_key', models.CharField(max_length=64, null=True, unique=True)),
                        ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ideas', to='places.municipality')),
                        ('role', models.ForeignKey(help_text='Who answers it', on_delete=django.db.models.deletion.PROTECT, related_name='ideas', to='network.role')),
                    ],
                    options={
                        'ordering': ['-at', '-pk'],
                        'indexes': [models.Index(fields=['role', '-at', '-id'], name='idea_by_role')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None)), models.Q(('answered_at__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='answered_idea_has_its_answer')],
                    },
                ),
                migrations.CreateModel(
                    name='Subscription',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('language', models.CharField(max_length=8)),
                        ('email', majup.plumbing.crypto.EncryptedTextField()),
                        ('digest', models.CharField(help_text='Keyed digest of the address: the same one is asked once', max_length=64)),
                        ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('confirmed_at', models.DateTimeField(help_text='Until then nothing is sent but the request to confirm', null=True)),
                        ('told_at', models.DateTimeField(help_text='Up to when news have been told', null=True)),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to='places.municipality')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['told_at'], name='subscription_due')],
                        'constraints': [models.UniqueConstraint(fields=('municipality', 'digest'), name='subscription_once_per_municipality')],
                    },
                ),
            ],
        ),
    ]
