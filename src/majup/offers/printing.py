"""The letter on paper: PDF/UA-1 from the same document that the page shows."""

from functools import cache
from pathlib import Path

import typst

from majup.kernel.hashing import canonical_json
from majup.offers.document import Document

TEMPLATE = Path(__file__).parent / "offer.typ"
# Raised with every change of the template; each sent version says which one drew it.
TEMPLATE_VERSION = 1


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(font_paths=[str(Path(__file__).parents[1] / "plumbing/fonts")], ignore_system_fonts=True)


def pdf_of(document: Document) -> bytes:
    inputs = {"document": canonical_json(document.as_json()).decode()}
    return _compiler().compile(input=str(TEMPLATE), format="pdf", sys_inputs=inputs, pdf_standards="ua-1")
