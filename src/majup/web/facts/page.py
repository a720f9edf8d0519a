"""One fact: what it says, how far it can be relied on, who answers for it, and all that was ever said of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from majup.catalogue import links, queries
from majup.catalogue.models import Fact, FactKind, FactVersion, State
from majup.staff.roles import Permission
from majup.web.components.texts import localized_plain
from majup.web.facts import words as say
from majup.web.facts.find import find_fact, rights
from majup.web.http import StaffRequest, needs
from majup.web.rule_words import lines_of

OUR_PAPERS = ("seeds/", "spec/")  # where the pack found a fact; a reader gets the report itself
TEXTS = ("summary", "who", "what", "how", "where")


@needs(Permission.FACT_READ)
@require_safe
def fact(request: StaffRequest, pk: int) -> HttpResponse:
    found = find_fact(request, pk)
    version = found.current
    versions = list(found.versions.order_by("-number"))
    events = found.events.select_related("by", "version")[:40]
    standing, tone = say.standing(found)
    context = {
        **told(found, version),
        "standing": standing,
        "tone": tone,
        "rights": rights(found, request.user),
        "versions": versions,
        "events": [(say.EVENTS[event.kind], say.SIGNS.get(event.kind, "ring"), event) for event in events],
        "replaces": list(found.replaces.all()),
        "rounds": [one for one in versions if one.round],
        "records": list(found.imported_from.all()),
        "freshness": found.freshness(),
        "broken": links.problem_with(version.url),
        "reason": version.reason if found.state in {State.ENDED, State.WITHDRAWN} else {},
    }
    return render(request, "facts/fact.html", context)


@needs(Permission.FACT_READ)
@require_safe
def version(request: StaffRequest, pk: int, number: int) -> HttpResponse:
    """One version as it was said, and what the next one changed."""
    found = find_fact(request, pk)
    shown = get_object_or_404(found.versions, number=number)
    before = queries.version_before(shown)
    changed = queries.changed_fields(before, shown) if before else []
    context = {
        **told(found, shown),
        "state": say.STATES[shown.state],
        "changed": [say.FIELDS[name] for name in changed if name in say.FIELDS],
        "before": before,
        "line": "" if shown.source_line.startswith(OUR_PAPERS) else shown.source_line,
    }
    return render(request, "facts/version.html", context)


def told(found: Fact, version: FactVersion) -> dict[str, Any]:
    """What a version says, ready for a page."""
    kind = FactKind.objects.get(code=found.kind)
    headings = say.headings()
    lines = say.detail_lines(version, kind.fields)
    return {
        "fact": found,
        "version": version,
        "kind": kind,
        "owner": say.role_words(found.role),
        "place": say.place_words(found),
        "audience": say.AUDIENCES[version.audience],
        "texts": [(headings[name], getattr(version, name)) for name in TEXTS if getattr(version, name)],
        "amounts": say.amount_lines(version),
        "details": [(label, value) for label, value in lines if not isinstance(value, list)],
        "tables": [(label, say.row_words(value)) for label, value in lines if isinstance(value, list)],
        "groups": say.group_names(version.target_groups),
        "language": get_language(),
        "name": localized_plain(version.name),
        "rule_lines": lines_of(version.conditions),
    }
