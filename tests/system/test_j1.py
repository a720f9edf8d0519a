"""J1: a family from the United Kingdom with two school-age children chooses between two municipalities."""

import re

import pytest

from majup.cases.models import Case
from majup.intake.models import Enquiry
from majup.offers.models import Offer
from majup.outcomes.models import Check, Return
from majup.plumbing.mail import as_sender
from majup.plumbing.models import OutgoingMail
from majup.questions.models import Question
from majup.staff.scope import acting
from tests.support.people import municipality, today
from tests.support.questions import link_in, mails, reply
from tests.system.hands import Hands, hands

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = 390
FIRST, SECOND = "0054000", "0026000"  # the counties the family thinks of; the question names the first
QUESTION = "Is there a place at school for two children, and somebody who helps one of them with Latvian?"
FAMILY = [
    ("Ieva", "Kalniņa", "1986", "Nurse", ""),
    ("Juris", "Kalniņš", "1984", "Programmer", ""),
    ("Emma", "Kalniņa", str(today().year - 9), "", "Grades 1 to 3"),
    ("Max", "Kalniņš", str(today().year - 13), "", "Grades 7 to 9"),
]
MOST_INTERACTIONS = 25


def offer_link() -> str:
    """Path of the personal link in the newest letter to the family."""
    with as_sender():
        text = OutgoingMail.objects.filter(text__contains="/o/").latest("pk").text
    return re.search(r"/o/[^/\s]+/", text).group()


def write_family(desk: Hands) -> None:
    """Fill in the lines of the page that opens a case."""
    for number, (given, family, year, occupation, stage) in enumerate(FAMILY, 1):
        line = desk.main.get_by_role("group", name=f"Member {number}")
        desk.fill("Given name", given, within=line)
        desk.fill("Family name", family, within=line)
        desk.fill("Year of birth", year, within=line)
        if occupation:
            desk.fill("Occupation", occupation, within=line)
        if stage:
            desk.choose("School stage", stage, within=line)


def tick_need(desk: Hands, topic: str, whom: str) -> None:
    desk.tick(f"{topic}: {whom}")


