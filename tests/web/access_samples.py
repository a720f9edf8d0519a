"""One of everything in Vidzeme, and for each url with arguments: which of them it opens."""

from datetime import timedelta
from functools import cached_property

from django.core import signing
from django.utils import timezone

from majup.calls import actions as calls
from majup.calls.letters import token_of as token_of_call
from majup.calls.models import CallSlot
from majup.catalogue.letters import new_link
from majup.catalogue.models import Fact
from majup.family import actions as family
from majup.family.models import FamilyLink, KeepQuestion
from majup.guides.actions import change as change_text
from majup.intake.models import Attachment, Enquiry, Message
from majup.kernel.hashing import token_digest
from majup.matching.interests import register
from majup.matching.models import Match
from majup.matching.self_check import Said
from majup.network import actions as network
from majup.network.models import Holding, Role
from majup.network.territory import exclude_internal
from majup.offers.actions import await_contribution
from majup.offers.models import StandardBlock
from majup.openings.actions import offer_dwelling, publish
from majup.openings.actions import save as save_opening
from majup.openings.letters import send_link
from majup.openings.models import SpecialistRequest
from majup.outcomes.models import Rating
from majup.people.actions import give_consent
from majup.people.merging import merge
from majup.people.models import DuplicatePair, HouseholdShare
from majup.plumbing.files import store
from majup.plumbing.mail import as_sender, queue
from majup.plumbing.models import OutgoingMail
from majup.questions.introducing import introduce
from majup.questions.models import Search
from majup.reports import packing
from majup.reports.models import Budget, PlanTask
from majup.reports.proposing import propose
from majup.staff.scope import acting
from majup.ties import actions as ties
from majup.ties.letters import confirm_token, out_token
from majup.web.figures.datapacks import making
from majup.web.portal.views import SALT
from tests.support import openings, texts
from tests.support.cases import case_of, enquiry_of, family_of, need_of
from tests.support.facts import service_of
from tests.support.family import token_of
from tests.support.offers import complete_offer, make_family_case, sent_offer
from tests.support.people import give_role, make_coordinator, make_user, municipality, region, today
from tests.support.questions import ask, link_in, mails, make_need, unit
from tests.support.reports import FIRST, drafted, issued
from tests.web.access_table import (
    ADMIN,
    DEPUTY,
    INSTITUTION,
    MINISTRY,
    OFFICE,
    OTHER,
    OWN,
    POINT,
    SPECIALIST,
    UNIT,
)

PLACE = "0054000"


