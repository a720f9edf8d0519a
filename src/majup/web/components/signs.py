"""Signs: one-colour line drawings on a 16 by 16 grid, inside the page, so that they print and need no request."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from majup.web.components.library import register, render

PATHS = {
    "check": "M3 8.5 6.5 12 13 4.5",
    "clock": "M8 1.75a6.25 6.25 0 1 0 0 12.5a6.25 6.25 0 1 0 0-12.5M8 4.5V8l2.5 1.75",
    "alert": "M8 2 14.5 13.5H1.5ZM8 6.5V9.5M8 11.25V12",
    "info": "M8 1.75a6.25 6.25 0 1 0 0 12.5a6.25 6.25 0 1 0 0-12.5M8 7.25V11.5M8 4.5V5.25",
    "ring": "M8 3.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9",
    "dashed": ("M8 3.5h1.5M12.5 6.5v3M8 12.5H6.5M3.5 6.5v3M4.5 4.5l.5-.5M11 4l.5.5M11.5 11.5l-.5.5M5 12l-.5-.5"),
    "cross": "M4 4 12 12M12 4 4 12",
    "arrow": "M2.5 8H13M9 4l4 4-4 4",
    "back": "M13.5 8H3M7 4 3 8l4 4",
    "more": "M6 3.5 10.5 8 6 12.5",
    "mail": "M1.75 3.5h12.5v9H1.75ZM2 4l6 5 6-5",
    "phone": (
        "M3.5 2h2.5l1 3.5-1.5 1a8 8 0 0 0 4 4l1-1.5 3.5 1v2.5"
        "a1.5 1.5 0 0 1-1.5 1.5A11 11 0 0 1 2 3.5 1.5 1.5 0 0 1 3.5 2"
    ),
    "talk": "M2 3h12v8H7.5L4.5 13.5V11H2Z",
    "question": "M5.5 6a2.5 2.5 0 1 1 3.5 2.25Q8 8.75 8 10M8 12v.75",
    "letter": "M3.5 1.75h6.5l3 3v9.5h-9.5ZM6 7.5h4.5M6 10.5h4.5",
    "home": "M1.75 8 8 2.25 14.25 8M3.5 6.75V13.5h9V6.75",
    "person": ("M8 2.25a2.75 2.75 0 1 0 0 5.5a2.75 2.75 0 1 0 0-5.5M2.75 14c.5-3 2.5-4.25 5.25-4.25S12.75 11 13.25 14"),
    "search": "M7 2.25a4.75 4.75 0 1 0 0 9.5a4.75 4.75 0 1 0 0-9.5M10.5 10.5 14 14",
    "flag": "M3.5 14.5V2h9l-2 3.5 2 3.5h-9",
    "lock": "M3.5 7h9v7h-9ZM5.5 7V4.75a2.5 2.5 0 0 1 5 0V7",
    "pen": "M2.5 13.5l.75-3.25L11 2.5l2.5 2.5-7.75 7.75Z",
    "plus": "M8 3v10M3 8h10",
    "book": (
        "M8 4.25C6.5 3 4 2.75 1.75 3v9.75c2.25-.25 4.75 0 6.25 1.251.5-1.25 4-1.5 6.25-1.25V3C12 2.75 9.5 3 8 4.25V14"
    ),
    "child": "M8 1.75a2 2 0 1 0 0 4a2 2 0 1 0 0-4M4 8.25c2.5 1 5.5 1 8 0M8 9v2.25M8 11.25 6 14.5M8 11.25l2 3.25",
    "work": "M2 5.5h12v8H2ZM5.5 5.5V3h5v2.5M2 9h12",
    "shop": "M2 6.5 3 2.5h10l1 4M2 6.5a2 2 0 0 0 4 0a2 2 0 0 0 4 0a2 2 0 0 0 4 0M3.25 8.5v5h9.5v-5",
    "tree": (
        "M8 14.5V6.5M8 10 11 8M8 12 5.5 10.25"
        "M8 1.5C4.5 3 3 5.75 3.5 8.75 4.25 10 6 10.5 8 10.5s3.75-.5 4.5-1.75C13 5.75 11.5 3 8 1.5"
    ),
    "roots": "M8 1.75V14.5M5.25 4.25 8 1.75l2.75 2.5M8 7.5c0 3-4.5 2.5-5 6.5M8 7.5c0 3 4.5 2.5 5 6.5M1.75 7.5h12.5",
    "road": "M2.5 13.5c6 0 1-7 6-7h1.5M10 3.5l3.5 3L10 9.5M2.5 10a1 1 0 1 0 0-.01",
    "pin": (
        "M8 14.5C5 11 3.5 8.75 3.5 6.5a4.5 4.5 0 0 1 9 0c0 2.25-1.5 4.5-4.5 8M8 5a1.5 1.5 0 1 0 0 3a1.5 1.5 0 1 0 0-3"
    ),
}
BRAND = mark_safe(
    '<svg viewBox="0 0 32 32" aria-hidden="true" focusable="false" fill="none" stroke="currentColor"'
    ' stroke-width="2.75" stroke-miterlimit="10"><path d="M1.5 21 6 16.5 10.5 21 20 11.5 30.5 22"/>'
    '<path d="M20 19.5 23.5 23 20 26.5 16.5 23Z" fill="currentColor" stroke="none"/></svg>'
)


DRAWINGS = {
    name: format_html(
        '<svg class="sign" viewBox="0 0 16 16" aria-hidden="true" focusable="false" fill="none" stroke="currentColor"'
        ' stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"><path d="{}"/></svg>',
        path,
    )
    for name, path in PATHS.items()
}


@register.simple_tag
def sign(name: str) -> SafeString:
    """`{% sign "check" %}`: a drawing beside a word; hidden from screen readers because the word says it."""
    return DRAWINGS[name]


@register.simple_tag
def brand_sign() -> SafeString:
    """The sign of the product: a small wave of road and a large roof drawn in one line, and somebody at home."""
    return BRAND


@register.simple_tag
def map_patterns() -> SafeString:
    """Fills for a map, once on a page: `url(#no-data)` hatched, `url(#suppressed)` dotted; never white."""
    return render("map_patterns")
