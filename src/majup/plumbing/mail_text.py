"""Words of a mail: bytes of any charset to text, HTML to text, and the new part of a reply without its history."""

import codecs
import re
from binascii import Error as BrokenBase64
from binascii import a2b_base64
from email.quoprimime import header_decode
from html.parser import HTMLParser

import nh3

GUESSES = ("utf-8", "cp1257", "cp1252")
NOT_FOR_MAIL = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf-7"}
ENCODED_WORD = re.compile(r"=\?([^?*\s]{1,60})(?:\*[^?\s]{0,20})?\?([bBqQ])\?([^?]*)\?=")
BLOCKS = {"p", "div", "tr", "li", "ul", "ol", "table", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "hr"}
TAGS = BLOCKS | {"br", "a"}
UNSEEN = {"script", "style", "title"}
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

ADDRESS = re.compile(r"[^\s<>()\[\]:;,@]{1,64}@[^\s<>()\[\]:;,@]{1,255}")
LONGEST_HTML = 300_000
HAS_TIME = re.compile(r"\d{1,2}[:.]\d{2}")
HAS_YEAR = re.compile(r"(?:19|20)\d{2}")
LABELLED = re.compile(r"^[*\s]*[^\W\d_][\w ./-]{0,24}:[*\s]*\S")
SECRET = re.compile(r"(?<=[/=])[\w.~:-]{20,}")
RULE = re.compile(r"^\s*(?:_{8,}|-{2,}\s?[^-]{3,60}\s?-{2,}|-{8,})\s*$")


def tidy(text: str) -> str:
    """Text that every database and page takes: line ends unified, no control characters, no half of a letter."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return CONTROL.sub("", unified).encode("utf-8", "replace").decode("utf-8")


def decode(data: bytes, charset: str | None) -> str:
    """Read `data` as `charset`; when the name is unknown or wrong, as the first of GUESSES that fits."""
    for name in (charset, *GUESSES):
        if name and _is_text_charset(name):
            try:
                return tidy(data.decode(name))
            except (UnicodeError, ValueError):
                continue
    return tidy(data.decode("utf-8", "replace"))


def _is_text_charset(name: str) -> bool:
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):
        return False
    return codec._is_text_encoding and codec.name.replace("-", "_") not in {n.replace("-", "_") for n in NOT_FOR_MAIL}


def decode_header(raw: str) -> str:
    """One header as a single line, encoded words read; a letter split between two words is put together again."""
    raw = decode(raw.encode("ascii", "surrogateescape"), None) if _has_raw_bytes(raw) else raw
    pieces: list[tuple[bytes, str | None]] = []
    end = 0
    for word in ENCODED_WORD.finditer(raw):
        between = raw[end : word.start()]
        if between.strip() or (between and not end):
            pieces.append((between.encode("utf-8", "replace"), None))
        _append(pieces, _word_bytes(word[2], word[3]), word[1].lower())
        end = word.end()
    pieces.append((raw[end:].encode("utf-8", "replace"), None))
    return one_line("".join(decode(data, charset or "utf-8") for data, charset in pieces))


def _has_raw_bytes(raw: str) -> bool:
    return any("\udc80" <= letter <= "\udcff" for letter in raw) and all(
        letter < "\x80" or "\udc80" <= letter <= "\udcff" for letter in raw
    )


def _append(pieces: list[tuple[bytes, str | None]], data: bytes, charset: str) -> None:
    if pieces and pieces[-1][1] == charset:
        data = pieces.pop()[0] + data
    pieces.append((data, charset))


def _word_bytes(encoding: str, content: str) -> bytes:
    if encoding in "qQ":
        return header_decode(content).encode("latin-1", "replace")
    try:
        return a2b_base64(content.encode("ascii", "ignore") + b"===")
    except BrokenBase64:
        return content.encode("utf-8", "replace")


def one_line(text: str) -> str:
    return " ".join(tidy(text).split())


class _Text(HTMLParser):
    """Collects lines; text inside <blockquote> gets "> " as plain-text mail has it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self.quoted = 0
        self.link: str | None = None

    def break_line(self) -> None:
        self.lines.append("> " * min(self.quoted, 5))

    def handle_starttag(self, tag, attrs):
        if tag == "blockquote":
            self.quoted += 1
        if tag in BLOCKS or tag == "br":
            self.break_line()
        if tag == "li":
            self.lines[-1] += "- "
        if tag == "a":
            self.link = dict(attrs).get("href")

    def handle_endtag(self, tag):
        if tag == "blockquote":
            self.quoted = max(0, self.quoted - 1)
        if tag in BLOCKS:
            self.break_line()
        if tag in {"p", "table", "blockquote"}:
            self.break_line()
        if tag == "a" and self.link and self.link.startswith("http") and self.link not in self.lines[-1][-500:]:
            self.lines[-1] += f" <{self.link}>"

    def handle_data(self, data):
        self.lines[-1] += re.sub(r"\s+", " ", data)


