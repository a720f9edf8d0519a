"""Documents as tagged PDF (PDF/UA-1) made by typst, with our own font and nothing from the machine it runs on.

A template is typst source that finds `data` (what was given), `language` and `issued` (a typst date) defined; it
is never put together from data. The same data gives the same bytes: a frozen document can be made again and compared.
"""

import ctypes
import json
import os
from datetime import UTC, date, datetime, time
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import typst

from majup.plumbing.glyphs import drawable

FONTS = Path(__file__).parent / "fonts"
FAMILY = "Source Sans 3"
DOCUMENTS_BETWEEN_TRIMS = 50
_documents = count(1)
PRELUDE = """
#let data = json(bytes(sys.inputs.data))
#let language = sys.inputs.language
#let issued = {
  let (year, month, day) = sys.inputs.date.split("-").map(int)
  datetime(year: year, month: month, day: day)
}
#set document(title: sys.inputs.title, date: issued)
#set text(font: sys.inputs.font, lang: language, fallback: false)
"""


class DocumentError(Exception):
    """The template and the data do not fit; the text is typst's diagnosis with the line."""


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


@cache
def _source(path: Path) -> str:
    return path.read_text()


def _give_memory_back() -> None:
    """glibc keeps what typst freed: without this a process grows by 0.1 MB a document, with it it stays at 110 MB."""
    if next(_documents) % DOCUMENTS_BETWEEN_TRIMS == 0 and os.name == "posix":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim:
            trim(0)


def _drawable(value: Any) -> Any:
    if isinstance(value, str):
        return drawable(value, FONTS)
    if isinstance(value, dict):
        return {key: _drawable(part) for key, part in value.items()}
    return [_drawable(part) for part in value] if isinstance(value, list | tuple) else value


def render(template: Path | str, data: dict[str, Any], *, language: str, title: str, date: date) -> bytes:
    """Return the PDF. `template` is a file, or typst source itself; pictures and includes are found beside the file.

    Letters that the font lacks are replaced (see glyphs). Raises DocumentError, e.g. for a picture without alternative
    text.
    """
    root: Any  # typst's types want input and root to be of one kind
    source, root = (_source(template), template.parent) if isinstance(template, Path) else (template, FONTS)
    inputs = {
        "data": json.dumps(_drawable(data), ensure_ascii=False),
        "language": language,
        "title": drawable(title, FONTS),
        "date": date.isoformat(),
        "font": FAMILY,
    }
    try:
        made = typst.compile(
            (PRELUDE + source).encode(),
            root=root,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards="ua-1",
            sys_inputs=inputs,
            timestamp=datetime.combine(date, time(), UTC),
        )
    except RuntimeError as error:
        raise DocumentError(getattr(error, "diagnostic", "") or str(error)) from error
    _give_memory_back()
    return made
