"""The profile as a leaflet for meetings abroad and as a relocation guide: PDF/UA, one language, fixed order.

Of two to four places that somebody compares, the guide begins with the comparison (K-M17).
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from majup.kernel.dates import long_date
from majup.kernel.localized import pick
from majup.network.queries import coordinator_role
from majup.places.figures import Reading, matrix
from majup.places.models import Municipality
from majup.places.queries import region_of
from majup.places.wording import value_words
from majup.plumbing import pdf
from majup.plumbing.days import day_words
from majup.profiles.comparison import FEWEST, Line, Lines, answer_text, compare, figure_note
from majup.profiles.models import Question
from majup.profiles.queries import Part, Said, profile_of

TEMPLATE = Path(__file__).parent / "leaflet.typ"
# Leaflets speak to people who do not know the place: no inner politics of the town hall.
LEFT_OUT = frozenset({"policy"})
FIGURES = frozenset({"pay", "work", "housing", "population"})


def languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


def pdf_of(places: Sequence[Municipality], language: str, more: Lines, day: date | None = None) -> bytes:
    """One place, or as many as are compared, one after the other; `more` as in `comparison.compare`."""
    day = day or timezone.localdate()
    with translation.override(language):
        parts = [content(place, language, day) for place in places]
        data = {
            "places": parts,
            "compared": _compared(places, language, more, day) if len(places) >= FEWEST else None,
            "name": " · ".join(part["name"] for part in parts),
            "day": parts[0]["day"],
            "page": _("Page"),
        }
        return pdf.render(TEMPLATE, data, language=language, title=data["name"], date=day)


def _compared(places: Sequence[Municipality], language: str, more: Lines, day: date) -> dict[str, Any]:
    """The comparison of the same places as pages show it, each value with whose and of when it is."""
    found = compare(places, language, more, day)
    rows = [[_named(line), *([cell.text, cell.said] for cell in line.cells)] for line in found.lines]
    sources = [f"{line.label}: {line.source}" for line in found.lines if line.source]
    return {
        "title": _("Places side by side"),
        "criterion": _("What is compared"),
        "places": list(found.places),
        "rows": rows,
        "sources": sources,
    }


def _named(line: Line) -> str:
    return f"{line.label} ({line.unit})" if line.unit else line.label


def content(place: Municipality, language: str, day: date) -> dict[str, Any]:
    """What the template draws, in finished words."""
    region = region_of(place, day)
    role = coordinator_role(region) if region else None
    cells = matrix(day).of(place) if place.is_in_force(day) else []
    return {
        "name": place.name_in(language),
        "region": pick(region.full_name, language).text if region else "",
        "day": _("As of %(day)s") % {"day": long_date(day, language)},
        "blocks": [_block(part, language) for part in profile_of(place, day) if part.block.code not in LEFT_OUT],
        "figures_title": _("In figures"),
        "figures": [_figure(cell, language) for cell in cells if cell.is_known and cell.indicator.topic in FIGURES],
        "ask": _("Ask us: it costs nothing"),
        "contact": [text for text in (pick(role.title, language).text, role.phone, role.mailbox) if text]
        if role
        else [],
        "not_answered": _("not answered yet"),
    }


def _block(part: Part, language: str) -> dict[str, Any]:
    """Every question in its place, also the unanswered; where nothing at all was said, the general words."""
    return {
        "title": pick(part.block.name, language).text,
        "general": pick(part.block.general, language).text if part.is_empty else "",
        "links": [[pick(link["label"], language).text, link["url"]] for link in part.block.links],
        "questions": [] if part.is_empty else [_question(one, language) for one in part.said],
    }


def _question(one: Said, language: str) -> dict[str, Any]:
    text = answer_text(one.question, one.answer, language) if one.answer else ""
    is_list = one.question.kind == Question.Kind.LINES
    place = "since" if one.is_old else ""
    day = day_words(one.answer.confirmed_on, language, place) if one.answer else ""
    return {
        "label": pick(one.question.label, language).text,
        "lines": [line for line in text.splitlines() if line.strip()],
        "is_list": is_list,
        "said": (_("Not confirmed since %(day)s") if one.is_old else _("Confirmed: %(day)s")) % {"day": day}
        if day
        else "",
    }


def _figure(cell: Reading, language: str) -> dict[str, str]:
    return {
        "label": pick(cell.indicator.name, language).text,
        "value": f"{value_words(cell)} {pick(cell.indicator.unit, language).text}",
        "said": figure_note(cell, language),
        "source": pick(cell.dataset.source, language).text if cell.dataset else "",
    }
