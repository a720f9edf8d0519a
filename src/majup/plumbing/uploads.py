"""Files from outside: taken only when name and content agree on a kind we know, and nothing hides inside.

The answer to a refusal is one code, and MESSAGES has the words for it.
"""

import re
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO

import filetype
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from PIL import Image

from majup.plumbing.mail_message import parse

MEGABYTE = 1024 * 1024
MOST_PIXELS = 60_000_000
MOST_UNPACKED = 100 * MEGABYTE
MOST_RATIO = 100
RATIO_MATTERS_FROM = 4 * MEGABYTE
MOST_ENTRIES = 3000
MOST_LAYERS = 3

MESSAGES = {
    "empty": _("The file is empty. Choose another file."),
    "too_large": _("The file is larger than %(limit)s MB. Send a smaller file or divide it."),
    "executable": _("The file is a program or contains one. Programs are not accepted."),
    "type_not_allowed": _("Files of this kind are not accepted. You can add: %(kinds)s."),
    "mismatch": _("The content of the file does not fit its name. Save it anew in the program that made it."),
    "broken_image": _("The picture is damaged and cannot be opened. Send it again."),
    "image_too_large": _("The picture has too many pixels. Save it in a smaller size."),
    "damaged": _("The file is damaged and cannot be opened. Send it again."),
    "archive_bomb": _("The file would unpack to an enormous size and is not accepted."),
}

PROGRAM_NAMES = frozenset(
    re.findall(
        r"\w+",
        "exe com bat cmd ps1 psm1 vbs vbe js jse mjs wsf wsh hta msi msp scr pif cpl dll sys jar class apk app dmg pkg "
        "deb rpm sh bash zsh csh py pyc pl php rb lnk url reg inf html htm xhtml svg xml swf docm dotm xlsm xltm xlam "
        "pptm iso img",
    )
)
PROGRAM_STARTS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\0asm",
    b"L\0\0\0\x01\x14\x02\0",
    b"dex\n",
)
PROGRAM_ENTRIES = re.compile(r"(^|/)(vbaproject\.bin|meta-inf/manifest\.mf|classes\.dex)$", re.IGNORECASE)


class RefusedError(Exception):
    """`code` is a key of MESSAGES."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def message(self) -> str:
        kinds = ", ".join(sorted(KINDS))
        return str(MESSAGES[self.code]) % {"limit": settings.UPLOAD_LIMIT_BYTES // MEGABYTE, "kinds": kinds}


@dataclass(frozen=True)
class CheckedFile:
    """`name` is safe to show and to save under; `content_type` follows from the content, not from the sender."""

    name: str
    content_type: str
    content: bytes = field(repr=False)


def check(name: str, content: bytes) -> CheckedFile:
    """Return the file ready to be kept; raises RefusedError."""
    return _check(name, content, layers=MOST_LAYERS)


def _check(name: str, content: bytes, *, layers: int) -> CheckedFile:
    safe = safe_name(name)
    if not content:
        raise RefusedError("empty")
    if len(content) > settings.UPLOAD_LIMIT_BYTES:
        raise RefusedError("too_large")
    ending = safe.rsplit(".", 1)[-1].lower() if "." in safe else ""
    if ending in PROGRAM_NAMES or is_program(content):
        raise RefusedError("executable")
    if ending not in KINDS:
        raise RefusedError("type_not_allowed")
    content_type, inspect = KINDS[ending]
    inspect(content, layers)
    return CheckedFile(safe, content_type, content)


def safe_name(name: str) -> str:
    """The last part of a path without control, direction and private characters; at most 120 letters, ending kept."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(letter for letter in unicodedata.normalize("NFC", last) if unicodedata.category(letter)[0] != "C")
    stem, dot, ending = " ".join(visible.split()).strip(". ").rpartition(".")
    return f"{stem[:100]}{dot}{ending[:19]}" if dot else ending[:120] or "file"


def is_program(content: bytes) -> bool:
    return content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(PROGRAM_STARTS) or content.startswith(PROGRAM_STARTS)


def _require(condition: object, code: str = "mismatch") -> None:
    if not condition:
        raise RefusedError(code)


def _pdf(content: bytes, layers: int) -> None:
    _require(content.startswith(b"%PDF-") and not _hides_archive(content))
    _require(b"%%EOF" in content[-4096:], "damaged")


