"""The page "who may do what" of the handbook, written from staff/roles.py so that it cannot say anything else."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from majup.staff.roles import ROLES, Permission

P = Permission
WORDS = {
    P.ENQUIRY_READ: gettext_lazy("Reads enquiries of the own regions and of the common queue"),
    P.ENQUIRY_TAKE: gettext_lazy("Takes enquiries and passes them on"),
    P.ENQUIRY_ENTER: gettext_lazy("Enters or passes on what was asked in person"),
    P.CASE_READ: gettext_lazy("Reads the cases of the own regions and those shared with them"),
    P.CASE_WRITE: gettext_lazy("Changes cases, needs and contacts"),
    P.CASE_HAND_OVER: gettext_lazy("Hands a case over to another region or shares it"),
    P.SUPPORT_WISH_READ: gettext_lazy("Sees which support is wished (health, psychological, special education)"),
    P.QUESTION_SEND: gettext_lazy("Asks municipalities and institutions"),
    P.QUESTION_ANSWER: gettext_lazy("Answers questions to the roles held"),
    P.QUESTION_OVERDUE_READ: gettext_lazy("Sees overdue questions of the region, without the family"),
    P.OFFER_SEND: gettext_lazy("Composes and sends offers"),
    P.OUTCOME_RECORD: gettext_lazy("Records intentions, returns and what follows"),
    P.HOUSEHOLD_MERGE: gettext_lazy("Merges households that are the same"),
    P.HOUSEHOLD_ERASE: gettext_lazy("Erases a household at its wish"),
    P.OPENING_KEEP: gettext_lazy("Keeps vacancies, homes and employers: of the own municipality, coordinators of all"),
    P.OPENING_REQUEST: gettext_lazy("Checks requests for specialists, introduces families to employers, reads files"),
    P.TOTALS_READ: gettext_lazy("Sees counts of all regions, never a case by them"),
    P.REPORT_SIGN: gettext_lazy("Writes and signs the report of the own region, and corrects it later"),
    P.REPORT_ISSUE: gettext_lazy("Checks, sends back and issues the report of the country"),
    P.WORKLOAD_READ: gettext_lazy("Sees the work in hand of the own region’s coordinator and deputies"),  # noqa: RUF001
    P.BUDGET_KEEP: gettext_lazy("Keeps the money, the rounds of grants and the tasks of the plan"),
    P.PROPOSAL_MAKE: gettext_lazy("Proposes what should be done better"),
    P.PROPOSAL_ANSWER: gettext_lazy("Answers such proposals and follows them"),
    P.DIRECTORY_READ: gettext_lazy("Reads the directory"),
    P.CONTACT_KEEP: gettext_lazy("Keeps contacts and substitutions of the roles in the own region"),
    P.CONSULTATION_LOG: gettext_lazy("Notes advice given to municipalities"),
    P.EXCLUSION_EDIT: gettext_lazy("Keeps the list where support inside the country does not apply"),
    P.DIRECTORY_EDIT: gettext_lazy("Names holders, edits routing, municipalities and accounts"),
    P.LIBRARY_EDIT: gettext_lazy("Changes the common messages"),
    P.PLACES_READ: gettext_lazy("Reads figures and profiles of places, uses the place finder"),
    P.PROFILE_EDIT: gettext_lazy("Writes the profile of the own municipality; coordinators, of those in their region"),
    P.FACT_READ: gettext_lazy("Reads the catalogue of facts with its history"),
    P.FACT_KEEP: gettext_lazy("Writes, confirms and withdraws the facts of the roles held"),
    P.FACT_KEEP_STATE: gettext_lazy("Does the same for facts of the whole state"),
    P.FACT_NAME_OWNER: gettext_lazy("Names who answers for a fact"),
    P.FACT_CHECK: gettext_lazy("Sees what became of the given records and what is kept for returnees alone"),
    P.TEXT_WRITE: gettext_lazy("Writes public texts of the roles and places she looks after"),
    P.TEXT_KEEP_COMMON: gettext_lazy("Does the same for public texts of the whole country"),
    P.TEXT_APPROVE: gettext_lazy("Reads and publishes public texts that somebody else wrote"),
    P.DATA_PACK_MAKE: gettext_lazy("Puts figures together for the council of the diaspora and for its own report"),
    P.TARGET_KEEP: gettext_lazy("Says by which figure a target of the plan is measured"),
}


def page(language: str | None = None) -> str:
    """The whole page as Markdown, in the country's main language."""
    with translation.override(language or settings.LANGUAGE_CODE):
        heads = [str(role.title) for role in ROLES.values()]
        rows = [_row(permission) for permission in Permission]
        lines = [
            "# " + _("Who may do what"),
            "",
            _("This page is made from the program and compared with it by a test; do not edit it by hand.")
            + " `./run majup access_page`",
            "",
            _("A role says whether somebody may do something; the region and the roles held say with which cases."),
            "",
            "| | " + " | ".join(heads) + " |",
            "|---|" + "---|" * len(heads),
            *rows,
        ]
    return "\n".join(lines) + "\n"


def _row(permission: Permission) -> str:
    marks = ["●" if permission in role.may else "" for role in ROLES.values()]
    return f"| {WORDS[permission]} | " + " | ".join(marks) + " |"
