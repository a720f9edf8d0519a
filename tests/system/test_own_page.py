"""The family's own page on a telephone, by keyboard alone: from the link in a mail to the copy of everything."""

import io
import re
import zipfile

import pytest

from majup.cases.models import Contact, Step
from majup.family.models import Correction
from majup.people.actions import give_consent
from majup.people.models import Consent
from majup.staff.scope import acting
from tests.support.family import token_of
from tests.support.offers import make_family_case, need
from tests.system.hands import hands

pytestmark = pytest.mark.django_db(transaction=True)
FOCUSED = "document.activeElement && (document.activeElement.innerText || document.activeElement.value || '')"
PHONE = "+44 20 7946 0958"


class TestAFamilyOnItsOwnPage:
    def test_j3_by_keyboard_alone(self, site, smtp_server, alise):
        self.case = make_family_case(alise)
        need(self.case, "school", alise, person="Anna")
        with acting(alise.scope):
            give_consent(household=self.case.household, purpose="story", how="by phone", by=alise)
        link = f"/en/my/{token_of(self.case, alise)}/"
        with hands(site, width=390, accept_downloads=True) as self.ieva:
            self.ieva.goto(link)
            self.ieva.check_page()
            self.ieva.sees("Your family", "Ready to move?", "Still open:")
            self.a_step_is_ticked()
            self.a_message_is_written()
            self.the_phone_is_corrected()
            self.one_consent_is_taken_back()
            self.everything_is_downloaded()
        self.the_coordinator_has_it_all(alise)

    def to(self, words: str) -> None:
        """Press Tab until the control stands in focus; a page on which it cannot be reached fails."""
        for _press in range(120):
            self.ieva.page.keyboard.press("Tab")
            if words in (self.ieva.page.evaluate(FOCUSED) or ""):
                return
        raise AssertionError(f"{words} cannot be reached by keyboard on {self.ieva.page.url}")

    def to_field(self, selector: str) -> None:
        for _press in range(120):
            self.ieva.page.keyboard.press("Tab")
            if self.ieva.page.locator(f"{selector}:focus").count():
                return
        raise AssertionError(f"{selector} cannot be reached by keyboard")

    def press(self, words: str, key: str = "Enter") -> None:
        self.to(words)
        self.ieva.page.keyboard.press(key)

    def back(self) -> None:
        self.press("Back to your family")
        self.ieva.page.wait_for_url(re.compile(r"/my/[^/]+/$"))

    def a_step_is_ticked(self):
        self.to_field("input[name=done]")
        self.ieva.page.keyboard.press("Space")
        self.press("Save the ticks")
        self.ieva.page.get_by_text("The ticks are saved.").wait_for()
        self.ieva.sees("1 of")

    def a_message_is_written(self):
        self.to_field("textarea[name=text]")
        self.ieva.page.keyboard.type("May we come and see the school?")
        self.press("Send the message")
        self.ieva.page.get_by_text("Your coordinator has your letter.").wait_for()
        self.ieva.sees("May we come and see the school?")

    def the_phone_is_corrected(self):
        self.press("What we know of you")
        self.ieva.page.wait_for_url("**/data/")
        self.ieva.check_page()
        self.press("Correct")
        self.ieva.page.wait_for_url("**/data/*/")
        self.ieva.check_page()
        self.to_field("input[name=phone]")
        self.ieva.page.keyboard.type(PHONE)
        self.press("Send the corrections")
        self.ieva.page.wait_for_url("**/data/")
        self.ieva.sees("Your coordinator takes it over", PHONE)

    def one_consent_is_taken_back(self):
        self.back()
        self.press("What you agreed to")
        self.ieva.page.wait_for_url("**/consents/")
        self.ieva.check_page()
        self.press("Take back")
        self.ieva.page.get_by_text("Your consent is taken back.").wait_for()

    def everything_is_downloaded(self):
        self.back()
        with self.ieva.page.expect_download() as coming:
            self.press("Download everything we hold")
        archive = zipfile.ZipFile(io.BytesIO(coming.value.path().read_bytes()))
        assert "May we come and see the school?" in archive.read("data.json").decode()

    def the_coordinator_has_it_all(self, alise):
        with acting(alise.scope):
            assert Step.objects.filter(case=self.case, done_by_family=True).count() == 1
            assert Contact.objects.get(case=self.case, channel="own_page").by_family is True
            assert Correction.objects.get().value == PHONE
            assert Consent.objects.get(purpose="story").withdrawn_at is not None
