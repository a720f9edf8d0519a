"""Jobs of the outcomes stage: families are asked to rate the help they had; looks after a return are planned."""

from procrastinate.contrib.django import app

from majup.outcomes import actions, ratings
from majup.outcomes.models import Rating
from majup.places.models import PlanningRegion
from majup.staff.scope import Scope, acting

MOST_A_DAY = 100  # so that one bad setting never writes to everybody at once


@app.periodic(cron="20 9 * * 1-5")
@app.task(queue="mail", queueing_lock="ask_for_ratings")
def ask_for_ratings(timestamp: int) -> None:
    """SUR-02: a few weeks after the letter, and again some months after the return, one short mail."""
    left = MOST_A_DAY
    for region in PlanningRegion.objects.all():
        with acting(Scope(regions=frozenset({region.pk}))):
            for occasion in Rating.Occasion.values:
                for case in ratings.to_ask(occasion).filter(region=region)[:left]:
                    left -= ratings.ask(case=case, occasion=occasion) is not None


@app.periodic(cron="50 3 * * 1")
@app.task(queue="upkeep", queueing_lock="plan_missing_checks")
def plan_missing_checks(timestamp: int) -> None:
    """OUT-10: returns of before a new pack get the yearly question too."""
    for region in PlanningRegion.objects.all():
        with acting(Scope(regions=frozenset({region.pk}))):
            actions.plan_missing_checks()
