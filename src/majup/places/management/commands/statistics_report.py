from django.core.management.base import BaseCommand
from django.utils import translation

from majup.kernel.localized import pick
from majup.places import report


class Command(BaseCommand):
    help = "What was taken over of the statistics, what was left out and why, which sums were compared"

    def add_arguments(self, parser):
        parser.add_argument("--language", choices=["lv", "en"], default="lv")

    def handle(self, *, language, **options):
        with translation.override(language):
            for taken in report.taken():
                kinds = ", ".join(f"{kind} {number}" for kind, number in taken.kinds.items())
                self.stdout.write(f"\n{taken.dataset.code}: {pick(taken.dataset.title, language).text}\n")
                self.stdout.write(f"  {taken.dataset.origin}\n  {taken.number}: {kinds}\n")
                for rule, made in taken.compared:
                    self.stdout.write(f"  ✓ {rule}: {made}\n")
                for line in taken.left_out:
                    what, reason = (pick(line[name], language).text for name in ("what", "reason"))
                    self.stdout.write(f"  - {what}: {reason}\n")
