"""What every page knows: the name of the product, the menu for this reader, whether the data are made up."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from majup.web import navigation

PRODUCT = "M\N{LATIN SMALL LETTER A WITH MACRON}jup"


class Site:
    """Read by the layouts as `site`."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def desk_nav(self) -> list[tuple[str, list[navigation.MenuItem]]]:
        """(heading, lines) of what the roles of the reader allow."""
        if not self._request.user.is_authenticated:
            return []
        groups = navigation.groups_for(self._request.user)
        urls = [item.url for _heading, items in groups for item in items]
        here = max((url for url in urls if self._request.path.startswith(url)), key=len, default="")
        return [(str(heading), [self._line(item, here) for item in items]) for heading, items in groups]

    @property
    def public_nav(self) -> list[Any]:
        return getattr(self._request, "public_nav", [])

    def _line(self, item: navigation.Item, here: str) -> navigation.MenuItem:
        key = f"g {item.key}" if item.key else ""
        return navigation.MenuItem(str(item.label), item.url, item.url == here, key=key)


def site(request: HttpRequest) -> dict[str, Any]:
    return {"site": Site(request), "product": PRODUCT, "is_demo": settings.DEMO}
