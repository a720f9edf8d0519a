from django.conf import settings
from django.core.management.base import BaseCommand

from majup.web.data_dictionary import page

TARGET = settings.BASE_DIR / "docs/data-dictionary.md"


class Command(BaseCommand):
    help = "Write docs/data-dictionary.md from the lists and models in the code."

    def handle(self, *args, **options):
        TARGET.write_text(page())
        self.stdout.write(f"{TARGET.relative_to(settings.BASE_DIR)}\n")
