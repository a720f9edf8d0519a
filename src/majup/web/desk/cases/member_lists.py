"""Lists of a member (languages, skills, stays, support): two people who change one of them lose nothing.

The page carries a digest of each list as it showed it. What I did not touch stays as it is by now; where both changed
the same list, the page comes back with mine in the lines and theirs in words.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from majup.kernel.hashing import digest
from majup.people.models import Person
from majup.web.components import codes
from majup.web.components.texts import country_name, language_name

FIRST = {"languages": "language", "skills": "name", "residences": "kind", "support": "kinds"}


def stored(person: Person) -> dict[str, list[dict[str, Any]]]:
    """What stands there now, in the shape of the forms."""
    stays = person.residences.order_by("from_date", "pk").values("kind", "country", "from_date", "to_date", "proof")
    wishes = list(person.support_wishes.filter(need=None).order_by("pk"))
    note = next((wish.note for wish in wishes if wish.note), "")
    return {
        "languages": list(person.languages.values("language", "level")),
        "skills": list(person.skills.order_by("pk").values("name", "has_document")),
        "residences": list(stays),
        "support": [{"kinds": [wish.kind for wish in wishes], "note": note}],
    }


def typed(parts: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """What somebody filled in; lines without their first field are left out."""
    forms = {name: getattr(part, "forms", [part]) for name, part in parts.items()}
    return {
        name: [form.cleaned_data for form in lines if name == "support" or form.cleaned_data.get(FIRST[name])]
        for name, lines in forms.items()
    }


def digests(lists: Mapping[str, Iterable[Mapping[str, Any]]]) -> dict[str, str]:
    def plain(row: Mapping[str, Any]) -> str:
        values = {key: sorted(value) if isinstance(value, list) else value for key, value in row.items()}
        return json.dumps({key: "" if value is None else str(value) for key, value in sorted(values.items())})

    return {name: digest("\n".join(sorted(map(plain, rows))).encode()) for name, rows in lists.items()}


def seen_in(text: str) -> dict[str, str]:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def sort_out(person: Person, parts: Mapping[str, Any], seen: Mapping[str, str]) -> tuple[set[str], dict[str, str]]:
    """(lists that I changed, list that both changed -> what stands there in words)."""
    now = stored(person)
    mine, theirs = digests(typed(parts)), digests(now)
    changed = {name for name in mine if mine[name] != seen.get(name)}
    both = {name for name in changed if theirs[name] not in {seen.get(name, theirs[name]), mine[name]}}
    return changed, {name: _words(name, now[name]) for name in both}


def told(both: Mapping[str, str]) -> list[str]:
    """What the page says when it comes back."""
    names = {
        "languages": _("Languages spoken"),
        "skills": _("Skills"),
        "residences": _("Where this person lived, and what proves it"),
        "support": _("Support wished"),
    }
    text = _("%(list)s: somebody else wrote meanwhile: %(theirs)s. Yours stands below; save again to keep it.")
    return [text % {"list": names[name], "theirs": theirs} for name, theirs in both.items()]


def _words(name: str, rows: list[dict[str, Any]]) -> str:
    if name == "support":
        said = [codes.code_name(kind, "child_support_kinds") for kind in rows[0]["kinds"]] + [rows[0]["note"]]
    elif name == "languages":
        said = [language_name(row["language"]) for row in rows]
    else:
        said = [row["name"] if name == "skills" else country_name(row["country"]) for row in rows]
    return ", ".join(filter(None, said)) or _("nothing")
