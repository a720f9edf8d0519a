"""Every template compiles, is used, leads to pages that exist, and keeps to the content security policy."""

import re
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template
from django.urls import NoReverseMatch, get_resolver, reverse

SOURCE = settings.BASE_DIR / "src/majup"
FOLDER = SOURCE / "web/templates"
NAMES = sorted(str(file.relative_to(FOLDER)) for file in FOLDER.rglob("*.*") if file.is_file())
# Ways to run or style something that the policy would refuse.
FORBIDDEN = {
    "inline handler": re.compile(r"<[^>]*\son\w+\s*=", re.IGNORECASE),
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "script address": re.compile(r"""["']\s*javascript:""", re.IGNORECASE),
    # Data for search engines are no script: nothing in them runs.
    "script or style without nonce": re.compile(
        r"<(script|style)\b(?![^>]*(\b(src|nonce)=|application/ld\+json))", re.IGNORECASE
    ),
    "something from elsewhere": re.compile(
        r"""<(script|link|img|iframe|source)\b[^>]*\b(src|href)=["']?(https?:)?//""", re.IGNORECASE
    ),
}
URL = re.compile(r"""{%\s*url\s+["']([\w-]+)["']""")
TAG = re.compile(r"{[%#].*?[%#]}|{{.*?}}", re.DOTALL)
# The sign-in library puts this name together: too many tries.
PUT_TOGETHER = {"429.html"}


@pytest.fixture(autouse=True, scope="module")
def _pages():
    """Areas register their filters when their pages are loaded, as the server does before its first answer."""
    return list(get_resolver().reverse_dict)


def text_of(name: str) -> str:
    return (FOLDER / name).read_text()


@pytest.mark.parametrize("name", NAMES)
def test_the_template_compiles(name):
    assert get_template(name).template.name == name


def test_nothing_inline_and_nothing_from_elsewhere():
    """What stands in tags of the template language is no markup."""
    found = [
        (name, what)
        for name in NAMES
        for what, pattern in FORBIDDEN.items()
        if pattern.search(TAG.sub("x", text_of(name)))
    ]
    assert found == []


def test_tags_and_widgets_write_nothing_inline_either():
    sources = [file for file in (SOURCE / "web").rglob("*.py") if "migrations" not in file.parts]
    found = [(file.name, what) for file in sources for what, p in FORBIDDEN.items() if p.search(file.read_text())]
    assert found == []


def test_every_link_of_a_template_leads_to_a_page():
    known = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    named = {(template, url) for template in NAMES for url in URL.findall(text_of(template))}
    assert named
    assert {(template, url) for template, url in named if url not in known and not _resolves(url)} == set()


def _resolves(name: str) -> bool:
    """Names inside included url tables with a namespace of their own are not in the flat table."""
    try:
        reverse(name)
    except NoReverseMatch as error:
        return "is not a valid view function or pattern name" not in str(error)
    return True


def test_every_template_is_used():
    code = "\n".join(file.read_text() for file in SOURCE.rglob("*.py"))
    templates = "\n".join(text_of(name) for name in NAMES)
    mentioned = set(re.findall(r"""["']([\w/.-]+)["']""", code + templates))
    unused = {name for name in NAMES if name not in mentioned and not _ways(name) & mentioned and not _replaces(name)}
    assert unused == PUT_TOGETHER


def _ways(name: str) -> set[str]:
    """How else a template is called: components by their bare name."""
    return {Path(name).stem} if name.startswith("majup/components/") else set()


def _replaces(name: str) -> bool:
    """Whether it stands in the place of a template of Django or of the sign-in library."""
    places = [Path(find_spec(package).origin).parent for package in ("allauth", "django.forms")]
    return any((place / "templates" / name).exists() for place in places)
