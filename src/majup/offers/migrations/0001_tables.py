import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

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
        ('questions', '0001_tables'),
        ('staff', '0001_tables'),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name='Offer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveSmallIntegerField(help_text='Counts the offers of one case')),
                        ('state', models.CharField(choices=[('draft', 'Draft'), ('waiting', 'Waiting'), ('ready', 'Ready'), ('sent', 'Sent'), ('discussed', 'Discussed'), ('revised', 'Revised'), ('accepted', 'Accepted'), ('accepted_in_part', 'Accepted In Part'), ('declined', 'Declined'), ('lapsed', 'Lapsed')], default='draft', max_length=16)),
                        ('language', models.CharField(max_length=8)),
                        ('introduction', models.TextField(blank=True, help_text="The coordinator's own words, in the language of the offer")),
                        ('gap_reason', models.TextField(blank=True, help_text='Why it goes out although a question named in Q-C4 is open')),
                        ('created_at', models.DateTimeField()),
                        ('changed_at', models.DateTimeField()),
                        ('revision', models.PositiveIntegerField(default=1, help_text='Raised by every change, so that two editors notice')),
                        ('settled_note', models.TextField(blank=True)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='cases.case')),
                        ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='people.household')),
                        ('region', models.ForeignKey(help_text='Follows the household by foreign key', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.planningregion')),
                        ('compared', models.JSONField(default=list, help_text='Codes of two to four municipalities put side by side (OFF-07)')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['region', 'state', '-changed_at', '-id'], name='offer_by_state'), models.Index(fields=['region', '-changed_at', '-id'], name='offer_newest_in_region')],
                        'constraints': [models.UniqueConstraint(fields=('case', 'number'), name='offer_number_once_per_case'), models.UniqueConstraint(condition=models.Q(('state__in', ['accepted', 'accepted_in_part', 'declined', 'lapsed']), _negated=True), fields=('case',), name='one_open_offer_per_case'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'waiting', 'ready', 'sent', 'discussed', 'revised', 'accepted', 'accepted_in_part', 'declined', 'lapsed'])), name='offer_state_known')],
                    },
                ),
                migrations.CreateModel(
                    name='NotNeeded',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('section', models.CharField(choices=[('family', 'Family'), ('home', 'Home'), ('work', 'Work'), ('business', 'Business'), ('everyday', 'Everyday'), ('steps', 'Steps')], max_length=12)),
                        ('at', models.DateTimeField()),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('offer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='not_needed', to='offers.offer')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('offer', 'section'), name='section_not_needed_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Contribution',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('what', models.CharField(max_length=300)),
                        ('asked_at', models.DateTimeField()),
                        ('received_at', models.DateTimeField(null=True)),
                        ('given_up_at', models.DateTimeField(null=True)),
                        ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('need', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='contributions', to='cases.need')),
                        ('role', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.role')),
                        ('offer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contributions', to='offers.offer')),
                    ],
                    options={
                        'ordering': ['asked_at', 'pk'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('given_up_at', None), ('received_at', None)), fields=('offer', 'role', 'need'), name='contribution_awaited_once', nulls_distinct=False)],
                    },
                ),
                migrations.CreateModel(
                    name='OfferVersion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveSmallIntegerField()),
                        ('people', models.PositiveSmallIntegerField(help_text='Members of the household whom the offer covers')),
                        ('language', models.CharField(max_length=8)),
                        ('document', models.JSONField(help_text='{language: document}: what page and PDF are drawn from', null=True)),
                        ('document_sha256', models.CharField(max_length=64)),
                        ('pdf_sha256', models.CharField(max_length=64)),
                        ('template_version', models.PositiveSmallIntegerField()),
                        ('first_need_at', models.DateTimeField(help_text='When the oldest need was noted that this offer answers', null=True)),
                        ('sent_at', models.DateTimeField()),
                        ('send_key', models.CharField(help_text='Makes a repeated POST harmless', max_length=64, unique=True)),
                        ('to_address', models.CharField(blank=True, max_length=254)),
                        ('token_digest', models.CharField(max_length=64, unique=True)),
                        ('link_expires_at', models.DateTimeField()),
                        ('erased_at', models.DateTimeField(null=True)),
                        ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offer_versions', to='people.household')),
                        ('offer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='offers.offer')),
                        ('region', models.ForeignKey(help_text='At sending (B-33)', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.planningregion')),
                        ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['number'],
                        'indexes': [models.Index(fields=['household', '-sent_at'], name='version_by_household'), models.Index(fields=['region', 'sent_at'], name='version_by_region'), models.Index(fields=['sent_at'], include=('household', 'region', 'people'), name='version_counted')],
                        'constraints': [models.UniqueConstraint(fields=('offer', 'number'), name='version_once_per_offer'), models.CheckConstraint(condition=models.Q(models.Q(('document__isnull', False), ('erased_at', None)), models.Q(('document', None), ('erased_at__isnull', False)), _connector='OR'), name='version_has_its_document_until_erased')],
                    },
                ),
                migrations.CreateModel(
                    name='ItemMark',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('item_key', models.CharField(max_length=16)),
                        ('mark', models.CharField(choices=[('useful', 'Useful'), ('not_for_us', 'Not For Us'), ('question', 'Question')], max_length=12)),
                        ('text', models.TextField(blank=True)),
                        ('at', models.DateTimeField()),
                        ('seen_at', models.DateTimeField(null=True)),
                        ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.household')),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.planningregion')),
                        ('seen_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='offers.offerversion')),
                    ],
                    options={
                        'ordering': ['at', 'pk'],
                        'indexes': [models.Index(condition=models.Q(('seen_at', None)), fields=['region', 'at'], name='mark_unseen')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('mark', 'question'), _negated=True), fields=('version', 'item_key'), name='one_opinion_per_item'), models.UniqueConstraint(models.F('version'), models.F('item_key'), django.db.models.functions.text.MD5('text'), condition=models.Q(('mark', 'question')), name='same_question_once')],
                    },
                ),
                migrations.CreateModel(
                    name='StandardBlock',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(unique=True)),
                        ('section', models.CharField(choices=[('family', 'Family'), ('home', 'Home'), ('work', 'Work'), ('business', 'Business'), ('everyday', 'Everyday'), ('steps', 'Steps')], max_length=12)),
                        ('title', models.JSONField()),
                        ('text', models.JSONField()),
                        ('ask', models.JSONField(help_text='What exactly to ask for')),
                        ('valid_from', models.DateField(null=True)),
                        ('valid_to', models.DateField(null=True)),
                        ('checked_on', models.DateField()),
                        ('source', models.TextField()),
                        ('order', models.PositiveSmallIntegerField()),
                        ('institution', models.ForeignKey(help_text='Empty: the municipality', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='blocks', to='network.institution')),
                        ('topic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='blocks', to='network.topic')),
                    ],
                    options={
                        'ordering': ['order'],
                    },
                ),
                migrations.CreateModel(
                    name='OfferItem',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(help_text='The same in every version, so that marks find their item again', max_length=16)),
                        ('section', models.CharField(choices=[('family', 'Family'), ('home', 'Home'), ('work', 'Work'), ('business', 'Business'), ('everyday', 'Everyday'), ('steps', 'Steps')], max_length=12)),
                        ('kind', models.CharField(choices=[('finding', 'Finding'), ('job', 'Job'), ('no_solution', 'No Solution')], default='finding', max_length=12)),
                        ('title', models.JSONField(default=dict)),
                        ('text', models.JSONField(default=dict)),
                        ('institution', models.JSONField(default=dict, help_text='Localized name; drawn from the role while one is named')),
                        ('contact', models.CharField(blank=True, help_text='Drawn from the role while one is named', max_length=300)),
                        ('ask', models.JSONField(default=dict, help_text='What exactly to ask for')),
                        ('confirmed_on', models.DateField(null=True)),
                        ('until', models.DateField(help_text='Until when the family should act', null=True)),
                        ('certainty', models.CharField(choices=[('confirmed', 'Confirmed'), ('general', 'General'), ('unconfirmed', 'Unconfirmed')], default='general', max_length=12)),
                        ('origin', models.CharField(choices=[('standard', 'Standard'), ('adapted', 'Adapted'), ('individual', 'Individual')], default='individual', max_length=12)),
                        ('contributor', models.JSONField(default=dict, help_text='Who added this part, localized; empty: the coordinator')),
                        ('pay_after_tax', models.CharField(blank=True, max_length=120)),
                        ('bonuses', models.CharField(blank=True, max_length=300)),
                        ('remote', models.CharField(blank=True, choices=[('', 'Unknown'), ('yes', 'Yes'), ('partly', 'Partly'), ('no', 'No')], max_length=8)),
                        ('order', models.PositiveIntegerField(default=0)),
                        ('revision', models.PositiveIntegerField(default=1)),
                        ('created_at', models.DateTimeField()),
                        ('removed_at', models.DateTimeField(help_text='Taken out; can be put back until the letter is sent', null=True)),
                        ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('need', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='offer_items', to='cases.need')),
                        ('offer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='offers.offer')),
                        ('role', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='network.role')),
                        ('block', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='offers.standardblock')),
                        ('answer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='offer_items', to='questions.answer')),
                        ('facts', models.JSONField(default=list, help_text='What a short form says: [{label, value}], both localized')),
                        ('fact_version', models.ForeignKey(help_text='The fact as it stood when it was put in (CAT-16)', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offer_items', to='catalogue.factversion')),
                        ('dwelling', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offer_items', to='openings.dwelling')),
                        ('vacancy', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offer_items', to='openings.vacancy')),
                    ],
                    options={
                        'ordering': ['order', 'pk'],
                        'indexes': [models.Index(fields=['offer', 'section'], name='offer_item_by_section')],
                        'constraints': [models.UniqueConstraint(fields=('offer', 'key'), name='item_key_once_per_offer'), models.UniqueConstraint(condition=models.Q(('block__isnull', False), ('removed_at', None)), fields=('offer', 'block', 'need'), name='block_once_per_need', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'no_solution'), _negated=True), models.Q(('text', {}), _negated=True), _connector='OR'), name='no_solution_says_why'), models.CheckConstraint(condition=models.Q(('section', 'steps'), _negated=True), name='item_not_among_steps'), models.UniqueConstraint(condition=models.Q(('answer__isnull', False), ('removed_at', None)), fields=('offer', 'answer'), name='answer_once_per_offer'), models.UniqueConstraint(condition=models.Q(('fact_version__isnull', False), ('removed_at', None)), fields=('offer', 'fact_version', 'need'), name='fact_once_per_need', nulls_distinct=False)],
                    },
                ),
            ],
        ),
    ]
