"""What happens to the demo's households, one turn after the other, until today."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings

from majup.cases import actions as cases
from majup.cases.models import Case, Need, Stage
from majup.kernel.hashing import token
from majup.matching.queries import LIVE
from majup.offers import actions as offers
from majup.offers.models import OfferVersion
from majup.outcomes import actions as outcomes
from majup.outcomes import ratings
from majup.outcomes.models import Return
from majup.people.actions import give_consent
from majup.places.models import PlanningRegion
from majup.questions import actions as questions
from majup.questions.models import OPEN, Question
from majup.staff.scope import Scope, acting

if TYPE_CHECKING:
    from majup.web.demo.caseload import Clock, Story

UNANSWERED = 9
LATE = timedelta(days=30)  # what is older than this has been dealt with
FRESH = timedelta(days=10)
HALF_YEAR = timedelta(days=180)


def run(story: Story, clock: Clock, until: datetime) -> None:
    story.until = until
    enquiry = story.ask()
    clock.forward(hours=3 + story.number % 40)
    if clock.moment >= until or (until - clock.moment < FRESH and story.number % 2 == 0):
        return
    if story.number % 11 == 10:
        if until - clock.moment > LATE:
            story.answer(enquiry)
        return
    with acting(story.by.scope):
        case = story.open(enquiry, clock)
        for turn in (ask_roles, get_answers, send_offer, hear_back, decide, come_back, look_after):
            clock.forward(days=2 + story.chance.random() * 20)
            if clock.moment >= until or not turn(story, case, clock):
                break
            case.refresh_from_db()
        let_rest(story, Case.objects.get(pk=case.pk), clock)
        stay_in_touch(story, Case.objects.get(pk=case.pk), clock, until)


def let_rest(story: Story, case: Case, clock: Clock) -> None:
    """Who got no letter in half a year has put the plan off; nobody is asked for them any more."""
    if story.until - clock.moment < HALF_YEAR or case.stage not in {Stage.ASSESSING, Stage.COLLECTING}:
        return
    clock.forward(days=40)
    for question in Question.objects.filter(case=case, state__in=OPEN):
        questions.withdraw(question=question, reason=story.say("reasons", "not_needed"), by=story.by)
    cases.rest(case=case, reason=story.say("contacts", "not_now"), may_be_approached=True, by=story.by)


def stay_in_touch(story: Story, case: Case, clock: Clock, until: datetime) -> None:
    """The last talk was a few days ago; with most families the next one is still to come."""
    if not case.is_in_progress:
        return
    ago = timedelta(days=1 + story.number % 9, hours=story.number % 7)
    if until - ago > clock.moment:
        clock.forward(seconds=(until - ago - clock.moment).total_seconds())
    if clock.moment < until:
        story.contact(case, "first", clock, days=ago.days + (story.number * 5) % 24 - 1)


def ask_roles(story: Story, case: Case, clock: Clock) -> bool:
    agreed = ["share_municipality", "share_institution"]
    agreed += ["approach"] if story.number % 3 else []
    agreed += ["share_employer"] if story.number % 4 == 1 else []
    for purpose in agreed:
        give_consent(household=case.household, purpose=purpose, how=story.say("consent_by"), by=story.by)
    for need in case.needs.select_related("topic__routing").filter(topic__level="local")[:3]:
        role = story.role_for(need)
        if role:
            questions.send(need=need, role=role, text=story.say("questions"), by=story.by)
    held = ("no_dwelling", "pay", "child_latvian", "papers", "no_kindergarten")
    if story.number % 3 == 0:
        cases.set_obstacles(case=case, notes={held[story.number % 5]: "", held[story.number % 2]: ""}, by=story.by)
    return story.number % 13 != 12


def get_answers(story: Story, case: Case, clock: Clock) -> bool:
    """Most roles answer in time; what was asked lately may still wait, older families learned it elsewhere at last."""
    is_old = story.until - clock.moment > LATE
    for number, question in enumerate(Question.objects.filter(case=case)):
        if (story.number + number) % UNANSWERED == UNANSWERED - 1 or (number == 0 and not is_old):
            if is_old:
                questions.withdraw(question=question, reason=story.say("reasons", "not_needed"), by=story.by)
            continue
        said = _answer_to(question, story, number)
        with acting(Scope(question_id=question.pk)):
            questions.answer(
                question=question,
                role=question.role,
                form=said["form"],
                text=said["text"],
                name=question.role.title[settings.LANGUAGE_CODE],
                by=None,
            )
    return True


def _answer_to(question: Question, story: Story, number: int) -> dict[str, Any]:
    """One that fits the topic; a pack may leave the topics out."""
    answers = story.texts["answers"]
    fitting = [one for one in answers if question.topic.code in one["topics"]] or answers
    return fitting[(story.number + number) % len(fitting)]


def send_offer(story: Story, case: Case, clock: Clock) -> bool:
    offer = offers.draft(case=case, language=story.language, by=story.by)
    offers.put_in_all(offer=offer, by=story.by)
    for need in case.needs.filter(state__in=[Need.State.OPEN, Need.State.ASKED]):
        if not offer.items.filter(need=need, removed_at=None).exists():
            offers.mark_no_solution(offer=offer, need=need, reason=story.texts["reasons"]["no_solution"], by=story.by)
    if story.number % 10 == 7:
        return False
    offers.mark_empty_sections(offer=offer, by=story.by)
    offers.write_introduction(
        offer=offer,
        introduction="",
        gap_reason=story.say("reasons", "no_solution"),
        language=story.language,
        by=story.by,
    )
    offers.send(offer=offer, by=story.by, key=token())
    story.contact(case, "after_offer", clock, days=30, channel="email")
    return True


def hear_back(story: Story, case: Case, clock: Clock) -> bool:
    version = OfferVersion.objects.filter(offer__case=case).latest("sent_at")
    items = list(offers.document_of(version).items())
    marks = ("useful", "useful", "not_for_us", "question")
    with acting(Scope(household_id=case.household_id)):
        for number, item in enumerate(items[:4]):
            mark = marks[(story.number + number) % 4]
            text = story.texts["family_question"][story.language] if mark == "question" else ""
            offers.mark_item(version=version, item_key=item.key, mark=mark, text=text)
    rate(story, case, "offer")
    return True


def rate(story: Story, case: Case, occasion: str) -> None:
    """Four of five families say how our help was; most are content, some are not."""
    if story.number % 5 == 0:
        return
    mark = 10 - story.number % 4
    more = {
        "influence": ("some", "decisive", "none")[story.number % 3],
        "useful": ["talk", "letter", "school", "dwelling"][: 1 + story.number % 4],
        "settlement": ("other_town", "village_rural")[story.number % 2],
    }
    with acting(Scope(household_id=case.household_id)):
        ratings.rate(
            case=case,
            occasion=occasion,
            met=("yes", "yes", "partly", "no")[story.number % 4],
            recommend=story.number % 7 != 0,
            communication=mark,
            usefulness=max(mark - 1, 1),
            **more,
        )


def settle_needs(story: Story, case: Case) -> None:
    """Who is back got most of what they needed, and not all."""
    lost = story.number % 4 == 0
    for number, need in enumerate(case.needs.filter(state__in=[*LIVE])):
        state = Need.State.IMPOSSIBLE if lost and not number else Need.State.SOLVED
        reason = story.say("reasons", "no_solution") if state == Need.State.IMPOSSIBLE else ""
        cases.set_need(need=need, state=state, reason=reason, by=story.by)


def decide(story: Story, case: Case, clock: Clock) -> bool:
    """Four of ten come; others rest, stay, wait for another region or go on talking. Marks of this month are unread."""
    if story.until - clock.moment > timedelta(days=30):
        offers.see_marks(offer=case.offers.latest("pk"), by=story.by)
    lot = story.chance.random()
    if lot < 0.2:
        cases.rest(case=case, reason=story.say("contacts", "not_now"), may_be_approached=True, by=story.by)
        return False
    if lot < 0.28:
        reason = story.say("reasons", "not_returning")
        outcomes.record_outcome(case=case, kind="not_returning", on=clock.today, reason=reason, by=story.by)
        return False
    if lot < 0.33:
        propose_other_region(story, case, clock)
        return False
    if lot < 0.5:
        story.contact(case, "after_offer", clock, days=10)
        return False
    people = case.household.members.count()
    outcomes.state_intention(case=case, on=clock.today, people=people, by=story.by)
    return True


def propose_other_region(story: Story, case: Case, clock: Clock) -> None:
    other = PlanningRegion.objects.exclude(pk=case.region_id).first()
    cases.propose_handover(
        case=case,
        kind="handover",
        to_region=other,
        summary=story.say("reasons", "handover"),
        family_agreed_on=clock.today,
        by=story.by,
    )


def come_back(story: Story, case: Case, clock: Clock) -> bool:
    for area in ("home", "work", "education"):
        if not (area == "education" and not story.template["children"]):
            cases.set_readiness(case=case, area=area, state="settled", note=story.say("settled", area), by=story.by)
    cases.move(case=case, stage=Stage.PREPARING, by=story.by, next_contact_on=clock.today + timedelta(days=20))
    story.contact(case, "planning", clock, days=20)
    for step in list(case.steps.all())[:4]:
        cases.tick_step(step=step, done=True, by_family=True)
    clock.forward(days=25)
    if clock.moment >= story.until:
        return False
    settle_needs(story, case)
    children = len(story.template["children"])
    already_back = story.template["category"] == "already_back"
    outcomes.record_return(
        case=case,
        on=clock.today - timedelta(days=1),
        adults=case.household.members.count() - children,
        children=children,
        municipality=story.place,
        from_country=story.country,
        by=story.by,
        support_kind="help_after_arrival" if already_back else "offer_before_move",
    )
    return True


def look_after(story: Story, case: Case, clock: Clock) -> bool:
    event = Return.objects.filter(case=case).first()
    for check in event.checks.all() if event else []:
        start = clock.moment.replace(year=check.due_on.year, month=check.due_on.month, day=check.due_on.day)
        if start > clock.moment:
            clock.forward(seconds=(start - clock.moment).total_seconds())
        if clock.moment >= story.until:
            return False
        if check.month == 6:
            rate(story, case, "return")
        hard = "difficulty" if story.number % 5 == 0 and check.month == 3 else "fine"
        outcomes.record_check(
            check=check,
            by=story.by,
            done_on=clock.today,
            plans="stay",
            has_work=True,
            business="runs" if "business" in story.template["topics"] else "none",
            findings={
                "dwelling": "fine",
                "work": "fine",
                "child_school": hard,
                "language": "fine",
                "wellbeing": "fine",
            },
        )
    return True
