from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from majup.places import outlines, wording
from majup.places.errors import OutlinesRefused


class Command(BaseCommand):
    help = "Replace the outlines of the map by a GeoJSON file with an `atvk` property; refused when areas do not fit"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", required=True, help="who published the outlines, and the day")

    def handle(self, *, file, source, **options):
        try:
            number = outlines.keep(file.read_text(encoding="utf-8"), source=source)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file}: {error}") from error
        except OutlinesRefused as error:
            raise CommandError(f"{file}: {wording.refusal(error)}") from error
        self.stdout.write(f"{number}\n")
