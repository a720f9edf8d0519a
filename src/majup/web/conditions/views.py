"""CAT-05, B-08: a municipality writes the conditions of its measure without programming, and tries them on families."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from majup.catalogue import actions
from majup.catalogue.errors import ChangedMeanwhile, Incomplete
from majup.catalogue.models import Fact
from majup.places.pack import read as pack_rows
from majup.rules.decide import Rule, Verdict, decide
from majup.rules.read import ConditionsRefused, read
from majup.rules.tree import Node
from majup.staff.roles import Permission
from majup.web.components.texts import localized_plain
from majup.web.conditions import drafts, shown
from majup.web.conditions.drafts import ALL, ANY, DEFINITION, FACT, Part
from majup.web.desk.fits.words import finding_words, verdict_words
from majup.web.facts.find import find_fact
from majup.web.facts.words import missing_words
from majup.web.http import StaffRequest, needs
from majup.web.rule_words import Line, book, definition_name, line_of

KINDS = {"fact": FACT, "all": ALL, "any": ANY, "definition": DEFINITION}


@dataclass(frozen=True)
class Tried:
    """What the conditions say about one made-up family."""

    name: str
    answer: str
    tone: str
    reasons: list[dict[str, Any]]


@dataclass
class Outcome:
    """What became of the tree that was sent: the node, or what is wrong with which part."""

    node: Node | None = None
    faults: dict[str, dict[str, str]] | None = None
    refusal: str = ""


@needs(Permission.FACT_KEEP, Permission.FACT_KEEP_STATE)
@require_http_methods(["GET", "POST"])
def conditions(request: StaffRequest, pk: int) -> HttpResponse:
    """The tree as a form. Every button sends the whole of it; nothing is kept before it is saved."""
    fact = find_fact(request, pk, to_edit=True)
    if request.method != "POST":
        tree = drafts.whole(fact.current.conditions)
        return _page(request, fact, tree, _checked(tree) if fact.current.conditions else Outcome())
    tree = drafts.from_post(request.POST)
    act, _colon, place = request.POST.get("do", "check").partition(":")
    if act == "save":
        return _save(request, fact, tree)
    _edit(tree, act, place)
    return _page(request, fact, tree, _checked(tree) if act == "check" else Outcome())


def _edit(tree: Part, act: str, place: str) -> None:
    if act == "remove":
        drafts.remove(tree, place)
    elif act in KINDS:
        drafts.add(tree, place, KINDS[act])


def _checked(tree: Part) -> Outcome:
    made = drafts.written(tree, book())
    try:
        return Outcome(read(made.data, book()))
    except ConditionsRefused as refused:
        return Outcome(faults=shown.faults_by_part(refused, made))


def _save(request: StaffRequest, fact: Fact, tree: Part) -> HttpResponse:
    """Keep the tree as the next version of the fact; without any part no condition is recorded."""
    found = _checked(tree) if tree.parts else Outcome()
    if found.faults:
        return _page(request, fact, tree, found)
    data = drafts.written(tree, book()).data if tree.parts else None
    seen = request.POST.get("seen", "")
    try:
        actions.change(
            fact=fact, by=request.user, seen=int(seen) if seen.isdecimal() else 0, changes={"conditions": data}
        )
    except ChangedMeanwhile:
        found.refusal = _("Somebody saved another version meanwhile. Open it again and enter your change there.")
    except Incomplete as refused:
        found.refusal = missing_words(refused.missing)
    else:
        messages.success(request, _("The conditions are saved as the next version."))
        return redirect("fact", pk=fact.pk)
    return _page(request, fact, tree, found)


def _page(request: StaffRequest, fact: Fact, tree: Part, found: Outcome) -> HttpResponse:
    context = {
        "fact": fact,
        "name": localized_plain(fact.name),
        "root": shown.show(tree, book(), found.faults or {}),
        "facts": shown.fact_choices(book()),
        "definitions": [(code, definition_name(code)) for code in book().definitions],
        "found": found,
        "line": _line(found),
        "tried": [_tried(row, found.node) for row in _households()] if found.node else [],
        "seen": request.POST.get("seen") or fact.current.number,
        "has_errors": bool(found.faults or found.refusal),
    }
    status = 422 if context["has_errors"] else 200
    return render(request, "conditions/editor.html", context, status=status)


def _line(found: Outcome) -> Line | None:
    return line_of(found.node, timezone.localdate()) if found.node else None


def _households() -> list[dict[str, Any]]:
    """Made-up families of the country pack, each with what is known of it."""
    return pack_rows(settings.COUNTRY_PACK, "sample_households")


def _tried(row: dict[str, Any], node: Node | None) -> Tried:
    verdict: Verdict = decide(Rule("tried", node), book().fields.facts(row["facts"]), timezone.localdate())
    answer, tone = verdict_words(verdict)
    return Tried(localized_plain(row["name"]), answer, tone, [finding_words(one) for one in verdict.reasons])
