"""Pages for when something did not work: each says what happened, what became of the text, and what to do now."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from majup.web.context import PRODUCT


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long or cookies are off; what was typed is still in the tab (forms.js)."""
    return render(request, "majup/errors/stale.html", {"back": request.path}, status=403)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "majup/errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """An exception may bring a `page` of its own, for a person who came by an address that once was good."""
    return render(request, getattr(exception, "page", "majup/errors/404.html"), status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without the request: neither the database nor the session is asked, they may be what failed."""
    page = render_to_string("majup/errors/500.html", {"product": PRODUCT})
    return HttpResponse(page, status=500)


@login_not_required
def not_offered(request: HttpRequest) -> HttpResponse:
    """Pages that the sign-in library would offer and we do not."""
    return not_found(request)
