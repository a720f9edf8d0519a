"""Letters for the benchmark: one offer really sent lends its document to all; every thousandth has a PDF of its own."""

import json
from dataclasses import replace

from majup.config.bench.copying import ESCAPES, Raw
from majup.offers import document as doc
from majup.offers import printing
from majup.offers.models import OfferVersion
from majup.plumbing import files

OWN_PDF = 1000


class Letters:
    def __init__(self) -> None:
        sample = OfferVersion.objects.order_by("pk").first()
        self.document = doc.from_json(sample.document[sample.language])
        self.language = sample.language
        self.json = raw(json.dumps(sample.document, ensure_ascii=False))
        self.sha256, self.pdf = sample.document_sha256, sample.pdf_sha256

    def of(self, number: int, version: int) -> tuple[Raw, str, str]:
        """(document as JSON, its digest, digest of the PDF) of one version."""
        if number % OWN_PDF or version > 1:
            return self.json, self.sha256, self.pdf
        own = replace(self.document, reference=f"B-{number:07d}/1")
        return (
            raw(json.dumps({self.language: own.as_json()}, ensure_ascii=False)),
            self.sha256,
            files.store(printing.pdf_of(own)),
        )


def raw(text: str) -> Raw:
    """`text` with COPY's escapes, done once."""
    return Raw(text.translate(ESCAPES))
