"""Search over everything that is public, and for editors what was looked for in vain (FAQ-08)."""

from __future__ import annotations

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from procrastinate.exceptions import AlreadyEnqueued

from majup.catalogue import missed
from majup.catalogue.tasks import note_missed_search
from majup.staff.roles import Permission
from majup.web.components.texts import language
from majup.web.front.situations import situations
from majup.web.http import StaffRequest, needs, page_or_422
from majup.web.navigation import with_menu
from majup.web.search.everyday import terms
from majup.web.search.sources import Asked, search

MOST_MISSED = 200


class SiteSearchForm(forms.Form):
    mark_optional = False
    q = forms.CharField(
        label=_("What would you like to know?"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


@login_not_required
@require_safe
def site_search(request: HttpRequest) -> HttpResponse:
    with_menu(request)
    form = SiteSearchForm(request.GET if "q" in request.GET else None)
    text = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    asked = Asked(text, terms(text))
    found = search(asked)
    if asked.terms and not found.is_exact:
        note(text)
    context = {"form": form, "text": text, "found": found, "situations": situations().values()}
    return page_or_422(request, "search/site.html", context, form)


def note(text: str) -> None:
    """Once while the same words wait to be noted, so that nobody fills the queue."""
    words = missed.worth_noting(text)
    if not words:
        return
    try:
        note_missed_search.configure(queueing_lock=f"missed {language()} {words}").defer(
            words=words, language=language()
        )
    except AlreadyEnqueued:
        return


@needs(Permission.FACT_CHECK)
@require_safe
def missed_searches(request: StaffRequest) -> HttpResponse:
    """What people looked for and did not find, the most frequent first: to be written, or called by another name."""
    rows = missed.most_wanted()[:MOST_MISSED]
    return render(request, "search/missed.html", {"rows": rows, "days": missed.KEEP_DAYS})
