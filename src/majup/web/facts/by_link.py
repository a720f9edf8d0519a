"""Confirming by the link in a mail: no account, no password, on the oldest phone (CAT-04)."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from majup.catalogue import actions, queries
from majup.catalogue.errors import FactRefused, Incomplete
from majup.catalogue.models import Fact, State
from majup.network.models import Role
from majup.network.queries import public_contacts
from majup.web.components.texts import language, localized_plain
from majup.web.facts.lists import line
from majup.web.facts.words import missing_words, role_words

MOST = 40


def _confirm(request: HttpRequest, token: str) -> HttpResponse:
    opened = queries.opened_by(token)
    if opened is None or opened.is_expired:
        return render(request, "answer/unknown.html", {"contacts": public_contacts()}, status=404)
    role = Role.objects.select_related("municipality", "institution", "region").get(pk=opened.role_id)
    mine = queries.to_confirm([role.pk]).exclude(state=State.DRAFT).select_related("current")
    if request.method == "POST":
        wanted = request.POST.get("fact", "")
        fact = get_object_or_404(
            Fact.objects.filter(role=role), pk=wanted if wanted.isdecimal() and len(wanted) < 18 else 0
        )
        return _said(request, token, role, fact)
    waiting = [line(fact) for fact in mine[:MOST]]
    context = {
        "role": role_words(role),
        "due": [one for one in waiting if one["fact"].state == State.VALID],
        "reported": [one for one in waiting if one["fact"].state == State.REPORTED],
        "unclear": [one for one in waiting if one["fact"].state == State.UNCLEAR],
    }
    return render(request, "facts/by_link.html", context)


def _said(request: HttpRequest, token: str, role: Role, fact: Fact) -> HttpResponse:
    """ "holds" or "over" for one fact; the name that stays is that of the role."""
    name = role_words(role)
    title = {"name": localized_plain(fact.name)}
    try:
        if request.POST.get("say") == "over":
            reason = request.POST.get("reason", "").strip()[:500] or _("Its owner says that it is no longer so.")
            actions.withdraw(fact=fact, reason={language(): reason}, by=None, by_name=name, state=State.ENDED)
            messages.success(request, _("Thank you. “%(name)s” is no longer shown.") % title)
        else:
            actions.confirm(fact=fact, by=None, by_name=name, way="link")
            messages.success(request, _("Thank you. “%(name)s” is confirmed with today's date.") % title)
    except Incomplete as refused:
        messages.error(request, missing_words(refused.missing))
    except FactRefused:
        messages.info(request, _("This has been settled meanwhile."))
    return redirect("facts_by_link", token=token)


confirm = require_http_methods(["GET", "HEAD", "POST"])(never_cache(login_not_required(_confirm)))
confirm.login_required = False
