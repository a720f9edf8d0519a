"""PRV-04, T-28: a family is forgotten in every stage; counts, dates and hashes of sent offers stay right."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from majup.calls import actions as calls
from majup.calls.models import CallSlot
from majup.calls.queries import coming, to_decide
from majup.cases import actions as cases
from majup.cases.models import Case, Contact, Need, SupportWish
from majup.intake import actions as intake
from majup.intake.models import Enquiry
from majup.kernel.periods import add_months
from majup.offers.models import OfferVersion
from majup.outcomes.actions import plan_missing_checks, record_return
from majup.outcomes.models import Check
from majup.outcomes.queries import due_checks
from majup.people.errors import EraseRefused
from majup.people.models import Event, Household
from majup.plumbing.mail import as_sender
from majup.plumbing.models import OutgoingMail
from majup.questions.models import Question
from majup.questions.tasks import follow_up_question
from majup.staff.access import log_view
from majup.staff.models import AccessLog
from majup.staff.scope import acting
from majup.web import erasure, merging
from tests.support.family_file import make_case, send_offer_of
from tests.support.people import region, today
from tests.support.questions import ask, mails

pytestmark = pytest.mark.django_db

SECRETS = ("Zvirbule", "zvirbule", "29123456", "family@example.com", "shy", "plumber")


@pytest.fixture
def case(alise):
    with acting(alise.scope):
        made = make_case(
            alise,
            "Ieva",
            "Zvirbule",
            occupation="plumber",
            contacts=[("email", "z@zvirbule.example"), ("phone", "29123456")],
        )
        enquiry = intake.receive(
            channel="web_form", language="lv", text="Zvirbule asks", name="Ieva Zvirbule", email="z@zvirbule.example",
            region=region("vidzeme"),
        )  # fmt: skip
        enquiry = intake.take(enquiry=enquiry, by=alise)
        cases.attach_enquiry(case=made, enquiry=enquiry, by=alise)
        SupportWish.objects.create(
            household=made.household, person=made.household.members.first(), kind="x", note="shy"
        )
        send_offer_of(made, alise)
        cases.add_step(case=made, phase="before_leaving", text={"lv": "Zvirbule packs"}, by=alise)
        cases.propose_handover(
            case=made, to_region=region("latgale"), kind="share", summary="Zvirbule moves",
            family_agreed_on=today(), by=alise,
        )  # fmt: skip
        log_view(user=alise, household_id=made.household_id, record=f"case {made.reference}", page="case")
    return made


def dump(as_owner):
    """Every row of every table as text, read as the owner."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'procrastinate%'"
        )
        text = []
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT t::text FROM {table} t")
            text += [f"{table}: {row}" for (row,) in cursor.fetchall()]
    return text


def test_prv_04_no_table_of_any_stage_holds_a_word_about_the_family(alise, case, as_owner):
    assert [secret for secret in SECRETS[:4] if not any(secret in row for row in dump(as_owner))] == []
    with acting(alise.scope):
        erasure.erase(household=case.household, reason="asked", by=alise)
    assert [row for row in dump(as_owner) if any(secret in row for secret in SECRETS)] == []


def test_t_28_counts_dates_and_the_hash_of_the_sent_offer_stay(alise, case):
    """T-28: erased, the family is still one case, one need, one contact, one offer sent on its day."""
    with acting(alise.scope):
        before = OfferVersion.objects.get()
        needs = set(Need.objects.values_list("topic", "state", "created_at"))
        erasure.erase(household=case.household, reason="asked", by=alise)
        after = OfferVersion.objects.get()
        erased = Case.objects.get()
        kept = ("sent_at", "document_sha256", "pdf_sha256", "people", "region", "household")
        assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]
        assert (after.document, after.to_address) == (None, "")
        assert set(Need.objects.values_list("topic", "state", "created_at")) == needs
        contacts = Contact.objects.order_by("pk").values_list("channel", "direction", "summary")
        assert list(contacts) == [("phone", "in", ""), ("web_form", "in", "")]
        assert (erased.reference, erased.opened_at, erased.title) == (case.reference, case.opened_at, "")
        assert (erased.stage, erased.next_contact_on, erased.household.erased_adults) == ("closed", None, 1)
        asked = Enquiry.objects.get()
        assert (asked.region, asked.name, asked.email, asked.text) == (erased.region, "", "", "")
        assert SupportWish.objects.count() == 0
        assert AccessLog.objects.filter(household_id=case.household_id).count() == 1
        assert not Event.objects.exclude(kind="household.erased").exclude(details={}).exists()


