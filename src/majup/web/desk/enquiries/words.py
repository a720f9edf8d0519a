"""Words for states, events and refusals of enquiries."""

from django.utils.translation import gettext_lazy as _

from majup.intake.models import Enquiry, EnquiryEvent
from majup.plumbing.uploads import RefusedError
from majup.web.components.library import register

State, Kind = Enquiry.State, EnquiryEvent.Kind
STATES = {
    State.NEW: _("New"),
    State.PASSED_ON: _("Passed on to us"),
    State.TAKEN: _("Taken"),
    State.ATTACHED: _("Taken up in a case"),
    State.ANSWERED: _("Answered"),
}
KINDS = {
    Kind.RECEIVED: _("Received"),
    Kind.ENTERED: _("Entered by hand"),
    Kind.TAKEN: _("Taken"),
    Kind.PASSED_ON: _("Passed on to %(now)s"),
    Kind.ANSWERED: _("Answered"),
    Kind.ASKED_BACK: _("Asked back"),
    Kind.ATTACHED: _("Taken up in a case"),
    Kind.WROTE_AGAIN: _("Wrote again"),
    Kind.BOUNCED: _("Our mail came back: the address does not work"),
    Kind.CHANGED: _("Facts were added"),
}
GIVEN_BACK = _("Given back to the municipality")
REFUSALS = {
    "no-region": _("Choose the region in which you take this enquiry."),
    "not-mine": _("This enquiry lies with another region."),
    "no-address": _("There is no e-mail address to write to. Call, and write down what was said."),
    "empty-text": _("Write the answer."),
    "finished": _("This enquiry is answered or taken up in a case already, so it cannot be passed on."),
    "not-from-there": _("No municipality passed this enquiry on, so it cannot be given back."),
    "same-region": _("The enquiry lies with this region already. Choose another one."),
    "attached-elsewhere": _("This enquiry is taken up in another case already."),
}
MAIL_TROUBLE = (
    (
        ("ConnectionRefused", "TimeoutError", "gaierror", "OSError", "Disconnected"),
        _("The mail server cannot be reached."),
    ),
    (("550", "551", "553", "5.1.1", "5.1.2", "No such user"), _("The address does not exist or takes no mail.")),
    (("552", "5.2.2", "5.3.4"), _("The mailbox is full, or the mail is too large for it.")),
    (("421", "450", "451", "452"), _("The other mail server asks us to try later.")),
    (("535", "AuthenticationError"), _("The mail server does not accept our password. Tell the administrator.")),
)


@register.filter
def enquiry_state(state: str) -> str:
    return str(STATES.get(state, state))


@register.filter
def refused_file(code: str) -> str:
    """Why a file that came by mail was not kept."""
    return str(_("Too many files in one mail.")) if code == "too_many" else RefusedError(code).message


@register.filter
def mail_trouble(error: str) -> str:
    """What a mail server said, in plain words."""
    for signs, words in MAIL_TROUBLE:
        if any(sign in error for sign in signs):
            return str(words)
    return str(_("The mail server refused the mail."))
