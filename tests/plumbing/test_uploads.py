"""What may be handed in, and that everything else is refused with its reason."""

import struct
import zipfile
import zlib
from email.message import EmailMessage
from io import BytesIO

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from majup.plumbing.uploads import KINDS, MESSAGES, RefusedError, check, safe_name

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


def picture(form: str, size=(20, 10)) -> bytes:
    target = BytesIO()
    Image.new("RGB", size, "#8f1d35").save(target, form)
    return target.getvalue()


def archive_of(entries: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries.items():
            made.writestr(name, content)
    return target.getvalue()


def document(**more: bytes) -> bytes:
    return archive_of({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>", **more})


def mail_with(name: str, content: bytes) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "ieva@example.org", "Dokumenti"
    message.set_content("Skat. pielikumu")
    message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


ODT = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<office/>"}
ODS = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<office/>"}
GOOD = {
    "Diploms Ķ.pdf": (PDF, "application/pdf"),
    "foto.JPG": (picture("JPEG"), "image/jpeg"),
    "foto.jpeg": (picture("JPEG"), "image/jpeg"),
    "foto.png": (picture("PNG"), "image/png"),
    "foto.gif": (picture("GIF"), "image/gif"),
    "foto.webp": (picture("WEBP"), "image/webp"),
    "CV.docx": (document(), KINDS["docx"][0]),
    "with a chart.docx": (document(**{"word/embeddings/a.xlsx": archive_of({"a": b"x"})}), KINDS["docx"][0]),
    "list.xlsx": (archive_of({"xl/workbook.xml": b"<x/>"}), KINDS["xlsx"][0]),
    "CV.odt": (archive_of(ODT), KINDS["odt"][0]),
    "list.ods": (archive_of(ODS), KINDS["ods"][0]),
    "notes.txt": ("Ķekava".encode(), "text/plain"),
    "old.txt": ("Ķekava".encode("cp1257"), "text/plain"),
    "windows.txt": ("Ķekava".encode("utf-16"), "text/plain"),
    "letter.eml": (mail_with("a.pdf", PDF), "message/rfc822"),
}


@pytest.mark.parametrize("name", GOOD)
def test_every_kind_we_accept_is_accepted(name):
    content, content_type = GOOD[name]
    accepted = check(name, content)
    assert (accepted.name, accepted.content_type, accepted.content) == (name, content_type, content)


def test_there_is_a_good_example_of_every_kind():
    assert {name.rsplit(".", 1)[-1].lower() for name in GOOD} == set(KINDS)


def bomb() -> bytes:
    return document(**{"word/media/a.xml": b"\0" * 30_000_000})


def nested_bomb() -> bytes:
    inner = archive_of({f"{number}": b"\0" * 6_000_000 for number in range(10)})
    return document(**{"word/embeddings/1.xlsx": inner, "word/embeddings/2.xlsx": inner})


def deep_bomb() -> bytes:
    inner = b"end"
    for _ in range(6):
        inner = archive_of({"a.zip": inner})
    return document(**{"word/embeddings/a.zip": inner})


def lying_bomb() -> bytes:
    """Claims to unpack to 10 bytes."""
    content = bytearray(document(**{"word/z.xml": b"\0" * 30_000_000}))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = content.rfind(signature, 0, content.rfind(b"word/z.xml") if signature[2] == 3 else None)
        content[start + offset : start + offset + 4] = struct.pack("<I", 10)
    return bytes(content)


def huge_png() -> bytes:
    """A few hundred bytes that would become 30,000 x 30,000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


EXE, ELF = b"MZ\x90\0" + b"\0" * 60, b"\x7fELF\x02\x01\x01" + b"\0" * 60
BAD = {
    "empty": [("a.pdf", b"")],
    "too_large": [("a.txt", b"a" * (5 * 1024 * 1024 + 1))],
    "executable": [
        ("offer.pdf", EXE),
        ("offer.pdf", ELF),
        ("photo.jpg", b"#!/bin/sh\nrm -rf ~"),
        ("notes.txt", b"\xef\xbb\xbf#!/bin/sh"),
        ("setup.exe", b"hello"),
        ("photo.jpg.exe", picture("JPEG")),
        ("photo.jpg\u202e.exe", picture("JPEG")),
        ("page.html", b"<script>alert(1)</script>"),
        ("drawing.svg", b"<svg/>"),
        ("macro.docm", document()),
        ("macro.docx", document(**{"word/vbaProject.bin": b"x"})),
        ("jar.docx", document(**{"META-INF/MANIFEST.MF": b"x"})),
        ("inside.docx", document(**{"word/media/image1.png": EXE})),
        ("inside.docx", document(**{"word/embeddings/a.xlsx": archive_of({"a": ELF})})),
        ("letter.eml", mail_with("a.pdf", EXE)),
    ],
    "type_not_allowed": [
        ("a.zip", archive_of({"a": b"x"})),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        ("README", b"hello"),
        ("a.heic", b"\0\0\0\x18ftypheic"),
    ],
    "mismatch": [
        ("a.pdf", b"hello"),
        ("a.pdf", picture("PNG")),
        ("a.jpg", picture("PNG")),
        ("a.png", PDF),
        ("a.docx", PDF),
        ("a.docx", archive_of({"xl/workbook.xml": b"<x/>"})),
        ("a.xlsx", document()),
        ("a.odt", archive_of(ODS)),
        ("a.txt", PDF),
        ("a.txt", picture("GIF")),
        ("a.txt", b"text\0binary"),
        ("a.eml", b"no header here"),
        ("polyglot.pdf", PDF + archive_of({"Main.class": b"x"})),
        ("polyglot.png", picture("PNG") + archive_of({"a": b"x"})),
        ("polyglot.gif", b"GIF89a" + archive_of({"a": b"x"})),
        ("polyglot.txt", b"text" + archive_of({"a": b"x"})),
        ("late.pdf", b"<html>" + PDF),
    ],
    "broken_image": [
        ("a.jpg", picture("JPEG", (400, 400))[:700]),
        ("a.png", picture("PNG")[:-30]),
        ("a.gif", b"GIF89a/*=1;alert(1)"),
    ],
    "image_too_large": [("a.png", huge_png())],
    "damaged": [
        ("a.docx", document()[:-30]),
        ("a.docx", b"PK\x03\x04" + b"x" * 100),
        ("a.pdf", b"%PDF-1.7 cut off"),
        ("lying.docx", lying_bomb()),
    ],
    "archive_bomb": [
        ("bomb.docx", bomb()),
        ("nested.docx", nested_bomb()),
        ("deep.docx", deep_bomb()),
        ("many.docx", archive_of({f"{number}": b"" for number in range(3001)})),
        ("mail.eml", mail_with("bomb.docx", bomb())),
    ],
}
CASES = [(code, name, content) for code, examples in BAD.items() for name, content in examples]


@pytest.mark.parametrize(("code", "name", "content"), CASES, ids=[f"{code}-{name}" for code, name, _ in CASES])
def test_everything_else_is_refused_with_its_reason(code, name, content):
    with pytest.raises(RefusedError) as refusal:
        check(name, content)
    assert refusal.value.code == code


def test_the_bombs_are_small_files():
    assert max(len(content) for content in (bomb(), nested_bomb(), huge_png())) < 200_000


def test_every_reason_has_words_and_every_word_a_case():
    assert set(BAD) == set(MESSAGES)
    with translation.override("en"):
        assert RefusedError("too_large").message == "The file is larger than 5 MB. Send a smaller file or divide it."
        assert "docx, eml, gif" in RefusedError("type_not_allowed").message
        assert all("%(" not in RefusedError(code).message for code in MESSAGES)


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Ieva\\Diploms.pdf", "Diploms.pdf"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("a\0\r\nb.pdf", "ab.pdf"),
        ("...", "file"),
        ("", "file"),
        ("ķ" * 300 + ".pdf", "ķ" * 100 + ".pdf"),
    ],
)
def test_names_lose_folders_and_tricks(given_name, kept):
    assert safe_name(given_name) == kept


@given(
    content=st.binary(max_size=400),
    ending=st.sampled_from(sorted(KINDS)),
    start=st.sampled_from([b"", *map(bytes, [PDF])]),
)
def test_any_content_is_either_accepted_or_refused(content, ending, start):
    try:
        accepted = check(f"a.{ending}", start + content)
    except RefusedError as refusal:
        outcome = MESSAGES[refusal.code]
    else:
        outcome = accepted.content
    assert outcome in {*MESSAGES.values(), start + content}
