"""Texts as people write them: a draft, one that waits, one that everybody reads."""

from datetime import date

from majup.guides import actions
from majup.guides.actions import Content, Placing
from majup.guides.models import Kind, ReviewedText
from majup.network.models import Role, Topic

TITLE = {"lv": "Vai skola palīdz ar latviešu valodu?", "en": "Does the school help with Latvian?"}
BODY = {"lv": "Jā. Pajautājiet **skolai**. [1]", "en": "Yes. Ask the **school**. [1]"}
SOURCES = [
    {"basis": {"lv": "Izglītības likums, 9. pants", "en": "Education Law, section 9"}, "url": "", "on": "2026-02-01"}
]


def content(**changed) -> Content:
    return Content(**{"title": TITLE, "summary": {}, "body": BODY, "sources": SOURCES, **changed})


def placing(by, *, topic: str = "school", **changed) -> Placing:
    """Of the first role that `by` holds; without region or municipality it is of the whole country."""
    role = Role.objects.get(pk=min(by.scope.roles))
    return Placing(**{"role": role, "topics": tuple(Topic.objects.filter(code=topic)), **changed})


def drafted(by, *, kind: str = Kind.QUESTION, common=None, place=None, **changed) -> ReviewedText:
    return actions.draft(
        kind=kind, placing=placing(by, **(place or {})), content=content(**changed), by=by, common=common
    )


def published(by, second, **options) -> ReviewedText:
    """Written by `by`, read and approved by `second`."""
    text = drafted(by, **options)
    if text.kind == Kind.STORY:
        agreed(text, by)
    actions.send(text=text, by=by)
    return actions.approve(text=text, by=second)


def agreed(text: ReviewedText, by, name: str = "Ilze Kalna"):
    words = "Piekrītu, ka mans stāsts ir redzams lapā."
    return actions.record_consent(text=text, name=name, given_on=date(2026, 9, 1), agreed_to=words, by=by)
