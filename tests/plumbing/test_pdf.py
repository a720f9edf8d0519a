"""PDF/UA-1 from our templates: title, language, tags, fonts and text, without a word of the data becoming code."""

from datetime import date
from io import BytesIO
from pathlib import Path
from statistics import median
from threading import Thread
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from majup.plumbing.glyphs import drawable
from majup.plumbing.pdf import FONTS, DocumentError, render

LETTER = Path(__file__).parent / "letter.typ"
LATVIAN = "āčēģīķļņšūž ĀČĒĢĪĶĻŅŠŪŽ"
RUSSIAN = "Здравствуйте, Илзе! Ёлка"
DAY = date(2026, 10, 9)


def letter(number: int = 0) -> dict:
    text = f"Valmieras novadā {number} ir brīvs dzīvoklis; {LATVIAN}. " * 10
    part = {"title": "Dzīvoklis", "text": text, "link": "https://example.org/a?b=c", "value": "350 €"}
    return {
        "heading": "Piedāvājums ģimenei",
        "greeting": RUSSIAN,
        "what": "Kas",
        "value": "Cik",
        "sections": [{"title": f"{section}. Mājoklis", "parts": [part] * 2} for section in range(4)],
    }


def made(data: dict, language: str = "lv") -> PdfReader:
    return PdfReader(BytesIO(render(LETTER, data, language=language, title="Piedāvājums Nr. 7", date=DAY)))


def tags(node, found: list[str] | None = None) -> list[str]:
    """Names of all structure elements, in reading order."""
    found = [] if found is None else found
    node = node.get_object()
    if isinstance(node, dict):
        if "/S" in node:
            found.append(node["/S"])
        children = node.get("/K", [])
        children = children.get_object() if hasattr(children, "get_object") else children
        for child in children if isinstance(children, list) else [children]:
            if hasattr(child, "get_object"):
                tags(child, found)
    return found


def test_the_document_says_its_title_language_date_and_structure():
    reader = made(letter())
    root = reader.trailer["/Root"]
    assert reader.metadata.title == "Piedāvājums Nr. 7"
    assert reader.metadata.creation_date.date() == DAY
    assert root["/Lang"] == "lv"
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value is True
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    found = tags(root["/StructTreeRoot"])
    assert (found.count("/H1"), found.count("/H2"), found.count("/H3"), found.count("/Table")) == (1, 4, 8, 8)
    assert {"/Document", "/P", "/L", "/LI", "/Link", "/TH", "/TD"} <= set(found)


def test_every_letter_can_be_copied_out_again():
    text = " ".join(page.extract_text() for page in made(letter()).pages)
    assert LATVIAN in text.replace("\n", " ")
    assert RUSSIAN in text
    assert "350 €" in text
    assert "09.10.2026" in text


def test_fonts_are_ours_and_embedded():
    fonts = {}
    for page in made(letter()).pages:
        for font in page["/Resources"]["/Font"].values():
            described = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            fonts[described["/FontName"].split("+")[-1]] = "/FontFile2" in described or "/FontFile3" in described
    assert fonts == {"SourceSans3-Regular": True, "SourceSans3-SemiBold": True}


def test_the_same_data_gives_the_same_bytes():
    assert render(LETTER, letter(), language="lv", title="a", date=DAY) == render(
        LETTER, letter(), language="lv", title="a", date=DAY
    )


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=40))
def test_no_word_of_the_data_is_taken_for_code(words):
    source = "#data.words"
    for text in (words, f'"]) #panic("code") #import "@x" {words}', f"*{words}* _a_ $x$ <label> @ref \\ // /* `"):
        render(source, {"words": text}, language="lv", title=f"a {text}", date=DAY)


@pytest.mark.parametrize(
    ("words", "drawn"),
    [
        ("Ķekava \N{WAVING HAND SIGN} 名", "Ķekava □ □"),
        ("e\N{COMBINING ACUTE ACCENT} \N{MATHEMATICAL BOLD CAPITAL A} a\N{EM QUAD}b", "é A a b"),
        ("a\0b\N{RIGHT-TO-LEFT OVERRIDE}c", "abc"),
    ],
)
def test_a_letter_without_a_glyph_does_not_keep_the_document_from_being_made(words, drawn):
    assert drawable(words, FONTS) == drawn
    pdf = render("#data.words", {"words": words}, language="lv", title=words, date=DAY)
    assert PdfReader(BytesIO(pdf)).pages[0].extract_text().strip() == drawn


def test_code_in_data_stays_text():
    evil = '#panic("ran") *bold* $x$ https://example.org'
    pdf = render("#data.words", {"words": evil}, language="lv", title=evil, date=DAY)
    reader = PdfReader(BytesIO(pdf))
    assert reader.pages[0].extract_text() == evil
    assert reader.metadata.title == evil


@pytest.mark.parametrize("source", ["#data.missing", "#image(bytes((137, 80)))", "= Heading\n#let x = ("])
def test_a_template_that_does_not_fit_is_named(source):
    with pytest.raises(DocumentError):
        render(source, {}, language="lv", title="a", date=DAY)


def test_threads_do_not_disturb_each_other():
    results: dict[int, bytes] = {}

    def make(number):
        results[number] = render(LETTER, letter(number), language="lv", title=str(number), date=DAY)

    threads = [Thread(target=make, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [PdfReader(BytesIO(results[number])).metadata.title for number in range(6)] == [str(n) for n in range(6)]


def test_a_letter_of_three_pages_takes_a_blink():
    """Measured 10-20 ms warm on two cores; the bound only catches what would be another class of slowness."""
    assert len(made(letter()).pages) == 3
    seconds = []
    for number in range(12):
        start = perf_counter()
        render(LETTER, letter(number), language="lv", title="a", date=DAY)
        seconds.append(perf_counter() - start)
    assert median(seconds) < 0.25