class TestAFamilyChoosesBetweenTwoMunicipalities:
    def test_j1(self, site, smtp_server, alise):
        self.site, self.alise = site, alise
        self.given_a_question_through_the_public_form()
        self.when_the_coordinator_takes_it_and_opens_a_case()
        self.and_writes_down_needs_places_and_readiness()
        self.and_asks_schools_and_housing_of_both_places()
        self.and_the_roles_answer_by_their_links()
        self.and_the_places_are_weighed_and_two_put_side_by_side()
        self.then_the_offer_is_composed_and_sent()
        self.when_the_family_reads_marks_and_asks_on_a_phone()
        self.then_a_second_version_follows()
        self.when_the_family_intends_to_return_and_prepares()
        self.then_it_returns_and_is_looked_after()
        self.and_a_child_does_not_cope_in_month_3()
        self.then_the_case_closes()

    def desk(self):
        return hands(self.site, self.alise)

    @property
    def case(self) -> Case:
        with acting(self.alise.scope):
            return Case.objects.select_related("household").get()

    @property
    def case_path(self) -> str:
        return f"/desk/cases/{self.case.reference}/"

    def places_on(self, desk: Hands) -> list[str]:
        lines = desk.page.locator("#places li").all_inner_texts()
        return [line.splitlines()[0].strip() for line in lines]

    def given_a_question_through_the_public_form(self):
        with hands(self.site, width=PHONE) as family:
            family.goto("/")
            family.check_page()
            family.follow("Write a question")
            family.fill("How can we reach you?", "ieva@family.example")
            family.choose("Where do you live now?", "United Kingdom", exact=False)
            family.fill(
                "Which region or municipality are you thinking of?",
                f"{municipality(FIRST).name}, {municipality(SECOND).name}",
                exact=False,
            )
            family.fill("Your question", QUESTION)
            family.click("Send the question")
            family.sees("We have your question", "Alise", QUESTION)
            family.check_page()

    def when_the_coordinator_takes_it_and_opens_a_case(self):
        with self.desk() as desk:
            desk.goto("/desk/")
            desk.sees("Is there a place at school")
            desk.check_page()
            desk.main.get_by_role("link", name=re.compile("Is there a place at school|ieva@")).first.click()
            desk.page.wait_for_url("**/desk/enquiries/*/")
            desk.click("Take")
            desk.sees("Taken")
            desk.follow("Open a case")
            desk.sees(QUESTION)
            write_family(desk)
            desk.check_page()
            desk.click("Open the case")
            desk.page.wait_for_url("**/desk/cases/2*/")
            desk.sees("Emma Kalniņa", "Juris Kalniņš", "ieva@family.example")
            desk.check_page()

    def and_writes_down_needs_places_and_readiness(self):
        with self.desk() as desk:
            desk.goto(self.case_path)
            desk.follow("New needs", exact=False)
            tick_need(desk, "School", "Emma Kalniņa")
            tick_need(desk, "School", "Max Kalniņš")
            tick_need(desk, "A place to live", "The whole family")
            tick_need(desk, "Job", "Ieva Kalniņa")
            desk.fill("Wish, in the family's words: School", "A class that helps with Latvian")
            desk.check_page()
            desk.click("Write the needs down")
            desk.sees("A class that helps with Latvian")
            desk.follow("Family and facts")
            assert self.places_on(desk) == [municipality(FIRST).name_en, municipality(SECOND).name_en]
            desk.check_page()
            desk.goto(f"{self.case_path}readiness/")
            desk.tick("being sought", within=desk.main.get_by_role("group", name="Work"), exact=False)
            desk.check_page()
            desk.click("Save")
            readiness = desk.page.locator("#readiness").inner_text()
            assert "being sought" in readiness.lower()

    def and_asks_schools_and_housing_of_both_places(self):
        with self.desk() as desk:
            desk.goto(self.case_path)
            desk.follow("Ask a municipality or institution", exact=False)
            desk.tick("School · Emma Kalniņa")
            desk.tick("School · Max Kalniņš")
            desk.tick("A place to live")
            desk.click("Show the form for these")
            desk.check_page()
            desk.click("See what they will see")
            assert [
                name for name in ("Emma", "Max", "Kalniņ") if name in desk.text.split("What they will see", 2)[-1]
            ] == []
            desk.click("Send the questions")
            desk.page.wait_for_url(f"**{self.case_path}")
        with acting(self.alise.scope):
            self.asked = list(Question.objects.select_related("role", "topic").order_by("pk"))
        assert sorted((q.topic.code, q.role.municipality.atvk) for q in self.asked) == sorted(
            (topic, place) for topic in ("school", "school", "dwelling") for place in (FIRST, SECOND)
        )

    def and_the_roles_answer_by_their_links(self):
        links = [link_in(mail) for mail in mails()]
        assert len(links) == 6
        with hands(self.site, width=PHONE) as answerer:
            answerer.goto(links[0])
            answerer.check_page()
            assert "Kalniņ" not in answerer.text
            answerer.tick("Yes")
            answerer.fill("In your own words", "A place in class 3; the school has a helper for Latvian")
            answerer.fill("Who answers", "School office")
            answerer.click("Send the answer")
            answerer.sees("Thank you")
            answerer.check_page()
        with acting(self.alise.scope):
            waiting = list(Question.objects.filter(state__in=["sent", "seen"]).select_related("role"))
        assert len(waiting) == 5
        for question in waiting:
            reply(question, text="Flats for rent are few; 300 to 450 euros a month")

    def and_the_places_are_weighed_and_two_put_side_by_side(self):
        """J1 step 6, OFF-07: the family's own weights, two places compared, the comparison in the letter."""
        with self.desk() as desk:
            desk.goto(f"{self.case_path}family/")
            desk.follow("Weigh and compare places")
            desk.check_page()
            weights = desk.page.locator("#weights")
            desk.choose("Former home or native place", municipality(FIRST).name_en, within=weights.locator("#own"))
            desk.choose("Do sport and physical activities", "5: decides", within=weights)
            desk.click("Weigh, and keep it with the case")
            desk.sees("The weights are kept with the case.", "Places by what matters to you")
            desk.follow("Show all 42 places")
            for atvk in (FIRST, SECOND):
                desk.tick("compare", within=desk.page.locator(f"#place-{atvk}"), exact=False)
            desk.click("Show the ticked ones side by side")
            desk.sees("Valmiera county", "Average net pay in the municipality", "Not answered (none of these places)")
            desk.check_page()
            desk.click("Put it into the offer")
            desk.sees("The places stand side by side in the letter.")
        with acting(self.alise.scope):
            assert self.case.place_weights["own"] == {"previous_residence": FIRST}
            assert Offer.objects.get().compared == [FIRST, SECOND]

    def then_the_offer_is_composed_and_sent(self):
        with self.desk() as desk:
            desk.goto(self.case_path)
            assert "helper for Latvian" in desk.page.locator("#questions").inner_text()
            desk.click("Go on with the offer", within=desk.page.locator("#offers"))
            compose_and_send(desk, no_solution=("Job",), begin=False)
            desk.sees("The letter is sent.")
        assert self.case.stage == "offered"

    def when_the_family_reads_marks_and_asks_on_a_phone(self):
        with hands(self.site, width=PHONE, language="en") as family:
            family.goto(offer_link())
            family.check_page()
            family.sees("helper for Latvian", "Places side by side", "Average net pay in the municipality")
            items = family.page.locator(".letter-item")
            self.rejected = items.nth(0).locator("h3").inner_text()
            family.click("Not for us", within=items.nth(0), exact=False)
            family.sees("Your coordinator sees it at once")
            family.open("I have a question", within=items.nth(1))
            family.fill("Your question", "Is there speech therapy for Emma?", within=items.nth(1))
            family.click("Send the question", within=items.nth(1))
            family.sees("Is there speech therapy for Emma?")
            family.check_page()

    def then_a_second_version_follows(self):
        with self.desk() as desk:
            desk.goto("/desk/")
            desk.check_page()
            desk.goto(f"{self.case_path}needs/")
            tick_need(desk, "Support for the child", "Emma Kalniņa")
            desk.fill("Wish, in the family's words: Support for the child", "speech therapist")
            desk.click("Write the needs down")
            with acting(self.alise.scope):
                offer = Offer.objects.get()
            assert offer.state == "discussed"
            desk.goto(f"/desk/offers/{offer.pk}/")
            desk.sees("Is there speech therapy for Emma?")
            desk.check_page()
            desk.main.get_by_role("button", name=re.compile("new version", re.IGNORECASE)).first.click()
            compose_and_send(desk, no_solution=("Support for the child",), begin=False)
        with hands(self.site, width=PHONE) as family:
            family.goto(offer_link())
            family.sees("What has changed since the version before")
            family.check_page()

    def when_the_family_intends_to_return_and_prepares(self):
        with self.desk() as desk:
            desk.goto(self.case_path)
            desk.follow("Intends to return", exact=False)
            desk.check_page()
            assert desk.main.get_by_label("How many people intend to return?").input_value() == "4"
            desk.click("Save")
            desk.page.wait_for_url(f"**{self.case_path}")
        assert self.case.stage == "intention"
        with hands(self.site, width=PHONE) as family:
            family.goto(offer_link())
            boxes = family.page.locator("#steps input[type=checkbox]")
            boxes.nth(0).check()
            boxes.nth(1).check()
            family.click("Save the ticks")
            family.sees("The ticks are saved")
        with self.desk() as desk:
            desk.goto(f"{self.case_path}readiness/")
            for area in ("Place to live", "Work or income", "Education of the children"):
                desk.tick("settled", within=desk.main.get_by_role("group", name=area))
            notes = desk.main.get_by_label("What settles it, or what is being done")
            for number, note in enumerate(("A flat in Valmiera from June", "The hospital", "School no. 5")):
                notes.nth(number).fill(note)
            desk.click("Save")
            desk.follow("Family and facts")
            assert "2 of" in desk.page.locator("#steps").inner_text()
            desk.goto(self.case_path)
            desk.follow("New stage", exact=False)
            desk.choose("New stage", "Preparing to move", exact=False)
            desk.check_page()
            desk.click("Change the stage")
        assert self.case.stage == "preparing"

    def then_it_returns_and_is_looked_after(self):
        with self.desk() as desk:
            desk.goto(self.case_path)
            desk.follow("Has returned", exact=False)
            desk.check_page()
            assert desk.main.get_by_label("Adults").input_value() == "2"
            assert desk.main.get_by_label("Children").input_value() == "2"
            desk.click("Save")
            desk.sees("Welcome home!")
        with acting(self.alise.scope):
            event = Return.objects.get()
            counted = (event.adults, event.children, event.municipality.atvk, event.from_country, event.support_kind)
            months = list(Check.objects.order_by("due_on").values_list("month", flat=True))
        assert counted == (2, 2, FIRST, "GB", "offer_before_move")
        assert months == [1, 3, 6, 12, 24, 36]
        assert self.case.stage in {"returned", "follow_up"}

    def and_a_child_does_not_cope_in_month_3(self):
        with self.desk() as desk:
            desk.goto(self.case_path)
            desk.follow("Talk in month 3")
            desk.tick("Hard", within=desk.main.get_by_role("group", name=re.compile("school", re.IGNORECASE)))
            desk.fill("What should be done", "The school asks for a psychologist")
            desk.check_page()
            desk.click("Save")
            desk.sees("A child has difficulties")
            desk.goto(f"{self.case_path}needs/")
            tick_need(desk, "Psychological support", "Max Kalniņš")
            desk.fill("Wish, in the family's words: Psychological support", "somebody to talk to")
            desk.click("Write the needs down")
            assert "Psychological support" in desk.page.locator("#needs").inner_text()

    def then_the_case_closes(self):
        with self.desk() as desk:
            for month in (1, 6, 12):
                desk.goto(self.case_path)
                desk.follow(f"Talk in month {month}")
                desk.click("Save")
            desk.goto(self.case_path)
            desk.follow("End", exact=False)
            desk.main.get_by_role("radio").first.check()
            desk.fill("Why the open needs are given up", "The school's psychologist looks after Max")
            desk.check_page()
            desk.click("End the case")
            desk.sees("The case has ended.")
        assert self.case.stage == "closed"


