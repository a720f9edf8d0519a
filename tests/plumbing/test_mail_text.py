"""Charsets, HTML and the history under a reply."""

import pytest

from majup.plumbing.mail_text import decode, decode_header, html_to_text, without_quote

NEW = "Jā, dzīvoklis der.\n\nPaldies,\nIeva"
HISTORIES = {
    "gmail": "On Fri, 9 Oct 2026 at 10:00, Alise <alise@majup.example> wrote:\n> Labdien!\n> Vai dzīvoklis der?",
    "gmail in Latvian": (
        "Piektd., 2026. g. 9. okt., plkst. 10:00 — lietotājs Alise\n(<alise@majup.example>) rakstīja:\n\n"
        "> Labdien!\n>\n> Vai der?"
    ),
    "apple without quote signs": (
        "2026. gada 9. okt. 10:00, Alise <alise@majup.example> rakstīja:\n\nLabdien!\nVai dzīvoklis der?"
    ),
    "outlook": (
        "________________________________\nFrom: Alise <alise@majup.example>\nSent: Friday, 9 October 2026 10:00\n"
        "To: Ieva\nSubject: Dzīvoklis\n\nLabdien!"
    ),
    "outlook in Latvian": (
        "No: Alise <alise@majup.example>\nNosūtīts: piektdiena, 2026. gada 9. oktobris 10:00\n"
        "Kam: Ieva\nTēma: Dzīvoklis\n\nLabdien!"
    ),
    "old outlook": (
        "-----Sākotnējais ziņojums-----\nNo: Alise\nNosūtīts: 09.10.2026 10:00\nKam: Ieva\nTēma: Dzīvoklis\n\nLabdien!"
    ),
}


@pytest.mark.parametrize("history", HISTORIES.values(), ids=HISTORIES)
def test_history_is_cut_whatever_program_wrote_it(history):
    assert without_quote(f"{NEW}\n\n{history}") == NEW


def test_answers_between_the_quoted_lines_stay():
    text = "9.10.2026 10:00 Alise <a@b.example> rakstīja:\n> Vai der?\nJā.\n> Kad brauksiet?\nJūnijā.\n\nIeva"
    assert without_quote(text) == "Jā.\nJūnijā.\n\nIeva"


@pytest.mark.parametrize(
    "text",
    [
        "> tikai citāts",
        "Vārds: Ieva Kalniņa\nTālrunis: +44 20 7946 0000\nE-pasts: ieva@example.org\nPilsēta: Valmiera",
        "Mums vajag trīs lietas:\n- dzīvokli\n- skolu\n- darbu",
        "Brauksim 2026. gada jūnijā ap 10:00, un mums vajadzēs:\n\n1. skolu",
        "----------\nIeva",
    ],
)
def test_what_is_not_history_is_never_cut(text):
    assert without_quote(text) == text


@pytest.mark.parametrize("charset", ["windows-1257", "iso-8859-13", "iso-8859-4", "utf-8", "utf-16"])
def test_each_charset_gives_the_same_letters(charset):
    assert decode("Ķekavā šķērslis žņ".encode(charset), charset) == "Ķekavā šķērslis žņ"


@pytest.mark.parametrize("name", [None, "x-unknown", "us-ascii", "hex", "unicode_escape", "a\0b", "", "utf-7"])
def test_a_useless_charset_name_is_replaced_by_a_guess(name):
    assert decode("Ķekavā".encode(), name) == "Ķekavā"
    assert decode("Ķekavā".encode("cp1257"), name) == "Ķekavā"


def test_bytes_that_are_nothing_still_give_text_for_the_database():
    assert decode(b"a\x00b\r\nc\x81\xff", "utf-8").startswith("ab\nc")


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("=?UTF-8?B?QXRncmllxaFhbsSBcw==?=", "Atgriešanās"),
        ("=?utf-8?q?Atgrie=C5?= =?utf-8?q?=A1an=C4=81s?=", "Atgriešanās"),
        ("Re: =?windows-1257?Q?=D0=FEirts?= jautā", "Re: Šžirts jautā"),
        ("=?utf-8?b?broken base64 !!!?= x", "x"),
        ("=?x-none?q?abc?=", "abc"),
        ("Ķekava".encode().decode("ascii", "surrogateescape"), "Ķekava"),
        ("Ķekava".encode("cp1257").decode("ascii", "surrogateescape"), "Ķekava"),
        ("a\r\n b\x00\tc", "a b c"),
        ("  =?utf-8?q?a?=  =?utf-8?q?b?= c", "ab c"),
    ],
)
def test_headers_are_one_line_of_text(raw, read):
    assert decode_header(raw)[-len(read) :] == read


def test_html_becomes_lines_without_scripts():
    html = (
        "<html><head><title>x</title><style>p{}</style></head><body><p>Labdien,&nbsp;Alise!</p>"
        "<p>Mums  der:<ul><li>skola"
        "<li>dzīvoklis</ul><script>alert(1)</script><img src='http://t.example/p.gif'>Sk. "
        "<a href='https://example.org/x'>šeit</a><br>Ieva<blockquote>Vai<br>der?</blockquote></body></html>"
    )
    assert html_to_text(html) == (
        "Labdien, Alise!\n\nMums der:\n\n- skola\n\n- dzīvoklis\n\n"
        "Sk. šeit <https://example.org/x>\nIeva\n> Vai\n> der?"
    )


def test_very_deep_and_very_long_html_does_not_stop_the_reader():
    assert html_to_text("<div>" * 20_000 + "beigas") in {"beigas", ""}
    assert html_to_text("<p>a</p>" * 50_000).startswith("a\n\na")