def without_secrets(text: str, site: str) -> str:
    """`text` with "…" for the secret part of each link to `site`; who reads it sees where a link led and opens nothing.

    Secrets are told by their length: no word in our addresses has twenty letters, and every token has more.
    """
    links = re.compile(re.escape(site.rstrip("/")) + r"/[^\s<>\"']*")
    return links.sub(lambda link: SECRET.sub("…", link[0]), text)


def html_to_text(html: str) -> str:
    """The words of an HTML mail in lines; scripts, styles and pictures are gone."""
    clean = nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, link_rel=None, clean_content_tags=UNSEEN)
    parser = _Text()
    parser.feed(clean[:LONGEST_HTML])
    parser.close()
    return squeeze("\n".join(" ".join(line.split()) for line in parser.lines))


def squeeze(text: str) -> str:
    """At most one empty line in a row, none at either end."""
    lines = [line.rstrip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def without_quote(text: str) -> str:
    """What is new in a reply. In doubt nothing is cut, and never everything.

    Works by shape, not by words, so that it holds in every language: lines beginning with ">", the line with date and
    address that introduces them, and the block of "From:, Sent:, To:, Subject:" that some programs put instead.
    """
    lines = text.split("\n")
    last_quote = max((number for number, line in enumerate(lines) if _is_quote(line)), default=-1)
    end = next((n for n in range(len(lines)) if _history_begins(lines, n, n > last_quote)), len(lines))
    kept = [line for number, line in enumerate(lines[:end]) if not _is_quote(line) and not _introduces(lines, number)]
    return squeeze("\n".join(kept)).strip() or text.strip()


def _is_quote(line: str) -> bool:
    return line.lstrip(" ").startswith(">")


def _history_begins(lines: list[str], number: int, nothing_quoted_below: bool) -> bool:
    if RULE.match(lines[number]):
        number = _next_filled(lines, number)
        return number < len(lines) and _is_header_block(lines, number)
    return _is_header_block(lines, number) or (nothing_quoted_below and _introduces_all(lines, number))


def _is_header_block(lines: list[str], number: int) -> bool:
    """At least three lines "Label: value"; an address in the first or third, year and time in the second."""
    block = lines[number : number + 4]
    return (
        len(block) >= 3
        and all(LABELLED.match(line) for line in block[:3])
        and bool(HAS_YEAR.search(block[1]) and HAS_TIME.search(block[1]))
        and len(block[0]) < 300
    )


def _introduction(lines: list[str], number: int) -> str:
    """The sentence that begins at `number` and ends with a colon within three lines, or nothing."""
    for length in (1, 2, 3):
        part = lines[number : number + length]
        if len(part) < length or not part[-1].strip() or _is_quote(part[-1]):
            return ""
        sentence = " ".join(part).strip()
        if sentence.endswith(":"):
            return sentence if len(sentence) < 400 and HAS_TIME.search(sentence) and _has_date(sentence) else ""
    return ""


def _has_date(sentence: str) -> bool:
    return bool(HAS_YEAR.search(sentence) or ADDRESS.search(sentence))


def _introduces(lines: list[str], number: int) -> bool:
    """True for each line of an introduction that stands right above quoted lines."""
    for first in range(max(0, number - 2), number + 1):
        sentence = _introduction(lines, first)
        if not sentence:
            continue
        last = next(n for n in range(first, first + 3) if lines[n].rstrip().endswith(":"))
        below = _next_filled(lines, last)
        if number <= last and below < len(lines) and _is_quote(lines[below]):
            return True
    return False


def _introduces_all(lines: list[str], number: int) -> bool:
    """An introduction with date, time and address, below which the history carries no ">"."""
    sentence = _introduction(lines, number)
    return bool(sentence and HAS_YEAR.search(sentence) and ADDRESS.search(sentence))


def _next_filled(lines: list[str], number: int) -> int:
    return next((n for n in range(number + 1, len(lines)) if lines[n].strip()), len(lines))
