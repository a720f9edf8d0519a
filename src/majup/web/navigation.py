"""What stands in the menu, for whom. A page that is not built has no line here."""

from collections.abc import Container
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majup.staff.roles import Permission


@dataclass(frozen=True)
class Item:
    label: str | Promise
    url_name: str
    needs: tuple[Permission, ...]
    key: str = ""  # second key after "g" on the desk
    also: tuple[str, ...] = ()  # names of pages that belong to it and lie at another address

    @property
    def url(self) -> str:
        return reverse(self.url_name)

    @property
    def addresses(self) -> dict[str, str]:
        """{where a page of it begins: where the line leads}."""
        return {reverse(name): self.url for name in (self.url_name, *self.also)}

    @property
    def keys(self) -> str:
        return f"g {self.key}" if self.key else ""


@dataclass(frozen=True)
class MenuItem:
    """A line as the layouts show it."""

    label: str
    url: str
    active: bool
    key: str = ""


# "Ask a person" and the search stand in the head of every page by themselves.
PUBLIC: tuple[tuple[Promise, str], ...] = (
    (pgettext_lazy("menu of the public side", "Support"), "support"),
    (_("Places"), "public_places"),
    (_("Work"), "jobs"),
    (_("Homes"), "homes"),
    (_("Guides"), "guides"),
    (_("Questions"), "faq"),
)


def with_menu(request: HttpRequest) -> None:
    """Give a public page its menu; pages behind a personal link have none."""
    lines = [(str(label), reverse(name)) for label, name in PUBLIC]
    request.public_nav = [MenuItem(label, url, request.path.startswith(url)) for label, url in lines]


# By what one works on, in the order of the menu. Each area adds its own line.
MENU: tuple[tuple[Promise, tuple[Item, ...]], ...] = (
    (
        _("Families"),
        (
            Item(_("Today"), "start", (Permission.CASE_READ,), "d"),
            Item(_("Cases"), "cases", (Permission.CASE_READ,), "c"),
            Item(_("Enquiries"), "enquiries", (Permission.ENQUIRY_READ,), "e"),
            Item(_("Questions out"), "questions", (Permission.QUESTION_SEND,), "q"),
            Item(_("Offers"), "offers", (Permission.OFFER_SEND,), "o"),
            Item(_("Calls"), "calls", (Permission.CASE_WRITE,)),
            Item(_("Matches"), "matches", (Permission.CASE_READ,), "m"),
            Item(_("Who can do what"), "specialists", (Permission.CASE_READ,)),
            Item(_("Possible duplicates"), "duplicates", (Permission.HOUSEHOLD_MERGE,), "u"),
        ),
    ),
    (
        _("Town hall"),
        (
            Item(_("What waits for me"), "townhall_owed", (Permission.QUESTION_ANSWER,), "t"),
            Item(_("Asked of me"), "townhall", (Permission.QUESTION_ANSWER,), "a"),
            Item(_("Ideas from abroad"), "townhall_ideas", (Permission.QUESTION_ANSWER,)),
            Item(_("Asked in person"), "townhall_enquiries", (Permission.ENQUIRY_ENTER,), "p"),
            Item(_("Profile of my municipality"), "own_profile", (Permission.ENQUIRY_ENTER,)),
            Item(_("Statement for the year"), "own_statement", (Permission.ENQUIRY_ENTER,)),
        ),
    ),
    (
        _("Facts and texts"),
        (
            Item(_("Work and homes"), "openings", (Permission.OPENING_KEEP,), "w"),
            Item(_("Meetings and events"), "desk_events", (Permission.OPENING_KEEP,)),
            Item(_("Catalogue"), "facts", (Permission.FACT_READ,), "f"),
            Item(_("To confirm"), "facts_due", (Permission.FACT_KEEP,)),
            Item(_("Places"), "places", (Permission.PLACES_READ,), "l"),
            Item(_("Public texts"), "texts", (Permission.TEXT_WRITE, Permission.TEXT_APPROVE), "x"),
            Item(_("Typical answers"), "answers", (Permission.CASE_WRITE,)),
            Item(_("Messages"), "library", (Permission.LIBRARY_EDIT,)),
        ),
    ),
    (
        _("Network"),
        (
            Item(_("Directory"), "directory", (Permission.DIRECTORY_READ,), "k"),
            Item(_("Advice to municipalities"), "consultations", (Permission.CONSULTATION_LOG,)),
            Item(_("Overdue questions"), "overdue", (Permission.QUESTION_OVERDUE_READ,), "v"),
            Item(_("Accounts"), "staff_accounts", (Permission.DIRECTORY_EDIT,)),
        ),
    ),
    (
        _("Figures"),
        (
            Item(_("Figures of the programme"), "figures", (Permission.TOTALS_READ,), "r"),
            Item(_("Targets"), "targets", (Permission.TOTALS_READ,)),
            Item(pgettext_lazy("menu", "Reports"), "reports", (Permission.TOTALS_READ,)),
            Item(_("How good the work is"), "quality", (Permission.TOTALS_READ,)),
            Item(_("Active municipalities"), "municipal_activity", (Permission.TOTALS_READ,)),
            Item(_("Work in hand"), "workload", (Permission.WORKLOAD_READ,)),
            Item(_("What nobody offers"), "gaps", (Permission.TOTALS_READ,)),
            Item(_("Published figures"), "past_figures", (Permission.TOTALS_READ,), also=("indicators",)),
            Item(_("Data packs"), "data_packs", (Permission.DATA_PACK_MAKE,)),
            Item(_("Money"), "money", (Permission.TOTALS_READ,), also=("grant_rounds", "statements")),
            Item(_("Plan and proposals"), "proposals", (Permission.TOTALS_READ,), also=("plan_tasks", "assessment")),
        ),
    ),
)


def groups_for(may: Container[Permission]) -> list[tuple[Promise, list[Item]]]:
    """(heading, lines) of the menu of somebody with these permissions."""
    groups = [(heading, [item for item in items if any(need in may for need in item.needs)]) for heading, items in MENU]
    return [(heading, items) for heading, items in groups if items]


def items_for(user) -> list[Item]:
    return [item for _heading, items in groups_for(user.permissions) for item in items]
