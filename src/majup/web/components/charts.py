"""A chart on a page: the finding as its caption, the drawing, what to know, and the same data as a table."""

from dataclasses import dataclass

from django.utils import formats
from django.utils.safestring import SafeString, mark_safe

from majup.plumbing import charts
from majup.web.components.library import register, render


@dataclass(frozen=True)
class Shown:
    """`notes`: period, number, source and how to read it. `rows`: first the name, then a cell for each of `heads`."""

    chart: charts.Chart
    notes: tuple[str, ...]
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def signs() -> dict[str, str]:
    """How numbers are written on the axes of a `charts.Chart`: as everywhere else on the page."""
    return {
        "decimal": str(formats.get_format("DECIMAL_SEPARATOR")),
        "thousands": str(formats.get_format("THOUSAND_SEPARATOR")),
    }


@register.simple_tag
def chart(shown: Shown) -> SafeString:
    """`{% chart one %}`; a chart without rows is for pages on which the table stands already."""
    return render("chart", shown=shown, svg=mark_safe(charts.drawn(shown.chart)))
