"""J2: a young specialist from Germany, whose case has rested for two years, hears of a post and what comes with it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from majup.cases import actions as cases
from majup.cases.models import Case
from majup.matching.models import Match
from majup.matching.tasks import match_new_openings
from majup.openings.letters import send_link
from majup.openings.models import Vacancy
from majup.people.actions import MemberData
from majup.people.models import Household
from majup.questions.models import Introduction, Question
from majup.staff.scope import acting
from tests.support.cases import case_of, need_of
from tests.support.matching import thinks_of
from tests.support.openings import NEIGHBOUR, PLACE, dwelling, employer, in_days, vacancy
from tests.support.people import municipality
from tests.support.questions import reply
from tests.support.worker import run_worker
from tests.system.hands import Hands, hands
from tests.system.test_j1 import compose_and_send

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = 390
NURSE = MemberData("Ieva", "Kalniņa", occupation="Medmāsa", language="en", birth_year=1998)
PARTNER = MemberData("Juris", "Kalniņš", relation="spouse", occupation="Programmētājs", birth_year=1996)


class TestASpecialistWhoRestedHearsOfAPost:
    def test_j2(self, site, smtp_server, alise, dace):
        """J2: FUP-04, SPE-02, EMP-01, EMP-07, NEE-06."""
        self.site, self.alise, self.dace = site, alise, dace
        self.given_a_case_that_has_rested_for_two_years()
        self.when_the_municipality_publishes_that_it_lacks_a_nurse()
        self.then_the_match_is_listed_and_the_person_written_to()
        self.and_the_case_is_reopened_with_its_needs()
        self.when_recognition_is_asked_about_and_the_employer_sees_nobody()
        self.then_an_offer_with_one_place_and_a_remote_variant_is_sent()
        self.when_the_person_agrees_the_employer_sees_them()
        self.then_home_and_work_are_settled()

    def desk(self, **options):
        return hands(self.site, self.alise, **options)

    @property
    def path(self) -> str:
        return f"/desk/cases/{self.case.reference}/"

    def given_a_case_that_has_rested_for_two_years(self):
        self.hospital = employer(
            self.alise, "Valmieras slimnīca", sector="public", mailbox="personals@slimnica.example"
        )
        self.secret = send_link(employer=self.hospital)
        self.case = case_of(self.alise, members=(NURSE, PARTNER))
        self.job = need_of(self.case, self.alise, "job")
        thinks_of(self.case, self.alise, PLACE)
        with acting(self.alise.scope):
            cases.rest(case=self.case, reason="Not now: studies first", by=self.alise, may_be_approached=True)
            Household.objects.filter(pk=self.case.household_id).update(country="DE")
            long_ago = timezone.now() - timedelta(days=730)
            Case.objects.filter(pk=self.case.pk).update(opened_at=long_ago, stage_since=long_ago)

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
        self.post = Vacancy.objects.get()
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
            desk.fill("Text", f"{text}\n\nA flat for three years comes with it.")
            desk.check_page()
            desk.click("Send the letter")
            desk.sees("The letter is on its way.", "A flat for three years comes with it.")

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
            desk.click("Write the needs down")
            desk.sees("The needs are written down.")
        with acting(self.alise.scope):
            self.case.refresh_from_db()
            assert (self.case.stage, self.case.needs.count()) == ("assessing", 5)

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
        with self.desk() as desk:
            desk.goto(f"{self.path}fits/")
            desk.sees("Medmāsa", "Veselības konsultants")
            desk.check_page()
            self.put_in(desk, "Medmāsa", self.job.pk)
            with acting(self.alise.scope):
                needs = {need.topic.code: need.pk for need in self.case.needs.select_related("topic")}
            self.put_in(desk, "Veselības konsultants", needs["remote_work"])
            self.put_in(desk, "Flat of the municipality, to rent", needs["dwelling"])
            desk.goto(self.path)
            desk.click("Go on with the offer", within=desk.page.locator("#offers"))
            compose_and_send(desk, no_solution=("Juris",), begin=False, judge=False)
            desk.sees("The letter is sent.")
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
            desk.goto("/desk/matches/")
            desk.click("Put aside")
            desk.sees("Put aside.")
        with acting(self.alise.scope):
            found = dict(self.case.readiness.values_list("area", "state"))
            assert (found["home"], found["work"]) == ("settled", "settled")
            assert found["education"] == "not_applicable"
            assert Match.objects.exclude(dismissed_at=None).count() == 1
