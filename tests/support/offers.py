"""A family of Vidzeme with a case, needs and answers: what an offer is composed from."""

from datetime import timedelta

from django.utils import timezone

from majup.cases import actions as cases
from majup.cases.models import Case, Need
from majup.network.models import Role, Topic
from majup.offers import actions
from majup.offers.models import Offer, OfferItem
from majup.people.actions import ContactData, MemberData, create_household
from majup.questions.models import Answer, AnswerForm, Question
from majup.staff.scope import acting
from tests.support.people import municipality, region, today

PLACE = "0054000"


def make_family_case(coordinator, region_code="vidzeme", *, email="ieva@majup.example", place=PLACE) -> Case:
    with acting(coordinator.scope):
        household = create_household(
            region=region(region_code),
            members=[
                MemberData("Ieva", "Kalniņa", language="lv"),
                MemberData("Tom", "Smith", relation="spouse", language="en"),
                MemberData("Anna", "Kalniņa", relation="child", is_child=True),
            ],
            country="GB",
            contact_points=[ContactData("email", email)] if email else [],
            by=coordinator,
        )
        category = "emigrant" if region_code else ""
        case = cases.open_case(
            household=household, category=category, by=coordinator, next_contact_on=today() + timedelta(days=14)
        )
        if place:
            cases.set_candidates(case=case, municipalities=[municipality(place)], by=coordinator)
        return Case.objects.get(pk=case.pk)


def need(case, topic, coordinator, *, person=None, wish="") -> Need:
    with acting(coordinator.scope):
        who = case.household.members.get(given_name=person) if person else None
        return cases.add_need(
            case=case, topic=Topic.objects.get(code=topic), by=coordinator, due_on=today(), person=who, wish=wish
        )


def answered(need, coordinator, text, *, unit="schools", days_ago=1, form=None) -> Answer:
    """A question to the unit of PLACE about `need`, and its answer."""
    with acting(coordinator.scope):
        role = Role.objects.get(municipality__atvk=PLACE, unit=unit)
        at = timezone.now() - timedelta(days=days_ago)
        question = Question.objects.create(
            case=need.case,
            household=need.case.household,
            region=need.case.region,
            need=need,
            topic=need.topic,
            role=role,
            municipality=role.municipality,
            form=AnswerForm.objects.get(code="places"),
            text="Vai būs vieta?",
            language="lv",
            state="answered",
            sent_at=at,
            sent_by=coordinator,
            due_on=today(),
            escalate_on=today(),
            closed_at=at,
        )
        answer = Answer.objects.create(
            question=question,
            role=role,
            text=text,
            form=form or {},
            answered_at=at,
            changed_at=at,
            answered_by_name="Skolas",
        )
        cases.set_need(need=need, state="answered", by=None)
        return answer


def item_fields(**fields) -> dict:
    """All that OFF-03 asks of a finding."""
    return {
        "title": {"lv": "Vieta skolā", "en": "A place at school"},
        "text": {"lv": "Ir vieta trešajā klasē.", "en": "There is a place in the third class."},
        "ask": {"lv": "Kādi dokumenti vajadzīgi", "en": "Which papers are needed"},
        "institution": {"lv": "Skolu pārvalde", "en": "School office"},
        "contact": "skolas@majup.example",
        "confirmed_on": today(),
        "certainty": OfferItem.Certainty.CONFIRMED,
    } | fields


def complete_offer(case, coordinator, *, language="lv") -> Offer:
    """An offer that may go out: every need has an item, every empty section is marked."""
    with acting(coordinator.scope):
        offer = actions.draft(case=case, language=language, by=coordinator)
        for one in case.needs.all():
            actions.add_item(offer=offer, section=one.topic.section, need=one, by=coordinator, **item_fields())
        actions.mark_empty_sections(offer=offer, by=coordinator)
        return Offer.objects.get(pk=offer.pk)


def sent_offer(case, coordinator, *, key="key-1"):
    with acting(coordinator.scope):
        return actions.send(offer=complete_offer(case, coordinator), by=coordinator, key=key)
