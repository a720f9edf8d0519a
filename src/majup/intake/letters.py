"""What letters of the common library (LNG-04) may say about an enquiry."""

from majup.intake.models import Enquiry
from majup.intake.queries import responsible_role
from majup.network import letters
from majup.network.models import Template
from majup.network.queries import contact_of
from majup.plumbing.days import Day

SHOWN_OF_QUESTION = 1500
UNKNOWN = "\N{EM DASH}"
# Templates that fit an enquiry before there is a case, in the order in which they are proposed.
FOR_REPLIES = ("enquiry_answer", "ask_for_facts", "missed_call")


def values_of(enquiry: Enquiry) -> dict[str, str]:
    """Values of placeholders, read at this moment; the contact of who answers comes from the role (NET-02)."""
    return {
        "reference": enquiry.reference,
        "question": enquiry.text[:SHOWN_OF_QUESTION],
        "due_date": Day(enquiry.due_on, enquiry.language),
        "answer": "",
    }


def write(code: str, enquiry: Enquiry, **values: str) -> letters.Letter:
    """The message `code` in the enquiry's language, signed by whoever answers it; a missing phone shows as a dash."""
    role = responsible_role(enquiry.region)
    phone = {} if contact_of(role).phone else {"responsible_phone": UNKNOWN}
    return letters.write(code, enquiry.language, {**values_of(enquiry), **phone, **values}, role=role)


def draft(code: str, enquiry: Enquiry) -> letters.Letter:
    """A letter to finish by hand: the place of the answer, or of our question, is left empty."""
    return write(code, enquiry, question="")


def choices() -> list[Template]:
    found = Template.objects.in_bulk(FOR_REPLIES, field_name="code")
    return [found[code] for code in FOR_REPLIES if code in found]
