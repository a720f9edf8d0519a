"""J6, Tuesday: a company asks for a specialist; it is checked, published, and those whom it fits are listed."""

import pytest

from majup.openings.letters import send_link
from majup.openings.models import SpecialistRequest, Vacancy
from majup.people.actions import MemberData
from tests.support.cases import case_of
from tests.support.openings import PLACE, dwelling, employer, in_days
from tests.support.people import municipality
from tests.support.questions import agree
from tests.system.hands import hands

pytestmark = pytest.mark.django_db(transaction=True)


class TestACompanyAsksForASpecialist:
    def test_j6(self, site, smtp_server, alise):
        self.site, self.alise = site, alise
        self.given_a_company_and_a_family()
        self.the_company_asks_by_its_link()
        self.the_coordinator_checks_and_publishes_it()
        self.the_person_agrees_and_the_company_sees_them()
        self.everybody_finds_the_vacancy()

    def given_a_company_and_a_family(self):
        self.company = employer(self.alise)
        self.secret = send_link(employer=self.company)
        welder = MemberData("Ieva", "Kalniņa", occupation="Metinātājs")
        self.case = case_of(self.alise, "vidzeme", members=(welder,))
        agree(self.alise, self.case, "share_employer")
        dwelling(self.alise)

    def the_company_asks_by_its_link(self):
        with hands(self.site, None) as company:
            company.goto(f"/own/{self.secret}/")
            company.check_page()
            company.follow("Ask for a specialist")
            company.check_page()
            company.choose("Municipality", municipality(PLACE).name_en)
            company.fill("Whom do you need?", "Metinātājs")
            company.fill("What the person will do", "Gates and stairs")
            company.fill("Needed until", in_days(60).isoformat())
            company.click("Hand in")
            company.sees("The coordinator of your region looks at it", "Metinātājs")
            assert "Kalniņa" not in company.text

    def the_coordinator_checks_and_publishes_it(self):
        asked = SpecialistRequest.objects.get()
        with hands(self.site, self.alise) as desk:
            desk.goto("/desk/openings/requests/")
            desk.check_page()
            desk.follow("Metinātājs")
            desk.check_page()
            desk.tick("Facebook")
            desk.click("Publish it as a vacancy")
            desk.sees("Ieva Kalniņa", self.case.reference, "Nobody is ranked")
            desk.check_page()
            desk.goto("/desk/openings/files/")
            desk.check_page()
        asked.refresh_from_db()
        assert (asked.state, asked.channels, asked.vacancy.title) == ("published", ["facebook"], "Metinātājs")

    def the_person_agrees_and_the_company_sees_them(self):
        with hands(self.site, self.alise) as desk:
            desk.goto(f"/desk/openings/vacancies/{Vacancy.objects.get().pk}/")
            desk.follow("Ask, then introduce", exact=False)
            desk.check_page()
            desk.tick("Name")
            desk.fill("How did the person say so?", "by phone")
            desk.click("The person agreed: introduce")
            desk.sees("Ieva Kalniņa agreed that SIA Koks may learn of them")
        with hands(self.site, None) as company:
            company.goto(f"/own/{self.secret}/")
            company.sees("Ieva Kalniņa")
            company.check_page()

    def everybody_finds_the_vacancy(self):
        with hands(self.site, None) as visitor:
            for path in ("/jobs/", "/homes/", "/employers/", "/homes/offer/", "/employers/material/"):
                visitor.goto(path)
                visitor.check_page()
            visitor.goto("/jobs/")
            visitor.follow("Metinātājs")
            visitor.sees("SIA Koks")
            visitor.check_page()
