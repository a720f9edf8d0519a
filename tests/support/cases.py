"""Families as they come: made through the same actions as the pages use."""

from datetime import timedelta

from majup.cases import actions
from majup.cases.models import Case
from majup.intake import actions as intake
from majup.network.models import Topic
from majup.people.actions import ContactData, MemberData, create_household
from majup.staff.scope import acting
from tests.support.people import region, today

IEVA = MemberData(given_name="Ieva", family_name="Kalniņa", occupation="Medmāsa", language="lv", birth_year=1988)
JURIS = MemberData(given_name="Juris", family_name="Kalniņš", relation="spouse", birth_year=1985)
EMMA = MemberData(
    given_name="Emma",
    family_name="Kalniņa",
    relation="child",
    is_child=True,
    birth_year=2016,
    school_stage="grades_1_3",
)


def next_week():
    return today() + timedelta(days=7)


def family_of(coordinator, region_code="vidzeme", members=(IEVA, JURIS, EMMA), **options):
    with acting(coordinator.scope):
        return create_household(
            region=region(region_code),
            members=members,
            country=options.pop("country", "GB"),
            contact_points=options.pop("contact_points", [ContactData("email", "ieva@family.example")]),
            by=coordinator,
            **options,
        )


def case_of(coordinator, region_code="vidzeme", members=(IEVA, JURIS, EMMA), category="emigrant", **options) -> Case:
    """An open case in the care of `coordinator`, next contact in a week."""
    household = family_of(coordinator, region_code, members)
    with acting(coordinator.scope):
        options = {"next_contact_on": next_week(), **options}
        return actions.open_case(household=household, category=category, by=coordinator, **options)


def need_of(case, coordinator, topic="school", person=None, wish="", *, due_on=None):
    with acting(coordinator.scope):
        return actions.add_need(
            case=case,
            topic=Topic.objects.get(code=topic),
            person=person,
            wish=wish,
            due_on=due_on or next_week(),
            by=coordinator,
        )


def enquiry_of(coordinator, region_code="vidzeme", **fields):
    """A question that came through the web form to the region of `coordinator`."""
    with acting(coordinator.scope):
        values = {"channel": "web_form", "language": "lv", "text": "Vai Cēsīs ir vieta 2. klasē?", **fields}
        return intake.receive(region=region(region_code), **values)
