"""J5: a municipal specialist answers a kindergarten question; at phone width, the answering side without scripts."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from majup.questions.models import Answer, Question
from majup.questions.tasks import follow_up_questions
from majup.staff.scope import acting
from tests.support import browser
from tests.support.people import give_role, make_user, sign_in, today
from tests.support.questions import LEAKS, NEIGHBOUR, ask, link_in, mails, make_need, reply, unit
from tests.support.worker import run_worker

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = 390


@pytest.fixture
def site(live_server, monkeypatch, settings):
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    settings.SITE_URL = live_server.url
    return live_server.url


@contextmanager
def phone(site, user=None, **options):
    """A page on a phone; signed in when `user` is given. Every page that is left passes axe and fits the width."""
    with browser.page(site, width=PHONE, reduced_motion="reduce", **options) as page:
        cookies = [{"name": "language", "value": "en", "url": site}]
        if user is not None:
            session = sign_in(user).cookies["sessionid"].value
            cookies.append({"name": "sessionid", "value": session, "url": site})
        page.context.add_cookies(cookies)
        yield page


def usable(page) -> None:
    assert browser.violations(page) == []
    assert browser.overflow(page) == 0


class TestAMunicipalSpecialistAnswersAKindergartenQuestion:
    def test_j5(self, site, request):
        """J5: REF-01 to REF-03, REF-06, REF-07, REF-10, T-22."""
        request.getfixturevalue("smtp_server")
        self.site = site
        self.alise, self.cilda = request.getfixturevalue("alise"), request.getfixturevalue("cilda")
        self.dace, self.fricis = request.getfixturevalue("dace"), request.getfixturevalue("fricis")
        self.given_a_unit_whose_holder_left_and_an_answer_of_three_months_ago()
        self.when_the_coordinator_asks_about_the_kindergarten()
        self.then_the_municipality_sees_the_gap()
        self.when_the_deputy_answers_on_a_phone_without_scripts()
        self.then_the_coordinator_reads_the_answer_in_the_case()
        self.when_the_neighbouring_county_is_asked_and_does_not_answer()
        self.then_the_reminder_goes_out_and_the_region_sees_what_is_overdue()

    def given_a_unit_whose_holder_left_and_an_answer_of_three_months_ago(self):
        give_role(make_user("Inese"), unit("preschool"))
        reply(ask(self.cilda), form={"available": "yes", "count": 3})
        with acting(self.cilda.scope):
            Answer.objects.update(answered_at=timezone.now() - timedelta(days=90))
        unit("preschool").holdings.update(valid_to=today() - timedelta(days=30))
        give_role(make_user("Janis"), unit("preschool"), is_deputy=True)
        self.need = make_need(self.alise)
        self.case_path = f"/desk/cases/{self.need.case.reference}/"

    def when_the_coordinator_asks_about_the_kindergarten(self):
        with phone(self.site, self.alise) as page:
            page.goto(self.case_path)
            page.get_by_role("link", name="Ask a municipality or institution").first.click()
            page.get_by_label("Kindergarten").check()
            page.get_by_role("button", name="Show the form for these").click()
            usable(page)
            page.get_by_label("The question in one sentence").fill("Is there a place in the group of four-year-olds?")
            page.get_by_role("button", name="See what they will see").click()
            preview = page.get_by_role("main").inner_text()
            assert "Goes to the deputy: Janis." in preview
            assert [word for word in LEAKS if word in preview.replace("Kalniņa", "", 1)] == []
            usable(page)
            page.get_by_role("button", name="Send the questions").click()
            page.wait_for_url(f"**{self.case_path}")
            assert "Goes to the deputy: Janis." in page.get_by_role("main").inner_text()

    def then_the_municipality_sees_the_gap(self):
        with phone(self.site, self.dace) as page:
            page.goto("/townhall/")
            assert "the holder has left, Janis answers as deputy" in page.get_by_role("main").inner_text()
            usable(page)

    def when_the_deputy_answers_on_a_phone_without_scripts(self):
        mail = mails()[-1]
        assert mail.to_address == "janis@majup.example"
        with phone(self.site) as page:
            page.goto(link_in(mail))
            usable(page)
            page.goto(f"{link_in(mail)}pass-on/")
            usable(page)
        with phone(self.site, java_script_enabled=False) as page:
            page.goto(link_in(mail))
            read = page.get_by_role("main").inner_text()
            assert "Is there a place in the group of four-year-olds?" in read
            assert "2022" in read
            assert "The last answer from you on this topic" in read
            assert [word for word in LEAKS if word in read] == []
            page.get_by_role("button", name="Send the answer").click()
            assert "Choose yes, no or not known yet" in page.get_by_role("main").inner_text()
            page.get_by_label("No", exact=True).check()
            page.get_by_label("Free places in this age or class").fill("0")
            page.get_by_label("Children waiting").fill("12")
            page.get_by_label("Order of the queue and how to apply").fill("By date of application")
            page.get_by_label("When there will be news").fill("2027-08-01")
            page.get_by_label("Whom the family turns to").fill("Pre-school unit")
            page.get_by_label("In your own words").fill("A private kindergarten with co-payment is possible")
            page.get_by_label("This holds for other families too").check()
            page.get_by_role("button", name="Send the answer").click()
            expect(page.get_by_role("heading", name="Thank you")).to_be_visible()

    def then_the_coordinator_reads_the_answer_in_the_case(self):
        with acting(self.alise.scope):
            self.need.refresh_from_db()
        assert self.need.state == "answered"
        with phone(self.site, self.alise) as page:
            page.goto(f"{self.case_path}#questions")
            panel = page.locator("#questions").inner_text()
            assert "By date of application" in panel
            assert "A private kindergarten with co-payment is possible" in panel
            page.goto("/desk/questions/?state=answered")
            usable(page)
            page.get_by_role("link", name="Kindergarten").first.click()
            usable(page)

    def when_the_neighbouring_county_is_asked_and_does_not_answer(self):
        with phone(self.site, self.alise) as page:
            page.goto(f"{self.case_path}ask/?need={self.need.pk}")
            page.get_by_label("Pre-school education, Valmiera county").uncheck()
            page.get_by_text("Other places and institutions").click()
            page.get_by_label("Pre-school education, Cēsis county").check()
            page.get_by_role("button", name="See what they will see").click()
            page.get_by_role("button", name="Send the questions").click()
            page.wait_for_url(f"**{self.case_path}")
        with acting(self.alise.scope):
            self.second = Question.objects.get(role=unit("preschool", NEIGHBOUR))

    def then_the_reminder_goes_out_and_the_region_sees_what_is_overdue(self):
        self._let_pass(due=-1, escalate=4)
        assert [mail.to_address for mail in mails("question_reminder")] == [
            f"preschool.{NEIGHBOUR}@pasvaldibas.example"
        ]
        assert "Cēsis county" not in self._overdue()
        self._let_pass(due=-8, escalate=-1)
        read = self._overdue()
        assert "Pre-school education, Cēsis county" in read
        assert [word for word in LEAKS if word in read] == []
        assert [mail.to_address for mail in mails("question_escalation")] == [
            f"customer_centre.{NEIGHBOUR}@pasvaldibas.example"
        ]

    def _overdue(self) -> str:
        with phone(self.site, self.fricis) as page:
            page.goto("/overdue/")
            usable(page)
            return page.get_by_role("main").inner_text()

    def _let_pass(self, *, due: int, escalate: int) -> None:
        with acting(self.alise.scope):
            Question.objects.filter(pk=self.second.pk).update(
                due_on=today() + timedelta(days=due), escalate_on=today() + timedelta(days=escalate)
            )
        follow_up_questions.defer(timestamp=0)
        run_worker()
