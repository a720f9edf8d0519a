"""Translations: each area keeps its messages in parts/<area>.po; together they make the catalogue of a language."""

from pathlib import Path

import polib


def parts(language: Path) -> list[Path]:
    return sorted((language / "LC_MESSAGES/parts").glob("*.po"))


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