def _hides_archive(content: bytes) -> bool:
    return zipfile.is_zipfile(BytesIO(content))


def _image(form: str, mime: str) -> Callable[[bytes, int], None]:
    def inspect(content: bytes, layers: int) -> None:
        found = filetype.guess(content)
        _require(found is not None and found.mime == mime and not _hides_archive(content))
        try:
            with Image.open(BytesIO(content), formats=[form]) as picture:
                _require(picture.width * picture.height <= MOST_PIXELS, "image_too_large")
                picture.verify()
            with Image.open(BytesIO(content), formats=[form]) as picture:
                picture.load()
        except RefusedError:
            raise
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise RefusedError("image_too_large") from error
        except Exception as error:  # the picture library fails in many ways
            raise RefusedError("broken_image") from error

    return inspect


def _office(entry: str, mimetype: bytes = b"") -> Callable[[bytes, int], None]:
    """A zipped document that must hold `entry`; an OpenDocument file also says what it is in its first entry."""

    def inspect(content: bytes, layers: int) -> None:
        _require(content.startswith(b"PK\x03\x04"))
        names = unpack(content, Budget(len(content)), layers)
        _require(entry in names)
        if mimetype:
            with zipfile.ZipFile(BytesIO(content)) as archive:
                _require(archive.read("mimetype").strip() == mimetype)

    return inspect


@dataclass
class Budget:
    """How much an upload may unpack to, over all the archives inside it."""

    packed: int
    unpacked: int = 0

    def spend(self, size: int) -> None:
        self.unpacked += size
        too_dense = self.unpacked > RATIO_MATTERS_FROM and self.unpacked > MOST_RATIO * self.packed
        _require(self.unpacked <= MOST_UNPACKED and not too_dense, "archive_bomb")


def unpack(content: bytes, budget: Budget, layers: int) -> set[str]:
    """Read every entry as far as the budget goes, archives inside too, trusting no size that the file claims."""
    _require(layers > 0, "archive_bomb")
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            _require(len(entries) <= MOST_ENTRIES, "archive_bomb")
            for entry in entries:
                _inspect_entry(entry.filename, _read(archive, entry, budget), budget, layers)
            return {entry.filename for entry in entries}
    except RefusedError:
        raise
    except Exception as error:  # a damaged archive fails in many ways
        raise RefusedError("damaged") from error


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: Budget) -> bytes:
    pieces = []
    with archive.open(entry) as stream:
        while piece := stream.read(65_536):
            budget.spend(len(piece))
            pieces.append(piece)
    return b"".join(pieces)


def _inspect_entry(name: str, content: bytes, budget: Budget, layers: int) -> None:
    _require(not PROGRAM_ENTRIES.search(name) and not content.startswith(PROGRAM_STARTS), "executable")
    if content.startswith(b"PK\x03\x04"):
        unpack(content, budget, layers - 1)


def _text(content: bytes, layers: int) -> None:
    found = filetype.guess(content)
    _require(b"\0" not in content.removeprefix(b"\xff\xfe")[:4096] or content[:2] in {b"\xff\xfe", b"\xfe\xff"})
    _require(found is None and not _hides_archive(content) and not content.startswith(b"%PDF-"))


def _mail(content: bytes, layers: int) -> None:
    """A mail kept whole; what is attached to it must be acceptable by itself."""
    _require(layers > 0, "archive_bomb")
    _require(re.match(rb"(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+\r?\n", content[:200_000]))
    for part in parse(content).attachments:
        _check(part.name, part.content, layers=layers - 1)


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT, ODS = "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet"
JPEG = ("image/jpeg", _image("JPEG", "image/jpeg"))

KINDS: dict[str, tuple[str, Callable[[bytes, int], None]]] = {
    "pdf": ("application/pdf", _pdf),
    "jpg": JPEG,
    "jpeg": JPEG,
    "png": ("image/png", _image("PNG", "image/png")),
    "gif": ("image/gif", _image("GIF", "image/gif")),
    "webp": ("image/webp", _image("WEBP", "image/webp")),
    "docx": (WORD, _office("word/document.xml")),
    "xlsx": (SHEET, _office("xl/workbook.xml")),
    "odt": (ODT, _office("content.xml", ODT.encode())),
    "ods": (ODS, _office("content.xml", ODS.encode())),
    "txt": ("text/plain", _text),
    "eml": ("message/rfc822", _mail),
}
