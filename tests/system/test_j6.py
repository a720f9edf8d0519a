"""J6: a coordinator's week, Monday and Friday, and a colleague who stands in for her."""

import re
from datetime import timedelta

import pytest

from majup.cases.actions import move
from majup.cases.models import Case
from majup.intake.actions import receive
from majup.intake.models import Enquiry
from majup.network.models import Role
from majup.outcomes.models import Return
from majup.people.actions import add_contact_point
from majup.staff.scope import Scope, acting
from tests.support.cases import IEVA, case_of
from tests.support.people import municipality, today
from tests.system.hands import hands

pytestmark = pytest.mark.django_db(transaction=True)
PLACE = "0054000"
PROMISE = "Send the list of schools"


def common(**fields) -> Enquiry:
    """A question that names no region."""
    with acting(Scope(common_queue=True)):
        return receive(channel="web_form", language="lv", **fields)


class TestACoordinatorsWeek:
    def test_j6(self, site, smtp_server, alise, bruno, cilda):
        self.site, self.alise, self.bruno, self.cilda = site, alise, bruno, cilda
        self.given_open_work()
        self.on_monday_one_enquiry_is_taken_from_the_common_queue()
        self.and_another_is_recognised_as_a_case_of_another_region_and_left_there_with_a_note()
        self.on_tuesday_a_call_is_logged_in_a_minute_and_a_missed_call_kept()
        self.on_friday_a_return_is_recorded_and_families_are_looked_after()
        self.and_one_client_is_handed_over_and_accepted()
        self.then_the_deputy_sees_what_was_promised()

    def desk(self, user=None):
        return hands(self.site, user or self.alise)

    def given_open_work(self):
        self.case = case_of(self.alise, next_contact_on=today())
        self.leaving = case_of(self.alise, members=(IEVA,), next_contact_on=today() + timedelta(days=3))
        self.elsewhere = case_of(self.cilda, "latgale")
        self.back = case_of(self.alise, next_contact_on=today() + timedelta(days=30))
        with acting(self.alise.scope):
            move(case=self.back, stage="preparing", reason="all is settled", by=self.alise)
        with acting(self.cilda.scope):
            person = self.elsewhere.household.members.first()
            add_contact_point(person=person, kind="email", value="old@family.example", by=self.cilda)
        self.new = common(text="Where could a welder find work?", email="welder@family.example")
        self.known = common(text="We are thinking of coming home again.", email="old@family.example")

    def on_monday_one_enquiry_is_taken_from_the_common_queue(self):
        with self.desk() as desk:
            desk.goto("/desk/")
            desk.check_page()
            desk.sees("Where could a welder find work?")
            desk.goto("/desk/enquiries/")
            desk.check_page()
            row = desk.main.get_by_role("row").filter(has_text="welder")
            desk.click("Take", within=row)
            desk.page.wait_for_url("**/desk/enquiries/*/")
            desk.fill("Answer, or what was said", "The employment agency shows vacancies for welders.")
            desk.click("Answer and finish")
            desk.page.wait_for_url("**/desk/enquiries/")
            desk.sees("The answer is on its way.")
        with acting(self.alise.scope):
            assert Enquiry.objects.get(pk=self.new.pk).state == "answered"

    def and_another_is_recognised_as_a_case_of_another_region_and_left_there_with_a_note(self):
        with self.desk() as desk:
            desk.goto(f"/desk/enquiries/{self.known.pk}/")
            desk.sees("Same e-mail address", "Latgale")
            assert "Ieva" not in desk.text
            desk.check_page()
            desk.follow("Pass on to that region")
            desk.fill("Note for the colleague", "An old case of yours: they wrote to the common address.")
            desk.check_page()
            desk.click("Pass on")
            desk.sees("The enquiry is passed on")
        with self.desk(self.cilda) as other:
            other.goto(f"/desk/enquiries/{self.known.pk}/")
            other.sees("An old case of yours", "We are thinking of coming home again.", self.elsewhere.reference)
            other.click("Put into this case")
            other.page.wait_for_url(f"**/desk/cases/{self.elsewhere.reference}/")
            other.sees("We are thinking of coming home again.")

    def on_tuesday_a_call_is_logged_in_a_minute_and_a_missed_call_kept(self):
        with self.desk() as desk:
            desk.goto(f"/desk/cases/{self.case.reference}/")
            desk.fill("What was said", "Spoke with the pre-school office: the queue is short")
            desk.open("Next step, promise")
            desk.fill("Next step, or what we promised", PROMISE)
            desk.fill("Promised by", (today() + timedelta(days=2)).isoformat())
            desk.click("Save the contact")
            desk.sees("The contact is on the time line.", PROMISE)
            assert desk.done == ["open Next step, promise", "click Save the contact"]
            desk.check_page()
            desk.goto("/desk/enquiries/")
            desk.fill("Missed call from", "+44 20 7946 0958")
            desk.click("Call back today")
            desk.sees("Call back today: +44")
            desk.check_page()
            desk.goto("/desk/")
            desk.sees("+44")

    def on_friday_a_return_is_recorded_and_families_are_looked_after(self):
        with self.desk() as desk:
            desk.goto(f"/desk/cases/{self.back.reference}/")
            desk.follow("Has returned", exact=False)
            desk.choose("Municipality where they live now", municipality(PLACE).name_en, exact=False)
            desk.tick("Help after arrival", exact=False)
            desk.fill("When did they arrive?", (today() - timedelta(days=32)).isoformat())
            desk.click("Save")
            desk.sees("Welcome home!")
            desk.goto("/desk/checks/")
            desk.check_page()
            desk.main.get_by_role("row").nth(1).get_by_role("link").first.click()
            desk.tick("Going well", within=desk.main.get_by_role("group").nth(0))
            desk.click("Save")
            desk.sees("The talk after the return is recorded.")
            desk.goto("/totals/")
            desk.check_page()
        with acting(self.alise.scope):
            event = Return.objects.get()
            assert (event.adults, event.children, event.municipality.atvk) == (2, 1, PLACE)
            assert event.checks.get(month=1).done_on == today()

    def and_one_client_is_handed_over_and_accepted(self):
        with self.desk() as desk:
            desk.goto(f"/desk/cases/{self.leaving.reference}/")
            desk.follow("Hand over", exact=False)
            desk.choose("Region", "Latgale")
            desk.fill("What the other coordinator reads before deciding", "A nurse from London, near her parents")
            desk.fill("The family agreed on", today().isoformat())
            desk.check_page()
            desk.main.get_by_role("button", name=re.compile("ropose|Hand over")).first.click()
            desk.page.wait_for_url(f"**/desk/cases/{self.leaving.reference}/**")
        with self.desk(self.cilda) as other:
            other.goto("/desk/cases/handovers/")
            other.check_page()
            other.follow("A nurse from London", exact=False)
            assert "Ieva" not in other.text
            other.check_page()
            other.tick("in a week")
            other.click("Accept: we become responsible")
            other.goto(f"/desk/cases/{self.leaving.reference}/")
            other.sees("Ieva Kalniņa")
        with acting(self.cilda.scope):
            assert Case.objects.get(pk=self.leaving.pk).region.code == "latgale"
        with acting(self.alise.scope):
            assert not Case.objects.filter(pk=self.leaving.pk).exists()

    def then_the_deputy_sees_what_was_promised(self):
        with self.desk(self.bruno) as deputy:
            deputy.goto(f"/desk/cases/{self.case.reference}/")
            assert PROMISE not in deputy.page.content()
        role = Role.objects.get(kind="coordinator", region__code="vidzeme")
        with self.desk() as desk:
            desk.goto(f"/directory/roles/{role.pk}/substitution/")
            desk.check_page()
            desk.main.get_by_label("Who substitutes").select_option(str(self.bruno.pk))
            desk.fill("First day", today().isoformat())
            desk.fill("Last day", (today() + timedelta(days=7)).isoformat())
            desk.main.locator("form[method=post] .actions button").click()
            desk.page.wait_for_url(f"**/directory/roles/{role.pk}/")
        with self.desk(self.bruno) as deputy:
            deputy.goto("/desk/cases/open-work/")
            deputy.sees(PROMISE, "Kaln")
            deputy.check_page()
            deputy.goto(f"/desk/cases/{self.case.reference}/")
            deputy.sees(PROMISE)
