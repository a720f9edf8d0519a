"""A day in a Latvian sentence is declined; a language without forms of its own keeps the date."""

import ast
import re
from datetime import date
from pathlib import Path

import pytest

import majup
from majup.config.launch.messages import catalogue
from majup.kernel.dates import long_date
from majup.network.letters import fill
from majup.plumbing.days import MONTHS, Day, day_words

DAY = date(2026, 12, 30)
SOURCE = Path(majup.__file__).parent
# The word of a Latvian sentence before the day, and the place the page has to ask for.
WRITES_DAYS = re.compile(r"(?:longdate|longtime|long_date|day_words)\(")
BEFORE = {"līdz": "until", "kopš": "since", "no": "since"}


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("", "2026. gada 30. decembris"),
        ("on", "2026. gada 30. decembrī"),
        ("since", "2026. gada 30. decembra"),
        ("until", "2026. gada 30. decembrim"),
        ("of", "2026. gada 30. decembra"),
    ],
)
def test_a_day_in_a_latvian_sentence(place, words):
    assert day_words(DAY, "lv", place) == words


@pytest.mark.parametrize("place", MONTHS)
def test_every_month_has_its_form(place):
    told = {day_words(date(2026, month, 5), "lv", place).removeprefix("2026. gada 5. ") for month in range(1, 13)}
    endings = {"on": "āēī", "since": "a", "of": "a", "until": "m"}
    assert len(told) == 12
    assert {word[-1] for word in told} <= {*endings[place], "ā"}


@pytest.mark.parametrize("place", MONTHS)
@pytest.mark.parametrize("language", ["en", "et"])
def test_a_language_without_forms_keeps_the_date(language, place):
    assert day_words(DAY, language, place) == long_date(DAY, language)


def test_a_place_that_nobody_knows_is_an_error_at_once():
    with pytest.raises(KeyError):
        day_words(DAY, "lv", "before")


@pytest.mark.django_db
def test_a_letter_declines_its_days_and_leaves_other_words():
    body = {"lv": "Līdz {until:until}, {until}. {name:on}", "en": "Until {until:until}, {until}. {name:on}"}
    values = {"until": Day(DAY, "lv"), "name": "Ieva"}
    letter = fill({"lv": "Saruna {until:on}"}, body, "lv", values)
    assert letter.subject == "Saruna 2026. gada 30. decembrī"
    assert letter.body == "Līdz 2026. gada 30. decembrim, 2026. gada 30. decembris. Ieva"


def _latvian() -> dict[tuple[str, str], list[str]]:
    whole = catalogue(SOURCE / "locale/lv")
    return {(one.msgctxt or "", one.msgid): [one.msgstr, *one.msgstr_plural.values()] for one in whole}


def _days_in_templates():
    """(file, msgid, name of the variable, place asked for) of every sentence with a day."""
    tag = re.compile(r"\{% blocktrans\w*\s([^%]*)%\}(.*?)\{% (?:endblocktrans\w*|plural) %\}", re.S)
    for path in sorted((SOURCE / "web/templates").rglob("*.html")):
        for given, text in tag.findall(path.read_text()):
            msgid = re.sub(r"\{\{ ?(\w+) ?\}\}", r"%(\1)s", text)
            for name, place in re.findall(r"(\w+)=\S*?\|long(?:date|time)(?::\"(\w+)\")?", given):
                yield path.name, ("", msgid.strip()), name, place


def _days_in_python():
    """The same of `_("… %(day)s …") % {"day": longdate(day, "until")}`."""
    for path in sorted(SOURCE.rglob("*.py")):
        text = path.read_text()
        if "migrations" in path.parts or not WRITES_DAYS.search(text):
            continue
        for node in ast.walk(ast.parse(text)):
            match node:
                case ast.BinOp(left=ast.Call(args=said), right=ast.Dict(keys=keys, values=values)):
                    yield from _days_in(path.name, said, zip(keys, values, strict=True))


def _days_in(file, said, pairs):
    words = ["", *(each.value for each in said if isinstance(each, ast.Constant))]
    for key, value in pairs:
        if len(words) > 1 and isinstance(value, ast.Call) and WRITES_DAYS.match(ast.unparse(value)):
            given = [each.value for each in value.args if isinstance(each, ast.Constant)]
            yield file, tuple(words[-2:]), key.value, given[-1] if given else ""


def test_every_page_asks_for_the_form_its_latvian_sentence_needs():
    latvian = _latvian()
    in_python = list(_days_in_python())
    found = [*_days_in_templates(), *in_python]
    wrong = [
        (file, said)
        for file, msgid, name, place in found
        for said in latvian[msgid]
        for before in re.findall(rf"(\w+) %\({name}\)s", said)
        if BEFORE.get(before.lower(), place) != place
    ]
    assert len(in_python) > 15
    assert len(found) > 80
    assert wrong == []


def test_no_latvian_letter_has_a_bare_day_after_a_word_that_declines_it():
    bare = re.compile(rf"\b(?:{'|'.join(BEFORE)}) \{{(?:\w*date|\w*until|\w*day)\}}", re.IGNORECASE)
    letters = sorted((SOURCE / "packs/lv").glob("*templates.json"))
    assert len(letters) > 4
    assert [(path.name, bare.findall(path.read_text())) for path in letters if bare.search(path.read_text())] == []
