from collections import Counter

from django.core.management.base import BaseCommand

from majup.catalogue.models import ImportedRecord


class Command(BaseCommand):
    help = "List every given record with what became of it and why"

    def handle(self, **options):
        records = list(ImportedRecord.objects.select_related("fact"))
        for one in records:
            self.stdout.write(
                "\t".join([one.code, one.became, one.reason, f"conditions: {one.conditions}", one.source_line])
            )
        totals = Counter(one.became for one in records)
        self.stdout.write(f"{len(records)} records: " + ", ".join(f"{n} {what}" for what, n in sorted(totals.items())))