class World:
    """People of every role, and records of the region of `own`, made when first asked for."""

    def __init__(self):
        self.users = {
            OWN: make_coordinator("Alise", "vidzeme"),
            DEPUTY: make_coordinator("Bruno", "vidzeme", is_deputy=True),
            OTHER: make_coordinator("Cilda", "latgale"),
            SPECIALIST: give_role(make_user("Dace"), Role.objects.get(kind="specialist", municipality__atvk=PLACE)),
            UNIT: give_role(make_user("Uldis"), unit("preschool")),
            INSTITUTION: give_role(make_user("Edgars"), Role.objects.get(institution__code="nva")),
            OFFICE: give_role(make_user("Fricis"), Role.objects.get(kind="region_office", region__code="vidzeme")),
            POINT: give_role(make_user("Paula"), Role.objects.get(kind="contact_point")),
            MINISTRY: give_role(make_user("Gunta"), Role.objects.get(kind="ministry")),
            ADMIN: make_user("Admin", is_admin=True),
        }
        self.own = self.users[OWN]

    @cached_property
    def budget(self):
        return Budget.objects.get(programme="regional_support", year_from=2021)

    @cached_property
    def improvement(self):
        return propose(
            region=region("vidzeme"), title="A flat for the first months", text="It is lacking.", by=self.own
        )

    @cached_property
    def data_pack(self):
        """Of one old year, made as the worker makes it."""
        pack, _new = packing.ask(kind="council", year_from=2019, year_to=2019, parts=1, by=self.users[MINISTRY])
        packing.freeze(pack, making.document(pack))
        return pack

    @cached_property
    def role(self):
        return Role.objects.get(kind="coordinator", region__code="vidzeme")

    @cached_property
    def case(self):
        return case_of(self.own)

    @cached_property
    def need(self):
        return need_of(self.case, self.own)

    @cached_property
    def person(self):
        with acting(self.own.scope):
            return self.case.household.members.first()

    @cached_property
    def contact_point(self):
        with acting(self.own.scope):
            return self.case.household.contact_points.first()

    @cached_property
    def step(self):
        from majup.cases.actions import add_step

        with acting(self.own.scope):
            return add_step(case=self.case, phase="before_leaving", text={"en": "Pack"}, by=self.own)

    @cached_property
    def enquiry(self):
        return enquiry_of(self.own)

    @cached_property
    def question(self):
        return ask(self.own, make_need(self.own))

    @cached_property
    def answer_token(self):
        return (self.question and link_in(mails()[-1])).split("/")[2]

    @cached_property
    def interest(self):
        with acting(self.own.scope):
            fact = Fact.objects.get(code="SM-042")
            return register(fact=fact, household=self.case.household, by=self.own)

    @cached_property
    def match(self):
        with acting(self.own.scope):
            version = Fact.objects.get(code="SM-020").current
            common = {"case": self.case, "household_id": self.case.household_id, "found_at": timezone.now()}
            return Match.objects.create(version=version, is_certain=True, **common)

    @cached_property
    def offer(self):
        return complete_offer(self._offer_case("draft@family.example"), self.own)

    @cached_property
    def fact(self):
        return service_of(self.users[SPECIALIST])

    @cached_property
    def fact_token(self):
        return new_link(self.fact.role).split("/f/")[1].strip("/")

    @cached_property
    def offer_item(self):
        with acting(self.own.scope):
            return self.offer.items.first()

    @cached_property
    def offer_need(self):
        with acting(self.own.scope):
            return self.offer.case.needs.first()

    @cached_property
    def sent(self):
        return sent_offer(self._offer_case("sent@family.example"), self.own)

    @cached_property
    def returned(self):
        from majup.outcomes.actions import record_return

        case = case_of(self.own)
        with acting(self.own.scope):
            return record_return(
                case=case, on=today(), adults=2, children=1, municipality=municipality(PLACE), from_country="GB",
                support_kind="offer_before_move", by=self.own,
            )  # fmt: skip

    @cached_property
    def intention(self):
        from majup.outcomes.actions import state_intention

        with acting(self.own.scope):
            return state_intention(case=case_of(self.own), on=today(), people=3, by=self.own)

    @cached_property
    def report(self):
        """Issued, of one day in which next to nothing happened."""
        with acting(self.own.scope):
            return issued(self.own, kind="other", label="01.01.2026.", start=FIRST, end=FIRST)

    @cached_property
    def draft_report(self):
        """The rest of the quarter, not signed."""
        return drafted(start=self.report.period_to + timedelta(days=1))

    @cached_property
    def check(self):
        with acting(self.own.scope):
            return self.returned.checks.first()

    @cached_property
    def promise(self):
        from majup.cases.actions import log_contact

        with acting(self.own.scope):
            return log_contact(
                case=self.case, channel="phone", direction="out", summary="Talked", next_contact_on=today(),
                promise_due_on=today(), next_step="Write", by=self.own,
            )  # fmt: skip

    @cached_property
    def proposal(self):
        return self._proposed(self.case, "handover")

    @cached_property
    def share(self):
        with acting(self.own.scope):
            return HouseholdShare.objects.create(
                household=self.case.household, region=Role.objects.get(kind="coordinator", region__code="riga").region,
                since=timezone.now(),
            )  # fmt: skip

    @cached_property
    def search(self):
        with acting(self.own.scope):
            return Search.objects.create(case=self.case, need=self.need, started_at=timezone.now(), by=self.own)

    @cached_property
    def contribution(self):
        with acting(self.own.scope):
            return await_contribution(offer=self.offer, role=unit("housing"), what="a flat", by=self.own)

    @cached_property
    def twins(self):
        """Two households that may be one."""
        return family_of(self.own), family_of(self.own)

    @cached_property
    def pair(self):
        first, second = sorted(self.twins, key=lambda household: household.pk)
        with acting(self.own.scope):
            found = DuplicatePair.objects.filter(first=first, second=second).first()
            return found or DuplicatePair.objects.create(
                first=first, second=second, reason="name", found_at=timezone.now()
            )

    @cached_property
    def merged(self):
        with acting(self.own.scope):
            return merge(kept=family_of(self.own), absorbed=family_of(self.own), by=self.own)

    @cached_property
    def consent(self):
        with acting(self.own.scope):
            return give_consent(household=self.case.household, purpose="contact", how="by phone", by=self.own)

    @cached_property
    def entered(self):
        """An enquiry that the specialist wrote down."""
        with acting(self.users[SPECIALIST].scope):
            now = timezone.now()
            return Enquiry.objects.create(
                region=self.role.region, channel="municipality", language="lv", text="?", received_at=now,
                due_on=today(),
                entered_by=self.users[SPECIALIST],
            )  # fmt: skip

    @cached_property
    def failed_mail(self):
        with acting(self.own.scope):
            mail = queue(purpose="test", to="ieva@family.example", subject="?", text="?", region_id=self.role.region_id)
        with as_sender():
            type(mail).objects.filter(pk=mail.pk).update(attempts=1)
        return mail

    @cached_property
    def attachment(self):
        with acting(self.own.scope):
            message = Message.objects.create(
                enquiry=self.enquiry, direction="in", message_id="<access@family.example>", at=timezone.now(),
                from_address="ieva@family.example", to_address="vidzeme@majup.example",
            )  # fmt: skip
            return Attachment.objects.create(
                message=message, name="a.txt", content_type="text/plain", size=5, sha256=store(b"hello")
            )

    @cached_property
    def family_token(self):
        assert self.sent
        with as_sender():
            text = OutgoingMail.objects.filter(text__contains="/o/").latest("pk").text
        return text.split("/o/")[1].split("/")[0]

    @cached_property
    def own_token(self):
        with acting(self.own.scope):
            first = self.case.household.members.filter(is_child=False).order_by("order")[0]
        return token_of(self.case, self.own, first.given_name)

    @cached_property
    def family_link(self):
        assert self.own_token
        with acting(self.own.scope):
            return FamilyLink.objects.get(household=self.case.household_id, ended_at=None)

    @cached_property
    def correction(self):
        with acting(self.own.scope):
            return family.propose(person=self.person, field="occupation", value="Welder", said_by=self.person)

    @cached_property
    def call(self):
        tomorrow = timezone.now() + timedelta(days=1)
        zone = {"time_zone": "Europe/London", "language": "en"}
        with acting(self.own.scope):
            asked = calls.ask(kind="video", person=self.person, proposals=[tomorrow], **zone)
            return calls.confirm(call=asked, begins_at=tomorrow, where="https://call.example", by=self.own)

    @cached_property
    def call_slot(self):
        moment = timezone.now() + timedelta(days=2)
        with acting(self.own.scope):
            calls.offer_slots(region=self.role.region, moments=[moment], by=self.own)
        return CallSlot.objects.get(begins_at=moment)

    @cached_property
    def subscription(self):
        return ties.subscribe(municipality=municipality(PLACE), email="reader@abroad.example", language="en")

    @cached_property
    def idea(self):
        return ties.send_idea(municipality=municipality(PLACE), title="A bus", text="At night too", language="en")

    @cached_property
    def erasure_request(self):
        with acting(self.own.scope):
            return family.ask_to_erase(household=self.case.household, person=self.person)

    @cached_property
    def keep_token(self):
        until = timezone.now() + timedelta(days=9)
        with acting(self.own.scope):
            KeepQuestion.objects.create(
                household=self.case.household, person=self.person, digest=token_digest("keep-sample"), expires_at=until
            )
        return "keep-sample"

    @cached_property
    def rating(self):
        """The family was asked after its letter."""
        secret, until = token_digest("rating-sample"), timezone.now() + timedelta(days=9)
        with acting(self.own.scope):
            return Rating.objects.update_or_create(
                case=self.case,
                occasion="offer",
                defaults={
                    "region": self.case.region, "is_internal": False, "token_digest": secret, "link_expires_at": until,
                    "asked_at": timezone.now(), "said_at": None, "skipped_at": None, "met": "", "recommend": None,
                    "communication": None, "usefulness": None, "influence": "", "useful": [], "settlement": "",
                },
            )[0]  # fmt: skip

    @cached_property
    def rating_token(self):
        assert self.rating
        return "rating-sample"

    @cached_property
    def handover(self):
        return self._proposed(case_of(self.own), "handover")

    def _proposed(self, case, kind):
        from majup.cases.actions import propose_handover

        with acting(self.own.scope):
            return propose_handover(
                case=case, to_region=self.users[OTHER].holdings.get().role.region, kind=kind, summary="All of it",
                family_agreed_on=today(), by=self.own,
            )  # fmt: skip

    @cached_property
    def typical_answer(self):
        from majup.cases.actions import save_answer

        with acting(self.own.scope):
            return save_answer(title="Tax", text="Ask", language="en", by=self.own, region=self.role.region)

    @cached_property
    def substitution(self):
        return network.arrange_substitution(
            role=self.role, user=make_user("Signe"), valid_from=today(), valid_to=today(), by=self.own
        )

    @cached_property
    def exclusion(self):
        place = municipality("0001000")
        return exclude_internal(municipality=place, valid_from=today(), source="law", by=self.users[ADMIN])

    @cached_property
    def news(self):
        details = {"from": {"lv": "Dome", "en": "Council"}, "url": "https://example.org/1", "happened_on": "2026-09-01"}
        return texts.published(self.own, self.users[OTHER], kind="news", details=details)

    @cached_property
    def story(self):
        details = {"family": "with_children", "occupation": "2"}
        return texts.published(self.own, self.users[OTHER], kind="story", details=details)

    @cached_property
    def text(self):
        """Public, of the whole country, with a draft that says something else."""
        text = texts.published(self.own, self.users[OTHER])
        change_text(text=text, content=texts.content(title={"lv": "Jauns", "en": "New"}), by=self.own, saves=0)
        return text

    @cached_property
    def employer(self):
        return openings.employer(self.own, registration_number="90009")

    @cached_property
    def vacancy(self):
        return openings.vacancy(self.own, employer=self.employer)

    @cached_property
    def dwelling(self):
        owner = {"name": "Ilze", "email": "ilze@family.example", "phone": "", "language": "lv"}
        offered = {"kind": "private_rent", "municipality": municipality(PLACE), "valid_to": openings.in_days(9)}
        entry, self.owner_token = offer_dwelling(owner=owner, **offered)
        publish(entry=entry, by=self.own)
        entry.refresh_from_db()
        return entry

    @cached_property
    def employer_token(self):
        return send_link(employer=self.employer)

    @cached_property
    def asked_specialist(self):
        fields = {"title": "Welder", "text": "Gates", "municipality": municipality(PLACE)}
        entry = SpecialistRequest(employer=self.employer)
        return save_opening(entry=entry, by=None, valid_to=openings.in_days(9), **fields)

    @cached_property
    def reading(self):
        row = [["1", "Welder"]]
        return openings.checked(openings.csv_of(row, ["Key", "Title"]), by=self.own, source="Access", atvk=PLACE)

    @cached_property
    def event(self):
        return openings.event(self.own, municipality=municipality(PLACE))

    @cached_property
    def introduction(self):
        agreed = {"keys": ["name"], "agreed_on": today(), "how": "by phone", "language": "en", "by": self.own}
        with acting(self.own.scope):
            return introduce(case=self.case, person=self.person, employer=self.employer, **agreed)

    def _offer_case(self, email):
        case = make_family_case(self.own, email=email)
        need_of(case, self.own, "school")
        return case


