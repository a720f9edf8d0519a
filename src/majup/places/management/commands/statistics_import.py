from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from majup.places import pxweb, wording
from majup.places.errors import StatisticsRefused
from majup.places.pack import read


class Command(BaseCommand):
    help = "Take over tables of the statistical office (JSON-stat 2); refused as a whole when sums do not hold"

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path)

    def handle(self, *, files, **options):
        tables = read(settings.COUNTRY_PACK, "tables")
        for file in files:
            try:
                dataset = pxweb.take_over(file.read_text(encoding="utf-8"), tables=tables)
            except (OSError, UnicodeDecodeError) as error:
                raise CommandError(f"{file}: {error}") from error
            except StatisticsRefused as error:
                raise CommandError(f"{file}: {wording.refusal(error)}") from error
            self.stdout.write(f"{dataset.code}: {dataset.figures.count()}\n")
            for line in dataset.left_out:
                self.stdout.write(
                    f"  - {line['what'][settings.LANGUAGE_CODE]}: {line['reason'][settings.LANGUAGE_CODE]}\n"
                )
