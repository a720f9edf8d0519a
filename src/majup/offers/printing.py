"""The letter on paper: PDF/UA-1 from the same document that the page shows."""

from datetime import date
from pathlib import Path

from majup.offers.document import Document
from majup.plumbing import pdf

TEMPLATE = Path(__file__).parent / "offer.typ"
# Raised with every change of the template; each sent version says which one drew it.
TEMPLATE_VERSION = 2


def pdf_of(document: Document) -> bytes:
    return pdf.render(
        TEMPLATE,
        document.as_json(),
        language=document.language,
        title=f"{document.title} {document.reference}",
        date=date.fromisoformat(document.date),
    )
