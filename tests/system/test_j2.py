"""J2: a young specialist from Germany asks from the page of a vacancy, says "not now", and hears two years later of a
post and what comes with it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from majup.cases import actions as cases
from majup.cases.models import Case
from majup.intake.models import Enquiry
from majup.matching.models import Match
from majup.matching.tasks import match_new_openings
from majup.openings import actions as openings
from majup.openings.letters import send_link
from majup.openings.models import Vacancy
from majup.outcomes.models import Return
from majup.people.models import Household
from majup.questions.models import Introduction, Question
from majup.staff.scope import acting
from tests.support.facts import write
from tests.support.matching import thinks_of
from tests.support.openings import NEIGHBOUR, PLACE, dwelling, employer, in_days, vacancy
from tests.support.people import municipality
from tests.support.questions import reply, specialist
from tests.support.worker import run_worker
from tests.system.hands import Hands, hands
from tests.system.test_j1 import compose_and_send, offer_link

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = 390
FAMILY = (("Ieva", "Kalniņa", "1998", "Medmāsa"), ("Juris", "Kalniņš", "1996", "Programmētājs"))
PLACE_ASKED = "Par kuru reģionu vai pašvaldību domājat?"
QUESTION = "Vai ar Vācijas diplomu var strādāt par fizioterapeiti?"


class TestASpecialistWhoRestedHearsOfAPost:
    def test_j2(self, site, smtp_server, alise, dace):
        """J2, steps 1 to 7: FAQ-07, FUP-04, SPE-02, EMP-01, EMP-07, NEE-06, OFF-07."""
        self.site, self.alise, self.dace = site, alise, dace
        self.given_a_question_from_the_page_of_a_vacancy()
        self.and_a_case_that_has_rested_for_two_years()
        self.when_the_municipality_publishes_that_it_lacks_a_nurse()
        self.then_the_match_is_listed_and_the_person_written_to()
        self.and_the_case_is_reopened_with_its_needs()
        self.when_recognition_is_asked_about_and_the_employer_sees_nobody()
        self.then_an_offer_with_one_place_and_a_remote_variant_is_sent()
        self.when_the_person_agrees_the_employer_sees_them()
        self.then_home_and_work_are_settled()
        self.and_they_have_returned()

    def desk(self, **options):
        return hands(self.site, self.alise, **options)

    @property
    def path(self) -> str:
        return f"/desk/cases/{self.case.reference}/"

    def given_a_question_from_the_page_of_a_vacancy(self):
        """From the home page to the question in Latvian, on a phone."""
        self.hospital = employer(
            self.alise, "Valmieras slimnīca", sector="public", mailbox="personals@slimnica.example"
        )
        self.secret = send_link(employer=self.hospital)
        self.first = vacancy(self.alise, "Fizioterapeits", employer=self.hospital)
        with hands(self.site, width=PHONE, language="lv") as visitor:
            visitor.goto("/")
            visitor.follow("Jauns speciālists", exact=False)
            visitor.follow("Vakances ar algu pēc nodokļiem")
            visitor.follow("Fizioterapeits")
            visitor.sees("mēnesī pēc nodokļiem", "Valmieras slimnīca")
            visitor.check_page()
            visitor.follow("Jautāt par to koordinatoram")
            assert visitor.main.get_by_label(PLACE_ASKED).input_value() == municipality(PLACE).name
            visitor.fill("Kā varam ar Jums sazināties?", "ieva@family.example")
            visitor.choose("Kur Jūs tagad dzīvojat?", "Vācija", exact=False)
            visitor.fill("Jūsu jautājums", QUESTION)
            visitor.check_page()
            visitor.click("Nosūtīt jautājumu")
            visitor.sees("Jūsu jautājums ir saņemts", QUESTION)

    def and_a_case_that_has_rested_for_two_years(self):
        with acting(self.alise.scope):
            enquiry = Enquiry.objects.get()
        with self.desk() as desk:
            desk.goto(f"/desk/enquiries/{enquiry.pk}/")
            desk.sees(QUESTION, f"/jobs/{self.first.pk}/", "Germany")
            desk.click("Take")
            desk.follow("Open a case")
            for number, (given, family, year, occupation) in enumerate(FAMILY, 1):
                line = desk.main.get_by_role("group", name=f"Member {number}")
                values = {"Given name": given, "Family name": family, "Year of birth": year, "Occupation": occupation}
                for label, value in values.items():
                    desk.fill(label, value, within=line)
            desk.click("Open the case")
            desk.page.wait_for_url("**/desk/cases/2*/")
            desk.follow("New needs", exact=False)
            desk.tick("Job: Ieva Kalniņa")
            desk.click("Write the needs down")
            desk.sees("The needs are written down.")
        with acting(self.alise.scope):
            self.case = Case.objects.get()
            self.job = self.case.needs.get()
        thinks_of(self.case, self.alise, PLACE, NEIGHBOUR)
        with acting(self.alise.scope):
            cases.rest(case=self.case, reason="Not now: studies first", by=self.alise, may_be_approached=True)
            long_ago = timezone.now() - timedelta(days=730)
            Case.objects.filter(pk=self.case.pk).update(opened_at=long_ago, stage_since=long_ago)
            assert Household.objects.get().country == "DE"
        openings.end(entry=self.first, by=self.alise)

    def when_the_municipality_publishes_that_it_lacks_a_nurse(self):
        with hands(self.site, self.dace) as office:
            office.goto("/desk/openings/vacancies/new/")
            office.fill("Job title", "Medmāsa")
            office.choose("Employer", self.hospital.name, exact=False)
            office.fill("Pay before tax, from", "1900")
            office.fill("Pay before tax, to", "2300")
            office.fill("Package for specialists", "A flat for at least three years, for three years of work")
            office.fill("Last day", in_days(40).isoformat())
            office.check_page()
            office.click("Save")
            office.page.wait_for_url("**/desk/openings/vacancies/**")
            assert "Kalniņa" not in office.page.content()
        self.post = Vacancy.objects.get(title="Medmāsa")
        match_new_openings.defer(timestamp=0)
        assert "match_new_openings" in run_worker()

    def then_the_match_is_listed_and_the_person_written_to(self):
        with self.desk(width=PHONE) as desk:
            desk.goto("/desk/matches/")
            desk.sees("Medmāsa", municipality(PLACE).name_en, "a month after tax", self.case.reference, "Resting")
            desk.check_page()
            desk.follow("Write to the family", exact=False)
            text = desk.main.get_by_label("Text").input_value()
            assert "Medmāsa" in text
            assert f"/jobs/{self.post.pk}/" in text
            assert "A flat for at least three years, for three years of work" in text
            desk.fill("Text", f"{text}\n\nA flat for three years comes with it.")
            desk.check_page()
            desk.click("Send the letter")
            desk.sees("The letter is on its way.", "A flat for three years comes with it.")
            desk.sees("The match is done and has left the list.")

    def and_the_case_is_reopened_with_its_needs(self):
        with self.desk() as desk:
            desk.goto(self.path)
            desk.follow("Reopen")
            desk.tick("in a week")
            desk.click("Reopen the case")
            desk.sees("The stage is changed.")
            desk.follow("New needs", exact=False)
            desk.tick("Recognition and translation of documents: Ieva Kalniņa")
            desk.tick("A place to live: The whole family")
            desk.tick("Job: Juris Kalniņš")
            desk.tick("Remote work and A1: Ieva Kalniņa")
            desk.tick("Health care: The whole family")
            desk.click("Write the needs down")
            desk.sees("The needs are written down.")
        with acting(self.alise.scope):
            self.case.refresh_from_db()
            assert (self.case.stage, self.case.needs.count()) == ("assessing", 6)

    def when_recognition_is_asked_about_and_the_employer_sees_nobody(self):
        with self.desk() as desk:
            desk.goto(self.path)
            desk.follow("Ask a municipality or institution", exact=False)
            desk.tick("Recognition and translation of documents", exact=False)
            desk.click("Show the form for these")
            desk.click("See what they will see")
            desk.sees("Academic Information Centre")
            desk.click("Send the questions")
            desk.page.wait_for_url(f"**{self.path}")
        with acting(self.alise.scope):
            question = Question.objects.select_related("role").get()
        reply(question, text="A regulated profession: recognition takes two months")
        with hands(self.site, width=PHONE) as company:
            company.goto(f"/own/{self.secret}/")
            company.sees("Medmāsa")
            assert "Kalniņa" not in company.page.content()

    def then_an_offer_with_one_place_and_a_remote_variant_is_sent(self):
        dwelling(self.alise, kind="municipal_rent", rooms=2)
        vacancy(self.alise, "Veselības konsultants", NEIGHBOUR, remote="yes", contact="darbs@veseliba.example")
        room = {"name": {"lv": "Koprades telpa", "en": "Co-working space"}, "topics": ["remote_work"]}
        write(specialist(NEIGHBOUR), self.dace, **room)
        with self.desk() as desk:
            desk.goto(f"{self.path}fits/")
            desk.sees("Medmāsa", "Veselības konsultants", "Co-working space")
            desk.check_page()
            self.put_in(desk, "Medmāsa", self.job.pk)
            with acting(self.alise.scope):
                needs = {need.topic.code: need.pk for need in self.case.needs.select_related("topic")}
            self.put_in(desk, "Veselības konsultants", needs["remote_work"])
            self.put_in(desk, "Co-working space", needs["remote_work"])
            self.put_in(desk, "Flat of the municipality, to rent", needs["dwelling"])
            desk.goto(f"/desk/places/compare/?place={PLACE}&place={NEIGHBOUR}&case={self.case.reference}")
            desk.click("Put it into the offer")
            desk.sees("The places stand side by side in the letter.")
            compose_and_send(desk, no_solution=("Juris", "Health care"), begin=False, judge=False)
            desk.sees("The letter is sent.")
        with hands(self.site, width=PHONE, language="lv") as family:
            family.goto(offer_link())
            family.sees("Medmāsa", "Veselības konsultants", "Koprades telpa", "Vietas blakus")
            family.check_page()
        with acting(self.alise.scope):
            self.case.refresh_from_db()
            assert self.case.stage == "offered"

    def put_in(self, desk: Hands, title: str, need: int) -> None:
        desk.click(title, within=desk.page.locator(f"#need-{need}"), exact=False)
        desk.sees("It stands in the letter.")

    def when_the_person_agrees_the_employer_sees_them(self):
        with self.desk() as desk:
            desk.goto(self.path)
            desk.follow("Introduce to an employer")
            desk.choose("Who agreed?", "Ieva Kalniņa")
            desk.choose("To which employer?", self.hospital.name)
            desk.tick("Name")
            desk.fill("How did the person say so?", "by phone")
            desk.check_page()
            desk.click("The person agreed: introduce")
            desk.sees("Noted.")
        with acting(self.alise.scope):
            assert Introduction.objects.get().employer == self.hospital
        with hands(self.site, width=PHONE) as company:
            company.goto(f"/own/{self.secret}/")
            company.sees("Ieva Kalniņa")
            assert "Juris" not in company.text
            company.check_page()

    def then_home_and_work_are_settled(self):
        with self.desk() as desk:
            desk.goto(self.path)
            desk.fill("What was said", "She begins on 1 March; the hospital lets the flat")
            desk.click("Save the contact")
            desk.goto(f"{self.path}readiness/")
            for area in ("Place to live", "Work or income"):
                desk.tick("settled", within=desk.main.get_by_role("group", name=area))
            notes = desk.main.get_by_label("What settles it, or what is being done")
            notes.nth(0).fill("The hospital's flat")
            notes.nth(1).fill("The hospital")
            desk.click("Save")
        with acting(self.alise.scope):
            found = dict(self.case.readiness.values_list("area", "state"))
            assert (found["home"], found["work"]) == ("settled", "settled")
            assert found["education"] == "not_applicable"
            assert Match.objects.exclude(dismissed_at=None).count() == 1

    def and_they_have_returned(self):
        with self.desk() as desk:
            desk.goto(self.path)
            desk.follow("Has returned", exact=False)
            assert desk.main.get_by_label("Adults").input_value() == "2"
            desk.check_page()
            desk.click("Save")
            desk.sees("Welcome home!")
        with acting(self.alise.scope):
            event = Return.objects.get()
            self.case.refresh_from_db()
            months = list(event.checks.order_by("month").values_list("month", flat=True))
        assert (event.adults, event.children, event.municipality.atvk, event.from_country) == (2, 0, PLACE, "DE")
        assert (event.support_kind, self.case.stage in {"returned", "follow_up"}) == ("offer_before_move", True)
        assert months == [1, 3, 6, 12, 24, 36]
