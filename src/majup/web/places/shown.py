"""What pages of both sides show of places: the map of one figure, and a profile with figures and what is open now."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from majup.openings import rents
from majup.places import figures
from majup.places.models import Indicator, Municipality
from majup.places.wording import number, value_words
from majup.profiles import leaflet, queries
from majup.profiles.comparison import figure_note
from majup.web.components.texts import language
from majup.web.places import atlas, charted
from majup.web.places.offered import offered_in


def map_context(day: date, chosen: str, url_name: str = "place", wished: str = "") -> dict[str, Any] | None:
    """One figure over all municipalities in force on `day`, as map and as table; None while no figure is known.

    `wished` is a period; without one each place shows its newest. `limits` say what the boundaries do to the figures.
    """
    sheet = figures.matrix(day)
    offered = offered_on_map(sheet)
    if not offered:
        return None
    indicator = next((one for one in offered if one.code == chosen), offered[0])
    periods = figures.periods_of(indicator.code)
    period = next((one for one in periods if one == wished), "")
    column = figures.by_boundaries(indicator.code, period, day) if period else sheet.column(indicator.code)
    shapes, legend = atlas.shapes_of(indicator, sheet.places, column, url_name)
    datasets = {cell.dataset for cell in column.values() if cell.dataset}
    return {
        "indicator": indicator,
        "municipal": [one for one in offered if one in sheet.municipal],
        "inherited": [one for one in offered if one not in sheet.municipal],
        "periods": periods,
        "period": period,
        "limits": atlas.limits_of(sheet.places, column),
        "shapes": shapes,
        "legend": legend,
        "drawing": atlas.drawing(),
        "day": day,
        "is_today": day == timezone.localdate(),
        "datasets": sorted(datasets, key=lambda dataset: dataset.pk),
        "spread": charted.spread(indicator, sheet, column),
        "is_inherited": all(shape.is_inherited for shape in shapes if shape.value),
    }


def offered_on_map(sheet: figures.Matrix) -> Sequence[Indicator]:
    """Indicators with any value; those with values of municipalities first."""
    known = {code for (_pk, code), cell in sheet.cells.items() if cell.is_known}
    rest = [one for one in sheet.indicators.values() if one.code in known and one not in sheet.municipal]
    return [*sheet.municipal, *rest]


def profile_context(found: Municipality) -> dict[str, Any]:
    """What the municipality says, figures, what is open there now (MUN-01)."""
    day = timezone.localdate() if found.is_in_force() else found.valid_to
    sheet = figures.matrix(day)
    cells = sheet.of(found)
    return {
        "place": found,
        "region": sheet.regions.get(found.pk),
        "parts": queries.profile_of(found),
        "figures": [line_of(cell) for cell in cells if cell.is_known and cell.indicator.topic != "opinion"],
        "opinions": [line_of(cell) for cell in cells if cell.indicator.topic == "opinion"],
        "unknown": [cell.indicator for cell in cells if not cell.is_known and cell.indicator.topic != "opinion"],
        "charts": charted.charts_of(found, sheet),
        "languages": leaflet.languages(),
        "offered": offered_in(found),
        "qualified": by_qualification(cells),
    }


def by_qualification(cells: Sequence[figures.Reading]) -> tuple[Indicator | None, list[tuple[str, str]]]:
    """Vacancies of qualified and of elementary work, where the branch tells them apart (T-14), and of which figure."""
    words = {"qualified": _("qualified work"), "elementary": _("elementary work")}
    found = next((cell for cell in cells if cell.indicator.topic == "work" and cell.is_known), None)
    parts = figures.parts_of(found) if found else {}
    if found is None:
        return None, []
    one = found.indicator
    return one, [(label, number(parts[code], one)) for code, label in words.items() if code in parts]


def line_of(cell: figures.Reading) -> tuple[figures.Reading, str, str]:
    return cell, value_words(cell), figure_note(cell, language())


def leaflet_answer(places: Sequence[Municipality], code: str) -> HttpResponse:
    """Profiles as a leaflet in the language `code`, PDF for print; Http404 for a language without one."""
    if code not in leaflet.languages():
        raise Http404
    response = HttpResponse(leaflet.pdf_of(places, code, rents.lines), content_type="application/pdf")
    name = "-".join(place.atvk for place in places)
    response["Content-Disposition"] = f'inline; filename="{name}-{code}.pdf"'
    return response
