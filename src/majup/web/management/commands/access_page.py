from django.conf import settings
from django.core.management.base import BaseCommand

from majup.web.office.permissions import page

TARGET = settings.BASE_DIR / "docs/handbook/access.md"


class Command(BaseCommand):
    help = "Write docs/handbook/access.md from the roles in the code."

    def handle(self, *args, **options):
        TARGET.parent.mkdir(parents=True, exist_ok=True)
        TARGET.write_text(page())
        self.stdout.write(f"{TARGET.relative_to(settings.BASE_DIR)}\n")
