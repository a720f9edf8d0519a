"""One time line of everything that was said, written and promised."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from majup.cases import actions
from majup.cases.errors import NextContactMissing
from majup.cases.models import Case, Contact
from majup.cases.tasks import file_messages
from majup.intake.models import Message
from majup.plumbing.models import OutgoingMail
from majup.staff.scope import NOBODY, acting
from tests.support.cases import case_of, enquiry_of, next_week
from tests.support.people import today

pytestmark = pytest.mark.django_db


def log(case, by, **options):
    with acting(by.scope):
        values = {"channel": "phone", "direction": "out", "summary": "Zvanīju", "next_contact_on": next_week()}
        return actions.log_contact(case=case, by=by, **{**values, **options})


def test_fup_01_a_contact_has_date_channel_direction_content_and_next_step(alise):
    """FUP-01."""
    case, at = case_of(alise), timezone.now() - timedelta(days=1)
    contact = log(case, alise, at=at, next_step="Pajautāt skolai", next_contact_on=today() + timedelta(days=30))
    assert (contact.at, contact.channel, contact.direction, contact.summary, contact.next_step) == (
        at, "phone", "out", "Zvanīju", "Pajautāt skolai",
    )  # fmt: skip
    with acting(alise.scope):
        case.refresh_from_db()
    assert (case.last_contact_at, case.next_contact_on) == (at, today() + timedelta(days=30))


def test_fup_02_a_contact_of_an_active_case_needs_the_next_date(alise):
    """FUP-02."""
    with pytest.raises(NextContactMissing):
        log(case_of(alise), alise, next_contact_on=None)


def test_fup_02_a_letter_without_a_new_day_leaves_a_resting_case_its_day(alise):
    """FUP-02, J2 step 3: the day on which the case is looked at again stays until it has come."""
    case, day = case_of(alise), today() + timedelta(days=200)
    with acting(alise.scope):
        case = actions.rest(case=case, reason="Vispirms studijas", by=alise, next_contact_on=day)
    for kept, before in ((day, day), (None, today())):
        with acting(alise.scope):
            Case.objects.filter(pk=case.pk).update(next_contact_on=before)
            log(case, alise, next_contact_on=None)
            case.refresh_from_db()
        assert case.next_contact_on == kept


def test_fup_02_cases_past_their_date_are_listed(alise):
    """FUP-02."""
    late = case_of(alise, next_contact_on=today() - timedelta(days=1))
    case_of(alise, next_contact_on=today() + timedelta(days=1))
    with acting(alise.scope):
        assert list(Case.objects.contact_due(today())) == [late]


def test_a_double_click_logs_one_contact(alise):
    case = case_of(alise)
    assert log(case, alise, form_key="k1") == log(case, alise, form_key="k1")
    with acting(alise.scope):
        assert Contact.objects.count() == 1


def test_int_10_a_call_logged_in_the_case_counts_as_first_answer(alise):
    """INT-10."""
    enquiry = enquiry_of(alise)
    case = case_of(alise, enquiry=enquiry)
    contact = log(case, alise)
    with acting(alise.scope):
        enquiry.refresh_from_db()
    assert enquiry.first_answer_at == contact.at


def test_fup_09_a_promise_stays_open_until_it_is_kept(alise):
    """FUP-09."""
    contact = log(case_of(alise), alise, next_step="Atsūtīt rindas garumu", promise_due_on=today())
    with acting(alise.scope):
        kept = actions.keep_promise(contact=contact, by=alise)
        assert actions.keep_promise(contact=contact, by=alise).promise_kept_at == kept.promise_kept_at is not None


def test_k_c16_how_an_institution_treated_the_family_is_stored_with_its_kind(alise):
    """K-C16."""
    case = case_of(alise)
    contact = log(case, alise, institution="nva", attitude="unhelpful")
    assert (contact.institution, contact.institution_attitude) == ("nva", "unhelpful")
    with pytest.raises(IntegrityError, match="attitude_is_that_of_an_institution"), transaction.atomic():
        log(case, alise, attitude="helpful")


def incoming(enquiry, **fields):
    values = {
        "direction": "in", "message_id": "<1@family.example>", "from_address": "ieva@family.example",
        "to_address": "vidzeme@majup.example", "subject": "Vēl viens jautājums", "text": "Vai ir autobuss?",
        "at": timezone.now(), "household_id": enquiry.household_id_attached,
    }  # fmt: skip
    return Message.objects.create(enquiry=enquiry, **{**values, **fields})


def test_lng_02_mail_of_the_family_comes_onto_the_time_line_by_the_worker(alise):
    """LNG-02: whoever wrote is looked at today, also when the next contact lay in a week."""
    enquiry = enquiry_of(alise)
    case = case_of(alise, enquiry=enquiry)
    with acting(alise.scope):
        enquiry.refresh_from_db()
        incoming(enquiry)
    with acting(NOBODY):
        file_messages(0)
        file_messages(0)
    with acting(alise.scope):
        assert [(c.channel, c.direction, c.by_family) for c in case.contacts.filter(channel="email")] == [
            ("email", "in", True)
        ]
        case.refresh_from_db()
    assert case.next_contact_on == today()


def test_lng_02_a_letter_written_in_the_case_leaves_in_the_thread_and_is_logged_once(alise):
    """LNG-02."""
    enquiry = enquiry_of(alise)
    case = case_of(alise, enquiry=enquiry)
    with acting(alise.scope):
        enquiry.refresh_from_db()
        incoming(enquiry)
        letter = {
            "to": "ieva@family.example", "subject": "Autobuss", "text": "Ir, trīs reizes dienā.", "language": "lv",
            "next_contact_on": next_week(), "form_key": "m1",
        }  # fmt: skip
        first = actions.write_to_family(case=case, by=alise, **letter)
        assert actions.write_to_family(case=case, by=alise, **letter) == first
        mail = OutgoingMail.objects.get(purpose="case_mail")
    assert (mail.to_address, mail.in_reply_to, mail.household_id, mail.message_id) == (
        "ieva@family.example", "<1@family.example>", case.household_id, first.message_id,
    )  # fmt: skip
    assert mail.from_address == "vidzeme@majup.example"