def compose_and_send(desk: Hands, *, no_solution: tuple[str, ...] = (), begin: bool = True, judge: bool = True) -> None:
    """From the case (or the open letter) to the sent letter."""
    if begin:
        desk.click("Begin the offer", within=desk.page.locator("#offers"))
    desk.page.wait_for_url("**/compose/")
    desk.click("Put in everything that fits")
    for topic in no_solution:
        card = desk.page.locator(".need-card", has_text=topic).first
        desk.open("No solution at present", within=card)
        desk.fill("Why", "Nothing has been found yet; we go on looking", within=card)
        desk.click("Say so in the letter", within=card)
    if desk.page.locator("#sections .badge", has_text="Empty").count():
        desk.click("Mark all empty sections as not needed")
    if judge:
        desk.check_page()
    desk.follow("Send …")
    assert "The letter cannot go out yet" not in desk.text, desk.text
    desk.click("Send the offer")
    desk.page.wait_for_url(re.compile(r"/desk/offers/\d+/$"))


def test_j1_from_the_opened_enquiry_to_the_sent_offer_in_few_interactions(site, smtp_server, alise, capsys):
    """J1: with the answers in, from the opened enquiry to the sent offer at most 25 clicks and acting keys."""
    with hands(site) as family:
        family.goto("/ask/")
        family.fill("How can we reach you?", "ieva@family.example")
        family.fill("Which region or municipality", f"{municipality(FIRST).name}, {municipality(SECOND).name}")
        family.fill("Your question", QUESTION)
        family.click("Send the question")
        family.sees("We have your question")
    with hands(site, alise) as desk:
        with acting(alise.scope):
            enquiry = Enquiry.objects.get()
        desk.goto(f"/desk/enquiries/{enquiry.pk}/")
        desk.click("Take")
        desk.follow("Open a case")
        write_family(desk)
        desk.click("Open the case")
        desk.follow("New needs", exact=False)
        tick_need(desk, "School", "Emma Kalniņa")
        tick_need(desk, "School", "Max Kalniņš")
        tick_need(desk, "A place to live", "The whole family")
        desk.fill("Wish, in the family's words: School", "A class that helps with Latvian")
        desk.click("Write the needs down")
        desk.follow("Ask a municipality or institution", exact=False)
        for need in ("School · Emma Kalniņa", "School · Max Kalniņš", "A place to live"):
            desk.tick(need)
        desk.click("Show the form for these")
        desk.click("See what they will see")
        desk.click("Send the questions")
        desk.sees("6 questions were sent.")
        with acting(alise.scope):
            asked = list(Question.objects.select_related("role"))
        for question in asked:
            reply(question, text="There is a place")
        compose_and_send(desk, judge=False)
        desk.sees("The letter is sent.")
    with capsys.disabled():
        print(f"\n{len(desk.done)} interactions: {'; '.join(desk.done)}; {desk.typed} fields typed")
    assert len(desk.done) <= MOST_INTERACTIONS
