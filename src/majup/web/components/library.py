"""The one library that all component modules register their tags and filters in."""

from typing import Any

from django.template import Library
from django.template.loader import get_template
from django.utils.safestring import SafeString

register = Library()


def render(name: str, /, **values: Any) -> SafeString:
    """Render templates/majup/components/<name>.html with nothing but `values`."""
    return get_template(f"majup/components/{name}.html").render(values)
