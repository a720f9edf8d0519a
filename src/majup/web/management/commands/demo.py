from django.core.management.base import BaseCommand

from majup.intake.models import Enquiry
from majup.places.models import PlanningRegion
from majup.staff.scope import Scope, acting
from majup.web.demo import calls, caseload, facts, homes, openings, people, plans, profiles, reports, texts, townhall


class Command(BaseCommand):
    help = "Make the demo's accounts and, once, its made-up caseload"

    def add_arguments(self, parser):
        parser.add_argument("--empty", action="store_true")
        parser.add_argument("--households", type=int, default=60)

    def handle(self, *, empty, households, **options):
        people.make_staff()
        if not empty:
            profiles.fill()
            openings.play()
            texts.play()
            plans.play()
        if not empty and not has_caseload():
            self.stderr.write(f"Playing the made-up years of {households} families (half a minute, once) …")
            caseload.play(households)
            facts.play()
            homes.play()
            townhall.play()
            calls.play()
            reports.play()


def has_caseload():
    everywhere = Scope(regions=frozenset(PlanningRegion.objects.values_list("pk", flat=True)), common_queue=True)
    with acting(everywhere):
        return Enquiry.objects.exists()
