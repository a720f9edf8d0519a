from django.core.management.base import BaseCommand

from majup.cases.models import Case
from majup.staff.models import User
from majup.web.demo import people


class Command(BaseCommand):
    help = "Make the demo's accounts and, once, its made-up caseload"

    def add_arguments(self, parser):
        parser.add_argument("--empty", action="store_true")

    def handle(self, *, empty, **options):
        people.make_staff()