def of_case(**arguments):
    """Arguments of an address inside a case: its reference and, by name, a record of it."""
    return lambda world: {
        "reference": world.case.reference,
        **{name: getattr(world, record).pk for name, record in arguments.items()},
    }


def pk_of(record):
    return lambda world: {"pk": getattr(world, record).pk}


ROLE, CASE, ENQUIRY, QUESTION, OFFER = (pk_of(name) for name in ("role", "case", "enquiry", "question", "offer"))
INSTITUTION_NVA = {"code": "nva"}


def holding(world):
    return {"pk": Holding.objects.get(user=world.own).pk}


def a_user(world):
    return {"pk": make_user(f"Somebody{timezone.now().timestamp()}").pk}


def closed_user(world):
    return {"pk": make_user(f"Closed{timezone.now().timestamp()}", is_active=False).pk}


def answer_link(world):
    return {"token": world.answer_token}


def owned(**arguments):
    """Arguments of an address behind the employer's link."""
    return lambda world: {
        "token": world.employer_token,
        **{name: getattr(world, record).pk for name, record in arguments.items()},
    }


def owners_link(world):
    assert world.dwelling
    return {"token": world.owner_token}


def opening(kind, record):
    return lambda world: {"kind": kind, "pk": getattr(world, record).pk}


