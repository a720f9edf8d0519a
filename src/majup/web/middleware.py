"""One question per middleware: which language, who asks, is it an address, does a GET write, is a second factor set."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.db import connection
from django.http import Http404
from django.shortcuts import redirect, resolve_url
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

from majup.network.queries import equip
from majup.plumbing.addresses import in_language, split_language
from majup.staff import scope

ALLOWED_IN_GET = ("staff_accesslog", "django_session", "procrastinate_", "django_cache")


class WriteInGet(RuntimeError):
    """A page that only shows something tried to change something."""


class LanguageMiddleware:
    """`/en/…` is a page in English. Without it the language chosen last decides, then the pack's first one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen, path = split_language(request.path_info)
        remembered = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen or (remembered if remembered in settings.PUBLIC_LANGUAGES else settings.LANGUAGE_CODE)
        request.path_info, request.LANGUAGE_CODE = path, language
        with translation.override(language), in_language(chosen):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if chosen and chosen != remembered:
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=365 * 86400, samesite="Lax")
        return response


class ScopeMiddleware:
    """Tells the database who is asking. Connections are reused, so a request leaves none of its scope behind."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if scope.current() != scope.NOBODY:
            scope.apply(scope.NOBODY)
        user = equip(request.user)
        if user.is_authenticated:
            scope.apply(user.scope)
        try:
            return self.get_response(request)
        finally:
            if scope.current() != scope.NOBODY:
                scope.apply(scope.NOBODY)


class NullByteMiddleware:
    """An address with a null byte leads nowhere: no text in the database can have one, so nothing is looked up."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise Http404
        return self.get_response(request)


class ReadOnlyGetMiddleware:
    """GET reads, POST acts: a statement that changes anything but the access log or the session is refused."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in {"GET", "HEAD", "OPTIONS"} or request.path_info.startswith("/accounts/"):
            return self.get_response(request)
        with connection.execute_wrapper(_refuse_writes):
            return self.get_response(request)


def _refuse_writes(execute, sql, params, many, context):
    statement = str(sql).lstrip().upper()
    if statement.startswith(("INSERT", "UPDATE", "DELETE", "TRUNCATE")) and not any(
        name.upper() in statement for name in ALLOWED_IN_GET
    ):
        raise WriteInGet(str(sql)[:200])
    return execute(sql, params, many, context)


class SignInMiddleware(LoginRequiredMiddleware):
    """After signing in again one is back on the page from which a form was sent; its own address may have no page."""

    def handle_no_permission(self, request, view_func):
        if request.method in {"GET", "HEAD"}:
            return super().handle_no_permission(request, view_func)
        login, field = self.get_login_url(view_func), self.get_redirect_field_name(view_func)
        return redirect_to_login(_page_before(request), login, field)


def _page_before(request) -> str:
    """Path of the page of ours that sent the request; the first page of all when the browser does not say."""
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}):
        return resolve_url(settings.LOGIN_REDIRECT_URL)
    return urlsplit(page)._replace(scheme="", netloc="").geturl()


class SecondFactorMiddleware:
    """Staff set up the second factor before they see anything else."""

    OPEN = ("/accounts/", "/static/")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        if user.is_authenticated and not request.path_info.startswith(self.OPEN) and not _has_second_factor(request):
            return redirect("mfa_activate_totp")
        return self.get_response(request)


def _has_second_factor(request) -> bool:
    if not request.session.get("second_factor"):
        request.session["second_factor"] = request.user.authenticator_set.filter(type="totp").exists()
    return request.session["second_factor"]
