"""Who comes in by a link of the family's page: found, expired, or a friendly page with the way on."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache

from majup.cases.models import Case
from majup.family import queries
from majup.kernel.hashing import token_digest
from majup.network.queries import public_contacts
from majup.people.models import Person
from majup.plumbing.addresses import split_language
from majup.staff.access import log_view
from majup.staff.scope import Scope, acting


@dataclass(frozen=True)
class Inside:
    """A valid link: whose it is, and the case of that member's household."""

    token: str
    link_id: int
    person: Person
    case: Case

    @property
    def url(self) -> str:
        return reverse("own_page", args=[self.token])


View = Callable[..., HttpResponse]


def by_own_link(page: str) -> Callable[[View], View]:
    """Open the household of the token's link to the view, which gets (request, Inside, …); `page` stands in the log."""

    def decorate(view: View) -> View:
        @wraps(view)
        def found(request: HttpRequest, token: str, **arguments: Any) -> HttpResponse:
            link = queries.by_link(token_digest(token))
            if link is None:
                return unknown(request)
            with acting(Scope(household_id=link.household_id)), in_language(request, link.language):
                response = over(request, token) if link.is_expired else _enter(request, token, link, view, arguments)
            response.headers["X-Robots-Tag"] = "noindex"
            return response

        def _enter(request, token, link, view, arguments) -> HttpResponse:
            visitor = f"family link {link.link_id}"
            record = f"household {link.household_id}"
            log_view(user=None, household_id=link.household_id, record=record, page=page, visitor=visitor)
            return view(request, inside_of(link, token), **arguments)

        found.login_required = False  # type: ignore[attr-defined]
        return never_cache(found)

    return decorate


def inside_of(link: queries.Found, token: str) -> Inside:
    person = Person.objects.select_related("household").get(pk=link.person_id)
    case = Case.objects.select_related("household", "region").get(household=link.household_id)
    return Inside(token, link.link_id, person, case)


def in_language(request: HttpRequest, language: str) -> Any:
    """Until the visitor chooses a language, the page speaks that of the link."""
    chosen = split_language(request.path)[0] or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    return translation.override(translation.get_language() if chosen else language)


def unknown(request: HttpRequest) -> HttpResponse:
    return render(request, "family/own/unknown.html", {"contacts": public_contacts()}, status=404)


def over(request: HttpRequest, token: str) -> HttpResponse:
    return render(request, "family/own/expired.html", {"contacts": public_contacts(), "token": token}, status=410)
