"""Who may do what, on one page. A role says *whether*; `visible_to` and row-level security say *which*."""

from dataclasses import dataclass
from enum import StrEnum, auto

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    ENQUIRY_READ = auto()  # the queue of one's regions and the common queue
    ENQUIRY_TAKE = auto()
    ENQUIRY_ENTER = auto()  # a municipal specialist enters or passes on what was asked in person
    CASE_READ = auto()
    CASE_WRITE = auto()
    CASE_HAND_OVER = auto()
    SUPPORT_WISH_READ = auto()  # health, psychological, special education: the coordinator alone
    QUESTION_SEND = auto()
    QUESTION_ANSWER = auto()  # questions to roles one holds
    QUESTION_OVERDUE_READ = auto()  # overdue questions of the region, without the family
    OFFER_SEND = auto()
    OUTCOME_RECORD = auto()
    HOUSEHOLD_MERGE = auto()
    HOUSEHOLD_ERASE = auto()
    OPENING_KEEP = auto()  # vacancies, dwellings and employers: of one's municipality, the coordinator of all
    OPENING_REQUEST = auto()  # employers ask for a specialist; introductions to employers; the agency's files
    TOTALS_READ = auto()  # counts of all regions, never a case
    REPORT_SIGN = auto()  # the report of one's own region: words and signature
    REPORT_ISSUE = auto()  # the report of the country: check, send back, issue
    WORKLOAD_READ = auto()  # open cases and contacts of a region's coordinator and deputies, to plan a substitution
    DIRECTORY_READ = auto()  # who holds which role, municipalities, institutions, gaps
    CONTACT_KEEP = auto()  # phone, mailbox, arrangement and substitution of the roles in one's own region
    CONSULTATION_LOG = auto()  # advice given to a municipality
    EXCLUSION_EDIT = auto()  # where the support for moves inside the country does not apply
    DIRECTORY_EDIT = auto()  # roles, holders, institutions, routing, accounts
    LIBRARY_EDIT = auto()  # message templates, standard texts
    PLACES_READ = auto()  # figures, profiles, place finder: public facts
    PROFILE_EDIT = auto()  # the profile of one's own municipality; a coordinator's, of those in her region
    FACT_READ = auto()  # the catalogue with its history, for all who work here
    FACT_KEEP = auto()  # write, confirm and withdraw the facts of the roles one holds
    FACT_KEEP_STATE = auto()  # the same for facts of the whole state
    FACT_NAME_OWNER = auto()  # say who answers for any fact
    FACT_CHECK = auto()  # what became of the given records, and what is kept for returnees alone
    TEXT_WRITE = auto()  # questions and answers, news, stories, guides of the roles and places one looks after
    TEXT_KEEP_COMMON = auto()  # the same for texts of the whole country
    TEXT_APPROVE = auto()  # the second pair of eyes on what somebody else wrote
    BUDGET_KEEP = auto()  # money of the programme, rounds of grants, tasks of the plan
    PROPOSAL_MAKE = auto()  # propose what should be done better
    PROPOSAL_ANSWER = auto()  # answer such proposals and follow them
    DATA_PACK_MAKE = auto()  # put figures together for the council of the diaspora and for the ministry's report
    TARGET_KEEP = auto()  # by which figure a target of the plan is measured


@dataclass(frozen=True)
class StaffRole:
    code: str
    title: str | Promise
    may: frozenset[Permission]


P = Permission
TEXTS = (P.TEXT_WRITE, P.TEXT_KEEP_COMMON, P.TEXT_APPROVE)
KEEPS = (P.FACT_READ, P.FACT_KEEP, P.PLACES_READ)  # who answers for facts looks after them
COORDINATOR = StaffRole(
    "coordinator",
    _("Regional remigration coordinator"),
    frozenset(Permission)
    - {P.QUESTION_ANSWER, P.QUESTION_OVERDUE_READ, P.DIRECTORY_EDIT, P.ENQUIRY_ENTER}
    - {P.FACT_KEEP_STATE, P.FACT_NAME_OWNER, P.REPORT_ISSUE, P.TARGET_KEEP}
    - {P.BUDGET_KEEP, P.PROPOSAL_ANSWER, P.DATA_PACK_MAKE},
)
SPECIALIST = StaffRole(
    "specialist",
    _("Municipal remigration specialist"),
    frozenset({P.ENQUIRY_ENTER, P.QUESTION_ANSWER, P.OPENING_KEEP, P.PROFILE_EDIT, P.TEXT_WRITE, *KEEPS}),
)
UNIT = StaffRole("unit", _("Municipal unit"), frozenset({P.QUESTION_ANSWER, *KEEPS}))
INSTITUTION = StaffRole("institution", _("State institution"), frozenset({P.QUESTION_ANSWER, P.TEXT_WRITE, *KEEPS}))
REGION_OFFICE = StaffRole(
    "region_office",
    _("Planning region administration"),
    frozenset({P.QUESTION_OVERDUE_READ, P.TOTALS_READ, P.WORKLOAD_READ, P.DIRECTORY_READ, P.FACT_CHECK, *KEEPS})
    | {P.TEXT_WRITE, P.TEXT_APPROVE, P.REPORT_SIGN, P.PROPOSAL_MAKE},
)
CONTACT_POINT = StaffRole(
    "contact_point",
    _("National contact point"),
    frozenset({P.ENQUIRY_READ, P.ENQUIRY_TAKE, P.TOTALS_READ, P.DIRECTORY_READ, P.FACT_CHECK, *KEEPS, *TEXTS})
    | {P.PROPOSAL_MAKE},
)
MINISTRY = StaffRole(
    "ministry",
    _("Ministry"),
    frozenset({P.TOTALS_READ, P.TARGET_KEEP, P.DIRECTORY_READ, P.EXCLUSION_EDIT, P.LIBRARY_EDIT})
    | {P.FACT_KEEP_STATE, P.FACT_NAME_OWNER, P.FACT_CHECK, P.REPORT_ISSUE, *KEEPS, *TEXTS}
    | {P.BUDGET_KEEP, P.PROPOSAL_ANSWER, P.DATA_PACK_MAKE},
)
ADMIN = StaffRole(
    "admin",
    _("Administrator"),
    frozenset({P.DIRECTORY_READ, P.CONTACT_KEEP, P.DIRECTORY_EDIT, P.EXCLUSION_EDIT, P.LIBRARY_EDIT})
    | {P.FACT_READ, P.PLACES_READ, P.FACT_KEEP_STATE, P.FACT_NAME_OWNER, P.FACT_CHECK},
)

ROLES = {
    role.code: role
    for role in (COORDINATOR, SPECIALIST, UNIT, INSTITUTION, REGION_OFFICE, CONTACT_POINT, MINISTRY, ADMIN)
}
