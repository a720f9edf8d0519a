"""A small made-up caseload, played through the real actions: what a page looks like when there is something to show."""

from datetime import UTC, datetime, timedelta
from functools import cached_property

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings

from majup.cases.models import ENDED, Case, Handover, Stage
from majup.intake.actions import receive
from majup.network.models import Holding, Role
from majup.network.queries import equip
from majup.offers.models import Offer, OfferVersion
from majup.outcomes.actions import record_return
from majup.outcomes.models import Return
from majup.places.models import PlanningRegion
from majup.places.pack import read
from majup.plumbing.mail import as_sender
from majup.plumbing.models import OutgoingMail
from majup.questions.models import Question
from majup.staff.models import User
from majup.staff.scope import Scope, acting
from majup.web.demo import turns
from majup.web.demo.caseload import Clock, Story
from majup.web.demo.people import make_staff
from tests.support.people import give_role, make_user, municipality, today
from tests.support.questions import unit
from tests.web.access_samples import PLACE, World
from tests.web.access_table import ADMIN, DEPUTY, INSTITUTION, MINISTRY, OFFICE, OTHER, OWN, POINT, SPECIALIST, UNIT

# Stories that end differently: with another region, looked after since a return, half composed, sent, not taken yet.
STORIES = {2: "latgale", 3: "vidzeme", 6: "vidzeme", 7: "vidzeme", 9: "vidzeme", 10: "vidzeme"}
ACCOUNTS = {
    OWN: "coordinator.vidzeme",
    DEPUTY: "deputy.vidzeme",
    OTHER: "coordinator.latgale",
    INSTITUTION: "institution",
    OFFICE: "office",
    POINT: "contactpoint",
    MINISTRY: "ministry",
    ADMIN: "admin",
}


def play() -> None:
    texts, names = read(settings.COUNTRY_PACK, "demo"), read(settings.COUNTRY_PACK, "names")
    regions = {region.code: region for region in PlanningRegion.objects.all()}
    now = datetime.now(UTC)
    for number, code in STORIES.items():
        story = Story(number, regions[code], texts, names)
        clock = Clock(now.replace(hour=8, minute=0) - timedelta(days=int(700 * (1 - number / 12) ** 2)))
        try:
            turns.run(story, clock, until=now)
        finally:
            clock.stop()


def staff() -> dict[str, User]:
    """The demo's accounts by the names of the access table; the answering unit is a person of its own."""
    make_staff()
    Holding.objects.filter(role=unit("preschool", PLACE)).delete()
    users = {role: User.objects.get(email=f"{name}@majup.example") for role, name in ACCOUNTS.items()}
    users[SPECIALIST] = Role.objects.get(kind="specialist", municipality__atvk=PLACE).holdings.get().user
    RecoveryCodes.activate(users[OWN])
    users[UNIT] = give_role(make_user("Uldis"), unit("preschool", PLACE))
    return {role: equip(user) for role, user in users.items()}


class Caseload(World):
    """The records of the access samples, taken from the played stories where these have more to show."""

    def __init__(self) -> None:
        self.users = staff()
        self.own = self.users[OWN]
        play()
        with acting(Scope(common_queue=True)):
            receive(channel="web_form", language="en", text="Where could a nurse work?", email="a@family.example")

    def _find(self, rows):
        with acting(self.own.scope):
            return rows.first()

    @cached_property
    def case(self) -> Case:
        """A family with answers and a letter, which is back."""
        told = Case.objects.visible_to(self.own).filter(questions__state="answered", offers__versions__number=1)
        case = self._find(told.exclude(stage__in=[*ENDED, Stage.RESTING]).order_by("-stage_since"))
        with acting(self.own.scope):
            if not Return.objects.filter(case=case).exists():
                record_return(
                    case=case, on=today(), adults=2, children=1, municipality=municipality(PLACE), from_country="GB",
                    support_kind="offer_before_move", by=self.own,
                )  # fmt: skip
        return case

    @cached_property
    def need(self):
        return self._find(self.case.needs.filter(questions__state="answered"))

    @cached_property
    def step(self):
        return self._find(self.case.steps.order_by("pk"))

    @cached_property
    def offer(self) -> Offer:
        begun = self._find(Offer.objects.visible_to(self.own).select_related("case").filter(state="draft"))
        return begun or World.offer.func(self)

    @cached_property
    def sent(self) -> OfferVersion:
        return self._find(OfferVersion.objects.select_related("offer").filter(offer__case=self.case))

    @cached_property
    def proposal(self) -> Handover:
        proposed = self._find(Handover.objects.filter(case=self.case, state="proposed"))
        return proposed or World.proposal.func(self)

    @cached_property
    def family_token(self) -> str:
        """The link in the letter to the family of `sent`."""
        with acting(self.own.scope):
            address = self.case.household.contact_points.get(kind="email").value
        with as_sender():
            text = OutgoingMail.objects.filter(to_address=address, text__contains="/o/").first().text
        return text.split("/o/")[1].split("/")[0]

    @cached_property
    def answered(self) -> Question:
        return self._find(Question.objects.filter(state="answered", case=self.case))
