"""Fills an empty database with made-up households by COPY: `python -m majup.config.bench.fill N`, as owner."""

import sys

import django
import psycopg


def main(households: int) -> None:
    django.setup()
    from django.conf import settings  # noqa: PLC0415 -- models exist only after setup

    from majup.config.bench.generate import FIRST_DAY, Generator, today  # noqa: PLC0415
    from majup.kernel.periods import Period  # noqa: PLC0415
    from majup.network.queries import coordinator_role  # noqa: PLC0415
    from majup.places.models import PlanningRegion  # noqa: PLC0415
    from majup.reports import counts  # noqa: PLC0415
    from majup.web.demo import caseload, people  # noqa: PLC0415

    people.make_staff()
    caseload.play(3)
    staff = {
        region.pk: coordinator_role(region).holdings.get(is_deputy=False).user
        for region in PlanningRegion.objects.all()
    }
    with psycopg.connect(settings.DATABASE_URL, options="-c majup.owner=on") as fast:
        superuser = fast.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
        if superuser == (True,):
            fast.execute("SET session_replication_role = replica")
        Generator(fast, households, staff).run()
    # Written past the triggers: every day is counted once.
    for quarter in counts.quarters(Period(FIRST_DAY.date(), today())):
        counts.prepare(quarter)
    with psycopg.connect(settings.DATABASE_URL, autocommit=True) as plain:
        plain.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    main(int(sys.argv[1]))
