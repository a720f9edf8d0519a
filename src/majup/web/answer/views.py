"""Answering by the link in a mail: no account, no password, one question and nothing else in sight (REF-02)."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from majup.network.models import Role
from majup.network.queries import public_contacts
from majup.questions import actions, queries
from majup.questions.models import Question
from majup.staff.access import log_view
from majup.staff.scope import Scope, acting
from majup.web.answer import pages

ROLES = Role.objects.select_related("municipality", "institution", "region")


def by_link(view: Callable[[HttpRequest, pages.Asked], HttpResponse]) -> Callable[..., HttpResponse]:
    """Show the token's question in a scope that opens it alone; everything else gets a friendly page."""

    @wraps(view)
    def found(request: HttpRequest, token: str) -> HttpResponse:
        opened = queries.opened_by(token)
        if opened is None:
            return render(request, "answer/unknown.html", {"contacts": public_contacts()}, status=404)
        with acting(Scope(question_id=opened.question_id)):
            return _shown(request, token, opened, view)

    return never_cache(login_not_required(found))


def _shown(request: HttpRequest, token: str, opened: queries.Opened, view) -> HttpResponse:
    question = Question.objects.select_related(*pages.RELATED).get(pk=opened.question_id)
    names = {"answer": "answer", "pass_on": "answer_pass_on", "refuse": "answer_refuse", "done": "answer_done"}
    urls = {key: reverse(name, args=[token]) for key, name in names.items()}
    asked = pages.Asked(question, ROLES.get(pk=opened.role_id), urls, "majup/narrow.html")
    log_view(
        user=request.user,
        household_id=opened.household_id,
        record=f"question {question.pk}",
        page="answer",
        visitor=f"question link {opened.link_id}",
    )
    if view is not thanks_page and (why := "expired" if opened.is_expired else pages.barrier(question, asked.role)):
        return pages.closed_page(request, asked, why)
    return view(request, asked)


def _opened_page(request: HttpRequest, asked: pages.Asked) -> HttpResponse:
    """Who opens the page has seen the question; a prefetching HEAD has not."""
    if request.method == "GET" and asked.role.pk == asked.question.role_id:
        actions.mark_seen(question=asked.question)
    return pages.answer_page(request, asked)


def thanks_page(request: HttpRequest, asked: pages.Asked) -> HttpResponse:
    return render(request, "answer/done.html", {**pages.ground(asked), "former": asked.former})


both = require_http_methods(["GET", "HEAD", "POST"])
answer = both(by_link(_opened_page))
pass_on = both(by_link(pages.pass_on_page))
refuse = both(by_link(pages.refuse_page))
done = require_safe(by_link(thanks_page))
for public in (answer, pass_on, refuse, done):
    public.login_required = False
