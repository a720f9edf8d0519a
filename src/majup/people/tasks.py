"""Jobs of the people stage: duplicates are looked for after a household was written down or changed."""

from procrastinate.contrib.django import app

from majup.people.duplicates import look_for_duplicates
from majup.people.models import Household
from majup.staff.scope import Scope, acting


@app.task(queue="people")
def look_for_duplicates_of(household_id: int, region_id: int) -> None:
    """`region_id` was responsible when the job was asked for; a household handed over since has asked again."""
    with acting(Scope(regions=frozenset({region_id}))):
        household = Household.objects.filter(
            pk=household_id, region=region_id, merged_into=None, erased_at=None
        ).first()
        if household:
            look_for_duplicates(household=household)