def own_link(**arguments):
    """Arguments of an address behind the link to a family's own page."""
    return lambda world: {
        "token": world.own_token,
        **{name: getattr(world, record).pk for name, record in arguments.items()},
    }


def self_check(world):
    return {"token": Said("own-business", PLACE).packed()}


TEXT_PAGES = (
    "text", "text_change", "text_send", "text_approve", "text_confirm", "text_drop", "text_give_back", "text_archive",
)  # fmt: skip


def code_of(record):
    return lambda world: {"code": getattr(world, record).code}


SAMPLES = {
    "budget": lambda world: {"pk": world.budget.pk},
    "budget_change": lambda world: {"pk": world.budget.pk},
    "budget_activity": lambda world: {"pk": world.budget.pk},
    "plan_task": lambda world: {"code": PlanTask.objects.first().code},
    "plan_task_responsible": lambda world: {"code": PlanTask.objects.first().code},
    "proposal": lambda world: {"pk": world.improvement.pk},
    "data_pack": pk_of("data_pack"),
    "data_pack_file": lambda world: {"pk": world.data_pack.pk, "kind": "json"},
    "report": pk_of("report"),
    "report_issue": pk_of("draft_report"),
    "report_discard": pk_of("draft_report"),
    "report_compared": pk_of("report"),
    "report_correct": pk_of("report"),
    "report_file": lambda world: {"pk": world.report.pk, "kind": "csv"},
    "report_region": lambda world: {"pk": world.draft_report.pk, "region": "vidzeme"},
    "report_return": lambda world: {"pk": world.draft_report.pk, "region": "vidzeme"},
    "report_exception": lambda world: {
        "pk": world.draft_report.pk,
        "region": "vidzeme",
        "code": "case_without_next_contact",
    },
    "outcome_correct": pk_of("returned"),
    "intention_correct": pk_of("intention"),
    "intention_withdraw": pk_of("intention"),
    "figures_file": lambda world: {"form": "csv"},
    "figure": lambda world: {"column": "offers_sent"},
    "figure_behind": lambda world: {"column": "cases_opened"},
    "target_unit": lambda world: {"code": "offers_2024"},
    "asked_call": lambda world: {"token": signing.dumps(world.enquiry.pk, salt=SALT)},
    "call": lambda world: {"token": token_of_call(world.call)},
    "call_file": lambda world: {"token": token_of_call(world.call)},
    "call_off": lambda world: {"token": token_of_call(world.call)},
    "call_decide": pk_of("call"),
    "call_desk_off": pk_of("call"),
    "call_slot_withdraw": pk_of("call_slot"),
    "place_subscribe": lambda world: {"atvk": PLACE},
    "place_idea": lambda world: {"atvk": PLACE},
    "subscription_confirm": lambda world: {"token": confirm_token(world.subscription)},
    "subscription_out": lambda world: {"token": out_token(world.subscription)},
    "townhall_idea": pk_of("idea"),
    "keep_case": lambda world: {"token": world.keep_token},
    "own_ready": lambda world: {"token": world.own_token, "area": "home"},
    "own_rating": lambda world: {"token": world.own_token, "occasion": world.rating.occasion},
    "rating": lambda world: {"token": world.rating_token},
    "rating_no_more": lambda world: {"token": world.rating_token},
    "own_member": own_link(pk="person"),
    "own_withdraw": own_link(pk="consent"),
    "own_page_send": of_case(pk="person"),
    "own_page_end": of_case(pk="family_link"),
    "correction_take": of_case(pk="correction"),
    "correction_decline": of_case(pk="correction"),
    "erasure_decide": of_case(pk="erasure_request"),
    "text_new": lambda world: {"kind": "question"},
    **{name: code_of("text") for name in TEXT_PAGES},
    "text_consent": code_of("story"),
    "text_consent_withdraw": lambda world: {"code": world.story.code, "pk": world.story.consents.first().pk},
    "faq_question": lambda world: {"code": "declare-home"},
    "news_item": code_of("news"),
    "story": code_of("story"),
    "job": pk_of("vacancy"),
    "self_check_place": lambda world: {"situation": "own-business"},
    "self_check_measure": lambda world: {"code": "today-business-valmiera"},
    "self_check_question": self_check,
    "self_check_result": self_check,
    "self_check_ask": self_check,
    "grant_interest": lambda world: {**self_check(world), "code": "SM-035"},
    "case_grant_settle": of_case(pk="interest"),
    "guide": lambda world: {"code": "business"},
    "guide_pdf": lambda world: {"code": "business"},
    "home_entry": pk_of("dwelling"),
    "employer": pk_of("employer"),
    "results_dataset": lambda world: {"code": "money"},
    "results_file": lambda world: {"code": "money", "ending": "csv"},
    "results_making": lambda world: {"code": "money"},
    "results_made": lambda world: {"code": "money"},
    "openings_feed": lambda world: {"atvk": PLACE},
    "openings_table": lambda world: {"atvk": PLACE},
    "openings_embed": lambda world: {"atvk": PLACE},
    "own_entries": owned(),
    "own_about": owned(),
    "own_dwelling": owners_link,
    "own_vacancy_new": owned(),
    "own_vacancy": owned(pk="vacancy"),
    "own_request": owned(),
    "own_need": owned(),
    "own_confirm": owned(pk="vacancy"),
    "own_end": owned(pk="vacancy"),
    "openings_of": lambda world: {"kind": "vacancies"},
    "openings_file": pk_of("reading"),
    "openings_file_take": pk_of("reading"),
    "openings_file_drop": pk_of("reading"),
    "openings_file_problems": pk_of("reading"),
    "opening_new": lambda world: {"kind": "dwellings"},
    "opening": opening("vacancies", "vacancy"),
    "opening_change": opening("employers", "employer"),
    "opening_check": opening("dwellings", "dwelling"),
    "opening_confirm": opening("dwellings", "dwelling"),
    "opening_end": opening("vacancies", "vacancy"),
    "opening_prolong": opening("dwellings", "dwelling"),
    "opening_link": opening("employers", "employer"),
    "request_publish": pk_of("asked_specialist"),
    "vacancy_push": pk_of("vacancy"),
    "introduction_withdraw": of_case(pk="introduction"),
    "directory_region": lambda world: {"code": "vidzeme"},
    "institution": lambda world: INSTITUTION_NVA,
    "institution_name": lambda world: INSTITUTION_NVA,
    "role": ROLE,
    "role_contact": ROLE,
    "role_checked": ROLE,
    "role_holder": ROLE,
    "role_substitution": ROLE,
    "holding_end": holding,
    "substitution_end": pk_of("substitution"),
    "routing_edit": lambda world: {"code": "job"},
    "library_template": lambda world: {"code": "next_contact"},
    "staff_account": a_user,
    "staff_link": a_user,
    "staff_close": a_user,
    "staff_reopen": closed_user,
    "staff_second_factor": a_user,
    "municipality": lambda world: {"atvk": PLACE},
    "exclusion_end": pk_of("exclusion"),
    "duplicate_dismiss": pk_of("pair"),
    "merge": lambda world: {"kept": world.twins[0].pk, "absorbed": world.twins[1].pk},
    "merge_undo": pk_of("merged"),
    "consent_withdraw": of_case(pk="consent"),
    "asked": lambda world: {"token": signing.dumps(world.enquiry.pk, salt=SALT)},
    "townhall_enquiry": pk_of("entered"),
    "enquiry_file": pk_of("attachment"),
    "mail_again": pk_of("failed_mail"),
    "case_promise": of_case(pk="promise"),
    "handover_withdraw": of_case(pk="proposal"),
    "share_end": of_case(pk="share"),
    "question_search": pk_of("search"),
    "offer_give_up": lambda world: {"pk": world.offer.pk, "contribution": world.contribution.pk},
    "flag_dismiss": lambda world: {"pk": world.returned.pk, "flag": "money"},
    "answer": answer_link,
    "answer_pass_on": answer_link,
    "answer_refuse": answer_link,
    "answer_done": answer_link,
    "townhall_question": QUESTION,
    "townhall_pass_on": QUESTION,
    "townhall_refuse": QUESTION,
    "question": QUESTION,
    "question_withdraw": QUESTION,
    "enquiry": ENQUIRY,
    "enquiry_take": ENQUIRY,
    "enquiry_answer": ENQUIRY,
    "enquiry_pass_on": ENQUIRY,
    "enquiry_give_back": ENQUIRY,
    "enquiry_attach": ENQUIRY,
    "enquiry_facts": ENQUIRY,
    "handover_decide": pk_of("handover"),
    "answer_change": pk_of("typical_answer"),
    "answer_withdraw": pk_of("typical_answer"),
    "case_need": of_case(pk="need"),
    "case_need_state": of_case(pk="need"),
    "case_member": of_case(pk="person"),
    "case_reach": of_case(pk="person"),
    "case_reach_remove": of_case(pk="contact_point"),
    "case_step": of_case(pk="step"),
    "outcome_check": pk_of("check"),
    "match_dismiss": pk_of("match"),
    "match_restore": pk_of("match"),
    "category_measures": lambda world: {"code": "emigrant"},
    "offer_item": lambda world: {"pk": world.offer.pk, "item": world.offer_item.pk},
    "offer_item_remove": lambda world: {"pk": world.offer.pk, "item": world.offer_item.pk},
    "offer_fact_refresh": lambda world: {"pk": world.offer.pk, "item": world.offer_item.pk},
    "offer_fact_unconfirmed": lambda world: {"pk": world.offer.pk, "item": world.offer_item.pk},
    "offer_fact_remove": lambda world: {"pk": world.offer.pk, "item": world.offer_item.pk},
    "fact": pk_of("fact"),
    "fact_version": lambda world: {"pk": world.fact.pk, "number": 1},
    "fact_new": lambda world: {"kind": "contact"},
    "fact_conditions": pk_of("fact"),
    "fact_edit": pk_of("fact"),
    "fact_confirm": pk_of("fact"),
    "fact_withdraw": pk_of("fact"),
    "fact_restore": pk_of("fact"),
    "fact_owner": pk_of("fact"),
    "facts_by_link": lambda world: {"token": world.fact_token},
    "offer_item_restore": lambda world: {"pk": world.offer.pk, "item": world.offer_item.pk},
    "place": lambda world: {"atvk": PLACE},
    "public_event": pk_of("event"),
    "desk_event": pk_of("event"),
    "desk_event_cancel": pk_of("event"),
    "desk_event_restore": pk_of("event"),
    "public_place": lambda world: {"atvk": PLACE},
    "public_leaflet": lambda world: {"atvk": PLACE, "code": "en"},
    "public_compared_file": lambda world: {"code": "en"},
    "public_region": lambda world: {"code": "vidzeme"},
    "situation": lambda world: {"code": "pensioner"},
    "support_entry": pk_of("fact"),
    "sitemap_part": lambda world: {"part": "pages"},
    "place_leaflet": lambda world: {"atvk": PLACE, "language": "en"},
    "place_versions": lambda world: {"atvk": PLACE, "code": "about"},
    "place_block": lambda world: {"atvk": PLACE, "code": "work"},
    "place_confirm": lambda world: {"atvk": PLACE, "code": "work"},
    "offer_version_pdf": lambda world: {"pk": world.sent.offer_id, "number": world.sent.number},
}


