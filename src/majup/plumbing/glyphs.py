"""Which letters the font of our documents can draw.

PDF/UA-1 refuses a document with one letter that no glyph exists for, and an emoji in a family's answer must not keep an
offer from being sent: what cannot be drawn is replaced by what comes nearest, or by a box where something stood.
"""

import re
import struct
import unicodedata
from functools import cache
from pathlib import Path

BOX = "\N{WHITE SQUARE}"


def characters_of(font: Path) -> set[int]:
    """Code points in the Unicode character map of a TrueType font."""
    content = font.read_bytes()
    (table_count,) = struct.unpack_from(">H", content, 4)
    tables = (struct.unpack_from(">4sIII", content, 12 + 16 * number) for number in range(table_count))
    start = next(offset for tag, _sum, offset, _length in tables if tag == b"cmap")
    (map_count,) = struct.unpack_from(">H", content, start + 2)
    found: set[int] = set()
    for number in range(map_count):
        _platform, _encoding, offset = struct.unpack_from(">HHI", content, start + 4 + 8 * number)
        found |= _characters_of_map(content, start + offset)
    return found


def _characters_of_map(content: bytes, start: int) -> set[int]:
    (form,) = struct.unpack_from(">H", content, start)
    if form == 4:
        return _segments(content, start)
    if form == 12:
        (groups,) = struct.unpack_from(">I", content, start + 12)
        ranges = (struct.unpack_from(">III", content, start + 16 + 12 * number) for number in range(groups))
        return {code for first, last, _glyph in ranges for code in range(first, last + 1)}
    return set()


def _segments(content: bytes, start: int) -> set[int]:
    (doubled,) = struct.unpack_from(">H", content, start + 6)
    ends = struct.unpack_from(f">{doubled // 2}H", content, start + 14)
    firsts = struct.unpack_from(f">{doubled // 2}H", content, start + 16 + doubled)
    return {code for first, last in zip(firsts, ends, strict=True) for code in range(first, last + 1)} - {0xFFFF}


@cache
def _drawable(folder: Path) -> frozenset[int]:
    """What every face of the folder can draw."""
    return frozenset(set.intersection(*(characters_of(font) for font in sorted(folder.glob("*.ttf")))))


@cache
def _foreign(folder: Path) -> re.Pattern[str]:
    """Matches each letter that cannot be drawn, with the marks and joiners that hang on it."""
    ranges: list[list[int]] = []
    for code in sorted(_drawable(folder) - set(range(32)) - {0x7F}):
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    known = "".join(rf"\U{first:08x}-\U{last:08x}" for first, last in ranges)
    return re.compile(f"[^{known}\n\t]")


def drawable(text: str, folder: Path) -> str:
    """`text` with the fonts of `folder` in mind: composed, and every letter without a glyph replaced."""
    composed = unicodedata.normalize("NFC", text)
    return _foreign(folder).sub(lambda match: _nearest(match[0], folder), composed)


def _nearest(letter: str, folder: Path) -> str:
    category = unicodedata.category(letter)
    if category in {"Zl", "Zp"}:
        return "\n"
    if category == "Zs":
        return " "
    if category in {"Cc", "Cf", "Cs", "Mn", "Me", "Mc"} or letter in "\ufe0e\ufe0f":
        return ""
    plain = unicodedata.normalize("NFKD", letter)
    kept = "".join(part for part in plain if ord(part) in _drawable(folder) and not unicodedata.combining(part))
    return kept if plain != letter and kept else BOX
