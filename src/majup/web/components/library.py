"""The one library that all component modules register their tags and filters in."""

from typing import Any

from django.template import Library
from django.template.loader import get_template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = Library()


def attribute(name: str, value: Any) -> SafeString:
    """` name="value"`, or nothing for an empty value; for small components, which write their HTML themselves.

    A page shows them by the dozen, and a template for each took more time than everything else on it.
    """
    return mark_safe(f' {name}="{conditional_escape(value)}"' if value else "")


def render(name: str, /, **values: Any) -> SafeString:
    """Render templates/majup/components/<name>.html with nothing but `values`."""
    return get_template(f"majup/components/{name}.html").render(values)
