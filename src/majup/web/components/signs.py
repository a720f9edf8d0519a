"""Signs: one-colour line drawings on a 16 by 16 grid, inside the page, so that they print and need no request."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from majup.web.components.library import register, render

PATHS = {
    "check": "M3 8.5 6.5 12 13 4.5",
    "clock": "M8 1.75a6.25 6.25 0 1 0 0 12.5a6.25 6.25 0 1 0 0-12.5M8 4.5V8l2.500 1.750",
    "alert": "M8 2 14.500 13.500H1.500ZM8 6.500V9.500M8 11.250V12",
    "info": "M8 1.750a6.25 6.25 0 1 0 0 12.5a6.25 6.25 0 1 0 0-12.5M8 7.250V11.500M8 4.500V5.250",
    "ring": "M8 3.500a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9",
    "dashed": "M8 3.500h1.500M12.500 6.500v3M8 12.500H6.500M3.500 6.500v3M4.500 4.500l.5-.5M11 4l.5.5M11.500 11.500l-.5.5M5 12l-.5-.5",
    "cross": "M4 4 12 12M12 4 4 12",
    "arrow": "M2.500 8H13M9 4l4 4-4 4",
    "back": "M13.500 8H3M7 4 3 8l4 4",
    "more": "M6 3.500 10.500 8 6 12.500",
    "mail": "M1.750 3.500h12.500v9H1.750ZM2 4l6 5 6-5",
    "phone": "M3.500 2h2.500l1 3.500-1.500 1a8 8 0 0 0 4 4l1-1.500 3.500 1v2.500a1.500 1.500 0 0 1-1.500 1.500A11 11 0 0 1 2 3.500 1.500 1.500 0 0 1 3.500 2",
    "talk": "M2 3h12v8H7.500L4.500 13.500V11H2Z",
    "question": "M5.500 6a2.500 2.500 0 1 1 3.500 2.250Q8 8.750 8 10M8 12v.75",
    "letter": "M3.500 1.750h6.500l3 3v9.500h-9.500ZM6 7.500h4.500M6 10.500h4.500",
    "home": "M1.750 8 8 2.250 14.250 8M3.500 6.750V13.500h9V6.750",
    "person": "M8 2.250a2.750 2.750 0 1 0 0 5.500a2.750 2.750 0 1 0 0-5.500M2.750 14c.5-3 2.500-4.250 5.250-4.250S12.750 11 13.250 14",
    "search": "M7 2.250a4.75 4.75 0 1 0 0 9.500a4.75 4.75 0 1 0 0-9.500M10.500 10.500 14 14",
    "flag": "M3.500 14.500V2h9l-2 3.500 2 3.500h-9",
    "lock": "M3.500 7h9v7h-9ZM5.500 7V4.750a2.500 2.500 0 0 1 5 0V7",
    "pen": "M2.500 13.500l.75-3.250L11 2.500l2.500 2.500-7.750 7.750Z",
    "plus": "M8 3v10M3 8h10",
}
BRAND = mark_safe(
    '<svg viewBox="0 0 32 32" aria-hidden="true" focusable="false" fill="none" stroke="currentColor" stroke-width="2.750"'
    ' stroke-miterlimit="10"><path d="M1.500 21 6 16.500 10.500 21 20 11.500 30.500 22"/>'
    '<path d="M20 19.500 23.500 23 20 26.500 16.500 23Z" fill="currentColor" stroke="none"/></svg>'
)


@register.simple_tag
def sign(name: str) -> SafeString:
    """`{% sign "check" %}`: a drawing beside a word; hidden from screen readers because the word says it."""
    return format_html(
        '<svg class="sign" viewBox="0 0 16 16" aria-hidden="true" focusable="false" fill="none" stroke="currentColor"'
        ' stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"><path d="{}"/></svg>',
        PATHS[name],
    )


@register.simple_tag
def brand_sign() -> SafeString:
    """The sign of the product: a small wave of road and a large roof drawn in one line, and somebody at home."""
    return BRAND


@register.simple_tag
def map_patterns() -> SafeString:
    """Fills for a map, once on a page: `url(#no-data)` hatched, `url(#suppressed)` dotted; never white."""
    return render("map_patterns")
