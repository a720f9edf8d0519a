"""The form of a new contact as HTML. Every case page has it, empty and alike, so that it is written once and kept."""

from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from majup.cases.models import Case
from majup.web.components import codes
from majup.web.components.texts import language
from majup.web.desk.cases.forms import ContactForm

TEMPLATE = "desk/cases/contact_fields.html"


def empty_fields(case: Case) -> SafeString:
    return _empty_fields(language(), case.is_in_progress, tuple(codes.institution_names().items()))


def filled_fields(form: ContactForm) -> SafeString:
    """With what was typed, and what is wrong with it."""
    return render_to_string(TEMPLATE, {"contact_form": form})


@lru_cache(maxsize=16)
def _empty_fields(_language: str, compulsory: bool, _institutions: tuple[tuple[str, str], ...]) -> SafeString:
    return filled_fields(ContactForm(compulsory=compulsory))
