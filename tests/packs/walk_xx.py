"""Run by test_made_up_country.py in a process of its own, whose settings name the made-up pack."""

import json
import sys

import django

django.setup()

from django.test import Client  # noqa: E402 -- the application has to be set up first
from django.urls import reverse  # noqa: E402

from majup.cases.actions import open_case  # noqa: E402
from majup.cases.models import Case  # noqa: E402
from majup.intake.models import Enquiry  # noqa: E402
from majup.network.models import Institution, Role, Topic  # noqa: E402
from majup.network.queries import addressee, equip, public_contacts  # noqa: E402
from majup.people.actions import ContactData, MemberData, create_household  # noqa: E402
from majup.places.models import Municipality, PlanningRegion  # noqa: E402
from majup.places.queries import find, today_of  # noqa: E402
from majup.staff.scope import acting  # noqa: E402
from tests.support.people import make_coordinator, sign_in, today  # noqa: E402


def walk() -> dict:
    visitor = Client()
    asked = visitor.post(
        reverse("ask"),
        {"question": "Is there a school in Lakeshire?", "contact": "ona@family.example", "place": "Lagara"},
    )
    una = make_coordinator("Una", "south")
    with acting(una.scope):
        enquiry = Enquiry.objects.filter(region__code="south").first()
        household = create_household(
            region=PlanningRegion.objects.get(code="south"), members=[MemberData("Ona", "Ĉevalo")],
            contact_points=[ContactData("email", "ona@family.example")], by=una,
        )  # fmt: skip
        case = open_case(household=household, category="emigrant", by=una, next_contact_on=today())
        seen = list(Case.objects.values_list("reference", flat=True))
    desk = sign_in(una)
    river = Municipality.objects.get(name="Rivera")
    dwelling = addressee(
        topic=Topic.objects.get(code="dwelling"), municipality=river, region=PlanningRegion.objects.get(code="south")
    )
    return {
        "home": visitor.get("/").status_code,
        "home_in_eo": 'lang="eo"' in visitor.get("/eo/").content.decode(),
        "asked": asked.status_code,
        "enquiry": [enquiry.text, enquiry.state] if enquiry else None,
        "case": [case.reference in seen, desk.get(reverse("case", args=[case.reference])).status_code],
        "pages": {
            name: desk.get(reverse(name)).status_code for name in ("directory", "institutions", "routing", "library")
        },
        "regions": [contact.mailbox for contact in public_contacts()],
        "found": [place.name for place in find("cefurb")] + [place.name for place in find("rivereto")],
        "today": today_of(river).name,
        "asked_first": [dwelling.role.kind, dwelling.role.municipality and dwelling.role.municipality.name],
        "institution": Institution.objects.get(code="office").name_on(),
        "scope": sorted(equip(una).scope.regions)
        == [Role.objects.get(kind="coordinator", region__code="south").region_id],
    }


sys.stdout.write("FOUND " + json.dumps(walk()) + "\n")
