import django.db.models.deletion
from django.conf import settings
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
                    name='User',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('email', models.EmailField(max_length=254, unique=True)),
                        ('name', models.CharField(max_length=120)),
                        ('language', models.CharField(default='lv', max_length=8)),
                        ('is_active', models.BooleanField(default=True)),
                        ('is_admin', models.BooleanField(default=False, help_text='Names roles and holders; sees no case')),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='History',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField()),
                        ('user_id', models.BigIntegerField(null=True)),
                        ('table', models.CharField(max_length=63)),
                        ('row_id', models.BigIntegerField()),
                        ('household_id', models.BigIntegerField(null=True)),
                        ('operation', models.CharField(max_length=1)),
                        ('before', models.JSONField()),
                    ],
                    options={
                        'indexes': [models.Index(fields=['table', 'row_id', '-at'], name='history_by_row'), models.Index(fields=['household_id'], name='history_by_household')],
                    },
                ),
                migrations.CreateModel(
                    name='AccessLog',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField(auto_now_add=True)),
                        ('visitor', models.CharField(blank=True, help_text='Which link was used when nobody was signed in', max_length=40)),
                        ('household_id', models.BigIntegerField(null=True)),
                        ('record', models.CharField(max_length=80)),
                        ('page', models.CharField(max_length=60)),
                        ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['household_id', '-at'], name='access_by_household')],
                    },
                ),
            ],
        ),
    ]
