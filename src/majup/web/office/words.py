"""Words for what happened in the network, for kinds of roles and for refusals."""

from django.utils.translation import gettext_lazy as _

from majup.network import errors
from majup.network.models import Role

EVENTS = {
    "holder_named": _("%(name)s holds the role from %(on)s"),
    "deputy_named": _("%(name)s is the deputy from %(on)s"),
    "holder_ended": _("%(name)s holds the role until %(on)s"),
    "deputy_ended": _("%(name)s is the deputy until %(on)s"),
    "substitution_arranged": _("%(name)s substitutes from %(on)s until %(until)s"),
    "substitution_ended": _("The substitution by %(name)s was ended"),
    "contact_changed": _("The contact was changed"),
    "contact_confirmed": _("The contact was checked"),
    "work_moved": _("Moved to %(name)s: cases %(cases)s, needs %(needs)s, enquiries %(enquiries)s"),
}

KINDS = {
    Role.Kind.COORDINATOR: _("Regional coordinator"),
    Role.Kind.SPECIALIST: _("Municipal specialist"),
    Role.Kind.UNIT: _("Municipal unit"),
    Role.Kind.INSTITUTION: _("State institution"),
    Role.Kind.REGION_OFFICE: _("Planning region administration"),
    Role.Kind.CONTACT_POINT: _("National contact point"),
    Role.Kind.MINISTRY: _("Ministry"),
}

REFUSALS = {
    errors.HolderOverlaps: _("Somebody else is already named from a later day. End that naming first."),
    errors.HolderIsDeputy: _("The same person cannot be holder and deputy of one role. Choose somebody else."),
    errors.AccountClosed: _("This account is closed. Open it again or choose somebody else."),
    errors.NobodyTakesOver: _("The role would be left empty. Name a new holder or a deputy first."),
    errors.SubstitutionOverlaps: _("A substitution is already arranged for some of these days."),
    errors.MunicipalityEnded: _("One of these municipalities has already ended. Choose one that exists today."),
    errors.ExclusionOverlaps: _("This municipality is already on the list for some of these days."),
    errors.AccountStillHolds: _(
        "This person still holds a role or a substitution. Hand it on first, then close the account."
    ),
}


def refusal(error: errors.NetworkError) -> str:
    """A sentence for the person whose change was refused."""
    if isinstance(error, errors.PlaceholderProblem):
        return placeholder_problem(error)
    return str(REFUSALS[type(error)])


def placeholder_problem(error: errors.PlaceholderProblem) -> str:
    if error.unknown:
        names = ", ".join(f"{{{name}}}" for name in error.unknown)
        return _("The program cannot fill in %(names)s. Use only the placeholders listed beside.") % {"names": names}
    names = ", ".join(f"{{{name}}}" for name in error.missing)
    return _("Without %(names)s the message is of no use. Put it back in every language.") % {"names": names}
