"""Jobs of matching: within a minute a new or changed fact has been held against the cases of every region (FUP-04)."""

from procrastinate.contrib.django import app

from majup.catalogue.models import FactVersion
from majup.matching import actions, new_openings
from majup.places.models import PlanningRegion
from majup.staff.scope import Scope, acting


@app.periodic(cron="* * * * *")
@app.task(queue="matching", queueing_lock="match_new_facts", lock="match_new_facts")
def match_new_facts(timestamp: int) -> None:
    """Facts are public; the cases are looked through region by region, each in a job and scope of its own."""
    regions = list(PlanningRegion.objects.values_list("pk", flat=True))
    for version in actions.take_up():
        for region_id in regions:
            match_fact.defer(version_id=version.pk, region_id=region_id)


@app.task(queue="matching")
def match_fact(version_id: int, region_id: int) -> None:
    version = FactVersion.objects.select_related("fact").filter(pk=version_id).first()
    if version is None:
        return
    with acting(Scope(regions=frozenset({region_id}))):
        actions.look_through(version=version, region=PlanningRegion.objects.get(pk=region_id))


@app.periodic(cron="* * * * *")
@app.task(queue="matching", queueing_lock="match_new_openings", lock="match_new_openings")
def match_new_openings(timestamp: int) -> None:
    """Vacancies and dwellings of the last minute, however many a file brought."""
    new_openings.look_through()
