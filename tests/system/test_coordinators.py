"""T-22: in each region a coordinator advises families free of charge and, with the municipalities, writes an offer."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from majup.cases.models import Case, Need
from majup.intake.models import Enquiry
from majup.network.models import Role
from majup.offers.models import Offer, OfferVersion
from majup.places.models import Municipality
from majup.plumbing.mail import as_sender
from majup.plumbing.models import OutgoingMail
from majup.staff.scope import acting
from tests.support.people import give_role, make_coordinator, make_user, region, sign_in, today

pytestmark = pytest.mark.django_db
REGIONS = ("kurzeme", "latgale", "riga", "vidzeme", "zemgale")
FAMILY = "ieva@family.example"


class Advice:
    """One family from its question to its letter, as the coordinator of `code` and the local specialist see it."""

    def __init__(self, code: str) -> None:
        self.coordinator = make_coordinator("Alise", code)
        self.desk = sign_in(self.coordinator)
        self.place = Municipality.objects.in_force().in_region(region(code)).first()
        self.unit = Role.objects.get(kind="specialist", municipality=self.place)
        self.specialist = give_role(make_user("Dace"), self.unit)

    def see(self, rows, **where):
        with acting(self.coordinator.scope):
            return rows.get(**where)

    def ask_as_visitor(self) -> Enquiry:
        page = Client().get(reverse("ask"))
        assert "bez maksas" in page.text
        sent = {"contact": FAMILY, "country": "IE", "place": self.place.name, "question": "Vai pagastā kāds palīdz?"}
        assert Client().post(reverse("ask"), {**sent, "website": ""}).status_code == 302
        return self.see(Enquiry.objects, email=FAMILY)

    def open_case(self, enquiry: Enquiry) -> Case:
        """The case file with the family's needs: what it wants, and where it wants to live."""
        self.desk.post(reverse("enquiry_take", args=[enquiry.pk]))
        members = {"members-TOTAL_FORMS": 1, "members-INITIAL_FORMS": 0, "members-0-relation": "applicant"}
        names = {"members-0-given_name": "Ieva", "members-0-family_name": "Kalniņa", "members-0-language": "lv"}
        typed = {"region": enquiry.region_id, "category": "emigrant", "next_choice": "week", "country": "IE"}
        case = {"enquiry": enquiry.pk, "topics": ["municipal_support"], "place": self.place.pk, "email": FAMILY}
        assert self.desk.post(reverse("case_new"), {**members, **names, **typed, **case}).status_code == 302
        return self.see(Case.objects)

    def ask_the_municipality(self, case: Case) -> None:
        need = self.see(Need.objects, case=case)
        name = f"need-{need.pk}"
        typed = {"need": need.pk, f"{name}-first": self.unit.pk, f"{name}-text": "Kas palīdz?", "form_key": "k"}
        day = today().isoformat()
        asked = self.desk.post(reverse("question_ask", args=[case.reference]), {**typed, "due_on": day, "step": "send"})
        assert asked.status_code == 302
        townhall = sign_in(self.specialist)
        (line,) = townhall.get("/townhall/").context["lines"]
        said = {"said_available": "yes", "text": "Palīdzam iekārtoties.", "name": "Dace"}
        assert townhall.post(f"/townhall/questions/{line[0].pk}/", said).status_code == 302

    def send_offer(self, case: Case) -> OfferVersion:
        self.desk.post(reverse("offer_start", args=[case.reference]))
        offer = self.see(Offer.objects, case=case)
        self.desk.post(reverse("offer_put_in_all", args=[offer.pk]))
        self.desk.post(reverse("offer_sections", args=[offer.pk]), {"empty": "1"})
        form = self.desk.get(reverse("offer_send", args=[offer.pk])).context["form"]
        fields = {name: form[name].value() for name in ("key", "seen", "to")}
        assert self.desk.post(reverse("offer_send", args=[offer.pk]), fields).status_code == 302
        return self.see(OfferVersion.objects)


@pytest.mark.parametrize("code", REGIONS)
def test_t_22_each_regions_coordinator_advises_on_a_municipality_and_sends_an_individual_offer(code):
    """T-22: case file, needs, the local specialist's answer, the offer; nobody of another region sees it."""
    advice = Advice(code)
    enquiry = advice.ask_as_visitor()
    assert (enquiry.region.code, enquiry.municipality) == (code, advice.place)
    case = advice.open_case(enquiry)
    assert (case.region.code, case.responsible) == (code, advice.coordinator)
    advice.ask_the_municipality(case)
    advice.send_offer(case)

    with as_sender():
        letter = OutgoingMail.objects.get(purpose="offer_sent")
    assert (letter.to_address, letter.from_address) == (FAMILY, f"{code}@majup.example")
    read = Client().get(re.search(r"/o/\S+", letter.text)[0]).text
    assert ("Palīdzam iekārtoties." in read, advice.place.name in read, "Alise" in read) == (True, True, True)
    other = sign_in(make_coordinator("Cilda", next(one for one in REGIONS if one != code)))
    assert other.get(reverse("case", args=[case.reference])).status_code == 404


def test_t_22_the_directory_has_two_levels_and_the_specialist_hands_over_to_the_coordinator(dace, alise, cilda):
    """T-22: five coordinators, under each the municipalities of the region; what comes in locally goes on to her."""
    desk = sign_in(alise)
    first = desk.get("/directory/").context["regional"]
    assert sorted(role.region.code for role in first) == sorted(REGIONS)
    second = {code: desk.get(f"/directory/regions/{code}/").context["specialists"] for code in REGIONS}
    listed = [role.municipality_id for roles in second.values() for role in roles]
    assert sorted(listed) == sorted(Municipality.objects.in_force().values_list("pk", flat=True))

    typed = {"text": "Vai būs vieta dārziņā?", "name": "Ieva", "email": FAMILY, "country": "IE", "language": "lv"}
    typed |= {"place": "", "topics": ["kindergarten"], "form_key": "t"}
    assert sign_in(dace).post(reverse("townhall_enquiry_new"), typed).status_code == 302
    with acting(alise.scope):
        enquiry = Enquiry.objects.get(email=FAMILY)
    assert desk.post(reverse("enquiry_take", args=[enquiry.pk])).status_code == 302
    page = desk.get(reverse("enquiry", args=[enquiry.pk])).text
    assert ("Dace" in page, "Vai būs vieta dārziņā?" in page) == (True, True)
    assert sign_in(cilda).get(reverse("enquiry", args=[enquiry.pk])).status_code == 404
