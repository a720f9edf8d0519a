"""The handbook's page of permissions says what the code does."""

from django.conf import settings

from majup.staff.roles import Permission
from majup.web.office.permissions import WORDS, page


def test_every_permission_has_words():
    assert set(WORDS) == set(Permission)


def test_the_page_is_what_the_code_says():
    written = (settings.BASE_DIR / "docs/handbook/access.md").read_text()
    assert written == page(), "run: ./run majup access_page"
