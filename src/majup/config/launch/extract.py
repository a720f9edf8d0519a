"""Finds the messages used in Python and templates, with the place of each."""

import io
import re
from pathlib import Path

from babel.messages.extract import extract
from django.utils.translation.template import templatize

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
Messages = dict[tuple[str | None, str], str]


def used_messages(source: Path) -> Messages:
    """Return {(context, message): "file:line"} for every message under `source`."""
    found: Messages = {}
    for path in [*source.rglob("*.py"), *source.rglob("*.html"), *source.rglob("*.txt")]:
        if "migrations" in path.parts or "packs" in path.parts:
            continue
        text = path.read_text()
        if path.suffix != ".py":
            if not re.search(r"{%-?\s*(translate|trans|blocktranslate|blocktrans|load)|\b_\([\"']", text):
                continue
            text = templatize(text, origin=str(path))
        _collect(path, text, source, found)
    return found


def _collect(path: Path, text: str, source: Path, found: Messages) -> None:
    for line, message, _comments, context in extract(
        "python", io.BytesIO(text.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"}
    ):
        msgid = message[0] if isinstance(message, tuple) else message
        found.setdefault((context, msgid), f"{path.relative_to(source)}:{line}")
