"""Messages of the common library, filled in: mails draw words and the sender's contact from here (LNG-04, NET-02)."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from majup.kernel.localized import LocalizedText, pick
from majup.network.calendar import country_settings
from majup.network.errors import PlaceholderProblem
from majup.network.models import Role, Template
from majup.network.queries import contact_of
from majup.plumbing.days import MONTHS, Day

# {until:until} is a day as the language writes it after "until"; its places are those of plumbing.days.
PLACEHOLDER = re.compile(rf"{{(\w+)(?::({'|'.join(MONTHS)}))?}}")
COMPULSORY = frozenset({"link"})


class Letter(NamedTuple):
    subject: str
    body: str
    language: str


def write(code: str, language: str, values: Mapping[str, str], *, role: Role | None = None) -> Letter:
    """The message `code` in `language`, or in the country's main language when it is not written in that one.

    `role` fills in responsible_name, responsible_phone and responsible_mailbox; PlaceholderProblem if a value lacks.
    """
    template = Template.objects.get(code=code)
    return fill(template.subject, template.body, language, {**_responsible(role, language), **values})


def fill(subject: LocalizedText, body: LocalizedText, language: str, values: Mapping[str, str]) -> Letter:
    """Put `values` into texts; nothing but whole placeholders is replaced, and values are not read again."""
    languages = country_settings()["languages"]
    chosen = pick(body, language, languages)
    title = pick(subject, chosen.language, languages).text
    missing = placeholders([title, chosen.text]) - set(values)
    if missing:
        raise PlaceholderProblem(missing=missing)
    return Letter(
        _filled(title, values).replace("\n", " "), _filled(_told(chosen.text, values), values), chosen.language
    )


def _told(text: str, values: Mapping[str, str]) -> str:
    """Without the lines whose every placeholder is empty: a telephone that nobody has is not announced."""
    return "".join(line for line in text.splitlines(keepends=True) if _says_something(line, values))


def _says_something(line: str, values: Mapping[str, str]) -> bool:
    named = placeholders([line])
    return not named or any(str(values[name]).strip() for name in named)


def placeholders(texts: Iterable[str]) -> set[str]:
    return {name for text in texts for name, _place in PLACEHOLDER.findall(text)}


def check(subject: LocalizedText, body: LocalizedText, allowed: Iterable[str]) -> None:
    """Refuse texts with a placeholder that the program cannot fill, or without the link the message exists for."""
    known = set(allowed)
    unknown = placeholders([*subject.values(), *body.values()]) - known
    written = [text for text in body.values() if text.strip()]
    missing = {name for name in COMPULSORY & known if any(name not in placeholders([text]) for text in written)}
    if unknown or missing:
        raise PlaceholderProblem(unknown=unknown, missing=missing)


def _filled(text: str, values: Mapping[str, str]) -> str:
    return PLACEHOLDER.sub(lambda match: _said(values[match[1]], match[2] or ""), text)


def _said(value: str, place: str) -> str:
    return format(value, place) if isinstance(value, Day) else str(value)


def _responsible(role: Role | None, language: str) -> dict[str, str]:
    if role is None:
        return {}
    contact = contact_of(role)
    return {
        "responsible_name": contact.name or pick(contact.title, language, country_settings()["languages"]).text,
        "responsible_phone": contact.phone,
        "responsible_mailbox": contact.mailbox,
    }


def examples(names: Iterable[str]) -> dict[str, str]:
    """Each placeholder shown as itself in brackets: how a message will read without anybody's data."""
    return {name: f"[{name}]" for name in names}
