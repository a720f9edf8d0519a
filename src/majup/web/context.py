"""What every page knows: the name of the product, the menu for this reader, whether the data are made up."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.translation import get_language

from majup.staff.roles import Permission
from majup.web import navigation

PRODUCT = "M\N{LATIN SMALL LETTER A WITH MACRON}jup"


class Site:
    """Read by the layouts as `site`."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def desk_menu(self) -> str:
        return self._of_desk("majup/desk_menu.html")

    @property
    def desk_keys(self) -> str:
        return self._of_desk("majup/keys_help.html")

    def _of_desk(self, template: str) -> str:
        """What the roles of the reader allow, with the line of this page marked."""
        user, prefix = self._request.user, get_script_prefix()
        may = user.permissions if user.is_authenticated else frozenset()
        pages = _pages(may, prefix)
        here = max((page for page in pages if self._request.path.startswith(page)), key=len, default="")
        return _rendered(template, may, prefix, get_language(), pages.get(here, ""))

    @property
    def public_nav(self) -> list[Any]:
        return getattr(self._request, "public_nav", [])


@lru_cache(maxsize=256)
def _addresses(may: frozenset[Permission], prefix: str) -> dict[str, str]:
    """Where the lines of the menu lead; each address begins with `prefix`."""
    return {item.url_name: item.url for _heading, items in navigation.groups_for(may) for item in items}


@lru_cache(maxsize=256)
def _pages(may: frozenset[Permission], prefix: str) -> dict[str, str]:
    """{where pages begin: the line of the menu to which they belong}."""
    items = [item for _heading, items in navigation.groups_for(may) for item in items]
    return {page: url for item in items for page, url in item.addresses.items()}


@lru_cache(maxsize=1024)
def _rendered(template: str, may: frozenset[Permission], prefix: str, language: str, here: str) -> str:
    """A part of the frame that is the same for everybody with these rights on this page."""
    urls = _addresses(may, prefix)

    def line(item: navigation.Item) -> navigation.MenuItem:
        url = urls[item.url_name]
        return navigation.MenuItem(str(item.label), url, url == here, item.keys)

    groups = [(heading, [line(item) for item in items]) for heading, items in navigation.groups_for(may)]
    return render_to_string(template, {"groups": groups})


def site(request: HttpRequest) -> dict[str, Any]:
    return {"site": Site(request), "product": PRODUCT, "is_demo": settings.DEMO}