def arguments_of(name: str, converters, world: World) -> dict | None:
    """What to open under `name`; None when no sample says so."""
    if name in SAMPLES:
        return SAMPLES[name](world)
    if set(converters) == {"reference"}:
        return {"reference": world.case.reference}
    if (name.startswith("offer_") and set(converters) == {"pk"}) or name == "offer":
        return {"pk": world.offer.pk}
    if name.startswith("own_") and set(converters) == {"token"}:
        return {"token": world.own_token}
    if name.startswith("family_") and set(converters) == {"token"}:
        return {"token": world.family_token}
    return {} if not converters else None


# What a page that only acts has to be told before it can let anybody in.
POSTED = {
    "vacancy_push": lambda world: {"channel": "facebook"},
    "offer_put_in_opening": lambda world: {"kind": "vacancy", "entry": world.vacancy.pk},
    "case_fits_answer": lambda world: {"field": "household.children", "unknown": "1"},
    "case_fits_put_in": lambda world: {"fact": "SM-020", "need": world.need.pk},
    "case_fits_opening": lambda world: {"kind": "vacancy", "entry": world.vacancy.pk, "need": world.need.pk},
    "case_package": lambda world: {"package": "specialist"},
    "case_places": lambda world: {"act": "add", "place": municipality(PLACE).pk},
    "offer_put_in_fact": lambda world: {"fact": Fact.objects.get(code="SM-020").pk},
    "offer_put_in": lambda world: {"block": StandardBlock.objects.first().pk},
    "offer_no_solution": lambda world: {"need": world.offer_need.pk, "reason": "none now"},
    "offer_wait_for": lambda world: {"role": unit("housing").pk, "what": "a flat"},
}
