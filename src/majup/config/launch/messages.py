"""Translations: each area keeps its messages in parts/<area>.po; together they make the catalogue of a language."""

from pathlib import Path

import polib


def parts(language: Path) -> list[Path]:
    return sorted((language / "LC_MESSAGES/parts").glob("*.po"))


def two_ways(language: Path) -> list[str]:
    """Messages that two parts translate differently: only one of the two would be seen."""
    seen: dict[tuple[str | None, str], tuple[str, str]] = {}
    found = []
    for part in parts(language):
        for entry in polib.pofile(str(part)):
            text = entry.msgstr or str(entry.msgstr_plural)
            other, before = seen.setdefault((entry.msgctxt, entry.msgid), (part.stem, text))
            if before != text:
                found.append(f"{language.name}: “{entry.msgid[:60]}” differs in {other}.po and {part.stem}.po")
    return found


def catalogue(language: Path) -> polib.POFile:
    """All parts of one language as one catalogue; the first translation of a msgid holds."""
    whole = polib.POFile()
    whole.metadata = {}
    for part in parts(language):
        read = polib.pofile(str(part))
        whole.metadata.update(read.metadata)
        known = {(entry.msgctxt, entry.msgid) for entry in whole}
        whole.extend(entry for entry in read if (entry.msgctxt, entry.msgid) not in known)
    return whole


def compile_all(locale: Path) -> None:
    for language in (folder for folder in locale.iterdir() if folder.is_dir()):
        target = language / "LC_MESSAGES/django.mo"
        sources = parts(language)
        if sources and (not target.exists() or any(s.stat().st_mtime > target.stat().st_mtime for s in sources)):
            catalogue(language).save_as_mofile(str(target))
