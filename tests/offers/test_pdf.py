"""K-C7, OFF-11: the PDF is the same letter as the page: title, language, tags, fonts and words."""

import io
import re

import pytest
from django.urls import reverse
from pypdf import PdfReader

from majup.offers import actions
from majup.plumbing import files
from majup.staff.scope import acting
from tests.support.offers import item_fields, make_family_case, need

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(alise, request):
    language = request.param
    case = make_family_case(alise)
    school = need(case, "school", alise, person="Anna", wish="ģimenes ķirsis, ļoti tuvu ņ")
    job = need(case, "job", alise)
    with acting(alise.scope):
        offer = actions.draft(case=case, language=language, by=alise)
        actions.add_item(offer=offer, section="family", need=school, by=alise, **item_fields())
        actions.add_item(
            offer=offer,
            section="work",
            need=job,
            by=alise,
            kind="job",
            **item_fields(pay_after_tax="1 400 €", remote="yes"),
        )
        actions.mark_no_solution(
            offer=offer, need=job, reason={"lv": "Vakances nav.", "en": "There is no vacancy."}, by=alise
        )
        actions.mark_empty_sections(offer=offer, by=alise)
        return actions.send(offer=offer, by=alise, key=f"pdf-{language}")


def reader_of(version) -> PdfReader:
    return PdfReader(io.BytesIO(files.read(version.pdf_sha256)))


def words_of(text: str) -> list[str]:
    """Words without hyphenation at line ends and without signs."""
    joined = re.sub(r"[\u00ad\u2010-]\s*\n\s*", "", text).replace("\u00a0", " ")
    return re.findall(r"\w+", joined)


def body_of(reader: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


@pytest.mark.parametrize(
    ("version", "title"), [("lv", "Individuālais piedāvājums"), ("en", "Individual offer")], indirect=["version"]
)
def test_off_11_title_language_tags_and_fonts(version, title):
    reader = reader_of(version)
    root = reader.trailer["/Root"]
    assert reader.metadata.title == f"{title} {version.offer.case.reference}"
    assert root["/Lang"].startswith(version.language)
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    descriptors = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
    assert fonts
    assert all("SourceSans3" in font["/BaseFont"] for font in fonts)
    assert all("/FontFile2" in each or "/FontFile3" in each for each in descriptors)
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


@pytest.mark.parametrize("version", ["lv", "en"], indirect=True)
def test_off_12_every_word_of_the_letter_is_in_the_pdf_and_on_the_page(version, client):
    document = actions.document_of(version)
    pdf = set(words_of(body_of(reader_of(version))))
    page = set(words_of(client.get(reverse("family_offer", args=[version.secret])).content.decode()))
    texts = [document.title, document.opening, document.closing, document.sender.name]
    texts += [
        text for item in document.items() for text in (item.title, item.text, item.institution, item.contact, item.ask)
    ]
    texts += [
        text for item in document.items() for text in (item.certainty_words, item.origin_words, item.dated, item.until)
    ]
    texts += [job for item in document.items() if item.job for job in (item.job.pay, item.job.bonuses, item.job.remote)]
    texts += [wish.text for wish in document.wishes] + [step.text for phase in document.phases for step in phase.steps]
    texts += [part.title for part in document.parts] + list(document.not_needed)
    wanted = {word for text in texts for word in words_of(text)}
    assert wanted - pdf == set()
    assert wanted - page == set()
    assert "ģimenes" in pdf


@pytest.mark.parametrize("version", ["lv"], indirect=True)
def test_the_same_document_gives_the_same_bytes(version):
    from majup.offers.printing import pdf_of

    assert pdf_of(actions.document_of(version)) == files.read(version.pdf_sha256)