def test_prv_04_nobody_is_reminded_of_a_family_that_was_erased(alise):
    """Its open question is taken back, the talk that was planned after its return is due no more."""
    question = ask(alise)
    with acting(alise.scope):
        record_return(
            case=question.case, on=add_months(today(), -2), adults=1, children=0, municipality=None, from_country="GB",
            support_kind="consultation_only", by=alise,
        )  # fmt: skip
        Question.objects.update(due_on=today() - timedelta(days=1), escalate_on=today())
        assert due_checks(alise.scope.regions, today()).count() == 1
        erasure.erase(household=question.household, reason="asked", by=alise)
        plan_missing_checks()
        assert list(due_checks(alise.scope.regions, today())) == list(Check.objects.filter(done_on=None)) == []
        assert Question.objects.get().state == "withdrawn"
    follow_up_question(question_id=question.pk, region_id=question.region_id)
    assert mails("question_reminder") == []


def test_prv_04_calls_asked_for_by_the_family_or_with_its_enquiry_are_emptied_and_off(alise, case, as_owner):
    with acting(alise.scope):
        slot = CallSlot.objects.create(region=case.region, begins_at=timezone.now() + timedelta(days=2), minutes=30)
        asked = {"kind": "phone", "time_zone": "Europe/London", "language": "lv", "phone": "29123456"}
        call = calls.ask(person=case.household.members.first(), slot=slot, words="Zvirbule", **asked)
        calls.confirm(call=call, begins_at=slot.begins_at, where="by phone", by=alise)
        calls.ask(enquiry=Enquiry.objects.get(), proposals=[slot.begins_at], email="z@zvirbule.example", **asked)
        with as_sender():
            mailed = OutgoingMail.objects.filter(purpose="call").exclude(attachments=[])
            calendar = {file["sha256"] for letter in mailed for file in letter.attachments}
        assert (len(to_decide(alise)), len(coming(alise)), len(calendar)) == (1, 1, 1)
        erasure.erase(household=case.household, reason="asked", by=alise)
        slot.refresh_from_db()
        assert (list(to_decide(alise)), list(coming(alise)), slot.is_taken) == ([], [], False)
    with as_owner():
        jobs = ProcrastinateJob.objects.filter(task_name__endswith="delete_file")
        assert calendar <= {job.args["digest"] for job in jobs}
    assert [row for row in dump(as_owner) if any(secret in row for secret in SECRETS)] == []


def test_prv_04_erasing_twice_is_refused_and_the_neighbour_is_untouched(alise, case):
    with acting(alise.scope):
        other = make_case(alise, "Ieva", "Ozola")
        erasure.erase(household=case.household, reason="asked", by=alise)
        with pytest.raises(EraseRefused, match="already-erased"):
            erasure.erase(household=case.household, reason="asked", by=alise)
        assert list(other.household.members.values_list("family_name")) == [("Ozola",)]
        assert other.contacts.get().summary == "Ieva Ozola called"


def test_prv_04_what_the_household_took_up_is_erased_too(alise, case, as_owner):
    with acting(alise.scope):
        other = make_case(alise, "Eva", "Zvirbule")
        cases.withdraw_handover(handover=case.handovers.get(), by=alise)
        merging.merge(kept=other.household, absorbed=case.household, take=(), joins=(), by=alise)
        with pytest.raises(EraseRefused, match="merged"):
            erasure.erase(household=Household.objects.get(pk=case.household_id), reason="asked", by=alise)
        erasure.erase(household=other.household, reason="asked", by=alise)
    assert [row for row in dump(as_owner) if any(secret in row for secret in SECRETS)] == []
