"""What each table holds, whether it is about people, why it is kept, and what guards it.

A table stands in exactly one of the three lists; the tests compare them with what the database really does:
PROTECTED is about families or says who did what with them, and row-level security refuses it to whoever is not meant;
EXEMPT is about people too, and its reason says why no policy stands on it; OPEN is about nobody.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model

PROTECTED = {
    "people_household": "families that think of moving together: region, country, version",
    "people_householdshare": "other regions that see a household with its agreement",
    "people_person": "members: names, relation, year of birth, language, occupation, school",
    "people_personlanguage": "languages that a member speaks",
    "people_skill": "what an adult can do and whether a paper says so",
    "people_residence": "where a member lived or was declared, for conditions of support",
    "people_contactpoint": "addresses and numbers by which a family wants to be reached",
    "people_consent": "what the family agreed to, and when it took that back",
    "people_searchword": "folded words of names, numbers and addresses, for search within a region",
    "people_duplicatepair": "households that may be one, until somebody decides",
    "people_event": "what happened to a household, for the people who work on it",
    "people_merge": "how two households became one, so that it can be undone",
    "intake_enquiry": "questions from outside with whatever the sender told about themselves",
    "intake_enquiry_topics": "topics of an enquiry",
    "intake_enquiry_places": "places that an enquiry names",
    "intake_enquiryevent": "what happened to an enquiry",
    "intake_askedfrom": "keyed digests of network addresses for one day, against floods of questions",
    "intake_message": "mails of a thread",
    "intake_attachment": "names and digests of files that came with a mail",
    "cases_case": "cases: stage, dates, who is responsible",
    "cases_caseenquiry": "which enquiry led to which case",
    "cases_candidatemunicipality": "places that a family thinks of",
    "cases_need": "what a family needs, by topic",
    "cases_supportwish": "that support is wished (health, psychological, special education); encrypted, never facts",
    "cases_readiness": "home, work and education: unknown, sought, settled",
    "cases_obstacle": "what holds a family back",
    "cases_contact": "every exchange with a family",
    "cases_step": "steps of a family on its way",
    "cases_handover": "cases offered to or shared with another region",
    "family_familylink": "digests of the links to the family's own page, and where they were sent",
    "family_correction": "what members say is wrong in what we know of them",
    "family_informed": "whether a family has all the information it needs, in its own judgement",
    "family_jobwish": "what an adult asks of work, ranked",
    "family_erasurerequest": "requests of families to erase everything, and what became of them",
    "family_keepquestion": "whether a family that was silent for long wants its case kept, and its answer",
    "calls_call": "calls that families and visitors ask for, with the time agreed and how to reach them",
    "ties_idea": "ideas that people abroad send to a municipality; name and address go with the answer",
    "questions_search": "one need asked about in several places",
    "questions_question": "questions to roles with the facts shown to the other side",
    "questions_questionstop": "the chain of addressees of a question",
    "questions_questionlink": "digests of the links by which questions are answered",
    "questions_answer": "answers of municipalities and institutions",
    "questions_introduction": "people who agreed that one employer may learn of them, and what of them (EMP-07)",
    "matching_householdfacts": "answers to conditions of support, encrypted; for the responsible region alone",
    "matching_match": "new facts, vacancies and homes that may fit a family",
    "matching_grantinterest": "interest in money for a business, what the check said, and what became of it (GRA-02)",
    "offers_offer": "letters in the making",
    "offers_notneeded": "sections that a family does not need",
    "offers_offeritem": "findings in a letter",
    "offers_contribution": "parts of a letter that others still owe",
    "offers_offerversion": "letters as they went out, frozen",
    "offers_itemmark": "what the family says to an item",
    "outcomes_intention": "stated intentions to return",
    "outcomes_return": "returns: day, people, municipality",
    "outcomes_departure": "families that left again, and why",
    "outcomes_outcome": "other dated turns of a case",
    "outcomes_check": "looks after the return",
    "outcomes_rating": "what a family says of the help it had, after the offer and after the return (SUR-02)",
    "outcomes_flagdismissal": "risk flags put aside, with the reason",
    "plumbing_outgoingmail": "mails that leave: address and text, as proof of what was said",
    "staff_accesslog": "who looked at which household (PRV-03)",
    "staff_history": "rows before each change, for investigators alone",
}

EXEMPT = {
    "ties_subscription": (
        "who wants a municipality's news by mail: encrypted address, language",
        "its own signed link and the weekly job open a row; the address is encrypted and no page lists it",
    ),
    "staff_user": (
        "accounts of staff: name, address for signing in, language",
        "read before anybody is known, when somebody signs in; staff, not families",
    ),
    "network_holding": ("who holds which role, from when to when", "decides what the policies let through; staff"),
    "network_substitution": ("who substitutes for whom on which days", "decides what the policies let through; staff"),
    "network_networkevent": ("what changed in the network, by whom", "shown to all who read the directory; staff"),
    "network_municipalconsultation": ("advice given to municipalities, by whom", "names no family; counted nationally"),
    "openings_dwellingowner": (
        "owners who offer a dwelling: name, address, phone, language; encrypted, gone 90 days after the entry ends",
        "written by a visitor who is nobody yet and read behind the owner's link; not families",
    ),
    "reports_targetunit": (
        "by which figure a target is measured, since when, why and who said so",
        "shown to all who read totals; staff",
    ),
    "profiles_answer": (
        "what municipalities say in their profiles, by whom",
        "public facts about places; the author is staff, shown beside the answer",
    ),
    "reports_report": (
        "reports of the country: period, frozen figures and words, who drafted and issued them",
        "counts and words of staff for all who read totals; no family stands in them",
    ),
    "reports_regionreport": (
        "reports of regions: counts, exceptions as numbers, words, who signed or sent them back",
        "counts and words of staff for all who read totals; the records behind stay under their own policies",
    ),
    "reports_correction": (
        "figures of issued reports that are known better now: before, after, why, by whom",
        "counts with the name of a member of staff; no family stands in them",
    ),
    "reports_datapack": (
        "figures put together for others and frozen, who asked for them and when",
        "counts of which small ones are withheld, and words of staff; no family stands in them; the ministry alone",
    ),
    "reports_reportevent": ("what happened to a report, by whom", "shown to all who read totals; staff"),
    "catalogue_factversion": (
        "what was said of a fact, and which member of staff wrote it (CAT-16)",
        "facts are public, no family stands in them; staff",
    ),
    "catalogue_factevent": ("who wrote, confirmed or withdrew a fact", "facts are public; staff, not families"),
    "guides_textversion": (
        "what public texts say, and who wrote and approved it",
        "public texts; the authors are staff, not families",
    ),
    "guides_reviewedtext": ("public texts: owner, place, topics, who read them last", "public texts; staff"),
    "guides_textevent": ("who wrote, approved or archived a text", "shown to all who write texts; staff"),
    "guides_storyconsent": (
        "who agreed that a story is shown, when and to which words; the name encrypted",
        "every public page reads whether the agreement stands; they point to no family and are shown to editors alone",
    ),
    "reports_budgetversion": ("versions of a budget, and who wrote them why", "sums of money; staff, not families"),
    "reports_grantround": (
        "what rounds of grants and benefits brought: counts and sums, and who wrote it",
        "names no family; staff",
    ),
    "reports_lineactivity": ("what was done with a line, noted by whom", "names no family; staff"),
    "reports_taskinstitution": ("who is responsible for a task, and who said so", "institutions; staff"),
    "reports_tasknote": ("what was done for a task, noted by whom", "names no family; staff"),
    "reports_proposal": ("what regions propose to do better, and who wrote it", "read by all who read counts; staff"),
    "reports_proposalstep": ("answers of the ministry, and who wrote them", "read by all who read counts; staff"),
    "reports_municipalstatement": (
        "what a municipality says once a year of its money and measures, and who said it",
        "facts about a municipality; staff, not families",
    ),
    "django_session": ("who is signed in", "read by the key of the cookie, before anybody is known"),
    "account_emailaddress": ("addresses for signing in", "read before anybody is known; staff"),
    "account_emailconfirmation": ("confirmations of addresses; stays empty", "not in use: accounts are opened by mail"),
    "mfa_authenticator": ("second factors of staff, encrypted", "read before anybody is known; staff"),
    "django_cache": (
        "counts of attempts to sign in and codes already used",
        "read before anybody is known; keys are digests and gone within minutes",
    ),
    "procrastinate_jobs": (
        "jobs with the numbers of the rows they work on",
        "the worker reads all; no names, no texts",
    ),
    "procrastinate_events": ("when jobs began and ended", "the worker reads all; no names, no texts"),
}

OPEN = {
    "places_planningregion": "planning regions",
    "places_municipality": "municipalities with their validity",
    "places_regionmembership": "which municipality belonged to which region, and when",
    "places_placename": "spellings and former units by which places are found",
    "places_internalexclusion": "where support inside the country does not apply",
    "places_area": "regions, branches of agencies, cities inside counties: territories of statistics",
    "places_areamember": "which municipality belonged to which of them, and when",
    "places_indicator": "what figures measure",
    "places_dataset": "tables taken over, with source, and what was left out",
    "places_figure": "statistical figures of places, never of a person",
    "places_crosswalklimit": "why figures cannot be carried over changed boundaries",
    "plumbing_publicchange": "numbers that tell kept pages that public facts changed",
    "places_outline": "shapes of municipalities on the map",
    "profiles_block": "parts of the profile of a municipality",
    "profiles_question": "the standard questions of profiles",
    "profiles_criterion": "reasons by which a place may be weighed",
    "profiles_finderframe": "what the place finder asks besides",
    "network_codelist": "closed lists of the country pack",
    "network_topic": "topics of needs and questions",
    "network_institution": "state institutions",
    "network_institution_topics": "topics of institutions",
    "network_institutionname": "names of institutions with their days",
    "network_role": "roles with their public contact",
    "network_role_topics": "topics of roles",
    "network_routingrule": "who is asked first about a topic",
    "network_participantlist": "lists of participants in rounds of the programme",
    "network_participant": "municipalities on these lists",
    "network_country": "settings of the country pack",
    "network_template": "the common messages",
    "openings_neighbour": "which municipalities share a border",
    "openings_source": "files of vacancies and dwellings that are read again and again",
    "openings_employer": "companies and public bodies with their public contact",
    "openings_vacancy": "vacancies; public facts",
    "openings_announcedneed": "workers who will be needed",
    "openings_specialistrequest": "employers' requests for a specialist",
    "openings_push": "where vacancies were told of",
    "openings_dwelling": "homes and land; public facts, without exact address",
    "openings_forecast": "jobs that employers plan, by region and group of occupations",
    "openings_attractionyear": "what municipalities did in a year to draw specialists",
    "openings_openinglink": "digests of the links of employers and owners",
    "openings_publicevent": "events for the public: kind, organiser, day, place or link; nobody who takes part",
    "openings_openingevent": "what happened to an entry",
    "openings_reading": "files on their way in",
    "openings_readingproblem": "cells of a file that could not be taken",
    "catalogue_factkind": "kinds of facts: how often they are confirmed, what they tell",
    "catalogue_fact": "measures, services, courses, places at school …: public facts with owner and place",
    "catalogue_fact_regions": "regions in which a fact holds",
    "catalogue_fact_municipalities": "municipalities in which a fact holds",
    "catalogue_fact_topics": "topics of a fact",
    "catalogue_confirmationlink": "digests of the links by which a role confirms its facts",
    "catalogue_importedrecord": "the given records and what became of each",
    "matching_newopening": "vacancies and dwellings of the last minute, not yet held against the cases",
    "catalogue_missedsearch": "words that visitors searched for in vain, by day, without anything about who typed them",
    "catalogue_linkcheck": "web pages that facts, institutions and profiles name, and whether they answer",
    "matching_lookedthrough": "versions of facts for which the cases have been looked through",
    "guides_reviewedtext_topics": "topics of public texts",
    "calls_callslot": "times that a region's coordinator offers for calls; public",
    "cases_steptemplate": "steps of the country pack",
    "cases_steptemplate_topics": "topics of these steps",
    "cases_typicalanswer": "questions that come again and their answers, without anybody's data",
    "questions_answerform": "short forms for answers, by topic",
    "questions_answerform_topics": "topics of these forms",
    "offers_standardblock": "dated texts for letters",
    "reports_madefile": "long tables that the worker wrote for readers: which, how far, digest",
    "reports_publication": "issued reports as the public sees them: when, which threshold",
    "reports_publishedcell": "public numbers by region, period and municipality, and where one is hidden",
    "reports_budget": "money of a programme, for a year or more",
    "reports_budgetline": "lines of a version of a budget",
    "reports_plan": "plans of the government",
    "reports_plantask": "their tasks",
    "reports_countingrule": "rules of counting",
    "reports_daycount": "numbers by day, region and part, of nobody; small ones too, so only for staff who read totals",
    "reports_countchange": "days and numbers of rows that are to be counted anew, for a minute",
    "reports_countrun": "when days were counted anew, and which differed in the nightly look",
    "reports_target": "what plans promised",
    "reports_issuedfigure": "figures as issued",
    "reports_qualitysheet": "counts on the quality of the work, kept from the night; numbers alone",
    "auth_permission": "not in use; permissions are code",
    "auth_group": "not in use; roles are code",
    "auth_group_permissions": "not in use; roles are code",
    "django_content_type": "not in use; kept by the framework",
    "django_migrations": "which changes of the tables were made",
    "procrastinate_workers": "workers that run",
    "procrastinate_periodic_defers": "when periodic jobs were asked for",
}


@dataclass(frozen=True)
class Entry:
    table: str
    is_personal: bool
    purpose: str
    guard: str


def entries() -> Iterator[Entry]:
    for table, purpose in PROTECTED.items():
        yield Entry(table, True, purpose, "row-level security")
    for table, (purpose, reason) in EXEMPT.items():
        yield Entry(table, True, purpose, f"no policy: {reason}")
    for table, purpose in OPEN.items():
        yield Entry(table, False, purpose, "none needed")


def models_by_table() -> dict[str, type[Model]]:
    return {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}


def page() -> str:
    """docs/data-dictionary.md: every table, and the columns of those that are about people."""
    models, listed = models_by_table(), sorted(entries(), key=lambda entry: entry.table)
    rows = [f"| `{e.table}` | {'yes' if e.is_personal else 'no'} | {e.purpose} | {e.guard} |" for e in listed]
    columns = [
        line
        for entry in listed
        if entry.is_personal and entry.table in models
        for line in _columns(models[entry.table])
    ]
    head = [
        "# Data dictionary",
        "",
        "Made from `src/majup/web/data_dictionary.py` and the models by `./run majup data_dictionary`;",
        "a test compares it with the code, and the code with the policies in the database. Do not edit it by hand.",
        "",
        "| table | personal data | what is kept and why | guarded by |",
        "|---|---|---|---|",
    ]
    return "\n".join([*head, *rows, "", "## Columns of the tables with personal data", "", *columns]) + "\n"


def _columns(model: type[Model]) -> list[str]:
    fields = [_column(field) for field in model._meta.concrete_fields]
    return [f"- `{model._meta.db_table}`: {', '.join(fields)}"]


def _column(field) -> str:
    return f"{field.column} ({field.help_text})" if field.help_text else field.column
