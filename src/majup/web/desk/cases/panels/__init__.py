"""Panels that other areas hang on the two pages of a case; composition happens here, never sideways.

A panel is a module beside this one with

    def panel(case: Case, user: User) -> dict | None

that returns None when it has nothing to show, else a dict with
    name       id of the panel on the page, e.g. "questions" (links lead to #questions)
    title      translated heading
    template   path of a template that gets this dict as `panel`, and `case`; e.g. "desk/cases/panels/questions.html"
    actions    optional list of (translated label, url, key) for the action bar; key is one letter or ""
and whatever else its template needs. It reads only, with a constant number of queries.

On the page "case" the case has an attribute for each line of `rare.RARE`, and on both `known_members`.

To register a panel add the name of its module to the list of its page, in the order of the page.
"""

from collections.abc import Iterable
from importlib import import_module
from typing import Any

ON_CASE = ("questions", "offers", "own_page", "openings", "grants", "outcomes")
ON_FAMILY = ("places", "consents")


def panels_for(names: Iterable[str], case: Any, user: Any) -> list[dict[str, Any]]:
    found = (import_module(f"{__name__}.{name}").panel(case, user) for name in names)
    return [panel for panel in found if panel]
