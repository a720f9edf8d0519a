"""The letter's HTML word by word: a change of it shows here and is looked at, in both languages."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from majup.offers import document as doc
from majup.web.letter import parts_of

FOLDER = Path(__file__).parent / "letters"


def document(language: str) -> doc.Document:
    words = {
        name: name for name in doc.Words.__dataclass_fields__
    }  # labels stand for themselves: the shape of the page is what is compared
    item = {
        "key": "k1", "kind": "finding", "title": "Vieta skolā", "text": "Ir vieta.\n\nNo rudens.", "language": "lv",
        "about": "Anna", "institution": "Skolu pārvalde", "contact": "skolas@majup.example", "ask": "Kad var sākt",
        "ask_language": "lv", "until": "2027. gada 1. marts", "certainty": "confirmed", "certainty_words": "Droši",
        "origin": "individual", "origin_words": "Jums", "dated": "20. novembris", "contributor": "Novads", "job": None,
    }  # fmt: skip
    job = item | {"key": "k2", "certainty": "general", "job": doc.Job("1 400 €", "nav zināms", "daļēji")}
    none = item | {
        "key": "k3", "kind": "no_solution", "certainty": "general", "title": "<b>Nav</b>", "institution": "", "ask": "",
        "until": "", "contributor": "", "dated": "",
    }  # fmt: skip
    return doc.Document(
        language=language,
        title="Individual offer",
        reference="2026-00001",
        version=2,
        version_words="Version 2",
        date="2026-11-24",
        date_words="24 November 2026",
        greeting="Hello,",
        introduction=("First.", "Second."),
        opening="Here it is.",
        mixed_notice="" if language == "lv" else "Some texts are in Latvian.",
        wishes=(doc.Wish("School", "Anna", "near"), doc.Wish("Health", "", "")),
        parts=(
            doc.Part("family", "Family", (doc.Item(**item), doc.Item(**none))),
            doc.Part("work", "Work", (doc.Item(**job),)),
        ),
        not_needed=("Business", "Home"),
        phases=(doc.Phase("before_leaving", "Before", (doc.StepWords(1, "Pack", "So that all is there."),)),),
        closing="Write to me.",
        sender=doc.Sender("Alise", "Coordinator", "+37126000000", "vidzeme@majup.example"),
        words=doc.Words(**words),
    )


@pytest.mark.parametrize("language", ["lv", "en"])
def test_the_letter_as_html(language, db):
    shown = document(language)
    html = render_to_string("family/_letter.html", {"letter": shown, "parts": parts_of(shown, {})})
    lines = "\n".join(line.strip() for line in re.sub(r">\s*<", ">\n<", html).splitlines() if line.strip()) + "\n"
    assert lines == (FOLDER / f"letter-{language}.html").read_text()


def test_a_document_survives_being_stored():
    shown = document("lv")
    assert doc.from_json(shown.as_json()) == shown
    import json

    assert doc.from_json(json.loads(json.dumps(shown.as_json()))) == shown
