"""Where each named page is: addresses with something to show, links that are over, pages past the end of a list."""

from collections.abc import Iterator
from typing import NamedTuple

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from majup.network.models import Institution
from majup.places.models import Municipality
from tests.web.access_samples import World, arguments_of
from tests.web.access_table import ACCESS, ANONYMOUS, LEFT_OUT, OWN

SIGN_IN = ("account_", "mfa_")
# Who is signed in is led on from here.
ONLY_BEFORE_SIGN_IN = {"account_login", "account_reset_password", "account_reset_password_from_key"}
# Not pages: files, an answer for a machine, a switch that only leads back.
FILES = {
    "family_offer_pdf",
    "offer_preview_pdf",
    "offer_version_pdf",
    "enquiry_file",
    "case_person_file",
    "health",
    "mfa_download_recovery_codes",
    "demo_mail",
    "family_file_copy",
    "own_copy",
    "call_file",
    "place_leaflet",
    "public_leaflet",
    "public_compared_file",
    "figures_file",
    "guide_pdf",
    "guide_mine_pdf",
    "robots",
    "sitemap",
    "sitemap_part",
    "openings_feed",
    "news_feed",
    "results_file",
    "results_made",
    "results_catalog",
    "results_catalog_json",
    "openings_table",
    "facts_reserved_table",
    "openings_file_problems",
    "report_file",
    "data_pack_file",
    # Pages of the sign-in library that are not offered.
    "account_signup",
    "account_email",
}


class Named(NamedTuple):
    """A named url and the area of the code that shows it."""

    name: str
    area: str
    converters: tuple[str, ...]


def named(patterns=None) -> Iterator[Named]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from named(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield Named(pattern.name, _area(pattern), tuple(pattern.pattern.regex.groupindex))


def _area(pattern: URLPattern) -> str:
    """Second part of majup.web.<area>, or of majup.web.desk.<area>; pages of the sign-in library are one area."""
    if pattern.name.startswith(SIGN_IN):
        return "sign-in"
    parts = pattern.callback.__module__.removeprefix("majup.web.").removeprefix("desk.").split(".")
    return parts[0]


PAGES: dict[str, Named] = {page.name: page for page in named()}


def roles_of(name: str) -> list[str]:
    """Who is let in, the coordinator of the region first, who has most to see; then everybody else by name."""
    if name in ONLY_BEFORE_SIGN_IN:
        return [ANONYMOUS]
    allowed = {ANONYMOUS, OWN} if name.startswith(LEFT_OUT) else ACCESS[name]
    return sorted(allowed, key=lambda role: (role != OWN, role != ANONYMOUS, role))


def name_of(path: str) -> str:
    return resolve(path.split("?", maxsplit=1)[0].split("#", maxsplit=1)[0]).url_name


def addresses_of(world: World) -> dict[str, list[str]]:
    """For every url name the paths to visit. A name without sample is not in the result, and the walk says so."""
    found = {}
    for page in PAGES.values():
        of_page = _sign_in_arguments if page.area == "sign-in" else arguments_of
        arguments = of_page(page.name, page.converters, world)
        if arguments is not None:
            found[page.name] = [reverse(page.name, kwargs=arguments)]
    for name, paths in _more(world).items():
        found[name] = [*found.get(name, []), *paths]
    return found


def _sign_in_arguments(name: str, converters: tuple[str, ...], world: World) -> dict | None:
    user = world.users[OWN]
    return {
        "account_reset_password_from_key": {
            "uidb36": user_pk_to_url_str(user),
            "key": default_token_generator.make_token(user),
        },
        "account_confirm_email": {"key": "no-such-key"},
    }.get(name, None if converters else {})


def _more(world: World) -> dict[str, list[str]]:
    """Second addresses of pages that look different from record to record."""
    played, draft = world.case, world.offer
    return {
        "case": [
            reverse("case", args=[draft.case.reference]),
            f"{reverse('case', args=[played.reference])}?only=offers",
        ],
        "offer": [reverse("offer", args=[world.sent.offer_id])],
        "question": [reverse("question", args=[world.answered.pk])],
        "places": [f"{reverse('places')}?figure=new_dwellings", f"{reverse('places')}?figure=opinion_safety"],
        "place": [reverse("place", args=["0001000"]), reverse("place", args=["0038000"])],
        "places_compare": [f"{reverse('places_compare')}?place=0054000&place=0038001"],
        "place_finder": [f"{reverse('place_finder')}?facts=seeks_work&own_previous_residence=0054000"],
        "report": [reverse("report", args=[world.draft_report.pk])],
        "report_region": [reverse("report_region", args=[world.report.pk, "vidzeme"])],
        "reports_since": [f"{reverse('reports_since')}?figure=contacts&region=vidzeme"],
        "cases": [f"{reverse('cases')}?stage=all", f"{reverse('cases')}?q=nothing-like-that"],
        "enquiries": [f"{reverse('enquiries')}?state=all"],
        "questions": [f"{reverse('questions')}?state=answered"],
        "directory_region": [reverse("directory_region", args=["latgale"])],
        "institution": [reverse("institution", args=[Institution.objects.exclude(code="nva").first().code])],
        "municipality": [reverse("municipality", args=[Municipality.objects.in_force().last().atvk])],
    }


# Links that are over or never were, by what the visitor finds.
NOT_THERE = {
    "/no-such-page/": 404,
    "/desk/cases/2019-99999/": 404,
    "/o/no-such-link/": 404,
    "/a/no-such-link/": 404,
    "/my/no-such-link/": 404,
    "/subscription/no-such-link/": 404,
    "/call/no-such-link/": 404,
    "/my/keep/no-such-link/": 404,
    "/ask/no-such-link/": 404,
    "/accounts/signup/": 404,
    "/staff/": 403,
}
PAST_THE_END = "?after=2000-01-01T00:00:00%2B00:00~1"
