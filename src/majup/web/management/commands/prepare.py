from importlib import import_module

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

from majup.plumbing import public_version
from majup.plumbing.rls import GRANTS
from majup.web.tasks import draw_charts_soon

STAGES = (
    "places", "network", "profiles", "catalogue", "openings", "guides", "ties", "cases", "family", "calls", "questions",
    "offers", "outcomes", "reports",
)  # fmt: skip
# What public pages are made of: all of some stages, and of others what every family is told.
PUBLIC_STAGES = ("places", "network", "profiles", "catalogue", "openings", "guides", "reports")
PUBLIC_TABLES = {"cases_steptemplate", "cases_steptemplate_topics", "offers_standardblock", "staff_user"}
# No page shows them, and anybody can make them change.
NOT_SHOWN = {
    "catalogue_missedsearch", "reports_proposal", "reports_proposalstep", "reports_municipalstatement",
    "reports_tasknote",
}  # fmt: skip
NOT_SHOWN |= {"reports_daycount", "reports_countchange", "reports_countrun", "reports_madefile", "reports_qualitysheet"}
# Drafts of reports are for staff; what becomes public of an issued one stands in a table of its own.
NOT_SHOWN |= {"reports_report", "reports_regionreport", "reports_correction", "reports_reportevent"}


class Command(BaseCommand):
    help = "Bring the database to today's shape, hand out rights and load the country pack; safe to run again."

    def handle(self, *args, **options):
        refuse_another_history()
        make_tables()
        load_pack(settings.COUNTRY_PACK)
        draw_charts_soon()


def refuse_another_history():
    """Raises CommandError when other migrations than today's made the tables: they cannot be brought along."""
    known = MigrationLoader(connection)
    if gone := sorted(set(known.applied_migrations) - set(known.disk_migrations)):
        raise CommandError(
            f"This database was made by an earlier version ({gone[0][0]} {gone[0][1]}). Before the first release "
            "it is made anew: remove the folder var, or give DATABASE_URL an empty database."
        )


def make_tables():
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(GRANTS)
    public_version.watch(public_version.tables_of(PUBLIC_STAGES) - NOT_SHOWN | PUBLIC_TABLES)


@transaction.atomic
def load_pack(folder):
    """Let every stage load its part of the country pack, in the order of the flow."""
    for stage in STAGES:
        import_module(f"majup.{stage}.pack").load(folder)
